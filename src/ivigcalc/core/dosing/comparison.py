"""Figures of a written dose beside those of a printed course: dose per day, days, total and interval."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.record import Record

DAYS_PER_WEEK: Final = 7
MONTH_DAYS: Final = (28, 31)
"""A calendar month: neither four weeks nor thirty days."""


class Fit(StrEnum):
    """How an ordered figure stands to what is printed, from best to worst."""

    SAME = "same"
    ROUNDED = "rounded"
    UNKNOWN = "unknown"
    DIFFERS = "differs"

    @property
    def rank(self) -> int:
        """0 for the best fit."""
        return list(Fit).index(self)


class Item(StrEnum):
    """What is compared."""

    PER_DAY = "dose per day"
    DAY = "dose on day"
    DAYS = "infusion days"
    TOTAL = "dose in all"
    INTERVAL = "repeated every"
    VIALS = "vials per day"
    START = "start rate"
    RATE = "rate"


class Compared(Record):
    """One figure as ordered beside what is printed for it, in ``unit``."""

    item: Item
    unit: str
    fit: Fit
    ordered: Fraction
    low: Fraction | None
    """The least that fits; None where nothing is printed."""
    high: Fraction | None
    """The most that fits; None where nothing is printed."""
    number: int | None = None
    """The infusion day, for the dose on one day."""
    reason: str = ""
    """Why the figure is unknown or differs, where figures do not say it."""
    below: bool = False
    """Whether ``high`` must not be reached."""
    what: str = ""
    """What the figure that fits is, where it is no bound of a label; "" else."""
    sources: tuple[str, ...] = ()
    """The sources of a label's figure."""

    @property
    def name(self) -> str:
        """What is compared, with the number of the infusion day where it is of one: ``dose on day 2``."""
        return str(self.item) if self.number is None else f"{self.item} {self.number}"

    @property
    def nearest(self) -> Fraction | None:
        """The figure that fits and lies nearest to what was ordered."""
        if self.low is None or self.high is None:
            return None
        return min(max(self.ordered, self.low), self.high)

    @property
    def difference(self) -> Fraction | None:
        """Ordered minus the nearest that fits, in ``unit``."""
        return None if self.nearest is None else self.ordered - self.nearest

    @property
    def percent(self) -> Fraction | None:
        """The difference in percent of the nearest that fits."""
        return (self.ordered / self.nearest - 1) * 100 if self.nearest else None


class Tolerance(Record):
    """How far figures may be off what is printed, as fractions of that."""

    near: Fraction
    """Up to here they are the same."""
    wide: Fraction
    """Up to here they are the same, rounded."""
    cause: Fraction
    """Up to here the figure that a mistake makes is the very figure that was ordered."""

    def fit(self, ordered: Fraction, low: Fraction, high: Fraction) -> Fit:
        """How grams fit a printed range of grams."""
        nearest = min(max(ordered, low), high)
        off = abs(ordered - nearest)
        if off <= self.near * nearest:
            return Fit.SAME
        return Fit.ROUNDED if off <= self.wide * nearest else Fit.DIFFERS

    def same_days(self, ordered: Sequence[CourseDay], printed: Sequence[CourseDay]) -> bool:
        """Whether two courses have the same days, the grams of each the same, be it rounded."""
        return [day.day for day in ordered] == [day.day for day in printed] and all(
            self.fit(day.grams, other.grams, other.grams) is not Fit.DIFFERS
            for day, other in zip(ordered, printed, strict=True)
        )


def tolerance_of(rules: Rules) -> Tolerance:
    """The deviations that ``rules.yaml`` allows."""
    return Tolerance(near=rules.near, wide=rules.wide, cause=rules.constant("cause-tolerance") / 100)


