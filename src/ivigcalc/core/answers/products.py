"""``products()``: which preparation suits a patient, without an order; and how the place of each follows."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.fact import STANDING_WORDS
from ivigcalc.core.facts.rule import NO_WORDS
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Risk
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
from ivigcalc.core.selection.exposure import MCG_PER_MG, ML_PER_L, PER_VOLUME, LabelledLimit
from ivigcalc.core.selection.labels import labels_for, market_status
from ivigcalc.core.selection.ranking import PlacedProduct, by_market_and_label, dominates, figures, places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Measure, Region
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.names.index import Found
    from ivigcalc.core.request.patient import Patient
    from ivigcalc.core.selection.assessment import Assessment


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


MEASURES: Final = {
    Risk.IGA_DEFICIENT: ("IgA", "mcg/g"),
    Risk.RENAL: ("osmolality", ""),
    Risk.SODIUM: ("sodium", "mmol/g"),
    Risk.FLUID: ("volume", "mL/g"),
    Risk.DIABETES: ("sugar", "g/g"),
}
"""What preparations are ordered by for a risk, and its unit; "" for the unit that the label prints."""

COUNTED: Final = {False: Fraction(0), True: Fraction(1)}
"""What an answer to a question counts; less stands first."""

BY_MARKET: Final = ("sold in the region and labelled there", "sold in the region", "sold anywhere", "labelled there")
"""The four questions of ``by_market_and_label``; who answers yes stands first."""


def order_working(
    places: Sequence[PlacedProduct], situation: Situation, catalogue: Catalogue
) -> tuple[tuple[Working, ...], ...]:
    """How the place of each preparation follows: what is compared, in this order, less standing first.

    The first step in which two preparations differ decides. ``rounding`` says where a value counts as none.
    """
    sodium_free = catalogue.rules.constant("sodium-free")
    reasons = sorted({place.reason for place in places if place.block == "last"})
    ids = sorted(place.assessment.product.id for place in places)
    in_data = [product.id for product in catalogue.products]
    found = []
    for place in places:
        product = place.assessment.product
        last = place.block == "last"
        steps = [Working("stands last", place.reason if last else "no", COUNTED[last], "")]
        steps += _of_verdict(place, reasons)
        if situation.factors and not last:
            unknown = place.block == "not-ranked"
            steps.append(Working("a value is not known", place.reason if unknown else "no", COUNTED[unknown], ""))
            steps += [] if unknown else [_tier(place, places, situation, sodium_free)]
        if place.block in {"ranked", "last"}:
            steps += _of_factors(place, situation, sodium_free)
        steps += _of_market(place.assessment, situation)
        order, by = (in_data, "as in the data") if place.block == "unordered" else (ids, "by its id")
        steps.append(Working(by, product.id, Fraction(order.index(product.id) + 1), ""))
        found.append(tuple(steps))
    return tuple(found)


def order_sources(choice: ProductsAnswer, catalogue: Catalogue) -> list[str]:
    """The documents by which the place of each preparation follows."""
    working = order_working(choice.places, choice.situation, catalogue)
    return [step.source for steps in working for step in steps if step.source]


def _of_verdict(place: PlacedProduct, reasons: Sequence[str]) -> Iterator[Working]:
    """The verdict with the document of its first reason; among what stands last the gravest first, then by reason."""
    assessment = place.assessment
    rank = Fraction(assessment.verdict.rank)
    deciding = (one for one in assessment.reasons if one.verdict is assessment.verdict)
    source = next((one.sources[0] for one in deciding if one.sources), "")
    if place.block != "last":
        yield Working("verdict", str(assessment.verdict), rank, "", source)
        return
    yield Working("verdict, the gravest first", str(assessment.verdict), -rank, "", source)
    yield Working("why it stands last", place.reason, Fraction(reasons.index(place.reason) + 1), "")
    by_class = assessment.by_class
    yield Working("by the labels of its class alone", _yes(by_class), COUNTED[by_class], "")


def _tier(
    place: PlacedProduct, places: Sequence[PlacedProduct], situation: Situation, sodium_free: Fraction
) -> Working:
    """The tier, and a preparation of the tier above that is at least as good on every factor and better on one."""
    mine, tier = figures(place.assessment, situation, sodium_free), place.tier or 0
    rivals = (one for one in places if one.tier == tier - 1 and one.assessment.verdict is place.assessment.verdict)
    theirs = ((one, figures(one.assessment, situation, sodium_free)) for one in rivals)
    beaten = next((one for one, values in theirs if mine and values and dominates(values, mine)), None)
    formula = f"beaten by {beaten.assessment.product.shown}" if beaten else "beaten by none"
    return Working("tier", formula, Fraction(tier), "")


def _of_factors(place: PlacedProduct, situation: Situation, sodium_free: Fraction) -> Iterator[Working]:
    """What counts for each risk, in its order; of what stands last also whether any of it is not known."""
    assessment, product = place.assessment, place.assessment.product
    values = figures(assessment, situation, sodium_free)
    if place.block == "last":
        yield Working("a value is not known", _yes(values is None), COUNTED[values is None], "")
    limits = {factor: limit for factor, limit in assessment.values.items() if isinstance(limit, LabelledLimit)}
    day = f"less than {plain(sodium_free)} mmol in a day of {plain(situation.day_g)} g counts as none"
    for factor, value in zip(situation.factors, values or (), strict=False):
        fact, (name, unit) = limits[factor].fact, MEASURES[factor]
        of_label = f", of the {fact.regions[0].upper()} label" if limits[factor].borrowed else ""
        mg = f"{exact(product.mg_per_ml)} mg/mL"
        yield Working(
            step=f"{name}{of_label}{STANDING_WORDS.get(fact.standing, '')}",
            formula=f"{ML_PER_L} / {mg}" if factor is Risk.FLUID else per_gram(fact, mg),
            value=value,
            unit=unit or fact.unit,
            source=next(iter(fact.sources), ""),
            rounding=day if factor is Risk.SODIUM else "",
        )


def per_gram(fact: Measure, mg_per_ml: str) -> str:
    """The figure of a document per gram of IgG, in words (``exposure`` works it out); osmolality as it is printed."""
    figure = f"{exact(fact.upper or 0)} {fact.unit}"
    if fact.unit in PER_VOLUME:
        times = PER_VOLUME[fact.unit]
        return f"{figure} x {times} / {mg_per_ml}" if times > 1 else f"{figure} / {mg_per_ml}"
    return f"{figure} x {MCG_PER_MG}" if fact.unit == "mg/g" else figure


def _of_market(assessment: Assessment, situation: Situation) -> Iterator[Working]:
    """Where it is sold, and whether a label there has the use, with the documents."""
    documents = _market_documents(assessment.product, situation.region, situation.indication)
    for question, no, source in zip(BY_MARKET, by_market_and_label(assessment), documents, strict=True):
        yield Working(question, _yes(not no), COUNTED[no], "", source)


@lru_cache(maxsize=1024)
def _market_documents(product: Product, region: Region | None, indication: str) -> tuple[str, str, str, str]:
    """The first document behind each of ``BY_MARKET``; "" for none."""
    status, best = market_status(product, region), market_status(product, None)
    sold = [entry.sources for entry in product.market_in(region) if entry.status is status]
    sold_anywhere = [entry.sources for entry in product.market if entry.status is best]
    labels = [label.sources for label in labels_for(product, indication, region)]
    cited = (next((source for sources in found for source in sources), "") for found in (sold, sold_anywhere, labels))
    in_region, anywhere, of_label = cited
    return in_region, in_region, anywhere, of_label


def _yes(holds: bool) -> str:  # noqa: FBT001 - one word for one fact
    return "yes" if holds else "no"
