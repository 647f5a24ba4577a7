"""A document for a terminal: Rich tables without boxes, headings and labels that stand out, nothing truncated."""

import io
from typing import Final, assert_never

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ivigcalc.report.document import Block, Document, Emphasis, Gap, Heading, Paragraph, Table

GAP: Final = 2
NARROWEST_WRAP: Final = 8
PICTURE_WIDTH: Final = 80
STYLES: Final = {
    Emphasis.NORMAL: "",
    Emphasis.STRONG: "bold",
    Emphasis.QUIET: "dim",
    Emphasis.WARNING: "bold yellow",
    Emphasis.DANGER: "bold red",
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
    _print(document, console)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def svg(document: Document, title: str) -> str:
    """The document as it looks in a terminal of 80 columns, as SVG. The same document gives the same bytes."""
    file = io.StringIO()
    console = Console(record=True, width=PICTURE_WIDTH, file=file, force_terminal=True, highlight=False, emoji=False)
    _print(document, console)
    return console.export_svg(title=title, unique_id="ivigcalc")


def _print(document: Document, console: Console) -> None:
    for block in document.shown():
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
            _table(block, console)
        case Gap():
            console.print()
        case _:
            assert_never(block)


def _table(table: Table, console: Console) -> None:
    """A grid, without the columns that may be dropped where it is too wide; else blocks, with every column."""
    fitting: Table | None = table
    while fitting is not None:
        widths = _widths(fitting, console.width)
        if widths is not None:
            console.print(_grid(fitting, widths))
            return
        fitting = fitting.narrower()
    _blocks(table, console)


def _paragraph(block: Paragraph, console: Console) -> None:
    """A label with its text beside it, or below it where the label would take half of the width."""
    style = STYLES[block.emphasis]
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


def _widths(table: Table, width: int) -> list[int] | None:
    """The width of each column in a terminal of ``width`` columns; None where the table does not fit.

    A column that wraps needs its longest word, any other its longest line. What is left over goes, one by one, to the
    column that still lacks most of its longest line.
    """
    least, most = [], []
    for index, column in enumerate(table.columns):
        texts = [row[index] for row in table.rows] + ([column.header] if table.headed else [])
        line = max((len(line) for text in texts for line in text.split("\n")), default=0)
        word = max([NARROWEST_WRAP, *(len(word) for text in texts for word in text.split())])
        least.append(min(line, word) if column.wraps else line)
        most.append(line)
    left = width - GAP * (len(table.columns) - 1) - sum(least)
    if left < 0:
        return None
    widths = list(least)
    for _ in range(left):
        lacking = max(range(len(widths)), key=lambda index: most[index] - widths[index])
        if most[lacking] > widths[lacking]:
            widths[lacking] += 1
    return widths


def _grid(table: Table, widths: list[int]) -> RichTable:
    """A grid whose gaps are columns of their own, so that nothing is kept free behind the last column."""
    grid = RichTable(box=None, padding=0, show_header=table.headed, header_style="dim", expand=False)
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        if index:
            grid.add_column(width=GAP)
        grid.add_column(
            Text(column.header),
            width=width,
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold",
            style="bold" if column.strong else "",
        )
    for row in table.rows:
        cells = [cell for text in row for cell in (Text(), Text(text))]
        grid.add_row(*cells[1:])
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