def compare_dose(
    ordered: Sequence[CourseDay], interval: Interval | None, course: Course, tolerance: Tolerance
) -> tuple[Compared, ...]:
    """The figures of an order beside those of a course (a range as ``course_in_range`` makes it)."""
    low = course.ends.low_g / course.total if course.ends else Fraction(1)
    high = course.ends.high_g / course.total if course.ends else Fraction(1)

    def grams(item: Item, dose: Fraction, printed: Fraction, number: int | None = None) -> Compared:
        least, most = printed * low, printed * high
        fit = tolerance.fit(dose, least, most)
        return Compared(item=item, unit="g", fit=fit, ordered=dose, low=least, high=most, number=number)

    written = {day.day: day.grams for day in ordered}
    printed = {day.day: day.grams for day in course.days}
    rows = []
    if len({*written.values()}) == len({*printed.values()}) == 1 and {*written} == {*range(1, len(written) + 1)}:
        rows.append(grams(Item.PER_DAY, ordered[0].grams, course.days[0].grams))
    else:
        rows += [
            grams(Item.DAY, written.get(day, Fraction(0)), printed.get(day, Fraction(0)), day)
            for day in sorted({*written, *printed})
        ]
    count, expected = Fraction(len(written)), Fraction(len(printed))
    rows.append(_compare_days(count, expected, interval, course))
    rows.append(grams(Item.TOTAL, sum(written.values(), Fraction(0)), course.total))
    return (*rows, *([compare_interval(interval, course.interval)] if interval else []))


def _compare_days(count: Fraction, expected: Fraction, interval: Interval | None, course: Course) -> Compared:
    """The number of days. A range whose source states no split is one infusion.

    Over several days such a range fits at most in total, and only an order that says how often it is repeated may mean
    it: that is left unknown, never a match.
    """
    fit, reason = Fit.SAME if count == expected else Fit.DIFFERS, ""
    if course.ends and course.ends.over_days == 1 and count > 1:
        repeated = interval is not None and compare_interval(interval, course.interval).fit is Fit.SAME
        fit, expected = Fit.UNKNOWN if repeated else Fit.DIFFERS, Fraction(1)
        reason = f"the source of {course.letter} states no split over days: it fits in total alone"
    printed = None if fit is Fit.UNKNOWN else expected
    return Compared(item=Item.DAYS, unit="days", fit=fit, ordered=count, low=printed, high=printed, reason=reason)


def compare_interval(ordered: Interval, printed: Interval | None) -> Compared:
    """An interval as ordered beside the printed one: in the same unit, or else in days.

    That more courses are ordered than the source gives is left open: a person must look.
    """
    unit, value = str(ordered.unit), Fraction(ordered.low or 0)
    if printed is None or printed.low is None or printed.high is None:
        reason = f"printed as: {printed.says}" if printed else "no source read repeats it"
        fit = Fit.UNKNOWN if printed else Fit.DIFFERS
        return Compared(item=Item.INTERVAL, unit=unit, fit=fit, ordered=value, low=None, high=None, reason=reason)
    if ordered.unit == printed.unit:
        low, high = Fraction(printed.low), Fraction(printed.high)
        fits = low <= value <= high
    else:
        (first, last), (least, most) = in_days(ordered), in_days(printed)
        fits = least <= first and last <= most if ordered.unit != "months" else first <= most and least <= last
        unit, value, low, high = "days", Fraction(first), Fraction(least), Fraction(most)
    fit, reason = Fit.SAME if fits else Fit.DIFFERS, ""
    if fits and printed.courses and (ordered.courses or 0) > printed.courses:
        fit, reason = Fit.UNKNOWN, f"{ordered.courses} courses are more than the source gives: {printed.says}"
    return Compared(item=Item.INTERVAL, unit=unit, fit=fit, ordered=value, low=low, high=high, reason=reason)


def in_days(interval: Interval) -> tuple[int, int]:
    """The fewest and most days of an interval with figures."""
    shortest, longest = {"weeks": (DAYS_PER_WEEK, DAYS_PER_WEEK), "months": MONTH_DAYS}.get(interval.unit, (1, 1))
    return (interval.low or 0) * shortest, (interval.high or 0) * longest


def worst_fit(rows: Sequence[Compared]) -> Fit:
    """The worst fit of several figures."""
    return max((row.fit for row in rows), key=lambda fit: fit.rank, default=Fit.SAME)
