"""The answer to ``batch`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ivigcalc.core.quantity import plain
from ivigcalc.report.json import common

if TYPE_CHECKING:
    from decimal import Decimal

    from ivigcalc.core.answers.batch import Finished, ProductTotal, Summary, UnreadHeading, VersusTotal
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.report.contract.batch import (
        BatchJson,
        BatchRequestJson,
        ProductTotalJson,
        SumsJson,
        UnreadJson,
        VersusTotalJson,
    )

EVERY_PLACE: Final = 12
"""A sum has the decimals of what it adds up."""

NO_PRICE: Final = "no formulary, or it does not give the price of every size opened"


def batch_json(done: Finished, catalogue: Catalogue, *, status: str, exit_code: int) -> BatchJson:
    """What a table adds up to."""
    sums = done.summary
    return {
        **common.answer_head(catalogue, status, exit_code),
        "request": _request(done),
        "rows": sums.rows,
        "failed_rows": sums.failed,
        "kept_rows": done.kept,
        "statuses": [{"status": one, "rows": rows} for one, rows in sums.statuses],
        "sums": _sums(sums),
        "products": [_product(one) for one in sums.products],
        "alerts": [{"rule": one.rule, "rows": one.rows} for one in sums.alerts],
        "versus": _versus(sums.versus) if sums.versus else None,
        "versus_missing": "" if sums.versus else "not asked for: --versus POLICY",
        "failed": [
            {"row": one.row, "line": one.line, "key": one.key, "status": one.status, "reason": one.reason}
            for one in done.failed
        ],
        "unread_headings": [_unread(one) for one in done.unread],
    }


def _sums(sums: Summary) -> SumsJson:
    found: SumsJson = {
        "dosed_rows": sums.dosed,
        "prescribed_g": _sum(sums.prescribed_g),
        "dispensed_rows": sums.dispensed_rows,
        "prescribed_of_dispensed_g": _sum(sums.of_which_g),
        "dispensed_g": _sum(sums.dispensed_g),
        "opened_g": _sum(sums.opened_g),
        "discarded_g": _sum(sums.discarded_g),
        "volume_ml": _sum(sums.volume_ml),
        "priced_rows": sums.priced,
        "cost": _sum(sums.cost) if sums.priced else None,
        "currency": sums.currency or None,
    }
    if not sums.priced:
        found["cost_missing"] = NO_PRICE
    if not sums.currency:
        found["currency_missing"] = "no formulary with a currency"
    return found


def _sum(value: Decimal) -> str:
    return plain(value, EVERY_PLACE)


def _request(done: Finished) -> BatchRequestJson:
    versus = done.summary.versus.policy if done.summary.versus else None
    found: BatchRequestJson = {
        "file": done.source,
        "output": done.output or None,
        "errors": done.errors or None,
        "check": done.check,
        "versus": versus,
        "defaults": dict(done.given),
    }
    if not done.output:
        found["output_missing"] = "no rows were written: --output FILE"
    if not done.errors:
        found["errors_missing"] = "not asked for: --errors FILE"
    if not versus:
        found["versus_missing"] = "not asked for: --versus POLICY"
    return found


def _product(one: ProductTotal) -> ProductTotalJson:
    found: ProductTotalJson = {
        "product": one.product,
        "rows": one.rows,
        "dispensed_g": _sum(one.dispensed_g),
        "volume_ml": _sum(one.volume_ml),
        "discarded_g": _sum(one.discarded_g),
        "cost": _sum(one.cost) if one.priced else None,
        "priced_rows": one.priced,
        "vials": [{"size_g": _sum(vial.size_g), "count": vial.count} for vial in one.vials],
    }
    if not one.priced:
        found["cost_missing"] = NO_PRICE
    return found


def _versus(one: VersusTotal) -> VersusTotalJson:
    found: VersusTotalJson = {
        "policy": one.policy,
        "rows": one.rows,
        "not_compared_rows": one.not_compared,
        "own_g": _sum(one.own_g),
        "other_g": _sum(one.other_g),
        "difference_g": _sum(one.difference_g),
        "difference_percent": common.quantity(one.difference_percent),
        "dispensed_rows": one.dispensed_rows,
        "dispensed_difference_g": _sum(one.dispensed_difference_g),
        "priced_rows": one.priced_rows,
        "difference_cost": _sum(one.cost_difference) if one.priced_rows else None,
    }
    if one.difference_percent is None:
        found["difference_percent_missing"] = "no row has a course under both policies"
    if not one.priced_rows:
        found["difference_cost_missing"] = NO_PRICE
    return found


def _unread(one: UnreadHeading) -> UnreadJson:
    if one.near:
        return {"heading": one.heading, "near": one.near}
    return {"heading": one.heading, "near": None, "near_missing": "no column has a name like it"}
