"""Orders as people write them: read to grams on days, or refused with the readings seen; never a guess."""

from fractions import Fraction
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivigcalc.core.checking.vials_and_rate import written_ml_h
from ivigcalc.core.infusion.rates import RateBasis
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.request.written import WrittenDose
from ivigcalc.intake.written.rates import read_written_vials
from tests.core.making import number, vectors
from tests.written import read_rate, read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


def figures(found: WrittenDose) -> tuple[list[str], str]:
    """The dose of each day, and its unit."""
    return [str(float(dose)).removesuffix(".0") for _, dose in found.days], "g/kg" if found.per_kg else "g"


@pytest.mark.parametrize(
    ("text", "doses", "unit"),
    [
        ("30 g daily for 5 days", ["30"] * 5, "g"),
        ("30 g daily x 5", ["30"] * 5, "g"),
        ("30 g/day x 5 days", ["30"] * 5, "g"),
        ("30g/d x5", ["30"] * 5, "g"),
        ("30 g per day for 5 days", ["30"] * 5, "g"),
        ("30 g a day for five days", ["30"] * 5, "g"),
        ("30 grams once daily for 5 consecutive days", ["30"] * 5, "g"),
        ("30 g every day for 5 days", ["30"] * 5, "g"),
        ("30 g on each of 5 days", ["30"] * 5, "g"),
        ("30 g daily on days 1 to 5", ["30"] * 5, "g"),
        ("30 g daily on days 1-5", ["30"] * 5, "g"),
        ("for 5 days 30 g daily", ["30"] * 5, "g"),
        ("IVIG 30 g IV daily for 5 days.", ["30"] * 5, "g"),
        ("30 g of immunoglobulin daily for 5 days", ["30"] * 5, "g"),
        ("30 G DAILY FOR 5 DAYS", ["30"] * 5, "g"),
        ("30 g daily \N{MULTIPLICATION SIGN} 5 days", ["30"] * 5, "g"),
        ("30000 mg daily for 5 days", ["30"] * 5, "g"),
        ("30 g/day over 5 days", ["30"] * 5, "g"),
        ("30 g daily for 5 days, 150 g in all", ["30"] * 5, "g"),
        ("30 g daily for 5 days (total 150 g)", ["30"] * 5, "g"),
        ("150 g in all over 5 days", ["30"] * 5, "g"),
        ("150 g total over 5 days", ["30"] * 5, "g"),
        ("a total of 150 g for 5 days", ["30"] * 5, "g"),
        ("150 g over 5 days in divided doses", ["30"] * 5, "g"),
        ("150 g divided over 5 days", ["30"] * 5, "g"),
        ("0.4 g/kg/day for 5 days", ["0.4"] * 5, "g/kg"),
        ("0.4 g per kg per day for 5 days", ["0.4"] * 5, "g/kg"),
        ("400 mg/kg daily x 5", ["0.4"] * 5, "g/kg"),
        ("0,4 g/kg/dia por 5 dias", ["0.4"] * 5, "g/kg"),
        ("0,4 g/kg por dia durante 5 dias", ["0.4"] * 5, "g/kg"),
        ("2 g/kg dividido em 5 dias", ["0.4"] * 5, "g/kg"),
        ("2 g/kg over 5 days (0.4 g/kg/day)", ["0.4"] * 5, "g/kg"),
        ("2 g/kg in all over 5 days", ["0.4"] * 5, "g/kg"),
        ("70 g once", ["70"], "g"),
        ("70 g as a single dose", ["70"], "g"),
        ("70 g em dose única", ["70"], "g"),
        ("150 g on day 1", ["150"], "g"),
        ("70 g over 1 day", ["70"], "g"),
        ("70 g for 1 day", ["70"], "g"),
        ("70 g daily for 1 day", ["70"], "g"),
        ("70 g daily for 2 days then 35 g daily for 2 days", ["70", "70", "35", "35"], "g"),
        ("35 g on day 1, 70 g on day 2", ["35", "70"], "g"),
        ("0.5 g/kg on day 1 and 1 g/kg on day 2", ["0.5", "1"], "g/kg"),
        ("35 g once, then 70 g once", ["35", "70"], "g"),
        ("30 g daily, for 5 days", ["30"] * 5, "g"),
        ("30 g daily (5 days)", ["30"] * 5, "g"),
        ("30 g daily (for 5 days)", ["30"] * 5, "g"),
        ("30 g daily 5 days", ["30"] * 5, "g"),
        ("30 g (IVIG) daily for 5 days", ["30"] * 5, "g"),
        ("30 g daily 5d", ["30"] * 5, "g"),
        ("30 g daily x5d", ["30"] * 5, "g"),
        ("30 g daily x 5 d", ["30"] * 5, "g"),
        ("30 g daily for 5d", ["30"] * 5, "g"),
        ("30g/d x 5d", ["30"] * 5, "g"),
        ("0.4g/kg/d for 5d", ["0.4"] * 5, "g/kg"),
        ("30 g daily x 5 doses", ["30"] * 5, "g"),
        ("30 g x 1 dose", ["30"], "g"),
        ("30 g q24h x 5 doses", ["30"] * 5, "g"),
        ("30 g every 24 hours for 5 days", ["30"] * 5, "g"),
        ("30 gm daily x 5 days", ["30"] * 5, "g"),
        ("30 gms daily x 5 days", ["30"] * 5, "g"),
        ("30 g daily on days 1,2,3,4,5", ["30"] * 5, "g"),
        ("30 g daily on days 1\N{EN DASH}5", ["30"] * 5, "g"),
        ("30 g daily nos dias 1, 2 e 3", ["30"] * 3, "g"),
        ("35 g daily on days 1, 2, 70 g on day 3", ["35", "35", "70"], "g"),
        ("0.4 g/kg (30 g) daily for 5 days", ["30"] * 5, "g"),
        ("30 g (0.4 g/kg) daily x 5 days", ["30"] * 5, "g"),
        ("0.4 g/kg (30 g/day) x 5 days", ["30"] * 5, "g"),
        ("0.4 g/kg/day (30 g) x 5 days", ["30"] * 5, "g"),
        ("2 g/kg (150 g) in all over 5 days", ["30"] * 5, "g"),
        ("2 g/kg (30 g/day) over 5 days", ["0.4"] * 5, "g/kg"),
        ("0.4 g/kg/day for 5 days (150 g total)", ["0.4"] * 5, "g/kg"),
        ("30 g daily for 5 days, 2 g/kg in all", ["30"] * 5, "g"),
        ("1 g/kg (75 g) every 3 weeks", ["75"], "g"),
        ("150 g total (30 g daily for 5 days)", ["30"] * 5, "g"),
        ("2 g/kg (0.4 g/kg daily for 5 days)", ["0.4"] * 5, "g/kg"),
        ("2 g/kg total (30 g daily for 5 days)", ["30"] * 5, "g"),
        ("105 g total (35 g on day 1, 70 g on day 2)", ["35", "70"], "g"),
    ],
)
def test_what_is_beyond_doubt_is_read(text: str, doses: list[str], unit: str) -> None:
    assert figures(read_written_dose(text)) == (doses, unit)


