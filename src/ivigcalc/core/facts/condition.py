"""When a rule fires: what has to hold, and the bound that a measured quantity has to pass."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from ivigcalc.core.quantity import half_up
from ivigcalc.core.record import FileRecord, Record

MOST_PLACES: Final = 9

Measures = Mapping[str, Fraction | None]
"""Measured quantities by name; None where unknown. Units stand in the name (``weight_kg``, ``day_g_per_kg``)."""


BOUNDS: Final = ("above", "at_least", "below", "at_most")


def bounds_of(record: Record) -> dict[str, Decimal]:
    """The bounds that are set in a rule or in a change of it, by name."""
    bounds = {name: getattr(record, name) for name in BOUNDS}
    return {name: bound for name, bound in bounds.items() if bound is not None}


class Condition(FileRecord):
    """When a rule fires: all of ``when`` hold, none of ``unless``, and ``measure`` lies beyond the one bound given."""

    id: str
    text: str
    sources: tuple[str, ...]
    next: str = ""
    """What to do or to type instead."""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    measure: str = ""
    """The name of the quantity that is measured; "" where the rule fires by its conditions alone."""
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    @cached_property
    def _bound(self) -> tuple[int, int]:
        """The one bound as a quotient, which compares without making a fraction."""
        return Fraction(next(iter(bounds_of(self).values()))).as_integer_ratio()

    @cached_property
    def fires_from(self) -> Fraction | None:
        """The least value at which the rule may fire; None where it fires only below a bound."""
        bound = self.at_least if self.above is None else self.above
        return None if bound is None else Fraction(bound)

    @cached_property
    def fires_to(self) -> Fraction | None:
        """The greatest value at which the rule may fire; None where it fires only above a bound."""
        bound = self.at_most if self.below is None else self.below
        return None if bound is None else Fraction(bound)

    def holds(self, conditions: AbstractSet[str]) -> bool:
        """Whether the conditions are those of the rule."""
        return conditions >= set(self.when) and conditions.isdisjoint(self.unless)

    def fires(self, conditions: AbstractSet[str], measures: Measures) -> bool:
        """Whether the rule holds for these conditions and measures. An unknown measure never fires a rule."""
        if not self.holds(conditions):
            return False
        if not self.measure:
            return True
        value = measures.get(self.measure)
        return value is not None and self.beyond(value)

    def beyond(self, value: Fraction) -> bool:
        """Whether a value lies beyond the bound."""
        (top, bottom), (bound, bound_bottom) = value.as_integer_ratio(), self._bound
        here, there = top * bound_bottom, bound * bottom
        if self.above is not None:
            return here > there
        if self.at_least is not None:
            return here >= there
        return here < there if self.below is not None else here <= there

    def places(self, value: Fraction) -> int:
        """The decimals at which a value beyond the bound still reads as beyond it: two, or as many more as it takes."""
        return next((places for places in range(2, MOST_PLACES) if self.beyond(half_up(value, places))), MOST_PLACES)
