"""Orders whose words have a second meaning, or contradict each other: refused, with what to write."""

from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from tests.program import shipped
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


HOURS: Final = "may be how long an infusion lasts, or the time of day at which it begins"
NORMAL: Final = "'normal' may name another weight than the actual one"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g daily as 6 h infusion for 5 days", f"'as 6 h' {HOURS}"),
        ("28 g IV as 4h infusion once daily x 5 days", f"'as 4h' {HOURS}"),
        ("70 g as 6 h infusion every 3 weeks", f"'as 6 h' {HOURS}"),
        ("28 g daily for 5 days as 4:00 h infusion", f"'as 4:00 h' {HOURS}"),
        ("28 g/dia por 5 dias, infundir as 4 horas", f"'as 4 horas' {HOURS}"),
        ("28 g daily for 5 days, infusion time: 4:00", f"'infusion time: 4:00' {HOURS}"),
        ("28 g daily for 5 days, infusion time 4:00", f"'infusion time 4:00' {HOURS}"),
        ("28 g daily for 5 days, infusion time 4 h", f"'infusion time' {HOURS}"),
        ("0.4 g/kg normal body weight daily for 5 days", NORMAL),
        ("0.4 g/kg (normal weight 70 kg) daily for 5 days", NORMAL),
        ("0.4 g/kg of normal weight daily for 5 days", NORMAL),
        ("0,4 g/kg peso normal por dia por 5 dias", NORMAL),
        ("0,4 g/kg (peso corporal normal) al día por 5 días", NORMAL),
    ],
)
def test_words_with_a_second_meaning_are_named(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "weeks", "days"),
    [
        ("35 g daily x 2 weekly", "35 g every 2 weeks", "35 g daily for 2 days every week"),
        ("70 g x 2 weekly", "70 g every 2 weeks", "70 g daily for 2 days every week"),
        ("28 g daily times 5 weekly", "28 g every 5 weeks", "28 g daily for 5 days every week"),
        ("35 g daily x 3 monthly", "35 g every 3 months", "35 g daily for 3 days every month"),
        ("35 g/dia x 2 semanal", "35 g every 2 weeks", "35 g daily for 2 days every week"),
        ("35 g/día x 2 mensual", "35 g every 2 months", "35 g daily for 2 days every month"),
    ],
)
def test_a_number_before_weekly_counts_weeks_or_doses(text: str, weeks: str, days: str) -> None:
    problem = problem_of(text)
    assert problem.next == f'type "{weeks}" or "{days}"'
    assert problem.allowed[0].endswith(weeks)
    many = int(days.split(" ")[4])
    assert [len(read_written_dose(typed).days) for typed in (weeks, days)] == [1, many]


@pytest.mark.parametrize(
    ("text", "day_g", "days"),
    [
        ("28 g/dia por 5 dias às 8h", 28, 5),
        ("28 g/dia por 5 dias ÀS 8 HORAS", 28, 5),
        ("28 g/dia por 5 dias a\N{COMBINING GRAVE ACCENT}s 8 h", 28, 5),
        ("28 g daily for 5 days, time: 08:00", 28, 5),
        ("28 g al día por 5 días a las 8 h", 28, 5),
        ("Human normal immunoglobulin 28 g daily for 5 days", 28, 5),
        ("Normal immunoglobulin (human) 28 g daily for 5 days", 28, 5),
        ("Normal human IgG 28 g daily for 5 days", 28, 5),
        ("Imunoglobulina humana normal, peso 70 kg: 28 g/dia por 5 dias", 28, 5),
        ("Inmunoglobulina normal humana 28 g al día por 5 días", 28, 5),
        ("70 g 3 weekly", 70, 1),
        ("35 g daily x 2 every 3 weeks", 35, 2),
        ("35 g daily x 2 days weekly", 35, 2),
        ("70 g every third day", 70, 1),
    ],
)
def test_words_beside_those_that_leave_one_meaning_are_read(text: str, day_g: int, days: int) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(day_g)) for day in range(1, days + 1))


