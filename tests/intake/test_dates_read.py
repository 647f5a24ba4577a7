"""Dates that are not written as year-month-day are refused, with what they may mean: none is picked."""

from pathlib import Path

import pytest

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.dates import day_to_type, read_cycles, read_day, read_interval
from tests.batch.making import batch
from tests.program import run

TWO_READINGS = "did you mean {0} 2026-12-01 (the day first) or {0} 2026-01-12 (the month first)?"

ONE_READING = [
    ("31/12/2026", "2026-12-31"),
    ("31.12.2026", "2026-12-31"),
    ("12/31/2026", "2026-12-31"),
    ("12/31/2026 12:00:00 AM", "2026-12-31"),
    ("5/5/2026", "2026-05-05"),
    ("2026/12/01", "2026-12-01"),
    ("2026-1-2", "2026-01-02"),
    ("31-Dec-2026", "2026-12-31"),
    ("1 December 2026", "2026-12-01"),
    ("Dec 1, 2026", "2026-12-01"),
    ("29/02/2028", "2028-02-29"),
]
NO_READING = ["tomorrow", "12/2026", "30/02/2026", "2026-02-30", "31/12/1926", "01/12/26", "31/12/2026 or later", ""]


@pytest.mark.parametrize(("typed", "meant"), ONE_READING)
def test_a_date_with_one_reading_is_offered_and_not_read(typed: str, meant: str) -> None:
    assert read_day(typed) is None
    assert day_to_type(typed, "--start") == f"did you mean --start {meant}?"


def test_of_a_date_with_two_readings_both_are_offered() -> None:
    assert day_to_type("01/12/2026", "--start") == TWO_READINGS.format("--start")


@pytest.mark.parametrize("typed", NO_READING)
def test_a_date_without_a_reading_gets_the_form_and_no_day(typed: str) -> None:
    assert day_to_type(typed, "--start") == "--start YYYY-MM-DD"


def test_an_option_a_cell_and_a_stock_file_offer_the_same(tmp_path: Path) -> None:
    for typed, hint in (("31/12/2026", "did you mean {0} 2026-12-31?"), ("01/12/2026", TWO_READINGS)):
        order = ("--weight", "70", "--indication", "cidp", "--regimen", "A", "--product", "privigen")
        assert hint.format("--start") in run("dose", *order, "--start", typed).text
        table = f"key,weight_kg,indication,regimen,Start Date\na,70,cidp,A,{typed}\n"
        row = batch(tmp_path, table).row
        assert (row["status"], row["dates"]) == ("error", "")
        assert row["reason"].endswith(f"not a date as year-month-day: {hint.format('Start Date')}")
        stock = tmp_path / "stock.csv"
        stock.write_text(f"product,size_g,count,expiry\nprivigen,10,1,{typed}\n", encoding="utf-8")
        answer = run("dose", *order, "--stock", str(stock), "--start", "2026-12-01")
        assert answer.code == 65
        assert hint.format("expiry") in answer.text


@pytest.mark.parametrize(
    ("typed", "low", "unit", "says"),
    [
        ("3 weeks", 3, "weeks", "every 3 weeks"),
        ("every 4 weeks", 4, "weeks", "every 4 weeks"),
        ("1 month", 1, "months", "every month"),
        (" 21  Days ", 21, "days", "every 21 days"),
        ("3weeks", 3, "weeks", "every 3 weeks"),
    ],
)
def test_an_interval_is_a_number_of_days_weeks_or_months(typed: str, low: int, unit: str, says: str) -> None:
    found = read_interval(typed)
    assert (found.low, found.high, found.unit, found.says) == (low, low, unit, says)


@pytest.mark.parametrize(
    "typed", ["", "3", "weeks", "0 weeks", "3 to 4 weeks", "3 fortnights", "1000 days", "-3 weeks"]
)
def test_any_other_interval_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="--every"):
        read_interval(typed)


@pytest.mark.parametrize("typed", ["", "six", "-1", "2.5", "10000", "\u0663"])
def test_cycles_are_a_whole_number(typed: str) -> None:
    assert read_cycles(" 6 ") == 6
    with pytest.raises(RefusedError, match="--cycles"):
        read_cycles(typed)
