"""The answer to one row: the same functions as ``dose``, and what is wrong or to be looked at in one line.

A reason is in the words of the table: columns, not options.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ivigcalc.batch.columns import BY_OPTION, Layout
from ivigcalc.batch.figures import (
    WorkedRow,
    dose_cells,
    label_cell,
    row_working,
    rules_beyond_formula,
    versus_cells,
    versus_working,
    vial_cells,
    worked_row,
    working_text,
)
from ivigcalc.batch.row.order import EVERY, OrderRead, OrderReader
from ivigcalc.batch.row.patient import read_patient
from ivigcalc.core.answers.batch import CAUTION, ERROR, NO_VIALS, OK, REFUSED
from ivigcalc.core.answers.dose import DoseAnswer, dose
from ivigcalc.core.answers.rates import RateAlerts
from ivigcalc.core.answers.supply.forecast import (
    LATER,
    NO_DATE,
    NO_DAY,
    NO_INTERVAL,
    NOT_ANSWERED,
    Demand,
    demands,
    why_apart,
)
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.repeat import Months, used_interval
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.problems import Asks, Kind, Problem, Problems, RefusedError
from ivigcalc.core.quantity import one_line, plain
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.core.selection.reasons import Reason
from ivigcalc.intake.request import dose_refusal
from ivigcalc.sheets.headings.options import as_typed

NO_PRODUCT: Final = "no product: the dose alone"
NOT_PRINTED: Final = "an interval that its source does not print"
METRES: Final = "height-in-metres"
"""The rule that refuses a height that would be one in metres."""


class RowAnswer(NamedTuple):
    """What a row says between its key and its digests, by column; ``why_no_vials`` is "" where it has vials."""

    cells: Mapping[str, str]
    why_no_vials: str = ""
    ahead: tuple[Demand, ...] | str = NOT_ANSWERED
    """What the row needs in the months to look ahead, or why that is not known; () where nobody asked."""
    filled: str = ""
    """The indication, where the option for regimens stood for an empty cell."""

    def with_read(self, text: str) -> "RowAnswer":
        """The answer with what its row was read as, where the cells do not say that themselves."""
        return self._replace(cells={**self.cells, "read": text})


class ForecastPeriod(NamedTuple):
    """The months to look ahead, and the interval of rows whose source prints a range."""

    months: Months
    every: Interval | None


class RowAnswers:
    """Answers the rows of a table, one at a time."""

    def __init__(
        self,
        catalogue: Catalogue,
        given: Mapping[str, str],
        versus: str,
        ahead: ForecastPeriod | None = None,
        *,
        dates: str = "",
        decimal: str = "",
        means: Mapping[str, str] = {},
        explain: bool = False,
    ) -> None:
        """Keep what holds for every row.

        That is options for empty cells, a weight policy to compare with ("" for none), the months to look ahead, how
        dates in figures are written and the decimal mark ("" for not said), the ids that texts mean, by their letters,
        and whether each row has its arithmetic.
        """
        self._explain = explain
        self._catalogue, self._given, self._versus, self._ahead = catalogue, given, versus, ahead
        filled = {**given, EVERY: ahead.every.says} if ahead and ahead.every else given
        self._decimal = decimal
        self._orders = OrderReader(catalogue, filled, dates, means, decimal=decimal)
        self._rate_alerts = RateAlerts(catalogue)
        self._beyond_formula = rules_beyond_formula(catalogue.rules)

    def answer(self, layout: Layout, cells: Sequence[str]) -> RowAnswer:
        """The answer to the cells of a row, or why there is none; with what was read and what is not given."""
        patient, problems = read_patient(layout, cells, self._decimal)
        order_read = self._orders.read(layout, cells)
        answer = self._answer(layout, cells, patient, problems, order_read)
        if "read" in answer.cells:
            return answer
        echoes = (*patient.echoes, *(order_read.order.echoes if order_read.order else order_read.echoes))
        return answer.with_read(layout.in_columns("; ".join(echoes))) if echoes else answer

    def _answer(
        self, layout: Layout, cells: Sequence[str], patient: Patient, problems: Sequence[Problem], order_read: OrderRead
    ) -> RowAnswer:
        order, wrong, every, _ = order_read
        try:
            if order is None or problems or wrong:
                raise dose_refusal(patient, order, self._catalogue, Problems([*problems, *wrong]))
            is_filled = "regimen" in self._given and layout.is_empty("regimen", cells)
            return self._answered(dose(patient, order, self._catalogue), layout, every, is_filled=is_filled)
        except RefusedError as refused:
            status = ERROR if refused.kind is Kind.USAGE else REFUSED
            return unanswered(reason_of(refused.problems, layout), status)

    def as_read(self, layout: Layout, cells: Sequence[str], *, is_filled: bool) -> str:
        """What is read of a row, in words; options fill its empty cells only where it is one of a patient."""
        from ivigcalc.batch.row.as_read import as_read  # noqa: PLC0415 - only for a check

        patient, _ = read_patient(layout, cells, self._decimal)
        order_read = self._orders.read(layout, cells)
        return one_line(
            as_read(layout, cells, self._given if is_filled else {}, patient, order_read, decimal=self._decimal)
        )

    def _answered(
        self, dose_answer: DoseAnswer, layout: Layout, every: Interval | None, *, is_filled: bool
    ) -> RowAnswer:
        asked, courses = dose_answer.asked, dose_answer.asked.courses
        if asked.weight.needs:
            return unanswered(reason_of(asked.weight.needs, layout))
        if len(courses) > 1:
            return unanswered(_several(courses, layout))
        if not courses[0].days:
            return unanswered(_no_single_dose(courses[0], layout))
        row = worked_row(dose_answer, self._catalogue.of_region(asked.order.region), self._rate_alerts)
        status, reason = _status(row)
        cells = {
            **dose_cells(dose_answer),
            **vial_cells(row),
            "status": status,
            "reason": reason or ("" if row.assessment else NO_PRODUCT),
            "weight_kg": plain(asked.weight.actual_kg, 4),
            "alerts": ";".join(dict.fromkeys([alert.rule for alert in row.alerts])),
        }
        echoes = (*asked.patient.echoes, *asked.order.echoes)
        if echoes:
            cells["read"] = layout.in_columns("; ".join(echoes))
        if row.assessment:
            cells["product"], cells["verdict"] = row.assessment.product.id, row.assessment.verdict
            cells["labelled"] = label_cell(row.assessment, asked.order.region)
            against = [reason.rule for reason in row.assessment.reasons if _is_against(reason)]
            cells["verdict_rules"] = ";".join(dict.fromkeys(against))
        if self._explain:
            cells["working"] = working_text(row_working(row, self._catalogue.formulary))
        if self._versus:
            cells |= self._versus_cells(row, layout)
        why_no_vials = row.why_no_vials if row.assessment else NO_PRODUCT
        return RowAnswer(cells, why_no_vials, self._needed(row, every), asked.indication.id if is_filled else "")

    def _needed(self, row: WorkedRow, own: Interval | None) -> tuple[Demand, ...] | str:
        """What a row, with its own interval, needs in the months to look ahead, or why that is not known."""
        if self._ahead is None:
            return ()
        (months, every), asked = self._ahead, row.dose_answer.asked
        start, course = asked.order.start, asked.courses[0]
        if row.why_no_vials:
            return f"no vials: {row.why_no_vials}"
        if start is None:
            return NO_DATE
        once = why_apart(course, start, own or every)
        if own and course.interval and isinstance(used_interval(course.interval, own), Problem):
            once = NOT_PRINTED
        if needed := demands(course, row.made, start, own or every, months, once=once):
            return needed
        return LATER if start > months.last else NO_DAY if once in {"", NO_INTERVAL} else once

    def _versus_cells(self, row: WorkedRow, layout: Layout) -> dict[str, str]:
        """The row under the other policy, or why it cannot be worked out, or says nothing of this patient."""
        asked = row.dose_answer.asked
        cells = {"versus_policy": self._versus}
        order = asked.order.replaced(weight_policy=self._versus)
        try:
            other = dose(asked.patient, order, self._catalogue)
            worked = worked_row(other, self._catalogue.of_region(order.region), self._rate_alerts)
        except RefusedError as refused:
            return cells | {"versus_reason": reason_of(refused.problems, layout)}
        if unfit := [alert.text for alert in worked.alerts if alert.rule in self._beyond_formula]:
            return cells | {"versus_reason": one_line("; ".join(unfit))}
        if self._explain:
            cells["versus_working"] = working_text(versus_working(row, worked, self._catalogue.formulary))
        return cells | versus_cells(row, worked)


def unanswered(reason: str, status: str = ERROR) -> RowAnswer:
    """A row that cannot be read, does not say enough, or is refused."""
    return RowAnswer({"status": status, "reason": one_line(reason)})


def reason_of(problems: Sequence[Problem], layout: Layout) -> str:
    """Every problem: what is wrong, what is allowed, what to do."""
    return one_line(layout.in_columns("; ".join(dict.fromkeys(_said(_with_cell(one, layout)) for one in problems))))


def _with_cell(problem: Problem, layout: Layout) -> Problem:
    """What is missing, with the place to write it in place of an option to type; anything else as it is.

    Heights in metres with what says so of their whole column.
    """
    if problem.code == METRES and (column := next((c for c in layout.columns if c.field.id == "height"), None)):
        is_bare = not column.unit and column.its_unit is None
        in_all = f"; --column height_m={as_typed(column.heading)} if all of them are in m" if is_bare else ""
        return problem.replaced(next=f"{problem.next}{in_all}")
    field = BY_OPTION.get(problem.field)
    if field is None or problem.asks is not Asks.TO_GIVE:
        return problem
    is_there, see = any(column.field is field for column in layout.columns), problem.next.partition("; ")[2]
    todo = f"write it in this row under {layout.heading(field)!r}" if is_there else f"add a column {field.name}"
    if not layout.is_of_table:
        todo = f'write "{layout.heading(field)}" into the object'
    return problem.replaced(next="; ".join(filter(None, (todo, see))))


def _said(problem: Problem) -> str:
    listed = all(name in problem.next for name in problem.allowed)
    allowed = "" if listed else f" (allowed: {', '.join(problem.allowed)})"
    is_choice = problem.asks is Asks.TO_CHOOSE
    todo = f"put one of these in the column {problem.field}" if is_choice else problem.next
    return f"{problem.message}{allowed}{f': {todo}' if todo else ''}"


def _several(courses: Sequence[Course], layout: Layout) -> str:
    """Why no course is chosen where there are several."""
    named = ", ".join(f"{course.letter} ({course.id})" for course in courses)
    return layout.in_columns(f"several regimens: {named}: put one in the column --regimen")


def _no_single_dose(course: Course, layout: Layout) -> str:
    """Why a range gives no course."""
    text = f"{course.id} is a range: no single dose follows: state the dose in the column --per-day or --course"
    return layout.in_columns(text)


def _status(row: WorkedRow) -> tuple[str, str]:
    """The status of a row with a dose, and what to look at: cautions, and reasons against the preparation."""
    against, reasons = _against(row.assessment), row.assessment.reasons if row.assessment else ()
    remarks = [f"{reason.text} [{reason.rule}]" for reason in reasons if reason.rule == NOT_STOCKED]
    if row.why_no_vials:
        return NO_VIALS, one_line("; ".join([row.why_no_vials, *against, *remarks]))
    if cautions(row.alerts, against):
        return CAUTION, cautions(row.alerts, [*against, *remarks])
    return OK, one_line("; ".join(remarks))


def cautions(alerts: Sequence[Alert], against: Sequence[str]) -> str:
    """What to look at: cautions on the order, and reasons against the preparation; "" for nothing."""
    cautions = [f"{alert.text} [{alert.rule}]" for alert in alerts if alert.level is Level.CAUTION]
    return one_line("; ".join(dict.fromkeys([*cautions, *against])))


def _is_against(reason: Reason) -> bool:
    """Whether a reason speaks against a preparation; that the site does not stock it changes no verdict."""
    return reason.verdict is not None or reason.rule == NOT_STOCKED


def _against(assessment: Assessment | None) -> list[str]:
    """The reasons against a preparation."""
    reasons = assessment.reasons if assessment else ()
    return [f"{reason.text} [{reason.rule}]" for reason in reasons if reason.verdict is not None]
