"""A plan as FHIR: a ``Bundle`` with a ``MedicationRequest`` for each day; a refusal as an ``OperationOutcome``.

R4 and R5 differ in how they name medicine and reason. Each request states one dose, and never the steps of a ladder as
doses of their own: R4 reads several dosages as one after the other. Codes: hl7.org/fhir/R4/medicationrequest.html and
hl7.org/fhir/R5/medicationrequest.html; units: UCUM.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final
from uuid import UUID, uuid5

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.problems import Kind, RefusedError
from ivigcalc.core.quantity import adding_up, exact, plain, shown
from ivigcalc.report.document import GLUE, Paragraph
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import code_of, labels_of_plan
from ivigcalc.report.sheet.remarks import remarks
from ivigcalc.report.sheet.words import OnPaper
from ivigcalc.report.view.parts.blocks import change_lines
from ivigcalc.report.view.parts.cycles import beyond_words, date_notes
from ivigcalc.report.view.parts.days import lot_words, uneven_blocks
from ivigcalc.report.view.parts.ladder import convention_paragraphs, label_paragraphs, old_label_blocks
from ivigcalc.report.view.parts.words import dose_words, vials_long, weight_words

Json = dict[str, Any]


class Release(StrEnum):
    """The releases of FHIR that are written."""

    R4 = "fhir-r4"
    R5 = "fhir-r5"


NAMESPACE: Final = UUID("6f0f6f3e-2a52-5d3b-9c53-4d1d1c7b6a10")
"""Of the identifiers that follow from a check code."""

GENERIC: Final = "human normal immunoglobulin"
ATC: Final = {
    "system": "http://www.whocc.no/atc",
    "code": "J06BA02",
    "display": "immunoglobulins, normal human, for intravascular adm.",
}
INTRAVENOUS: Final = {"system": "http://snomed.info/sct", "code": "47625008", "display": "Intravenous route"}
DOSE_RATE_TYPE: Final = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
UCUM: Final = "http://unitsofmeasure.org"
NO_PATIENT: Final = "not given: ivigcalc takes no patient identifiers"
REQUIRED: Final = dict.fromkeys(("missing-value", "missing"), "required")
"""What an issue is called where something that is needed was not given, by the code of the problem."""
NO_RATE: Final = "no sourced rate"


def bundle(plan: Plan, catalogue: Catalogue, acknowledged: Mapping[str, str], release: Release) -> str:
    """A request for each infusion day of the one course of one preparation; each day has its date.

    ``acknowledged`` holds reasons by the id of their rule.
    """
    courses = plan.made_courses
    code = code_of(plan, catalogue) or ""
    days = [(number, made, day) for number, made in enumerate(courses) for day in made.days]
    names = [name for cycle in range(len(courses)) for name in day_names(plan, cycle)]
    notes = [[*_notes(plan, made, catalogue, acknowledged, code)] for made in courses]
    group = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid5(NAMESPACE, code)}"}
    prescribed = adding_up(day.prescribed_g for *_, day in days)
    dispensed = adding_up((day.vials.given_g for *_, day in days), 3)
    volumes = adding_up(day.volume_ml for *_, day in days)
    entries = []
    rows = zip(names, days, prescribed, dispensed, volumes, strict=True)
    for name, (number, made, day), ordered, given, volume in rows:
        dosage = _dosage(day, ordered, given, volume)
        request: Json = {
            "resourceType": "MedicationRequest",
            "groupIdentifier": group,
            "status": "draft",
            "intent": "proposal",
            **_medicine(made, catalogue, release),
            "subject": {"display": NO_PATIENT},
            **_reason(plan, release),
            "note": _as_notes([f"{name}: {_opened(made, day)}", *_of_rates(day), *notes[number]]),
            **({"renderedDosageInstruction": _rendered(made, dosage)} if release is Release.R5 else {}),
            "dosageInstruction": [dosage],
            "dispenseRequest": {"quantity": _quantity(plain(day.vials.total_g, 3), "g")},
        }
        entries.append({"fullUrl": f"urn:uuid:{uuid5(NAMESPACE, f'{code} {day.date}')}", "resource": request})
    return _text({"resourceType": "Bundle", "type": "collection", "entry": entries})


def day_names(plan: Plan, cycle: int) -> Iterator[str]:
    """What each day of a cycle (the first is 0) is called: ``day 1 of 2, cycle 1 of 3``."""
    cycles, days = len(plan.made_courses), len(plan.made_courses[cycle].days)
    of_cycle = f", cycle {cycle + 1} of {cycles}" if plan.repeat else ""
    return (f"day {number} of {days}{of_cycle}" for number in range(1, days + 1))


def outcome(refused: RefusedError) -> str:
    """A refusal: an issue for each problem, of the codes that ``OperationOutcome`` takes in R4 and R5.

    The coding of its details is the id of the rule that stops or cautions, or of the kind of problem, as in JSON. These
    ids have no system, so none is named.
    """
    issues = []
    for problem in refused.problems:
        code = "business-rule" if problem.kind is not Kind.USAGE else REQUIRED.get(problem.code, "invalid")
        details = {"coding": [{"code": problem.code}], "text": problem.message}
        issue = {"severity": "error", "code": code, "details": details}
        issues.append(issue | ({"diagnostics": problem.todo} if problem.todo else {}))
    return _text({"resourceType": "OperationOutcome", "issue": issues})


def _text(resource: Json) -> str:
    """A resource as JSON, of ASCII alone, so that it is right in whatever encoding it is written."""
    return f"{json.dumps(resource, indent=2)}\n"


def _medicine(made: CoursePlan, catalogue: Catalogue, release: Release) -> Json:
    """What is given: the ATC code, the site's own codes, and the name."""
    own = catalogue.local.formulary.codes.get(made.product.id, ()) if catalogue.local else ()
    codes = [{name: value for name in code.field_names if (value := getattr(code, name))} for code in own]
    concept = {"coding": [ATC, *codes], "text": f"{GENERIC}, {made.product.shown}"}
    return {"medicationCodeableConcept": concept} if release is Release.R4 else {"medication": {"concept": concept}}


