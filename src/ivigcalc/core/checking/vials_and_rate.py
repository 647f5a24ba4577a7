"""The vials and the rate of a written order beside what the label of its preparation says."""

from collections.abc import Set as AbstractSet
from fractions import Fraction

from ivigcalc.core.checking.causes import Criteria, LikelyCause, causes_of_rate, causes_of_vials
from ivigcalc.core.dosing.comparison import Compared, Fit, Item
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.day import Infusion, day_infusion, purpose_of
from ivigcalc.core.infusion.label_rates import label_rates
from ivigcalc.core.infusion.rates import RateBasis, to_ml_h
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.written import WrittenRate, WrittenVials

Checked = tuple[Compared, tuple[LikelyCause, ...]]
"""A figure compared with the label, and the causes that explain how it differs."""


def check_vials(vials: WrittenVials, course: Course, product: Product, order: Order, criteria: Criteria) -> Checked:
    """The vials beside the grams ordered for a day, and beside the sizes that are sold."""
    day = course.even
    fit = Fit.UNKNOWN if day is None else criteria.tolerance.fit(vials.grams, day, day)
    reason = "the days differ: check the vials of one day at a time" if day is None else ""
    likely = causes_of_vials(vials.grams, day, course, criteria) if day is not None and fit is Fit.DIFFERS else ()
    sold = sorted({*product.sizes_by_region[order.region]})
    odd = [shown(size, 3) for size, _ in vials.sizes if size not in sold]
    if odd:
        where = f"for {order.region.upper()}" if order.region else "in any region"
        sizes = ", ".join(shown(size, 3) for size in sold) or "none found"
        fit, reason = Fit.DIFFERS, f"no vial of {' or '.join(odd)} g {where}; sizes in g: {sizes}"
    row = Compared(item=Item.VIALS, unit="g", fit=fit, ordered=vials.grams, low=day, high=day, reason=reason)
    return row, likely


def written_ml_h(rate: WrittenRate, basis: RateBasis) -> Fraction:
    """A written rate in mL/h, for a weight and a concentration."""
    return rate.value if rate.unit is None else to_ml_h(rate.value, rate.unit, basis)


def check_rate(
    rate: WrittenRate,
    course: Course,
    product: Product,
    order: Order,
    criteria: Criteria,
    *,
    indication: Indication,
    conditions: AbstractSet[str],
    age_years: Fraction | None,
) -> Checked:
    """The rate beside the label's maximum, for the lower of actual and dosing weight.

    A rate below the label's first one differs where a known mistake explains it; else a person must look, because slow
    is no harm by itself. So must one where the label prints no figure for the patient's risk.
    """
    mg_per_ml = Fraction(product.mg_per_ml)
    weight = criteria.weight
    basis = RateBasis(weight_kg=min(weight.kg, weight.actual_kg), mg_per_ml=mg_per_ml)
    ml_h = written_ml_h(rate, basis)
    label = day_infusion(
        product,
        basis,
        course.largest_day * 1000 / mg_per_ml,
        purpose=purpose_of(indication, product),
        region=order.region,
        conditions=conditions,
        age_years=age_years,
    )
    row = Compared(item=Item.RATE, unit="mL/h", fit=Fit.UNKNOWN, ordered=ml_h, low=None, high=None)
    if isinstance(label, Missing):
        return row.replaced(reason=label.reason), ()
    rates = label_rates(label)
    likely: tuple[LikelyCause, ...] = ()
    fit, low = Fit.SAME, Fraction(0)
    reason = f"{rates.says}; {'a flat rate' if label.flat else f'worked out for {shown(basis.weight_kg)} kg'}"
    if ml_h < rates.first_ml_h:
        low, likely = rates.first_ml_h, causes_of_rate(ml_h, rates, criteria)
        fit = Fit.DIFFERS if likely else Fit.UNKNOWN
        reason = f"slower than the first rate of the label; {reason}"
    elif not rates.allows(ml_h):
        fit = Fit.DIFFERS
        far = ml_h > rates.maximum_ml_h * (1 + criteria.tolerance.wide)
        likely = causes_of_rate(ml_h, rates, criteria) if far else ()
    elif _no_figure(label):
        fit, reason = Fit.UNKNOWN, "for this risk the label asks for the minimum practicable rate and prints no figure"
    row = row.replaced(
        fit=fit, low=low, high=rates.maximum_ml_h, reason=reason, below=rates.below, sources=rates.sources
    )
    return row, likely


def _no_figure(label: Infusion) -> bool:
    """Whether the patient has a risk for which no label read prints a figure."""
    return bool(label.unread) or bool(label.limits and not any(limit.cap for limit in label.limits))
