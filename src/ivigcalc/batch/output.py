"""The table of answers: its columns, and how a row of it is written as one line, in each of the formats.

Each line ends with a digest of itself, so that a line of an earlier run can be kept if nobody changed it.
"""

import csv
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from ivigcalc.batch.answer import RowAnswer
from ivigcalc.batch.figures import working_steps
from ivigcalc.batch.reading.delimited import read_delimited
from ivigcalc.batch.reading.json_lines import read_json_lines
from ivigcalc.batch.sinks import Sink
from ivigcalc.batch.source import CSV, JSONL, TSV, XLSX, InputTable, OpenTable, TableOptions
from ivigcalc.core.quantity import one_line

csv.field_size_limit(2**31 - 1)  # rows of our own are read again, too, whatever was typed in them

HEAD: Final = ("row", "key")
ANSWER: Final = (
    *("status", "reason", "read", "indication", "support", "regimen"),
    *("weight_kg", "dosing_weight_kg", "weight_policy"),
    *("days", "g_per_day", "day_grams", "g_course"),
    *("product", "labelled", "verdict", "verdict_rules"),
    *("vials_per_day", "day_vials", "vials_course"),
    *("dispensed_g_per_day", "day_dispensed_g", "dispensed_g_course", "deviation_percent", "volume_ml_course"),
    *("opened_g_course", "discarded_g_course", "cost", "currency", "dates", "alerts"),
)
VERSUS: Final = (
    *("versus_policy", "versus_reason", "versus_dosing_weight_kg", "versus_g_course", "versus_difference_g"),
    *("versus_difference_percent", "versus_dispensed_g_course", "versus_dispensed_difference_g"),
    *("versus_cost", "versus_difference_cost"),
)
"""What the other policy gives; a difference is the other policy less the row's own."""
FOOT: Final = ("input_sha256", "ivigcalc_version", "data_version", "data_sha256", "row_sha256")

NUMBERS: Final = {
    *("row", "weight_kg", "dosing_weight_kg", "days", "g_per_day", "g_course", "dispensed_g_per_day"),
    *("dispensed_g_course", "deviation_percent", "volume_ml_course", "opened_g_course", "discarded_g_course", "cost"),
    *(name for name in VERSUS if name not in {"versus_policy", "versus_reason"}),
}
"""Columns of one number: written as numbers, and never taken for a formula."""

WORKING: Final = ("working", "versus_working")
"""Columns of the arithmetic, where it is asked for (``working_text``)."""

FREE_TEXT: Final = {"key", "reason", "read", "versus_reason", *WORKING}
"""Columns that may hold any text, and may be empty; all others are a number, an id, a date, or vials."""

LISTS: Final = {"verdict_rules", "alerts"}
"""Columns of several words, with ``;`` between them."""

DATES: Final = "dates"
"""A column of dates, with ``;`` between them."""

DAYS: Final = {"day_grams", "day_dispensed_g"}
"""Columns of grams by day, ``1=35;3=70``."""

VIALS: Final = {"vials_per_day", "vials_course"}
"""Columns of vials, ``2x20 + 1x5``."""

OF_VIALS: Final = {"product", "labelled", "verdict", *ANSWER[ANSWER.index("vials_per_day") : ANSWER.index(DATES)]}
"""Columns that are empty in a row without vials."""

WHY_EMPTY: Final = {
    **dict.fromkeys(("day_grams", "day_vials", "day_dispensed_g"), "every day is the same: see the figure per day"),
    **dict.fromkeys(("g_per_day", "vials_per_day", "dispensed_g_per_day"), "the days differ: see the list by day"),
    **dict.fromkeys(("cost", "currency"), "no formulary, or it does not give the price of every size opened"),
    DATES: "no start date given",
}
"""Why a column is empty in a row with vials."""

FULL_WIDTH: Final = "\uff1d\uff0b\uff0d\uff20"  # = + - @
FORMULA: Final = (*"=+-@\t\r", *FULL_WIDTH)
"""How a text begins that a spreadsheet would take for a formula."""

DIGITS: Final = 16
"""Of a SHA-256 digest in a row: two rows of a table never share so many by chance."""


