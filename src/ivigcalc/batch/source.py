"""Where rows come from: a file or standard input; CSV, TSV, JSON Lines or a workbook, told apart by what stands in it.

A text is a row of records, and a parser takes one record apart; parsers are sent to the worker processes.
What follows a broken record is read as if that were not there.
"""

import codecs
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import MappingProxyType
from typing import Any, BinaryIO, Final, NamedTuple, NoReturn, TextIO

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.stray_rows import refuse_header_or_note_of_units
from ivigcalc.batch.reading.unread import refuse_units
from ivigcalc.batch.sinks import STDIO
from ivigcalc.core.names.index import Names
from ivigcalc.core.problems import FileError, Problem, RefusedError
from ivigcalc.intake.files import MOST_LETTERS, UTF_16, WORKBOOKS, open_file

CSV, TSV, JSONL, XLSX = "csv", "tsv", "jsonl", "xlsx"
"""The formats of tables."""

LONGEST_LINE: Final = 10_000_000
"""A longer line, in letters, belongs to no table."""

UTF_8, WINDOWS = "utf-8-sig", "cp1252"
AS_WINDOWS: Final = "not UTF-8: read as Windows-1252, of which Latin-1 is a part; --encoding names another"
SCANNED: Final = 1_000_000
"""Bytes of a file that are looked at together."""

MARKED_UP: Final = re.compile(r"\s*<(?:!doctype|html|head|meta|table|\?xml|workbook)\b", re.IGNORECASE)
"""How a web page begins, or XML: some programs give it the name of a workbook."""

OTHER: Final = "save the table as CSV UTF-8, or say how it was saved: --encoding cp850"


class Parsed(NamedTuple):
    """A record: its columns, and all of its cells."""

    layout: Layout
    cells: Sequence[str]


Parser = Callable[[Any], Parsed]
"""Takes one record apart; raises RefusedError where it cannot."""


class RowError(RefusedError):
    """A record that cannot be taken apart; with its key, where that was read."""

    def __init__(self, key: str, problems: Iterable[Problem]) -> None:
        """Keep both."""
        super().__init__(*problems)
        self.key = key


def parsed(layout: Layout, cells: Sequence[str]) -> Parsed:
    """A record of so many cells as its layout has columns.

    Raises:
        RefusedError: one of them is too long.
        FileError: one that is not read is a unit.
    """
    if any(len(cell) > MOST_LETTERS for cell in cells):
        refuse("long-cell", f"a cell has more than {MOST_LETTERS} letters", "look what stands in it")
    refuse_header_or_note_of_units(layout, cells)
    refuse_units(layout, cells)
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


class TableOptions(NamedTuple):
    """What is known about reading a table: its columns, the options that stand for columns, the sheet, names."""

    headings: Headings
    given: Collection[str] = ()
    """Columns that an option stands for."""
    sheet: str = ""
    """The name of a sheet, or its number; "" for the first."""
    names: Mapping[str, Names] = MappingProxyType({})
    """What names are, by the id of the column in which they stand."""
    decimal: str = ""
    """The decimal mark, "" for not said: numbers that are no texts are written with it."""


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
    remark: str = ""
    """What has to be said of how it is read; "" for nothing."""

    def position(self) -> int:
        """How many bytes were read so far."""
        return self.stream.tell()


@contextmanager
def open_table(name: str, encoding: str) -> Iterator[OpenTable]:
    """The table in a file, or on standard input for ``-``; a text in an encoding, "" where it is to be found.

    Raises:
        FileError: there is no such file.
        RefusedError: standard input is a terminal.
    """
    with ExitStack() as stack:
        if name != STDIO:
            stream = stack.enter_context(_open(name))
            yield _with_format(name, stream, os.fstat(stream.fileno()).st_size, encoding, stack)
        elif sys.stdin is None or sys.stdin.isatty():
            todo = "type the name of a file, or pipe a table: cat patients.csv | ivigcalc batch -"
            refuse("no-input", "- reads standard input, but nothing is piped into it", todo, "FILE")
        else:
            yield _with_format(name, sys.stdin.buffer, None, encoding, stack)


