"""The first screen of a dose: 24 lines of 80 columns, what decides above the dose, and what may never be left out."""

import re
from fractions import Fraction

import pytest

from ivigcalc.api import dose as api
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.facts.indication import Range, StrongestSource
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.report.document import Paragraph, Table
from ivigcalc.report.layout import height
from ivigcalc.report.view.dose import dose_document
from tests.profiles import members, spread, together
from tests.program import CIDP, run, run_once, shipped

COMPUTED = [indication.id for indication in shipped().indications if indication.regimens]
VIALS = "VIALS per infusion day"
WEIGHTS = (3, 12, 39, 70, 99, 101, 130, 201, 299)


def dose(indication: str, *options: str, weight: str = "70", columns: int = 80) -> list[str]:
    """The lines of the screen of a dose."""
    answer = run_once("dose", "--weight", weight, "--indication", indication, *options, columns=columns)
    return (answer.out + answer.err).splitlines()


@pytest.mark.parametrize("indication", COMPUTED)
def test_the_first_screen_of_every_indication_is_24_lines_whatever_the_weight(indication: str) -> None:
    """Where a risk follows from the weight it is 30, as with a risk that is given."""
    first = COMPUTED.index(indication) % together(5)
    for weight in members(WEIGHTS[first :: together(5)]):
        made = plan(Patient(weight_kg=Fraction(weight)), Order(indication=indication), shipped())
        document = dose_document(made, shipped(), {}, show_all=False, explain=False)
        assert height(document.blocks, 80) <= (30 if made.derived else 24), weight
        lines = "\n".join(f"{block.label}  {block.text}" for block in document.blocks if isinstance(block, Paragraph))
        for alert in made.alerts:
            assert alert.level is not Level.CAUTION or alert.text in lines
        tables = [block for block in document.blocks if isinstance(block, Table)]
        assert sum(len(table.rows) for table in tables if table.name != VIALS) >= 1
        assert made.dosing_weight.needs or all(len(table.rows) >= 2 for table in tables if table.name == VIALS)


@pytest.mark.parametrize(
    ("indication", "weight"), [("cidp", "250"), ("mmn", "22"), ("le-surface", "250"), ("mg-exacerbation", "299")]
)
def test_what_is_folded_for_want_of_room_is_named(indication: str, weight: str) -> None:
    lines = dose(indication, weight=weight)
    assert len(lines) <= 24, "\n".join(lines)
    courses = run("dose", "--weight", weight, "--indication", indication, "--format", "json").json["regimens"]
    more = next(line for line in lines if line.startswith("   more: "))
    for course in courses:
        letter = course["letter"]
        row = any(line.startswith(f"{letter}  ") for line in lines)
        assert row != (f" {letter}," in more or f" {letter} (" in more), letter


@pytest.mark.parametrize("form", ["table", "text"])
def test_the_total_of_a_course_of_several_days_says_not_per_day(form: str) -> None:
    """2 g/kg over 5 and over 2 days, 1 g/kg over 2 days and on one: 70 kg."""
    said = " ".join(" ".join(dose("cidp", "--format", form)).split())
    assert said.count("140 g, NOT per day") == 2
    assert said.count("70 g, NOT per day") == 1


def test_a_deviation_from_the_prescribed_grams_stands_in_the_table() -> None:
    """By hand: 27.5 g for 28 g is -1.8 %, 27 g is -3.6 %; and 30 g is +7.1 %."""
    lines = dose("gbs")
    assert any(re.search(r"Gamunex-C 10 % .* 27\.5 +-1\.8 +275 ", line) for line in lines)
    assert any(re.search(r"Octagam 10 % .* 27 +-3\.6 +270 ", line) for line in lines)
    assert any(re.search(r"Gammaplex 10 % .* 30 +\+7\.1 +300 ", line) for line in dose("gbs", "--risk", "sodium"))


def test_at_80_columns_the_labels_stand_longer_than_what_a_preparation_holds() -> None:
    """Gamunex-C has CIDP on its US label from 18 years; at 30 kg without an age that may not be so."""
    lines = dose("cidp", "--region", "us", weight="30")
    assert any(line.startswith("Gamunex-C 10 %") and "US from 18" in line for line in lines)
    assert "some labels need an age" in " ".join(lines)
    assert any(line.startswith(VIALS) and line.endswith("label") for line in dose("cidp", "--region", "us"))


