"""Rows of the doses that ``dose`` prints, as people paste them into an order.

Worked out by hand for 70 kg: 0.4 g/kg are 28 g, 0.5 g/kg 35 g, 1 g/kg 70 g, 1.5 g/kg 105 g, 2 g/kg 140 g; and 0.4 g/kg
of 61.3 kg are 24.52 g, five times that 122.6 g.
"""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.intake.test_orders_said_in_full import FIVE, TWO, outcome_of, problem_of
from tests.written import read_written_dose

ROW_A = "A  28 g daily for 5 days            0.4 g/kg daily  140 g, NOT per day"
IN_BLOCKS = """A
  induction, intravenous: 28 g daily for
  5 days
  per kg: 0.4 g/kg daily
  course total: 140 g, NOT per day
"""
LABELLED = "28 g daily for 5 days; per kg: 0.4 g/kg daily; course total: 140 g, NOT per day"


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        (ROW_A, FIVE),
        (ROW_A[3:], FIVE),
        (f"   {ROW_A}\n", FIVE),
        ("A\t28 g daily for 5 days\t0.4 g/kg daily\t140 g, NOT per day", FIVE),
        ("A  28 g daily for   0.4 g/kg daily  140 g, NOT per day\n   5 days", FIVE),
        ("C  35 g daily for 2 days every 3 weeks  0.5 g/kg daily  70 g, NOT per day", TWO),
        ("D  70 g on 1 day every 3 weeks          1 g/kg          70 g", {1: Fraction(70)}),
        ("E  35 g on day 1, 70 g on day 2  1.5 g/kg in all  105 g, NOT per day", {1: Fraction(35), 2: Fraction(70)}),
        (f"A: induction, intravenous: {LABELLED}", FIVE),
        (f"induction: {LABELLED}", FIVE),
        (LABELLED, FIVE),
        ("A: as ordered, intravenous: 28 g daily for 5 days; per kg: 0.4 g/kg daily; course total: 140 g", FIVE),
        ("D: maintenance: 70 g on 1 day every 3 weeks; per kg: 1 g/kg; course total: 70 g", {1: Fraction(70)}),
        (IN_BLOCKS, FIVE),
        ("A  0.4 g/kg daily for 5 days  0.4 g/kg daily  2 g/kg, NOT per day", FIVE),
        ("A  0.4 g/kg daily for 5 days  0.4 g/kg daily  140 g, NOT per day", FIVE),
    ],
)
def test_a_row_is_the_order_that_it_says(text: str, grams: dict[int, Fraction]) -> None:
    read = read_written_dose(text)
    assert dict(read.grams(Fraction(70))) == grams
    assert "of the doses that ivigcalc dose prints" in read.echoes[0]
    assert outcome_of(text) in {"match", "differs"}


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        (
            "A  35 g daily for 2 days every 3 weeks  0.5 g/kg daily  70 g, NOT per day",
            "A, and its dose is that of regimen C",
        ),
        ("D  70 g daily for 2 days  1 g/kg daily  140 g, NOT per day", "D, and its dose is that of regimen B"),
        ("H  28 g daily for 5 days  0.4 g/kg daily  140 g, NOT per day", "H, and its dose is that of regimen A"),
        ("D  35 g daily for 4 days  0.5 g/kg daily  140 g, NOT per day", "D, and its dose is that of regimen A, B"),
        (f"B: induction, intravenous: {LABELLED}", "B, and its dose is that of regimen A"),
        (IN_BLOCKS.replace("A", "B", 1), "B, and its dose is that of regimen A"),
    ],
)
def test_the_letter_of_another_regimen_is_refused(text: str, letters: str) -> None:
    assert f": the letter of its row is {letters}" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "row", "outcome"),
    [
        (ROW_A, "A", "match"),
        (ROW_A[3:], "", "match"),
        (f"B: as ordered, intravenous: {LABELLED}", "", "match"),
        ("A  28 g daily for 3 days  0.4 g/kg daily  84 g", "A", "differs"),
        ("A  35 g daily for 4 days  0.5 g/kg daily  140 g, NOT per day", "A", "match"),
        ("B  35 g daily for 4 days  0.5 g/kg daily  140 g, NOT per day", "B", "match"),
    ],
)
def test_the_letter_is_held_against_what_the_dose_matches(text: str, row: str, outcome: str) -> None:
    read = read_written_dose(text)
    assert (read.row, outcome_of(text)) == (row, outcome)
    assert read.echoes[0] == "--order read as a row of the doses that ivigcalc dose prints"


