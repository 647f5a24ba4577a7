"""What is typed of a stock file beside its name: which headings mean what, which are left out, and the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ivigcalc.intake.stock.header import COLUMNS, COUNT, EXPIRY, IN_GRAMS, IN_ML, LEAVE_OUT, PACKS, READ, StockHeadings
from ivigcalc.intake.stock.item import SIZE, SIZE_ML
from ivigcalc.sheets.headings.options import as_typed, not_mapped
from ivigcalc.sheets.headings.spelling import heading_key, heading_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.problems import Problems

KEEP_ONE: Final = "keep one of the two"


def read_stock_headings(
    columns: Sequence[str], ignored: Sequence[str], catalogue: Catalogue, problems: Problems
) -> StockHeadings:
    """What headings mean, with what was typed of them: ``columns`` as NAME=HEADING, and those to leave out."""
    headings, left_out = StockHeadings(catalogue), {*map(heading_key, ignored)}
    mapped, keys = dict[str, str](), dict[str, str]()
    for pair in columns:
        name, _, heading = pair.partition("=")
        column, key = headings.named(name), heading_key(heading)
        wrong = _contradicts(column, heading, headings)
        if not column or not heading.strip():
            wrong = "names no heading" if column else "is no column", f"{READ} count={as_typed('Physical qty')}"
        elif key in left_out:
            wrong = f"names a heading that {LEAVE_OUT} leaves out", KEEP_ONE
        elif keys.setdefault(key, column) != column:
            wrong = "names a heading that is another column already", KEEP_ONE
        if wrong:
            problems.add(not_mapped(READ, pair, *wrong, COLUMNS))
        mapped[heading.strip()] = column
    return StockHeadings(catalogue, mapped, tuple(map(str.strip, ignored)))


def _contradicts(column: str, heading: str, headings: StockHeadings) -> tuple[str, str] | None:
    """Why a heading cannot be that of a column, and what to do: it names another unit. None where it can."""
    words = {*heading_words(heading)}
    if (column == SIZE and words & IN_ML) or (column == SIZE_ML and words & IN_GRAMS):
        other = SIZE if column == SIZE_ML else SIZE_ML
        return f"says {column}, and the heading another unit", f"{READ} {other}={as_typed(heading)}"
    if column == COUNT and PACKS in {one.id for one in headings.speaks_of(heading)}:
        return "is to count vials, and the heading speaks of something else", "write the number of vials into the file"
    if column == EXPIRY and headings.is_of_another_day(heading):
        return "is to be the last day of use, and the heading is of another day", "write the expiry into the file"
    return None
