"""Vials taken out of a stock, day after day, first-expiring first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ivigcalc.core.request.order import Lot, first_expiring_first
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import Combination, Unreachable


def vials_in_stock(lots: Iterable[Lot], on: date | None) -> dict[Fraction, int]:
    """How many vials of each size can be used on a day."""
    counts: dict[Fraction, int] = {}
    for lot in lots:
        if lot.count and lot.usable(on):
            counts[lot.size_g] = counts.get(lot.size_g, 0) + lot.count
    return counts


def from_stock(
    grams: Sequence[Fraction], terms: VialTerms, dates: Sequence[date | None]
) -> list[Combination | Unreachable]:
    """The vials of each day, one day after the other, from what the days before it leave."""
    lots, days = first_expiring_first(terms.lots or ()), list[Combination | Unreachable]()
    for grams_of_day, on in zip(grams, dates, strict=True):
        vials = best_vials(grams_of_day, terms, vials_in_stock(lots, on))
        days.append(vials)
        if isinstance(vials, Combination):
            lots = _take(lots, vials, on)[1]
    return days


class StockOfDay(NamedTuple):
    """The stock that a day can use, and the vials that it takes of it."""

    supply: Mapping[Fraction, int]
    """How many vials of each size in g can be used on the day."""
    lots: tuple[Lot, ...]
    """The vials taken, by lot."""


def stock_by_day(
    lots: Iterable[Lot], days: Iterable[Combination | Unreachable], dates: Iterable[date | None]
) -> Iterator[StockOfDay]:
    """What each day's vials are taken from, first-expiring first. There have to be enough of them."""
    left = first_expiring_first(lots)
    for vials, on in zip(days, dates, strict=True):
        supply, taken = vials_in_stock(left, on), tuple[Lot, ...]()
        if isinstance(vials, Combination):
            taken, left = _take(left, vials, on)
        yield StockOfDay(supply, taken)


def _take(lots: Sequence[Lot], vials: Combination, on: date | None) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    """The vials that a day takes out of lots, in the order of the lots, and the lots that are left."""
    missing, taken, left = {vial.size_g: vial.count for vial in vials.vials}, [], []
    for lot in lots:
        count = min(lot.count, missing.get(lot.size_g, 0)) if lot.usable(on) else 0
        if count:
            missing[lot.size_g] -= count
            taken.append(lot.replaced(count=count))
        if lot.count > count:
            left.append(lot.replaced(count=lot.count - count))
    return tuple(taken), tuple(left)
