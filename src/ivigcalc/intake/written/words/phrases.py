"""Phrases: rows of atoms that say one thing, with places for numbers, as the data print them."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.intake.written.words.atoms import Atom, atoms_of, folded

NUMBER, ORDINAL, FOUR = "N", "Nth", "NNNN"
"""Places for numbers in the phrases of the data."""
PLACE: Final = re.compile(r"NNNN|Nth|N")


class Phrase(NamedTuple):
    """A row of atoms that says one thing: ``role`` is an id of ``order_words``, or of what else may stand there."""

    role: str
    atoms: tuple[str, ...]
    ids: frozenset[str] = frozenset()
    """Of a name: the preparations that have it."""
    never: NeverRead | None = None


class Found(NamedTuple):
    """A phrase in a text, the numbers in its places, and how many atoms it takes."""

    phrase: Phrase
    numbers: tuple[int, ...]
    long: int


def row_of(phrase: str) -> tuple[str, ...]:
    """The atoms of a phrase of the data, with its places for numbers."""
    row: list[str] = []
    at = 0
    for place in PLACE.finditer(phrase):
        row += [atom.text for atom in atoms_of(folded(phrase[at : place.start()]))] + [place[0]]
        at = place.end()
    return (*row, *(atom.text for atom in atoms_of(folded(phrase[at:]))))


def key_of(first: str, second: str = "") -> str:
    """By what a phrase is found: its first atom, behind a place for a number its second."""
    return f"{NUMBER} {second}" if first == NUMBER else first


def is_before_label(phrase: Phrase, atoms: Sequence[Atom], at: int) -> bool:
    """Whether what the value of a field would count is the label of the next one: "Duration: 5", "Doses: 28 g"."""
    counted = ":" in phrase.atoms and phrase.atoms[-1].islower()
    return counted and (atoms[at - 1].line or (at < len(atoms) and atoms[at].text == ":" and not atoms[at].cut))
