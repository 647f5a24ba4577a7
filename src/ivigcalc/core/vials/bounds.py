"""The totals that whole vials make around some prescribed grams, and the bounds within which one may be given."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from ivigcalc.core.request.order import Rounding
from ivigcalc.core.vials.terms import MG, Terms, WholeSizes
from ivigcalc.core.vials.totals import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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


class Totals:
    """The totals in units that whole vials make around prescribed grams: those of an infusion day, or of a course."""

    def __init__(self, prescribed_g: Fraction, terms: Terms, whole: WholeSizes) -> None:
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

    @property
    def least(self) -> Sequence[int]:
        """The least cost of each total, at least as far as ``last``."""
        return self.whole.size_set.least(self.last)

    def distance(self, tolerance: Fraction) -> int:
        """A tolerance as a distance, in units times ``scale``."""
        return self.wanted * tolerance.numerator // tolerance.denominator

    def off(self, total: int) -> int:
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

    def broken(self, total: int) -> Bound | None:
        """The first bound that does not let a total pass; None where all do."""
        return next((bound for bound, first, last in self.bounds() if not first <= total <= last), None)

    def made(self) -> list[int]:
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
