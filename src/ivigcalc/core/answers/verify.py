"""``verify()``: an order that somebody wrote, beside everything that sources print for the indication.

``checking/`` measures and looks for causes; the limits are those of every course (``dosing/order_alerts``).
"""

from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.dose import judged_in_vials, order_problems
from ivigcalc.core.answers.plan import CoursePlan, NoFit, ProductPlan, cautions_of, product_plan
from ivigcalc.core.answers.rates import alerts_of_infusions, alerts_of_rates, rate_for
from ivigcalc.core.checking.causes import LikelyCause, in_words, joined_causes
from ivigcalc.core.checking.dose import OrderCase, order_case
from ivigcalc.core.checking.ordered_rate import alerts_of_ordered, ordered_rates
from ivigcalc.core.checking.vials_and_rate import Checked, RateOrdered, check_rates, check_vials
from ivigcalc.core.dosing.comparison import Compared, Fit, Item, worst_fit
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.courses_of_order import why_no_regimen
from ivigcalc.core.dosing.order_alerts import OrderInCourses, course_alerts
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.rule import VERDICT_RANKS, Level, Verdict
from ivigcalc.core.problems import Kind, Problems
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.safety.alerts import (
    Alert,
    DerivedCondition,
    derived_conditions,
    merged_alerts,
    risks_of,
    use_conditions,
)
from ivigcalc.core.selection.assessment import Assessment, Situation, above_label
from ivigcalc.core.selection.labels import CoursesOrdered
from ivigcalc.core.selection.ranking import PlacedProduct, places_of

if TYPE_CHECKING:
    from ivigcalc.core.answers.plan import Rate


class Outcome(StrEnum):
    """What the second check says, from best to worst."""

    MATCH = "match"
    ROUNDED = "rounded"
    UNCHECKED = "unchecked"
    DIFFERS = "differs"
    DANGEROUS = "dangerous"


OUTCOMES: Final = {
    Fit.SAME: Outcome.MATCH,
    Fit.ROUNDED: Outcome.ROUNDED,
    Fit.UNKNOWN: Outcome.UNCHECKED,
    Fit.DIFFERS: Outcome.DIFFERS,
}
"""What the worst fit of all figures makes of an order in which no rule stops."""

REASON: Final = 'to go on: --off-label-reason "WHY"'
"""What to type for a use that is not supported; the dose is what was written."""

HOLDS: Final = frozenset({Verdict.AVOID, Verdict.CONTRAINDICATED})
"""The verdicts on a preparation with which no order passes."""


class VerifyAnswer(Record):
    """A written order as checked."""

    patient: Patient
    order: Order
    indication: Indication
    written: WrittenOrder
    dosing_weight: DosingWeight
    conditions: frozenset[str]
    """What is known of the patient, given and derived."""
    derived: tuple[DerivedCondition, ...]
    risks: tuple[str, ...]
    outcome: Outcome
    course: Course
    """The order as read, in grams."""
    nearest: Course | None
    """The printed course that it matches or comes nearest to; None where none is printed."""
    also: tuple[Course, ...]
    """Further printed courses that it matches."""
    elsewhere: Course | None
    """A printed course that it matches outside the regimen asked for."""
    compared: tuple[Compared, ...]
    """Its figures beside those of ``nearest`` and of the label."""
    causes: tuple[LikelyCause, ...]
    alerts: tuple[Alert, ...]
    place: PlacedProduct | None
    """The preparation named, judged for the patient."""
    made: ProductPlan | None
    """The order in the vials that ``dose`` would take of that preparation; None without one, or without grams."""
    rate: RateOrdered | None
    """The rate that it states, with the label that it is held against."""
    no_vials: str
    """Why the order cannot be dispensed from the preparation named; "" where it can, or none is named."""

    @property
    def printed(self) -> list[Course]:
        """The printed courses that it matches or comes nearest to."""
        return [course for course in (self.nearest, *self.also) if course]

    @property
    def stops(self) -> tuple[Alert, ...]:
        """The rules that make the order dangerous."""
        return tuple(alert for alert in self.alerts if alert.level is Level.STOP)

    @property
    def cautions(self) -> tuple[str, ...]:
        """Rule ids to look at: cautions on the order, and reasons against the preparation."""
        return cautions_of(self.alerts, self._named, VERDICT_RANKS.keys())

    @property
    def gate(self) -> tuple[str, ...]:
        """Those that hold the order until they are acknowledged: cautions, and reasons to avoid the preparation."""
        return cautions_of(self.alerts, self._named, HOLDS)

    @property
    def _named(self) -> list[Assessment]:
        return [self.place.assessment] if self.place else []


