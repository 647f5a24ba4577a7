"""Rate ladders as labels print them: how fast a preparation may run, by region and by what it is given for."""

from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Final, Literal

from ivigcalc.core.facts.fact import Region, Standing
from ivigcalc.core.record import Choice, FileRecord

AT_RISK: Final = ("renal", "thrombosis")
"""Risks for which a label may print a rate of its own."""


def risks_of_rates(conditions: AbstractSet[str]) -> tuple[str, ...]:
    """Those of a patient's risks for which a label may print a rate of its own."""
    return tuple(risk for risk in AT_RISK if risk in conditions)


class Context(Choice):
    """What an infusion is given for, as far as labels print a rate of its own for it."""

    PI = "pi"
    ITP = "itp"
    CIDP = "cidp"
    MMN = "mmn"
    DM = "dm"
    ANY = "any"


class RateUnit(Choice):
    """The unit a label prints a rate in. ``mL/min`` is a flat rate: it is never scaled by weight."""

    ML_KG_MIN = "mL/kg/min"
    ML_KG_H = "mL/kg/h"
    MG_KG_MIN = "mg/kg/min"
    MG_KG_H = "mg/kg/h"
    ML_MIN = "mL/min"


class LabelStep(FileRecord):
    """One rate that a label prints, with its minutes where the label prints them."""

    rate: Decimal
    minutes: Decimal | None = None


class Ladder(FileRecord):
    """The rates of one label for one or more contexts.

    ``steps`` are the printed rates below the ``maximum``; ``every_minutes`` is how long each further step lasts and
    ``raise_by`` by how much the rate rises, where the label prints that. ``between`` are the rates up to the maximum
    that another label of the brand prints, where they rise more slowly than by doubling: a convention. ``after`` is
    what the label asks that the patient has had and tolerated before, ``maximum_after`` what it asks for before its
    maximum: without being told, the label's other ladder for the use counts, and rates below the maximum. ``adults``
    marks rates that are printed for adults alone.
    """

    contexts: tuple[Context, ...]
    regions: tuple[Region, ...]
    unit: RateUnit
    steps: tuple[LabelStep, ...]
    maximum: Decimal
    every_minutes: Decimal | None = None
    raise_by: Decimal | None = None
    between: tuple[Decimal, ...] = ()
    after: str = ""
    maximum_after: str = ""
    adults: bool = False
    says: str
    date: str
    sources: tuple[str, ...] = ()
    standing: Standing = Standing.LABEL

    def __hash__(self) -> int:
        """By a few of its figures: what is worked out for a ladder is kept beside it."""
        return hash((self.unit, self.maximum, self.date))


class SiteLadder(Ladder):
    """A site's ladder in place of ladders of the label, which still say when it counts."""

    instead_of: tuple[Ladder, ...]
    """The label's ladders as shipped, for the same patients."""


class RiskRate(FileRecord):
    """What a label says of the rate for patients at risk; without ``maximum`` it prints no figure.

    ``below`` marks a maximum that must not be reached.
    """

    patients: tuple[Literal["renal", "thrombosis"], ...]
    regions: tuple[Region, ...]
    maximum: Decimal | None = None
    unit: RateUnit | None = None
    below: bool = False
    says: str
    sources: tuple[str, ...] = ()
    standing: Standing = Standing.LABEL

    @property
    def has_figure(self) -> bool:
        """Whether it prints a maximum."""
        return self.maximum is not None and self.unit is not None