def test_the_first_infusion_day_under_next_can_be_typed() -> None:
    assert "--start 2026-12-01" in run(*CIDP, "--product", "privigen", "--regimen", "A").text.partition("NEXT")[2]


def test_a_preparation_that_may_not_be_sold_is_marked() -> None:
    assert any("Gamunex-C 10 % (sold?)  20+5" in line for line in dose("gbs", "--risk", "sodium", "--region", "eu"))


@pytest.mark.parametrize(
    ("risk", "reasons"),
    [
        ("sodium", ["19.6, 86.2 (derived), 86.2", "48.2 (derived) mmol sodium in an infusion day of 28 g"]),
        ("anti-iga", ["preparations: their labels name anti-iga", "class: every label of its kind"]),
    ],
)
def test_reasons_against_what_is_not_listed_are_never_folded(risk: str, reasons: list[str]) -> None:
    lines = dose("gbs", "--risk", risk)
    assert len(lines) <= 30
    text = " ".join(" ".join(lines).split())
    for reason in reasons:
        assert reason in text


def test_an_infant_has_a_table_too() -> None:
    lines = dose("gbs", "--age", "1 month", weight="3.3")
    assert len(lines) <= 30
    assert any(line.startswith("Octagam 10 %") and "no fit: 2 g" in line for line in lines)


@pytest.mark.parametrize("indication", COMPUTED)
def test_with_one_risk_it_is_30(indication: str) -> None:
    """By the lines that blocks take, which ``test_layout`` holds against what is printed."""
    first = COMPUTED.index(indication) % together(8)
    for risk in members([*Risk][first :: together(8)]):
        someone = TypedPatient(weight="70", height="175", risks=(risk,))
        answer = api.dose(TypedRequest(patient=someone, order=TypedOrder(indication=indication)), shipped())
        assert height(answer.document(show_all=False, explain=False).blocks, 80) <= 30, risk


def test_labels_and_guidelines_stand_before_ranges_and_trials() -> None:
    lines = dose("cidp")
    assert [line[0] for line in lines if line[1:3] == "  " and line[:1].isupper()] == ["A", "B", "C", "D"]
    assert "   more: E, F, G (range): --all" in lines
    for letter, row in {"A": "28 g daily for 5 days", "D": "70 g on 1 day every 3 weeks"}.items():
        assert any(line.startswith(f"{letter}  {row}") for line in lines)


@pytest.mark.parametrize("indication", spread(COMPUTED))
def test_every_letter_is_on_the_screen_and_means_the_same_with_all(indication: str) -> None:
    regimens = {regimen.id: regimen for regimen in shipped().indication(indication).regimens}
    printed = run("dose", "--weight", "70", "--height", "175", "--sex", "male", "--indication", indication)
    everything = run("dose", "--weight", "70", "--height", "175", "--sex", "male", "--indication", indication, "--all")
    asked = ("--height", "175", "--sex", "male", "--format", "json")
    courses = run("dose", "--weight", "70", "--indication", indication, *asked).json["regimens"]
    folded = next((line for line in printed.lines if line.startswith("   more: ")), "")
    first = {
        course["letter"]
        for course in courses
        if not isinstance(regimens[course["regimen"]], Range)
        and regimens[course["regimen"]].rests_on in {StrongestSource.LABEL, StrongestSource.GUIDELINE}
    }
    for course in members(courses):
        rows = [line for line in printed.lines if line.startswith(f"{course['letter']}  ")]
        assert len(rows) == (course["letter"] in first or not first)
        assert rows or f"{course['letter']}" in folded.replace("--all", "")
        row = next(line for line in everything.lines if line.startswith(f"{course['letter']}  "))
        assert not rows or rows[0].split("g ")[0] == row.split("g ")[0]


@pytest.mark.parametrize("indication", COMPUTED)
def test_what_decides_stands_above_the_dose(indication: str) -> None:
    said = shipped().indication(indication).decides
    answer = run("dose", "--weight", "70", "--indication", indication)
    above = " ".join(answer.out.partition("DOSE")[0].split())
    assert ("DECIDES" in above) == (said is not None)
    assert said is None or said.says in above
    as_json = run("dose", "--weight", "70", "--indication", indication, "--format", "json").json["indication"]
    assert (as_json["decides"] or {}).get("text") == (said.says if said else None)
    assert ("decides_missing" in as_json) == (said is None)


