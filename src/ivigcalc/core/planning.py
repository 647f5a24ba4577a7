"""``plan()``: from a patient and an order to the whole answer. It composes, and adds no rule of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.choice import places_of
from ivigcalc.core.course import Cap, Course
from ivigcalc.core.dispensing import Rate, product_plan
from ivigcalc.core.errors import Problem, Problems
from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.indication import Indication
from ivigcalc.core.infusion import Infusion, infusion, purpose_of
from ivigcalc.core.label import Dosed
from ivigcalc.core.order import Order, RateWeight
from ivigcalc.core.ordered import courses
from ivigcalc.core.patient import Patient
from ivigcalc.core.plan import CoursePlan, Plan, ProductPlan, Working
from ivigcalc.core.product import Product
from ivigcalc.core.quantity import rounded_to, shown
from ivigcalc.core.rates import Basis
from ivigcalc.core.regimen import offered
from ivigcalc.core.rule import Level
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
from ivigcalc.core.selection import Situation, labelled_regions
from ivigcalc.core.vials import Combination
from ivigcalc.core.weight import DosingWeight, dosing_weight, jump, missing_for
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
    policy = catalogue.weights.policy(order.weight_policy)
    problems = Problems([*missing_for(patient, policy), *impossible(patient, order.typed_dose, rules)])
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
    weight = dosing_weight(patient, order.weight_policy, catalogue.weights)
    asked = courses(indication, order, weight.kg)
    answer = _Asked(patient=patient, order=order, indication=indication, weight=weight, courses=asked)
    alerts = _alerts(answer, conditions, _words(indication, order, patient), catalogue)
    Problems([as_problem(alert) for alert in alerts if alert.level in HOLDS_BACK]).refuse_if_any()
    days = [course.largest_day for course in asked if course.days]
    days = days or [course.ends.high_g / course.ends.over_days for course in asked if course.ends]
    situation = Situation(
        conditions=conditions,
        region=order.region,
        day_g=max(days, default=rules.constant("stated-day")),
        indication=indication.id,
        age_years=patient.age_years,
        dosed=Dosed(courses=asked, kg=weight.kg, tolerance=rules.constant("rounding-tolerance") / 100),
    )
    places = places_of(situation, catalogue, order.products or order.stocked)
    rate = _rate(answer, situation) if order.products else None
    planned = tuple(product_plan(place, asked, order, rules, rate) for place in places)
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


def _rate(answer: _Asked, situation: Situation) -> Rate:
    """How a volume of a preparation runs in for this patient."""
    order, weight = answer.order, answer.weight
    kg = weight.actual_kg if order.rate_weight is RateWeight.ACTUAL else weight.kg

    def rate(product: Product, volume_ml: Fraction, vials: Combination) -> Infusion | Missing:
        return infusion(
            product,
            Basis(weight_kg=kg, mg_per_ml=Fraction(product.mg_per_ml)),
            volume_ml,
            purpose=purpose_of(answer.indication, product),
            region=order.region,
            conditions=situation.conditions,
            vials=vials,
            first=order.first,
        )

    return rate


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


def _alerts(
    answer: _Asked, conditions: frozenset[str], words: Mapping[str, str], catalogue: Catalogue
) -> tuple[Alert, ...]:
    """What fires for the patient, and for each course."""
    rules, weights, weight = catalogue.rules, catalogue.weights, answer.weight
    near = jump(answer.patient, weight.policy, weights, rules.constant("policy-edge"))
    rounds_to_g = weights.policy(weight.policy).rounds_to_g
    found = {
        "sex-given": answer.patient.sex is not None,
        "no-source-for-dose": any(course.typed and not course.sources for course in answer.courses),
        "outside-range": any(course.typed and course.regimen and not course.sources for course in answer.courses),
        "ideal-weight-used": bool(weight.formula_id),
        "ideal-weight-extrapolates": bool(weight.formula_id) and not weights.formula(weight.formula_id).flat_below,
        "weight-near-an-edge": near is not None,
    }
    known = conditions | {name for name, holds in found.items() if holds}
    patient_words = {
        **words,
        "other_weights": _other_weights(answer, catalogue),
        "dosing_kg": shown(weight.kg),
        "actual_kg": shown(weight.actual_kg),
        "policy": weight.policy,
        "edge_kg": shown(near.actual_kg) if near else "",
        "edge_dosing_kg": shown(near.kg) if near else "",
    }
    measures = patient_measures(answer.patient)
    measures["dosing_over_actual"] = weight.kg / weight.actual_kg
    alerts = [*weight.remarks, *fired(rules, known, measures, patient_words)]
    printed = offered(answer.indication, weight.kg)
    for course in answer.courses:
        if course.days:
            over = _cap_passed(course, printed)
            own = {
                "above-cap": over is not None,
                "own-regimen": not course.typed or any(_most(one) >= course.total for one in printed),
                "printed-for-indication": not course.typed
                or any(one.largest_day >= course.largest_day and len(one.days) >= len(course.days) for one in printed),
                "capped": course.cap is not None and course.cap.binds,
                "policy-rounds": rounds_to_g is not None,
            }
            measured = {
                "day_g_per_kg": course.largest_day / weight.kg,
                "course_g_per_kg": course.total / weight.kg,
                "day_g": course.largest_day,
            }
            letters = (course.letter,) if len(answer.courses) > 1 else ()
            holding = conditions | {name for name, holds in own.items() if holds}
            own_words = {**words, **_course_words(course, over), **_rounded(course, weight, rounds_to_g)}
            alerts += fired(rules, holding, measured, own_words, letters)
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


def _rounded(course: Course, weight: DosingWeight, rounds_to_g: Decimal | None) -> dict[str, str]:
    """The course total as the policy's authority rounds it."""
    step = Fraction(rounds_to_g or 1)
    rounded_g = shown(rounded_to(course.total, step))
    return {"policy": weight.policy, "rounds_to_g": shown(step), "rounded_g": rounded_g}


def _other_weights(answer: _Asked, catalogue: Catalogue) -> str:
    """Actual, ideal and adjusted weight, but the one chosen, each with the grams of the largest day."""
    figures = []
    for policy in ("actual", "ideal", "adjusted"):
        if policy == answer.weight.policy or missing_for(answer.patient, catalogue.weights.policy(policy)):
            continue
        other = dosing_weight(answer.patient, policy, catalogue.weights)
        first = next((course for course in courses(answer.indication, answer.order, other.kg) if course.days), None)
        grams = f" (largest day {shown(first.largest_day)} g)" if first else ""
        figures.append(f"{other.policy} {shown(other.kg)} kg{grams}")
    return "; ".join(figures)


def _dispensing(planned: Sequence[ProductPlan], region: Region | None) -> tuple[Working, ...]:
    """The working from vials onwards, of the preparations asked for by name."""
    return tuple(
        step
        for one in planned
        for made in one.plans
        if isinstance(made, CoursePlan)
        for step in dispensed(one.place.assessment.product, made, region)
    )
