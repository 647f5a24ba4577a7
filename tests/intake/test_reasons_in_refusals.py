"""Why an order is refused: its readings each once, and what is wrong in it by its name."""

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.written import order
from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose as read
from tests.written import vocabulary

TWO_DAYS = 2
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


@pytest.mark.parametrize(
    "text",
    [
        "35 g daily for 2 days q3w x6",
        "35 g daily for 2 days q3w x 6 doses",
        "35 g daily q3w for 2 days x6",
        "35 g daily q3w x6 for 2 days",
        "35 g daily for 2 days x6 q3w",
    ],
)
def test_so_many_times_beside_days_and_an_interval_are_repeats_or_doses(text: str) -> None:
    """Six courses of two days are 12 doses; six doses are three courses."""
    problem = refusal_of(text)
    assert problem.allowed == (
        "repeats: for 2 days every 3 weeks, 6 times",
        "doses: 6 in all, for 2 days every 3 weeks, 3 times",
    )
    assert '"x 6 cycles" in its place' in problem.next
    assert problem.next.endswith('doses: "x 3 cycles"')
    assert len(read("35 g daily for 2 days q3w x 6 cycles").days) == TWO_DAYS


@pytest.mark.parametrize(
    ("text", "readings", "hint"),
    [
        (
            "35 g daily for 2 days q3w x5",
            ("repeats: for 2 days every 3 weeks, 5 times", "doses: 5 in all, and not 2 each time"),
            "else ask what it counts",
        ),
        (
            "35 g x2 q3w x6",
            ("repeats: x2 every 3 weeks, 6 times", "doses: 6 in all, x2 every 3 weeks, 3 times"),
            '"x 6 cycles"',
        ),
        (
            "28 g daily for 5 days q4w x2",
            ("repeats: for 5 days every 4 weeks, 2 times", "doses: 2 in all, and not 5 each time"),
            '"x 2 cycles"',
        ),
        (
            "35 g daily for 2 days q3w x2",
            ("repeats: for 2 days every 3 weeks, 2 times", "the days again: for 2 days every 3 weeks"),
            "leave 'x2' out",
        ),
        (
            "35 g daily for 2 days q3w x1",
            ("one alone: for 2 days", "one each time: for 2 days every 3 weeks"),
            "leave out 'x1' and 'q3w'",
        ),
    ],
)
def test_what_so_many_times_may_count_is_said(text: str, readings: tuple[str, ...], hint: str) -> None:
    problem = refusal_of(text)
    assert problem.allowed == readings
    assert hint in problem.next


@pytest.mark.parametrize("text", ["70 g once q3w x6", "70 g on day 1 q3w x6"])
def test_so_many_times_a_dose_of_one_day_may_be_its_repeats(text: str) -> None:
    problem = refusal_of(text)
    assert problem.message.endswith("counts no days; does it count repeats?")
    assert '"x 6 cycles"' in problem.next


def test_so_many_times_right_behind_the_dose_may_be_of_each_day() -> None:
    """Two doses of 35 g a day are 70 g."""
    assert "of each day" in refusal_of("35 g x2 for 3 days q3w").message


@pytest.mark.parametrize(
    "text",
    [
        "140 g once daily in 5 doses",
        "140 g daily in 5 doses",
        "140 g in 5 doses daily",
        "140 g daily as 5 doses",
        "140 g/day in 5 doses",
        "140 g/dia em 5 doses",
        "140 g daily in 5 doses for 5 days",
    ],
)
def test_a_dose_in_so_many_doses_beside_a_day_has_three_readings(text: str) -> None:
    """28 g on each of five days, 140 g on each of them, or 28 g five times a day; the least dose of a day is first."""
    problem = refusal_of(text)
    assert [reading.split(";")[0] for reading in problem.allowed] == [
        "in all: 28 g on each of 5 days, 140 g in all",
        "days: 140 g on each of 5 days, 700 g in all",
        "of each day: 5 doses of 28 g, 140 g a day",
    ]
    assert problem.next.startswith('in all: type "140 g in all over 5 days"; days: type "140 g daily for 5 days"')


def test_what_is_to_be_typed_keeps_the_reading_that_no_rule_stops() -> None:
    """700 g in five days are stopped for 70 kg, and 140 g in all are not."""
    said = problem_of("140 g once daily in 5 doses").next
    kept, stopped, of_day = said.split("; ")
    assert kept == 'in all: type "140 g in all over 5 days"'
    assert stopped == "days: it would be stopped for this patient"
    assert of_day.startswith("of each day: write the dose of a day")
    assert "140 g daily" not in said


