"""The vials of one infusion day: of the totals that whole vials make and that may be given, the one that ranks first.

The search is exact: every total that whole vials make within the tolerance is ranked, in whole numbers. Largest-first
would be wrong on real sizes (6 g from 2, 5 and 10 g vials: largest-first takes 5 and is stuck; the answer is three of
2 g).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from ivigcalc.core.request.order import Objective, Rounding
from ivigcalc.core.vials.terms import MG, MOST_KEPT, VialTerms, WholeSizes
from ivigcalc.core.vials.totals import UNREACHABLE, Combination, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction


class Bound(Enum):
    """What the terms ask of a total before it may be given."""

    COVER = auto()
    """It covers the prescribed grams (``exact``)."""
    CAP = auto()
    """It is not above a printed maximum per dose."""
    DOWN = auto()
    """It is not above the prescribed grams (``down``)."""
    UP = auto()
    """It is not below the prescribed grams (``up``)."""
    WIDE = auto()
    """It is within the wide tolerance."""


class VialTotals:
    """The totals in units that whole vials make around prescribed grams: those of an infusion day, or of a course."""

    def __init__(self, prescribed_g: Fraction, terms: VialTerms, whole: WholeSizes) -> None:
        """Take the prescribed grams, the rule, and the sizes (with or without a limit on their number)."""
        self.prescribed_g, self.terms, self.whole = prescribed_g, terms, whole
        self.scale = prescribed_g.denominator * whole.unit
        """What makes the prescribed grams a whole number of units."""
        self.wanted = prescribed_g.numerator * MG
        """The prescribed grams in units, times ``scale``."""
        self.low, self.high = self.wanted // self.scale, -(-self.wanted // self.scale)
        """The prescribed grams in units, rounded down and up."""
        self.wide = self.within(terms.wide)
        """The first and the last total within the wide tolerance."""
        self.last = self.wide[1] + whole.size_set.sizes[0]
        """The last total to look at: a largest vial above the wide tolerance."""
        self.least: Sequence[int] = whole.size_set.least(self.last)
        """The least cost of each total, at least as far as ``last``."""

    def distance(self, tolerance: Fraction) -> int:
        """A tolerance as a distance, in units times ``scale``."""
        return self.wanted * tolerance.numerator // tolerance.denominator

    def deviation_of(self, total: int) -> int:
        """How far a total is from the prescribed grams, in units times ``scale``."""
        return abs(total * self.scale - self.wanted)

    def within(self, tolerance: Fraction) -> tuple[int, int]:
        """The first and the last total within a tolerance."""
        distance = self.distance(tolerance)
        return -((distance - self.wanted) // self.scale), (self.wanted + distance) // self.scale

    def bounds(self) -> list[tuple[Bound, int, int]]:
        """Each bound of the terms, with the first and the last total that it lets pass."""
        wide = (Bound.WIDE, *self.wide)
        match self.terms.rounding:
            case Rounding.DOWN:
                return [(Bound.DOWN, 1, self.low), wide]
            case Rounding.UP:
                return [(Bound.UP, self.high, self.last), wide]
            case _:
                return [wide]

    def ends(self) -> tuple[int, int]:
        """The first and the last total that every bound lets pass."""
        bounds = self.bounds()
        return max([first for _, first, _ in bounds]), min([last for _, _, last in bounds])

    def first_bound_broken(self, total: int) -> Bound | None:
        """The first bound that does not let a total pass; None where all do."""
        return next((bound for bound, first, last in self.bounds() if not first <= total <= last), None)

    def totals_made(self) -> list[int]:
        """The totals that vials make, the lowest first."""
        return [total for total, cost in enumerate(self.least[1 : self.last + 1], 1) if cost < UNREACHABLE]

    def makes(self, total: int) -> bool:
        """Whether vials make a total."""
        return self.least[total] < UNREACHABLE

    def first_made(self, totals: Iterable[int]) -> int | None:
        """The first of some totals that vials make."""
        least = self.least
        return next((total for total in totals if least[total] < UNREACHABLE), None)

    def around(self) -> tuple[int | None, int | None]:
        """The nearest totals that vials make at or below, and at or above, the prescribed grams."""
        return self.first_made(range(self.low, 0, -1)), self.first_made(range(self.high, self.last + 1))

    def vials(self, total: int) -> int:
        """The number of vials of the cheapest way to make a total."""
        cost, shift = self.least[total], self.whole.shift
        return cost & ((1 << shift) - 1) if shift else cost


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


class DayTotals(VialTotals):
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
        terms, least, off = self.terms, self.least[total], self.deviation_of(total)
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


def nearest_totals(prescribed_g: Fraction, terms: VialTerms) -> tuple[Fraction, ...]:
    """The total in grams of whole vials nearest to prescribed grams above zero; two where they are as near."""
    totals = VialTotals(prescribed_g, terms, terms.unlimited)
    around = {total for total in totals.around() if total is not None}
    least = min(map(totals.deviation_of, around), default=0)
    return tuple(sorted(totals.whole.grams(total) for total in around if totals.deviation_of(total) == least))


def best_vials(
    prescribed_g: Fraction, terms: VialTerms, supply: Mapping[Fraction, int] | None = None
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


def _best_vials(prescribed_g: Fraction, terms: VialTerms, whole: WholeSizes) -> Combination | Unreachable:
    totals = DayTotals(prescribed_g, terms, whole)
    total = totals.best()
    if total is None:
        return totals.unreachable()
    vials = whole.cheapest(total)
    return vials.replaced(given_g=prescribed_g) if terms.rounding is Rounding.EXACT else vials
