"""An order as somebody wrote it: the dose of each day, and the rate and vials where it states them."""

from collections.abc import Iterator
from fractions import Fraction

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose


def shown_dose(dose: Dose, factor: Fraction = Fraction(1)) -> str:
    """A dose, or a multiple of it, with its unit, as it is typed."""
    return f"{plain(dose.value * factor, 4)} {'g/kg' if dose.per_kg else 'g'}"


class Restated(Record):
    """A dose, and the same dose again in the other unit: one in g, one in g/kg."""

    said: Dose
    also: Dose

    def contradiction(self, weight_kg: Fraction, wide: Fraction) -> str:
        """How the grams are not the g/kg at a dosing weight in kg, by more than ``wide`` of them; "" if they are."""
        grams, per_kg = (self.also, self.said) if self.said.per_kg else (self.said, self.also)
        expected = per_kg.grams(weight_kg)
        if abs(grams.value - expected) <= wide * expected:
            return ""
        return f"{shown_dose(grams)} is not {shown_dose(per_kg)} at {plain(weight_kg, 2)} kg ({plain(expected, 2)} g)"


class WrittenDose(Record):
    """The doses of a written order, day by day."""

    text: str
    """The order as written."""
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
    """How unusual numbers were read."""
    also: tuple[Restated, ...] = ()
    """The doses that are said again in the other unit."""

    def grams(self, weight_kg: Fraction) -> Iterator[tuple[int, Fraction]]:
        """Each infusion day with its grams, for a dosing weight in kg."""
        factor = weight_kg if self.per_kg else Fraction(1)
        return ((day, dose * factor) for day, dose in self.days)

    def contradiction(self, weight_kg: Fraction, wide: Fraction) -> str:
        """How a dose in g is not the g/kg beside it, by more than ``wide`` at a dosing weight in kg; "" if it is."""
        contradictions = (restated.contradiction(weight_kg, wide) for restated in self.also)
        return "; ".join(filter(None, contradictions))


class WrittenRate(Record):
    """A rate as written."""

    text: str
    value: Fraction
    unit: RateUnit | None
    """The unit of a label; None is mL/h, as a pump is set."""
    echo: str = ""


class WrittenVials(Record):
    """The vials of one infusion day as written."""

    text: str
    sizes: tuple[tuple[Fraction, int], ...]
    """Each size in g with the number of vials, the largest first."""
    echo: str = ""

    @property
    def grams(self) -> Fraction:
        """Grams in all of them."""
        return sum((size * count for size, count in self.sizes), Fraction(0))


class WrittenOrder(Record):
    """A whole order as written: its dose, and its rate and vials where it states them."""

    dose: WrittenDose
    rate: WrittenRate | None = None
    vials: WrittenVials | None = None

    @property
    def echoes(self) -> tuple[str, ...]:
        """How unusual numbers were read."""
        parts = [part.echo for part in (self.rate, self.vials) if part and part.echo]
        return (*self.dose.echoes, *parts)
