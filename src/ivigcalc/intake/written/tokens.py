"""The words of an order as tokens, and the refusal of what is not understood."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import refusal
from ivigcalc.intake.written.dates import Dates
from ivigcalc.intake.written.vocabulary import Atom, Vocabulary, shown_atoms

FIELD: Final = "--order"

EXAMPLE: Final = '"30 g daily for 5 days"'

LONG_WORD: Final = 4
"""Shorter words are not taken for misspelt ones."""
RANGE: Final = re.compile(r"[0-9] ?(?:-|to|a|al|ate) ?(?:[0-9]|$)")
MOST_NAMED: Final = 5
"""How many pieces that are not understood are named."""


class Token(Record):
    """One word or phrase of an order, or what stands in brackets."""

    kind: str
    """``dose``, ``bracket``, ``rate-of``, ``strength``, ``volume-of``, ``dates``, or an id of ``order_words``."""
    text: str = ""
    """The words as written, in lower case and without carriers."""
    dose: Dose | None = None
    days: tuple[int, ...] = ()
    """The infusion days that it names or counts."""
    interval: Interval | None = None
    inside: tuple["Token", ...] = ()
    """The words in the brackets."""
    number: Fraction | None = None
    """Of a strength mg/mL, of a volume mL, of a rate its number, of a deviation percent."""
    decimals: int = 0
    """With how many decimals the number was written."""
    unit: str = ""
    """Of a rate."""
    ids: frozenset[str] = frozenset()
    """Of a name: the preparations that have it."""
    sizes: tuple[tuple[Fraction, int], ...] = ()
    """Of vials: each size in g with its number."""
    dates: Dates | None = None


class Unknown(NamedTuple):
    """Words that are not understood, or known and never read."""

    text: str
    never: NeverRead | None = None


def order_refusal(
    text: str, code: str, why: str, hint: str = f"type for example {EXAMPLE}", allowed: tuple[str, ...] = ()
) -> RefusedError:
    """An order cannot be read: why, what to type instead (``hint``), and the readings it could have."""
    return refusal(text, FIELD, code, why, hint, allowed=allowed, named="order")


def not_understood(
    text: str, unknown: Sequence[Unknown], vocabulary: Vocabulary, atoms: Sequence[Atom]
) -> RefusedError:
    """What is not understood, all of it, and what is known and never read, with the reason."""
    never = next((one for one in unknown if one.never), None)
    plain = list(dict.fromkeys(one.text for one in unknown if not one.never))
    named = ", ".join(map(repr, plain[:MOST_NAMED])) + (" and more" if len(plain) > MOST_NAMED else "")
    also = f"{named} {'is' if len(plain) == 1 else 'are'} not understood" if plain else ""
    if never and never.never:
        why = f": {never.text!r} {never.never.why}{f'; {also}' if also else ''}"
        return order_refusal(text, "order-unreadable", why, never.never.next)
    first = plain[0].split(" ")
    if RANGE.search(plain[0]):
        return order_refusal(
            text, "order-unreadable", f": {also}", "verify one dose, or one number, of a range at a time"
        )
    if first[0][:1].isdigit():
        code = "unit-missing" if plain[0] == shown_atoms(atoms) else "unit-unknown"
        hint = "write a unit behind each number: g, mg, g/kg, mg/kg; days, weeks, months; see: ivigcalc verify --words"
        return order_refusal(text, code, f": {also}", hint)
    words = [word for word in vocabulary.single_words if len(word) >= LONG_WORD]
    meant = near(plain[0], words) if len(plain[0]) >= LONG_WORD else []
    hint = (
        f"did you mean {' or '.join(map(repr, meant[:2]))}? "
        if meant
        else "leave it out if it says nothing of the dose; "
    )
    return order_refusal(
        text, "order-unreadable", f": {also}", f"{hint}every word that is read: ivigcalc verify --words"
    )


def bracketed(text: str, tokens: Iterable[Token]) -> list[Token]:
    """The tokens, with those between two brackets inside a token of the kind ``bracket``."""
    paired: list[Token] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.kind == ("close" if inside is None else "open"):
            raise order_refusal(text, "order-unreadable", ": its brackets do not pair", "close each bracket once")
        if token.kind == "open":
            inside = []
        elif token.kind == "close":
            paired += [Token(kind="bracket", inside=tuple(inside))] if inside else []
            inside = None
        elif token.kind != "end":
            (paired if inside is None else inside).append(token)
    if inside is not None:
        raise order_refusal(text, "order-unreadable", ": its brackets do not pair", "close each bracket once")
    return paired
