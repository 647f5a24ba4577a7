"""How a document fits a terminal: the columns of a table and their widths, and how many lines blocks take."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Final, assert_never

from ivigcalc.report.document import GLUE, Block, Gap, Heading, Paragraph, Rule, Table

LINES: Final = 24
TERMINAL: Final = 80
"""Lines and columns of the terminal that a first screen is made for."""

GAP: Final = 2
"""Columns between two cells, or between a label and its text."""

NARROWEST_WRAP: Final = 8

NARROWEST_GLUE: Final = 60
"""In a narrower terminal what belongs together may be broken, so that no word is longer than a line."""

AMOUNT: Final = re.compile(r"(?<=\d) (?=(?:g|kg|mL|mg|mmol|h|min)\b|%|x \d)|(?<=\d x) (?=\d)")
"""The spaces in an amount (``27.5 g``) and in a number of vials (``2 x 10 g``)."""


def glued(text: str, width: int) -> str:
    """A text as it is broken over lines ``width`` columns wide: names and amounts stay whole."""
    return AMOUNT.sub(GLUE, text) if width >= NARROWEST_GLUE else text.replace(GLUE, " ")


def fitting(table: Table, width: int) -> tuple[Table, list[int]] | None:
    """The table with as many of the columns that it may drop as fit, and all widths; None where no grid fits."""
    for drop in sorted({column.drop for column in table.columns if column.drop}):
        if widths := column_widths(table, width):
            return table, widths
        table = table.without(drop)
    widths = column_widths(table, width)
    return (table, widths) if widths else None


def column_widths(table: Table, width: int) -> list[int] | None:
    """The width of each column in a terminal of ``width`` columns; None where the table does not fit.

    A column that wraps needs its longest word, any other its longest line. What is left over goes, one by one, to the
    column that still lacks most of its longest line.
    """
    least, most = [], []
    for index, column in enumerate(table.columns):
        texts = [row[index] for row in table.rows] + ([column.header] if table.headed else [])
        line = max((len(line) for text in texts for line in text.split("\n")), default=0)
        word = max([NARROWEST_WRAP, *(len(word) for text in texts for word in text.split())])
        least.append(min(line, word) if column.wraps else max(line, column.least))
        most.append(max(line, column.least))
    left = width - GAP * (len(table.columns) - 1) - sum(least)
    if left < 0:
        return None
    widths = list(least)
    for _ in range(left):
        lacking = max(range(len(widths)), key=lambda index: most[index] - widths[index])
        if most[lacking] > widths[lacking]:
            widths[lacking] += 1
    return widths


def header_line(table: Table, widths: Sequence[int]) -> str:
    """The name of a table and the headings of its columns, each where its column begins, or after what is before it."""
    line, start = table.name, 0
    for column, width in zip(table.columns, widths, strict=True):
        if column.header:
            header = column.header.rjust(width) if column.right else column.header
            line = f"{line.ljust(max(len(line) + GAP, start))}{header}"
        start += width + GAP
    return line


def height(blocks: Iterable[Block], width: int) -> int:
    """How many lines the blocks take in a terminal of ``width`` columns."""
    return sum(_height(block, width) for block in blocks)


def label_above(label: str, width: int) -> bool:
    """Whether a label would take half of the width, and so stands above its text."""
    return 2 * (len(label) + GAP) > width


def heading_text(heading: Heading) -> str:
    """A heading and its remark on one line."""
    return f"{heading.text}{' ' * GAP}{heading.remark}" if heading.remark else heading.text


def stands_beside(heading: Heading, width: int) -> bool:
    """Whether what belongs at the right end of a heading has room there."""
    return bool(heading.beside) and len(heading_text(heading)) + GAP + len(heading.beside) <= width


def _height(block: Block, width: int) -> int:
    match block:
        case Heading():
            below = block.beside and not stands_beside(block, width)
            return _lines(heading_text(block), width) + (_lines(block.beside, width) if below else 0)
        case Paragraph() if not block.label:
            return _lines(block.text, width)
        case Paragraph() if label_above(block.label, width):
            return _lines(block.label, width) + _lines(block.text, width - GAP)
        case Paragraph():
            return _lines(block.text, width - len(block.label) - GAP)
        case Table():
            return _table_height(block, width)
        case Gap() | Rule():
            return 1
        case _:
            assert_never(block)


def _table_height(table: Table, width: int) -> int:
    if not (fits := fitting(table, width)):
        return bool(table.name) + sum(
            bool(title) + sum(_lines(f"{header}: {cell}" if header else cell, width - GAP) for header, cell in cells)
            for title, cells in map(table.split, table.rows)
        )
    shown, widths = fits
    rows = sum(_row_height(row, widths) for row in shown.rows)
    headers = [column.header for column in shown.columns]
    return rows + (1 if table.name else _row_height(headers, widths) if table.headed else 0)


def _row_height(row: Sequence[str], widths: Sequence[int]) -> int:
    cells = zip(row, widths, strict=True)
    return max(sum(_lines(line, width) for line in cell.split("\n")) for cell, width in cells)


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """The lines of a text that is broken between words, and inside a word that is longer than a line."""
    lines = wrap(glued(text, width), width, break_on_hyphens=False) if text else []
    return len(lines) or 1
