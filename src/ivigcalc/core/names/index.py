"""The index of names: which indication, preparation or risk a typed text is a name of, or only a part of a name."""

from __future__ import annotations

import re
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ivigcalc.core.names.words import doubtful_sign, letters, normal, says_more, without_trademark
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ivigcalc.core.names.words import Carriers

CODE: Final = r"(?:(?:ICD|CID|CIE)[ -]?(?:10)?[ :-]*)?([A-Z][0-9]{2}\.?[0-9A-Z]{0,4})[.*+\u2020-]*"
"""An ICD-10 code as typed, in capitals, and what may stand before and behind it."""


class Nameable(Record):
    """An entry with every name by which a person may mean it. ``differs`` tells it from what has a like name.

    ``names`` are names of the very thing, ``related`` names of something else that is filed under it, and ``wide``
    names and codes that cover more than it: they never lead to it by themselves. ``texts`` are what else it is
    searched by, each with what it is.
    """

    id: str
    name: str
    names: tuple[str, ...]
    differs: str
    related: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def every_name(self) -> tuple[str, ...]:
        """Each name that leads to it."""
        return (self.name, *self.names, *self.related)

    @property
    def searched(self) -> tuple[str, ...]:
        """Each name in which a text is looked for, also those that cover more; no codes."""
        return (*self.every_name, *(name for name in self.wide if name not in self.codes))

    @cached_property
    def named_by_id(self) -> Named:
        """Itself, as its very id means it; that is said where the id is a name that covers more, too."""
        shared = bool(self.wide) and letters(self.id) in map(letters, self.wide)
        return Named(id=self.id, echo=f"{self.id} read as the id of {self.name}" if shared else "")

    @property
    def single_codes(self) -> list[str]:
        """Its codes, without categories and ranges."""
        return [code for code in self.codes if "-" not in code]


class Outside(Record):
    """Something that is known by its names and has no entry; ``says`` is what is answered, ``next`` what to type.

    ``kind`` is the code of the problem. ``see`` is the id of an entry that may be meant, and that alone may bear the
    same name; "" for none.
    """

    name: str
    names: tuple[str, ...]
    kind: str
    says: str
    next: str
    codes: tuple[str, ...] = ()
    see: str = ""
    sources: tuple[str, ...] = ()

    @property
    def every_name(self) -> tuple[str, ...]:
        """Each name by which it is known."""
        return (self.name, *self.names)


class Named(Record):
    """The entry that a text means, and how it was read; "" if as typed."""

    id: str
    echo: str = ""


class Found(Record):
    """An entry that a search found, and why; "" if by its very name."""

    id: str
    why: str


