"""The infusion days of a plan as a calendar file: an event for each day, without the name of patient or preparation.

As RFC 5545 has it: CRLF, lines of at most 75 octets, all-day events. No clock decides the bytes: every event is stamped
with the first day.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import uuid5

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.ladder import risks_of_rates
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.quantity import shown
from ivigcalc.report.fhir import NAMESPACE, day_names
from ivigcalc.report.shared import code_of
from ivigcalc.report.view.parts.cycles import beyond_words
from ivigcalc.report.view.parts.days import time_cell
from ivigcalc.report.view.parts.ladder import rate_words
from ivigcalc.report.view.parts.words import vials_long

LONGEST: Final = 75
"""Octets of a line, its end not counted."""


def calendar(plan: Plan, catalogue: Catalogue) -> str:
    """An event for each infusion day of the one course of one preparation, of every cycle; each day has its date."""
    code = code_of(plan, catalogue) or ""
    versions = f"check code {code}; ivigcalc {__version__}, data {catalogue.version}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//ivigcalc//ivigcalc {__version__}//EN", "CALSCALE:GREGORIAN"]
    first = plan.made_courses[0].days[0].date
    for cycle, made in enumerate(plan.made_courses):
        for name, day in zip(day_names(plan, cycle), made.days, strict=True):
            if first is not None and day.date is not None:
                description = f"{_dose(plan, made, day)}{_beyond(plan, cycle + 1)}; {versions}"
                lines += _event(f"IVIg {name}", first, day.date, description, code)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _dose(plan: Plan, made: CoursePlan, day: PlannedDay) -> str:
    """The dose of a day, its vials and its time, and that the course is not it."""
    dose = f"DOSE {shown(day.vials.given_g, 3)} g ({shown(day.volume_ml)} mL): {vials_long(day.vials)}"
    if rest := day.vials.discarded_g:
        dose = f"{dose}; DISCARD {shown(rest, 3)} g"
    course = f"course {shown(made.given_g, 3)} g in all{', NOT per day' if len(made.days) > 1 else ''}"
    return f"{dose}; time {time_cell(day.infusion)}{_no_figure(plan, day.infusion)}; {course}"


def _beyond(plan: Plan, cycle: int) -> str:
    """That a cycle, by its number, is more than the source gives; "" where it is not."""
    if plan.repeat is None or cycle not in plan.repeat.beyond_source:
        return ""
    return f"; CAUTION {beyond_words(plan.repeat).removesuffix('.')}"


def _no_figure(plan: Plan, infusion: Infusion | Missing | None) -> str:
    """Where no time is worked out for a patient at risk, why, and the rate to start at if one is known; else ""."""
    if not isinstance(infusion, Infusion):
        risks = " and ".join(risks_of_rates(plan.situation.conditions))
        return f", CAUTION {risks} risk: minimum rate practicable, from the label in the pack" if risks else ""
    if not infusion.without_figure:
        return ""
    risks = " and ".join(infusion.without_figure)
    return f", CAUTION {risks} risk: the label prints no figure; {rate_words(infusion)}"


def _event(name: str, first: date, on: date, description: str, code: str) -> list[str]:
    """One infusion day; ``first`` is that of all."""
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE, f'{code} {on}')}",
        f"DTSTAMP:{first:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(name)}",
        f"DESCRIPTION:{_escaped(description)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """A text in which backslash, semicolon and comma do not separate anything."""
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, each after the first behind a space; no sign is broken."""
    piece = ""
    for sign in line:
        if len(f"{piece}{sign}".encode()) > LONGEST:
            yield piece
            piece = " "
        piece += sign
    yield piece
