"""Whether what was ordered stands on a preparation's label: g/kg and infusion days, by part of the treatment."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ivigcalc.core.course import Course, describe_days
from ivigcalc.core.product import LabelDose, Labelled
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import record


@record
class Dosed:
    """The courses that were asked for, the dosing weight in kg, and by how much grams may differ (0.05 is 5 %)."""

    courses: tuple[Course, ...] = ()
    kg: Fraction = Fraction(1)
    tolerance: Fraction = Fraction(0)


NOTHING: Final = Dosed()
"""Where nothing was ordered."""


def covers(dose: LabelDose, course: Course, dosed: Dosed) -> bool:
    """Whether a dose of a label gives the grams of a course over as many days, in that part of the treatment."""
    if dose.phase and course.phase and dose.phase is not course.phase:
        return False
    given, days = course.total / dosed.kg, len(course.days)
    low, high = _bound(dose.min_g_per_kg), _bound(dose.max_g_per_kg)
    return (
        (low is None or given >= low * (1 - dosed.tolerance))
        and (high is None or given <= high * (1 + dosed.tolerance))
        and (dose.min_days is None or days >= dose.min_days)
        and (dose.max_days is None or days <= dose.max_days)
    )


def _bound(printed: Decimal | None) -> Fraction | None:
    return None if printed is None else Fraction(printed)


def beside_label(entry: Labelled, dosed: Dosed) -> list[str]:
    """What of the order does not stand on this label, in words; a range, from which no dose follows, is not judged."""
    dated = [course for course in dosed.courses if course.days]
    outside = [course for course in dated if not any(covers(dose, course, dosed) for dose in entry.doses)]
    return list(_words(outside, dosed.kg, lettered=len(dosed.courses) > 1))


def _words(courses: Sequence[Course], kg: Fraction, *, lettered: bool) -> Iterator[str]:
    """Each course per kg, behind its letter where there are several."""
    for course in courses:
        letter = f"{course.letter}, " if lettered else ""
        if course.even is None:
            yield f"{letter}{shown(course.total / kg, 3)} g/kg in all {describe_days(course)}"
        else:
            daily = " daily" if len(course.days) > 1 else ""
            yield f"{letter}{shown(course.even / kg, 3)} g/kg{daily} {describe_days(course)}"
