"""The alerts of an order: of the patient and the dosing weight, of the order as a whole, and of each course."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from ivigcalc.core.dosing.courses_of_order import largest_day_g
from ivigcalc.core.dosing.policy_jump import policy_jump
from ivigcalc.core.dosing.weight import DosingWeight, dosing_kg_or_none
from ivigcalc.core.quantity import plain, rounded_to, shown
from ivigcalc.core.record import Record
from ivigcalc.core.safety.alerts import (
    Alert,
    Words,
    conditions_of,
    fired_alerts,
    merged_alerts,
    patient_words,
    use_conditions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ivigcalc.core.dosing.course import Cap, Course
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.indication import Indication
    from ivigcalc.core.request.order import Dose, Order
    from ivigcalc.core.request.patient import Patient


NOTHING: Final = Fraction(0)

AS_PRINTED: Final = ("own-regimen", "printed-for-indication")
"""The conditions of a course that was not typed: it is its source's."""

OTHER_WEIGHTS: Final = "other-weights-known"
"""The condition that there is another dosing weight to compare with."""


class OrderInCourses(Record):
    """An order for a patient with its courses, before any rule has been applied."""

    patient: Patient
    order: Order
    indication: Indication
    weight: DosingWeight
    courses: tuple[Course, ...]

    @property
    def raised(self) -> bool:
        """Whether a policy that is not the sources' raises the weight: then printed is what actual weight gives."""
        other = self.order.weight_policy not in {"", self.indication.weight_policy}
        return other and lower_kg(self.weight) < self.weight.kg


class PrintedBeside(Record):
    """The most and the least that sources print for the indication, beside a course that somebody typed or wrote."""

    cap_passed: Cap | None
    """The printed maximum per dose that the course passes; None where it passes none."""
    course_g: Fraction
    """The grams of the largest course; 0 where none is printed."""
    day_g: Fraction
    """The grams of the least day; 0 where none is printed."""


def lower_kg(weight: DosingWeight) -> Fraction:
    """The lower of dosing and actual weight in kg, by which limits judge: no policy loosens them."""
    return min(weight.kg, weight.actual_kg)


def of_kg(weight: DosingWeight) -> str:
    """Behind g/kg the actual weight that it is of, where the dosing weight is above that; "" elsewhere."""
    return f" (actual {shown(weight.actual_kg)} kg)" if lower_kg(weight) < weight.kg else ""


def rule_words(indication: Indication, order: Order, patient: Patient, mistake: str = "") -> dict[str, str]:
    """The values of the words in braces that the text of a rule about an order may use.

    ``mistake`` is the known mistake that makes the dose of a printed one; "" for none.
    """
    return {
        "indication": indication.short,
        "indication_id": indication.id,
        "exception": indication.exception,
        "why": indication.decides.says if indication.decides else "no source read supports it",
        "reason": order.off_label_reason,
        "group": patient.blood_group or "",
        **patient_words(patient),
        "other_weights": "",
        "recorded": "",
        "total_as": "",
        **dict.fromkeys(("label_of", "label_dose", "label_says"), ""),
        "mistake": mistake,
    }


