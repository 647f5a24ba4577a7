"""A typed dose that no source prints: the known mistake that makes it is named, and a dose far too small stops.

Guillain-Barré syndrome at 70 kg: labels print 0.4 g/kg daily for 5 days, 28 g a day and 140 g in all.
"""

from pathlib import Path

import pytest

from tests.program import run

GBS = ("--weight", "70", "--indication", "gbs")
MISTAKE = "dose-by-known-mistake"
LOW = "day-below-a-tenth-of-printed"
STOP = "typed-dose-below-0.01"
DAY_AS_COURSE = "the dose of one day was read as the dose of the whole course"


def cautions(*arguments: str) -> dict[str, str]:
    """The text of each caution, by its rule."""
    alerts = run(*arguments, "--format", "json").json["alerts"]
    return {alert["rule"]: alert["text"] for alert in alerts if alert["level"] == "caution"}


@pytest.mark.parametrize(
    ("dose", "order", "cause"),
    [
        (("--course", "0.4 g/kg", "--days", "5"), "0.4 g/kg in all over 5 days", DAY_AS_COURSE),
        (("--course", "28 g", "--days", "5"), "28 g in all over 5 days", DAY_AS_COURSE),
        (("--per-day", "0.4 g/kg", "--days", "1"), "0.4 g/kg once", DAY_AS_COURSE),
        (("--per-day", "5 g", "--days", "28"), "5 g daily for 28 days", "the number of days and the grams per day"),
        (("--per-day", "12.7 g", "--days", "5"), "12.7 g daily for 5 days", "in pounds for kg"),
        (("--per-day", "2.8 g", "--days", "5"), "2.8 g daily for 5 days", "was misplaced, a factor of 10"),
        (("--per-day", "14 g", "--days", "5"), "14 g daily for 5 days", "5 % for 10 %"),
    ],
)
def test_the_mistake_that_makes_a_typed_dose_is_named(dose: tuple[str, ...], order: str, cause: str) -> None:
    typed = cautions("dose", *GBS, *dose)
    assert cause in typed[MISTAKE]
    assert cautions("verify", *GBS, "--order", order)[MISTAKE] == typed[MISTAKE]


@pytest.mark.parametrize("dose", ["0.4 g/kg", "28 g", "30 g", "0.3 g/kg"])
def test_a_printed_dose_and_one_that_no_mistake_makes_have_no_caution(dose: str) -> None:
    """30 g is 28 g rounded to vials; 21 g a day is printed nowhere, and no known mistake makes it."""
    assert not cautions("dose", *GBS, "--per-day", dose, "--days", "5").keys() & {MISTAKE, LOW}


def test_strict_asks_for_a_reason() -> None:
    asked = (
        "dose",
        *GBS,
        "--course",
        "0.4 g/kg",
        "--days",
        "5",
        "--product",
        "octagam-10",
        "--region",
        "eu",
        "--strict",
    )
    assert run(*asked).code == 3
    assert run(*asked, "--ack", f"{MISTAKE}=asked the prescriber").code == 0


def test_a_worksheet_prints_the_caution(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    asked = ("--course", "0.4 g/kg", "--days", "5", "--product", "octagam-10", "--region", "eu")
    assert run("worksheet", *GBS, *asked, "--output", str(sheet)).code == 0
    assert DAY_AS_COURSE in " ".join(sheet.read_text(encoding="utf-8").split())


def test_a_row_of_a_table_has_the_caution(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(
        "weight_kg,indication,days,per_day,course\n70,gbs,5,,0.4 g/kg\n70,gbs,5,,2 g\n70,gbs,5,28 mg/kg,\n",
        encoding="utf-8",
    )
    mistaken, stopped, low = run("batch", str(table)).lines[1:4]
    assert ("caution" in mistaken, MISTAKE in mistaken) == (True, True)
    assert ("refused" in stopped, "mg/kg a day is below 0.01 g/kg" in stopped) == (True, True)
    assert ("caution" in low, LOW in low) == (True, True)


@pytest.mark.parametrize(
    ("dose", "order"),
    [
        (("--course", "2 g"), "2 g in all over 5 days"),
        (("--course", "0.04 g/kg"), "0.04 g/kg in all over 5 days"),
        (("--per-day", "0.4 g"), "0.4 g daily for 5 days"),
        (("--per-day", "0.4 mg/kg"), "0.4 mg/kg daily for 5 days"),
    ],
)
def test_a_day_below_10_mg_per_kg_stops_however_it_was_typed(dose: tuple[str, ...], order: str) -> None:
    """2 g over 5 days is 0.4 g a day, 5.7 mg/kg; 0.04 g/kg over 5 days is 8 mg/kg a day."""
    refused = run("dose", *GBS, *dose, "--days", "5", "--format", "json")
    assert (refused.code, [problem["code"] for problem in refused.json["errors"]]) == (4, [STOP])
    checked = run("verify", *GBS, "--order", order, "--format", "json").json
    stops = [alert["rule"] for alert in checked["alerts"] if alert["level"] == "stop"]
    assert (checked["outcome"], stops) == ("dangerous", [STOP])


def test_a_day_below_a_tenth_of_what_is_printed_is_a_caution() -> None:
    """28 mg/kg is 1.96 g at 70 kg, 0.07 of 28 g."""
    text = cautions("dose", *GBS, "--per-day", "28 mg/kg", "--days", "5")[LOW]
    assert "0.07 times" in text
    assert "28 g" in text
    assert cautions("verify", *GBS, "--order", "28 mg/kg daily for 5 days")[LOW] == text
