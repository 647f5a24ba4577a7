"""What every JSON answer shares: the head, problems, alerts, facts, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ivigcalc import __version__
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.patient import Factor, Patient
from ivigcalc.core.selection.exposure import Limit, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from fractions import Fraction

    from ivigcalc.core.dosing.weight import DosingWeight
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Measure
    from ivigcalc.core.facts.formulary import Change, Local
    from ivigcalc.core.problems import Problem, RefusedError
    from ivigcalc.core.safety.alerts import Alert, Derived
    from ivigcalc.core.selection.assessment import Assessment
    from ivigcalc.core.selection.ranking import Place
    from ivigcalc.report.contract.common import (
        AdviceJson,
        AlertJson,
        ChangedJson,
        DosingWeightJson,
        ErrorJson,
        FactJson,
        FormularyJson,
        Head,
        PlacedJson,
        Quantity,
        ReasonJson,
        RefusalJson,
        SourceJson,
    )

SCHEMA_VERSION: Final = "1"
"""The version of the JSON contract."""


def dumps(answer: Mapping[str, object]) -> str:
    """The answer as JSON text with a newline at the end: a line for each key, and for each entry of its lists.

    (Indenting throughout would take longer than working the answer out.)
    """
    lines = ",\n".join(f'  "{key}": {_lines(value)}' for key, value in answer.items())
    return f"{{\n{lines}\n}}\n"


def _lines(value: object) -> str:
    """A value on a line of its own; of a list, each entry."""
    if isinstance(value, list) and value:
        return "[\n    " + ",\n    ".join(map(_one_line, value)) + "\n  ]"
    return _one_line(value)


def _one_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def changed(change: Change, local: Local) -> ChangedJson:
    """A shipped value and what the site has instead."""
    return {
        "id": change.id,
        "what": change.what,
        "shipped": change.shipped,
        "here": change.here,
        "at": local.at(change.path),
    }


def _formulary(local: Local) -> FormularyJson:
    own = local.formulary
    found: FormularyJson = {
        "site": own.site,
        "file": local.file,
        "sha256": local.sha256,
        "approved_by": own.approved_by,
        "review_by": own.review_by.isoformat() if own.review_by else None,
        "loosened": [changed(change, local) for change in local.loosened],
        "lapsed": [changed(change, local) for change in local.lapsed],
        "unstocked": list(local.unstocked),
    }
    if own.review_by is None:
        found["review_by_missing"] = "not given; nothing is loosened"
    return found


def head(version: str, sha256: str, status: str, exit_code: int, *, local: Local | None = None) -> Head:
    """Versions, status, exit code, and the site's formulary if there is one."""
    found: Head = {
        "schema_version": SCHEMA_VERSION,
        "ivigcalc_version": __version__,
        "data_version": version,
        "data_sha256": sha256,
        "status": status,
        "exit_code": exit_code,
    }
    if local is not None:
        found["formulary"] = _formulary(local)
    return found


def answer_head(catalogue: Catalogue, status: str = "ok", exit_code: int = 0) -> Head:
    """The head of an answer made from a catalogue."""
    return head(catalogue.version, catalogue.sha256, status, exit_code, local=catalogue.local)


def error(problem: Problem) -> ErrorJson:
    """One problem."""
    return {
        "code": problem.code,
        "message": problem.message,
        "field": problem.field,
        "allowed": list(problem.allowed),
        "next": problem.next,
        "kind": problem.kind,
        "sources": list(problem.sources),
    }


def refusal(refused: RefusedError, begin: Head) -> RefusalJson:
    """A refusal: its head, and no key of a dose in it."""
    errors = [error(problem) for problem in refused.problems]
    return {**begin, "error": errors[0], "errors": errors}


def advice(catalogue: Catalogue) -> list[AdviceJson]:
    """Standing advice, that holds for every infusion."""
    return [
        {"rule": one.id, "about": one.about, "text": one.text, "source": list(one.sources)}
        for one in catalogue.rules.advice
    ]


def dosing_weight(weight: DosingWeight) -> DosingWeightJson:
    """The weight a dose is calculated from."""
    return {
        "kg": plain(weight.kg),
        "policy": weight.policy,
        "basis": weight.basis,
        "why": weight.why,
        "formula": weight.formula,
        "source": weight.sources[0],
        "sources": list(weight.sources),
    }


def alert(fired: Alert, acknowledged: Mapping[str, str]) -> AlertJson:
    """An alert, with the reason it was acknowledged for, if any."""
    found: AlertJson = {
        "rule": fired.rule,
        "level": fired.level,
        "text": fired.text,
        "next": fired.next,
        "regimens": list(fired.letters),
        "acknowledged": acknowledged.get(fired.rule),
        "source": list(fired.sources),
    }
    if found["acknowledged"] is None:
        found["acknowledged_missing"] = "not acknowledged"
    return found


def factors(patient: Patient) -> list[str]:
    """What was given of the patient from which a risk may follow, in a fixed order."""
    return [str(factor) for factor in Factor if factor in patient.factors]


def quantity(value: Fraction | Decimal | None, places: int = 2) -> Quantity:
    """A quantity as a string, or null."""
    return None if value is None else plain(value, places)


def limit(value: Value, places: int = 4) -> tuple[Quantity, str]:
    """A labelled limit and "", or null and the reason."""
    if isinstance(value, Limit):
        return plain(value.value, places), ""
    return None, value.known or value.reason


def fact(measure: Measure) -> FactJson:
    """A fact as its document prints it."""
    found: FactJson = {
        "basis": measure.basis,
        "unit": measure.unit,
        "value": quantity(measure.value, 6),
        "low": quantity(measure.low, 6),
        "high": quantity(measure.high, 6),
        "says": measure.says,
        "regions": [str(region) for region in measure.regions],
        "standing": measure.standing,
        "sources": list(measure.sources),
    }
    if measure.value is None:
        found["value_missing"] = "a range: see low and high"
    else:
        found["low_missing"] = found["high_missing"] = "a single value: see value"
    return found


def reasons(one: Assessment) -> list[ReasonJson]:
    """Why a preparation has its verdict."""
    return [
        {"rule": reason.rule, "level": reason.verdict or "note", "text": reason.text, "source": list(reason.sources)}
        for reason in one.reasons
    ]


def placed(place: Place) -> PlacedJson:
    """A preparation in its place, with its reasons."""
    one = place.assessment
    found: PlacedJson = {
        "id": one.product.id,
        "brand": one.product.brand,
        "shown": one.product.shown,
        "order": place.order,
        "tier": place.tier,
        "verdict": one.verdict,
        "labelled": [str(region) for region in one.labelled],
        "reasons": reasons(one),
    }
    if place.order is None:
        found["order_missing"] = found["tier_missing"] = place.reason
    return found


def sources(catalogue: Catalogue, cited: Iterable[str]) -> list[SourceJson]:
    """The documents cited, each once, in the order first cited."""
    found: list[SourceJson] = []
    for source_id in dict.fromkeys(source for source in cited if source):
        source = catalogue.source(source_id)
        found.append(
            {"id": source.id, "title": source.title, "section": source.section, "url": source.url, "date": source.date}
        )
    return found


def derived(found: Iterable[Derived]) -> list[dict[str, str]]:
    """Conditions that follow from something else, each with the reason, the rule and its sources."""
    return [
        {"condition": one.condition, "because": one.text, "rule": one.rule, "sources": ", ".join(one.sources)}
        for one in found
    ]
