"""A cell of the review's Table 2 may stand in only where no label value was found, and never as a limit."""

from decimal import Decimal

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Standing
from ivigcalc.core.facts.table2 import Cell, CellVerdict, Table2, gap_fillers
from tests.core.making import measure, product
from tests.profiles import members


def table(verdict: CellVerdict, row: str = "osmolarity", column: str = "x") -> Table2:
    cell = Cell(row=row, column=column, printed="350", verdict=verdict, label="", sources=(), value=Decimal(350))
    return Table2(title="", rows=(), columns=(), cells=(cell,))


@pytest.mark.parametrize("verdict", CellVerdict)
def test_a_cell_fills_a_gap_only_if_the_audit_did_not_find_it_wrong(verdict: CellVerdict) -> None:
    fills = verdict in {"agrees", "partial", "label-not-found"}
    assert bool(gap_fillers(product(table2="x"), table(verdict))) == fills
    assert verdict.may_fill_a_gap == fills


def test_a_label_value_leaves_no_gap() -> None:
    known = product(table2="x", osmolality=(measure(300, "mOsmol/kg"),))
    assert gap_fillers(known, table(CellVerdict.AGREES)) == []
    hearsay = product(table2="x", osmolality=(measure(300, "mOsmol/kg", standing=Standing.UNSOURCED),))
    assert len(gap_fillers(hearsay, table(CellVerdict.AGREES))) == 1


@pytest.mark.parametrize(("row", "column"), [("osmolarity", "y"), ("shelf-life", "x")])
def test_a_cell_of_another_column_or_of_another_matter_fills_nothing(row: str, column: str) -> None:
    assert gap_fillers(product(table2="x"), table(CellVerdict.AGREES, row, column)) == []


def test_nothing_fills_in_for_a_product_outside_the_table(catalogue: Catalogue) -> None:
    for one in members(catalogue.products):
        found = gap_fillers(one, catalogue.table2)
        assert one.table2 is not None or found == []
        assert [cell for cell in found if cell.verdict in {CellVerdict.WRONG, CellVerdict.UNIT_WRONG}] == []
