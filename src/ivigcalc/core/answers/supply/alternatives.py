"""``alternatives()``: what else of a stock can be given where it does not do for the preparation that was asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.plan import CoursePlan, NoFit, ProductPlan, Working, product_plan
from ivigcalc.core.answers.rates import infusion_working, plan_rates_working, rate_for
from ivigcalc.core.answers.supply.cycles import product_cycles
from ivigcalc.core.answers.working import carried_working, cost_working, vial_working
from ivigcalc.core.dosing.order_alerts import OrderInCourses
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.record import Record
from ivigcalc.core.selection.exposure import exposure
from ivigcalc.core.selection.labels import labelled_regions
from ivigcalc.core.selection.ranking import NOT_STOCKED, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ivigcalc.core.answers.plan import Plan, Rate
    from ivigcalc.core.dosing.course import Course
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Missing, Region
    from ivigcalc.core.facts.rule import Advice
    from ivigcalc.core.request.order import Order
    from ivigcalc.core.selection.assessment import Assessment
    from ivigcalc.core.selection.exposure import Exposure

ADVICE: Final = "change-of-product"
"""The id of the advice that says at which rate another preparation starts."""
MG_PER_G: Final = 1000


class ComparedProduct(Record):
    """A preparation for one course: what its dispensed grams carry, and how its largest infusion day runs in."""

    planned: ProductPlan
    grams: Fraction
    """Of the course: dispensed, as if there were enough vials; prescribed where no whole vials make them up."""
    exposure: Exposure
    infusion: Infusion | Missing
    made: CoursePlan | None = None
    """The course that is compared; None where no whole vials make it up."""


class PassedOver(Record):
    """A preparation of the stock that is not offered, and every reason why."""

    assessment: Assessment
    reasons: tuple[str, ...]


class Alternatives(Record):
    """What else of a stock is labelled, suitable and enough for a course, in the order of preparations."""

    course: Course
    """The course that is compared: the first that another preparation makes up, else the first of all."""
    ordered: tuple[ComparedProduct, ...]
    """What was asked for, at the rates of the order."""
    offered: tuple[ComparedProduct, ...]
    """What can be given in its place, at the rates of a first infusion of it."""
    passed_over: tuple[PassedOver, ...]
    label_decides: bool
    """Whether any preparation is labelled for the use in the region; where none is, no label was asked for."""
    advice: Advice
    """At which rate a change of product starts, with its source."""


def alternatives(plan: Plan, catalogue: Catalogue) -> Alternatives:
    """What else of the stock of an order can be given.

    Nothing that is not labelled for the use, or for less than the course, or whose verdict is not ``suitable``, is
    offered; it is named with its reasons. A label for older patients counts only if it is known that the patient is
    none of the younger. Suitability and order are those of the plan, of which a course has to have a dose in grams.
    """
    order, situation = plan.order, plan.situation
    catalogue = catalogue.of_region(order.region)
    there = {product for product, lot in order.stock.rows if lot.count} if order.stock else set()
    there -= set(order.products)
    labels = (labelled_regions(product, order.indication, situation.age_years) for product in catalogue.products)
    label_decides = any(order.region in regions if order.region else regions for regions in labels)
    asked = OrderInCourses(
        patient=plan.patient, order=order, indication=plan.indication, weight=plan.dosing_weight, courses=plan.courses
    )
    changed = asked.replaced(order=order.replaced(first=True, tolerated=False))
    again, first = (rate_for(one, situation, catalogue.rules) for one in (asked, changed))
    offered, passed_over = list[ProductPlan](), list[PassedOver]()
    for place in places_of(situation, catalogue, tuple(there)) if there else ():
        planned = product_plan(place, plan.courses, changed.order, catalogue, rate=first)
        reasons = _reasons(planned, plan, label_decides=label_decides)
        if plan.repeat and not reasons:
            cycles = product_cycles(planned, plan.repeat, changed.order, catalogue, again)
            count, made = len(plan.repeat.starts), len(cycles.made) if cycles else 0
            reasons = (f"enough for {made} of {count} cycles",) if made < count else ()
        if reasons:
            passed_over.append(PassedOver(assessment=place.assessment, reasons=reasons))
        else:
            offered.append(planned)
    course = _compared_course(plan.courses, offered)
    return Alternatives(
        course=course,
        ordered=tuple(_compared(product, course, order, catalogue, again) for product in plan.products),
        offered=tuple(_compared(product, course, order, catalogue, first) for product in offered),
        passed_over=tuple(passed_over),
        label_decides=label_decides,
        advice=next(one for one in catalogue.rules.advice if one.id == ADVICE),
    )


def compared_working(
    one: ComparedProduct, course: Course, region: Region | None, catalogue: Catalogue
) -> list[Working]:
    """The arithmetic of a preparation that is compared: its vials by course, what it carries, its rates."""
    product = one.planned.place.assessment.product
    made = [plan for plan in one.planned.plans if isinstance(plan, CoursePlan)]
    if one.made and one.made not in made:
        made.append(one.made)
    steps = list[Working]()
    for plan in made:
        steps += vial_working(product, plan, region)
        steps += [*cost_working(plan, catalogue.formulary), *plan_rates_working(plan, catalogue.rules)]
    if one.made is None:
        steps += carried_working(f"{course.letter} {product.shown}: ", product, one.grams, one.exposure, region)
    if isinstance(one.infusion, Infusion):
        grams = one.infusion.volume_ml * Fraction(product.mg_per_ml) / MG_PER_G
        steps += infusion_working(one.infusion, grams, catalogue.rules, f"{product.shown}, largest day: ")
    return steps


def _reasons(planned: ProductPlan, plan: Plan, *, label_decides: bool) -> tuple[str, ...]:
    """Why a preparation of the stock is not offered; empty where it is."""
    assessment, region = planned.place.assessment, plan.order.region
    reasons = [reason.text for reason in assessment.reasons if reason.rule == NOT_STOCKED]
    if plan.order.stocked and assessment.product.id not in plan.order.stocked and not reasons:
        reasons.append("not stocked here (IVIGCALC_PRODUCTS)")
    where = f" in {region.upper()}" if region else ""
    if label_decides and not assessment.labelled_here:
        ages = [years for one, years in assessment.labelled_from.items() if region is None or one is region]
        since = f"{where} from {min(ages)} years on, and no age is given" if ages else where
        reasons.append(f"{'' if ages else 'not '}labelled for {plan.indication.short}{since}")
    if assessment.verdict is not Verdict.SUITABLE:
        texts = dict.fromkeys(reason.text for reason in assessment.reasons if reason.verdict is assessment.verdict)
        reasons.append(f"{assessment.verdict}: {'; '.join(texts)}")
    if assessment.passed:
        regions = "/".join(assessment.passed.regions).upper()
        reasons.append(f"the course is more than its {regions} label gives: {assessment.passed.says}")
    return (*reasons, *_not_enough(planned, plan))


def _not_enough(planned: ProductPlan, plan: Plan) -> tuple[str, ...]:
    """Why its vials make up none of the courses; empty where they make up one."""
    if any(isinstance(made, CoursePlan) for made in planned.plans):
        return ()
    assessment, start = planned.place.assessment, plan.order.start
    if planned.no_plans and assessment.verdict is Verdict.CONTRAINDICATED:
        return ()
    lots = plan.order.stock.of(assessment.product.id) if plan.order.stock else ()
    lots = tuple(lot for lot in lots if lot.count)
    if not any(lot.usable(start) for lot in lots):
        return ("expired",)
    if planned.no_plans:
        sizes = assessment.product.sizes_in(plan.order.region)
        sold = any(lot.size_g in sizes for lot in lots)
        return (planned.no_plans.reason if sold else "no size sold in the region",)
    unmade = [made for made in planned.plans if isinstance(made, NoFit)]
    short = any(made.whole or any(nearest.short for _, nearest in made.days) for made in unmade)
    return ("not enough" if short else "no whole vials fit a day",)


def _compared_course(courses: Sequence[Course], offered: Iterable[ProductPlan]) -> Course:
    """The first course that one of the preparations makes up; else the first with a dose."""
    made = {plan.course.letter for product in offered for plan in product.plans if isinstance(plan, CoursePlan)}
    dosed = [course for course in courses if course.days and not course.in_g_per_kg]
    return next((course for course in dosed if course.letter in made), dosed[0])


def _compared(planned: ProductPlan, course: Course, order: Order, catalogue: Catalogue, rate: Rate) -> ComparedProduct:
    """What the grams of a course carry in a preparation, and how the vials of its largest day run in.

    A preparation of which there is not enough is compared by the vials that it would take.
    """
    product = planned.place.assessment.product
    without_limit = product_plan(planned.place, (course,), order.replaced(stock=None), catalogue)
    for made in (*planned.plans, *without_limit.plans):
        if isinstance(made, CoursePlan) and made.course.letter == course.letter:
            infusion = rate(product, max(day.volume_ml for day in made.days), None)
            return ComparedProduct(
                planned=planned, grams=made.given_g, exposure=made.exposure, infusion=infusion, made=made
            )
    infusion = rate(product, course.largest_day * MG_PER_G / Fraction(product.mg_per_ml), None)
    carried = exposure(product, course.total, order.region)
    return ComparedProduct(planned=planned, grams=course.total, exposure=carried, infusion=infusion)