@pytest.mark.parametrize(
    ("text", "says", "days"),
    [
        ("70 g every 3 weeks", "every 3 weeks", 1),
        ("1 g/kg every three weeks", "every 3 weeks", 1),
        ("70 g daily for 2 days every 4 weeks", "every 4 weeks", 2),
        ("140 g in all over 5 days monthly", "every month", 5),
        ("70 g on day 1 every 21 days", "every 21 days", 1),
        ("70 g weekly", "every week", 1),
        ("70 g a cada 3 semanas", "every 3 weeks", 1),
        ("70 g mensal", "every month", 1),
        ("30 g daily for 5 days", "", 5),
        ("70 g q3w", "every 3 weeks", 1),
        ("1 g/kg once q4w", "every 4 weeks", 1),
        ("150 g total (30 g daily for 5 days) every 4 weeks", "every 4 weeks", 5),
        ("30 g daily x 5 every 4 weeks", "every 4 weeks", 5),
    ],
)
def test_an_interval_is_read(text: str, says: str, days: int) -> None:
    found = read_written_dose(text)
    assert (found.interval.says if found.interval else "", len(found.days)) == (says, days)


def test_a_decimal_comma_is_echoed() -> None:
    assert read_written_dose("0,4 g/kg daily for 5 days").echoes == ("--order 0,4 read as 0.4",)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("150 g for 5 days", ("150 g on each of 5 days, 750 g in all", "30 g on each of 5 days, 150 g in all")),
        ("IVIG 150 g for 5 days", ("150 g on each of 5 days, 750 g in all", "30 g on each of 5 days, 150 g in all")),
        ("150 g over 5 days", ("150 g on each of 5 days, 750 g in all", "30 g on each of 5 days, 150 g in all")),
        ("150 g em 5 dias", ("150 g on each of 5 days, 750 g in all", "30 g on each of 5 days, 150 g in all")),
        ("150 g en 5 días", ("150 g on each of 5 days, 750 g in all", "30 g on each of 5 days, 150 g in all")),
        (
            "150 g x 5",
            (
                "150 g on each of 5 days, 750 g in all",
                "30 g on each of 5 days, 150 g in all",
                "150 g each time, 5 times; it does not say how often",
            ),
        ),
        ("1 g/kg on 2 days", ("1 g/kg on each of 2 days, 2 g/kg in all", "0.5 g/kg on each of 2 days, 1 g/kg in all")),
        ("30 g on days 1 to 5", ("30 g on each of 5 days, 150 g in all", "6 g on each of 5 days, 30 g in all")),
        ("30 g on days 1,2,3,4,5", ("30 g on each of 5 days, 150 g in all", "6 g on each of 5 days, 30 g in all")),
        ("30 g on days 1, 3 and 5", ("30 g on each of 3 days, 90 g in all", "10 g on each of 3 days, 30 g in all")),
        (
            "30 g x 5 doses",
            (
                "30 g on each of 5 days, 150 g in all",
                "6 g on each of 5 days, 30 g in all",
                "30 g each time, 5 times; it does not say how often",
            ),
        ),
        ("30 g in all x 5 doses", ("30 g on each of 5 days, 150 g in all", "6 g on each of 5 days, 30 g in all")),
        (
            "2 g/kg daily over 5 days",
            ("2 g/kg on each of 5 days, 10 g/kg in all", "0.4 g/kg on each of 5 days, 2 g/kg in all"),
        ),
        (
            "150 g in divided doses for 5 days",
            ("150 g on each of 5 days, 750 g in all", "30 g on each of 5 days, 150 g in all"),
        ),
    ],
)
def test_an_order_with_two_readings_names_both(text: str, readings: tuple[str, ...]) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert [reading.partition(": ")[2] for reading in problem.allowed] == [*readings]


