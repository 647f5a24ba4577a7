"""``plan()``: from a patient and an order to the whole answer. It composes, and adds no rule of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Final

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.choice import places_of
from ivigcalc.core.course import Cap, Course
from ivigcalc.core.errors import Problem, Problems
from ivigcalc.core.exposure import exposure
from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.indication import Indication
from ivigcalc.core.order import Dose, Order, WeightPolicy
from ivigcalc.core.ordered import courses
from ivigcalc.core.patient import Patient
from ivigcalc.core.plan import CoursePlan, NoFit, Plan, PlannedDay, ProductPlan, Working
from ivigcalc.core.product import Product
from ivigcalc.core.quantity import shown
from ivigcalc.core.ranking import Place
from ivigcalc.core.regimen import offered
from ivigcalc.core.rule import Level, Rules, Verdict
from ivigcalc.core.safety import (
    Alert,
    as_problem,
    derive,
    fired,
    impossible,
    merged,
    patient_measures,
    risks_of,
    status_conditions,
)
from ivigcalc.core.selection import GONE, Situation, labelled_regions
from ivigcalc.core.vials import Combination, Unreachable, combine
from ivigcalc.core.weight import DosingWeight, dosing_weight, missing_for, other_weights
from ivigcalc.core.working import dispensed, working

ANY_WEIGHT_KG: Final = Fraction(1)
"""Stands in where only the shape of an order is checked, not its grams."""

HOLDS_BACK: Final = frozenset({Level.STOP, Level.NEEDS_REASON})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked, and the courses that answer it, before any rule has been applied."""

    patient: Patient
    order: Order
    indication: Indication
    weight: DosingWeight
    courses: tuple[Course, ...]


def problems_of(patient: Patient, order: Order, catalogue: Catalogue) -> list[Problem]:
    """Everything that is missing, cannot be read or cannot be right, before anything is worked out."""
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    problems = Problems([*missing_for(patient, order.weight_policy), *impossible(patient, order.typed_dose, rules)])
    conditions = status_conditions(indication.status, reason_given=bool(order.off_label_reason))
    for alert in fired(rules, conditions, {}, _words(indication, order, patient)):
        if alert.level is Level.NEEDS_REASON:
            problems.add(as_problem(alert))
    held_back = len(problems.found)
    with problems.gather():
        courses(indication, order, ANY_WEIGHT_KG)
    return [problem for problem in problems.found if not held_back or problem.code != "no-regimen"]


def plan(patient: Patient, order: Order, catalogue: Catalogue) -> Plan:
    """Work out an order for a patient.

    Raises:
        RefusedError: something is missing or wrong, a stop rule fired, or a reason is needed; every problem is listed.
    """
    Problems(problems_of(patient, order, catalogue)).refuse_if_any()
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    patient_conditions, derived = derive(patient, rules.risks)
    status = status_conditions(indication.status, reason_given=bool(order.off_label_reason))
    conditions = patient_conditions | status | {"order"}
    weight = dosing_weight(patient, order.weight_policy)
    asked = courses(indication, order, weight.kg)
    answer = _Asked(patient=patient, order=order, indication=indication, weight=weight, courses=asked)
    alerts = _alerts(answer, conditions, _words(indication, order, patient), rules)
    Problems([as_problem(alert) for alert in alerts if alert.level in HOLDS_BACK]).refuse_if_any()
    days = [course.largest_day for course in asked if course.days]
    days = days or [course.ends.high_g / course.ends.over_days for course in asked if course.ends]
    situation = Situation(
        conditions=conditions,
        region=order.region,
        day_g=max(days, default=rules.constant("stated-day")),
        indication=indication.id,
        age_years=patient.age_years,
    )
    places = places_of(situation, catalogue, order.products or order.stocked)
    planned = tuple(_product_plan(place, asked, order, rules) for place in places)
    labelled = {region for product in catalogue.products for region in labelled_regions(product, indication.id)}
    return Plan(
        patient=patient,
        order=order,
        indication=indication,
        labelled=tuple(region for region in Region if region in labelled),
        dosing_weight=weight,
        risks=risks_of(conditions),
        derived=derived,
        situation=situation,
        courses=asked,
        alerts=alerts,
        products=planned,
        hidden=0 if order.products else len(catalogue.products) - len(places),
        working=working(weight, asked, order) + (_dispensing(planned, order.region) if order.products else ()),
    )


def course_alerts(
    patient: Patient, order: Order, catalogue: Catalogue, *, dose: Dose, weight: DosingWeight, course: Course
) -> tuple[Alert, ...]:
    """Every alert on a course that somebody else ordered, stops among them; ``dose`` is the one that was stated."""
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    status = status_conditions(indication.status, reason_given=bool(order.off_label_reason))
    conditions = derive(patient, rules.risks)[0] | status | {"order"}
    asked = _Asked(patient=patient, order=order, indication=indication, weight=weight, courses=(course,))
    doses = fired(rules, frozenset(), {"typed_g_per_kg": dose.per_kg_of(weight.kg)}, {}, (course.letter,))
    alone = [replace(alert, letters=()) for alert in doses]
    return merged([*alone, *_alerts(asked, conditions, _words(indication, order, patient), rules)])


def _words(indication: Indication, order: Order, patient: Patient) -> dict[str, str]:
    """Words that a rule's text may use."""
    return {
        "indication": indication.short,
        "indication_id": indication.id,
        "exception": indication.exception,
        "why": indication.cautions[0].says if indication.cautions else "no source read supports it",
        "reason": order.off_label_reason,
        "group": patient.blood_group or "",
        "pounds": patient.in_pounds,
        "other_weights": "",
    }


