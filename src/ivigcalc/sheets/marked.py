"""What a workbook shows struck through, raised or lowered, and its cells hold as any other text.

A patient who is crossed out would be answered, and 15 with a raised 2, for a footnote, be read as 152.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Final
from zipfile import ZipFile

from ivigcalc.sheets.cells import CROSSED_OUT, ROW_CROSSED_OUT
from ivigcalc.sheets.parts import CHUNK, OVERLAP, refuse_workbook
from ivigcalc.sheets.shown import STYLE, STYLES

STRINGS: Final = "xl/sharedStrings.xml"
"""The part of an .xlsx file that holds the texts of its cells."""

FONTS: Final = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
FONT: Final = re.compile(rb"<(?:\w+:)?font\s*/>|<(?:\w+:)?font(?:\s[^>]*)?>.*?</(?:\w+:)?font>", re.DOTALL)
OF_FONT: Final = re.compile(rb"\bfontId\s*=\s*[\"']([0-9]{1,6})[\"']")
"""The fonts of a workbook, in order, and which one a style of cells has."""

STRUCK: Final = re.compile(rb"<(?:\w+:)?strike(?=[\s/>])(?!\s+val\s*=\s*[\"'](?:0|false))")
RAISED: Final = re.compile(rb"<(?:\w+:)?vertAlign\s[^>]*?[\"'](superscript|subscript)[\"']")
RUN: Final = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
TEXT: Final = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
END: Final = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
"""How a text says that a part of it is struck through or raised, its parts, what they say, and where it ends."""

INLINE: Final = re.compile(rb"<(?:\w+:)?c\s[^<]*<(?:\w+:)?is>")
END_OF_INLINE: Final = re.compile(rb"</(?:\w+:)?is>")
"""How a cell begins that holds a text itself, and where this ends."""

MARKS: Final = {b"superscript": "raised", b"subscript": "lowered"}
FIGURE: Final = re.compile(r"[\s<>=~]*[0-9]")
"""How a text begins that is a figure: in any other a raised figure changes none."""

Struck = Mapping[int, Sequence[int]]
"""The rows, from 1, in which a cell of a column, from 1, is struck through."""


def struck_styles(styles: bytes) -> frozenset[int]:
    """The styles of cells, by their place, whose font is struck through."""
    fonts, found = FONTS.search(styles), STYLES.search(styles)
    struck = {place for place, font in enumerate(FONT.findall(fonts[0])) if STRUCK.search(font)} if fonts else set()
    of = (OF_FONT.search(tag) for tag in (STYLE.findall(found[0]) if found and struck else ()))
    return frozenset(place for place, font in enumerate(of) if font and int(font[1]) in struck)


def marked_strings(book: ZipFile) -> dict[int, str]:
    """The texts of cells, by their number, of which a part is struck through, or raised in a figure; with that said."""
    found = dict[int, str]()
    for number, part in enumerate(_strings(book)):
        if text := _with_marks(part):
            found[number] = text
    return found


def _strings(book: ZipFile) -> Iterator[bytes]:
    """The texts of a workbook, each as it stands in its part."""
    if STRINGS not in book.namelist():
        return
    rest = b""
    with book.open(STRINGS) as part:
        while chunk := part.read(CHUNK):
            *whole, rest = END.split(rest + chunk)
            yield from whole


class InlineTexts:
    """The texts that stand in the cells of a sheet themselves, of one chunk after the other."""

    def __init__(self) -> None:
        """Begin before the first chunk."""
        self._begun = b""

    def marked(self, chunk: bytes) -> Iterator[tuple[bytes, str]]:
        """The cells of the next chunk, each as its tag, of which a part is struck through, or raised in a figure.

        A chunk begins with the end of the one before.

        Raises:
            BadWorkbookError: a cell holds more than any can.
        """
        *whole, rest = END_OF_INLINE.split(self._begun + chunk[OVERLAP:] if self._begun else chunk)
        for part in whole:
            if (text := _with_marks(part)) and (cell := INLINE.search(part)):
                yield cell[0], text
        begun = INLINE.search(rest)
        self._begun = rest[begun.start() :] if begun else b""
        if len(self._begun) > CHUNK:
            refuse_workbook("a cell of it holds more letters than a sheet takes")


def _with_marks(part: bytes) -> str:
    """A text with its marks in words; "" where none changes what it says."""
    if b"strike" not in part and b"vertAlign" not in part:
        return ""
    said, is_marked, is_struck = "", False, False
    for run in RUN.findall(part):
        text = unescape(b"".join(TEXT.findall(run)).decode("utf-8", "replace"))
        raised, strike = RAISED.search(run), STRUCK.search(run)
        mark = CROSSED_OUT if strike else MARKS[raised[1]] if raised else ""
        is_struck = is_struck or bool(strike and text.strip())
        is_marked = is_marked or bool(mark and any(map(str.isalnum, text)))
        said += f" ({mark}: {text.strip()}) " if mark and text.strip() else text
    return said.strip() if is_struck or (is_marked and FIGURE.match(said)) else ""


def with_struck(
    rows: Iterable[tuple[int, list[str]]], struck: Struck, read: Collection[int], weight: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows; where a cell that is read is struck through, the weight says so: its row is not answered.

    ``read`` are the columns that are read, with that of the key, and ``weight`` is that of the weights, from 0.
    """
    of_columns = [numbers for column, numbers in struck.items() if column - 1 in read]
    for number, cells in rows:
        for numbers in of_columns:
            at = bisect_left(numbers, number)
            if at < len(numbers) and numbers[at] == number:
                cells[weight] = f"{ROW_CROSSED_OUT} {cells[weight]}"
                break
        yield number, cells
