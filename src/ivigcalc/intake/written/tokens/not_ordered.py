"""What is no order, by its text: struck through, not filled in or cut off; or what was given already."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import normalize

from ivigcalc.intake.written.tokens.refusal import in_doubt, not_filled_in, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    ANY_AMOUNT,
    AS,
    AS_ONE,
    ASIDE,
    CUMULATIVE,
    DAILY,
    DEPTH,
    DURATIONS,
    GIVEN,
    INSIDE,
    NEW_LINE,
    OF_TOTAL,
    SENTENCE,
    TOTAL_DOSE,
    Token,
)
from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.roles import (
    COURSE,
    DEADLINE,
    HEADING,
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

HOW_OFTEN: Final = DAILY | {"every"}
"""Kinds of words that say how often a dose is given."""

PARTED: Final = frozenset(("divided", "divided-over", "over"))
"""Kinds of words that say on how many days a total is given, or in parts: "2 g/kg total given over 5 days"."""

HOW: Final = HOW_OFTEN | PARTED | {"clock"}
"""Kinds of the words right behind "given" with which it says how, of a dose that stands before it."""

RATES: Final = frozenset(("rate", "rate-start", "rate-most"))
"""Kinds of words before a rate."""

SIGNS: Final = frozenset(("and", "colon"))
"""Kinds of signs that part "given" from the dose before it."""

LONG: Final = frozenset(("for", "lasting"))
"""Kinds of words that say for how long: "given for 5 days"."""

COUNTS: Final = frozenset(("times", "doses", "cycles"))
"""Kinds of numbers of doses or courses: so many may be those that were given."""

BEHIND_WHOLE: Final = frozenset(("and", "close", "end", "for-what", "indication", "stop-after"))
"""Kinds of what may stand behind "given" that is said of the whole order."""

BEFORE_END: Final = frozenset(",;|.")

LISTED: Final = re.compile(r"^\s*1\s?[.)]\s.*\s2\s?[.)]\s", re.DOTALL)
"""A list of two orders: "1) IVIG ... 2) IVIG ..."."""


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
    """Refuse "cycle IV", and "course IV" before a sign or at the end, and "treatment IV:": IV may be a number there.

    "Per course" has none. Refuse a numbered list of orders, too.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    if LISTED.search(text):
        raise order_refusal(text, "order-two-courses", ": a list of orders, 1 and 2", "verify one of them at a time")
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


def given_in(atoms: Sequence[Atom]) -> list[Token]:
    """A token for each word such as "given" among carriers before or between atoms that are read together."""
    made: list[Token] = []
    for at, atom in enumerate(atoms):
        if PAST in atom.behind:
            made.append(Token(kind=GIVEN, says=INSIDE if at else NEW_LINE if atom.line else ""))
    return made


