"""Columns of a stock file that are not read, or were left out: their cells may not contradict what is read."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.quantity import one_line, plain
from ivigcalc.intake.dates import read_expiry
from ivigcalc.intake.description import MG_IN_PERCENT, STRENGTHS, strengths_in
from ivigcalc.intake.stock.header import (
    A_STATE,
    EXPIRY,
    HOW_MANY,
    LEAVE_OUT,
    ONE_SIZE,
    OTHER_VIALS,
    PACKS,
    READ,
    STRENGTH,
    UNIT_OF_COUNT,
)
from ivigcalc.intake.stock.item import SIZES, sizes_in
from ivigcalc.intake.stock.text import refused
from ivigcalc.intake.stock.words import quoted
from ivigcalc.sheets.cells import MERGED
from ivigcalc.sheets.headings.options import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from ivigcalc.core.facts.product import Product
    from ivigcalc.intake.stock.header import Header, StockHeadings
    from ivigcalc.intake.stock.rows import Row
    from ivigcalc.intake.stock.words import StockWords

DATE: Final = re.compile(r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{2}|[0-9]{4})|[0-9]{1,2}[-/](?:[0-9]{2}|[0-9]{4})")
"""How a date, or a month, may be written in figures: 31/03/2028, 03/27."""

YEAR_FIRST: Final = len("20280331")
"""So many figures may be a date; any other number is a code."""

NUMBER: Final = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,2})?")
ONE: Final = re.compile(r"1(?:[.,]0+)?")
"""A number alone; and one vial."""


def refuse_unread(at: str, row: Row, header: Header, vial: tuple[Product, Fraction], words: StockWords) -> None:
    """Refuse a row in which a column that is not read says other vials, another number of them, or none.

    ``vial`` is what the row was read as: a preparation, and the size in g.

    Raises:
        FileError: one does.
    """
    for place, speaks_of in header.unread.items():
        cell = row.cells[place].strip()
        if cell in {"", MERGED} or words.is_not_given(cell):
            continue
        heading, is_left_out = header.headings[place], place in header.left_out
        why, todo = _why_not(cell, speaks_of, vial, words)
        if not (why or is_left_out) and SIZES.fullmatch(cell) and not _is_of(cell, *vial):
            why, todo = (_is_not(vial), f"{LEAVE_OUT} {as_typed(heading)} leaves it out, if it is no size of a vial")
        if why:
            called = repr(one_line(heading)) if heading.strip() else f"column {place + 1}, which has no heading"
            passed_over = f"{LEAVE_OUT} leaves out {called}" if is_left_out else f"nothing reads {called}"
            raise refused(at, f"{passed_over}, and {quoted(cell)} under it {why}", todo)


def _is_not(vial: tuple[Product, Fraction]) -> str:
    product, size = vial
    return f"is not {product.shown}, {plain(size)} g"


def _why_not(
    cell: str, speaks_of: AbstractSet[str], vial: tuple[Product, Fraction], words: StockWords
) -> tuple[str, str]:
    """Why what a cell says cannot be passed over, and what to do; "" where it can."""
    out = "take the column out of the file where it says something else"
    is_no = words.is_no(cell)
    if (OTHER_VIALS in speaks_of and not is_no) or (speaks_of & {A_STATE, HOW_MANY} and is_no):
        return "may say that vials are not to be had", f"take these out of the count, or {out}"
    others = [number for number in NUMBER.findall(cell) if not ONE.fullmatch(number)] if PACKS in speaks_of else []
    if others or (speaks_of & {PACKS, UNIT_OF_COUNT} and words.is_of_no_vials(cell)) or words.is_another_unit(cell):
        return "may say that something else than vials is counted", f"write the number of vials as the count, or {out}"
    is_of_vial = STRENGTH in speaks_of or (ONE_SIZE in speaks_of and PACKS not in speaks_of)
    if is_of_vial and not _is_of(cell, *vial):
        return _is_not(vial), f"look at the vial, or {out}"
    return "", ""


def _is_of(cell: str, product: Product, size: Fraction) -> bool:
    """Whether each figure in a cell is the strength of a preparation, or the size of its vial in g or mL."""
    ml = next(its for g, its in product.ml_of.items() if g == size)
    said = [value == (size if unit == "g" else ml) for value, unit in sizes_in(cell)]
    rest = SIZES.sub(" ", cell)
    strengths = [mg_per_ml == product.mg_per_ml for _, mg_per_ml in strengths_in(rest)]
    may_be = {Fraction(product.mg_per_ml), Fraction(product.mg_per_ml) / MG_IN_PERCENT, size, Fraction(ml)}
    bare = [Fraction(number.replace(",", ".")) in may_be for number in NUMBER.findall(STRENGTHS.sub(" ", rest))]
    return all((*said, *strengths, *bare))


def refuse_lost_expiry(
    name: str, rows: Sequence[Row], header: Header, headings: StockHeadings, words: StockWords
) -> None:
    """Refuse a file without an expiry in which a column that is not read holds dates, and nothing else.

    Raises:
        FileError: one does; vials that have expired would be taken.
    """
    if EXPIRY in header.columns:
        return
    below = [row.cells for row in rows if row.number > header.number and len(row.cells) == len(header.columns)]
    for place in sorted(header.unread.keys() - header.left_out):
        cells = [cell for row in below if (cell := row[place].strip())]
        if cells and all(_is_date(cell, words) for cell in cells):
            heading = header.headings[place]
            why = f"no column is read as the expiry, and {one_line(heading)!r} holds dates ({quoted(cells[0])})"
            is_none = headings.is_of_another_day(heading)
            way = "write the expiry beside it" if is_none else f"{READ} {EXPIRY}={as_typed(heading)} reads it"
            at = f"{name}:{header.number}"
            raise refused(at, why, f"{way}; {LEAVE_OUT} {as_typed(heading)} leaves it out")


def _is_date(cell: str, words: StockWords) -> bool:
    """Whether a cell is a date, in whatever order."""
    if DATE.fullmatch(cell):
        return True
    return (not cell.isdigit() or len(cell) == YEAR_FIRST) and read_expiry(cell, words.dates) is not None
