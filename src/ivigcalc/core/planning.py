"""``plan()``: from a patient and an order to the whole answer. It composes the other modules and adds no rule of its own."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.choice import places_of
from ivigcalc.core.errors import Problems
from ivigcalc.core.exposure import exposure, fluid_ml_per_g
from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.indication import Indication
from ivigcalc.core.order import Order, WeightPolicy
from ivigcalc.core.patient import Patient
from ivigcalc.core.plan import CoursePlan, Plan, PlannedDay, ProductPlan, Working
from ivigcalc.core.product import Product
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.ranking import GONE, Place
from ivigcalc.core.regimen import Course, courses, describe_days, offered
from ivigcalc.core.rule import Level, Rules, Verdict
from ivigcalc.core.safety import Alert, as_problem, derive, fired, merged, patient_measures, risks_of, status_conditions
from ivigcalc.core.selection import Situation
from ivigcalc.core.vials import Combination, Unreachable, combine
from ivigcalc.core.weight import DosingWeight, dosing_weight, missing_for

HOLDS_BACK = frozenset({Level.STOP, Level.NEEDS_REASON})


def plan(patient: Patient, order: Order, catalogue: Catalogue) -> Plan:
    """Work out an order for a patient.

    Raises:
        RefusedError: something is missing or wrong, a stop rule fired, or a reason is needed; every problem is listed.
    """
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    patient_conditions, derived = derive(patient, rules.risks)
    conditions = patient_conditions | {"order"} | status_conditions(indication.status, reason_given=bool(order.off_label_reason))
    words = _words(indication, order, patient)
    weight = _checked_weight(patient, order, conditions, words, rules)
    asked = courses(indication, order, weight.kg)
    alerts = _alerts(patient, order, indication, weight, asked, conditions, words, rules)
    problems = Problems([as_problem(alert) for alert in alerts if alert.level in HOLDS_BACK])
    problems.refuse_if_any()
    days = [course.largest_day for course in asked if course.days]
    situation = Situation(
        conditions=conditions,
        region=order.region,
        day_g=max(days, default=rules.constant("stated-day")),
        indication=indication.id,
        age_years=patient.age_years,
    )
    wanted = order.products or order.stocked
    places = places_of(situation, catalogue, wanted)
    return Plan(
        patient=patient,
        order=order,
        indication=indication,
        dosing_weight=weight,
        risks=risks_of(conditions),
        derived=derived,
        situation=situation,
        courses=asked,
        alerts=alerts,
        products=tuple(_product_plan(place, asked, order, rules) for place in places),
        hidden=0 if order.products else len(catalogue.products) - len(places),
        working=tuple(_working(weight, asked, order)),
    )


def _words(indication: Indication, order: Order, patient: Patient) -> dict[str, str]:
    """Words that a rule's text may use."""
    return {
        "indication": indication.short,
        "indication_id": indication.id,
        "exception": indication.exception,
        "reason": order.off_label_reason,
        "group": patient.blood_group or "",
        "pounds": patient.in_pounds,
        "other_weights": "",
    }


def _checked_weight(
    patient: Patient, order: Order, conditions: frozenset[str], words: Mapping[str, str], rules: Rules
) -> DosingWeight:
    """The dosing weight, once nothing about the patient or the typed dose is missing or cannot be right."""
    typed = order.typed_dose
    measures = patient_measures(patient) | {"typed_g_per_kg": typed.value if typed and typed.per_kg else None}
    problems = Problems(missing_for(patient, order.weight_policy))
    for alert in fired(rules, conditions, measures, words):
        if alert.level in HOLDS_BACK:
            problems.add(as_problem(alert))
    problems.refuse_if_any()
    return dosing_weight(patient, order.weight_policy)


def _alerts(
    patient: Patient,
    order: Order,
    indication: Indication,
    weight: DosingWeight,
    asked: Sequence[Course],
    conditions: frozenset[str],
    words: Mapping[str, str],
    rules: Rules,
) -> tuple[Alert, ...]:
    """What fires for the patient, and for each course."""
    printed = offered(indication, weight.kg)
    sexed = {"sex-given"} if patient.sex else set()
    unsourced = {"no-source-for-dose"} if any(course.typed and not course.sources for course in asked) else set()
    alerts = fired(
        rules,
        conditions | sexed | unsourced,
        patient_measures(patient),
        {**words, "other_weights": _other_weights(patient, order, indication)},
    )
    several = len(asked) > 1
    for course in asked:
        if course.days:
            own = {
                *({"own-regimen"} if _reaches(course, [_most(one) for one in printed], course.total) else set()),
                *({"printed-for-indication"} if _reaches(course, [_most_in_a_day(one) for one in printed], course.largest_day) else set()),
                *({"capped"} if course.cap and course.cap.binds else set()),
            }
            measures = {
                "day_g_per_kg": course.largest_day / weight.kg,
                "course_g_per_kg": course.total / weight.kg,
                "day_g": course.largest_day,
            }
            letters = (course.letter,) if several else ()
            alerts += fired(rules, conditions | own, measures, words | _course_words(course), letters)
    return merged(alerts)


def _reaches(course: Course, printed: Sequence[Fraction], grams: Fraction) -> bool:
    return not course.typed or any(most >= grams for most in printed)


def _most(course: Course) -> Fraction:
    return course.ends.high_g if course.ends else course.total


