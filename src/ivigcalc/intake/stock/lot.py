"""A row of a stock file as a lot: its preparation, the size and the number of its vials, their expiry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ivigcalc.core.facts.fact import DecimalMark
from ivigcalc.core.problems import FileError, Problem, Problems, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.core.request.order import Lot
from ivigcalc.intake.dates import MONTH, TWO_DATES, ReadDay, day_to_type, read_expiry, why_no_date
from ivigcalc.intake.numbers import SIGN_OF
from ivigcalc.intake.stock.header import COUNT, EXPIRY, LOT, PRODUCT, READ
from ivigcalc.intake.stock.item import BARE_SIZE, NO_SIZE, SIZE, SIZE_ML, SIZES, read_item
from ivigcalc.intake.stock.text import BAD_STOCK, refused
from ivigcalc.intake.stock.unread import refuse_unread
from ivigcalc.intake.stock.words import quoted
from ivigcalc.sheets.cells import MERGED
from ivigcalc.sheets.headings.options import as_typed, listed

if TYPE_CHECKING:
    from fractions import Fraction

    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.problems import Problem
    from ivigcalc.intake.stock.header import Header
    from ivigcalc.intake.stock.rows import Row
    from ivigcalc.intake.stock.words import StockWords

SHORT_MONTH: Final = re.compile(r"(?:[0-9]{1,2}|[^\W\d_]{3,10})[-/. ']{1,2}[0-9]{2}")
"""A month and two digits, of its year or its day: Mar-27, 03/27."""

WHOLE: Final = re.compile(r"\.0{1,2}\Z")
"""What a count has behind it that a program wrote as a decimal number; 1.000 may be a thousand, and is refused."""
THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:([.,'\u2019\s])[0-9]{3})(?:\1[0-9]{3})*")
"""A count with a sign, or a blank, between its thousands."""

NO_UNIT, TWO_READINGS, OTHER_MARK = "unit-missing", "ambiguous-number", "other-decimal-mark"
"""The codes of problems: a figure has no unit, may be two, or has another decimal mark than the file."""

UNKNOWN, SUBCUTANEOUS = "unknown-product", "subcutaneous"
"""The codes of problems: a name that the data do not know, and one of an immunoglobulin that is not intravenous."""

MOST_VIALS: Final = 100_000
"""More vials of one lot than this is a number in the wrong column."""


def read_lot(at: str, row: Row, header: Header, words: StockWords) -> tuple[str, Lot, list[str]]:
    """A row as a lot, with the id of its preparation, and how it was read where that needs saying.

    Raises:
        RefusedError: a cell cannot be read.
    """
    cell = _cells(at, row, header)
    if not cell[PRODUCT]:
        raise refused(at, "the line names no preparation", "write it, or take the line out if it is a total")
    if words.is_total(cell[PRODUCT]):
        raise refused(at, f"{quoted(cell[PRODUCT])} is a total, and no preparation", "take the line out")
    problems, item = Problems(), None
    with problems.gather():
        item = _item(at, row, header, cell, words)
    with problems.gather():
        count = _count(at, cell[COUNT], words.decimal)
    with problems.gather():
        expiry = _date(at, cell.get(EXPIRY, ""), words)
    with problems.gather():
        others = [text for text, column in zip(row.cells, header.columns, strict=True) if column in {"", LOT}]
        words.refuse_withheld(at, others)
    if item:
        with problems.gather():
            refuse_unread(at, row, header, item[:2], words)
    if item is None or problems.found:
        raise FileError(*problems.found)
    product, size, read = item
    lot = Lot(size_g=size, count=count, expiry=expiry.day, name=one_line(cell.get(LOT, "")))
    return product.id, lot, [*filter(None, (read, expiry.echo and f"expiry {expiry.echo}"))]


def _cells(at: str, row: Row, header: Header) -> dict[str, str]:
    """The cells of a row by their columns.

    Raises:
        FileError: the line cannot be taken apart, has another width than the header, or a cell that is read is merged.
    """
    if row.wrong:
        raise refused(at, row.wrong.why, row.wrong.todo)
    if len(row.cells) != len(header.columns):
        why = f"{len(row.cells)} cells under {len(header.columns)} headings"
        raise refused(at, why, f"the headings of line {header.number} are {listed(header.headings)}")
    cell = dict(zip(header.columns, map(str.strip, row.cells), strict=True))
    if merged := [column for column, text in cell.items() if column and text == MERGED]:
        why = f"its {' and '.join(merged)} is merged with the cell to its left"
        raise refused(at, why, "unmerge the cells, and write what stands in each")
    if header.columns.index(COUNT) in row.from_above:
        why = f"its count is merged with that of row {row.number - 1}: one count, two lines"
        raise refused(at, why, "unmerge them, and write the count of each line")
    return cell


def _item(at: str, row: Row, header: Header, cell: dict[str, str], words: StockWords) -> tuple[Product, Fraction, str]:
    """The preparation of a row, the size of a vial in g, and how they were read.

    Raises:
        FileError: they cannot be read, or do not fit; with what else may say the size.
    """
    try:
        return read_item(cell, words.catalogue, words.decimal)
    except RefusedError as wrong:
        ways = {
            OTHER_MARK: "write it with that mark: decimal in the formulary, or batch --decimal, says it of all files"
        }
        ways[TWO_READINGS] = "decimal: comma, or point, in the formulary says which in every file"
        if BARE_SIZE in header.columns:
            heading = as_typed(header.headings[header.columns.index(BARE_SIZE)])
            ways[NO_UNIT] = f"{READ} {SIZE}={heading} or {READ} {SIZE_ML}={heading}, if all are in g, or in mL"
        for place in header.unread.keys() - header.left_out:
            if SIZES.fullmatch(row.cells[place].strip()):
                ways[NO_SIZE] = (
                    f"{READ} {BARE_SIZE}={as_typed(header.headings[place])}, if that is the size of one vial"
                )
        raise FileError(*(_of_line(at, _with_way_out(one), ways.get(one.code, "")) for one in wrong.problems)) from None


def _with_way_out(problem: Problem) -> Problem:
    """What is wrong with a name; of another medicine than IVIg, that its line has no place in the file."""
    if problem.code == SUBCUTANEOUS:
        return problem.replaced(next="take the line out: the vials of a plan are intravenous")
    if problem.code == UNKNOWN and not problem.allowed:
        return problem.replaced(next=f"{problem.next}; if it is no intravenous immunoglobulin, take the line out")
    return problem


def _of_line(at: str, problem: Problem, way: str) -> Problem:
    """What is wrong with a line, and another way to mend it; "" for none."""
    todo = "; or ".join(filter(None, (way, problem.next if problem.code != OTHER_MARK else "")))
    return problem.replaced(message=f"{at}: {problem.message}", field="--stock", next=todo)


def _count(at: str, typed: str, decimal: str) -> int:
    """A number of vials; in a file with a ``decimal`` mark also with any zeros behind it.

    Raises:
        FileError: it is none.
    """
    count = re.sub(rf"{re.escape(SIGN_OF[DecimalMark(decimal)])}0+\Z", "", typed) if decimal else WHOLE.sub("", typed)
    if not (count.isascii() and count.isdigit()) or len(count) > len(str(MOST_VIALS)) or int(count) > MOST_VIALS:
        raise refused(at, *_why_no_count(typed, decimal))
    return int(count)


def _why_no_count(typed: str, decimal: str) -> tuple[str, str]:
    """Why a text is no number of vials, and what to write; ``decimal`` is the mark of the file, "" for not said."""
    if not typed:
        return "the count is empty", "write the number of vials, 0 where there are none"
    if grouped := THOUSANDS.fullmatch(typed):
        whole, sign = re.sub(r"[^0-9]", "", typed), grouped[1]
        ones = typed.partition(sign)[0]
        if sign in SIGN_OF.values() and whole == f"{ones}000":
            way = "" if decimal else "; decimal: comma, or point, in the formulary says which in every file"
            return f"count {typed!r} can be read as {whole} or as {ones}", f"write {whole} or {ones}{way}"
        called = repr(sign) if sign.strip() else "a blank"
        return f"count {typed!r} has {called} between its thousands", f"write {whole}, without it"
    if typed.isascii() and typed.isdigit():
        return f"count {typed!r} is more than {MOST_VIALS} vials of one lot", "look whether it counts vials"
    return f"count {typed!r} is not a whole number of vials", f"0 to {MOST_VIALS}"


def _date(at: str, typed: str, words: StockWords) -> ReadDay:
    """The last day of use, None where the cell is empty.

    Raises:
        FileError: it is no date.
    """
    if not typed:
        return ReadDay(day=None)
    if words.is_not_given(typed):
        todo = "write the last day of use, or leave the cell empty: then its vials are taken as usable"
        raise refused(at, f"expiry {one_line(typed)!r} says that it is not known", todo)
    read = read_expiry(typed, words.dates)
    if read is None:
        wrong = why_no_date(typed, words.dates)
        why = "names no month that there is" if re.fullmatch(MONTH, typed) else f"{wrong.why} (the last day of use)"
        todo = "expiry 2027-03, for March 2027" if SHORT_MONTH.fullmatch(typed) else day_to_type(typed, "expiry")
        raise refused(at, f"expiry {typed!r} {why}", todo, code=TWO_DATES if wrong.may_be_two else BAD_STOCK)
    return read
