"""The answers to ``data check``, ``data show``, ``data diff``, ``data audit`` and ``config show`` as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from ivigcalc.core.answers.data import AgeAudit, DataDifference, Setting, Side, ValueDifference, vial_prices
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, citing, resting_facts, stated_parts
from ivigcalc.core.facts.fact import Source
from ivigcalc.report.json.parts.answer import Head, SourceJson, filled, head, sources, with_reasons
from ivigcalc.report.json.parts.table2 import CellJson, cell_json
from ivigcalc.report.shared import VERDICT_MEANING, audited, cited


class CheckedChangeJson(TypedDict):
    """A shipped value and what the formulary has instead; ``looser`` ones count only while ``in_force``."""

    id: str
    what: str
    shipped: str
    here: str
    at: str
    looser: bool
    in_force: bool


class CountJson(TypedDict):
    """How many there are of a kind of entry."""

    what: str
    count: int


class CheckJson(Head):
    """The answer to ``data check`` where nothing is wrong; what is wrong is a refusal that lists every mistake."""

    checked: str
    counts: list[CountJson]
    changes: list[CheckedChangeJson]


class StatedJson(TypedDict):
    """What one part of an entry states, by field; ``path`` is "" for the entry itself."""

    path: str
    values: dict[str, str]
    regions: list[str]
    standing: str
    sources: list[str]


class RestingJson(TypedDict):
    """A fact that rests on a source: the entry, by kind and id, the place in it, what it states."""

    entry: str
    path: str
    values: dict[str, str]
    standing: str


class EntryJson(TypedDict):
    """An entry of the data. ``cited_by`` is empty unless it is a source: the entries that cite it, and where.

    ``resting`` is what each of these places states.
    """

    kind: str
    id: str
    stated: list[StatedJson]
    cited_by: dict[str, list[str]]
    resting: list[RestingJson]


class ShowJson(Head):
    """The answer to ``data show``."""

    entries: list[EntryJson]
    sources: list[SourceJson]


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


class SideJson(TypedDict):
    """One side of a comparison; versions are "" where no compiled file beside the data names them."""

    name: str
    ivigcalc_version: str
    data_version: str
    sha256: str


class ValueDifferenceJson(TypedDict):
    """A value that differs: what it decides (``group``), what became of the part of the entry, and where it stands.

    ``old`` and ``new`` are in words, with the unit; null where that side does not state the value. The
    sources are those of the part on each side.
    """

    group: str
    change: str
    path: list[str]
    field: str
    old: str | None
    new: str | None
    old_sources: list[str]
    new_sources: list[str]


class EntryDifferenceJson(TypedDict):
    """An entry that is ``added``, ``removed`` or ``changed``; ``called`` is its name for people."""

    kind: str
    id: str
    called: str
    change: str
    values: list[ValueDifferenceJson]


class DiffJson(Head):
    """The answer to ``data diff``: every value that differs, by entry; and the documents cited, as each side has them.

    ``status`` is ``differs`` (exit code 3), or ``ok`` where nothing does.
    """

    old: SideJson
    new: SideJson
    entries: list[EntryDifferenceJson]
    old_sources: list[SourceJson]
    new_sources: list[SourceJson]


def check_json(catalogue: Catalogue, checked: str, counts: Mapping[str, int]) -> CheckJson:
    """What was checked, how much of it there is, and what a formulary changes."""
    local = catalogue.local
    return {
        **head(catalogue),
        "checked": checked,
        "counts": [{"what": what, "count": count} for what, count in counts.items()],
        "changes": [filled(CheckedChangeJson, change, at=local.at(change.path)) for change in local.changes]
        if local
        else [],
    }


def show_json(entries: Sequence[DataEntry], catalogue: Catalogue) -> ShowJson:
    """Each entry with all that it states, and the documents it cites."""
    shown = [_entry(entry, catalogue) for entry in entries]
    used = [source for entry in shown for part in entry["stated"] for source in part["sources"]]
    return {**head(catalogue), "entries": shown, "sources": sources(catalogue, used)}


def _entry(entry: DataEntry, catalogue: Catalogue) -> EntryJson:
    parts = (*stated_parts(entry.entry), *vial_prices(entry, catalogue))
    is_source = isinstance(entry.entry, Source)
    by = citing(entry.id, catalogue) if is_source else {}
    resting = resting_facts(catalogue).get(entry.id, ()) if is_source else ()
    return {
        "kind": entry.kind,
        "id": entry.id,
        "stated": [filled(StatedJson, part, values=dict(part.values)) for part in parts],
        "cited_by": {name: list(places) for name, places in by.items()},
        "resting": [
            filled(RestingJson, fact.part, entry=fact.entry, values=dict(fact.part.values)) for fact in resting
        ],
    }


def diff_json(found: DataDifference, begin: Head) -> DiffJson:
    """Everything that differs; the sources of both sides."""
    values = [value for entry in found.entries for value in entry.values]
    return {
        **begin,
        "old": filled(SideJson, found.old),
        "new": filled(SideJson, found.new),
        "entries": [
            filled(EntryDifferenceJson, entry, values=[_value_difference(value) for value in entry.values])
            for entry in found.entries
        ],
        "old_sources": _documents(found.old, [source for value in values for source in value.old_sources]),
        "new_sources": _documents(found.new, [source for value in values for source in value.new_sources]),
    }


def _value_difference(value: ValueDifference) -> ValueDifferenceJson:
    return with_reasons(filled(ValueDifferenceJson, value), old="not stated", new="not stated")


def _documents(side: Side, cited: Iterable[str]) -> list[SourceJson]:
    return [filled(SourceJson, side.documents[one]) for one in dict.fromkeys(cited) if one in side.documents]


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


class SettingJson(TypedDict):
    """One value in force and its origin; ``shipped`` is what it was before, "" where nothing changed it."""

    group: str
    name: str
    here: str
    origin: str
    shipped: str


class ConfigJson(Head):
    """The answer to ``config show``."""

    settings: list[SettingJson]


def config_json(settings: Sequence[Setting], catalogue: Catalogue) -> ConfigJson:
    """Every value in force with its origin."""
    return {**head(catalogue), "settings": [filled(SettingJson, setting, here=setting.value) for setting in settings]}
