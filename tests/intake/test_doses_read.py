"""A dose as typed: its unit is obligatory. What an order in words says of doses, days and dates."""

from fractions import Fraction
from pathlib import Path

import pytest

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.doses import read_dose, read_grams
from tests.batch.making import batch
from tests.core.making import number
from tests.program import shipped
from tests.written import read_written_dose


@pytest.mark.parametrize(
    ("text", "value", "per_kg"),
    [("0.4 g/kg", "0.4", True), ("400 mg/kg", "0.4", True), ("0,4g/kg", "0.4", True), ("28 g", "28", False),
     ("500mg", "0.5", False)],
)  # fmt: skip
@pytest.mark.parametrize("field", ["--per-day", "--course"])
def test_a_dose_is_per_kg_or_in_grams(text: str, value: str, per_kg: bool, field: str) -> None:  # noqa: FBT001 - a column of the table
    dose = read_dose(text, field, shipped())
    assert (Fraction(value), per_kg) == (dose.value, dose.per_kg)


@pytest.mark.parametrize(
    ("text", "readings"), [("28.500 mg", "28500 or as 28.500"), ("1.500 mg/kg", "1500 or as 1.500")]
)
@pytest.mark.parametrize("field", ["--per-day", "--course"])
def test_a_point_that_may_stand_between_thousands_of_mg_is_refused(text: str, readings: str, field: str) -> None:
    with pytest.raises(RefusedError, match=readings):
        read_dose(text, field, shipped())


@pytest.mark.parametrize(("text", "grams"), [("28.500 g", "28.5"), ("0.500 mg", "0.0005"), ("28.50 mg", "0.0285")])
def test_other_points_are_those_of_decimals(text: str, grams: str) -> None:
    assert read_dose(text, "--course", shipped()).value == Fraction(grams)


@pytest.mark.parametrize("tail", ["/day", "/d", " per day", " daily", " a day"])
def test_a_daily_dose_may_repeat_that_it_is_daily_but_a_course_may_not(tail: str) -> None:
    assert read_dose(f"0.4 g/kg{tail}", "--per-day", shipped()).value == Fraction("0.4")
    with pytest.raises(RefusedError):
        read_dose(f"0.4 g/kg{tail}", "--course", shipped())


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("28 g/dia", "28", "g"),
        ("28 g Daily", "28", "g"),
        ("28 g/Day", "28", "g"),
        ("28 g al día", "28", "g"),
        ("28 grams", "28", "g"),
        ("28,5 gramas por dia", "28.5", "g"),
        ("500 milligrams/24h", "0.5", "g"),
        ("0.4 g per kg per day", "0.4", "g/kg"),
        ("28 g/día", "28", "g"),
        ("0,4 g/kg/día", "0.4", "g/kg"),
        ("28 g por día", "28", "g"),
        ("28 g diaria", "28", "g"),
        ("28 g diarias", "28", "g"),
        ("28 g diárias", "28", "g"),
        ("28 g/24 hours", "28", "g"),
        ("28 g cada día", "28", "g"),
        ("400 mg.kg-1/d", "0.4", "g/kg"),
    ],
)
def test_an_option_reads_the_units_and_the_words_of_a_day_that_tables_have(
    text: str, value: str, unit: str, tmp_path: Path
) -> None:
    dose = read_dose(text, "--per-day", shipped())
    assert (dose.value, dose.per_kg) == (Fraction(value), unit == "g/kg")
    mark = "comma" if "," in text else "point"
    row = batch(tmp_path, f'key,weight_kg,indication,per_day,days\na,100,cidp,"{text}",2\n', "--decimal", mark).row
    assert row["status"] != "error", row["reason"]


