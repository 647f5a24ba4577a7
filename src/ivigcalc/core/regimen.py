"""From a regimen and a dosing weight to courses.

Each split that a source names becomes an option with its own letter. Letters follow one order, induction first and then
from most days to fewest, so that a risk never changes what a letter means and the slowest sourced split stands first.
"""

from dataclasses import replace
from fractions import Fraction
from string import ascii_uppercase
from typing import assert_never

from ivigcalc.core.course import Cap, Course, CourseDay, Ends
from ivigcalc.core.indication import Daily, Indication, Phase, Range, Regimen, Sequence, Spread


def _capped(grams: Fraction, regimen: Regimen) -> tuple[Fraction, Cap | None]:
    if regimen.cap_g is None:
        return grams, None
    cap = Fraction(regimen.cap_g)
    return min(grams, cap), Cap(grams=cap, uncapped=grams, binds=grams > cap, sources=regimen.cap_sources)


def _course(
    regimen: Regimen, course_id: str, day_grams: tuple[tuple[int, Fraction], ...], sources: tuple[str, ...]
) -> Course:
    """A course from day numbers and uncapped grams."""
    capped = [(day, *_capped(grams, regimen)) for day, grams in day_grams]
    caps = [cap for _, _, cap in capped if cap]
    return Course(
        letter="",
        id=course_id,
        regimen=regimen.id,
        phase=regimen.phase,
        basis=regimen.basis,
        sources=sources,
        days=tuple(CourseDay(day=day, grams=grams) for day, grams, _ in capped),
        interval=regimen.interval,
        cap=max(caps, key=lambda cap: cap.uncapped) if caps else None,
        note=regimen.note,
    )


def _even_days(grams: Fraction, days: int) -> tuple[tuple[int, Fraction], ...]:
    return tuple((day, grams) for day in range(1, days + 1))


def _spread(regimen: Spread, weight_kg: Fraction, days: int | None) -> list[Course]:
    """The named splits, or the ends of the range where no source names one; with ``days``, that split alone."""
    named = {split.days: split for split in regimen.splits}
    if days is None:
        wanted = sorted(named or {regimen.min_days, regimen.max_days}, reverse=True)
    else:
        wanted = [days] if regimen.min_days <= days <= regimen.max_days else []
    courses = []
    for count in wanted:
        split = named.get(count)
        per_day = Fraction(regimen.g_per_kg) * weight_kg / count
        sources = split.sources if split else regimen.sources
        course = _course(regimen, f"{regimen.id}-{count}d", _even_days(per_day, count), sources)
        basis = split.says if split and split.says else regimen.basis
        courses.append(replace(course, basis=basis, split_range=(regimen.min_days, regimen.max_days)))
    return courses


def expand(regimen: Regimen, weight_kg: Fraction, days: int | None = None) -> list[Course]:
    """The courses that a regimen offers to a dosing weight in kg; with ``days``, those of that many infusion days."""
    match regimen:
        case Daily():
            grams = Fraction(regimen.g_per_kg) * weight_kg
            courses = [_course(regimen, regimen.id, _even_days(grams, regimen.days), regimen.sources)]
        case Spread():
            return _spread(regimen, weight_kg, days)
        case Sequence():
            day_grams = tuple((dose.day, Fraction(dose.g_per_kg) * weight_kg) for dose in regimen.doses)
            courses = [_course(regimen, regimen.id, day_grams, regimen.sources)]
        case Range():
            ends = Ends(
                low_g_per_kg=Fraction(regimen.min_g_per_kg),
                high_g_per_kg=Fraction(regimen.max_g_per_kg),
                low_g=Fraction(regimen.min_g_per_kg) * weight_kg,
                high_g=Fraction(regimen.max_g_per_kg) * weight_kg,
                per=regimen.per,
                over_days=regimen.over_days,
            )
            course = _course(regimen, regimen.id, (), regimen.sources)
            return [replace(course, ends=ends)] if days is None else []
        case _:
            assert_never(regimen)
    return courses if days is None else [course for course in courses if len(course.days) == days]


def offered(indication: Indication, weight_kg: Fraction) -> tuple[Course, ...]:
    """Every course that the indication's sources print, in the order of their letters."""
    courses = [course for regimen in indication.regimens for course in expand(regimen, weight_kg)]
    phases = list(Phase)
    courses.sort(
        key=lambda course: (phases.index(course.phase or Phase.INDUCTION), bool(course.ends), -len(course.days))
    )
    return tuple(replace(course, letter=_letter(number)) for number, course in enumerate(courses))


def _letter(number: int) -> str:
    return (
        ascii_uppercase[number]
        if number < len(ascii_uppercase)
        else f"A{ascii_uppercase[number - len(ascii_uppercase)]}"
    )
