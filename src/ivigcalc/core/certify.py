"""``certify()``: why a course is made up of these vials and no others."""

from collections.abc import Sequence

from ivigcalc.core.certificate import Certificate
from ivigcalc.core.certificate_course import certify_course
from ivigcalc.core.certificate_day import certify_day
from ivigcalc.core.course import CourseDay
from ivigcalc.core.order import Scope
from ivigcalc.core.terms import Filled, Terms, fill
from ivigcalc.core.vial_course import Unspread


def certify(days: Sequence[CourseDay], terms: Terms) -> tuple[Certificate, ...]:
    """A certificate for each different day, or one for the course where it is rounded as a whole."""
    filled = fill(days, terms)
    if terms.scope is Scope.COURSE or isinstance(filled, Unspread):
        return (certify_course(days, filled, terms),)
    alike: dict[tuple[object, ...], list[Filled]] = {}
    for one in filled:
        alike.setdefault((one.day.grams, one.there, one.made), []).append(one)
    return tuple(certify_day(same, terms) for same in alike.values())
