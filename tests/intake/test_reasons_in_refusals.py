"""Why an order is refused: its readings each once, and what is wrong in it by its name."""

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.written import order
from tests.written import vocabulary

NOT_IN_A_ROW = "5 January, 5 February, 5 March, 5 April, 5 May, which are not in a row"


def refusal_of(text: str, dates: str = "") -> Problem:
    """Why an order is refused; ``dates`` is how dates in figures are written."""
    with pytest.raises(RefusedError) as caught:
        order.read_written_dose(text, vocabulary(), dates=dates)
    return caught.value.problems[0]


def test_dates_that_are_not_in_a_row_in_any_year_are_one_reading() -> None:
    """A year without 29 February and one with it name the same days here."""
    problem = refusal_of("30 g IV daily on 5/1, 5/2, 5/3, 5/4 and 5/5", "dmy")
    assert problem.allowed == (NOT_IN_A_ROW,)
    assert problem.message.endswith("are days that are not in a row, of a year that it does not say")
    assert problem.next.startswith("add the year")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        (
            "30 g daily on 5/1, 5/2, 5/3, 5/4 and 5/6",
            (
                "the day first: 5 January, 5 February, 5 March, 5 April, 5 June, which are not in a row",
                "the month first: 1 May, 2 May, 3 May, 4 May, 6 May, which are not in a row",
            ),
        ),
        (
            "30 g daily on 5/5, 5/4, 5/3, 5/2, 5/1",
            (
                "the day first: 5 May, 5 April, 5 March, 5 February, 5 January, which are not in a row",
                "the month first: 5 May, 4 May, 3 May, 2 May, 1 May, which are not in a row",
            ),
        ),
        (
            "30 g daily on 5/1 and 1/5",
            (
                "the day first: 5 January, 1 May, which are not in a row",
                "the month first: 1 May, 5 January, which are not in a row",
            ),
        ),
    ],
)
def test_of_dates_in_figures_each_way_round_is_named_once(text: str, readings: tuple[str, ...]) -> None:
    """Whatever the year is."""
    problem = refusal_of(text)
    assert problem.allowed == readings
    assert problem.message.endswith("can be read in two ways")
    assert "add the year" in problem.next


def test_a_year_that_makes_other_days_of_dates_is_still_named() -> None:
    """From 27 February to 1 March are three days, or four with the 29th."""
    assert refusal_of("30 g daily 27 February to 1 March").allowed == (
        "a year without 29 February: 27 February, 28 February, 1 March",
        "a year with 29 February: 27 February, 28 February, 29 February, 1 March",
    )


@pytest.mark.parametrize(
    "text",
    ["30 g daily on 5/1 5/2 5/3 5/4 5/5", "30 g daily on 1 May 2027 3 May 2027", "30 g daily 2027-05-01 2027-05-05"],
)
def test_dates_with_nothing_between_lack_a_comma_or_a_word(text: str) -> None:
    """They may be a list, or the ends of a span."""
    problem = refusal_of(text)
    assert "a comma is missing, or a word between two dates" in problem.message
    assert "a list: put a comma" in problem.next
    assert 'a span: write "to"' in problem.next


def test_a_second_date_with_a_word_of_its_own_is_named_twice() -> None:
    """No comma is missing there."""
    assert "names dates twice" in refusal_of("30 g daily on 2027-05-01, from 2027-05-05").message
