"""The order: which indication, which dose, from which weight, for which preparations."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import read_quantity
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Read

if TYPE_CHECKING:
    from datetime import date

    from ivigcalc.core.request.stock import Stock


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
    """A dose as typed: g per kg of dosing weight, or grams in all (``per_kg`` false)."""

    value: Fraction
    per_kg: bool
    echo: str = ""

    def grams(self, weight_kg: Fraction) -> Fraction:
        """The dose in grams for a dosing weight in kg."""
        return self.value * weight_kg if self.per_kg else self.value

    def per_kg_of(self, weight_kg: Fraction | None) -> Fraction | None:
        """The dose in g/kg; None for grams without a weight above zero."""
        if self.per_kg:
            return self.value
        return self.value / weight_kg if weight_kg is not None and weight_kg > 0 else None


class Order(Record):
    """What is asked for. ``per_day`` and ``course`` exclude each other; both None takes the indication's regimens.

    ``products`` are the ids to show (empty: all), ``stocked`` the ids the hospital stocks (empty: not said), ``stock``
    the vials that are there (None: as many as wanted). ``echoes`` say how an unusual entry was read, ``defaulted``
    names what was not said. ``weight_policy`` is the id of a policy of ``data/weights.yaml``; ``first`` marks a first
    infusion of the preparation.
    """

    indication: str
    regimen: str = ""
    days: int | None = None
    per_day: Dose | None = None
    course: Dose | None = None
    weight_policy: str = ACTUAL
    start: date | None = None
    off_label_reason: str = ""
    products: tuple[str, ...] = ()
    stocked: tuple[str, ...] = ()
    region: Region | None = None
    rounding: Rounding = Rounding.NEAREST
    scope: Scope = Scope.DAY
    objective: Objective = Objective.VIALS
    stock: Stock | None = None
    rate_weight: RateWeight = RateWeight.ACTUAL
    first: bool = False
    echoes: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()

    @property
    def plain_vials(self) -> bool:
        """Whether vials are chosen as usual: for each day, the fewest, of as many as wanted."""
        return self.scope is Scope.DAY and self.objective is Objective.VIALS and self.stock is None

    @property
    def typed_dose(self) -> Dose | None:
        """The dose the caller typed, if any."""
        return self.per_day or self.course


class InfusionOrder(Record):
    """One infusion: ``grams`` of the preparation ``product`` (an id).

    ``indication`` is an id, or "" where only a ``context`` of labels was given.
    """

    product: str
    grams: Fraction
    indication: str = ""
    context: Context = Context.ANY
    region: Region | None = None
    first: bool = False
    off_label_reason: str = ""
    rate_weight: RateWeight = RateWeight.ACTUAL
    weight_policy: str = ACTUAL
    echoes: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()


def read_grams(text: str, field: str = "--grams") -> Read:
    """Grams of one infusion day from ``28`` or ``"28 g"``.

    Raises:
        RefusedError: not a number of grams, or not above zero.
    """
    typed = read_quantity(text, field, ("g",), '28 or "28 g"', default="g")
    if typed.value <= 0:
        message = f"{field} {text!r} is not above zero"
        raise RefusedError(
            Problem(code="dose-not-positive", field=field, message=message, next=f"{field} 28".removeprefix("GRAMS "))
        )
    return Read(value=typed.value, echo=typed.echo)


PER_KG = {"g/kg": Fraction(1), "mg/kg": Fraction(1, 1000)}
GRAMS = {"g": Fraction(1), "mg": Fraction(1, 1000)}


def read_dose(text: str, field: str) -> Dose:
    """A dose such as ``"0.4 g/kg"``, ``"400 mg/kg"`` or ``"28 g"``; the unit is obligatory.

    Words after the dose that only repeat the option ("/day", "per day", "daily") are allowed for ``--per-day``.

    Raises:
        RefusedError: not a dose, or no unit.
    """
    words = text.strip()
    if field == "--per-day":
        for tail in ("/day", "/d", "per day", "daily", "a day"):
            words = words.removesuffix(tail).rstrip()
    example = '"2 g/kg" or "140 g"' if field == "--course" else '"0.4 g/kg" or "28 g"'
    typed = read_quantity(words, field, (*PER_KG, *GRAMS), example)
    if typed.value <= 0:
        raise RefusedError(
            Problem(
                code="dose-not-positive",
                field=field,
                message=f"{field} {text!r} is not above zero",
                next=f"type for example {example}",
            )
        )
    echo = f"{field} {typed.echo}" if typed.echo else ""
    if typed.unit in PER_KG:
        return Dose(value=typed.value * PER_KG[typed.unit], per_kg=True, echo=echo)
    return Dose(value=typed.value * GRAMS[typed.unit], per_kg=False, echo=echo)
