"""The vials in stock, from a CSV file: a line for each preparation, size, expiry and lot."""

from __future__ import annotations

import errno
import hashlib
import io
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from ivigcalc.core.problems import MOST_LISTED, FileError, Problem, Problems, RefusedError
from ivigcalc.core.quantity import exact
from ivigcalc.core.request.order import Lot, Stock
from ivigcalc.intake.dates import day_to_type, read_day
from ivigcalc.intake.files import NotCsvError, cells_of, read_file
from ivigcalc.intake.numbers import one_line, read_number

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

NEEDED: Final = ("product", "size_g", "count")
COLUMNS: Final = (*NEEDED, "expiry", "lot")
EXAMPLE: Final = "product,size_g,count,expiry,lot"
MOST_VIALS: Final = 100_000
"""More vials of one lot than this is a number in the wrong column."""
LARGEST: Final = 16_000_000
"""A larger file, in bytes, lists no stock."""


def read_stock_file(name: str, catalogue: Catalogue) -> Stock:
    """What is in stock, from a file with commas (or semicolons) between its columns and a header.

    Raises:
        FileError: it is not there, or a line of it cannot be read; such lines are named.
    """
    content = _content(name)
    try:
        lines = list(io.StringIO(content.decode("utf-8-sig"), newline=None))
    except UnicodeDecodeError:
        raise _refused(name, "is not UTF-8 text", "save it as CSV, UTF-8") from None
    delimiter = ";" if lines and ";" in lines[0] and "," not in lines[0] else ","
    header = _header(name, _cells(f"{name}:1", lines[0] if lines else "", delimiter))
    problems, lots = Problems(), dict[tuple[object, ...], tuple[str, Lot]]()
    for number, line in enumerate(lines[1:], start=2):
        at = f"{name}:{number}"
        if len(problems.found) >= MOST_LISTED:
            why = f"{MOST_LISTED} mistakes so far; {len(lines) - number + 1} lines from here on were not read"
            problems.add(_refused(at, why, "mend those first").problems[0])
            break
        if not line.strip(f"{delimiter} \t\n"):
            continue
        with problems.gather():
            product, lot = _row(at, header, _cells(at, line, delimiter), catalogue)
            key = (product, lot.size_g, lot.expiry, lot.name)
            if key in lots:
                raise _refused(at, "the same preparation, size, expiry and lot again", "add the counts")
            lots[key] = product, lot
    if problems.found:
        raise FileError(*problems.found)
    return Stock(file=name, sha256=hashlib.sha256(content).hexdigest(), rows=tuple(lots.values()))


def _content(name: str) -> bytes:
    try:
        return read_file(name, LARGEST)
    except (OSError, ValueError) as failure:
        why = failure.strerror if isinstance(failure, OSError) and failure.strerror else "not a file name"
        found = isinstance(failure, OSError) and failure.errno == errno.EFBIG
        todo = f"a CSV file with the header {EXAMPLE}"
        problem = Problem(code="stock-unreadable", field="--stock", message=f"{name}: {why}", next=todo)
        raise FileError(problem, found=found) from failure


def _cells(at: str, line: str, delimiter: str) -> list[str]:
    """The cells of a line. A cell of a stock file holds no line break: a quote that does not end has no partner."""
    try:
        return cells_of(line, delimiter)
    except NotCsvError as wrong:
        raise _refused(at, wrong.why, wrong.todo) from None


def _header(name: str, cells: list[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    counts = Counter(header)
    wrong = [cell or "(empty)" for cell, count in counts.items() if cell not in COLUMNS or count > 1]
    missing = [column for column in NEEDED if column not in header]
    if wrong or missing:
        named = [f"no column {', '.join(missing)}"] if missing else []
        named += [f"not to be read: {', '.join(wrong)}"] if wrong else []
        at = f"{name}:1"
        raise _refused(at, "; ".join(named), f"the first line is {EXAMPLE}", COLUMNS)
    return header


def _row(at: str, header: list[str], cells: list[str], catalogue: Catalogue) -> tuple[str, Lot]:
    """A line as a lot, with the id of its preparation.

    Raises:
        RefusedError: a cell cannot be read.
    """
    if len(cells) != len(header):
        why = f"{len(cells)} cells under {len(header)} headings"
        raise _refused(at, why, f"the first line is {EXAMPLE}")
    cell = dict(zip(header, map(str.strip, cells), strict=True))
    try:
        product = catalogue.product(catalogue.resolve_product(cell["product"], "--stock"))
        size = read_number(cell["size_g"], "size_g", "10")[0]
    except RefusedError as refused:
        placed = [wrong.replaced(message=f"{at}: {wrong.message}", field="--stock") for wrong in refused.problems]
        raise FileError(*placed) from None
    sizes = tuple(exact(vial.g) for vial in sorted(product.vials, key=lambda vial: vial.g))
    if size not in product.ml_of:
        why = f"{product.shown} has no vial of {cell['size_g']!r} g"
        raise _refused(at, why, "the size of one vial in g", sizes)
    count = cell["count"]
    if not (count.isascii() and count.isdigit()) or len(count) > len(str(MOST_VIALS)) or int(count) > MOST_VIALS:
        raise _refused(at, f"count {count!r} is not a whole number of vials", f"0 to {MOST_VIALS}")
    expiry = _date(at, cell.get("expiry", ""))
    return product.id, Lot(size_g=size, count=int(count), expiry=expiry, name=one_line(cell.get("lot", "")))


def _date(at: str, typed: str) -> date | None:
    day = read_day(typed)
    if typed and day is None:
        why = f"expiry {typed!r} is not a date as year-month-day (the last day of use)"
        raise _refused(at, why, day_to_type(typed, "expiry"))
    return day


def _refused(at: str, why: str, todo: str, allowed: tuple[str, ...] = ()) -> FileError:
    return FileError(Problem(code="bad-stock", field="--stock", message=f"{at}: {why}", allowed=allowed, next=todo))
