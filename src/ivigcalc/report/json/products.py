"""The answer to ``products`` as JSON: preparations with their labelled content and how their order follows."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypedDict

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.answers.products import ProductsAnswer, order_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Measure, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.selection.exposure import (
    LabelledLimit,
    Value,
    iga_mcg_per_g,
    osmolality,
    sodium_mmol_per_g,
    sugar_g_per_g,
    sugars,
)
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.report.json.parts.answer import (
    EVERY_DIGIT,
    NOT_GIVEN,
    AlertJson,
    FoundJson,
    Head,
    Quantity,
    SourceJson,
    alerts_json,
    filled,
    head,
    quantity,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.product import (
    OldLabelJson,
    PlacedJson,
    WorkingJson,
    old_labels_json,
    placed_json,
    why_unknown,
    working_json,
)
from ivigcalc.report.json.parts.request import derived_json, factors_json
from ivigcalc.report.json.parts.table2 import CellJson, cell_json
from ivigcalc.report.shared import cited, labels_of_places


class FactJson(TypedDict):
    """A number that a document prints; a range has ``low`` and ``high``, anything else ``value``."""

    basis: str
    unit: str
    value: Quantity
    low: Quantity
    high: Quantity
    says: str
    regions: list[str]
    standing: str
    sources: list[str]


class IgaJson(TypedDict):
    """IgA by the least favourable labelled maximum, and every labelled value."""

    mcg_per_ml: Quantity
    mcg_per_g: Quantity
    basis: str
    region: list[str]
    facts: list[FactJson]


class SodiumJson(TypedDict):
    """Sodium as hung."""

    mmol_per_l: Quantity
    mmol_per_g: Quantity
    says: str
    facts: list[FactJson]


class SugarJson(TypedDict):
    """Sugars and polyols."""

    kinds: list[str]
    g_per_g: Quantity
    facts: list[FactJson]


class OsmolalityJson(TypedDict):
    """Osmolality, the label's upper value."""

    upper: Quantity
    facts: list[FactJson]


class SizeJson(TypedDict):
    """A vial size."""

    g: str
    ml: str
    regions: list[str]


class ProductJson(PlacedJson):
    """A preparation, its labelled content, and its cells of Table 2 by row.

    ``working`` is how its place follows: what is compared, in this order, less standing first. The first step in which
    two preparations differ decides; those of one ``order`` differ in nothing before where they are sold.
    """

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
    working: list[WorkingJson]


class ProductsRequestJson(TypedDict):
    """What was asked of ``products``, as understood; ``names`` are the ids asked for, ``name`` the only one."""

    name: str
    names: list[str]
    weight_kg: Quantity
    height_cm: Quantity
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
    found: list[FoundJson]
    alerts: list[AlertJson]
    old_labels: list[OldLabelJson]
    products: list[ProductJson]
    sources: list[SourceJson]


def products_json(choice: ProductsAnswer, catalogue: Catalogue, named: Sequence[str]) -> ProductsJson:
    """Every preparation asked for, in order, with its labelled content and its Table 2 cells."""
    region = choice.situation.region
    working = order_working(choice.places, choice.situation, catalogue)
    products = [_product(place, steps, catalogue, region) for place, steps in zip(choice.places, working, strict=True)]
    assessments = [place.assessment for place in choice.places]
    groups = [group for assessment in assessments for group in (assessment.reasons, assessment.product.iga)]
    return {
        **head(catalogue),
        "request": with_reasons(
            ProductsRequestJson(
                name=named[0] if len(named) == 1 else "",
                names=list(named),
                weight_kg=quantity(choice.patient.weight_kg, 4),
                height_cm=quantity(choice.patient.height_cm),
                risks=[str(risk) for risk in choice.risks],
                factors=factors_json(choice.patient),
                derived=derived_json(choice.derived),
                region=str(region or "any"),
                day_g=plain(choice.situation.day_g),
                stocked=[product["id"] for product in products] if choice.hidden and not named else [],
                defaulted=["day_g", *([] if region else ["region"])],
            ),
            weight_kg=NOT_GIVEN,
            height_cm=NOT_GIVEN,
        ),
        "found": [filled(FoundJson, one) for one in choice.found],
        "alerts": alerts_json(choice.alerts),
        "old_labels": old_labels_json(labels_of_places(choice.places, catalogue, region)),
        "products": products,
        "sources": sources(catalogue, [*cited(choice.alerts, *groups), *(one.source for of in working for one in of)]),
    }


