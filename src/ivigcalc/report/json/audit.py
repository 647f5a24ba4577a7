"""The answers to ``data audit`` and ``data audit --age`` as JSON."""

from typing import TypedDict

from ivigcalc.core.answers.data.audit import VERDICT_RULES, AgeAudit, age_working, audit_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.json.parts.answer import EVERY_DIGIT, Head, SourceJson, filled, head, sources
from ivigcalc.report.json.parts.product import WorkingJson, working_json
from ivigcalc.report.json.parts.table2 import CellJson, cell_json
from ivigcalc.report.shared import VERDICT_MEANING, audited, cited


class AuditedJson(CellJson):
    """A cell of the review's Table 2 with its place: ids of its row and its column."""

    row: str
    column: str


class TotalJson(TypedDict):
    """How many cells have a verdict, what its word means where it does not say so itself, and where it is given."""

    verdict: str
    meaning: str
    rule: str
    count: int


class AuditJson(Head):
    """The answer to ``data audit``: how many cells have each verdict, and every cell, row by row.

    ``working`` adds the counts up, and has each figure of a cell over what a label prints in the same unit.
    """

    title: str
    totals: list[TotalJson]
    cells: list[AuditedJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


def audit_json(catalogue: Catalogue) -> AuditJson:
    """Every cell of Table 2 with its verdict, and how many there are of each."""
    table, steps = catalogue.table2, [*audit_working(catalogue)]
    return {
        **head(catalogue),
        "title": table.title,
        "totals": [
            {"verdict": verdict, "meaning": VERDICT_MEANING[verdict], "rule": VERDICT_RULES[verdict], "count": count}
            for verdict, count in audited(table).items()
        ],
        "cells": [{"row": cell.row, "column": cell.column, **cell_json(cell)} for cell in table.cells],
        "working": working_json(steps, EVERY_DIGIT),
        "sources": sources(catalogue, [*cited(table.cells), *(one.source for one in steps)]),
    }


class OldDocumentJson(SourceJson):
    """A document that is ``months`` old, or more, and how many facts rest on it."""

    read_by: str
    months: int
    facts: int


class AgeJson(Head):
    """The answer to ``data audit --age``: the documents older than ``limit_months`` by ``month``, the oldest first.

    ``newer`` is how many are not; ``undated`` are ids of those of which no date was read, or one without an end. In
    ``working`` a date without a month counts as December, and a span as its end.
    """

    month: str
    limit_months: int
    read_by: str
    old: list[OldDocumentJson]
    newer: int
    undated: list[str]
    working: list[WorkingJson]
    sources: list[SourceJson]


def age_json(found: AgeAudit, catalogue: Catalogue) -> AgeJson:
    """Every old document with its age."""
    steps = [*age_working(found, catalogue)]
    return {
        **head(catalogue),
        "month": found.month,
        "limit_months": found.limit_months,
        "read_by": found.read_by,
        "old": [filled(OldDocumentJson, one.source, months=one.months, facts=one.facts) for one in found.old],
        "newer": found.newer,
        "undated": [source.id for source in found.undated],
        "working": working_json(steps),
        "sources": sources(catalogue, [one.source for one in steps]),
    }
