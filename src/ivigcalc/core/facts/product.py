"""Preparations: one brand at one concentration, as hung, with what its labels say."""

from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal

from ivigcalc.core.facts.fact import ASKABLE, SITE, Measure, Region, Standing, Statement
from ivigcalc.core.facts.indication import Phase
from ivigcalc.core.facts.ladder import Ladder, RiskRate
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Choice, FileRecord, Record


class Form(Choice):
    """How the preparation is supplied."""

    LIQUID = "liquid"
    POWDER = "powder"


class SugarKind(Choice):
    """The sugar or polyol that stabilises the preparation."""

    NONE = "none"
    GLUCOSE = "glucose"
    MALTOSE = "maltose"
    MANNITOL = "mannitol"
    SORBITOL = "sorbitol"
    SUCROSE = "sucrose"


class MarketStatus(Choice):
    """Whether a region can buy the preparation."""

    SOLD = "sold"
    ENDING = "ending"
    NOT_YET = "not-yet-sold"
    DISCONTINUED = "discontinued"
    UNKNOWN = "unknown"


class Sugar(FileRecord):
    """Sugar or polyol in the preparation; ``amount`` in g per g of IgG or mg/mL, None where not found."""

    kind: SugarKind
    amount: Measure | None = None
    says: str = ""
    sources: tuple[str, ...] = ()
    standing: Standing = Standing.LABEL


class Vial(FileRecord):
    """A vial size: grams of IgG, mL as hung, and the regions that sell it."""

    g: Decimal
    ml: Decimal
    regions: tuple[Region, ...]
    sources: tuple[str, ...]
    says: str = ""


ContraindicatedPatient = Literal[
    "anti-iga", "iga-deficient", "fructose", "proline", "corn", "under-2", "hypersensitivity", "other"
]
"""The patient a contraindication names. Only the first six are decided by a rule; the others are printed."""


class VialCount(Record):
    """How many vials of one size, in grams."""

    size_g: Fraction
    count: int

    @cached_property
    def size(self) -> str:
        """The size as JSON and tables print it: vials are whole milligrams."""
        return plain(self.size_g, 3)


class Contraindication(FileRecord):
    """A patient whom the professional label names."""

    patient: ContraindicatedPatient
    says: str
    sources: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    standing: Standing = Standing.LABEL


class LabelDose(FileRecord):
    """A dose that a label prints: g/kg of the course and its infusion days. None: no figure, so any is within it.

    Without a ``phase`` it holds for all of the treatment.
    """

    phase: Phase | None = None
    min_g_per_kg: Decimal | None = None
    max_g_per_kg: Decimal | None = None
    min_days: int | None = None
    max_days: int | None = None


class Labelled(FileRecord):
    """A neurological indication on a label, with its population (``min_age_years`` None: no limit printed).

    ``doses`` are those of ``says`` as figures; empty where no dose was read.
    """

    indication: str
    regions: tuple[Region, ...]
    population: str
    sources: tuple[str, ...]
    min_age_years: Decimal | None = None
    doses: tuple[LabelDose, ...] = ()
    says: str = ""

    @cached_property
    def from_years(self) -> Fraction:
        """The age in years from which it holds; 0 where no limit is printed."""
        return Fraction(self.min_age_years or 0)


class Market(FileRecord):
    """Whether the preparation is sold in a region, and as of when."""

    status: MarketStatus
    regions: tuple[Region, ...]
    date: str
    says: str
    sources: tuple[str, ...] = ()


PROPERTIES: Final = (
    "iga",
    "stabiliser",
    "sugar",
    "sodium",
    "osmolality",
    "ph",
    "vials",
    "contraindications",
    "warnings",
    "labelled",
    "market",
    "storage",
    "ladders",
    "risk_rates",
)
"""Each product states a fact for each of these, or says in ``missing`` why it cannot."""


