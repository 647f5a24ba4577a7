"""The entries of the data by their kind, and of which importance to a pharmacy each of their values is."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.record import Record


class DataEntry(Record):
    """An entry of the data: what it is, its id, and the entry itself."""

    kind: str
    id: str
    entry: Any

    @property
    def called(self) -> str:
        """What people call it: a preparation as answers print it, an indication by its short name, else its id."""
        return str(getattr(self.entry, "shown", "") or getattr(self.entry, "short", "") or self.id)


class RegionList(Record):
    """The regions that can be asked for."""

    can_be_asked_for: tuple[Region, ...]


def _of_kind(kind: str, entries: Iterable[Any], *names: str) -> Iterator[DataEntry]:
    """Entries of a kind, each by its id, or by the keys given."""
    for entry in entries:
        yield DataEntry(kind=kind, id=", ".join(str(getattr(entry, name)) for name in names or ("id",)), entry=entry)


def data_entries(catalogue: Catalogue) -> Iterator[DataEntry]:
    """Everything that has an id and can be shown by it."""
    rules, weights = catalogue.rules, catalogue.weights
    yield from _of_kind("product", catalogue.products)
    yield from _of_kind("indication", catalogue.indications)
    yield from _of_kind("limit", rules.limits)
    yield from _of_kind("risk rule", rules.risks)
    yield from _of_kind("verdict rule", rules.verdicts)
    yield from _of_kind("constant", rules.constants)
    yield from _of_kind("weight policy", weights.policies)
    yield from _of_kind("weight formula", weights.formulas)
    yield from _of_kind("weight exception", weights.unless_chosen)
    yield from _of_kind("cause", rules.causes)
    yield from _of_kind("advice", rules.advice)
    yield from _of_kind("risk on a ward", rules.risk_words)
    yield from _of_kind("source", catalogue.sources)


def all_entries(catalogue: Catalogue) -> Iterator[DataEntry]:
    """Everything that the data say, whether it has an id or not."""
    table = catalogue.table2
    yield from data_entries(catalogue)
    yield from _of_kind("disease out of scope", catalogue.out_of_scope, "name")
    yield from _of_kind("brand not covered", catalogue.not_covered, "name")
    yield from _of_kind("approval list", catalogue.approval_lists)
    yield DataEntry(kind="brands", id="subcutaneous", entry=catalogue.subcutaneous)
    yield DataEntry(kind="regions", id="regions", entry=RegionList(can_be_asked_for=catalogue.regions))
    yield DataEntry(kind="words without meaning", id="carriers", entry=catalogue.carriers)
    yield DataEntry(kind="words of tables", id="tables", entry=catalogue.tables)
    yield DataEntry(kind="words of orders", id="orders", entry=catalogue.orders)
    yield from _of_kind("cell of Table 2", table.cells, "row", "column")
    yield from _of_kind("row of Table 2", table.rows)
    yield from _of_kind("column of Table 2", table.columns)
    yield DataEntry(kind="Table 2", id="title", entry=table.replaced(rows=(), columns=(), cells=()))


OF_FILE: Final = {
    "products": (
        "product",
        "brand not covered",
        "brands",
        "regions",
        "cell of Table 2",
        "row of Table 2",
        "column of Table 2",
        "Table 2",
    ),
    "indications": ("indication", "disease out of scope", "words without meaning", "approval list"),
    "rules": ("limit", "risk rule", "verdict rule", "constant", "cause", "advice", "risk on a ward"),
    "weights": ("weight policy", "weight formula", "weight exception"),
    "tables": ("words of tables",),
    "orders": ("words of orders",),
    "sources": ("source",),
}
"""The kinds of entries that stand in each data file."""


def formulary_entries(formulary: Formulary) -> Iterator[DataEntry]:
    """Everything that a formulary says."""
    yield from _of_kind("limit", formulary.limits)
    yield from _of_kind("constant", formulary.constants)
    yield from _of_kind("limit of its own", formulary.rules)
    yield from _of_kind("product", formulary.products)
    yield from _of_kind("source", formulary.sources)
    head = formulary.replaced(limits=(), constants=(), rules=(), products=(), sources=())
    yield DataEntry(kind="formulary", id="formulary", entry=head)


class Group(StrEnum):
    """What a value decides, the most pressing first."""

    LIMITS = "limits"
    RATES = "rates"
    VIALS = "vials"
    VERDICTS = "verdicts"
    REGIMENS = "regimens"
    TEXTS = "texts"
    SOURCES = "sources"


OF_KIND: Final = {
    **dict.fromkeys(("limit", "risk rule", "constant", "limit of its own"), Group.LIMITS),
    "verdict rule": Group.VERDICTS,
    **dict.fromkeys(("weight policy", "weight formula", "weight exception", "cause"), Group.REGIMENS),
    "words of tables": Group.TEXTS,
    "words of orders": Group.TEXTS,
    "source": Group.SOURCES,
}
"""The group of every value of an entry of a kind."""

OF_KEY: Final = {
    **dict.fromkeys(("approved_by", "review_by"), Group.LIMITS),
    **dict.fromkeys(("ladders", "risk_rates", "first_infusion"), Group.RATES),
    **dict.fromkeys(("vials", "mg_per_ml", "form", "as_hung"), Group.VIALS),
    **dict.fromkeys(("currency", "hide", "stock", "market", "missing"), Group.VERDICTS),
    **dict.fromkeys(("iga", "stabiliser", "sugar", "sodium", "sodium_says", "osmolality", "ph"), Group.VERDICTS),
    **dict.fromkeys(("contraindications", "warnings", "labelled", "unlabelled"), Group.VERDICTS),
    **dict.fromkeys(("regimens", "recorded", "status", "exception", "rate_context"), Group.REGIMENS),
}
"""The group of what stands below a key of an entry of any other kind."""

TEXTS: Final = ("says", "text", "next", "note", "date", "basis", "differs", "name", "applied")
"""Keys that hold words for people, wherever they stand."""

DECIDING: Final = ("contraindications", "warnings", "first_infusion", "recorded")
"""Keys below which there are words alone, and the words decide."""


def group_of(kind: str, path: tuple[str, ...], field: str) -> Group:
    """What a value decides: the field of a part of an entry, reached by a path."""
    key = (path[0] if path else field).partition(".")[0]
    if kind == "source":
        return Group.SOURCES
    if field in TEXTS and key not in DECIDING:
        return Group.TEXTS
    return OF_KIND.get(kind) or OF_KEY.get(key, Group.TEXTS)
