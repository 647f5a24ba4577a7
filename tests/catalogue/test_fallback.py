"""Where no label value was found a Table 2 cell may be shown, as read, if its audit allows; it is never a limit."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Standing
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.table2 import gap_fillers
from ivigcalc.core.selection import exposure
from ivigcalc.core.selection.exposure import Unknown
from tests.profiles import members
from tests.program import Answer

FILLS: Final = {"osmolarity": "osmolality", "iga": "iga", "stabilizer": "stabiliser", "salt": "sodium", "ph": "ph"}
"""The rows of Table 2 that speak of a property of the preparation."""

MAY_FILL: Final = frozenset({"agrees", "partial", "label-not-found"})

LIMITS: Final[dict[str, Callable[[Product], exposure.Value]]] = {
    "iga": exposure.iga_mcg_per_g,
    "sodium": exposure.sodium_mmol_per_g,
    "osmolality": exposure.osmolality,
}


def without(product: Product, name: str) -> Product:
    """The preparation as if no label value had been found for a property."""
    changes: dict[str, Any] = {name: ()}
    return product.replaced(**changes)


def filled(product: Product, catalogue: Catalogue) -> set[tuple[str, str]]:
    return {(cell.row, cell.printed) for cell in gap_fillers(product, catalogue.table2)}


@pytest.mark.parametrize(("row", "name"), FILLS.items())
def test_a_missing_value_is_filled_by_an_allowed_cell_and_by_no_other(
    row: str, name: str, catalogue: Catalogue
) -> None:
    for product in members(catalogue.products):
        cells = [cell for cell in catalogue.table2.cells if (cell.row, cell.column) == (row, product.table2)]
        allowed = {(cell.row, cell.printed) for cell in cells if str(cell.verdict) in MAY_FILL}
        found = filled(without(product, name), catalogue)
        assert allowed == {cell for cell in found if cell[0] == row}, product.id


@pytest.mark.parametrize(("row", "name"), FILLS.items())
def test_a_label_value_leaves_no_gap_to_fill(row: str, name: str, catalogue: Catalogue) -> None:
    stated = [one for one in catalogue.products if any(fact.standing.drives for fact in getattr(one, name))]
    for product in members(stated):
        assert row not in {cell[0] for cell in filled(product, catalogue)}, product.id


def test_a_value_without_a_source_leaves_the_gap_open(catalogue: Catalogue) -> None:
    """The pH of Flebogamma DIF 5 % is general knowledge, so the review's 5.6 is shown."""
    product = catalogue.product("flebogamma-dif-5")
    assert {Standing.UNSOURCED} == {fact.standing for fact in product.ph}
    assert {("ph", "5.6")} == filled(product, catalogue)


def test_a_cell_whose_unit_or_product_is_wrong_never_fills(catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        bare = product
        for name in FILLS.values():
            bare = without(bare, name)
        assert {cell.verdict for cell in gap_fillers(bare, catalogue.table2)} <= MAY_FILL, product.id


def test_a_preparation_outside_table_2_is_never_filled(catalogue: Catalogue) -> None:
    for product in members(product for product in catalogue.products if product.table2 is None):
        bare = product
        for name in FILLS.values():
            bare = without(bare, name)
        assert gap_fillers(bare, catalogue.table2) == [], product.id


@pytest.mark.parametrize("name", LIMITS)
def test_a_filled_gap_is_never_a_limit(name: str, catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        assert isinstance(LIMITS[name](without(product, name)), Unknown), product.id


def test_a_filled_gap_is_never_an_exposure(catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        carried = exposure.exposure(without(without(product, "iga"), "sodium"), Fraction(28), None)
        assert (carried.iga_mg, carried.sodium_mmol) == (None, None), product.id


def test_a_filled_gap_is_marked_on_the_screen(run: Callable[..., Answer]) -> None:
    assert "309 mOsm/L (Table 2, not on a label found" in run("products", "gammar-p").text
