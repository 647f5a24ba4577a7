"""An indication, and a regimen of it as the course of a patient."""

from fractions import Fraction
from typing import TypedDict

from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.quantity import plain
from ivigcalc.report.json.parts.answer import Quantity, filled, quantity, with_reasons

A_RANGE = "a range: no single dose follows; give --per-day"
DAYS_DIFFER = "the days differ: see day_grams"


class ReassessJson(TypedDict):
    """When or how a source judges the effect."""

    text: str
    source: list[str]


class IndicationJson(TypedDict):
    """The indication of an answer."""

    id: str
    short: str
    name: str
    status: str
    cautions: list[str]
    conflicts: list[str]
    reassess: list[ReassessJson]


class DayGramsJson(TypedDict):
    """Prescribed grams of one infusion day."""

    day: int
    g: str


class RegimenJson(TypedDict):
    """A course of the patient. A range has ``g_min`` and ``g_max`` and no single dose."""

    id: str
    letter: str
    regimen: str
    phase: str
    days: int | None
    g_per_kg_per_day: Quantity
    g_per_kg_course: Quantity
    g_per_day: Quantity
    g_course: Quantity
    day_grams: list[DayGramsJson]
    g_per_kg_range: list[str]
    g_range: list[str]
    range_per: str
    days_range: list[int]
    cap_g: Quantity
    cap_binds: bool
    interval: str | None
    interval_weeks: list[int] | None
    interval_text: str
    selected: bool
    basis: str
    note: str
    sources: list[str]


def indication_json(indication: Indication) -> IndicationJson:
    """The indication of an answer."""
    return filled(
        IndicationJson,
        indication,
        cautions=[caution.says for caution in indication.cautions],
        conflicts=[conflict.says for conflict in indication.conflicts],
        reassess=[{"text": said.says, "source": list(said.sources)} for said in indication.reassess],
    )


def day_grams_json(course: Course) -> list[DayGramsJson]:
    """Prescribed grams of each infusion day."""
    return [{"day": day.day, "g": plain(day.grams)} for day in course.days]


def regimen_json(course: Course, weight_kg: Fraction) -> RegimenJson:
    """A course of the patient, whose dosing weight is ``weight_kg``."""
    interval, ends = course.interval, course.ends
    weekly = interval is not None and interval.unit == "weeks"
    weeks = [end for end in (interval.low, interval.high) if end is not None] if interval and weekly else []
    no_day_dose = DAYS_DIFFER if course.days else A_RANGE
    return with_reasons(
        filled(
            RegimenJson,
            course,
            phase=course.phase or "ordered",
            days=len(course.days) or None,
            g_per_kg_per_day=quantity(course.even / weight_kg if course.even is not None else None, 4),
            g_per_kg_course=quantity(course.total / weight_kg if course.days else None, 4),
            g_per_day=quantity(course.even),
            g_course=quantity(course.total if course.days else None),
            day_grams=day_grams_json(course),
            g_per_kg_range=[plain(ends.low_g_per_kg, 4), plain(ends.high_g_per_kg, 4)] if ends else [],
            g_range=[plain(ends.low_g), plain(ends.high_g)] if ends else [],
            range_per=ends.per if ends else "",
            days_range=list(course.split_range or ()),
            cap_g=quantity(course.cap.grams if course.cap else None),
            cap_binds=bool(course.cap and course.cap.binds),
            interval=interval.says if interval else None,
            interval_weeks=weeks or None,
            interval_text=interval.says if interval else "",
        ),
        days=A_RANGE,
        g_per_kg_course=A_RANGE,
        g_course=A_RANGE,
        g_per_kg_per_day=no_day_dose,
        g_per_day=no_day_dose,
        cap_g="no source prints a cap",
        interval="one course, or no interval printed",
        interval_weeks=f"printed as: {interval.says}" if interval else "no interval printed",
    )
