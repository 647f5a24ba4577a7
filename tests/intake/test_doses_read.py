"""A dose as typed: its unit is obligatory."""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.numbers import read_dose, read_grams
from tests.core.making import number


@pytest.mark.parametrize(
    ("text", "value", "per_kg"),
    [("0.4 g/kg", "0.4", True), ("400 mg/kg", "0.4", True), ("0,4g/kg", "0.4", True), ("28 g", "28", False),
     ("500mg", "0.5", False)],
)  # fmt: skip
@pytest.mark.parametrize("field", ["--per-day", "--course"])
def test_a_dose_is_per_kg_or_in_grams(text: str, value: str, per_kg: bool, field: str) -> None:  # noqa: FBT001 - a column of the table
    dose = read_dose(text, field)
    assert (Fraction(value), per_kg) == (dose.value, dose.per_kg)


@pytest.mark.parametrize("tail", ["/day", "/d", " per day", " daily", " a day"])
def test_a_daily_dose_may_repeat_that_it_is_daily_but_a_course_may_not(tail: str) -> None:
    assert read_dose(f"0.4 g/kg{tail}", "--per-day").value == Fraction("0.4")
    with pytest.raises(RefusedError):
        read_dose(f"0.4 g/kg{tail}", "--course")


@pytest.mark.parametrize("text", ["0.4", "", "g/kg", "0 g/kg", "-0.4 g/kg", "0.4 g/lb", "1,000 mg/kg", "nan g/kg"])
def test_a_dose_without_unit_or_not_above_zero_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        read_dose(text, "--per-day")


def test_a_decimal_comma_in_a_dose_is_echoed() -> None:
    assert "0.4" in read_dose("0,4 g/kg", "--per-day").echo


def test_grams_per_kg_of_grams_need_a_weight_above_zero() -> None:
    dose = read_dose("28 g", "--per-day")
    assert dose.per_kg_of(Fraction(70)) == Fraction("0.4")
    assert dose.per_kg_of(None) is None
    assert dose.per_kg_of(Fraction(0)) is None
    assert read_dose("0.4 g/kg", "--per-day").per_kg_of(None) == Fraction("0.4")


@pytest.mark.parametrize(("text", "grams"), [("28", 28), ("28 g", 28), ("27,5", "27.5")])
def test_grams_of_an_infusion_need_no_unit(text: str, grams: object) -> None:
    """The option itself says grams."""
    assert read_grams(text).value == number(grams)


@pytest.mark.parametrize("text", ["0", "-1 g", "28 mg", "28 mL", ""])
def test_what_is_no_amount_of_grams_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        read_grams(text)
