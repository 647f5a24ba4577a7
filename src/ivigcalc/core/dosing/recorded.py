"""Doses that are only recorded, not recommended: of trials that failed or were stopped, of series, of reports."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.comparison import Fit, Tolerance
from ivigcalc.core.dosing.course import CourseDay
from ivigcalc.core.facts.indication import Indication, Recorded, RecordedDose

OUTCOMES: Final = {"failed trial": "the trial failed", "stopped trial": "the trial was stopped"}
"""What came of a trial; of all else nothing is known but the record."""


def recorded_as(
    courses: Iterable[Sequence[CourseDay]], indication: Indication, weight_kg: Fraction, tolerance: Tolerance
) -> tuple[Recorded, ...]:
    """The regimens on record whose dose the days of a course are, be it rounded, at a dosing weight in kg."""
    return tuple(
        dict.fromkeys(
            recorded
            for days in courses
            for recorded in indication.recorded
            if any(_is_dose(days, dose, weight_kg, tolerance) for dose in recorded.doses)
        )
    )


def recorded_words(recorded: Iterable[Recorded]) -> str:
    """Whose doses they are, and what came of them."""
    return "; ".join(f"{one.says}: {OUTCOMES.get(one.why, 'recorded only')}" for one in recorded)


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