def _alerts(answer: _Asked, conditions: frozenset[str], words: Mapping[str, str], rules: Rules) -> tuple[Alert, ...]:
    """What fires for the patient, and for each course."""
    found = {
        "sex-given": answer.patient.sex is not None,
        "no-source-for-dose": any(course.typed and not course.sources for course in answer.courses),
        "outside-range": any(course.typed and course.regimen and not course.sources for course in answer.courses),
        "ideal-weight-used": answer.weight.policy is not WeightPolicy.ACTUAL,
    }
    known = conditions | {name for name, holds in found.items() if holds}
    patient_words = {
        **words,
        "other_weights": _other_weights(answer),
        "dosing_kg": shown(answer.weight.kg),
        "actual_kg": shown(answer.weight.actual_kg),
    }
    measures = patient_measures(answer.patient)
    measures["dosing_over_actual"] = answer.weight.kg / answer.weight.actual_kg
    alerts = fired(rules, known, measures, patient_words)
    printed = offered(answer.indication, answer.weight.kg)
    for course in answer.courses:
        if course.days:
            over = _cap_passed(course, printed)
            own = {
                "above-cap": over is not None,
                "own-regimen": not course.typed or any(_most(one) >= course.total for one in printed),
                "printed-for-indication": not course.typed
                or any(one.largest_day >= course.largest_day and len(one.days) >= len(course.days) for one in printed),
                "capped": course.cap is not None and course.cap.binds,
            }
            measured = {
                "day_g_per_kg": course.largest_day / answer.weight.kg,
                "course_g_per_kg": course.total / answer.weight.kg,
                "day_g": course.largest_day,
            }
            letters = (course.letter,) if len(answer.courses) > 1 else ()
            holding = conditions | {name for name, holds in own.items() if holds}
            alerts += fired(rules, holding, measured, {**words, **_course_words(course, over)}, letters)
    return merged(alerts)


def _most(course: Course) -> Fraction:
    """The most grams that a printed course gives in all. In a day a range prints nothing: its days are not stated."""
    return course.ends.high_g if course.ends else course.total


def _cap_passed(course: Course, printed: Sequence[Course]) -> Cap | None:
    """The cap that a typed dose passes, where a source prints the dose per kg, but no more grams than that."""
    if not course.typed:
        return None
    caps = [one.cap for one in printed if one.cap and len(one.days) == len(course.days)]
    return next((cap for cap in caps if cap.grams < course.largest_day <= cap.uncapped), None)


def _course_words(course: Course, over: Cap | None) -> dict[str, str]:
    cap = over or course.cap
    return {
        "day_g": shown(course.largest_day),
        "course_g": shown(course.total),
        "cap_g": shown(cap.grams) if cap else "",
        "uncapped_g": shown(cap.uncapped) if cap else "",
    }


def _other_weights(answer: _Asked) -> str:
    """The dosing weight, and the grams of the largest day, under the policies not chosen; "" without sex or height."""
    figures = []
    for other in other_weights(answer.patient, answer.order.weight_policy):
        first = next((course for course in courses(answer.indication, answer.order, other.kg) if course.days), None)
        grams = f" (largest day {shown(first.largest_day)} g)" if first else ""
        figures.append(f"{other.policy} {shown(other.kg)} kg{grams}")
    return "; ".join(figures)


def _product_plan(place: Place, asked: Sequence[Course], order: Order, rules: Rules) -> ProductPlan:
    product = place.assessment.product
    dated = [course for course in asked if course.days]
    reason = _no_plan_reason(place, order.region, dated=bool(dated))
    if reason:
        return ProductPlan(place=place, plans=(), no_plans=Missing(reason=reason))
    return ProductPlan(place=place, plans=tuple(_course_plan(product, course, order, rules) for course in dated))


def _dispensing(planned: Sequence[ProductPlan], region: Region | None) -> tuple[Working, ...]:
    """The working from vials onwards, of the preparations asked for by name."""
    return tuple(
        step
        for one in planned
        for made in one.plans
        if isinstance(made, CoursePlan)
        for step in dispensed(one.place.assessment.product, made, region)
    )


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


def _sizes(product: Product, region: Region | None) -> tuple[Fraction, ...]:
    return tuple(Fraction(vial.g) for vial in product.vials if region is None or region in vial.regions)


def _course_plan(product: Product, course: Course, order: Order, rules: Rules) -> CoursePlan | NoFit:
    sizes = _sizes(product, order.region)
    near, wide = rules.constant("rounding-tolerance") / 100, rules.constant("rounding-tolerance-wide") / 100
    amounts = {day.grams for day in course.days}
    cap = course.cap.grams if course.cap else None
    made = {grams: combine(grams, sizes, order.rounding, near=near, wide=wide, at_most_g=cap) for grams in amounts}
    unfit = [(day, nearest) for day in course.days if isinstance(nearest := made[day.grams], Unreachable)]
    if unfit:
        return NoFit(course=course, days=tuple(unfit))
    ml_of = {Fraction(vial.g): Fraction(vial.ml) for vial in product.vials}
    days = tuple(
        PlannedDay(
            day=day.day,
            date=order.start + timedelta(days=day.day - course.days[0].day) if order.start else None,
            prescribed_g=day.grams,
            vials=vials,
            volume_ml=vials.given_g / vials.total_g * sum(ml_of[vial.size_g] * vial.count for vial in vials.vials),
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
