"""What an order says was given: that is a record, and no order."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.tokens import Token, order_refusal
from ivigcalc.intake.written.words.vocabulary import PAST, Vocabulary

PARTS: Final = frozenset(("on-day", "on-days", "once"))
"""Kinds of words that say on which days one of several doses is given."""

OF_RECORDS: Final = frozenset(("dose-word", "in-all", "once", "weight-of"))
"""Kinds of words behind which "given" tells of what was given, as in "dose given"; not "total dose given as"."""


def check_given(
    text: str, atoms: Sequence[Atom], tokens: Sequence[Token], vocabulary: Vocabulary, *, record: bool
) -> None:
    """Refuse "given" where it tells of a dose that was given: of one of several, or where it stands alone.

    ``record`` is whether it stands behind a word that makes a record of it, one of ``OF_RECORDS``.

    Raises:
        RefusedError: it does.
    """
    given = next(at for at, atom in enumerate(atoms) if atom.after == PAST)
    several = sum(token.kind in PARTS for token in tokens) > 1
    if record or several or any(_is_alone(atoms, at, vocabulary) for at in range(given, len(atoms))):
        why = ": it says of a dose, as it is written, that it was given; an order says what is to be given"
        raise order_refusal(text, "order-unreadable", why, 'write "to be given", or only the doses to be given')


def _is_alone(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether "given" stands at an end of the order, before a colon or alone in brackets; or the next dose begins."""
    found = vocabulary.find(atoms, at)
    if found is not None and found.phrase.role == "then":
        return True
    ends = at in {0, len(atoms) - 1} or atoms[at].text == ":"
    alone = ends or [atom.text for atom in atoms[max(at - 1, 0) : at + 1]] == ["(", ")"]
    return alone and atoms[at].after == PAST
