"""A stock file as text: its lines, whatever program saved it, and what of them is no text or no lot."""

from __future__ import annotations

import errno
import io
import re
from typing import TYPE_CHECKING, Final

from ivigcalc.core.names.words import normal, words_of
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.intake.files import FOOTER, NotCsvError, cells_of, read_file
from ivigcalc.intake.numbers import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.catalogue import Catalogue

EXAMPLE: Final = "product,size_g,count,expiry,lot"
LARGEST: Final = 16_000_000
"""A larger file, in bytes, lists no stock."""

WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: .xlsx and .ods, and .xls."""

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""The marks with which UTF-16 begins, as a spreadsheet writes it that saves "Unicode text"."""

FIGURE: Final = re.compile(r"[0-9][0-9.,]*")
"""What stands beside the word in a line of totals that has another width than the lots."""

MOST_SAID: Final = 5
"""How many dates are said as they were read, and lines as left out."""

AS_CSV: Final = "save it as CSV, UTF-8"


def refused(at: str, why: str, todo: str, allowed: tuple[str, ...] = ()) -> FileError:
    """A stock file that is not read: where, why, and what to do."""
    return FileError(Problem(code="bad-stock", field="--stock", message=f"{at}: {why}", allowed=allowed, next=todo))


def is_remark(line: str) -> bool:
    """Whether a line without a delimiter is a comment, or what a client of a database writes below its rows."""
    return line.lstrip().startswith("#") or FOOTER.fullmatch(line.strip()) is not None


def content_of(name: str) -> bytes:
    """The content of a file.

    Raises:
        FileError: it cannot be read, or is too large.
    """
    try:
        return read_file(name, LARGEST)
    except (OSError, ValueError) as failure:
        why = failure.strerror if isinstance(failure, OSError) and failure.strerror else "not a file name"
        found = isinstance(failure, OSError) and failure.errno == errno.EFBIG
        todo = f"a CSV file with the header {EXAMPLE}"
        problem = Problem(code="stock-unreadable", field="--stock", message=f"{name}: {why}", next=todo)
        raise FileError(problem, found=found) from failure


def lines_of(name: str, content: bytes) -> tuple[list[str], list[str]]:
    """The lines of a text, and how it was read where that needs saying.

    Raises:
        FileError: it is no text that is known.
    """
    said: list[str] = []
    is_utf_16 = content.startswith(UTF_16)
    try:
        text = content.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        if is_utf_16:
            raise refused(name, "begins as UTF-16, and is not UTF-16 text", AS_CSV) from None
        if not content[: wrong.start].isascii():
            raise refused(name, "is not UTF-8 text", AS_CSV) from None
        text, said = content.decode("cp1252", "replace"), [f"--stock: {name} is not UTF-8: read as Windows-1252"]
    if "\0" in text:
        raise refused(name, "is UTF-16 without the mark at its beginning, or no text", AS_CSV)
    return list(io.StringIO(text, newline=None)), said


class CellsOfStock:
    """What cells of a stock file say: that a line adds up others, that nothing is known, a date in its order."""

    def __init__(self, catalogue: Catalogue, dates: str) -> None:
        """Look the words up once; ``dates`` says how dates in figures are written, "" where nobody did."""
        self.dates = dates
        words = {entry.id: entry.words for entry in catalogue.tables.cells}
        self._totals = frozenset(map(normal, words["total"]))
        self._sums = self._totals.union(map(normal, words["sum"]))
        self._not_given = words["not-given"]

    def is_total(self, product: str) -> bool:
        """Whether what stands in the place of a preparation says that its line adds up others."""
        return normal(product) in self._sums or not self._totals.isdisjoint(words_of(product))

    def is_sum(self, line: str, delimiter: str, columns: Sequence[str]) -> bool:
        """Whether a line adds up others, and names no size and so no vial."""
        try:
            cells = cells_of(line, delimiter)
        except NotCsvError:
            return False
        named = dict(zip(columns, map(str.strip, cells), strict=False))
        size = named.get("size_g", named.get("size", ""))
        if len(cells) != len(columns):
            label, *figures = [*filter(None, map(str.strip, cells)), ""]
            return self.is_total(label) and all(FIGURE.fullmatch(cell) for cell in figures[:-1])
        labels = [named["product"]] if named["product"] else named.values()
        return not any(map(str.isdigit, size)) and any(map(self.is_total, labels))

    def is_not_given(self, text: str) -> bool:
        """Whether a cell says that nothing is known."""
        return squeezed(text) in map(squeezed, self._not_given)


def totals_left_out(numbers: Sequence[int]) -> list[str]:
    """That lines are totals and were left out, by their numbers; nothing where there are none."""
    if not numbers:
        return []
    more = f" and {len(numbers) - MOST_SAID} more" if len(numbers) > MOST_SAID else ""
    lines = ", ".join(map(str, numbers[:MOST_SAID]))
    return [f"--stock: left out as totals: line {lines}{more}"]
