"""The marks of a list before an order or its lines, which say nothing: bullets, dashes and numbers."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.intake.written.words.atoms import MOST_COUNTED, Atom
from ivigcalc.intake.written.words.roles import PRODUCT
from ivigcalc.intake.written.words.vocabulary import Vocabulary

BULLETS: Final = frozenset("\N{BULLET}*\N{BLACK SMALL SQUARE}\N{WHITE BULLET}\N{BLACK CIRCLE}")
"""Signs that begin a line of a list and nothing else."""
MARKED: Final = 2
"""Atoms of "1." or "1)"."""


def without_list_marks(atoms: Sequence[Atom], vocabulary: Vocabulary) -> list[Atom]:
    """The atoms without the marks of a list: bullets and dashes that begin a line, and its numbers, "1." or "1)".

    None that may be a minus or the rest of a range, or count what follows.
    """
    made: list[Atom] = []
    rest = _without_numbers(atoms, vocabulary)
    begins = False
    for at, atom in enumerate(rest):
        behind = rest[at + 1] if at + 1 < len(rest) else atom
        parted = atom.line and not behind.glued and behind is not atom and not behind.line
        beside = not made or made[-1].text == ":" or behind.kind == made[-1].kind == "word"
        dash = atom.text == "-" and beside
        mark = parted and (
            atom.text in BULLETS
            or (dash and not (made and vocabulary.counts([made[-1], *rest[at + 1 : at + MOST_COUNTED]])))
        )
        made += [] if mark else [atom._replace(line=atom.line or begins)]
        begins = mark
    return made


def _without_numbers(atoms: Sequence[Atom], vocabulary: Vocabulary) -> list[Atom]:
    """The atoms without the numbers of a list: 1 at the beginning or behind a colon, and 2, 3 ... that begin a line.

    Behind each stands a word, another one each time: of "1. dose: 28 g" and "2. dose: 35 g" they count doses. A dash
    behind the first, "1 - IVIG", stands before the name of the medicine alone: elsewhere it may be that of a range.
    """
    ends = [*atoms, *[Atom("", "sign", glued=False)] * MARKED]
    places = [
        at for at, atom in enumerate(atoms) if atom.line and atom.kind == "figures" and _is_mark(ends, at, vocabulary)
    ]
    numbers = [atoms[at].text.lstrip("0") for at in places]
    words = [ends[at + MARKED] for at in places]
    listed = numbers == [str(number) for number in range(1, len(numbers) + 1)] and len({*words}) == len(words)
    if not places or not listed or (places[0] and atoms[places[0] - 1].text != ":"):
        return list(atoms)
    for at, word in zip(places, words, strict=True):
        labelled = len(places) > 1 and ends[at + MARKED + 1 : at + MARKED + 2] == [Atom(":", "sign", glued=True)]
        counted = not labelled and vocabulary.counts([atoms[at], *atoms[at + MARKED : at + MOST_COUNTED]])
        if counted or word.glued or word.line or not word.text or (word.kind != "word" and ends[at + 1].text == "."):
            return list(atoms)
    marks = {at + step for at in places for step in range(MARKED)}
    begin = {at + MARKED for at in places}
    return [atom._replace(line=atom.line or at in begin) for at, atom in enumerate(atoms) if at not in marks]


def _is_mark(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether the sign behind figures makes them the number of a list; at first a dash before the medicine, too."""
    sign, word = atoms[at + 1], atoms[at + MARKED]
    if sign.text != "-":
        return sign.glued and sign.text in {".", ")"}
    found = vocabulary.find(atoms, at + MARKED)
    named = word.text in vocabulary.words_of["carrier"] or (found is not None and found.phrase.role == PRODUCT)
    return at == 0 and named and not sign.line