def test_a_caution_stands_above_the_dose_and_a_note_below_the_vials() -> None:
    lines = dose("gbs", weight="12")
    places = [next(n for n, line in enumerate(lines) if line.startswith(word)) for word in ("CAUTION", "DOSE", "VIALS")]
    assert places == sorted(places)
    assert next(n for n, line in enumerate(lines) if line.startswith("NOTE")) > places[-1]


def test_with_one_preparation_dose_vials_dates_time_and_alerts_are_within_24_lines() -> None:
    for indication in ("cidp", "gbs", "mmn", "dm"):
        for product in ("privigen", "octagam-10", "flebogamma-dif-5"):
            options = ("--product", product, "--regimen", "A", "--region", "eu", "--start", "2026-12-01")
            lines = dose(indication, *options)
            top = "\n".join(lines[:24])
            for part in ("28 g daily for 5 days", "2026-12-01 to 2026-12-05", "mL  ", " h ", "NOTE"):
                assert part in top, "\n".join(lines)
            assert next(n for n, line in enumerate(lines) if line.startswith("INFUSION")) <= 25


def test_standing_advice_is_one_line_and_has_its_text_with_explain() -> None:
    one = (*CIDP, "--product", "privigen", "--regimen", "A")
    assert "aseptic meningitis" not in run(*one).text
    assert "ADVICE for every infusion" in run(*one).text
    for option in ("--explain", "--all"):
        assert "aseptic meningitis" in run(*one, option).text


def test_the_reviews_time_stands_with_explain_only() -> None:
    one = (*CIDP, "--product", "privigen", "--regimen", "A")
    assert "TABLE 2" not in run(*one).text
    assert "TABLE 2" in run(*one, "--explain").text


def test_reasons_against_a_preparation_are_never_left_out() -> None:
    screen = run(*CIDP, "--risk", "proline").text
    assert "CONTRAINDICATED Privigen 10 %: label US: hyperprolinaemia" in screen
    assert "AVOID Yimmugo 10 %" in screen


def test_at_80_columns_with_a_risk_the_table_stays_a_table() -> None:
    lines = run(*CIDP, "--risk", "renal", "--region", "eu", columns=80).lines
    assert any(line.startswith("1  Gamunex-C 10 %") and "40+20+10" in line for line in lines)
    wide = run(*CIDP, "--risk", "renal", "--region", "eu", columns=120).out
    assert "US EU BR" in wide
    assert "Kiovig / Gammagard Liquid 10 %" in "\n".join(lines)


@pytest.mark.parametrize("columns", [60, 72, 80, 100, 140])
def test_a_name_is_never_broken(columns: int) -> None:
    names = {product.shown for product in shipped().products}
    text = run(*CIDP, "--risk", "iga-deficient", "--all", columns=columns).out
    for name in members(names):
        assert name in text, name


def test_a_note_that_decides_is_not_said_twice_and_those_on_children_stand_first_for_a_child() -> None:
    """Of 23 children with GBS none deteriorated early on five days, and 5 of 23 on two (the trial in children)."""
    child = run("dose", "--weight", "12", "--age", "3", "--indication", "gbs").text
    grown = run("dose", "--weight", "70", "--indication", "gbs").text
    assert "NOTE children: early deterioration in 5 of 23 on the 2-day schedule" in child
    for said in (child, grown):
        assert "second course in poor-prognosis GBS" not in said
        assert "NOTE plasma exchange right after IVIg" not in said
        assert "DECIDES one course: a second in poor prognosis gave no benefit, more harm" in said
    assert "children: early" not in grown
    assert "children: early" in run("dose", "--weight", "70", "--indication", "gbs", "--all").text


def test_a_refusal_without_a_regimen_says_what_decides() -> None:
    """Methylprednisolone comes before IVIg in an acute attack of MOGAD in children (consensus of 2020)."""
    answer = run("dose", "--weight", "70", "--indication", "mogad")
    assert (answer.code, answer.out) == (2, "")
    assert "DECIDES: acute attack in children: methylprednisolone first, IVIg or exchange second" in answer.text
