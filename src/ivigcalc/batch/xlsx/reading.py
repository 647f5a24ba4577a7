"""Workbooks in, with the extra ``[xlsx]``: one sheet, read as a whole.

What stands in a workbook may need more memory than there is, or end the library that reads it. So it is inspected
before, and it is read by a process of its own that may take only so much.
"""

import faulthandler
import io
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO, Final

from ivigcalc.batch.columns import MERGED
from ivigcalc.batch.interruptions import ignore_signals, kept_for_later
from ivigcalc.batch.reading.first_rows import with_first_rows
from ivigcalc.batch.reading.stray_rows import refuse_rows_above, refuse_table_above
from ivigcalc.batch.reading.sums import without_sums
from ivigcalc.batch.source import BEGIN, InputTable, OpenTable, TableOptions, parsed
from ivigcalc.batch.xlsx.inspection import Inspection, inspect_workbook
from ivigcalc.batch.xlsx.marked import with_struck
from ivigcalc.batch.xlsx.parts import BadWorkbookError, names_of_sheets, offered_sheets, place_of_sheet, refuse_workbook
from ivigcalc.batch.xlsx.shown import with_shown_units
from ivigcalc.core.problems import FileError, Problem, RefusedError, one_more_package
from ivigcalc.intake.numbers import one_line

MIDNIGHT: Final = time()
LARGEST: Final = 100_000_000
"""A larger file, in bytes, holds no table of patients."""

MEMORY: Final = 320_000_000
"""How much memory reading may take, in bytes, beside what the program has already."""

SECONDS: Final = 120
"""How long reading may keep the processor busy."""

BLOCK: Final = 1000
"""Rows that are handed over at a time."""

NOT_SEEN: Final = (
    "whether rows or columns of the sheet are hidden, cells hold errors or are struck through, or numbers are shown "
    "with a unit or as percentages is not seen "
    "in this kind of workbook: save it as .xlsx"
)

NOTES: Final = "notes on cells of the sheet are not read"

MOST_NAMED: Final = 20
"""How many hidden rows are named."""

MOST_SHOWN: Final = 60
"""How much is quoted of a line above the header."""

MOST_ABOVE: Final = 20
"""So many rows are looked at for the header; above it may stand titles."""


def read_workbook(table: OpenTable, asked: TableOptions) -> InputTable:
    """The rows of a sheet that hold anything: of the first, or of the one that was asked for.

    Raises:
        FileError: it cannot be read, has no such sheet, or a column that every row needs is missing.
        RefusedError: the extra is not installed.
    """
    with _refusing():
        content = _content(table.stream)
        units = frozenset[str]().union(*asked.headings.words.cell_units.of.values())
        inspection = inspect_workbook(content, asked.sheet, units)
    rows = _rows(content, inspection, asked.sheet)
    _, names = next(rows)
    looked_at = list(islice(rows, MOST_ABOVE))
    place = max(range(len(looked_at)), key=lambda at: (asked.headings.known(looked_at[at][1]), -at), default=0)
    header, headings = looked_at[place] if looked_at else (0, [])
    try:
        layout = asked.headings.of_table(headings, asked.given)
    except FileError as refused:
        raise FileError(*_with_sheets(refused.problems, names, asked.sheet)) from None
    refuse_table_above(asked.headings.known, (cells for _, cells in looked_at[:place]))
    refuse_rows_above(layout, (cells for _, cells in looked_at[:place]))
    read = {column.place for column in layout.columns} | ({layout.key} if layout.key is not None else set())
    remarks = (
        _sheet_words(names),
        _above_words(cells for _, cells in looked_at[:place]),
        _hidden_words("rows", [str(row) for row in inspection.hidden if row > header]),
        "" if inspection.is_seen else NOT_SEEN,
        NOTES if inspection.has_notes else "",
        _hidden_words("columns", [headings[at - 1] for at in inspection.hidden_columns if at - 1 in read]),
    )
    kind_of = layout.words.kind_of
    figures = {column.place for column in layout.columns if kind_of[column.field.id]}
    records = with_shown_units(chain(looked_at[place + 1 :], rows), inspection.shown, figures)
    if inspection.struck and layout.weight:
        records = with_struck(records, inspection.struck, read, layout.weight.place)
    found = InputTable(records, partial(parsed, layout), layout.unread, "; ".join(filter(None, remarks)))
    above = [" ".join(filter(None, cells)) for _, cells in looked_at[:place]]
    return without_sums(with_first_rows(found, layout, asked.names, above), layout)


def _with_sheets(problems: Sequence[Problem], names: Sequence[str], sheet: str) -> list[Problem]:
    """What is wrong with the first sheet, and that another may be meant; with one that was asked for as it is."""
    if sheet or len(names) == 1:
        return [*problems]
    hint = f"this is the sheet {one_line(names[0])!r}; the table may be on another: {offered_sheets(names[1:])}"
    return [problems[0].replaced(next=f"{problems[0].next}; {hint}"), *problems[1:]]


