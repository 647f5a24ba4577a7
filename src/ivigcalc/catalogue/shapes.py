"""The shape of each data file: what its top-level keys hold, as records of the core; and its JSON Schema."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from ivigcalc.core.facts.catalogue import NotCovered, Subcutaneous
from ivigcalc.core.facts.fact import Region, Source
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.indication import ApprovalList, Indication, OutOfScope
from ivigcalc.core.facts.orders import Orders
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.facts.table2 import Table2
from ivigcalc.core.facts.tables import Tables
from ivigcalc.core.facts.weight_policy import Weights
from ivigcalc.core.locale import Locale
from ivigcalc.core.names.words import Carriers
from ivigcalc.core.record import FileRecord, Record


class ProductsFile(FileRecord):
    """``data/products.yaml``."""

    products: tuple[Product, ...]
    regions: tuple[Region, ...]
    subcutaneous: Subcutaneous
    not_covered: tuple[NotCovered, ...]
    table2: Table2


class IndicationsFile(FileRecord):
    """``data/indications.yaml``."""

    indications: tuple[Indication, ...]
    out_of_scope: tuple[OutOfScope, ...]
    carriers: Carriers
    approval_lists: tuple[ApprovalList, ...]


class SourcesFile(FileRecord):
    """``data/sources.yaml``."""

    read_by: str
    """The month by which every document was read that says nothing else."""
    sources: tuple[Source, ...]


DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

FORMULARY: Final = "formulary"
"""A site's own file; it is not among the data files."""
LOCALE: Final = "locale"
"""A language of the sheets, one file each in ``data/locale``."""


def _make_data_classes(kind: type[Record]) -> None:
    """Make every kind of record a data class of the standard library, which pydantic can validate."""
    for own in kind.__subclasses__():
        dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(own)
        _make_data_classes(own)


_make_data_classes(Record)

SHAPES: Final[dict[str, type[FileRecord]]] = {
    "products": ProductsFile,
    "indications": IndicationsFile,
    "rules": Rules,
    "weights": Weights,
    "tables": Tables,
    "orders": Orders,
    "sources": SourcesFile,
}
"""Each data file by its name, without ``.yaml``."""

FILE_OF: Final = {key: name for name, shape in SHAPES.items() for key in shape.field_names}
"""The data file in which each top-level key stands."""


@cache
def adapter(name: str) -> TypeAdapter[Any]:
    """What validates a data file, a language, or a site's formulary, by its name without ``.yaml``."""
    return TypeAdapter({FORMULARY: Formulary, LOCALE: Locale}.get(name) or SHAPES[name])


def data_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a data file, or of a site's formulary, by its name without ``.yaml``, as made from its shape.

    Its words, and what it adds to them, differ between versions of pydantic: ``docs/make.py`` writes ``data/schema``.
    """
    folder = "" if name == FORMULARY else "data/"
    return {"$schema": DIALECT, **adapter(name).json_schema(), "title": f"ivigcalc {folder}{name}.yaml"}
