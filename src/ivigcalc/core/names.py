"""From what a person typed to one entry: ids, names, synonyms and ICD-10 codes.

A name that fits more than one entry is never resolved, and a near miss is suggested, never run.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final, Literal

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.record import Record

NEAR_ENOUGH: Final = 7 / 10
"""How alike a name must be to be suggested, from 0 to 1."""

CODE: Final = re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]{0,4})?")
"""An ICD-10 code as typed, in capitals."""


class Entry(Record):
    """Something that can be named: its id, every name, its codes, and what tells it from look-alikes."""

    id: str
    name: str
    names: tuple[str, ...]
    differs: str
    codes: tuple[str, ...] = ()

    @cached_property
    def named(self) -> frozenset[str]:
        """Its names, as ``normal`` makes them."""
        return frozenset(normal(name) for name in (self.name, *self.names))


def without_accents(text: str, form: Literal["NFD", "NFKD"]) -> str:
    """Text decomposed, without combining marks.

    Each letter by itself: to decompose a text with a long run of marks as a whole takes quadratic time.
    """
    if text.isascii():
        return text
    parts = (part for letter in text for part in unicodedata.normalize(form, letter))
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Case, accents, punctuation and repeated spaces do not count."""
    return re.sub(r"[^a-z0-9]+", " ", without_accents(text, "NFKD").casefold()).strip()


def _by_code(typed: str, entries: Sequence[Entry]) -> list[Entry]:
    """Entries that state this very code, or the category or range that it belongs to."""
    code = typed.strip().upper()
    if not CODE.fullmatch(code):
        return []
    exact = [entry for entry in entries if code in entry.codes]
    return exact or [entry for entry in entries if any(_covers(known, code) for known in entry.codes)]


def _covers(known: str, code: str) -> bool:
    """Whether a category ("D80.-") or a range ("M33.10-M33.19"), as an entry states it, holds a code."""
    if known.endswith("-"):
        return code.startswith(known.removesuffix("-").removesuffix("."))
    first, dash, last = known.partition("-")
    return bool(dash) and first <= code <= last


def _in_category(typed: str, entries: Sequence[Entry]) -> list[Entry]:
    """Entries whose codes belong to the category typed ("G61"), for a suggestion: a category is never resolved."""
    code = typed.strip().upper().rstrip(".-")
    if not CODE.fullmatch(code):
        return []
    return [entry for entry in entries if any(known.startswith(code) for known in entry.codes)]


def find(typed: str, entries: Sequence[Entry]) -> list[Entry]:
    """Every entry that a name, id or code fits exactly. An id fits its own entry only."""
    wanted = normal(typed)
    by_id = [entry for entry in entries if normal(entry.id) == wanted]
    if by_id:
        return by_id
    by_name = [entry for entry in entries if wanted in entry.named]
    return by_name or _by_code(typed, entries)


def search(typed: str, entries: Sequence[Entry]) -> list[Entry]:
    """Entries that a name fits exactly, or that have a word beginning so, for looking things up."""
    wanted = normal(typed)
    exact = find(typed, entries)
    partly = [
        entry
        for entry in entries
        if entry not in exact
        and any(f" {wanted}" in f" {normal(name)}" for name in (entry.id, entry.name, *entry.names))
    ]
    return exact + partly if wanted else []


def suggestions(typed: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Ids whose names are close to what was typed, nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the finger

    by_name = {normal(name): entry.id for entry in entries for name in (entry.id, entry.name, *entry.names)}
    wanted = normal(typed)
    near = get_close_matches(wanted, by_name, n=5, cutoff=NEAR_ENOUGH)
    starts = [name for name in by_name if wanted and name.startswith(wanted)]
    return tuple(dict.fromkeys(by_name[name] for name in (*near, *starts)))[:5]


def resolve(typed: str, entries: Sequence[Entry], *, field: str, what: str, listing: str) -> str:
    """The id of the one entry that a name fits.

    Args:
        typed: what the person typed.
        entries: what can be named.
        field: the option it was typed for.
        what: "indication" or "product", for the message.
        listing: the command that lists what there is.

    Raises:
        RefusedError: no entry fits (with suggestions), or more than one does (with what tells them apart).
    """
    fitting = find(typed, entries)
    if len(fitting) == 1:
        return fitting[0].id
    message = f"{typed!r} fits {len(fitting)} entries"
    allowed = tuple(f"{entry.id}: {entry.differs or entry.name}" for entry in fitting)
    if not fitting:
        fitting = _in_category(typed, entries)
        message = f"{typed!r} is a category of codes, not one {what}"
        allowed = tuple(f"{entry.id}: {entry.name} ({', '.join(entry.codes)})" for entry in fitting)
    if fitting:
        hint = f"one of these ids, for example {fitting[0].id}"
        raise RefusedError(Problem(code="ambiguous-name", field=field, message=message, allowed=allowed, next=hint))
    near = suggestions(typed, entries)
    hint = f"did you mean {' or '.join(near[:3])}? " if near else ""
    message = f"{what} {typed!r} is not known"
    raise RefusedError(
        Problem(code=f"unknown-{what}", field=field, message=message, allowed=near, next=f"{hint}see: {listing}")
    )
