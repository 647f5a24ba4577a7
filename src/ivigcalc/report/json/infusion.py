"""The answer to ``infusion`` as JSON, and the ladder of an infusion day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.facts.rule import Level
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.vials.day import Combination
from ivigcalc.report.json import common
from ivigcalc.report.phrases import hours_and_minutes

if TYPE_CHECKING:
    from ivigcalc.core.answers.infusion import Infused
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.infusion.day import Infusion, RateLimit
    from ivigcalc.core.infusion.rates import Step
    from ivigcalc.report.contract.infusion import (
        HungJson,
        InfusionJson,
        InfusionRequestJson,
        LadderLabelJson,
        RateLimitJson,
        StepJson,
        VialChangeJson,
    )


def infusion_json(answer: Infused, catalogue: Catalogue) -> InfusionJson:
    """One infusion as JSON."""
    found, product = answer.infusion, answer.product
    cited = [*found.ladder.sources, *(source for limit in found.limits for source in limit.entry.sources)]
    cited += [source for one in found.first for source in one.sources]
    cited += [source for alert in answer.alerts for source in alert.sources]
    cited += list(answer.weight.sources)
    cited += [source for reason in answer.place.assessment.reasons for source in reason.sources]
    cited += [source for one in answer.derived for source in one.sources]
    cited += [source for advice in catalogue.rules.advice for source in advice.sources]
    cited += list(answer.table2.sources) if answer.table2 else []
    cell = answer.table2
    return {
        **common.answer_head(catalogue, "caution" if _cautions(answer) else "ok"),
        "request": _request(answer),
        "product": {"id": product.id, "shown": product.shown, "mg_per_ml": exact(product.mg_per_ml)},
        "volume_ml": plain(found.volume_ml),
        "dosing_weight": common.dosing_weight(answer.weight),
        "rate_weight": {"kg": plain(found.basis.weight_kg, 4), "basis": answer.order.rate_weight},
        "ladder_label": label(found),
        "ladder": ladder(found),
        "infusion_minutes": plain(found.minutes),
        "infusion_time": hours_and_minutes(found.whole_minutes),
        "limits": [_limit(limit) for limit in found.limits],
        "limits_missing": _unread(found),
        "reasons": common.reasons(answer.place.assessment),
        "vials": _vials(answer),
        "first_infusion": [one.says for one in found.first],
        "table2_time": {"printed": cell.printed, "unit": cell.unit, "verdict": cell.verdict, "label": cell.label}
        if cell
        else None,
        "table2_time_missing": "" if cell else "not in the review's table",
        "alerts": [common.alert(alert, {}) for alert in answer.alerts],
        "advice": common.advice(catalogue),
        "sources": common.sources(catalogue, cited),
    }


def _cautions(answer: Infused) -> bool:
    """Whether there is something a person must look at: a caution, or a reason against the preparation."""
    reasons = any(reason.verdict for reason in answer.place.assessment.reasons)
    return reasons or any(alert.level is Level.CAUTION for alert in answer.alerts)


def _unread(found: Infusion) -> str:
    """Why there is no limit: no risk that labels name, or no label read on it."""
    if found.unread:
        return f"no rate for {' or '.join(found.unread)} risk was read on a label: the minimum practicable rate"
    return "" if found.limits else "no risk given that labels name"


def _vials(answer: Infused) -> list[HungJson]:
    """The whole vials that cover the grams; none where no whole-vial total is near enough, or no size is sold."""
    hung = answer.vials.vials if isinstance(answer.vials, Combination) else ()
    return [{"size_g": plain(vial.size_g, 3), "count": vial.count} for vial in hung]


def _request(answer: Infused) -> InfusionRequestJson:
    order, patient = answer.order, answer.patient
    return {
        "product": order.product,
        "grams": plain(order.grams),
        "weight_kg": plain(answer.weight.actual_kg, 4),
        "indication": order.indication,
        "context": answer.purpose.context,
        "region": order.region or "any",
        "risks": [str(risk) for risk in answer.risks],
        "derived": common.derived(answer.derived),
        "first": order.first,
        "off_label_reason": order.off_label_reason,
        "rate_weight": order.rate_weight,
        "weight_policy": order.weight_policy,
        "read": [*patient.echoes, *order.echoes],
        "defaulted": list(order.defaulted),
    }


def label(found: Infusion) -> LadderLabelJson:
    """The label that a ladder comes from."""
    return {
        "region": found.region,
        "contexts": [str(context) for context in found.ladder.contexts],
        "own": found.own,
        "says": found.ladder.says,
        "after": found.ladder.after,
        "date": found.ladder.date,
        "standing": found.ladder.standing,
        "sources": list(found.ladder.sources),
    }


def ladder(found: Infusion) -> list[StepJson]:
    """The steps of an infusion, each with the vials that are changed in it."""
    return [_step(number, step, found) for number, step in enumerate(found.steps, start=1)]


def _step(number: int, step: Step, found: Infusion) -> StepJson:
    pace = step.pace
    before = step.running_ml - step.volume_ml
    changes: list[VialChangeJson] = [
        {
            "vial": change.number,
            "size_g": plain(change.size_g, 3),
            "at_ml": plain(change.at_ml),
            "at_minute": plain(change.at_minute),
        }
        for change in found.changes
        if before < change.at_ml <= step.running_ml
    ]
    answered: StepJson = {
        "step": number,
        "ml_per_h": plain(pace.ml_h),
        "ml_per_kg_h": plain(pace.ml_kg_h, 3),
        "mg_per_kg_min": plain(pace.mg_kg_min),
        "minutes": plain(step.minutes),
        "volume_ml": plain(step.volume_ml),
        "running_ml": plain(step.running_ml),
        "convention": pace.convention,
        "capped": pace.capped,
        "vial_changes": changes,
    }
    return answered


def _limit(limit: RateLimit) -> RateLimitJson:
    entry = limit.entry
    answered: RateLimitJson = {
        "patients": list(entry.patients),
        "ml_per_h": common.quantity(limit.cap.ml_h if limit.cap else None),
        "below": entry.below,
        "regions": [str(region) for region in entry.regions],
        "borrowed": limit.borrowed,
        "says": entry.says,
        "sources": list(entry.sources),
    }
    if limit.cap is None:
        answered["ml_per_h_missing"] = "the label prints no figure: the minimum practicable rate"
    return answered
