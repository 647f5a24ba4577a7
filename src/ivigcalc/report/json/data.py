"""The answers to ``data check``, ``data show`` and ``data diff`` as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from ivigcalc.core.answers.data.check import check_working
from ivigcalc.core.answers.data.difference import DataDifference, Side, ValueDifference, difference_working
from ivigcalc.core.answers.data.entries import decides, entry_working, used_by, vial_prices
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, citing, resting_facts, stated_parts
from ivigcalc.core.facts.fact import Source
from ivigcalc.report.json.parts.answer import EVERY_DIGIT, Head, SourceJson, filled, head, sources, with_reasons
from ivigcalc.report.json.parts.product import WorkingJson, working_json


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
    """The answer to ``data check`` where nothing is wrong; what is wrong is a refusal that lists every mistake.

    ``working`` is how the counts add up, and how much there is without a document.
    """

    checked: str
    counts: list[CountJson]
    changes: list[CheckedChangeJson]
    working: list[WorkingJson]


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

    ``resting`` is what each of these places states; ``used_by`` are entries that name this one, by its id or by the
    condition that it gives, and where; ``decides`` are its keys by what they decide.
    """

    kind: str
    id: str
    stated: list[StatedJson]
    cited_by: dict[str, list[str]]
    resting: list[RestingJson]
    used_by: dict[str, list[str]]
    decides: dict[str, list[str]]


class ShowJson(Head):
    """The answer to ``data show``; ``working`` is what the program works out of these entries alone."""

    entries: list[EntryJson]
    working: list[WorkingJson]
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

    ``status`` is ``differs`` (exit code 3), or ``ok`` where nothing does. ``working`` counts what differs, and says how
    far each figure is off the old one; its sources are those of the new side.
    """

    old: SideJson
    new: SideJson
    entries: list[EntryDifferenceJson]
    working: list[WorkingJson]
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
        "working": working_json(check_working(catalogue, counts)),
    }


def show_json(entries: Sequence[DataEntry], catalogue: Catalogue) -> ShowJson:
    """Each entry with all that it states, and the documents it cites."""
    shown = [_entry(entry, catalogue) for entry in entries]
    used = [source for entry in shown for part in entry["stated"] for source in part["sources"]]
    steps = [step for entry in entries for step in entry_working(entry, catalogue)]
    used += [step.source for step in steps]
    return {
        **head(catalogue),
        "entries": shown,
        "working": working_json(steps, EVERY_DIGIT),
        "sources": sources(catalogue, used),
    }


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
        "used_by": {name: list(places) for name, places in used_by(entry, catalogue).items()},
        "decides": {str(group): list(keys) for group, keys in decides(entry).items()},
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
        "working": working_json(difference_working(found), EVERY_DIGIT),
        "old_sources": _documents(found.old, [source for value in values for source in value.old_sources]),
        "new_sources": _documents(found.new, [source for value in values for source in value.new_sources]),
    }


def _value_difference(value: ValueDifference) -> ValueDifferenceJson:
    return with_reasons(filled(ValueDifferenceJson, value), old="not stated", new="not stated")


def _documents(side: Side, cited: Iterable[str]) -> list[SourceJson]:
    return [filled(SourceJson, side.documents[one]) for one in dict.fromkeys(cited) if one in side.documents]
