"""From courses and a preparation to what is dispensed: vials, volume and rates of each infusion day."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.answers.plan import CoursePlan, NoFit, PlannedDay, ProductPlan
from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules, Verdict
from ivigcalc.core.request.order import Order
from ivigcalc.core.selection.reasons import GONE
from ivigcalc.core.vials.combination import Combination, Unreachable, Unspread, volume_ml
from ivigcalc.core.vials.course import course_vials
from ivigcalc.core.vials.terms import no_terms_reason, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ivigcalc.core.dosing.course import Course
    from ivigcalc.core.facts.formulary import Formulary
    from ivigcalc.core.infusion.day import Infusion
    from ivigcalc.core.selection.ranking import Place

    Rate = Callable[[Product, Fraction, Combination], Infusion | Missing]
    """How a volume in mL of a preparation runs in, out of certain vials."""


def product_plan(
    place: Place,
    asked: Sequence[Course],
    order: Order,
    rules: Rules,
    *,
    rate: Rate | None = None,
    formulary: Formulary | None = None,
) -> ProductPlan:
    """A preparation in its place, with a plan for each course, or why there is none.

    With ``rate`` each infusion day says how it runs in.
    """
    product = place.assessment.product
    dated = [course for course in asked if course.days]
    reason = _no_plan_reason(place, order.region, dated=bool(dated))
    if not reason and not order.plain_vials:
        reason = no_terms_reason(terms_of(product, order, rules, formulary=formulary))
    if reason:
        return ProductPlan(place=place, plans=(), no_plans=Missing(reason=reason))
    plans = tuple(course_plan(product, course, order, rules, rate=rate, formulary=formulary) for course in dated)
    return ProductPlan(place=place, plans=plans)


def _no_plan_reason(place: Place, region: Region | None, *, dated: bool) -> str:
    assessment = place.assessment
    if assessment.verdict is Verdict.CONTRAINDICATED:
        return "contraindicated for this patient"
    if assessment.status in GONE:
        return place.reason
    if not assessment.offered:
        return (
            f"no vial size listed for {region.upper()}"
            if region
            else assessment.product.missing.get("vials", "no vial size found")
        )
    return "" if dated else "no single dose: the regimen is a range"


def course_plan(
    product: Product,
    course: Course,
    order: Order,
    rules: Rules,
    *,
    rate: Rate | None = None,
    formulary: Formulary | None = None,
) -> CoursePlan | NoFit:
    """One course made up from the vials of one preparation, or the days that do not fit."""
    terms = terms_of(product, order, rules, formulary=formulary, cap_g=course.cap.grams if course.cap else None)
    made = course_vials(course, terms, order.start)
    if isinstance(made, Unspread):
        return NoFit(course=course, terms=terms, days=(), whole=made)
    fitting = [vials for vials in made if isinstance(vials, Combination)]
    if len(fitting) < len(made):
        unfit = zip(course.days, made, strict=True)
        unreached = tuple((day, vials) for day, vials in unfit if isinstance(vials, Unreachable))
        return NoFit(course=course, terms=terms, days=unreached)
    days = _planned(product, course, fitting, course.dates(order.start), rate)
    if terms.lots is not None:
        from ivigcalc.core.vials.lots import stock_by_day  # noqa: PLC0415 - only where there is one

        taken = stock_by_day(terms.lots, fitting, [day.date for day in days])
        days = [day._replace(lots=stock.lots) for day, stock in zip(days, taken, strict=True)]
    return CoursePlan(course=course, terms=terms, days=tuple(days), product=product, region=order.region)


def _planned(
    product: Product, course: Course, made: Sequence[Combination], dates: Sequence[date | None], rate: Rate | None
) -> list[PlannedDay]:
    """The infusion days; those that have the same vials share what is worked out for them."""
    days: list[PlannedDay] = []
    vials = None
    for day, of_day, on in zip(course.days, made, dates, strict=True):
        if vials is not of_day:
            vials = of_day
            volume = volume_ml(product, vials)
            infusion = rate(product, volume, vials) if rate else None
        days.append(
            PlannedDay(
                day=day.day, date=on, prescribed_g=day.grams, vials=vials, volume_ml=volume, infusion=infusion, lots=()
            )
        )
    return days
