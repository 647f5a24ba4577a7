"""A screen as a picture, made by Rich's own export."""

import io
from typing import Final

from rich.console import Console

from ivigcalc.report.document import Document
from ivigcalc.report.table import draw

WIDTH: Final = 80


def svg(document: Document, title: str) -> str:
    """The document as it looks in a terminal of 80 columns, as SVG. The same document gives the same bytes."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, emoji=False)
    draw(document, console)
    return console.export_svg(title=title, unique_id="ivigcalc")
