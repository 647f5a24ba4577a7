"""The answer to ``verify`` as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.quantity import plain
from ivigcalc.report.json import common
from ivigcalc.report.json.dose import NOT_GIVEN, indication, regimen

if TYPE_CHECKING:
    from ivigcalc.core.answers.verify import Verification
    from ivigcalc.core.checking.compared import Compared
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.report.contract.verify import ComparedJson, OrderedJson, VerifyJson, VerifyRequestJson


def verify_json(found: Verification, catalogue: Catalogue, *, status: str, exit_code: int) -> VerifyJson:
    """A second check as JSON."""
    weight = found.dosing_weight
    cited = list(weight.sources)
    cited += [source for alert in found.alerts for source in alert.sources]
    cited += [source for row in found.compared for source in row.sources]
    cited += [source for derived in found.derived for source in derived.sources]
    cited += [source for cause in found.causes for source in cause.sources]
    cited += [source for course in (found.nearest, *found.also) if course for source in course.sources]
    cited += [source for reason in found.place.assessment.reasons for source in reason.sources] if found.place else []
    printed = [course for course in (found.nearest, *found.also) if course]
    return {
        **common.answer_head(catalogue, status, exit_code),
        "outcome": found.outcome,
        "request": _request(found),
        "indication": indication(found.indication),
        "dosing_weight": common.dosing_weight(weight),
        "ordered": _ordered(found),
        "regimens": [regimen(course, weight.kg) for course in printed],
        "elsewhere": found.elsewhere.letter if found.elsewhere else "",
        "compared": [_compared(row) for row in found.compared],
        "causes": [
            {"cause": one.cause, "text": one.text, "regimens": list(one.letters), "source": list(one.sources)}
            for one in found.causes
        ],
        "alerts": [common.alert(alert, {}) for alert in found.alerts],
        "products": [common.placed(found.place)] if found.place else [],
        "sources": common.sources(catalogue, cited),
    }


def _request(found: Verification) -> VerifyRequestJson:
    patient, order, written = found.patient, found.order, found.written
    asked: VerifyRequestJson = {
        "weight_kg": plain(patient.weight_kg or Fraction(0), 4),
        "height_cm": common.quantity(patient.height_cm),
        "sex": patient.sex,
        "age_years": common.quantity(patient.age_years, 4),
        "risks": [str(risk) for risk in found.risks],
        "derived": common.derived(found.derived),
        "read": [*patient.echoes, *written.echoes],
        "indication": order.indication,
        "order": written.dose.text,
        "rate": written.rate.text if written.rate else "",
        "vials": written.vials.text if written.vials else "",
        "regimen": order.regimen,
        "weight_policy": order.weight_policy,
        "off_label_reason": order.off_label_reason,
        "region": order.region or "any",
        "product": next(iter(order.products), ""),
        "defaulted": [name for name in order.defaulted if name != "round"],
    }
    if patient.height_cm is None:
        asked["height_cm_missing"] = NOT_GIVEN
    if patient.sex is None:
        asked["sex_missing"] = NOT_GIVEN
    if patient.age_years is None:
        asked["age_years_missing"] = NOT_GIVEN
    return asked


def _ordered(found: Verification) -> OrderedJson:
    course = found.course
    return {
        "text": found.written.dose.text,
        "days": len(course.days),
        "day_grams": [{"day": day.day, "g": plain(day.grams)} for day in course.days],
        "g_course": plain(course.total),
        "in_all": found.written.dose.in_all,
        "interval_text": course.interval.says if course.interval else "",
    }


def _compared(row: Compared) -> ComparedJson:
    found: ComparedJson = {
        "item": row.item,
        "unit": row.unit,
        "fit": row.fit,
        "ordered": plain(row.ordered),
        "low": common.quantity(row.low),
        "high": common.quantity(row.high),
        "difference": common.quantity(row.difference),
        "percent": common.quantity(row.percent),
        "reason": row.reason,
    }
    if row.number is not None:
        found["day"] = row.number
    if row.nearest is None:
        found["low_missing"] = found["high_missing"] = found["difference_missing"] = row.reason
    if row.percent is None:
        found["percent_missing"] = row.reason or "nothing is printed for it, so there is no percentage"
    return found
