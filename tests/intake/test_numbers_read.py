"""Reading numbers and quantities as typed: what can be read in two ways is refused."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.intake.body_size import read_weight
from ivigcalc.intake.doses import read_days, read_dose, read_grams
from ivigcalc.intake.not_one_figure import IN_ALL
from ivigcalc.intake.numbers import given_twice, one_of, read_number, read_quantity
from ivigcalc.intake.numbers import refusal as refused
from tests.profiles import examples
from tests.program import shipped


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


def asked(reader: Callable[[str], object], text: str) -> tuple[str, str, str, str]:
    """The code, the field, the words and the hint of a refusal."""
    with pytest.raises(RefusedError) as caught:
        reader(text)
    (problem,) = caught.value.problems
    return problem.code, problem.field, problem.message, problem.next


GRAMS = read_grams
DAILY, COURSE = (partial(read_dose, field=field, catalogue=shipped()) for field in ("--per-day", "--course"))
DAYS = "for example --days 5"
ZERO, LONG = "'0' is not above zero", "has more than 12 digits"


@pytest.mark.parametrize(
    ("reader", "text", "refused"),
    [
        (GRAMS, "", ("missing-value", "--grams", "--grams is empty", 'type for example 28 or "28 g"')),
        (GRAMS, "x", ("not-a-number", "--grams", "--grams 'x' is not a number", 'type for example 28 or "28 g"')),
        (GRAMS, "0", ("dose-not-positive", "--grams", f"--grams {ZERO}", "--grams 28")),
        (
            GRAMS,
            "1.000",
            ("ambiguous-number", "--grams", "--grams '1.000' can be read as 1 or as 1000", "type 1 or 1000"),
        ),
        (
            GRAMS,
            "1,250 g",
            (
                "ambiguous-number",
                "--grams",
                "--grams '1,250 g' can be read as 1250 or as 1.250",
                "type 1250 g, or 1.25 g",
            ),
        ),
        (
            GRAMS,
            "1,000 g",
            ("ambiguous-number", "--grams", "--grams '1,000 g' can be read as 1000 or as 1.000", "type 1000 g, or 1 g"),
        ),
        (
            GRAMS,
            "28 mg",
            ("unit-unknown", "--grams", "--grams '28 mg': unit 'mg' is not known", 'type for example 28 or "28 g"'),
        ),
        (
            GRAMS,
            "1.2345678901234",
            ("too-many-digits", "--grams", f"--grams '1.2345678901234' {LONG}", 'for example 28 or "28 g"'),
        ),
        (
            DAILY,
            "0.4",
            ("unit-missing", "--per-day", "--per-day '0.4' has no unit", 'type for example "0.4 g/kg" or "28 g"'),
        ),
        (COURSE, "2", ("unit-missing", "--course", "--course '2' has no unit", 'type for example "2 g/kg" or "140 g"')),
        (
            DAILY,
            "-1 g daily",
            (
                "dose-not-positive",
                "--per-day",
                "--per-day '-1 g daily' is not above zero",
                'type for example "0.4 g/kg" or "28 g"',
            ),
        ),
        (read_days, "five", ("not-a-number", "--days", "--days 'five' is not a whole number of days", DAYS)),
        (read_days, "5.5", ("not-a-number", "--days", "--days '5.5' is not a whole number of days", DAYS)),
        (read_days, "5.000", ("not-a-number", "--days", "--days '5.000' is not a whole number of days", DAYS)),
        (read_days, "1000", ("not-a-number", "--days", "--days '1000' is not a whole number of days", DAYS)),
        *(
            (read_days, text, ("not-a-number", "--days", f"--days {text!r} is not a whole number of days", DAYS))
            for text in ("5 weeks", "5/7", "x5", "5 to 6 days", "5 days x 2", "5 days every 4 weeks", "D1-5")
        ),
        (read_days, "-5", ("not-a-number", "--days", "--days '-5' is not a whole number of days", DAYS)),
    ],
)
def test_a_refusal_says_what_was_wrong_and_what_to_type(
    reader: Callable[[str], object], text: str, refused: tuple[str, str, str, str]
) -> None:
    assert asked(reader, text) == refused


@pytest.mark.parametrize("text", ["5 days", "5 Days", "5d", "5 d", "5 dias", "5 d\u00edas", "5.0 days"])
def test_days_may_have_their_unit(text: str) -> None:
    assert read_days(text) == 5


@pytest.mark.parametrize(("text", "days"), [("5", 5), (" 5.0 ", 5), ("31.00", 31), ("999", 999), ("0", 0)])
def test_days_are_a_whole_number_also_as_a_sheet_writes_it(text: str, days: int) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("70.39999999999999", "70.4"),
        ("0.30000000000000004", "0.3"),
        ("-1.1000000000000001", "-1.1"),
        ("70.12345699999999", "70.123457"),
        ("70.123456799999999", None),
        ("70.4000000000000000", "70.4"),
        ("70.40000000000000000", None),
        ("70.4000000000009", "70.4"),
        ("70.400000000009", None),
        ("123456789012345", None),
    ],
)
def test_the_noise_of_binary_arithmetic_is_told_from_figures(text: str, value: str | None) -> None:
    """15 to 18 digits are rounded to 12, and the last 4 of these have to be 0."""
    if value is None:
        assert asked(GRAMS, text)[0] == "too-many-digits"
    else:
        assert read_number(text, "--grams", "28") == (Fraction(value), f"{text} read as {value}")


@pytest.mark.parametrize(("letters", "cut"), [(200, ""), (201, "... (201 letters)")])
def test_so_much_of_what_was_typed_is_repeated(letters: int, cut: str) -> None:
    _, _, message, _ = asked(GRAMS, "x" * letters)
    assert message == f"--grams '{'x' * 200}'{cut} is not a number"


@pytest.mark.parametrize(("letters", "cut"), [(400, ""), (401, "...")])
def test_so_much_of_a_reason_is_said(letters: int, cut: str) -> None:
    said = refused("28", "--grams", "not-a-number", "x" * letters, "type").problems[0].message
    assert said == f"--grams '28' {'x' * 400}{cut}"


@pytest.mark.parametrize(
    ("typed", "by_letter", "found"),
    [("female", False, "female"), (" MALE ", False, "male"), ("f", True, "female"), ("M", True, "male")],
)
def test_one_of_a_list_in_any_case_or_by_its_letter(typed: str, *, by_letter: bool, found: str) -> None:
    assert one_of(("female", "male"), typed, "--sex", by_letter=by_letter) == found


@pytest.mark.parametrize(
    ("typed", "by_letter", "hint"),
    [
        ("femal", False, "did you mean --sex female?"),
        ("f", False, "--sex and one of these or both"),
        ("x", True, "--sex and one of these or both"),
    ],
)
def test_what_is_not_on_a_list_is_refused_with_the_list(typed: str, *, by_letter: bool, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        one_of(("female", "male"), typed, "--sex", more=" or both", by_letter=by_letter)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("not-allowed", f"--sex {typed!r} is not known")
    assert (problem.next, problem.allowed) == (hint, ("female, male",))


@pytest.mark.parametrize(("typed", "member"), [("FALSE", "male"), ("true", "tree")])
def test_yes_or_no_of_a_sheet_is_no_slip_for_a_word_that_looks_like_it(typed: str, member: str) -> None:
    with pytest.raises(RefusedError) as caught:
        one_of((member,), typed, "--sex")
    assert caught.value.problems[0].next == "--sex and one of these"


def test_a_letter_that_two_begin_with_is_none_of_them() -> None:
    assert one_of(("female", "fluid", "male"), "m", "--x", by_letter=True) == "male"
    with pytest.raises(RefusedError):
        one_of(("female", "fluid", "male"), "f", "--x", by_letter=True)


def test_an_option_given_twice_is_named_once() -> None:
    found = given_twice(["--weight", "--sex", "--weight", "--sex", "--weight", "--height"])
    assert [(one.code, one.field, one.message) for one in found] == [
        ("given-twice", "--weight", "--weight is given twice"),
        ("given-twice", "--sex", "--sex is given twice"),
    ]


@pytest.mark.parametrize(
    ("text", "decimal", "why", "todo"),
    [
        (
            "70.3 kg (154.9)",
            None,
            ": behind '70.3 kg' stands another figure, '(154.9)'",
            "write it in one unit; keep one, as in '70.3 kg', if both are the same",
        ),
        (
            "154 lb 15.7 oz",
            None,
            ": behind '154 lb' stands another figure, '15.7 oz'",
            'write it in one unit; type for example 70 or "70 kg"',
        ),
        ("7.05E+01", None, " is a number with an exponent", "write it out: 70.5"),
        ("7,05e1 kg", "comma", " is a number with an exponent", f"write it out: 70,5 kg; {IN_ALL}"),
        ("7E-20", None, " is a number with an exponent", 'write it out: 70 or "70 kg"'),
        ("70 500", "", " has a blank between its figures", f"type 70500 or 70.5; {IN_ALL}"),
        ("70 500,5 g", "comma", " has a blank between its figures", f"type 70500,5 g; {IN_ALL}"),
        ("1 070 500 g", None, " has a blank between its figures", "type 1070500 g"),
        ("70 500 u", None, " has a blank between its figures", 'type for example 70 or "70 kg"'),
        ("11 st 2 lb", None, ": unit 'st 2 lb' is not known", "write it in one unit; give kg, or lb: a stone is 14 lb"),
        ("70 u", "", ": unit 'u' is not known", 'type for example 70 or "70 kg"'),
    ],
)
def test_what_is_not_one_figure_is_refused_as_that(text: str, decimal: str | None, why: str, todo: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_weight(text, decimal=decimal)
    (problem,) = caught.value.problems
    assert (problem.message, problem.next) == (f"--weight {text!r}{why}", todo)
