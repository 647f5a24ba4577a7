"""An order as written beside what sources print: each figure with its size, its difference and how well it fits."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.courses import courses
from ivigcalc.core.dosing.regimen import expand, offered
from ivigcalc.core.facts.indication import Indication, Interval, Spread
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order

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
    RATE = "rate"


class Compared(Record):
    """One figure as ordered, and the least and most that fit; both None where nothing is there to compare with.

    ``below`` marks a most that must not be reached. ``number`` is the day, for a dose on one day. ``reason`` says why
    it is unknown or differs, where figures do not; ``sources`` are those of a label's figure.
    """

    item: Item
    unit: str
    fit: Fit
    ordered: Fraction
    low: Fraction | None
    high: Fraction | None
    number: int | None = None
    reason: str = ""
    below: bool = False
    sources: tuple[str, ...] = ()

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
    """Up to ``near`` a deviation is none, up to ``wide`` it is rounding; both as fractions of the printed figure."""

    near: Fraction
    wide: Fraction

    def fit(self, ordered: Fraction, low: Fraction, high: Fraction) -> Fit:
        """How grams fit a printed range."""
        nearest = min(max(ordered, low), high)
        off = abs(ordered - nearest)
        if off <= self.near * nearest:
            return Fit.SAME
        return Fit.ROUNDED if off <= self.wide * nearest else Fit.DIFFERS

    def alike(self, ordered: Sequence[CourseDay], printed: Sequence[CourseDay]) -> bool:
        """Whether two courses have the same days, each within ``near``."""
        return [day.day for day in ordered] == [day.day for day in printed] and all(
            self.fit(one.grams, other.grams, other.grams) is Fit.SAME
            for one, other in zip(ordered, printed, strict=True)
        )


def tolerance(rules: Rules) -> Tolerance:
    """The deviations of ``rules.yaml``."""
    return Tolerance(near=rules.near, wide=rules.wide)


def candidates(indication: Indication, order: Order, weight_kg: Fraction) -> tuple[Course, ...]:
    """Every course that a source prints (or those of ``--regimen``), with every number of days a source allows.

    Raises:
        RefusedError: the indication has no such regimen.
    """
    printed = offered(indication, weight_kg)
    plain = order.replaced(days=None, per_day=None, course=None)
    asked = courses(indication, plain, weight_kg) if printed else ()
    letters = {course.id: course.letter for course in asked}
    found = []
    for course in asked:
        found.append(course)
        whole = all(one.id in letters for one in printed if one.regimen == course.regimen)
        last = course.id == next(one.id for one in reversed(asked) if one.regimen == course.regimen)
        regimen = next(one for one in indication.regimens if one.id == course.regimen)
        if isinstance(regimen, Spread) and whole and last:
            first = next(one.letter for one in asked if one.regimen == course.regimen)
            for days in range(regimen.max_days, regimen.min_days - 1, -1):
                found += [
                    one.replaced(letter=first) for one in expand(regimen, weight_kg, days) if one.id not in letters
                ]
    return tuple(found)


def placed(course: Course, ordered: Sequence[CourseDay], *, repeated: bool) -> Course:
    """A range as the course nearest to the order: its grams inside the range, over the days the source states.

    Where the source states no split (``over_days`` 1) and the order says how often it is ``repeated``, the order's own
    days stand: they may be meant, and are compared as unknown.
    """
    ends = course.ends
    if ends is None:
        return course
    total = sum((day.grams for day in ordered), Fraction(0))
    inside = min(max(total, ends.low_g), ends.high_g)
    if ends.over_days == len(ordered) or (ends.over_days == 1 and repeated):
        days = tuple(CourseDay(day=day.day, grams=day.grams * inside / total) for day in ordered)
    else:
        share = inside / ends.over_days
        days = tuple(CourseDay(day=day, grams=share) for day in range(1, ends.over_days + 1))
    monthly = Interval(says="monthly", unit="months", low=1, high=1) if ends.per == "month" else course.interval
    return course.replaced(days=days, interval=monthly)


def compare(
    ordered: Sequence[CourseDay], interval: Interval | None, course: Course, limits: Tolerance
) -> tuple[Compared, ...]:
    """The figures of an order beside those of a course (a range as ``placed``)."""
    low = course.ends.low_g / course.total if course.ends else Fraction(1)
    high = course.ends.high_g / course.total if course.ends else Fraction(1)

    def grams(item: Item, one: Fraction, printed: Fraction, number: int | None = None) -> Compared:
        least, most = printed * low, printed * high
        fit = limits.fit(one, least, most)
        return Compared(item=item, unit="g", fit=fit, ordered=one, low=least, high=most, number=number)

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
    rows.append(_compared_days(count, expected, interval, course))
    rows.append(grams(Item.TOTAL, sum(written.values(), Fraction(0)), course.total))
    return (*rows, *([compared_interval(interval, course.interval)] if interval else []))


def _compared_days(count: Fraction, expected: Fraction, interval: Interval | None, course: Course) -> Compared:
    """The number of days. A range whose source states no split is one infusion.

    Over several days such a range fits at most in total, and only an order that says how often it is repeated may mean
    it: that is left unknown, never a match.
    """
    fit, reason = Fit.SAME if count == expected else Fit.DIFFERS, ""
    if course.ends and course.ends.over_days == 1 and count > 1:
        repeated = interval is not None and compared_interval(interval, course.interval).fit is Fit.SAME
        fit, expected = Fit.UNKNOWN if repeated else Fit.DIFFERS, Fraction(1)
        reason = f"the source of {course.letter} states no split over days: it fits in total alone"
    return Compared(item=Item.DAYS, unit="days", fit=fit, ordered=count, low=expected, high=expected, reason=reason)


def compared_interval(ordered: Interval, printed: Interval | None) -> Compared:
    """An interval as ordered beside the printed one: in the same unit, or else in days."""
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
    same = Fit.SAME if fits else Fit.DIFFERS
    return Compared(item=Item.INTERVAL, unit=unit, fit=same, ordered=value, low=low, high=high)


def in_days(interval: Interval) -> tuple[int, int]:
    """The fewest and most days of an interval with figures."""
    shortest, longest = {"weeks": (DAYS_PER_WEEK, DAYS_PER_WEEK), "months": MONTH_DAYS}.get(interval.unit, (1, 1))
    return (interval.low or 0) * shortest, (interval.high or 0) * longest


def worst(rows: Sequence[Compared]) -> Fit:
    """The worst fit of several figures."""
    return max((row.fit for row in rows), key=lambda fit: fit.rank, default=Fit.SAME)
