"""The worksheet: whole, escaped, without anything from outside; what it says of the order and leaves to write."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.rule import Level
from ivigcalc.report.english import TEXTS
from ivigcalc.report.sheet.words import AT_THE_BEDSIDE
from ivigcalc.report.sheet.worksheet import worksheet
from tests.core.making import order, patient
from tests.program import process, run
from tests.report.sheet.plans import PLANS, REASON, Reader, sheet_of, words_of


@pytest.mark.parametrize("name", PLANS)
def test_every_tag_is_closed_and_nothing_comes_from_outside(name: str, tmp_path: Path) -> None:
    sheet = sheet_of(*words_of(name, tmp_path))
    Reader(sheet)
    assert sheet.isascii()
    for outside in ("src=", "href=", "http", "<script", "url(", "@import"):
        assert outside not in sheet


@pytest.mark.parametrize("name", PLANS)
def test_every_alert_and_reason_is_there_with_its_rule_and_the_code_on_every_sheet(name: str, tmp_path: Path) -> None:
    given = words_of(name, tmp_path)
    answer = run("dose", *given, "--format", "json").json
    read = Reader(sheet_of(*given))
    looked_at = [element.text for element in read.elements if element.css == "look"]
    product = answer["products"][0]
    for said in (*answer["alerts"], *product["reasons"]):
        shown = [text for text in looked_at if said["text"] in text and text.endswith(f"[{said['rule']}]")]
        assert len(shown) == 1, said
        assert shown[0].startswith(said["level"].upper())
    days = len(product["plans"][0]["days"])
    assert read.texts("span").count(answer["check_code"]) == days + 1
    assert f"IVIg worksheet {answer['check_code']}" in read.texts("title")[0]


def test_texts_that_people_typed_are_escaped(tmp_path: Path) -> None:
    sheet = sheet_of(*words_of("off label", tmp_path))
    assert "<b>&" not in sheet
    assert any(REASON in text for text in Reader(sheet).texts("p"))
    sheet = sheet_of(*words_of("stock with lots", tmp_path))
    assert "<i>&P4890" in Reader(sheet).texts("td")
    sheet = sheet_of(*words_of("loosened formulary", tmp_path))
    loosened = [text for text in Reader(sheet).texts("p") if text.startswith("LOOSENED")]
    assert loosened[0].startswith("LOOSENED day-above-1-g-per-kg: above 1.2")
    assert any("General <Hospital>" in text for text in Reader(sheet).texts("p"))


def test_letters_that_are_not_seen_are_shown() -> None:
    sheet = sheet_of(*PLANS["off label"][:-5], "abc\u202ecba", "--region", "eu")
    assert "abc\\u202ecba" in sheet


def test_an_acknowledged_caution_has_its_reason(tmp_path: Path) -> None:
    given = words_of("ten alerts", tmp_path)
    read = Reader(sheet_of(*given, "--ack", "loop-diuretic=stopped <today>"))
    assert any("ACKNOWLEDGED: stopped <today>" in text for text in read.texts("p"))


def test_days_have_dates_with_weekdays_or_a_place_to_write_them() -> None:
    dated = Reader(sheet_of(*PLANS["plain"])).texts("td")
    assert [text for text in dated if text.startswith("2026-")] == [
        *("2026-12-01 Tue", "2026-12-02 Wed", "2026-12-03 Thu", "2026-12-04 Fri", "2026-12-05 Sat")
    ]
    undated = Reader(sheet_of(*PLANS["no date"])).texts("td", "span")
    assert undated.count("____-__-__") == 5 + 5


def test_two_people_have_a_place_to_sign_and_a_box_for_each_check() -> None:
    read = Reader(sheet_of(*PLANS["plain"], "--pages", "course"))
    assert {"Pharmacist: name, date, time", "Second check: name, date, time"} <= {*read.texts("p")}
    cells = read.texts("th", "td")
    boxes = cells[cells.index("second, on their own") + 1 :]
    assert cells.count("first") == cells.count("second, on their own") == 1
    assert [boxes[at + 1 : at + 3] for at in range(0, 18, 3)] == [["", ""]] * 6
    assert "dose per day against the course total" in boxes[:18:3]


def test_pages() -> None:
    heads = {
        pages: Reader(sheet_of(*PLANS["plain"], "--pages", pages)).texts("h1") for pages in ("all", "course", "days")
    }
    records = [f"Infusion record: day {day} of 5" for day in range(1, 6)]
    assert heads == {
        "all": ["IVIg course: pharmacy worksheet", *records],
        "course": ["IVIg course: pharmacy worksheet"],
        "days": records,
    }


def test_where_no_rate_beyond_the_first_is_known_none_is_printed_and_no_plot_drawn() -> None:
    sheet = sheet_of(*PLANS["risk without a figure"])
    read = Reader(sheet)
    assert "<svg" not in sheet
    assert {element.text for element in read.elements if element.css == "big" and element.name == "td"} == {
        "27.5 g",
        "21",
        "",
    }
    assert sum(text.startswith("RATE start at 21 mL/h") for text in read.texts("p")) == 5


def test_where_no_rate_is_known_the_reason_stands_and_there_are_rows_to_write_in() -> None:
    read = Reader(sheet_of(*PLANS["no rate"]))
    assert sum(text.startswith("NO RATE") for text in read.texts("p")) == 5
    assert {element.text for element in read.elements if element.css == "big" and element.name == "td"} == {
        "27.5 g",
        "",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (PLANS["plain"], "PATIENT CIDP. Risks: none given."),
        (
            PLANS["risk without a figure"],
            "PATIENT CIDP. Risks: renal. Hydrate first; minimum rate practicable. No NSAID.",
        ),
        (
            (*PLANS["plain"], "--height", "150", "--age", "40"),
            "PATIENT CIDP. Risks: renal, thrombosis, overweight. Hydrate first; minimum rate practicable. No NSAID.",
        ),
        (PLANS["no date"], "PATIENT MMN. Risks: none given. Maltose: some glucose meters read falsely high."),
        (
            (*PLANS["no date"], "--risk", "diabetes", "--risk", "iga-deficient", "--risk", "loop-diuretic"),
            (
                "PATIENT MMN. Risks: iga-deficient, renal, thrombosis, diabetes, loop-diuretic. No loop diuretic. "
                "Hydrate first; minimum rate practicable. No NSAID. IgA deficient: severe anaphylaxis can occur. "
                "Maltose: some glucose meters read falsely high."
            ),
        ),
    ],
)
def test_a_record_says_near_its_head_what_of_the_patient_bears_on_the_infusion(
    words: tuple[str, ...], said: str
) -> None:
    days = len(run("dose", *words, "--format", "json").json["products"][0]["plans"][0]["days"])
    assert Reader(sheet_of(*words)).texts("p").count(said) == days


def test_what_stands_at_the_bedside_is_of_rules_that_there_are(catalogue: Catalogue) -> None:
    known = {rule.id for rule in (*catalogue.rules.limits, *catalogue.rules.verdicts)}
    assert AT_THE_BEDSIDE.keys() <= known
    of_rates = {rule.id for rule in catalogue.rules.limits if rule.of_rate and rule.level is Level.CAUTION}
    beside_the_rates = {"rate-without-figure", "rate-unknown-at-risk"}
    assert of_rates - beside_the_rates <= AT_THE_BEDSIDE.keys(), "a caution about a rate belongs on the record"


def test_without_a_rate_the_record_says_that_labels_ask_for_the_minimum_at_risk() -> None:
    texts = Reader(sheet_of(*PLANS["no rate"], "--risk", "renal")).texts("p")
    assert sum(text.endswith("Minimum rate practicable for this patient: renal.") for text in texts) == 5
    assert not any("Minimum rate practicable" in text for text in Reader(sheet_of(*PLANS["no rate"])).texts("p"))


def test_what_is_opened_and_not_given_is_to_be_discarded() -> None:
    read = Reader(sheet_of("--weight", "61", *PLANS["plain"][2:], "--round", "exact"))
    assert sum(text == "DISCARD 15.6 g (156 mL): opened, not given." for text in read.texts("p")) == 5
    cells = [text.replace("\u00a0", " ") for text in read.texts("td")]
    assert cells.count("1 x 40 g (15.6 g left over)") == 5


def test_the_time_of_observation_is_that_of_the_standing_advice(catalogue: Catalogue) -> None:
    advice = next(advice.text for advice in catalogue.rules.advice if advice.id == "observation")
    assert "20 min" in TEXTS["observed"]
    assert "20 minutes" in advice
    assert "1 h:" in TEXTS["observed"]
    assert "1 hour" in advice


def test_the_same_input_gives_the_same_bytes_wherever_it_is_printed() -> None:
    here = sheet_of(*PLANS["plain"])
    env = {
        **os.environ,
        "LC_ALL": "pt_BR.UTF-8",
        "LANG": "pt_BR",
        "LANGUAGE": "pt",
        "TZ": "Asia/Tokyo",
        "PYTHONHASHSEED": "7",
    }
    call = process("worksheet", *PLANS["plain"], "-o", "-")
    there = subprocess.run(call, capture_output=True, env=env, check=True)
    assert there.stdout.decode("ascii") == here


def test_a_sheet_of_five_days_takes_some_thousand_steps_and_some_kilobytes(catalogue: Catalogue) -> None:
    made = plan(patient(70), order(region=Region.EU, regimen="A"), catalogue)
    assert made.chosen is not None
    steps = Counter[str]()
    sys.setprofile(lambda _frame, event, _about: steps.update([event]))
    try:
        sheet = worksheet(made, made.chosen, catalogue, {})
    finally:
        sys.setprofile(None)
    assert len(sheet) < 60_000
    assert steps["call"] + steps["c_call"] < 60_000


def test_what_is_discarded_makes_up_whole_vials_with_the_dose_in_the_figures_shown() -> None:
    """154 lb = 69.85 kg, 0.4 g/kg: 27.941 g of 40 g opened leave 12.059 g, of 100 mg/mL 120.6 mL."""
    read = Reader(sheet_of("--weight", "154 lb", *PLANS["plain"][2:], "--round", "exact"))
    assert "1 x 40 g (12.059 g left over)" in [text.replace("\u00a0", " ") for text in read.texts("td")]
    assert sum(text == "DISCARD 12.059 g (120.6 mL): opened, not given." for text in read.texts("p")) == 5
    assert "27.941 g" in read.texts("td")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "not given"),
        (("--blood-group", "A"), "A, IgA level not given"),
        (("--iga", "0.04 g/L"), "group not given, IgA 0.04 g/L"),
        (("--blood-group", "AB", "--iga", "0.9 g/L"), "AB, IgA 0.9 g/L"),
    ],
)
def test_what_of_the_blood_was_not_given_is_said_beside_what_was(given: tuple[str, ...], said: str) -> None:
    assert said in Reader(sheet_of(*PLANS["plain"], *given)).texts("dd")