def verify(patient: Patient, order: Order, written: WrittenOrder, catalogue: Catalogue) -> VerifyAnswer:
    """Check an order as written for a patient. ``order`` names the indication, policy, preparation, and no dose.

    An order that matches is held against the limits as the regimen that it is: rounding to vials passes none of
    them, except a printed maximum per dose.

    Raises:
        RefusedError: something about the patient is missing or cannot be right, the use needs a reason, or the order
            contradicts itself.
    """
    catalogue = catalogue.of_region(order.region)
    problems = order_problems(patient, order, catalogue, regimen=False)
    Problems([one.replaced(next=REASON) if one.kind is Kind.NEEDS_REASON else one for one in problems]).refuse_if_any()
    rules, case = catalogue.rules, order_case(patient, order, written, catalogue)
    at_most, printed, weight = case.at_most, case.printed, case.criteria.weight
    conditions, derived = derived_conditions(patient, rules)
    situation = _situation(at_most, conditions)
    place = places_of(situation, catalogue, order.products[:1])[0] if order.products else None
    runs_in = rate_for(_in_courses(case), situation, rules)
    made: ProductPlan | None = None
    if place and not case.course.in_g_per_kg:
        made = product_plan(place, [case.course], case.order, case.catalogue, rate=runs_in)
        if (in_vials := _in_vials(situation, case, made)) is not situation:
            place = places_of(in_vials, catalogue, order.products[:1])[0]
    rates = ordered_rates(at_most, place.assessment.product, conditions) if place else []
    rate = rates[0] if rates else None
    if place and rates:
        of_rates = alerts_of_ordered(at_most, place.assessment.product, rates, conditions)
    else:
        of_rates = _alerts_of_rates(case, made, situation, runs_in)
    of_label = above_label(place.assessment, case.indication, situation.ordered, rules) if place else []
    alerts = merged_alerts((*_alerts(case), *of_rates, *of_label))
    rows = list(printed.rows_if(alerts)) if printed.nearest else [_not_compared(Item.TOTAL, case.course.total, case)]
    causes = [*printed.causes]
    for row, likely in _label_checks(at_most, place, rate):
        rows.append(row)
        causes += likely
    ranks = [cause.id for cause in rules.causes]
    return VerifyAnswer(
        patient=patient,
        order=order,
        indication=case.indication,
        written=written,
        dosing_weight=weight,
        conditions=conditions,
        derived=derived,
        risks=risks_of(conditions),
        outcome=Outcome.DANGEROUS if _is_dangerous(alerts, place) else OUTCOMES[worst_fit(rows)],
        course=case.course,
        nearest=printed.nearest,
        also=printed.matches[1:],
        elsewhere=case.elsewhere,
        compared=tuple(rows),
        causes=tuple(sorted(joined_causes(causes), key=lambda cause: ranks.index(cause.cause))),
        alerts=alerts,
        place=place,
        made=made,
        rate=rate,
        no_vials=_no_vials(case, made),
    )


def _is_dangerous(alerts: tuple[Alert, ...], place: PlacedProduct | None) -> bool:
    """Whether a rule stops the order, or its preparation is contraindicated."""
    stopped = any(alert.level is Level.STOP for alert in alerts)
    return stopped or (place is not None and place.assessment.verdict is Verdict.CONTRAINDICATED)


def _in_vials(situation: Situation, case: OrderCase, made: ProductPlan) -> Situation:
    """The situation with the grams of the largest day in the vials that the order states, or ``dose`` would take."""
    if (vials := case.written.vials) is None:
        return judged_in_vials(situation, made.plans)
    return situation.replaced(day_g=vials.grams) if vials.grams > situation.day_g else situation


