"""Carriers that may say something: labels of the body weight beside grams or "normal", "infusion of" behind "5 %"."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.words.atoms import Atom, atoms_of, folded, shown_atoms
from ivigcalc.intake.written.words.roles import BODY, INFUSION_OF, NORMAL, WEIGHT_LABEL
from ivigcalc.intake.written.words.vocabulary import Vocabulary

GRAMS, WEIGHT, NUMBER, KILOGRAM, BODY_LABEL = "grams", "weight", "number", "kilogram", "label"
"""What pieces are: a number in g or mg, one in kg, any other one; kilograms without a number ("/kg"); a label."""

POINTS: Final = frozenset(".,/")
"""Signs within a number."""

PARTING: Final = frozenset(",;.:")
"""Signs that part a label from the kilograms before it; so does a bracket that opens and does not close."""

OF_KG: Final = ("per-kg", "kilogram")
"""Roles of words that end with the unit of a body weight."""
NAMING: Final = "carrier"
"""The role of the other words of the name of the preparation: "human normal immunoglobulin"."""
OF_BODY: Final = frozenset((WEIGHT_LABEL, BODY))
"""Roles of carriers that are labels of the body weight."""
OPENING: Final = frozenset(":(")
"""Signs between such a label and what it is of: "weight: normal"."""
BETWEEN: Final = OPENING | {",", ";", "-"}
"""Signs between the unit of a body weight and a word that may be of it: "0.4 g/kg (normal)"."""

Rows = dict[str, list[tuple[str, ...]]]
"""Rows of atoms by the first of each, the longest first."""


class _Piece(NamedTuple):
    what: str
    begin: int
    end: int
    """The atom behind it."""


def labelled_grams(atoms: Sequence[Atom], vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The first grams that a label of the body weight stands beside, and that label; None where none are.

    Whatever words or signs without a number stand between. A label right behind "g/kg" or kg, or before kg, is of
    that. ``atoms`` are those of the text as written, with its carriers.
    """
    labels, names = _rows_of(vocabulary)
    if not any(atom.text in labels for atom in atoms):
        return None
    pieces = list(_pieces(atoms, vocabulary, labels, names))
    signs, opening, closing = (_counted(atoms, marks) for marks in (PARTING, "(", ")"))
    others = [piece for piece in pieces if piece.what != BODY_LABEL]
    row, place = [None, *others, None, None], 0
    for label in (piece for piece in pieces if piece.what == BODY_LABEL):
        while place < len(others) and others[place].begin < label.begin:
            place += 1
        before, behind, further = row[place : place + 3]
        closed = behind is not None and closing[behind.begin] > closing[label.end]
        of_kg = behind is not None and behind.what == WEIGHT
        if before is not None and before.what in {KILOGRAM, WEIGHT}:
            parted = signs[label.begin] > signs[before.end]
            of_kg |= not (parted or (not closed and opening[label.begin] > opening[before.end]))
        per_kg = further is not None and further.what == KILOGRAM
        for piece in () if of_kg else (before, None if per_kg else behind):
            if piece is not None and piece.what == GRAMS:
                return shown_atoms(atoms[piece.begin : piece.end]), shown_atoms(atoms[label.begin : label.end])
    return None


def _counted(atoms: Sequence[Atom], marks: Iterable[str]) -> list[int]:
    """How many of some signs stand before each atom, and in all."""
    return [0, *accumulate(atom.text in marks for atom in atoms)]


@lru_cache(maxsize=1)
def _rows_of(vocabulary: Vocabulary) -> tuple[Rows, Rows]:
    """The labels of the body weight, and the names of indications that hold such a word: "inclusion body myositis"."""
    labels = _by_first(word for role in (WEIGHT_LABEL, BODY) for word in vocabulary.words_of[role])
    names = _by_first(name for entry in vocabulary.indications.entries.values() for name in entry.searched)
    held = {first: [row for row in rows if not labels.keys().isdisjoint(row)] for first, rows in names.items()}
    return labels, {first: rows for first, rows in held.items() if rows}


