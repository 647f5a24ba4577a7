"""The answers to ``data audit`` and ``data audit --age`` as JSON."""

from typing import TypedDict

from ivigcalc.core.answers.data.audit import AgeAudit
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.json.parts.answer import Head, SourceJson, filled, head, sources
from ivigcalc.report.json.parts.table2 import CellJson, cell_json
from ivigcalc.report.shared import VERDICT_MEANING, audited, cited


class AuditedJson(CellJson):
    """A cell of the review's Table 2 with its place: ids of its row and its column."""

    row: str
    column: str


class TotalJson(TypedDict):
    """How many cells have a verdict, and what the verdict's word means where it does not say so itself."""

    verdict: str
    meaning: str
    count: int


class AuditJson(Head):
    """The answer to ``data audit``: how many cells have each verdict, and every cell, row by row."""

    title: str
    totals: list[TotalJson]
    cells: list[AuditedJson]
    sources: list[SourceJson]


def audit_json(catalogue: Catalogue) -> AuditJson:
    """Every cell of Table 2 with its verdict, and how many there are of each."""
    table = catalogue.table2
    return {
        **head(catalogue),
        "title": table.title,
        "totals": [
            {"verdict": verdict, "meaning": VERDICT_MEANING[verdict], "count": count}
            for verdict, count in audited(table).items()
        ],
        "cells": [{"row": cell.row, "column": cell.column, **cell_json(cell)} for cell in table.cells],
        "sources": sources(catalogue, cited(table.cells)),
    }


class OldDocumentJson(SourceJson):
    """A document that is ``months`` old, or more, and how many facts rest on it."""

    read_by: str
    months: int
    facts: int


class AgeJson(Head):
    """The answer to ``data audit --age``: the documents older than ``limit_months`` by ``month``, the oldest first.

    ``newer`` is how many are not; ``undated`` are ids of those of which no date was read, or one without an end.
    """

    month: str
    limit_months: int
    read_by: str
    old: list[OldDocumentJson]
    newer: int
    undated: list[str]


def age_json(found: AgeAudit, catalogue: Catalogue) -> AgeJson:
    """Every old document with its age."""
    return {
        **head(catalogue),
        "month": found.month,
        "limit_months": found.limit_months,
        "read_by": found.read_by,
        "old": [filled(OldDocumentJson, one.source, months=one.months, facts=one.facts) for one in found.old],
        "newer": found.newer,
        "undated": [source.id for source in found.undated],
    }
