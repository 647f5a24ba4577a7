"""The rows of one sheet of a workbook as texts, with the extra ``[xlsx]``.

What stands in a workbook may need more memory than there is, or end the library that reads it. So it is inspected
before, and it is read by a process of its own that may take only so much.
"""

import faulthandler
import io
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from ivigcalc.core.problems import RefusedError, one_more_package
from ivigcalc.sheets.cells import MERGED, with_mark
from ivigcalc.sheets.inspection import Inspection
from ivigcalc.sheets.interruptions import BEGIN, ignore_signals, kept_for_later
from ivigcalc.sheets.parts import BadWorkbookError, place_of_sheet, refuse_workbook

MIDNIGHT: Final = time()
LARGEST: Final = 100_000_000
"""A larger file, in bytes, holds no table of patients."""

MEMORY: Final = 320_000_000
"""How much memory reading may take, in bytes, beside what the program has already."""

SHORT: Final = 8
"""A number of so many digits that is shown in place of one of 16 or 17 was worked out: the rest is noise."""

SECONDS: Final = 120
"""How long reading may keep the processor busy."""

BLOCK: Final = 1000
"""Rows that are handed over at a time."""


class Sheet(NamedTuple):
    """A sheet of a workbook: its name and those of the others, whether it is hidden, and its rows that hold anything.

    Each row has its number, and texts of one width. To take the next may raise ``BadWorkbookError``.
    """

    names: list[str]
    is_hidden: bool
    rows: Iterator[tuple[int, list[str]]]


def need_reader(field: str) -> None:
    """Refuse to read a workbook where the extra is not installed.

    Raises:
        RefusedError: it is not.
    """
    try:
        import python_calamine  # noqa: F401, PLC0415 - an extra
    except ImportError:
        needed = one_more_package("no-xlsx", field, "reading a workbook", "python-calamine", "use CSV")
        raise RefusedError(needed) from None


def content_of(stream: BinaryIO) -> bytes:
    """The bytes of a workbook.

    Raises:
        BadWorkbookError: they cannot be read, or are too many.
    """
    try:
        content = stream.read(LARGEST + 1)
    except OSError as wrong:
        refuse_workbook(wrong.strerror or str(wrong))
    if len(content) > LARGEST:
        refuse_workbook(f"it is larger than {LARGEST // 1_000_000} MB")
    return content


def open_sheet(
    content: bytes, inspection: Inspection, sheet: str = "", *, from_above: str = "", decimal: str = ""
) -> Sheet:
    """A sheet of a workbook, by its name or number; "" for the first.

    ``from_above`` stands behind the text of a cell that is merged with the one above it; ``decimal`` is the decimal
    mark of texts, with which numbers are written, too.

    Raises:
        BadWorkbookError: it cannot be read, or has no such sheet.
    """
    blocks = _read_apart(content, sheet, from_above, decimal)
    names, hidden = next(blocks)
    return Sheet(names, bool(hidden), _filled(blocks, inspection))


def _filled(blocks: Iterator[list[list[str]]], inspection: Inspection) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with what cells say that hold an error, no value, or a mark."""
    for number, cells in enumerate((row for block in blocks for row in block), start=1):
        for column, text in inspection.instead.get(number, {}).items():
            if column <= len(cells):
                cells[column - 1] = cells[column - 1] or text
        for column, text in inspection.marked.get(number, {}).items():
            if column <= len(cells):
                cells[column - 1] = text
        if any(cell.strip() for cell in cells):
            yield number, cells


def _read_apart(content: bytes, sheet: str, from_above: str, decimal: str) -> Iterator[list[list[str]]]:
    """The rows in blocks, from a process that reads them; before them the names of the sheets, and its own if hidden.

    Raises:
        BadWorkbookError: it cannot be read, or not with so much memory and time.
    """
    context: Any = multiprocessing.get_context(BEGIN)
    here, there = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(content, sheet, from_above, decimal, there), daemon=True)
    with kept_for_later():
        reader.start()
    there.close()
    try:
        while (said := _received(here)) is not None:
            if isinstance(said, BadWorkbookError):
                raise said
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


def _read(content: bytes, sheet: str, from_above: str, decimal: str, there: Connection) -> None:
    """Read a sheet and send its rows; None behind the last, or in place of rows what is wrong."""
    ignore_signals()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the library has its own words for its end
    faulthandler.disable()
    _limit()
    try:
        from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - an extra

        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        place = place_of_sheet(book.sheet_names, sheet)
        own = book.sheet_names[place]
        hidden = [
            one.name for one in book.sheets_metadata if one.name == own and one.visible != SheetVisibleEnum.Visible
        ]
        there.send([[own, *(name for name in book.sheet_names if name != own)], hidden])
        rows = _with_merged(book.get_sheet_by_index(place), from_above, decimal)
        while block := list(islice(rows, BLOCK)):
            there.send(block)
        there.send(None)
    except BaseException as wrong:  # noqa: BLE001 - the library has errors that are no ``Exception``
        with suppress(OSError):
            is_known = isinstance(wrong, BadWorkbookError)
            there.send(wrong if is_known else BadWorkbookError(str(wrong) or type(wrong).__name__))


def _with_merged(sheet: Any, from_above: str, decimal: str) -> Iterator[list[str]]:
    """The rows of a sheet as texts; what stands in merged cells stands in each row of theirs, below with that behind.

    Cells merged with one to their left hold another thing than their heading says, and say so.
    """
    waiting = sorted(sheet.merged_cell_ranges or (), reverse=True)
    before = [""] * (sheet.start or (0, 0))[1]
    open_ranges: list[tuple[int, int, int, str]] = []
    for number, row in enumerate(sheet.iter_rows()):
        cells = [*before, *(as_text(value, decimal) for value in row)]
        while waiting and waiting[-1][0][0] <= number:
            (top, left), (bottom, right) = waiting.pop()
            text = cells[left] if top == number and left < len(cells) else ""
            open_ranges.append((bottom, left, right, text))
        open_ranges = [one for one in open_ranges if one[0] >= number]
        for _, left, right, text in open_ranges:
            for place in range(left, min(right + 1, len(cells))):
                cells[place] = text if place == left else text and MERGED
        if from_above:
            open_ranges = [(bottom, left, right, _below(text, from_above)) for bottom, left, right, text in open_ranges]
        yield cells


def _below(text: str, from_above: str) -> str:
    """What stands in the next row of merged cells."""
    return text and f"{text.removesuffix(from_above)}{from_above}"


def _limit() -> None:
    """Let this process have so much memory more, and so much time; where the system knows such limits."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + MEMORY, has + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _number(value: float) -> str:
    """A number to 15 significant digits, which is what a sheet shows; in full where those leave noise away.

    70.39999999999999 is shown as 70.4: it is read so, and said, as in a text. A whole number is one: 5 days.
    """
    shown, exact = Decimal(f"{value:.15g}"), Decimal(repr(value))
    is_noise = shown != exact and shown % 1 != 0 and len(shown.normalize().as_tuple().digits) <= SHORT
    return format(exact if is_noise else shown, "f")


def as_text(value: Any, decimal: str = "") -> str:
    """A cell of a sheet as text."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return with_mark(decimal, _number(value))
        case datetime():
            return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)
