"""An order that a refusal says to type is the one that was written: no number of days, dose or interval of its own."""

import re
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.profiles import cases, spread
from tests.written import read_written_dose

TYPED = re.compile(r'(as in )?"([^"]+)"')
"""What a refusal says to type; behind "as in" it shows a way to write alone."""

DAYS_OF = re.compile(r"([0-9]+|N) days")
KEPT = re.compile("every 4 weeks|keep the other parts")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

DOSES = ("28 g", "0.4 g/kg", "Privigen 280 mL")
HOW = ("", " daily", " per dose", " divided", " divided daily")
DAYS = ("", " for 3 days", " over 3 days", " x 3 doses", " on days 1-3", " in 3 doses", " 3 times")
TOTALS = ("", ", 84 g in all", " total", " (84 g)", " (1.2 g/kg)", " in all")
OFTEN = ("", " every 4 weeks", " every 4 weeks x 6 cycles")
ORDERS = tuple(map("".join, product(DOSES, HOW, DAYS, TOTALS, OFTEN)))
"""Orders of one dose of 28 g: of 3 days, or of a number of days that is not said."""

OWN = frozenset(map(Fraction, ("28", "0.4", "280", "84", "1.2", "840", "3", "4", "6", "1")))
"""Figures of those orders: with the sum of three doses, and one day."""
PARTS = frozenset(round(float(number / 3), 1) for number in OWN)
"""A third of them, where a dose is that of all days."""


def refused(text: str) -> Problem | None:
    """Why an order is refused; None where it is read."""
    try:
        read_written_dose(text)
    except RefusedError as caught:
        return caught.problems[0]
    return None


def suggested(problem: Problem) -> list[str]:
    """The orders that a refusal says to type."""
    return [text for shown, text in TYPED.findall(problem.next) if not shown]


@cache
def every_suggestion() -> tuple[tuple[str, str, str], ...]:
    """Each of those orders that is refused, with what its refusal says to do, and each order that it says to type."""
    problems = [(text, problem) for text in spread(ORDERS) if (problem := refused(text))]
    return tuple((text, problem.next, typed) for text, problem in problems for typed in suggested(problem))


def test_each_figure_of_a_suggested_order_is_one_of_the_order() -> None:
    strange = {
        (text, typed)
        for text, _, typed in every_suggestion()
        for number in map(Fraction, NUMBER.findall(typed))
        if number not in OWN and round(float(number), 1) not in PARTS
    }
    assert not strange
    assert len({text for text, *_ in every_suggestion()}) > cases(500)


def test_a_suggested_number_of_days_is_that_of_the_order() -> None:
    days = [(text, DAYS_OF.search(typed)) for text, _, typed in every_suggestion()]
    said = {(text, found[1]) for text, found in days if found}
    assert {count for _, count in said} == {"3", "N"}
    assert not [text for text, count in said if count == "N" and any(one and one in text for one in DAYS)]


