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

from ivigcalc.batch.sinks import begun, naming, put_in_place, real
from ivigcalc.sheets.inspection import MOST_ROWS

MOST_LETTERS: Final = 32_767
"""The letters of a cell."""

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET: Final = "xl/worksheets/sheet1.xml"
STYLES: Final = "xl/styles.xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{TYPE}.worksheet+xml"/>'
        f'<Override PartName="/{STYLES}" ContentType="{TYPE}.styles+xml"/></Types>'
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
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    STYLES: (
        f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
"""What a workbook holds besides its sheet."""

NUMBER, HEADING, TEXT = range(3)
"""The styles of cells, by their place in the styles: figures as they stand, bold, and text that stays so if edited."""

FILTER_BUTTON: Final = 4
"""What a heading needs beside its letters."""

WIDTHS: Final = {
    **dict.fromkeys(("key", "verdict"), 18),
    **dict.fromkeys(("indication", "regimen", "product", "vials_per_day", "vials_course"), 24),
    **dict.fromkeys(("input_sha256", "ivigcalc_version", "data_version", "data_sha256", "row_sha256"), 20),
    **dict.fromkeys(("day_grams", "day_vials", "day_dispensed_g", "verdict_rules", "alerts"), 40),
    **dict.fromkeys(("reason", "read", "versus_reason", "dates"), 60),
}
"""The widths of columns of words, in letters; each other is as wide as its heading: figures and ids are shorter."""

SHEET_BEGINS: Final = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/>'
    "</sheetView></sheetViews>"
)
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
        self._path = real(path)
        self._part, self._file = begun(self._path)
        self._closings = [self._file.close]
        self._letters = [column_letters(place) for place in range(len(columns))]
        self._is_number = [name in numbers for name in columns]
        self._row = 0
        try:
            with naming(self._part):
                self._begin(columns)
        except OSError:
            self.stop()
            raise

    def _begin(self, columns: Sequence[str]) -> None:
        """Everything before the rows."""
        self._file.truncate()
        self._book = ZipFile(self._file, "w", ZIP_DEFLATED)
        self._closings.insert(0, self._book.close)
        for name, text in PARTS.items():
            self._book.writestr(ZipInfo(name), XML + text, ZIP_DEFLATED)
        sheet = ZipInfo(SHEET)
        sheet.compress_type = ZIP_DEFLATED
        self._sheet = self._book.open(sheet, "w", force_zip64=True)
        self._closings.insert(0, self._sheet.close)
        self._sheet.write(f"{XML}{SHEET_BEGINS}{_widths(columns)}<sheetData>".encode())

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
        header = self._row == 1
        texts = [
            _as_cell(f"{letters}{self._row}", cell, HEADING if header else NUMBER if is_number else TEXT)
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
            table = f"A1:{self._letters[-1]}{self._row}"
            self._sheet.write(f'</sheetData><autoFilter ref="{table}"/></worksheet>'.encode())
            self._sheet.close()
            self._book.close()
            self._file.flush()
            os.fsync(self._file.fileno())
        put_in_place(self._file, self._part, self._path)

    def stop(self) -> None:
        """Drop what was written: a part of a workbook is of no use."""
        with suppress(OSError):
            self._part.unlink()
        for closing in self._closings:
            with suppress(OSError, ValueError):
                closing()
        if os.name == "nt":  # where what is open cannot be removed
            with suppress(OSError):
                self._part.unlink()


def _widths(columns: Sequence[str]) -> str:
    """How wide the columns are, in XML: before the rows, so that no row has to be seen for it."""
    widths = (max(len(name) + FILTER_BUTTON, WIDTHS.get(name, 0)) for name in columns)
    texts = (f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1))
    return f"<cols>{''.join(texts)}</cols>"


def _as_cell(place: str, text: str, style: int) -> str:
    """A cell in XML: a number, or a text in its place."""
    if style == NUMBER:
        return f'<c r="{place}"><v>{text}</v></c>'
    if len(text) > MOST_LETTERS:
        text = f"({len(text)} characters: too long for a sheet)"
    text = ESCAPE.sub("_x005F_", escape(text, quote=False))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def column_letters(place: int) -> str:
    """What a sheet calls a column, from 0: A to Z, then AA."""
    before, last = divmod(place, len(ascii_uppercase))
    return (column_letters(before - 1) if before else "") + ascii_uppercase[last]
