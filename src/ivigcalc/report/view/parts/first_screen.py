"""The first screen: which regimens stand on it, and how many notes; everything else is named, and printed by ``--all``.

Never left out, however long the screen becomes: what stops, cautions, and reasons against a preparation.
"""

from collections.abc import Sequence
from typing import Final

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.indication import Ground, Range
from ivigcalc.report.document import Block, Paragraph
from ivigcalc.report.layout import height

LINES: Final = 24
"""Lines of a terminal."""

LINES_AT_RISK: Final = 30
"""Lines of the screen for a patient at risk, of whom more is to be said."""

COLUMNS: Final = 80
"""Columns of the terminal for which notes are counted."""


def first_courses(plan: Plan) -> tuple[Course, ...]:
    """The courses that matter first: of labels and guidelines, with a single dose; all where there is none of these.

    What was asked for by ``--regimen``, ``--days`` or a dose is shown whole.
    """
    if plan.order.regimen or plan.order.days is not None or plan.order.typed_dose:
        return plan.courses
    regimens = {regimen.id: regimen for regimen in plan.indication.regimens}
    first = tuple(
        course
        for course in plan.courses
        if not isinstance(regimens[course.regimen], Range)
        and regimens[course.regimen].rests_on in {Ground.LABEL, Ground.GUIDELINE}
    )
    return first or plan.courses


def folded_courses(plan: Plan, standing: Sequence[Course]) -> list[Block]:
    """The letters of the courses that do not stand, with what they are."""
    regimens = {regimen.id: regimen for regimen in plan.indication.regimens}
    kinds: dict[str, list[str]] = {}
    for course in plan.courses:
        if course not in standing:
            regimen = regimens[course.regimen]
            kind = "range" if isinstance(regimen, Range) else str(regimen.rests_on)
            kinds.setdefault(kind, []).append(course.letter)
    named = ", ".join(f"{', '.join(letters)} ({kind})" for kind, letters in kinds.items())
    return [Paragraph(label=" ", text=f"more: {named}: --all")] if kinds else []


def fitting_notes(notes: Sequence[Paragraph], others: Sequence[Block], *, at_risk: bool) -> list[Block]:
    """As many notes as fit a screen beside the ``others``, and how many more there are."""
    left = (LINES_AT_RISK if at_risk else LINES) - height(others, COLUMNS)
    if height(notes, COLUMNS) <= left:
        return [*notes]
    shown: list[Block] = []
    while height([*shown, notes[len(shown)]], COLUMNS) < left:
        shown.append(notes[len(shown)])
    return [*shown, folded_notes(notes[len(shown) :])]


def folded_notes(notes: Sequence[Paragraph]) -> Paragraph:
    """How many notes do not stand, by their label."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.label] = counts.get(note.label, 0) + 1
    named = ", ".join(f"{count} {label}{'S' if count > 1 else ''}" for label, count in counts.items())
    return Paragraph(label="MORE", text=f"{named}: --all")
