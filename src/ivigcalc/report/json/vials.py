"""The answer to ``vials`` as JSON, and the certificate of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.quantity import exact, plain
from ivigcalc.report.json import common
from ivigcalc.report.json.dose import NOT_GIVEN, planned, stock

if TYPE_CHECKING:
    from ivigcalc.core.answers.vials import Opened
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.vials.certificate import Certificate, Nearest
    from ivigcalc.report.contract.dose import CertificateJson, NearestJson
    from ivigcalc.report.contract.vials import VialsJson, VialsRequestJson


def vials_json(answer: Opened, catalogue: Catalogue, exit_code: int) -> VialsJson:
    """The vials of one preparation as JSON."""
    product = answer.product
    status = "no-vials" if exit_code else "caution" if answer.alerts else "ok"
    cited = [source for vial in product.vials for source in vial.sources]
    cited += [source for alert in answer.alerts for source in alert.sources]
    return {
        **common.answer_head(catalogue, status, exit_code),
        "request": _request(answer),
        "product": {
            "id": product.id,
            "shown": product.shown,
            "mg_per_ml": exact(product.mg_per_ml),
            "sizes_g": [plain(size, 3) for size in sorted(answer.terms.sizes_g)],
        },
        "plan": planned(answer.made, product, answer.order.region, catalogue.local, answer.certificates),
        "alerts": [common.alert(alert, {}) for alert in answer.alerts],
        "sources": common.sources(catalogue, cited),
    }


def _request(answer: Opened) -> VialsRequestJson:
    order = answer.order
    found: VialsRequestJson = {
        "grams": plain(answer.grams, 3),
        "days": order.days or 1,
        "start": order.start.isoformat() if order.start else None,
        "product": answer.product.id,
        "region": order.region or "any",
        "round": order.rounding,
        "round_scope": order.scope,
        "objective": order.objective,
        "stock": stock(order),
        "read": list(order.echoes),
        "defaulted": list(order.defaulted),
    }
    if order.start is None:
        found["start_missing"] = NOT_GIVEN
    if order.stock is None:
        found["stock_missing"] = NOT_GIVEN
    return found


def certificate(found: Certificate) -> CertificateJson:
    """A certificate as JSON."""
    answered: CertificateJson = {
        "days": list(found.days),
        "whole_course": found.whole,
        "prescribed_g": plain(found.prescribed_g, 3),
        "chosen_g": common.quantity(found.chosen_g, 3),
        "below": _nearest(found.below),
        "above": _nearest(found.above),
        "lines": list(found.lines),
    }
    if found.chosen_g is None:
        answered["chosen_g_missing"] = "none is given: see lines"
    if found.below is None:
        answered["below_missing"] = "no smaller total can be made"
    if found.above is None:
        answered["above_missing"] = "no larger total can be made"
    return answered


def _nearest(found: Nearest | None) -> NearestJson | None:
    return {"total_g": plain(found.total_g, 3), "why": found.why} if found else None