def _product(
    place: PlacedProduct, steps: Sequence[Working], catalogue: Catalogue, region: Region | None
) -> ProductJson:
    product = place.assessment.product
    return {
        **placed_json(place),
        "names": list(product.names),
        "manufacturer": product.holder.says,
        "form": str(product.form),
        "strength_mg_per_ml": exact(product.mg_per_ml),
        "iga": _iga(product, region),
        "sodium": _sodium(product, region),
        "sugar": _sugar(product, region),
        "osmolality": _osmolality(product, region),
        "ph": _facts(product.ph),
        "vials_g": [filled(SizeJson, vial) for vial in product.vials],
        "status": str(place.assessment.status),
        "indications": [
            {
                "id": entry.indication,
                "regions": [*map(str, entry.regions)],
                "population": entry.population,
                "text": entry.says,
            }
            for entry in product.labelled
        ],
        "contraindications": [
            {
                "patient": entry.patient,
                "text": entry.says,
                "regions": [*map(str, entry.regions)],
                "standing": str(entry.standing),
                "sources": list(entry.sources),
            }
            for entry in product.contraindications
        ],
        "table2": {cell.row: cell_json(cell) for cell in catalogue.table2.cells if cell.column == product.table2},
        "missing": dict(product.missing),
        "working": working_json(steps, EVERY_DIGIT),
    }


def _facts(facts: tuple[Measure, ...]) -> list[FactJson]:
    """Facts as their documents print them."""
    single = "a single value: see value"
    return [
        with_reasons(filled(FactJson, fact), value="a range: see low and high", low=single, high=single)
        for fact in facts
    ]


def _quantity(value: Value, factor: Fraction = Fraction(1)) -> Quantity:
    """A labelled limit times a factor, or null."""
    return plain(value.value * factor, 4) if isinstance(value, LabelledLimit) else None


def _iga(product: Product, region: Region | None) -> IgaJson:
    value = iga_mcg_per_g(product, region)
    return with_reasons(
        IgaJson(
            mcg_per_ml=_quantity(value, Fraction(product.mg_per_ml) / 1000),
            mcg_per_g=_quantity(value),
            basis=str(value.fact.basis) if isinstance(value, LabelledLimit) else "unknown",
            region=[*map(str, value.fact.regions)] if isinstance(value, LabelledLimit) else [],
            facts=_facts(product.iga),
        ),
        mcg_per_ml=why_unknown(value),
        mcg_per_g=why_unknown(value),
    )


def _sodium(product: Product, region: Region | None) -> SodiumJson:
    value = sodium_mmol_per_g(product, region)
    return with_reasons(
        SodiumJson(
            mmol_per_l=_quantity(value, Fraction(product.mg_per_ml)),
            mmol_per_g=_quantity(value),
            says=product.sodium_says.says if product.sodium_says else "",
            facts=_facts(product.sodium),
        ),
        mmol_per_l=why_unknown(value),
        mmol_per_g=why_unknown(value),
    )


def _sugar(product: Product, region: Region | None) -> SugarJson:
    value = sugar_g_per_g(product, region)
    kinds = sorted(str(sugar) for sugar in sugars(product))
    facts = _facts(tuple(sugar.amount for sugar in product.sugar if sugar.amount))
    return with_reasons(SugarJson(kinds=kinds, g_per_g=_quantity(value), facts=facts), g_per_g=why_unknown(value))


def _osmolality(product: Product, region: Region | None) -> OsmolalityJson:
    value = osmolality(product, region)
    facts = _facts(product.osmolality)
    return with_reasons(OsmolalityJson(upper=_quantity(value), facts=facts), upper=why_unknown(value))
