"""Numbers up to 199 in words, as they stand beside the same number in figures: "28 g (vinte e oito gramas)"."""

from collections.abc import Container, Mapping, Sequence
from typing import Final, NamedTuple

from ivigcalc.intake.written.words.atoms import Atom

HUNDRED: Final = 100
TEN: Final = 10
TWENTY: Final = 20
DASH: Final = "-"
"""Between tens and units in English."""


class NumberInWords(NamedTuple):
    """A number in words, and how many atoms it takes."""

    value: int
    long: int


def number_in_words(
    atoms: Sequence[Atom], at: int, numbers: Mapping[str, int], ands: Container[str]
) -> NumberInWords | None:
    """The number in words that begins at an atom; None where none does.

    Hundred, tens and units follow each other in this order, each once, with "and" or a dash between or not.
    """
    begin, value, below = at, 0, HUNDRED + 1
    end = at
    while at < len(atoms) and (part := numbers.get(atoms[at].text, 0)) and part < below:
        value, at = value + part, at + 1
        if value == 1 and at < len(atoms) and numbers.get(atoms[at].text) == HUNDRED:
            value, part, at = HUNDRED, HUNDRED, at + 1
        end = at
        below = _below(part)
        at += at < len(atoms) and (atoms[at].text == DASH or atoms[at].text in ands)
    return NumberInWords(value, end - begin) if end > begin else None


def _below(part: int) -> int:
    """Below what the next part of a number is, behind one: the units behind tens, nothing behind units."""
    if part == HUNDRED:
        return HUNDRED
    return TEN if part >= TWENTY and part % TEN == 0 else 0
