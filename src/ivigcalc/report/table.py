"""A document for a terminal: Rich tables without boxes, headings and labels that stand out, nothing truncated."""

import io
from enum import IntEnum
from functools import partial
from typing import Final, assert_never

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ivigcalc.report.document import GLUE, Block, Document, Emphasis, Gap, Heading, Paragraph, Rule, Table
from ivigcalc.report.layout import GAP, fitting, glued, header_line, heading_text, label_above, stands_beside


class Colors(IntEnum):
    """How many colours a terminal shows."""

    NONE = 0
    STANDARD = 16
    MANY = 256


PICTURE_WIDTH: Final = 80
RULE: Final = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
ACCENT: Final = 29
"""The index of the one accent among 256 colours, a green that can be read on black and on white."""

STYLES: Final = {
    Emphasis.NORMAL: "",
    Emphasis.STRONG: "bold",
    Emphasis.WARNING: "black on bright_yellow",
    Emphasis.DANGER: "bold bright_white on red",
}
"""A warning has its own background, so that it can be read in any theme of a terminal."""


_SYSTEMS: Final = {Colors.NONE: None, Colors.STANDARD: "standard", Colors.MANY: "256"}
"""What Rich calls the colours of a terminal."""

_console: Final = partial(Console, height=1, legacy_windows=False, highlight=False, emoji=False, markup=False)
"""A terminal in which a text is printed as it stands. Without a height Rich asks the system for it at each cell."""


def render(document: Document, *, width: int, colors: Colors = Colors.NONE) -> str:
    """The document as text for a terminal of ``width`` columns; with ``colors``, ANSI styles."""
    out = io.StringIO()
    console = _console(
        file=out, width=width, force_terminal=bool(colors), no_color=not colors, color_system=_SYSTEMS[colors]
    )
    _print(document, console)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().replace(GLUE, " ").splitlines())


def svg(document: Document, title: str, width: int = PICTURE_WIDTH) -> str:
    """The document as it looks in a terminal of 256 colours, as SVG. The same document gives the same bytes."""
    console = _console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="256")
    _print(document, console)
    return console.export_svg(title=title, unique_id="ivigcalc").replace(GLUE, "&#160;")


def accent(console: Console) -> str:
    """The style of doses, rates and volumes."""
    return f"bold color({ACCENT})" if console.color_system == "256" else "bold"


def _print(document: Document, console: Console) -> None:
    for block in document.shown():
        _draw(block, console)


def _draw(block: Block, console: Console) -> None:
    match block:
        case Heading():
            _heading(block, console)
        case Paragraph():
            _paragraph(block, console)
        case Table():
            fits = fitting(block, console.width)
            if fits is None:
                _blocks(block, console)
            else:
                _grid(*fits, console)
        case Gap():
            console.print()
        case Rule():
            console.print(RULE * console.width)
        case _:
            assert_never(block)


def _heading(heading: Heading, console: Console) -> None:
    """A heading in bold with its remark; ``beside`` at the right end of the line, or below."""
    line = Text(heading_text(heading))
    line.stylize("bold", 0, len(heading.text))
    if stands_beside(heading, console.width):
        line.append(" " * (console.width - len(line) - len(heading.beside))).append(heading.beside)
    console.print(line)
    if heading.beside and not stands_beside(heading, console.width):
        console.print(Text(heading.beside))


def _paragraph(block: Paragraph, console: Console) -> None:
    """A label with its text beside it, or below it where the label would take half of the width."""
    style = STYLES[block.emphasis]
    if not block.label:
        console.print(Text(glued(block.text, console.width), style=style))
    elif label_above(block.label, console.width):
        console.print(Text(block.label, style=style or "bold"))
        console.print(Padding(Text(glued(block.text, console.width - GAP)), (0, 0, 0, GAP)))
    else:
        indent = len(block.label) + GAP
        wrapped = Text(glued(block.text, console.width - indent)).wrap(console, console.width - indent, overflow="fold")
        text = Text("\n" + " " * indent).join(wrapped)
        console.print(Text.assemble((block.label, style or "bold"), " " * GAP, text), no_wrap=True)


def _grid(table: Table, widths: list[int], console: Console) -> None:
    """A grid whose gaps are columns of their own, so that nothing is kept free behind the last column."""
    if table.name:
        line = Text(header_line(table, widths))
        line.stylize("bold", 0, len(table.name))
        console.print(line)
    headed = table.headed and not table.name
    grid = RichTable(box=None, padding=0, show_header=headed, header_style="", expand=False)
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        if index:
            grid.add_column(width=GAP)
        grid.add_column(
            Text(column.header),
            width=width,
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold",
            style=accent(console) if column.accent else "bold" if column.strong else "",
        )
    for row in table.rows:
        cells = [cell for text in row for cell in (Text(), Text(text))]
        grid.add_row(*cells[1:])
    console.print(grid)


def _blocks(table: Table, console: Console) -> None:
    """Each row as a block: its title, then a line for each other cell."""
    if table.name:
        console.print(Text(table.name, style="bold"))
    for row in table.rows:
        title, cells = table.split(row)
        if title:
            console.print(Text(title, style="bold"))
        for header, cell in cells:
            body = Text(f"{header}: " if header else "").append(cell)
            console.print(Padding(body, (0, 0, 0, GAP)))
