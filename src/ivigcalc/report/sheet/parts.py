"""What sheets and pages are made of. Every text is escaped here, and nowhere else; a blank cell is one to write in."""

from collections.abc import Iterable, Sequence
from html import escape as as_html
from re import compile as pattern
from typing import Final, NamedTuple

from ivigcalc.core.locale import END_OF_QUOTE, QUOTE
from ivigcalc.core.quantity import NO_BREAK_SPACE, visible
from ivigcalc.report.document import GLUE

QUOTED: Final = pattern(f"{QUOTE}([^{QUOTE}{END_OF_QUOTE}]*){END_OF_QUOTE}")
"""What ``Locale.quoted`` marks."""


class SheetColumn(NamedTuple):
    """A column of a table: its heading, the class of its cells, and its width in mm (0: what is left)."""

    header: str
    css: str = ""
    mm: int = 0


def blank(header: str, mm: int = 0) -> SheetColumn:
    """A column to write in."""
    return SheetColumn(header, "blank", mm)


def escape(text: str) -> str:
    """A text in which nothing is HTML and every letter is seen; what is quoted in English is marked."""
    if QUOTE not in text:
        return _escaped(text)
    return "".join(_quoted(part) if number % 2 else _escaped(part) for number, part in enumerate(QUOTED.split(text)))


def _quoted(text: str) -> str:
    return f'<i lang="en">{_escaped(text)}</i>'


def _escaped(text: str) -> str:
    return as_html(visible(text).replace(GLUE, NO_BREAK_SPACE))


def unmarked(text: str) -> str:
    """A text without the marks of what is quoted, for where there can be no element in it."""
    return text.replace(QUOTE, "").replace(END_OF_QUOTE, "")


def tag(name: str, text: str, css: str = "") -> str:
    """An element with a text."""
    return f"<{name}{attribute('class', css)}>{escape(text)}</{name}>"


def box(content: Iterable[str], css: str = "") -> str:
    """A box around elements."""
    return f"<div{attribute('class', css)}>{''.join(content)}</div>"


def spans(texts: Iterable[str], css: str) -> str:
    """A line of texts that are not broken apart each; one that begins with ``[ ]`` has a box to tick."""
    return f"<p{attribute('class', css)}>{' '.join(map(_span, texts))}</p>"


def _span(text: str) -> str:
    return tag("span", text.removeprefix("[ ]"), "box" if text.startswith("[ ]") else "")


def said(label: str, *texts: tuple[str, str], css: str = "") -> str:
    """Texts behind a label, each with something small behind it ("" for nothing)."""
    parts = (
        f"{escape(text)}{' ' if small else ''}{tag('span', small, 'quiet') if small else ''}" for text, small in texts
    )
    return f"<p{attribute('class', css)}>{tag('b', label) if label else ''} {' '.join(parts)}</p>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values, in two columns of pairs."""
    return f'<dl class="facts">{"".join(tag("dt", name) + tag("dd", value) for name, value in pairs)}</dl>'


def table(fields: Sequence[SheetColumn], rows: Iterable[Sequence[str]], css: str = "") -> str:
    """A table. A row that is shorter than the heading has its first cells joined to make up for it."""
    head = "".join(map(_heading, fields))
    body = "".join(f"<tr>{_row(fields, row)}</tr>" for row in rows)
    return f"<table{attribute('class', css)}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _heading(field: SheetColumn) -> str:
    width = f' style="width:{field.mm}mm"' if field.mm else ""
    return f"<th{attribute('class', field.css)}{width}>{escape(field.header)}</th>"


def _row(fields: Sequence[SheetColumn], row: Sequence[str]) -> str:
    joined = len(fields) - len(row)
    first = f'<td colspan="{joined + 1}">{escape(row[0])}</td>' if joined else tag("td", row[0], fields[0].css)
    rest = zip(fields[joined + 1 :], row[1:], strict=True)
    return first + "".join(tag("td", cell, field.css) for field, cell in rest)


def attribute(name: str, value: str) -> str:
    """An attribute of an element; nothing where its value is ""."""
    return f' {name}="{escape(value)}"' if value else ""
