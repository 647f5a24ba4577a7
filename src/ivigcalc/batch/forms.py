"""A row of answers as one line of text: CSV, TSV or JSON Lines. Each line carries its own digest at its end."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, Protocol

from ivigcalc.batch import results
from ivigcalc.batch.answer import Answer
from ivigcalc.batch.seal import sealed
from ivigcalc.intake.text import one_line

FULL_WIDTH: Final = (
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
FORMULA: Final = (*"=+-@\t\r", *FULL_WIDTH)
"""How a text begins that a spreadsheet would take for a formula."""

TSV, JSONL = "tsv", "jsonl"


def harmless(text: str) -> str:
    """A text for a spreadsheet: on one line, and behind an apostrophe where it would be taken for a formula."""
    if text.isalnum():
        return text
    line = one_line(text)
    return f"'{line}" if text.startswith(FORMULA) or line.startswith(FORMULA) else line


class Form(Protocol):
    """How a row is written, and read again."""

    header: str

    def middle(self, answer: Answer) -> str:
        """What a row says between its key and its digests."""

    def start(self, row: int, key: str) -> str:
        """The row's number and its key."""

    def foot(self, digest: str, versions: Sequence[str]) -> str:
        """The digest of the input, and the versions."""

    def line(self, start: str, middle: str, foot: str) -> str:
        """The whole line, sealed."""

    def kept(self, old: str, start: str, foot: str) -> Mapping[str, str] | None:
        """The cells of a line that was written before, where it is whole and of the same start and foot; else None."""


class Cells:
    """Cells between delimiters: ``,`` or a tab."""

    def __init__(self, delimiter: str) -> None:
        """Keep the delimiter."""
        self.between = delimiter

    def cell(self, text: str) -> str:
        """A text as a cell."""
        text = harmless(text)
        if '"' in text or self.between in text or ";" in text:  # a spreadsheet abroad may split at ;
            return '"' + text.replace('"', '""') + '"'
        return text

    def line_of(self, texts: Iterable[str]) -> str:
        """Texts as a line."""
        return self.between.join(map(self.cell, texts)) + "\n"


class Delimited(Cells):
    """CSV or TSV."""

    def __init__(self, names: Sequence[str], delimiter: str) -> None:
        """Keep the columns."""
        super().__init__(delimiter)
        self._names = tuple(names)
        self._inner = self._names[len(results.HEAD) : -len(results.FOOT)]
        self._empty = dict.fromkeys(self._inner, "")
        self._picked: Callable[[Mapping[str, str]], tuple[str, ...]] = itemgetter(*self._inner)
        self._texts = [name for name in self._inner if name in results.FREE_TEXT]
        self.header = self.line_of(names)

    def middle(self, answer: Answer) -> str:
        """What a row says between its key and its digests."""
        found = answer.cells
        written = {name: self.cell(found[name]) for name in self._texts if name in found}
        return self.between.join(self._picked({**self._empty, **found, **written}))

    def start(self, row: int, key: str) -> str:
        """The row's number and its key."""
        return f"{row}{self.between}{self.cell(key) if key else ''}{self.between}"

    def foot(self, digest: str, versions: Sequence[str]) -> str:
        """The digest of the input, and the versions."""
        return self.between.join((digest, *versions))

    def line(self, start: str, middle: str, foot: str) -> str:
        """The whole line, sealed."""
        body = f"{start}{middle}{self.between}{foot}"
        return f"{body}{self.between}{sealed(body)}\n"

    def kept(self, old: str, start: str, foot: str) -> Mapping[str, str] | None:
        """The cells of a line that was written before, where it is whole and of the same start and foot; else None."""
        body, _, seal = old.rpartition(self.between)
        if not (body.startswith(start) and body.endswith(self.between + foot) and seal == sealed(body)):
            return None
        cells = next(csv.reader([body], delimiter=self.between))
        return dict(zip(self._names, cells, strict=False))


class JsonLines:
    """JSON Lines: an object on each line; a quantity is a string, and beside a null stands the reason."""

    MARK: Final = ', "row_sha256": '

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the columns."""
        self._inner = tuple(names)[len(results.HEAD) : -len(results.FOOT)]
        self.header = ""

    def middle(self, answer: Answer) -> str:
        """What a row says between its key and its digests."""
        found: dict[str, Any] = {}
        for name in self._inner:
            text = answer.cells.get(name, "")
            if text or name in results.FREE_TEXT:
                found[name] = value(name, text)
            elif name in results.LISTS and "days" in answer.cells:
                found[name] = []
            else:
                found[name] = None
                found[f"{name}_missing"] = results.missing(name, answer.cells, answer.why_no_vials)
        return json.dumps(found, ensure_ascii=False)[1:-1]

    def start(self, row: int, key: str) -> str:
        """The row's number and its key."""
        return f'{{"row": {row}, "key": {json.dumps(one_line(key), ensure_ascii=False)}, '

    def foot(self, digest: str, versions: Sequence[str]) -> str:
        """The digest of the input, and the versions."""
        named = zip(results.FOOT, (digest, *versions), strict=False)
        return json.dumps(dict(named), ensure_ascii=False)[1:-1]

    def line(self, start: str, middle: str, foot: str) -> str:
        """The whole line, sealed."""
        body = f"{start}{middle}, {foot}"
        return f'{body}{self.MARK}"{sealed(body)}"}}\n'

    def kept(self, old: str, start: str, foot: str) -> Mapping[str, str] | None:
        """The cells of a line that was written before, where it is whole and of the same start and foot; else None."""
        body, _, seal = old.rpartition(self.MARK)
        if not (body.startswith(start) and body.endswith(f", {foot}") and seal == f'"{sealed(body)}"}}'):
            return None
        return {name: as_text(found) for name, found in json.loads(old).items()}


def value(name: str, text: str) -> Any:
    """A cell as a JSON value: a list where there may be several things."""
    if name in results.LISTS or name == results.DATES:
        return text.split(";")
    if name == "days":
        return int(text)
    if name in results.DAYS:
        return [{"day": int(day), "g": grams} for day, grams in _by_day(text)]
    if name == "day_vials":
        return [{"day": int(day), "vials": _vials(vials)} for day, vials in _by_day(text)]
    if name in results.VIALS:
        return _vials(text)
    return text


def _by_day(text: str) -> list[list[str]]:
    return [part.split("=") for part in text.split(";")]


def _vials(text: str) -> list[dict[str, Any]]:
    parts = [part.split("x") for part in text.split(" + ")]
    return [{"size_g": size, "count": int(count)} for count, size in parts]


def as_text(found: Any) -> str:
    """A JSON value as the cell it was made from."""
    if isinstance(found, list):
        if found and isinstance(found[0], dict):
            return " + ".join(f"{one['count']}x{one['size_g']}" for one in found if "size_g" in one)
        return ";".join(found)
    return "" if found is None else str(found)


def form_of(name: str, names: Sequence[str]) -> Form:
    """The form of an output format; a sheet's rows travel as CSV."""
    if name == JSONL:
        return JsonLines(names)
    return Delimited(names, "\t" if name == TSV else ",")