def _in_courses(case: OrderCase) -> OrderInCourses:
    """The order as ``dose`` would have it."""
    weight, courses = case.criteria.weight, (case.course,)
    return OrderInCourses(
        patient=case.patient, order=case.order, indication=case.indication, weight=weight, courses=courses
    )


def _no_vials(case: OrderCase, made: ProductPlan | None) -> str:
    """Why ``dose`` would dispense nothing of the preparation named; "" where it would, or none is named.

    Vials that the order states are compared by themselves.
    """
    if made is None:
        return ""
    if made.no_plans:
        return made.no_plans.reason
    unfit = isinstance(made.plans[0], NoFit) and not case.written.vials
    return "no whole vials make up a day" if unfit else ""


def _alerts_of_rates(case: OrderCase, made: ProductPlan | None, situation: Situation, runs_in: "Rate") -> list[Alert]:
    """What ``dose`` says of the rates of an order that states none; of vials that it alone states, of theirs."""
    plans = made.plans if made else ()
    fitting = [course for course in plans if isinstance(course, CoursePlan)]
    if made is None or not plans or fitting:
        return alerts_of_rates(fitting, case.patient, situation, case.catalogue)
    product, vials = made.place.assessment.product, case.written.vials
    hung = [runs_in(product, vials.grams * 1000 / Fraction(product.mg_per_ml), None)] if vials else []
    return alerts_of_infusions(((product, infusion) for infusion in hung), case.patient, situation, case.catalogue)


def _label_checks(case: OrderCase, place: PlacedProduct | None, rate: RateOrdered | None) -> list[Checked]:
    """The vials and the rate that an order states, beside the label of the preparation named; none without one."""
    if place is None:
        return []
    written, criteria, product = case.written, case.criteria, place.assessment.product
    checks: list[Checked] = []
    if written.vials and criteria.weight.needs:
        checks.append((_not_compared(Item.VIALS, written.vials.grams, case), ()))
    elif written.vials:
        checks.append(check_vials(written.vials, case, product))
    return [*checks, *(check_rates(rate, criteria) if rate else [])]


def _alerts(case: OrderCase) -> tuple[Alert, ...]:
    """The rules that fire for the dose as ordered, and those that stop the grams in the vials where they are more."""
    course, order, stated, vials = case.course, case.order, case.written.dose.stated, case.written.vials
    asked = order if case.printed.nearest else order.replaced(regimen="", per_day=stated, days=len(course.days))
    alerts_of = partial(
        course_alerts,
        case.patient,
        asked,
        case.catalogue,
        dose=stated,
        weight=case.criteria.weight,
        mistake=in_words(case.printed.causes),
    )
    alerts, most = alerts_of(course=course), course.judged.largest_day * (1 + case.criteria.tolerance.wide)
    if vials is None or course.in_g_per_kg or vials.grams <= most:
        return alerts
    hung = course.replaced(rounded_from=None, days=tuple(day._replace(grams=vials.grams) for day in course.days))
    more = [alert for alert in alerts_of(course=hung) if alert.level is Level.STOP and alert not in alerts]
    return (*more, *alerts)


def _not_compared(item: Item, grams: Fraction, case: OrderCase) -> Compared:
    """Nothing is printed, or the dosing weight that it is printed for is not known."""
    reason = case.criteria.weight.not_known or f"no regimen is computed: {why_no_regimen(case.indication)}"
    return Compared(item=item, unit="g", fit=Fit.UNKNOWN, ordered=grams, low=None, high=None, reason=reason)


def _situation(case: OrderCase, conditions: frozenset[str]) -> Situation:
    """What the choice of a preparation depends on, for this patient and the largest day."""
    order, course, weight, rules = case.order, case.course, case.criteria.weight, case.catalogue.rules
    return Situation(
        conditions=conditions | use_conditions(case.indication, order.off_label_reason) | {"order"},
        region=order.region,
        day_g=course.largest_day,
        indication=case.indication.id,
        age_years=case.patient.age_years,
        ordered=CoursesOrdered(courses=(course,), kg=weight.kg, tolerance=rules.near),
        on_actual_weight=bool(weight.needs) and case.written.dose.per_kg,
    )
