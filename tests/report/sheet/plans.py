"""Twelve orders whose worksheets were looked at, and what a worksheet says, element by element."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from tests.program import run

REASON = 'ethics board <b>&"7"'
STOCK = """product,size_g,count,expiry,lot
privigen,20,2,2026-12-02,P4471
privigen,20,6,2027-06-30,P5012-LONG-0001
privigen,10,4,2027-03-31,<i>&P4890
privigen,5,4,2027-01-31,P4733
privigen,2.5,6,,
"""
FORMULARY = """site: General <Hospital>
approved_by: A. Pharmacist, head of pharmacy
review_by: 2099-06-30
limits:
  - {id: day-above-1-g-per-kg, above: 1.2}
"""
CIDP = ("--weight", "70", "--indication", "cidp", "--regimen", "A", "--region", "eu")
DATED = ("--start", "2026-12-01")

PLANS = {
    "plain": (*CIDP, *DATED, "--product", "privigen"),
    "eight vials": ("--weight", "100", "--indication", "cidp", "--regimen", "A", "--product", "asceniv", *DATED),
    "seven steps": ("--weight", "90", "--indication", "cidp", "--regimen", "A", "--product", "bivigam", *DATED),
    "ten alerts": (
        *("--weight", "130", "--height", "170", "--sex", "female", "--age", "72", "--indication", "mg-exacerbation"),
        *("--product", "gamunex-c", "--regimen", "A", "--risk", "thrombosis", "--risk", "renal", "--risk"),
        *("loop-diuretic", "--blood-group", "A", "--iga", "0.04 g/L", *DATED),
    ),
    "child": ("--weight", "22", "--age", "6", "--indication", "gbs", "--product", "kiovig", "--regimen", "A", *DATED),
    "no date": ("--weight", "82.5", "--indication", "mmn", "--product", "octagam-10", "--regimen", "A"),
    "risk without a figure": (*CIDP, *DATED, "--product", "privigen", "--risk", "renal", "--age", "72"),
    "loosened formulary": (*CIDP, *DATED, "--product", "privigen", "--formulary", "FORMULARY"),
    "off label": (
        *("--weight", "70", "--indication", "als", "--product", "privigen", "--per-day", "0.4 g/kg", "--days", "5"),
        *("--off-label-reason", REASON, "--region", "eu", *DATED),
    ),
    "stock with lots": (*CIDP, *DATED, "--product", "privigen", "--stock", "STOCK"),
    "adjusted weight, long name": (
        *("--weight", "118.4", "--height", "171", "--sex", "female", "--weight-policy", "adjusted"),
        *("--indication", "cidp", "--product", "kiovig", "--regimen", "B"),
    ),
    "no rate": (*CIDP, *DATED, "--product", "intratect-5"),
}


def words_of(name: str, folder: Path) -> list[str]:
    """The words of a plan, with its files written to a folder."""
    files = {"STOCK": STOCK, "FORMULARY": FORMULARY}
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return [str(folder / word) if word in files else word for word in PLANS[name]]


def sheet_of(*words: str) -> str:
    """The worksheet of an order, on stdout."""
    answer = run("worksheet", *words, "-o", "-")
    assert answer.code == 0
    assert answer.err.startswith("written to stdout: ")
    return answer.out


class Element(NamedTuple):
    """An element without elements around texts: its name, its class and all its text."""

    name: str
    css: str
    text: str


VOID = {"meta"}


class Reader(HTMLParser):
    """Reads a worksheet: every tag is closed by its own, and each text stands in an element."""

    def __init__(self, sheet: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str, list[str]]] = []
        self.elements: list[Element] = []
        self.feed(sheet)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class") or "", []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line of the plot: it is open and closed at once."""

    def handle_endtag(self, tag: str) -> None:
        name, css, texts = self.open.pop()
        assert name == tag
        text = re.sub(r"[ \n]+", " ", "".join(texts)).strip(" ")
        self.elements.append(Element(name, css, text))
        if name in {"b", "i", "span"}:
            self.open[-1][2].append(text)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][2].append(data)

    def texts(self, *names: str) -> list[str]:
        """The texts of all elements with one of these names."""
        return [element.text for element in self.elements if element.name in names]
