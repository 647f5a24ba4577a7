"""Tables to answer, and what came of them."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.words import TableWords
from tests.program import Answer, run, shipped

HEADER = "key,weight_kg,indication,regimen,product"
GOOD = "a,70,cidp,A,privigen"


@dataclass(frozen=True, slots=True)
class Batch:
    """What a call printed, and the rows it wrote."""

    answer: Answer

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows, from top to bottom."""
        return read_csv(self.answer.out)

    @property
    def row(self) -> dict[str, str]:
        """The only row."""
        (one,) = self.rows
        return one

    def column(self, name: str) -> list[str]:
        """A column, from top to bottom."""
        return [row[name] for row in self.rows]


def headings() -> Headings:
    """What headings mean, by the shipped data."""
    return Headings(TableWords(shipped().tables))


def lines(*rows: str, header: str = HEADER) -> str:
    """A table."""
    return "".join(f"{row}\n" for row in (header, *rows))


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return [*csv.DictReader(StringIO(text, newline=""))]


def read_jsonl(text: str) -> list[dict[str, Any]]:
    """The rows of a JSON Lines text."""
    return [json.loads(line) for line in text.splitlines()]


def batch(folder: Path, table: str | bytes, *args: str, env: Mapping[str, str] | None = None) -> Batch:
    """Answer a table that stands in a file; the rows go to stdout."""
    path = folder / "patients.csv"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    return Batch(run("batch", str(path), *args, env=env))


def without(row: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """A row but for some columns."""
    return {name: cell for name, cell in row.items() if name not in {*names}}
