"""XLSX in and out, with the extra ``[xlsx]``. A sheet is read as a whole; it is written row by row."""

import csv
import io
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from ivigcalc.batch.columns import read_layout, require
from ivigcalc.batch.sinks import opened_alone, part_of, put_in_place
from ivigcalc.batch.source import InputTable, OpenTable, Parsed
from ivigcalc.core.problems import FileError, Problem, RefusedError

MOST_ROWS: Final = 1_048_576
"""The rows of a sheet, the header among them."""
MOST_LETTERS: Final = 32_767
"""The letters of a cell."""
MIDNIGHT: Final = time()


def read_workbook(table: OpenTable, given: Collection[str]) -> InputTable:
    """The rows of the first sheet that hold anything; ``given`` are columns that an option stands for.

    Raises:
        FileError: it is not a workbook that can be read, or a column that every row needs is missing.
        RefusedError: the extra is not installed.
    """
    rows = _rows(table.stream)
    _, headings = next(rows, (0, []))
    layout = require(read_layout(tuple(headings)), given)
    return InputTable(rows, partial(Parsed, layout), layout.unread)


def _rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with its number, as texts; all are as wide as the widest."""
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra
    except ImportError:
        _no_extra()
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(stream.read())).get_sheet_by_index(0).iter_rows()
    except Exception as wrong:
        message = f"the workbook cannot be read: {str(wrong) or type(wrong).__name__}"
        todo = "save it again as .xlsx, or as CSV UTF-8"
        raise FileError(Problem(code="bad-workbook", field="FILE", message=message, next=todo)) from wrong
    for number, row in enumerate(rows, start=1):
        cells = [as_text(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _no_extra() -> NoReturn:
    message = "reading and writing XLSX needs two more packages"
    todo = "pip install python-calamine xlsxwriter, or use CSV"
    raise RefusedError(Problem(code="no-xlsx", field="FILE", message=message, next=todo))


def as_text(value: Any) -> str:
    """A cell of a sheet as text. A float is read to 15 significant digits, which is what a sheet shows."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return format(Decimal(f"{value:.15g}"), "f")
        case datetime():
            return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


class SheetSink:
    """A workbook of one sheet, written to ``FILE.part`` and renamed when it is whole."""

    def __init__(self, path: Path, columns: Sequence[str], *, numbers: Collection[str]) -> None:
        """Begin a workbook with these columns, some of them of numbers.

        Raises:
            RefusedError: the extra is not installed.
        """
        try:
            from xlsxwriter import Workbook  # noqa: PLC0415 - an extra
        except ImportError:
            _no_extra()
        self._path = path.resolve()
        self._part = part_of(self._path)
        self._alone = opened_alone(self._part)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(str(self._part), options)
        self._book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same bytes on any day
        self._sheet = self._book.add_worksheet("plans")
        self._sheet.freeze_panes(1, 2)
        self._is_number = [name in numbers for name in columns]
        self._row = 0

    def write(self, text: str) -> None:
        """Write lines of CSV as rows.

        Raises:
            OSError: the sheet is full.
        """
        for cells in csv.reader(io.StringIO(text, newline="")):
            if self._row >= MOST_ROWS:
                message = f"a sheet holds {MOST_ROWS} rows: write CSV instead"
                raise OSError(message)
            self._write_row(cells)

    def _write_row(self, cells: list[str]) -> None:
        for place, (is_number, cell) in enumerate(zip(self._is_number, cells, strict=True)):
            if cell and self._row and is_number:
                self._sheet.write_number(self._row, place, float(cell))
            elif len(cell) > MOST_LETTERS:
                self._sheet.write_string(self._row, place, f"({len(cell)} characters: too long for a sheet)")
            elif cell:
                self._sheet.write_string(self._row, place, cell)
        self._row += 1

    def finish(self) -> None:
        """Close the workbook and put it in its place.

        Raises:
            OSError: it cannot be written.
        """
        from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415 - an extra

        try:
            self._book.close()
        except XlsxWriterException as wrong:
            sys.unraisablehook = lambda _: None  # the half-written archive complains once more when it is dropped
            raise OSError(str(wrong)) from None
        put_in_place(self._alone, self._part, self._path)

    def stop(self) -> None:
        """Drop what was written: a part of a workbook is of no use."""
        self._book.fileclosed = True
        with suppress(OSError):
            self._part.unlink()
        self._alone.close()