class Product(FileRecord):
    """One preparation. Lists are empty where nothing was found; ``missing`` then holds the reason.

    ``iga`` is in mcg/mL or mg/g (of IgG), ``sodium`` in mmol/L or mmol/g, ``osmolality`` as the label prints it.
    ``first_infusion`` is what a label says of a patient new to the preparation.
    ``table2`` is the id of its column in the review's Table 2; ``unlabelled`` are labels read that have no neurological
    indication.
    """

    id: str
    brand: str
    shown: str
    """The name as answers print it."""
    names: tuple[str, ...]
    """Further names by which it is found."""
    differs: str
    """What tells it from a preparation of a like name."""
    holder: Statement
    """Who holds the licence."""
    form: Form
    mg_per_ml: Decimal
    """The concentration of IgG as hung."""
    as_hung: Statement | None = None
    """How it is made up, in words, where there is more than one way."""
    table2: str | None = None
    iga: tuple[Measure, ...] = ()
    stabiliser: tuple[Statement, ...] = ()
    sugar: tuple[Sugar, ...] = ()
    sodium: tuple[Measure, ...] = ()
    sodium_says: Statement | None = None
    osmolality: tuple[Measure, ...] = ()
    ph: tuple[Measure, ...] = ()
    vials: tuple[Vial, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    warnings: tuple[Statement, ...] = ()
    labelled: tuple[Labelled, ...] = ()
    unlabelled: tuple[Statement, ...] = ()
    market: tuple[Market, ...] = ()
    storage: tuple[Statement, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    risk_rates: tuple[RiskRate, ...] = ()
    first_infusion: tuple[Statement, ...] = ()
    missing: dict[str, str]

    @cached_property
    def _sizes(self) -> tuple[tuple[Fraction, Fraction, tuple[Region, ...]], ...]:
        """Each vial: its grams, its millilitres as hung, and the regions in which it is sold."""
        return tuple((Fraction(vial.g), Fraction(vial.ml), vial.regions) for vial in self.vials)

    def counted_for(self, region: Region, texts: AbstractSet[str]) -> "Product":
        """The same with the region added to what cites one of its own texts, and to a site's vials of no region."""

        def counted(fact: Any) -> Any:
            of_site = SITE in fact.sources and fact.regions == ASKABLE
            if region in fact.regions or not (of_site or texts & {*fact.sources}):
                return fact
            return fact.replaced(regions=(*fact.regions, region))

        of_regions = {
            name: tuple(counted(fact) for fact in facts)
            for name in self.field_names
            if isinstance(facts := getattr(self, name), tuple) and facts and hasattr(facts[0], "regions")
        }
        return self.replaced(**of_regions)

    @cached_property
    def regions_of(self) -> dict[str, tuple[str, ...]]:
        """The regions in which each vial size, as ``VialCount.size`` prints it, is sold; in words."""
        return {plain(grams, 3): tuple(map(str, regions)) for grams, _, regions in self._sizes}

    @cached_property
    def ml_of(self) -> dict[Fraction, Fraction]:
        """Millilitres as hung of one vial, by its grams."""
        return {grams: ml for grams, ml, _ in self._sizes}

    @cached_property
    def ml_per_g(self) -> Fraction | None:
        """Millilitres as hung for each gram, where that is the same for vials of every size."""
        ratios = {(ml / grams).as_integer_ratio() for grams, ml, _ in self._sizes}
        return Fraction(*ratios.pop()) if len(ratios) == 1 else None

    def sizes_in(self, region: Region | None) -> tuple[Fraction, ...]:
        """The vial sizes in g that a region sells; without one those that any sells."""
        return tuple([grams for grams, _, regions in self._sizes if region is None or region in regions])

    def market_in(self, region: Region | None) -> tuple[Market, ...]:
        """Whether it is sold in a region; without one in each."""
        return tuple(entry for entry in self.market if region is None or region in entry.regions)

    @cached_property
    def labels_of(self) -> dict[str, tuple[Labelled, ...]]:
        """What its labels say of each indication that they have, by its id."""
        ids = dict.fromkeys(label.indication for label in self.labelled)
        return {name: tuple(label for label in self.labelled if label.indication == name) for name in ids}

    def __hash__(self) -> int:
        """By id: what is worked out for an entry is kept beside it."""
        return hash(self.id)
