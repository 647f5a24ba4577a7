"""From courses and a preparation to what is dispensed: vials, volume and rates of each infusion day."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.plan import CoursePlan, NoFit, PlannedDay, ProductPlan
from ivigcalc.core.product import Product
from ivigcalc.core.rule import Rules, Verdict
from ivigcalc.core.selection import GONE
from ivigcalc.core.vials import Combination, Unreachable, combine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ivigcalc.core.course import Course
    from ivigcalc.core.infusion import Infusion
    from ivigcalc.core.order import Order
    from ivigcalc.core.ranking import Place

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
    return product.sizes_by_region[region]


def volume_ml(product: Product, vials: Combination) -> Fraction:
    """Millilitres as the labels print them for each vial; of an opened rest its share."""
    hung = sum((product.ml_of[vial.size_g] * vial.count for vial in vials.vials), Fraction(0))
    return hung if vials.given_g == vials.total_g else hung * vials.given_g / vials.total_g


def course_plan(
    product: Product, course: Course, order: Order, rules: Rules, rate: Rate | None = None
) -> CoursePlan | NoFit:
    """One course made up from the vials of one preparation, or the days that do not fit."""
    made = _vials(course, vial_sizes(product, order.region), order, rules)
    fitting = [vials for vials in made if isinstance(vials, Combination)]
    if len(fitting) < len(made):
        unfit = zip(course.days, made, strict=True)
        return NoFit(course=course, days=tuple((day, one) for day, one in unfit if isinstance(one, Unreachable)))
    days: list[PlannedDay] = []
    for day, vials in zip(course.days, fitting, strict=True):
        alike = days[-1] if days and days[-1].vials is vials else None
        volume = alike.volume_ml if alike else volume_ml(product, vials)
        days.append(
            PlannedDay(
                day=day.day,
                date=order.start + timedelta(days=day.day - course.days[0].day) if order.start else None,
                prescribed_g=day.grams,
                vials=vials,
                volume_ml=volume,
                infusion=alike.infusion if alike else rate(product, volume, vials) if rate else None,
            )
        )
    return CoursePlan(
        course=course,
        days=tuple(days),
        given_g=_total([day.vials.given_g for day in days]),
        volume_ml=_total([day.volume_ml for day in days]),
        product=product,
        region=order.region,
    )


def _vials(
    course: Course, sizes: tuple[Fraction, ...], order: Order, rules: Rules
) -> Sequence[Combination | Unreachable]:
    """The vials of each day; equal days share one combination."""
    cap = course.cap.grams if course.cap else None

    def combined(grams: Fraction) -> Combination | Unreachable:
        return combine(grams, sizes, order.rounding, near=rules.near, wide=rules.wide, at_most_g=cap)

    if course.even is not None:
        return [combined(course.even)] * len(course.days)
    return [combined(day.grams) for day in course.days]


def _total(amounts: Sequence[Fraction]) -> Fraction:
    first = amounts[0]
    if all(amount is first for amount in amounts):
        return first * len(amounts)
    return sum(amounts, Fraction(0))
