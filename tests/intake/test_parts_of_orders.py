"""What is said of one dose of an order tells nothing of another, and brackets part no two words."""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


DAILY_28, DAILY_70 = "daily: 28 g on each of 5 days, 140 g in all", "daily: 70 g on each of 2 days, 140 g in all"


@pytest.mark.parametrize(
    ("text", "daily"),
    [
        ("total dose 28 g for 5 days then 35 g once", DAILY_28),
        ("total dose 28 g for 5 days then 35 g daily for 2 days", DAILY_28),
        ("total dose 28 g for 5 days then 35 g in all over 2 days", DAILY_28),
        ("28 g total for 5 days then 35 g per dose on day 6", DAILY_28),
        ("70 g once then total dose 28 g for 5 days", DAILY_28),
        ("28 g total for 5 days, 35 g daily on days 6 and 7", DAILY_28),
        ("dose total 28 g por 5 dias, depois 35 g/dia por 2 dias", DAILY_28),
        ("dosis total 28 g por 5 días, luego 35 g al día por 2 días", DAILY_28),
        ("total dose 28 g on days 1 to 5", DAILY_28),
        ("dose total 28 g nos dias 1 a 5", DAILY_28),
        ("dosis total 28 g los días 1 a 5", DAILY_28),
        ("28 g total D1-D5", DAILY_28),
        ("total dose 28 g (0.4 g/kg) on days 1 to 5", DAILY_28),
        ("total dose 28 g from 2027-05-01 to 2027-05-05", DAILY_28),
        ("70 g total on 1 and 2 May 2027", DAILY_70),
        ("total dose 70 g D1 and D2", DAILY_70),
        ("dose total 70 g em 1 e 2 de maio de 2027", DAILY_70),
        ("dosis total 70 g el 1 y 2 de mayo de 2027", DAILY_70),
    ],
)
def test_a_total_on_some_days_may_be_that_of_each_whatever_is_said_of_another_dose(text: str, daily: str) -> None:
    assert problem_of(text).allowed[0] == daily


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("70 g divided into 2 daily doses then 35 g total over 2 days", "35 g"),
        ("70 g in 2 divided doses then total 35 g over 5 days", "35 g"),
        ("35 g daily for 2 days then 60 g in 2 divided doses", "30 g"),
        ("70 g dividida em 2 doses, depois dose total 35 g em 5 dias", "35 g"),
        ("70 g dividida en 2 dosis, luego dosis total 35 g en 5 días", "35 g"),
    ],
)
def test_doses_that_another_total_does_not_tell_may_be_of_one_day(text: str, dose: str) -> None:
    assert any(f"2 doses of {dose}, " in reading for reading in problem_of(text).allowed)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("total dose 2 g/kg on days 1 to 5", [Fraction(2, 5)] * 5),
        ("total dose 140 g on days 1 to 5 (28 g daily)", [28] * 5),
        ("140 g in all on days 1 to 5", [28] * 5),
        ("28 g daily, days 1-5 (total 140 g)", [28] * 5),
        ("dose total 140 g nos dias 1 a 5 (28 g/dia)", [28] * 5),
        ("2 g/kg total for 5 days then 0.4 g/kg once", [Fraction(2, 5)] * 6),
        ("280 mL of Privigen 10 % on day 1, 350 mL on day 2", [28, 35]),
        ("70 g once (70 kg) on 2027-05-01", [70]),
    ],
)
def test_a_total_that_a_source_or_its_own_dose_tells_is_read(text: str, days: list[Fraction]) -> None:
    """2 g/kg is printed over 5 days."""
    assert [grams for _, grams in read_written_dose(text).days] == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35 g daily every 3 weeks (1 day)", "'1 day' behind 'every 3 weeks' may make it longer"),
        ("70 g every 3 weeks (1 day)", "'1 day' behind 'every 3 weeks' may make it longer"),
        ("70 g (every 3 weeks) 1 day", "'1 day' behind 'every 3 weeks' may make it longer"),
        ("35 g/dia a cada 3 semanas (2 dias)", "'2 dias' behind 'a cada 3 semanas' may make it longer"),
        ("35 g al día cada 3 semanas (2 días)", "'2 dias' behind 'cada 3 semanas' may make it longer"),
        ("35 g daily x 2 (weekly)", "'x 2 weekly' may be every 2 weeks"),
        ("35 g/dia x 2 (semanal)", "'x 2 semanal' may be every 2 weeks"),
        ("35 g al día x 2 (mensual)", "'x 2 mensual' may be every 2 months"),
        ("70 kg (on 2027-04-20), 28 g once", "'on 2027-04-20' may be the day of something else"),
        ("28 g daily for 5 days, CIDP (from 2019-05-01)", "'from 2019-05-01' may be the day of something else"),
        ("28 g/dia por 5 dias, 70 kg (em 20 de abril de 2027)", "'em 20 de abril de 2027' may be the day of something"),
        (
            "28 g al día por 5 días, 70 kg (el 20 de abril de 2027)",
            "'el 20 de abril de 2027' may be the day of somethi",
        ),
        ("Octagam 5 % (of 28 g) daily for 5 days", "5 % of 28 g' may be a part of the dose, or a strength"),
    ],
)
def test_a_bracket_between_two_words_leaves_both_readings(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("Privigen 150 g 10 % in all over 5 days", Fraction(30)),
        ("2 g/kg for 70 kg total over 5 days", Fraction("0.4")),
        ("2 g/kg x 70 kg total over 5 days", Fraction("0.4")),
        ("30 g daily for 5 days consecutive total 150 g", Fraction(30)),
    ],
)
def test_a_total_is_of_the_dose_behind_a_strength_a_weight_and_days_in_a_row(text: str, dose: Fraction) -> None:
    assert read_written_dose(text).days == tuple((day, dose) for day in range(1, 6))


@pytest.mark.parametrize(
    ("text", "days"), [("on days 1 and 2, 30 g daily", [1, 2]), ("on day 1, 30 g", [1]), ("on days 1, 30 g", [1])]
)
def test_a_number_with_its_unit_is_no_day(text: str, days: list[int]) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(30)) for day in days)
