"""``dose()``: the courses that an order asks for. ``plan()``: the same with every preparation and its vials."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan, Working, product_plan
from ivigcalc.core.answers.working import dose_working, vial_working
from ivigcalc.core.dosing.courses_of_order import check_regimen_and_days, courses_of_order
from ivigcalc.core.dosing.order_alerts import OrderInCourses, mistake_conditions, order_alerts, rule_words
from ivigcalc.core.dosing.weight import missing_for_policy, policy_in_force, weight_to_dose
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.safety.alerts import (
    Alert,
    DerivedCondition,
    alerts_of_rules,
    as_problem,
    conditions_of,
    derived_condition,
    impossible_values,
    merged_alerts,
    risks_of,
    use_conditions,
)
from ivigcalc.core.safety.refusing_alerts import refusals_of
from ivigcalc.core.selection.assessment import Situation, above_label
from ivigcalc.core.selection.labels import CoursesOrdered, from_age, labels_for, regions_of
from ivigcalc.core.selection.ranking import places_of
from ivigcalc.core.vials.terms import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ivigcalc.core.answers.plan import ProductCycles
    from ivigcalc.core.dosing.course import Course
    from ivigcalc.core.dosing.repeat import Repeat
    from ivigcalc.core.dosing.weight import DosingWeight
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.indication import Indication
    from ivigcalc.core.facts.product import Labelled, Product
    from ivigcalc.core.facts.rule import RiskRule
    from ivigcalc.core.facts.weight_policy import Weights
    from ivigcalc.core.request.order import Order
    from ivigcalc.core.request.patient import Patient, Risk


def order_problems(patient: Patient, order: Order, catalogue: Catalogue, *, regimen: bool = True) -> list[Problem]:
    """Everything that is missing, cannot be read or cannot be right, before anything is worked out.

    That no regimen of the indication is computed is a problem where a ``regimen`` is needed.
    """
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    problems = [
        *_missing(patient, order, indication, catalogue.weights),
        *impossible_values(patient, order.typed_dose, rules),
    ]
    if not order.plain_vials:
        problems += contradictions(order, catalogue)
    if order.repeated:
        from ivigcalc.core.dosing.repeat import repeat_problems  # only for a course that is repeated

        problems += repeat_problems(order)
    conditions = use_conditions(indication, order.off_label_reason)
    if waiting := rules.reason_index.firing(conditions, {}):
        problems += map(as_problem, alerts_of_rules(waiting, partial(rule_words, indication, order, patient)))
    try:
        check_regimen_and_days(indication, order)
    except RefusedError as refused:
        needed = regimen and not problems
        problems += [problem for problem in refused.problems if needed or problem.code != "no-regimen"]
    return problems


def _missing(patient: Patient, order: Order, indication: Indication, weights: Weights) -> list[Problem]:
    """What the dosing weight needs; without what the source's own policy asks for, a dose in g/kg still follows."""
    missing = missing_for_policy(patient, policy_in_force(order.weight_policy, indication, weights), weights)
    return [problem for problem in missing if order.weight_policy or problem.field == "--weight"]


class DoseAnswer(Record):
    """An order worked out in courses, without a preparation."""

    asked: OrderInCourses
    """The order with its dosing weight and its courses."""
    risks: tuple[Risk, ...]
    giving: tuple[RiskRule, ...]
    """The rules that give the conditions that are derived."""
    alerts: tuple[Alert, ...]
    situation: Situation
    """What the choice of a preparation depends on."""
    repeat: Repeat | None = None
    """When each cycle of the course begins; None where it is given once."""

    @property
    def derived(self) -> tuple[DerivedCondition, ...]:
        """The conditions that follow from something else about the patient, and why."""
        return tuple(derived_condition(rule, self.asked.patient) for rule in self.giving)


