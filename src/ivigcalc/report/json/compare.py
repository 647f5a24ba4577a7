"""The answer to ``compare`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.quantity import plain
from ivigcalc.report.json import common, dose

if TYPE_CHECKING:
    from ivigcalc.core.answers.compare import Comparison, Dosed, Row
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.facts.product import Product
    from ivigcalc.report.contract.compare import CompareJson, PolicyJson

NO_PRODUCT = "no preparation can be planned"


def compare_json(comparison: Comparison, catalogue: Catalogue) -> CompareJson:
    """A comparison as JSON."""
    base, product = comparison.base, comparison.product
    cited = [source for policy in catalogue.weights.policies for source in policy.sources]
    cited += [source for alert in base.alerts for source in alert.sources]
    cited += list(comparison.course.sources)
    for row in comparison.rows:
        if row.dosed:
            cited += [*row.dosed.weight.sources, *(source for alert in row.dosed.alerts for source in alert.sources)]
    return {
        **common.answer_head(catalogue),
        "request": dose.request(base),
        "indication": dose.indication(base.indication),
        "product": product.id if product else None,
        "product_missing": "" if product else NO_PRODUCT,
        "alerts": [common.alert(alert, {}) for alert in base.alerts],
        "policies": [_policy(row, product, base.order.region) for row in comparison.rows],
        "sources": common.sources(catalogue, cited),
    }


def _policy(row: Row, product: Product | None, region: Region | None) -> PolicyJson:
    if row.dosed is None:
        why = "; ".join(problem.message for problem in row.refused)
        return {
            "policy": row.policy.id,
            "name": row.policy.name,
            "dosing_weight": None,
            "dosing_weight_missing": why,
            "regimen": None,
            "regimen_missing": why,
            "difference_g": None,
            "difference_g_missing": why,
            "difference_percent": None,
            "difference_percent_missing": why,
            "rounded_g": None,
            "rounded_g_missing": why,
            "plan": None,
            "plan_missing": why,
            "alerts": [],
            "errors": [common.error(problem) for problem in row.refused],
        }
    return _dosed(row, row.dosed, product, region)


def _dosed(row: Row, dosed: Dosed, product: Product | None, region: Region | None) -> PolicyJson:
    made = dosed.vials
    found: PolicyJson = {
        "policy": row.policy.id,
        "name": row.policy.name,
        "dosing_weight": common.dosing_weight(dosed.weight),
        "regimen": dose.regimen(dosed.course, dosed.weight.kg),
        "difference_g": plain(dosed.difference_g),
        "difference_percent": plain(dosed.difference_percent),
        "rounded_g": common.quantity(dosed.rounded_g),
        "plan": dose.planned(made, product, region) if made and product else None,
        "alerts": [common.alert(alert, {}) for alert in dosed.alerts],
        "errors": [],
    }
    if dosed.rounded_g is None:
        found["rounded_g_missing"] = "the policy's source names no step"
    if found["plan"] is None:
        found["plan_missing"] = NO_PRODUCT
    return found
