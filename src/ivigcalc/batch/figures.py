"""What a row says in figures: of its dose, of its vials, and of the same row under another weight policy.

Every figure is printed as the JSON of ``dose`` prints it.
"""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.answers.batch import Labelling
from ivigcalc.core.answers.dose import DoseAnswer, judged_in_vials
from ivigcalc.core.answers.plan import CoursePlan, NoFit, PlannedDay, Working, course_plan, why_not_dispensed
from ivigcalc.core.answers.rates import RateAlerts
from ivigcalc.core.answers.working import cost_working, dose_working, vial_working
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.facts.rule import Level, Rules
from ivigcalc.core.problems import Problems
from ivigcalc.core.quantity import adding_up, half_up, plain
from ivigcalc.core.safety.alerts import Alert, merged_alerts
from ivigcalc.core.safety.refusing_alerts import refusals_of
from ivigcalc.core.selection.assessment import Assessment, above_label, assess
from ivigcalc.core.selection.ranking import stock_remarked
from ivigcalc.core.vials.totals import Unreachable, added_vials

NOTHING: Final = Fraction(0)

BEYOND_FORMULA: Final = frozenset({"ideal-weight-used", "ideal-weight-extrapolates"})
"""Conditions of the rules about a formula of ideal weight in patients for whom it was not made."""

GRAM_PLACES: Final = 3
"""Vials are whole milligrams, as in the JSON of ``dose``."""


class WorkedRow(NamedTuple):
    """A row under one weight policy: its dose, its preparation and that made up into vials."""

    dose_answer: DoseAnswer
    """With one course."""
    alerts: tuple[Alert, ...]
    """Those of the dose, and of its rates where it has vials."""
    assessment: Assessment | None = None
    """Of the preparation; None where none is named."""
    made: CoursePlan | None = None
    """None where there are no vials."""
    why_no_vials: str = ""
    """Why there are none of the preparation that is named."""
    cost: Fraction | None = None
    """In ``currency``; None where it is not known."""
    currency: str = ""


def worked_row(dose_answer: DoseAnswer, catalogue: Catalogue, rate_alerts: RateAlerts) -> WorkedRow:
    """A dose with one course, with the vials of the preparation that its order names.

    Raises:
        RefusedError: what is said of them holds it back: of their label, or of the rates at which they run in.
    """
    order, courses = dose_answer.asked.order, dose_answer.asked.courses
    if not order.products:
        return WorkedRow(dose_answer, dose_answer.alerts)
    situation, rules = dose_answer.situation, catalogue.rules
    assessment = stock_remarked(assess(catalogue.product(order.products[0]), situation, rules), catalogue.local)
    of_label = above_label(assessment, dose_answer.asked.indication, situation.ordered, rules)
    Problems(refusals_of(of_label)).refuse_if_any()
    alerts = merged_alerts((*dose_answer.alerts, *of_label)) if of_label else dose_answer.alerts
    if reason := why_not_dispensed(assessment, order.region):
        return WorkedRow(dose_answer, alerts, assessment, why_no_vials=reason)
    made = course_plan(assessment.product, courses[0], order, catalogue)
    if isinstance(made, NoFit):
        return WorkedRow(dose_answer, alerts, assessment, why_no_vials=_no_fit(made))
    if (in_vials := judged_in_vials(situation, [made])) is not situation:
        assessment = stock_remarked(assess(made.product, in_vials, rules), catalogue.local)
        if reason := why_not_dispensed(assessment, order.region):
            return WorkedRow(dose_answer, alerts, assessment, why_no_vials=reason)
    if of_rates := rate_alerts.of(made, dose_answer.asked, situation, assessment.labelled):
        Problems(refusals_of(of_rates)).refuse_if_any()
        alerts = merged_alerts((*dose_answer.alerts, *of_rates, *of_label))
    prices = catalogue.formulary
    if not prices or not prices.currency:
        return WorkedRow(dose_answer, alerts, assessment, made)
    cost = prices.cost(made.product.id, (vial for day in made.days for vial in day.vials.vials))
    return WorkedRow(dose_answer, alerts, assessment, made, cost=cost, currency=prices.currency)


