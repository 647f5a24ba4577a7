"""A stock file that is a workbook: its first sheet as lines of CSV, with what has to be said of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from ivigcalc.core.quantity import one_line
from ivigcalc.intake.stock_text import refused
from ivigcalc.sheets.cells import FROM_ABOVE, MERGED, bare
from ivigcalc.sheets.inspection import inspect_workbook
from ivigcalc.sheets.parts import BadWorkbookError, names_of_sheets
from ivigcalc.sheets.rows import need_reader, open_sheet
from ivigcalc.sheets.shown import with_shown_units

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ivigcalc.core.facts.tables import Tables

MOST_NAMED: Final = 20
"""How many hidden rows are named."""


def lines_of_sheet(
    name: str, content: bytes, tables: Tables
) -> tuple[list[str], list[str], Mapping[int, Collection[int]]]:
    """The rows of the first sheet as the lines of their numbers, what has to be said of how they were read, and places.

    These are, by the number of a row, those from 0 of cells that are merged with the one above them.

    Raises:
        FileError: the workbook cannot be read, its first sheet is hidden, or a cell is struck through.
        RefusedError: the extra that reads workbooks is not installed.
    """
    need_reader("--stock")
    units = {bare(unit) for one in tables.units for unit in (one.id, *one.names)}
    units |= {bare(unit) for others in tables.units_not_read for unit in others.names}
    try:
        found = inspect_workbook(content, "", units)
        names, is_hidden, rows = open_sheet(content, found, from_above=FROM_ABOVE)
        if is_hidden:
            raise refused(name, f"the first sheet, {one_line(names[0])!r}, is hidden", "put the stock first")
        merged: dict[int, list[int]] = {}
        rows = _without_marks(rows, merged)
        numbered = dict(with_shown_units(rows, found.shown, {column - 1 for column, _ in found.shown}))
    except BadWorkbookError as wrong:
        raise refused(name, f"the workbook cannot be read: {wrong.why}", wrong.todo("--stock")) from wrong
    if struck := sorted({row for of_column in found.struck.values() for row in of_column if row in numbered}):
        raise refused(name, f"a cell is struck through in row {_numbers(struck)}", "take out the rows, or the lines")
    said = [
        f"read: the sheet {one_line(names[0])!r}; not read: {names_of_sheets(names[1:])}" if names[1:] else "",
        "" if found.is_seen else "what is hidden or struck through is not seen in this kind of workbook",
        f"hidden rows of the sheet are read, too: {_numbers(found.hidden)}" if found.hidden else "",
        f"hidden columns of the sheet are read, too: {_numbers(found.hidden_columns)}" if found.hidden_columns else "",
        "notes on cells of the sheet are not read" if found.has_notes else "",
    ]
    lines = [_line(numbered.get(number, ())) for number in range(1, max(numbered, default=0) + 1)]
    return lines, [f"--stock: {one}" for one in said if one], merged


def _without_marks(
    rows: Iterable[tuple[int, list[str]]], merged: dict[int, list[int]]
) -> Iterator[tuple[int, list[str]]]:
    """The rows without what says that cells are merged with the one above them; their places go to ``merged``."""
    for number, cells in rows:
        if places := [place for place, cell in enumerate(cells) if cell.endswith(FROM_ABOVE)]:
            merged[number] = places
        yield number, [cell.removesuffix(FROM_ABOVE) for cell in cells]


def _numbers(numbers: Sequence[int]) -> str:
    """The first numbers, and how many more there are."""
    more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
    return f"{', '.join(map(str, numbers[:MOST_NAMED]))}{more}"


def _line(cells: Iterable[str]) -> str:
    """Cells as a line of CSV; what is merged with the cell to its left is empty."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow("" if cell == MERGED else one_line(cell) for cell in cells)
    return text.getvalue()
