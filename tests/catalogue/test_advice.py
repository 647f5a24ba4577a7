"""Standing advice holds for every infusion: always in JSON, in one block with ``--explain``, on no first screen."""

from pathlib import Path
from typing import Final

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from tests.program import CIDP, run_once

EXPECTED: Final[dict[str, tuple[str, ...]]] = {
    "baseline": ("before", "haemoglobin", "renal function", "blood group"),
    "do-not-mix": ("before", "do not mix brands"),
    "change-of-product": ("before", "change of product", "first rate", "Gammagard S/D", "policy of this tool"),
    "vital-signs": ("during", "vital signs"),
    "adverse-effects": (
        *("during", "headache", "drowsiness", "tachycardia", "hypotension", "slow or stop"),
        *("corticosteroid", "NSAID (not at renal risk)", "fluids"),
    ),
    "observation": ("after", "20 minutes", "1 hour", "first infusion", "change of product", "long gap", "high rate"),
    "aseptic-meningitis": ("after", "aseptic meningitis", "2 days", "2 g/kg"),
    "haemolysis-inflammation": ("after", "inflammatory condition", "A, B or AB"),
    "live-vaccines": ("later", "3 months", "measles", "1 year"),
    "reassessment": ("later", "objective measures", "6 months", "yearly"),
    "how-often": ("known", "15 %", "57.7 %", "22.9 % on placebo"),
    "rare-adverse-effects": (
        *("known", "anaphylaxis", "0.05 g/L", "acute renal failure", "sepsis", "transient neutropenia"),
        *("disseminated intravascular coagulation", "hepatitis C", "parvovirus B19", "TRALI", "aseptic meningitis"),
        *("deep vein", "lung", "heart", "stroke", "pseudohyponatraemia", "arthritis", "neurodegeneration"),
    ),
    "subcutaneous": ("known", "intravenous", "not well established", "dated", "either route for maintenance in CIDP"),
    "daily-grams": ("known", "no authority", "80 g a day", "70 g a dose"),
    "first-trial": ("known", "possibly indicated", "3 months", "panel"),
}
"""When each is of use, and what leaflets, protocols, trials, provinces of Canada and the review say in it."""

BLOCK = "EVERY INFUSION"
GBS = ("dose", "--weight", "70", "--indication", "gbs")
PRIVIGEN = (*CIDP, "--product", "privigen")
SHOWN: Final[tuple[tuple[str, ...], ...]] = ((*PRIVIGEN, "--explain"), (*CIDP, "--explain"), (*CIDP, "--all"))
NOT_SHOWN: Final[tuple[tuple[str, ...], ...]] = (
    CIDP,
    PRIVIGEN,
    (*PRIVIGEN, "--product", "kiovig"),
    ("products", "--risk", "sepsis"),
)


def test_the_advice_is_what_the_sources_say(catalogue: Catalogue) -> None:
    found = {one.id: one for one in catalogue.rules.advice}
    assert set(EXPECTED) == set(found)
    for name, (about, *words) in EXPECTED.items():
        assert found[name].about == about
        assert [word for word in words if word not in found[name].text] == []


def test_advice_stands_in_the_order_in_which_it_is_needed(catalogue: Catalogue) -> None:
    when = [one.about for one in catalogue.rules.advice]
    assert sorted(when, key=["before", "during", "after", "later", "known"].index) == when


@pytest.mark.parametrize("args", [CIDP, (*CIDP, "--risk", "sepsis"), PRIVIGEN, GBS])
def test_every_dose_in_json_has_all_advice_with_its_sources(args: tuple[str, ...]) -> None:
    answer = run_once(*args, "--format", "json").json
    assert [one["rule"] for one in answer["advice"]] == list(EXPECTED)
    listed = {source["id"] for source in answer["sources"]}
    assert all(one["source"] and set(one["source"]) <= listed for one in answer["advice"])


@pytest.mark.parametrize("rule", EXPECTED)
@pytest.mark.parametrize("form", ["table", "text"])
def test_people_see_it_with_explain_and_not_on_the_first_screen(form: str, rule: str) -> None:
    for args in SHOWN:
        assert f"[{rule}]" in run_once(*args, "--format", form).text
    for args in NOT_SHOWN:
        assert f"[{rule}]" not in run_once(*args, "--format", form).text
        assert BLOCK not in run_once(*args, "--format", form).text


def test_when_to_judge_the_effect_stands_there_too_and_in_the_indication() -> None:
    """EAN/PNS 2021 in CIDP: 2 to 5 repeats before calling it ineffective."""
    words = "2 to 5 repeats of 1 g/kg every 3 weeks"
    for args in (*SHOWN, ("indications", "cidp")):
        assert words in run_once(*args).text
    assert words not in run_once(*CIDP).text
    answer = run_once(*CIDP, "--format", "json").json
    assert [one["source"] for one in answer["indication"]["reassess"] if words in one["text"]] == [
        ["eanpns21", "eanpns21inp"]
    ]


def test_an_alert_depends_on_the_patient_and_advice_does_not(catalogue: Catalogue) -> None:
    rules = catalogue.rules
    assert set() == {one.id for one in rules.advice} & {rule.id for rule in rules.limits}


def test_what_is_known_is_not_on_the_papers_of_the_bedside(catalogue: Catalogue, tmp_path: Path) -> None:
    """They have a page for the course and one for each day."""
    paper = tmp_path / "sheet.html"
    assert run_once("worksheet", *PRIVIGEN[1:], "--regimen", "A", "-o", str(paper)).code == 0
    words = paper.read_text(encoding="utf-8")
    for one in catalogue.rules.advice:
        assert (f"[{one.id}]" in words) == (one.about != "known")
