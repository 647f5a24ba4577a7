"""A workbook out, written row by row."""

import csv
import io
import os
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from string import ascii_uppercase
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ivigcalc.batch.sinks import begun, naming, put_in_place
from ivigcalc.batch.xlsx.inspection import MOST_ROWS

MOST_LETTERS: Final = 32_767
"""The letters of a cell."""

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET: Final = "xl/worksheets/sheet1.xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="plans" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
"""What a workbook holds besides its sheet."""

SHEET_BEGINS: Final = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
SHEET_ENDS: Final = "</sheetData></worksheet>"
ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""A sheet would read ``_x0041_`` as an A."""


class WorkbookSink:
    """A workbook of one sheet, written row by row to ``FILE.part`` and renamed when it is whole.

    A workbook is an archive of a few texts in XML. No other file is written on the way, so that none can be left.
    """

    def __init__(self, path: Path, columns: Sequence[str], *, numbers: Collection[str]) -> None:
        """Begin a workbook with these columns, some of them of numbers.

        Raises:
            OSError: it cannot be written, or another run is writing it.
        """
        self._path = path.resolve()
        self._part, self._file = begun(self._path)
        self._letters = [column_letters(place) for place in range(len(columns))]
        self._is_number = [name in numbers for name in columns]
        self._row = 0
        with naming(self._part):
            self._file.truncate()
            self._book = ZipFile(self._file, "w", ZIP_DEFLATED)
            for name, text in PARTS.items():
                self._book.writestr(ZipInfo(name), XML + text, ZIP_DEFLATED)
            sheet = ZipInfo(SHEET)
            sheet.compress_type = ZIP_DEFLATED
            self._sheet = self._book.open(sheet, "w", force_zip64=True)
            self._sheet.write((XML + SHEET_BEGINS).encode())

    def write(self, text: str) -> None:
        """Write lines of CSV as rows.

        Raises:
            OSError: the sheet is full, or cannot be written.
        """
        rows = [self._as_row(cells) for cells in csv.reader(io.StringIO(text, newline=""))]
        if self._row > MOST_ROWS:
            message = f"a sheet holds {MOST_ROWS} rows: write CSV instead"
            raise OSError(message)
        with naming(self._part):
            self._sheet.write("".join(rows).encode())

    def _as_row(self, cells: list[str]) -> str:
        self._row += 1
        texts = [
            _as_cell(f"{letters}{self._row}", cell, is_number=is_number and self._row > 1)
            for letters, is_number, cell in zip(self._letters, self._is_number, cells, strict=True)
            if cell
        ]
        return f'<row r="{self._row}">{"".join(texts)}</row>'

    def finish(self) -> None:
        """Close the workbook and put it in its place.

        Raises:
            OSError: it cannot be written.
        """
        with naming(self._part):
            self._sheet.write(SHEET_ENDS.encode())
            self._sheet.close()
            self._book.close()
            self._file.flush()
            os.fsync(self._file.fileno())
        put_in_place(self._file, self._part, self._path)

    def stop(self) -> None:
        """Drop what was written: a part of a workbook is of no use."""
        with suppress(OSError):
            self._part.unlink()
        for closing in (self._sheet.close, self._book.close, self._file.close):
            with suppress(OSError, ValueError):
                closing()


def _as_cell(place: str, text: str, *, is_number: bool) -> str:
    """A cell in XML: a number, or a text in its place."""
    if is_number:
        return f'<c r="{place}"><v>{text}</v></c>'
    if len(text) > MOST_LETTERS:
        text = f"({len(text)} characters: too long for a sheet)"
    text = ESCAPE.sub("_x005F_", escape(text, quote=False))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def column_letters(place: int) -> str:
    """What a sheet calls a column, from 0: A to Z, then AA."""
    before, last = divmod(place, len(ascii_uppercase))
    return (column_letters(before - 1) if before else "") + ascii_uppercase[last]
