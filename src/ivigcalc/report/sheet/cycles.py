"""The sheets of a repeated course: the dates of every infusion day, with vials, and places to write in."""

from collections.abc import Iterator, Sequence

from ivigcalc.core.answers.plan import ProductCycles
from ivigcalc.core.dosing.repeat import Repeat
from ivigcalc.core.locale import Locale
from ivigcalc.report.sheet import words
from ivigcalc.report.sheet.parts import SheetColumn, blank, box, said, spans, table, tag
from ivigcalc.report.sheet.words import OnPaper
from ivigcalc.report.view.parts.cycles import (
    beyond_words,
    cycle_remark,
    cycle_rows,
    date_notes,
    given_words,
    in_all_words,
)

LINES = 30
"""Lines of a table that stand on a sheet."""
DATES = 34
"""Letters of infusion days that stand on one line: those of one span."""
VIALS = 22
"""Letters of vials that stand on one line of text."""
TEXTS = 2
"""Lines of text in the height of a line of the table."""


def cycle_sheets(paper: OnPaper) -> Iterator[str]:
    """The cycles of a plan, as many rows to a sheet as fit; nothing for a course that is given once."""
    plan, lang = paper.plan, paper.lang
    repeat, course = plan.repeat, plan.courses[0]
    if repeat is None:
        return
    cycles = plan.cycles[0] if plan.cycles else None
    tables = list(_split([(*row, "") for row in cycle_rows(repeat, course, cycles, lang)]))
    for rows in tables:
        first = (
            tag("h1", lang.say("cycles-title", cycles=cycle_remark(repeat, course, lang))),
            words.code_line(paper.code, lang, lang.say("same-code")),
            spans(f"{in_all_words(repeat, course, lang)}.".replace(", ", ",\n").split("\n"), "whole"),
        )
        parts = (
            box((box(first), tag("div", lang.say("patient-label"), "label")), "head"),
            table(_fields(rows, lang), rows, "close"),
            *_told(paper, repeat, cycles, last=rows is tables[-1]),
        )
        yield words.sheet(parts, paper, lang.say("cycles-sheet"))


def _told(paper: OnPaper, repeat: Repeat, cycles: ProductCycles | None, *, last: bool) -> Iterator[str]:
    """What the cycles take in all (under the last table), what runs short, and what is to be seen of their dates."""
    lang = paper.lang
    if last and cycles and cycles.made:
        yield said(lang.say("label-in-all"), (f"{given_words(cycles, paper.plan, lang)}.", ""))
    if repeat.beyond_source:
        yield said(lang.say("label-caution"), (beyond_words(repeat, lang), ""), css="look")
    yield from (said(lang.say("label-note"), (text, ""), css="small") for text in date_notes(repeat, lang))


def _fields(rows: Sequence[Sequence[str]], lang: Locale) -> tuple[SheetColumn, ...]:
    """The columns; the infusion days stay on one line where each row has one span."""
    whole = all(len(row[1]) <= DATES for row in rows)
    return (
        SheetColumn(lang.say("head-cycle"), "", 11),
        SheetColumn(lang.say("head-infusion-days"), "keep" if whole else "", 54),
        SheetColumn(lang.say("head-dose"), "right", 25),
        SheetColumn(lang.say("head-vials"), "vials"),
        SheetColumn(lang.say("head-volume"), "right", 18),
        SheetColumn(lang.say("head-rest"), "right", 17),
        blank(lang.say("head-moved"), 27),
    )


def _split(rows: Sequence[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """The rows of each sheet."""
    sheet: list[tuple[str, ...]] = []
    lines = 0
    for row in rows:
        texts = max(-(-len(row[1]) // DATES), -(-len(row[3]) // VIALS))
        needed = max(1, -(-texts // TEXTS))
        if sheet and lines + needed > LINES:
            yield sheet
            sheet, lines = [], 0
        sheet.append(row)
        lines += needed
    yield sheet
