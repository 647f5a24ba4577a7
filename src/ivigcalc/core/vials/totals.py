"""The totals that whole vials make, in whole units: the least cost of each, and every way to make it at that cost.

The cost of a vial is 1, or its price. No total is worked out twice: a set of sizes keeps its tables. A total as vials
is a ``Combination``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from math import prod
from operator import add, itemgetter
from typing import TYPE_CHECKING, Final

from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.product import Product


Counts = tuple[int, ...]

UNREACHABLE: Final = 1 << 200
"""The cost of a total that no vials make: above every other cost."""


class SizeSet(Record):
    """Vial sizes with what a vial of each costs, and how many there are."""

    sizes: tuple[int, ...]
    """In units, the largest first."""
    costs: tuple[int, ...]
    """Of a vial of each size: 1, or its price."""
    limits: tuple[int, ...] | None = None
    """How many vials there are of each size; None means as many as wanted."""

    def least(self, last: int) -> Sequence[int]:
        """The least cost of each total, at least as far as ``last``; UNREACHABLE or more where no vials make it."""
        if self.limits is not None:
            return self._limited_table(last.bit_length())
        if len(self._known) <= last:
            _lengthen(self._known, self.sizes, self.costs, last)
        return self._known

    @cached_property
    def _known(self) -> list[int]:
        """The least costs that were asked for so far, of as many vials as wanted."""
        return [0]

    @cached_property
    def _limited_table(self) -> Callable[[int], Sequence[int]]:
        """The least costs as far as so many bits go, of the vials there are."""
        return cache(lambda bits: _limited(self.sizes, self.costs, self.limits or (), 1 << bits))

    def best_way(self, total: int) -> Counts:
        """The vials of a reachable total at its least cost: fewer sizes, then larger vials."""
        return min(self.ways(total, self.least(total)[total]), key=_simplicity)

    def ways(self, total: int, cost: int) -> Iterator[Counts]:
        """Every way to make a total with exactly this cost, which is the least there is."""
        return _ways(self.sizes, self.costs, self.limits, total, cost)


def _lengthen(known: list[int], sizes: tuple[int, ...], costs: tuple[int, ...], last: int) -> None:
    """Add the least cost of each total up to ``last``, of as many vials as wanted: a vial more than a smaller total."""
    vials = [*zip(sizes, costs, strict=True)]
    vials.append(vials[-1])  # the last size twice: always several
    back = itemgetter(*[-size for size, _ in vials])
    below_0 = [UNREACHABLE] * max(sizes)
    least = below_0 + known
    missing = range(len(known), last + 1)
    if set(costs) == {1}:
        for _ in missing:
            least.append(min(back(least)) + 1)
    else:
        each = [cost for _, cost in vials]
        for _ in missing:
            least.append(min(map(add, back(least), each)))
    known[:] = least[len(below_0) :]


def _limited(sizes: tuple[int, ...], costs: tuple[int, ...], limits: tuple[int, ...], last: int) -> tuple[int, ...]:
    """The least cost of each total up to ``last``, of limited vials: one bundle of vials after the other is added."""
    least = [0] + [UNREACHABLE] * last
    for size, cost, limit in zip(sizes, costs, limits, strict=True):
        for many in bundles(min(limit, last // size)):
            grams = many * size
            with_bundle = [without + many * cost for without in least[:-grams]]
            least[grams:] = map(min, least[grams:], with_bundle)
    return tuple(least)


def bundles(count: int) -> Iterator[int]:
    """Bundles of vials with which every number from 0 to ``count`` can be made, and none above it."""
    bundle = 1
    while count > 0:
        yield min(bundle, count)
        count -= bundle
        bundle *= 2


def totals_in_bits(sizes: Sequence[int], limits: Sequence[int], last: int) -> int:
    """The totals that limited vials make, up to ``last``: bit n is set where n can be made."""
    totals, mask = 1, (1 << (last + 1)) - 1
    for size, limit in zip(sizes, limits, strict=True):
        for many in bundles(min(limit, last // size)):
            totals |= (totals << (many * size)) & mask
    return totals


def bits_set(number: int) -> list[int]:
    """Which bits of a number are set, the lowest first."""
    return [place for place, bit in enumerate(reversed(f"{number:b}")) if bit == "1"]


def _simplicity(counts: Counts) -> tuple[int, Counts]:
    """The order of ways that cost the same: fewer sizes, then larger vials."""
    return sum(map(bool, counts)), tuple(-count for count in counts)


def _ways(
    sizes: tuple[int, ...], costs: tuple[int, ...], limits: tuple[int, ...] | None, total: int, cost: int
) -> Iterator[Counts]:
    """Every way to make a total at a cost; what the sizes left cannot make, by their cost for a gram, is not tried."""
    size, each = sizes[0], costs[0]
    most = total // size if limits is None else min(total // size, limits[0])
    most = min(most, cost // each) if each else most
    if len(sizes) == 1:
        if most * size == total and most * each == cost:
            yield (most,)
        return
    rest, others, left_of = sizes[1:], costs[1:], None if limits is None else limits[1:]
    (cheap, cheap_size), (dear, dear_size) = _cost_ends(rest, others)
    for count in range(most, -1, -1):
        left, spare = total - count * size, cost - count * each
        if cheap * left <= spare * cheap_size and spare * dear_size <= dear * left:
            for more in _ways(rest, others, left_of, left, spare):
                yield (count, *more)


@lru_cache(maxsize=4096)
def _cost_ends(sizes: tuple[int, ...], costs: tuple[int, ...]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The sizes that cost least and most for their grams, each as its cost and its units."""
    common, pairs = prod(sizes), zip(costs, sizes, strict=True)
    by_gram = sorted(pairs, key=lambda pair: (pair[0] * common // pair[1], pair[1]))
    return by_gram[0], by_gram[-1]


class Combination(Record):
    """The vials of one infusion day, the largest first."""

    vials: tuple[VialCount, ...]
    total_g: Fraction
    """Grams in the vials opened."""
    given_g: Fraction
    """Grams that the patient receives."""

    def __hash__(self) -> int:
        """By its grams, in whole numbers: they are the same where the vials are."""
        return hash((self.total_g.as_integer_ratio(), self.given_g.as_integer_ratio()))

    @cached_property
    def discarded_g(self) -> Fraction:
        """Grams opened and not given (only when rounding is ``exact``)."""
        return self.total_g - self.given_g


class Unreachable(Record):
    """Of one infusion day: no total of whole vials that may be given lies within the tolerance."""

    below_g: Fraction | None
    """The nearest total below the prescribed grams; None where there is none."""
    above_g: Fraction | None
    short: bool = False
    """Whether more vials would make a total within the tolerance; the nearest totals are those of the vials there are.
    """


BEYOND_STOCK: Final = "beyond stock"
"""Why there is no total where more vials would make one."""


class UnreachableCourse(Record):
    """Of a course rounded as a whole: no total that may be given can be spread over its days."""

    below_g: Fraction | None
    """The nearest total below the prescribed course total that the vials there are make; None where there is none."""
    above_g: Fraction | None
    why: str
    decided: bool = True
    """False where the search was given up."""


def added_vials(days: Iterable[Combination]) -> list[VialCount]:
    """The vials of some infusion days together, the largest first."""
    counts: dict[Fraction, int] = {}
    for day in days:
        for vial in day.vials:
            counts[vial.size_g] = counts.get(vial.size_g, 0) + vial.count
    return [VialCount(size_g=size, count=counts[size]) for size in sorted(counts, reverse=True)]


def volume_ml(product: Product, vials: Combination) -> Fraction:
    """Millilitres as the labels print them for each vial; of an opened rest its share."""
    if product.ml_per_g is not None:
        return vials.given_g * product.ml_per_g
    hung = sum((product.ml_of[vial.size_g] * vial.count for vial in vials.vials), Fraction(0))
    return hung if vials.given_g == vials.total_g else hung * vials.given_g / vials.total_g