class NameMatches(Record):
    """Everything that a typed text is a name of: entries it means, entries it is too wide for, and what has no entry.

    Entries stand by id, each with the name of it that was typed.
    """

    meant: dict[str, str]
    wide: dict[str, str]
    outside: tuple[Outside, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every entry, whether meant or one of several."""
        return tuple(dict.fromkeys((*self.meant, *self.wide)))

    @property
    def only(self) -> str:
        """The one entry that is meant; "" if there are more, or the text covers more."""
        ids = self.ids
        if len(ids) != 1 or self.wide or any(thing.see != ids[0] for thing in self.outside):
            return ""
        return ids[0]


def icd10_of(typed: str) -> str:
    """The ICD-10 code that a text is, in capitals and with its dot; "" if it is none."""
    found = re.fullmatch(CODE, typed.strip().upper())
    if not found:
        return ""
    code = found[1].replace(".", "")
    return f"{code[:3]}.{code[3:]}".rstrip(".")


def _covers(known: str, code: str) -> bool:
    """Whether a category ("D80.-") or a range ("M33.10-M33.19"), as an entry states it, holds a code."""
    if known.endswith("-"):
        return code.startswith(known.removesuffix("-").removesuffix("."))
    first, dash, last = known.partition("-")
    return bool(dash) and first <= code <= last


def _begin(words: Sequence[str], name: str) -> bool:
    """Whether each of the words begins a word of a name."""
    text = f" {normal(name)}"
    return all(f" {word}" in text for word in words)


class Names:
    """The entries of one kind and what is known beside them, by their names."""

    def __init__(
        self,
        entries: Sequence[Nameable],
        outside: Sequence[Outside],
        carriers: Carriers,
        keys: Mapping[str, str] = MappingProxyType({}),
        *,
        are_brands: bool = False,
    ) -> None:
        """Keep what can be named, in the order of the data; ``keys`` are of names whose key was worked out before.

        The sign of a trademark says nothing of brands; of a disease ``(R)`` may say which side, or that it is back.
        """
        self.entries = {entry.id: entry for entry in entries}
        self.outside = tuple(outside)
        self.carriers = carriers
        self._known_keys = keys
        self._are_brands = are_brands

    def bare(self, typed: str) -> str:
        """A text without the signs behind it that say nothing of a name of this kind."""
        return without_trademark(typed) if self._are_brands else typed

    def keys(self) -> dict[str, str]:
        """The key of every name and code."""
        return {name: key for key, bearers in self._bearers.items() for _, name, _ in bearers}

    def _key(self, name: str) -> str:
        return self._known_keys.get(name) or self.carriers.key(name)

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[Nameable | Outside, str, bool]]]:
        """Who bears each name, with the name as it stands there, and whether it covers more."""
        key, bearers = self._key, dict[str, list[tuple[Nameable | Outside, str, bool]]]()
        for entry in self.entries.values():
            for name in dict.fromkeys((*entry.every_name, *entry.single_codes, entry.id)):
                bearers.setdefault(key(name), []).append((entry, name, False))
            for name in entry.wide:
                bearers.setdefault(key(name), []).append((entry, name, True))
        for thing in self.outside:
            for name in (thing.name, *thing.names, *thing.codes):
                bearers.setdefault(key(name), []).append((thing, name, False))
        return bearers

    def fit(self, typed: str) -> NameMatches:
        """Everything that bears a text as its name, or that a code belongs to. An id fits its own entry only.

        Nothing bears a text that says more than its words, or has a sign that may say so of it.
        """
        if typed in self.entries:
            return NameMatches(meant={typed: typed}, wide={}, outside=())
        typed = self.bare(typed)
        if says_more(typed) or self.is_doubtful(typed):
            return NameMatches(meant={}, wide={}, outside=())
        code = icd10_of(typed)
        bearers = self._bearers.get(self.carriers.key(code or typed), [])
        entries = [(bearer.id, name, wide) for bearer, name, wide in bearers if isinstance(bearer, Nameable)]
        outside = dict.fromkeys(bearer for bearer, _, _ in bearers if isinstance(bearer, Outside))
        meant, whole = dict[str, str](), dict[str, str]()
        for entry_id, name, wide in entries:
            (whole if wide else meant).setdefault(entry_id, name)
        if code and not bearers:
            meant = dict.fromkeys(self._covering(code), code)
        own = [entry_id for entry_id in meant if letters(entry_id) == letters(typed)]
        if own and not whole:
            return NameMatches(meant={own[0]: own[0]}, wide={}, outside=())
        return NameMatches(meant=meant, wide=whole, outside=tuple(outside))

    def is_doubtful(self, typed: str) -> bool:
        """Whether a sign in a text may say that it is not certain, or not so: a code may have signs of its own."""
        return bool(doubtful_sign(typed) and letters(typed)) and not icd10_of(typed) and typed not in self.entries

    def _covering(self, code: str) -> list[str]:
        """The entries that state a category or a range in which a code lies; none of one with a letter behind it.

        German tables write there whether it is certain: D80.1V is suspected, D80.1A excluded.
        """
        if code[-1].isalpha():
            return []
        return [entry.id for entry in self.entries.values() if any(_covers(known, code) for known in entry.codes)]

    def named(self, typed: str) -> Named | None:
        """The one entry that a text means, and how it was read; None if there is none, or more than one."""
        fit = self.fit(typed)
        if not fit.only:
            return None
        entry = self.entries[fit.only]
        as_typed, code = letters(self.bare(typed)), icd10_of(typed)
        if typed == entry.id:
            return entry.named_by_id
        if code or as_typed in map(letters, (entry.id, entry.name, *entry.names)):
            return Named(id=entry.id)
        filed = as_typed in map(letters, entry.related)
        name = f"{entry.name}, under which it is filed" if filed else fit.meant[entry.id]
        return Named(id=entry.id, echo=f"{typed.strip()} read as {name}")

    def in_category(self, typed: str) -> dict[str, str]:
        """The entries whose codes belong to a category ("G61"), with those codes: a category is never resolved."""
        code = icd10_of(typed)
        own = {entry.id: [known for known in entry.codes if known.startswith(code)] for entry in self.entries.values()}
        return {entry_id: ", ".join(codes) for entry_id, codes in own.items() if code and codes}

    def parts(self, typed: str) -> list[str]:
        """The words by which a text is looked for inside names; none of a text of one letter, or that says more."""
        typed = self.bare(typed)
        return list(self.carriers.meaning(typed)) if len(letters(typed)) > 1 and not says_more(typed) else []

    def holding(self, typed: str) -> dict[str, str]:
        """The entries with a name, also one that covers more, in which each word of a text begins a word; with it."""
        words = self.parts(typed)
        held = {
            entry.id: next((name for name in entry.searched if _begin(words, name)), "")
            for entry in (self.entries.values() if words else ())
        }
        return {entry_id: name for entry_id, name in held.items() if name}

    def outside_holding(self, typed: str) -> tuple[Outside, ...]:
        """What is outside the data and has a name in which each word of a text begins a word."""
        words = self.parts(typed)
        held = (thing for thing in self.outside if words and any(_begin(words, name) for name in thing.every_name))
        return tuple(held)

    def search(self, typed: str) -> tuple[Found, ...]:
        """The entries that a text leads to, and why; none where it is the name of something outside alone.

        The one entry that it means; else every entry that bears it as a name, holds it in one, or is said to be it.
        """
        fit, named = self.fit(typed), self.named(typed)
        if named:
            return (Found(id=named.id, why=named.echo),)
        if fit.outside and not fit.ids:
            return ()
        code, words = icd10_of(typed), self.parts(typed)
        why = {entry_id: f"ICD-10: {codes}" for entry_id, codes in self.in_category(code).items()}
        why |= {entry_id: f"{'ICD-10' if code else 'name'}: {name}" for entry_id, name in fit.meant.items()}
        why |= {entry_id: f"{name} covers more" for entry_id, name in fit.wide.items()}
        for entry_id, name in self.holding(typed).items():
            why.setdefault(entry_id, f"name: {name}")
        for entry in self.entries.values():
            for what, text in entry.texts if words else ():
                if _begin(words, text):
                    why.setdefault(entry.id, f"{what}: {text}")
        return tuple(Found(id=entry_id, why=reason) for entry_id, reason in why.items())
