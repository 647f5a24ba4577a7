"""Workbooks in, with the extra ``[xlsx]``: the first sheet, read as a whole.

What stands in a workbook may need more memory than there is, or end the library that reads it. So it is inspected
before, and it is read by a process of its own that may take only so much.
"""

import faulthandler
import io
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO, Final

from ivigcalc.batch.source import BEGIN, Asked, InputTable, OpenTable, parsed
from ivigcalc.batch.xlsx.inspection import BadWorkbookError, Inspection, inspect_workbook, refuse_workbook
from ivigcalc.core.problems import FileError, Problem, RefusedError

MIDNIGHT: Final = time()
LARGEST: Final = 100_000_000
"""A larger file, in bytes, holds no table of patients."""

MEMORY: Final = 320_000_000
"""How much memory reading may take, in bytes, beside what the program has already."""

SECONDS: Final = 120
"""How long reading may keep the processor busy."""

BLOCK: Final = 1000
"""Rows that are handed over at a time."""

NO_VALUE: Final = "(a formula without a stored value)"
"""What a cell says that holds a formula, but not what came of it: whoever wrote the file did not work it out."""


MERGED: Final = "(merged with the cell to its left)"
MOST_NAMED: Final = 20
"""How many hidden rows are named."""


def read_workbook(table: OpenTable, asked: Asked) -> InputTable:
    """The rows of the first sheet that hold anything.

    Raises:
        FileError: it is not a workbook that can be read, or a column that every row needs is missing.
        RefusedError: the extra is not installed.
    """
    with _refusing():
        content = _content(table.stream)
        inspection = inspect_workbook(content)
    rows = _rows(content, inspection)
    header, headings = next(rows, (0, []))
    layout = asked.headings.of_table(headings, asked.given)
    return InputTable(rows, partial(parsed, layout), layout.unread, _hidden_words(inspection.hidden, header))


def _hidden_words(hidden: Sequence[int], header: int) -> str:
    """That rows below the header are hidden, and answered all the same; "" where none is."""
    rows = [str(row) for row in hidden if row > header]
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    return f"hidden rows of the sheet are answered, too: {', '.join(rows[:MOST_NAMED])}{more}" if rows else ""


@contextmanager
def _refusing() -> Iterator[None]:
    """Say of a workbook that is not read what to do."""
    try:
        yield
    except BadWorkbookError as wrong:
        message, todo = f"the workbook cannot be read: {wrong}", "save it again as .xlsx, or as CSV UTF-8"
        raise FileError(Problem(code="bad-workbook", field="FILE", message=message, next=todo)) from wrong


def _content(stream: BinaryIO) -> bytes:
    """The bytes of a workbook."""
    try:
        import python_calamine  # noqa: F401, PLC0415 - an extra
    except ImportError:
        message, todo = "reading a workbook needs one more package", "pip install python-calamine, or use CSV"
        raise RefusedError(Problem(code="no-xlsx", field="FILE", message=message, next=todo)) from None
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        refuse_workbook(f"it is larger than {LARGEST // 1_000_000} MB")
    return content


def _rows(content: bytes, inspection: Inspection) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with its number, as texts; all are as wide as the widest."""
    with _refusing():
        numbered = enumerate((row for block in _read_apart(content) for row in block), start=1)
        for number, cells in numbered:
            for column in inspection.without_value.get(number, ()):
                if column <= len(cells):
                    cells[column - 1] = cells[column - 1] or NO_VALUE
            if any(cell.strip() for cell in cells):
                yield number, cells


def _read_apart(content: bytes) -> Iterator[list[list[str]]]:
    """The rows in blocks, from a process that reads them.

    Raises:
        BadWorkbookError: it cannot be read, or not with so much memory and time.
    """
    context: Any = multiprocessing.get_context(BEGIN)
    here, there = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(content, there), daemon=True)
    reader.start()
    there.close()
    try:
        while (said := _received(here)) is not None:
            if isinstance(said, str):
                refuse_workbook(said)
            yield said
    finally:
        reader.kill()
        reader.join()
        here.close()


def _received(here: Connection) -> Any:
    try:
        return here.recv()
    except EOFError:
        why = f"it needs more than {MEMORY // 1_000_000} MB of memory, or is broken"
        refuse_workbook(f"{why}; look for a cell far outside the table")


def _read(content: bytes, there: Connection) -> None:
    """Read the first sheet and send its rows; None behind the last, or in place of rows what is wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the library has its own words for its end
    faulthandler.disable()
    _limit()
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra

        rows = _with_merged(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0))
        while block := list(islice(rows, BLOCK)):
            there.send(block)
        there.send(None)
    except BaseException as wrong:  # noqa: BLE001 - the library has errors that are no ``Exception``
        with suppress(OSError):
            there.send(str(wrong) or type(wrong).__name__)


def _with_merged(sheet: Any) -> Iterator[list[str]]:
    """The rows of a sheet as texts; what stands in merged cells stands in each row of theirs.

    Cells merged with one to their left hold another thing than their heading says, and say so.
    """
    waiting = sorted(sheet.merged_cell_ranges or (), reverse=True)
    first = (sheet.start or (0, 0))[1]
    open_ranges: list[tuple[int, int, int, str]] = []
    for number, row in enumerate(sheet.iter_rows()):
        cells = [as_text(value) for value in row]
        while waiting and waiting[-1][0][0] <= number:
            (top, left), (bottom, right) = waiting.pop()
            text = cells[left - first] if top == number and 0 <= left - first < len(cells) else ""
            open_ranges.append((bottom, left - first, right - first, text))
        open_ranges = [one for one in open_ranges if one[0] >= number]
        for _, left, right, text in open_ranges:
            for place in range(max(left, 0), min(right + 1, len(cells))):
                cells[place] = text if place == left else text and MERGED
        yield cells


def _limit() -> None:
    """Let this process have so much memory more, and so much time; where the system knows such limits."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + MEMORY, has + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def as_text(value: Any) -> str:
    """A cell of a sheet as text. A float is read to 15 significant digits, which is what a sheet shows."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return format(Decimal(f"{value:.15g}"), "f")
        case datetime():
            return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)