@pytest.mark.parametrize(
    ("part", "other", "text"),
    [
        ("70 g on days 1 and 2", "35 g on day 3", "{part}, {other}"),
        ("70 g on days 1 and 2", "35 g on day 3", "{part} then {other}"),
        ("70 g for 2 days", "35 g on day 3", "{part} then {other}"),
        ("70 g on days 2 and 3", "35 g on day 1", "{other}, {part}"),
        ("70 g on days 2 and 3", "35 g on day 1", "{other} then {part}"),
    ],
)
def test_what_to_type_for_a_part_in_doubt_leaves_no_other_part_out(part: str, other: str, text: str) -> None:
    """Two days of 70 g and one of 35 g: 175 g, or 105 g if 70 g are both days'; never 140 g or 70 g."""
    problem = problem_of(text.format(part=part, other=other))
    assert problem.next.endswith("; keep the other parts")
    typed = problem.next.split('"')[1::2]
    courses = [read_written_dose(text.format(part=one, other=other)).days for one in typed]
    assert [sum(grams for _, grams in days) for days in courses] == [175, 105]
    assert all(len(days) == 3 for days in courses)


def test_a_part_that_is_refused_without_an_order_to_type_says_what_it_says_alone() -> None:
    problem = problem_of("70 g daily once then 35 g on day 3")
    assert problem.next == "keep the one that is meant"


@pytest.mark.parametrize(
    ("order", "hint"),
    [
        ("D3 imunoglobulina 28 g", "else count the infusion days from day 1"),
        ("Día 3: inmunoglobulina 28 g", "else count the infusion days from day 1"),
        ("28 g daily on days 2 to 5", "else count the infusion days from day 1"),
        ("Day 2: IVIG 28 g daily", "keep the one that is meant"),
        ("D3 de imunoglobulina 28 g/dia", "write the order without it"),
    ],
)
def test_an_order_that_begins_with_a_later_day_may_be_of_a_course_that_has_begun(order: str, hint: str) -> None:
    """Ordered anew from day 1, it would be given twice."""
    begun = "a course that has begun: ask what is still to be given, and write that alone; "
    assert f"{begun}{hint}" in problem_of(order).next


@pytest.mark.parametrize(
    ("order", "hint"),
    [
        ("Day 1: IVIG 28 g daily", "keep the one that is meant"),
        ("D1 de imunoglobulina 28 g/dia", "write the order without it"),
    ],
)
def test_the_first_day_is_of_no_course_that_has_begun(order: str, hint: str) -> None:
    assert problem_of(order).next == hint


