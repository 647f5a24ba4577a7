"""What other calculators get wrong (``tests/vectors/known_bad.yaml``), each a behaviour that must be right here."""

from collections.abc import Callable
from typing import Final

import pytest

from tests.program import project, run, written_down


def regimens(*args: str) -> list[tuple[str, int, str]]:
    """Grams per day, days and course total of each regimen of the answer."""
    found = run("dose", *args, "--format", "json").json["regimens"]
    return [(one["g_per_day"], one["days"], one["g_course"]) for one in found]


def or_is_two_options() -> None:
    found = regimens("--weight", "70", "--indication", "cidp")
    assert found[:2] == [("28", 5, "140"), ("70", 2, "140")]
    printed = run("dose", "--weight", "70", "--indication", "cidp").text
    assert "28 g daily for 5 days" in printed
    assert "70 g daily for 2 days" in printed
    assert "25 g daily for 2 days" not in printed


def course_is_not_a_day() -> None:
    order = ("--weight", "75", "--indication", "cidp", "--course", "2 g/kg", "--days", "5", "--start", "2026-12-01")
    assert regimens(*order) == [("30", 5, "150")]
    answer = run("dose", *order, "--product", "privigen", "--all")
    assert "150 g, NOT per day" in answer.out
    for day in range(1, 6):
        assert f"2026-12-0{day}, day {day}: " in answer.text
    assert "DOSE 150 g" not in answer.text
    stopped = run("dose", "--weight", "75", "--indication", "cidp", "--per-day", "150 g", "--days", "1")
    assert (stopped.code, stopped.out) == (4, "")


def decimal_comma() -> None:
    answer = run("dose", "--weight", "72,5", "--indication", "cidp", "--format", "json").json
    assert answer["dosing_weight"]["kg"] == "72.5"
    assert any("72,5" in read and "72.5" in read for read in answer["request"]["read"])
    assert "72,5 read as 72.5" in run("dose", "--weight", "72,5", "--indication", "cidp").text


def thousands_comma() -> None:
    answer = run("dose", "--weight", "1,000", "--indication", "cidp")
    assert (answer.code, answer.out) == (2, "")


def metres() -> None:
    answer = run("dose", "--weight", "70", "--height", "1.75", "--indication", "cidp")
    assert (answer.code, answer.out) == (4, "")
    assert "175 cm" in answer.text


def below_the_smallest_vial() -> None:
    order = ("dose", "--weight", "3", "--indication", "gbs", "--product", "privigen", "--region", "us")
    day = run(*order, "--format", "json").json["products"][0]["plans"][0]["no_fit"][0]
    assert (day["prescribed_g"], day["nearest_below_g"], day["nearest_above_g"]) == ("1.2", None, "5")
    assert day["nearest_below_g_missing"]
    answer = run(*order)
    assert answer.code == 5
    assert "nearest 5 g" in answer.text
    assert "DOSE 5 g" not in answer.text


def nearest_below_and_above() -> None:
    order = ("dose", "--weight", "17.5", "--indication", "gbs", "--product", "privigen", "--region", "us")
    day = run(*order, "--format", "json").json["products"][0]["plans"][0]["no_fit"][0]
    assert (day["prescribed_g"], day["nearest_below_g"], day["nearest_above_g"]) == ("7", "5", "10")
    answer = run(*order)
    assert answer.code == 5
    assert "5 g or 10 g" in answer.text


def cap_binds() -> None:
    answer = run("dose", "--weight", "40", "--age", "12", "--indication", "jdm", "--format", "json").json
    capped = [one for one in answer["regimens"] if one["cap_g"] is not None]
    assert ["70"] * len(capped) == [one["g_per_day"] for one in capped]
    assert capped
    assert all(one["cap_binds"] for one in capped)
    printed = run("dose", "--weight", "40", "--age", "12", "--indication", "jdm").text
    assert "at most 70 g per dose: 80 g by weight is cut to 70 g" in printed
    assert "80 g on 1 day" not in printed


def ideal_weight_of_a_man() -> None:
    kg = run(
        *("dose", "--weight", "150 lb", "--height", "170.18", "--sex", "male", "--indication", "cidp"),
        *("--weight-policy", "ideal", "--format", "json"),
    ).json["dosing_weight"]["kg"]
    assert kg == "66.1"


def ideal_weight_of_a_woman() -> None:
    kg = run(
        *("dose", "--weight", "60", "--height", "152.4", "--sex", "female", "--indication", "cidp"),
        *("--weight-policy", "ideal", "--format", "json"),
    ).json["dosing_weight"]["kg"]
    assert kg == "45.5"


def policy_is_named_and_one_day_alerts() -> None:
    man = ("dose", "--weight", "75", "--height", "178", "--sex", "male", "--indication", "cidp", "--course", "2 g/kg")
    assert "75 kg, actual weight" in run(*man, "--days", "2").text
    one_day = run(*man, "--days", "1", "--format", "json")
    assert (one_day.code, one_day.json["error"]["code"]) == (4, "day-above-1-g-per-kg")


RIGHT: Final[dict[str, Callable[[], None]]] = {
    "0.4 g/kg for 5 days or 1 g/kg a day for two days, 70 kg": or_is_two_options,
    "2 g/kg over 5 days, 75 kg": course_is_not_a_day,
    'weight "72,5" kg': decimal_comma,
    'weight "1,000"': thousands_comma,
    "height 1.75 (meant as metres)": metres,
    "dose below the smallest vial": below_the_smallest_vial,
    "regimen with a cap (jdm, 70 g per dose), 40 kg at 2 g/kg": cap_binds,
    "ideal weight, male 67 in, 150 lb": ideal_weight_of_a_man,
    "female ideal weight": ideal_weight_of_a_woman,
    "non-obese man, 2 g/kg": policy_is_named_and_one_day_alerts,
}

RATES: Final = {"infusion of 239.6 min", "total time of a laddered infusion"}
"""Entries about infusion rates, which are no part of these commands."""


def known_bad() -> list[str]:
    """The inputs of the vector file."""
    return [entry["input"] for entry in written_down(project() / "tests" / "vectors" / "known_bad.yaml")]


def test_every_entry_has_a_test() -> None:
    assert sorted({*RIGHT, *RATES}) == sorted(known_bad())


@pytest.mark.parametrize("entry", RIGHT)
def test_what_others_get_wrong_is_right(entry: str) -> None:
    RIGHT[entry]()


def test_a_day_between_two_vial_totals_names_both() -> None:
    nearest_below_and_above()
