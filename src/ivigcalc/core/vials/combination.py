"""What whole vials make of the grams of an infusion day: a combination of vials, or the nearest totals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.product import Product, VialCount


class Combination(Record):
    """The vials of one infusion day, the largest first."""

    vials: tuple[VialCount, ...]
    total_g: Fraction
    """Grams in the vials opened."""
    given_g: Fraction
    """Grams that the patient receives."""

    @property
    def discarded_g(self) -> Fraction:
        """Grams opened and not given (only when rounding is ``exact``)."""
        return self.total_g - self.given_g


class Unreachable(Record):
    """No total of whole vials lies within the tolerance."""

    below_g: Fraction | None
    """The nearest total below the prescribed grams; None where there is none."""
    above_g: Fraction | None
    short: bool = False
    """Whether more vials would make a total within the tolerance; the nearest totals are those of the vials there are.
    """


BEYOND_STOCK: Final = "beyond stock"
"""Why there is no total where more vials would make one."""


class Unspread(Record):
    """No course total near enough can be spread over the days."""

    below_g: Fraction | None
    """The nearest total below the prescribed course total that the vials there are make; None where there is none."""
    above_g: Fraction | None
    why: str
    decided: bool = True
    """False where the search was given up."""


def volume_ml(product: Product, vials: Combination) -> Fraction:
    """Millilitres as the labels print them for each vial; of an opened rest its share."""
    if product.ml_per_g is not None:
        return vials.given_g * product.ml_per_g
    hung = sum((product.ml_of[vial.size_g] * vial.count for vial in vials.vials), Fraction(0))
    return hung if vials.given_g == vials.total_g else hung * vials.given_g / vials.total_g
