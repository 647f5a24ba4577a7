"""Where the vials of a course are chosen: each day by itself, day after day from a stock, or the course as a whole.

Each way has its module: ``day``, ``lots``, ``whole_course``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.request.order import Rounding, Scope
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.totals import Combination, Unreachable, UnreachableCourse

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from ivigcalc.core.dosing.course import Course
    from ivigcalc.core.vials.terms import VialTerms


def course_vials(
    course: Course, terms: VialTerms, start: date | None
) -> list[Combination | Unreachable] | UnreachableCourse:
    """The vials of each infusion day, or why a day has none; all days draw on one stock."""
    if terms.scope is Scope.COURSE:
        from ivigcalc.core.vials.whole_course import whole_course_vials

        return whole_course_vials([day.grams for day in course.days], terms, course.dates(start))
    if terms.lots is not None:
        return _from_stock([day.grams for day in course.days], terms, course.dates(start))
    if course.even is not None:
        return [best_vials(course.even, terms)] * len(course.days)
    return [best_vials(day.grams, terms) for day in course.days]


def vials_fit_every_day(course: Course, terms: VialTerms, start: date | None) -> bool:
    """Whether vials make up every day of a course."""
    days = course_vials(course, terms, start)
    return not isinstance(days, UnreachableCourse) and all(isinstance(day, Combination) for day in days)


def _from_stock(grams: list[Fraction], terms: VialTerms, dates: list[date | None]) -> list[Combination | Unreachable]:
    """Days in turn; where that leaves a day without vials, all days together, if there is a way."""
    from ivigcalc.core.vials.lots import from_stock

    in_turn = from_stock(grams, terms, dates)
    if len(grams) == 1 or terms.rounding is Rounding.EXACT or all(isinstance(day, Combination) for day in in_turn):
        return in_turn
    from ivigcalc.core.vials.whole_course import whole_course_vials

    together = whole_course_vials(grams, terms, dates)
    return in_turn if isinstance(together, UnreachableCourse) else together
