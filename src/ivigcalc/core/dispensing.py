"""From courses and a preparation to what is dispensed: vials, volume and rates of each infusion day."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from ivigcalc.core.course import Course
from ivigcalc.core.exposure import exposure
from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.formulary import Formulary
from ivigcalc.core.infusion import Infusion
from ivigcalc.core.order import Objective, Order
from ivigcalc.core.plan import CoursePlan, NoFit, PlannedDay, ProductPlan
from ivigcalc.core.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.ranking import Place
from ivigcalc.core.rule import Rules, Verdict
from ivigcalc.core.selection import GONE
from ivigcalc.core.terms import Filled, Terms, fill
from ivigcalc.core.vial_course import NONE_IN_STOCK, Unspread
from ivigcalc.core.vials import Combination, Unreachable

Rate = Callable[[Product, Fraction, Combination], Infusion | Missing]
"""How a volume in mL of a preparation runs in, out of certain vials."""


def product_plan(
    place: Place,
    asked: Sequence[Course],
    order: Order,
    rules: Rules,
    rate: Rate | None = None,
    formulary: Formulary | None = None,
) -> ProductPlan:
    """A preparation in its place, with a plan for each course, or why there is none.

    With ``rate`` each infusion day says how it runs in.
    """
    product = place.assessment.product
    dated = [course for course in asked if course.days]
    reason = _no_plan_reason(place, order.region, dated=bool(dated))
    reason = reason or no_terms_reason(terms_of(product, order, rules, formulary))
    if reason:
        return ProductPlan(place=place, plans=(), no_plans=Missing(reason=reason))
    plans = tuple(course_plan(product, course, order, rules, rate, formulary) for course in dated)
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
    return tuple(Fraction(vial.g) for vial in product.vials if region is None or region in vial.regions)


def terms_of(
    product: Product, order: Order, rules: Rules, formulary: Formulary | None = None, cap_g: Fraction | None = None
) -> Terms:
    """The sizes, the stock and the prices of one preparation, with the rule of the order."""
    sizes, lots = vial_sizes(product, order.region), None
    if order.stock is not None:
        lots = tuple(lot for lot in order.stock.of(product.id) if lot.count and lot.size_g in sizes)
        sizes = tuple(size for size in sizes if any(lot.size_g == size for lot in lots))
    return Terms(
        sizes_g=sizes,
        near=rules.constant("rounding-tolerance") / 100,
        wide=rules.constant("rounding-tolerance-wide") / 100,
        rounding=order.rounding,
        scope=order.scope,
        objective=order.objective,
        cap_g=cap_g,
        prices=tuple(sorted(formulary.prices(product.id).items())) if formulary else (),
        lots=lots,
        start=order.start,
    )


def no_terms_reason(terms: Terms) -> str:
    """Why no vials can be chosen on these terms; "" where they can."""
    if not terms.sizes_g:
        return NONE_IN_STOCK
    priced = {size for size, _ in terms.prices}
    without = [f"{plain(size, 4)} g" for size in sorted(terms.sizes_g) if size not in priced]
    if terms.objective is Objective.COST and without:
        return f"no price for vials of {', '.join(without)}"
    return ""


def volume_ml(product: Product, vials: Combination) -> Fraction:
    """Millilitres of a day as the labels print them for each vial; of an opened rest its share."""
    ml_of = {Fraction(vial.g): Fraction(vial.ml) for vial in product.vials}
    return vials.given_g / vials.total_g * sum(ml_of[vial.size_g] * vial.count for vial in vials.vials)


def course_plan(
    product: Product,
    course: Course,
    order: Order,
    rules: Rules,
    rate: Rate | None = None,
    formulary: Formulary | None = None,
) -> CoursePlan | NoFit:
    """One course made up from the vials of one preparation, or the days that do not fit."""
    terms = terms_of(product, order, rules, formulary, course.cap.grams if course.cap else None)
    filled = fill(course.days, terms)
    if isinstance(filled, Unspread):
        return NoFit(course=course, terms=terms, days=(), whole=filled)
    unfit = tuple((one.day, one.made) for one in filled if isinstance(one.made, Unreachable))
    if unfit:
        return NoFit(course=course, terms=terms, days=unfit)
    days = tuple(_planned(product, one, one.made, rate) for one in filled if isinstance(one.made, Combination))
    given = sum((day.vials.given_g for day in days), Fraction(0))
    return CoursePlan(
        course=course,
        terms=terms,
        days=days,
        given_g=given,
        deviation_percent=(given / course.total - 1) * 100,
        volume_ml=sum((day.volume_ml for day in days), Fraction(0)),
        exposure=exposure(product, given, order.region),
    )


def _planned(product: Product, one: Filled, vials: Combination, rate: Rate | None) -> PlannedDay:
    volume = volume_ml(product, vials)
    return PlannedDay(
        day=one.day.day,
        date=one.date,
        prescribed_g=one.day.grams,
        vials=vials,
        volume_ml=volume,
        infusion=rate(product, volume, vials) if rate else None,
        lots=one.lots,
    )
