"""``choose()``: which preparation suits a patient, without an order."""

from collections.abc import Sequence
from dataclasses import dataclass

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.fact import Region
from ivigcalc.core.patient import Patient, Risk
from ivigcalc.core.ranking import Place, rank
from ivigcalc.core.safety import Alert, Derived, derive, fired, merged, patient_measures, risks_of
from ivigcalc.core.selection import Situation, assess


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
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
    return rank([assess(product, situation, rules) for product in listed], situation, rules.constant("sodium-free"))


def choose(patient: Patient, catalogue: Catalogue, region: Region | None = None, wanted: Sequence[str] = ()) -> Choice:
    """Assess and order the preparations for a patient, on the stated infusion day of ``rules.yaml``."""
    conditions, derived = derive(patient, catalogue.rules.risks)
    situation = Situation(
        conditions=conditions, region=region, day_g=catalogue.rules.constant("stated-day"), age_years=patient.age_years
    )
    places = places_of(situation, catalogue, wanted)
    return Choice(
        patient=patient,
        situation=situation,
        risks=risks_of(conditions),
        derived=derived,
        alerts=merged(fired(catalogue.rules, conditions, patient_measures(patient), {})),
        places=places,
        hidden=len(catalogue.products) - len(places),
    )