def test_doses_of_other_days_are_no_parts_of_all() -> None:
    """70 g in two doses for five days are of each day."""
    assert [one.split(":")[0] for one in refusal_of("70 g daily in 2 doses for 5 days").allowed] == ["of each day"]


@pytest.mark.parametrize(
    "text", ["até 28 g por dia por 5 dias", "28 g hasta 5 días", "28 g/dia até 3 doses", "up to 28 g daily for 5 days"]
)
def test_up_to_a_number_is_a_limit_in_each_language(text: str) -> None:
    """Before a dose or a number of days "até" and "hasta" end no order on a date."""
    problem = refusal_of(text)
    assert 'is a limit ("up to")' in problem.message
    assert "without the limit" in problem.next


@pytest.mark.parametrize(
    "text", ["28 g/dia até 2027-05-05", "28 g/dia até D5", "28 g al día hasta el 5 de mayo de 2027"]
)
def test_until_a_day_lacks_the_first_one(text: str) -> None:
    assert "ends an order only behind the date on which it begins" in refusal_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "20 g por dia de D1 a D5",
        "20 g/dia dos dias 1 a 5",
        "20 g al día de los días 1 a 5",
        "20 g por dia, dia 1 a dia 5",
        "20 g al día, día 1 a día 5",
        "20 g al día, día 1 al día 5",
        "20 g todo dia por 5 dias",
        "20 g/dia dos dias 1 a 5 de maio de 2027",
    ],
)
def test_days_in_portuguese_and_spanish_are_read(text: str) -> None:
    assert dict(read(text).days) == dict.fromkeys(range(1, 6), 20)


@pytest.mark.parametrize(
    "text", ["140 g de D1 a D5", "140 g dos dias 1 a 5", "140 g dia 1 a dia 5", "dose total dos dias 1 a 5: 140 g"]
)
def test_without_a_word_of_the_day_they_have_two_readings(text: str) -> None:
    """28 g on each of five days, or 140 g."""
    assert [reading.split(":")[0] for reading in refusal_of(text).allowed] == ["daily", "in all"]


@pytest.mark.parametrize(
    "text",
    [
        "35 g todo dia 1 e 2 de maio",
        "70 g todo dia 10 por 6 meses",
        "35 g todo dia 1 a 2 de maio",
        "70 g todo dia 1 de maio",
        "20 g todo dia 1, 2 e 3 de maio",
        "70 g todo dia 1/5",
    ],
)
def test_each_day_with_a_number_may_be_that_of_each_month(text: str) -> None:
    assert "may be that day of each month" in refusal_of(text).message


@pytest.mark.parametrize("text", ["20 g todo dia 5", "20 g todo o dia por 5 dias", "20 g por dia 1 a dia 5"])
def test_what_is_near_these_days_is_refused(text: str) -> None:
    assert refusal_of(text).message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2O g daily for 5 days", "'2o g' is not understood: 'o' is a letter in its number"),
        ("2l mL daily for 5 days", "'l' is a letter in its number"),
        ("28 \N{CYRILLIC SMALL LETTER GHE} daily for 5 days", "is a letter of another alphabet"),
        ("\N{FULLWIDTH DIGIT TWO}\N{FULLWIDTH DIGIT EIGHT} g daily", "is a figure of another alphabet"),
        ("0\N{MIDDLE DOT}4 g/kg daily for 5 days", "'\N{MIDDLE DOT}' is no point of a decimal here"),
        ("28 \N{MICRO SIGN}g daily for 5 days", "'28 \N{GREEK SMALL LETTER MU}g' is micrograms"),
        ("28 mcg daily for 5 days", "'28 mcg' is micrograms"),
    ],
)
def test_a_sign_that_is_no_figure_letter_or_point_is_named(text: str, why: str) -> None:
    """There is a unit, so that none is asked for."""
    problem = refusal_of(text)
    assert why in problem.message
    assert "write a unit behind each number" not in problem.next


@pytest.mark.parametrize("text", ["28 daily for 5 days", "28 \N{LATIN SMALL LETTER O WITH STROKE} daily"])
def test_where_the_unit_is_missing_it_is_asked_for(text: str) -> None:
    assert "write a unit behind each number" in refusal_of(text).next
