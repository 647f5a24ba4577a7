"""What makes a text no order: it tells what was given, is struck through, or is not filled in."""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import normalize

from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.tokens import Token, order_refusal
from ivigcalc.intake.written.words.vocabulary import PAST, Vocabulary

PARTS: Final = frozenset(("on-day", "on-days", "once"))
"""Kinds of words that say on which days one of several doses is given."""

OF_RECORDS: Final = frozenset(("dose-word", "in-all", "once", "weight-of"))
"""Kinds of words behind which "given" tells of what was given, as in "dose given"; not "total dose given as"."""

NOT_FILLED_IN: Final = {
    re.compile("[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20eb]"): "letters of it are struck through",
    re.compile(r"\(\s*\)"): "brackets with nothing in them may be a box that is not ticked",
    re.compile(r":\s*(?:[;|)]|[,.](?![0-9])|\Z)"): "a colon with nothing behind it is a field that is not filled in",
}
"""Signs of what is not ordered, and what they are: strokes over letters are none of a word without its accents."""


def check_filled_in(text: str) -> None:
    """Refuse an order of which a part is struck through, or not filled in.

    Raises:
        RefusedError: one is.
    """
    apart = "".join(normalize("NFD", letter) for letter in text)
    for sign, why in NOT_FILLED_IN.items():
        if sign.search(apart):
            raise order_refusal(text, "order-unreadable", f": {why}", "ask what is ordered, and write that alone")


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
