"""From prescribed grams and the vials there are to the vial combination of one infusion day.

The search is exact: every reachable total inside the tolerance is looked at, in whole numbers. Largest-first would be
wrong on real sets (6 g from 2, 5 and 10 g vials: largest-first takes 5 and is stuck; the answer is three of 2 g).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd, lcm
from typing import TYPE_CHECKING, Final

from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Objective, Rounding, Scope
from ivigcalc.core.vials.totals import FAR, Counts, Kit

if TYPE_CHECKING:
    from ivigcalc.core.request.stock import Lot

    Prices = tuple[tuple[Fraction, Fraction], ...]
    """Sizes in g, each with the price of one vial."""

MG: Final = 1000
VIALS_BITS: Final = 32
"""A price is weighed in steps of 2 to this power, so that of two equal prices the fewer vials weigh less."""
MOST_KEPT: Final = 4096
"""Answers that are kept of each kind."""


class VialCount(Record):
    """How many vials of one size, in grams."""

    size_g: Fraction
    count: int


class Combination(Record):
    """The vials of one infusion day. ``given_g`` is what the patient receives."""

    vials: tuple[VialCount, ...]
    total_g: Fraction
    given_g: Fraction

    @property
    def discarded_g(self) -> Fraction:
        """Grams opened and not given (only when rounding is ``exact``)."""
        return self.total_g - self.given_g


class Unreachable(Record):
    """No whole-vial total lies within the tolerance: the nearest totals below and above, in grams, or None.

    ``short`` where one does, but there are not enough vials; the nearest are then those that can be made of them.
    """

    below_g: Fraction | None
    above_g: Fraction | None
    short: bool = False


BEYOND_STOCK: Final = "beyond stock"
"""Why there is no total where more vials would make one."""


class Unspread(Record):
    """No course total near enough can be spread over the days.

    The nearest totals that the vials there are make below and above the prescribed total, in g, and why none is given.
    ``decided`` is false where the search was given up.
    """

    below_g: Fraction | None
    above_g: Fraction | None
    why: str
    decided: bool = True


class Sized(Record):
    """Vial sizes as whole numbers: a kit, the milligrams of its unit, and how many bits of a weight are not a price."""

    kit: Kit
    unit: int
    shift: int

    def grams(self, total: int) -> Fraction:
        """A total in grams."""
        return Fraction(total * self.unit, MG)

    def total(self, grams: Fraction) -> int:
        """Grams in units, rounded down."""
        return grams.numerator * MG // (grams.denominator * self.unit)

    def combination(self, counts: Counts) -> Combination:
        """Counts of each size as vials; all of them are given."""
        pairs = [(size, count) for size, count in zip(self.kit.sizes, counts, strict=True) if count]
        total_g = self.grams(sum(size * count for size, count in pairs))
        vials = tuple(VialCount(size_g=self.grams(size), count=count) for size, count in pairs)
        return Combination(vials=vials, total_g=total_g, given_g=total_g)

    @cached_property
    def lightest(self) -> Callable[[int], Combination]:
        """The vials of a reachable total at its least weight; of several, fewer sizes, then larger vials."""
        return lru_cache(maxsize=MOST_KEPT)(lambda total: self.combination(self.kit.best_way(total)))


@lru_cache(maxsize=MOST_KEPT)
def sized(sizes_g: tuple[Fraction, ...], prices: Prices = (), supply: tuple[int, ...] | None = None) -> Sized:
    """Sizes in grams as whole numbers, weighed by price or (without prices) by vial. ``supply`` counts each size."""
    count_of = dict(zip(sizes_g, supply, strict=True)) if supply is not None else {}
    ordered = sorted(set(sizes_g), reverse=True)
    unit = gcd(*(int(size * MG) for size in ordered))
    weights, shift = (1,) * len(ordered), 0
    if prices:
        price_of = dict(prices)
        whole = lcm(*(price_of[size].denominator for size in ordered))
        weights = tuple((int(price_of[size] * whole) << VIALS_BITS) + 1 for size in ordered)
        shift = VIALS_BITS
    return Sized(
        kit=Kit(
            sizes=tuple(int(size * MG) // unit for size in ordered),
            weights=weights,
            limits=None if supply is None else tuple(count_of[size] for size in ordered),
        ),
        unit=unit,
        shift=shift,
    )


class Terms(Record):
    """What vials there are of a preparation, and by which rule they are chosen.

    ``nearest``: among totals within ``near`` (a fraction of the prescribed grams) the fewest vials, then the nearest,
    then the lower; if there is none, the nearest within ``wide``, the lower of two as near. ``down`` and ``up`` are
    the same on one side. ``exact``: the prescribed grams are given, the fewest vials that cover them are opened (then
    the least discarded).

    The objective ``cost`` puts the price in the place of the vials, and breaks ties by vials. ``grams`` takes the
    nearest within ``wide``, or for ``exact`` the least discarded, and then the fewest vials. What is equal then has
    fewer sizes, then larger vials.

    ``cap_g`` is a printed maximum per dose that no total may pass. ``prices`` are of every size where the price is to
    be least, and else empty; ``lots`` None means as many vials as wanted.
    """

    sizes_g: tuple[Fraction, ...]
    near: Fraction
    wide: Fraction
    rounding: Rounding = Rounding.NEAREST
    scope: Scope = Scope.DAY
    objective: Objective = Objective.VIALS
    cap_g: Fraction | None = None
    prices: Prices = ()
    lots: tuple[Lot, ...] | None = None

    @cached_property
    def sized(self) -> Sized:
        """The sizes without a limit on their number."""
        return sized(self.sizes_g, self.prices)

    def supplied(self, supply: Mapping[Fraction, int]) -> Sized:
        """The sizes with so many vials of each."""
        return sized(self.sizes_g, self.prices, tuple(supply.get(size, 0) for size in self.sizes_g))

    def best(self, prescribed_g: Fraction) -> Combination | Unreachable:
        """The vials of one infusion day for prescribed grams above zero, of as many vials as wanted."""
        return self._kept(prescribed_g.numerator, prescribed_g.denominator)

    @cached_property
    def _kept(self) -> Callable[[int, int], Combination | Unreachable]:
        return lru_cache(maxsize=MOST_KEPT)(lambda top, bottom: self._search(top, bottom, self.sized))

    def best_of(self, prescribed_g: Fraction, supply: Mapping[Fraction, int]) -> Combination | Unreachable:
        """The same from so many vials of each size."""
        found = self._search(prescribed_g.numerator, prescribed_g.denominator, self.supplied(supply))
        if isinstance(found, Combination) or isinstance(self.best(prescribed_g), Unreachable):
            return found
        return Unreachable(below_g=found.below_g, above_g=found.above_g, short=True)

    def _search(self, numerator: int, denominator: int, made: Sized) -> Combination | Unreachable:
        wanted, scale = numerator * MG, denominator * made.unit
        low, high = wanted // scale, -(-wanted // scale)
        over, of = self.wide.as_integer_ratio()
        last = max(wanted * (of + over) // (scale * of), high + made.kit.sizes[0])
        least = made.kit.least(last)
        if self.rounding is Rounding.EXACT:
            total = _covering(least, high, last, made.shift, self.objective)
        else:
            bottom = high if self.rounding is Rounding.UP else 1
            top = low if self.rounding is Rounding.DOWN else last
            if self.cap_g is not None:
                top = min(top, self.cap_g.numerator * MG // (self.cap_g.denominator * made.unit))
            total = self._chosen(least, wanted, scale, (bottom, top), made.shift)
        if total is None:
            return Unreachable(
                below_g=_nearest(least, range(high - 1, 0, -1), made),
                above_g=_nearest(least, range(low + 1, last + 1), made),
            )
        vials = made.lightest(total)
        if self.rounding is not Rounding.EXACT:
            return vials
        return Combination(vials=vials.vials, total_g=vials.total_g, given_g=Fraction(numerator, denominator))

    def _chosen(self, least: Sequence[int], wanted: int, scale: int, ends: tuple[int, int], shift: int) -> int | None:
        """The best total between two ends, where each has a least weight; ``wanted`` is the day times ``scale``."""

        def within(tolerance: Fraction) -> tuple[int, Sequence[int]]:
            """The first total within a tolerance, and the least weights from there."""
            over, of = tolerance.as_integer_ratio()
            first = max(ends[0], -(wanted * (over - of) // (scale * of)))
            return first, least[first : min(ends[1], wanted * (of + over) // (scale * of)) + 1]

        if self.objective is not Objective.GRAMS:
            first, weights = within(self.near)
            lightest = min(weights, default=FAR)
            if lightest < FAR:
                light = [total for total, one in enumerate(weights, first) if one >> shift == lightest >> shift]
                return min(light, key=lambda one: (abs(one * scale - wanted), least[one], one))
        first, weights = within(self.wide)
        there = [total for total, weight in enumerate(weights, first) if weight < FAR]
        if self.objective is Objective.GRAMS:
            return min(there, key=lambda one: (abs(one * scale - wanted), least[one], one), default=None)
        return min(there, key=lambda one: (abs(one * scale - wanted), one), default=None)


def _covering(least: Sequence[int], high: int, last: int, shift: int, objective: Objective) -> int | None:
    """The total to open so that ``high`` is covered."""
    reachable = [total for total in range(high, last + 1) if least[total] < FAR]
    if objective is Objective.GRAMS:
        return min(reachable, default=None)
    return min(reachable, key=lambda one: (least[one] >> shift, one, least[one]), default=None)


def _nearest(least: Sequence[int], totals: Iterable[int], made: Sized) -> Fraction | None:
    """The first reachable total of a walk away from the prescribed grams, in grams."""
    return next((made.grams(total) for total in totals if least[total] < FAR), None)
