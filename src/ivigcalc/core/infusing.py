"""``infuse()``: one infusion of one preparation, without a course: its rates, how long it takes, and what to watch."""

from dataclasses import dataclass, replace
from fractions import Fraction

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.errors import Kind, Problem, Problems, RefusedError
from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.infusion import Infusion, Purpose, infusion, purpose_of
from ivigcalc.core.ladder import Context
from ivigcalc.core.order import RateWeight, Rounding
from ivigcalc.core.patient import Patient, Risk
from ivigcalc.core.policy import ACTUAL
from ivigcalc.core.product import Product
from ivigcalc.core.quantity import shown
from ivigcalc.core.rates import Basis
from ivigcalc.core.regimen import offered
from ivigcalc.core.rule import Level
from ivigcalc.core.safety import (
    Alert,
    Derived,
    as_problem,
    derive,
    fired,
    impossible,
    merged,
    patient_measures,
    risks_of,
)
from ivigcalc.core.table2 import Cell
from ivigcalc.core.vials import Combination, combine
from ivigcalc.core.weight import DosingWeight, dosing_weight, missing_for


@dataclass(frozen=True, slots=True, kw_only=True)
class InfusionOrder:
    """One infusion: ``grams`` of the preparation ``product`` (an id).

    ``indication`` is an id, or "" where only a ``context`` of labels was given.
    """

    product: str
    grams: Fraction
    indication: str = ""
    context: Context = Context.ANY
    region: Region | None = None
    first: bool = False
    rate_weight: RateWeight = RateWeight.ACTUAL
    weight_policy: str = ACTUAL
    echoes: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Infused:
    """The answer: the infusion, the weight its rate is for, and what to watch.

    ``table2`` is the review's own time of infusion for the preparation, None where it has none.
    """

    patient: Patient
    order: InfusionOrder
    product: Product
    infusion: Infusion
    weight: DosingWeight
    vials: Combination | None
    risks: tuple[Risk, ...]
    derived: tuple[Derived, ...]
    alerts: tuple[Alert, ...]
    table2: Cell | None


def time_cell(product: Product, catalogue: Catalogue) -> Cell | None:
    """The review's "time of infusion" of a preparation."""
    cells = (cell for cell in catalogue.table2.cells if cell.row == "time" and cell.column == product.table2)
    return next(cells, None)


def infuse(patient: Patient, order: InfusionOrder, catalogue: Catalogue) -> Infused:
    """Work out one infusion.

    Raises:
        RefusedError: something is missing or wrong, a stop rule fired, or no label gives a rate.
    """
    problems = Problems(missing_for(patient, catalogue.weights.policy(order.weight_policy)))
    problems.also(impossible(patient, None, catalogue.rules))
    problems.refuse_if_any()
    product = catalogue.product(order.product)
    weight = dosing_weight(patient, order.weight_policy, catalogue.weights)
    conditions, derived = derive(patient, catalogue.rules.risks)
    alerts = _alerts(patient, order, weight, catalogue)
    kg = weight.actual_kg if order.rate_weight is RateWeight.ACTUAL else weight.kg
    mg_per_ml = Fraction(product.mg_per_ml)
    vials = _hung(product, order, catalogue)
    found = infusion(
        product,
        Basis(weight_kg=kg, mg_per_ml=mg_per_ml),
        order.grams * 1000 / mg_per_ml,
        purpose=_purpose(order, product, catalogue),
        region=order.region,
        conditions=conditions,
        vials=vials,
        first=order.first,
    )
    if isinstance(found, Missing):
        raise RefusedError(_no_rate(product, found, order.region))
    return Infused(
        patient=patient,
        order=order,
        product=product,
        infusion=found,
        weight=weight,
        vials=vials,
        risks=risks_of(conditions),
        derived=derived,
        alerts=alerts,
        table2=time_cell(product, catalogue),
    )


def _purpose(order: InfusionOrder, product: Product, catalogue: Catalogue) -> Purpose:
    if order.indication:
        return purpose_of(catalogue.indication(order.indication), product)
    if order.context is Context.ANY:
        return Purpose()
    return Purpose(name=order.context.upper(), context=order.context, labelled=tuple(Region))


def _hung(product: Product, order: InfusionOrder, catalogue: Catalogue) -> Combination | None:
    """The whole vials that cover the grams, opening as little as can be; None where no size is sold."""
    sizes = tuple(Fraction(vial.g) for vial in product.vials if order.region is None or order.region in vial.regions)
    rules = catalogue.rules
    near, wide = rules.constant("rounding-tolerance") / 100, rules.constant("rounding-tolerance-wide") / 100
    found = combine(order.grams, sizes, Rounding.UP, near=near, wide=wide) if sizes else None
    return found if isinstance(found, Combination) else None


def _alerts(patient: Patient, order: InfusionOrder, weight: DosingWeight, catalogue: Catalogue) -> tuple[Alert, ...]:
    """What fires for the patient and for the grams of the day.

    Raises:
        RefusedError: a stop rule fired.
    """
    rules = catalogue.rules
    known, _ = derive(patient, rules.risks)
    words = {
        "indication": order.indication or "any use",
        "indication_id": order.indication,
        "day_g": shown(order.grams),
    }
    printed = offered(catalogue.indication(order.indication), weight.kg) if order.indication else ()
    inside = any(one.largest_day >= order.grams for one in printed)
    measures = {"day_g": order.grams, "day_g_per_kg": order.grams / weight.kg}
    conditions = known | ({"printed-for-indication"} if inside else set())
    alerts = merged(
        (
            *weight.remarks,
            *fired(rules, known, patient_measures(patient), words),
            *fired(rules, conditions, measures, words, ("one infusion",)),
        )
    )
    stops = [as_problem(alert) for alert in alerts if alert.level is Level.STOP]
    Problems([replace(one, field="--grams", next="--grams takes the dose of one day") for one in stops]).refuse_if_any()
    return tuple(replace(alert, letters=()) for alert in alerts)


def _no_rate(product: Product, found: Missing, region: Region | None) -> Problem:
    other = "leave out --region: then the slowest label that was read applies" if region else ""
    return Problem(
        code="no-ladder",
        field="--product",
        message=f"{product.shown}: no rate is given: {found.reason}",
        next=other or "take the rate from the label in the pack; a site can supply a ladder with --formulary FILE",
        kind=Kind.STOP,
    )
