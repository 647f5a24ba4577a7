"""A whole course in whole vials, rounded once and then spread over its days.

In order: the total nearest the prescribed total (the lower of two as near); the most even days; the fewest vials (or
the lowest price, then the fewest vials); the fewest sizes; larger days first, then larger vials. The search is exact.
It first leaves the stock out. Where its answer needs more of a size than there is, that size is counted too, and the
search goes on from there: what is best without a limit and keeps to it is best with it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, lcm
from typing import Final

from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Rounding, Scope
from ivigcalc.core.vials.combination import BEYOND_STOCK, Combination, Unreachable, Unspread
from ivigcalc.core.vials.lots import supply
from ivigcalc.core.vials.search import Days, Layers, Steps, TooManyWaysError
from ivigcalc.core.vials.terms import MG, Terms, WholeSizes
from ivigcalc.core.vials.totals import UNREACHABLE, Counts, SizeSet, bits, sums

MOST_STEPS: Final = 10_000_000
"""Steps after which a search is given up, and no course is given: some seconds."""

OUTSIDE: Final = "no total within the tolerance can be spread over the days within their limits"
TOO_MANY: Final = "not decided, too many ways to look at: fewer sizes or days, or --round-scope day"


class Task(Record):
    """A course as whole numbers: ``wanted`` is each day times ``scale``; each day has from ``least`` to ``most``."""

    size_set: SizeSet
    wanted: tuple[int, ...]
    scale: int
    least: tuple[int, ...]
    most: tuple[int, ...]
    limits: tuple[Counts, ...] | None

    def day_totals(self) -> list[list[int]]:
        """The totals that the vials there are make for each day, from its least to its most."""
        if self.limits is not None:
            ends = zip(self.least, self.most, self.limits, strict=True)
            return [
                [total for total in bits(sums(self.size_set.sizes, there, most)) if total >= low]
                for low, most, there in ends
            ]
        costs = self.size_set.least(max(*self.most, 1))
        pairs = zip(self.least, self.most, strict=True)
        return [[total for total in range(low, most + 1) if costs[total] < UNREACHABLE] for low, most in pairs]

    def off(self, total: int, day: int) -> int:
        """How far a day is from its own prescribed grams, times the scale."""
        return abs(total * self.scale - self.wanted[day])

    def totals(self, low: int, high: int) -> Iterator[int]:
        """Course totals that the vials make between two totals, the nearest first, the lower of two as near."""
        there = bits(self.reachable(high))
        whole = sum(self.wanted)
        yield from sorted(
            (total for total in there if low <= total <= high),
            key=lambda total: (abs(total * self.scale - whole), total),
        )

    def reachable(self, last: int) -> int:
        """The totals that the vials there are make, as bits."""
        return sums(self.size_set.sizes, self.limits[0] if self.limits else (last,) * len(self.size_set.sizes), last)


def spread(
    prescribed_g: Sequence[Fraction], terms: Terms, dates: Sequence[date | None], most_steps: int = MOST_STEPS
) -> list[Combination | Unreachable] | Unspread:
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
    supplies = None if terms.lots is None else [supply(terms.lots, on) for on in dates]
    made = terms.unlimited if supplies is None else terms.limited(supplies[0])
    in_units = [grams * MG / made.unit for grams in prescribed_g]
    scale = lcm(*(grams.denominator for grams in in_units))
    whole, wide = sum(in_units, Fraction(0)), terms.wide
    low = ceil(whole if terms.rounding is Rounding.UP else whole * (1 - wide))
    high = floor(whole if terms.rounding is Rounding.DOWN else whole * (1 + wide))
    cap = high if terms.cap_g is None else floor(terms.cap_g * MG / made.unit)
    by_day = terms.scope is Scope.DAY
    up, down = by_day and terms.rounding is Rounding.UP, by_day and terms.rounding is Rounding.DOWN
    ordered = [made.grams(size) for size in made.size_set.sizes]
    task = Task(
        size_set=terms.unlimited.size_set,
        wanted=tuple(int(grams * scale) for grams in in_units),
        scale=scale,
        least=tuple(max(1, ceil(grams if up else grams * (1 - wide))) if by_day else 1 for grams in in_units),
        most=tuple(min(cap, floor(grams if down else grams * (1 + wide))) for grams in in_units),
        limits=None if supplies is None else tuple(tuple(day.get(size, 0) for size in ordered) for day in supplies),
    )
    try:
        found = _best(task, low, high, Steps(most_steps))
        why = BEYOND_STOCK if terms.lots is not None and _any(task, low, high) else OUTSIDE
    except TooManyWaysError:
        found, why = None, TOO_MANY
    if found is None:
        return _unspread(task, whole, made, why)
    return [made.combination(counts) for counts in found]


def _any(task: Task, low: int, high: int) -> bool:
    """Whether a course total could be spread over the days if there were as many vials as wanted."""
    spreadable = 1
    for totals in task.day_totals():
        spreadable = _plus(spreadable, totals, high)
    return any(low <= total <= high for total in bits(spreadable))


def _unspread(task: Task, whole: Fraction, made: WholeSizes, why: str) -> Unspread:
    last = ceil(whole) + max(task.size_set.sizes)
    there = bits(task.reachable(last))
    below = max((total for total in there if 0 < total < whole), default=None)
    above = min((total for total in there if total > whole), default=None)
    grams = [None if total is None else made.grams(total) for total in (below, above)]
    return Unspread(below_g=grams[0], above_g=grams[1], why=why, decided=why is not TOO_MANY)


def _plus(before: int, totals: Sequence[int], last: int) -> int:
    """The sums of one of ``before`` (as bits) and one of ``totals``, up to ``last``."""
    found = 0
    for total in totals:
        found |= before << total
    return found & ((1 << (last + 1)) - 1)


def _best(task: Task, low: int, high: int, steps: Steps) -> tuple[Counts, ...] | None:
    """The counts of each day for the first total that can be spread over the days."""
    of_day = task.day_totals()
    far = [[task.off(total, day) for total in totals] for day, totals in enumerate(of_day)]
    levels = sorted({off for day in far for off in day})
    counted: tuple[int, ...] = ()
    for total in task.totals(low, high):
        level = _first_level(of_day, far, levels, total)
        while level is not None:

            def at(level: int, total: int = total, counted: tuple[int, ...] = counted) -> tuple[Days, Layers | None]:
                """The days of a level, and their layers if there is a way."""
                windows = _windows(of_day, far, levels[level])
                days = Days(size_set=task.size_set, total=total, windows=windows, limits=task.limits, counted=counted)
                return days, days.layers(steps)

            level, days, layers = _next_level(level, len(levels), at)
            if layers is None:
                break
            found = days.first(layers, steps)
            short = _short(found, task.limits)
            if not short:
                return found
            counted = tuple(sorted({*counted, *short}))
    return None


def _next_level(
    first: int, end: int, at: Callable[[int], tuple[Days, Layers | None]]
) -> tuple[int, Days, Layers | None]:
    """The first level from ``first`` on that has a way (wider levels have it too), else the last; with its layers."""
    level, step = first, 1
    days, layers = at(level)
    while layers is None and level < end - 1:
        first, level, step = level + 1, min(level + step, end - 1), 2 * step
        days, layers = at(level)
    while layers is not None and first < level:
        middle = (first + level) // 2
        inner, found = at(middle)
        if found is None:
            first = middle + 1
        else:
            level, days, layers = middle, inner, found
    return level, days, layers


def _windows(of_day: list[list[int]], far: list[list[int]], level: int) -> tuple[tuple[int, ...], ...]:
    """The totals of each day that are no farther from its prescribed grams than a level."""
    return tuple(
        tuple(total for total, off in zip(totals, offs, strict=True) if off <= level)
        for totals, offs in zip(of_day, far, strict=True)
    )


def _first_level(of_day: list[list[int]], far: list[list[int]], levels: list[int], total: int) -> int | None:
    """The place of the first level at which days without a limit on vials make the total; None: at none."""

    def makes(level: int) -> bool:
        reach = 1
        for window in _windows(of_day, far, level):
            reach = _plus(reach, window, total)
        return bool(reach >> total & 1)

    first, last = 0, len(levels)
    while first < last:
        middle = (first + last) // 2
        if makes(levels[middle]):
            last = middle
        else:
            first = middle + 1
    return first if first < len(levels) else None


def _short(days: tuple[Counts, ...], limits: tuple[Counts, ...] | None) -> set[int]:
    """The sizes, by their place, of which a day and those after it take more than there is."""
    if limits is None:
        return set()
    later = accumulate(reversed(days), lambda one, other: tuple(map(sum, zip(one, other, strict=True))))
    pairs = zip(later, reversed(limits), strict=True)
    return {place for used, limit in pairs for place, count in enumerate(used) if count > limit[place]}