def _hidden_sheet(names: Sequence[str]) -> Problem:
    """That the first sheet is hidden: whoever looks at the workbook sees another one first."""
    message = f"the first sheet, {one_line(names[0])!r}, is hidden"
    todo = f"{offered_sheets(names)} says which is to be read"
    return Problem(code="sheet-hidden", field="FILE", message=message, next=todo)


def _sheet_words(names: Sequence[str]) -> str:
    """Which of several sheets is read: the first of the names."""
    if len(names) == 1:
        return ""
    return f"read: the sheet {one_line(names[0])!r}; not read: {names_of_sheets(names[1:])} (--sheet NAME)"


def _above_words(rows: Iterable[Sequence[str]]) -> str:
    """What stands above the header."""
    texts = (" ".join(cell for cell in cells if cell not in {"", MERGED}) for cells in rows)
    said = ", ".join(repr(one_line(text)[:MOST_SHOWN]) for text in texts)
    return f"above the header, left out: {said}" if said else ""


def _hidden_words(what: str, hidden: Sequence[str]) -> str:
    """That ``rows`` are hidden and answered all the same, or ``columns`` and read; "" where none is."""
    if not hidden:
        return ""
    more = f" and {len(hidden) - MOST_NAMED} more" if len(hidden) > MOST_NAMED else ""
    done = "answered" if what == "rows" else "read"
    return f"hidden {what} of the sheet are {done}, too: {one_line(', '.join(hidden[:MOST_NAMED]))}{more}"


@contextmanager
def _refusing() -> Iterator[None]:
    """Say of a workbook that is not read what to do."""
    try:
        yield
    except BadWorkbookError as wrong:
        message = f"the workbook cannot be read: {wrong.why}"
        raise FileError(Problem(code="bad-workbook", field="FILE", message=message, next=wrong.todo)) from wrong


def _content(stream: BinaryIO) -> bytes:
    """The bytes of a workbook."""
    try:
        import python_calamine  # noqa: F401, PLC0415 - an extra
    except ImportError:
        needed = one_more_package("no-xlsx", "FILE", "reading a workbook", "python-calamine", "use CSV")
        raise RefusedError(needed) from None
    try:
        content = stream.read(LARGEST + 1)
    except OSError as wrong:
        refuse_workbook(wrong.strerror or str(wrong))
    if len(content) > LARGEST:
        refuse_workbook(f"it is larger than {LARGEST // 1_000_000} MB")
    return content


def _rows(content: bytes, inspection: Inspection, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """First the names of the sheets; then rows that hold anything, each with its number, as texts of one width."""
    with _refusing():
        blocks = _read_apart(content, sheet)
        names, hidden = next(blocks)
        if not sheet and hidden:
            raise FileError(_hidden_sheet(names))
        yield 0, names
        numbered = enumerate((row for block in blocks for row in block), start=1)
        for number, cells in numbered:
            for column, text in inspection.instead.get(number, {}).items():
                if column <= len(cells):
                    cells[column - 1] = cells[column - 1] or text
            for column, text in inspection.marked.get(number, {}).items():
                if column <= len(cells):
                    cells[column - 1] = text
            if any(cell.strip() for cell in cells):
                yield number, cells


def _read_apart(content: bytes, sheet: str) -> Iterator[list[list[str]]]:
    """The rows in blocks, from a process that reads them; before them the names of the sheets, and its own if hidden.

    Raises:
        BadWorkbookError: it cannot be read, or not with so much memory and time.
    """
    context: Any = multiprocessing.get_context(BEGIN)
    here, there = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(content, sheet, there), daemon=True)
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


def _read(content: bytes, sheet: str, there: Connection) -> None:
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
        rows = _with_merged(book.get_sheet_by_index(place))
        while block := list(islice(rows, BLOCK)):
            there.send(block)
        there.send(None)
    except BaseException as wrong:  # noqa: BLE001 - the library has errors that are no ``Exception``
        with suppress(OSError):
            is_known = isinstance(wrong, BadWorkbookError)
            there.send(wrong if is_known else BadWorkbookError(str(wrong) or type(wrong).__name__))


def _with_merged(sheet: Any) -> Iterator[list[str]]:
    """The rows of a sheet as texts; what stands in merged cells stands in each row of theirs.

    Cells merged with one to their left hold another thing than their heading says, and say so.
    """
    waiting = sorted(sheet.merged_cell_ranges or (), reverse=True)
    before = [""] * (sheet.start or (0, 0))[1]
    open_ranges: list[tuple[int, int, int, str]] = []
    for number, row in enumerate(sheet.iter_rows()):
        cells = [*before, *(as_text(value) for value in row)]
        while waiting and waiting[-1][0][0] <= number:
            (top, left), (bottom, right) = waiting.pop()
            text = cells[left] if top == number and left < len(cells) else ""
            open_ranges.append((bottom, left, right, text))
        open_ranges = [one for one in open_ranges if one[0] >= number]
        for _, left, right, text in open_ranges:
            for place in range(left, min(right + 1, len(cells))):
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
