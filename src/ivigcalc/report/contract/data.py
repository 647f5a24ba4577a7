"""The answers to ``data`` and ``config``."""

from typing import TypedDict

from ivigcalc.report.contract.common import Head, SourceJson
from ivigcalc.report.contract.products import CellJson


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


class EntryJson(TypedDict):
    """An entry of the data. ``cited_by`` is empty unless it is a source: the entries that cite it, and where."""

    kind: str
    id: str
    stated: list[StatedJson]
    cited_by: dict[str, list[str]]


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
