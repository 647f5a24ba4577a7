"""The answer to ``data diff``: what two sets of data, or two formularies, say differently."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.difference import Change, differences
from ivigcalc.core.facts.entries import DataEntry, Group, group_of
from ivigcalc.core.facts.fact import Source
from ivigcalc.core.record import Record


class ValueDifference(Record):
    """A value that differs: what it decides, the part of the entry, the value on both sides with its sources."""

    group: Group
    change: Change
    """What became of the part: of one that is new or gone every value is named."""
    path: tuple[str, ...]
    field: str
    old: str | None
    new: str | None
    old_sources: tuple[str, ...]
    new_sources: tuple[str, ...]
    unsourced: bool = False
    """Whether the fact is of that standing on both sides."""


class EntryDifference(Record):
    """An entry that is new, gone or changed."""

    kind: str
    id: str
    called: str
    change: Change
    values: tuple[ValueDifference, ...]


class Side(Record):
    """One side of a comparison: what it is called, its entries, its documents, and what tells it from others.

    The versions are those that its own compiled file names, "" where it has none.
    """

    name: str
    entries: tuple[DataEntry, ...]
    documents: Mapping[str, Source]
    sha256: str
    ivigcalc_version: str = ""
    data_version: str = ""


class DataDifference(Record):
    """What two sides say differently."""

    old: Side
    new: Side
    entries: tuple[EntryDifference, ...]


def difference(old: Side, new: Side) -> DataDifference:
    """What two sides say differently, by kind and in the order of the new side; what is gone comes last."""
    before, after = ({(entry.kind, entry.id): entry for entry in side.entries} for side in (old, new))
    kinds = dict.fromkeys(kind for kind, _ in (*after, *before))
    found: list[EntryDifference] = []
    for kind in kinds:
        keys = [key for key in dict.fromkeys((*after, *before)) if key[0] == kind]
        found += [one for key in keys if (one := _entry_difference(before.get(key), after.get(key)))]
        kept = {key for key in keys if key in before and key in after}
        orders = [", ".join(key[1] for key in side if key in kept) for side in (before, after)]
        if orders[0] != orders[1]:
            found.append(_reordered(kind, *orders))
    return DataDifference(old=old, new=new, entries=tuple(found))


def _entry_difference(old: DataEntry | None, new: DataEntry | None) -> EntryDifference | None:
    entry = new or old
    parts = tuple(differences(old.entry if old else None, new.entry if new else None))
    if entry is None or not parts:
        return None
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    values = tuple(
        ValueDifference(
            group=group_of(entry.kind, part.path, value.field),
            change=part.change,
            path=part.path,
            field=value.field,
            old=value.old,
            new=value.new,
            old_sources=part.old_sources,
            unsourced=part.unsourced,
            new_sources=part.new_sources,
        )
        for part in parts
        for value in part.values
    )
    return EntryDifference(kind=entry.kind, id=entry.id, called=entry.called, change=change, values=values)


def _reordered(kind: str, old: str, new: str) -> EntryDifference:
    """That the entries of a kind that both sides have stand in another order."""
    value = ValueDifference(
        group=Group.TEXTS,
        change=Change.CHANGED,
        path=(),
        field="order",
        old=old,
        new=new,
        old_sources=(),
        new_sources=(),
    )
    return EntryDifference(
        kind=f"order of each {kind}", id="", called=f"order of each {kind}", change=Change.CHANGED, values=(value,)
    )


FIGURE: Final = re.compile(r"(\d+(?:\.\d+)?)( \S+)?")
"""A figure with its unit, as values that differ are said."""


def difference_working(found: DataDifference) -> Iterator[Working]:
    """How much there is of each change and of each group; then how far each figure that has the same unit is off."""
    changes = Counter(entry.change for entry in found.entries)
    formula = " + ".join(f"{changes[change]} {change}" for change in Change)
    yield Working("entries that differ", formula, Fraction(len(found.entries)), "entries")
    groups = Counter(value.group for entry in found.entries for value in entry.values)
    formula = " + ".join(f"{groups[group]} of {group}" for group in Group)
    yield Working("values that differ", formula, Fraction(sum(groups.values())), "values")
    for entry in found.entries:
        for value in entry.values:
            path = ", ".join(filter(None, (*value.path, value.field.replace("_", " "))))
            yield from _off(f"{entry.called}: {path}", value)


def _off(step: str, value: ValueDifference) -> Iterator[Working]:
    """The new figure less the old one, and that in percent; nothing where they are not two figures in one unit."""
    old, new = (FIGURE.fullmatch(said or "") for said in (value.old, value.new))
    if not (old and new) or old[2] != new[2]:
        return
    source, unit = next(iter(value.new_sources), ""), (new[2] or "").strip()
    off = Fraction(new[1]) - Fraction(old[1])
    yield Working(step, f"{new[0]} - {old[0]}", off, unit, source)
    if Fraction(old[1]):
        percent = off / Fraction(old[1]) * 100
        yield Working(f"{step}, in percent", f"({new[1]} / {old[1]} - 1) x 100", percent, "%", source)