def _by_first(phrases: Iterable[str]) -> Rows:
    rows: Rows = {}
    for row in sorted({tuple(atom.text for atom in atoms_of(folded(phrase))) for phrase in phrases}, key=len)[::-1]:
        rows.setdefault(row[0], []).append(row)
    return rows


def _pieces(atoms: Sequence[Atom], vocabulary: Vocabulary, labels: Rows, names: Rows) -> Iterable[_Piece]:
    """Numbers with their units, kilograms, and labels, from the first to the last; names of indications are none."""
    at = 0
    while at < len(atoms):
        begin, label = at, _matched(labels, atoms, at)
        kilogram = vocabulary.find_as("kilogram", atoms, at)
        if name := _matched(names, atoms, at):
            at += name
        elif atoms[at].kind == "figures":
            at = _end_of_number(atoms, at)
            what, at = _with_unit(atoms, at, vocabulary)
            yield _Piece(what, begin, at)
        elif kilogram:
            at += kilogram.long
            yield _Piece(KILOGRAM, begin, at)
        elif label:
            at += label
            yield _Piece(BODY_LABEL, begin, at)
        else:
            at += 1


def _matched(rows: Rows, atoms: Sequence[Atom], at: int) -> int:
    """How many atoms the longest row takes that begins at an atom; 0 where none does."""
    fits = (
        len(row) for row in rows.get(atoms[at].text, ()) if row == tuple(one.text for one in atoms[at : at + len(row)])
    )
    return next(fits, 0)


def _end_of_number(atoms: Sequence[Atom], at: int) -> int:
    """The atom behind a number that begins with figures."""
    at += 1
    while at + 1 < len(atoms) and atoms[at].text in POINTS and atoms[at].glued:
        if not (atoms[at + 1].kind == "figures" and atoms[at + 1].glued):
            break
        at += 2
    return at


def _with_unit(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """What a number is by the unit behind it, also behind a dash, and the atom behind that."""
    joined = [atom.glued for atom in atoms[at : at + 2]] == [True, True]
    unit = at + 1 if joined and atoms[at].text == "-" else at
    for role, what in (("gram", GRAMS), ("milligram", GRAMS), ("kilogram", WEIGHT)):
        if found := vocabulary.find_as(role, atoms, unit):
            return what, unit + found.long
    return NUMBER, at


def check_percentage(text: str, atoms: Sequence[Atom]) -> None:
    """Refuse "5 % infusion of 28 g": 5 % may be a part of the dose, or a strength.

    Raises:
        RefusedError: it stands there.
    """
    if any(before.text == "%" and INFUSION_OF in atom.behind for before, atom in pairwise(atoms)):
        why, hint = "a part of the dose, or a strength", "leave 'infusion of' out, or write the grams to be given"
        raise in_doubt(text, f": a percentage before 'infusion of' may be {why}", hint)


def check_normal(text: str, atoms: Sequence[Atom], vocabulary: Vocabulary) -> None:
    """Refuse "normal" beside a label of the body weight: that may be another weight than the actual one.

    So it may right behind "kg", with no other word of the name of the preparation, also behind a sign: "0.4 g/kg
    normal", "0.4 g/kg (normal)".

    Raises:
        RefusedError: it stands there, whatever else that carries nothing stands between.
    """
    kilograms = {phrase.split(" ")[-1].strip("/") for role in OF_KG for phrase in vocabulary.words_of[role]}
    unit = ""
    for before, atom in zip((atoms[0], *atoms), atoms, strict=False):
        beside = (*atom.behind, *(before.behind if before.text in OPENING else ()))
        unit = before.text if before.text in kilograms else unit if before.text in BETWEEN else ""
        alone = bool(unit) and NAMING not in atom.behind
        if NORMAL not in atom.behind or (OF_BODY.isdisjoint(beside) and not alone):
            continue
        where = f"right behind {unit!r}" if alone else "beside a label of the body weight"
        why = f": 'normal' may name another weight than the actual one, {where}"
        hint = "give the weight with --weight and its policy with --weight-policy; write the dose alone"
        hint = f'the preparation: write "normal immunoglobulin"; a weight: {hint}' if alone else hint
        raise order_refusal(text, "order-unreadable", why, hint)