def order_alerts(
    asked: OrderInCourses, conditions: frozenset[str], words: Words, catalogue: Catalogue
) -> tuple[Alert, ...]:
    """The alerts of the patient, the order and each course; the gravest first."""
    alerts = _of_order(asked, conditions, words, catalogue)
    kg, limit_kg, raised = asked.weight.kg, lower_kg(asked.weight), asked.raised
    typed = any(course.typed for course in asked.courses)
    printed: list[Course] = []
    most, largest_g = printed, NOTHING
    if typed or raised:
        from ivigcalc.core.dosing import printed as sources  # only for a dose that was typed, or a raised weight

        printed = sources.printed_at(asked.indication, kg) if typed else []
        most = sources.printed_at(asked.indication, limit_kg) if raised else printed
        largest_g = max(map(sources.most_printed, most), default=NOTHING)
    rounds_to_g = asked.weight.in_force.rounds_to_g
    for course in asked.courses:
        if course.days:
            judged = course.judged
            over = sources.cap_passed(judged, most) if course.typed else None
            own = sources.as_much_as_printed(judged, most) if course.typed or raised else {*AS_PRINTED}
            if over:
                own.add("above-cap")
            if judged.cap and judged.cap.binds:
                own.add("capped")
            if rounds_to_g is not None and _rounds(judged.total, Fraction(rounds_to_g)) and not asked.weight.needs:
                own.add("policy-rounds")
            per_kg = judged.per_kg(limit_kg)
            least_g = sources.least_day(printed, len(judged.days)) if printed else NOTHING
            measures = {
                "day_g_per_kg": per_kg.day,
                "day_g_per_dosing_kg": judged.per_kg(kg).day,
                "course_g_per_kg": per_kg.course,
                "course_over_largest": judged.total / largest_g if largest_g else None,
                "day_g": None if course.in_g_per_kg else course.largest_day,
                "day_over_least": judged.largest_day / least_g if least_g else None,
            }
            beside = PrintedBeside(cap_passed=over, course_g=largest_g, day_g=least_g)
            own_words = partial(_course_words, words, judged, beside, asked)
            letters = (course.letter,) if len(asked.courses) > 1 else ()
            alerts += fired_alerts(catalogue.rules, conditions | own, measures, own_words, letters)
    return merged_alerts(alerts)


def _rounds(grams: Fraction, step_g: Fraction) -> bool:
    """Whether rounding to a step changes grams, and leaves some."""
    return rounded_to(grams, step_g) not in {0, grams}


def course_alerts(
    patient: Patient,
    order: Order,
    catalogue: Catalogue,
    *,
    dose: Dose,
    weight: DosingWeight,
    course: Course,
    mistake: str,
) -> tuple[Alert, ...]:
    """Every alert of a course that somebody else ordered, stops among them; ``dose`` is the dose as written.

    ``mistake`` is the known mistake that makes it of a printed course; "" for none.
    """
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    status = use_conditions(indication, order.off_label_reason)
    conditions = conditions_of(patient, rules)[0] | status | {"order"} | mistake_conditions(mistake)
    asked = OrderInCourses(patient=patient, order=order, indication=indication, weight=weight, courses=(course,))
    doses = fired_alerts(
        rules, frozenset(), {"typed_g_per_kg": dose.per_kg_of(lower_kg(weight))}, dict, (course.letter,)
    )
    alone = [alert.replaced(letters=()) for alert in doses]
    words = partial(rule_words, indication, order, patient, mistake)
    return merged_alerts([*alone, *order_alerts(asked, conditions, words, catalogue)])


def mistake_conditions(mistake: str) -> frozenset[str]:
    """The condition that a known mistake makes the dose of a printed one; none for ""."""
    return frozenset({"known-mistake"} if mistake else ())


def patient_alerts(
    patient: Patient, weight: DosingWeight, conditions: frozenset[str], words: Words, catalogue: Catalogue
) -> list[Alert]:
    """The alerts of the patient and the dosing weight, whatever is ordered."""
    weights, edge_kg = catalogue.weights, catalogue.rules.constant("policy-edge")
    near = None if weight.needs else policy_jump(patient, weight.in_force, weights, edge_kg)
    own = set()
    if patient.sex is not None:
        own.add("sex-given")
    if weight.formula_id:
        own.add("ideal-weight-used")
        formula, height = weights.formula(weight.formula_id), patient.height_cm
        if height is not None and height < formula.from_cm and not formula.flat_below:
            own.add("ideal-weight-extrapolates")
    if near:
        own.add("weight-near-an-edge")

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
    return [*weight.remarks, *fired_alerts(catalogue.rules, conditions | own, measures, own_words)]


