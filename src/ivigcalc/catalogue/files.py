"""The shape of each data file: what its top-level keys hold, as the core's own data classes."""

from typing import ClassVar, Final

from ivigcalc.core.catalogue import Subcutaneous
from ivigcalc.core.fact import STRICT, Source
from ivigcalc.core.indication import ApprovalList, Indication, OutOfScope
from ivigcalc.core.policy import Weights
from ivigcalc.core.product import Product
from ivigcalc.core.record import record
from ivigcalc.core.rule import Rules
from ivigcalc.core.table2 import Table2


@record
class ProductsFile:
    """``data/products.yaml``."""

    __pydantic_config__: ClassVar = STRICT

    products: tuple[Product, ...]
    subcutaneous: Subcutaneous
    table2: Table2


@record
class IndicationsFile:
    """``data/indications.yaml``."""

    __pydantic_config__: ClassVar = STRICT

    indications: tuple[Indication, ...]
    out_of_scope: tuple[OutOfScope, ...]
    approval_lists: tuple[ApprovalList, ...]


@record
class SourcesFile:
    """``data/sources.yaml``."""

    __pydantic_config__: ClassVar = STRICT

    sources: tuple[Source, ...]


FORMULARY: Final = "formulary"
"""A site's own file; it is not among the data files."""

SHAPES: Final = {
    "products": ProductsFile,
    "indications": IndicationsFile,
    "rules": Rules,
    "weights": Weights,
    "sources": SourcesFile,
}
"""Each data file by its name, without ``.yaml``."""
