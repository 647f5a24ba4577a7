"""The vials in stock, from a file: a line for each preparation, size, expiry and lot."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from ivigcalc.core.problems import MOST_LISTED, FileError, Problems
from ivigcalc.core.quantity import one_line
from ivigcalc.core.request.order import Lot, Stock
from ivigcalc.intake.files import WORKBOOKS, is_ruler
from ivigcalc.intake.stock.header import COUNT, EXPIRY, PRODUCT, SHEET, StockHeadings, find_header
from ivigcalc.intake.stock.item import SIZES
from ivigcalc.intake.stock.lot import read_lot
from ivigcalc.intake.stock.text import content_of, refused, rows_of_text
from ivigcalc.intake.stock.unread import refuse_lost_expiry
from ivigcalc.intake.stock.words import StockWords, is_remark, quoted
from ivigcalc.sheets.parts import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.problems import Problem
    from ivigcalc.intake.stock.header import Header
    from ivigcalc.intake.stock.rows import Row

MOST_TITLE: Final = 60
"""How much is quoted of a line above the header."""

MOST_SAID: Final = 5
"""How many dates are said as they were read, and lines as left out."""

TOO_MANY: Final = "leave out what is no immunoglobulin of yours, and add up the counts of a lot"
MOST_LOTS: Final = 10_000
"""No hospital has more lots; each is looked at for every day of every course."""


def read_stock_file(
    name: str,
    catalogue: Catalogue,
    dates: str = "",
    *,
    decimal: str = "",
    headings: StockHeadings | None = None,
    sheet: str = "",
) -> Stock:
    """What is in stock, from a text with commas (or semicolons, tabs, bars) between its columns, or from a workbook.

    ``dates`` says how dates in figures are written, ``decimal`` the decimal mark, "" where nobody did; ``headings``
    what the headings mean, where that was typed; ``sheet`` which one of a workbook is read, "" for the first.

    Raises:
        FileError: it is not there, or a line of it cannot be read; such lines are named.
    """
    content, headings, other_sheets = content_of(name), headings or StockHeadings(catalogue), ""
    if content.startswith(WORKBOOKS):
        from ivigcalc.intake.stock.sheet import rows_of_sheet  # noqa: PLC0415 - few stock files are workbooks

        rows, echoes, other_sheets = rows_of_sheet(name, content, sheet, catalogue.tables, decimal)
    elif sheet:
        raise refused(name, "is a text, and has no sheets", f"drop {SHEET}")
    else:
        rows, echoes = rows_of_text(name, content, headings.column)
    words, problems = StockWords(catalogue, dates, decimal), Problems()
    header = find_header(name, rows, headings, echoes, other_sheets)
    refuse_lost_expiry(name, rows, header, headings, words)
    unread = [one for one, column in zip(header.headings, header.columns, strict=True) if not column and one.strip()]
    echoes += [f"--stock: not read: {', '.join(repr(one_line(one)) for one in unread)}"] if unread else []
    above = [row for row in rows if row.number < header.number and not is_ruler(",".join(row.cells))]
    problems.found += _tables_above(name, above, headings, catalogue)
    echoes += _above(name, above, words, problems)
    below = [row for row in rows if row.number > header.number]
    totals = [row.number for row in below if words.is_sum(row, header.columns)]
    lots, said = _lots(name, [row for row in below if row.number not in {*totals}], header, words, problems)
    if problems.found:
        raise FileError(*problems.found)
    echoes += [f"--stock: left out as totals: line {first_of(totals, MOST_SAID)}"] if totals else []
    echoes += said[:MOST_SAID]
    echoes += [f"and {len(said) - MOST_SAID} more that were read so"] if len(said) > MOST_SAID else []
    undated = sum(lot.expiry is None for _, lot in lots)
    if undated and EXPIRY in header.columns:
        echoes += [f"--stock: {undated} of {len(lots)} lots without an expiry, taken as usable"]
    sha256 = hashlib.sha256(content).hexdigest()
    return Stock(file=name, sha256=sha256, rows=tuple(lots), echoes=tuple(echoes))


def _tables_above(name: str, rows: Sequence[Row], headings: StockHeadings, catalogue: Catalogue) -> Iterator[Problem]:
    """Rows above the header that are another header, or a lot: they would be left out as titles."""

    def names(cell: str) -> bool:
        return bool(catalogue.product_names.fit(SIZES.sub(" ", cell).strip()).ids)

    for row in rows:
        is_header = {PRODUCT, COUNT} <= {*map(headings.column, row.filled)}
        is_lot = len(row.filled) > 1 and any(map(names, row.filled))
        if is_header or is_lot:
            what = "another header" if is_header else "a line that names a preparation"
            todo = "put one table into the file, with its headings in the first line"
            yield refused(f"{name}:{row.number}", f"{what} stands above that which is read", todo).problems[0]


def _above(name: str, rows: Sequence[Row], words: StockWords, problems: Problems) -> list[str]:
    """What is said of the rows above the header; one that says that vials are not to be had is a problem."""
    for row in rows:
        with problems.gather():
            words.refuse_withheld(f"{name}:{row.number}", row.filled, are_titles=True)
    titles = [title for row in rows if (title := one_line(", ".join(row.filled))[:MOST_TITLE])]
    return [f"--stock: above the header, left out: {', '.join(map(repr, dict.fromkeys(titles)))}"] if titles else []


def _lots(
    name: str, rows: Sequence[Row], header: Header, words: StockWords, problems: Problems
) -> tuple[list[tuple[str, Lot]], list[str]]:
    """The lots of the rows below the header, each with its preparation, and how they were read; what is wrong."""
    lots, said = dict[tuple[object, ...], tuple[str, Lot]](), dict[str, None]()
    first = [row.cells[0] for row in rows if len(row.filled) > 1]
    of_all = words.comments.shared(first)
    for place, row in enumerate(rows):
        at, filled = f"{name}:{row.number}", row.filled
        if len(problems.found) >= MOST_LISTED:
            why = f"{MOST_LISTED} mistakes so far; {len(rows) - place} lines from here on were not read"
            problems.add(refused(at, why, "mend those first").problems[0])
            break
        if not filled or is_ruler(",".join(row.cells)):
            continue
        with problems.gather():
            if len(filled) == 1 and is_remark(filled[0]):
                words.refuse_withheld(at, filled)
                continue
            sign = words.comments.of(row.cells[0])
            if sign not in {"", of_all} and not words.is_not_given(row.cells[0]):
                why = f"{quoted(row.cells[0])} begins with {sign.upper()}, as a comment does"
                raise refused(at, why, f"take the line out, or write it without {sign.upper()} if its vials are there")
            if len(lots) == MOST_LOTS:
                problems.add(refused(at, f"more than {MOST_LOTS} lots", TOO_MANY).problems[0])
                break
            product, lot, read = read_lot(at, row, header, words)
            key = (product, lot.size_g, lot.expiry, lot.name)
            if key in lots:
                raise refused(at, "the same preparation, size, expiry and lot again", "add the counts")
            lots[key] = product, lot
            said |= dict.fromkeys(read)
    return [*lots.values()], [*said]
