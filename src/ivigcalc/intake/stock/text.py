"""A stock file that is a text: its lines as rows, whatever program saved it."""

from __future__ import annotations

import errno
import io
from typing import TYPE_CHECKING, Final

from ivigcalc.core.problems import FileError, Problem
from ivigcalc.intake.files import DELIMITERS, MOST_ABOVE, SEPARATOR, UTF_16, NotCsvError, cells_of, read_file
from ivigcalc.intake.stock.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EXAMPLE: Final = "product,size_g,count,expiry,lot"
LARGEST: Final = 16_000_000
"""A larger file, in bytes, lists no stock."""

BAD_STOCK: Final = "bad-stock"
"""The code of a problem: something in a stock file cannot be read."""
AS_CSV: Final = "save it as CSV, UTF-8"


def refused(at: str, why: str, todo: str, allowed: tuple[str, ...] = (), *, code: str = BAD_STOCK) -> FileError:
    """A stock file that is not read: where, why, and what to do."""
    return FileError(Problem(code=code, field="--stock", message=f"{at}: {why}", allowed=allowed, next=todo))


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


def rows_of_text(name: str, content: bytes, is_known: Callable[[str], object]) -> tuple[list[Row], list[str]]:
    """The lines of a text as rows, and how it was read where that needs saying.

    They are taken apart with the delimiter by which most headings of one of the first lines are known.

    Raises:
        FileError: it is no text that is known.
    """
    lines, said = _lines_of(name, content)
    delimiter = max(DELIMITERS, key=lambda one: _headings(lines[:MOST_ABOVE], one, is_known))
    return [_row(number, line, delimiter) for number, line in enumerate(lines, start=1)], said


def _headings(lines: Sequence[str], delimiter: str, is_known: Callable[[str], object]) -> tuple[int, int]:
    """How many headings of one of some lines are known, and how many cells it has: of that with most of them."""
    rows = (_row(0, line, delimiter).cells for line in lines)
    return max(((sum(map(bool, map(is_known, cells))), len(cells)) for cells in rows), default=(0, 0))


def _row(number: int, line: str, delimiter: str) -> Row:
    """A line with its cells; of one that says the delimiter, none."""
    if SEPARATOR.fullmatch(line):
        return Row(number, ())
    try:
        return Row(number, cells_of(line, delimiter))
    except NotCsvError as wrong:
        return Row(number, (line,), wrong)


def _lines_of(name: str, content: bytes) -> tuple[list[str], list[str]]:
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
