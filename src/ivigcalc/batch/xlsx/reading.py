"""Workbooks in, with the extra ``[xlsx]``: one sheet, read as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import Final

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.reading.first_rows import held_by_first, with_first_rows
from ivigcalc.batch.reading.stray_rows import refuse_rows_above, refuse_table_above
from ivigcalc.batch.reading.sums import without_sums
from ivigcalc.batch.source import InputTable, OpenTable, Parser, TableOptions, parsed
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.files import MOST_ABOVE
from ivigcalc.sheets.cells import MERGED
from ivigcalc.sheets.inspection import inspect_workbook
from ivigcalc.sheets.marked import with_struck
from ivigcalc.sheets.parts import MOST_NAMED, BadWorkbookError, first_of, names_of_sheets, offered_sheets
from ivigcalc.sheets.rows import content_of, need_reader, open_sheet
from ivigcalc.sheets.shown import with_shown_units

SHEET: Final = "--sheet"
DAYS: Final = "days"
"""The column of figures that have no unit, and may be shown as others nevertheless."""

NOT_SEEN: Final = (
    "whether rows or columns of the sheet are hidden, cells hold errors or are struck through, or numbers are shown "
    "with a unit or as percentages is not seen "
    "in this kind of workbook: save it as .xlsx"
)

NOTES: Final = "notes on cells of the sheet are not read"

MOST_SHOWN: Final = 60
"""How much is quoted of a line above the header."""


def read_workbook(table: OpenTable, asked: TableOptions) -> InputTable:
    """The rows of a sheet that hold anything: of the first, or of the one that was asked for.

    Raises:
        FileError: it cannot be read, has no such sheet, or a column that every row needs is missing.
        RefusedError: the extra is not installed.
    """
    need_reader("FILE")
    with _refusing():
        content = content_of(table.stream)
        units = frozenset[str]().union(*asked.headings.words.cell_units.of.values())
        inspection = inspect_workbook(content, asked.sheet, units)
        names, is_hidden, rows = open_sheet(content, inspection, asked.sheet, decimal=asked.decimal)
    if is_hidden and not asked.sheet:
        raise FileError(_hidden_sheet(names))
    rows = _refusing_rows(rows)
    looked_at = list(islice(rows, MOST_ABOVE))
    place = max(range(len(looked_at)), key=lambda at: (asked.headings.known(looked_at[at][1]), -at), default=0)
    header, headings = looked_at[place] if looked_at else (0, [])
    try:
        held = partial(held_by_first, rows=[cells for _, cells in looked_at[place + 1 :]], names=asked.names)
        layout = asked.headings.of_table(headings, asked.given, held)
    except FileError as refused:
        raise FileError(*_with_sheets(refused.problems, names, asked.sheet)) from None
    refuse_table_above(asked.headings.known, (cells for _, cells in looked_at[:place]))
    refuse_rows_above(layout, (cells for _, cells in looked_at[:place]))
    above = [" ".join(cell for cell in cells if cell not in {"", MERGED}) for _, cells in looked_at[:place]]
    read = {column.place for column in layout.columns} | ({layout.key} if layout.key is not None else set())
    remarks = (
        _sheet_words(names),
        _above_words(above),
        _hidden_words("rows", [str(row) for row in inspection.hidden if row > header]),
        "" if inspection.is_seen else NOT_SEEN,
        NOTES if inspection.has_notes else "",
        _hidden_words("columns", [headings[at - 1] for at in inspection.hidden_columns if at - 1 in read]),
    )
    kind_of = layout.words.kind_of
    figures = {column.place for column in layout.columns if kind_of[column.field.id] or column.field.id == DAYS}
    records = with_shown_units(chain(looked_at[place + 1 :], rows), inspection.shown, figures)
    if inspection.struck and layout.weight:
        records = with_struck(records, inspection.struck, read, layout.weight.place)
    found = InputTable(records, _parser(layout), layout.unread, "; ".join(filter(None, remarks)))
    return without_sums(with_first_rows(found, layout, _parser, asked.names, above), layout)


def _parser(layout: Layout) -> Parser:
    return partial(parsed, layout)


def _with_sheets(problems: Sequence[Problem], names: Sequence[str], sheet: str) -> list[Problem]:
    """What is wrong with the first sheet, and that another may be meant; with one that was asked for as it is."""
    if sheet or len(names) == 1:
        return [*problems]
    hint = f"this is the sheet {one_line(names[0])!r}; the table may be on another: {offered_sheets(names[1:], SHEET)}"
    return [problems[0].replaced(next=f"{problems[0].next}; {hint}"), *problems[1:]]


def _hidden_sheet(names: Sequence[str]) -> Problem:
    """That the first sheet is hidden: whoever looks at the workbook sees another one first."""
    message = f"the first sheet, {one_line(names[0])!r}, is hidden"
    todo = f"{offered_sheets(names, SHEET)} says which is to be read"
    return Problem(code="sheet-hidden", field="FILE", message=message, next=todo)


def _sheet_words(names: Sequence[str]) -> str:
    """Which of several sheets is read: the first of the names."""
    if len(names) == 1:
        return ""
    return f"read: the sheet {one_line(names[0])!r}; not read: {names_of_sheets(names[1:])} (--sheet NAME)"


def _above_words(texts: Iterable[str]) -> str:
    """What stands above the header."""
    said = ", ".join(repr(one_line(text)[:MOST_SHOWN]) for text in texts)
    return f"above the header, left out: {said}" if said else ""


def _hidden_words(what: str, hidden: Sequence[str]) -> str:
    """That ``rows`` are hidden and answered all the same, or ``columns`` and read; "" where none is."""
    if not hidden:
        return ""
    done = "answered" if what == "rows" else "read"
    return f"hidden {what} of the sheet are {done}, too: {one_line(first_of(hidden, MOST_NAMED))}"


@contextmanager
def _refusing() -> Iterator[None]:
    """Say of a workbook that is not read what to do."""
    try:
        yield
    except BadWorkbookError as wrong:
        message = f"the workbook cannot be read: {wrong.why}"
        raise FileError(Problem(code="bad-workbook", field="FILE", message=message, next=wrong.todo(SHEET))) from wrong


def _refusing_rows(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet; where one cannot be read, what to do."""
    with _refusing():
        yield from rows
