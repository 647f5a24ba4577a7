"""The review's Table 2: each cell as printed, as read, and audited against the labels."""

from decimal import Decimal
from typing import Final, Literal

from ivigcalc.core.facts.product import Product
from ivigcalc.core.record import Choice, FileRecord


class CellVerdict(Choice):
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


class Cell(FileRecord):
    """One cell of the review's Table 2: as printed, as read, and what the labels say."""

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


class TableRow(FileRecord):
    """A row of Table 2: its heading as printed, and the product property it speaks of."""

    id: str
    heading: str
    about: str


class TableColumn(FileRecord):
    """A column of Table 2: its heading as printed."""

    id: str
    heading: str
    about: str


class Table2(FileRecord):
    """The review's Table 2, whole."""

    title: str
    rows: tuple[TableRow, ...]
    columns: tuple[TableColumn, ...]
    cells: tuple[Cell, ...]


FILLS: Final = {"osmolarity": "osmolality", "iga": "iga", "stabilizer": "stabiliser", "salt": "sodium", "ph": "ph"}
"""Rows of Table 2 that can stand in, as read, for a property that no label found states."""


def gap_fillers(product: Product, table: Table2) -> list[Cell]:
    """Cells that may be shown where no label value was found, as read. They never count as a limit."""
    return [
        cell
        for cell in table.cells
        if cell.column == product.table2
        and cell.verdict.may_fill_a_gap
        and cell.row in FILLS
        and not any(fact.standing.drives for fact in getattr(product, FILLS[cell.row]))
    ]