def test_a_suggested_order_keeps_how_often_it_is_repeated() -> None:
    repeated = [row for row in every_suggestion() if "every 4 weeks" in row[0] and " g" in row[2]]
    lost = [text for text, hint, typed in repeated if "every 4 weeks" not in typed and not KEPT.search(hint)]
    assert not lost
    assert len(repeated) > cases(500)


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        # What is divided over days is no dose of each day; what is divided may be so on each of them.
        (
            "28 g daily in divided doses for 5 days",
            "both per day and in all",
            'type "28 g daily for 5 days" or "28 g in all over 5 days"',
        ),
        (
            "28 g divided daily for 5 days every 4 weeks",
            "both per day and in all",
            'type "28 g daily for 5 days every 4 weeks" or "28 g in all over 5 days every 4 weeks"',
        ),
        (
            "28 g/day in divided doses over 5 days",
            "both per day and in all",
            'type "28 g daily for 5 days" or "28 g in all over 5 days"',
        ),
        (
            "28 g/dia em doses divididas",
            "both per day and in all",
            'type "28 g daily for N days" or "28 g in all over N days"',
        ),
        ("140 g IV divided daily over 2 days", "both per day and in all", 'type "140 g in all over 2 days"'),
        (
            "140 g IV divided daily over 2 days every 4 weeks",
            "both per day and in all",
            'type "140 g in all over 2 days every 4 weeks"',
        ),
        # Privigen is 10 %: 700 mL are 70 g, 280 mL 28 g and 140 mL 14 g.
        (
            "IVIG 700 mL of Privigen 10 % q24h for 2 doses, 140 g in all",
            "'700 ml' a day is not read beside 140 g in all",
            '"70 g daily for 2 days, 140 g in all"',
        ),
        (
            "Privigen 700 mL daily for 2 days, total 140 g",
            "'700 ml' a day is not read beside 140 g in all",
            '"70 g daily for 2 days, 140 g in all"',
        ),
        (
            "280 mL of Privigen 10 %/day for 3 days, 84 g in all",
            "'280 ml' a day is not read beside 84 g in all",
            '"28 g daily for 3 days, 84 g in all"',
        ),
        (
            "140 mL of Privigen 10 %/day IV on days 1-2, 28 g in all (x2d)",
            "'140 ml' a day is not read beside 28 g in all",
            '"14 g daily for 2 days, 28 g in all"',
        ),
        (
            "Privigen 700 mL daily for 2 days, total 100 g",
            "'700 ml' is 70 g a day, 140 g in all, not 100 g",
            "ask the prescriber",
        ),
        # Another dose without days, the first one said again, or what a vial holds.
        (
            "1 g/kg daily for 2 days, 70 g per dose",
            "does not say on how many days",
            "in brackets right behind that dose",
        ),
        (
            "Privigen 10 g/100 mL: 28 g daily x 5 days",
            "'10 g/100 ml' beside another dose may be a strength, the size of a vial, or a dose",
            'a strength: write "10 %"',
        ),
        (
            "Privigen 10 g, 100 mL: 28 g daily x 5 days",
            "'10 g 100 ml' says no days: it may be what a vial holds",
            "leave",
        ),
        (
            "28 g daily for 3 days, 84 g in all every 4 weeks",
            "'84 g in all every 4 weeks' may be the dose beside it said again, or another course",
            "write 'every 4 weeks' before the total",
        ),
        # 5 doses of 28 g are 140 g.
        ("140 g (28 g x 5 doses) daily", "may be of each day, or of 5 days", '"28 g once daily for 5 days"'),
        ("140 g divided x 5 doses daily", "may be doses of so many days, or of each day", '"140 g in all over 5 days"'),
        # Vials of two sizes behind each other.
        ("1 x 20 g, 1 x 10 g vials daily x 5 days", "may be the vials of one day, or of several", 'write "+" between'),
        ("30 g (1 x 20 g, 1 x 10 g) daily x 5 days", "may be the vials of one day, or of several", 'write "+" between'),
        # Fractions, and a comma between thousands.
        ("1/2 g/kg daily for 4 days", "'1/2 g/kg' is a fraction", "write '0.5 g/kg' in its place"),
        ("1/4 g/kg daily for 5 days", "'1/4 g/kg' is a fraction", "write '0.25 g/kg' in its place"),
        ("1/3 g/kg daily for 5 days", "'1/3 g/kg' is a fraction", "write a decimal in its place"),
        (
            "5/4 g/kg daily for 5 days",
            "'5/4 g/kg' may be one number or the other",
            "ask which, and write one number alone",
        ),
        ("1½ g/kg daily for 2 days", "'1½ g/kg' is not understood", "write '1.5 g/kg' in its place"),
        ("70,000mg daily for 2 days", "'70,000mg' can be read as 70000 or as 70.000", "type 70000 mg, or 70 mg"),
        ("1,000 mg/kg daily for 2 days", "'1,000 mg/kg' can be read as", "type 1000 mg/kg, or 1 mg/kg"),
        ("28,500 g daily for 5 days", "'28,500 g' can be read as", "type 28500 g, or 28.5 g"),
    ],
)
def test_a_refusal_names_what_it_does_not_read_with_its_own_figures(text: str, why: str, hint: str) -> None:
    problem = refused(text)
    assert problem is not None
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        (
            "Inmunoglobulina 17.5 g/día; 2 días (17.5 g)",
            ("17.5 g on each of 2 days, 35 g in all", "8.75 g on each of 2 days, 17.5 g in all"),
        ),
        (
            "35 g/día 5 días seguidos, cada 42 días (35 g)",
            ("35 g on each of 5 days, 175 g in all", "7 g on each of 5 days, 35 g in all"),
        ),
        ("1 g/kg daily for 2 days (1 g/kg)", ("1 g/kg on each of 2 days", "0.5 g/kg on each of 2 days")),
    ],
)
def test_the_dose_of_a_day_behind_its_days_may_be_the_total(text: str, readings: tuple[str, ...]) -> None:
    """2 x 17.5 g are 35 g, 5 x 35 g 175 g."""
    problem = refused(text)
    assert problem is not None
    assert "may be the dose of a day again, or that of all days" in problem.message
    assert [said in reading for said, reading in zip(readings, problem.allowed, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("text", "days"),
    [("28 g daily for 5 days (28 g daily)", 5), ("28 g daily for 5 days (140 g)", 5), ("70 g on day 1 (70 g)", 1)],
)
def test_the_dose_of_a_day_that_is_called_so_is_read_behind_its_days(text: str, days: int) -> None:
    assert len(read_written_dose(text).days) == days


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("140 g (28 g x 5 doses) daily", ("28 g on each of 5 days, 140 g in all", "5 doses of 28 g, 140 g a day")),
        ("140 g divided x 5 doses daily", ("28 g on each of 5 days, 140 g in all", "5 doses of 28 g, 140 g a day")),
    ],
)
def test_readings_take_in_what_stands_in_brackets(text: str, readings: tuple[str, ...]) -> None:
    """5 doses of 28 g are 140 g."""
    problem = refused(text)
    assert problem is not None
    assert [said in reading for said, reading in zip(readings, problem.allowed, strict=True)] == [True, True]
