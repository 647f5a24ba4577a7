"""The answer to ``vials`` as JSON."""

from typing import TypedDict

from ivigcalc.core.answers.vials import VialsAnswer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import exact, plain
from ivigcalc.report.json.parts.answer import (
    NOT_GIVEN,
    AlertJson,
    Head,
    SourceJson,
    alerts_json,
    filled,
    head,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.plan import PlanJson, plan_json
from ivigcalc.report.json.parts.product import OldLabelJson, WorkingJson, old_labels_json, working_json
from ivigcalc.report.json.parts.request import StockJson, stock_json
from ivigcalc.report.shared import cited, labels_of_vials


class VialsRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given."""

    grams: str
    days: int
    start: str | None
    product: str
    region: str
    round: str
    round_scope: str
    objective: str
    stock: StockJson | None
    read: list[str]
    defaulted: list[str]


class VialsProductJson(TypedDict):
    """The preparation, and the sizes of its vials that can be chosen."""

    id: str
    shown: str
    mg_per_ml: str
    sizes_g: list[str]


class VialsJson(Head):
    """The answer to ``vials``: one preparation made up for so many grams, with its certificate; no patient."""

    request: VialsRequestJson
    product: VialsProductJson
    plan: PlanJson
    alerts: list[AlertJson]
    old_labels: list[OldLabelJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


def vials_json(answer: VialsAnswer, catalogue: Catalogue, exit_code: int) -> VialsJson:
    """The vials of one preparation as JSON."""
    product, steps = answer.product, answer.working
    status = "no-vials" if exit_code else "caution" if answer.alerts else "ok"
    return {
        **head(catalogue, status, exit_code),
        "request": _request(answer),
        "product": {
            "id": product.id,
            "shown": product.shown,
            "mg_per_ml": exact(product.mg_per_ml),
            "sizes_g": [plain(size, 3) for size in sorted(answer.terms.sizes_g)],
        },
        "plan": plan_json(answer.made, product, answer.order.region, catalogue.local, answer.certificates),
        "alerts": alerts_json(answer.alerts),
        "old_labels": old_labels_json(labels_of_vials(answer, catalogue)),
        "working": working_json(steps),
        "sources": sources(catalogue, [*cited(product.vials, answer.alerts), *(one.source for one in steps)]),
    }


def _request(answer: VialsAnswer) -> VialsRequestJson:
    order = answer.order
    return with_reasons(
        filled(
            VialsRequestJson,
            order,
            grams=plain(answer.grams, 3),
            days=order.days or 1,
            start=order.start.isoformat() if order.start else None,
            product=answer.product.id,
            region=order.region or "any",
            round=order.rounding,
            round_scope=order.scope,
            stock=stock_json(order),
            read=list(order.echoes),
        ),
        start=NOT_GIVEN,
        stock=NOT_GIVEN,
    )