def test_what_to_type_for_an_ambiguous_order_is_read() -> None:
    typed = problem_of("150 g for 5 days").next.split('"')[1::2]
    assert [figures(read_written_dose(one)) for one in typed] == [(["150"] * 5, "g"), (["30"] * 5, "g")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing-value"),
        ("  ", "missing-value"),
        ("30", "unit-missing"),
        ("30 daily for 5 days", "unit-unknown"),
        ("300 mL daily for 5 days", "unit-unknown"),
        ("5 x 30 g", "unit-unknown"),
        ("1,000 g daily for 5 days", "ambiguous-number"),
        ("1.000 mg/kg once", "ambiguous-number"),
        ("Privigen 28 g daily for 5 days at 1.200 mL/h", "ambiguous-number"),
        ("0.4 g/kg daily x 5 (total 2 g/kg = 150 g)", "order-unreadable"),
        ("1,000.5 g once", "not-a-number"),
        ("1234567890123 g once", "too-many-digits"),
        ("0 g once", "dose-not-positive"),
        ("-30 g once", "dose-not-positive"),
        (".5 g/kg once", "order-unreadable"),
        ("\N{VULGAR FRACTION ONE HALF} g/kg once", "order-unreadable"),
        ("3\N{SUPERSCRIPT TWO} g once", "unit-unknown"),
        ("30 g od 5/7", "order-unreadable"),
        ("30 g qd for 5 days", "order-unreadable"),
        ("30 g twice daily for 5 days", "order-unreadable"),
        ("28 g daily for 5 days or 70 g daily for 2 days", "order-unreadable"),
        ("30 g daily for 5.5 days", "order-unreadable"),
        ("30 g daily x 5,5 days", "order-unreadable"),
        ("30 g daily for 5 days for 3 courses", "order-incomplete"),
        ("30 g daily for 5 days for 3 days", "order-contradicts"),
        ("30 g daily daily for 5 days", "order-unreadable"),
        ("30 g 30 g daily for 5 days", "order-unreadable"),
        ("daily for 5 days", "order-unreadable"),
        ("30 g daily for 5 days then", "order-unreadable"),
        ("then 30 g once", "order-unreadable"),
        ("30 g daily on days 5 to 1", "order-unreadable"),
        ("70 g on day 2", "order-unreadable"),
        ("70 g on day 1, 35 g on day 1", "order-unreadable"),
        ("70 g daily for 2 days; 35 g daily for 2 days", "order-unreadable"),
        ("30 g on day 1 then 30 g in all then 30 g on day 2", "order-incomplete"),
        ("30 g daily for 5 days then 150 g in all", "order-incomplete"),
        ("30 g", "order-incomplete"),
        ("30 g daily", "order-incomplete"),
        ("150 g in all", "order-incomplete"),
        ("140 g in all every 4 weeks", "order-incomplete"),
        ("30 g daily every 4 weeks", "order-incomplete"),
        ("150 g daily in all over 5 days", "order-contradicts"),
        ("30 g daily once", "order-contradicts"),
        ("30 g daily for 5 days, 140 g in all", "order-contradicts"),
        ("140 g total (30 g daily for 5 days)", "order-contradicts"),
        ("30 g daily for 5 days (40 g)", "order-contradicts"),
        ("30 g daily for 5 days (140 g total)", "order-contradicts"),
        ("30 g for 5 days (30 g total)", "order-ambiguous"),
        ("150 g for 5 days (30 g daily for 5 days)", "order-unreadable"),
        ("150 g over 4 days (30 g daily for 5 days)", "order-unreadable"),
        ("35 g on day 1, 70 g (70 g on day 2)", "order-unreadable"),
        ("30 g (30 g (30 g)) daily for 5 days", "order-unreadable"),
        ("30 g (daily for 5 days", "order-unreadable"),
        ("30 g daily) for 5 days", "order-unreadable"),
        ("30 g (daily, for 5 days)", "order-unreadable"),
        ("30 g (0.4 g/kg every 3 weeks) daily for 5 days", "order-contradicts"),
        ("0.5 g/kg (40 g on day 1, 30 g on day 2)", "order-ambiguous"),
        ("40 g/day (40 g on day 1, 30 g on day 2)", "order-ambiguous"),
        ("40 g (40 g on day 1, 30 g on day 2)", "order-contradicts"),
        ("30 g daily x 5 and", "order-unreadable"),
        ("30 g daily then for 5 days", "order-incomplete"),
        ("30 g every 2 days x 5", "order-ambiguous"),
        ("30 g every 2 days for 5 days", "order-ambiguous"),
        ("70 g every 3 weeks x 5", "order-ambiguous"),
        ("30 g daily every 4 weeks x 5", "order-ambiguous"),
        ("30 g od for 5 days", "order-unreadable"),
        ("30 gr daily for 5 days", "order-unreadable"),
        ("0.4 g/kg on day 1, 30 g on day 2", "order-mixed"),
        ("2 g/kg in all over 5 days then 1 g/kg every 3 weeks", "order-two-courses"),
        ("30 g daily for 0 days", "days-out-of-bounds"),
        ("30 g daily for 32 days", "days-out-of-bounds"),
        (
            f"30 g daily on {', '.join(f'2026-{month}-{day:02}' for month in (10, 12) for day in range(1, 32))}",
            "days-out-of-bounds",
        ),
        ("140 g total on day 1 (28 g daily for 5 days)", "order-unreadable"),
        ("140 g (28 g) (28 g daily for 5 days)", "order-contradicts"),
        ("30 g daily for 1000 days", "days-out-of-bounds"),
        ("1 g once every 0 weeks", "days-out-of-bounds"),
    ],
)
def test_what_is_in_doubt_is_refused(text: str, code: str) -> None:
    problem = problem_of(text)
    assert problem.code == code
    assert problem.field == "--order"
    assert problem.next


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ("30 g daily for 5 fortnights", "'for 5 fortnights'"),
        ("30 g daily x 5/8", "'/8'"),
        ("30 g every other day x 5", "'every other day'"),
        ("30 g q12h x 5", "'q12h'"),
        ("30 g qd for 5 days", "'qd'"),
        ("30 g every 2 days x 5", "'x 5' beside 'every 2 days'"),
        ("30 g daily on days 1 and 2.5", "'2.5' is"),
    ],
)
def test_a_refusal_names_the_word_at_fault(text: str, culprit: str) -> None:
    assert f": {culprit} " in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 g every 2 days x 5", [1, 3, 5, 7, 9]),
        ("30 g every 2 days for 5 days", [1, 3, 5]),
        ("30 g on days 1, 3 and 5", [1, 3, 5]),
        ("30 g every 9 days for 28 days", [1, 10, 19, 28]),
        ("30 g every 1 days x 5", [1, 2, 3, 4, 5]),
    ],
)
def test_what_to_type_for_days_apart_numbers_them(text: str, days: list[int]) -> None:
    typed = problem_of(text).next.split('"')[1]
    assert [day for day, _ in read_written_dose(typed).days] == days