def test_how_often_is_read_with_the_days() -> None:
    interval = read_written_dose("C  35 g daily for 2 days every 3 weeks  0.5 g/kg daily  70 g, NOT per day").interval
    assert interval is not None
    assert (interval.low, interval.unit) == (3, "weeks")


def test_a_total_that_is_printed_rounded_is_that_of_the_days() -> None:
    """Of 24.52 g daily for 5 days, which are 122.6 g, the table prints 24.5 g."""
    row = "A  24.5 g daily for 5 days  0.4 g/kg daily  122.6 g, NOT per day"
    read = read_written_dose(row)
    assert [grams for _, grams in read.days] == [Fraction(49, 2)] * 5
    assert read.echoes[0].endswith("prints, '122.6 g' as 122.5 g: it is rounded")
    assert outcome_of(row, "61.3") == "match"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A  24.5 g daily for 5 days  0.4 g/kg daily  122.9 g, NOT per day", "122.5 g, and again 122.9 g"),
        ("A  28 g daily for 5 days  0.4 g/kg daily  150 g, NOT per day", "140 g, and again 150 g"),
        ("A  0.8 g daily for 5 days  0.4 g/kg daily  4.1 g, NOT per day", "4 g, and again 4.1 g"),
        ("A  28 g daily for 5 days  0.4 g/kg daily  28 g", "'28 g' behind its 5 days may be the dose of a day again"),
        ("B  0.4 g/kg daily for 5 days  0.4 g/kg daily  2.01 g/kg, NOT per day", "2 g/kg, and again 2.01 g/kg"),
        ("A  28 g daily for 5 days  0.3 g/kg daily  140 g, NOT per day", "28 g is not 0.3 g/kg at 70 kg (21 g)"),
        ("B  35 g on day 1, 70 g on day 2  1.5 g/kg in all  140 g, NOT per day", "105 g, and again 140 g"),
        ("A  28 g daily for 5 days foo  0.4 g/kg daily  140 g, NOT per day", "'foo' is not understood"),
        ("foo A  28 g daily for 5 days  0.4 g/kg daily  140 g, NOT per day", "'foo a' is not understood"),
        ("A  28 g daily for 5 days  0.4 g/kg daily foo  140 g, NOT per day", "'foo' is not understood"),
        ("A  28 g daily for 5 days  0.4 g/kg daily  140 g, NOT per day foo", "'foo' is not understood"),
        ("AB  28 g daily for 5 days  0.4 g/kg daily  140 g, NOT per day", "'ab' is not understood"),
        ("A 28 g (0.4 g/kg) daily for 5 days", "'a' is not understood"),
        ("A 28 g, 28 g, 28 g", "'a' is not understood"),
        ("A daily 28 g 0.4 g/kg 140 g", "'a' is not understood"),
        ("X 28 g daily for 5 days 0.4 g/kg daily 140 g, NOT per day", "'x' is not understood"),
        ("A", "'a' is not understood"),
        (f"{ROW_A}\nB  70 g daily for 2 days  1 g/kg daily  140 g", "'a', 'b' are not understood"),
        (f"{ROW_A}\nfor 5 days", "'a' is not understood"),
        (f"{ROW_A}\n   any split with a source: A over 2 to 5 days: --days 3", "'a', 'any split"),
        ("A  70 kg  0.4 g/kg daily  140 g, NOT per day", "'a' is not understood"),
        ("A  28 g daily for 5 days  28 g daily  140 g, NOT per day", "'a' is not understood"),
        ("A  28 g daily for 5 days  0.4 g/kg daily  NOT per day", "'a' is not understood"),
        ("A  28 g daily for 5 days  daily  140 g, NOT per day", "'a' is not understood"),
        ("A  28 g daily for 5 days  0.4 g/kg daily  140 g once", ": it holds an order beside another"),
        (f"A: 2 as ordered: {LABELLED}", "'2' is not understood"),
        (f"A: 1/2 as ordered: {LABELLED}", "'per kg' stands apart from its grams"),
        (f"A: 50 % as ordered: {LABELLED}", "'per kg' stands apart from its grams"),
        (f"N  {ROW_A[3:]}", "'n' is not understood"),
    ],
)
def test_a_row_that_contradicts_itself_or_has_other_words_is_refused(text: str, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        outcome_of(text)
    assert why in caught.value.problems[0].message


def refused(text: str) -> Problem:
    """Why a row is refused, which says that it is one."""
    problem = problem_of(text)
    assert "it is a row of the doses that ivigcalc dose prints" in problem.message
    return problem


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("F  28 to 70 g every 2 to 6 weeks  0.4 to 1 g/kg  a range: --course", "28 to 70"),
        ("C  10.5 to 14 g monthly for 2 years  0.15 to 0.2 g/kg  a range: --course", "10.5 to 14"),
        ("C  0.4 to 2 g/kg every 4 to 6 weeks  0.4 to 2 g/kg  a range: --course", "0.4 to 2"),
        ("C  28 g daily for 5 days every 4 to 8 weeks  0.4 g/kg daily  140 g, NOT per day", "4 to 8"),
        ("C: replacement: 28 to 56 g; per kg: 0.4 to 0.8 g/kg; course total: a range: --course", "28 to 56"),
    ],
)
def test_a_range_is_refused_as_that_of_a_row(text: str, span: str) -> None:
    problem = refused(text)
    assert problem.message.endswith(f"with a range ({span!r})")
    assert problem.next == f"ask which number is meant, and write it alone for {span!r}"


