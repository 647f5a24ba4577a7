"""Whether a file was written by an earlier run: only such a one is replaced."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from ivigcalc.core.problems import OutputError, Problem
from ivigcalc.intake.files import WORKBOOKS

WITHIN: Final = 200
BEGINS: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:"?row"?([,;\t])(?:"?line"?\1)?"?key"?\1"?status\b|\{"row": ?[0-9]+, ?"key":)'
)
"""How a table of answers begins, or of rows that failed; also one that a spreadsheet saved with other delimiters."""

SHEETS_PART, PLANS = "xl/workbook.xml", b'name="plans"'
"""The part of a workbook that names its sheets, and the name of that of answers."""

MOST_READ: Final = 100_000
"""So much of that part is looked at, in bytes."""


def refuse_to_replace(names: Mapping[str, Path | str | None]) -> None:
    """Refuse to write over files that hold something else than an earlier answer; they stand by their options.

    Raises:
        OutputError: one does.
    """
    for option, name in names.items():
        path = Path(os.path.realpath(name or ""))
        if path.is_file() and path.stat().st_size and not _is_ours(path):
            message, todo = f"{name}: stands there already, and ivigcalc did not write it", f"{option} and another name"
            raise OutputError(Problem(code="cannot-write", field=option, message=message, next=todo))


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(WITHIN)
        return bool(BEGINS.match(beginning)) or (beginning.startswith(WORKBOOKS) and _holds_plans(file))


def _holds_plans(file: BinaryIO) -> bool:
    """Whether a workbook has the sheet of answers."""
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - most tables are texts
    from zlib import error as BadDataError  # noqa: PLC0415, N812 - as above

    try:
        with ZipFile(file) as book, book.open(SHEETS_PART) as sheets:
            return PLANS in sheets.read(MOST_READ)
    except (BadZipFile, BadDataError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False
