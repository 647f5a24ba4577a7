"""The first screen: which regimens stand on it, and how many notes; everything else is named, and printed by ``--all``.

Never left out, however long the screen becomes: what stops, cautions, and reasons against a preparation.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.fact import Statement
from ivigcalc.core.facts.indication import Range, StrongestSource
from ivigcalc.report.document import Block, Paragraph, Rule
from ivigcalc.report.layout import LINES, TERMINAL, height
from ivigcalc.report.view.parts.words import CHILDREN

LINES_AT_RISK: Final = 30
"""Lines of the screen for a patient at risk, of whom more is to be said."""

MOST_PREPARATIONS: Final = 4
FEWEST_PREPARATIONS: Final = 2
"""Of the first screen, however little room there is; the rest by ``--all`` or ``--product``."""


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
        and regimens[course.regimen].rests_on in {StrongestSource.LABEL, StrongestSource.GUIDELINE}
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


def other_splits(courses: Sequence[Course]) -> list[str]:
    """The splits that a source allows and that have no letter of their own, on one line."""
    splits = []
    free = 0
    for regimen in dict.fromkeys(course.regimen for course in courses if course.split_range):
        group = [course for course in courses if course.regimen == regimen]
        low, high = group[0].split_range or (0, 0)
        others = [days for days in range(low, high + 1) if days not in {len(course.days) for course in group}]
        if others:
            free = free or others[0]
            letters = f"{', '.join(course.letter for course in group)} " if len(courses) > 1 else ""
            splits.append(f"{letters}over {low} to {high}")
    return [f"any split with a source: {'; '.join(splits)} days: --days {free}"] if splits else []


def first_that_fits(screens: Iterable[Sequence[Block]], lines: int) -> list[Block]:
    """The first of several screens, from the fullest to the shortest, that is so many lines high.

    Where none is, the last, without its rules as far as that helps.
    """
    screen: list[Block] = []
    for tried in screens:
        screen = [*tried]
        if height(screen, TERMINAL) <= lines:
            return screen
    while Rule() in screen and height(screen, TERMINAL) > lines:
        screen.remove(Rule())
    return screen


def foldings(plan: Plan, courses: Sequence[Course]) -> Iterator[tuple[Sequence[Course], int]]:
    """Which courses and how many preparations may stand, from all to one course and two preparations.

    Courses are folded from the last; the first of each phase stands longest.
    """
    standing = [*courses]
    folded: list[Course] = []
    if not plan.order.regimen and plan.order.days is None and not plan.order.typed_dose:
        first_of_phases = {course.phase: course for course in reversed(courses)}.values()
        backwards = [*reversed(courses)]
        folded = sorted(backwards, key=lambda course: course in first_of_phases)[:-1]
    for course in (None, *folded):
        standing = [one for one in standing if one is not course]
        for count in range(MOST_PREPARATIONS, FEWEST_PREPARATIONS - 1, -1):
            yield standing, count


def lines_of(plan: Plan) -> int:
    """How many lines the first screen of a plan has."""
    return LINES_AT_RISK if plan.risks or plan.derived else LINES


def fitting_notes(
    notes: Sequence[Paragraph],
    others: Sequence[Block],
    lines: int,
    folded: Sequence[Paragraph] = (),
    option: str = "--all",
) -> list[Block]:
    """As many notes as fit a screen of so many ``lines`` beside the ``others``; how many more there are.

    Those that are ``folded`` in any case are counted with them; the ``option`` prints them all.
    """
    left = lines - height(others, TERMINAL)
    if not folded and (not notes or height(notes, TERMINAL) <= left):
        return [*notes]
    shown: list[Block] = []
    while len(shown) < len(notes) and height([*shown, notes[len(shown)]], TERMINAL) < left:
        shown.append(notes[len(shown)])
    return [*shown, folded_notes([*notes[len(shown) :], *folded], option)]


def notes_for(
    cautions: Sequence[Statement], conditions: Collection[str]
) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """What an indication warns of, for this patient, and what is said of children alone where this is none.

    For a patient who is, or may be, a child what is said of children stands first.
    """
    of_children = [caution for caution in cautions if caution.patient in CHILDREN]
    others = [caution for caution in cautions if caution.patient not in CHILDREN]
    return (others, of_children) if CHILDREN.isdisjoint(conditions) else ([*of_children, *others], [])


def folded_notes(notes: Sequence[Paragraph], option: str = "--all") -> Paragraph:
    """How many notes do not stand, by their label, and which option prints them."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.label] = counts.get(note.label, 0) + 1
    named = ", ".join(f"{count} {label}{'S' if count > 1 else ''}" for label, count in counts.items())
    return Paragraph(label="MORE", text=f"{named}: {option}")
