"""A number behind how often a dose is given: its repeats are offered first, and never as days of one course."""

import re
from fractions import Fraction

import pytest

from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose

TYPED = re.compile(r'"([^"]+)"')


@pytest.mark.parametrize(
    ("text", "grams", "every", "count"),
    [
        ("IVIG 28 g weekly x 5 doses in total", 28, "every week", 5),
        ("28 g weekly, total of 5 doses", 28, "every week", 5),
        ("IVIG 28 g weekly x 5 doses", 28, "every week", 5),
        ("IVIG 28 g weekly for 5 doses", 28, "every week", 5),
        ("IVIG 28 g weekly x 5", 28, "every week", 5),
        ("70 g every 3 weeks. 2 doses.", 70, "every 3 weeks", 2),
        ("70 g IV Q21D X 6", 70, "every 21 days", 6),
        ("60 g q28d x 6", 60, "every 28 days", 6),
        ("65 g monthly x 3", 65, "every month", 3),
        ("35 g q28d x 40", 35, "every 28 days", 40),
        ("28 g every 3 days x 5 doses", 28, "every 3 days", 5),
        ("28 g semanal x 5 doses no total", 28, "every week", 5),
        ("70 g a cada 3 semanas x 6", 70, "every 3 weeks", 6),
        ("70 g a cada 21 dias x 6", 70, "every 21 days", 6),
        ("28 g semanal, total de 5 dosis", 28, "every week", 5),
        ("70 g cada 3 semanas x 6", 70, "every 3 weeks", 6),
        ("70 g cada 28 días x 6", 70, "every 28 days", 6),
    ],
)
def test_repeats_are_offered_first_with_their_number(text: str, grams: int, every: str, count: int) -> None:
    first = TYPED.findall(problem_of(text).next)[0]
    offered = read_written_dose(first)
    assert [*offered.days] == [(1, Fraction(grams))]
    assert offered.interval is not None
    assert (offered.interval.says, offered.interval.courses) == (every, count)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g every 2 days x 5", (1, 3, 5, 7, 9)),
        ("28 g a cada 2 dias x 4 doses", (1, 3, 5, 7)),
        ("28 g cada 2 días x 3", (1, 3, 5)),
        ("7 g every 2 days x 16", (*range(1, 32, 2),)),
    ],
)
def test_every_other_day_is_offered_with_all_of_its_days(text: str, days: tuple[int, ...]) -> None:
    (typed,) = TYPED.findall(problem_of(text).next)
    assert [day for day, _ in read_written_dose(typed).days] == [*days]


def test_days_beyond_a_course_are_not_cut() -> None:
    assert problem_of("28 g every 2 days x 40").next == "ask; a course here has at most 31 days"
    assert problem_of("28 g every 9 days x 999").next == "ask; repeats here are at most 60"


def test_a_total_beside_repeats_is_asked_about() -> None:
    problem = problem_of("28 g total weekly x 5 doses")
    assert problem.next.startswith("ask what is given each time")
    assert not problem.allowed
