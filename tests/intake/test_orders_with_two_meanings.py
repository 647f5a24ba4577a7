"""Orders whose words have a second meaning, or contradict each other: refused, with what to write."""

from fractions import Fraction
from typing import Final

import pytest

from ivigcalc.core.problems import Problem, RefusedError
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
