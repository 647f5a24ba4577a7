"""What every workbook is looked at with: its parts in chunks, the attributes of tags, its sheets by name or number."""

import re
from collections.abc import Iterator, Sequence
from shlex import quote
from typing import Final, NoReturn
from zipfile import ZipFile

from ivigcalc.core.quantity import one_line

LARGEST_PART: Final = 200_000_000
"""No part of a workbook that holds a table of patients has more bytes than this."""

CHUNK: Final = 1_000_000
"""Bytes that are looked at together: 30 times what the longest cell holds."""

OVERLAP: Final = 4096
"""How much of a chunk is looked at again with the next, for what stands across both."""

MOST_SHEETS: Final = 20
"""So many sheets are named."""

MOST_NAMED: Final = 20
"""So many rows or columns are named."""

MOST_OFFERED: Final = 3
"""How many sheets are offered."""


class BadWorkbookError(Exception):
    """A workbook that is not read; says why, and what to do."""

    def __init__(self, why: str, sheets: tuple[str, ...] = ()) -> None:
        """Keep both; ``sheets`` are those that it has in place of one that was asked for."""
        super().__init__(why, sheets)
        self.why, self._sheets = why, sheets

    def todo(self, option: str) -> str:
        """What to do; ``option`` chooses a sheet."""
        return offered_sheets(self._sheets, option) or "save it again as .xlsx, or as CSV UTF-8"


def refuse_workbook(why: str) -> NoReturn:
    """Refuse a workbook."""
    raise BadWorkbookError(why)


def place_of_sheet(names: Sequence[str], sheet: str) -> int:
    """The place of a sheet, from 0, by its name, else its number from 1; "" is the first.

    Raises:
        BadWorkbookError: there is none.
    """
    if not sheet and names:
        return 0
    same = [place for place, name in enumerate(names) if one_line(name).casefold() == one_line(sheet).casefold()]
    if len(same) == 1:
        return same[0]
    if sheet.isascii() and sheet.isdigit() and 1 <= int(sheet[:6]) <= len(names):
        return int(sheet) - 1
    why = f"it has no sheet {sheet!r}; its sheets are {names_of_sheets(names) or 'none'}"
    if not names:
        refuse_workbook(why)
    raise BadWorkbookError(why, sheets=tuple(names[:MOST_OFFERED]))


def offered_sheets(names: Sequence[str], option: str) -> str:
    """What to type for one of the first of some sheets, with the option that chooses one."""
    return " or ".join(f"{option} {quote(one_line(name))}" for name in names[:MOST_OFFERED])


def names_of_sheets(names: Sequence[str]) -> str:
    """The names of the first sheets, each on one line, and how many more there are."""
    return first_of([repr(one_line(name)) for name in names], MOST_SHEETS)


def first_of(places: Sequence[object], most: int) -> str:
    """The first of some rows, columns or sheets, ``most`` of them, and how many more there are."""
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return f"{', '.join(map(str, places[:most]))}{more}"


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, by their names without a prefix."""
    found = re.findall(rb"([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return {name.decode("utf-8", "replace"): (one or other).decode("utf-8", "replace") for name, one, other in found}


def number_of(text: str) -> int:
    """A number of rows or columns; beyond those of any sheet it is not exact.

    Raises:
        BadWorkbookError: it is none.
    """
    if not (text.isascii() and text.isdigit()):
        refuse_workbook(f"it speaks of {text[:20]!r} rows or columns")
    return int(text[:8])


def chunks(book: ZipFile, name: str) -> Iterator[bytes]:
    """A part in chunks, each with the end of the one before.

    Raises:
        BadWorkbookError: it is too large, or holds a cell that no sheet can hold.
    """
    size, tail = 0, b""
    with book.open(name) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > LARGEST_PART:
                refuse_workbook(f"{name} in it has more than {LARGEST_PART // CHUNK} MB")
            if b"\0" in chunk or (len(chunk) == CHUNK and b"<" not in chunk):
                refuse_workbook(f"{name} in it holds a cell with more letters than a sheet takes")
            yield tail + chunk
            tail = chunk[-OVERLAP:]
