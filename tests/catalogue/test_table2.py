"""The review's Table 2 is in the data whole: as printed, as read, and audited."""

from collections import Counter
from decimal import Decimal

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.table2 import Cell, Table2
from tests.profiles import members
from tests.program import project

Grid = dict[tuple[str, str], str]

VERDICTS = {"agrees": 32, "superseded": 4, "partial": 5, "unit-wrong": 5, "wrong": 11, "label-not-found": 6}
"""What the audit of the 63 cells against the labels found."""


def as_printed() -> tuple[list[str], list[str], Grid]:
    """Row and column headings, and the cells, as the review prints them."""
    text = (project() / "tests" / "vectors" / "table2_printed.txt").read_text(encoding="utf-8")
    lines = [line.split(" | ") for line in text.splitlines() if not line.startswith("#")]
    (_, *columns), *rows = lines
    grid = {(row[0], column): cell for row in rows for column, cell in zip(columns, row[1:], strict=True)}
    return [row[0] for row in rows], columns, grid


def rebuilt(table: Table2) -> Grid:
    """The printed table, put together again from the data."""
    rows = {row.id: row.heading for row in table.rows}
    columns = {column.id: column.heading for column in table.columns}
    return {(rows[cell.row], columns[cell.column]): cell.printed for cell in table.cells}


def test_the_printed_table_has_nine_rows_of_seven_cells() -> None:
    rows, columns, grid = as_printed()
    assert (len(rows), len(columns), len(grid)) == (9, 7, 63)


def test_headings_stand_as_printed_in_the_printed_order(catalogue: Catalogue) -> None:
    rows, columns, _ = as_printed()
    assert rows == [row.heading for row in catalogue.table2.rows]
    assert columns == [column.heading for column in catalogue.table2.columns]


PRINTED = as_printed()[2]


@pytest.mark.parametrize("place", PRINTED, ids=" / ".join)
def test_each_cell_stands_as_printed(place: tuple[str, str], catalogue: Catalogue) -> None:
    assert PRINTED[place] == rebuilt(catalogue.table2)[place]


def test_there_is_no_cell_beyond_the_63(catalogue: Catalogue) -> None:
    assert len(catalogue.table2.cells) == 63
    assert set(PRINTED) == set(rebuilt(catalogue.table2))


def test_the_audit_counts_its_verdicts(catalogue: Catalogue) -> None:
    assert dict(Counter(str(cell.verdict) for cell in catalogue.table2.cells)) == VERDICTS


def test_the_title_is_the_printed_one(catalogue: Catalogue) -> None:
    title = (
        "Table 2. Different preparations of immunoglobulin available "
        "and their biochemical and pharmacokinetic properties."
    )
    assert title == catalogue.table2.title


Reading = tuple[str, Decimal | None, Decimal | None, Decimal | None]


def reading_of(printed: str) -> Reading:
    """The comparator, value, low and high of a printed figure, read slowly: "<2.4", "46", "5-10"."""
    comparator = "<" if printed.startswith("<") else ""
    figures = [Decimal(part) for part in printed.removeprefix("<").split("-")]
    return (comparator, None, figures[0], figures[1]) if len(figures) == 2 else (comparator, figures[0], None, None)


def is_figure(cell: Cell) -> bool:
    return not set(cell.printed) - set("<-.0123456789")


def test_every_printed_figure_is_read_as_it_stands(catalogue: Catalogue) -> None:
    figures = [cell for cell in catalogue.table2.cells if is_figure(cell)]
    assert [reading_of(cell.printed) for cell in figures] == [
        (cell.comparator, cell.value, cell.low, cell.high) for cell in figures
    ]


def test_every_figure_has_a_unit_and_no_word_has_one(catalogue: Catalogue) -> None:
    for cell in members(catalogue.table2.cells):
        assert is_figure(cell) == bool(cell.unit), cell
        assert is_figure(cell) != bool(cell.text), cell


def test_words_are_read_as_they_stand(catalogue: Catalogue) -> None:
    """A reading may add a unit or a space: "Glucose (20-40 mg)" is glucose 20 to 40 mg/mL."""
    for cell in members(cell for cell in catalogue.table2.cells if cell.text):
        assert cell.printed.split()[0] == cell.text.split()[0], cell


def test_every_cell_says_what_the_label_says_and_cites_the_review(catalogue: Catalogue) -> None:
    for cell in members(catalogue.table2.cells):
        assert cell.label, cell
        assert "de-souza-2014" in cell.sources, cell


def test_every_column_belongs_to_a_preparation(catalogue: Catalogue) -> None:
    columns = {column.id for column in catalogue.table2.columns}
    assert columns == {product.table2 for product in catalogue.products} - {None}


def test_cells_stand_row_by_row(catalogue: Catalogue) -> None:
    """The order of the cells is the order of the review, row by row."""
    rows, columns, _ = as_printed()
    assert [PRINTED[row, column] for row in rows for column in columns] == [
        cell.printed for cell in catalogue.table2.cells
    ]
