"""``products()``: which preparation suits a patient, without an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.facts.rule import NO_WORDS
from ivigcalc.core.record import Record
from ivigcalc.core.safety.alerts import (
    Alert,
    DerivedCondition,
    derived_conditions,
    fired_alerts,
    merged_alerts,
    patient_words,
    risks_of,
)
from ivigcalc.core.selection.assessment import Situation
from ivigcalc.core.selection.ranking import PlacedProduct, places_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.names.index import Found
    from ivigcalc.core.request.patient import Patient, Risk


class ProductsAnswer(Record):
    """Every preparation in its place for a patient, and what the order rests on.

    ``hidden`` counts the preparations left out because only some are in stock. ``found`` says why those were found that
    a text was searched for.
    """

    patient: Patient
    situation: Situation
    risks: tuple[Risk, ...]
    derived: tuple[DerivedCondition, ...]
    alerts: tuple[Alert, ...]
    places: tuple[PlacedProduct, ...]
    hidden: int
    found: tuple[Found, ...] = ()


def products(
    patient: Patient,
    catalogue: Catalogue,
    region: Region | None = None,
    wanted: Sequence[str] = (),
    found: tuple[Found, ...] = (),
) -> ProductsAnswer:
    """Assess and order the preparations for a patient, on the stated infusion day of ``rules.yaml``."""
    catalogue = catalogue.of_region(region)
    conditions, derived = derived_conditions(patient, catalogue.rules)
    words = NO_WORDS | patient_words(patient) | {"indication": "any use"}
    situation = Situation(
        conditions=conditions, region=region, day_g=catalogue.rules.constant("stated-day"), age_years=patient.age_years
    )
    places = places_of(situation, catalogue, wanted)
    return ProductsAnswer(
        patient=patient,
        situation=situation,
        risks=risks_of(conditions),
        derived=derived,
        alerts=merged_alerts(fired_alerts(catalogue.rules, conditions, patient.measures, lambda: words)),
        places=places,
        hidden=0 if found else len(catalogue.products) - len(places),
        found=found,
    )
