"""Rounding once, half up, and printing without an exponent, a trailing zero or a lost digit."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.quantity import NO_BREAK_SPACE, adding_up, counted, exact, half_up, plain, shown
from tests.profiles import examples

DECIMALS = st.decimals(min_value=-(10**7), max_value=10**7, places=5)
FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=997)
PLACES = st.integers(0, 4)
FIGURE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


@examples(150)
@given(value=DECIMALS, places=PLACES)
def test_rounding_agrees_with_the_decimal_modules_half_up(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert Fraction(expected) == half_up(Fraction(value), places)


@examples(200)
@given(value=FRACTIONS, places=PLACES)
def test_a_rounded_value_lies_within_half_a_unit_and_rounding_twice_changes_nothing(
    value: Fraction, places: int
) -> None:
    rounded = half_up(value, places)
    assert abs(rounded - value) <= Fraction(1, 2 * 10**places)
    assert (rounded * 10**places).denominator == 1
    assert half_up(rounded, places) == rounded


@examples(150)
@given(value=st.one_of(FRACTIONS, DECIMALS.map(Fraction)), places=PLACES)
def test_plain_prints_the_rounded_value_without_exponent_or_trailing_zero(value: Fraction, places: int) -> None:
    text = plain(value, places)
    assert FIGURE.fullmatch(text)
    assert text != "-0"
    if half_up(value, places) or not value:
        assert Fraction(text) == half_up(value, places)


@examples(150)
@given(value=st.one_of(FRACTIONS, DECIMALS.map(Fraction)), places=PLACES)
def test_what_is_not_zero_never_reads_as_zero(value: Fraction, places: int) -> None:
    """A value too small for the places asked for is shown at its first decimal."""
    text = plain(value, places)
    assert (Fraction(text) == 0) == (value == 0)
    if value and not half_up(value, places):
        assert len(text.lstrip("-0.")) == 1
        assert abs(Fraction(text) - value) <= abs(value)


@examples(150)
@given(value=st.one_of(FRACTIONS, DECIMALS.map(Fraction)), places=PLACES)
def test_shown_is_plain_with_a_no_break_space_between_thousands_from_10_000(value: Fraction, places: int) -> None:
    text = shown(value, places)
    assert text.replace(NO_BREAK_SPACE, "") == plain(value, places)
    assert (NO_BREAK_SPACE in text) == (abs(half_up(value, places)) >= 10_000)
    whole = text.lstrip("-").partition(".")[0]
    assert all(len(group) == 3 for group in whole.split(NO_BREAK_SPACE)[1:])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9999.94", "9999.9"),
        ("9999.95", "10\N{NO-BREAK SPACE}000"),
        ("10000", "10\N{NO-BREAK SPACE}000"),
        ("-12345.6", "-12\N{NO-BREAK SPACE}345.6"),
        ("1234567", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
        ("0.5", "0.5"),
        ("5.0", "5"),
        ("0.05", "0.1"),
        ("0", "0"),
        ("-0.04", "-0.04"),
        ("0.0049", "0.005"),
    ],
)
def test_figures_for_people(value: str, expected: str) -> None:
    assert shown(Fraction(value)) == expected


@examples(150)
@given(value=st.decimals(min_value=-(10**6), max_value=10**6, places=6))
def test_a_sources_figure_keeps_every_digit(value: Decimal) -> None:
    text = exact(value).replace(NO_BREAK_SPACE, "")
    assert Decimal(text) == value
    assert FIGURE.fullmatch(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.0072"), "0.0072"),
        (Decimal("0.10"), "0.1"),
        (Decimal("2E-7"), "0.0000002"),
        (7, "7"),
    ],
)
def test_a_sources_figure_has_no_exponent(value: Decimal | int, expected: str) -> None:
    assert exact(value) == expected


def test_days_of_a_course_add_up() -> None:
    """140 g over 3 days: 46.67, 93.33, 140 in all, so 46.67, 46.66 and 46.67."""
    assert adding_up([Fraction(140, 3)] * 3) == ["46.67", "46.66", "46.67"]
    assert adding_up([Fraction(35), Fraction(70)]) == ["35", "70"]


@examples(200)
@given(values=st.lists(st.fractions(min_value="0.01", max_value=500, max_denominator=997), max_size=31), places=PLACES)
def test_rounded_parts_add_up_to_the_rounded_sum_and_lie_within_a_unit(values: list[Fraction], places: int) -> None:
    parts = [Fraction(text) for text in adding_up(values, places)]
    unit = Fraction(1, 10**places)
    assert all(abs(part - value) <= unit for part, value in zip(parts, values, strict=True))
    if unit <= Fraction("0.01"):
        assert sum(parts) == half_up(sum(values, Fraction(0)), places)


@pytest.mark.parametrize(("count", "words"), [(0, "0 weeks"), (1, "1 week"), (2, "2 weeks")])
def test_one_of_a_unit_is_in_the_singular(count: int, words: str) -> None:
    assert counted(count, "weeks") == words


@pytest.mark.parametrize(("grams", "size"), [("2.5", "2.5"), ("10", "10"), ("0.0005", "0.001")])
def test_the_size_of_a_vial_is_shown_in_whole_milligrams(grams: str, size: str) -> None:
    assert VialCount(size_g=Fraction(grams), count=2).size == size
