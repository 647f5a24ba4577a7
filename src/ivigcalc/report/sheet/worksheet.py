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
from ivigcalc.core.locale import Locale
from ivigcalc.report.document import Block, Paragraph
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import code_of, data_words
from ivigcalc.report.sheet import words
from ivigcalc.report.sheet.cycles import cycle_sheets
from ivigcalc.report.sheet.day import day_sheet
from ivigcalc.report.sheet.parts import SheetColumn, blank, box, facts, said, table, tag, unmarked
from ivigcalc.report.sheet.remarks import remarks
from ivigcalc.report.sheet.words import OnPaper, advice_for, indication_words
from ivigcalc.report.svg import STYLE
from ivigcalc.report.view.parts.blocks import formulary_lines
from ivigcalc.report.view.parts.days import time_cell, uneven_blocks
from ivigcalc.report.view.parts.schedule import carries
from ivigcalc.report.view.parts.words import per_kg_words, region_name, total_words, verdict_words, vials_long

GENERATOR: Final = '<meta name="generator" content="ivigcalc'
"""What stands near the beginning of every worksheet."""
PDF_MARK: Final = "/Keywords(ivigcalc worksheet, check code "
"""What stands in every worksheet as PDF; behind it its check code and ")"."""
CSS: Final = f"\n{Path(__file__).with_name('worksheet.css').read_text(encoding='utf-8')}{STYLE}\n"


class Pages(StrEnum):
    """Which sheets there are: the course sheet, the infusion records, or both."""

    ALL = "all"
    COURSE = "course"
    DAYS = "days"


def worksheet(
    plan: Plan,
    made: CoursePlan,
    catalogue: Catalogue,
    acknowledged: Mapping[str, str],
    pages: Pages = Pages.ALL,
    *,
    lang: Locale = ENGLISH,
) -> str:
    """The worksheet of one course of one preparation; ``acknowledged`` holds reasons by the id of their rule."""
    paper = OnPaper(plan, made, catalogue, lang, code_of(plan, catalogue) or "")
    sheets: list[str] = []
    if pages is not Pages.DAYS:
        sheets.append(course_sheet(paper, acknowledged))
        sheets += cycle_sheets(paper)
    if pages is not Pages.COURSE:
        cycles = plan.made_courses
        for number, course in enumerate(cycles, start=1):
            of_cycle = paper._replace(made=course, cycle=number if len(cycles) > 1 else 0)
            sheets += [day_sheet(of_cycle, day) for day in course.days]
    named = escape(f"{unmarked(indication_words(paper)[0])}, {lang.called(made.product.shown)}")
    title = f"<title>{escape(lang.say('title', code=paper.code))}: {named}</title>"
    head = f'<meta charset="utf-8"/>{GENERATOR} {__version__}"/>{title}<style>{CSS}</style>'
    body = "\n".join(sheets)
    page = f'<!DOCTYPE html>\n<html lang="{lang.locale}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _days_table(lang: Locale) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(lang.say("head-day"), "", 8),
        SheetColumn(lang.say("head-date"), "keep", 26),
        SheetColumn(lang.say("head-dose"), "big", 19),
        SheetColumn(lang.say("head-vials"), "vials"),
        SheetColumn(lang.say("head-volume"), "right", 16),
        SheetColumn(lang.say("head-time"), "time", 18),
        blank(lang.say("head-prepared"), 18),
        blank(lang.say("head-checked"), 17),
        blank(lang.say("head-given"), 14),
    )


CHECKS: Final = ("check-weight", "check-order", "check-dose", "check-blood", "check-vials", "check-again")
SIGNATURES: Final = ("sign-pharmacist", "sign-second", "sign-prescriber")

ROOMY = 12
"""Infusion days and lines of what to look at up to which all is set wide."""
LINE = 160
"""Letters of a line of what to look at, tags and all."""


