"""Weight, height, age and serum IgA as typed."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.request.patient import Patient
from ivigcalc.intake.body_size import read_height, read_weight
from ivigcalc.intake.doses import read_days
from ivigcalc.intake.patient import READERS, TypedPatient, read_age, read_iga, read_patient, read_risks
from tests.core.making import number
from tests.profiles import examples


def refusal(read: Callable[[str], object], text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read(text)
    return caught.value.problems[0]


@pytest.mark.parametrize("text", ["70", "70 kg", "70kg", "70.0", "70000 g", "70000g", "70 KG"])
def test_a_weight_in_kg_or_g(text: str) -> None:
    read = read_weight(text)
    assert (Fraction(70), "", "") == (read.value, read.echo, read.in_pounds)


@pytest.mark.parametrize(("text", "kg"), [("3500g", "3.5"), ("72,5", "72.5"), ("72,5 kg", "72.5"), ("3,25kg", "3.25")])
def test_a_small_weight_or_a_decimal_comma(text: str, kg: str) -> None:
    assert Fraction(kg) == read_weight(text).value


def test_a_decimal_comma_is_echoed() -> None:
    assert "72.5" in read_weight("72,5").echo


@examples(100)
@given(pounds=st.decimals(min_value=1, max_value=1000, places=1))
def test_pounds_are_converted_once_by_the_international_pound_and_flagged(pounds: Decimal) -> None:
    read = read_weight(f"{pounds} lb")
    assert Fraction(pounds) * Fraction(45359237, 100000000) == read.value
    assert "lb" in read.in_pounds


def test_154_pounds_are_69_85_kg_and_both_figures_are_named() -> None:
    assert read_weight("154 lb").in_pounds == "154 lb x 0.45359237 = 69.85 kg"


def test_an_ounce_is_a_sixteenth_of_a_pound() -> None:
    """By the international definition, 28.349523125 g."""
    read = read_weight("2464 oz")
    assert (read.value, read.in_pounds) == (154 * Fraction("0.45359237"), "2464 oz x 0.45359237 / 16 = 69.85 kg")


@pytest.mark.parametrize("text", ["1,000", "1.000", "70 stone", "heavy", "", "nan", "70 kg 5"])
def test_a_weight_that_cannot_be_read_is_refused(text: str) -> None:
    assert refusal(read_weight, text).field == "--weight"


@pytest.mark.parametrize(("text", "cm"), [("175", 175), ("175 cm", 175), ("1.75 m", 175), ("1,75m", 175)])
def test_a_height_in_cm_or_m(text: str, cm: int) -> None:
    assert Fraction(cm) == read_height(text).value


@pytest.mark.parametrize("text", ["0", "-999", "0 m", "-1.75 m"])
def test_a_height_that_is_not_above_zero_is_none(text: str) -> None:
    """No height in metres is offered for a mark of nothing: -999 was called -99900 cm."""
    with pytest.raises(RefusedError, match=f"--height '{text}' is not above zero"):
        read_height(text)


def test_a_height_without_unit_is_cm_even_where_metres_were_meant() -> None:
    assert Fraction("1.75") == read_height("1.75").value


@pytest.mark.parametrize(
    ("text", "years"),
    [("72", 72), ("72 years", 72), ("1 year", 1), ("72y", 72), ("0", 0), ("130", 130), ("18 months", "3/2"),
     ("1 month", "1/12"), ("6mo", "1/2"), ("3 weeks", "84/1461"), ("1461 days", 4), ("1 day", "4/1461"),
     ("10d", "40/1461"), ("18 meses", "3/2"), ("72 anos", 72), ("1 AÑO", 1), ("1 mês", "1/12"), ("3semanas", "84/1461"),
     ("1461 días", 4)],
)  # fmt: skip
def test_an_age_in_years_months_weeks_or_days(text: str, years: object) -> None:
    assert number(years) == read_age(text).value


@pytest.mark.parametrize("text", ["-1", "130.1", "1561 months", "200", "6784 weeks", "47483 days"])
def test_an_age_outside_a_human_life_is_refused(text: str) -> None:
    assert refusal(read_age, text).code == "age-out-of-bounds"


@pytest.mark.parametrize(
    ("text", "g_per_l", "below"),
    [
        ("0.04 g/L", "0.04", False),
        ("4 mg/dL", "0.04", False),
        ("40 mg/L", "0.04", False),
        ("<0.07 g/L", "0.07", True),
        ("< 7 mg/dl", "0.07", True),
        ("0,04 g/L", "0.04", False),
        ("0 g/L", "0", False),
    ],
)
def test_serum_iga_in_each_unit(text: str, g_per_l: str, below: bool) -> None:  # noqa: FBT001 - a column of the table
    read = read_iga(text)
    assert (Fraction(g_per_l), below) == (read.g_per_l, read.below)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("4", ("4 g/L", "4 mg/dL = 0.04 g/L")),
        ("0.04", ("0.04 g/L", "0.04 mg/dL = 0.0004 g/L")),
        ("<7", ("7 g/L", "0.07 g/L")),
    ],
)
def test_a_bare_serum_iga_is_refused_showing_both_readings(text: str, readings: tuple[str, ...]) -> None:
    problem = refusal(read_iga, text)
    assert problem.code == "unit-missing"
    assert [reading for reading in readings if reading not in problem.message] == []
    assert f"{text} g/L" in problem.next
    assert f"{text} mg/dL" in problem.next


@pytest.mark.parametrize("text", ["-1 g/L", "<-1 g/L", "low", "", "<", "1,000 mg/dL", "4 IU/mL", "nan g/L"])
def test_a_serum_iga_that_cannot_be_read_is_refused(text: str) -> None:
    assert refusal(read_iga, text).field == "--iga"


@pytest.mark.parametrize("text", ["1.200 mg/L", "<1.200 mg/dL"])
def test_a_point_that_may_stand_between_thousands_of_mg_is_refused(text: str) -> None:
    """1.2 mg/L are a deficiency, 1200 are none."""
    problem = refusal(read_iga, text)
    assert "can be read as 1200 or as 1.200" in problem.message
    assert "or the level in g/L" in problem.next
    assert read_iga("0.070 g/L").g_per_l == Fraction("0.07")


@pytest.mark.parametrize("text", ["<b>x</b>", "<7 IU", "<1,000 mg/dL", "<-1 g/L"])
def test_a_serum_iga_is_quoted_with_the_sign_before_it(text: str) -> None:
    assert f"--iga {text!r}" in refusal(read_iga, text).message


@pytest.mark.parametrize(
    ("name", "word", "what"),
    [
        ("weight", "KG", "type the body weight in kg"),
        ("pre_pregnancy_weight", "KG", "type the body weight before pregnancy in kg"),
        ("height", " CM ", "type the height in cm"),
        ("age", "YEARS", "type the age in years"),
        ("age", "AGE", "type the age in years"),
        ("iga", "LEVEL", "type the serum IgA with its unit"),
    ],
)
def test_the_word_that_stands_for_a_figure_is_refused_with_what_to_type(name: str, word: str, what: str) -> None:
    problems = Problems()
    patient = read_patient(TypedPatient().replaced(**{name: word}), problems)
    (problem,) = problems.found
    option = f"--{name.replace('_', '-')}"
    assert (problem.field, problem.message) == (option, f"{option} {word!r} only stands for a figure")
    assert problem.next.startswith(what)
    assert (patient.weight_kg, patient.height_cm, patient.age_years, patient.iga) == (None, None, None, None)


def test_body_mass_index() -> None:
    """68 kg and 165 cm: the worked example of the US Centers for Disease Control and Prevention prints 24.98."""
    one = Patient(weight_kg=Fraction(68), height_cm=Fraction(165))
    assert one.bmi is not None
    assert abs(one.bmi - number("24.98")) <= number("0.005")


@pytest.mark.parametrize(
    ("kg", "cm"), [(None, Fraction(170)), (Fraction(70), None), (Fraction(70), Fraction(0)), (None, None)]
)
def test_no_body_mass_index_without_weight_and_height(kg: Fraction | None, cm: Fraction | None) -> None:
    assert Patient(weight_kg=kg, height_cm=cm).bmi is None


@examples(150)
@given(
    text=st.one_of(st.text(max_size=10), st.text("0123456789.,+-e <%=kglbmdLyos/", max_size=12)),
    read=st.sampled_from([read_weight, read_height, read_age, read_iga]),
)
def test_whatever_is_typed_is_read_or_refused_with_what_to_type(text: str, read: Callable[[str], object]) -> None:
    problems = Problems()
    with problems.gather():
        read(text)
    assert [problem for problem in problems.found if not problem.next] == []


def test_a_height_in_inches_is_converted_and_said() -> None:
    """The international inch is 2.54 cm by definition."""
    read = read_height("69 in")
    assert (read.value, read.echo) == (Fraction("175.26"), "69 in x 2.54 = 175.26 cm")


@pytest.mark.parametrize("word", ["none", "No", "nil", "nenhum", "Ninguna"])
def test_a_word_may_say_that_there_is_no_risk(word: str) -> None:
    problems = Problems()
    assert read_risks([word], problems).fields == {"risks": frozenset(), "factors": frozenset()}
    assert problems.found == []


@pytest.mark.parametrize(("text", "kg"), [("70.39999999999999", "70.4"), ("0.30000000000000004", "0.3")])
def test_the_noise_of_binary_arithmetic_is_taken_off_and_said(text: str, kg: str) -> None:
    read = read_weight(text)
    assert (read.value, read.echo) == (Fraction(kg), f"{text} read as {kg}")


@pytest.mark.parametrize("text", ["1234567890123", "70.3141592653589", "70.39999999999999999999"])
def test_other_figures_with_many_digits_are_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="more than 12 digits"):
        read_weight(text)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("AB Rh(D) pos", "AB"),
        ("A Rh(D)+", "A"),
        ("A (Rh pos)", "A"),
        ("O Rh D negative", "O"),
        ("AB+ve", "AB"),
        ("b-", "B"),
        ("O pos", "O"),
        ("A positivo", "A"),
        ("AB", "AB"),
    ],
)
def test_a_blood_group_may_have_its_rhesus_factor_in_any_words(text: str, group: str) -> None:
    assert READERS["blood_group"](text).fields == {"blood_group": group}


@pytest.mark.parametrize(
    "text", ["A B pos", "A/B+", "A1+", "A2B", "A pos or B pos", "Rh pos", "+", "A" + " " * 5000 + "x"]
)
def test_what_is_not_one_blood_group_is_refused(text: str) -> None:
    assert refusal(READERS["blood_group"], text).field == "--blood-group"


@pytest.mark.parametrize("text", ["0", "0+", "0 Rh pos"])
def test_a_zero_is_never_taken_for_another_group(text: str) -> None:
    assert refusal(READERS["blood_group"], text).next == "did you mean --blood-group O (the letter)?"


def test_days_may_be_a_whole_number_with_a_decimal_of_nothing() -> None:
    assert [read_days(text) for text in ("5", "5.0", " 5.00 ")] == [5, 5, 5]
    for text in ("5.5", "5.000", "5,0", "5.", "1000.0"):
        assert refusal(read_days, text).code == "not-a-number"


@pytest.mark.parametrize("letter", ["n", "N", "D", "r"])
def test_a_letter_is_a_sex_and_no_risk(letter: str) -> None:
    problems = Problems()
    read_risks([letter], problems)
    assert [problem.code for problem in problems.found] == ["not-allowed"]
    assert READERS["sex"]("F").fields == {"sex": "female"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["none known"], "--risk 'none known' is more than 'none'"),
        (["none", "known"], "--risk 'none known' is more than 'none'"),
        (["no", "risk", "factors"], "--risk 'no risk factors' is more than 'no'"),
        (["nenhum", "conhecido"], "--risk 'nenhum conhecido' is more than 'nenhum'"),
        (["none", "Renal"], "--risk 'none Renal' says 'none' and 'Renal': one of them is wrong"),
        (["renal", "none"], "--risk 'renal none' says 'none' and 'renal': one of them is wrong"),
        (["no renal"], "--risk 'no renal' says 'no' and 'renal': one of them is wrong"),
    ],
)
def test_a_word_for_no_risk_with_others_beside_it_is_refused_with_how_to_write_none(words: list[str], why: str) -> None:
    problems = Problems()
    read_risks(words, problems)
    (problem,) = problems.found
    none = why.partition("'none'")[1].strip("'") or words[0].split()[0]
    assert (problem.code, problem.message) == ("not-allowed", why)
    assert problem.next == f"write {none!r} alone if there is no risk, else each risk by its name, without {none!r}"


def test_the_same_word_for_no_risk_twice_is_none() -> None:
    problems = Problems()
    assert read_risks(["none", "None"], problems).fields == {"risks": frozenset(), "factors": frozenset()}
    assert not problems.found


def test_no_in_portuguese_is_no_risk() -> None:
    problems = Problems()
    assert read_risks(["não"], problems).fields == {"risks": frozenset(), "factors": frozenset()}
    assert not problems.found


def test_everything_typed_of_a_patient_has_its_place() -> None:
    typed = TypedPatient(
        weight="70",
        height="175",
        sex="female",
        age="40",
        blood_group="A+",
        iga="2 g/L",
        iga_deficient=True,
        risks=("renal",),
        pregnant=True,
        pre_pregnancy_weight="65",
    )
    one = read_patient(typed, problems := Problems())
    assert problems.found == []
    assert (one.weight_kg, one.height_cm, one.age_years) == (number(70), number(175), number(40))
    assert (one.sex, one.blood_group, one.pre_pregnancy_kg, one.pregnant) == ("female", "A", number(65), True)
    assert one.iga is not None
    assert (one.iga.g_per_l, sorted(one.risks)) == (number(2), ["iga-deficient", "renal"])
    assert (one.echoes, one.in_pounds) == ((), "")


@pytest.mark.parametrize(
    ("read", "text", "todo"),
    [
        (read_weight, "11 st 2 lb", "write it in one unit; give kg, or lb: a stone is 14 lb"),
        (read_weight, "11 stone", "give kg, or lb: a stone is 14 lb"),
        (read_weight, "5 lb 3 oz", 'write it in one unit; type for example 70 or "70 kg"'),
        (read_weight, "70 kg (dry)", 'type for example 70 or "70 kg"'),
        (read_height, "5 ft 10 in", "write it in one unit; give cm, or inches: a foot is 12 in"),
        (read_height, "1m75", 'write it in one unit; type for example 175 or "175 cm"'),
        (read_age, "18m", "if m is for months, write mo or months"),
        (read_age, "1 y 6 mo", 'write it in one unit; type for example 72 or "18 months"'),
    ],
)
def test_a_figure_in_two_units_or_in_one_that_is_not_read_says_what_to_write(
    read: Callable[[str], object], text: str, todo: str
) -> None:
    """A stone is 14 pounds and a foot 12 inches, by definition; m of an age may be minutes."""
    with pytest.raises(RefusedError) as refused:
        read(text)
    assert [(problem.code, problem.next) for problem in refused.value.problems] == [("unit-unknown", todo)]


@pytest.mark.parametrize(
    ("text", "readings"),
    [("3.500 g", "3500 or as 3.500"), ("1.250g", "1250 or as 1.250"), (" 2.464 oz", "2464 or as 2.464")],
)
def test_a_point_in_grams_may_stand_between_thousands(text: str, readings: str) -> None:
    """A newborn of 3.5 kg is 3.500 g in Germany and Brazil; 3.5 g is nobody."""
    problem = refusal(read_weight, text)
    assert (problem.code, f"can be read as {readings}" in problem.message) == ("ambiguous-number", True)


@pytest.mark.parametrize("text", ["5' 9\"", "5'9''", "5\u2019 9\u201d", "5'", "6' 0.5 in"])
def test_a_height_in_feet_and_inches_is_called_so(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_height(text)
    (problem,) = refused.value.problems
    assert problem.message == f"--height {text!r} is in feet, or in feet and inches"
    assert problem.next == "write it in one unit; give cm, or inches: a foot is 12 in"


def test_an_apostrophe_between_figures_is_no_foot() -> None:
    with pytest.raises(RefusedError, match="--height"):
        read_height("1'750 cm")


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("3500.5 g", "3.5005"),
        ("70.500", "70.5"),
        ("70.500 kg", "70.5"),
        ("0.500 kg", "0.5"),
        ("3500.125 g", "3.500125"),
    ],
)
def test_other_points_are_decimal(text: str, kg: str) -> None:
    assert Fraction(kg) == read_weight(text).value
