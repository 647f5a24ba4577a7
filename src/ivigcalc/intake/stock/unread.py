"""Columns of a stock file that are not read, or were left out: their cells may not contradict what is read."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.quantity import one_line, plain
from ivigcalc.intake.description import MG_IN_PERCENT, STRENGTHS, strengths_in
from ivigcalc.intake.stock.header import A_STATE, LEAVE_OUT, ONE_SIZE, OTHER_VIALS, PACKS, STRENGTH, UNITS, written
from ivigcalc.intake.stock.item import SIZES, sizes_in
from ivigcalc.intake.stock.text import refused
from ivigcalc.intake.stock.words import quoted
from ivigcalc.sheets.cells import MERGED

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ivigcalc.core.facts.product import Product
    from ivigcalc.intake.stock.header import Header
    from ivigcalc.intake.stock.rows import Row
    from ivigcalc.intake.stock.words import StockWords

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
            why, todo = (_is_not(vial), f"{LEAVE_OUT} {written(heading)} leaves it out, if it is no size of a vial")
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
    if (OTHER_VIALS in speaks_of and not words.is_no(cell)) or (A_STATE in speaks_of and words.is_no(cell)):
        return "may say that vials are not to be had", f"take these out of the count, or {out}"
    others = [number for number in NUMBER.findall(cell) if not ONE.fullmatch(number)] if PACKS in speaks_of else []
    if others or (speaks_of & {PACKS, UNITS} and words.is_of_no_vials(cell)) or words.is_another_unit(cell):
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
