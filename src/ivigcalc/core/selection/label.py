"""Whether what was ordered stands on a preparation's label: g/kg and infusion days, by part of the treatment."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.dosing.course import Course, describe_days
from ivigcalc.core.facts.product import LabelDose, Labelled
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record


class Dosed(Record):
    """The courses that were asked for, the dosing weight in kg, and by how much grams may differ (0.05 is 5 %)."""

    courses: tuple[Course, ...] = ()
    kg: Fraction = Fraction(1)
    tolerance: Fraction = Fraction(0)


NOTHING: Final = Dosed()
"""Where nothing was ordered."""


def covers(dose: LabelDose, course: Course, dosed: Dosed) -> bool:
    """Whether a dose of a label gives the grams of a course over as many days, in that part of the treatment."""
    days = len(course.days)
    if (
        (dose.phase and course.phase and dose.phase is not course.phase)
        or (dose.min_days is not None and days < dose.min_days)
        or (dose.max_days is not None and days > dose.max_days)
    ):
        return False
    least, most = _span(dose.min_g_per_kg, dose.max_g_per_kg, dosed.tolerance)
    given = course.per_kg(dosed.kg).course
    return (least is None or given >= least) and (most is None or given <= most)


@lru_cache(maxsize=1024)
def _span(low: Decimal | None, high: Decimal | None, tolerance: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The printed g/kg, widened by the tolerance."""
    return (
        None if low is None else Fraction(low) * (1 - tolerance),
        None if high is None else Fraction(high) * (1 + tolerance),
    )


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
            yield f"{letter}{shown(course.per_kg(kg).course, 3)} g/kg in all {describe_days(course)}"
        else:
            daily = " daily" if len(course.days) > 1 else ""
            yield f"{letter}{shown(course.per_kg(kg).day, 3)} g/kg{daily} {describe_days(course)}"
