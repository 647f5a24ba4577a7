"""Reading numbers and quantities as typed: what can be read in two ways is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.intake.numbers import read_number, read_quantity
from tests.profiles import examples


def refusal(text: str, *, units: tuple[str, ...] = ("kg",), default: str = "kg") -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_quantity(text, "--weight", units, "70", default=default)
    return caught.value.problems[0]


@examples(200)
@given(whole=st.integers(0, 9999), decimals=st.text("0123456789", max_size=6), sign=st.sampled_from(["", "+", "-"]))
def test_a_number_with_a_point_is_read_exactly(whole: int, decimals: str, sign: str) -> None:
    text = f"{sign}{whole}" + (f".{decimals}" if decimals else "")
    if decimals == "000" and whole < 1000:
        assert refusal(text).code == "ambiguous-number"
        return
    value, echo = read_number(text, "--weight", "70")
    assert Fraction(Decimal(text)) == value
    assert echo == ""


@examples(100)
@given(whole=st.integers(0, 9999), decimals=st.text("0123456789", min_size=1, max_size=2))
def test_a_comma_with_one_or_two_digits_is_a_decimal_comma_and_is_echoed(whole: int, decimals: str) -> None:
    typed = read_quantity(f"{whole},{decimals} kg", "--weight", ("kg",), "70")
    assert Fraction(Decimal(f"{whole}.{decimals}")) == typed.value
    assert f"{whole}.{decimals}" in typed.echo


@examples(100)
@given(whole=st.integers(1, 9999), decimals=st.text("0123456789", min_size=3, max_size=6))
@example(whole=1, decimals="000")
def test_a_comma_with_three_or_more_digits_is_refused_showing_both_readings(whole: int, decimals: str) -> None:
    problem = refusal(f"{whole},{decimals}")
    assert problem.code == "ambiguous-number"
    assert f"read as {whole}{decimals} or as {whole}.{decimals}" in problem.message
    for proposed in problem.next.removeprefix("type ").split(", or "):
        assert read_number(proposed, "--weight", "70")[0] in {
            Fraction(f"{whole}{decimals}"),
            Fraction(f"{whole}.{decimals}"),
        }


def test_a_comma_behind_a_single_zero_is_a_decimal_comma() -> None:
    """No thousands begin with a zero: 0,667 is 0.667."""
    assert read_number("0,667", "--per-day", "0.4") == (Fraction("0.667"), "0,667 read as 0.667")


@pytest.mark.parametrize(
    "text",
    ["nan", "NaN", "inf", "-inf", "Infinity", "1e5", "1E5", "7_0", "0x46", "1/2", "--5", "5-", "1,5,5", "1.5.5", ".5",
     "5.", "½", "\N{ARABIC-INDIC DIGIT SEVEN}", "\N{FULLWIDTH DIGIT SEVEN}",
     "70%", "<70", "1 000", "1\N{NO-BREAK SPACE}000", "1'000", "None", "seventy", "kg"],
)  # fmt: skip
def test_what_is_not_a_plain_decimal_number_is_refused(text: str) -> None:
    assert refusal(text).next


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_an_empty_entry_is_refused_as_missing(text: str) -> None:
    assert refusal(text).code == "missing-value"


def test_more_digits_than_any_scale_shows_are_refused() -> None:
    assert refusal("0.1234567890123").code == "too-many-digits"
    assert read_number("0.12345678901", "--weight", "70")[0] == Fraction("0.12345678901")


@pytest.mark.parametrize("text", ["70", "70 kg", "70kg", " 70  KG ", "70.0 k g"])
def test_the_unit_may_stand_apart_or_in_capitals_or_be_left_to_the_default(text: str) -> None:
    typed = read_quantity(text, "--weight", ("kg", "g"), "70", default="kg")
    assert (Fraction(70), "kg") == (typed.value, typed.unit)


def test_a_missing_unit_without_a_default_is_refused_with_the_units_allowed() -> None:
    problem = refusal("70", units=("g/kg", "g"), default="")
    assert problem.code == "unit-missing"
    assert problem.allowed == ("g/kg", "g")


def test_an_unknown_unit_is_refused_with_the_units_allowed() -> None:
    problem = refusal("70 stone", units=("kg", "lb"))
    assert problem.code == "unit-unknown"
    assert problem.allowed == ("kg", "lb")


@examples(200)
@given(text=st.one_of(st.text(max_size=12), st.text("0123456789.,+-eE kglb<%", max_size=10)))
def test_whatever_is_typed_is_a_number_or_a_refusal(text: str) -> None:
    problems = Problems()
    with problems.gather():
        typed = read_quantity(text, "--weight", ("kg", "g", "lb"), "70", default="kg")
        digits = "".join(letter for letter in text if letter.isdigit())
        assert typed.unit in {"kg", "g", "lb"}
        assert digits.isascii()
        assert digits.strip("0") == str(abs(typed.value) * 10**12).strip("0")
    assert [problem for problem in problems.found if not (problem.message and problem.next)] == []


def test_of_a_very_long_text_only_the_beginning_is_repeated() -> None:
    with pytest.raises(RefusedError) as refused:
        read_number("1" * 131_072, "--weight", "70")
    (problem,) = refused.value.problems
    assert len(problem.message) < 300
    assert "(131072 letters) has more than 12 digits" in problem.message