def columns(*, versus: bool, explain: bool = False) -> tuple[str, ...]:
    """Every column of a table of answers, in order."""
    working = WORKING[: 1 + versus] if explain else ()
    return (*HEAD, *ANSWER, *(VERSUS if versus else ()), *working, *FOOT)


def why_missing(name: str, answer: RowAnswer) -> str:
    """Why a column has nothing to say. Beside each null of JSON Lines stands its reason."""
    if "days" not in answer.cells:
        return "no dose: see reason"
    if answer.why_no_vials and name in OF_VIALS:
        return answer.why_no_vials
    if name in WHY_EMPTY:
        return WHY_EMPTY[name]
    return answer.cells.get("versus_reason") or answer.why_no_vials or "not both policies give vials with a known price"


def digest(text: str) -> str:
    """The digest of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def harmless(text: str) -> str:
    """A text for a spreadsheet: on one line, and behind an apostrophe where it would be taken for a formula."""
    line = one_line(text)
    return f"'{line}" if text.startswith(FORMULA) or line.startswith(FORMULA) else line


def as_cell(text: str, delimiter: str) -> str:
    """A text as a cell between delimiters."""
    if text.isalnum():
        return text
    text = harmless(text)
    if '"' in text or delimiter in text or ";" in text:  # a spreadsheet abroad may split at ;
        return '"' + text.replace('"', '""') + '"'
    return text


def as_line(texts: Iterable[str], delimiter: str = ",") -> str:
    """Texts as a line of CSV."""
    return delimiter.join([as_cell(text, delimiter) for text in texts]) + "\n"


class RowWriter(ABC):
    """Writes a row as a line: its start, the answer, its foot and a digest of all that; and reads it again."""

    header = ""
    between: str
    """What stands between the answer and the foot."""
    before_digest: str
    after_digest = ""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the columns."""
        self.names = tuple(names)
        self.inner = self.names[len(HEAD) : -len(FOOT)]

    @abstractmethod
    def start(self, row: int, key: str) -> str:
        """The row's number and its key."""

    @abstractmethod
    def middle(self, answer: RowAnswer) -> str:
        """What a row says between its key and its digests."""

    @abstractmethod
    def foot(self, input_digest: str, versions: Sequence[str]) -> str:
        """The digest of the input, and the versions."""

    @abstractmethod
    def cells(self, middle: str) -> Mapping[str, str]:
        """The cells of what a row says between its key and its digests."""

    def line(self, start: str, middle: str, foot: str) -> str:
        """The whole line."""
        body = f"{start}{middle}{self.between}{foot}"
        return f"{body}{self.before_digest}{digest(body)}{self.after_digest}\n"

    def kept(self, old: str, start: str, foot: str) -> str | None:
        """What a line said that was written before, where it is whole and of the same start and foot; else None."""
        body, _, end = old.rpartition(self.before_digest)
        foot = self.between + foot
        if not (body.startswith(start) and body.endswith(foot)) or end != f"{digest(body)}{self.after_digest}":
            return None
        return body[len(start) : -len(foot)]


class DelimitedWriter(RowWriter):
    """CSV or TSV."""

    def __init__(self, delimiter: str, names: Sequence[str]) -> None:
        """Keep the delimiter and the columns."""
        super().__init__(names)
        self.between = self.before_digest = delimiter
        self.header = as_line(names, delimiter)
        self._empty = dict.fromkeys(self.inner, "")
        self._picked: Callable[[Mapping[str, str]], tuple[str, ...]] = itemgetter(*self.inner)
        self._texts = [name for name in self.inner if name in FREE_TEXT]

    def start(self, row: int, key: str) -> str:
        """The row's number and its key."""
        return f"{row}{self.between}{as_cell(key, self.between) if key else ''}{self.between}"

    def middle(self, answer: RowAnswer) -> str:
        """What a row says between its key and its digests."""
        cells = answer.cells
        texts = {name: as_cell(cells[name], self.between) for name in self._texts if name in cells}
        return self.between.join(self._picked({**self._empty, **cells, **texts}))

    def foot(self, input_digest: str, versions: Sequence[str]) -> str:
        """The digest of the input, and the versions."""
        return self.between.join((input_digest, *versions))

    def cells(self, middle: str) -> Mapping[str, str]:
        """The cells of what a row says between its key and its digests."""
        cells = next(csv.reader([middle], delimiter=self.between)) if '"' in middle else middle.split(self.between)
        return dict(zip(self.inner, cells, strict=True))


