"""The answer to ``compare`` as JSON."""

from collections.abc import Sequence
from typing import TypedDict, cast

from ivigcalc.core.answers.compare import CompareAnswer, DoseUnderPolicy, PolicyRow, compare_working
from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Order
from ivigcalc.report.json.parts.answer import (
    AlertJson,
    ErrorJson,
    Head,
    Quantity,
    SourceJson,
    again,
    alerts_json,
    error_json,
    head,
    nulls,
    quantity,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.plan import PlanJson, plan_json
from ivigcalc.report.json.parts.product import OldLabelJson, WorkingJson, old_labels_json, working_json
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
from ivigcalc.report.shared import cited, labels_of_comparison

NO_PRODUCT = "no preparation can be planned"


class ProductPlanJson(TypedDict):
    """The course made up from one of the preparations compared."""

    product: str
    plan: PlanJson | None


class PolicyJson(TypedDict):
    """One weight policy for the patient. ``errors`` says why there is no dose under it, else it is empty.

    The differences are from the course on actual weight; ``alerts`` are those that actual weight does not raise.
    ``plan`` is that of the first preparation, ``plans`` has each.
    """

    policy: str
    name: str
    dosing_weight: DosingWeightJson | None
    regimen: RegimenJson | None
    difference_g: Quantity
    difference_percent: Quantity
    rounded_g: Quantity
    plan: PlanJson | None
    plans: list[ProductPlanJson]
    alerts: list[AlertJson]
    working: list[WorkingJson]
    errors: list[ErrorJson]


class CompareJson(Head):
    """The answer to ``compare``; ``products`` are those whose vials are shown, ``product`` the first of them.

    Where there is none, ``product_missing`` says why. ``source_policy`` is the policy by which the source of the
    regimens doses, which counts where nobody chooses one; null where that is actual weight.
    """

    request: DoseRequestJson
    indication: IndicationJson
    product: str | None
    product_missing: str
    products: list[str]
    source_policy: str | None
    source_policy_missing: str
    alerts: list[AlertJson]
    old_labels: list[OldLabelJson]
    policies: list[PolicyJson]
    sources: list[SourceJson]


def compare_json(comparison: CompareAnswer, catalogue: Catalogue) -> CompareJson:
    """A comparison as JSON."""
    base, products = comparison.base, comparison.products
    dosed = [row.dosed for row in comparison.rows if row.dosed]
    used = cited(
        catalogue.weights.policies,
        comparison.alerts,
        [comparison.course],
        *(group for answer in dosed for group in ([answer.weight], answer.alerts)),
    )
    working = {row.policy.id: compare_working(row, comparison, catalogue.rules) for row in comparison.rows}
    used += [step.source for steps in working.values() for step in steps]
    return {
        **head(catalogue),
        "request": dose_request_json(base),
        "indication": indication_json(base.indication),
        "product": products[0].id if products else None,
        "product_missing": "" if products else NO_PRODUCT,
        "products": [product.id for product in products],
        "source_policy": comparison.by_source.policy if comparison.by_source else None,
        "source_policy_missing": "" if comparison.by_source else "the sources dose on actual weight",
        "alerts": alerts_json(comparison.alerts),
        "old_labels": old_labels_json(labels_of_comparison(comparison, catalogue)),
        "policies": [
            _dosed(row, row.dosed, products, order=base.order, steps=working[row.policy.id])
            if row.dosed
            else _not_dosed(row)
            for row in comparison.rows
        ],
        "sources": sources(catalogue, used),
    }


def _not_dosed(row: PolicyRow) -> PolicyJson:
    """A policy under which there is no dose."""
    why = "; ".join(problem.message for problem in row.refused)
    undosed = nulls(why, "dosing_weight", "regimen", "difference_g", "difference_percent", "rounded_g", "plan")
    errors = [error_json(problem) for problem in row.refused]
    named = {"policy": row.policy.id, "name": row.policy.name}
    return cast("PolicyJson", {**named, **undosed, "plans": [], "alerts": [], "working": [], "errors": errors})


def _dosed(
    row: PolicyRow, dosed: DoseUnderPolicy, products: Sequence[Product], *, order: Order, steps: Sequence[Working]
) -> PolicyJson:
    plans = [
        with_reasons(
            ProductPlanJson(product=product.id, plan=plan_json(made, product, order.region) if made else None),
            plan="no plan under this policy",
        )
        for product, made in zip(products, dosed.vials, strict=True)
    ]
    return with_reasons(
        PolicyJson(
            policy=row.policy.id,
            name=row.policy.name,
            dosing_weight=dosing_weight_json(dosed.weight),
            regimen=regimen_json(dosed.course, dosed.weight.kg),
            difference_g=plain(dosed.difference_g),
            difference_percent=plain(dosed.difference_percent),
            rounded_g=quantity(dosed.rounded_g),
            plan=again(plans[0]["plan"]) if plans else None,
            plans=plans,
            alerts=alerts_json(dosed.alerts),
            working=working_json(steps),
            errors=[],
        ),
        rounded_g="the policy's source names no step",
        plan=NO_PRODUCT,
    )
