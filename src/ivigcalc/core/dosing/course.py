"""Courses: a regimen applied to a patient, as infusion days with prescribed grams."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ivigcalc.core.facts.indication import Interval, Phase
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record


class CourseDay(NamedTuple):
    """One infusion day: its number in the course and the prescribed grams."""

    day: int
    grams: Fraction


class Cap(Record):
    """A maximum in grams per dose that a source prints, the grams before it, and whether it binds."""

    grams: Fraction
    uncapped: Fraction
    binds: bool
    sources: tuple[str, ...]


class Ends(Record):
    """A range from which no single dose follows: g/kg and grams at both ends."""

    low_g_per_kg: Fraction
    high_g_per_kg: Fraction
    low_g: Fraction
    high_g: Fraction
    per: str
    over_days: int


class PerKg(NamedTuple):
    """Grams per kg of dosing weight: of the largest infusion day, and of the whole course."""

    day: Fraction
    course: Fraction


class Course(Record):
    """A regimen applied to a patient. ``days`` is empty, and ``ends`` set, for a range.

    ``typed`` is true for a dose that the caller typed; ``split_range`` holds the fewest and most days a source allows.
    ``kg`` is the dosing weight that a printed dose was applied to in full, and ``printed`` that dose.
    """

    letter: str
    id: str
    regimen: str
    phase: Phase | None
    basis: str
    sources: tuple[str, ...]
    days: tuple[CourseDay, ...] = ()
    ends: Ends | None = None
    interval: Interval | None = None
    cap: Cap | None = None
    split_range: tuple[int, int] | None = None
    note: str = ""
    typed: bool = False
    selected: bool = False
    kg: Fraction | None = None
    printed: PerKg | None = None

    def per_kg(self, kg: Fraction) -> PerKg:
        """The grams per kg of a weight: for the weight that a printed dose was applied to, as printed."""
        if self.printed and self.kg is kg:
            return self.printed
        return PerKg(self.largest_day / kg, self.total / kg)

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

    def dates(self, start: date | None) -> list[date | None]:
        """The date of each infusion day; None without the date of the first."""
        if start is None:
            return [None] * len(self.days)
        return [start + timedelta(days=day.day - self.days[0].day) for day in self.days]


def days_words(days: Iterable[int]) -> str:
    """The numbers of infusion days: ``day 4``, ``days 1 to 3 and 5``."""
    spans: list[list[int]] = []
    for day in days:
        if spans and spans[-1][-1] + 1 == day:
            spans[-1].append(day)
        else:
            spans.append([day])
    words = [str(span[0]) if len(span) == 1 else f"{span[0]} to {span[-1]}" for span in spans]
    named = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return f"day{'s' if len(spans) > 1 or len(spans[0]) > 1 else ''} {named}"


def describe_days(course: Course) -> str:
    """The infusion days in words: "for 5 days", "on 1 day"."""
    count = len(course.days)
    return "on 1 day" if count == 1 else f"for {plain(Fraction(count), 0)} days"
