"""The sheets of a repeated course: the dates of every infusion day, with vials, and places to write in."""

from collections.abc import Iterator, Sequence

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.sheet import words
from ivigcalc.report.sheet.parts import Field, blank, box, said, spans, table, tag
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


def cycle_sheets(plan: Plan, catalogue: Catalogue, code: str) -> Iterator[str]:
    """The cycles of a plan, as many rows to a sheet as fit; nothing for a course that is given once."""
    repeat, course = plan.repeat, plan.courses[0]
    if repeat is None:
        return
    cycles = plan.cycles[0] if plan.cycles else None
    tables = list(_split([(*row, "") for row in cycle_rows(repeat, course, cycles)]))
    for rows in tables:
        first = (
            tag("h1", f"Cycles: {cycle_remark(repeat, course)}"),
            words.code_line(code, words.SAME_CODE),
            spans(f"{in_all_words(repeat, course)}.".replace(", ", ",\n").split("\n"), "whole"),
        )
        last = rows is tables[-1] and cycles
        parts = (
            box((box(first), tag("div", words.PATIENT_LABEL, "label")), "head"),
            table(_fields(rows), rows, "close"),
            *([said("IN ALL", (f"{given_words(cycles, plan)}.", ""))] if last and cycles and cycles.made else []),
            *([said("CAUTION", (beyond_words(repeat), ""), css="look")] if repeat.beyond_source else []),
            *(said("NOTE", (text, ""), css="small") for text in date_notes(repeat)),
        )
        yield words.sheet(parts, catalogue, "cycles")


def _fields(rows: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    """The columns; the infusion days stay on one line where each row has one span."""
    whole = all(len(row[1]) <= DATES for row in rows)
    return (
        Field("cycle", "", 11),
        Field("infusion days", "keep" if whole else "", 54),
        Field("DOSE", "right", 20),
        Field("vials", "vials"),
        Field("VOLUME", "right", 18),
        Field("then rest", "right", 17),
        blank("moved to / given", 27),
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