def _reason(plan: Plan, release: Release) -> Json:
    """What it is given for."""
    concept = {"text": f"{plan.indication.short}: {plan.indication.name}"}
    return {"reasonCode": [concept]} if release is Release.R4 else {"reason": [{"concept": concept}]}


def _rendered(made: CoursePlan, dosage: Json) -> str:
    """The dosage in words with the name of the medicine, which R4 keeps out of the text of a dosage."""
    return f"{GENERIC}, {made.product.shown}: {dosage['text']}"


def _as_notes(texts: Iterable[str]) -> list[Json]:
    return [{"text": text.replace(GLUE, " ")} for text in texts]


def _opened(made: CoursePlan, day: PlannedDay) -> str:
    """The vials of a day, their strength, what of them is not given, and their lots where they are known."""
    strength, rest = exact(made.product.mg_per_ml), day.vials.discarded_g
    parts = [f"{vials_long(day.vials)}, opened {shown(day.vials.total_g, 3)} g, of {strength} mg/mL"]
    if rest:
        rest_ml = shown(rest * 1000 / Fraction(made.product.mg_per_ml))
        parts.append(f"DISCARD {shown(rest, 3)} g ({rest_ml} mL)")
    if day.lots:
        parts.append(f"from stock {', '.join(map(lot_words, day.lots))}")
    return "; ".join(parts)


def _of_rates(day: PlannedDay) -> Iterator[str]:
    """Whose rates these are, what holds them back, and which of them no label prints; or why there are none."""
    infusion = day.infusion
    if not isinstance(infusion, Infusion):
        yield f"NO RATE: {infusion.reason if infusion else NO_RATE}"
        return
    yield from (f"{one.label}: {one.text}" for one in label_paragraphs(infusion, typed=False))
    if not infusion.without_figure:
        stars = ", ".join(f"{shown(step.rate.ml_h)} mL/h" for step in infusion.steps if step.rate.convention)
        yield from (f"CONVENTION: {stars}: {one.text}" for one in convention_paragraphs(infusion))


