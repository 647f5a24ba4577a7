"""A course rounded to whole vials once, as a whole, and then spread over its days (``--round-scope course``).

In order: the total nearest the prescribed total (the lower of two as near); the most even days; the fewest vials (or
the lowest price, then the fewest vials); the fewest sizes; larger days first, then larger vials. The search is exact.
It first leaves the stock out. Where its answer needs more of a size than there is, that size is counted too, and the
search goes on from there: what is best without a limit and keeps to it is best with it.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, lcm
from typing import Final, NamedTuple

from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Rounding, Scope
from ivigcalc.core.vials.day import VialTotals
from ivigcalc.core.vials.lots import vials_in_stock
from ivigcalc.core.vials.terms import MG, VialTerms, WholeSizes
from ivigcalc.core.vials.totals import (
    BEYOND_STOCK,
    UNREACHABLE,
    Combination,
    Counts,
    SizeSet,
    Unreachable,
    UnreachableCourse,
    bits_set,
    totals_in_bits,
)
from ivigcalc.core.vials.whole_course_search import DaysSearch, Layers, StepsLeft, TooManyWaysError

MOST_STEPS: Final = 10_000_000
"""Steps after which a search is given up, and no course is given: some seconds."""

OUTSIDE: Final = "no total within the tolerance can be spread over the days within their limits"
TOO_MANY: Final = "not decided, too many ways to look at: fewer sizes or days, or --round-scope day"


class CourseRank(NamedTuple):
    """How a course total ranks: the lowest rank that can be spread over the days is taken."""

    off: int
    """Its distance from the prescribed total, in units times the scale of the course."""
    total: int
    """The total in units: of two as near the lower is taken."""


class CourseTotals(VialTotals):
    """The totals that whole vials make for a course."""

    def rank(self, total: int) -> CourseRank:
        """How a total ranks, whether or not it can be spread over the days."""
        return CourseRank(self.deviation_of(total), total)


def most_of_day(prescribed_g: Fraction, terms: VialTerms) -> Fraction:
    """The most grams that a day of a course may be given: the wide tolerance above its own, within the cap."""
    most = prescribed_g * (1 + terms.wide)
    return most if terms.cap_g is None else min(most, terms.cap_g)


class CourseInUnits(Record):
    """What is prescribed for a course, and what each day may be given, in whole units."""

    size_set: SizeSet
    wanted: tuple[int, ...]
    """The prescribed grams of each day in units, times ``scale``."""
    scale: int
    """What makes the prescribed grams of every day a whole number of units."""
    least: tuple[int, ...]
    """The least that each day may be given, in units."""
    most: tuple[int, ...]
    """The most that each day may be given, in units."""
    limits: tuple[Counts, ...] | None
    """For each day how many vials of each size can be used on it; None means as many as wanted."""

    def day_totals(self) -> list[list[int]]:
        """The totals that the vials there are make for each day, from its least to its most."""
        if self.limits is not None:
            ends = zip(self.least, self.most, self.limits, strict=True)
            return [
                [total for total in bits_set(totals_in_bits(self.size_set.sizes, there, most)) if total >= low]
                for low, most, there in ends
            ]
        costs = self.size_set.least(max(*self.most, 1))
        pairs = zip(self.least, self.most, strict=True)
        return [[total for total in range(low, most + 1) if costs[total] < UNREACHABLE] for low, most in pairs]

    def deviation_of(self, total: int, day: int) -> int:
        """How far a day is from its own prescribed grams, times the scale."""
        return abs(total * self.scale - self.wanted[day])

    def reachable(self, last: int) -> int:
        """The totals that the vials there are make, as bits."""
        return totals_in_bits(
            self.size_set.sizes, self.limits[0] if self.limits else (last,) * len(self.size_set.sizes), last
        )


def whole_course_vials(
    prescribed_g: Sequence[Fraction], terms: VialTerms, dates: Sequence[date | None], most_steps: int = MOST_STEPS
) -> list[Combination | Unreachable] | UnreachableCourse:
    """The vial combination of each day of a course, all of them a ``Combination``. Every day has at least one vial.

    The course total is within the wide tolerance (``down`` and ``up``: on one side); no day is more than the wide
    tolerance above its own grams, or above the cap. Where the terms round each day, each is within that tolerance
    (and on that side) by itself.

    Args:
        prescribed_g: grams prescribed for each day, above zero.
        terms: the vials and the rule; lots that a day can use are those that have not expired.
        dates: of each day; None where they are not known.
        most_steps: after so many steps the search is given up.
    """
    supplies = None if terms.lots is None else [vials_in_stock(terms.lots, on) for on in dates]
    whole = terms.unlimited if supplies is None else terms.limited(supplies[0])
    course = CourseTotals(sum(prescribed_g, Fraction(0)), terms, whole)
    in_units = _course_in_units(prescribed_g, terms, whole, supplies)
    low, high = course.ends()
    try:
        days = _best(in_units, course, StepsLeft(most_steps))
        why = BEYOND_STOCK if terms.lots is not None and _could_be_spread(in_units, low, high) else OUTSIDE
    except TooManyWaysError:
        days, why = None, TOO_MANY
    if days is None:
        return _unreachable(in_units, course, why)
    return [whole.combination(counts) for counts in days]


def _course_in_units(
    prescribed_g: Sequence[Fraction],
    terms: VialTerms,
    whole: WholeSizes,
    supplies: Sequence[Mapping[Fraction, int]] | None,
) -> CourseInUnits:
    """A course in whole units; ``supplies`` is the number of vials of each size in g that each day can use."""
    in_units = [grams * MG / whole.unit for grams in prescribed_g]
    most = [floor(most_of_day(grams, terms) * MG / whole.unit) for grams in prescribed_g]
    least = [1] * len(in_units)
    if terms.scope is Scope.DAY:
        up, down = terms.rounding is Rounding.UP, terms.rounding is Rounding.DOWN
        least = [max(1, ceil(grams if up else grams * (1 - terms.wide))) for grams in in_units]
        if down:
            most = [min(top, floor(grams)) for top, grams in zip(most, in_units, strict=True)]
    scale = lcm(*(grams.denominator for grams in in_units))
    sizes = [whole.grams(size) for size in whole.size_set.sizes]
    return CourseInUnits(
        size_set=terms.unlimited.size_set,
        wanted=tuple(int(grams * scale) for grams in in_units),
        scale=scale,
        least=tuple(least),
        most=tuple(most),
        limits=None if supplies is None else tuple(tuple(day.get(size, 0) for size in sizes) for day in supplies),
    )


def _could_be_spread(in_units: CourseInUnits, low: int, high: int) -> bool:
    """Whether a course total could be spread over the days if there were as many vials as wanted."""
    spreadable = 1
    for totals in in_units.replaced(limits=None).day_totals():
        spreadable = _sums_with(spreadable, totals, high)
    return any(low <= total <= high for total in bits_set(spreadable))


def _unreachable(in_units: CourseInUnits, course: CourseTotals, why: str) -> UnreachableCourse:
    """The nearest totals that the vials there are make below and above the prescribed total."""
    totals = bits_set(in_units.reachable(course.high + max(in_units.size_set.sizes)))
    below = max((total for total in totals if 0 < total < course.high), default=None)
    above = min((total for total in totals if total > course.low), default=None)
    grams = [None if total is None else course.whole.grams(total) for total in (below, above)]
    return UnreachableCourse(below_g=grams[0], above_g=grams[1], why=why, decided=why is not TOO_MANY)


def _sums_with(sums_before: int, totals: Sequence[int], last: int) -> int:
    """The sums of one of ``sums_before`` (as bits) and one of ``totals``, as bits up to ``last``."""
    with_totals = 0
    for total in totals:
        with_totals |= sums_before << total
    return with_totals & ((1 << (last + 1)) - 1)


def _best(in_units: CourseInUnits, course: CourseTotals, steps: StepsLeft) -> tuple[Counts, ...] | None:
    """The counts of each day for the total that ranks first of those that can be spread over the days."""
    low, high = course.ends()
    evenness = Evenness(in_units)
    counted: tuple[int, ...] = ()
    for total in sorted((total for total in bits_set(in_units.reachable(high)) if total >= low), key=course.rank):
        level = evenness.first_level(total)
        while level is not None:

            def search(
                level: int, total: int = total, counted: tuple[int, ...] = counted
            ) -> tuple[DaysSearch, Layers | None]:
                """The search among the days of a level, and its layers if there is a way."""
                days = DaysSearch(
                    size_set=in_units.size_set,
                    total=total,
                    windows=evenness.windows(level),
                    limits=in_units.limits,
                    counted=counted,
                )
                return days, days.layers(steps)

            level, days, layers = _next_level(level, evenness.levels, search)
            if layers is None:
                break
            vials = days.cheapest_days(layers, steps)
            short = _short(vials, in_units.limits)
            if not short:
                return vials
            counted = tuple(sorted({*counted, *short}))
    return None


class Evenness:
    """The levels of evenness that the days of a course can have, the most even first.

    A level bounds how far a day may be from its own prescribed grams; each allows all that the one before it does.
    """

    def __init__(self, in_units: CourseInUnits) -> None:
        """Find the levels: every distance at which a day has a total."""
        self._totals = in_units.day_totals()
        self._offs = [
            [in_units.deviation_of(total, day) for total in totals] for day, totals in enumerate(self._totals)
        ]
        self._bounds = sorted({off for offs in self._offs for off in offs})
        self.levels = len(self._bounds)

    def windows(self, level: int) -> tuple[tuple[int, ...], ...]:
        """The totals that each day may have at a level."""
        bound = self._bounds[level]
        return tuple(
            tuple(total for total, off in zip(totals, offs, strict=True) if off <= bound)
            for totals, offs in zip(self._totals, self._offs, strict=True)
        )

    def first_level(self, total: int) -> int | None:
        """The first level at which the days make a total, each out of all vials it can use; None where none does."""
        level = bisect_left(range(self.levels), x=True, key=lambda level: self._makes(level, total))
        return level if level < self.levels else None

    def _makes(self, level: int, total: int) -> bool:
        sums_so_far = 1
        for window in self.windows(level):
            sums_so_far = _sums_with(sums_so_far, window, total)
        return bool(sums_so_far >> total & 1)


def _next_level(
    first: int, levels: int, search: Callable[[int], tuple[DaysSearch, Layers | None]]
) -> tuple[int, DaysSearch, Layers | None]:
    """The first level from ``first`` on that has a way (wider levels have it too), else the last; with its layers."""
    level, step = first, 1
    days, layers = search(level)
    while layers is None and level < levels - 1:
        first, level, step = level + 1, min(level + step, levels - 1), 2 * step
        days, layers = search(level)
    while layers is not None and first < level:
        middle = (first + level) // 2
        days_between, layers_between = search(middle)
        if layers_between is None:
            first = middle + 1
        else:
            level, days, layers = middle, days_between, layers_between
    return level, days, layers


def _short(days: tuple[Counts, ...], limits: tuple[Counts, ...] | None) -> set[int]:
    """The sizes, by their place, of which some day and the days after it take more vials than there are."""
    if limits is None:
        return set()
    later = accumulate(reversed(days), lambda counts, more: tuple(map(sum, zip(counts, more, strict=True))))
    pairs = zip(later, reversed(limits), strict=True)
    return {place for used, limit in pairs for place, count in enumerate(used) if count > limit[place]}