def dose(patient: Patient, order: Order, catalogue: Catalogue) -> DoseAnswer:
    """Work out the courses that an order asks for, without a preparation.

    Raises:
        RefusedError: something is missing or wrong, a stop rule fired, or a reason is needed; every problem is listed.
    """
    catalogue = catalogue.of_region(order.region)
    if problems := order_problems(patient, order, catalogue):
        raise RefusedError(*problems)
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    patient_conditions, giving = conditions_of(patient, rules)
    conditions = patient_conditions | use_conditions(indication, order.off_label_reason) | {"order"}
    weight = weight_to_dose(patient, order.weight_policy, indication, catalogue.weights)
    typed_grams = bool(weight.needs and order.typed_dose and not order.typed_dose.per_kg)
    if typed_grams:
        weight = weight.replaced(kg=weight.actual_kg)
    ordered = courses_of_order(indication, order, weight.kg, rules)
    if weight.needs and not typed_grams:
        ordered = tuple(course.replaced(in_g_per_kg=True) for course in ordered)
    asked = OrderInCourses(patient=patient, order=order, indication=indication, weight=weight, courses=ordered)
    mistake = _mistake(asked, catalogue)
    words = partial(rule_words, indication, order, patient, mistake)
    alerts = order_alerts(asked, conditions | mistake_conditions(mistake), words, catalogue)
    Problems(refusals_of(alerts)).refuse_if_any()
    if typed_grams:
        raise RefusedError(*weight.needs)
    repeat = _repeat(order, ordered, weight.needs)
    situation = Situation(
        conditions=conditions,
        region=order.region,
        day_g=_day_at_most(ordered, weight),
        indication=indication.id,
        age_years=patient.age_years,
        ordered=CoursesOrdered(courses=ordered, kg=weight.kg, tolerance=rules.near),
        on_actual_weight=bool(weight.needs),
    )
    return DoseAnswer(
        asked=asked, risks=risks_of(conditions), giving=giving, alerts=alerts, situation=situation, repeat=repeat
    )


def _day_at_most(ordered: Sequence[Course], weight: DosingWeight) -> Fraction:
    """The grams of the largest infusion day; where there are but ranges, of their high ends.

    Where the dosing weight is not known they are those of actual weight, which a policy that nobody chose never passes.
    """
    days = [course.largest_day for course in ordered if course.days]
    days = days or [course.ends.high_g / course.ends.over_days for course in ordered if course.ends]
    return max(days) * (weight.actual_kg if weight.needs else 1)


def _repeat(order: Order, ordered: tuple[Course, ...], needs: tuple[Problem, ...]) -> Repeat | None:
    """When each cycle of a repeated course begins; None for a course that is given once.

    Raises:
        RefusedError: no dates follow, or no grams.
    """
    if not order.repeated:
        return None
    from ivigcalc.core.dosing.repeat import repeat_of  # only for a course that is repeated

    if needs:
        raise RefusedError(*needs)
    return repeat_of(order, ordered)


def _cycles(planned: Sequence[ProductPlan], answer: DoseAnswer, catalogue: Catalogue) -> list[ProductCycles]:
    """The vials of each cycle of the preparations asked for by name; only in the first is anything a first infusion."""
    asked, repeat = answer.asked, answer.repeat
    if repeat is None or not asked.order.products:
        return []
    from ivigcalc.core.answers.rates import rate_for  # only for a preparation asked for by name
    from ivigcalc.core.answers.supply.cycles import product_cycles  # only for a course that is repeated

    again = asked.replaced(order=asked.order.replaced(first=False))
    rate = rate_for(again, answer.situation, catalogue.rules)
    cycles = (product_cycles(product, repeat, asked.order, catalogue, rate) for product in planned)
    return [found for found in cycles if found]


def _mistake(asked: OrderInCourses, catalogue: Catalogue) -> str:
    """The known mistakes that make a typed dose, which no source prints, of a printed one; "" for none."""
    course = next((course for course in asked.courses if course.typed and not course.sources), None)
    if course is None:
        return ""
    from ivigcalc.core.checking.dose import mistake_in  # only for a dose that no source prints

    return mistake_in(course, asked.patient, asked.order, asked.weight, catalogue)