def _dosage(day: PlannedDay, ordered: str, given: str, volume: str) -> Json:
    """The one dose of a day: what was ordered, and what whole vials give, with the first and the highest rate."""
    calculated = {"type": _type("calculated"), "doseQuantity": _quantity(given, "g"), **_rate_range(day)}
    words = f"DOSE {shown(Fraction(given), 3)} g ({shown(Fraction(volume), 2)} mL) once on {day.date}, intravenous"
    return {
        "text": f"{words}: {_rate_words(day)}",
        "timing": {"event": [str(day.date)]},
        "route": {"coding": [INTRAVENOUS]},
        "doseAndRate": [{"type": _type("ordered"), "doseQuantity": _quantity(ordered, "g")}, calculated],
    }


def _type(code: str) -> Json:
    return {"coding": [{"system": DOSE_RATE_TYPE, "code": code, "display": code.capitalize()}]}


def _quantity(figure: str, unit: str) -> Json:
    """A figure as a JSON number with the digits of its text."""
    return {"value": float(figure) if "." in figure else int(figure), "unit": unit, "system": UCUM, "code": unit}


def _rate_range(day: PlannedDay) -> Json:
    """The first and the highest rate; nothing where no label read prints the rate for this patient to the end."""
    if not isinstance(day.infusion, Infusion) or day.infusion.without_figure:
        return {}
    rates = [step.rate.ml_h for step in day.infusion.steps]
    return {"rateRange": {"low": _quantity(shown(rates[0]), "mL/h"), "high": _quantity(shown(max(rates)), "mL/h")}}


def _rate_words(day: PlannedDay) -> str:
    """The ladder in words."""
    if not isinstance(day.infusion, Infusion):
        return NO_RATE
    if day.infusion.without_figure:
        return f"start at {shown(day.infusion.steps[0].rate.ml_h)} mL/h; beyond it {NO_RATE}"
    steps = [f"{shown(step.rate.ml_h)} mL/h for {shown(step.minutes)} min" for step in day.infusion.steps]
    return f"{'; then '.join(steps)}, to the end"


def _notes(
    plan: Plan, made: CoursePlan, catalogue: Catalogue, acknowledged: Mapping[str, str], code: str
) -> Iterator[str]:
    """What the course sheet of a worksheet says: what to look at, of which course this is, and its weight.

    ``made`` is the course of one cycle.
    """
    yield from _look_at(plan, made, catalogue, acknowledged, code)
    whole = f"course {shown(made.given_g, 3)} g in all{', NOT per day' if len(made.days) > 1 else ''}"
    if plan.repeat:
        in_all = sum((one.given_g for one in plan.made_courses), Fraction(0))
        whole = f"{whole}; {len(plan.made_courses)} cycles {shown(in_all, 3)} g"
    yield f"{dose_words(made.course)}. {weight_words(plan.dosing_weight)}"
    yield f"{whole}; check code {code}; ivigcalc {__version__}, data {catalogue.version}"


def _look_at(
    plan: Plan, made: CoursePlan, catalogue: Catalogue, acknowledged: Mapping[str, str], code: str
) -> Iterator[str]:
    """Every alert, every reason against the preparation, what a formulary loosens; and what is known besides."""
    for remark in remarks(OnPaper(plan, made, catalogue, ENGLISH, code), acknowledged):
        rule = f" [{remark.rule}]" if remark.rule else ""
        yield f"{remark.word}: {remark.text}{rule}{f' ACKNOWLEDGED: {remark.reason}' if remark.reason else ''}"
    yield from (f"RISK: {derived.condition}: {derived.text}" for derived in plan.derived)
    if plan.repeat and plan.repeat.beyond_source:
        yield f"CAUTION: {beyond_words(plan.repeat)}"
    yield from (f"NOTE: {text}" for text in (date_notes(plan.repeat) if plan.repeat else ()))
    if plan.indication.decides:
        yield f"DECIDES: {plan.indication.decides.marked}"
    yield from (f"NOTE: {caution.marked}" for caution in plan.indication.cautions)
    blocks = (*uneven_blocks(made), *old_label_blocks(labels_of_plan(plan, catalogue)))
    yield from (f"{block.label}: {block.text}" for block in blocks if isinstance(block, Paragraph))
    if catalogue.local:
        yield f"formulary of {catalogue.local.formulary.site}, sha256 {catalogue.local.sha256}"
        yield from (f"{label}: {text}" for label, text in change_lines(catalogue.local))
