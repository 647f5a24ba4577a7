"""The answers to ``data`` and ``config`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.answers.data import Found, citing, prices, stated
from ivigcalc.core.facts.fact import Source
from ivigcalc.core.facts.table2 import CellVerdict
from ivigcalc.report.json import common
from ivigcalc.report.json.products import cell_json
from ivigcalc.report.phrases import VERDICT_MEANING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ivigcalc.core.answers.config import Setting
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.report.contract.data import AuditJson, CheckJson, ConfigJson, EntryJson, ShowJson, StatedJson


def check_json(catalogue: Catalogue, checked: str, counts: Mapping[str, int]) -> CheckJson:
    """What was checked, how much of it there is, and what a formulary changes."""
    local = catalogue.local
    return {
        **common.answer_head(catalogue),
        "checked": checked,
        "counts": [{"what": what, "count": count} for what, count in counts.items()],
        "changes": [
            {**common.changed(change, local), "looser": change.looser, "in_force": change.in_force}
            for change in (local.changes if local else ())
            if local
        ],
    }


def show_json(found: Sequence[Found], catalogue: Catalogue) -> ShowJson:
    """Each entry with all that it states, and the documents it cites."""
    shown = [_entry(one, catalogue) for one in found]
    cited = [source for one in shown for part in one["stated"] for source in part["sources"]]
    return {**common.answer_head(catalogue), "entries": shown, "sources": common.sources(catalogue, cited)}


def _entry(found: Found, catalogue: Catalogue) -> EntryJson:
    parts: list[StatedJson] = [
        {
            "path": part.path,
            "values": dict(part.values),
            "regions": list(part.regions),
            "standing": part.standing,
            "sources": list(part.sources),
        }
        for part in (*stated(found.entry), *prices(found, catalogue))
    ]
    by = citing(found.id, catalogue) if isinstance(found.entry, Source) else {}
    return {
        "kind": found.kind,
        "id": found.id,
        "stated": parts,
        "cited_by": {name: list(places) for name, places in by.items()},
    }


def audit_json(catalogue: Catalogue) -> AuditJson:
    """Every cell of Table 2 with its verdict, and how many there are of each."""
    table = catalogue.table2
    return {
        **common.answer_head(catalogue),
        "title": table.title,
        "totals": [
            {
                "verdict": verdict,
                "meaning": VERDICT_MEANING[verdict],
                "count": sum(cell.verdict is verdict for cell in table.cells),
            }
            for verdict in CellVerdict
        ],
        "cells": [{"row": cell.row, "column": cell.column, **cell_json(cell)} for cell in table.cells],
        "sources": common.sources(catalogue, (source for cell in table.cells for source in cell.sources)),
    }


def config_json(settings: Sequence[Setting], catalogue: Catalogue) -> ConfigJson:
    """Every value in force with its origin."""
    return {
        **common.answer_head(catalogue),
        "settings": [
            {"group": one.group, "name": one.name, "here": one.value, "origin": one.origin, "shipped": one.shipped}
            for one in settings
        ],
    }
