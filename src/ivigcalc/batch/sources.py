"""Where rows come from: a file or standard input, CSV, TSV, JSON Lines or XLSX, told apart by what stands in it."""

import io
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from ivigcalc.batch.columns import read_layout, require
from ivigcalc.batch.records import JsonParser, Parser, SheetParser, read_table
from ivigcalc.batch.sheet import read_sheet
from ivigcalc.core.problems import FileError, Problem, RefusedError

STDIN: Final = "-"
WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: .xlsx and .ods, .xls."""

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class Source:
    """Records of a table, in order, with what takes them apart. ``unread`` are headings that nothing is read from."""

    def __init__(self, records: Iterator[tuple[int, Any]], parser: Parser, unread: Collection[str] = ()) -> None:
        """Keep the records."""
        self.records, self.parser, self.unread = records, parser, tuple(unread)
        self.position: Callable[[], int] = int
        """How many bytes were read so far."""
        self.size: int | None = None


@contextmanager
def open_source(name: str, given: Collection[str]) -> Iterator[Source]:
    """The table in a file, or on standard input for ``-``; ``given`` are columns that an option stands for.

    Raises:
        FileError: there is no such file, or it holds no table that can be read.
        RefusedError: standard input is a terminal.
    """
    with ExitStack() as held:
        if name != STDIN:
            stream = held.enter_context(_opened(Path(name)))
            found = _source(stream, given, held)
            found.position, found.size = stream.tell, Path(name).stat().st_size
        elif sys.stdin is None or sys.stdin.isatty():
            _nothing_piped()
        else:
            found = _source(sys.stdin.buffer, given, held)
        yield found


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", "") or str(wrong)
        problem = Problem(code="no-input", field="FILE", message=f"{path}: {why}", next="type the name of a table")
        raise FileError(problem, found=False) from wrong


def _nothing_piped() -> NoReturn:
    raise RefusedError(
        Problem(
            code="no-input",
            field="FILE",
            message="- reads standard input, but nothing is piped into it",
            next="type the name of a file, or pipe a table: cat patients.csv | ivigcalc batch -",
        )
    )


def _source(stream: BinaryIO, given: Collection[str], held: ExitStack) -> Source:
    start = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    if start in WORKBOOKS:
        return _of_sheet(read_sheet(stream), given)
    encoding, errors = ("utf-16", "replace") if start[:2] in UTF_16 else ("utf-8-sig", "surrogateescape")
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
    held.callback(text.detach)
    lines = iter(text)
    blank, first = next(((place, line) for place, line in enumerate(lines) if line.strip()), (0, ""))
    if first.lstrip().startswith("{"):
        numbered = enumerate(chain([first], lines), blank + 1)
        return Source(((number, line) for number, line in numbered if line.strip()), JsonParser())
    if first.lstrip().startswith("["):
        todo = "write one object on each line, without a list around them (jq -c '.[]')"
        raise FileError(Problem(code="not-a-table", field="FILE", message="JSON, but not JSON Lines", next=todo))
    table = read_table(first, lines, blank)
    layout = require(read_layout(table.headings), given)
    return Source(table.records, table.parser, layout.unread)


def _of_sheet(rows: Iterator[tuple[int, list[str]]], given: Collection[str]) -> Source:
    _, headings = next(rows, (0, []))
    layout = require(read_layout(tuple(headings)), given)
    return Source(rows, SheetParser(layout), layout.unread)
