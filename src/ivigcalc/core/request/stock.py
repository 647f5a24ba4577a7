"""The stock at hand: vials of each preparation and size, by the day they expire."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from ivigcalc.core.record import Record


class Lot(Record):
    """Vials of one size that expire on one day; they can be used on that day."""

    size_g: Fraction
    """Grams of IgG in one vial."""
    count: int
    expiry: date | None = None
    """None where the stock file does not say it."""
    name: str = ""
    """The lot number."""

    def usable(self, on: date | None) -> bool:
        """Whether they can be used on a day; without a day, whether they can be used at all."""
        return on is None or self.expiry is None or on <= self.expiry


class Stock(Record):
    """A stock file: each lot with the id of its preparation. A preparation that is not in it has no stock."""

    file: str
    sha256: str
    rows: tuple[tuple[str, Lot], ...]

    @property
    def dated(self) -> bool:
        """Whether anything in it expires."""
        return any(lot.expiry for _, lot in self.rows)

    def of(self, product_id: str) -> tuple[Lot, ...]:
        """The lots of a preparation, first-expiring first."""
        return first_expiring_first(lot for row_product_id, lot in self.rows if row_product_id == product_id)


def first_expiring_first(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Lots in the order they are taken: first-expiring first, those without a day last, larger vials first."""
    return tuple(sorted(lots, key=lambda lot: (lot.expiry or date.max, lot.expiry is None, -lot.size_g, lot.name)))
