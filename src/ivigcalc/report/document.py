"""A document: what the formats for people print. Views make one from a result; ``table`` and ``text`` print it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from ivigcalc.core.quantity import visible
from ivigcalc.core.record import Record


class Emphasis(StrEnum):
    """How a piece of text stands out. It never carries meaning alone."""

    NORMAL = "normal"
    STRONG = "strong"
    QUIET = "quiet"
    WARNING = "warning"
    DANGER = "danger"


class Heading(Record):
    """A heading, with an optional remark beside it."""

    text: str
    remark: str = ""


class Paragraph(Record):
    """A line of text. ``label`` stands before it ("NOTE"), and continuation lines align with the text."""

    text: str
    label: str = ""
    emphasis: Emphasis = Emphasis.NORMAL


def warning(label: str, text: str) -> Paragraph:
    """A line to heed."""
    return Paragraph(label=label, text=text, emphasis=Emphasis.WARNING)


def labelled(lines: Iterable[tuple[str, str]]) -> list[Paragraph]:
    """A line for each label and text."""
    return [Paragraph(label=label, text=text) for label, text in lines]


class Column(Record):
    """A table column. One that ``wraps`` may be narrowed and broken over lines; any other keeps its width.

    A ``unit`` column's heading is the unit of its cells, and stands behind them outside a grid. Where the table is too
    wide for the terminal, the columns with a ``drop`` are left out of it, 1 first.
    """

    header: str
    wraps: bool = False
    unit: bool = False
    right: bool = False
    strong: bool = False
    drop: int = 0


NAMES: Final = Column(header="", strong=True)
"""A column of names, in bold and without a heading."""


def wide(header: str = "") -> Column:
    """A column of text that may be broken over lines."""
    return Column(header=header, wraps=True)


def figures(header: str = "", *, strong: bool = False) -> Column:
    """A column of figures, one below the other."""
    return Column(header=header, right=True, strong=strong)


class Table(Record):
    """Rows of cells. In a terminal too narrow even without the columns to drop, each row becomes a block of lines."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headed: bool = True

    def narrower(self) -> "Table | None":
        """The table without the column that is dropped first; None where no column may be."""
        turns = [column.drop for column in self.columns if column.drop]
        if not turns:
            return None
        at = [column.drop for column in self.columns].index(min(turns))
        rows = tuple((*row[:at], *row[at + 1 :]) for row in self.rows)
        return self.replaced(columns=(*self.columns[:at], *self.columns[at + 1 :]), rows=rows)

    def split(self, row: tuple[str, ...]) -> tuple[str, list[tuple[str, str]]]:
        """A row outside a grid: its title (leading cells without a heading), then each other cell and heading."""
        flat = [cell.replace("\n", " ") for cell in row]
        titled = (
            next((index for index, column in enumerate(self.columns) if column.header or not self.headed), len(flat))
            or 1
        )
        title = " ".join(cell for cell in flat[:titled] if cell)
        cells = []
        for column, cell in zip(self.columns[titled:], flat[titled:], strict=True):
            header = "" if column.unit or not self.headed else column.header
            if cell:
                cells.append((header, f"{cell} {column.header}" if column.unit else cell))
        return title, cells


class Gap(Record):
    """An empty line."""


Block = Heading | Paragraph | Table | Gap


class Document(Record):
    """Blocks from top to bottom."""

    blocks: tuple[Block, ...]

    def shown(self) -> Iterator[Block]:
        """The blocks as they are printed: whatever was typed, all of it is seen, and none of it moves the rest."""
        for block in self.blocks:
            match block:
                case Heading():
                    yield Heading(text=visible(block.text), remark=visible(block.remark))
                case Paragraph():
                    yield block.replaced(text=visible(block.text), label=visible(block.label))
                case Table():
                    rows = (tuple(map(_visible_lines, row)) for row in block.rows)
                    yield block.replaced(rows=tuple(rows))
                case _:
                    yield block


def _visible_lines(cell: str) -> str:
    return "\n".join(map(visible, cell.split("\n")))
