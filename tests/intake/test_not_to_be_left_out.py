"""What is not read and says more than nothing: never offered to be left out, since the order without it is another."""

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [("28 g daily x 5 days q4", "'q4'"), ("28 g qq6 x 5 doses", "'qq6'"), ("70 g zz every 3 weeks zz9", "'zz9'")],
)
def test_a_word_with_a_figure_may_say_how_often(text: str, said: str) -> None:
    hint = problem_of(text).next
    assert f"{said} has a figure, of the dose, its days or how often: ask" in hint
    assert "leave" not in hint


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("35 g/day x 2-3 days", "'-3 days'"),
        ("0.5 g/kg/day x 2-4 days q4w", "'-4 days'"),
        ("1 g/kg x 1-2 days every 3 weeks", "'-2 days'"),
        ("0.5 g/kg/day x 2 to 4 days", "'to'"),
        ("0,5 g/kg/dia x 2-4 dias", "'-4 dias'"),
        ("0,5 g/kg/dia x 2 a 4 dias", "'a'"),
        ("0,5 g/kg/día x 2-4 días", "'-4 dias'"),
    ],
)
def test_what_is_left_of_a_range_behind_times_is_one(text: str, rest: str) -> None:
    problem = problem_of(text)
    assert f"{rest} is not understood" in problem.message
    assert problem.next == "verify one dose, or one number, of a range at a time"


@pytest.mark.parametrize("text", ["28 g to be daily for 5 days", "28 g daily to zz for 5 days"])
def test_to_behind_no_figure_is_no_range(text: str) -> None:
    assert "range" not in problem_of(text).next


@pytest.mark.parametrize("text", ["28 g D1/5", "28 g daily D1/5", "28 g/dia D1/D5", "28 g al día D1/5"])
def test_a_day_of_so_many_is_one_day_or_several(text: str) -> None:
    problem = problem_of(text)
    assert "may be one day of so many, or several days" in problem.message
    assert "leave" not in problem.next


@pytest.mark.parametrize(
    ("text", "said", "unit"),
    [
        ("70 g every other week", "every other week", "weeks"),
        ("70 g every alternate week", "every alternate week", "weeks"),
        ("70 g on alternate weeks", "on alternate weeks", "weeks"),
        ("70 g semana sim, semana não", "semana sim, semana nao", "weeks"),
        ("70 g em semanas alternadas", "em semanas alternadas", "weeks"),
        ("70 g en semanas alternas", "en semanas alternas", "weeks"),
        ("70 g una semana sí y otra no", "una semana si y otra no", "weeks"),
        ("70 g every other month", "every other month", "months"),
    ],
)
def test_every_other_week_is_every_second_one_and_no_number_of_days(text: str, said: str, unit: str) -> None:
    problem = problem_of(text)
    assert f"{said!r} leaves out {unit}" in problem.message
    assert problem.next == f'write "every 2 {unit}" if that is meant'