def without_given(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens without "given" and its like, where each says how the doses before it are given, not that they were.

    It says how right before words of how often, of parts, of a time of the day, "over" and "as". Elsewhere it is read
    of one dose on several days alone, where it can be said of nothing but the whole.

    Raises:
        RefusedError: one may tell of what was given.
    """
    if not any(token.kind == GIVEN for token in tokens):
        return [*tokens]
    told = _Told(tokens)
    for place in _places(tokens, has_days=told.has_days):
        if not (place.dosed and place.before.kind != "again" and told.says_how(place)):
            why = ": it says of a dose, as it is written, that it was given; an order says what is to be given"
            raise order_refusal(text, "order-unreadable", why, 'write "to be given", or only the doses to be given')
    return [token for token in tokens if token.kind != GIVEN]


class _Place(NamedTuple):
    """Where "given" stands."""

    before: Token
    behind: Token
    further: Token
    """The token behind that."""
    last: Token
    """The token before it, over a bracket that opens."""
    new_line: bool
    dosed: bool
    """Whether a dose stands before it, and it stands within no other words."""
    own: bool
    """Whether a dose stands before it without a sign between."""
    apart: bool
    """Whether it begins brackets, or stands in none."""
    of_dose: bool
    """Whether right before it a dose is called the total, as in "2 g/kg total given"."""
    of_total: bool
    """Whether it stands in brackets that begin with "total", of an order that has its days."""


def _places(tokens: Sequence[Token], *, has_days: bool) -> Iterator[_Place]:
    """The places of "given", but those of "given as"."""
    ends = [Token(kind="end")] * 2
    dosed, own, depth, of_total = False, False, 0, False
    last, dose = ends[0], False
    rows = zip((*ends[:1], *tokens), tokens, (*tokens[1:], *ends), (*tokens[2:], *ends), strict=False)
    for before, token, behind, further in rows:
        last = last if before.kind == "open" else before
        of_dose = dose and before.kind == "in-all" and before.says != CUMULATIVE
        dose = before.kind in ANY_AMOUNT
        dosed = dosed or token.kind in ANY_AMOUNT
        own = token.kind in ANY_AMOUNT or (own and token.kind not in SIGNS)
        depth += DEPTH.get(token.kind, 0)
        if token.kind == "open":
            of_total = has_days and behind.says in {OF_TOTAL, TOTAL_DOSE}
        of_total = of_total and depth > 0
        if token.kind == GIVEN and (behind.says != AS or token.says == INSIDE):
            how = dosed and token.says != INSIDE
            apart = before.kind == "open" or not depth
            yield _Place(before, behind, further, last, token.says == NEW_LINE, how, own, apart, of_dose, of_total)


class _Told:
    """What an order says as a whole, of which "given" may tell."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Count its doses outside brackets, and how often it says when they are given."""
        outside = [token for token in _outside_brackets(tokens) if token.kind not in {"link", "colon"}]
        beside = list(zip((None, *outside), outside, (*outside[1:], None), strict=False))
        totals = sum(token.kind in ANY_AMOUNT and _is_total(before, behind) for before, token, behind in beside)
        self._doses = sum(token.kind in ANY_AMOUNT for token in outside)
        self._days = sum(token.kind in DURATIONS for token in tokens)
        self.has_days = self._days > 0 or any(token.dates for token in tokens)
        """Whether it says on which days, or on how many: then no total gives their number."""
        self._parts = sum(token.kind in PARTS for token in tokens)
        self._several = (self._doses > 1 and self._days > 1) or any(token.kind == "then" for token in tokens)
        one = self._doses == 1 or (self._doses - totals == 1 and self.has_days)
        self._one = one and self._days <= 1 and not any(len(token.days) == 1 for token in tokens)

    def says_how(self, place: _Place) -> bool:
        """Whether "given" says how."""
        before, behind = place.before, place.behind
        if place.of_total and behind.kind == "close":
            return True
        as_whole = behind.says == AS_ONE or (place.of_dose and behind.kind in PARTED)
        if self._several or (before.kind in OF_RECORDS and not as_whole):
            return False
        if behind.kind in HOW or behind.says == AS_ONE:
            return self._parts <= 1 or (self._doses == 1 and behind.kind in HOW_OFTEN)
        return self._one and place.apart and _is_of_whole(place)


def _is_total(before: Token | None, behind: Token | None) -> bool:
    """Whether a dose is called the total by the words beside it."""
    return any(one is not None and one.kind == "in-all" for one in (before, behind))


def _is_of_whole(place: _Place) -> bool:
    """Whether "given" can be said of nothing but the whole order, so that it is the same whenever it is given.

    It stands before the way, a rate, "for 5 days", or what it is for; or at a sign or the end, and then not right
    behind a dose or so many ("28 g given", "5 days given"), nor behind days without their dose, nor as a sentence or a
    line of its own, which says that it was given.
    """
    before, behind, last = place.before, place.behind, place.last
    ended = before.says == SENTENCE or before.kind == "end" or place.new_line
    if behind.kind in LONG:
        return not behind.says and before.kind not in {"open", "colon"} and not ended
    if behind.kind in RATES or behind.says == ROUTE:
        return True
    counted = _is_count(last) or last.kind in ANY_AMOUNT or (last.kind in DURATIONS and not place.own)
    return behind.kind in BEHIND_WHOLE and not (counted or ended or _is_count(place.further))


def _is_count(token: Token) -> bool:
    """Whether it is a bare number of days, or of doses or courses: "5 days", "2 doses"."""
    return token.kind in COUNTS or token.role == "days"


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that stand in no brackets."""
    depth = 0
    for token in tokens:
        depth += DEPTH.get(token.kind, 0)
        if not depth:
            yield token
