"""The rate that a written order states, for the weight that rates are for, and the rules that fire for it."""

from collections.abc import Sequence

from ivigcalc.core.checking.dose import OrderCase
from ivigcalc.core.checking.vials_and_rate import RateAsked, RateOrdered, rate_ordered
from ivigcalc.core.dosing.order_alerts import lower_kg
from ivigcalc.core.dosing.weight import rate_weight_kg
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.infusion.alerts import rate_alerts
from ivigcalc.core.safety.alerts import Alert


def ordered_rates(case: OrderCase, product: Product, conditions: frozenset[str]) -> list[RateOrdered]:
    """The rate that an order states, with what the label says of it; none where it states none.

    The first is for the weight for which ``dose`` works out its rates, the second for the dosing weight where that is
    lower.
    """
    written, order, weight = case.written.rate, case.order, case.criteria.weight
    if written is None:
        return []
    asked = RateAsked(
        indication=case.indication,
        region=order.region,
        conditions=conditions,
        age_years=case.patient.age_years,
        catalogue=case.catalogue,
        tolerated=order.tolerated,
    )
    weights_kg = dict.fromkeys((rate_weight_kg(weight, order.rate_weight), lower_kg(weight)))
    return [rate_ordered(written, case.course, product, kg, asked) for kg in weights_kg]


def alerts_of_ordered(
    case: OrderCase, product: Product, rates: Sequence[RateOrdered], conditions: frozenset[str]
) -> list[Alert]:
    """The rules that fire for the rate that an order states; what stops it for the lower weight stops it, too."""
    found, *lower = (
        rate_alerts(case.patient, conditions, product, one.label, case.catalogue, ordered_ml_h=one.ml_h)
        for one in rates
    )
    known = {alert.rule for alert in found}
    return [*found, *(one for alerts in lower for one in alerts if one.level is Level.STOP and one.rule not in known)]