@pytest.mark.parametrize("word", ["qd", "q.d.", "od", "o.d.", "QD"])
def test_an_error_prone_abbreviation_is_refused_and_says_what_to_write(word: str) -> None:
    """QD is misread as QID, OD as the right eye."""
    problem = problem_of(f"30 g {word} for 5 days")
    assert (problem.code, problem.next[:13]) == ("order-unreadable", 'write "daily"')


@pytest.mark.parametrize(
    ("text", "kg", "said"),
    [
        ("0.4 g/kg (30 g) daily for 5 days", "75", ""),
        ("0.4 g/kg (30 g) daily for 5 days", "70", ""),
        ("0.5 g/kg (30 g) daily for 5 days", "75", "30 g is not 0.5 g/kg at 75 kg (37.5 g)"),
        ("30 g (0.5 g/kg) daily for 5 days", "75", "30 g is not 0.5 g/kg at 75 kg (37.5 g)"),
        ("2 g/kg (150 g) in all over 5 days", "60", "150 g is not 2 g/kg at 60 kg (120 g)"),
        ("2 g/kg (30 g/day) over 5 days", "60", "30 g is not 0.4 g/kg at 60 kg (24 g)"),
        ("2 g/kg total (30 g daily for 5 days)", "60", "150 g (30 g on each of 5 days) is not 2 g/kg at 60 kg (120 g)"),
        ("30 g daily for 5 days, 2 g/kg in all", "75", ""),
        ("30 g daily for 5 days, 2 g/kg in all", "60", "150 g (30 g on each of 5 days) is not 2 g/kg at 60 kg (120 g)"),
        (
            "70 g (1 g/kg) on day 1, 35 g (0.5 g/kg) on day 2",
            "50",
            "70 g is not 1 g/kg at 50 kg (50 g); 35 g is not 0.5 g/kg at 50 kg (25 g)",
        ),
        ("30 g daily for 5 days", "75", ""),
    ],
)
def test_grams_and_grams_per_kg_must_agree_at_the_weight(text: str, kg: str, said: str) -> None:
    """Within 10 %: at 70 kg 0.4 g/kg is 28 g, and 30 g is 7.1 % more."""
    assert read_written_dose(text).contradiction(Fraction(kg), Fraction(1, 10)) == said


def test_then_after_a_comma_is_then() -> None:
    assert figures(read_written_dose("70 g daily for 2 days, then 35 g once")) == (["70", "70", "35"], "g")


VOCABULARY = (
    "30 g 0.4 g/kg mg daily /day for x 5 days over in all total every 3 weeks on day 1 then and , ( ) once each of "
    "divided . 1,000 2 a per kg (30 g) (0.4 g/kg) doses 5d q24h q3w qd gm days 1,2,3 150 "
    "monthly or 7 \N{SUPERSCRIPT TWO}"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(text=st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=12).map(" ".join)))
