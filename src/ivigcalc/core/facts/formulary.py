"""The local formulary: what a site adds to the shipped data or changes in it, and what of that is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ivigcalc.core.facts.fact import ASKABLE, DateOrder, DecimalMark, Region, Source
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.product import Product, VialCount
from ivigcalc.core.facts.rule import Level, LimitRule
from ivigcalc.core.record import FileRecord, Record


class SiteVial(FileRecord):
    """A vial size as the site buys it: grams of IgG, mL as hung, and the price of one vial in the file's currency."""

    g: Decimal
    ml: Decimal
    price: Decimal | None = None
    regions: tuple[Region, ...] = ASKABLE
    says: str = ""


class SiteCode(FileRecord):
    """A code of a preparation in a system of the site's: its address, as FHIR has it, the code, and its words."""

    system: str
    code: str
    display: str = ""


class LimitChange(FileRecord):
    """Another bound or level for a shipped limit. ``text`` takes the place of the limit's words."""

    id: str
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None
    level: Level | None = None
    text: str = ""


class ConstantChange(FileRecord):
    """Another value, in the same unit, for a shipped constant."""

    id: str
    value: Decimal
    text: str = ""


class Formulary(FileRecord):
    """A formulary file. ``vials``, ``codes`` and ``ladders`` are by product id; ``rules`` are limits of the site's own.

    ``stock`` names what is stocked and ``hide`` what is not; they exclude each other. ``approved_by`` and ``review_by``
    are needed only where something is looser than shipped.
    """

    site: str
    approved_by: str = ""
    review_by: date | None = None
    currency: str = ""
    dates: DateOrder | None = None
    decimal: DecimalMark | None = None
    hide: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    vials: dict[str, tuple[SiteVial, ...]] = field(default_factory=dict)
    codes: dict[str, tuple[SiteCode, ...]] = field(default_factory=dict)
    ladders: dict[str, tuple[Ladder, ...]] = field(default_factory=dict)
    limits: tuple[LimitChange, ...] = ()
    constants: tuple[ConstantChange, ...] = ()
    rules: tuple[LimitRule, ...] = ()
    products: tuple[Product, ...] = ()
    sources: tuple[Source, ...] = ()

    def prices(self, product_id: str) -> dict[Fraction, Fraction]:
        """The price of one vial of each size that the file gives one for."""
        sizes = self.vials.get(product_id, ())
        return {Fraction(vial.g): Fraction(vial.price) for vial in sizes if vial.price is not None}

    def cost(self, product_id: str, opened: Iterable[VialCount]) -> Fraction | None:
        """What the vials opened cost, in the file's currency; None where it does not give the price of every size."""
        prices = self.prices(product_id)
        total = Fraction(0)
        for vial in opened:
            if vial.size_g not in prices:
                return None
            total += vial.count * prices[vial.size_g]
        return total

    def may_loosen(self, today: date) -> bool:
        """Whether somebody answers for what is looser, and the day of review has not passed."""
        return bool(self.approved_by.strip()) and self.review_by is not None and today <= self.review_by


class ValueKind(StrEnum):
    """Which kind of shipped value a formulary changes."""

    LIMIT = "limit"
    CONSTANT = "constant"
    LADDER = "ladder"


class SiteChange(Record):
    """A shipped value and what the site has instead."""

    what: ValueKind
    id: str
    path: str
    """Where it stands in the formulary file, from the top: ``limits.day-above-100-g``."""
    shipped: str
    """The shipped value, in words."""
    here: str
    """The value of the site, in words."""
    looser: bool
    """Whether the value of the site lets more pass."""
    in_force: bool
    """False where it is looser and not approved, or its review is overdue."""


class MergedFormulary(Record):
    """A formulary as merged into a catalogue: the file, what it changes there, and what of that is in force.

    A catalogue has it as ``local``; without one, nothing is changed.
    """

    formulary: Formulary
    file: str
    sha256: str
    changes: tuple[SiteChange, ...]
    unstocked: tuple[str, ...]
    """Ids of the products that are not stocked."""
    label_ladders: Mapping[str, tuple[Ladder, ...]]
    """The label's ladders of the shipped products that the site has ladders for, by the id of the product."""
    lines: Mapping[str, int]
    """The line of each path in the file."""

    @property
    def loosened(self) -> tuple[SiteChange, ...]:
        """What is looser than shipped, and in force."""
        return tuple(change for change in self.changes if change.looser and change.in_force)

    @property
    def lapsed(self) -> tuple[SiteChange, ...]:
        """What would be looser than shipped, but is not in force, because its review is overdue."""
        return tuple(change for change in self.changes if not change.in_force)

    def at(self, path: str) -> str:
        """``file:line`` of a path; the file alone where the path is not in it."""
        return f"{self.file}:{self.lines[path]}" if path in self.lines else self.file
