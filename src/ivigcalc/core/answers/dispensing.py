"""From courses and a preparation to what is dispensed: vials, volume and rates of each infusion day."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ivigcalc.core.answers.plan import CoursePlan, NoFit, PlannedDay, ProductPlan
from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules, Verdict
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Objective, Order, Rounding, Scope
from ivigcalc.core.selection.assessment import GONE
from ivigcalc.core.vials.day import MOST_KEPT, Combination, Terms, Unreachable, Unspread

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


def terms_of(
    product: Product, order: Order, rules: Rules, *, formulary: Formulary | None = None, cap_g: Fraction | None = None
) -> Terms:
    """The sizes, the stock and the prices of one preparation, with the rule of the order."""
    if order.plain_vials:
        return _plain_terms(product, order.region, order.rounding, cap_g, near=rules.near, wide=rules.wide)
    sizes, lots = vial_sizes(product, order.region), None
    if order.stock is not None:
        lots = tuple(lot for lot in order.stock.of(product.id) if lot.count and lot.size_g in sizes)
        sizes = tuple(size for size in sizes if any(lot.size_g == size for lot in lots))
    prices = formulary.prices(product.id) if formulary and order.objective is Objective.COST else {}
    return Terms(
        sizes_g=sizes,
        near=rules.near,
        wide=rules.wide,
        rounding=order.rounding,
        scope=order.scope,
        objective=order.objective,
        cap_g=cap_g,
        prices=tuple((size, prices[size]) for size in sizes if size in prices),
        lots=lots,
    )


@lru_cache(maxsize=MOST_KEPT)
def _plain_terms(
    product: Product,
    region: Region | None,
    rounding: Rounding,
    cap_g: Fraction | None,
    *,
    near: Fraction,
    wide: Fraction,
) -> Terms:
    """The terms of an order that asks for no more than whole vials; preparations with the same sizes share them."""
    sizes = tuple(sorted(set(vial_sizes(product, region))))
    return _shared_terms(sizes_g=sizes, near=near, wide=wide, rounding=rounding, cap_g=cap_g)


_shared_terms = lru_cache(maxsize=MOST_KEPT)(Terms)


def no_terms_reason(terms: Terms) -> str:
    """Why no vials can be chosen on these terms; "" where they can."""
    if not terms.sizes_g:
        return "no vial size listed" if terms.lots is None else "none in stock"
    priced = {size for size, _ in terms.prices}
    without = [f"{plain(size, 4)} g" for size in sorted(terms.sizes_g) if size not in priced]
    if terms.objective is Objective.COST and without:
        return f"no price for vials of {', '.join(without)}"
    return ""


def fill(course: Course, terms: Terms, start: date | None) -> list[Combination | Unreachable] | Unspread:
    """The vials of each infusion day, or why a day has none; all days draw on one stock."""
    if terms.scope is Scope.COURSE:
        from ivigcalc.core.vials.course import spread  # noqa: PLC0415 - only where it is asked for

        return spread([day.grams for day in course.days], terms, dates_of(course, start))
    if terms.lots is not None:
        return _from_stock([day.grams for day in course.days], terms, dates_of(course, start))
    if course.even is not None:
        return [terms.best(course.even)] * len(course.days)
    return [terms.best(day.grams) for day in course.days]


def _from_stock(grams: list[Fraction], terms: Terms, dates: list[date | None]) -> list[Combination | Unreachable]:
    """Days in turn; where that leaves a day without vials, all days together, if there is a way."""
    from ivigcalc.core.vials.lots import from_stock  # noqa: PLC0415 - only where there is a stock

    made = from_stock(grams, terms, dates)
    if len(grams) == 1 or terms.rounding is Rounding.EXACT or all(isinstance(one, Combination) for one in made):
        return made
    from ivigcalc.core.vials.course import spread  # noqa: PLC0415 - only where days in turn do not do

    together = spread(grams, terms, dates)
    return made if isinstance(together, Unspread) else together


def dates_of(course: Course, start: date | None) -> list[date | None]:
    """The date of each infusion day; None without a start."""
    if start is None:
        return [None] * len(course.days)
    return [start + timedelta(days=day.day - course.days[0].day) for day in course.days]


def volume_ml(product: Product, vials: Combination) -> Fraction:
    """Millilitres as the labels print them for each vial; of an opened rest its share."""
    if product.ml_per_g is not None:
        return vials.given_g * product.ml_per_g
    hung = sum((product.ml_of[vial.size_g] * vial.count for vial in vials.vials), Fraction(0))
    return hung if vials.given_g == vials.total_g else hung * vials.given_g / vials.total_g


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
    made = fill(course, terms, order.start)
    if isinstance(made, Unspread):
        return NoFit(course=course, terms=terms, days=(), whole=made)
    fitting = [vials for vials in made if isinstance(vials, Combination)]
    if len(fitting) < len(made):
        unfit = zip(course.days, made, strict=True)
        unreached = tuple((day, one) for day, one in unfit if isinstance(one, Unreachable))
        return NoFit(course=course, terms=terms, days=unreached)
    days = _planned(product, course, fitting, dates_of(course, order.start), rate)
    if terms.lots is not None:
        from ivigcalc.core.vials.lots import drawn  # noqa: PLC0415 - only where there is one

        taken = drawn(terms.lots, fitting, [day.date for day in days])
        days = [day._replace(lots=one.lots) for day, one in zip(days, taken, strict=True)]
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
