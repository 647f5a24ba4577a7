"""What is ordered: a course or an infusion as asked for, and an order as somebody wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Interval, Phase
from ivigcalc.core.facts.ladder import Context, RateUnit
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


class Restated(Record):
    """A dose, and the same dose again in the other unit: one in g, one in g/kg."""

    said: Dose  # its ``echo`` says of which dose of each day it is the sum, "" for none
    also: Dose
    or_times: int = 1  # how many times the dose it may be as well: a total behind the days

    def contradiction(self, weight_kg: Fraction, wide: Fraction) -> str:
        """How the grams are not the g/kg at a dosing weight in kg, by more than ``wide`` of them; "" if they are."""
        grams, per_kg = (self.also, self.said) if self.said.per_kg else (self.said, self.also)
        expected = per_kg.grams(weight_kg)
        many = expected * self.or_times if self.said.per_kg else expected / self.or_times
        if any(abs(grams.value - other) <= wide * other for other in (expected, many)):
            return ""
        words = {dose: shown_dose(dose) for dose in (grams, per_kg)}
        words[self.said] += f" ({self.said.echo})" if self.said.echo else ""
        return f"{words[grams]} is not {words[per_kg]} at {plain(weight_kg, 2)} kg ({plain(expected, 2)} g)"


class WrittenRate(Record):
    """A rate as written."""

    text: str
    value: Fraction
    unit: RateUnit | None  # the unit of a label; None is mL/h, as a pump is set
    echo: str = ""
    start: Fraction | None = None
    """What it begins with, in the same unit: ``value`` where that alone is written, None where it is not."""


class WrittenVials(Record):
    """The vials of one infusion day as written."""

    text: str
    sizes: tuple[tuple[Fraction, int], ...]
    """Each size in g with the number of vials, the largest first."""
    echo: str = ""
    day_g: Fraction | None = None
    """The grams of the day that they are for, in an order that says it; None: those of every day."""
    or_days: int = 1
    """Of how many days, all alike, they may be as well, by what the order says."""

    @property
    def grams(self) -> Fraction:
        """Grams in all of them."""
        return sum((size * count for size, count in self.sizes), Fraction(0))


class WrittenDose(Record):
    """The doses of an order as written (``text``), day by day; ``echoes`` are how unusual numbers were read."""

    text: str
    per_kg: bool
    """Whether the doses of ``days`` are g per kg of dosing weight; else they are grams."""
    days: tuple[tuple[int, Fraction], ...]
    """Each infusion day, counted from 1, with its dose."""
    stated: Dose
    """The largest dose, in the form it was written in."""
    in_all: bool  # whether a dose was written as the total of several days
    interval: Interval | None  # how often the course is repeated
    echoes: tuple[str, ...] = ()
    also: tuple[Restated, ...] = ()
    """The doses that are said again in the other unit."""
    words: tuple[str, ...] = ()
    """The words that it was read from, without those that carry nothing."""
    product: str = ""  # the id of the preparation that it names
    rate: WrittenRate | None = None
    vials: WrittenVials | None = None
    weight_kg: Fraction | None = None  # the body weight that it names
    by_weight: Dose | None = None  # a dose for each kg beside that weight, or the actual one
    rounded: tuple[tuple[str, str, Fraction | None], ...] = ()  # words, their id, a multiple of what (None: vials)
    phase: tuple[str, Phase] | None = None  # its words, and the part of a treatment that they say
    uses: tuple[tuple[str, frozenset[str]], ...] = ()
    """What it says that it is for: the words, with the ids that they may mean, none for what is outside the data."""

    def grams(self, weight_kg: Fraction) -> Iterator[tuple[int, Fraction]]:
        """Each infusion day with its grams, for a dosing weight in kg."""
        return ((day, dose * weight_kg if self.per_kg else dose) for day, dose in self.days)

    def contradiction(self, weight_kg: Fraction, wide: Fraction) -> str:
        """How a dose in g is not the g/kg beside it, by more than ``wide`` at a dosing weight in kg; "" if it is."""
        return "; ".join(filter(None, (restated.contradiction(weight_kg, wide) for restated in self.also)))


class WrittenOrder(Record):
    """A whole order as written: its dose, and its rate and vials where it states them."""

    dose: WrittenDose
    rate: WrittenRate | None = None
    vials: WrittenVials | None = None

    @property
    def echoes(self) -> tuple[str, ...]:
        """How unusual numbers were read."""
        return (*self.dose.echoes, *(part.echo for part in (self.rate, self.vials) if part and part.echo))
