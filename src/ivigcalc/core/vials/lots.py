"""Vials taken out of a stock, day after day, first-expiring first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ivigcalc.core.request.stock import Lot, first_expiring_first
from ivigcalc.core.vials.combination import Combination, Unreachable
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.terms import Terms


def vials_in_stock(lots: Iterable[Lot], on: date | None) -> dict[Fraction, int]:
    """How many vials of each size can be used on a day."""
    found: dict[Fraction, int] = {}
    for lot in lots:
        if lot.count and lot.usable(on):
            found[lot.size_g] = found.get(lot.size_g, 0) + lot.count
    return found


def from_stock(
    grams: Sequence[Fraction], terms: Terms, dates: Sequence[date | None]
) -> list[Combination | Unreachable]:
    """The vials of each day, one day after the other, from what the days before it leave."""
    lots, made = first_expiring_first(terms.lots or ()), list[Combination | Unreachable]()
    for of_day, on in zip(grams, dates, strict=True):
        vials = best_vials(of_day, terms, vials_in_stock(lots, on))
        made.append(vials)
        if isinstance(vials, Combination):
            lots = _take(lots, vials, on)[1]
    return made


class StockOfDay(NamedTuple):
    """What could be used on a day, as the number of vials of each size, and the lots that are taken of it."""

    there: Mapping[Fraction, int]
    lots: tuple[Lot, ...]


def stock_by_day(
    lots: Iterable[Lot], made: Iterable[Combination | Unreachable], dates: Iterable[date | None]
) -> Iterator[StockOfDay]:
    """What each day's vials are taken from, first-expiring first. There are enough of them."""
    left = first_expiring_first(lots)
    for vials, on in zip(made, dates, strict=True):
        there, taken = vials_in_stock(left, on), tuple[Lot, ...]()
        if isinstance(vials, Combination):
            taken, left = _take(left, vials, on)
        yield StockOfDay(there, taken)


def _take(lots: Sequence[Lot], vials: Combination, on: date | None) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    """The vials to take on a day out of lots in their turn, and what is left."""
    missing, taken, left = {vial.size_g: vial.count for vial in vials.vials}, [], []
    for lot in lots:
        count = min(lot.count, missing.get(lot.size_g, 0)) if lot.usable(on) else 0
        if count:
            missing[lot.size_g] -= count
            taken.append(lot.replaced(count=count))
        if lot.count > count:
            left.append(lot.replaced(count=lot.count - count))
    return tuple(taken), tuple(left)
