"""A written dose beside every course that sources print for the indication, the nearest first."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from ivigcalc.core.checking.causes import Criteria, LikelyCause, OrderedDose, causes_of_dose, joined_causes
from ivigcalc.core.checking.compared import Compared, Fit, Item, compare_dose, worst_fit
from ivigcalc.core.dosing.course import Course, CourseDay, courses_of_regimen, offered_courses
from ivigcalc.core.dosing.courses_of_order import courses_of_order
from ivigcalc.core.facts.indication import Indication, Interval, Spread
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order


class CourseComparison(Record):
    """A printed course beside an order."""

    course: Course
    rows: tuple[Compared, ...]
    """The figures of the order beside those of the course."""
    causes: tuple[LikelyCause, ...]
    """The causes that make the order of the course."""
    number: int
    """Its place among the printed courses."""

    @property
    def fits(self) -> bool:
        """Whether no figure differs."""
        return worst_fit(self.rows) is not Fit.DIFFERS

    def distance(self, ranks: Sequence[str]) -> tuple[object, ...]:
        """How far off the course is: grams before interval, then what a cause explains, then days and grams.

        ``ranks`` are the ids of the causes in their order. Of the courses that fit, one with stated days stands before
        a range: rounding is judged alike everywhere.
        """
        rows = {row.item: row for row in self.rows}
        doses = [row for row in self.rows if row.item is not Item.INTERVAL]
        deviation = max(abs(row.percent or Fraction(0)) for row in doses)
        return (
            not self.fits,
            self.fits and bool(self.course.ends),
            worst_fit(doses).rank,
            rows[Item.INTERVAL].fit.rank if Item.INTERVAL in rows else 0,
            min((ranks.index(cause.cause) for cause in self.causes), default=len(ranks)),
            bool(self.course.ends),
            rows[Item.DAYS].fit.rank,
            deviation if self.fits else abs(rows[Item.TOTAL].percent or Fraction(0)),
            self.number,
        )


class Comparisons(Record):
    """The printed courses of an indication beside an order, the nearest first; none where no source prints one."""

    courses: tuple[CourseComparison, ...]

    @property
    def nearest(self) -> CourseComparison | None:
        """The course that the order matches, or comes nearest to."""
        return self.courses[0] if self.courses else None

    @cached_property
    def matches(self) -> tuple[Course, ...]:
        """The courses that the order matches, be it rounded."""
        return tuple(printed.course for printed in self.courses if printed.fits)

    @property
    def match(self) -> Course | None:
        """The first course that the order matches."""
        return self.matches[0] if self.matches else None

    @property
    def causes(self) -> list[LikelyCause]:
        """What may have gone wrong: the causes that make the order of the nearest course; none where one matches."""
        if self.matches or self.nearest is None:
            return []
        causes = joined_causes(cause for printed in self.courses for cause in printed.causes)
        return [cause for cause in causes if self.nearest.course.letter in cause.letters]


def printed_beside(ordered: OrderedDose, indication: Indication, order: Order, criteria: Criteria) -> Comparisons:
    """Every printed course of an indication (or of ``order.regimen``) beside a dose as ordered.

    Raises:
        RefusedError: the indication has no such regimen.
    """
    weight_kg = criteria.weight.kg
    everything = order.replaced(regimen="")
    every = [course_in_range(course, ordered) for course in courses_to_compare(indication, everything, weight_kg)]
    beside = []
    for number, course in enumerate(courses_to_compare(indication, order, weight_kg)):
        near = course_in_range(course, ordered)
        rows = compare_dose(ordered.days, ordered.interval, near, criteria.tolerance)
        causes = causes_of_dose(ordered, near, every, criteria)
        beside.append(CourseComparison(course=near, rows=rows, causes=causes, number=number))
    ranks = [cause.id for cause in criteria.causes]
    return Comparisons(courses=tuple(sorted(beside, key=lambda printed: printed.distance(ranks))))


def courses_to_compare(indication: Indication, order: Order, weight_kg: Fraction) -> Iterator[Course]:
    """Every course that a source prints (or those of ``order.regimen``), with every number of days a source allows.

    Raises:
        RefusedError: the indication has no such regimen.
    """
    printed = offered_courses(indication, weight_kg)
    if not printed:
        return
    asked = courses_of_order(indication, order.replaced(days=None, per_day=None, course=None), weight_kg)
    ids = {course.id for course in asked}
    regimens = {regimen.id: regimen for regimen in indication.regimens}
    for course in asked:
        yield course
        same = [other for other in asked if other.regimen == course.regimen]
        regimen = regimens[course.regimen]
        whole = all(other.id in ids for other in printed if other.regimen == course.regimen)
        if isinstance(regimen, Spread) and whole and course.id == same[-1].id:
            for days in range(regimen.max_days, regimen.min_days - 1, -1):
                for other in courses_of_regimen(regimen, weight_kg, days):
                    if other.id not in ids:
                        yield other.replaced(letter=same[0].letter)


def course_in_range(course: Course, ordered: OrderedDose) -> Course:
    """A printed range as its course nearest to the order: grams inside the range, over the days the source states.

    Where the source states no split (``over_days`` 1) and the order says how often it is repeated, the order's own days
    stand: they may be meant, and are compared as unknown. A course that is no range is itself.
    """
    ends = course.ends
    if ends is None:
        return course
    total = sum((day.grams for day in ordered.days), Fraction(0))
    inside = min(max(total, ends.low_g), ends.high_g)
    if ends.over_days == len(ordered.days) or (ends.over_days == 1 and ordered.interval is not None):
        days = tuple(CourseDay(day=day.day, grams=day.grams * inside / total) for day in ordered.days)
    else:
        share = inside / ends.over_days
        days = tuple(CourseDay(day=day, grams=share) for day in range(1, ends.over_days + 1))
    monthly = Interval(says="monthly", unit="months", low=1, high=1) if ends.per == "month" else course.interval
    return course.replaced(days=days, interval=monthly)
