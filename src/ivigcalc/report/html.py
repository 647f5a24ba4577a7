"""A document as HTML: what stands in a terminal as headings, lines and tables, as ``h2``, ``p`` and ``table``.

Every text is escaped; there is no script and no link. The same document gives the same bytes, of ASCII alone, so that
they are right in whatever encoding they are written.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, assert_never

from ivigcalc import __version__
from ivigcalc.report.document import GLUE, Block, Column, Document, Emphasis, Gap, Heading, Paragraph, Rule, Table
from ivigcalc.report.layout import column_widths, glued
from ivigcalc.report.sheet.parts import attribute, escape, tag

CSS: Final = Path(__file__).with_name("answer.css").read_text(encoding="utf-8")
"""How an answer looks, on a screen and on paper."""

NARROW: Final = 40
"""Columns of text on a telephone. A table that needs more has there a block for each row, as in a narrow terminal."""

WHOLE: Final = re.compile(rf"([^ ]*{GLUE}[^ ]*|--[a-z][a-z-]*)")
"""What is not broken over lines: names, amounts, options."""

NO_WIDTH: Final = 10_000
"""Wider than any line: names and amounts stay whole."""


def page(document: Document) -> str:
    """The document as a whole file of HTML."""
    headings = (block.text for block in document.shown() if isinstance(block, Heading))
    return whole(f"ivigcalc: {next(headings, 'no answer')}", render(document))


def whole(named: str, content: str, css: str = "", what: str = "") -> str:
    """A whole file of HTML with a title around elements; ``css`` is style of its own, ``what`` says what wrote it."""
    title = tag("title", named)
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    generator = f'<meta name="generator" content="ivigcalc {what}{escape(__version__)}">'
    head = f"<head>{meta}{generator}{title}\n<style>\n{CSS}{css}</style></head>"
    text = f'<!doctype html>\n<html lang="en">{head}\n<body><main class="answer">\n{content}</main></body></html>\n'
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def render(document: Document) -> str:
    """The document as elements, a line each, to stand inside a page that has the style of ``answer.css``."""
    return "".join(f"{line}\n" for block in document.shown() for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield _heading(block)
        case Paragraph():
            yield _paragraph(block)
        case Table():
            yield _table(block)
        case Gap():
            yield '<div class="gap"></div>'
        case Rule():
            yield "<hr>"
        case _:
            assert_never(block)


def _heading(heading: Heading) -> str:
    remark = f" {tag('small', heading.remark)}" if heading.remark else ""
    beside = f" {tag('span', heading.beside, 'beside')}" if heading.beside else ""
    return f"<h2>{_text(heading.text)}{remark}{beside}</h2>"


def _paragraph(block: Paragraph) -> str:
    css = "" if block.emphasis is Emphasis.NORMAL else block.emphasis.value
    indented = block.label[:1].isspace() and not css
    label = block.label.strip()
    named = f"{tag('b', label)} " if label else ""
    return f"<p{attribute('class', 'more' if indented else css)}>{named}{_text(block.text)}</p>"


def _table(table: Table) -> str:
    """A table; each cell knows its heading, for where a row is a block of lines."""
    css = "wide" if column_widths(table, NARROW) is None else ""
    caption = tag("caption", table.name) if table.name else ""
    headers = "".join(_header(column) for column in table.columns)
    head = f"<thead><tr>{headers}</tr></thead>" if table.headed and any(one.header for one in table.columns) else ""
    rows = "".join(f"<tr>{_row(table, row)}</tr>" for row in table.rows)
    return f"<table{attribute('class', css)}>{caption}{head}<tbody>{rows}</tbody></table>"


def _header(column: Column) -> str:
    return f'<th scope="col"{attribute("class", _css(column))}>{escape(column.header)}</th>'


def _row(table: Table, row: Sequence[str]) -> str:
    return "".join(_cell(column, cell, headed=table.headed) for column, cell in zip(table.columns, row, strict=True))


def _cell(column: Column, cell: str, *, headed: bool) -> str:
    """A cell, on as many lines as it has. An empty one takes no room where a row is a block."""
    name = column.header if headed and cell and not column.unit else ""
    unit = column.header if headed and cell and column.unit else ""
    content = "<br>".join(map(_text, cell.split("\n")))
    css = _css(column) if cell else " ".join(("none", _css(column))).strip()
    return f"<td{attribute('class', css)}{attribute('data-name', name)}{attribute('data-unit', unit)}>{content}</td>"


def _css(column: Column) -> str:
    looks = {"right": column.right, "strong": column.strong, "accent": column.accent, "keep": not column.wraps}
    return " ".join(name for name, so in looks.items() if so)


def _text(text: str) -> str:
    """A text in which names, amounts and options are not broken apart; whoever copies it gets plain spaces."""
    parts = WHOLE.split(glued(text, NO_WIDTH))
    return "".join(
        tag("span", part.replace(GLUE, " "), "keep") if place % 2 else escape(part) for place, part in enumerate(parts)
    )
