"""An order that is refused: the reason is true of it, and what it says to write is read, in three languages."""

import re

import pytest

from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose

SHOWN = re.compile(r'as in "([^"]+)"')


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("28 g IV STAT then daily x 4 more days", "'stat' is a time", '"28 g once then 28 g daily for 4 days"'),
        ("70 g IV day 1 of 21-day cycle", "in one cycle alone, or in each", "on day 1 of each 21-day cycle"),
        ("70 g no dia 1 do ciclo de 21 dias", "in one cycle alone, or in each", "on day 1 of each 21-day cycle"),
        ("70 g el día 1 del ciclo de 21 días", "in one cycle alone, or in each", "on day 1 of each 21-day cycle"),
        ("28 g every 24 hours for 120 hours", "or how long it is given in all", '"28 g daily for 5 days"'),
        ("28 g/dia por 120 horas", "or how long it is given in all", '"28 g daily for 5 days"'),
        ("28 g cada 24 horas durante 120 horas", "or how long it is given in all", '"28 g daily for 5 days"'),
        ("2 g/kg over 5 days at 0.4 g/kg/day", "more than one dose", "in brackets behind the days"),
        ("2 g/kg em 5 dias à razão de 0,4 g/kg/dia", "more than one dose", "in brackets behind the days"),
        ("2 g/kg en 5 días a razón de 0,4 g/kg/día", "more than one dose", "in brackets behind the days"),
    ],
)
def test_a_reason_is_true_and_what_it_shows_is_read(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next
    for shown in SHOWN.findall(problem.next):
        assert read_written_dose(shown).days


@pytest.mark.parametrize(
    "text",
    [
        "Loading 140 g over 5 days; maintenance 70 g q3w",
        "2 g/kg over 5 days then 1 g/kg every 3 weeks",
        "2 g/kg em 5 dias e depois 1 g/kg a cada 3 semanas",
        "2 g/kg en 5 días y luego 1 g/kg cada 3 semanas",
        "1) IVIG 28 g daily for 5 days 2) IVIG 70 g every 3 weeks",
        "1. IgIV 28 g/dia por 5 dias 2. IgIV 70 g a cada 3 semanas",
    ],
)
def test_two_courses_are_named_at_once(text: str) -> None:
    assert problem_of(text).code == "order-two-courses"


def test_a_day_that_stands_twice_is_named_and_not_offered() -> None:
    problem = problem_of("28 g on days 1, 2, 3, 4 and 4")
    assert "names day 4 twice" in problem.message
    assert '"' not in problem.next


def test_one_times_a_dose_that_no_vial_holds_is_that_dose() -> None:
    problem = problem_of("1 x 26 g daily for 5 days")
    assert "'1 x 26 g' is one dose of that" in problem.message
    assert problem.next == 'write "26 g" in its place'
    assert len(read_written_dose("26 g daily for 5 days").days) == 5


def test_dates_in_a_row_one_way_lack_the_word_daily() -> None:
    problem = problem_of("28 g on 5/10, 5/11, 5/12, 5/13 and 5/14")
    assert "are days in a row with the month first alone" in problem.message
    assert problem.next.startswith('if those are meant, write "daily" before them')
    assert len(read_written_dose("28 g daily on 5/10, 5/11, 5/12, 5/13 and 5/14").days) == 5
