"""From courses and a preparation to what is dispensed: vials, volume and rates of each infusion day."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from fractions import Fraction

from ivigcalc.core.course import Course
from ivigcalc.core.exposure import exposure
from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.infusion import Infusion
from ivigcalc.core.order import Order
from ivigcalc.core.plan import CoursePlan, NoFit, PlannedDay, ProductPlan
from ivigcalc.core.product import Product
from ivigcalc.core.ranking import Place
from ivigcalc.core.rule import Rules, Verdict
from ivigcalc.core.selection import GONE
from ivigcalc.core.vials import Combination, Unreachable, combine

Rate = Callable[[Product, Fraction, Combination], Infusion | Missing]
"""How a volume in mL of a preparation runs in, out of certain vials."""


def product_plan(
    place: Place, asked: Sequence[Course], order: Order, rules: Rules, rate: Rate | None = None
) -> ProductPlan:
    """A preparation in its place, with a plan for each course, or why there is none.

    With ``rate`` each infusion day says how it runs in.
    """
    product = place.assessment.product
    dated = [course for course in asked if course.days]
    reason = _no_plan_reason(place, order.region, dated=bool(dated))
    if reason:
        return ProductPlan(place=place, plans=(), no_plans=Missing(reason=reason))
    return ProductPlan(place=place, plans=tuple(course_plan(product, course, order, rules, rate) for course in dated))


def _no_plan_reason(place: Place, region: Region | None, *, dated: bool) -> str:
    one = place.assessment
    if one.verdict is Verdict.CONTRAINDICATED:
        return "contraindicated for this patient"
    if one.status in GONE:
        return place.reason
    if not one.offered:
        return (
            f"no vial size listed for {region.upper()}"
            if region
            else one.product.missing.get("vials", "no vial size found")
        )
    return "" if dated else "no single dose: the regimen is a range"


def vial_sizes(product: Product, region: Region | None) -> tuple[Fraction, ...]:
    """The vial sizes in g that a region (or, without one, any) sells."""
    return tuple(Fraction(vial.g) for vial in product.vials if region is None or region in vial.regions)


def course_plan(
    product: Product, course: Course, order: Order, rules: Rules, rate: Rate | None = None
) -> CoursePlan | NoFit:
    """One course made up from the vials of one preparation, or the days that do not fit."""
    sizes = vial_sizes(product, order.region)
    near, wide = rules.constant("rounding-tolerance") / 100, rules.constant("rounding-tolerance-wide") / 100
    amounts = {day.grams for day in course.days}
    cap = course.cap.grams if course.cap else None
    made = {grams: combine(grams, sizes, order.rounding, near=near, wide=wide, at_most_g=cap) for grams in amounts}
    unfit = [(day, nearest) for day in course.days if isinstance(nearest := made[day.grams], Unreachable)]
    if unfit:
        return NoFit(course=course, days=tuple(unfit))
    ml_of = {Fraction(vial.g): Fraction(vial.ml) for vial in product.vials}

    def volume_ml(vials: Combination) -> Fraction:
        return vials.given_g / vials.total_g * sum(ml_of[vial.size_g] * vial.count for vial in vials.vials)

    days = tuple(
        PlannedDay(
            day=day.day,
            date=order.start + timedelta(days=day.day - course.days[0].day) if order.start else None,
            prescribed_g=day.grams,
            vials=vials,
            volume_ml=volume_ml(vials),
            infusion=rate(product, volume_ml(vials), vials) if rate else None,
        )
        for day in course.days
        if isinstance(vials := made[day.grams], Combination)
    )
    given = sum((day.vials.given_g for day in days), Fraction(0))
    return CoursePlan(
        course=course,
        days=days,
        given_g=given,
        deviation_percent=(given / course.total - 1) * 100,
        volume_ml=sum((day.volume_ml for day in days), Fraction(0)),
        exposure=exposure(product, given, order.region),
    )