@pytest.mark.parametrize(
    "text",
    [
        "A  28 g daily for 5 days  0.4 g/kg daily (28 g)  140 g",
        "28 g daily for 5 days  0.4 g/kg daily  140 g [total]",
        "A  28 g daily for 5 days  0.4 g/kg daily  140 g) (",
        "A  28 g daily for 5 days  0.4 g/kg daily) then 70 g once (  210 g",
    ],
)
def test_brackets_behind_the_first_column_are_refused_as_those(text: str) -> None:
    problem = refused(text)
    assert problem.message.endswith("with brackets behind its first column")
    assert problem.next == "write its first column alone"


def test_brackets_in_the_first_column_are_read() -> None:
    read = read_written_dose("A  28 g (0.4 g/kg) daily for 5 days  0.4 g/kg daily  140 g")
    assert dict(read.grams(Fraction(70))) == FIVE


def test_half_a_row_is_refused_as_that() -> None:
    problem = refused("C  28 g daily for 5 days monthly,  0.4 g/kg daily  140 g, NOT per day")
    assert problem.message.endswith("its first column goes on in another line")
    assert problem.next == "paste that line, too"


@pytest.mark.parametrize(
    "text",
    [
        "A 28 g daily for 5 days 0.4 g/kg daily 140 g, NOT per day",
        "A  28 g daily for 5 days 0.4 g/kg daily 140 g, NOT per day",
        "D 70 g on 1 day every 3 weeks 1 g/kg 70 g",
        "E 35 g on day 1, 70 g on day 2 1.5 g/kg in all 105 g, NOT per day",
    ],
)
def test_a_row_without_its_blanks_is_refused_as_that(text: str) -> None:
    problem = problem_of(text)
    assert problem.message.endswith(
        "looks like a row of the doses that ivigcalc dose prints, without the blanks between its columns"
    )
    assert problem.next == 'write its first column alone, without the letter, as in "28 g daily for 5 days"'


@pytest.mark.parametrize(
    "text",
    [
        "A  28 g daily   0.4 g/kg daily  140 g, NOT per day for 5 days",
        "C  35 g daily  0.5 g/kg daily  70 g, NOT per day for 2 days every 3 weeks",
        "A  28 g daily  0.4 g/kg daily for 5 days  140 g, NOT per day",
    ],
)
def test_a_first_column_that_goes_on_behind_another_is_refused_as_that(text: str) -> None:
    problem = refused(text)
    assert problem.message.endswith("its first column goes on behind another one")
    assert problem.next == "write its first column alone, with all of it"
