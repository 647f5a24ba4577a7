"""A workbook, inspected before it is read: how large its parts really are, and which cells it speaks of."""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Final, NamedTuple, NoReturn
from zipfile import BadZipFile, ZipFile

from ivigcalc.intake.numbers import one_line

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

SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
FROM_1904: Final = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)")
"""A workbook of an old Macintosh, whose dates are counted from another day."""
RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
CELL: Final = rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,9})([0-9]+)[\"']"
FILLED: Final = re.compile(CELL + rb"[^>]*(?<!/)>")
NOWHERE: Final = re.compile(rb"\b(?:r|ref)\s*=\s*[\"'](?:[A-Z0-9]*:)?([A-Z]{4,}[0-9]*|[A-Z]*[0-9]{8,})")
"""A place that no sheet has; numbers of rows beyond bounds end the library."""

HIDDEN_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
ROW: Final = re.compile(rb"\sr\s*=\s*[\"']([0-9]{1,7})[\"']")
"""A hidden row, and its number."""

WITHOUT_VALUE: Final = re.compile(
    CELL + rb"[^>]*>\s*+<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*+</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)


OPEN_DOCUMENT: Final = "content.xml"
OF_SHEET: Final = re.compile(rb"<table:(table-row|table-column|table)(?=[\s/>])[^>]*>")
REPEATED: Final = {b"table-row": "number-rows-repeated", b"table-column": "number-columns-repeated"}
"""The part of an .ods file that holds its sheets, their rows and columns, and how often one stands for several."""

MOST_SHEETS: Final = 20
"""So many sheets are named."""

MOST_REPEATED: Final = 1000
"""So many hidden rows that are alike are named; more are the empty ones below a table."""


class BadWorkbookError(Exception):
    """A workbook that is not read; says why."""


def refuse_workbook(why: str) -> NoReturn:
    """Refuse a workbook."""
    raise BadWorkbookError(why)


class Inspection(NamedTuple):
    """What a sheet of an .xlsx file, or what is hidden in one of an .ods file, says besides its values."""

    without_value: Mapping[int, set[int]] = {}
    """The columns of cells that hold a formula and not what came of it, by row."""
    hidden: tuple[int, ...] = ()
    """The rows that are hidden."""
    hidden_columns: tuple[int, ...] = ()
    """The columns that are hidden, from 1."""
    is_seen: bool = True
    """Whether a workbook of its kind can be looked at for what is hidden."""


def inspect_workbook(content: bytes, sheet: str = "") -> Inspection:
    """What a sheet of an .xlsx file (by name or number, "" for the first) says besides its values; nothing of others.

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
                    for _ in _chunks(book, name):
                        pass
            if part:
                return _inspect_sheet(_chunks(book, part))
            return _hidden_of_ods(book, sheet) if OPEN_DOCUMENT in names else Inspection(is_seen=False)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError) as wrong:
        raise BadWorkbookError(str(wrong) or type(wrong).__name__) from wrong


def place_of_sheet(names: Sequence[str], sheet: str) -> int:
    """The place of a sheet, from 0, by its name, else its number from 1; "" is the first.

    Raises:
        BadWorkbookError: there is none.
    """
    if not sheet and names:
        return 0
    same = [place for place, name in enumerate(names) if name.strip().casefold() == sheet.strip().casefold()]
    if len(same) == 1:
        return same[0]
    if sheet.isascii() and sheet.isdigit() and 1 <= int(sheet[:6]) <= len(names):
        return int(sheet) - 1
    refuse_workbook(f"it has no sheet {sheet!r}; its sheets are {names_of_sheets(names) or 'none'}")


def names_of_sheets(names: Sequence[str]) -> str:
    """The names of the first sheets, each on one line, and how many more there are."""
    more = f" and {len(names) - MOST_SHEETS} more" if len(names) > MOST_SHEETS else ""
    return f"{', '.join(repr(one_line(name)) for name in names[:MOST_SHEETS])}{more}"


def _part_of_sheet(book: ZipFile, sheet: str) -> str:
    """The part that holds a sheet; "" in a workbook of another kind."""
    names = set(book.namelist())
    if "xl/workbook.xml" not in names:
        return ""
    workbook = b"".join(_chunks(book, "xl/workbook.xml"))
    if FROM_1904.search(workbook):
        refuse_workbook("its dates are counted from 1904; switch that off in its options, and look at its dates")
    sheets = [_attributes(tag) for tag in SHEET.findall(workbook)]
    place = place_of_sheet([unescape(one.get("name", "")) for one in sheets], sheet)
    for relation in map(_attributes, RELATION.findall(b"".join(_chunks(book, "xl/_rels/workbook.xml.rels")))):
        if relation.get("Id") == sheets[place].get("id"):
            target = relation.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    refuse_workbook("it names no sheet")


def _attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, by their names without a prefix."""
    found = re.findall(rb"([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return {name.decode("utf-8", "replace"): (one or other).decode("utf-8", "replace") for name, one, other in found}


def _number(text: str) -> int:
    """A number of rows or columns; beyond those of any sheet it is not exact.

    Raises:
        BadWorkbookError: it is none.
    """
    if not (text.isascii() and text.isdigit()):
        refuse_workbook(f"it speaks of {text[:20]!r} rows or columns")
    return int(text[:8])


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
        BadWorkbookError: it speaks of cells that no sheet has, of more than can be held, or of one twice.
    """
    unknown, hidden, hidden_columns = dict[int, set[int]](), set[int](), set[int]()
    places = _Places()
    for chunk in chunks:
        if place := NOWHERE.search(chunk):
            refuse_workbook(f"it speaks of a cell {place[1][:20].decode()}, which no sheet has")
        places.add(chunk)
        if b"hidden" in chunk:
            hidden.update(int(row[1]) for tag in HIDDEN.findall(chunk) if (row := ROW.search(tag)))
            for said in map(_attributes, HIDDEN_COLUMN.findall(chunk)):
                first, end = (_number(said.get(name, "0")) for name in ("min", "max"))
                hidden_columns.update(range(first, min(end, MOST_COLUMNS) + 1))
        if b"<f" in chunk or b":f" in chunk:
            for column, row in WITHOUT_VALUE.findall(chunk):
                unknown.setdefault(int(row), set()).add(column_number(column))
    columns, last = places.columns, places.row
    width = max(columns.values(), default=0)
    if width > MOST_COLUMNS or last > MOST_ROWS or width * last > MOST_CELLS:
        column = max(columns, key=column_number).decode()
        why = f"it has a cell in column {column}, one in row {last}, and more than {MOST_CELLS} between"
        refuse_workbook(f"{why}; clear what stands outside the table")
    return Inspection(unknown, tuple(sorted(hidden)), tuple(sorted(hidden_columns)))


class _Places:
    """Where the filled cells of a sheet stand: by rows, in each from left to right, none twice."""

    def __init__(self) -> None:
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
        self._at += len(chunk) - OVERLAP


def _hidden_of_ods(book: ZipFile, sheet: str) -> Inspection:
    """The hidden rows and columns of a sheet of an .ods file, in which both are counted as they come."""
    sheets: dict[str, dict[bytes, list[int]]] = {}
    at: dict[bytes, int] = {}
    hidden: dict[bytes, list[int]] = {}
    for tag in _tags_of_ods(book):
        kind, said = tag[1], _attributes(tag[0])
        if kind == b"table":
            at, hidden = dict.fromkeys(REPEATED, 1), {row_or_column: [] for row_or_column in REPEATED}
            sheets[unescape(said.get("name", ""))] = hidden
        elif at:
            times = _number(said.get(REPEATED[kind], "1"))
            if said.get("visibility", "visible") != "visible":
                hidden[kind] += range(at[kind], at[kind] + min(times, MOST_REPEATED))
            at[kind] += times
    own = [*sheets.values()][place_of_sheet([*sheets], sheet)]
    return Inspection({}, tuple(own[b"table-row"]), tuple(own[b"table-column"]))


def _tags_of_ods(book: ZipFile) -> Iterator[re.Match[bytes]]:
    """The tags of sheets, rows and columns, in order, without holding the whole part."""
    rest = b""
    with book.open(OPEN_DOCUMENT) as part:
        while chunk := part.read(CHUNK):
            whole, _, begun = (rest + chunk).rpartition(b"<")
            yield from OF_SHEET.finditer(whole)
            rest = b"<" + begun
    yield from OF_SHEET.finditer(rest)


def column_number(letters: bytes) -> int:
    """The number of a column from what a sheet calls it: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
