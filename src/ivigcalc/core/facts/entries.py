"""The entries of the data by their kind, what each states, what rests on a document, and what each value decides."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import REVIEW, Region
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.indication import Paper, Printed
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.quantity import exact
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
    yield from _of_kind("weight for age", rules.weight_for_age)
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


ABOUT: Final = ("sources", "cap_sources", "regions", "standing")
"""Fields that say where a value comes from; they stand beside it."""


class StatedPart(Record):
    """What one part of an entry states, by field, and where that comes from; ``path`` is "" for the entry itself."""

    path: str
    values: Mapping[str, str]
    regions: tuple[str, ...]
    standing: str
    sources: tuple[str, ...]


def stated_parts(entry: Any, path: str = "", inherited: tuple[str, ...] = ()) -> Iterator[StatedPart]:
    """Each part of an entry with its values. A part without sources of its own has those of what it is part of."""
    own = (REVIEW,) if isinstance(entry, Paper | Printed) else getattr(entry, "sources", ())
    sources = (*own, *getattr(entry, "cap_sources", ())) or inherited
    parts: list[tuple[str, Any]] = []
    values: dict[str, str] = {}
    for name in (name for name in entry.field_names if name not in ABOUT):
        value = getattr(entry, name)
        items = value if isinstance(value, tuple) else (value,)
        if any(isinstance(item, Record) for item in items):
            numbered = isinstance(value, tuple)
            parts += [(f"{name}[{number}]" if numbered else name, item) for number, item in enumerate(items)]
        elif isinstance(value, Mapping):
            values |= {f"{name}.{key}": _words(item_value) for key, item_value in value.items()}
        elif value not in (None, "", ()):
            values[name] = ", ".join(map(_words, items))
    if values:
        yield StatedPart(
            path=path,
            values=values,
            regions=tuple(map(str, getattr(entry, "regions", ()))),
            standing=str(getattr(entry, "standing", "")),
            sources=tuple(dict.fromkeys(sources)),
        )
    for name, part in parts:
        yield from stated_parts(part, f"{path}.{name}".lstrip("."), sources)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return exact(value) if isinstance(value, Decimal) else str(value)


class RestingFact(Record):
    """A fact that rests on a document: the entry that it is part of, by kind and id, and what it states."""

    entry: str
    part: StatedPart

    @property
    def place(self) -> str:
        """Where it stands in its entry."""
        return self.part.path or "the entry"


def resting_facts(catalogue: Catalogue) -> dict[str, list[RestingFact]]:
    """Everything that rests on each document, by its id, in the order of the data."""
    found: dict[str, list[RestingFact]] = {}
    for entry in all_entries(catalogue):
        for part in stated_parts(entry.entry):
            for source in part.sources:
                found.setdefault(source, []).append(RestingFact(entry=f"{entry.kind} {entry.id}", part=part))
    return found


def citing(source_id: str, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Which entries cite a source, and where in each; "" is the entry itself."""
    cited: dict[str, tuple[str, ...]] = {}
    for fact in resting_facts(catalogue).get(source_id, ()):
        cited[fact.entry] = (*cited.get(fact.entry, ()), fact.part.path)
    return cited


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
    "rules": ("limit", "risk rule", "verdict rule", "constant", "cause", "advice", "risk on a ward", "weight for age"),
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

OF_ENTRY: Final = {("indication", "missing"): Group.TEXTS}
"""The group of a key where it is another in an entry of this kind: what was not found of a disease decides nothing."""

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
    return OF_KIND.get(kind) or OF_ENTRY.get((kind, key)) or OF_KEY.get(key, Group.TEXTS)


def never_read(catalogue: Catalogue) -> tuple[NeverRead, ...]:
    """All that refuses an order which names it: words, subcutaneous brands, and brands that are not covered."""
    subcutaneous = NeverRead(
        id="subcutaneous",
        why=f"is {catalogue.subcutaneous.answer.says}",
        next="ask what is meant; ivigcalc checks intravenous orders alone",
        words=catalogue.subcutaneous.names,
    )
    others = NeverRead(
        id="not-covered",
        why="is known, but not a preparation of this data",
        next="see: ivigcalc products --all",
        words=tuple(name for brand in catalogue.not_covered for name in (brand.name, *brand.names)),
    )
    words = (never for never in catalogue.orders.never_read if never.words)
    return (*words, subcutaneous, others)
