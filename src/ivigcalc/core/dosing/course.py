"""Regimens as the options that they leave open, and courses: an option applied to a patient, as days with grams."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final, NamedTuple, assert_never

from ivigcalc.core.facts.indication import Daily, Indication, Interval, Phase, Range, Regimen, Sequence, Spread
from ivigcalc.core.quantity import adding_up, plain
from ivigcalc.core.record import Record


class CourseDay(NamedTuple):
    """One infusion day: its number in the course and the prescribed grams."""

    day: int
    grams: Fraction


class Cap(Record):
    """A maximum per dose that a source prints."""

    grams: Fraction
    """The maximum."""
    uncapped: Fraction
    """Grams of the largest day without it."""
    binds: bool
    """Whether it lowers the dose."""
    sources: tuple[str, ...]


class Ends(Record):
    """Both ends of a range from which no single dose follows."""

    low_g_per_kg: Fraction
    high_g_per_kg: Fraction
    low_g: Fraction
    high_g: Fraction
    per: str
    """What the range is for: ``dose`` or ``month``."""
    over_days: int
    """The number of infusion days that the source gives a dose over; 1 where it states none."""


class PerKg(Record):
    """Grams per kg of dosing weight: of the largest infusion day, and of the whole course."""

    day: Fraction
    course: Fraction


class Course(Record):
    """A regimen applied to a patient, or a dose that was typed."""

    letter: str
    """What it is called in an answer with several courses."""
    id: str
    """The id of the regimen with its number of days, or ``ordered``."""
    basis: str
    """What the dose rests on, in words."""
    regimen: str = ""
    """The id of the regimen; "" for a dose that no source prints."""
    phase: Phase | None = None
    sources: tuple[str, ...] = ()
    days: tuple[CourseDay, ...] = ()
    """Empty for a range."""
    ends: Ends | None = None
    """The ends of a range; None for all other regimens."""
    interval: Interval | None = None
    cap: Cap | None = None
    split_range: tuple[int, int] | None = None
    """The fewest and the most infusion days that a source allows; None where it states them."""
    note: str = ""
    typed: bool = False
    """Whether the caller typed the dose."""
    selected: bool = False
    """Whether the caller chose this very course."""
    kg: Fraction | None = None
    """The dosing weight that a printed dose was applied to in full."""
    printed: "PrintedCourse | None" = None
    """The course that was applied to ``kg``; None where a cap lowered its dose, for a range, and for a dose typed."""
    in_g_per_kg: bool = False
    """Whether the dosing weight is not known: what stands for grams is g per kg, and no grams follow."""
    rounded_from: "Course | None" = None
    """The printed course whose grams a dose somebody typed or wrote are, rounded; None where no source prints it."""

    @property
    def judged(self) -> "Course":
        """What the limits judge: the printed course that it was rounded from, unless it passes a printed cap."""
        printed = self.rounded_from
        if printed is None or (printed.cap and self.largest_day > printed.cap.grams):
            return self
        return self.replaced(days=printed.days, cap=printed.cap, rounded_from=None)

    def per_kg(self, kg: Fraction) -> PerKg:
        """The grams per kg of a weight: for the weight that a printed dose was applied to, as printed."""
        if self.printed and self.kg is kg:
            return self.printed.per_kg
        return PerKg(day=self.largest_day / kg, course=self.total / kg)

    @cached_property
    def total(self) -> Fraction:
        """Grams of the whole course."""
        if self.even is not None:
            return self.even * len(self.days)
        return sum((day.grams for day in self.days), Fraction(0))

    @cached_property
    def largest_day(self) -> Fraction:
        """Grams of the largest infusion day."""
        return self.even or max((day.grams for day in self.days), default=Fraction(0))

    @cached_property
    def even(self) -> Fraction | None:
        """Grams per day where all days are equal, else None."""
        first = self.days[0].grams if self.days else None
        return first if all(day.grams is first or day.grams == first for day in self.days) else None

    @cached_property
    def grams_shown(self) -> list[str]:
        """The grams of each infusion day as JSON and tables print them: so that they add up."""
        return adding_up(day.grams for day in self.days)

    def dates(self, start: date | None) -> list[date | None]:
        """The date of each infusion day; None without the date of the first."""
        if start is None:
            return [None] * len(self.days)
        return [start + timedelta(days=day.day - self.days[0].day) for day in self.days]


def day_spans(days: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last number of infusion days that follow each other, in their order."""
    spans: list[tuple[int, int]] = []
    for day in days:
        if spans and spans[-1][1] + 1 == day:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def days_words(days: Iterable[int]) -> str:
    """The numbers of infusion days: ``day 4``, ``days 1 to 3 and 5``."""
    spans = day_spans(days)
    words = [str(first) if first == last else f"{first} to {last}" for first, last in spans]
    named = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return f"day{'s' if len(spans) > 1 or spans[0][0] != spans[0][1] else ''} {named}"


def describe_days(course: Course) -> str:
    """The infusion days in words: "for 5 days", "on 1 day"."""
    count = len(course.days)
    return "on 1 day" if count == 1 else f"for {plain(Fraction(count), 0)} days"


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
    def per_kg(self) -> PerKg:
        """The g/kg of the largest day and of the whole course."""
        days = [self.g_per_kg[which] for _, which in self.days]
        return PerKg(day=max(days, default=Fraction(0)), course=sum(days, Fraction(0)))

    def __hash__(self) -> int:
        """By id: what is worked out for a course is kept beside it."""
        return hash(self.id)


def course_at(course: PrintedCourse, weight_kg: Fraction, *, selected: bool = False) -> Course:
    """A printed course for a dosing weight in kg."""
    regimen, grams = course.regimen, [dose * weight_kg for dose in course.g_per_kg]
    cap, printed = None, course if grams else None
    if regimen.cap_g is not None and grams:
        most, largest = Fraction(regimen.cap_g), max(grams)
        cap = Cap(grams=most, uncapped=largest, binds=largest > most, sources=regimen.cap_sources)
        if cap.binds:
            grams, printed = [min(amount, most) for amount in grams], None
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
        printed=printed,
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
