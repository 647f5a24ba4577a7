"""The answer to one row: the same functions as ``dose``, and the figures as its JSON prints them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple, NoReturn

from ivigcalc.batch import results, wording
from ivigcalc.batch.dispensed import dispense, dispensed_cells, is_even
from ivigcalc.batch.layout import Layout
from ivigcalc.batch.question import Defaults, Orders, read_patient
from ivigcalc.batch.versus import Side, versus_cells
from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.errors import Kind, Problem, Problems, RefusedError
from ivigcalc.core.order import Order
from ivigcalc.core.patient import Patient
from ivigcalc.core.planning import Dosing, dose, problems_of
from ivigcalc.core.policy import ACTUAL
from ivigcalc.core.quantity import plain
from ivigcalc.core.safety import impossible
from ivigcalc.core.weight import missing_for
from ivigcalc.intake.reading import one_line

NO_PRODUCT: Final = "no product: the dose alone"


class Answer(NamedTuple):
    """What a row says between its key and its digests, by column. ``why_no_vials`` is "" where it has vials."""

    cells: dict[str, str]
    why_no_vials: str = ""


class Answers:
    """Answers the rows of a table, one at a time."""

    def __init__(self, catalogue: Catalogue, defaults: Defaults, versus: str) -> None:
        """Keep what holds for every row; ``versus`` is a weight policy to compare with, "" for none."""
        self._catalogue, self._versus = catalogue, versus
        self._orders = Orders(catalogue, defaults)
        self._products = {product.id: product for product in catalogue.products}
        local = catalogue.local
        self._prices = local.formulary if local and local.formulary.currency else None

    def answer(self, layout: Layout, cells: Sequence[str]) -> Answer:
        """The answer to the cells of a row, or why there is none."""
        problems: list[Problem] = []
        patient = read_patient(layout, cells, problems)
        order, wrong = self._orders.read(layout, cells)
        problems += wrong
        try:
            if order is None or problems:
                self._refuse(patient, order, problems)
            return self._answered(dose(patient, order, self._catalogue), layout)
        except RefusedError as refused:
            return failed(refused, layout)

    def _refuse(self, patient: Patient, order: Order | None, found: list[Problem]) -> NoReturn:
        """Refuse with everything that is wrong, as ``dose`` lists it."""
        problems, catalogue = Problems(found), self._catalogue
        if order:
            problems.also(problems_of(patient, order, catalogue))
        else:
            policy = catalogue.weights.policy(ACTUAL)
            problems.also([*missing_for(patient, policy), *impossible(patient, None, catalogue.rules)])
        raise RefusedError(*problems.found)

    def _side(self, found: Dosing) -> Side:
        """A dose with the vials of its preparation, if one is named."""
        order = found.asked.order
        product = self._products[order.products[0]] if order.products else None
        vials = dispense(product, found, self._catalogue.rules, self._prices) if product else None
        return Side(found, found.asked.courses[0], vials)

    def _answered(self, found: Dosing, layout: Layout) -> Answer:
        asked, courses = found.asked, found.asked.courses
        if len(courses) > 1:
            return error(wording.several(courses, layout))
        if not courses[0].days:
            return error(wording.no_single_dose(courses[0], layout))
        side = self._side(found)
        vials, order = side.dispensed, asked.order
        cautions = wording.cautions(found.alerts, vials.assessment if vials else None)
        if vials and not vials.made:
            because = "; ".join([vials.why, *wording.against(vials.assessment)])
            status, reason = results.NO_VIALS, one_line(because)
        else:
            status = results.CAUTION if cautions else results.OK
            reason = cautions
        cells = {
            "status": status,
            "reason": reason or (NO_PRODUCT if vials is None else ""),
            "read": layout.in_columns("; ".join([*asked.patient.echoes, *order.echoes])),
            **_dose_cells(found),
        }
        if vials:
            cells["product"] = vials.assessment.product.id
            cells["verdict"] = vials.assessment.verdict
            rules = [reason.rule for reason in vials.assessment.reasons if reason.verdict is not None]
            cells["verdict_rules"] = ";".join(dict.fromkeys(rules))
            cells |= dispensed_cells(vials, self._prices.currency if self._prices else "", order)
        if self._versus:
            cells |= self._versus_cells(side, layout)
        return Answer(cells, vials.why if vials else NO_PRODUCT)

    def _versus_cells(self, own: Side, layout: Layout) -> dict[str, str]:
        """The row under the other policy, or why it cannot be worked out."""
        asked = own.dosing.asked
        cells = {"versus_policy": self._versus}
        order = replace(asked.order, weight_policy=self._versus)
        try:
            other = dose(asked.patient, order, self._catalogue)
        except RefusedError as refused:
            return cells | {"versus_reason": wording.reason_of(refused.problems, layout)}
        return cells | versus_cells(own, self._side(other))


def _dose_cells(found: Dosing) -> dict[str, str]:
    """What a row says of its dose."""
    asked, course = found.asked, found.asked.courses[0]
    cells = {
        "indication": asked.indication.id,
        "regimen": course.id,
        "weight_kg": plain(asked.weight.actual_kg, 4),
        "dosing_weight_kg": plain(asked.weight.kg),
        "weight_policy": asked.weight.policy,
        "days": str(len(course.days)),
        "g_course": plain(course.total),
        "alerts": ";".join(dict.fromkeys([alert.rule for alert in found.alerts])),
    }
    if is_even(course):
        cells["g_per_day"] = plain(course.days[0].grams)
    else:
        cells["day_grams"] = ";".join(f"{day.day}={plain(day.grams)}" for day in course.days)
    return cells


def error(reason: str) -> Answer:
    """A row that cannot be read, or does not say enough."""
    return Answer({"status": results.ERROR, "reason": one_line(reason)})


def failed(refused: RefusedError, layout: Layout) -> Answer:
    """A row that is refused, or cannot be read."""
    status = results.ERROR if refused.kind is Kind.USAGE else results.REFUSED
    return Answer({"status": status, "reason": wording.reason_of(refused.problems, layout)})
