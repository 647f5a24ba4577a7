"""The review's Table 2 as JSON: a cell as printed, as read and as audited; and the whole (``products --table2``)."""

from typing import TYPE_CHECKING, TypedDict

from ivigcalc.core.answers.data.audit import audit_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.json.parts.answer import EVERY_DIGIT, Head, SourceJson, filled, head, sources
from ivigcalc.report.json.parts.product import WorkingJson, working_json
from ivigcalc.report.shared import cited, read_words

if TYPE_CHECKING:
    from ivigcalc.core.facts.table2 import Cell


class CellJson(TypedDict):
    """A cell of the review's Table 2."""

    printed: str
    read: str
    verdict: str
    label: str
    sources: list[str]


def cell_json(cell: "Cell") -> CellJson:
    """A cell of Table 2 as printed, as read and as audited."""
    return filled(CellJson, cell, read=read_words(cell))


class ColumnJson(TypedDict):
    """A column of Table 2."""

    column: str
    heading: str
    cells: dict[str, CellJson]


class Table2Json(Head):
    """The answer to ``products --table2``: columns in print order, cells by row id; ``working`` of ``data audit``."""

    title: str
    rows: dict[str, str]
    table2: list[ColumnJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


def table2_json(catalogue: Catalogue) -> Table2Json:
    """The review's Table 2, whole."""
    table, steps = catalogue.table2, [*audit_working(catalogue)]
    return {
        **head(catalogue),
        "title": table.title,
        "rows": {row.id: row.heading for row in table.rows},
        "table2": [
            {
                "column": column.id,
                "heading": column.heading,
                "cells": {cell.row: cell_json(cell) for cell in table.cells if cell.column == column.id},
            }
            for column in table.columns
        ],
        "working": working_json(steps, EVERY_DIGIT),
        "sources": sources(catalogue, [*cited(table.cells), *(one.source for one in steps)]),
    }
