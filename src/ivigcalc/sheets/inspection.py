"""A workbook, inspected before it is read: how large its parts really are, and which cells it speaks of."""

import io
import re
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from ivigcalc.sheets.marked import InlineTexts, marked_strings, struck_styles
from ivigcalc.sheets.ods import OPEN_DOCUMENT, hidden_of_ods
from ivigcalc.sheets.parts import (
    OVERLAP,
    BadWorkbookError,
    attributes,
    chunks,
    number_of,
    place_of_sheet,
    refuse_workbook,
)
from ivigcalc.sheets.shown import units_of_styles

ZIPPED: Final = b"PK\x03\x04"
SHEETS: Final = "xl/worksheets/"
STYLES: Final = "xl/styles.xml"
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
"""The rows and columns of a sheet."""

MOST_CELLS: Final = 10_000_000
"""Cells between the first and the last one of a sheet: each takes memory, whatever it holds."""

SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
FROM_1904: Final = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)")
"""A workbook of an old Macintosh, whose dates are counted from another day."""
RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
CELL: Final = rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,9})([0-9]+)[\"']"
PLACE: Final = re.compile(CELL)
FILLED: Final = re.compile(CELL + rb"[^>]*(?<!/)>")
NOWHERE: Final = re.compile(rb"\b(?:r|ref)\s*=\s*[\"'](?:[A-Z0-9]*:)?([A-Z]{4,}[0-9]*|[A-Z]*[0-9]{8,})")
"""A place that no sheet has; numbers of rows beyond bounds end the library."""

HIDDEN_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
ROW: Final = re.compile(rb"\sr\s*=\s*[\"']([0-9]{1,7})[\"']")
"""A hidden row, and its number."""

FORMULA: Final = rb"\s*+<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*+</(?:\w+:)?f>)\s*+"
WITHOUT_VALUE: Final = re.compile(
    CELL + rb"[^>]*>" + FORMULA + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)
ERROR: Final = re.compile(
    CELL.replace(rb"c\s", rb"c\s(?=[^>]*?\bt\s*=\s*[\"']e[\"'])", 1)
    + rb"[^>]*>(?:"
    + FORMULA
    + rb")?\s*+<(?:\w+:)?v>([^<]{1,20})<"
)
"""A cell with a formula that was not worked out, and one that holds an error (#N/A)."""

OF_STRING: Final = re.compile(
    CELL.replace(rb"c\s", rb"c\s(?=[^>]*?\bt\s*=\s*[\"']s[\"'])", 1) + rb"[^>]*>\s*+<(?:\w+:)?v>([0-9]{1,7})<"
)
"""A cell that holds one of the texts of the workbook, and its number."""

OF_CELL: Final = re.compile(rb"\bs\s*=\s*[\"']([0-9]{1,6})[\"']")
"""The style of a cell."""

NO_VALUE: Final = "(a formula without a stored value)"
"""What a cell says that holds a formula, but not what came of it: whoever wrote the file did not work it out."""


class Inspection(NamedTuple):
    """What a sheet of an .xlsx file, or what is hidden in one of an .ods file, says besides its values."""

    instead: Mapping[int, Mapping[int, str]] = {}
    """What cells say that hold an error, or a formula and not what came of it, by row and column."""
    hidden: tuple[int, ...] = ()
    """The rows that are hidden."""
    hidden_columns: tuple[int, ...] = ()
    """The columns that are hidden, from 1."""
    is_seen: bool = True
    """Whether a workbook of its kind can be looked at for what is hidden."""
    shown: Mapping[tuple[int, str], Sequence[int]] = {}
    """The numbers that are shown with a unit."""
    marked: Mapping[int, Mapping[int, str]] = {}
    """What cells say of which a part is struck through, or raised in a figure, by row and column."""
    struck: Mapping[int, Sequence[int]] = {}
    """The rows of cells that are struck through, by column."""
    has_notes: bool = False
    """Whether somebody wrote notes on cells of the sheet."""


def inspect_workbook(content: bytes, sheet: str, units: Collection[str]) -> Inspection:
    """What a sheet of an .xlsx file (by name or number, "" for the first) says besides its values; nothing of others.

    ``units`` are those that numbers may be shown with.

    Raises:
        BadWorkbookError: it is no archive, or reading it would take too much.
    """
    if not content.startswith(ZIPPED):
        return Inspection(is_seen=False)
    try:
        with ZipFile(io.BytesIO(content)) as book:
            names = book.namelist()
            if len({name.casefold() for name in names}) < len(names):
                refuse_workbook("a part of it stands twice, and which one counts is not said")
            part = _part_of_sheet(book, sheet)
            for name in names:
                if not name.startswith(SHEETS) and name.endswith((".xml", ".rels")):
                    for _ in chunks(book, name):
                        pass
            if part:
                styles = book.read(STYLES) if STYLES in names else b""
                found = _inspect_sheet(
                    chunks(book, part), units_of_styles(styles, units), struck_styles(styles), marked_strings(book)
                )
                return found._replace(has_notes=_has_notes(book, part))
            return (
                Inspection({}, *hidden_of_ods(book, sheet, units))
                if OPEN_DOCUMENT in names
                else Inspection(is_seen=False)
            )
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError) as wrong:
        raise BadWorkbookError(str(wrong) or type(wrong).__name__) from wrong


