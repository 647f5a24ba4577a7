"""What two entries of a kind say differently, part by part; each part is found again by what it is about."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from ivigcalc.core.facts.condition import BOUNDS
from ivigcalc.core.facts.fact import Measure, Standing, Statement
from ivigcalc.core.facts.formulary import SiteVial
from ivigcalc.core.facts.indication import Approval, DayDose, Evidence, Printed, Recorded, RecordedDose, Split
from ivigcalc.core.facts.ladder import Ladder, RiskRate
from ivigcalc.core.facts.product import Contraindication, LabelDose, Labelled, Market, Sugar, Vial
from ivigcalc.core.quantity import exact
from ivigcalc.core.record import Record

SOURCES: Final = ("sources", "cap_sources")

ABOUT: Final[dict[type, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    Vial: (("g",), ()),
    SiteVial: (("g",), ()),
    Ladder: ((), ("regions", "contexts")),
    RiskRate: ((), ("regions", "patients")),
    Measure: ((), ("regions",)),
    Market: ((), ("regions",)),
    Sugar: (("kind",), ()),
    Contraindication: (("patient",), ("regions",)),
    Statement: (("patient",), ("regions",)),
    Labelled: (("indication",), ("regions",)),
    LabelDose: (("phase",), ()),
    Evidence: (("scheme",), ()),
    Approval: (("authority",), ()),
    Printed: (("phrase",), ()),
    Split: (("days",), ()),
    DayDose: (("day",), ()),
    Recorded: (("why",), ()),
    RecordedDose: (("form",), ()),
}
"""What an entry of a list is about: keys whose values are the same in both, and lists that have something in common.

Any other is about its id, or about its place in the list.
"""

IN_UNIT: Final = ("value", "low", "high", "rate", "maximum", "raise_by", "between")
"""Figures in the unit that stands beside or above them."""

UNITS: Final = (
    *(("g_per_kg", "g/kg"), ("mg_per_ml", "mg/mL"), ("g_per_l", "g/L"), ("ml_h", "mL/h"), ("ml", "mL"), ("kg", "kg")),
    *(("cm", "cm"), ("years", "years"), ("minutes", "min"), ("g_day", "g"), ("mmol_day", "mmol"), ("g", "g")),
)
"""The end of a key, or of a measure, and the unit that it names."""

MOST_PAIRS: Final = 250_000
"""Of longer lists no entries are paired that are not the same: each is gone, or new."""


class Change(StrEnum):
    """What became of an entry, or of a part of one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class ChangedValue(Record):
    """A value that differs, in words with its unit; None on the side that does not state it."""

    field: str
    old: str | None
    new: str | None


class PartDifference(Record):
    """A part of an entry that differs: the keys and what each is about that lead to it, its values, the sources."""

    path: tuple[str, ...]
    change: Change
    values: tuple[ChangedValue, ...]
    old_sources: tuple[str, ...]
    new_sources: tuple[str, ...]
    unsourced: bool = False
    """Whether a fact is of that standing on both sides."""


class _Side(Record):
    """A part of an entry in one of the two sets of data, with the unit and the sources that what holds it gives it."""

    part: Any
    unit: str = ""
    sources: tuple[str, ...] = ()

    def below(self, part: Any) -> "_Side":
        """A part of this part."""
        own = tuple(source for name in SOURCES for source in getattr(part, name, ()))
        return _Side(part=part, unit=str(getattr(part, "unit", None) or self.unit), sources=own or self.sources)


def _is_unsourced(part: Any) -> bool:
    return getattr(part, "standing", None) is Standing.UNSOURCED


NOTHING: Final = _Side(part=None)


def differences(old: Record | None, new: Record | None) -> Iterator[PartDifference]:
    """Every part of an entry that differs; None on the side that does not have the entry."""
    yield from _differences(NOTHING.below(old), NOTHING.below(new), ())


def _differences(old: _Side, new: _Side, path: tuple[str, ...]) -> Iterator[PartDifference]:
    values: list[ChangedValue] = []
    below: list[tuple[tuple[str, ...], Any, Any]] = []
    for name, before, after in _fields(old.part, new.part):
        if before == after and type(before) is type(after):
            continue
        if isinstance(before or after, Record):
            below.append(((name,), before, after))
        elif _holds_records(before) or _holds_records(after):
            pairs = paired(before or (), after or ())
            labels = _labels([after_part or before_part for before_part, after_part in pairs])
            steps = [(*name.split(".", 1), label) for label in labels]
            below += [(step, *pair) for step, pair in zip(steps, pairs, strict=True) if pair[0] != pair[1]]
            values += _order(name, pairs, before or ())
        else:
            values += _values(name, old, new, before, after)
    gone = old.part is None or new.part is None
    if values or (gone and not below):
        change = Change.ADDED if old.part is None else Change.REMOVED if new.part is None else Change.CHANGED
        yield PartDifference(
            path=path,
            change=change,
            values=tuple(values),
            old_sources=old.sources,
            new_sources=new.sources,
            unsourced=_is_unsourced(old.part) and _is_unsourced(new.part),
        )
    for step, before, after in below:
        yield from _differences(old.below(before), new.below(after), (*path, *step))


