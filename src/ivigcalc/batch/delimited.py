"""CSV and TSV: which delimiter, where a record ends. What follows after a broken record is read as if it were not."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from ivigcalc.batch.fields import NAMED
from ivigcalc.batch.layout import plain_name, read_layout
from ivigcalc.batch.records import DelimitedParser
from ivigcalc.core.errors import FileError, Problem

DELIMITERS: Final = (",", ";", "\t")
MOST_LINES: Final = 100
"""A cell with more lines than this is a quote that somebody forgot to close."""

Numbered = Iterator[tuple[int, str]]


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
