"""Tables of CSV and TSV, and what exports put around them: titles, comments, rulers, a line with the delimiter."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from typing import Final, NamedTuple

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.found_columns import NAME_THE_COLUMNS
from ivigcalc.batch.reading.first_rows import held_by_first, with_first_rows
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.lines import BELOW
from ivigcalc.batch.reading.stray_rows import (
    is_comment,
    refuse_header_or_note_of_units,
    refuse_line,
    refuse_rows_above,
    refuse_table_above,
)
from ivigcalc.batch.reading.sums import without_sums
from ivigcalc.batch.reading.unread import refuse_units
from ivigcalc.batch.source import (
    OTHER,
    InputTable,
    OpenTable,
    Parsed,
    Parser,
    TableOptions,
    is_utf_8,
    refuse,
    refuse_other_encoding,
)
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.files import (
    DELIMITERS,
    FOOTER,
    MOST_ABOVE,
    RULER,
    SEPARATOR,
    NotCsvError,
    cells_of,
    is_ruler,
    records_of,
)

BEGIN_RULER: Final = "-|+"
"""What a ruler begins with below a header."""

OTHER_WIDTH: Final = (
    "put what holds the delimiter between double quotes, or add the missing cells; where every row has one more, "
    "write a heading for it (of row names: id)"
)
MORE_AT_THE_END: Final = "end the header with as many delimiters as the rows"
"""What to do about rows of another width than the header."""


class Header(NamedTuple):
    """Where a header stands: its line, from 0 among those looked at, its delimiter, and its cells."""

    line: int
    delimiter: str
    headings: tuple[str, ...]


def read_delimited(table: OpenTable, asked: TableOptions) -> InputTable:
    """A table of CSV or TSV with a header.

    Raises:
        FileError: there is no header, it cannot be read, or a column that every row needs is missing.
    """
    if not table.first:
        message = "there is no line in it"
        raise FileError(Problem(code="no-header", field="FILE", message=message, next=NAME_THE_COLUMNS))
    delimiters: Sequence[str] = DELIMITERS
    lines: Iterator[str] = chain([table.first], table.rest)
    above = table.blank
    if SEPARATOR.fullmatch(table.first):
        delimiters, lines, above = table.first[4:5], table.rest, table.blank + 1
    looked_at = [*islice(lines, MOST_ABOVE)]
    header = _header(looked_at, delimiters, asked.headings)
    _refuse_blanks_between(header, asked.headings)
    rows = _cells_of_all(looked_at[header.line + 1 :], header.delimiter)
    held = partial(held_by_first, rows=rows, names=asked.names)
    layout = asked.headings.of_table(header.headings, asked.given, held)
    above_it = [*_cells_of_all(looked_at[: header.line], header.delimiter)]
    refuse_table_above(asked.headings.known, above_it)
    refuse_rows_above(layout, above_it)
    left = [line.strip() for line in looked_at[: header.line] if line.strip(f"{header.delimiter} \t\r\n")]
    said = f"above the header, left out: {', '.join(repr(one_line(line)[:60]) for line in left)}" if left else ""
    records = records_of(chain(looked_at[header.line :], table.rest), header.delimiter, above + header.line)
    next(records, None)
    if layout.width > 1:
        records = _rows(records, layout, header.delimiter)
    remark = "; ".join(filter(None, (table.remark, said)))
    parser = partial(_parser, header.delimiter)
    read = InputTable(records, parser(layout), layout.unread, remark)
    return without_sums(with_first_rows(read, layout, parser, asked.names, left), layout)


def _header(lines: Sequence[str], delimiters: Sequence[str], known: Headings) -> Header:
    """The line of which most is known as headings, with the delimiter that makes it so; of several the first.

    Raises:
        FileError: it is no text, or no line can be taken apart.
    """
    if lines and not is_utf_8(lines[0]):
        message = "the first line holds bytes that are no text (or an older Windows or Latin-1 file?)"
        raise FileError(Problem(code="not-utf-8", field="FILE", message=message, next=OTHER))
    best, best_score, why = Header(0, delimiters[0], ()), (-1, 0, 0), ""
    for delimiter in delimiters:
        for number, record in records_of(iter(lines), delimiter):
            try:
                headings = tuple(cells_of(record, delimiter))
            except NotCsvError as wrong:
                why = why or wrong.why
                continue
            score = (known.known(headings), 1 - number, len(headings))
            if score > best_score:
                best, best_score = Header(number - 1, delimiter, headings), score
    if not best.headings and lines:
        message = f"the first line cannot be read as a header: {why or 'it is empty'}"
        todo = "save the table as CSV with the names of its columns in the first line"
        raise FileError(Problem(code="no-header", field="FILE", message=message, next=todo))
    return best


def _refuse_blanks_between(header: Header, known: Headings) -> None:
    """Refuse a header of one heading that holds several with nothing but blanks between them.

    Raises:
        FileError: it does.
    """
    if len(header.headings) == 1 and not known.known(header.headings) and known.known(header.headings[0].split()) > 1:
        message, todo = "its columns have nothing but blanks between them", "save it as CSV, or with tabs between them"
        raise FileError(Problem(code="no-header", field="FILE", message=message, next=todo))


def _cells_of_all(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The cells of lines, each by itself; of one that cannot be taken apart none."""
    for line in lines:
        with suppress(NotCsvError):
            yield cells_of(line, delimiter)


def _rows(records: Iterator[tuple[int, str]], layout: Layout, delimiter: str) -> Iterator[tuple[int, str]]:
    """The records that are rows: with a delimiter in them, and no ruler.

    Raises:
        FileError: one that is none names a unit of weights that have none.
    """
    for record in records:
        text = record[1]
        if (delimiter in text and text[0] not in BEGIN_RULER) or not _is_remark(text, delimiter):
            yield record
        else:
            refuse_line(layout, BELOW, text)


def _is_remark(record: str, delimiter: str) -> bool:
    """Whether a record is a comment, a ruler or a footer, and no row."""
    if delimiter in record:
        return is_ruler(record) or (record.startswith(("|-", "|:", "| -")) and RULER.fullmatch(record) is not None)
    text = record.strip()
    return text.startswith("#") or bool(RULER.fullmatch(text) or FOOTER.fullmatch(text))


def _parser(delimiter: str, layout: Layout) -> Parser:
    return partial(parse_delimited, layout, delimiter)


def parse_delimited(layout: Layout, delimiter: str, record: str) -> Parsed:
    """The cells of a line of CSV or TSV; with quotes, of a few lines."""
    if not record.isascii():
        refuse_other_encoding(record)
    try:
        cells = cells_of(record, delimiter)
    except NotCsvError as wrong:
        refuse("quotes", wrong.why, wrong.todo)
    if len(cells) != layout.width:
        if len(cells) == 1 or is_comment(record):
            refuse_line(layout, BELOW, record)
        message = f"{len(cells)} cells, but the header has {layout.width}"
        refuse(
            "cells",
            message,
            MORE_AT_THE_END if not any(cells[layout.width :]) and cells[layout.width :] else OTHER_WIDTH,
        )
    refuse_header_or_note_of_units(layout, cells)
    if layout.unread_columns:
        refuse_units(layout, cells)
    return Parsed(layout, cells)
