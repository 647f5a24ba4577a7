"""What is no order, by its text: struck through, not filled in or cut off; or what was given already."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from ivigcalc.intake.written.tokens.refusal import in_doubt, not_filled_in, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    ANY_AMOUNT,
    AS,
    AS_ONE,
    ASIDE,
    DAILY,
    DEPTH,
    DURATIONS,
    GIVEN,
    INSIDE,
    NEW_LINE,
    OF_TOTAL,
    TOTAL_DOSE,
    Token,
)
from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.roles import (
    BY_VEIN,
    COURSE,
    DEADLINE,
    IV,
    LABEL,
    PAST,
    PER_CYCLE,
    PHASES,
    PRODUCT,
    ROUTE,
)
from ivigcalc.intake.written.words.vocabulary import Vocabulary

PARTS: Final = frozenset(("on-day", "on-days", "once"))
"""Kinds of words that say on which days one of several doses is given."""

OF_RECORDS: Final = frozenset(("dose-word", "in-all", "once", "weight-of", *PHASES))
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

HOW_OFTEN: Final = DAILY | {"every"}
"""Kinds of words that say how often a dose is given."""

HOW: Final = HOW_OFTEN | {"divided", "divided-over", "over", "clock"}
"""Kinds of the words right behind "given" with which it says how, of a dose that stands before it."""

RATES: Final = frozenset(("rate", "rate-start", "rate-most"))
"""Kinds of words before a rate."""

BEFORE_REMARK: Final = frozenset(("and", "colon", "open"))
"""Kinds of signs behind which "given for 5 days" may be a remark on what was given."""

BEHIND_WAY: Final = frozenset(("and", "close", "end", "for-what", "indication", "stop-after"))
"""Kinds of what may stand behind "given IV"."""

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


def check_numbered(text: str, atoms: Sequence[Atom], vocabulary: Vocabulary) -> None:
    """Refuse "course IV" before a sign or at the end: IV may be a number there. "Per course" has none.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    for at, (course, atom) in enumerate(pairwise(atoms)):
        headed = vocabulary.find_as(COURSE, atoms, at)
        per = at > 0 and vocabulary.find_as(PER_CYCLE, atoms, at - 1)
        if IV in atom.behind and headed and not per and (atom.kind == "sign" or atom.line):
            why = f": '{course.text} iv' may be the fourth {course.text}, or one that is given intravenously"
            raise in_doubt(text, why, f"leave '{course.text} IV' out; the way stands before the dose: \"IV 28 g\"")


def given_in(atoms: Sequence[Atom]) -> list[Token]:
    """A token for each word such as "given" among carriers before or between atoms that are read together."""
    made: list[Token] = []
    for at, atom in enumerate(atoms):
        if atom.cut and atom.after == PAST:
            says = INSIDE if at else IV if atom.behind[-1] in BY_VEIN else NEW_LINE if atom.line else ""
            made.append(Token(kind=GIVEN, says=says))
    return made


def without_given(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens without "given" and its like, where each says how a dose before it is given, and not that it was.

    It says how right before words of how often, of parts, of a time of the day, "over" and "as"; and, of one dose on
    several days, before the way, a rate, or "for" and the number of days.

    Raises:
        RefusedError: one tells of what was given.
    """
    if not any(token.kind == GIVEN for token in tokens):
        return [*tokens]
    told, end = _Told(tokens), Token(kind="end")
    dosed, depth, of_total = False, 0, False
    for before, token, behind in zip((end, *tokens), tokens, (*tokens[1:], end), strict=False):
        dosed = dosed or token.kind in ANY_AMOUNT
        depth += DEPTH.get(token.kind, 0)
        if token.kind == "open":
            of_total = told.has_days and behind.says in {OF_TOTAL, TOTAL_DOSE}
        of_total = of_total and depth > 0
        if token.kind != GIVEN or (behind.says == AS and token.says != INSIDE):
            continue
        apart = before.kind == "open" or not depth
        how = dosed and token.says != INSIDE and before.kind != "again"
        if not how or not ((of_total and behind.kind == "close") or told.says_how(token, before, behind, apart=apart)):
            why = ": it says of a dose, as it is written, that it was given; an order says what is to be given"
            raise order_refusal(text, "order-unreadable", why, 'write "to be given", or only the doses to be given')
    return [token for token in tokens if token.kind != GIVEN]


class _Told:
    """What an order says as a whole, of which "given" may tell."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Count its doses outside brackets, and how often it says when they are given."""
        self._doses = sum(token.kind in ANY_AMOUNT for token in _outside_brackets(tokens))
        self._days = sum(token.kind in DURATIONS for token in tokens)
        self.has_days = self._days > 0 or any(token.dates for token in tokens)
        """Whether it says on which days, or on how many: then no total gives their number."""
        self._parts = sum(token.kind in PARTS for token in tokens)
        self._several = (self._doses > 1 and self._days > 1) or any(token.kind == "then" for token in tokens)
        self._one = self._doses == 1 and self._days <= 1 and not any(len(token.days) == 1 for token in tokens)

    def says_how(self, given: Token, before: Token, behind: Token, *, apart: bool) -> bool:
        """Whether "given" says how; ``apart`` is whether it begins brackets, or stands in none."""
        if self._several or (before.kind in OF_RECORDS and behind.says != AS_ONE):
            return False
        if behind.kind in HOW or behind.says == AS_ONE:
            return self._parts <= 1 or (self._doses == 1 and behind.kind in HOW_OFTEN)
        return self._one and apart and _is_way(given, before, behind)


def _is_way(given: Token, before: Token, behind: Token) -> bool:
    """Whether "given" says the way, as in "given IV"; or stands before that, a rate, or "for 5 days"."""
    by_vein = given.says == IV
    if behind.kind == "for":
        remark = before.kind in BEFORE_REMARK or given.says == NEW_LINE
        return not behind.says and before.kind != "open" and (by_vein or not remark)
    return behind.kind in RATES or behind.says == ROUTE or (by_vein and behind.kind in BEHIND_WAY)


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that stand in no brackets."""
    depth = 0
    for token in tokens:
        depth += DEPTH.get(token.kind, 0)
        if not depth:
            yield token
