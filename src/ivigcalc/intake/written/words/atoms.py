"""The atoms of an order: each word, its figures and its signs, folded to what counts."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from ivigcalc.core.names.words import without_accents

ATOM: Final = re.compile(r"([a-z]+)|([0-9]+)|(\s+)|(.)", re.DOTALL)
SQUARE: Final = re.compile(r"\[([^\[\]()\n]*)\]")
"""Square brackets with no others in them: they are read as round ones."""
SIGNS_BETWEEN: Final = frozenset(",;:.()-")
"""Signs that do not part a date from the carrier before it: "given: 5 May", "(given) 5 May"."""

PARTING: Final = frozenset(";:|)")
"""Signs behind which something else begins."""

LOOK_ALIKE: Final = {
    "\N{MULTIPLICATION SIGN}": " x ",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
}


MOST_COUNTED: Final = 12
"""So far behind a mark does a word stand that a number counts: no phrase is longer."""


class Atom(NamedTuple):
    """A word, figures or a sign of a text; ``glued`` says that nothing stands between it and the one before."""

    text: str
    kind: Literal["word", "figures", "sign"]
    glued: bool
    cut: bool = False
    """Whether carriers stood before it, and were left out."""
    after: str = ""
    """The role of the last carrier before it, also before ``SIGNS_BETWEEN``; every label is ``LABEL``."""
    behind: tuple[str, ...] = ()
    """The roles of the carriers right before it."""
    line: bool = False
    """Whether a line begins with it, or with carriers before it that were left out."""


def folded(text: str) -> str:
    """Lower case, without accents, single spaces; signs that look alike are one."""
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Lower case, without accents; signs that look alike are one, and square brackets are round."""
    for sign, plain in LOOK_ALIKE.items():
        text = text.replace(sign, plain)
    return without_accents(SQUARE.sub(r"(\1)", text), "NFD").casefold()


def atoms_of_order(text: str) -> list[Atom]:
    """The atoms of a text as written, each with whether a line begins with it."""
    lines = [atoms_of(" ".join(line.split())) for line in _plain(text).splitlines()]
    return [atom._replace(line=not at) for atoms in lines for at, atom in enumerate(atoms)]


def atoms_of(text: str) -> list[Atom]:
    """The atoms of a folded text."""
    atoms: list[Atom] = []
    glued = False
    for match in ATOM.finditer(text):
        word, figures, space, _ = match.groups()
        if not space:
            atoms.append(Atom(match[0], "word" if word else "figures" if figures else "sign", glued))
        glued = not space
    return atoms


def shown_atoms(atoms: Iterable[Atom]) -> str:
    """Atoms as they were written, with single spaces; a colon stands right behind what a carrier stood between."""
    return "".join(one.text if one.glued or (one.cut and one.text == ":") else f" {one.text}" for one in atoms).strip()


def said_atoms(atoms: Iterable[Atom]) -> str:
    """As ``shown_atoms``, without the colon of a label: "patient weight: 70 kg"; not without that of 08:00."""
    row = list(atoms)
    behind = [*row[1:], *row[-1:]]
    return shown_atoms(one for one, next_one in zip(row, behind, strict=True) if one.text != ":" or next_one.glued)


def goes_on(atoms: Sequence[Atom], at: int) -> bool:
    """Whether figures go on behind a point or a comma: they are no whole number."""
    signs = atoms[at : at + 2]
    return [atom.glued for atom in signs] == [True, True] and signs[0].text in {".", ","} and signs[1].kind == "figures"


def ends(atoms: Sequence[Atom], at: int) -> bool:
    """Whether a word or a number ends before an atom: what is written on is no part of anything that is known."""
    if at >= len(atoms):
        return True
    before = atoms[at - 1].kind if at else "sign"
    if atoms[at].kind != "sign":
        return not (atoms[at].glued and before != "sign")
    return before != "figures" or not goes_on(atoms, at)


def name_ends(atoms: Sequence[Atom], at: int) -> bool:
    """Whether a name whose last atom is figures ends before an atom: what follows makes them no dose, and no count.

    A sign that parts, or the end, does so; a further number does where they are written on to the name ("octagam-10").
    """
    behind = atoms[at] if at < len(atoms) else None
    if behind is None or behind.text == "":
        return True
    if behind.kind == "sign":
        return behind.text in PARTING
    return behind.kind == "figures" and not behind.glued and atoms[at - 1].glued
