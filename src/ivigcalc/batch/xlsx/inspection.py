"""A workbook, inspected before it is read: how large they really are, and which cells it speaks of."""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, NoReturn
from zipfile import BadZipFile, ZipFile

ZIPPED: Final = b"PK\x03\x04"
SHEETS: Final = "xl/worksheets/"
LARGEST_PART: Final = 200_000_000
"""No part of a workbook that holds a table of patients has more bytes than this."""

CHUNK: Final = 1_000_000
"""Bytes that are looked at together: 30 times what the longest cell holds."""

OVERLAP: Final = 4096
"""How much of a chunk is looked at again with the next, for what stands across both."""

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
"""The rows and columns of a sheet."""

MOST_CELLS: Final = 10_000_000
"""Cells between the first and the last one of a sheet: each takes memory, whatever it holds."""

FIRST_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?:id\s*=\s*[\"']([^\"']*)[\"']")
RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
CELL: Final = rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,9})([0-9]+)[\"']"
FILLED: Final = re.compile(CELL + rb"[^>]*(?<!/)>")
NOWHERE: Final = re.compile(rb"\b(?:r|ref)\s*=\s*[\"'](?:[A-Z0-9]*:)?([A-Z]{4,}[0-9]*|[A-Z]*[0-9]{8,})")
"""A place that no sheet has; numbers of rows beyond bounds end the library."""

HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
ROW: Final = re.compile(rb"\sr\s*=\s*[\"']([0-9]{1,7})[\"']")
"""A hidden row, and its number."""

WITHOUT_VALUE: Final = re.compile(
    CELL + rb"[^>]*>\s*+<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*+</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)


class BadWorkbookError(Exception):
    """A workbook that is not read; says why."""


def refuse_workbook(why: str) -> NoReturn:
    """Refuse a workbook."""
    raise BadWorkbookError(why)


class Inspection(NamedTuple):
    """What the first sheet of an .xlsx file says besides its values."""

    without_value: Mapping[int, set[int]] = {}
    """The columns of cells that hold a formula and not what came of it, by row."""
    hidden: tuple[int, ...] = ()
    """The rows that are hidden."""


def inspect_workbook(content: bytes) -> Inspection:
    """What the first sheet of an .xlsx file says besides its values; nothing of other files.

    Raises:
        BadWorkbookError: it is no archive, or reading it would take too much.
    """
    if not content.startswith(ZIPPED):
        return Inspection()
    try:
        with ZipFile(io.BytesIO(content)) as book:
            first = _first_sheet(book)
            for name in book.namelist():
                if not name.startswith(SHEETS) and name.endswith((".xml", ".rels")):
                    for _ in _chunks(book, name):
                        pass
            return _inspect_sheet(_chunks(book, first)) if first else Inspection()
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError) as wrong:
        raise BadWorkbookError(str(wrong) or type(wrong).__name__) from wrong


def _first_sheet(book: ZipFile) -> str:
    """The part that holds the first sheet; "" in a workbook of another kind."""
    names = set(book.namelist())
    if "xl/workbook.xml" not in names:
        return ""
    sheet = FIRST_SHEET.search(b"".join(_chunks(book, "xl/workbook.xml")))
    relations = RELATION.findall(b"".join(_chunks(book, "xl/_rels/workbook.xml.rels"))) if sheet else []
    for relation in relations:
        said = dict(re.findall(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']", relation))
        if sheet and said.get(b"Id") == sheet[1]:
            target = said.get(b"Target", b"").decode("utf-8", "replace")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    refuse_workbook("it names no sheet")


def _chunks(book: ZipFile, name: str) -> Iterator[bytes]:
    """A part in chunks, each with the end of the one before.

    Raises:
        BadWorkbookError: it is too large, or holds a cell that no sheet can hold.
    """
    size, tail = 0, b""
    with book.open(name) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > LARGEST_PART:
                refuse_workbook(f"{name} in it has more than {LARGEST_PART // CHUNK} MB")
            if b"\0" in chunk or (len(chunk) == CHUNK and b"<" not in chunk):
                refuse_workbook(f"{name} in it holds a cell with more letters than a sheet takes")
            yield tail + chunk
            tail = chunk[-OVERLAP:]


def _inspect_sheet(chunks: Iterable[bytes]) -> Inspection:
    """The cells of a sheet that hold a formula and no value, and its hidden rows.

    Raises:
        BadWorkbookError: it speaks of cells that no sheet has, or of more than can be held.
    """
    columns, last, unknown, hidden = set[bytes](), 0, dict[int, set[int]](), set[int]()
    for chunk in chunks:
        if place := NOWHERE.search(chunk):
            refuse_workbook(f"it speaks of a cell {place[1][:20].decode()}, which no sheet has")
        filled = FILLED.findall(chunk)
        columns.update(column for column, _ in filled)
        last = max([last, *(int(row) for _, row in filled)])
        if b"hidden" in chunk:
            hidden.update(int(row[1]) for tag in HIDDEN.findall(chunk) if (row := ROW.search(tag)))
        if b"<f" in chunk or b":f" in chunk:
            for column, row in WITHOUT_VALUE.findall(chunk):
                unknown.setdefault(int(row), set()).add(column_number(column))
    width = max(map(column_number, columns), default=0)
    if width > MOST_COLUMNS or last > MOST_ROWS or width * last > MOST_CELLS:
        column = max(columns, key=column_number).decode()
        why = f"it has a cell in column {column}, one in row {last}, and more than {MOST_CELLS} between"
        refuse_workbook(f"{why}; clear what stands outside the table")
    return Inspection(unknown, tuple(sorted(hidden)))


def column_number(letters: bytes) -> int:
    """The number of a column from what a sheet calls it: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
