"""The answers to ``products``."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import AlertJson, FactJson, Head, PlacedJson, Quantity, SourceJson


class IgaJson(TypedDict):
    """IgA by the least favourable labelled maximum, and every labelled value."""

    mcg_per_ml: Quantity
    mcg_per_ml_missing: NotRequired[str]
    mcg_per_g: Quantity
    mcg_per_g_missing: NotRequired[str]
    basis: str
    region: list[str]
    facts: list[FactJson]


class SodiumJson(TypedDict):
    """Sodium as hung."""

    mmol_per_l: Quantity
    mmol_per_l_missing: NotRequired[str]
    mmol_per_g: Quantity
    mmol_per_g_missing: NotRequired[str]
    says: str
    facts: list[FactJson]


class SugarJson(TypedDict):
    """Sugars and polyols."""

    kinds: list[str]
    g_per_g: Quantity
    g_per_g_missing: NotRequired[str]


class OsmolalityJson(TypedDict):
    """Osmolality, the label's upper value."""

    upper: Quantity
    upper_missing: NotRequired[str]
    facts: list[FactJson]


class SizeJson(TypedDict):
    """A vial size."""

    g: str
    ml: str
    regions: list[str]


class CellJson(TypedDict):
    """A cell of the review's Table 2."""

    printed: str
    read: str
    verdict: str
    label: str
    sources: list[str]


class ProductJson(PlacedJson):
    """A preparation, its labelled content, and its cells of Table 2 by row."""

    names: list[str]
    manufacturer: str
    form: str
    strength_mg_per_ml: str
    iga: IgaJson
    sodium: SodiumJson
    sugar: SugarJson
    osmolality: OsmolalityJson
    ph: list[FactJson]
    vials_g: list[SizeJson]
    status: str
    indications: list[dict[str, str | list[str]]]
    contraindications: list[dict[str, str | list[str]]]
    table2: dict[str, CellJson]
    missing: dict[str, str]


class ProductsRequestJson(TypedDict):
    """What was asked of ``products``, as understood."""

    name: str
    risks: list[str]
    factors: list[str]
    derived: list[dict[str, str]]
    region: str
    day_g: str
    stocked: list[str]
    defaulted: list[str]


class ProductsJson(Head):
    """The answer to ``products``."""

    request: ProductsRequestJson
    alerts: list[AlertJson]
    products: list[ProductJson]
    sources: list[SourceJson]


class ColumnJson(TypedDict):
    """A column of Table 2."""

    column: str
    heading: str
    cells: dict[str, CellJson]


class Table2Json(Head):
    """The answer to ``products --table2``: columns in print order, cells by row id."""

    title: str
    rows: dict[str, str]
    table2: list[ColumnJson]
    sources: list[SourceJson]
