"""Files that a person names: opened without waiting for ever, read within a limit, and CSV taken apart.

CSV is read strictly: a double quote stands only around a cell, and twice within it. Anything else may have swallowed
what stands behind it.
"""

import errno
import os
import re
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import PurePath
from typing import BinaryIO, Final

from ivigcalc.core.problems import Problem

PATIENCE_S: Final = 3
"""How long a named pipe is waited for."""

MOST_LETTERS: Final = 100_000
"""A longer cell is no cell that anybody typed."""

MOST_CELLS: Final = 100_000
"""A line with more cells is none of a table."""

MOST_ABOVE: Final = 20
"""So many lines are looked at for the header; above it may stand titles and comments."""

DELIMITERS: Final = (",", ";", "\t", "|")
"""What may stand between the cells of a line."""

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""The marks with which UTF-16 begins, as a spreadsheet writes it that saves "Unicode text"."""

MOST_LINES: Final = 100
"""A cell with more lines than this is a quote that somebody forgot to close."""

QUOTES: Final = ("the double quotes do not fit together", 'write a double quote in a cell twice: ""')
LONG: Final = (f"a cell has more than {MOST_LETTERS} letters", "look for a quote that is never closed")
WIDE: Final = (f"a line has more than {MOST_CELLS} cells", "look for a line of delimiters alone")
"""Why a line cannot be taken apart, and what to do."""

WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: .xlsx and .ods, and .xls."""

SEPARATOR: Final = re.compile(r"sep=[,;\t|]\s*+")
"""A first line by which a spreadsheet says its delimiter."""

RULER: Final = re.compile(r"[-+|=:,;\s]*+")
FOOTER: Final = re.compile(r"\(?[0-9]+ (?:rows?|records?|registros?|linhas?|filas?)\b.*+", re.IGNORECASE | re.DOTALL)
"""What a client of a database draws below its header, and writes below its rows."""

WAIT_NOT: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


PAGE: Final = (".html", ".htm")
"""How the name of a file may end that is to be HTML."""


def is_ruler(line: str) -> bool:
    """Whether a line is a ruler below a header, with or without delimiters in it: ``---|------``, ``---,---``."""
    return "---" in line and RULER.fullmatch(line) is not None


class NotCsvError(Exception):
    """A line of CSV cannot be taken apart; says why, and what to do."""

    def __init__(self, why: str, todo: str) -> None:
        """Keep both."""
        super().__init__(why)
        self.why, self.todo = why, todo


def wrong_ending(name: str | None, option: str, endings: Sequence[str], instead: str) -> Iterator[Problem]:
    """That a file to be written is named like one of another form: its name has an ending, and none of these.

    ``instead`` is what to type. A name without an ending is nobody's.
    """
    ending = PurePath(name or "").suffix.lower()
    if ending and ending not in endings:
        message = f"{option} {name!r} does not end with {', '.join(endings)}"
        yield Problem(code="not-allowed", field=option, message=message, next=instead)


def open_file(name: str | os.PathLike[str]) -> BinaryIO:
    """A file, opened for reading.

    Raises:
        OSError: there is none, it is a folder, or a pipe that nobody writes into.
        ValueError: no file can have this name.
    """
    descriptor = os.open(name, os.O_RDONLY | WAIT_NOT)
    try:
        if why := _unreadable(descriptor):
            raise OSError(*why, str(name))  # noqa: TRY301 - to close it once
        with suppress(AttributeError, OSError):  # Windows
            os.set_blocking(descriptor, True)
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _unreadable(descriptor: int) -> tuple[int, str] | None:
    """Why nothing can be read of what was opened: the number of the error and its words."""
    kind = os.fstat(descriptor).st_mode
    if stat.S_ISDIR(kind):
        return errno.EISDIR, os.strerror(errno.EISDIR)
    if stat.S_ISFIFO(kind) and not _has_writer(descriptor):
        return errno.EAGAIN, "is a pipe that nobody writes into"
    return None


def _has_writer(pipe: int) -> bool:
    """Whether somebody writes into a pipe, or begins to before patience ends."""
    import select  # noqa: PLC0415 - only for a pipe

    if select.select([pipe], [], [], PATIENCE_S)[0]:
        return True
    try:
        os.read(pipe, 1)
    except BlockingIOError:  # somebody does, but says nothing yet
        return True
    return False


def read_file(name: str | os.PathLike[str], most: int) -> bytes:
    """The content of a file of at most so many bytes.

    Raises:
        OSError: it cannot be read; with ``EFBIG``, it is larger.
        ValueError: no file can have this name.
    """
    with open_file(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"is larger than {most // 1_000_000} MB", str(name))
    return content


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a whole record of CSV and of one of its cells, between delimiters."""
    delimiter = re.escape(delimiter)
    cell = rf'"(?:[^"]++|"")*+"|[^"{delimiter}\r\n]*+'
    return re.compile(rf"(?:{cell})(?:{delimiter}(?:{cell}))*+"), re.compile(rf"(?:^|{delimiter})({cell})")


def cells_of(record: str, delimiter: str) -> list[str]:
    """The cells of a line of CSV; where cells in quotes hold line breaks, of a few lines.

    Raises:
        NotCsvError: its quotes do not fit together, a cell is too long, or there are too many.
    """
    record = record.rstrip("\r\n")
    if len(record) > MOST_CELLS and record.count(delimiter) >= MOST_CELLS:
        raise NotCsvError(*WIDE)
    if '"' in record:
        whole, one = _patterns(delimiter)
        if not whole.fullmatch(record):
            raise NotCsvError(*QUOTES)
        texts = one.findall(record)
        cells = [text[1:-1].replace('""', '"') if text.startswith('"') else text for text in texts]
    else:
        cells = record.split(delimiter)
    if len(record) > MOST_LETTERS and max(map(len, cells)) > MOST_LETTERS:
        raise NotCsvError(*LONG)
    return cells


def records_of(lines: Iterator[str], delimiter: str, line: int = 0) -> Iterator[tuple[int, str]]:
    """Each record of CSV with the line it begins on, as it stands in the file; wholly empty ones are left out.

    A cell in quotes may hold line breaks. Where its quotes never end, or it would swallow a line with as many cells as
    the header has, a quote is missing or too many: the record is then its first line alone.
    """
    back: deque[str] = deque()
    blank, between = f"{delimiter} \t\r\n", 0

    def more() -> str | None:
        return back.popleft() if back else next(lines, None)

    while (text := back.popleft() if back else next(lines, None)) is not None:
        line += 1
        first, taken = line, [text]
        if text.count('"') % 2:
            taken = _quoted(text, more)
            if not _is_record(taken, delimiter, between):
                back.extendleft(reversed(taken[1:]))
                taken = taken[:1]
            line += len(taken) - 1
            text = "".join(taken)
        if text.strip(blank):
            between = between or text.count(delimiter)
            yield first, text


def _quoted(text: str, more: Callable[[], str | None]) -> list[str]:
    """The lines of a record that begins with a line whose quotes do not end in it, as far as they may end."""
    taken = [text]
    while len(taken) < MOST_LINES and (line := more()) is not None:
        taken.append(line)
        if line.count('"') % 2:
            break
    return taken


def _is_record(taken: Sequence[str], delimiter: str, between: int) -> bool:
    """Whether lines are one record: their quotes fit together, and no cell holds as many delimiters as a row has."""
    try:
        cells_of("".join(taken), delimiter)
    except NotCsvError:
        return False
    return not between or all(line.partition('"')[0].count(delimiter) < between for line in taken[1:])