def plan(patient: Patient, order: Order, catalogue: Catalogue) -> Plan:
    """Work out an order for a patient: the dose, and every preparation in its place with its vials.

    Raises:
        RefusedError: as ``dose``.
    """
    catalogue = catalogue.of_region(order.region)
    answer = dose(patient, order, catalogue)
    asked, situation = answer.asked, answer.situation
    places = places_of(situation, catalogue, order.products or order.stocked)
    rate, of_rates = None, list[Alert]()
    if order.products:
        from ivigcalc.core.answers.rates import alerts_of_rates, rate_for  # only for a preparation asked for by name

        rate = rate_for(asked, situation, catalogue.rules)
    planned = tuple(product_plan(place, asked.courses, order, catalogue, rate=rate) for place in places)
    if rate:
        situation = judged_in_vials(situation, (course for product in planned for course in product.plans))
        if (in_vials := places_of(situation, catalogue, order.products)) != places:
            places = in_vials
            planned = tuple(product_plan(place, asked.courses, order, catalogue, rate=rate) for place in places)
        made = [course for product in planned for course in product.plans if isinstance(course, CoursePlan)]
        of_rates = alerts_of_rates(made, patient, situation, catalogue)
        for place in places:
            of_rates += above_label(place.assessment, asked.indication, situation.ordered, catalogue.rules)
        Problems(refusals_of(of_rates)).refuse_if_any()
    labelled, labelled_from = _labelled(situation, catalogue)
    return Plan(
        patient=patient,
        order=order,
        indication=asked.indication,
        labelled=labelled,
        labelled_from=labelled_from,
        dosing_weight=asked.weight,
        risks=answer.risks,
        derived=answer.derived,
        situation=situation,
        courses=asked.courses,
        alerts=merged_alerts((*answer.alerts, *of_rates)),
        products=planned,
        hidden=0 if order.products else len(catalogue.products) - len(places),
        working=dose_working(asked.weight, asked.courses, order)
        + (_dispensing(planned, order.region) if order.products else ()),
        repeat=answer.repeat,
        cycles=tuple(_cycles(planned, answer, catalogue)),
    )


def judged_in_vials(situation: Situation, courses: Iterable[CoursePlan | NoFit]) -> Situation:
    """The situation with the grams of the largest day as whole vials give them, where these are more.

    What a day carries, and so the verdict on a preparation asked for by name, is judged by what is given.
    """
    made = (course for course in courses if isinstance(course, CoursePlan))
    given = max((day.vials.given_g for course in made for day in course.days), default=situation.day_g)
    return situation.replaced(day_g=given) if given > situation.day_g else situation


def _labelled(situation: Situation, catalogue: Catalogue) -> tuple[tuple[Region, ...], dict[Region, Decimal]]:
    """Regions in which a label has the indication; others with the age in years from which one has it, if not given."""
    indication, conditions = situation.indication, situation.conditions
    labels = _every_label(catalogue.products, indication)
    labelled = regions_of(labels, situation.age_years, conditions)
    ages = dict[Region, Decimal]()
    for product in catalogue.products if "small-without-age" in conditions else ():
        for region, years in from_age(product, indication, conditions).items():
            ages[region] = min(years, ages.get(region, years))
    return labelled, {region: years for region, years in ages.items() if region not in labelled}


@lru_cache(maxsize=1024)
def _every_label(products: tuple[Product, ...], indication: str) -> tuple[Labelled, ...]:
    """What the labels of preparations say of an indication."""
    return tuple([label for product in products for label in labels_for(product, indication)])


def _dispensing(planned: Sequence[ProductPlan], region: Region | None) -> tuple[Working, ...]:
    """The working from vials onwards, of the preparations asked for by name."""
    return tuple(
        step
        for product_plan in planned
        for course_plan in product_plan.plans
        if isinstance(course_plan, CoursePlan)
        for step in vial_working(product_plan.place.assessment.product, course_plan, region)
    )
