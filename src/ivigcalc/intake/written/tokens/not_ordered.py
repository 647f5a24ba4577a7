"""What is no order, by its text: struck through, not filled in or cut off; or what was given already."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final
from unicodedata import normalize

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.tokens.refusal import not_filled_in, order_refusal
from ivigcalc.intake.written.tokens.tokens import ASIDE, Token
from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.roles import DEADLINE, LABEL, PAST, PHASES, PRODUCT
from ivigcalc.intake.written.words.vocabulary import Vocabulary

PARTS: Final = frozenset(("on-day", "on-days", "once"))
"""Kinds of words that say on which days one of several doses is given."""

HOW_OFTEN: Final = frozenset(("daily", "every-day", "every-24-hours", "once-a-day", "per-day"))
"""Roles of words that say a day."""

OF_RECORDS: Final = frozenset(("dose-word", "in-all", "once", "weight-of"))
"""Kinds of words behind which "given" tells of what was given, as in "dose given"; not "total dose given as"."""

BEFORE_VERB: Final = frozenset((ASIDE, "and", "colon", "weight-of", "indication", PRODUCT, "strength", *PHASES))
"""Kinds of what may stand before the verb of an order, or its heading."""

NOT_FILLED_IN: Final = {
    re.compile("[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20eb]"): "letters of it are struck through",
    re.compile(r"\(\s*\)"): "brackets with nothing in them may be a box that is not ticked",
    re.compile(r"[|;][^\S\n]*[|;](?!\s*\Z)"): "nothing stands between two signs, where a field is not filled in",
    re.compile(r":\s*(?:[;|)]|[,.](?![0-9])|\Z)"): "a colon with nothing behind it is a field that is not filled in",
}
"""Signs of what is not ordered, and what they are: strokes over letters are none of a word without its accents."""

AS, OVER, AT = "as", "over", "at"
"""Behind "given" they say how; "at" where it is a time."""

OF_INTERVAL_OR_PARTS: Final = HOW_OFTEN | {
    "every-days",
    "every-weeks",
    "every-months",
    "divided",
    "divided-over",
    "divided-doses",
}
"""The words behind "given" that say how often, or in how many parts: it says how there, behind a dose."""

TOTALS: Final = frozenset(("total", "total-dose"))
"""The words at the beginning of brackets behind whose grams "given" says how much is given in all."""

BEFORE_END: Final = frozenset(",;|.")


def check_filled_in(text: str) -> None:
    """Refuse an order of which a part is struck through, or not filled in.

    Raises:
        RefusedError: one is.
    """
    apart = "".join(normalize("NFD", letter) for letter in text)
    for sign, why in NOT_FILLED_IN.items():
        if sign.search(apart):
            raise not_filled_in(text, why)


def check_ended(text: str, atoms: Sequence[Atom], tokens: Sequence[Token]) -> None:
    """Refuse "by" before anything but a word, "given" figures in brackets, and a label at the end or between signs.

    "By" what, or until when, is missing there, or it is a limit; "28 g (given 28 g)" may have been given.

    Raises:
        RefusedError: one stands there.
    """
    last = len(atoms) - 1
    last -= last > 0 and atoms[last - 1].text == "." and atoms[last - 1].cut
    said = next((token for token in reversed(tokens) if token.kind not in {"close", "end"}), None)
    weighed = said is not None and (said.kind == "weight-of" or (said.dose is not None and said.dose.per_kg))
    if atoms[last].after == LABEL and not weighed:
        why, hint = ": behind its last word something is missing", "write what follows it, or leave that word out"
        raise order_refusal(text, "order-unreadable", why, hint)
    for before, atom in zip((None, *atoms), atoms, strict=False):
        if atom.cut and atom.after == DEADLINE and atom.kind != "word":
            why, hint = (
                ': what stands behind "by" is a limit, or is missing',
                "write it in other words, or leave it out",
            )
            raise order_refusal(text, "order-unreadable", why, hint)
        if atom.cut and atom.after == LABEL and atom.text in BEFORE_END and (not before or before.text in BEFORE_END):
            raise not_filled_in(text, "a label between two signs has no value behind it")
        if atom.cut and atom.after == PAST and atom.kind == "figures" and before and before.text == "(":
            raise _was_given(text)


def check_given(
    text: str, atoms: Sequence[Atom], tokens: Sequence[Token], vocabulary: Vocabulary, *, record: bool
) -> None:
    """Refuse "given" where it tells of a dose that was given, as anywhere but where it says how.

    So it does behind a number before the words of a day, of an interval or of parts, before "over", a time and "as":
    "given as 40 g on day 1 and 30 g on day 2", and behind a total in brackets: "(total 120 g given) once a day". Where
    several days have each their dose it tells of one of them.

    ``record`` is whether it stands behind a word that makes a record of it, one of ``OF_RECORDS``.

    Raises:
        RefusedError: it does.
    """
    given = [at for at, atom in enumerate(atoms) if atom.after == PAST and not (atom.cut and atom.text == AS)]
    doses, parts = sum(token.dose is not None for token in tokens), sum(token.kind in PARTS for token in tokens)
    cut = [at for at in given if atoms[at].cut]
    how = doses == 1 and all(_is_said_of(HOW_OFTEN, atoms, at, vocabulary) for at in cut)
    alone = any(_is_alone(atoms, at, vocabulary) for at in range(min(given, default=len(atoms)), len(atoms)))
    told = any(not _says_how(atoms, at, vocabulary) for at in cut)
    if record or told or alone or (given and parts > 1 and not how):
        raise _was_given(text)


def _says_how(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether "given" says how: before "over" or a time, or behind a number, but not "as", before how often."""
    timed = atoms[at].text == AT and [atom.text for atom in atoms[at + 2 : at + 3]] == [":"]
    before = atoms[:at]
    told = any(atom.kind == "figures" for atom in before) and before[-1].text != AS
    if timed or atoms[at].text == OVER or _is_total(atoms, at, vocabulary):
        return True
    return told and _is_said_of(OF_INTERVAL_OR_PARTS, atoms, at, vocabulary)


def _is_total(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether "given" ends brackets that begin with a word of a total."""
    opens = max((place for place, atom in enumerate(atoms[:at]) if atom.text == "("), default=at)
    return atoms[at].text == ")" and _is_said_of(TOTALS, atoms, opens + 1, vocabulary)


def _was_given(text: str) -> RefusedError:
    """A dose was given, as it is written."""
    why = ": it says of a dose, as it is written, that it was given; an order says what is to be given"
    return order_refusal(text, "order-unreadable", why, 'write "to be given", or only the doses to be given')


def _is_said_of(roles: AbstractSet[str], atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether the words right behind "given" have one of these roles: how a dose is given, and not that it was."""
    found = vocabulary.find(atoms, at)
    return found is not None and found.phrase.role in roles


def _is_alone(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether "given" stands at an end of the order, before a colon or alone in brackets; or the next dose begins."""
    found = vocabulary.find(atoms, at)
    if found is not None and found.phrase.role == "then":
        return True
    ends = at in {0, len(atoms) - 1} or atoms[at].text == ":"
    alone = ends or [atom.text for atom in atoms[max(at - 1, 0) : at + 1]] == ["(", ")"]
    return alone and atoms[at].after == PAST
