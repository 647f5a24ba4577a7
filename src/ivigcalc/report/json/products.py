"""The answer to ``products`` as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.selection.exposure import Limit, iga_mcg_per_g, osmolality, sodium_mmol_per_g, sugar_g_per_g, sugars
from ivigcalc.report.json import common
from ivigcalc.report.phrases import read_words

if TYPE_CHECKING:
    from ivigcalc.core.answers.products import Choice
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.facts.table2 import Cell
    from ivigcalc.core.selection.ranking import Place
    from ivigcalc.report.contract.products import (
        CellJson,
        IgaJson,
        OsmolalityJson,
        ProductJson,
        ProductsJson,
        SodiumJson,
        SugarJson,
        Table2Json,
    )


def products_json(choice: Choice, catalogue: Catalogue, name: str = "") -> ProductsJson:
    """Every preparation asked for, in order, with its labelled content and its Table 2 cells."""
    region = choice.situation.region
    products = [_product(place, catalogue, region) for place in choice.places]
    cited = [source for alert in choice.alerts for source in alert.sources]
    for place in choice.places:
        cited += [source for reason in place.assessment.reasons for source in reason.sources]
        cited += [source for fact in place.assessment.product.iga for source in fact.sources]
    return {
        **common.answer_head(catalogue),
        "request": {
            "name": name,
            "risks": [str(risk) for risk in choice.risks],
            "factors": common.factors(choice.patient),
            "derived": common.derived(choice.derived),
            "region": region or "any",
            "day_g": plain(choice.situation.day_g),
            "stocked": [one["id"] for one in products] if choice.hidden and not name else [],
            "defaulted": ["day_g", *([] if region else ["region"])],
        },
        "alerts": [common.alert(alert, {}) for alert in choice.alerts],
        "products": products,
        "sources": common.sources(catalogue, cited),
    }


def _product(place: Place, catalogue: Catalogue, region: Region | None) -> ProductJson:
    one = place.assessment.product
    cells = {cell.row: cell_json(cell) for cell in catalogue.table2.cells if cell.column == one.table2}
    return {
        **common.placed(place),
        "names": list(one.names),
        "manufacturer": one.holder.says,
        "form": one.form,
        "strength_mg_per_ml": exact(one.mg_per_ml),
        "iga": _iga(one, region),
        "sodium": _sodium(one, region),
        "sugar": _sugar(one, region),
        "osmolality": _osmolality(one, region),
        "ph": [common.fact(fact) for fact in one.ph],
        "vials_g": [
            {"g": exact(vial.g), "ml": exact(vial.ml), "regions": [str(where) for where in vial.regions]}
            for vial in one.vials
        ],
        "status": place.assessment.status,
        "indications": [
            {
                "id": entry.indication,
                "regions": [str(where) for where in entry.regions],
                "population": entry.population,
                "text": entry.says,
            }
            for entry in one.labelled
        ],
        "contraindications": [
            {
                "patient": entry.patient,
                "text": entry.says,
                "regions": [str(where) for where in entry.regions],
                "standing": str(entry.standing),
                "sources": list(entry.sources),
            }
            for entry in one.contraindications
        ],
        "table2": cells,
        "missing": dict(one.missing),
    }


def _iga(product: Product, region: Region | None) -> IgaJson:
    value = iga_mcg_per_g(product, region)
    per_g, reason = common.limit(value)
    found: IgaJson = {
        "mcg_per_ml": plain(value.value * Fraction(product.mg_per_ml) / 1000, 4) if isinstance(value, Limit) else None,
        "mcg_per_g": per_g,
        "basis": value.fact.basis if isinstance(value, Limit) else "unknown",
        "region": [str(where) for where in value.fact.regions] if isinstance(value, Limit) else [],
        "facts": [common.fact(fact) for fact in product.iga],
    }
    if per_g is None:
        found["mcg_per_ml_missing"] = found["mcg_per_g_missing"] = reason
    return found


def _sodium(product: Product, region: Region | None) -> SodiumJson:
    value = sodium_mmol_per_g(product, region)
    per_g, reason = common.limit(value)
    found: SodiumJson = {
        "mmol_per_l": plain(value.value * Fraction(product.mg_per_ml), 4) if isinstance(value, Limit) else None,
        "mmol_per_g": per_g,
        "says": product.sodium_says.says if product.sodium_says else "",
        "facts": [common.fact(fact) for fact in product.sodium],
    }
    if per_g is None:
        found["mmol_per_l_missing"] = found["mmol_per_g_missing"] = reason
    return found


def _sugar(product: Product, region: Region | None) -> SugarJson:
    per_g, reason = common.limit(sugar_g_per_g(product, region))
    found: SugarJson = {"kinds": sorted(str(sugar) for sugar in sugars(product)), "g_per_g": per_g}
    if per_g is None:
        found["g_per_g_missing"] = reason
    return found


def _osmolality(product: Product, region: Region | None) -> OsmolalityJson:
    upper, reason = common.limit(osmolality(product, region))
    found: OsmolalityJson = {"upper": upper, "facts": [common.fact(fact) for fact in product.osmolality]}
    if upper is None:
        found["upper_missing"] = reason
    return found


def cell_json(cell: Cell) -> CellJson:
    """A cell of Table 2 as printed, as read and as audited."""
    return {
        "printed": cell.printed,
        "read": read_words(cell),
        "verdict": cell.verdict,
        "label": cell.label,
        "sources": list(cell.sources),
    }


def table2_json(catalogue: Catalogue) -> Table2Json:
    """The review's Table 2, whole."""
    table = catalogue.table2
    return {
        **common.answer_head(catalogue),
        "title": table.title,
        "rows": {row.id: row.heading for row in table.rows},
        "table2": [
            {
                "column": column.id,
                "heading": column.heading,
                "cells": {cell.row: cell_json(cell) for cell in table.cells if cell.column == column.id},
            }
            for column in table.columns
        ],
        "sources": common.sources(catalogue, (source for cell in table.cells for source in cell.sources)),
    }