def _open(name: str) -> BinaryIO:
    with _reading(name):
        return open_file(name)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Name the table of what cannot be read."""
    try:
        yield
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", "") or str(wrong)
        problem = Problem(code="no-input", field="FILE", message=f"{name}: {why}", next="type the name of a table")
        raise FileError(problem, found=False) from wrong


def _with_format(name: str, stream: BinaryIO, size: int | None, typed: str, stack: ExitStack) -> OpenTable:
    with _reading(name):
        start = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
        if start in WORKBOOKS:
            return OpenTable(XLSX, stream, size)
        encoding = typed or ("utf-16" if start[:2] in UTF_16 else _encoding(stream) if size is not None else UTF_8)
        if typed and size is not None and not codecs.lookup(typed).name.startswith("utf") and _has_utf_8(stream):
            message, todo = f"--encoding {typed}: {name} is UTF-8", "drop --encoding"
            raise FileError(Problem(code="not-allowed", field="--encoding", message=message, next=todo))
    wide = re.sub(r"\W|_", "", encoding).lower().startswith(("utf16", "utf32"))
    text = io.TextIOWrapper(stream, encoding, errors="replace" if wide else "surrogateescape", newline="")
    stack.callback(text.detach)
    lines = _lines(name, text)
    blank, first = next(((place, line) for place, line in enumerate(lines) if line.strip("\ufeff \t\r\n")), (0, ""))
    if "\0" in first:
        message = f"{name} is UTF-16 without the mark at its beginning, or no text"
        todo = "save it as CSV UTF-8, or add --encoding utf-16-le"
        raise FileError(Problem(code="not-a-table", field="FILE", message=message, next=todo))
    if MARKED_UP.match(first.lstrip("\ufeff")):
        message, todo = (
            f"{name} is a web page or XML, and no table",
            "open it in a spreadsheet, and save it as .xlsx or CSV",
        )
        raise FileError(Problem(code="not-a-table", field="FILE", message=message, next=todo))
    first, form = first.lstrip("\ufeff"), JSONL if first.lstrip("\ufeff \t").startswith(("{", "[")) else CSV
    remark = AS_WINDOWS if encoding == WINDOWS and not typed else ""
    return OpenTable(form, stream, size, first, lines, blank, remark)


def _has_utf_8(stream: BinaryIO) -> bool:
    """Whether a file has letters beyond ASCII in its first part, and these are UTF-8: no other text is, by chance."""
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return False
    first = stream.read(SCANNED)
    stream.seek(0)
    try:
        return not codecs.getincrementaldecoder("utf-8")().decode(first).isascii()
    except UnicodeDecodeError:
        return False


def _encoding(stream: BinaryIO) -> str:
    """The encoding of a file: Windows-1252 where its first letter beyond ASCII is not UTF-8, and it is a text."""
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return UTF_8
    decoder, found = codecs.getincrementaldecoder("utf-8")(), UTF_8
    while chunk := stream.read(SCANNED):
        try:
            if b"\0" in chunk or not decoder.decode(chunk).isascii():
                break
        except UnicodeDecodeError as wrong:
            found = UTF_8 if wrong.start and not chunk[: wrong.start].isascii() else WINDOWS
            break
    stream.seek(0)
    return found


def _lines(name: str, text: TextIO) -> Iterator[str]:
    """The lines of a text.

    Raises:
        FileError: a line has no end, or the text cannot be read further.
    """
    with _reading(name):
        while line := text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                message, todo = f"a line of it has {LONGEST_LINE} letters and more", "type the name of a table"
                raise FileError(Problem(code="not-a-table", field="FILE", message=message, next=todo))
            yield line


def is_utf_8(text: str) -> bool:
    """Whether a text came from UTF-8: of any other byte, decoding made half of a character."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def refuse(code: str, message: str, todo: str, field: str = "") -> NoReturn:
    """Refuse a record, or what cannot be read at all."""
    raise RefusedError(Problem(code=code, field=field, message=message, next=todo))


def refuse_other_encoding(record: str) -> None:
    """Refuse a record with bytes that are not UTF-8."""
    if not is_utf_8(record):
        refuse("not-utf-8", "the row holds bytes that are no text (an older Windows or Latin-1 file?)", OTHER)
