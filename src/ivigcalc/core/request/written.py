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
    """The doses of a written order: infusion day and dose, in g, or in g per kg of dosing weight (``per_kg``).

    ``text`` is the order as written, ``stated`` its largest dose in the form it was written in; ``in_all`` says that a
    dose was written as a course total. ``also`` are the doses that it says again in the other unit.
    """

    text: str
    per_kg: bool
    days: tuple[tuple[int, Fraction], ...]
    stated: Dose
    in_all: bool
    interval: Interval | None
    echoes: tuple[str, ...] = ()
    also: tuple[Restated, ...] = ()

    def grams(self, weight_kg: Fraction) -> Iterator[tuple[int, Fraction]]:
        """Each infusion day with its grams, for a dosing weight in kg."""
        factor = weight_kg if self.per_kg else Fraction(1)
        return ((day, dose * factor) for day, dose in self.days)

    def contradiction(self, weight_kg: Fraction, wide: Fraction) -> str:
        """How a dose in g is not the g/kg beside it, by more than ``wide`` at a dosing weight in kg; "" if it is."""
        contradictions = (restated.contradiction(weight_kg, wide) for restated in self.also)
        return "; ".join(filter(None, contradictions))


class WrittenRate(Record):
    """A rate as written: a number with its unit; ``unit`` None is mL/h, the field of a pump."""

    text: str
    value: Fraction
    unit: RateUnit | None
    echo: str = ""


class WrittenVials(Record):
    """The vials of one infusion day as written: sizes in g with the number of vials, the largest first."""

    text: str
    sizes: tuple[tuple[Fraction, int], ...]
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