def _no_fit(made: NoFit) -> str:
    """The nearest whole-vial totals of each different day that does not fit."""
    days = dict.fromkeys(f"{plain(day.grams)} g: {_nearest(unreachable)}" for day, unreachable in made.days)
    return f"no whole-vial total within the tolerance of {'; '.join(days)}"


def _nearest(unreachable: Unreachable) -> str:
    near = [f"{plain(g, GRAM_PLACES)} g" for g in (unreachable.below_g, unreachable.above_g) if g is not None]
    return f"nearest {' or '.join(near)}"


def dose_cells(dose_answer: DoseAnswer) -> dict[str, str]:
    """What a row says of its dose, but for the patient's own weight."""
    asked, course = dose_answer.asked, dose_answer.asked.courses[0]
    cells = {
        "indication": asked.indication.id,
        "support": asked.indication.status,
        "regimen": course.id,
        "dosing_weight_kg": plain(asked.weight.kg),
        "weight_policy": asked.weight.policy,
        "days": str(len(course.days)),
        "g_course": plain(course.total),
    }
    if _is_even(course):
        cells["g_per_day"] = plain(course.days[0].grams)
    else:
        cells["day_grams"] = _by_day(course.days, course.grams_shown)
    if dates := [day.isoformat() for day in course.dates(asked.order.start) if day]:
        cells["dates"] = ";".join(dates)
    return cells


def label_cell(assessment: Assessment, region: Region | None) -> str:
    """Whether the label of the region (without one, any) has the use; where nobody gave the age that it asks, that."""
    if assessment.labelled_here:
        return Labelling.YES
    asks = assessment.labelled_from
    return Labelling.NO_AGE if (asks if region is None else region in asks) else Labelling.NO


def vial_cells(row: WorkedRow) -> dict[str, str]:
    """What a row says of the vials of its preparation; nothing where it has none."""
    made = row.made
    if made is None:
        return {}
    days, first = made.days, made.days[0].vials
    alike = all(day.vials is first for day in days)
    whole = all(day.vials.given_g is day.vials.total_g for day in days)
    opened = made.given_g if whole else sum((day.vials.total_g for day in days), NOTHING)
    vials, times = (first.vials, len(days)) if alike else (added_vials(day.vials for day in days), 1)
    given = plain(made.given_g, GRAM_PLACES)
    cells = {
        "vials_course": _vials_words(vials, times),
        "dispensed_g_course": given,
        "deviation_percent": plain(made.deviation_percent),
        "volume_ml_course": plain(made.volume_ml),
        "opened_g_course": given if whole else plain(opened, GRAM_PLACES),
        "discarded_g_course": "0" if whole else plain(opened - half_up(made.given_g, GRAM_PLACES), GRAM_PLACES),
    }
    if alike and _is_even(made.course):
        cells["vials_per_day"] = _vials_words(first.vials)
        cells["dispensed_g_per_day"] = plain(first.given_g, GRAM_PLACES)
    else:
        cells["day_vials"] = ";".join(f"{day.day}={_vials_words(day.vials.vials)}" for day in days)
        cells["day_dispensed_g"] = _by_day(days, adding_up((day.vials.given_g for day in days), GRAM_PLACES))
    if row.cost is not None:
        cells["cost"], cells["currency"] = plain(row.cost), row.currency
    return cells


def row_working(row: WorkedRow, formulary: Formulary | None) -> tuple[Working, ...]:
    """The arithmetic of a row from its weight to grams, vials, volume, what they carry, and cost."""
    asked, made = row.dose_answer.asked, row.made
    steps = dose_working(asked.weight, asked.courses, asked.order)
    if made is None:
        return steps
    return (*steps, *vial_working(made.product, made, asked.order.region), *cost_working(made, formulary))


