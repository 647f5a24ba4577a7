"""Samples of options under NEXT: each can be typed as it stands, fits the patient, and contradicts nothing given."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import ceil
from typing import Final

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.label_ladders import NOT_SAID, Before, Purpose, ladder_choices, purpose_of
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.reasons import is_offered
from ivigcalc.report.view.parts.words import CHILDREN

REGIONS: Final = (Region.EU, Region.US, Region.BR)
"""The regions that a sample may name, the first that fits first."""


class Wanted(Record):
    """What a preparation that is offered has to have: vials, and a rate ladder for this use and patient."""

    region: Region | None
    conditions: AbstractSet[str] = frozenset()
    indication: Indication | None = None
    purpose: Purpose | None = None
    """What an infusion is for, where that is known for the one preparation and not by an indication."""
    before: Before = NOT_SAID
    rate: bool = True
    """Whether a ladder is wanted at all."""

    def has_all(self, product: Product) -> bool:
        """Whether a preparation has vials and a ladder here, so that what is offered is not refused."""
        if not self.rate:
            return is_offered(product, self.region)
        purpose = purpose_of(self.indication, product) if self.indication else self.purpose or Purpose()
        ladders = ladder_choices(product, self.region, purpose, self.conditions, self.before)
        return is_offered(product, self.region) and isinstance(ladders, list)


def offered(assessments: Iterable[Assessment], wanted: Wanted) -> Assessment | None:
    """The first preparation that is known to be sold, with vials and a ladder; None for none."""
    return next((one for one in assessments if one.sold and wanted.has_all(one.product)), None)


def region_sample(wanted: Wanted, product: Product | None = None) -> str:
    """A region to give, in which the preparation has all that is wanted; "" where one is given, or none is known."""
    if wanted.region is not None:
        return ""
    fits = (one for one in REGIONS if product is None or wanted.replaced(region=one).has_all(product))
    return next((f"--region {one}" for one in fits), "")


def age_sample(patient: Patient, conditions: Collection[str]) -> str:
    """An age to give, of an adult who may be at risk by it; "" for who has one, or may be a child."""
    if patient.age_years is not None or not CHILDREN.isdisjoint(conditions):
        return ""
    return "--age 30" if patient.pregnant else "--age 72"


def body_samples(patient: Patient, conditions: Collection[str]) -> str:
    """Height and sex to give, as far as they are not given; "" for a child, for whom no figure would fit."""
    if not CHILDREN.isdisjoint(conditions):
        return ""
    height = "--height 175" if patient.height_cm is None else ""
    sex = f"--sex {'female' if patient.pregnant else 'male'}" if patient.sex is None else ""
    return f"{height} {sex}".strip()


def vials_sample(product: Product, region: Region | None, day_g: Fraction) -> str:
    """Vials of a day as an order may state them, of the largest size that a day takes; "" where none is sold here."""
    sizes = product.sizes_by_region[region]
    if not sizes:
        return ""
    size = max((size for size in sizes if size <= day_g), default=min(sizes))
    return f"--vials {ceil(day_g / size)}x{shown(size, 3)}"
