"""``choose()``: which preparation suits a patient, without an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ivigcalc.core.record import Record
from ivigcalc.core.safety.alerts import Alert, Derived, derive, fired, merged, risks_of
from ivigcalc.core.selection.assessment import Assessment, Reason, Situation, assess
from ivigcalc.core.selection.ranking import Place, rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.facts.formulary import Local
    from ivigcalc.core.request.patient import Patient, Risk

NOT_STOCKED: Final = "not-stocked"
"""The id of the remark on a preparation that the site does not stock."""


class Choice(Record):
    """Every preparation in its place for a patient, and what the order rests on.

    ``hidden`` counts the preparations left out because only some were wanted.
    """

    patient: Patient
    situation: Situation
    risks: tuple[Risk, ...]
    derived: tuple[Derived, ...]
    alerts: tuple[Alert, ...]
    places: tuple[Place, ...]
    hidden: int


def places_of(situation: Situation, catalogue: Catalogue, wanted: Sequence[str] = ()) -> tuple[Place, ...]:
    """The catalogue's preparations (or only those ``wanted``, by id), assessed and in order."""
    listed = [product for product in catalogue.products if not wanted or product.id in wanted]
    rules = catalogue.rules
    assessed = [_stock_remarked(assess(product, situation, rules), catalogue.local) for product in listed]
    return rank(assessed, situation, rules.constant("sodium-free"))


def _stock_remarked(one: Assessment, local: Local | None) -> Assessment:
    """With a remark where the site's formulary says that the preparation is not stocked."""
    if local is None or one.product.id not in local.unstocked:
        return one
    from ivigcalc.core.facts.formulary import SITE  # noqa: PLC0415 - only where a site has one

    text = f"not stocked at {local.formulary.site}"
    return one.replaced(reasons=(*one.reasons, Reason(rule=NOT_STOCKED, verdict=None, text=text, sources=(SITE,))))


def choose(patient: Patient, catalogue: Catalogue, region: Region | None = None, wanted: Sequence[str] = ()) -> Choice:
    """Assess and order the preparations for a patient, on the stated infusion day of ``rules.yaml``."""
    conditions, derived = derive(patient, catalogue.rules)
    situation = Situation(
        conditions=conditions, region=region, day_g=catalogue.rules.constant("stated-day"), age_years=patient.age_years
    )
    places = places_of(situation, catalogue, wanted)
    return Choice(
        patient=patient,
        situation=situation,
        risks=risks_of(conditions),
        derived=derived,
        alerts=merged(fired(catalogue.rules, conditions, patient.measures, dict)),
        places=places,
        hidden=len(catalogue.products) - len(places),
    )
