"""The worksheet of a plan as one HTML file, for paper: the course sheet, then the infusion record of each day.

There is no script, link or font file in it; the same plan gives the same bytes. ``worksheet.css`` says how it looks:
A4, black on white with one grey, and nothing rests on colour.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from html import escape
from pathlib import Path
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import exact, shown
from ivigcalc.report.document import Block, Paragraph
from ivigcalc.report.shared import code_of
from ivigcalc.report.sheet import words
from ivigcalc.report.sheet.cycles import cycle_sheets
from ivigcalc.report.sheet.day import day_sheet
from ivigcalc.report.sheet.parts import Field, blank, box, facts, said, table, tag
from ivigcalc.report.sheet.words import advice_for
from ivigcalc.report.svg import STYLE
from ivigcalc.report.view.parts.blocks import formulary_lines
from ivigcalc.report.view.parts.days import time_cell, uneven_blocks
from ivigcalc.report.view.parts.schedule import carries
from ivigcalc.report.view.parts.words import per_kg_words, region_name, total_words, verdict_words, vials_long

GENERATOR: Final = '<meta name="generator" content="ivigcalc'
"""What stands near the beginning of every worksheet."""
CSS: Final = f"\n{Path(__file__).with_name('worksheet.css').read_text(encoding='utf-8')}{STYLE}\n"


class Pages(StrEnum):
    """Which sheets there are: the course sheet, the infusion records, or both."""

    ALL = "all"
    COURSE = "course"
    DAYS = "days"


def beginning(code: str) -> str:
    """What stands near the beginning of every worksheet of an order with this check code, and of no other."""
    return f"<title>IVIg worksheet {code}:"


def worksheet(
    plan: Plan, made: CoursePlan, catalogue: Catalogue, acknowledged: Mapping[str, str], pages: Pages = Pages.ALL
) -> str:
    """The worksheet of one course of one preparation; ``acknowledged`` holds reasons by the id of their rule."""
    code = code_of(plan, catalogue) or ""
    sheets: list[str] = []
    if pages is not Pages.DAYS:
        sheets.append(course_sheet(plan, made, catalogue, acknowledged, code))
        sheets += cycle_sheets(plan, catalogue, code) if plan.repeat else []
    if pages is not Pages.COURSE:
        cycles = records(plan, made)
        for number, course in enumerate(cycles, start=1):
            cycle = f"cycle {number}, " if len(cycles) > 1 else ""
            sheets += [day_sheet(plan, course, day, catalogue, code, cycle=cycle) for day in course.days]
    title = f"{beginning(code)} {escape(f'{plan.indication.short}, {made.product.shown}')}</title>"
    head = f'<meta charset="utf-8">{GENERATOR} {__version__}">{title}<style>{CSS}</style>'
    body = "\n".join(sheets)
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def records(plan: Plan, made: CoursePlan) -> tuple[CoursePlan, ...]:
    """The courses of whose days there are infusion records: those of every cycle, or the one course."""
    return plan.cycles[0].made if plan.cycles else (made,)


DAYS = (
    Field("day", "", 8),
    Field("date", "keep", 26),
    Field("DOSE", "big", 19),
    Field("vials", "vials"),
    Field("VOLUME", "right", 16),
    Field("time", "time", 18),
    blank("prepared by", 18),
    blank("checked by", 17),
    blank("given (g)", 14),
)
CHECKS = (Field("check", "box"), blank("first", 36), blank("second, on their own", 36))

ROOMY = 12
"""Infusion days and lines of what to look at up to which all is set wide."""
LINE = 160
"""Letters of a line of what to look at, tags and all."""


def course_sheet(plan: Plan, made: CoursePlan, catalogue: Catalogue, acknowledged: Mapping[str, str], code: str) -> str:
    """The course sheet of a plan; ``acknowledged`` holds reasons by the id of their rule."""
    look_at = list(_look_at(plan, made, catalogue, acknowledged))
    roomy = len(made.days) + sum(1 + len(line) // LINE for line in look_at) <= ROOMY
    parts = (
        _head(plan, code),
        facts(_facts(plan, made)),
        tag("h2", "Infusion days of the first cycle" if plan.repeat else "Infusion days"),
        table(DAYS, map(_day, made.days)),
        tag("p", words.vials_of_course(made), "quiet"),
        tag("h2", "Look at"),
        *(look_at or [tag("p", words.NOTHING_TO_LOOK_AT)]),
        box(_before_release(code), "together"),
        *([tag("h2", "Later")] if roomy else []),
        *advice_for(("later",), catalogue, named=not roomy),
    )
    return words.sheet(parts, catalogue, "course sheet", roomy=roomy)


def _head(plan: Plan, code: str) -> str:
    indication = plan.indication
    left = (
        tag("h1", "IVIg course: pharmacy worksheet"),
        tag("p", f"{words.GENERIC}. {indication.short}: {indication.name}"),
        words.code_line(code),
        tag("p", words.SAME_CODE, "quiet"),
    )
    return box((box(left), tag("div", words.PATIENT_LABEL, "label")), "head")


def _facts(plan: Plan, made: CoursePlan) -> Iterator[tuple[str, str]]:
    """What was ordered and for whom, from left to right and from top to bottom."""
    product, verdict = made.product, plan.products[0].place.assessment.verdict
    yield "Order", words.order_words(made.course)
    yield "Basis", per_kg_words(made.course, plan.dosing_weight.kg)
    yield "Course as ordered", total_words(made.course)
    yield "Dosing weight", words.weight_words(plan)
    yield "Course as dispensed", words.dispensed_words(made)
    yield "Height, sex, age", words.body_words(plan.patient)
    yield "Preparation", f"{product.shown} ({exact(product.mg_per_ml)} mg/mL): {verdict_words(verdict)}"
    yield "Blood group, IgA", words.blood_words(plan.patient)
    yield "Label and vials", region_name(made.region)
    yield "Risks", words.risk_words(plan)
    yield "Carries", carries(product, made)


def _day(day: PlannedDay) -> tuple[str, ...]:
    left = f" ({shown(day.vials.discarded_g)} g left over)" if day.vials.discarded_g else ""
    return (
        str(day.day),
        words.date_words(day.date),
        f"{shown(day.vials.given_g, 3)} g",
        words.unbroken(f"{vials_long(day.vials)}{left}"),
        f"{shown(day.volume_ml)} mL",
        time_cell(day.infusion),
        *("", "", ""),
    )


def _look_at(plan: Plan, made: CoursePlan, catalogue: Catalogue, acknowledged: Mapping[str, str]) -> Iterator[str]:
    """Whatever fired or was said against the order, the preparation and the limits; each a line with its word."""
    if plan.order.off_label_reason:
        yield said("OFF LABEL", (plan.order.off_label_reason, ""), css="look")
    for alert in plan.alerts:
        end = "" if alert.text.endswith("?") else "."
        text = f"{alert.text}{end}{_answered(alert.rule, acknowledged)}"
        yield said(alert.level.upper(), (text, f"[{alert.rule}]"), css="look")
    for reason in plan.products[0].place.assessment.reasons:
        text = f"{reason.text}.{_answered(reason.rule, acknowledged)}"
        yield said(reason.verdict.upper() if reason.verdict else "NOTE", (text, f"[{reason.rule}]"), css="look")
    blocks: list[Block] = [*uneven_blocks(made)]
    blocks += [Paragraph(label="NOTE", text=f"{caution.says}.") for caution in plan.indication.cautions]
    blocks += formulary_lines(catalogue.local)
    yield from (said(block.label, (block.text, ""), css="look") for block in blocks if isinstance(block, Paragraph))


def _answered(rule: str, acknowledged: Mapping[str, str]) -> str:
    """The reason for which a caution is acknowledged, if it is."""
    return f" ACKNOWLEDGED: {acknowledged[rule]}" if rule in acknowledged else ""


def _before_release(code: str) -> Iterator[str]:
    """The checks of two people, each with a place for both, and the signatures."""
    yield tag("h2", f"Before release of {code}")
    yield table(CHECKS, ((check, "", "") for check in words.CHECKS), "close")
    yield tag("h2", "Signatures")
    yield box((tag("p", signature) for signature in words.SIGNATURES), "signatures")
