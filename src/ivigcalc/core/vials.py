"""From prescribed grams and vial sizes to the vial combination of one infusion day.

The search is exact: every reachable total inside the tolerance is looked at, in whole milligrams. Largest-first would
be wrong on real sets (6 g from 2, 5 and 10 g vials: largest-first takes 5 and is stuck; the answer is three of 2 g).
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Final

from ivigcalc.core.order import Objective, Rounding
from ivigcalc.core.record import record
from ivigcalc.core.totals import FAR, Counts, Kit

MG: Final = 1000
VIALS_BITS: Final = 32
"""A price is weighed in steps of 2 to this power, so that of two equal prices the fewer vials weigh less."""

Prices = tuple[tuple[Fraction, Fraction], ...]
"""Sizes in g, each with the price of one vial."""


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
    """No whole-vial total lies within the tolerance: the nearest totals below and above, in grams, or None.

    ``short`` where one does, but there are not enough vials; the nearest are then those that can be made of them.
    """

    below_g: Fraction | None
    above_g: Fraction | None
    short: bool = False


@record
class Sized:
    """Vial sizes as whole numbers: a kit, the milligrams of its unit, and how many bits of a weight are not a price."""

    kit: Kit
    unit: int
    shift: int

    def combination(self, counts: Counts, given_g: Fraction | None = None) -> Combination:
        """Counts of each size as vials; what is given is all of them, unless told otherwise."""
        vials = tuple(
            VialCount(size_g=Fraction(size * self.unit, MG), count=count)
            for size, count in zip(self.kit.sizes, counts, strict=True)
            if count
        )
        total_g = sum((vial.size_g * vial.count for vial in vials), Fraction(0))
        return Combination(vials=vials, total_g=total_g, given_g=total_g if given_g is None else given_g)


@lru_cache(maxsize=1024)
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


def combine(
    prescribed_g: Fraction,
    sizes_g: Sequence[Fraction],
    rounding: Rounding,
    *,
    near: Fraction,
    wide: Fraction,
    at_most_g: Fraction | None = None,
    objective: Objective = Objective.VIALS,
    prices: Prices = (),
    supply: Mapping[Fraction, int] | None = None,
) -> Combination | Unreachable:
    """The vial combination for one infusion day.

    ``nearest``: among totals within ``near`` (a fraction of the prescribed grams) the fewest vials, then the nearest,
    then the lower; if there is none, the nearest within ``wide``, the lower of two as near. ``down`` and ``up`` are
    the same on one side. ``exact``: the prescribed grams are given, the fewest vials that cover them are opened (then
    the least discarded).

    The objective ``cost`` puts the price in the place of the vials, and breaks ties by vials. ``grams`` takes the
    nearest within ``wide``, or for ``exact`` the least discarded, and then the fewest vials. What is equal then has
    fewer sizes, then larger vials.

    Args:
        prescribed_g: grams prescribed for the day, above zero.
        sizes_g: vial sizes in grams, any order.
        rounding: the rule above.
        near: the tolerance within which fewest vials wins.
        wide: the tolerance beyond which nothing is dispensed.
        at_most_g: a printed maximum per dose that no total may pass.
        objective: what is to be least.
        prices: of every size, for the objective ``cost``.
        supply: how many vials of each size there are; None: as many as wanted.
    """
    asked = tuple(sizes_g)
    counted = None if supply is None else tuple(supply.get(size, 0) for size in asked)
    made = sized(asked, prices if objective is Objective.COST else (), counted)
    wanted, scale = prescribed_g.numerator * MG, prescribed_g.denominator * made.unit
    low, high = wanted // scale, -(-wanted // scale)
    last = max(_times(wanted, scale, 1 + wide)[0], high + made.kit.sizes[0])
    least = made.kit.least(last)
    if rounding is Rounding.EXACT:
        found = _covering(least, high, last, made.shift, objective)
    else:
        bottom = high if rounding is Rounding.UP else 1
        top = low if rounding is Rounding.DOWN else last
        if at_most_g is not None:
            top = min(top, _times(at_most_g.numerator * MG, at_most_g.denominator * made.unit, Fraction(1))[0])

        def within(tolerance: Fraction) -> list[tuple[int, int]]:
            """Reachable totals on the allowed side within a tolerance, each with its least weight."""
            first = max(bottom, _times(wanted, scale, 1 - tolerance)[1])
            end = min(top, _times(wanted, scale, 1 + tolerance)[0])
            return [(total, weight) for total, weight in enumerate(least[first : end + 1], first) if weight < FAR]

        found = _chosen(within(near), within(wide), wanted, scale, made.shift, objective)
    if found is None:
        beyond = supply is not None and not isinstance(
            combine(
                prescribed_g,
                asked,
                rounding,
                near=near,
                wide=wide,
                at_most_g=at_most_g,
                objective=objective,
                prices=prices,
            ),
            Unreachable,
        )
        return Unreachable(
            below_g=_nearest(least, range(high - 1, 0, -1), made.unit),
            above_g=_nearest(least, range(low + 1, last + 1), made.unit),
            short=beyond,
        )
    given = prescribed_g if rounding is Rounding.EXACT else None
    return made.combination(made.kit.best_way(*found), given)


def _times(numerator: int, denominator: int, factor: Fraction) -> tuple[int, int]:
    """A quotient times a factor, rounded down and up."""
    above, below = numerator * factor.numerator, denominator * factor.denominator
    return above // below, -(-above // below)


def _covering(least: Sequence[int], high: int, last: int, shift: int, objective: Objective) -> tuple[int, int] | None:
    """The total to open so that ``high`` is covered, with its weight."""
    reachable = [(total, weight) for total, weight in enumerate(least[high : last + 1], high) if weight < FAR]
    if objective is Objective.GRAMS:
        return min(reachable, default=None)
    return min(reachable, key=lambda one: (one[1] >> shift, one[0], one[1]), default=None)


def _chosen(
    near: list[tuple[int, int]],
    wide: list[tuple[int, int]],
    wanted: int,
    scale: int,
    shift: int,
    objective: Objective,
) -> tuple[int, int] | None:
    """The best of the totals within each tolerance, with its weight."""

    def off(total: int) -> int:
        """The distance from the prescribed grams, as a whole number that compares exactly."""
        return abs(total * scale - wanted)

    if objective is Objective.GRAMS:
        return min(wide, key=lambda one: (off(one[0]), one[1], one[0]), default=None)
    if near:
        return min(near, key=lambda one: (one[1] >> shift, off(one[0]), one[1], one[0]))
    return min(wide, key=lambda one: (off(one[0]), one[0]), default=None)


def _nearest(least: Sequence[int], totals: Iterable[int], unit: int) -> Fraction | None:
    """The first reachable total of a walk away from the prescribed grams, in grams."""
    return next((Fraction(total * unit, MG) for total in totals if least[total] < FAR), None)
