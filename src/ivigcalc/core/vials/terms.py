"""What vials there are of a preparation, by which rule they are chosen, and what cannot be asked of them."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd, lcm
from typing import TYPE_CHECKING, Final

from ivigcalc.core.facts.product import Product, VialCount
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Lot, Objective, Order, Rounding, Scope
from ivigcalc.core.vials.totals import Combination, Counts, SizeSet, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region

    Prices = tuple[tuple[Fraction, Fraction], ...]
    """Sizes in g, each with the price of one vial."""


MG: Final = 1000
"""Milligrams in a gram."""
VIALS_BITS: Final = 32
"""A price is counted in steps of 2 to this power, so that of two equal prices the fewer vials cost less."""
MOST_KEPT: Final = 4096
"""Answers that are kept of each kind."""


class WholeSizes(Record):
    """Vial sizes in grams as whole numbers of a unit, with what a vial of each costs."""

    size_set: SizeSet
    sizes_g: tuple[Fraction, ...]
    """The sizes in grams, the largest first."""
    unit: int
    """Milligrams in one unit."""
    shift: int
    """How many of the lower bits of a cost are not price: they count vials."""

    def grams(self, total: int) -> Fraction:
        """A total in grams."""
        return Fraction(total * self.unit, MG)

    @cached_property
    def words(self) -> Callable[[int], str]:
        """A total in words: ``27.5 g``. Whole vials have no parts of a milligram."""
        return lru_cache(maxsize=MOST_KEPT)(lambda total: f"{shown(self.grams(total), 3)} g")

    def total(self, grams: Fraction) -> int:
        """Grams in units, rounded down."""
        return grams.numerator * MG // (grams.denominator * self.unit)

    def combination(self, counts: Counts) -> Combination:
        """Counts of each size as vials; all of them are given."""
        total_g = self.grams(sum(size * count for size, count in zip(self.size_set.sizes, counts, strict=True)))
        sizes = zip(self.sizes_g, counts, strict=True)
        vials = tuple([VialCount(size_g=size_g, count=count) for size_g, count in sizes if count])
        return Combination(vials=vials, total_g=total_g, given_g=total_g)

    @cached_property
    def cheapest(self) -> Callable[[int], Combination]:
        """The vials of a reachable total at its least cost; of several, fewer sizes, then larger vials."""
        return lru_cache(maxsize=MOST_KEPT)(lambda total: self.combination(self.size_set.best_way(total)))


def _by_mg(sizes_g: Iterable[Fraction]) -> dict[int, Fraction]:
    """Each size in grams by its milligrams, the smallest first: whole numbers are sorted faster than fractions."""
    by_mg = {size.numerator * MG // size.denominator: size for size in sizes_g}
    return {mg: by_mg[mg] for mg in sorted(by_mg)}


@lru_cache(maxsize=MOST_KEPT)
def whole_sizes(
    sizes_g: tuple[Fraction, ...], prices: Prices = (), supply: tuple[int, ...] | None = None
) -> WholeSizes:
    """Sizes in grams as whole numbers; a vial costs its price or (without prices) 1. ``supply`` counts each size."""
    count_of = dict(zip(sizes_g, supply, strict=True)) if supply is not None else {}
    by_mg = _by_mg(sizes_g)
    sizes_mg, ordered = [*reversed(by_mg)], [*reversed(by_mg.values())]
    unit = gcd(*sizes_mg)
    costs, shift = (1,) * len(ordered), 0
    if prices:
        price_of = dict(prices)
        whole = lcm(*(price_of[size].denominator for size in ordered))
        costs = tuple((int(price_of[size] * whole) << VIALS_BITS) + 1 for size in ordered)
        shift = VIALS_BITS
    return WholeSizes(
        size_set=SizeSet(
            sizes=tuple(size // unit for size in sizes_mg),
            costs=costs,
            limits=None if supply is None else tuple(count_of[size] for size in ordered),
        ),
        sizes_g=tuple(ordered),
        unit=unit,
        shift=shift,
    )


class VialTerms(Record):
    """What vials there are of a preparation, and by which rule they are chosen.

    ``nearest``: among totals within ``near`` (a fraction of the prescribed grams) the fewest vials, then the nearest,
    then the lower; if there is none, the nearest within ``wide``, the lower of two as near. ``down`` and ``up`` are
    the same on one side. ``exact``: the prescribed grams are given, the fewest vials that cover them are opened (then
    the least discarded).

    The objective ``cost`` puts the price in the place of the vials, and breaks ties by vials. ``grams`` takes the
    nearest within ``wide``, or for ``exact`` the least discarded, and then the fewest vials. What is equal then has
    fewer sizes, then larger vials.
    """

    sizes_g: tuple[Fraction, ...]
    near: Fraction
    """The near tolerance, as a fraction of the prescribed grams."""
    wide: Fraction
    """The wide tolerance, as a fraction of the prescribed grams."""
    rounding: Rounding = Rounding.NEAREST
    scope: Scope = Scope.DAY
    objective: Objective = Objective.VIALS
    cap_g: Fraction | None = None
    """A printed maximum per dose that no total may pass."""
    prices: Prices = ()
    """Of every size where the price is to be least, and else empty."""
    lots: tuple[Lot, ...] | None = None
    """The stock of the preparation; None means as many vials as wanted."""

    @cached_property
    def unlimited(self) -> WholeSizes:
        """The sizes without a limit on their number."""
        return whole_sizes(self.sizes_g, self.prices)

    def limited(self, supply: Mapping[Fraction, int]) -> WholeSizes:
        """The sizes with so many vials of each."""
        return whole_sizes(self.sizes_g, self.prices, tuple(supply.get(size, 0) for size in self.sizes_g))

    @property
    def rounds_each_day(self) -> bool:
        """Whether each day is rounded to whole vials by itself."""
        return self.scope is Scope.DAY and self.rounding is not Rounding.EXACT

    @property
    def unpriced_g(self) -> list[Fraction]:
        """The sizes without a price where the price is to be least, the smallest first."""
        priced = {size for size, _ in self.prices}
        return sorted(set(self.sizes_g) - priced) if self.objective is Objective.COST else []

    @cached_property
    def known_days(self) -> dict[tuple[int, int], Combination | Unreachable]:
        """The days worked out before without a limit, by the numerator and denominator of their grams."""
        return {}


def terms_of(product: Product, order: Order, catalogue: Catalogue, cap_g: Fraction | None = None) -> VialTerms:
    """The sizes, the stock and the prices of a preparation, with the rule of an order; ``cap_g`` is of its course."""
    rules, formulary = catalogue.rules, catalogue.formulary
    if order.plain_vials:
        within = (rules.near.as_integer_ratio(), rules.wide.as_integer_ratio())
        return _plain_terms(product, order.region, order.rounding, cap_g, within)
    sizes, lots = product.sizes_in(order.region), None
    if order.stock is not None:
        lots = tuple(lot for lot in order.stock.of(product.id) if lot.count and lot.size_g in sizes)
        sizes = tuple(size for size in sizes if any(lot.size_g == size for lot in lots))
    prices = formulary.prices(product.id) if formulary and order.objective is Objective.COST else {}
    return VialTerms(
        sizes_g=sizes,
        near=rules.near,
        wide=rules.wide,
        rounding=order.rounding,
        scope=order.scope,
        objective=order.objective,
        cap_g=cap_g,
        prices=tuple((size, prices[size]) for size in sizes if size in prices),
        lots=lots,
    )


@lru_cache(maxsize=MOST_KEPT)
def _plain_terms(
    product: Product,
    region: Region | None,
    rounding: Rounding,
    cap_g: Fraction | None,
    within: tuple[tuple[int, int], tuple[int, int]],
) -> VialTerms:
    """The terms of an order that asks for no more than whole vials; preparations with the same sizes share them.

    Both tolerances, near and wide, come as whole numbers, which are looked up faster than fractions.
    """
    sizes = tuple(_by_mg(product.sizes_in(region)).values())
    near, wide = Fraction(*within[0]), Fraction(*within[1])
    return _shared_terms(sizes_g=sizes, near=near, wide=wide, rounding=rounding, cap_g=cap_g)


_shared_terms = lru_cache(maxsize=MOST_KEPT)(VialTerms)


def no_terms_reason(terms: VialTerms) -> str:
    """Why no vials can be chosen on these terms; "" where they can."""
    if not terms.sizes_g:
        return "no vial size listed" if terms.lots is None else "none in stock"
    unpriced = [f"{plain(size, 4)} g" for size in terms.unpriced_g]
    return f"no price for vials of {', '.join(unpriced)}" if unpriced else ""


def contradictions(order: Order, catalogue: Catalogue) -> list[Problem]:
    """What an order asks of whole vials that cannot be answered: options that contradict, a missing date or price."""
    problems, stock = [], order.stock
    if order.rounding is Rounding.EXACT and order.scope is Scope.COURSE:
        message = "--round-scope course and --round exact exclude each other: with exact nothing is rounded"
        hint = "drop --round-scope course, or --round exact"
        problems.append(Problem(code="nothing-to-round", field="--round-scope", message=message, next=hint))
    if stock is not None and stock.dated and order.start is None:
        message = f"--start is needed: stock has expiry dates ({stock.file})"
        problems.append(Problem(code="missing-value", field="--start", message=message, next="--start YYYY-MM-DD"))
    if order.objective is Objective.COST:
        problems += _prices(order, catalogue)
    return problems


def _prices(order: Order, catalogue: Catalogue) -> list[Problem]:
    """Problems where the price is to be least: no formulary, no price in it, or none for a size that is asked for."""
    local = catalogue.local
    if local is None:
        return [_unpriced("--objective cost needs prices, and no formulary is in force", "privigen", "10")]
    if not order.products:
        if any(vial.price is not None for vials in local.formulary.vials.values() for vial in vials):
            return []
        return [_unpriced(f"--objective cost needs prices: {local.file} has none", "privigen", "10")]
    problems = []
    for product in map(catalogue.product, order.products):
        unpriced = [plain(size, 4) for size in terms_of(product, order, catalogue).unpriced_g]
        if unpriced:
            named = ", ".join(f"{size} g" for size in unpriced)
            message = f"--objective cost: {local.file} has no price for {product.shown} vials of {named}"
            problems.append(_unpriced(message, product.id, unpriced[0]))
    return problems


def _unpriced(message: str, product_id: str, size: str) -> Problem:
    allowed = (f"vials: {{{product_id}: [{{g: {size}, ml: ..., price: ...}}]}}",)
    hint = "add the price of every size to the file of --formulary (see docs/formulary.md)"
    return Problem(code="no-price", field="--objective", message=message, allowed=allowed, next=hint)
