"""The courses that sources print for an indication, per kg; and those courses for a dosing weight.

Each split that a source names becomes a course with its own letter. Letters follow one order, induction first and then
from most days to fewest, so that a risk never changes what a letter means and the slowest sourced split stands first.
What is printed does not depend on the patient, so it is worked out once.
"""

from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final, assert_never

from ivigcalc.core.dosing.course import Cap, Course, CourseDay, Ends, PerKg
from ivigcalc.core.facts.indication import Daily, Indication, Phase, Range, Regimen, Sequence, Spread
from ivigcalc.core.record import Record

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class PrintedCourse(Record):
    """A course as a source prints it, per kg."""

    id: str
    regimen: Regimen
    sources: tuple[str, ...]
    basis: str
    g_per_kg: tuple[Fraction, ...] = ()
    """The different doses of an infusion day."""
    days: tuple[tuple[int, int], ...] = ()
    """The number of each infusion day, and the place of its dose in ``g_per_kg``; empty for a range."""
    split_range: tuple[int, int] | None = None
    """The fewest and the most infusion days that a source allows; None where it states them."""
    letter: str = ""
    """What it is called in an answer with several courses; "" outside ``printed_courses``."""

    @cached_property
    def printed_per_kg(self) -> PerKg:
        """The g/kg of the largest day and of the whole course."""
        days = [self.g_per_kg[which] for _, which in self.days]
        return PerKg(max(days, default=Fraction(0)), sum(days, Fraction(0)))


def course_at(course: PrintedCourse, weight_kg: Fraction, *, selected: bool = False) -> Course:
    """A printed course for a dosing weight in kg."""
    regimen, grams = course.regimen, [dose * weight_kg for dose in course.g_per_kg]
    cap, printed_per_kg = None, course.printed_per_kg if grams else None
    if regimen.cap_g is not None and grams:
        most, largest = Fraction(regimen.cap_g), max(grams)
        cap = Cap(grams=most, uncapped=largest, binds=largest > most, sources=regimen.cap_sources)
        if cap.binds:
            grams, printed_per_kg = [min(amount, most) for amount in grams], None
    return Course(
        letter=course.letter,
        id=course.id,
        regimen=regimen.id,
        phase=regimen.phase,
        basis=course.basis,
        sources=course.sources,
        days=tuple([CourseDay(day, grams[which]) for day, which in course.days]),
        ends=_ends(regimen, weight_kg) if isinstance(regimen, Range) else None,
        interval=regimen.interval,
        cap=cap,
        split_range=course.split_range,
        note=regimen.note,
        typed=False,
        selected=selected,
        kg=weight_kg,
        printed_per_kg=printed_per_kg,
    )


def _ends(regimen: Range, weight_kg: Fraction) -> Ends:
    low, high = Fraction(regimen.min_g_per_kg), Fraction(regimen.max_g_per_kg)
    return Ends(
        low_g_per_kg=low,
        high_g_per_kg=high,
        low_g=low * weight_kg,
        high_g=high * weight_kg,
        per=regimen.per,
        over_days=regimen.over_days,
    )


def _even(days: int) -> tuple[tuple[int, int], ...]:
    return tuple((day, 0) for day in range(1, days + 1))


def _spread(regimen: Spread, days: int | None) -> list[PrintedCourse]:
    """The named splits, or the ends of the range where no source names one; with ``days``, that split alone."""
    named = {split.days: split for split in regimen.splits}
    if days is None:
        wanted = sorted(named or {regimen.min_days, regimen.max_days}, reverse=True)
    else:
        wanted = [days] if regimen.min_days <= days <= regimen.max_days else []
    courses = []
    for count in wanted:
        split = named.get(count)
        courses.append(
            PrintedCourse(
                id=f"{regimen.id}-{count}d",
                regimen=regimen,
                sources=split.sources if split else regimen.sources,
                basis=split.says if split and split.says else regimen.basis,
                g_per_kg=(Fraction(regimen.g_per_kg) / count,),
                days=_even(count),
                split_range=(regimen.min_days, regimen.max_days),
            )
        )
    return courses


def regimen_courses(regimen: Regimen, days: int | None = None) -> list[PrintedCourse]:
    """The courses that a regimen prints; with ``days``, those of that many infusion days."""
    own = PrintedCourse(id=regimen.id, regimen=regimen, sources=regimen.sources, basis=regimen.basis)
    match regimen:
        case Daily():
            courses = [own.replaced(g_per_kg=(Fraction(regimen.g_per_kg),), days=_even(regimen.days))]
        case Spread():
            return _spread(regimen, days)
        case Sequence():
            doses = tuple(Fraction(dose.g_per_kg) for dose in regimen.doses)
            courses = [own.replaced(g_per_kg=doses, days=tuple((dose.day, n) for n, dose in enumerate(regimen.doses)))]
        case Range():
            courses = [own] if days is None else []
        case _:
            assert_never(regimen)
    return courses if days is None else [course for course in courses if len(course.days) == days]


def courses_of_regimen(regimen: Regimen, weight_kg: Fraction, days: int | None = None) -> list[Course]:
    """The courses of a regimen for a dosing weight in kg; with ``days``, those of that many infusion days."""
    return [course_at(printed, weight_kg) for printed in regimen_courses(regimen, days)]


@lru_cache
def printed_courses(indication: Indication) -> tuple[PrintedCourse, ...]:
    """Every course that the indication's sources print, in the order of their letters."""
    courses = [course for regimen in indication.regimens for course in regimen_courses(regimen)]
    phases = list(Phase)
    courses.sort(key=lambda course: (phases.index(course.regimen.phase), not course.days, -len(course.days)))
    return tuple(course.replaced(letter=_letter(number)) for number, course in enumerate(courses))


def offered_courses(indication: Indication, weight_kg: Fraction) -> tuple[Course, ...]:
    """Every course that the indication's sources print, for a dosing weight in kg."""
    return tuple([course_at(printed, weight_kg) for printed in printed_courses(indication)])


def _letter(number: int) -> str:
    return LETTERS[number] if number < len(LETTERS) else f"A{LETTERS[number - len(LETTERS)]}"
