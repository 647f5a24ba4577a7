"""A document: what is printed for people. Views make one from a result; ``table``, ``text`` and ``html`` print it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from ivigcalc.core.quantity import visible
from ivigcalc.core.record import Record

GLUE: Final = "\N{OPEN BOX}"
"""Stands for a space at which no line is broken, as in the name of a preparation."""


def unbroken(name: str) -> str:
    """A name that is not broken over lines."""
    return name.replace(" ", GLUE)


class Emphasis(StrEnum):
    """How a piece of text stands out. It never carries meaning alone."""

    NORMAL = "normal"
    STRONG = "strong"
    WARNING = "warning"
    DANGER = "danger"


class Heading(Record):
    """A heading, with an optional remark behind it, and what stands at the right end of its line.

    ``beside`` goes onto a line of its own where the terminal is too narrow for both.
    """

    text: str
    remark: str = ""
    beside: str = ""


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

    A ``unit`` column's heading is the unit of its cells, and stands behind them outside a grid.
    """

    header: str
    wraps: bool = False
    unit: bool = False
    right: bool = False
    strong: bool = False
    accent: bool = False
    """Whether its cells are doses, rates or volumes, which stand out."""
    drop: int = 0
    """Above 0, a grid that is too wide leaves it out, 1 first; columns of one number go together."""
    least: int = 0
    """Its width in a grid at least, if there is room, so that tables below each other align."""


NAMES: Final = Column(header="", strong=True)
"""A column of names, in bold and without a heading."""


def wide(header: str = "") -> Column:
    """A column of text that may be broken over lines."""
    return Column(header=header, wraps=True)


def numeric(header: str = "", *, accent: bool = False) -> Column:
    """A column of numbers, one below the other."""
    return Column(header=header, right=True, accent=accent)


class Table(Record):
    """Rows of cells. In a terminal too narrow even without the columns to drop, each row becomes a block of lines.

    ``name`` is what the table is of; it stands in front of the headings.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headed: bool = True
    name: str = ""

    def without(self, drop: int) -> "Table":
        """The table without its columns of this number."""
        kept = [place for place, column in enumerate(self.columns) if column.drop != drop]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return self.replaced(columns=tuple(self.columns[place] for place in kept), rows=rows)

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


class Rule(Record):
    """A thin line between two parts of a screen; nothing in text."""


Block = Heading | Paragraph | Table | Gap | Rule


class Document(Record):
    """Blocks from top to bottom."""

    blocks: tuple[Block, ...]

    def shown(self) -> Iterator[Block]:
        """The blocks as they are printed: whatever was typed, all of it is seen, and none of it moves the rest."""
        for block in self.blocks:
            match block:
                case Heading():
                    yield block.replaced(text=visible(block.text), remark=visible(block.remark))
                case Paragraph():
                    yield block.replaced(text=visible(block.text), label=visible(block.label))
                case Table():
                    rows = (tuple(map(_visible_lines, row)) for row in block.rows)
                    yield block.replaced(rows=tuple(rows))
                case _:
                    yield block


def _visible_lines(cell: str) -> str:
    return "\n".join(map(visible, cell.split("\n")))
