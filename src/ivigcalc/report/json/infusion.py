"""The answer to ``infusion`` as JSON."""

from collections.abc import Mapping
from typing import TypedDict

from ivigcalc.core.answers.infusion import InfusionAnswer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.vials.totals import Combination, Unreachable
from ivigcalc.report.json.parts.answer import (
    AdviceJson,
    AlertJson,
    Head,
    Quantity,
    SourceJson,
    advice_json,
    alerts_json,
    filled,
    head,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.plan import NO_FIT
from ivigcalc.report.json.parts.product import (
    NOT_FOR_THIS_RISK,
    LadderLabelJson,
    OldLabelJson,
    RateLimitJson,
    ReasonJson,
    StepJson,
    WorkingJson,
    infusion_minutes,
    ladder_json,
    ladder_label_json,
    limit_json,
    old_labels_json,
    reasons_json,
    working_json,
)
from ivigcalc.report.json.parts.request import DosingWeightJson, derived_json, dosing_weight_json
from ivigcalc.report.shared import cited, hours_and_minutes, labels_of_infusion


class HungJson(TypedDict):
    """Vials of one size that cover the grams."""

    size_g: str
    count: int


class RateWeightJson(TypedDict):
    """The weight that the rate is for."""

    kg: str
    basis: str


class InfusionRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given."""

    product: str
    grams: str
    weight_kg: str
    indication: str
    context: str
    region: str
    risks: list[str]
    derived: list[dict[str, str]]
    first: bool
    tolerated: bool
    off_label_reason: str
    rate_weight: str
    weight_policy: str
    read: list[str]
    defaulted: list[str]


class InfusionProductJson(TypedDict):
    """The preparation."""

    id: str
    shown: str
    mg_per_ml: str


class TimeJson(TypedDict):
    """The review's own time of infusion, as printed, with the audit's verdict and what labels say."""

    printed: str
    unit: str
    verdict: str
    label: str


class InfusionJson(Head):
    """The answer to ``infusion``. ``table2_time`` is null where the review's table has no such product.

    The minutes and the time are null where no rate beyond the first is known for the patient's risk. ``left_over_g`` is
    what the vials hold beyond the grams, null where there are none; ``nearest_g`` the totals of vials nearest then.
    """

    request: InfusionRequestJson
    product: InfusionProductJson
    volume_ml: str
    dosing_weight: DosingWeightJson
    rate_weight: RateWeightJson
    ladder_label: LadderLabelJson
    ladder: list[StepJson]
    infusion_minutes: Quantity
    infusion_time: str | None
    limits: list[RateLimitJson]
    limits_missing: str
    reasons: list[ReasonJson]
    vials: list[HungJson]
    left_over_g: Quantity
    nearest_g: list[str]
    first_infusion: list[str]
    table2_time: TimeJson | None
    table2_time_missing: str
    alerts: list[AlertJson]
    old_labels: list[OldLabelJson]
    advice: list[AdviceJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


def infusion_json(
    answer: InfusionAnswer, catalogue: Catalogue, *, status: str, exit_code: int, acknowledged: Mapping[str, str]
) -> InfusionJson:
    """One infusion as JSON."""
    infusion, product, cell = answer.infusion, answer.product, answer.table2
    assessment = answer.place.assessment
    used = cited(
        [infusion.ladder],
        [limit.entry for limit in infusion.limits],
        infusion.said_of_first_infusion,
        answer.alerts,
        [answer.weight],
        assessment.reasons,
        answer.derived,
        catalogue.rules.advice,
        [cell] if cell else [],
    )
    time = None if infusion.without_figure else hours_and_minutes(infusion.whole_minutes)
    said: InfusionJson = {
        **head(catalogue, status, exit_code),
        "request": _request(answer),
        "product": {"id": product.id, "shown": product.shown, "mg_per_ml": exact(product.mg_per_ml)},
        "volume_ml": plain(infusion.volume_ml),
        "dosing_weight": dosing_weight_json(answer.weight),
        "rate_weight": {"kg": plain(infusion.basis.weight_kg, 4), "basis": str(answer.order.rate_weight)},
        "ladder_label": ladder_label_json(infusion),
        "ladder": ladder_json(infusion),
        "infusion_minutes": infusion_minutes(infusion),
        "infusion_time": time,
        "limits": [limit_json(limit) for limit in infusion.limits],
        "limits_missing": _why_no_limit(infusion),
        "reasons": reasons_json(assessment),
        "vials": _vials(answer),
        "left_over_g": _left_over(answer),
        "nearest_g": _nearest(answer),
        "first_infusion": [statement.marked for statement in infusion.said_of_first_infusion],
        "table2_time": filled(TimeJson, cell) if cell else None,
        "table2_time_missing": "" if cell else "not in the review's table",
        "alerts": alerts_json(answer.alerts, acknowledged),
        "old_labels": old_labels_json(labels_of_infusion(answer, catalogue)),
        "advice": advice_json(catalogue),
        "working": working_json(answer.working(catalogue.rules)),
        "sources": sources(catalogue, used),
    }
    no_vials = "no vial size sold here was found" if answer.vials is None else NO_FIT
    return with_reasons(said, infusion_minutes=NOT_FOR_THIS_RISK, infusion_time=NOT_FOR_THIS_RISK, left_over_g=no_vials)


def _why_no_limit(infusion: Infusion) -> str:
    """Why there is no limit: no risk that labels name, or no label read on it."""
    if infusion.unread:
        return f"no rate for {' or '.join(infusion.unread)} risk was read on a label: the minimum practicable rate"
    return "" if infusion.limits else "no risk given that labels name"


def _vials(answer: InfusionAnswer) -> list[HungJson]:
    """The whole vials that cover the grams; none where no whole-vial total is near enough, or no size is sold."""
    hung = answer.vials.vials if isinstance(answer.vials, Combination) else ()
    return [{"size_g": plain(vial.size_g, 3), "count": vial.count} for vial in hung]


def _left_over(answer: InfusionAnswer) -> Quantity:
    """What the vials hold beyond the grams."""
    made = answer.vials
    return plain(made.total_g - answer.order.grams) if isinstance(made, Combination) else None


def _nearest(answer: InfusionAnswer) -> list[str]:
    """The nearest totals below and above, where no whole-vial total is near enough."""
    made = answer.vials
    totals = (made.below_g, made.above_g) if isinstance(made, Unreachable) else ()
    return [plain(grams, 3) for grams in totals if grams is not None]


def _request(answer: InfusionAnswer) -> InfusionRequestJson:
    order, patient = answer.order, answer.patient
    return filled(
        InfusionRequestJson,
        order,
        weight_policy=answer.weight.policy,
        grams=plain(order.grams),
        weight_kg=plain(answer.weight.actual_kg, 4),
        context=answer.purpose.context,
        region=order.region or "any",
        risks=[*map(str, answer.risks)],
        derived=derived_json(answer.derived),
        read=[*patient.echoes, *order.echoes],
    )