def _fields(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each key with its value on both sides, of a mapping each of its keys; None where a side does not state it.

    Of a part that one side does not have, what it says without being asked is left out.
    """
    for name in dict.fromkeys(name for part in (old, new) if part is not None for name in part.field_names):
        before, after = _stated(old, name), _stated(new, name)
        stated = after if before is None else before
        if (old is None or new is None) and stated == getattr(type(new if old is None else old), name, None):
            continue
        if isinstance(stated, Mapping):
            for key in dict.fromkeys((*(before or {}), *(after or {}))):
                yield f"{name}.{key}", (before or {}).get(key), (after or {}).get(key)
        else:
            yield name, before, after


def _stated(part: Any, name: str) -> Any:
    """The value of a key; None where it is not there, empty, or what it is where nobody says anything."""
    value = getattr(part, name, None)
    return None if value in (None, "", ()) or value == {} or value is False else value


def _holds_records(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Record) for item in value)


def paired(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The entries of two lists, each with the one that it has become: in the new order, those that are gone last.

    First those that are the same, then, of those that are about the same, the most alike.
    """
    partner: dict[int, int] = {}
    places: dict[Any, list[int]] = {}
    for place, entry in enumerate(old):
        places.setdefault(_identity(entry), []).append(place)
    for place, entry in enumerate(new):
        listed = places.get(_identity(entry), [])
        same = next((at for at in listed if old[at] == entry), None)
        if same is not None:
            partner[place] = same
            listed.remove(same)
    taken = set(partner.values())
    left_old = [place for place in range(len(old)) if place not in taken]
    left_new = [place for place in range(len(new)) if place not in partner]
    if len(left_old) * len(left_new) <= MOST_PAIRS:
        alike = [
            (-likeness, at, place)
            for at in left_old
            for place in left_new
            if (likeness := _likeness(old[at], at, new[place], place)) is not None
        ]
        for _, at, place in sorted(alike):
            if place not in partner and at not in taken:
                partner[place] = at
                taken.add(at)
    return [
        *((old[partner[place]] if place in partner else None, entry) for place, entry in enumerate(new)),
        *((entry, None) for place, entry in enumerate(old) if place not in taken),
    ]


def _identity(entry: Any) -> Any:
    """What two entries that are the same have in common, and can be looked up by."""
    return getattr(entry, "id", None) or repr(entry)


def _likeness(old: Any, old_place: int, new: Any, new_place: int) -> int | None:
    """How many values of two entries are the same; None where they are not about the same."""
    if hasattr(old, "id") or hasattr(new, "id"):
        return 0 if getattr(old, "id", None) == getattr(new, "id", None) else None
    if type(old) is not type(new):
        return None
    if type(old) not in ABOUT:
        return 0 if old_place == new_place else None
    same, common = ABOUT[type(old)]
    if any(getattr(old, name) != getattr(new, name) for name in same):
        return None
    for name in common:
        before, after = set(getattr(old, name)), set(getattr(new, name))
        if before and after and before.isdisjoint(after):
            return None
    return len([name for name in old.field_names if getattr(old, name) == getattr(new, name)])


def _labels(entries: Sequence[Any]) -> list[str]:
    """What each entry of a list is about, in words; a number behind it where several are about the same."""
    labels = [_label(entry, place) for place, entry in enumerate(entries, 1)]
    counts, seen = Counter(labels), Counter[str]()
    for place, label in enumerate(labels):
        seen[label] += 1
        if counts[label] > 1:
            labels[place] = f"{label} ({seen[label]})".strip()
    return labels


def _label(entry: Any, place: int) -> str:
    if hasattr(entry, "id"):
        return str(entry.id)
    if type(entry) not in ABOUT:
        return str(place)
    same, common = ABOUT[type(entry)]
    words = [_words(name, getattr(entry, name), entry, "") for name in same if getattr(entry, name)]
    for name in common:
        listed = [item.upper() if name == "regions" else str(item) for item in getattr(entry, name)]
        words += [" ".join(listed)] if listed else []
    return ", ".join(words)


def _order(name: str, pairs: Sequence[tuple[Any, Any]], old: Sequence[Any]) -> list[ChangedValue]:
    """That the entries on both sides stand in another order, if they do."""
    places = {id(entry): place for place, entry in enumerate(old)}
    kept = [(places[id(before)], after) for before, after in pairs if before is not None and after is not None]
    if [place for place, _ in kept] == sorted(place for place, _ in kept):
        return []
    labels = dict(zip((place for place, _ in kept), _labels([after for _, after in kept]), strict=True))
    return [
        ChangedValue(
            field=f"order of {name}",
            old=", ".join(labels[place] for place in sorted(labels)),
            new=", ".join(labels[place] for place, _ in kept),
        )
    ]


def _values(name: str, old: _Side, new: _Side, before: Any, after: Any) -> Iterator[ChangedValue]:
    """What a key states differently; of two lists of words each word that stands in one of them alone."""
    if _is_words(before) and _is_words(after) and (came := {*after}) != (went := {*before}):
        yield from (ChangedValue(field=name, old=str(word), new=None) for word in before if word not in came)
        yield from (ChangedValue(field=name, old=None, new=str(word)) for word in after if word not in went)
        return
    said = [
        None if value is None else _words(name, value, side.part, side.unit)
        for value, side in ((before, old), (after, new))
    ]
    yield ChangedValue(field=name, old=said[0], new=said[1])


def _is_words(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _words(name: str, value: Any, part: Any, unit: str) -> str:
    """A value in words, with its unit."""
    if isinstance(value, tuple):
        return ", ".join(_words(name, item, part, unit) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Decimal):
        return str(value)
    if name not in IN_UNIT:
        unit = _unit_of(getattr(part, "measure", "") if name in BOUNDS else name)
    return f"{exact(value)} {unit}".strip()


def _unit_of(name: str) -> str:
    return next((unit for end, unit in UNITS if name == end or name.endswith(f"_{end}")), "")
