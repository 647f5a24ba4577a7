"""Records: where one ends in a text, and what its cells are. What follows a broken record is read as if it were not.

Parsers are sent to the processes that answer rows.
"""

import csv
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple, NoReturn, Protocol

from ivigcalc.batch.columns import NAMED, Layout, plain_name, read_layout
from ivigcalc.core.problems import FileError, Problem, RefusedError

DELIMITERS: Final = (",", ";", "\t")
MOST_LINES: Final = 100
"""A cell with more lines than this is a quote that somebody forgot to close."""

Numbered = Iterator[tuple[int, str]]


TO_UTF_8: Final = "save the table as CSV UTF-8, or: iconv -f WINDOWS-1252 -t UTF-8 FILE > utf8.csv"


def is_utf_8(text: str) -> bool:
    """Whether a text came from UTF-8: of any other byte, decoding made half of a character."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


class Parsed(NamedTuple):
    """A record: its columns, and all of its cells."""

    layout: Layout
    cells: Sequence[str]


class Parser(Protocol):
    """Takes one record apart."""

    def parse(self, record: Any) -> Parsed:
        """The cells of a record.

        Raises:
            RefusedError: it cannot be taken apart.
        """


def _refuse(code: str, message: str, todo: str) -> NoReturn:
    raise RefusedError(Problem(code=code, message=message, next=todo))


def _refuse_other_encoding(record: str) -> None:
    """Refuse a record with bytes that are not UTF-8."""
    if not record.isascii() and not is_utf_8(record):
        _refuse("not-utf-8", "the row is not UTF-8 (an older Windows or Latin-1 file?)", TO_UTF_8)


def _of_width(layout: Layout, cells: Sequence[str]) -> Parsed:
    """The cells, if there are as many as columns."""
    if len(cells) != layout.width:
        message = f"{len(cells)} cells, but the header has {layout.width}"
        _refuse("cells", message, "put what holds the delimiter between double quotes, or add the missing cells")
    return Parsed(layout, cells)


class DelimitedParser:
    """A line of CSV or TSV; with quotes, a few lines."""

    def __init__(self, layout: Layout, delimiter: str) -> None:
        """Keep the columns and the delimiter."""
        self._layout, self._delimiter = layout, delimiter

    def parse(self, record: str) -> Parsed:
        """The cells of a record."""
        _refuse_other_encoding(record)
        if '"' not in record:
            return _of_width(self._layout, record.rstrip("\r\n").split(self._delimiter))
        try:
            cells = next(csv.reader([record], delimiter=self._delimiter, strict=True))
        except csv.Error:
            _refuse("quotes", "the double quotes do not fit together", 'write a double quote in a cell twice: ""')
        return _of_width(self._layout, cells)


class SheetParser:
    """A row of a sheet, already as texts."""

    def __init__(self, layout: Layout) -> None:
        """Keep the columns."""
        self._layout = layout

    def parse(self, record: Sequence[str]) -> Parsed:
        """The cells of a row; a sheet's rows are all as wide as its widest."""
        return Parsed(self._layout, record)


class JsonParser:
    """A line of JSON Lines: an object whose keys are the columns."""

    def parse(self, record: str) -> Parsed:
        """The cells of an object."""
        _refuse_other_encoding(record)
        try:
            found = json.loads(record, object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_no)
        except (ValueError, RecursionError):
            _refuse("not-json", "the line is not JSON", 'write an object on each line: {"weight_kg": "70", ...}')
        if not isinstance(found, dict):
            _refuse("not-an-object", "the line is no JSON object", 'write for example {"weight_kg": "70", ...}')
        try:
            layout = read_layout(tuple(found))
        except FileError as refused:
            raise RefusedError(*refused.problems) from refused
        return Parsed(layout, [_cell(name, value) for name, value in found.items()])


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands in it twice is refused."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse("column-twice", f"the key {name!r} stands in the object twice", "keep one")
        found[name] = value
    return found


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
        case list() if all(isinstance(one, str) for one in value):
            return ";".join(value)
        case _:
            _refuse("not-a-cell", f"{name} holds an object or a list of other than texts", "write a text or a number")


class Table(NamedTuple):
    """The records behind a header, each with its line, and what takes them apart."""

    records: Numbered
    parser: DelimitedParser
    headings: tuple[str, ...]


def read_table(first: str, lines: Iterator[str], blank: int) -> Table:
    """A table of CSV or TSV: its first line that is not empty, the lines behind it, and how many stand before it.

    Raises:
        FileError: there is no header, or it cannot be read.
    """
    if not first:
        raise FileError(_no_header())
    if not is_utf_8(first):
        message = "the first line is not UTF-8 (no text, or an older Windows or Latin-1 file?)"
        raise FileError(Problem(code="not-utf-8", field="FILE", message=message, next=TO_UTF_8))
    between = max(DELIMITERS, key=lambda one: _score(first, one))
    found = records(chain([first], lines), between, blank)
    _, header = next(found)
    headings = _cells(header, between)
    return Table(found, DelimitedParser(read_layout(headings), between), headings)


def _no_header() -> Problem:
    return Problem(
        code="no-header",
        field="FILE",
        message="there is no line in it",
        next="name the columns in the first line, for example key, weight_kg, indication, regimen, product",
    )


def _cells(text: str, between: str) -> tuple[str, ...]:
    """The cells of a header.

    Raises:
        FileError: it is not CSV.
    """
    try:
        return tuple(next(csv.reader([text], delimiter=between), ()))
    except csv.Error as wrong:
        message = f"the first line cannot be read as a header: {wrong}"
        todo = "save the table as CSV with the names of its columns in the first line"
        raise FileError(Problem(code="no-header", field="FILE", message=message, next=todo)) from wrong


def _score(line: str, between: str) -> tuple[int, int]:
    """How many known columns a delimiter makes of a header, then how many cells."""
    try:
        headings = _cells(line, between)
    except FileError:
        return (0, 0)
    return sum(plain_name(heading) in NAMED for heading in headings), len(headings)


def records(lines: Iterator[str], between: str, line: int = 0) -> Numbered:
    """Each record with the line it begins on, as it stands in the file; wholly empty ones are left out."""
    back: deque[str] = deque()
    blank = f"{between} \t\r\n"

    def more() -> str | None:
        return back.popleft() if back else next(lines, None)

    while (text := more()) is not None:
        line += 1
        first, taken = line, [text]
        if '"' in text:
            taken = _quoted(text, more, between)
            if taken[1:] and taken[-1] == "":
                back.extendleft(reversed(taken[1:-1]))
                taken = taken[:1]
            line += len(taken) - 1
            text = "".join(taken)
        if text.strip(blank):
            yield first, text


def _quoted(text: str, more: Callable[[], str | None], between: str) -> list[str]:
    """The lines of a record that begins with a line that has quotes; behind them "" where it never ends."""
    taken, ended = [text], False

    def feed() -> Iterator[str]:
        nonlocal ended
        yield text
        while len(taken) < MOST_LINES and (line := more()) is not None:
            taken.append(line)
            yield line
        ended = True

    try:
        next(csv.reader(feed(), delimiter=between))
    except csv.Error:
        ended = True
    return [*taken, ""] if ended else taken