@example("then then")
def test_any_text_is_read_or_refused(text: str) -> None:
    """Reading is total: days from 1 upwards with doses above zero, or a refusal that says what to type."""
    problems = Problems()
    with problems.gather():
        found = read_written_dose(text)
        days = [day for day, _ in found.days]
        assert days == sorted(set(days))
        assert days[0] == 1
        assert all(dose > 0 for _, dose in found.days)
    assert all(problem.next and problem.message for problem in problems.found)


def read_as(text: str) -> tuple[object, ...] | None:
    """What a written dose is read as; None where it is refused."""
    try:
        found = read_written_dose(text)
    except RefusedError:
        return None
    return found.days, found.interval, found.also


@example(text="30 g daily for 5 days every 4 weeks")
@given(text=st.lists(WORDS, max_size=12).map(" ".join))
def test_no_number_is_skipped(text: str) -> None:
    """Every figure of an order that is read changes it: with another figure in its place it reads otherwise, or not."""
    found, words = read_as(text), text.split()
    changed = [
        " ".join([*words[:place], str(int(word) + 1), *words[place + 1 :]])
        for place, word in enumerate(words)
        if word.isdecimal()
    ]
    assert [one for one in changed if found is not None and read_as(one) == found] == []


def test_the_law_of_numbers_has_something_to_look_at() -> None:
    assert read_as("30 g daily for 5 days every 4 weeks") is not None


@pytest.mark.parametrize(
    ("text", "ml_h"),
    [
        ("180 mL/h", "180"),
        ("180 ml/hr", "180"),
        ("180 mL per hour", "180"),
        ("3 mL/min", "180"),
        ("2.4 mL/kg/h", "180"),
        ("0,04 mL/kg/min", "180"),
        ("4 mg/kg/min", "180"),
        ("240 mg/kg/h", "180"),
    ],
)
def test_a_rate_is_worked_out_for_weight_and_strength(text: str, ml_h: str) -> None:
    """75 kg and 100 mg/mL: 2.4 mL/kg/h x 75 = 180; 4 mg/kg/min x 60 x 75 / 100 = 180."""
    basis = RateBasis(weight_kg=Fraction(75), mg_per_ml=Fraction(100))
    assert written_ml_h(read_rate(text), basis) == number(ml_h)


@pytest.mark.parametrize(
    ("text", "code"), [("180", "unit-missing"), ("0 mL/h", "rate-not-positive"), ("x", "not-a-number")]
)
def test_a_rate_in_doubt_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_rate(text)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    ("text", "grams", "counts"),
    [
        ("3x10", "30", [("10", 3)]),
        ("3 x 10 g", "30", [("10", 3)]),
        ("20+5+2.5", "27.5", [("20", 1), ("5", 1), ("2.5", 1)]),
        ("2x10+1x5", "25", [("10", 2), ("5", 1)]),
        ("10+10+2,5", "22.5", [("10", 2), ("2.5", 1)]),
        ("3\N{MULTIPLICATION SIGN}10", "30", [("10", 3)]),
    ],
)
def test_vials_are_read(text: str, grams: str, counts: list[tuple[str, int]]) -> None:
    found = read_written_vials(text)
    assert found.grams == number(grams)
    assert [*found.sizes] == [(number(size), count) for size, count in counts]


def test_a_decimal_comma_in_vials_is_echoed() -> None:
    assert read_written_vials("1x2,5").echo == "--vials 2,5 read as 2.5"


