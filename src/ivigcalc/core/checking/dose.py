"""The dose of a written order for a patient, beside every course that sources print for the indication."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.checking.causes import Criteria, LikelyCause, OrderedDose, causes_of_dose, in_words, joined_causes
from ivigcalc.core.checking.contradictions import (
    contradicts,
    refuse_contradiction,
    refuse_other_phase,
    refuse_other_row,
    vials_of_day,
)
from ivigcalc.core.dosing.comparison import Compared, Fit, Item, tolerance_of, worst_fit
from ivigcalc.core.dosing.course import Course, CourseDay, course_at
from ivigcalc.core.dosing.printed import dose_beside_course, is_rounded, printed_as, sourced_courses
from ivigcalc.core.dosing.weight import DosingWeight, other_weights, weight_to_dose
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, Order, shown_dose
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.request.written import Restated, WrittenDose, WrittenOrder
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.core.vials.terms import VialTerms, terms_of

VOLUME_OFF_G: Final = Fraction(1, 10)
"""Grams in a millilitre of the strongest preparation, 10 %: a volume is written to the millilitre."""


class CourseComparison(Record):
    """A printed course beside an order that is not it."""

    course: Course
    rows: tuple[Compared, ...]
    """The figures of the order beside those of the course."""
    causes: tuple[LikelyCause, ...]
    """The causes that make the order of the course."""

    def distance(self, ranks: Sequence[str]) -> tuple[object, ...]:
        """How far off the course is: grams before interval, then what a cause explains, then days and grams.

        ``ranks`` are the ids of the causes in their order.
        """
        rows = {row.item: row for row in self.rows}
        return (
            worst_fit([row for row in self.rows if row.item is not Item.INTERVAL]).rank,
            rows[Item.INTERVAL].fit.rank if Item.INTERVAL in rows else 0,
            min((ranks.index(cause.cause) for cause in self.causes), default=len(ranks)),
            bool(self.course.ends),
            rows[Item.DAYS].fit.rank,
            abs(rows[Item.TOTAL].percent or Fraction(0)),
        )


class Comparisons(Record):
    """An order beside what is printed for the indication."""

    matches: tuple[Course, ...]
    """The printed courses that it is, be it rounded; the nearest first."""
    nearest: Course | None
    """The first of them, else the course that it comes nearest to; None where no source prints one."""
    rows: tuple[Compared, ...]
    """Its figures beside those of ``nearest``."""
    causes: tuple[LikelyCause, ...]
    """What may have gone wrong: the causes that make the order of ``nearest``; none where it matches."""

    @property
    def match(self) -> Course | None:
        """The first course that the order matches."""
        return self.matches[0] if self.matches else None

    def rows_if(self, alerts: Iterable[Alert]) -> tuple[Compared, ...]:
        """The rows, those of days left open where the order fits a range and a rule stops its dose all the same."""
        stopped = any(alert.level is Level.STOP and alert.field == "dose" for alert in alerts)
        if self.match is None or self.match.ends is None or not stopped:
            return self.rows
        reason = f"{self.match.letter} is the range of a course, and a rule stops it on these days"
        open_ = {"fit": Fit.UNKNOWN, "low": None, "high": None, "reason": reason}
        return tuple(row.replaced(**open_) if row.item in {Item.PER_DAY, Item.DAY} else row for row in self.rows)

    def in_g_per_kg(self) -> "Comparisons":
        """The same, worked out for 1 kg because the dosing weight is not known: g is g per kg, and no grams follow."""
        nearest = self.nearest.replaced(in_g_per_kg=True) if self.nearest else None
        matches = tuple(course.replaced(in_g_per_kg=True) for course in self.matches)
        rows = tuple(row.replaced(unit="g/kg") if row.unit == "g" else row for row in self.rows)
        return self.replaced(matches=matches, nearest=nearest, rows=rows)


NOTHING_PRINTED: Final = Comparisons(matches=(), nearest=None, rows=(), causes=())


def beside_printed(ordered: OrderedDose, indication: Indication, regimen: str, criteria: Criteria) -> Comparisons:
    """A dose as ordered beside every printed course of an indication, or of a ``regimen`` ("" for all).

    Raises:
        RefusedError: the indication has no such regimen.
    """
    days, interval, kg, tolerance = ordered.days, ordered.interval, criteria.weight.kg, criteria.tolerance
    if found := printed_as(days, interval, indication, kg, tolerance, regimen=regimen):
        fitting = sorted(found, key=lambda beside: not ordered.is_of(beside.course))
        courses = tuple(beside.course for beside in fitting)
        return Comparisons(matches=courses, nearest=courses[0], rows=fitting[0].rows, causes=())
    every = [
        dose_beside_course(days, interval, course_at(printed, kg), tolerance) for printed in sourced_courses(indication)
    ]
    asked = [
        dose_beside_course(days, interval, course_at(printed, kg), tolerance)
        for printed in sourced_courses(indication, regimen)
    ]
    printed_courses = [beside.course for beside in every]
    beside = [
        CourseComparison(
            course=one.course, rows=one.rows, causes=causes_of_dose(ordered, one.course, printed_courses, criteria)
        )
        for one in asked
    ]
    if not beside:
        return NOTHING_PRINTED
    ranks = [cause.id for cause in criteria.causes]
    nearest = min(beside, key=lambda printed: printed.distance(ranks))
    causes = joined_causes(cause for printed in beside for cause in printed.causes)
    return Comparisons(
        matches=(),
        nearest=nearest.course,
        rows=nearest.rows,
        causes=tuple(cause for cause in causes if nearest.course.letter in cause.letters),
    )


class OrderCase(Record):
    """An order as written for a patient, beside what is printed for the indication."""

    patient: Patient
    order: Order
    indication: Indication
    written: WrittenOrder
    catalogue: Catalogue
    criteria: Criteria
    course: Course
    """The order as read, in grams."""
    printed: Comparisons
    elsewhere: Course | None
    """A printed course that it matches outside the regimen asked for."""

    @property
    def at_most(self) -> "OrderCase":
        """The case on actual weight where the dosing weight is not known, which is never above it."""
        if not self.course.in_g_per_kg:
            return self
        weight = self.criteria.weight.replaced(kg=self.criteria.weight.actual_kg)
        days = tuple(day._replace(grams=day.grams * weight.kg) for day in self.course.days)
        course = self.course.replaced(days=days, rounded_from=None, in_g_per_kg=False)
        return self.replaced(course=course, criteria=self.criteria.replaced(weight=weight))


def order_case(patient: Patient, order: Order, written: WrittenOrder, catalogue: Catalogue) -> OrderCase:
    """An order as written for a patient, read and held beside what is printed.

    Raises:
        RefusedError: the dosing weight cannot be worked out, or the order contradicts itself.
    """
    indication, dose = catalogue.indication(order.indication), written.dose
    weight = weight_to_dose(patient, order.weight_policy, indication, catalogue.weights)
    known = not weight.needs
    if not known and not dose.per_kg:
        weight = weight.replaced(kg=weight.actual_kg)
    criteria = _criteria(patient, order, weight, catalogue)
    if known:
        refuse_contradiction(dose, criteria)
        _refuse_rounding(dose, criteria)
        dose = _in_written_grams(dose, weight.kg)
        vials = written.vials and vials_of_day(dose, written.vials)
        written = written.replaced(dose=dose, vials=vials)
    days = tuple(CourseDay(day, grams) for day, grams in dose.grams(weight.kg))
    ordered = OrderedDose(days=days, interval=dose.interval, phase=dose.phase[1] if dose.phase else None)
    printed, elsewhere = beside_printed(ordered, indication, order.regimen, criteria), None
    refuse_other_phase(dose, ordered, printed.match)
    if not known:
        printed = printed.in_g_per_kg() if dose.per_kg else NOTHING_PRINTED
    elif order.regimen and not printed.matches:
        elsewhere = beside_printed(ordered, indication, "", criteria).match
    refuse_other_row(dose, printed.matches, indication)
    return OrderCase(
        patient=patient,
        order=order,
        indication=indication,
        written=written,
        catalogue=catalogue,
        criteria=criteria,
        course=_as_ordered(ordered, printed.match, weight, per_kg=dose.per_kg),
        printed=printed,
        elsewhere=elsewhere,
    )


def _criteria(patient: Patient, order: Order, weight: DosingWeight, catalogue: Catalogue) -> Criteria:
    """What the order is judged by; no cause is looked for where the dosing weight is not known."""
    return Criteria(
        weight=weight,
        others=() if weight.needs else other_weights(patient, weight.policy, catalogue.weights),
        causes=() if weight.needs else catalogue.rules.causes,
        tolerance=tolerance_of(catalogue.rules),
        vials=_vials(order, catalogue),
    )


def mistake_in(course: Course, patient: Patient, order: Order, weight: DosingWeight, catalogue: Catalogue) -> str:
    """The known mistakes that make a typed course of a printed one, in words; "" for none."""
    ordered, indication = OrderedDose(days=course.days, interval=None), catalogue.indication(order.indication)
    criteria = _criteria(patient, order, weight, catalogue)
    return in_words(beside_printed(ordered, indication, order.regimen, criteria).causes)


def _refuse_rounding(dose: WrittenDose, criteria: Criteria) -> None:
    """Refuse grams that are not what the rounding gives that the order names, of a day or of all its days."""
    said = [_grams_a_day(restated, Fraction(1), criteria.weight.kg) for restated in dose.also]
    for words, kind, step in dose.rounded:
        days = len(dose.days) if dose.in_all else 1
        gives = [criteria.rounded(one.expected, kind, step, days) for one in said]
        right = {one.grams for one, given in zip(said, gives, strict=True) if one.written in given}
        if odd := [number for number, one in enumerate(said) if one.grams not in right and not one.volume]:
            one, given = said[odd[0]], " or ".join(plain(grams) for grams in gives[odd[0]])
            why = f"{words!r} gives {given} g of {plain(one.expected, 2)} g, not {one.text}"
            raise contradicts(dose, why, "ask the prescriber which dose is meant, or leave out how it was rounded")


def _in_written_grams(dose: WrittenDose, weight_kg: Fraction) -> WrittenDose:
    """An order in g/kg in the grams that it says beside them, which are what is given; as it is where it says none.

    Raises:
        RefusedError: it says them twice, and they are not the same.
    """
    each = {value for _, value in dose.days}
    if not dose.per_kg or not dose.also or len(each) > 1:
        return dose
    day = each.pop()
    found = sorted((_grams_a_day(restated, day, weight_kg) for restated in dose.also), key=lambda said: said.volume)
    first = found[0].grams
    if odd := [said for said in found if abs(said.grams - first) > (VOLUME_OFF_G if said.volume else 0)]:
        why = f"{odd[0].text} is {plain(odd[0].grams, 2)} g a day, {found[0].text} is {plain(first, 2)} g"
        raise contradicts(dose, why, "ask the prescriber which dose is meant")
    by = first / day
    return dose.replaced(
        per_kg=False,
        days=tuple((number, value * by) for number, value in dose.days),
        stated=Dose(value=dose.stated.value * by, per_kg=False, echo=dose.stated.echo),
    )


class _SaidGrams(NamedTuple):
    """Grams of a day that an order says; a volume is right to the millilitre."""

    text: str
    grams: Fraction
    volume: bool
    written: Fraction
    expected: Fraction
    """What the g/kg make of the grams that are written."""


def _grams_a_day(restated: Restated, day: Fraction, weight_kg: Fraction) -> _SaidGrams:
    """The grams of a day whose dose is ``day`` g/kg, by grams that are those of a day or of several."""
    grams, per_kg = (restated.also, restated.said) if restated.said.per_kg else (restated.said, restated.also)
    expected = per_kg.grams(weight_kg)
    times = min((1, restated.or_times), key=lambda many: abs(grams.value - expected * many))
    a_day = grams.value * day / (per_kg.value * times)
    return _SaidGrams(shown_dose(grams), a_day, bool(grams.echo), grams.value / times, expected)


def _vials(order: Order, catalogue: Catalogue) -> list[VialTerms]:
    """What whole vials may be made of: the sizes of the preparation named, else of each that there is."""
    named = tuple(map(catalogue.product, order.products)) or catalogue.products
    every = dict.fromkeys(terms_of(product, order, catalogue) for product in named)
    return [terms for terms in every if terms.sizes_g]


def _as_ordered(ordered: OrderedDose, match: Course | None, weight: DosingWeight, *, per_kg: bool) -> Course:
    """The order as a course, tied to the sources of the printed one that it matches."""
    per_kg_of: Fraction | None = weight.kg if per_kg else None
    return Course(
        letter="",
        id="ordered",
        regimen=match.regimen if match else "",
        phase=match.phase if match else None,
        basis="as written",
        sources=match.sources if match else (),
        days=ordered.days,
        interval=ordered.interval,
        typed=True,
        selected=True,
        rounded_from=match if match and is_rounded(ordered.days, match, per_kg_of) else None,
        in_g_per_kg=bool(weight.needs) and per_kg,
    )