def words_of(*ids: str) -> tuple[str, ...]:
    """The words of some ids of the data, in every language."""
    return tuple(phrase for words in shipped().orders.order_words if words.id in ids for phrase in words.phrases)


@given(
    start=st.sampled_from(words_of("rate-start")),
    most=st.sampled_from(words_of("rate", "rate-most", "at-most")),
    rates=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    turned=st.booleans(),
    apart=st.sampled_from((", ", "; ", " ", ". ", " and ")),
    order=st.sampled_from(("Privigen 28 g daily for 5 days, {}", "{}, Privigen 28 g daily for 5 days")),
)
def test_the_rate_said_to_be_first_is_never_above_the_one_said_to_be_highest(
    start: str, most: str, rates: tuple[int, int], *, turned: bool, apart: str, order: str
) -> None:
    """Whatever stands first: the words say which is which, not the place and not the size."""
    first, highest = rates
    said = [f"{start} {first} mL/h", f"{most} {highest} mL/h"]
    text = order.format(apart.join(reversed(said) if turned else said))
    if first > highest:
        assert f"'{first} ml/h' is no start below '{highest} ml/h'" in problem_of(text).message
        return
    rate = read_written_dose(text).rate
    assert rate is not None
    assert (rate.start, rate.value) == (Fraction(first), Fraction(highest))


@pytest.mark.parametrize(
    ("text", "start", "most"),
    [
        ("Privigen 28 g daily for 5 days, 200 mL/h at most, start at 20 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days, 200 mL/h max rate", None, 200),
        ("Privigen 28 g daily for 5 days, at 200 mL/h at most", None, 200),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h, 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days. Rate: start at 20 mL/h, max rate: 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days (start at 20 mL/h) at 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days. Max rate (200 mL/h)", None, 200),
        ("Privigen 28 g daily for 5 days. Rate = 200 mL/h", None, 200),
    ],
)
def test_a_rate_is_what_the_word_beside_it_says(text: str, start: int | None, most: int) -> None:
    rate = read_written_dose(text).rate
    assert rate is not None
    assert (rate.start, rate.value) == (None if start is None else Fraction(start), Fraction(most))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Privigen 28 g daily for 5 days, max rate 20 mL/h, start at 120 mL/h", "'120 ml/h' is no start below"),
        ("Privigen 28 g daily for 5 days, 20 mL/h at most, start at 120 mL/h", "'120 ml/h' is no start below"),
        ("Privigen 28 g daily for 5 days at 20 mL/h, start at 120 mL/h", "'120 ml/h' is no start below"),
        ("Privigen 28 g daily for 5 days, start at 0.3 mL/kg/h, max rate 200 mL/h", "are in two units"),
        ("Privigen 28 g daily for 5 days, 100 mL/h, 200 mL/h", "does not say one rate"),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h, start at 30 mL/h", "does not say one rate"),
        ("Privigen 28 g daily for 5 days at most, 120 mL/h", "'at most' is said of no rate"),
        ("Privigen 28 g daily for 5 days at most: 120 mL/h", "'at most' is said of no rate"),
        ("Privigen 28 g daily for 5 days (at most) 120 mL/h", "'at most' is said of no rate"),
        ("Privigen 28 g daily for 5 days at 120 mL/h, at most", "'at most' is said of no rate"),
        ("Privigen at 120 mL/h at most 28 g daily for 5 days", "'at most' is said of no rate"),
        ("Privigen 28 g at most, 120 mL/h, daily for 5 days", "'at most' is said of no rate"),
        ("Privigen 280 mL, at most; 120 mL/h daily for 5 days", "'at most' is said of no rate"),
        ("Privigen 28 g/dia por 5 dias no máximo, 120 mL/h", "'no maximo' is said of no rate"),
        ("Privigen 28 g al día por 5 días como máximo, 120 mL/h", "'como maximo' is said of no rate"),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h at most", "'at most' is said of no rate"),
        ("starting at 28 g daily for 5 days", "'starting at' is said of no rate"),
        ("28 g daily for 5 days rate", "'rate' is said of no rate"),
    ],
)
def test_a_rate_that_its_words_do_not_tell_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message
