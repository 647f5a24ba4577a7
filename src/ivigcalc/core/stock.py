"""What is in stock: vials of each size, by the day they expire, and which of them are taken first."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from ivigcalc.core.record import record


@record
class Lot:
    """Vials of one size that expire on one day; they can be used on that day. ``expiry`` None: not said."""

    size_g: Fraction
    count: int
    expiry: date | None = None
    name: str = ""

    def usable(self, on: date | None) -> bool:
        """Whether they can be used on a day; without a day, whether they can be used at all."""
        return on is None or self.expiry is None or on <= self.expiry


@record
class Stock:
    """A stock file: each lot with the id of its preparation. A preparation that is not in it has no stock."""

    file: str
    sha256: str
    rows: tuple[tuple[str, Lot], ...]

    @property
    def dated(self) -> bool:
        """Whether anything in it expires."""
        return any(lot.expiry for _, lot in self.rows)

    def of(self, product_id: str) -> tuple[Lot, ...]:
        """What there is of a preparation, first-expiring first."""
        return in_turn(lot for named, lot in self.rows if named == product_id)


def in_turn(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Lots in the order they are taken: first-expiring first, those without a day last, larger vials first."""
    return tuple(sorted(lots, key=lambda lot: (lot.expiry or date.max, lot.expiry is None, -lot.size_g, lot.name)))


def supply(lots: Iterable[Lot], on: date | None) -> dict[Fraction, int]:
    """How many vials of each size can be used on a day."""
    found: dict[Fraction, int] = {}
    for lot in lots:
        if lot.count and lot.usable(on):
            found[lot.size_g] = found.get(lot.size_g, 0) + lot.count
    return found


def take(lots: Iterable[Lot], wanted: Mapping[Fraction, int], on: date | None) -> tuple[list[Lot], tuple[Lot, ...]]:
    """The vials to take on a day, first-expiring first, and what is left. There are enough of them."""
    missing, taken, left = dict(wanted), [], []
    for lot in in_turn(lots):
        count = min(lot.count, missing.get(lot.size_g, 0)) if lot.usable(on) else 0
        if count:
            missing[lot.size_g] -= count
            taken.append(Lot(size_g=lot.size_g, count=count, expiry=lot.expiry, name=lot.name))
        if lot.count - count:
            left.append(Lot(size_g=lot.size_g, count=lot.count - count, expiry=lot.expiry, name=lot.name))
    return taken, tuple(left)
