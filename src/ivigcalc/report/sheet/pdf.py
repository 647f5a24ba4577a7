"""The worksheet as PDF, with the extra ``[pdf]``: the sheets of the HTML file, set by Typst.

What stands on a sheet is taken from its HTML, element by element, so that neither has a word or a figure that the other
lacks; ``sheet.typ`` says how each element looks. Texts are handed over as data: nothing in them is markup to Typst.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from ivigcalc.core.problems import Problem, RefusedError, one_more_package
from ivigcalc.report.sheet.worksheet import PDF_MARK
from ivigcalc.report.svg import STYLE

FOLDER: Final = Path(__file__).parent
FONT: Final = "Ivigcalc Sheet"
"""The family of the fonts in ``fonts``."""
NOT_IN_FONT: Final = re.compile(
    "[^ -~\u00a0-\u017f\u01cd-\u01dc\u0218-\u021b\u0300-\u0304\u0306-\u030c\u0327\u0328\u03a9\u03b1-\u03b4\u03bc"
    "\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2007\u2009\u200b\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030"
    "\u2032\u2033\u2039\u203a\u2044\u2070\u2074-\u2079\u2080-\u2089\u20ac\u2122\u2190-\u2193\u2212\u2215\u2248\u2260"
    "\u2264\u2265\n]"
)
"""Letters that the fonts do not have: Typst would leave them out and say nothing."""
MOST_NAMED: Final = 10

PLOT_STYLE: Final = f"{STYLE}.plot text{{font-family:'{FONT}';font-size:9px}}"
ARCHIVE: Final = "a-2b"
"""The standard of a PDF that is kept: PDF/A-2b."""
PACKAGE: Final = "'typst<0.16'"
"""What sets a PDF, as a shell takes it; the extra ``[pdf]`` of pyproject.toml."""
INSTEAD: Final = "-o sheet.html and print it"


def without_typst() -> Iterator[Problem]:
    """What is wrong where Typst is not installed."""
    try:
        from typst import Fonts, compile  # noqa: A004, F401, PLC0415 - an extra
    except ImportError:
        yield one_more_package("no-pdf", "--output", "a worksheet as PDF", PACKAGE, INSTEAD)


def pdf(page: str, code: str, kept_from: date | None) -> bytes:
    """A worksheet as PDF; the same page gives the same bytes.

    Args:
        page: the worksheet as HTML.
        code: its check code.
        kept_from: the day that it bears as PDF/A-2b; None for a PDF without a date.

    Raises:
        RefusedError: a letter of a text is not in the fonts.
        TypstError: it cannot be set, which is a mistake of the program.
    """
    from typst import Fonts, compile  # noqa: A004, PLC0415 - an extra

    html = ET.fromstring(page)  # noqa: S314 - made by this program, and without a document type of its own
    title, body = html.findtext("head/title", ""), html.find("body")
    sheets = [] if body is None else list(body)
    _refuse_letters("".join(text for sheet in sheets for text in sheet.itertext()))
    data = {
        "title": title,
        "keywords": f"{PDF_MARK.partition('(')[2]}{code}",
        "lang": html.get("lang"),
        "font": FONT,
        "date": kept_from and {"year": kept_from.year, "month": kept_from.month, "day": kept_from.day},
        "sheets": [_data(sheet) for sheet in sheets],
    }
    folder = str(FOLDER / "fonts")
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return compile(
        FOLDER / "sheet.typ",
        root=FOLDER,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"worksheet": json.dumps(data)},
        pdf_standards=ARCHIVE if kept_from else None,
    )


def _refuse_letters(text: str) -> None:
    missing = list(dict.fromkeys(NOT_IN_FONT.findall(text)))
    if missing:
        message = f"the fonts of the PDF do not have {' '.join(missing[:MOST_NAMED])}"
        raise RefusedError(Problem(code="not-in-font", field="--output", message=message, next=INSTEAD))


def _data(element: Element) -> dict[str, Any]:
    """An element with its content: texts, and elements in the same form."""
    css = element.get("class", "").split()
    if element.tag == "svg":
        return {"name": "plot", "css": css, "svg": _drawing(element), "says": element.findtext("desc", "")}
    content: list[Any] = [_folded(element.text).lstrip(" ")]
    for child in element:
        content += [_data(child), _folded(child.tail)]
    mm = re.findall(r"[0-9]+", element.get("style", ""))
    return {
        "name": element.tag,
        "css": css,
        "content": [part for part in content if part],
        "columns": int(element.get("colspan", "1")),
        "mm": int(mm[0]) if mm else 0,
    }


def _folded(text: str | None) -> str:
    """A text as a browser shows it: spaces and line ends are one space."""
    return re.sub(r"[ \n]+", " ", text or "")


def _drawing(svg: Element) -> str:
    """A drawing as a file of its own."""
    style = Element("style")
    style.text = PLOT_STYLE
    svg.insert(0, style)
    svg.set("xmlns", "http://www.w3.org/2000/svg")
    svg.tail = None
    return ET.tostring(svg, encoding="unicode")
