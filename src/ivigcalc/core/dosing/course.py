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


class PerKg(NamedTuple):
    """Grams per kg of dosing weight: of the largest infusion day, and of the whole course."""

    day: Fraction
    course: Fraction


class Course(Record):
    """A regimen applied to a patient, or a dose that was typed."""

    letter: str
    """What it is called in an answer with several courses."""
    id: str
    """The id of the regimen with its number of days, or ``ordered``."""
    regimen: str
    """The id of the regimen; "" for a dose that no source prints."""
    phase: Phase | None
    basis: str
    """What the dose rests on, in words."""
    sources: tuple[str, ...]
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
    printed_per_kg: PerKg | None = None
    """The dose that was applied to ``kg``, as printed."""

    def per_kg(self, kg: Fraction) -> PerKg:
        """The grams per kg of a weight: for the weight that a printed dose was applied to, as printed."""
        if self.printed_per_kg and self.kg is kg:
            return self.printed_per_kg
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
