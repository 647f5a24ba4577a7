"""The answer to one row: the same functions as ``dose``, and the figures as its JSON prints them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple, NoReturn

from ivigcalc.batch import results, wording
from ivigcalc.batch.columns import Layout
from ivigcalc.batch.figures import (
    Dispensed,
    Side,
    dispense,
    dose_cells,
    may_be_dispensed,
    not_dispensed,
    plain,
    versus_cells,
    vial_cells,
)
from ivigcalc.batch.question import Defaults, OrderRead, Orders, read_patient
from ivigcalc.batch.tally import sums_of
from ivigcalc.core.answers.dose import Dosing, dose, problems_of
from ivigcalc.core.dosing.weight import missing_for
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.problems import Kind, Problem, Problems, RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.safety.alerts import impossible
from ivigcalc.core.selection.assessment import Assessment, assess
from ivigcalc.intake.text import one_line

NO_PRODUCT: Final = "no product: the dose alone"
MOST_COURSES: Final = 512
"""How many courses are remembered with their vials."""


class Answer(NamedTuple):
    """What a row says between its key and its digests, by column, and what it adds to the sums.

    ``why_no_vials`` is "" where it has vials.
    """

    cells: dict[str, str]
    sums: dict[str, Decimal]
    why_no_vials: str = ""


class Figured(NamedTuple):
    """A course with its vials, as a row prints them. An order and a dosing weight make one; rows share it."""

    cells: dict[str, str]
    sums: dict[str, Decimal]
    dispensed: Dispensed | None


class Worked(NamedTuple):
    """A row under one policy: the verdict on its preparation, if it names one, and its figures."""

    assessment: Assessment | None
    figured: Figured
    side: Side


class Answers:
    """Answers the rows of a table, one at a time."""

    def __init__(self, catalogue: Catalogue, defaults: Defaults, versus: str) -> None:
        """Keep what holds for every row; ``versus`` is a weight policy to compare with, "" for none."""
        self._catalogue, self._versus = catalogue, versus
        self._orders = Orders(catalogue, defaults)
        self._products = {product.id: product for product in catalogue.products}
        local = catalogue.local
        self._prices = local.formulary if local and local.formulary.currency else None
        self._currency = self._prices.currency if self._prices else ""
        self._figured: dict[tuple[object, ...], Figured] = {}

    def answer(self, layout: Layout, cells: Sequence[str]) -> Answer:
        """The answer to the cells of a row, or why there is none."""
        problems: list[Problem] = []
        patient = read_patient(layout, cells, problems)
        read = self._orders.read(layout, cells)
        problems += read.problems
        try:
            if read.order is None or problems:
                self._refuse(patient, read.order, problems)
            return self._answered(dose(patient, read.order, self._catalogue), read, layout)
        except RefusedError as refused:
            status = results.ERROR if refused.kind is Kind.USAGE else results.REFUSED
            return unanswered(wording.reason_of(refused.problems, layout), status)

    def _refuse(self, patient: Patient, order: Order | None, found: list[Problem]) -> NoReturn:
        """Refuse with everything that is wrong, as ``dose`` lists it."""
        problems, catalogue = Problems(found), self._catalogue
        if order:
            problems.also(problems_of(patient, order, catalogue))
        else:
            policy = catalogue.weights.policy(ACTUAL)
            problems.also([*missing_for(patient, policy), *impossible(patient, None, catalogue.rules)])
        raise RefusedError(*problems.found)

    def _answered(self, found: Dosing, read: OrderRead, layout: Layout) -> Answer:
        asked, courses = found.asked, found.asked.courses
        if len(courses) > 1:
            return unanswered(wording.several(courses, layout))
        if not courses[0].days:
            return unanswered(wording.no_single_dose(courses[0], layout))
        one, figured, side = self._worked(found, read.number)
        vials, reason, status = side.dispensed, wording.cautions(found.alerts, one), results.OK
        if one and vials and not vials.made:
            status, reason = results.NO_VIALS, one_line("; ".join([vials.why, *wording.against(one)]))
        elif reason:
            status = results.CAUTION
        cells = {
            **figured.cells,
            "status": status,
            "reason": reason or ("" if one else NO_PRODUCT),
            "weight_kg": plain(asked.weight.actual_kg, 4),
            "alerts": ";".join(dict.fromkeys([alert.rule for alert in found.alerts])),
        }
        echoes = (*asked.patient.echoes, *asked.order.echoes)
        if echoes:
            cells["read"] = layout.in_columns("; ".join(echoes))
        if one:
            cells["product"], cells["verdict"] = one.product.id, one.verdict
            reasons = [reason.rule for reason in one.reasons if reason.verdict is not None]
            cells["verdict_rules"] = ";".join(dict.fromkeys(reasons))
        sums = figured.sums
        if self._versus:
            cells |= self._versus_cells(side, read, layout)
            sums = sums_of(cells)
        return Answer(cells, sums, vials.why if vials else NO_PRODUCT)

    def _worked(self, found: Dosing, number: int, *, versus: bool = False) -> Worked:
        """The verdict and the figures of a dose with one course; ``number`` is that of its order."""
        order, rules = found.asked.order, self._catalogue.rules
        product = self._products[order.products[0]] if order.products else None
        one = assess(product, found.situation, rules) if product else None
        to_dispense = product if one and may_be_dispensed(one) else None
        figured = self._figures(found, to_dispense, (number, versus))
        vials = not_dispensed(one, found, rules) if one and not to_dispense else figured.dispensed
        return Worked(one, figured, Side(found, vials))

    def _figures(self, found: Dosing, product: Product | None, order: tuple[int, bool]) -> Figured:
        """The figures of the one course of a dose; they follow from order, date, dosing weight and preparation."""
        kg = found.asked.weight.kg
        key = (*order, product is None, kg.numerator, kg.denominator, found.asked.order.start)
        known = self._figured.get(key)
        if known is None:
            cells, vials = dose_cells(found), None
            if product:
                course, rules = found.asked.courses[0], self._catalogue.rules
                vials = dispense(product, course, found.asked.order, rules, self._prices)
                cells |= {"product": product.id, **vial_cells(vials, self._currency)}
            if len(self._figured) >= MOST_COURSES:
                self._figured.clear()
            known = self._figured[key] = Figured(cells, sums_of(cells), vials)
        return known

    def _versus_cells(self, own: Side, read: OrderRead, layout: Layout) -> dict[str, str]:
        """The row under the other policy, or why it cannot be worked out."""
        asked = own.dosing.asked
        cells = {"versus_policy": self._versus}
        order = asked.order.replaced(weight_policy=self._versus)
        try:
            other = dose(asked.patient, order, self._catalogue)
        except RefusedError as refused:
            return cells | {"versus_reason": wording.reason_of(refused.problems, layout)}
        return cells | versus_cells(own, self._worked(other, read.number, versus=True).side)


def unanswered(reason: str, status: str = results.ERROR) -> Answer:
    """A row that cannot be read, does not say enough, or is refused."""
    return Answer({"status": status, "reason": one_line(reason)}, {})
