"""A document for a terminal: Rich tables without boxes, headings and labels that stand out, nothing truncated."""

import io
from typing import Final, assert_never

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ivigcalc.report.document import Block, Document, Gap, Heading, Paragraph, Table, Weight

GAP: Final = 2
NARROWEST_WRAP: Final = 8
STYLES: Final = {
    Weight.NORMAL: "",
    Weight.STRONG: "bold",
    Weight.QUIET: "dim",
    Weight.WARNING: "bold yellow",
    Weight.DANGER: "bold red",
}


def render(document: Document, *, width: int, color: bool) -> str:
    """The document as text for a terminal of ``width`` columns; with ``color``, ANSI styles."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )
    draw(document, console)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def draw(document: Document, console: Console) -> None:
    """Print the document on a Rich console."""
    for block in document.blocks:
        _draw(block, console)


def _draw(block: Block, console: Console) -> None:
    match block:
        case Heading():
            console.print(
                Text(block.text, style="bold").append(f"  {block.remark}" if block.remark else "", style="not bold")
            )
        case Paragraph():
            _paragraph(block, console)
        case Table():
            if _natural_width(block) <= console.width:
                # Rich keeps room for a gap behind the last column as well; the lines are stripped of it later.
                console.print(_grid(block), width=console.width + GAP, crop=False)
            else:
                _blocks(block, console)
        case Gap():
            console.print()
        case _:
            assert_never(block)


def _paragraph(block: Paragraph, console: Console) -> None:
    """A label with its text beside it, or below it where the label would take half of the width."""
    style = STYLES[block.weight]
    if not block.label:
        console.print(Text(block.text, style=style))
    elif 2 * (len(block.label) + GAP) > console.width:
        console.print(Text(block.label, style=style or "bold"))
        console.print(Padding(Text(block.text), (0, 0, 0, GAP)))
    else:
        grid = RichTable.grid(padding=(0, GAP, 0, 0), expand=False)
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(block.label, style=style or "bold"), Text(block.text))
        console.print(grid)


def _natural_width(table: Table) -> int:
    """The least width at which no cell that must stay whole is broken."""
    return sum(_least_widths(table)) + GAP * (len(table.columns) - 1)


def _least_widths(table: Table) -> list[int]:
    """The least width of each column: of one that wraps its longest word, of any other its longest line."""
    widths = []
    for index, column in enumerate(table.columns):
        texts = [row[index] for row in table.rows] + ([column.header] if table.headed else [])
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        words = [len(word) for text in texts for word in text.split()]
        widths.append(min(longest, max([NARROWEST_WRAP, *words])) if column.wraps else longest)
    return widths


def _grid(table: Table) -> RichTable:
    grid = RichTable(
        box=None, padding=(0, GAP, 0, 0), show_header=table.headed, header_style="dim", expand=False, pad_edge=False
    )
    for column, least in zip(table.columns, _least_widths(table), strict=True):
        grid.add_column(
            Text(column.header),
            min_width=least,
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold",
            style="bold" if column.strong else "",
        )
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _blocks(table: Table, console: Console) -> None:
    """Each row as a block: its title, then a line for each other cell."""
    for row in table.rows:
        title, cells = table.split(row)
        if title:
            console.print(Text(title, style="bold"))
        for header, cell in cells:
            body = Text(f"{header}: " if header else "", style="dim").append(cell, style="not dim")
            console.print(Padding(body, (0, 0, 0, 2)))
