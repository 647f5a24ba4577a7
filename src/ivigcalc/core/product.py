"""Preparations: one brand at one concentration, as hung, with what its labels say."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final, Literal

from ivigcalc.core.fact import STRICT, Measure, Region, Standing, Statement


class Form(StrEnum):
    """How the preparation is supplied."""

    LIQUID = "liquid"
    POWDER = "powder"


class SugarKind(StrEnum):
    """The sugar or polyol that stabilises the preparation."""

    NONE = "none"
    GLUCOSE = "glucose"
    MALTOSE = "maltose"
    MANNITOL = "mannitol"
    SORBITOL = "sorbitol"
    SUCROSE = "sucrose"


class MarketStatus(StrEnum):
    """Whether a region can buy the preparation."""

    SOLD = "sold"
    ENDING = "ending"
    NOT_YET = "not-yet-sold"
    DISCONTINUED = "discontinued"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sugar:
    """Sugar or polyol in the preparation; ``amount`` is in g per g of IgG or mg/mL, or None where no amount was found."""

    __pydantic_config__: ClassVar = STRICT

    kind: SugarKind
    amount: Measure | None = None
    says: str = ""
    sources: tuple[str, ...] = ()
    standing: Standing = Standing.LABEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Vial:
    """A vial size: grams of IgG, mL as hung, and the regions that sell it."""

    __pydantic_config__: ClassVar = STRICT

    g: Decimal
    ml: Decimal
    regions: tuple[Region, ...]
    sources: tuple[str, ...]
    says: str = ""


Named = Literal["anti-iga", "iga-deficient", "fructose", "proline", "corn", "under-2", "hypersensitivity", "other"]
"""The patient a contraindication names. Only the first six are decided by a rule; the others are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraindication:
    """A patient whom the professional label names."""

    __pydantic_config__: ClassVar = STRICT

    patient: Named
    says: str
    sources: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    standing: Standing = Standing.LABEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A neurological indication on a label, with its population. ``min_age_years`` is None where the label prints no limit."""

    __pydantic_config__: ClassVar = STRICT

    indication: str
    regions: tuple[Region, ...]
    population: str
    sources: tuple[str, ...]
    min_age_years: Decimal | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Whether the preparation is sold in a region, and as of when."""

    __pydantic_config__: ClassVar = STRICT

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
)
"""Each product states a fact for each of these, or says in ``missing`` why it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One preparation. Lists are empty where nothing was found; ``missing`` then holds the reason.

    ``iga`` is in mcg/mL or mg/g (of IgG), ``sodium`` in mmol/L or mmol/g, ``osmolality`` as the label prints it.
    ``table2`` is the id of its column in the review's Table 2.
    """

    __pydantic_config__: ClassVar = STRICT

    id: str
    brand: str
    shown: str
    names: tuple[str, ...]
    differs: str
    holder: Statement
    form: Form
    mg_per_ml: Decimal
    as_hung: Statement | None = None
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
    market: tuple[Market, ...] = ()
    storage: tuple[Statement, ...] = ()
    missing: dict[str, str]


class CellVerdict(StrEnum):
    """What the audit of a Table 2 cell against the labels found."""

    AGREES = "agrees"
    SUPERSEDED = "superseded"
    PARTIAL = "partial"
    UNIT_WRONG = "unit-wrong"
    WRONG = "wrong"
    LABEL_NOT_FOUND = "label-not-found"

    @property
    def may_fill_a_gap(self) -> bool:
        """Whether the cell, as read, may be shown where no label value was found."""
        return self in {CellVerdict.AGREES, CellVerdict.PARTIAL, CellVerdict.LABEL_NOT_FOUND}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the review's Table 2: as printed, as read, and what the labels say."""

    __pydantic_config__: ClassVar = STRICT

    row: str
    column: str
    printed: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Literal["", "<"] = ""
    text: str = ""
    unit: str = ""
    verdict: CellVerdict
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of Table 2: its heading as printed, and the product property it speaks of."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    heading: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of Table 2: its heading as printed."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    heading: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table2:
    """The review's Table 2, whole."""

    __pydantic_config__: ClassVar = STRICT

    title: str
    rows: tuple[TableRow, ...]
    columns: tuple[TableColumn, ...]
    cells: tuple[Cell, ...]
