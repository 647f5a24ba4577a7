"""The marks of a list before an order or its lines: none that may be a number, a minus or the rest of a range."""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import RefusedError
from tests.written import read_written_dose


@pytest.mark.parametrize(
    "text",
    [
        "1. IVIG 28 g daily for 5 days",
        "1) IVIG 28 g daily for 5 days",
        "1) 28 g daily for 5 days",
        "- IVIG 28 g daily for 5 days",
        "- 28 g daily for 5 days",
        "\N{EN DASH} IVIG 28 g daily for 5 days",
        "\N{BULLET} IVIG 28 g\n\N{BULLET} daily\n\N{BULLET} 5 days",
        "* 28 g daily for 5 days",
        "IVIG 28 g daily\n- for 5 days",
        "Plan:\n- IVIG 28 g daily for 5 days",
        "Plan:\n1. IVIG 28 g daily for 5 days",
        "1. Dose: 28 g\n2. Frequency: daily\n3. Duration: 5 days",
        "1) 28 g\n2) daily\n3) 5 days",
        "1. IVIG 28 g daily for 5 days\n2. Total dose: 140 g",
        "1. IVIG 28 g daily for 5 days\n2. Total dose: 140 g over 5 days",
        "1. IVIG 28 g daily for 5 days\n2. course total 140 g over 5 days",
        "1. IVIG 28 g daily for 5 days\n2. Total: 140 g over 5 days",
        "1. IVIG 28 g daily for 5 days\n2. in total 140 g over 5 days",
        "1. IgIV 28 g/dia por 5 dias\n2. Total: 140 g em 5 dias",
        "1. IgIV 28 g/día por 5 días\n2. Total del curso: 140 g en 5 días",
        "1. Dose: 28 g\n2. Weight: 70 kg\n3. Freq: daily\n4. Duration: 5 days",
        "- Dose: 28 g\n- Freq: daily\n- Duration: 5 days",
        "Plan:\n- 28 g daily for 5 days",
        "1- Imunoglobulina 28 g/dia por 5 dias",
        "01 - Imunoglobulina 28 g/dia por 5 dias",
        "1 - Privigen 28 g daily for 5 days",
        "01. IVIG 28 g daily for 5 days",
        "1- IVIG 28 g daily for 5 days\n2. Total dose: 140 g",
    ],
)
def test_the_marks_of_a_list_say_nothing(text: str) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(28)) for day in range(1, 6))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. 28 g daily for 5 days", "'1.' is not understood"),
        ("1. g/kg daily for 2 days", "'g/kg' is not understood"),
        ("1. dose 28 g daily for 5 days", "'1' is not understood"),
        ("1) dose: 28 g daily for 5 days", "'1' is not understood"),
        ("1. infusion 28 g daily for 5 days", "'1.' is not understood"),
        ("1. day 28 g", "'day' are not understood"),
        ("1.", "'1' is not understood"),
        ("2. IVIG 28 g daily for 5 days", "'2.' is not understood"),
        ("1. IVIG 28 g daily for 5 days\n2. IVIG 35 g daily for 2 days", "a list of orders, 1 and 2"),
        ("1. IVIG 28 g daily for 5 days\n3. Route: IV", "'1.', '3.' are not understood"),
        ("1. IVIG 28 g daily for 5 days\n2. Privigen 28 g daily for 5 days", "a list of orders, 1 and 2"),
        ("1) IVIG 28 g daily for 5 days 2) IVIG 70 g every 3 weeks", "a list of orders, 1 and 2"),
        ("1. 400 mg/kg daily for 5 days 2. 1000 mg/kg every 3 weeks", "a list of orders, 1 and 2"),
        ("1. 280 mL daily for 5 days\n2. 700 ml every 3 weeks", "a list of orders, 1 and 2"),
        ("1. Course: 28 g daily for 5 days\n2. Course: 70 g every 3 weeks", "a list of orders, 1 and 2"),
        ("1. IVIG 28 g daily for 5 days\n2. total dose 70 g over 2 days", "it counts 5 days and 2"),
        ("1. IVIG 28 g daily for 5 days\n2. Rate: 0.5 mg/kg/min, max 4 mg/kg/min", "does not say one rate"),
        ("1. Privigen 280 mL daily for 5 days\n2. Rate: 30 mL/h, max 120 mL/h", "does not say one rate"),
        ("1. Privigen 28 g (280 mL) daily for 5 days\n2. Volume 280 mL, 5 days", "may be one thing said twice"),
        ("1. dose: 28 g\n2. dose: 35 g", "'1', '2' are not understood"),
        ("1. Dose: 28 g\n2. dose 35 g\n3. Route: IV", "are not understood"),
        ("1. 28 g\n2. daily\n3. 5 days", "'1.', '2', '3.' are not understood"),
        ("1.\nIVIG 28 g daily for 5 days", "'1.' is not understood"),
        ("28 g daily for 5 days\n1. IVIG", "'1' is not understood"),
        ("-28 g daily for 5 days", "has a dose that is not above zero"),
        ("2- IVIG 28 g daily for 5 days", "'2-' is not understood: it may be of a range"),
        ("1- 28 g daily for 5 days", "'1-' is not understood: it may be of a range"),
        ("1 - five days IVIG 28 g daily", "'1 -' is not understood: it may be of a range"),
        ("1 - d5 IVIG 28 g daily", "'1 -' is not understood: it may be of a range"),
        ("1 - infusion 28 g daily for 5 days", "'1 -' is not understood"),
        ("1-IVIG 28 g daily for 5 days", "'1-' is not understood"),
        ("1\n- IVIG 28 g daily for 5 days", "'1 -' is not understood"),
        ("Plan:\n1- IVIG 28 g daily for 5 days", "'1-' is not understood"),
        ("1- IVIG 28 g daily for 5 days\n2- Privigen 35 g daily for 2 days", "'2-' is not understood"),
        ("0. IVIG 28 g daily for 5 days", "'0.' is not understood"),
        ("28\n- 30 g daily for 5 days", "'28 -' is not understood"),
        ("28 g\n- 30 g daily for 5 days", "'-' is not understood"),
        ("28 g daily for 3\n- 5 days", "'for 3 -' is not understood"),
        ("28 g daily for three\n- days", "'for three', 'days' are not understood"),
        ("28 g daily for three\n- five days", "'for three' is not understood"),
        ("28 g daily for 5 days\n-", "a dash stands where a value is missing"),
        ("28 g daily for 5 days\n\N{BULLET}\nIVIG", "is not understood"),
        ("28 g * daily for 5 days", "'*' is not understood"),
        ("\N{MIDDLE DOT} 4 g/kg daily for 5 days", "is not understood"),
    ],
)
def test_what_may_be_more_than_a_mark_is_not_left_out(text: str, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    assert said in caught.value.problems[0].message


def test_a_range_over_two_lines_is_read_as_one() -> None:
    for text in ("28 g daily from 1 May\n- 5 May 2027", "28 g daily D1\n- D5"):
        assert [day for day, _ in read_written_dose(text).days] == [1, 2, 3, 4, 5]


def test_a_line_that_begins_with_a_day_is_another_part() -> None:
    found = read_written_dose("Day 1: 40 g\nDay 2: 30 g")
    assert found.days == ((1, Fraction(40)), (2, Fraction(30)))
    with pytest.raises(RefusedError):
        read_written_dose("40 g\nDay 1\n30 g\nDay 2")


@pytest.mark.parametrize("text", ["10 % plan: 28 g daily for 5 days", "10 %, plan: IVIG 28 g daily for 5 days"])
def test_a_strength_may_stand_before_the_heading_of_an_order(text: str) -> None:
    assert [day for day, _ in read_written_dose(text, "privigen").days] == [1, 2, 3, 4, 5]
