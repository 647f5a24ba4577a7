"""Where rows come from: a file or standard input; CSV, TSV, JSON Lines or a workbook, told apart by what stands in it.

A text is a row of records, and a parser takes one record apart; parsers are sent to the worker processes.
What follows a broken record is read as if that were not there.
"""

import io
import json
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from typing import Any, BinaryIO, Final, NamedTuple, NoReturn, TextIO

from ivigcalc.batch.columns import NAME_THE_COLUMNS, Headings, Layout
from ivigcalc.batch.sinks import STDIO
from ivigcalc.core.problems import FileError, Problem, RefusedError
from ivigcalc.intake.files import MOST_LETTERS, NotCsvError, cells_of, open_file, records_of

CSV, TSV, JSONL, XLSX = "csv", "tsv", "jsonl", "xlsx"
"""The formats of tables."""

WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: .xlsx and .ods, .xls."""

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
SEPARATOR: Final = re.compile(r"sep=[,;\t]\s*+")
"""A first line by which a spreadsheet says its delimiter."""

DELIMITERS: Final = (",", ";", "\t")
LONGEST_LINE: Final = 10_000_000
"""A longer line, in letters, belongs to no table."""

BEGIN: Final = "fork" if sys.platform == "linux" else "spawn"
"""How a process begins: as a copy where that is safe, else anew."""

TO_UTF_8: Final = "save the table as CSV UTF-8, or: iconv -f WINDOWS-1252 -t UTF-8 FILE > utf8.csv"


class Parsed(NamedTuple):
    """A record: its columns, and all of its cells."""

    layout: Layout
    cells: Sequence[str]


Parser = Callable[[Any], Parsed]
"""Takes one record apart; raises RefusedError where it cannot."""


def parsed(layout: Layout, cells: Sequence[str]) -> Parsed:
    """A record of so many cells as its layout has columns.

    Raises:
        RefusedError: one of them is too long.
    """
    if any(len(cell) > MOST_LETTERS for cell in cells):
        _refuse("long-cell", f"a cell has more than {MOST_LETTERS} letters", "look what stands in it")
    return Parsed(layout, cells)


class InputTable(NamedTuple):
    """The records of a table, in order, and what takes one apart."""

    records: Iterator[tuple[int, Any]]
    """Each with the number of the line, or of the row of a sheet, that it begins on."""
    parse: Parser
    unread: Collection[str] = ()
    """Headings that nothing is read from."""
    remark: str = ""
    """What has to be said of the table besides; "" for nothing."""


class Asked(NamedTuple):
    """What was typed of how a table is to be read."""

    headings: Headings
    given: Collection[str] = ()
    """Columns that an option stands for."""


class OpenTable(NamedTuple):
    """A table that was opened and looked at."""

    format: str
    """The name of its format; ``csv`` with any delimiter."""
    stream: BinaryIO
    size: int | None
    """That of the file in bytes; None for standard input."""
    first: str = ""
    """Of a text: the first line that is not empty."""
    rest: Iterator[str] = iter(())
    """The lines behind the first."""
    blank: int = 0
    """How many empty lines stand before the first."""

    def position(self) -> int:
        """How many bytes were read so far."""
        return self.stream.tell()


@contextmanager
def open_table(name: str) -> Iterator[OpenTable]:
    """The table in a file, or on standard input for ``-``.

    Raises:
        FileError: there is no such file.
        RefusedError: standard input is a terminal.
    """
    with ExitStack() as stack:
        if name != STDIO:
            stream = stack.enter_context(_open(name))
            yield _with_format(stream, os.fstat(stream.fileno()).st_size, stack)
        elif sys.stdin is None or sys.stdin.isatty():
            todo = "type the name of a file, or pipe a table: cat patients.csv | ivigcalc batch -"
            _refuse("no-input", "- reads standard input, but nothing is piped into it", todo, "FILE")
        else:
            yield _with_format(sys.stdin.buffer, None, stack)


def _open(name: str) -> BinaryIO:
    try:
        return open_file(name)
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", "") or str(wrong)
        problem = Problem(code="no-input", field="FILE", message=f"{name}: {why}", next="type the name of a table")
        raise FileError(problem, found=False) from wrong


def _with_format(stream: BinaryIO, size: int | None, stack: ExitStack) -> OpenTable:
    start = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    if start in WORKBOOKS:
        return OpenTable(XLSX, stream, size)
    encoding, errors = ("utf-16", "replace") if start[:2] in UTF_16 else ("utf-8-sig", "surrogateescape")
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
    stack.callback(text.detach)
    lines = _lines(text)
    blank, first = next(((place, line) for place, line in enumerate(lines) if line.strip()), (0, ""))
    return OpenTable(JSONL if first.lstrip().startswith(("{", "[")) else CSV, stream, size, first, lines, blank)


def _lines(text: TextIO) -> Iterator[str]:
    """The lines of a text.

    Raises:
        FileError: a line has no end.
    """
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            message, todo = f"a line of it has {LONGEST_LINE} letters and more", "type the name of a table"
            raise FileError(Problem(code="not-a-table", field="FILE", message=message, next=todo))
        yield line


def read_json_lines(table: OpenTable, asked: Asked) -> InputTable:
    """Lines of which each is a JSON object, with columns of its own.

    Raises:
        FileError: it is JSON, but a list.
    """
    if table.first.lstrip().startswith("["):
        todo = "write one object on each line, without a list around them (jq -c '.[]')"
        raise FileError(Problem(code="not-a-table", field="FILE", message="JSON, but not JSON Lines", next=todo))
    numbered = enumerate(chain([table.first], table.rest), table.blank + 1)
    return InputTable(
        ((number, line) for number, line in numbered if line.strip()), partial(parse_object, asked.headings)
    )


def read_delimited(table: OpenTable, asked: Asked) -> InputTable:
    """A table of CSV or TSV with a header.

    Raises:
        FileError: there is no header, it cannot be read, or a column that every row needs is missing.
    """
    if not table.first:
        message = "there is no line in it"
        raise FileError(Problem(code="no-header", field="FILE", message=message, next=NAME_THE_COLUMNS))
    if not is_utf_8(table.first):
        message = "the first line is not UTF-8 (no text, or an older Windows or Latin-1 file?)"
        raise FileError(Problem(code="not-utf-8", field="FILE", message=message, next=TO_UTF_8))
    delimiter, lines, blank = table.first[4:5], table.rest, table.blank + 1
    if not SEPARATOR.fullmatch(table.first):
        delimiter, lines, blank = _delimiter(table.first, asked.headings), chain([table.first], table.rest), table.blank
    records = records_of(lines, delimiter, blank)
    _, header = next(records, (0, ""))
    layout = asked.headings.of_table(_headings(header, delimiter), asked.given)
    return InputTable(records, partial(parse_delimited, layout, delimiter), layout.unread)


def _delimiter(line: str, known: Headings) -> str:
    """The delimiter that makes most known columns of a header, then most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            headings = _headings(line, delimiter)
        except FileError:
            return (0, 0)
        return known.known(headings), len(headings)

    return max(DELIMITERS, key=score)


