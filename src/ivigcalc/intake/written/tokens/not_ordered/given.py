"""What an order says was given: a record of it is no order; elsewhere "given" says how a dose is given."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    ANY_AMOUNT,
    AS,
    AS_ONE,
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
from ivigcalc.intake.written.words.roles import BY_VEIN, IV, PAST, PHASES, PRODUCT, ROUTE, WAY_OR_EACH

PARTS: Final = frozenset(("on-day", "on-days", "once"))
"""Kinds of words that say on which days one of several doses is given."""

OF_RECORDS: Final = frozenset(("dose-word", "in-all", "once", "weight-of", *PHASES))
"""Kinds of words behind which "given" tells of what was given, as in "dose given"; not "total dose given as"."""

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

CLOSING: Final = frozenset(("and", "close", "end"))
"""Kinds of signs behind which nothing more is said of what stands before them."""

WHEN: Final = HOW_OFTEN | DURATIONS | {"dates"}
"""Kinds of words that say when a dose is given: behind "given" it is said of a dose that is still to come."""

WAYS: Final = frozenset((IV, BY_VEIN))
"""Roles of carriers that say by what way: "given IV"."""

BEHIND_WHOLE: Final = frozenset(("and", "close", "end", "stop-after"))
"""Kinds of what may stand behind "given" that is said of the whole order."""

FOR_WHAT: Final = frozenset(("for-what", "indication"))
"""Kinds of what it is for: so behind the way of "given" alone, since "given for CIDP" is what a letter says."""

TREATMENTS: Final = frozenset((PRODUCT, *FOR_WHAT, *PHASES))
"""Kinds of what "given as" records: "given as induction"; "given as 28 g daily" spells an order out."""

STILL_TO_BE_GIVEN: Final = (
    'what was given: ask what is still to be given, and write that alone; an order: write "to be given" in its place'
)


def given_in(atoms: Sequence[Atom]) -> list[Token]:
    """A token for each word such as "given" among carriers before or between atoms that are read together."""
    made: list[Token] = []
    for at, atom in enumerate(atoms):
        if PAST in atom.behind:
            behind = atom.behind[atom.behind.index(PAST) :]
            lead = "" if WAYS.isdisjoint(behind) else BY_VEIN
            made.append(Token(kind=GIVEN, says=INSIDE if at else NEW_LINE if atom.line else "", lead=lead))
    return made


def without_given(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens without "given" and its like, where each says how the doses before it are given, not that they were.

    It says how right before words of how often, of parts, of a time of the day, "over" and "as". Elsewhere it is read
    of one dose on several days alone, where it can be said of nothing but the whole. At the end, and at a sign behind
    which nothing says when, it is what a letter says of a course that is over.

    Raises:
        RefusedError: one may tell of what was given.
    """
    if not any(token.kind == GIVEN for token in tokens):
        return [*tokens]
    told = _Told(tokens)
    for place in _places(tokens, has_days=told.has_days):
        if not (place.dosed and place.before.kind != "again" and told.says_how(place)):
            why = ": it says of a dose, as it is written, that it was given; an order says what is to be given"
            raise order_refusal(text, "order-unreadable", why, STILL_TO_BE_GIVEN)
    if _is_over(tokens):
        why = ': "given" and its like at the end say that it was given; an order says what is to be given'
        raise order_refusal(text, "order-unreadable", why, STILL_TO_BE_GIVEN)
    return [token for token in tokens if token.kind != GIVEN]


def _is_over(tokens: Sequence[Token]) -> bool:
    """Whether "given" stands last, or at a sign, without its way, and nothing behind it says when it is given."""
    from_the_end = zip(reversed(tokens), (Token(kind="end"), *reversed(tokens)), strict=False)
    return any(
        token.kind == GIVEN and not token.lead and behind.kind in CLOSING and not behind.text
        for token, behind in takewhile(lambda both: both[0].kind not in WHEN, from_the_end)
    )


class _Place(NamedTuple):
    """Where "given" stands."""

    before: Token
    behind: Token
    further: Token
    """The token behind that."""
    last: Token
    """The token before it, over a bracket that opens."""
    new_line: bool
    way: bool
    """Whether its way stands behind it: "given IV"."""
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
    """The places of "given", but those of "given as" before a dose."""
    end = Token(kind="end")
    dosed, own, depth = False, False, 0
    last, first, dose = end, end, False
    rows = zip((end, *tokens), tokens, (*tokens[1:], end), (*tokens[2:], end, end), strict=False)
    for before, token, behind, further in rows:
        last = last if before.kind == "open" else before
        of_dose = dose and before.kind == "in-all" and before.says != CUMULATIVE
        dose = before.kind in ANY_AMOUNT
        dosed = dosed or token.kind in ANY_AMOUNT
        own = token.kind in ANY_AMOUNT or (own and token.kind not in SIGNS)
        depth += DEPTH.get(token.kind, 0)
        first = behind if token.kind == "open" else first
        spelt_out = behind.says == AS and token.says != INSIDE and (token.lead or further.kind not in TREATMENTS)
        if token.kind == GIVEN and not spelt_out:
            how = dosed and token.says != INSIDE
            apart = before.kind == "open" or not depth
            of_total = has_days and depth > 0 and first.says in {OF_TOTAL, TOTAL_DOSE}
            at_line, way = token.says == NEW_LINE, bool(token.lead)
            yield _Place(before, behind, further, last, at_line, way, how, own, apart, of_dose, of_total)


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

    It stands before the way, what it is for behind that, a rate, or "for 5 days"; or at a sign or the end, and then not
    right behind a dose or so many ("28 g given", "5 days given"), nor behind days without their dose, nor as a sentence
    or a line of its own, which says that it was given.
    """
    before, behind, last = place.before, place.behind, place.last
    ended = before.says == SENTENCE or before.kind == "end" or place.new_line
    if behind.kind in LONG:
        return not behind.says and before.kind not in {"open", "colon"} and not ended
    if behind.kind in RATES or behind.says in {ROUTE, WAY_OR_EACH}:
        return True
    counted = _is_count(last) or last.kind in ANY_AMOUNT or (last.kind in DURATIONS and not place.own)
    of_whole = behind.kind in BEHIND_WHOLE or (place.way and behind.kind in FOR_WHAT)
    return of_whole and not (counted or ended or _is_count(place.further))


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
