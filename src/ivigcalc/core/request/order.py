"""What is asked for: a course or an infusion, the vials that are there, and how they are to be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.quantity import plain
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

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from other lots of its preparation."""
        return self.size_g, self.expiry, self.name

    def usable(self, on: date | None) -> bool:
        """Whether they can be used on a day; without a day, whether they can be used at all."""
        return on is None or self.expiry is None or on <= self.expiry


class Stock(Record):
    """A stock file: each lot with the id of its preparation. A preparation that is not in it has no stock."""

    file: str
    sha256: str
    rows: tuple[tuple[str, Lot], ...]
    echoes: tuple[str, ...] = ()
    """How unusual entries were read, and which columns were not."""

    @property
    def dated(self) -> bool:
        """Whether anything in it expires."""
        return any(lot.expiry for _, lot in self.rows)

    def of(self, product_id: str) -> tuple[Lot, ...]:
        """The lots of a preparation, first-expiring first."""
        return first_expiring_first(lot for row_product_id, lot in self.rows if row_product_id == product_id)

    def less(self, product_id: str, taken: Mapping[tuple[object, ...], int]) -> Stock:
        """The stock without vials of a preparation that were taken, by the ``identity`` of their lots."""
        rows = [
            (product, lot.replaced(count=lot.count - taken.get(lot.identity, 0)) if product == product_id else lot)
            for product, lot in self.rows
        ]
        return self.replaced(rows=tuple(rows))


def first_expiring_first(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Lots in the order they are taken: first-expiring first, those without a day last, larger vials first."""
    return tuple(sorted(lots, key=lambda lot: (lot.expiry or date.max, lot.expiry is None, -lot.size_g, lot.name)))


class Rounding(StrEnum):
    """How prescribed grams become whole vials."""

    NEAREST = "nearest"
    DOWN = "down"
    UP = "up"
    EXACT = "exact"


class Scope(StrEnum):
    """Whether each day is rounded on its own, or the course as a whole and then spread over its days."""

    DAY = "day"
    COURSE = "course"


class Objective(StrEnum):
    """What is to be least: vials, the distance from the prescribed grams, or the price."""

    VIALS = "vials"
    GRAMS = "grams"
    COST = "cost"


class RateWeight(StrEnum):
    """Which weight an infusion rate is for: labels print rates for body weight, and say nothing of a dosing weight."""

    ACTUAL = "actual"
    DOSING = "dosing"


class Dose(Record):
    """A dose as typed, in g or in g/kg."""

    value: Fraction
    per_kg: bool
    """Whether ``value`` is g per kg of dosing weight; else it is grams."""
    echo: str = ""
    """How an unusual entry was read; "" if as typed."""

    def grams(self, weight_kg: Fraction) -> Fraction:
        """The dose in grams for a dosing weight in kg."""
        return self.value * weight_kg if self.per_kg else self.value

    def per_kg_of(self, weight_kg: Fraction | None) -> Fraction | None:
        """The dose in g/kg; None for grams without a weight above zero."""
        if self.per_kg:
            return self.value
        return self.value / weight_kg if weight_kg is not None and weight_kg > 0 else None


class Order(Record):
    """The order of a course. ``per_day`` and ``course`` exclude each other; without them it is the printed regimens."""

    indication: str
    """An id; "" where vials alone are asked for."""
    regimen: str = ""
    """The letter or id of the only regimen to show."""
    days: int | None = None
    """Infusion days."""
    per_day: Dose | None = None
    course: Dose | None = None
    """The dose of all days together."""
    weight_policy: str = ""
    """The id of the policy of ``data/weights.yaml`` that was chosen; "": that of the regimen's source counts."""
    start: date | None = None
    """The first infusion day."""
    cycles: int | None = None
    """How many times the course is given."""
    until: date | None = None
    """The last day on which a cycle may begin."""
    every: Interval | None = None
    """How often, inside a printed range: ``low`` is ``high``."""
    off_label_reason: str = ""
    products: tuple[str, ...] = ()
    """The ids of the preparations to show; empty: all."""
    stocked: tuple[str, ...] = ()
    """The ids of the preparations that the hospital stocks; empty: not said."""
    region: Region | None = None
    """Whose labels and vial sizes count; None: the strictest of all."""
    rounding: Rounding = Rounding.NEAREST
    scope: Scope = Scope.DAY
    objective: Objective = Objective.VIALS
    stock: Stock | None = None
    """The vials that are there; None: as many as wanted."""
    rate_weight: RateWeight = RateWeight.ACTUAL
    first: bool = False
    """The first infusion of the preparation, or after a change."""
    tolerated: bool = False
    """The preparation was given before and tolerated, as far as its label asks for that."""
    echoes: tuple[str, ...] = ()
    """How unusual entries were read."""
    defaulted: tuple[str, ...] = ()
    """The names of the options that were not given, so that their default stands."""

    @property
    def plain_vials(self) -> bool:
        """Whether vials are chosen as usual: for each day, the fewest, of as many as wanted."""
        return self.scope is Scope.DAY and self.objective is Objective.VIALS and self.stock is None

    @property
    def repeated(self) -> bool:
        """Whether anything was said of how the course is repeated."""
        return self.cycles is not None or self.until is not None or self.every is not None

    @property
    def typed_dose(self) -> Dose | None:
        """The dose the caller typed, if any."""
        return self.per_day or self.course


class InfusionOrder(Record):
    """One infusion of one preparation. Fields that an ``Order`` has too mean the same."""

    product: str
    """The id of the preparation."""
    grams: Fraction
    indication: str = ""
    """An id; "" where none was given, or only a ``context``."""
    context: Context = Context.ANY
    """The use of a label that prints its own rates."""
    region: Region | None = None
    first: bool = False
    tolerated: bool = False
    off_label_reason: str = ""
    rate_weight: RateWeight = RateWeight.ACTUAL
    weight_policy: str = ""
    echoes: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()


def shown_dose(dose: Dose, factor: Fraction = Fraction(1)) -> str:
    """A dose, or a multiple of it, with its unit, as it is typed."""
    return f"{plain(dose.value * factor, 4)} {'g/kg' if dose.per_kg else 'g'}"
