"""What sources print for an indication, and whether a dose is printed: ``dose``, ``verify`` and ``batch`` ask here.

Printed is every course of a regimen, every split over a number of days that a source allows, and every dose inside a
range; rounded to vials it is printed still. A dose that is only on record, of a trial that failed or of a report, is
not printed, and is told apart here too.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.dosing.comparison import Compared, Fit, Item, Tolerance, compare_dose, worst_fit
from ivigcalc.core.dosing.course import (
    Cap,
    Course,
    CourseDay,
    PrintedCourse,
    course_at,
    printed_courses,
    regimen_courses,
)
from ivigcalc.core.facts.indication import Indication, Interval, Recorded, RecordedDose, Spread
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import half_up
from ivigcalc.core.record import Record

DECIMALS: Final = range(2, 7)
"""The decimals with which people write a figure in g/kg that has no end."""


RECORDED: Final = {
    "recorded": "{says}: recorded only",
    "recorded-failed": "{says}: the trial failed",
    "recorded-stopped": "{says}: the trial was stopped",
    "recorded-total": "in its total alone, the days of this dose are not on record: {says}: recorded only",
    "recorded-total-failed": "in its total alone, the days of this dose are not on record: {says}: the trial failed",
    "recorded-total-stopped": "in its total alone, the days of this dose are not on record: {says}: "
    "the trial was stopped",
}
"""What is said of a dose on record, by id: ``total`` of a record that states no days, then what came of its trial."""

OUTCOMES: Final = {"failed trial": "-failed", "stopped trial": "-stopped"}
"""What came of a trial, as ids end; of all else nothing is known but the record."""

SAME_TOTAL: Final = "its total is that of the printed regimen {letter}; this number of days ({days}) is not printed"


class DoseBesideCourse(Record):
    """A dose beside a printed course, in which a range stands as its course nearest to the dose."""

    course: Course
    rows: tuple[Compared, ...]
    """The figures of the dose beside those of the course."""

    @property
    def fits(self) -> bool:
        """Whether no figure differs."""
        return worst_fit(self.rows) is not Fit.DIFFERS


def named_courses(indication: Indication, typed: str) -> tuple[PrintedCourse, ...]:
    """The course that a letter or an id names, or those of the regimen that an id names.

    Raises:
        RefusedError: it names none.
    """
    wanted, printed = typed.strip().casefold(), printed_courses(indication)
    fitting = tuple(course for course in printed if wanted in {course.letter.casefold(), course.id, course.regimen.id})
    if not fitting:
        allowed = tuple(f"{course.letter} ({course.id})" for course in printed)
        message, hint = f"{indication.short} has no regimen {typed!r}", f"see ivigcalc indications {indication.id}"
        raise RefusedError(
            Problem(code="unknown-regimen", field="--regimen", message=message, allowed=allowed, next=hint)
        )
    return fitting


@lru_cache(maxsize=1024)
def sourced_courses(indication: Indication, regimen: str = "") -> tuple[PrintedCourse, ...]:
    """Every course that a source prints (or those of the regimen named), with every number of days a source allows.

    A split that no source names has the letter of its regimen's first course, and stands behind its last one.

    Raises:
        RefusedError: the indication has no such regimen.
    """
    every = printed_courses(indication)
    chosen = named_courses(indication, regimen) if regimen and every else every
    with_splits = []
    for course in chosen:
        with_splits.append(course)
        same = [other for other in chosen if other.regimen is course.regimen]
        whole = len(same) == sum(other.regimen is course.regimen for other in every)
        if isinstance(course.regimen, Spread) and whole and course is same[-1]:
            named = {len(other.days) for other in same}
            for days in range(course.regimen.max_days, course.regimen.min_days - 1, -1):
                if days not in named:
                    with_splits += [
                        other.replaced(letter=same[0].letter) for other in regimen_courses(course.regimen, days)
                    ]
    return tuple(with_splits)


def letters_of_row(course: Course, indication: Indication) -> list[str]:
    """The letters under which a printed course stands in a row: of a split that no source names, all of its regimen."""
    same = [other for other in printed_courses(indication) if other.regimen.id == course.regimen]
    named = any(len(other.days) == len(course.days) for other in same)
    return [course.letter] if named else [other.letter for other in same]


def printed_at(indication: Indication, kg: Fraction) -> list[Course]:
    """The courses that sources print for the indication, at a dosing weight in kg."""
    return [course_at(course, kg) for course in sourced_courses(indication)]


def least_day(printed: Sequence[Course], days: int) -> Fraction:
    """The grams of the least day that is printed, of a range its least over so many days; 0 where none is printed."""
    ranges = [other.ends.low_g / days for other in printed if other.ends]
    stated = [day.grams for other in printed if not other.ends for day in other.days]
    return min([*ranges, *stated], default=Fraction(0))


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


def cap_passed(course: Course, printed: Sequence[Course]) -> Cap | None:
    """The cap that a typed dose passes, where a source prints the dose per kg, but no more grams than that."""
    caps = [other.cap for other in printed if other.cap and len(other.days) == len(course.days)]
    return next((cap for cap in caps if cap.grams < course.largest_day <= cap.uncapped), None)


def dose_beside_course(
    days: Sequence[CourseDay], interval: Interval | None, course: Course, tolerance: Tolerance
) -> DoseBesideCourse:
    """A dose, and how often it is repeated, beside a printed course."""
    near = course_in_range(course, days, repeated=interval is not None)
    return DoseBesideCourse(course=near, rows=compare_dose(days, interval, near, tolerance))


def printed_as(
    days: Sequence[CourseDay],
    interval: Interval | None,
    indication: Indication,
    weight_kg: Fraction,
    tolerance: Tolerance,
    *,
    regimen: str = "",
) -> tuple[DoseBesideCourse, ...]:
    """The printed courses that a dose is, be it rounded, the nearest first; with ``regimen`` those of that one alone.

    One with stated days stands before a range, then the least deviation counts.

    Raises:
        RefusedError: the indication has no such regimen.
    """
    numbers = [day.day for day in days]
    beside = [
        dose_beside_course(days, interval, course_at(printed, weight_kg), tolerance)
        for printed in sourced_courses(indication, regimen)
        if not printed.days or [day for day, _ in printed.days] == numbers
    ]
    return tuple(sorted((one for one in beside if one.fits), key=_deviation))


def _deviation(beside: DoseBesideCourse) -> tuple[bool, int, int, Fraction]:
    """How far a dose is off a course that it fits: grams before interval."""
    doses = [row for row in beside.rows if row.item is not Item.INTERVAL]
    intervals = [row.fit.rank for row in beside.rows if row.item is Item.INTERVAL]
    percent = max(abs(row.percent or Fraction(0)) for row in doses)
    return bool(beside.course.ends), worst_fit(doses).rank, max(intervals, default=0), percent


def is_rounded(days: Sequence[CourseDay], printed: Course, per_kg_of: Fraction | None) -> bool:
    """Whether a dose that fits a printed course is it rounded, so that limits judge the printed grams.

    Grams are rounded to vials. A dose in g/kg (``per_kg_of`` a weight in kg; None for grams) is what it says, but for
    the decimals of a figure that has no end: 0.67 g/kg is a third of 2 g/kg.
    """
    if per_kg_of is None:
        return True
    pairs = ((day.grams / per_kg_of, other.grams / per_kg_of) for day, other in zip(days, printed.days, strict=True))
    return all(said in {half_up(exact, places) for places in DECIMALS} for said, exact in pairs)


def course_in_range(course: Course, days: Sequence[CourseDay], *, repeated: bool) -> Course:
    """A printed range as its course nearest to a dose: grams inside the range, over the days the source states.

    Those days follow each other. Where the source states no split (``over_days`` 1) and it is said how often the dose
    is ``repeated``, its own days stand: they may be meant, and are compared as unknown. A course that is no range is
    itself.
    """
    ends = course.ends
    if ends is None:
        return course
    total = sum((day.grams for day in days), Fraction(0))
    inside = min(max(total, ends.low_g), ends.high_g)
    if ends.over_days == len(days) == days[-1].day or (ends.over_days == 1 and repeated):
        own = tuple(CourseDay(day=day.day, grams=day.grams * inside / total) for day in days)
    else:
        own = tuple(CourseDay(day=day, grams=inside / ends.over_days) for day in range(1, ends.over_days + 1))
    monthly = Interval(says="monthly", unit="months", low=1, high=1) if ends.per == "month" else course.interval
    return course.replaced(days=own, interval=monthly)


def same_total(days: Sequence[CourseDay], indication: Indication, weight_kg: Fraction, tolerance: Tolerance) -> str:
    """That a printed course has the total of a dose over another number of days, in words; "" where none has."""
    total = sum((day.grams for day in days), Fraction(0))
    courses = [course_at(one, weight_kg) for one in printed_courses(indication) if len(one.days) not in {0, len(days)}]
    same = (one for one in courses if tolerance.fit(total, one.total, one.total) is Fit.SAME)
    printed = next(same, None)
    if printed is None:
        return ""
    return SAME_TOTAL.format(letter=printed.letter, days=len(days))


def recorded_as(
    courses: Iterable[Sequence[CourseDay]],
    indication: Indication,
    weight_kg: Fraction,
    tolerance: Tolerance,
    *,
    child: bool = False,
) -> tuple[Recorded, ...]:
    """The regimens on record whose dose the days of a course are, be it rounded, at a dosing weight in kg.

    One of a later course is none of them, and one of children only for a ``child``, or who may be one.
    """
    return tuple(
        dict.fromkeys(
            recorded
            for days in courses
            for recorded in indication.recorded
            if (recorded.only == "any" or (child and recorded.only == "children"))
            and any(_is_dose(days, dose, weight_kg, tolerance) for dose in recorded.doses)
        )
    )


def recorded_words(recorded: Iterable[Recorded]) -> str:
    """Whose doses they are, and what came of them; of a record that states no days, that it is the total alone."""
    return "; ".join(RECORDED[recorded_id(one)].format(says=one.says) for one in recorded)


def recorded_id(recorded: Recorded) -> str:
    """The id in ``RECORDED`` of what is said of a dose on record."""
    stated = any(dose.form != "spread" or dose.min_days or dose.max_days for dose in recorded.doses)
    return f"recorded{'' if stated else '-total'}{OUTCOMES.get(recorded.why, '')}"


def _is_dose(days: Sequence[CourseDay], dose: RecordedDose, weight_kg: Fraction, tolerance: Tolerance) -> bool:
    """Whether days are those of a dose, with its grams."""
    wanted = _grams(dose, len(days), weight_kg)
    return [day.day for day in days] == [day for day, _ in wanted] and all(
        tolerance.fit(day.grams, grams, grams) is not Fit.DIFFERS for day, (_, grams) in zip(days, wanted, strict=True)
    )


def _grams(dose: RecordedDose, count: int, weight_kg: Fraction) -> list[tuple[int, Fraction]]:
    """The days of a dose with their grams, over ``count`` days where the source leaves their number open."""
    if dose.form == "sequence":
        return [(day.day, Fraction(day.g_per_kg) * weight_kg) for day in dose.doses]
    grams = Fraction(dose.g) if dose.g is not None else Fraction(dose.g_per_kg or 0) * weight_kg
    if dose.form == "daily":
        return [(day, grams) for day in range(1, (dose.days or count) + 1)]
    if not (dose.min_days or 1) <= count <= (dose.max_days or count):
        return []
    return [(day, grams / count) for day in range(1, count + 1)]