class JsonWriter(RowWriter):
    """JSON Lines: an object on each line; a quantity is a string, and beside a null stands the reason."""

    between = ", "
    before_digest = ', "row_sha256": "'
    after_digest = '"}'

    def start(self, row: int, key: str) -> str:
        """The row's number and its key."""
        return f'{{"row": {row}, "key": {json.dumps(one_line(key), ensure_ascii=False)}, '

    def middle(self, answer: RowAnswer) -> str:
        """What a row says between its key and its digests."""
        values: dict[str, Any] = {}
        for name in self.inner:
            text = answer.cells.get(name, "")
            if text or name in FREE_TEXT:
                values[name] = as_value(name, text)
            elif name in LISTS and "days" in answer.cells:
                values[name] = []
            else:
                values |= {name: None, f"{name}_missing": why_missing(name, answer)}
        return json.dumps(values, ensure_ascii=False)[1:-1]

    def foot(self, input_digest: str, versions: Sequence[str]) -> str:
        """The digest of the input, and the versions."""
        return json.dumps(dict(zip(FOOT, (input_digest, *versions), strict=False)), ensure_ascii=False)[1:-1]

    def cells(self, middle: str) -> Mapping[str, str]:
        """The cells of what a row says between its key and its digests."""
        return {name: as_text(value) for name, value in json.loads(f"{{{middle}}}").items()}


def as_value(name: str, text: str) -> Any:
    """A cell as a JSON value: a list where there may be several things."""
    if name in LISTS or name == DATES:
        return text.split(";")
    if name == "days":
        return int(text)
    if name in DAYS:
        return [{"day": int(day), "g": grams} for day, grams in _by_day(text)]
    if name in WORKING:
        return working_steps(text)
    if name == "day_vials":
        return [{"day": int(day), "vials": _vials(vials)} for day, vials in _by_day(text)]
    return _vials(text) if name in VIALS else text


def _by_day(text: str) -> list[list[str]]:
    return [part.split("=") for part in text.split(";")]


def _vials(text: str) -> list[dict[str, Any]]:
    parts = [part.split("x") for part in text.split(" + ")]
    return [{"size_g": size, "count": int(count)} for count, size in parts]


def as_text(value: Any) -> str:
    """A JSON value as the cell it was made from; of a list by day only that it is there."""
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return " + ".join(f"{vials['count']}x{vials['size_g']}" for vials in value if "size_g" in vials)
        return ";".join(value)
    return "" if value is None else str(value)


class TableFormat(NamedTuple):
    """A format of tables: how a file's name ends, what reads it, what writes its rows, and what takes them."""

    endings: tuple[str, ...]
    read: Callable[[OpenTable, TableOptions], InputTable]
    writer: Callable[[Sequence[str]], RowWriter]
    sink: Callable[[Path, Sequence[str]], Sink] | None = None


def _read_workbook(table: OpenTable, asked: TableOptions) -> InputTable:
    from ivigcalc.batch.xlsx.reading import read_workbook  # noqa: PLC0415 - takes longer to import than a small table

    return read_workbook(table, asked)


def _workbook_sink(path: Path, names: Sequence[str]) -> Sink:
    from ivigcalc.batch.xlsx.writing import WorkbookSink  # noqa: PLC0415 - as above

    return WorkbookSink(path, names, numbers=NUMBERS)


FORMATS: Final[Mapping[str, TableFormat]] = {
    CSV: TableFormat(("csv",), read_delimited, partial(DelimitedWriter, ",")),
    TSV: TableFormat(("tsv", "txt"), read_delimited, partial(DelimitedWriter, "\t")),
    JSONL: TableFormat(("jsonl", "ndjson"), read_json_lines, JsonWriter),
    XLSX: TableFormat(("xlsx",), _read_workbook, partial(DelimitedWriter, ","), _workbook_sink),
}
"""The formats by name. A sheet's rows travel as CSV."""
