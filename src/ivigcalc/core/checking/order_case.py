"""A written order for a patient, read in grams and held beside what is printed: what every part of the check needs."""

from fractions import Fraction

from ivigcalc.core.checking.causes import Criteria, OrderedDose, in_words
from ivigcalc.core.checking.nearest import NOTHING_PRINTED, Comparisons, beside_printed
from ivigcalc.core.dosing.comparison import tolerance_of
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.printed import is_rounded
from ivigcalc.core.dosing.weight import DosingWeight, other_weights, weight_to_dose
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.request.written import WrittenDose, WrittenOrder
from ivigcalc.core.vials.terms import Terms, terms_of


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
        _refuse_contradiction(dose, criteria)
    days = tuple(CourseDay(day, grams) for day, grams in dose.grams(weight.kg))
    ordered = OrderedDose(days=days, interval=dose.interval)
    printed, elsewhere = beside_printed(ordered, indication, order.regimen, criteria), None
    if not known:
        printed = printed.in_g_per_kg() if dose.per_kg else NOTHING_PRINTED
    elif order.regimen and not printed.matches:
        elsewhere = beside_printed(ordered, indication, "", criteria).match
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


def _refuse_contradiction(dose: WrittenDose, criteria: Criteria) -> None:
    """Refuse an order whose doses contradict each other at the dosing weight."""
    if contradiction := dose.contradiction(criteria.weight.kg, criteria.tolerance.wide):
        message, hint = f"order {dose.text!r}: {contradiction}", "ask the prescriber which dose is meant"
        raise RefusedError(Problem(code="order-contradicts", field="--order", message=message, next=hint))


def _vials(order: Order, catalogue: Catalogue) -> list[Terms]:
    """What whole vials may be made of: the sizes of the preparation named, else of each that there is."""
    named = [catalogue.product(name) for name in order.products[:1]] or catalogue.products
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