def _of_order(asked: OrderInCourses, conditions: frozenset[str], words: Words, catalogue: Catalogue) -> list[Alert]:
    """The alerts of the patient, the dosing weight and the order as a whole."""
    patient = asked.patient
    compared = [course for course in asked.courses if course.in_g_per_kg or not asked.weight.needs]
    unsourced = [course for course in compared if course.typed and not course.sources]
    own = set()
    on_record = total_as = ""
    if unsourced:
        from ivigcalc.core.dosing.comparison import tolerance_of  # only for a dose that was typed
        from ivigcalc.core.dosing.printed import recorded_as, recorded_words, same_total  # as above

        days, tolerance = [course.days for course in unsourced], tolerance_of(catalogue.rules)
        recorded = recorded_as(days, asked.indication, asked.weight.kg, tolerance, child="adult" not in conditions)
        on_record = recorded_words(recorded)
        same = (same_total(one, asked.indication, asked.weight.kg, tolerance) for one in days)
        total_as = "".join(f"; {said}" for said in same if said)
        own.add("dose-on-record" if recorded else "no-source-for-dose")
    if any(course.regimen for course in unsourced):
        own.add("outside-range")
    known = patient.bmi is not None and not asked.weight.needs
    if known and catalogue.rules.limit_index.depends_on(OTHER_WEIGHTS, conditions | own, patient.measures):
        own |= {OTHER_WEIGHTS} if next(_other_weights(asked, catalogue), None) else set()

    def own_words() -> dict[str, str]:
        others = _other_weights_words(asked, catalogue) if OTHER_WEIGHTS in own else ""
        return {**words(), "other_weights": others, "recorded": on_record, "total_as": total_as}

    return patient_alerts(patient, asked.weight, conditions | own, own_words, catalogue)


def _course_words(words: Words, course: Course, beside: PrintedBeside, asked: OrderInCourses) -> dict[str, str]:
    """The words of a rule about a course; where the policy's authority rounds, the course total as it rounds it."""
    weight, dose = asked.weight, asked.order.typed_dose
    cap, step = beside.cap_passed or course.cap, Fraction(weight.in_force.rounds_to_g or 1)
    above = lower_kg(weight) < weight.kg
    return {
        **words(),
        "of_kg": of_kg(weight),
        "as_course": f"{plain(course.largest_day)} g" if above else "",
        "or_actual": " / --weight-policy actual" if above and (dose is None or dose.per_kg) else "",
        "day_g": "an unknown number of" if course.in_g_per_kg else shown(course.largest_day),
        "course_g": "an unknown number of" if course.in_g_per_kg else shown(course.total),
        "largest_g": "an unknown number of" if course.in_g_per_kg else shown(beside.course_g),
        "least_g": "an unknown number of" if course.in_g_per_kg else shown(beside.day_g),
        "cap_g": shown(cap.grams) if cap else "",
        "uncapped_g": shown(cap.uncapped) if cap else "",
        "policy": weight.policy,
        "rounds_to_g": shown(step),
        "rounded_g": shown(rounded_to(course.total, step)),
    }


def _other_weights(asked: OrderInCourses, catalogue: Catalogue) -> Iterator[tuple[str, Fraction]]:
    """Actual, ideal and adjusted weight in kg, but the one chosen and those that cannot be worked out."""
    weights = catalogue.weights
    for policy in map(weights.policy, ("actual", "ideal", "adjusted")):
        other_kg = dosing_kg_or_none(asked.patient, policy, weights) if policy.id != asked.weight.policy else None
        if other_kg is not None:
            yield policy.id, other_kg


def _other_weights_words(asked: OrderInCourses, catalogue: Catalogue) -> str:
    """The other weights, each with the grams of the largest day."""
    texts = []
    for policy_id, other_kg in _other_weights(asked, catalogue):
        day_g = largest_day_g(asked.indication, asked.order, other_kg)
        grams = "" if day_g is None else f" (largest day {shown(day_g)} g)"
        texts.append(f"{policy_id} {shown(other_kg)} kg{grams}")
    return "; ".join(texts)
