"""From prescribed grams and vial sizes to the vial combination of one infusion day.

The search is exact: every reachable total inside the tolerance is looked at, in whole milligrams. Largest-first would
be wrong on real sets (6 g from 2, 5 and 10 g vials: largest-first takes 5 and is stuck; the answer is three of 2 g).
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, gcd
from typing import Final

from ivigcalc.core.order import Rounding
from ivigcalc.core.record import record

MG: Final = 1000
Counts = tuple[int, ...]


@record
class VialCount:
    """How many vials of one size, in grams."""

    size_g: Fraction
    count: int


@record
class Combination:
    """The vials of one infusion day. ``given_g`` is what the patient receives."""

    vials: tuple[VialCount, ...]
    total_g: Fraction
    given_g: Fraction

    @property
    def discarded_g(self) -> Fraction:
        """Grams opened and not given (only when rounding is ``exact``)."""
        return self.total_g - self.given_g


@record
class Unreachable:
    """No whole-vial total lies within the tolerance: the nearest totals below and above, in grams, or None."""

    below_g: Fraction | None
    above_g: Fraction | None


def _fewest(sizes: tuple[int, ...], last: int) -> Sequence[int | None]:
    """For each total, at least as far as ``last``, the least number of vials that make it, or None if none do."""
    return _fewest_to(sizes, 1 << last.bit_length())


@lru_cache(maxsize=1024)
def _fewest_to(sizes: tuple[int, ...], last: int) -> tuple[int | None, ...]:
    fewest: list[int | None] = [0]
    for total in range(1, last + 1):
        before = (fewest[total - size] for size in sizes if size <= total)
        best = min((vials for vials in before if vials is not None), default=None)
        fewest.append(None if best is None else best + 1)
    return tuple(fewest)


def _ways(sizes: tuple[int, ...], total: int, vials: int) -> Iterator[Counts]:
    """Every way to make ``total`` with exactly ``vials`` vials of ``sizes`` (descending), of which there is one."""
    size, rest = sizes[0], sizes[1:]
    if not rest:
        yield (vials,)
        return
    for count in range(min(vials, total // size), -1, -1):
        left, vials_left = total - count * size, vials - count
        if left <= vials_left * rest[0] and left >= vials_left * rest[-1]:
            for others in _ways(rest, left, vials_left):
                yield (count, *others)


def _best_way(sizes: tuple[int, ...], total: int, vials: int) -> Counts:
    """Among equal plans: fewer sizes, then larger vials."""
    return min(
        _ways(sizes, total, vials), key=lambda counts: (sum(map(bool, counts)), tuple(-count for count in counts))
    )


def combine(
    prescribed_g: Fraction,
    sizes_g: Sequence[Fraction],
    rounding: Rounding,
    *,
    near: Fraction,
    wide: Fraction,
    at_most_g: Fraction | None = None,
) -> Combination | Unreachable:
    """The vial combination for one infusion day.

    ``nearest``: among totals within ``near`` (a fraction of the prescribed grams) the fewest vials, then the nearest,
    then the lower; if there is none, the nearest within ``wide``, the lower of two as near. ``down`` and ``up`` are
    the same on one side. ``exact``: the prescribed grams are given, the fewest vials that cover them are opened (then
    the least discarded).

    Args:
        prescribed_g: grams prescribed for the day, above zero.
        sizes_g: vial sizes in grams, any order.
        rounding: the rule above.
        near: the tolerance within which fewest vials wins.
        wide: the tolerance beyond which nothing is dispensed.
        at_most_g: a printed maximum per dose that no total may pass.
    """
    sizes_mg = tuple(sorted({int(size * MG) for size in sizes_g}, reverse=True))
    unit = gcd(*sizes_mg)
    sizes = tuple(size // unit for size in sizes_mg)
    wanted = prescribed_g * MG / unit
    low, high = floor(wanted), ceil(wanted)
    last = max(floor(wanted * (1 + wide)), high + sizes[0])
    fewest = _fewest(sizes, last)
    if rounding is Rounding.EXACT:
        reachable = [(vials, total) for total, vials in enumerate(fewest[high : last + 1], high) if vials]
        vials, total = min(reachable)
    else:
        bottom = high if rounding is Rounding.UP else 1
        top = low if rounding is Rounding.DOWN else last
        if at_most_g is not None:
            top = min(top, floor(at_most_g * MG / unit))

        def within(tolerance: Fraction) -> list[tuple[int, int]]:
            """Reachable totals on the allowed side within a tolerance, with their number of vials."""
            first, end = max(bottom, ceil(wanted * (1 - tolerance))), min(top, floor(wanted * (1 + tolerance)))
            return [(total, vials) for total, vials in enumerate(fewest[first : end + 1], first) if vials]

        def off(total: int) -> int:
            """The distance from the prescribed grams, as a whole number that compares exactly."""
            return abs(total * wanted.denominator - wanted.numerator)

        if found := within(near):
            total, vials = min(found, key=lambda one: (one[1], off(one[0]), one[0]))
        elif found := within(wide):
            total, vials = min(found, key=lambda one: (off(one[0]), one[0]))
        else:
            return Unreachable(
                below_g=_nearest(fewest, range(high - 1, 0, -1), unit),
                above_g=_nearest(fewest, range(low + 1, last + 1), unit),
            )
    counts = _best_way(sizes, total, vials)
    total_g = Fraction(total * unit, MG)
    return Combination(
        vials=tuple(
            VialCount(size_g=Fraction(size * unit, MG), count=count)
            for size, count in zip(sizes, counts, strict=True)
            if count
        ),
        total_g=total_g,
        given_g=prescribed_g if rounding is Rounding.EXACT else total_g,
    )


def _nearest(fewest: Sequence[int | None], totals: Iterable[int], unit: int) -> Fraction | None:
    """The first reachable total of a walk away from the prescribed grams, in grams."""
    return next((Fraction(total * unit, MG) for total in totals if fewest[total]), None)
