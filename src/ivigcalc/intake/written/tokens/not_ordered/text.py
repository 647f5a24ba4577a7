"""What is no order, by its text: struck through, not filled in or cut off."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from ivigcalc.intake.written.tokens.refusal import in_doubt, not_filled_in, order_refusal
from ivigcalc.intake.written.tokens.tokens import ASIDE, Token
from ivigcalc.intake.written.words.atoms import Atom, atoms_of, folded
from ivigcalc.intake.written.words.roles import (
    COURSE,
    DEADLINE,
    HEADING,
    IV,
    LABEL,
    PER_CYCLE,
    PHASES,
    PRODUCT,
    TOTAL,
    TOTAL_ALONE,
)
from ivigcalc.intake.written.words.vocabulary import Vocabulary

BEFORE_VERB: Final = frozenset((ASIDE, "and", "colon", "weight-of", "indication", PRODUCT, "strength", *PHASES))
"""Kinds of what may stand before the verb of an order, or its heading."""

NOT_FILLED_IN: Final = {
    re.compile("[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20eb]"): "letters of it are struck through",
    re.compile(r"~~|</?(?:s|del|strike)>", re.IGNORECASE): "a part of it is struck through",
    re.compile(r"\(\s*\)"): "brackets with nothing in them may be a box that is not ticked",
    re.compile(r"[|;][^\S\n]*[|;](?!\s*\Z)"): "nothing stands between two signs, where a field is not filled in",
    re.compile(r"_{2,}|\.{3}|\u2026"): "a line, or dots, stand where something is to be filled in",
    re.compile(r"\[\s*\]|[\u2610\u25a1\u25a2]"): "it has a box that is not ticked",
    re.compile(r"\[\s*x\s*\]|[\u2611-\u2612\u2713-\u2718]", re.IGNORECASE): "it has a box that is ticked",
    re.compile(r"\?"): "a question mark says that something of it is not sure",
    re.compile(r"(?:^|[\s:])[-\u2013\u2014]\s*(?:[;|)]|\Z)"): "a dash stands where a value is missing",
    re.compile(r":\s*(?:[;|)]|[,.](?![0-9])|\Z)"): "a colon with nothing behind it is a field that is not filled in",
}
"""Signs of what is not ordered, not sure or not filled in, and what they are.

Strokes over letters are none of a word without its accents.
"""

BEFORE_END: Final = frozenset(",;|.")

MARK: Final = r"(?:^|(?<=\s))([0-9]{1,2})\s?[.)]\s"
"""The mark of an item of a list."""

GRAMS: Final = r"(?i)[0-9]\s?m?g\b"
"""Grams: where a list has some, only with them is an item an order, and else with mL."""

WHOLE_ORDER: Final = r"(?is)[0-9]\s?(?:{unit})\b(?!/(?:kg/)?(?:h|min)).*[0-9]"
"""What makes an item an order: an amount that is no rate, and another figure behind it."""

TOTALS: Final = ("in-all", "total-dose", TOTAL, TOTAL_ALONE)
"""Roles of words with which an item begins that is the total of an order."""


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
    """Refuse "by" before anything but a word, and a label at the end or between signs.

    "By" what, or until when, is missing there, or it is a limit.

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


def check_list_of_orders(text: str, vocabulary: Vocabulary) -> None:
    """Refuse a list of orders: "1) IVIG 28 g daily for 5 days 2) IVIG 70 g every 3 weeks".

    Raises:
        RefusedError: it is one.
    """
    before, *items = re.split(MARK, text)
    order = WHOLE_ORDER.format(unit="m?g" if re.search(GRAMS, text) else "mL")
    listed = not before.strip() and items[:3:2] == ["1", "2"]
    if listed and all(re.search(order, item) and not _is_total(item, vocabulary) for item in items[1:4:2]):
        raise order_refusal(text, "order-two-courses", ": a list of orders, 1 and 2", "verify one of them at a time")


def _is_total(item: str, vocabulary: Vocabulary) -> bool:
    """Whether an item of a list begins with the word of a total."""
    return any(vocabulary.find_as(role, atoms_of(folded(item)), 0) for role in TOTALS)


def check_numbered(text: str, atoms: Sequence[Atom], vocabulary: Vocabulary) -> None:
    """Refuse "cycle IV", and "course IV" before a sign or at the end, and "treatment IV:": IV may be a number there.

    "Per course" has none.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    courses = {phrase.split(" ")[-1] for phrase in vocabulary.words_of[PER_CYCLE]}
    for at, (course, atom) in enumerate(pairwise(atoms)):
        if IV not in atom.behind:
            continue
        headed = atom.kind == "sign" or atom.line or not vocabulary.find_as(COURSE, atoms, at)
        counted = at > 0 and (atoms[at - 1].kind == "figures" or vocabulary.find_as(PER_CYCLE, atoms, at - 1))
        if (course.text in courses and headed and not counted) or _ends_heading(atoms, at + 1, vocabulary):
            why = f": '{course.text} iv' may be the fourth {course.text}, or one that is given intravenously"
            raise in_doubt(text, why, f"leave '{course.text} IV' out; the way stands before the dose: \"IV 28 g\"")


def _ends_heading(atoms: Sequence[Atom], colon: int, vocabulary: Vocabulary) -> bool:
    """Whether an atom is the colon of a heading, of one word or two: "treatment plan:"."""
    heads = ((begin, vocabulary.find_as(HEADING, atoms, begin)) for begin in range(max(colon - 2, 0), colon))
    return any(head is not None and begin + head.long == colon + 1 for begin, head in heads)