def _most_in_a_day(course: Course) -> Fraction:
    return course.ends.high_g if course.ends else course.largest_day


def _course_words(course: Course) -> dict[str, str]:
    return {
        "day_g": shown(course.largest_day),
        "course_g": shown(course.total),
        "cap_g": shown(course.cap.grams) if course.cap else "",
        "uncapped_g": shown(course.cap.uncapped) if course.cap else "",
    }


def _other_weights(patient: Patient, order: Order, indication: Indication) -> str:
    """The dosing weight, and the grams of the first course, under the policies not chosen; "" without sex or height."""
    if patient.sex is None or patient.height_cm is None:
        return ""
    figures = []
    for policy in WeightPolicy:
        if policy is not order.weight_policy:
            other = dosing_weight(patient, policy)
            first = next((course for course in courses(indication, order, other.kg) if course.days), None)
            grams = f" (largest day {shown(first.largest_day)} g)" if first else ""
            figures.append(f"{policy} {shown(other.kg)} kg{grams}")
    return "; ".join(figures)


def _product_plan(place: Place, asked: Sequence[Course], order: Order, rules: Rules) -> ProductPlan:
    product = place.assessment.product
    dated = [course for course in asked if course.days]
    reason = _no_plan_reason(place, order.region, bool(dated))
    if reason:
        return ProductPlan(place=place, plans=(), no_plans=Missing(reason=reason))
    return ProductPlan(place=place, plans=tuple(_course_plan(product, course, order, rules) for course in dated))


def _no_plan_reason(place: Place, region: Region | None, dated: bool) -> str:  # noqa: FBT001 - private, one caller
    one = place.assessment
    if one.verdict is Verdict.CONTRAINDICATED:
        return "contraindicated for this patient"
    if one.status in GONE:
        return place.reason
    if not one.offered:
        return f"no vial size listed for {region.upper()}" if region else one.product.missing.get("vials", "no vial size found")
    return "" if dated else "no single dose: the regimen is a range"


def _sizes(product: Product, region: Region | None) -> tuple[Fraction, ...]:
    return tuple(Fraction(vial.g) for vial in product.vials if region is None or region in vial.regions)


def _course_plan(product: Product, course: Course, order: Order, rules: Rules) -> CoursePlan:
    sizes = _sizes(product, order.region)
    near, wide = rules.constant("rounding-tolerance") / 100, rules.constant("rounding-tolerance-wide") / 100
    made_up = {grams: combine(grams, sizes, order.rounding, near=near, wide=wide) for grams in {day.grams for day in course.days}}
    days = []
    for day in course.days:
        made = made_up[day.grams]
        days.append(
            PlannedDay(
                day=day.day,
                date=order.start + timedelta(days=day.day - course.days[0].day) if order.start else None,
                prescribed_g=day.grams,
                vials=made,
                volume_ml=made.given_g * fluid_ml_per_g(product) if isinstance(made, Combination) else None,
            )
        )
    if any(isinstance(day.vials, Unreachable) for day in days):
        return CoursePlan(course=course, days=tuple(days), given_g=None, deviation_percent=None, volume_ml=None, exposure=None)
    given = sum((day.vials.given_g for day in days if isinstance(day.vials, Combination)), Fraction(0))
    return CoursePlan(
        course=course,
        days=tuple(days),
        given_g=given,
        deviation_percent=(given / course.total - 1) * 100,
        volume_ml=given * fluid_ml_per_g(product),
        exposure=exposure(product, given, order.region),
    )


def _working(weight: DosingWeight, asked: Sequence[Course], order: Order) -> list[Working]:
    """The arithmetic from weight to grams, a step a line."""
    kg = plain(weight.kg)
    steps = [Working(step=f"dosing weight ({weight.basis})", formula=weight.formula, value=weight.kg, unit="kg", source=weight.source)]
    for course in asked:
        source = course.sources[0] if course.sources else ""
        if course.ends:
            low, high = course.ends.low_g_per_kg, course.ends.high_g_per_kg
            steps += [
                Working(step=f"{course.letter} {end} end", formula=f"{plain(dose, 4)} g/kg x {kg} kg", value=grams, unit="g", source=source)
                for end, dose, grams in (("low", low, course.ends.low_g), ("high", high, course.ends.high_g))
            ]
        for grams in dict.fromkeys(day.grams for day in course.days):
            formula = f"{plain(grams / weight.kg, 4)} g/kg x {kg} kg"
            if course.cap and course.cap.binds:
                formula = f"{plain(course.cap.uncapped / weight.kg, 4)} g/kg x {kg} kg, at most {plain(course.cap.grams)} g per dose"
            elif course.typed and order.typed_dose and not order.typed_dose.per_kg:
                formula = "grams as typed" if order.per_day else f"{plain(course.total)} g / {len(course.days)} days"
            steps.append(Working(step=f"{course.letter} grams per infusion day", formula=formula, value=grams, unit="g", source=source))
        if len(course.days) > 1:
            formula = " + ".join(plain(day.grams) for day in course.days)
            if course.even is not None:
                formula = f"{plain(course.even)} g daily {describe_days(course)}"
            steps.append(Working(step=f"{course.letter} course total, NOT per day", formula=formula, value=course.total, unit="g", source=source))
    return steps
