"""What sources print for an indication beside a course: whether they print as much, and the least and the most."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.dosing.course import course_at
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.dosing.course import Cap, Course
    from ivigcalc.core.facts.indication import Indication

NOTHING: Final = Fraction(0)


class PrintedBeside(Record):
    """The most and the least that sources print for the indication, beside a course that somebody typed or wrote."""

    cap_passed: Cap | None
    """The printed maximum per dose that the course passes; None where it passes none."""
    course_g: Fraction
    """The grams of the largest course; 0 where none is printed."""
    day_g: Fraction
    """The grams of the least day; 0 where none is printed."""


def printed_at(indication: Indication, kg: Fraction) -> list[Course]:
    """The courses that sources print for the indication, at a dosing weight in kg."""
    from ivigcalc.core.dosing.printed import sourced_courses  # only for a dose that was typed

    return [course_at(course, kg) for course in sourced_courses(indication)]


def as_much_as_printed(course: Course, printed: Sequence[Course]) -> set[str]:
    """The conditions that a source of the indication gives at least as much in all, and on each of as many days."""
    own = set()
    if any(most_printed(other) >= course.total for other in printed):
        own.add("own-regimen")
    if any(_covers_each_day(other, course) for other in printed):
        own.add("printed-for-indication")
    return own


def _covers_each_day(printed: Course, course: Course) -> bool:
    """Whether a printed course gives at least as much on as many days: its largest days beside those of the course."""
    ours, theirs = (sorted((day.grams for day in one.days), reverse=True) for one in (course, printed))
    return len(theirs) >= len(ours) and all(their >= our for their, our in zip(theirs, ours, strict=False))


def most_printed(course: Course) -> Fraction:
    """The most grams that a printed course gives in all. In a day a range prints nothing: its days are not stated."""
    return course.ends.high_g if course.ends else course.total


def least_day(printed: Sequence[Course], days: int) -> Fraction:
    """The grams of the least day that is printed, of a range its least over so many days; 0 where none is printed."""
    ranges = [other.ends.low_g / days for other in printed if other.ends]
    stated = [day.grams for other in printed if not other.ends for day in other.days]
    return min([*ranges, *stated], default=NOTHING)


def cap_passed(course: Course, printed: Sequence[Course]) -> Cap | None:
    """The cap that a typed dose passes, where a source prints the dose per kg, but no more grams than that."""
    if not course.typed:
        return None
    caps = [other.cap for other in printed if other.cap and len(other.days) == len(course.days)]
    return next((cap for cap in caps if cap.grams < course.largest_day <= cap.uncapped), None)