def _part_of_sheet(book: ZipFile, sheet: str) -> str:
    """The part that holds a sheet; "" in a workbook of another kind."""
    names = set(book.namelist())
    if "xl/workbook.xml" not in names:
        return ""
    workbook = b"".join(chunks(book, "xl/workbook.xml"))
    if FROM_1904.search(workbook):
        refuse_workbook("its dates are counted from 1904; switch that off in its options, and look at its dates")
    sheets = [attributes(tag) for tag in SHEET.findall(workbook)]
    place = place_of_sheet([unescape(one.get("name", "")) for one in sheets], sheet)
    for relation in map(attributes, RELATION.findall(b"".join(chunks(book, "xl/_rels/workbook.xml.rels")))):
        if relation.get("Id") == sheets[place].get("id"):
            target = relation.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return refuse_workbook("it names no sheet")


def _has_notes(book: ZipFile, part: str) -> bool:
    """Whether a sheet has notes on its cells."""
    folder, _, name = part.rpartition("/")
    of_sheet = f"{folder}/_rels/{name}.rels"
    return of_sheet in book.namelist() and b"omment" in book.read(of_sheet)


def _inspect_sheet(
    chunks: Iterable[bytes],
    unit_of: Mapping[int, str] = {},
    struck: Collection[int] = (),
    strings: Mapping[int, str] = {},
) -> Inspection:
    """The cells of a sheet that hold an error, or a formula and no value, its hidden rows, and what is only shown.

    ``unit_of`` are the units that styles of cells show with a number, ``struck`` the styles that are struck through,
    and ``strings`` the texts, by their number, that say something else in part.

    Raises:
        BadWorkbookError: it speaks of cells that no sheet has, of more than can be held, or of one twice.
    """
    instead, hidden, hidden_columns = dict[int, dict[int, str]](), set[int](), set[int]()
    marked = dict[int, dict[int, str]]()
    places, inline = _Places(unit_of, struck), InlineTexts()
    for chunk in chunks:
        if place := NOWHERE.search(chunk):
            refuse_workbook(f"it speaks of a cell {place[1][:20].decode()}, which no sheet has")
        places.add(chunk)
        if b"hidden" in chunk:
            hidden.update(int(row[1]) for tag in HIDDEN.findall(chunk) if (row := ROW.search(tag)))
            for said in map(attributes, HIDDEN_COLUMN.findall(chunk)):
                first, end = (number_of(said.get(name, "0")) for name in ("min", "max"))
                hidden_columns.update(range(first, min(end, MOST_COLUMNS) + 1))
        for letters, number, text in _without_value(chunk):
            instead.setdefault(int(number), {})[column_number(letters)] = text
        for letters, number, text in _marked(chunk, strings, inline):
            marked.setdefault(int(number), {})[column_number(letters)] = text
    columns, last = places.columns, places.row
    width = max(columns.values(), default=0)
    if width > MOST_COLUMNS or last > MOST_ROWS or width * last > MOST_CELLS:
        column = max(columns, key=column_number).decode()
        why = f"it has a cell in column {column}, one in row {last}, and more than {MOST_CELLS} between"
        refuse_workbook(f"{why}; clear what stands outside the table")
    return Inspection(
        instead,
        tuple(sorted(hidden)),
        tuple(sorted(hidden_columns)),
        shown=places.shown,
        marked=marked,
        struck=places.struck,
    )


def _without_value(chunk: bytes) -> Iterator[tuple[bytes, bytes, str]]:
    """The cells that hold a formula and no value, or an error: column, row and what they say."""
    if b"<f" in chunk or b":f" in chunk:
        for column, row in WITHOUT_VALUE.findall(chunk):
            yield column, row, NO_VALUE
    if b'"e"' in chunk or b"'e'" in chunk:
        for column, row, error in ERROR.findall(chunk):
            yield column, row, unescape(error.decode("utf-8", "replace"))


def _marked(chunk: bytes, strings: Mapping[int, str], inline: InlineTexts) -> Iterator[tuple[bytes, bytes, str]]:
    """The cells whose text says something else in part: column, row and what they say."""
    for column, row, string in OF_STRING.findall(chunk) if strings else ():
        if int(string) in strings:
            yield column, row, strings[int(string)]
    for cell, text in inline.marked(chunk):
        for column, row in PLACE.findall(cell):
            yield column, row, text


class _Places:
    """Where the filled cells of a sheet stand: by rows, in each from left to right, none twice."""

    def __init__(self, unit_of: Mapping[int, str], struck: Collection[int]) -> None:
        self._unit_of, self._struck_styles = unit_of, struck
        self.struck = dict[int, "array[int]"]()
        """The rows of cells that are struck through, by column."""
        self.shown = dict[tuple[int, str], "array[int]"]()
        """The rows of numbers that are shown with a unit, by column and unit."""
        self.columns: dict[bytes, int] = {}
        """The number of each column that has a cell, by its letters."""
        self.row = self._column = 0
        self._at, self._behind = 0, -1

    def add(self, chunk: bytes) -> None:
        """The cells of the next chunk, which begins with the end of the one before.

        Raises:
            BadWorkbookError: a cell stands twice, or behind one that comes after it: which value counts is not said.
        """
        for found in FILLED.finditer(chunk):
            if (at := self._at + found.start()) <= self._behind:
                continue  # of the end of the chunk before
            self._behind = at
            letters, row = found[1], int(found[2])
            column = self.columns.get(letters) or self.columns.setdefault(letters, column_number(letters))
            if row < self.row or (row == self.row and column <= self._column):
                refuse_workbook(f"its cell {letters.decode()}{row} stands twice, or not in its place")
            self.row, self._column = row, column
            style = OF_CELL.search(found[0]) if self._unit_of or self._struck_styles else None
            if style and (unit := self._unit_of.get(int(style[1]))):
                self.shown.setdefault((column, unit), array("I")).append(row)
            if style and int(style[1]) in self._struck_styles:
                self.struck.setdefault(column, array("I")).append(row)
        self._at += len(chunk) - OVERLAP


def column_number(letters: bytes) -> int:
    """The number of a column from what a sheet calls it: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
