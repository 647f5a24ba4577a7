"""FHIR: valid in R4B and R5, one dose a day however it is read, and the figures of the JSON."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.bundle import Bundle as BundleOfR5
from fhir.resources.medicationrequest import MedicationRequest as RequestOfR5
from fhir.resources.operationoutcome import OperationOutcome as OutcomeOfR5
from fhir.resources.R4B.bundle import Bundle as BundleOfR4
from fhir.resources.R4B.medicationrequest import MedicationRequest as RequestOfR4
from fhir.resources.R4B.operationoutcome import OperationOutcome as OutcomeOfR4
from hypothesis import assume, given
from pydantic import ValidationError
from ucumvert import get_ucum_parser

from tests.profiles import examples, members
from tests.program import run
from tests.report.fhir_plans import EU, PLANS, file_of, kept_files
from tests.report.sheet.test_figures import orders

RELEASES: dict[str, tuple[Any, ...]] = {
    "fhir-r4": (BundleOfR4, RequestOfR4, OutcomeOfR4),
    "fhir-r5": (BundleOfR5, RequestOfR5, OutcomeOfR5),
}
REQUIRED = {
    "status": {"active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"},
    "intent": {
        "proposal",
        "plan",
        "order",
        "original-order",
        "reflex-order",
        "filler-order",
        "instance-order",
        "option",
    },
}
"""The codes that both releases require (hl7.org/fhir/R4/valueset-medicationrequest-status.html and -intent.html)."""
ISSUES = {"invalid", "required", "business-rule"}
"""Of those that hl7.org/fhir/R4/valueset-issue-type.html has."""


@cache
def bundle(plan: str, release: str) -> Any:
    """The bundle of a plan."""
    return json.loads(run("dose", *PLANS[plan], "--format", release).out, parse_float=Decimal)


def stated_days(resources: list[Any]) -> list[tuple[str, ...]]:
    """What the requests say of each day: date, grams ordered, given and opened, millilitres; one dose a day."""
    stated = []
    for request in resources:
        (dosage,) = request["dosageInstruction"]
        assert "sequence" not in dosage
        (on,) = dosage["timing"]["event"]
        assert [*dosage["timing"]] == ["event"]
        ordered, calculated = dosage["doseAndRate"]
        assert [one["type"]["coding"][0]["code"] for one in (ordered, calculated)] == ["ordered", "calculated"]
        grams = [str(one["doseQuantity"]["value"]) for one in (ordered, calculated)]
        opened = str(request["dispenseRequest"]["quantity"]["value"])
        volume = dosage["text"].partition(" mL) once on ")[0].partition(" g (")[2]
        assert dosage["text"].startswith(f"DOSE {grams[1]} g ({volume} mL) once on {on}, intravenous: ")
        stated.append((on, *grams, opened, volume))
    return stated


def requests(plan: str, release: str) -> list[Any]:
    """The requests of a plan."""
    return [entry["resource"] for entry in bundle(plan, release)["entry"]]


def days_of(words: tuple[str, ...]) -> Iterator[tuple[str, str, str, str, str]]:
    """Of each infusion day its date, grams ordered, given and opened, and millilitres, as JSON has them."""
    answer = run("dose", *words, "--format", "json").json
    if "repeat" in answer:
        planned = [day for cycle in answer["repeat"]["cycles"] for day in cycle["days"]]
        made = [day for cycle in answer["repeat"]["products"][0]["cycles"] for day in cycle["days"]]
    else:
        planned = made = answer["products"][0]["plans"][0]["days"]
    for ordered, day in zip(planned, made, strict=True):
        yield ordered["date"], ordered["prescribed_g"], day["dispensed_g"], day["opened_g"], day["volume_ml"]


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_is_valid(plan: str, release: str) -> None:
    text = run("dose", *PLANS[plan], "--format", release).out
    assert text.isascii()
    RELEASES[release][0].model_validate_json(text)
    for request in requests(plan, release):
        RELEASES[release][1].model_validate_json(json.dumps(request, default=float))
        assert {name: request[name] in codes for name, codes in REQUIRED.items()} == dict.fromkeys(REQUIRED, True)


@pytest.mark.parametrize(("plan", "release"), kept_files())
def test_the_files_kept_are_what_is_printed_byte_for_byte_and_valid(plan: str, release: str) -> None:
    kept = file_of(plan, release).read_bytes()
    assert run("dose", *PLANS[plan], "--format", release).out.encode() == kept, "python -m tests.report.fhir_plans"
    RELEASES[release][0].model_validate_json(kept)


@pytest.mark.parametrize("plan", PLANS)
def test_a_request_of_one_release_is_none_of_the_other(plan: str) -> None:
    for (_, release), other in zip(RELEASES.items(), ("fhir-r5", "fhir-r4"), strict=True):
        with pytest.raises(ValidationError):
            release[1].model_validate_json(json.dumps(requests(plan, other)[0], default=float))


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("plan", PLANS)
def test_it_states_one_dose_a_day_with_the_figures_of_the_json(plan: str, release: str) -> None:
    assert stated_days(requests(plan, release)) == [*days_of(PLANS[plan])]


@given(words=orders())
@examples(120)
def test_the_figures_are_those_of_the_json(words: list[str]) -> None:
    dated = [*words, *(() if "--start" in words else ("--start", "2027-02-26"))]
    answer = run("dose", *dated, "--format", "json")
    assume(answer.code == 0 and answer.json["check_code"])
    resources = [entry["resource"] for entry in json.loads(run("dose", *dated, "--format", "fhir-r5").out)["entry"]]
    days = answer.json["products"][0]["plans"][0]["days"]
    assert stated_days(resources) == [*days_of(tuple(dated))]
    for request, day in zip(resources, days, strict=True):
        (dosage,) = request["dosageInstruction"]
        steps = [one for one in day["ladder"] or [] if one["for_this_risk"]]
        figures = [f"{one['ml_per_h']} mL/h" for one in steps]
        assert [figure for figure in figures if figure not in dosage["text"]] == []
        rates = dosage["doseAndRate"][1].get("rateRange")
        whole = bool(steps) and day["infusion_minutes"] is not None
        assert bool(rates) == whole
        if whole:
            ends = [str(rates[end]["value"]) for end in ("low", "high")]
            assert ends == [steps[0]["ml_per_h"], max(steps, key=lambda one: Decimal(one["ml_per_h"]))["ml_per_h"]]


def test_a_rate_is_that_of_the_pump_and_stands_in_the_text() -> None:
    (dosage,) = requests("cidp", "fhir-r4")[0]["dosageInstruction"]
    rates = dosage["doseAndRate"][1]["rateRange"]
    assert (rates["low"]["value"], rates["high"]["value"]) == (21, 336)
    assert dosage["text"].endswith(
        "intravenous: 21 mL/h for 30 min; then 42 mL/h for 30 min; then 84 mL/h for 30 min; "
        "then 168 mL/h for 30 min; then 336 mL/h for 21 min, to the end"
    )


@pytest.mark.parametrize(
    ("plan", "end"), [("risk without a figure", "start at 21 mL/h; beyond it "), ("no ladder", "")]
)
def test_without_a_sourced_rate_there_is_no_range(plan: str, end: str) -> None:
    for request in members(requests(plan, "fhir-r5")):
        (dosage,) = request["dosageInstruction"]
        assert [*dosage["doseAndRate"][1]] == ["type", "doseQuantity"]
        assert dosage["text"].endswith(f"intravenous: {end}no sourced rate")


def quantities(value: Any) -> Iterator[Any]:
    """Every quantity in a resource."""
    if isinstance(value, dict):
        if value.get("system") == "http://unitsofmeasure.org":
            yield value
        for one in value.values():
            yield from quantities(one)
    elif isinstance(value, list):
        for one in value:
            yield from quantities(one)


@pytest.mark.parametrize("plan", PLANS)
def test_units_are_of_ucum(plan: str) -> None:
    parser = get_ucum_parser()
    units = {quantity["code"] for quantity in quantities(bundle(plan, "fhir-r4"))}
    assert {"g"} <= units <= {"g", "mL/h"}
    for unit in units:
        parser.parse(unit)


def test_the_name_of_the_medicine_stands_in_the_rendered_instruction_of_r5_alone() -> None:
    of_r4, of_r5 = requests("cidp", "fhir-r4")[0], requests("cidp", "fhir-r5")[0]
    assert "Privigen" not in of_r4["dosageInstruction"][0]["text"]
    name = of_r5["medication"]["concept"]["text"]
    assert name == "human normal immunoglobulin, Privigen 10 %"
    assert of_r5["renderedDosageInstruction"] == f"{name}: {of_r5['dosageInstruction'][0]['text']}"


def test_alerts_the_course_and_the_check_code_stand_in_the_notes() -> None:
    answer = run("dose", *PLANS["cidp"], "--format", "json").json
    notes = [note["text"] for note in requests("cidp", "fhir-r4")[0]["note"]]
    for alert in answer["alerts"]:
        assert f"{alert['level'].upper()}: {alert['text']} [{alert['rule']}]" in notes
    assert notes[-1].startswith(f"course 137.5 g in all, NOT per day; check code {answer['check_code']}; ")
    assert "OFF LABEL: <b>agreed & noted" in [note["text"] for note in requests("off label", "fhir-r4")[0]["note"]]


@pytest.mark.parametrize("release", RELEASES)
def test_each_request_names_its_day_its_cycle_its_vials_and_their_strength(release: str) -> None:
    """70 kg, 1 g/kg over two days: 35 g of Kiovig each day, 30 g and 5 g, of 100 mg/mL; three times."""
    first = [request["note"][0]["text"] for request in requests("cycles", release)]
    vials = "1 x 30 g + 1 x 5 g, opened 35 g, of 100 mg/mL"
    assert first == [f"day {day} of 2, cycle {cycle} of 3: {vials}" for cycle in (1, 2, 3) for day in (1, 2)]
    assert requests("cidp", release)[4]["note"][0]["text"].startswith("day 5 of 5: 1 x 20 g + 1 x 5 g + 1 x 2.5 g")


def test_identifiers_follow_from_the_check_code_and_the_day() -> None:
    days = [entry["fullUrl"] for entry in bundle("cycles", "fhir-r4")["entry"]]
    assert len({*days}) == len(days) == 6
    assert days == [entry["fullUrl"] for entry in bundle("cycles", "fhir-r5")["entry"]]
    assert len({request["groupIdentifier"]["value"] for request in requests("cycles", "fhir-r4")}) == 1


def test_the_course_is_named_apart_from_all_its_cycles() -> None:
    """Three cycles of two days; the course is what one of them gives, as the calendar and the screen say."""
    last = requests("cycles", "fhir-r4")[0]["note"][-1]["text"]
    grams = [Decimal(found) for found in re.findall(r"([0-9.]+) g", last)]
    assert f"g in all, NOT per day; 3 cycles {grams[1]} g; check code" in last
    assert 3 * grams[0] == grams[1]


def notes_of(*words: str) -> list[list[str]]:
    """The notes of each request."""
    resources = [entry["resource"] for entry in json.loads(run("dose", *words, "--format", "fhir-r4").out)["entry"]]
    return [[note["text"] for note in request["note"]] for request in resources]


def test_each_cycle_names_the_grams_of_its_own_course(tmp_path: Path) -> None:
    """75 kg, 37.5 g on two days: one vial of 5 g makes 35 g once; without it each day is 40 g, and a course 80 g."""
    stock = tmp_path / "stock.csv"
    stock.write_text("product,size_g,count\nprivigen,20,4\nprivigen,10,20\nprivigen,5,1\n", encoding="utf-8")
    order = ("--weight", "75", "--indication", "cidp", "--product", "privigen", "--regimen", "C", *EU)
    notes = notes_of(*order, "--cycles", "3", "--stock", str(stock))
    courses = [one[-1].partition(" g in all")[0] for one in notes]
    assert courses == ["course 75"] * 2 + ["course 80"] * 4
    uneven = [[text for text in one if text.startswith("UNEVEN")] for one in notes]
    assert uneven == [["UNEVEN: 35 g on day 1, 40 g on day 2."]] * 2 + [[]] * 4


LIMITED = ("--weight", "70", "--indication", "cidp", "--product", "octagam-10", "--regimen", "A", *EU)
STATED = {
    "limit of a risk": (*LIMITED, "--risk", "diabetes"),
    "first infusion": (*LIMITED, "--first"),
    "no figure": PLANS["risk without a figure"],
    "no ladder": PLANS["no ladder"],
    "part of a vial": ("--weight", "71", *PLANS["cidp"][2:], "--round", "exact"),
    "lots": PLANS["uneven days from stock"],
    "after tolerance": (*LIMITED, "--tolerated"),
    "old label": ("--weight", "70", *LIMITED[2:4], "--product", "gamunex-c", "--regimen", "A", "--start", EU[-1]),
}


@pytest.mark.parametrize("order", STATED)
def test_what_the_json_says_of_rates_vials_and_patient_stands_in_the_notes(order: str) -> None:
    answer = run("dose", *STATED[order], "--format", "json").json
    days = answer["products"][0]["plans"][0]["days"]
    for day, notes in members(zip(days, notes_of(*STATED[order]), strict=True)):
        text = "\n".join(notes).replace("\N{NO-BREAK SPACE}", " ")
        said = [limit["says"] for limit in day.get("limits", [])]
        said += [day["ladder_missing"]] if day["ladder"] is None else [day["ladder_label"]["says"]]
        said += [day["ladder_label"]["after"]] if day["ladder"] is not None else []
        said += [f"DISCARD {day['discarded_g']} g"] if day["discarded_g"] != "0" else []
        said += [
            f"lot {lot['lot']} (to {lot['expiry']})" for lot in day.get("lots", []) if lot["lot"] and lot["expiry"]
        ]
        said += [one["because"] for one in answer["request"]["derived"]]
        said += answer["indication"]["cautions"]
        said += [f"DECIDES: {decides['text']}"] if (decides := answer["indication"]["decides"]) else []
        said += [f"Old: {label['months']} months." for label in answer["old_labels"]]
        said += [f"Dosing weight {answer['dosing_weight']['kg']} kg"]
        assert [one for one in said if one not in text] == []
        starred = [step["ml_per_h"] for step in day["ladder"] or [] if step["convention"]]
        if starred and day["infusion_minutes"] is not None:
            assert f"CONVENTION: {', '.join(f'{rate} mL/h' for rate in starred)}: " in text


def test_cycles_that_no_source_gives_and_days_on_a_weekend_stand_in_the_notes() -> None:
    """ "every 3 weeks, two doses" (Lim 2020); 5 December 2026 is a Saturday."""
    order = ("--weight", "70", "--indication", "dermatomyositis", "--regimen", "E", "--start", "2026-12-05")
    product = ("--product", "octagam-10", "--region", "eu")
    said = "CAUTION: cycles 3 to 4 are more than the source gives (every 3 weeks, two doses)."
    for notes in members(notes_of(*order, *product, "--cycles", "4")):
        assert said in notes
        (weekend,) = [text for text in notes if "weekend" in text]
        assert weekend.startswith("NOTE: begins on a weekend, not moved: 2026-12-05 Sat, 2026-12-26 Sat, ")
        assert all(letter.isalnum() or letter.isascii() for text in notes for letter in text)
    assert not any("CAUTION: cycle" in text for text in notes_of(*order, *product, "--cycles", "2")[0])


def test_codes_of_the_formulary_stand_beside_the_atc_code(tmp_path: Any) -> None:
    site = tmp_path / "site.yaml"
    codes = "codes:\n  privigen:\n    - {system: 'urn:oid:1.2.3', code: IVIG10, display: Privigen ward}\n"
    site.write_text(f"site: General\n{codes}", encoding="utf-8")
    text = run("dose", *PLANS["cidp"], "--formulary", str(site), "--format", "fhir-r4").out
    coding = json.loads(text)["entry"][0]["resource"]["medicationCodeableConcept"]["coding"]
    assert coding[0]["code"] == "J06BA02"
    assert coding[1] == {"system": "urn:oid:1.2.3", "code": "IVIG10", "display": "Privigen ward"}


@pytest.mark.parametrize("release", RELEASES)
def test_what_a_formulary_loosens_or_may_not_loosen_any_more_stands_in_every_request(
    release: str, tmp_path: Path
) -> None:
    """As in every answer (docs/formulary.md): who answers for a dose that the shipped stop refuses."""
    site = tmp_path / "site.yaml"
    loose = "site: G\napproved_by: P. Chief\nreview_by: 2099-06-30\nlimits:\n  - {id: day-above-1-g-per-kg, above: 2}\n"
    over = ("--weight", "60", "--indication", "mg-exacerbation", "--per-day", "1.5 g/kg", "--days", "1")
    dose = ("dose", *over, "--product", "privigen", *EU, "--formulary", str(site), "--format", release)
    site.write_text(loose, encoding="utf-8")
    said = (
        "LOOSENED: day-above-1-g-per-kg: above 2 (stop), shipped above 1 (stop); approved by P. Chief, review by 2099"
    )
    assert said in run(*dose).out
    site.write_text(loose.replace("2099", "2020"), encoding="utf-8")
    assert "LAPSED" not in run(*dose).out  # refused again: there is no request
    lapsed = run("dose", *PLANS["cidp"], "--formulary", str(site), "--format", release).out
    notes = [[note["text"] for note in entry["resource"]["note"]] for entry in json.loads(lapsed)["entry"]]
    assert len(notes) == 5
    assert [
        any(text.startswith("LAPSED: day-above-1-g-per-kg: above 2 (stop) was") for text in of) for of in notes
    ] == [True] * 5


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("codes: {privgen: [{system: a, code: b}]}", "no product 'privgen'"),
        ("codes: {privigen: [{system: '', code: b}]}", "must be one line of printable text"),
        ('codes: {privigen: [{system: a, code: "b\\nc"}]}', "must be one line of printable text"),
        ("codes: {privigen: [{system: a}]}", "code"),
    ],
)
def test_a_wrong_code_is_a_mistake_of_the_formulary(tmp_path: Any, wrong: str, why: str) -> None:
    site = tmp_path / "site.yaml"
    site.write_text(f"site: General\n{wrong}\n", encoding="utf-8")
    answer = run("data", "check", str(site))
    assert answer.code == 65
    assert why in answer.text


REFUSED = {
    "several": (("--weight", "70", "--indication", "cidp"), 2, ["--product", "--regimen", "--start"]),
    "unknown": (("--weight", "70", "--indication", "xx", *EU), 2, []),
    "stop": ((*PLANS["cidp"][:4], "--product", "privigen", "--per-day", "3 g/kg", "--days", "1", *EU), *(4, [])),
    "open caution": ((*PLANS["risk without a figure"], "--strict"), 3, []),
    "usage": ((*PLANS["cidp"], "--wieght", "70"), 2, []),
}


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_an_outcome_without_a_dose(case: str, release: str) -> None:
    words, code, named = REFUSED[case]
    answer = run("dose", *words, "--format", release)
    assert answer.code == code
    outcome = json.loads(answer.out)
    RELEASES[release][2].model_validate_json(answer.out)
    assert (outcome["resourceType"], "MedicationRequest" in answer.out) == ("OperationOutcome", False)
    assert {issue["severity"] for issue in outcome["issue"]} == {"error"}
    assert {issue["code"] for issue in outcome["issue"]} <= ISSUES
    text = json.dumps(outcome)
    assert [option for option in named if option not in text] == []


CIDP_OF_70 = ("--weight", "70", "--indication", "cidp", "--product", "privigen")
TYPED = ("--indication", "cidp", "--regimen", "A", "--start", "2026-12-01")
HELD = {
    "antibodies": (("--weight", "70", "--product", "gammagard-sd-5", "--risk", "anti-iga"), 1),
    "sugar": (("--weight", "30", "--product", "flebogamma-dif-10", "--risk", "fructose"), 1),
    "child": (("--weight", "12", "--product", "flebogamma-dif-10", "--risk", "fructose", "--age", "1.5"), 2),
}
"""What contraindicates a preparation, and how many reasons against it its label has."""


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("case", HELD)
def test_each_contraindication_is_an_issue_with_the_words_of_the_screen(case: str, release: str) -> None:
    words, reasons = HELD[case]
    table = run("dose", *words, *TYPED, "--format", "text")
    lines = table.out.splitlines()
    against = [line.partition(" ")[2] for line in lines if line.startswith("CONTRAINDICATED label")]
    answer = run("dose", *words, *TYPED, "--format", release)
    assert (len(against), answer.code, table.code) == (reasons, 5, 5)
    issues = [issue["details"]["text"] for issue in json.loads(answer.out)["issue"]]
    said = [issue.partition(": contraindicated: ")[2] for issue in issues]
    assert said == [text.rstrip(".") for text in against]


CODED = {
    "stop": (REFUSED["stop"][0], [("business-rule", "day-above-1-g-per-kg")]),
    "caution": (REFUSED["open caution"][0], [("business-rule", "rate-without-figure")]),
    "missing": (
        ("--indication", "cidp", "--product", "privigen", "--regimen", "A", *EU),
        [("required", "missing-value")],
    ),
    "no first day": ((*CIDP_OF_70, "--regimen", "A", "--region", "eu"), [("required", "missing")]),
    "unknown": (REFUSED["usage"][0], [("invalid", "unknown-option")]),
}


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("case", CODED)
def test_an_issue_has_the_id_of_its_rule_as_a_code(case: str, release: str) -> None:
    """The rule stands in brackets on the screen; ``required`` is of hl7.org/fhir/R4/valueset-issue-type.html."""
    words, codes = CODED[case]
    outcome = json.loads(run("dose", *words, "--format", release).out)
    found = [(issue["code"], *(coding["code"] for coding in issue["details"]["coding"])) for issue in outcome["issue"]]
    assert found == codes


def test_a_first_day_that_is_missing_is_said_so() -> None:
    (issue,) = json.loads(run("dose", *CODED["no first day"][0], "--format", "fhir-r4").out)["issue"]
    assert issue["details"]["text"] == "--start is missing: fhir-r4 is of known days"


def test_part_of_a_vial_is_offered_where_it_makes_up_the_dose() -> None:
    """9 g of Privigen is no sum of its vials of 2.5, 5, 10, 20 and 40 g."""
    child = ("--weight", "22.5", "--product", "privigen", "--region", "eu", *TYPED)
    (issue,) = json.loads(run("dose", *child, "--format", "fhir-r4").out)["issue"]
    assert issue["diagnostics"].startswith("--round exact (part of a vial), or leave out --product: ")
    assert json.loads(run("dose", *child, "--round", "exact", "--format", "fhir-r4").out)["resourceType"] == "Bundle"


def test_what_vials_cannot_make_names_the_nearest() -> None:
    small = ("--weight", "3", "--product", "privigen", "--region", "eu", *TYPED)
    (issue,) = json.loads(run("dose", *small, "--format", "fhir-r4").out)["issue"]
    assert issue["details"]["text"] == "Privigen 10 %: 1.2 g: no fit; nearest 2.5 g"


def test_what_a_stock_lacks_names_the_day_the_course_or_the_cycle(tmp_path: Any) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text("product,size_g,count\nprivigen,20,6\nprivigen,5,3\n", encoding="utf-8")
    eu = ("--weight", "70", "--indication", "cidp", "--product", "privigen", *EU, "--stock", str(stock))
    asked = {
        ("--regimen", "A"): "28 g: day 2: more than is left in stock; nearest 25 g or 40 g",
        ("--regimen", "A", "--round-scope", "course"): "140 g in the course: no fit; nearest 135 g (beyond stock)",
        ("--regimen", "D", "--cycles", "3"): ("cycle 3: none in stock"),
    }
    for words, said in members(asked.items()):
        answer = run("dose", *eu, *words, "--format", "fhir-r4")
        assert answer.code == 5
        (issue,) = json.loads(answer.out)["issue"]
        assert issue["details"]["text"] == f"Privigen 10 %: {said}"


def test_none_in_stock_is_an_outcome(tmp_path: Any) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text("product,size_g,count\nprivigen,5,1\n", encoding="utf-8")
    answer = run("dose", *PLANS["cidp"], "--stock", str(stock), "--format", "fhir-r4")
    assert (answer.code, json.loads(answer.out)["resourceType"]) == (5, "OperationOutcome")


def test_what_is_allowed_stands_beside_what_to_type() -> None:
    (issue,) = json.loads(run("dose", *PLANS["cidp"], "--risk", "xx", "--format", "fhir-r4").out)["issue"]
    assert issue["diagnostics"].startswith("--risk and one of these; repeat it for another; allowed: iga-deficient, ")


def test_it_is_a_format_of_dose_alone() -> None:
    answer = run("products", "--format", "fhir-r4")
    assert answer.code == 2
    assert "fhir-r4 is a format of dose" in answer.text
