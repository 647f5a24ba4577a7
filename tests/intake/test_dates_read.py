"""Dates that are not written as year-month-day are refused, with what they may mean: none is picked."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.dates import ReadDay, day_to_type, read_cycles, read_date, read_expiry, read_interval, read_start
from ivigcalc.intake.stock.file import read_stock_file
from tests.batch.making import batch
from tests.profiles import members
from tests.program import run, shipped

DMY, MDY = "(the day first: --dates dmy)", "(the month first: --dates mdy)"
TWO_READINGS = f"did you mean {{0}} 2026-12-01 {DMY} or {{0}} 2026-01-12 {MDY}?"

ONE_READING = [
    ("2026/12/01", "2026-12-01"),
    ("2026-1-2", "2026-01-02"),
    ("31-Dec-2026", "2026-12-31"),
    ("1 December 2026", "2026-12-01"),
    ("Dec 1, 2026", "2026-12-01"),
    ("1-dez-2026", "2026-12-01"),
    ("1 de março de 2026", "2026-03-01"),
    ("1 de diciembre de 2026", "2026-12-01"),
    ("01-Sept-2026 08:30", "2026-09-01"),
    ("1 de setiembre de 2026", "2026-09-01"),
    ("20261201", "2026-12-01"),
    ("20261201 08:30", "2026-12-01"),
    ("01DEC2026", "2026-12-01"),
    ("1dez2026", "2026-12-01"),
    ("20261201 0800", "2026-12-01"),
    ("01DEC2026 2359", "2026-12-01"),
    ("1 Dec 2026 0800", "2026-12-01"),
]
IN_FIGURES = [
    ("01/12/2026", "2026-12-01", "2026-01-12"),
    ("5.5.2026", "2026-05-05", "2026-05-05"),
    ("31/12/2026 12:00:00 AM", "2026-12-31", None),
    ("12/31/2026", None, "2026-12-31"),
    ("29/02/2028", "2028-02-29", None),
    ("12/01/2026 0800", "2026-01-12", "2026-12-01"),
    ("12/01 2026", "2026-01-12", "2026-12-01"),
]
NO_READING = ["tomorrow", "12/2026", "30/02/2026", "2026-02-30", "31/12/1926", "01/12/26", "31/12/2026 or later", ""]
NO_INTERVAL = "--every 'often' is no number of days, weeks or months from one course to the next"
NO_READING += ["1 Marble 2026", "2026-12-01 25:00", "1 ² 2026", "² 3 2026", "3 ② 2026"]
NO_READING += ["2026-12-01 2400", "2026-12-01 0860", "2026-12-01 800", "2026-12-01 0800 0900", "2026-12 0800"]


@pytest.mark.parametrize(("typed", "meant"), ONE_READING)
def test_a_date_with_one_reading_is_read_and_said(typed: str, meant: str) -> None:
    for order in ("", "dmy", "mdy"):
        assert read_date(typed, order) == ReadDay(day=date.fromisoformat(meant), echo=f"{typed} read as {meant}")


@pytest.mark.parametrize(
    "typed", ["2026-12-01", " 2026-12-01 ", "2026-12-01T08:30", "2026-12-01 0800", "2026-12-01 00:00:00.000"]
)
def test_a_date_as_year_month_day_needs_no_word(typed: str) -> None:
    assert read_date(typed) == ReadDay(day=date(2026, 12, 1), echo="")


@pytest.mark.parametrize("typed", ["2026-12-01T09:30:00Z", "2026-12-01T23:30:00+01:00", "2026-12-01 09:30 -0300"])
def test_of_a_time_with_a_zone_the_day_counts_as_written_and_is_said(typed: str) -> None:
    assert read_date(typed) == ReadDay(day=date(2026, 12, 1), echo=f"{typed} read as 2026-12-01")


@pytest.mark.parametrize(("typed", "day_first", "month_first"), IN_FIGURES)
def test_a_date_in_figures_is_read_as_the_site_writes_it(
    typed: str, day_first: str | None, month_first: str | None
) -> None:
    assert read_date(typed) is None
    for order, meant in (("dmy", day_first), ("mdy", month_first)):
        read = read_date(typed, order)
        assert (read and str(read.day)) == meant


def test_of_a_date_with_two_readings_both_are_offered() -> None:
    assert day_to_type("01/12/2026", "--start") == TWO_READINGS.format("--start")
    assert day_to_type("12/31/2026", "--start") == f"did you mean --start 2026-12-31 {MDY}?"


@pytest.mark.parametrize(
    ("number", "day"), [("46357", "2026-12-01"), ("46357.75", "2026-12-01"), ("36526", "2000-01-01")]
)
def test_a_sheet_counts_days_from_1900(number: str, day: str) -> None:
    """As LibreOffice and Excel show them: 36526 is the first day of 2000, 46357 is 9831 days later."""
    read = read_date(number)
    assert read == ReadDay(day=date.fromisoformat(day), echo=f"{number} read as {day}")
    assert (read_date("36525"), read_date("73051"), read_date("463")) == (None, None, None)


@pytest.mark.parametrize("typed", ["51226", "61226", "71226", "50000"])
def test_five_figures_that_are_likelier_day_month_and_year_are_no_day_of_a_sheet(typed: str) -> None:
    """51226 days of a sheet are in 2040; 5/12/26 without its strokes is the day before 6/12/26. 49999 is in 2036."""
    assert (read_date(typed), read_expiry(typed)) == (None, None)
    assert read_date("49999") == ReadDay(day=date(2036, 11, 20), echo="49999 read as 2036-11-20")


def test_the_number_of_a_day_is_read_and_said_on_the_command_line() -> None:
    """46357 days of a sheet are 2026-12-01, and 46722 are 365 days more."""
    typed = ("dose", "--weight", "70", "--indication", "gbs", "--product", "privigen", "--region", "eu")
    answer = run(*typed, "--start", "46357")
    assert (answer.code, answer.says("READ  --start 46357 read as 2026-12-01")) == (0, True), answer.text
    same = run(*typed, "--start", "2026-12-01", "--format", "json").json
    assert run(*typed, "--start", "46357", "--format", "json").json["check_code"] == same["check_code"]
    cycles = (*typed[:3], "--indication", "cidp", "--regimen", "C", "--product", "privigen")
    read = run(*cycles, "--start", "46357", "--until", "46722", "--format", "json").json["request"]["read"]
    assert read == ["--start 46357 read as 2026-12-01", "--until 46722 read as 2027-12-01"]
    assert run("data", "audit", "--age", "--on", "46357").out == run("data", "audit", "--age", "--on", "2026-12-01").out
    refused = run(*typed, "--start", "4635")
    assert (refused.code, refused.says("--start '4635' is not a date as year-month-day")) == (2, True)


def test_an_order_in_words_has_no_number_of_a_day() -> None:
    """There it could be anything."""
    order = ("verify", "--weight", "70", "--indication", "cidp", "--order", "28 g daily for 5 days starting 46357")
    assert run(*order).says("'starting 46357' is not understood")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-03", "2027-03-31"),
        ("2028-02", "2028-02-29"),
        ("12/2027", "2027-12-31"),
        ("03/2027", "2027-03-31"),
        ("Mar-2027", "2027-03-31"),
        ("fev 2027", "2027-02-28"),
        ("2027-03-15", "2027-03-15"),
        ("46357", "2026-12-01"),
    ],
)
def test_an_expiry_of_a_month_is_its_last_day(typed: str, day: str) -> None:
    read = read_expiry(typed)
    assert read is not None
    assert str(read.day) == day


@pytest.mark.parametrize("typed", ["2027-13", "00/2027", "xyz 2027", "03/27", "01/02/2027", "²/2027"])
def test_an_expiry_that_is_no_date_is_none(typed: str) -> None:
    assert read_expiry(typed) is None


@pytest.mark.parametrize("typed", NO_READING)
def test_a_date_without_a_reading_is_not_read(typed: str) -> None:
    assert {read_date(typed, order) for order in ("", "dmy", "mdy")} == {None}


@pytest.mark.parametrize("typed", NO_READING[:8])
def test_a_date_without_a_reading_gets_the_form_and_no_day(typed: str) -> None:
    said = "write the year in four figures, or " if typed == "01/12/26" else ""
    assert day_to_type(typed, "--start") == f"{said}--start YYYY-MM-DD"


@pytest.mark.parametrize(
    ("typed", "order", "why"),
    [
        ("31/02/2026", "dmy", "is no day that there is"),
        ("2026-11-31", "", "is no day that there is"),
        ("20261131", "", "is no day that there is"),
        ("31NOV2026", "", "is no day that there is"),
        ("31122026", "dmy", "is not a date as year-month-day"),
        ("202612", "", "is not a date as year-month-day"),
        ("31/02/2026 08:00", "", "is no day that there is"),
        ("01/12/26", "dmy", "has a year of fewer than four digits"),
        ("01/12/26 0800", "dmy", "has a year of fewer than four digits"),
        ("1-Dec-26", "", "has a year of fewer than four digits"),
        ("12/13/2026", "dmy", "is no day as --dates dmy has it"),
        ("13/12/2026", "mdy", "is no day as --dates mdy has it"),
        ("13/12/2026", "", "is not a date as year-month-day"),
        ("01/12/1926", "dmy", "is not a day of this century"),
        ("next week", "dmy", "is not a date as year-month-day"),
    ],
)
def test_a_date_that_is_refused_says_why(typed: str, order: str, why: str) -> None:
    with pytest.raises(RefusedError, match=re.escape(f"--start {typed!r} {why}")):
        read_start(typed, order)


def test_an_option_a_cell_and_a_stock_file_offer_the_same(tmp_path: Path) -> None:
    no_date, two = "is not a date as year-month-day", "may be 1 December or 12 January"
    one_reading = f"did you mean {{0}} 2026-12-31 {DMY}?"
    for typed, why, hint in (("31/12/2026", no_date, one_reading), ("01/12/2026", two, TWO_READINGS)):
        order = ("--weight", "70", "--indication", "cidp", "--regimen", "A", "--product", "privigen")
        refused = run("dose", *order, "--start", typed)
        assert (f"--start {typed!r} {why}" in refused.text, hint.format("--start") in refused.text) == (True, True)
        table = f"key,weight_kg,indication,regimen,Start Date\na,70,cidp,A,{typed}\n"
        row = batch(tmp_path, table).row
        assert (row["status"], row["dates"]) == ("error", "")
        assert row["reason"].endswith(f"{typed!r} {why}: {hint.format('Start Date')}")
        stock = tmp_path / "stock.csv"
        stock.write_text(f"product,size_g,count,expiry\nprivigen,10,1,{typed}\n", encoding="utf-8")
        answer = run("dose", *order, "--stock", str(stock), "--start", "2026-12-01")
        assert answer.code == 65
        assert hint.format("expiry") in answer.text
        assert f"expiry {typed!r} {why} (the last day of use)" in answer.text


@pytest.mark.parametrize(
    ("typed", "order", "code", "why"),
    [
        ("01/12/2026", "", "ambiguous-date", "may be 1 December or 12 January"),
        ("7-8-2027 08:30", "", "ambiguous-date", "may be 7 August or 8 July"),
        ("13/12/2026", "", "not-a-date", "is not a date as year-month-day"),
        ("05/05/2026", "", "not-a-date", "is not a date as year-month-day"),
        ("01/13/2026", "dmy", "not-a-date", "is no day as --dates dmy has it"),
    ],
)
def test_only_what_may_be_two_days_is_said_to_be_two(
    tmp_path: Path, typed: str, order: str, code: str, why: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        read_start(typed, order)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (code, f"--start {typed!r} {why}")
    stock = tmp_path / "stock.csv"
    stock.write_text(f"product,size_g,count,expiry\nprivigen,10,1,{typed}\n", encoding="utf-8")
    with pytest.raises(RefusedError) as caught:
        read_stock_file(str(stock), shipped(), order)
    (problem,) = caught.value.problems
    assert problem.code == (code if code == "ambiguous-date" else "bad-stock")
    assert problem.message.endswith(f"expiry {typed!r} {why} (the last day of use)")


@pytest.mark.parametrize(
    ("typed", "low", "unit", "says"),
    [
        ("3 weeks", 3, "weeks", "every 3 weeks"),
        ("every 4 weeks", 4, "weeks", "every 4 weeks"),
        ("1 month", 1, "months", "every month"),
        (" 21  Days ", 21, "days", "every 21 days"),
        ("3weeks", 3, "weeks", "every 3 weeks"),
        ("3 semanas", 3, "weeks", "every 3 weeks"),
        ("a cada 4 semanas", 4, "weeks", "every 4 weeks"),
        ("cada 2 meses", 2, "months", "every 2 months"),
        ("1 mês", 1, "months", "every month"),
        ("21 días", 21, "days", "every 21 days"),
        ("3 \u017femanas", 3, "weeks", "every 3 weeks"),
        *(("q3w", 3, "weeks", "every 3 weeks"), ("Q4W", 4, "weeks", "every 4 weeks")),
        *(("q 3 weeks", 3, "weeks", "every 3 weeks"), ("q3wks", 3, "weeks", "every 3 weeks")),
        *(
            ("q21d", 21, "days", "every 21 days"),
            ("28d", 28, "days", "every 28 days"),
            ("1 wk", 1, "weeks", "every week"),
        ),
        *(("2 mo", 2, "months", "every 2 months"), ("monthly", 1, "months", "every month")),
        *(("Weekly", 1, "weeks", "every week"), ("mensal", 1, "months", "every month")),
    ],
)
def test_an_interval_is_a_number_of_days_weeks_or_months(typed: str, low: int, unit: str, says: str) -> None:
    found = read_interval(typed)
    assert (found.low, found.high, found.unit, found.says) == (low, low, unit, says)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "3", "weeks", "0 weeks", "3 to 4 weeks", "3 fortnights", "1000 days", "-3 weeks", "3 sem"),
        *("q3", "q3h", "q3m", "3m", "3 weekly", "bimonthly", "q3-4w", "q3w x6", "3x/week", "q3w or q4w"),
    ],
)
def test_any_other_interval_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="--every"):
        read_interval(typed)


@pytest.mark.parametrize("typed", ["", "six", "-1", "2.5", "10000", "\u0663"])
def test_cycles_are_a_whole_number(typed: str) -> None:
    assert read_cycles(" 6 ") == 6
    with pytest.raises(RefusedError, match="--cycles"):
        read_cycles(typed)


def test_an_option_or_a_formulary_says_how_dates_are_written(tmp_path: Path) -> None:
    order = (
        "--weight",
        "70",
        "--indication",
        "cidp",
        "--regimen",
        "A",
        "--product",
        "privigen",
        "--start",
        "01/12/2026",
    )
    site = tmp_path / "site.yaml"
    site.write_text("site: Somewhere\ndates: dmy\n", encoding="utf-8")
    for more, day in (
        (("--dates", "dmy"), "2026-12-01"),
        (("--dates", "MDY"), "2026-01-12"),
        (("--formulary", str(site)), "2026-12-01"),
        (("--formulary", str(site), "--dates", "mdy"), "2026-01-12"),
    ):
        answer = run("dose", *order, *more, "--format", "json").json
        assert (answer["request"]["start"], answer["request"]["read"]) == (day, [f"--start 01/12/2026 read as {day}"])
        table = "key,weight_kg,indication,regimen,product,Start Date\na,70,cidp,A,privigen,01/12/2026\n"
        row = batch(tmp_path, table, *more).row
        assert (row["dates"].partition(";")[0], row["read"]) == (day, f"Start Date 01/12/2026 read as {day}")
    assert "dates" in run("config", "show", "--formulary", str(site)).text
    wrong = run("dose", *order, "--dates", "ymd")
    assert (wrong.code, "dmy, mdy" in wrong.text) == (2, True)


def test_a_stock_file_says_how_its_dates_were_read(tmp_path: Path) -> None:
    stock = tmp_path / "stock.csv"
    rows = "".join(f"Privigen,10 g,3.0,0{month}/2027,L{month}\n" for month in range(1, 8))
    stock.write_text(f"Item,Size,On hand,Exp,Lot\n{rows}Privigen,20 g,1,01/02/2027,Z\n", encoding="utf-8")
    typed = ("vials", "30", "--product", "privigen", "--stock", str(stock), "--start", "2026-12-01")
    assert "expiry '01/02/2027' may be 1 February or 2 January" in run(*typed).text
    read = run(*typed, "--dates", "dmy", "--format", "json").json["request"]["read"]
    assert read[0] == "expiry 01/2027 read as 2027-01-31"
    assert read[-1] == "and 3 more that were read so"


@pytest.mark.parametrize(
    ("read", "said", "hint"),
    [
        (lambda: read_cycles("six"), "--cycles 'six' is not a whole number of cycles", "--cycles 6"),
        (lambda: read_interval("often"), NO_INTERVAL, '--every "3 weeks"'),
        (lambda: read_start("Mar-27"), "--start 'Mar-27' has no day, or no year of four digits", "--start YYYY-MM-DD"),
        (
            lambda: read_start("2027-03"),
            "--start '2027-03' has no day, or no year of four digits",
            "--start YYYY-MM-DD",
        ),
        (lambda: read_start("x"), "--start 'x' is not a date as year-month-day", "--start YYYY-MM-DD"),
        (
            lambda: read_start("12/31/2026", "dmy", field="--until"),
            "--until '12/31/2026' is no day as --dates dmy has it",
            f"did you mean --until 2026-12-31 {MDY}?",
        ),
    ],
)
def test_a_refused_date_or_interval_says_what_to_type(read: Callable[[], object], said: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read()
    (problem,) = caught.value.problems
    assert (problem.message, problem.next, problem.field) == (said, hint, said.partition(" ")[0])
    assert problem.code in {"not-a-number", "not-an-interval", "not-a-date"}


@pytest.mark.parametrize("number", range(1, 13))
def test_an_expiry_of_each_month_is_its_last_day(number: int) -> None:
    """2027 has no 29th of February."""
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    read = read_expiry(f"2027-{number:02}")
    assert read is not None
    assert read.day == date(2027, number, days[number - 1])
    assert read.echo == f"2027-{number:02} read as {read.day}"


def test_months_are_known_by_their_names_and_what_these_are_shortened_to() -> None:
    names = {
        "en": "January February March April May June July August September October November December",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    }
    for words in members(names.values()):
        for number, name in members(enumerate(words.split(), start=1)):
            for month in members((name, name[:3], name[:4], name.upper())):
                read = read_date(f"2 {month} 2027")
                assert read == ReadDay(day=date(2027, number, 2), echo=f"2 {month} 2027 read as 2027-{number:02}-02")


@pytest.mark.parametrize("cycles", [1, 60, 9999])
def test_a_number_of_cycles_is_read(cycles: int) -> None:
    assert read_cycles(f" {cycles} ") == cycles
