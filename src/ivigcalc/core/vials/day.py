"""The vials of one infusion day: of the totals that whole vials make and that may be given, the one that ranks first.

The search is exact: every total that whole vials make within the tolerance is ranked, in whole numbers. Largest-first
would be wrong on real sizes (6 g from 2, 5 and 10 g vials: largest-first takes 5 and is stuck; the answer is three of
2 g).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ivigcalc.core.request.order import Objective, Rounding
from ivigcalc.core.vials.bounds import Bound, Totals
from ivigcalc.core.vials.combination import Combination, Unreachable
from ivigcalc.core.vials.terms import MOST_KEPT, Terms, WholeSizes
from ivigcalc.core.vials.totals import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


class DayRank(NamedTuple):
    """How a total ranks for an infusion day: the lowest rank is taken, and the first field that differs decides."""

    far: bool
    """Whether the total is outside the near tolerance, where that counts."""
    cost: int
    """The fewest vials (or the lowest price) that make it; 0 where the distance comes first."""
    off: int
    """Its distance from the prescribed grams, in units times the scale of the day."""
    tie: int
    """Its lowest price with the vials that break ties, or its fewest vials; 0 where only the distance counts."""
    total: int
    """The total in units: of two that are alike in all else the lower is taken."""


class DayTotals(Totals):
    """The totals that whole vials make for an infusion day, and which of them the terms take."""

    def bounds(self) -> list[tuple[Bound, int, int]]:
        """As for all totals; a day also has its cap, and with ``exact`` only has to be covered."""
        if self.terms.rounding is Rounding.EXACT:
            return [(Bound.COVER, self.high, self.last)]
        if self.terms.cap_g is None:
            return super().bounds()
        return [(Bound.CAP, 1, self.whole.total(self.terms.cap_g)), *super().bounds()]

    def rank(self, total: int) -> DayRank:
        """How a total that vials make ranks by the rule of the terms."""
        terms, least, off = self.terms, self.least[total], self.off(total)
        if terms.objective is Objective.GRAMS:
            return DayRank(far=False, cost=0, off=off, tie=least, total=total)
        if terms.rounding is not Rounding.EXACT and off > self.distance(terms.near):
            return DayRank(far=True, cost=0, off=off, tie=0, total=total)
        return DayRank(far=False, cost=least >> self.whole.shift, off=off, tie=least, total=total)

    def best(self) -> int | None:
        """The total that ranks first of those that may be given; None where there is none.

        Only totals that can rank first are ranked: the cheapest where the cost comes first, else the nearest.
        """
        lowest, highest = self.ends()
        contenders: list[int] = []
        if self.terms.objective is not Objective.GRAMS:
            low, high = lowest, highest
            if self.terms.rounding is not Rounding.EXACT:
                first, last = self.within(self.terms.near)
                low, high = max(low, first), min(high, last)
            contenders = self._cheapest(low, high)
        return min(contenders or self._nearest(lowest, highest), key=self.rank, default=None)

    def _cheapest(self, low: int, high: int) -> list[int]:
        """The totals between two at the least price, or of the fewest vials."""
        costs, shift = self.least[low : high + 1], self.whole.shift
        cheapest = min(costs, default=UNREACHABLE)
        if cheapest >= UNREACHABLE:
            return []
        return [total for total, cost in enumerate(costs, low) if cost >> shift == cheapest >> shift]

    def _nearest(self, low: int, high: int) -> list[int]:
        """The totals between two that are nearest to the prescribed grams, on either side."""
        below = self.first_made(range(min(high, self.low), low - 1, -1))
        above = self.first_made(range(max(low, self.high), high + 1))
        return [total for total in (below, above) if total is not None]

    def unreachable(self) -> Unreachable:
        """The nearest totals that whole vials make below and above the prescribed grams."""
        below = self.first_made(range(self.high - 1, 0, -1))
        above = self.first_made(range(self.low + 1, self.last + 1))
        return Unreachable(
            below_g=None if below is None else self.whole.grams(below),
            above_g=None if above is None else self.whole.grams(above),
        )


def best_vials(
    prescribed_g: Fraction, terms: Terms, supply: Mapping[Fraction, int] | None = None
) -> Combination | Unreachable:
    """The vials of one infusion day for prescribed grams above zero.

    Args:
        prescribed_g: the grams of the day.
        terms: the sizes and the rule.
        supply: how many vials there are of each size in g; None means as many as wanted.
    """
    key = (prescribed_g.numerator, prescribed_g.denominator)
    unlimited = terms.known_days.get(key)
    if unlimited is None:
        if len(terms.known_days) >= MOST_KEPT:
            terms.known_days.clear()
        unlimited = terms.known_days[key] = _best_vials(prescribed_g, terms, terms.unlimited)
    if supply is None:
        return unlimited
    limited = _best_vials(prescribed_g, terms, terms.limited(supply))
    short = isinstance(limited, Unreachable) and isinstance(unlimited, Combination)
    return limited.replaced(short=True) if short else limited


def _best_vials(prescribed_g: Fraction, terms: Terms, whole: WholeSizes) -> Combination | Unreachable:
    totals = DayTotals(prescribed_g, terms, whole)
    total = totals.best()
    if total is None:
        return totals.unreachable()
    vials = whole.cheapest(total)
    return vials.replaced(given_g=prescribed_g) if terms.rounding is Rounding.EXACT else vials
