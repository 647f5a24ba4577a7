"""A written dose beside every course that sources print for the indication, the nearest first."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.checking.causes import Criteria, LikelyCause, OrderedDose, causes_of_dose, joined_causes
from ivigcalc.core.dosing.comparison import Compared, Item, worst_fit
from ivigcalc.core.dosing.course import Course, course_at
from ivigcalc.core.dosing.printed import dose_beside_course, printed_as, sourced_courses
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.record import Record


class CourseComparison(Record):
    """A printed course beside an order that is not it."""

    course: Course
    rows: tuple[Compared, ...]
    """The figures of the order beside those of the course."""
    causes: tuple[LikelyCause, ...]
    """The causes that make the order of the course."""

    def distance(self, ranks: Sequence[str]) -> tuple[object, ...]:
        """How far off the course is: grams before interval, then what a cause explains, then days and grams.

        ``ranks`` are the ids of the causes in their order.
        """
        rows = {row.item: row for row in self.rows}
        return (
            worst_fit([row for row in self.rows if row.item is not Item.INTERVAL]).rank,
            rows[Item.INTERVAL].fit.rank if Item.INTERVAL in rows else 0,
            min((ranks.index(cause.cause) for cause in self.causes), default=len(ranks)),
            bool(self.course.ends),
            rows[Item.DAYS].fit.rank,
            abs(rows[Item.TOTAL].percent or Fraction(0)),
        )


class Comparisons(Record):
    """An order beside what is printed for the indication."""

    matches: tuple[Course, ...]
    """The printed courses that it is, be it rounded; the nearest first."""
    nearest: Course | None
    """The first of them, else the course that it comes nearest to; None where no source prints one."""
    rows: tuple[Compared, ...]
    """Its figures beside those of ``nearest``."""
    causes: tuple[LikelyCause, ...]
    """What may have gone wrong: the causes that make the order of ``nearest``; none where it matches."""

    @property
    def match(self) -> Course | None:
        """The first course that the order matches."""
        return self.matches[0] if self.matches else None

    def in_g_per_kg(self) -> "Comparisons":
        """The same, worked out for 1 kg because the dosing weight is not known: g is g per kg, and no grams follow."""
        nearest = self.nearest.replaced(in_g_per_kg=True) if self.nearest else None
        matches = tuple(course.replaced(in_g_per_kg=True) for course in self.matches)
        rows = tuple(row.replaced(unit="g/kg") if row.unit == "g" else row for row in self.rows)
        return self.replaced(matches=matches, nearest=nearest, rows=rows)


NOTHING_PRINTED: Final = Comparisons(matches=(), nearest=None, rows=(), causes=())


def beside_printed(ordered: OrderedDose, indication: Indication, regimen: str, criteria: Criteria) -> Comparisons:
    """A dose as ordered beside every printed course of an indication, or of a ``regimen`` ("" for all).

    Raises:
        RefusedError: the indication has no such regimen.
    """
    days, interval, kg, tolerance = ordered.days, ordered.interval, criteria.weight.kg, criteria.tolerance
    if fitting := printed_as(days, interval, indication, kg, tolerance, regimen=regimen):
        courses = tuple(beside.course for beside in fitting)
        return Comparisons(matches=courses, nearest=courses[0], rows=fitting[0].rows, causes=())
    every = [
        dose_beside_course(days, interval, course_at(printed, kg), tolerance) for printed in sourced_courses(indication)
    ]
    asked = [
        dose_beside_course(days, interval, course_at(printed, kg), tolerance)
        for printed in sourced_courses(indication, regimen)
    ]
    printed_courses = [beside.course for beside in every]
    beside = [
        CourseComparison(course=course, rows=rows, causes=causes_of_dose(ordered, course, printed_courses, criteria))
        for course, rows in asked
    ]
    if not beside:
        return NOTHING_PRINTED
    ranks = [cause.id for cause in criteria.causes]
    nearest = min(beside, key=lambda printed: printed.distance(ranks))
    causes = joined_causes(cause for printed in beside for cause in printed.causes)
    return Comparisons(
        matches=(),
        nearest=nearest.course,
        rows=nearest.rows,
        causes=tuple(cause for cause in causes if nearest.course.letter in cause.letters),
    )
