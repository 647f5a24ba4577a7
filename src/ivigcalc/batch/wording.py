"""What is wrong with a row, in one line, in the words of its table: columns, not options."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.batch.columns import Layout
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.problems import Problem
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.intake.text import one_line

REPEATED: Final = " and one of these; repeat it for another"
"""The end of a hint that is for a command line."""


def reason_of(problems: Sequence[Problem], layout: Layout) -> str:
    """Every problem: what is wrong, what is allowed, what to do."""
    return one_line(layout.in_columns("; ".join(dict.fromkeys(map(_said, problems)))))


def _said(problem: Problem) -> str:
    allowed = f" (allowed: {', '.join(problem.allowed)})" if problem.allowed else ""
    todo = f": {problem.next.replace(REPEATED, ': one of these')}" if problem.next else ""
    return f"{problem.message}{allowed}{todo}"


def several(courses: Sequence[Course], layout: Layout) -> str:
    """Why no course is chosen where there are several."""
    named = ", ".join(f"{course.letter} ({course.id})" for course in courses)
    return layout.in_columns(f"several regimens: {named}: put one in the column --regimen")


def no_single_dose(course: Course, layout: Layout) -> str:
    """Why a range gives no course."""
    text = f"{course.id} is a range: no single dose follows: state the dose in the column --per-day or --course"
    return layout.in_columns(text)


def cautions(alerts: Sequence[Alert], assessment: Assessment | None) -> str:
    """What to look at: cautions on the order, and reasons against the preparation; "" for nothing."""
    found = [f"{alert.text} [{alert.rule}]" for alert in alerts if alert.level is Level.CAUTION]
    found += against(assessment)
    return one_line("; ".join(dict.fromkeys(found))) if found else ""


def against(assessment: Assessment | None) -> list[str]:
    """The reasons against a preparation."""
    reasons = assessment.reasons if assessment else ()
    return [f"{reason.text} [{reason.rule}]" for reason in reasons if reason.verdict is not None]