def versus_working(own: WorkedRow, other: WorkedRow, formulary: Formulary | None) -> tuple[Working, ...]:
    """The arithmetic of the other policy, and of the differences from the row's own figures."""
    cells = versus_cells(own, other)
    own_g = plain(own.dose_answer.asked.courses[0].total, 4)
    other_g = plain(other.dose_answer.asked.courses[0].total, 4)
    steps = [*row_working(other, formulary)]
    for name, formula, unit in (
        ("difference_g", f"{cells['versus_g_course']} g - {plain(Fraction(own_g))} g", "g"),
        ("difference_percent", f"({other_g} / {own_g} - 1) x 100", "%"),
        (
            "dispensed_difference_g",
            _less(own, other, lambda row: row.made.given_g if row.made else None, GRAM_PLACES),
            "g",
        ),
        ("difference_cost", _less(own, other, lambda row: row.cost, 2), own.currency),
    ):
        if text := cells.get(f"versus_{name}"):
            steps.append(Working(f"versus_{name}", formula, Fraction(text), unit))
    return tuple(steps)


def _less(own: WorkedRow, other: WorkedRow, figure: Callable[[WorkedRow], Fraction | None], places: int) -> str:
    """A figure of the other policy less the row's own."""
    return " - ".join(plain(figure(row) or NOTHING, places) for row in (other, own))


def working_text(steps: Iterable[Working]) -> str:
    """The arithmetic in a cell: ``step = formula = value unit [source]; how it is rounded``, ``|`` between steps."""
    return " | ".join(_step_text(step) for step in steps)


def _step_text(step: Working) -> str:
    source, rounding = f" [{step.source}]" if step.source else "", f"; {step.rounding}" if step.rounding else ""
    return f"{step.step} = {step.formula} = {plain(step.value)} {step.unit}{source}{rounding}"


STEP: Final = re.compile(
    r"(?P<step>.+?) = (?P<formula>.+?) = (?P<value>\S+) (?P<unit>[^\[;]*?)"
    r"(?: \[(?P<source>[^\]]+)\])?(?:; (?P<rounding>.+))?"
)
"""A step of ``working_text``."""


def working_steps(text: str) -> list[dict[str, str]]:
    """The steps of such a cell, as the JSON of ``dose`` has them."""
    found = (STEP.fullmatch(step) for step in text.split(" | ") if step)
    return [match.groupdict(default="") for match in found if match]


def _by_day(days: Iterable[CourseDay | PlannedDay], texts: Iterable[str]) -> str:
    """A figure of each infusion day: ``1=35;3=70``."""
    return ";".join(f"{day.day}={text}" for day, text in zip(days, texts, strict=True))


def _is_even(course: Course) -> bool:
    """Whether every day is the same, one after the other."""
    first, last = course.days[0].day, course.days[-1].day
    return course.even is not None and last - first + 1 == len(course.days)


def _vials_words(vials: Iterable[VialCount], times: int = 1) -> str:
    """``2x20 + 1x5``: how many of which size in grams, so many times over."""
    return " + ".join([f"{vial.count * times}x{vial.size}" for vial in vials])


def rules_beyond_formula(rules: Rules) -> frozenset[str]:
    """The cautions that a formula of ideal weight was not made for the patient."""
    cautions = (rule for rule in rules.limits if rule.level is Level.CAUTION)
    return frozenset(rule.id for rule in cautions if not BEYOND_FORMULA.isdisjoint(rule.when))


def versus_cells(own: WorkedRow, other: WorkedRow) -> dict[str, str]:
    """The other policy's figures, and their differences from the row's own, as printed: other less own."""
    own_g, other_g = own.dose_answer.asked.courses[0].total, other.dose_answer.asked.courses[0].total
    cells = {
        "versus_dosing_weight_kg": plain(other.dose_answer.asked.weight.kg),
        "versus_g_course": plain(other_g),
        "versus_difference_g": _difference(plain(other_g), plain(own_g)),
        "versus_difference_percent": plain((other_g - own_g) / own_g * 100),
    }
    if other.made is None:
        return cells | {"versus_reason": other.why_no_vials}
    cells["versus_dispensed_g_course"] = plain(other.made.given_g, GRAM_PLACES)
    if own.made:
        cells["versus_dispensed_difference_g"] = plain(other.made.given_g - own.made.given_g, GRAM_PLACES)
    if other.cost is not None:
        cells["versus_cost"] = plain(other.cost)
        if own.cost is not None:
            cells["versus_difference_cost"] = _difference(cells["versus_cost"], plain(own.cost))
    return cells


def _difference(printed: str, other: str) -> str:
    return plain(Fraction(printed) - Fraction(other))