def course_sheet(paper: OnPaper, acknowledged: Mapping[str, str]) -> str:
    """The course sheet of a plan; ``acknowledged`` holds reasons by the id of their rule."""
    lang, made = paper.lang, paper.made
    look_at = list(_look_at(paper, acknowledged))
    roomy = len(made.days) + sum(1 + len(line) // LINE for line in look_at) <= ROOMY
    parts = (
        _head(paper),
        facts(_facts(paper)),
        tag("h2", lang.say("infusion-days-first-cycle" if paper.plan.repeat else "infusion-days")),
        table(_days_table(lang), (_day(day, lang) for day in made.days)),
        tag("p", words.vials_of_course(made, lang), "quiet"),
        tag("h2", lang.say("look-at")),
        *(look_at or [tag("p", lang.say("nothing-to-look-at"))]),
        box(_before_release(paper), "together"),
        *([tag("h2", lang.say("later"))] if roomy else []),
        *advice_for(("later",), paper, named=not roomy),
    )
    return words.sheet(parts, paper, lang.say("course-sheet"), roomy=roomy)


def _head(paper: OnPaper) -> str:
    lang = paper.lang
    short, name = indication_words(paper)
    left = (
        tag("h1", lang.say("course-title")),
        tag("p", lang.say("for-indication", short=short, name=name)),
        words.code_line(paper.code, lang),
        tag("p", lang.say("same-code"), "quiet"),
    )
    return box((box(left), tag("div", lang.say("patient-label"), "label")), "head")


def _facts(paper: OnPaper) -> Iterator[tuple[str, str]]:
    """What was ordered and for whom, from left to right and from top to bottom."""
    plan, made, lang = paper.plan, paper.made, paper.lang
    product, verdict = made.product, plan.products[0].place.assessment.verdict
    mg, judged = lang.exact(product.mg_per_ml), verdict_words(verdict, lang)
    values = {
        "order": words.order_words(made.course, lang),
        "basis": per_kg_words(made.course, plan.dosing_weight.kg, lang),
        "ordered": total_words(made.course, lang),
        "weight": words.weight_words(plan, lang),
        "dispensed": words.dispensed_words(made, lang),
        "body": words.body_words(plan.patient, lang),
        "preparation": lang.say("preparation", product=lang.called(product.shown), mg=mg, verdict=judged),
        "blood": words.blood_words(plan.patient, lang),
        "label": region_name(made.region, lang),
        "risks": words.risk_words(plan, lang),
        "carries": carries(product, made, lang),
    }
    yield from ((lang.say(f"fact-{name}"), value) for name, value in values.items())


def _day(day: PlannedDay, lang: Locale) -> tuple[str, ...]:
    vials, rest = vials_long(day.vials, lang), day.vials.discarded_g
    return (
        str(day.day),
        words.date_words(day.date, lang),
        f"{lang.shown(day.vials.given_g, 3)} g",
        words.unbroken(lang.say("left-over", vials=vials, g=lang.shown(rest, 3)) if rest else vials),
        f"{lang.shown(day.volume_ml)} mL",
        time_cell(day.infusion, lang),
        *("", "", ""),
    )


def _look_at(paper: OnPaper, acknowledged: Mapping[str, str]) -> Iterator[str]:
    """Whatever fired or was said against the order, the preparation and the limits; each a line with its word."""
    plan, lang = paper.plan, paper.lang
    for remark in remarks(paper, acknowledged):
        text = remark.text
        if remark.rule:
            text = text if text.endswith(("?", ".")) else f"{text}."
        if remark.reason:
            text = lang.say("acknowledged", text=text, reason=remark.reason)
        yield said(remark.word, (text, lang.quoted(remark.rule and f"[{remark.rule}]")), css="look")
    note = lang.say("label-note")
    blocks: list[Block] = [*uneven_blocks(paper.made, lang)]
    blocks += [Paragraph(label=note, text=f"{data_words(caution, lang)}.") for caution in plan.indication.cautions]
    blocks += formulary_lines(paper.catalogue.local, lang)
    yield from (said(block.label, (block.text, ""), css="look") for block in blocks if isinstance(block, Paragraph))


def _before_release(paper: OnPaper) -> Iterator[str]:
    """The checks of two people, each with a place for both, and the signatures."""
    lang = paper.lang
    columns = (
        SheetColumn(lang.say("head-check"), "box"),
        blank(lang.say("head-first"), 36),
        blank(lang.say("head-second"), 36),
    )
    yield tag("h2", lang.say("before-release", code=paper.code))
    yield table(columns, ((lang.say(check), "", "") for check in CHECKS), "close")
    yield tag("h2", lang.say("signatures"))
    yield box((tag("p", lang.say(signature)) for signature in SIGNATURES), "signatures")
