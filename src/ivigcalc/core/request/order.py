"""The order: which indication, which dose, from which weight, for which preparations."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.record import Record

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