@pytest.mark.parametrize("text", ["", "three", "0x10", "3x0", "3x10+", "401x10", "3xx10", "10 mL", "-1x10", "3x10 5"])
def test_vials_in_doubt_are_refused(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_written_vials(text)
    assert caught.value.problems[0].field == "--vials"


def test_a_total_without_days_is_never_offered_as_the_dose_of_a_day() -> None:
    """2 g/kg in all is 0.4 g/kg on each of 5 days, and 2 g/kg daily would be five times as much."""
    assert "once" not in problem_of("2 g/kg total").next  # more than 1 g/kg in a day stops
    for text in ("2 g/kg total", "140 g in all", "2 g/kg dose total"):
        hint = problem_of(text).next
        assert "in all over N days" in hint
        assert "daily" not in hint
    assert "daily for N days" in problem_of("2 g/kg").next
    assert "in all" not in problem_of("0.4 g/kg daily").next


EVERY_WORD: Final = "every word that is read: ivigcalc verify --words"
LEAVE: Final = (
    "leave it out only if it says nothing of the dose, its days, how often, its rate, what it is for, "
    f"or whether the order holds; {EVERY_WORD}"
)
UNIT: Final = (
    "write a unit behind each number: g, mg, g/kg, mg/kg; kg behind a body weight; days, weeks, months; "
    "see: ivigcalc verify --words"
)
DATES: Final = "write each date as year-month-day, as 2026-12-01"
OPTION: Final = f"{DATES}, add --dates dmy or mdy, or number the days"
PHRASES: Final = "is read only inside longer phrases, as in"
OF_THOSE: Final = "(N is a number): write one of those, if it says what is meant; all of them: ivigcalc verify --words"
NAME: Final = (
    f"A name that is not known is not left out: ask what is meant; preparations: ivigcalc products; {EVERY_WORD}"
)
NOT_UNDERSTOOD: Final = [
    ("30 g zz daily for 5 days", "'zz' is not understood", LEAVE),
    ("30 g zz daily zz for 5 days zz", "'zz' is not understood", LEAVE),
    ("30 g zz daily yy for 5 days", "'zz', 'yy' are not understood", LEAVE),
    ("30 g zz daily yy for 5 days ww IV vv once uu then tt", "'zz', 'yy', 'ww vv', 'uu', 'tt' are not", LEAVE),
    (
        "30 g zz daily yy for 5 days ww IV vv once uu then tt once ss",
        "'zz', 'yy', 'ww vv', 'uu', 'tt' and more are not understood",
        LEAVE,
    ),
    ("20-30 g daily for 5 days", "'20-30 g' is not understood", "verify one dose, or one number, of a range at a time"),
    ("20 to 30 g daily", "'20 to' is not understood", "verify one dose, or one number, of a range at a time"),
    (".4 g/kg daily for 5 days", "'.4 g/kg' is not understood", "write '0.4 g/kg' in its place"),
    ("½ g/kg daily for 5 days", "'½ g/kg' is not understood", "write '0.5 g/kg' in its place"),
    ("¾ g/kg daily for 5 days", "'¾ g/kg' is not understood", "write '0.75 g/kg' in its place"),
    ("30 daily for 5 days", "'30' is not understood", UNIT),
    ("30 g daily for 5 days 70 stone", "'70 stone' is not understood", UNIT),
    (
        "30 g day for 5 days",
        "'day' is not understood",
        f"'day' {PHRASES} 'for N day', 'for a N day course' or 'day N to day N' {OF_THOSE}",
    ),
    ("30 g daly for 5 days", "'daly' is not understood", f"did you mean 'daily'? {EVERY_WORD}"),
    ("30 g daily fo 5 days", "'fo' is not understood", LEAVE),
    ("Foobarin 30 g daily for 5 days", "'foobarin' is not understood", f"what is 'foobarin'? {NAME}"),
    ("30 g qd for 5 days", "'qd' is on lists of error-prone abbreviations", 'write "daily"'),
    ("30 g od zz", "'od' is on lists of error-prone abbreviations; 'zz' is not understood", 'write "daily"'),
    ("28 g daily on 31/11/2026", "is no date, and no span of 2 to 31 days", f"{DATES}; the year has four figures"),
    ("28 g daily on 1/12/2026, 31/11/2026", "are no dates", f"{DATES}; the year has four figures"),
]


@pytest.mark.parametrize(("text", "said", "hint"), NOT_UNDERSTOOD)
def test_what_is_not_understood_is_named_with_what_to_write(text: str, said: str, hint: str) -> None:
    problem = problem_of(text)
    assert problem.message.startswith(f"order {text!r}: ")
    assert said in problem.message
    assert (problem.next, problem.field, problem.allowed) == (hint, "--order", ())


TWO: Final = "can be read in two ways"
ROW: Final = "which are not in a row"
READINGS: Final[list[tuple[str, str, str, tuple[str, ...]]]] = [
    (
        "30 g for 5 days",
        TWO,
        'type "30 g daily for 5 days", or "30 g in all over 5 days"',
        ("daily: 30 g on each of 5 days, 150 g in all", "in all: 6 g on each of 5 days, 30 g in all"),
    ),
    (
        "30 g on days 1 to 3",
        TWO,
        'type "30 g daily for 3 days", or "30 g in all over 3 days"',
        ("daily: 30 g on each of 3 days, 90 g in all", "in all: 10 g on each of 3 days, 30 g in all"),
    ),
    (
        "30 g on days 1, 3 and 5",
        TWO,
        'type "30 g daily on days 1, 3, 5", or "30 g in all on days 1, 3, 5"',
        ("daily: 30 g on each of 3 days, 90 g in all", "in all: 10 g on each of 3 days, 30 g in all"),
    ),
    (
        "30 g x 3 on days 1, 3 and 5",
        "'x 3' beside 'on days 1, 3 and 5' may be of each day, or count the days again",
        'type "90 g daily on days 1, 3, 5" or "30 g daily on days 1, 3, 5"; a day has one infusion here',
        ("3 on each day: 90 g on each of 3 days, 270 g in all", "one on each day: 30 g on each of 3 days, 90 g in all"),
    ),
    ("28 g daily on 1/12/2026", TWO, OPTION, ("the day first: 1 December", "the month first: 12 January")),
    (
        "28 g daily on 13/12",
        "is a date in figures without a year of four figures",
        OPTION,
        ("the day first: 13 December",),
    ),
    (
        "28 g daily on 13/12, 15/12",
        "may be no dates in a row",
        OPTION,
        (f"the day first: 13 December, 15 December, {ROW}",),
    ),
    (
        "28 g daily on 1/2/2026, 3/2/2026, 5/2/2026, 7/2/2026, 9/2/2026, 11/2/2026",
        TWO,
        OPTION,
        (
            f"the day first: 1 February, 3 February, 5 February, 7 February, 9 February and 1 more, {ROW}",
            f"the month first: 2 January, 2 March, 2 May, 2 July, 2 September and 1 more, {ROW}",
        ),
    ),
    ("30 g daily", "does not say on how many days", 'type, with their number for N, "30 g daily for N days"', ()),
    (
        "30 g",
        "does not say on how many days",
        'type, with their number for N, "30 g daily for N days" or "30 g in all over N days" or "30 g once"',
        (),
    ),
    (
        "1 g/kg",
        "does not say on how many days",
        'type, with their number for N, "1 g/kg daily for N days" or "1 g/kg in all over N days" or "1 g/kg once"',
        (),
    ),
    (
        "1.1 g/kg",
        "does not say on how many days",
        'type, with their number for N, "1.1 g/kg daily for N days" or "1.1 g/kg in all over N days"',
        (),
    ),
    (
        "150 g in all",
        "on how many days",
        'type, with their number for N, "150 g in all over N days" or "150 g once"',
        (),
    ),
]


@pytest.mark.parametrize(("text", "said", "hint", "allowed"), READINGS)
def test_an_order_in_doubt_says_what_each_reading_would_give(
    text: str, said: str, hint: str, allowed: tuple[str, ...]
) -> None:
    problem = problem_of(text)
    assert problem.message.startswith(f"order {text!r}")
    assert said in problem.message
    assert (problem.next, problem.allowed) == (hint, allowed)
    assert problem.code == ("order-ambiguous" if allowed else "order-incomplete")


@pytest.mark.parametrize("case", vectors("order_refusals")["refused"], ids=lambda case: case["order"])
def test_a_refusal_says_what_is_wrong_in_the_order_and_what_to_write(case: dict[str, Any]) -> None:
    """Sums by hand: 5 x 30 g are 150 g; 5 x 28 g 140; 310 mL at 10 % 31 g; 27.5 g are 1.8 % less than 28 g."""
    problem = problem_of(case["order"])
    assert problem.message.removeprefix(f"order {case['order']!r}").lstrip(": ") == case["said"]
    assert (problem.code, problem.field, problem.next) == (case["code"], "--order", case["next"])
    assert problem.allowed == tuple(case.get("allowed", ()))


@pytest.mark.parametrize("case", vectors("order_refusals")["read"], ids=lambda case: case["order"])
def test_days_and_doses_are_read_as_they_are_counted(case: dict[str, Any]) -> None:
    """6 vials of 5 g are 30 g, as 300 mL of 10 % are; 30,000 mg too."""
    found = read_written_dose(case["order"])
    assert [day for day, _ in found.days] == case["days"]
    assert (found.days[0][1], found.per_kg) == (number(case["dose"]), case.get("per_kg", False))


@pytest.mark.parametrize(
    ("text", "says", "courses"),
    [
        ("1 g/kg every 3 weeks for 6 weeks", "every 3 weeks", 2),
        ("1 g/kg every 4 weeks for 12 weeks", "every 4 weeks", 3),
        ("1 g/kg every week for 6 weeks", "every week", 6),
        ("1 g/kg every 3 weeks", "every 3 weeks", None),
        ("1 g/kg every month", "every month", None),
        ("1 g/kg every month for 6 months", "every month", 6),
        ("1 g/kg every 3 months for 12 months", "every 3 months", 4),
        ("1 g/kg every 4 weeks for 6 months", "every 4 weeks", 6),
        ("1 g/kg every month for 12 weeks", "every month", 2),
        ("1 g/kg every 3 weeks x 4 cycles", "every 3 weeks", 4),
        ("1 g/kg every 2 weeks, 6 doses", "every 2 weeks", 6),
    ],
)
def test_how_long_or_how_often_it_is_repeated_are_courses(text: str, says: str, courses: int | None) -> None:
    """At least as many: a month has 28 to 31 days, so that 12 weeks hold 2 whole ones of any."""
    interval = read_written_dose(text).interval
    assert interval is not None
    assert (interval.says, interval.courses) == (says, courses)
