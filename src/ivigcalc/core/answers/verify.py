"""``verify()``: an order that somebody wrote, beside everything that sources print for the indication.

It composes: ``matching`` measures, ``explain`` looks for causes, ``planning`` and ``selection`` hold the limits.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from ivigcalc.core.answers.dose import problems_of
from ivigcalc.core.checking.causes import Known, Likely, Ordered, explain_dose, merged
from ivigcalc.core.checking.compared import (
    Compared,
    Fit,
    Item,
    candidates,
    compare,
    placed,
    tolerance,
    worst,
)
from ivigcalc.core.checking.vials_and_rate import checked_rate, checked_vials
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.order_alerts import course_alerts
from ivigcalc.core.dosing.weight import DosingWeight, dosing_weight, other_weights
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.safety.alerts import Alert, Derived, derive, risks_of, status_conditions
from ivigcalc.core.selection.assessment import Situation
from ivigcalc.core.selection.label import Dosed
from ivigcalc.core.selection.ranking import Place, places_of


class Outcome(StrEnum):
    """What the second check says, from best to worst."""

    MATCH = "match"
    ROUNDED = "rounded"
    UNCHECKED = "unchecked"
    DIFFERS = "differs"
    DANGEROUS = "dangerous"


OUTCOMES = {
    Fit.SAME: Outcome.MATCH,
    Fit.ROUNDED: Outcome.ROUNDED,
    Fit.UNKNOWN: Outcome.UNCHECKED,
    Fit.DIFFERS: Outcome.DIFFERS,
}


class Verification(Record):
    """The second check.

    ``course`` is the order as read; ``nearest`` the printed course that it matches or comes nearest to, None where none
    is printed; ``also`` are further courses that it matches, ``elsewhere`` one that it matches outside ``--regimen``.
    ``place`` is the preparation named.
    """

    patient: Patient
    order: Order
    indication: Indication
    written: WrittenOrder
    dosing_weight: DosingWeight
    derived: tuple[Derived, ...]
    risks: tuple[str, ...]
    outcome: Outcome
    course: Course
    nearest: Course | None
    also: tuple[Course, ...]
    elsewhere: Course | None
    compared: tuple[Compared, ...]
    causes: tuple[Likely, ...]
    alerts: tuple[Alert, ...]
    place: Place | None

    @property
    def stops(self) -> tuple[Alert, ...]:
        """The rules that make the order dangerous."""
        return tuple(alert for alert in self.alerts if alert.level is Level.STOP)


class _Tried(Record):
    """A printed course beside the order: its figures, and the causes that would make the order of it."""

    course: Course
    rows: tuple[Compared, ...]
    causes: tuple[Likely, ...]
    number: int

    @property
    def fits(self) -> bool:
        return worst(self.rows) is not Fit.DIFFERS

    def distance(self, order: Sequence[str]) -> tuple[object, ...]:
        """How far off the course is: grams before interval, then what a cause explains, then days and grams.

        Of the courses that fit, one with stated days stands before a range: rounding is judged alike everywhere.
        """
        rows = {row.item: row for row in self.rows}
        grams = worst([row for row in self.rows if row.item is not Item.INTERVAL])
        interval = rows[Item.INTERVAL].fit.rank if Item.INTERVAL in rows else 0
        total = rows[Item.TOTAL]
        deviation = max(abs(row.percent or Fraction(0)) for row in self.rows if row.item is not Item.INTERVAL)
        return (
            not self.fits,
            self.fits and bool(self.course.ends),
            grams.rank,
            interval,
            min((order.index(cause.cause) for cause in self.causes), default=len(order)),
            bool(self.course.ends),
            rows[Item.DAYS].fit.rank,
            deviation if self.fits else abs(total.percent or Fraction(0)),
            self.number,
        )


def verify(patient: Patient, order: Order, written: WrittenOrder, catalogue: Catalogue) -> Verification:
    """Check an order as written for a patient. ``order`` names the indication, policy, preparation, and no dose.

    An order that matches is held against the limits as the regimen that it is: rounding to vials passes none of
    them, except a printed maximum per dose.

    Raises:
        RefusedError: something about the patient is missing or cannot be right, the use needs a reason, or the order
            contradicts itself.
    """
    Problems(problems_of(patient, order, catalogue, regimen=False)).refuse_if_any()
    indication, rules = catalogue.indication(order.indication), catalogue.rules
    weight = dosing_weight(patient, order.weight_policy, catalogue.weights)
    if said := written.dose.contradiction(weight.kg, tolerance(rules).wide):
        raise RefusedError(
            Problem(
                code="order-contradicts",
                field="--order",
                message=f"order {written.dose.text!r}: {said}",
                next="ask the prescriber which dose is meant",
            )
        )
    others = other_weights(patient, order.weight_policy, catalogue.weights)
    known = Known(weight=weight, others=others, causes=rules.causes, limits=tolerance(rules))
    ordered = Ordered(
        days=tuple(CourseDay(day, grams) for day, grams in written.dose.grams(weight.kg)),
        interval=written.dose.interval,
    )
    tried = _tried(indication, order, ordered, known)
    matches = tuple(one for one in tried if one.fits)
    nearest = tried[0] if tried else None
    course = _as_ordered(ordered, nearest.course if matches and nearest else None)
    elsewhere = () if matches or not order.regimen else _tried(indication, order.replaced(regimen=""), ordered, known)
    conditions, derived = derive(patient, rules)
    place = _place(order, course, weight, patient, catalogue)
    found = [cause for one in tried for cause in one.causes]
    rows = list(nearest.rows) if nearest else [_nothing_printed(course)]
    causes = [] if matches else [one for one in merged(found) if nearest and nearest.course.letter in one.letters]
    if place:
        product = place.assessment.product
        checked = [checked_vials(written.vials, course, product, order, known)] if written.vials else []
        if written.rate:
            checked.append(
                checked_rate(
                    written.rate,
                    course,
                    product,
                    order,
                    known,
                    indication=indication,
                    risks=conditions,
                    age_years=patient.age_years,
                )
            )
        for row, likely in checked:
            rows.append(row)
            causes += likely
    stated = written.dose.stated
    plain = order if nearest else order.replaced(regimen="", per_day=stated, days=len(course.days))
    judged = _judged(course, nearest.course) if matches and nearest else course
    alerts = course_alerts(patient, plain, catalogue, dose=stated, weight=weight, course=judged)
    if written.vials and written.vials.grams > course.largest_day * (1 + known.limits.wide):
        hung = course.replaced(days=tuple(day._replace(grams=written.vials.grams) for day in course.days))
        more = course_alerts(patient, plain, catalogue, dose=stated, weight=weight, course=hung)
        alerts = (*(one for one in more if one.level is Level.STOP and one not in alerts), *alerts)
    dangerous = any(alert.level is Level.STOP for alert in alerts) or (
        place is not None and place.assessment.verdict is Verdict.CONTRAINDICATED
    )
    ranks = [cause.id for cause in rules.causes]
    return Verification(
        patient=patient,
        order=order,
        indication=indication,
        written=written,
        dosing_weight=weight,
        derived=derived,
        risks=risks_of(conditions),
        outcome=Outcome.DANGEROUS if dangerous else OUTCOMES[worst(rows)],
        course=course,
        nearest=nearest.course if nearest else None,
        also=tuple(one.course for one in matches if one is not nearest),
        elsewhere=next((one.course for one in elsewhere if one.fits), None),
        compared=tuple(rows),
        causes=tuple(sorted(merged(causes), key=lambda one: ranks.index(one.cause))),
        alerts=alerts,
        place=place,
    )


def _tried(indication: Indication, order: Order, ordered: Ordered, known: Known) -> tuple[_Tried, ...]:
    """Every printed course beside the order, the nearest first."""
    everything, repeated = order.replaced(regimen=""), ordered.interval is not None
    printed = [
        placed(one, ordered.days, repeated=repeated) for one in candidates(indication, everything, known.weight.kg)
    ]
    tried = []
    for number, course in enumerate(candidates(indication, order, known.weight.kg)):
        near = placed(course, ordered.days, repeated=repeated)
        rows = compare(ordered.days, ordered.interval, near, known.limits)
        tried.append(
            _Tried(
                course=near,
                rows=rows,
                causes=explain_dose(ordered, near, printed, known),
                number=number,
            )
        )
    ranks = [cause.id for cause in known.causes]
    return tuple(sorted(tried, key=lambda one: one.distance(ranks)))


def _as_ordered(ordered: Ordered, match: Course | None) -> Course:
    """The order as a course; tied to the sources of the printed course that it matches."""
    return Course(
        letter="",
        id="ordered",
        regimen=match.regimen if match else "",
        phase=match.phase if match else None,
        basis="as written",
        sources=match.sources if match else (),
        days=tuple(ordered.days),
        interval=ordered.interval,
        typed=True,
        selected=True,
    )


def _judged(course: Course, match: Course) -> Course:
    """What the limits judge of an order that matches: the printed days, unless the order passes a printed cap."""
    if match.cap and course.largest_day > match.cap.grams:
        return course
    return course.replaced(days=match.days, cap=match.cap)


def _nothing_printed(course: Course) -> Compared:
    return Compared(
        item=Item.TOTAL,
        unit="g",
        fit=Fit.UNKNOWN,
        ordered=course.total,
        low=None,
        high=None,
        reason="no regimen is computed: no source states one, or its trials failed",
    )


def _place(order: Order, course: Course, weight: DosingWeight, patient: Patient, catalogue: Catalogue) -> Place | None:
    """The preparation that the order names, for this patient and the largest day."""
    if not order.products:
        return None
    indication = catalogue.indication(order.indication)
    status = status_conditions(indication.status, reason_given=bool(order.off_label_reason))
    situation = Situation(
        conditions=derive(patient, catalogue.rules)[0] | status | {"order"},
        region=order.region,
        day_g=course.largest_day,
        indication=indication.id,
        age_years=patient.age_years,
        dosed=Dosed(courses=(course,), kg=weight.kg, tolerance=tolerance(catalogue.rules).near),
    )
    return places_of(situation, catalogue, order.products[:1])[0]
