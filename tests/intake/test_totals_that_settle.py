"""A total, or the dose of a day, beside a dose of several days: it leaves one meaning, or contradicts and is named."""

from fractions import Fraction

import pytest

from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose


def days_of(text: str) -> list[tuple[int, Fraction]]:
    """The infusion days of an order, each with its dose."""
    return [*read_written_dose(text).days]


@pytest.mark.parametrize(
    "text",
    [
        # 26 g on each of 5 days are 130 g: these are those of all days.
        "130 g over 5 days (26 g)",
        "130 g in all over 5 days (26 g)",
        "130 g for 5 days (26 g)",
        "130 g (26 g daily) for 5 days",
        "130 g em 5 dias (26 g)",
        "130 g (26 g por dia) por 5 dias",
        "130 g en 5 días (26 g)",
        "130 g (26 g al día) por 5 días",
    ],
)
def test_the_dose_of_a_day_in_brackets_makes_a_course(text: str) -> None:
    assert days_of(text) == [(day, Fraction(26)) for day in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("130 g over 5 days (25 g)", "25 g on each of 5 days are 125 g, and it says 130 g"),
        ("130 g (30 g daily) for 5 days", "30 g on each of 5 days are 150 g, and it says 130 g"),
        ("130 g (30 g por dia) por 5 dias", "30 g on each of 5 days are 150 g, and it says 130 g"),
        ("130 g (30 g al día) por 5 días", "30 g on each of 5 days are 150 g, and it says 130 g"),
        # 4 x 30 g and 20 g are 140 g.
        ("30 g on days 1-4, 20 g on day 5 (total 150 g)", "its days give 140 g in all, not '150 g'"),
        ("30 g nos dias 1-4, 20 g no dia 5 (total 150 g)", "its days give 140 g in all, not '150 g'"),
        ("30 g en los días 1-4, 20 g el día 5 (total 150 g)", "its days give 140 g in all, not '150 g'"),
        ("30 g on day 1, 25 g on days 2-5, total 140 g", "its days give 130 g in all, not '140 g'"),
    ],
)
def test_what_a_total_contradicts_is_said_with_the_true_sum(text: str, why: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-contradicts"
    assert why in problem.message
    assert problem.next.startswith("ask the prescriber")


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        # 30 g and four times 25 g are 130 g; 30 g and 25 g in all would be 55 g.
        ("30 g on day 1, 25 g on days 2-5 (total 130 g)", (30, 25, 25, 25, 25)),
        ("30 g on day 1, 25 g on days 2-5, total 130 g", (30, 25, 25, 25, 25)),
        ("30 g no dia 1, 25 g nos dias 2-5 (total 130 g)", (30, 25, 25, 25, 25)),
        ("30 g el día 1, 25 g en los días 2-5 (total 130 g)", (30, 25, 25, 25, 25)),
        ("30 g on days 1-4, 20 g on day 5 (total 140 g)", (30, 30, 30, 30, 20)),
    ],
)
def test_a_total_of_several_parts_tells_that_each_day_has_its_dose(text: str, doses: tuple[int, ...]) -> None:
    assert [dose for _, dose in days_of(text)] == [*doses]


@pytest.mark.parametrize(
    "text",
    [
        # 100 g are those of days 2 to 5 alone, or of all days.
        "30 g on day 1, 25 g on days 2-5 (total 100 g)",
        # The days of no part are told, and no total tells them.
        "30 g on days 1-4, 20 g on day 5",
        # 60 g are 30 g twice and 0, or 30 g in all and 30 g: two readings.
        "30 g on days 1-2, 30 g on day 3 (total 60 g)",
        "26 g (26 g daily) for 5 days",
        "130 g (26 g daily) x 5",
    ],
)
def test_a_total_that_leaves_two_meanings_settles_nothing(text: str) -> None:
    assert problem_of(text).code in {"order-ambiguous", "order-contradicts"}


def test_a_total_and_the_dose_of_a_day_without_days_are_asked_about() -> None:
    assert problem_of("140 g total (28 g/day)").next == 'ask on how many days, and write it: "140 g in all over N days"'
