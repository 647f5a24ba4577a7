"""The vials in stock, from a CSV file: a line for each preparation, size, expiry and lot."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from ivigcalc.core.names.words import normal_heading, says_more, words_of
from ivigcalc.core.problems import MOST_LISTED, FileError, Problems, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.core.request.order import Lot, Stock
from ivigcalc.intake.dates import MONTH, ReadDay, day_to_type, read_expiry, why_no_date
from ivigcalc.intake.files import SEPARATOR, NotCsvError, cells_of, is_ruler
from ivigcalc.intake.stock_item import BARE_SIZE, SIZE, SIZE_ML, SIZES, read_item
from ivigcalc.intake.stock_text import (
    EXAMPLE,
    MOST_SAID,
    WORKBOOKS,
    CellsOfStock,
    content_of,
    is_remark,
    lines_of,
    refused,
    totals_left_out,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from fractions import Fraction

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.product import Product

NEEDED: Final = ("product", "count")
COLUMNS: Final = ("product", SIZE, "count", "expiry", "lot")
EXPIRY, LOT = "expiry", "lot"
GRAMS: Final = frozenset({"g", "gram", "grams", "gramas", "gramos"})
"""The words by which the heading of a size says that it is in g: of a size in mL there may be a vial of as many g."""

DELIMITERS: Final = (",", ";", "\t", "|")
MOST_ABOVE: Final = 20
"""So many lines are looked at for the header; above it may stand titles."""

MOST_QUOTED: Final = 200
"""How much of a cell that is not read is looked at, and quoted."""

MOST_TITLE: Final = 60
"""How much is quoted of a line above the header."""

SHORT_MONTH: Final = re.compile(r"(?:[0-9]{1,2}|[^\W\d_]{3,10})[-/. ']{1,2}[0-9]{2}")
"""A month and two digits, of its year or its day: Mar-27, 03/27."""

WHOLE: Final = re.compile(r"\.0{1,2}\Z")
"""What a count has behind it that a program wrote as a decimal number; 1.000 may be a thousand, and is refused."""
MOST_VIALS: Final = 100_000
"""More vials of one lot than this is a number in the wrong column."""
MOST_LOTS: Final = 10_000
"""No hospital has more lots; each is looked at for every day of every course."""


def read_stock_file(name: str, catalogue: Catalogue, dates: str = "") -> Stock:
    """What is in stock, from a file with commas (or semicolons, tabs, bars) between its columns and a header.

    ``dates`` says how dates in figures are written, "" where nobody did.

    Raises:
        FileError: it is not there, or a line of it cannot be read; such lines are named.
    """
    content = content_of(name)
    lines, echoes, merged = _lines_of(name, content, catalogue)
    first, delimiter, header = _header(name, lines, catalogue, echoes)
    unread = [one_line(heading) for heading, column in header if not column and heading.strip()]
    echoes += [f"--stock: not read: {', '.join(map(repr, unread))}"] if unread else []
    columns = [column for _, column in header]
    problems, lots = Problems(), dict[tuple[object, ...], tuple[str, Lot]]()
    echoes += _above(name, lines[: first - 1], delimiter, catalogue, problems)
    said: dict[str, None] = {}
    says = CellsOfStock(catalogue, dates)
    totals = {at for at, line in enumerate(lines[first:], start=first + 1) if says.is_sum(line, delimiter, columns)}
    for number, line in enumerate(lines[first:], start=first + 1):
        at = f"{name}:{number}"
        if len(problems.found) >= MOST_LISTED:
            why = f"{MOST_LISTED} mistakes so far; {len(lines) - number + 1} lines from here on were not read"
            problems.add(refused(at, why, "mend those first").problems[0])
            break
        if not line.strip(f"{delimiter} \t\n") or is_ruler(line) or number in totals:
            continue
        if delimiter not in line and is_remark(line):
            with problems.gather():
                _refuse_withheld(at, [line], catalogue)
            continue
        if len(lots) == MOST_LOTS:
            todo = "leave out what is no immunoglobulin of yours, and add up the counts of a lot"
            problems.add(refused(at, f"more than {MOST_LOTS} lots", todo).problems[0])
            break
        with problems.gather():
            if columns.index("count") in merged.get(number, ()):
                why = f"its count is merged with that of row {number - 1}: one count, two lines"
                raise refused(at, why, "unmerge them, and write the count of each line")
            product, lot, read = _row(at, columns, _cells(at, line, delimiter), catalogue, says)
            key = (product, lot.size_g, lot.expiry, lot.name)
            if key in lots:
                raise refused(at, "the same preparation, size, expiry and lot again", "add the counts")
            lots[key] = product, lot
            said |= dict.fromkeys(read)
    if problems.found:
        raise FileError(*problems.found)
    more = [f"and {len(said) - MOST_SAID} more that were read so"] if len(said) > MOST_SAID else []
    echoes += totals_left_out(sorted(totals))
    echoes += [*said][:MOST_SAID] + more
    undated = sum(lot.expiry is None for _, lot in lots.values())
    if undated and EXPIRY in columns:
        echoes += [f"--stock: {undated} of {len(lots)} lots without an expiry, taken as usable"]
    sha256 = hashlib.sha256(content).hexdigest()
    return Stock(file=name, sha256=sha256, rows=tuple(lots.values()), echoes=tuple(echoes))


def _lines_of(
    name: str, content: bytes, catalogue: Catalogue
) -> tuple[list[str], list[str], Mapping[int, Collection[int]]]:
    """The lines of a text or of the first sheet of a workbook, how they were read where that needs saying, and places.

    These are, by the number of a line, those from 0 of cells that are merged with the one above them.
    """
    if not content.startswith(WORKBOOKS):
        return *lines_of(name, content), {}
    from ivigcalc.intake.stock_sheet import lines_of_sheet  # noqa: PLC0415 - few stock files are workbooks

    return lines_of_sheet(name, content, catalogue.tables)


def _above(name: str, lines: list[str], delimiter: str, catalogue: Catalogue, problems: Problems) -> list[str]:
    """What is said of the lines above the header; one that says that vials are not to be had is a problem."""
    above = [(at, line) for at, line in enumerate(lines, 1) if not (is_ruler(line) or SEPARATOR.fullmatch(line))]
    for number, line in above:
        with problems.gather():
            _refuse_withheld(f"{name}:{number}", [line], catalogue)
    titles = [title for _, line in above if (title := one_line(line.strip(f"{delimiter} \t\n"))[:MOST_TITLE])]
    return [f"--stock: above the header, left out: {', '.join(map(repr, dict.fromkeys(titles)))}"] if titles else []


def _cells(at: str, line: str, delimiter: str) -> list[str]:
    """The cells of a line. A cell of a stock file holds no line break: a quote that does not end has no partner."""
    try:
        return cells_of(line, delimiter)
    except NotCsvError as wrong:
        raise refused(at, wrong.why, wrong.todo) from None


def _header(
    name: str, lines: list[str], catalogue: Catalogue, said: list[str]
) -> tuple[int, str, list[tuple[str, str]]]:
    """The number of the header's line, the delimiter, and each heading with its column, "" for one that is not read.

    Of the first few lines it is that of which most is known; ``said`` is what a refusal adds.
    """
    known = _known(catalogue)
    best: tuple[tuple[int, int, int], int, str, list[tuple[str, str]]] = ((-1, 0, 0), 1, ",", [])
    for delimiter in DELIMITERS:
        for number, line in enumerate(lines[:MOST_ABOVE], 1):
            try:
                header = [
                    (cell, "" if says_more(cell) else known.get(normal_heading(cell), ""))
                    for cell in cells_of(line, delimiter)
                ]
            except NotCsvError:
                continue
            score = (sum(bool(column) for _, column in header), -number, len(header))
            best = max(best, (score, number, delimiter, header), key=lambda one: one[0])
    _, number, delimiter, header = best
    found = Counter(SIZE if column == BARE_SIZE else column for _, column in header if column)
    twice = [column for column, count in found.items() if count > 1]
    named_twice = {
        of: [cell for cell, column in header if of == (SIZE if column == BARE_SIZE else column)] for of in twice
    }
    wrong = [f"{of} twice ({' and '.join(map(repr, map(one_line, cells)))})" for of, cells in named_twice.items()]
    unread = [one_line(cell) for cell, column in header if not column and _matters(cell, catalogue)]
    wrong += unread
    missing = [column for column in NEEDED if column not in found]
    if not found.keys() & {SIZE, SIZE_ML} and not any(map(SIZES.search, lines[number : number + MOST_ABOVE])):
        missing = [column for column in COLUMNS if column in {*missing, SIZE}]
    if wrong or missing:
        named = [f"no column {', '.join(missing)}"] if missing else []
        named += [f"not to be read: {', '.join(wrong)}"] if wrong else []
        at = f"{name}:{number}"
        todo = ["rename the heading that says something else (Item code)"] if twice else []
        todo += (
            [f"take {', '.join(unread)} out of the file, and vials that it speaks of out of the counts"]
            if unread
            else []
        )
        raise refused(at, "; ".join(named), "; ".join([*todo, f"the first line is {EXAMPLE}", *said]), COLUMNS)
    return number, delimiter, header


def _known(catalogue: Catalogue) -> dict[str, str]:
    """The columns by every name that a heading may have; a size that no name says to be in g is ``BARE_SIZE``."""
    known = {}
    for entry in catalogue.tables.stock:
        column = entry.id.replace("-", "_")
        for name in map(normal_heading, (column, *entry.en, *entry.pt, *entry.es)):
            is_bare = column == SIZE and GRAMS.isdisjoint(name.split("_"))
            known[name] = BARE_SIZE if is_bare else column
    return known


def _matters(heading: str, catalogue: Catalogue) -> bool:
    """Whether a heading that is not read may say that vials are other ones, or not to be had."""
    words, tables = {*normal_heading(heading).split("_")}, catalogue.tables
    return not words.isdisjoint(tables.stock_speaks_of) and words.isdisjoint(tables.stock_other_words)


def _refuse_withheld(at: str, others: list[str], catalogue: Catalogue) -> None:
    """Refuse a line in which the lot, or a cell that is not read, says that its vials are not to be had.

    Raises:
        FileError: one does.
    """
    for text in others:
        words = words_of(text[:MOST_QUOTED])
        together, withheld = f" {' '.join(words)} ", catalogue.tables.stock_withheld
        if not {*words}.isdisjoint(withheld) or any(" " in said and f" {said} " in together for said in withheld):
            why = f"{one_line(text)[:MOST_QUOTED]!r} says that these vials are not to be had"
            raise refused(at, why, "take the line out, or that text where they are")


def _row(
    at: str, columns: list[str], cells: list[str], catalogue: Catalogue, says: CellsOfStock
) -> tuple[str, Lot, list[str]]:
    """A line as a lot, with the id of its preparation, and how it was read where that needs saying.

    Raises:
        RefusedError: a cell cannot be read.
    """
    if len(cells) != len(columns):
        why = f"{len(cells)} cells under {len(columns)} headings"
        raise refused(at, why, f"the first line is {EXAMPLE}")
    cell = dict(zip(columns, map(str.strip, cells), strict=True))
    if not cell["product"]:
        raise refused(at, "the line names no preparation", "write it, or take the line out if it is a total")
    if says.is_total(cell["product"]):
        raise refused(
            at, f"{one_line(cell['product'])[:MOST_QUOTED]!r} is a total, and no preparation", "take the line out"
        )
    problems = Problems()
    with problems.gather():
        product, size, read = _item(at, cell, catalogue)
    with problems.gather():
        count = _count(at, cell["count"])
    with problems.gather():
        expiry = _date(at, cell.get("expiry", ""), says)
    with problems.gather():
        others = [text for text, column in zip(cells, columns, strict=True) if column in {"", LOT}]
        _refuse_withheld(at, others, catalogue)
    if problems.found:
        raise FileError(*problems.found)
    lot = Lot(size_g=size, count=count, expiry=expiry.day, name=one_line(cell.get("lot", "")))
    return product.id, lot, [*filter(None, (read, expiry.echo and f"expiry {expiry.echo}"))]


def _item(at: str, cell: dict[str, str], catalogue: Catalogue) -> tuple[Product, Fraction, str]:
    """The preparation of a line, the size of a vial in g, and how they were read.

    Raises:
        FileError: they cannot be read, or do not fit.
    """
    try:
        return read_item(cell, catalogue)
    except RefusedError as wrong:
        problems = (one.replaced(message=f"{at}: {one.message}", field="--stock") for one in wrong.problems)
        raise FileError(*problems) from None


def _count(at: str, typed: str) -> int:
    """A number of vials.

    Raises:
        FileError: it is none.
    """
    count = WHOLE.sub("", typed)
    if not (count.isascii() and count.isdigit()) or len(count) > len(str(MOST_VIALS)) or int(count) > MOST_VIALS:
        raise refused(at, f"count {count!r} is not a whole number of vials", f"0 to {MOST_VIALS}")
    return int(count)


def _date(at: str, typed: str, says: CellsOfStock) -> ReadDay:
    if not typed:
        return ReadDay(day=None)
    if says.is_not_given(typed):
        todo = "write the last day of use, or leave the cell empty: then its vials are taken as usable"
        raise refused(at, f"expiry {one_line(typed)!r} says that it is not known", todo)
    read = read_expiry(typed, says.dates)
    if read is None:
        is_month = re.fullmatch(MONTH, typed)
        why = "names no month that there is" if is_month else f"{why_no_date(typed, says.dates)} (the last day of use)"
        todo = "expiry 2027-03, for March 2027" if SHORT_MONTH.fullmatch(typed) else day_to_type(typed, "expiry")
        raise refused(at, f"expiry {typed!r} {why}", todo)
    return read
