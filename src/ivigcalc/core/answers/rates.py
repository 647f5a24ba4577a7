"""How the infusion days of an order run in, and the alerts of their rates; for a preparation asked for by name."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.dosing.weight import rate_weight_kg
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.infusion.alerts import rate_alerts
from ivigcalc.core.infusion.day import day_infusion
from ivigcalc.core.infusion.ladder_choice import purpose_of
from ivigcalc.core.infusion.rates import RateBasis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ivigcalc.core.answers.plan import CoursePlan, Rate
    from ivigcalc.core.dosing.order_alerts import OrderInCourses
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.facts.rule import Rules
    from ivigcalc.core.infusion.day import Infusion
    from ivigcalc.core.infusion.ladder_choice import NoRate
    from ivigcalc.core.request.patient import Patient
    from ivigcalc.core.safety.alerts import Alert
    from ivigcalc.core.selection.assessment import Situation
    from ivigcalc.core.vials.totals import Combination


def rate_for(asked: OrderInCourses, situation: Situation, rules: Rules) -> Rate:
    """How a volume of a preparation runs in for this patient."""
    order = asked.order
    kg = rate_weight_kg(asked.weight, order.rate_weight)

    def rate(product: Product, volume_ml: Fraction, vials: Combination) -> Infusion | NoRate:
        return day_infusion(
            product,
            RateBasis(weight_kg=kg, mg_per_ml=Fraction(product.mg_per_ml)),
            volume_ml,
            rules=rules,
            purpose=purpose_of(asked.indication, product),
            region=order.region,
            conditions=situation.conditions,
            vials=vials,
            first=order.first,
        )

    return rate


def alerts_of_rates(
    made: Iterable[CoursePlan], patient: Patient, situation: Situation, catalogue: Catalogue
) -> list[Alert]:
    """The alerts of the rates of every infusion day; a rate that cannot be judged holds no dose back."""
    infusions = [days[0].infusion for course in made for days in course.alike]
    return [
        alert
        for infusion in infusions
        if infusion
        for alert in rate_alerts(patient, situation.conditions, infusion, catalogue)
        if alert.level is not Level.STOP
    ]
