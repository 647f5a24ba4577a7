"""A cell of the review's Table 2."""

from typing import TypedDict

from ivigcalc.core.facts.table2 import Cell
from ivigcalc.report.json.parts.answer import filled
from ivigcalc.report.shared import read_words


class CellJson(TypedDict):
    """A cell of the review's Table 2."""

    printed: str
    read: str
    verdict: str
    label: str
    sources: list[str]


def cell_json(cell: Cell) -> CellJson:
    """A cell of Table 2 as printed, as read and as audited."""
    return filled(CellJson, cell, read=read_words(cell))
