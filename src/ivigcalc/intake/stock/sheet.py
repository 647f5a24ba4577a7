"""A stock file that is a workbook: the rows of one sheet, with what has to be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.quantity import one_line
from ivigcalc.intake.stock.header import SHEET
from ivigcalc.intake.stock.rows import Row
from ivigcalc.intake.stock.text import refused
from ivigcalc.sheets.cells import FROM_ABOVE, bare
from ivigcalc.sheets.inspection import inspect_workbook
from ivigcalc.sheets.parts import MOST_NAMED, BadWorkbookError, first_of, names_of_sheets, offered_sheets
from ivigcalc.sheets.rows import need_reader, open_sheet
from ivigcalc.sheets.shown import with_shown_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.tables import Tables


def rows_of_sheet(
    name: str, content: bytes, sheet: str, tables: Tables, decimal: str
) -> tuple[list[Row], list[str], str]:
    """The rows of a sheet that hold anything (by its name or number, "" for the first), and how they were read.

    Last, where none was asked for, what reads another of its sheets; "" where there is none.

    Raises:
        FileError: the workbook cannot be read or has no such sheet, the first is hidden and none was asked for, or a
            cell is struck through.
        RefusedError: the extra that reads workbooks is not installed.
    """
    need_reader("--stock")
    units = {bare(unit) for one in tables.units for unit in (one.id, *one.names)}
    units |= {bare(unit) for others in tables.units_not_read for unit in others.names}
    try:
        found = inspect_workbook(content, sheet, units)
        names, is_hidden, numbered = open_sheet(content, found, sheet, from_above=FROM_ABOVE, decimal=decimal)
        if is_hidden and not sheet:
            why = f"the first sheet, {one_line(names[0])!r}, is hidden"
            raise refused(name, why, f"{offered_sheets(names, SHEET)} says which is to be read")
        unmarked = [_row(number, cells) for number, cells in numbered]
        with_units = with_shown_units(
            ((row.number, [*row.cells]) for row in unmarked), found.shown, {column - 1 for column, _ in found.shown}
        )
        rows = [row._replace(cells=cells) for row, (_, cells) in zip(unmarked, with_units, strict=True)]
    except BadWorkbookError as wrong:
        raise refused(name, f"the workbook cannot be read: {wrong.why}", wrong.todo(SHEET)) from wrong
    struck = {row for of_column in found.struck.values() for row in of_column}
    if struck := struck.intersection(row.number for row in rows):
        why = f"a cell is struck through in row {first_of(sorted(struck), MOST_NAMED)}"
        raise refused(name, why, "take out the rows, or the lines")
    hidden, columns = (first_of(places, MOST_NAMED) for places in (found.hidden, found.hidden_columns))
    said = [
        f"read: the sheet {one_line(names[0])!r}; not read: {names_of_sheets(names[1:])}" if names[1:] else "",
        "" if found.is_seen else "what is hidden or struck through is not seen in this kind of workbook",
        f"hidden rows of the sheet are read, too: {hidden}" if hidden else "",
        f"hidden columns of the sheet are read, too: {columns}" if columns else "",
        "notes on cells of the sheet are not read" if found.has_notes else "",
    ]
    others = "" if sheet else offered_sheets(names[1:], SHEET)
    return rows, [f"--stock: {one}" for one in said if one], others


def _row(number: int, cells: Sequence[str]) -> Row:
    """A row of a sheet, without what says that cells are merged with the one above them; their places beside it."""
    from_above = [place for place, cell in enumerate(cells) if cell.endswith(FROM_ABOVE)]
    return Row(number, [cell.removesuffix(FROM_ABOVE) for cell in cells], from_above=from_above)
