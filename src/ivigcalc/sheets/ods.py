"""What is hidden in a workbook of OpenDocument, and what of it the library that reads it does not see."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import Final
from zipfile import ZipFile

from ivigcalc.sheets import parts
from ivigcalc.sheets.parts import attributes, chunks, number_of, place_of_sheet, refuse_workbook
from ivigcalc.sheets.shown import units_of_ods

OPEN_DOCUMENT: Final = "content.xml"
OF_SHEET: Final = re.compile(
    rb"<table:(table-row|table-column|table)(?=[\s/>])[^>]*>"
    rb"|<table:(table-cell)\s[^>]*?(?:number-rows-spanned\s*=\s*\"(?!1\")|value-type\s*=\s*\"error\")[^>]*>"
)
UNREAD_CELL: Final = b"table-cell"
REPEATED: Final = {b"table-row": "number-rows-repeated", b"table-column": "number-columns-repeated"}
"""The part of an .ods file that holds its sheets, their rows and columns, and how often one stands for several.

Of cells only those that are merged downwards, or hold an error: the library reads them as empty.
"""

MOST_REPEATED: Final = 1000
"""So many hidden rows that are alike are named; more are the empty ones below a table."""


def hidden_of_ods(book: ZipFile, sheet: str, units: Collection[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The hidden rows and columns of a sheet of an .ods file, in which both are counted as they come.

    Raises:
        BadWorkbookError: cells of it say something that the library does not read.
    """
    if shown := next(filter(None, (units_of_ods(chunk, units) for chunk in chunks(book, OPEN_DOCUMENT))), ""):
        refuse_workbook(f"it shows numbers with a unit that they do not hold ({shown}), which is not seen in .ods")
    sheets: dict[str, dict[bytes, list[int]]] = {}
    at: dict[bytes, int] = {}
    unread = set[int]()
    hidden: dict[bytes, list[int]] = {}
    for tag in _tags_of_ods(book):
        kind, said = tag[1] or tag[2], attributes(tag[0])
        if kind == b"table":
            at, hidden = dict.fromkeys(REPEATED, 1), {row_or_column: [] for row_or_column in REPEATED}
            sheets[unescape(said.get("name", ""))] = hidden
        elif kind == UNREAD_CELL:
            unread.add(len(sheets) - 1)
        elif at:
            times = number_of(said.get(REPEATED[kind], "1"))
            if said.get("visibility", "visible") != "visible":
                hidden[kind] += range(at[kind], at[kind] + min(times, MOST_REPEATED))
            at[kind] += times
    place = place_of_sheet([*sheets], sheet)
    if place in unread:
        refuse_workbook("it has cells that are merged over several rows, or errors (#N/A), which are not seen in .ods")
    own = [*sheets.values()][place]
    return tuple(own[b"table-row"]), tuple(own[b"table-column"])


def _tags_of_ods(book: ZipFile) -> Iterator[re.Match[bytes]]:
    """The tags of sheets, rows and columns, in order, without holding the whole part."""
    rest = b""
    with book.open(OPEN_DOCUMENT) as part:
        while chunk := part.read(parts.CHUNK):
            whole, _, begun = (rest + chunk).rpartition(b"<")
            yield from OF_SHEET.finditer(whole)
            rest = b"<" + begun
    yield from OF_SHEET.finditer(rest)
