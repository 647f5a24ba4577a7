"""The answer to ``compare`` as JSON."""

from typing import TypedDict, cast

from ivigcalc.core.answers.compare import CompareAnswer, DoseUnderPolicy, PolicyRow
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.report.json.parts.answer import (
    AlertJson,
    ErrorJson,
    Head,
    Quantity,
    SourceJson,
    alerts_json,
    error_json,
    head,
    nulls,
    quantity,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.plan import PlanJson, plan_json
from ivigcalc.report.json.parts.request import (
    DoseRequestJson,
    DosingWeightJson,
    IndicationJson,
    RegimenJson,
    dose_request_json,
    dosing_weight_json,
    indication_json,
    regimen_json,
)
from ivigcalc.report.shared import cited

NO_PRODUCT = "no preparation can be planned"


class PolicyJson(TypedDict):
    """One weight policy for the patient. ``errors`` says why there is no dose under it, else it is empty.

    The differences are from the course on actual weight; ``alerts`` are those that actual weight does not raise.
    """

    policy: str
    name: str
    dosing_weight: DosingWeightJson | None
    regimen: RegimenJson | None
    difference_g: Quantity
    difference_percent: Quantity
    rounded_g: Quantity
    plan: PlanJson | None
    alerts: list[AlertJson]
    errors: list[ErrorJson]


class CompareJson(Head):
    """The answer to ``compare``; ``product`` is the one whose vials are shown, else ``product_missing`` says why."""

    request: DoseRequestJson
    indication: IndicationJson
    product: str | None
    product_missing: str
    alerts: list[AlertJson]
    policies: list[PolicyJson]
    sources: list[SourceJson]


def compare_json(comparison: CompareAnswer, catalogue: Catalogue) -> CompareJson:
    """A comparison as JSON."""
    base, product = comparison.base, comparison.product
    dosed = [row.dosed for row in comparison.rows if row.dosed]
    used = cited(
        catalogue.weights.policies,
        base.alerts,
        [comparison.course],
        *(group for answer in dosed for group in ([answer.weight], answer.alerts)),
    )
    return {
        **head(catalogue),
        "request": dose_request_json(base),
        "indication": indication_json(base.indication),
        "product": product.id if product else None,
        "product_missing": "" if product else NO_PRODUCT,
        "alerts": alerts_json(base.alerts),
        "policies": [
            _dosed(row, row.dosed, product, base.order.region) if row.dosed else _not_dosed(row)
            for row in comparison.rows
        ],
        "sources": sources(catalogue, used),
    }


def _not_dosed(row: PolicyRow) -> PolicyJson:
    """A policy under which there is no dose."""
    why = "; ".join(problem.message for problem in row.refused)
    undosed = nulls(why, "dosing_weight", "regimen", "difference_g", "difference_percent", "rounded_g", "plan")
    errors = [error_json(problem) for problem in row.refused]
    answer = {"policy": row.policy.id, "name": row.policy.name, **undosed, "alerts": [], "errors": errors}
    return cast("PolicyJson", answer)


def _dosed(row: PolicyRow, dosed: DoseUnderPolicy, product: Product | None, region: Region | None) -> PolicyJson:
    made = dosed.vials
    return with_reasons(
        PolicyJson(
            policy=row.policy.id,
            name=row.policy.name,
            dosing_weight=dosing_weight_json(dosed.weight),
            regimen=regimen_json(dosed.course, dosed.weight.kg),
            difference_g=plain(dosed.difference_g),
            difference_percent=plain(dosed.difference_percent),
            rounded_g=quantity(dosed.rounded_g),
            plan=plan_json(made, product, region) if made and product else None,
            alerts=alerts_json(dosed.alerts),
            errors=[],
        ),
        rounded_g="the policy's source names no step",
        plan=NO_PRODUCT,
    )
