"""What fires for an order: rules on the patient and the dosing weight, and rules on each course."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from ivigcalc.core.ordered import courses
from ivigcalc.core.quantity import rounded_to, shown
from ivigcalc.core.record import record
from ivigcalc.core.regimen import offered
from ivigcalc.core.safety import Alert, Words, derive, fired, merged, status_conditions
from ivigcalc.core.weight import DosingWeight, jump, worked_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ivigcalc.core.catalogue import Catalogue
    from ivigcalc.core.course import Cap, Course
    from ivigcalc.core.indication import Indication
    from ivigcalc.core.order import Dose, Order
    from ivigcalc.core.patient import Patient


@record
class Asked:
    """What was asked, and the courses that answer it, before any rule has been applied."""

    patient: Patient
    order: Order
    indication: Indication
    weight: DosingWeight
    courses: tuple[Course, ...]


def words_of(indication: Indication, order: Order, patient: Patient) -> dict[str, str]:
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


def alerts_of(asked: Asked, conditions: frozenset[str], words: Words, catalogue: Catalogue) -> tuple[Alert, ...]:
    """What fires for the patient and the dosing weight, and for each course; the gravest first."""
    alerts = _of_order(asked, conditions, words, catalogue)
    typed = any(course.typed for course in asked.courses)
    printed = offered(asked.indication, asked.weight.kg) if typed else ()
    rounds_to_g = catalogue.weights.policy(asked.weight.policy).rounds_to_g
    for course in asked.courses:
        if course.days:
            over = _cap_passed(course, printed)
            own = {
                "above-cap": over is not None,
                "own-regimen": not course.typed or any(_most(one) >= course.total for one in printed),
                "printed-for-indication": not course.typed
                or any(one.largest_day >= course.largest_day and len(one.days) >= len(course.days) for one in printed),
                "capped": course.cap is not None and course.cap.binds,
                "policy-rounds": rounds_to_g is not None and rounded_to(course.total, Fraction(rounds_to_g)) > 0,
            }
            measures = {
                "day_g_per_kg": course.largest_day / asked.weight.kg,
                "course_g_per_kg": course.total / asked.weight.kg,
                "day_g": course.largest_day,
            }
            holding = conditions | {name for name, holds in own.items() if holds}
            own_words = partial(_course_words, words, course, over, asked.weight, rounds_to_g)
            letters = (course.letter,) if len(asked.courses) > 1 else ()
            alerts += fired(catalogue.rules, holding, measures, own_words, letters)
    return merged(alerts)


def course_alerts(
    patient: Patient, order: Order, catalogue: Catalogue, *, dose: Dose, weight: DosingWeight, course: Course
) -> tuple[Alert, ...]:
    """Every alert on a course that somebody else ordered, stops among them; ``dose`` is the one that was stated."""
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    status = status_conditions(indication.status, reason_given=bool(order.off_label_reason))
    conditions = derive(patient, rules)[0] | status | {"order"}
    asked = Asked(patient=patient, order=order, indication=indication, weight=weight, courses=(course,))
    doses = fired(rules, frozenset(), {"typed_g_per_kg": dose.per_kg_of(weight.kg)}, dict, (course.letter,))
    alone = [replace(alert, letters=()) for alert in doses]
    return merged([*alone, *alerts_of(asked, conditions, partial(words_of, indication, order, patient), catalogue)])


def patient_alerts(
    patient: Patient, weight: DosingWeight, conditions: frozenset[str], words: Words, catalogue: Catalogue
) -> list[Alert]:
    """What fires for the patient and the dosing weight, whatever is ordered."""
    weights, edge_kg = catalogue.weights, catalogue.rules.constant("policy-edge")
    near = jump(patient, weight.policy, weights, edge_kg)
    found = {
        "sex-given": patient.sex is not None,
        "ideal-weight-used": bool(weight.formula_id),
        "ideal-weight-extrapolates": bool(weight.formula_id) and not weights.formula(weight.formula_id).flat_below,
        "weight-near-an-edge": near is not None,
    }
    known = conditions | {name for name, holds in found.items() if holds}

    def own_words() -> dict[str, str]:
        return {
            **words(),
            "dosing_kg": shown(weight.kg),
            "actual_kg": shown(weight.actual_kg),
            "policy": weight.policy,
            "edge": shown(edge_kg),
            "edge_kg": shown(near.actual_kg) if near else "",
            "edge_dosing_kg": shown(near.kg) if near else "",
        }

    measures = patient.measures | {"dosing_over_actual": weight.over_actual}
    return [*weight.remarks, *fired(catalogue.rules, known, measures, own_words)]


def _of_order(asked: Asked, conditions: frozenset[str], words: Words, catalogue: Catalogue) -> list[Alert]:
    """What fires for the patient, the dosing weight and the order as a whole."""
    patient = asked.patient
    found = {
        "no-source-for-dose": any(course.typed and not course.sources for course in asked.courses),
        "outside-range": any(course.typed and course.regimen and not course.sources for course in asked.courses),
        "other-weights-known": patient.bmi is not None and any(_other_weights(asked, catalogue)),
    }
    known = conditions | {name for name, holds in found.items() if holds}

    def own_words() -> dict[str, str]:
        return {**words(), "other_weights": "; ".join(_other_weights(asked, catalogue))}

    return patient_alerts(patient, asked.weight, known, own_words, catalogue)


def _most(course: Course) -> Fraction:
    """The most grams that a printed course gives in all. In a day a range prints nothing: its days are not stated."""
    return course.ends.high_g if course.ends else course.total


def _cap_passed(course: Course, printed: Sequence[Course]) -> Cap | None:
    """The cap that a typed dose passes, where a source prints the dose per kg, but no more grams than that."""
    if not course.typed:
        return None
    caps = [one.cap for one in printed if one.cap and len(one.days) == len(course.days)]
    return next((cap for cap in caps if cap.grams < course.largest_day <= cap.uncapped), None)


def _course_words(
    words: Words, course: Course, over: Cap | None, weight: DosingWeight, rounds_to_g: Decimal | None
) -> dict[str, str]:
    """The words of a rule about a course; where the policy's authority rounds, the course total as it rounds it."""
    cap, step = over or course.cap, Fraction(rounds_to_g or 1)
    return {
        **words(),
        "day_g": shown(course.largest_day),
        "course_g": shown(course.total),
        "cap_g": shown(cap.grams) if cap else "",
        "uncapped_g": shown(cap.uncapped) if cap else "",
        "policy": weight.policy,
        "rounds_to_g": shown(step),
        "rounded_g": shown(rounded_to(course.total, step)),
    }


def _other_weights(asked: Asked, catalogue: Catalogue) -> Iterator[str]:
    """Actual, ideal and adjusted weight, but the one chosen, each with the grams of the largest day."""
    for policy in ("actual", "ideal", "adjusted"):
        other = worked_out(asked.patient, policy, catalogue.weights) if policy != asked.weight.policy else None
        if other:
            first = next((course for course in courses(asked.indication, asked.order, other.kg) if course.days), None)
            grams = f" (largest day {shown(first.largest_day)} g)" if first else ""
            yield f"{other.policy} {shown(other.kg)} kg{grams}"
