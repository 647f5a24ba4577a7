"""An order as somebody wrote it, read: its doses by day, its rate and its vials, and what it says twice."""

from collections.abc import Iterator
from fractions import Fraction

from ivigcalc.core.facts.indication import Interval, Phase
from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, shown_dose


class Restated(Record):
    """A dose, and the same dose again in the other unit: one in g, one in g/kg."""

    said: Dose
    """Its ``echo`` says of which dose of each day it is the sum, "" for none."""
    also: Dose
    or_times: int = 1
    """How many times ``said`` it may be as well: a total behind the days."""

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
    unit: RateUnit | None
    """The unit of a label; None is mL/h, as a pump is set."""
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
    in_all: bool
    """Whether a dose was written as the total of several days."""
    interval: Interval | None
    """How often the course is repeated."""
    echoes: tuple[str, ...] = ()
    also: tuple[Restated, ...] = ()
    """The doses that are said again in the other unit."""
    words: tuple[str, ...] = ()
    """The words that it was read from, without those that carry nothing."""
    product: str = ""
    """The id of the preparation that it names; "" for none."""
    rate: WrittenRate | None = None
    vials: WrittenVials | None = None
    weight_kg: Fraction | None = None
    """The body weight that it names."""
    by_weight: Dose | None = None
    """A dose for each kg beside that weight, or beside the actual one."""
    rounded: tuple[tuple[str, str, Fraction | None], ...] = ()
    """How it says that grams were rounded: the words, their id, and to a multiple of how many g (None: to vials)."""
    phase: tuple[str, Phase] | None = None
    """The part of a treatment that it says it is, behind its words."""
    row: str = ""
    """The letter of the regimen whose row of ``dose`` it was pasted from; "" for none."""
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