@pytest.mark.parametrize(
    "text", ["28g/d/day", "28 g daily daily", "28 g/week", "28 g per dose", "28\ngrams/day x", "28 kg"]
)
def test_other_words_behind_a_dose_of_a_day_are_refused_as_typed(text: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        read_dose(text, "--per-day", shipped())
    assert caught.value.problems[0].message.startswith(f"--per-day {text!r}")
    row = batch(tmp_path, f'key,weight_kg,indication,per_day,days\na,100,cidp,"{text}",2\n').row
    assert row["status"] == "error"


@pytest.mark.parametrize("text", ["140 g/day", "140 grams daily"])
def test_a_course_is_of_no_day(text: str) -> None:
    assert read_dose("140 grams", "--course", shipped()).value == 140
    with pytest.raises(RefusedError):
        read_dose(text, "--course", shipped())


@pytest.mark.parametrize("text", ["0.4", "", "g/kg", "0 g/kg", "-0.4 g/kg", "0.4 g/lb", "1,000 mg/kg", "nan g/kg"])
def test_a_dose_without_unit_or_not_above_zero_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        read_dose(text, "--per-day", shipped())


def test_a_decimal_comma_in_a_dose_is_echoed() -> None:
    assert "0.4" in read_dose("0,4 g/kg", "--per-day", shipped()).echo


def test_grams_per_kg_of_grams_need_a_weight_above_zero() -> None:
    dose = read_dose("28 g", "--per-day", shipped())
    assert dose.per_kg_of(Fraction(70)) == Fraction("0.4")
    assert dose.per_kg_of(None) is None
    assert dose.per_kg_of(Fraction(0)) is None
    assert read_dose("0.4 g/kg", "--per-day", shipped()).per_kg_of(None) == Fraction("0.4")


@pytest.mark.parametrize(("text", "grams"), [("28", 28), ("28 g", 28), ("27,5", "27.5"), ("0.5", "0.5")])
def test_grams_of_an_infusion_need_no_unit(text: str, grams: object) -> None:
    """The option itself says grams."""
    assert read_grams(text).value == number(grams)


@pytest.mark.parametrize("text", ["0", "-1 g", "28 mg", "28 mL", ""])
def test_what_is_no_amount_of_grams_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        read_grams(text)


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("daily for 5 days", "no dose with its unit", "write the grams, or the g/kg, of a day or of all days"),
        ("to be given IV", "no dose with its unit", "write the grams, or the g/kg, of a day or of all days"),
        ("28 g daily, 5 days given", "that it was given", 'write "to be given"'),
        ("28 g 30 g daily for 5 days", "more than one dose", 'doses on different days: write "then" between them'),
    ],
)
def test_an_order_without_a_dose_or_with_two_says_what_to_write(text: str, said: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(("last", "read"), [(31, True), (32, False)])
def test_an_order_has_at_most_31_days(last: int, *, read: bool) -> None:
    text = f"10 g on day 1, 5 g on day {last}"
    if read:
        assert [*read_written_dose(text).grams(Fraction(70))] == [(1, Fraction(10)), (31, Fraction(5))]
    else:
        with pytest.raises(RefusedError, match="goes beyond 31 days"):
            read_written_dose(text)


def test_dates_with_one_reading_that_are_not_in_a_row_are_not_said_to_have_two() -> None:
    with pytest.raises(RefusedError, match="may be no dates in a row"):
        read_written_dose("28 g daily on 13/12, 15/12")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("70 g every week", "every week"),
        ("70 g every 2 weeks", "every 2 weeks"),
        ("70 g every 3 weeks", "every 3 weeks"),
    ],
)
def test_an_interval_is_said_with_its_number(text: str, says: str) -> None:
    interval = read_written_dose(text).interval
    assert interval is not None
    assert interval.says == says


@pytest.mark.parametrize(
    "text", ["28 g on 2026-12-01 daily on 2026-12-02", "28 g on 2026-12-01, 2026-12-03 daily on 2026-12-02"]
)
def test_dates_are_named_once(text: str) -> None:
    with pytest.raises(RefusedError, match="names dates twice"):
        read_written_dose(text)


def test_a_number_said_again_in_brackets_is_read_once() -> None:
    assert len([*read_written_dose("28 g daily for five (5) days").grams(Fraction(70))]) == 5
    with pytest.raises(RefusedError):
        read_written_dose("28 g daily for five (6) days")


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("Privigen 1.400 mL in all over 5 days", "'1.400 ml' can be read as 1400 or as 1.400"),
        ("28.500 mg daily for 5 days", "'28.500 mg' can be read as 28500 or as 28.500"),
        ("1.000 mg/kg daily for 2 days", "'1.000 mg/kg' can be read as 1000 or as 1.000"),
    ],
)
def test_a_number_of_a_small_unit_that_may_be_one_of_thousands_is_refused(order: str, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(order)
    assert caught.value.problems[0].code == "ambiguous-number"
    assert said in caught.value.problems[0].message


@pytest.mark.parametrize("order", ["no dia 1, 2,5 g/kg por dia", "70 g no dia 1, 2,5 g no dia 2", "2½ g/kg once"])
def test_decimals_that_are_parted_from_their_figure_are_not_offered_as_the_dose(order: str) -> None:
    """A dose of "0,5 g" would be a fifth of 2,5 g."""
    with pytest.raises(RefusedError) as caught:
        read_written_dose(order)
    assert "0,5" not in caught.value.problems[0].next
    assert "0.5" not in caught.value.problems[0].next