def _headings(text: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a header.

    Raises:
        FileError: it is not CSV.
    """
    try:
        return tuple(cells_of(text, delimiter))
    except NotCsvError as wrong:
        message = f"the first line cannot be read as a header: {wrong.why}"
        todo = "save the table as CSV with the names of its columns in the first line"
        raise FileError(Problem(code="no-header", field="FILE", message=message, next=todo)) from wrong


def is_utf_8(text: str) -> bool:
    """Whether a text came from UTF-8: of any other byte, decoding made half of a character."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def parse_delimited(layout: Layout, delimiter: str, record: str) -> Parsed:
    """The cells of a line of CSV or TSV; with quotes, of a few lines."""
    _refuse_other_encoding(record)
    try:
        cells = cells_of(record, delimiter)
    except NotCsvError as wrong:
        _refuse("quotes", wrong.why, wrong.todo)
    if len(cells) != layout.width:
        message = f"{len(cells)} cells, but the header has {layout.width}"
        _refuse("cells", message, "put what holds the delimiter between double quotes, or add the missing cells")
    return Parsed(layout, cells)


def parse_object(headings: Headings, record: str) -> Parsed:
    """The cells of a JSON object, whose keys are the columns."""
    _refuse_other_encoding(record)
    try:
        read = json.loads(record, object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_no)
    except (ValueError, RecursionError):
        _refuse("not-json", "the line is not JSON", 'write an object on each line: {"weight_kg": "70", ...}')
    if not isinstance(read, dict):
        _refuse("not-an-object", "the line is no JSON object", 'write for example {"weight_kg": "70", ...}')
    try:
        layout = headings.layout(tuple(read))
    except FileError as refused:
        raise RefusedError(*refused.problems) from refused
    return parsed(layout, [_cell(name, value) for name, value in read.items()])


def _refuse(code: str, message: str, todo: str, field: str = "") -> NoReturn:
    raise RefusedError(Problem(code=code, field=field, message=message, next=todo))


def _refuse_other_encoding(record: str) -> None:
    """Refuse a record with bytes that are not UTF-8."""
    if not is_utf_8(record):
        _refuse("not-utf-8", "the row is not UTF-8 (an older Windows or Latin-1 file?)", TO_UTF_8)


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands in it twice is refused."""
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            _refuse("column-twice", f"the key {name!r} stands in the object twice", "keep one")
        read[name] = value
    return read


def _no(constant: str) -> NoReturn:
    raise ValueError(constant)


def _cell(name: str, value: Any) -> str:
    """A JSON value as the text of a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case list() if all(isinstance(text, str) for text in value):
            return ";".join(value)
        case _:
            _refuse("not-a-cell", f"{name} holds an object or a list of other than texts", "write a text or a number")
