"""Why a text is refused as a name, and what may be meant: a name is never guessed."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from ivigcalc.core.names.words import doubtful_sign, normal, one_slip
from ivigcalc.core.problems import Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ivigcalc.core.names.index import NameMatches, Names, Outside

QUESTIONS: Final = frozenset("?\u00bf\u061f\uff1f")

MOST_LISTED: Final = 12
"""How many entries a refusal lists."""
MOST_NAMED: Final = 4
"""So many ids at most are named again under what to type."""

SHORTEST_SLIP: Final = 6
"""Letters of the shortest word in which a slip of the finger is looked for: a shorter one may be an abbreviation."""

MOST_READINGS: Final = 64
"""How many ways of putting slips right are looked at."""


def name_refusal(typed: str, names: Names, *, field: str, what: str, command: str) -> RefusedError:
    """The refusal of a text that is the name of no entry, or of more than one; what may be meant is named.

    Args:
        typed: what the person typed.
        names: what can be named.
        field: the option it was typed for.
        what: "indication" or "product", for the message.
        command: the command that lists what there is, and that searches.
    """
    sign = doubtful_sign(typed) if names.is_doubtful(typed) else ""
    is_asked = not QUESTIONS.isdisjoint(sign)
    if is_asked or (sign and names.fit(normal(typed)).ids):
        says = "a question mark" if is_asked else f"a sign that may say that it is not certain, or not so: {sign}"
        message, hint = f"{what} {typed!r} has {says}", "write it without, if it is certain"
        return RefusedError(Problem(code=f"unknown-{what}", field=field, message=message, next=hint))
    fit = names.fit(typed)
    only_outside = {*fit.meant} <= {*fit.wide} <= {thing.see for thing in fit.outside}
    found = outside_problem(fit.outside) if only_outside else _fits_no_single_one(typed, fit, names, what)
    found = found or _category(typed, names, what) or _part(typed, names, command)
    return RefusedError((found or _unknown(typed, names, what, command)).replaced(field=field))


def _fits_no_single_one(typed: str, fit: NameMatches, names: Names, what: str) -> Problem:
    """The refusal of a name that more than one entry has, or that covers more than one thing."""
    entries = [names.entries[entry_id] for entry_id in fit.ids]
    message = f"{typed!r} fits {len(entries)} entries"
    if fit.wide:
        message = f"{typed!r} covers more than one {what}"
    if fit.outside:
        message += f"; it may also be {_listed(thing.name for thing in fit.outside)}, which is not covered"
    told = {entry.id: entry.name if fit.wide else entry.differs or entry.name for entry in entries}
    return _choose("ambiguous-name", message, told)


def outside_problem(outside: Sequence[Outside]) -> Problem | None:
    """What is known by name and has no entry, each with what is said of it; None of nothing."""
    if not outside:
        return None
    says = "; ".join(dict.fromkeys(thing.says for thing in outside))
    see = " ".join(dict.fromkeys(thing.see for thing in outside if thing.see))
    sources = tuple(dict.fromkeys(source for thing in outside for source in thing.sources))
    return Problem(code=outside[0].kind, message=says, next=f"{outside[0].next} {see}".rstrip(), sources=sources)


def _category(typed: str, names: Names, what: str) -> Problem | None:
    """The refusal of a category of codes, with the entries whose codes belong to it; None where it is none."""
    ids = names.in_category(typed)
    told = {entry_id: f"{names.entries[entry_id].name} ({codes})" for entry_id, codes in ids.items()}
    message = f"{typed!r} is a category of codes, not one {what}"
    return _choose("ambiguous-name", message, told) if ids else None


def _part(typed: str, names: Names, command: str) -> Problem | None:
    """The refusal of what is only a part of longer names, with the entries that have these; None where it is none."""
    held, outside = names.holding(typed), names.outside_holding(typed)
    message = f"{typed!r} is only a part of a name"
    if outside:
        message += f"; not covered: {_listed(thing.name for thing in outside)}"
    if held:
        return _choose("part-of-a-name", message, held, f"; search: {command} {normal(typed)!r}")
    hint = f"see: {command}"
    return Problem(code="part-of-a-name", message=message, next=hint) if outside else None


def _unknown(typed: str, names: Names, what: str, command: str) -> Problem:
    """The refusal of what is no name at all, with the names that it becomes with a slip of the finger put right."""
    near = slips(typed, names)
    hint = f"did you mean {' or '.join(near[:3])}? " if near else ""
    message = f"{what} {typed!r} is not known"
    return Problem(code=f"unknown-{what}", message=message, allowed=near, next=f"{hint}see: {command}")


def _choose(code: str, message: str, told: dict[str, str], further: str = "") -> Problem:
    """A refusal that lists entries by their ids, each with what is told of it."""
    allowed = [f"{entry_id}: {text}" for entry_id, text in islice(told.items(), MOST_LISTED)]
    if len(told) > MOST_LISTED:
        further = f"; {len(told) - MOST_LISTED} more{further}"
    meant = f"{' or '.join(told)}, whichever is meant" if len(told) <= MOST_NAMED else "whichever of these ids is meant"
    hint = meant if len(told) > 1 else f"{next(iter(told))}, if it is meant"
    return Problem(code=code, message=message, allowed=tuple(allowed), next=hint + further)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def slips(typed: str, names: Names) -> tuple[str, ...]:
    """Ids, or names of what is not covered, that a text is or is a part of, with one slip in a word put right.

    Only words of six letters or more have slips, and only into words that are no abbreviations; a word that occurs in
    any name is right as it is. So no suggestion has another meaning than what was typed.
    """
    known, targets = _vocabulary(names)
    words = [[word] if word in known else _slips_of(word, targets) for word in normal(names.bare(typed)).split()]
    near: dict[str, None] = {}
    for chosen in islice(product(*words), MOST_READINGS):
        text = " ".join(chosen)
        fit = names.fit(text) if chosen else None
        ids = (*fit.ids, *(thing.name for thing in fit.outside)) if fit else ()
        near |= dict.fromkeys(ids or (names.holding(text) if chosen else ()))
    return tuple(near)[:5]


def _slips_of(word: str, targets: Iterable[str]) -> list[str]:
    if len(word) < SHORTEST_SLIP or not word.isalpha():
        return []
    return [target for target in targets if one_slip(word, target)]


def _vocabulary(names: Names) -> tuple[set[str], list[str]]:
    """Every word of every name, and those among them that a slip may become: long, and no abbreviation."""
    texts = [name for entry in names.entries.values() for name in entry.searched]
    texts += [name for thing in names.outside for name in thing.every_name]
    words = {word for text in texts for word in re.findall(r"\w+", text)}
    long = (word for word in words if len(word) >= SHORTEST_SLIP and word.isalpha() and not word.isupper())
    return set(map(normal, words)), sorted(set(map(normal, long)))
