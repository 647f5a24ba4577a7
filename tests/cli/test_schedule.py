"""One product: dated days, a summary with what was ordered, and a paste-ready order line for each day."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.profiles import examples
from tests.program import CIDP, run

PRIVIGEN = (*CIDP, "--product", "privigen")


@given(start=st.dates(date(2000, 1, 1), date(2099, 11, 30)), days=st.integers(1, 31))
@examples(8, fewest=5)
def test_days_follow_the_start_date_one_by_one(start: date, days: int) -> None:
    answer = run(
        *("dose", "--weight", "70", "--indication", "cidp", "--product", "privigen"),
        *("--course", "70 g", "--days", str(days), "--start", start.isoformat(), "--round", "exact"),
        *("--format", "json"),
    ).json
    expected = [(number + 1, (start + timedelta(days=number)).isoformat()) for number in range(days)]
    assert expected == [(day["day"], day["date"]) for day in answer["products"][0]["plans"][0]["days"]]


def test_a_course_runs_over_the_end_of_february() -> None:
    text = run(*PRIVIGEN, "--regimen", "A", "--start", "2028-02-27", "--all", "--format", "text").text
    for day in ("2028-02-27 Sun", "2028-02-28 Mon", "2028-02-29 Tue", "2028-03-01 Wed", "2028-03-02 Thu"):
        assert day in text


@pytest.mark.parametrize("typed", ["2026-13-01", "2026-02-29", "today", "", "2026", "2026-12"])
def test_what_is_not_a_date_is_refused(typed: str) -> None:
    answer = run(*PRIVIGEN, "--start", typed)
    assert (answer.code, answer.out) == (2, "")
    assert "--start YYYY-MM-DD" in answer.text


@pytest.mark.parametrize("typed", ["9999-12-30", "9999-12-31"])
def test_a_course_beyond_the_calendar_is_refused(typed: str) -> None:
    answer = run(*PRIVIGEN, "--regimen", "A", "--start", typed)
    assert (answer.code, answer.out) == (2, "")


@pytest.mark.parametrize("form", ["table", "text"])
def test_one_product_says_what_was_ordered(form: str) -> None:
    assert "27.5 g daily for 5 days (ordered 28 g, -1.8 %)" in run(*PRIVIGEN, "--regimen", "A", "--format", form).text


@pytest.mark.parametrize("form", ["table", "text"])
def test_every_day_has_an_order_line_that_stands_alone(form: str) -> None:
    text = run(*PRIVIGEN, "--regimen", "A", "--start", "2026-12-01", "--all", "--format", form).text
    orders = text.partition("ORDER LINES")[2]
    for day in range(1, 6):
        line = orders.partition(f"2026-12-0{day}, day {day}")[2].partition("2026-12-0")[0]
        for part in (
            *("human normal immunoglobulin", "Privigen 10 %", "100 mg/mL", "intravenous", "DOSE 27.5 g"),
            *("VOLUME 275 mL", "1 x 20 g + 1 x 5 g + 1 x 2.5 g"),
        ):
            assert part in line


def test_an_order_line_is_one_line_in_text() -> None:
    lines = run(*PRIVIGEN, "--regimen", "A", "--all", "--format", "text").lines
    orders = [line for line in lines if re.search(r"^day \d.*DOSE 27.5 g, VOLUME 275 mL, \d", line)]
    assert len(orders) == 5


def test_the_strength_and_the_form_stand_beside_the_brand() -> None:
    ten, five = (run(*CIDP, "--product", f"octagam-{strength}", "--regimen", "A").text for strength in (10, 5))
    assert "Octagam 10 % 100 mg/mL, liquid" in ten
    assert "Octagam 5 % 50 mg/mL, liquid" in five
    assert "human normal immunoglobulin, Octagam 10 % (100 mg/mL), intravenous" in ten


@pytest.mark.parametrize("form", ["table", "text"])
def test_days_that_are_alike_have_one_line(form: str) -> None:
    text = run(*PRIVIGEN, "--regimen", "A", "--start", "2026-12-01", "--format", form, columns=200).text
    assert text.count("1 x 20 g + 1 x 5 g + 1 x 2.5 g") == 2
    assert "1 to 5" in text
    line = text.partition("ORDER LINES")[2]
    assert "2026-12-01 to 2026-12-05, days 1 to 5: human normal immunoglobulin, Privigen 10 %" in line
    assert "DOSE 27.5 g each day, VOLUME 275 mL" in line
    assert "course total 137.5 g over 5 days, NOT per day" in line


def test_of_several_courses_the_day_and_the_course_stand_apart() -> None:
    """1 g/kg at 130 kg is 130 g a day, 260 g over two days: what was ordered for a day stands beside the day."""
    shown = run("dose", "--weight", "130", "--indication", "cidp", "--product", "octagam-10", columns=100).out
    assert "B  130 g daily for 2 days (ordered 130 g, 0 %)" in shown
    assert re.search(r"^B  130 g daily .* 1300 mL  260 g, NOT per day$", shown, flags=re.MULTILINE)


def test_several_courses_at_once_have_no_line_to_paste_by_mistake() -> None:
    text = run(*PRIVIGEN, "--format", "text").text
    assert "DOSE 27.5 g, VOLUME" not in text
    assert "--regimen A" in text


def test_without_a_start_no_date_is_made_up() -> None:
    """The one under NEXT is an example of what to type."""
    above, _, below = run(*PRIVIGEN, "--format", "text").out.partition("NEXT")
    assert not re.search(r"\d{4}-\d{2}-\d{2}", above)
    assert "--start 2026-12-01" in below


def test_what_is_left_over_is_shown() -> None:
    text = run(*PRIVIGEN, "--regimen", "A", "--round", "exact", "--all", "--format", "text").text
    assert "DOSE 28 g, VOLUME 280 mL" in text
    day = run(*PRIVIGEN, "--regimen", "A", "--round", "exact", "--format", "json").json["products"][0]["plans"][0][
        "days"
    ][0]
    assert f"({day['discarded_g']} g left over)" in text


AT_RISK = (
    *("dose", "--weight", "70", "--age", "72", "--indication", "gbs", "--product", "privigen", "--region", "eu"),
    *("--regimen", "A", "--risk", "renal", "--start", "2026-12-01"),
)
"""Privigen (EU) begins at 0.3 mL/kg/h, 21 mL/h, and no label read prints a figure for renal risk."""
FIRST_ALONE = "start at 21 mL/h; how far to raise it is for the prescriber"


def test_an_order_line_carries_the_rates_of_the_patient() -> None:
    """Privigen (EU) goes from 0.3 to 4.8 mL/kg/h: 21 to 336 mL/h."""
    orders = run(*AT_RISK).text.partition("ORDER LINES")[2]
    assert f"RATE {FIRST_ALONE}" in orders
    usual = (*CIDP, "--product", "privigen", "--region", "eu", "--regimen", "A")
    assert "RATE start at 21 mL/h, at most 336 mL/h;" in run(*usual).text.partition("ORDER LINES")[2]


def test_an_order_line_says_what_a_maximum_asks_for() -> None:
    """Gammagard S/D 5 %, 70 kg: at most 280 mL/h (4 mL/kg/h) after several infusions, else 140."""
    asked = (*CIDP, "--product", "gammagard-sd-5", "--region", "eu", "--regimen", "A")
    assert "RATE start at 35 mL/h, at most 140 mL/h;" in run(*asked).text
    orders = run(*asked, "--tolerated").text
    maximum = "at most 280 mL/h (only after several infusions at an intermediate rate)"
    assert f"RATE start at 35 mL/h, {maximum}" in orders.partition("ORDER LINES")[2]


@pytest.mark.parametrize("option", ["", "--all", "--explain"])
def test_a_ladder_that_is_not_for_the_patient_stands_where_everything_does(option: str) -> None:
    """Of it the day's last step, 336 mL/h, is seen only where it was asked for; the patient's rate stands after it."""
    text = run(*AT_RISK, *([option] if option else [])).text
    assert ("ORDINARY LADDER, not for this risk" in text) is bool(option)
    assert ("336 mL/h" in text) is bool(option)
    assert ("MORE the label's ordinary ladder, which is not for this risk: --all" in text) is not bool(option)
    assert text.partition("ORDINARY LADDER")[2].partition("ORDER LINES")[0].count(f"RATE {FIRST_ALONE}") == bool(option)


@pytest.mark.parametrize(
    ("indication", "dates"),
    [
        ("gbs", "DATES A 2026-12-30 to 2027-01-03"),
        ("cidp", "DATES A 2026-12-30 to 2027-01-03; B, C 2026-12-30 to 2026-12-31; D 2026-12-30"),
    ],
)
def test_a_first_date_is_answered_without_a_preparation_too(indication: str, dates: str) -> None:
    """Five days, two days and one day from the last but one of a year on."""
    asked = ("dose", "--weight", "70", "--indication", indication)
    assert dates in run(*asked, "--start", "2026-12-30").text
    assert "DATES" not in run(*asked).text


def test_an_order_line_without_a_rate_says_so_and_why() -> None:
    text = run("dose", "--weight", "12", "--indication", "gbs", "--product", "intragam-p").text
    line = text.partition("ORDER LINES to paste")[2]
    why = "the rates read are for adults, and at this weight the patient may be a child"
    assert ", RATE not known;" in line
    assert f"RATE not known {why}" in line
