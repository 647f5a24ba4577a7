"""What "as" or "=" says again: in brackets of its own, told to be of all days where it is their sum."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from ivigcalc.intake.written.grouping.listed_days import is_day
from ivigcalc.intake.written.grouping.totals import COUNTING
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    AMOUNTS,
    ANY_AMOUNT,
    AS,
    DAILY,
    DEPTH,
    DURATIONS,
    EQUAL,
    ONLY_DOSE,
    PER_DOSE,
    PER_KG,
    Token,
)
from ivigcalc.intake.written.words.roles import MULTIPLIED, PHASES, PRODUCT

BEFORE_AS: Final = frozenset(("open", "dose-word"))
"""Kinds of what may stand before the first dose: nothing of it is a dose that is said again."""

ENDS_SAID_AGAIN: Final = frozenset(("and", "then", "open", "close", "again", "end"))
"""What ends the words that are said again."""

DAYS_OF_NEXT_DOSE: Final = COUNTING | {"each-of"}
"""Kinds of words that say on how many days the dose behind them is given, too."""

EQUALLED: Final = ANY_AMOUNT | {"rate-of"}
"""Kinds of what that may be."""

BEFORE_EQUAL: Final = frozenset(("link", "in-all", "dose-word", "colon", *DAILY))
"""Kinds of words that may stand between "equals" and that."""

SPELT_OUT: Final = ANY_AMOUNT | {"divided", "divided-over", "doses", PRODUCT, *PHASES}
"""Kinds of words that say of a dose before "as" how it is given, or what it is."""

SAME: Final = (DURATIONS, DAILY, frozenset(("every",)), frozenset(("rate-of",)))
"""Kinds of words that may say again what others of the same do: on which days, how often, the rate."""

BESIDE_PRODUCT: Final = frozenset(("weight-of", "open", "close", "in-all", "per-dose", *DAILY))
"""What may stand between a dose for each kg, times a body weight, and what follows "="."""


def with_said_again_in_brackets(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with what "as" or "=" says again in brackets, up to the next comma or bracket.

    Behind a daily dose and its days, of which either may come first, "=" gives the dose of all of them; how often they
    are given may stand behind that: "35 g daily for 2 days = 70 g every 3 weeks". Behind a dose without days "as"
    spells it out, in several doses, too: "70 g total given as 40 g on day 1 and 30 g on day 2".

    Raises:
        RefusedError: it stands in brackets, or before the first dose; or nothing that is equal stands behind it.
    """
    _check_equals(text, tokens)
    made: list[Token] = []
    opened, inside, product, sums, dosed, spelt, told = False, 0, False, False, False, False, set[str]()
    counted = 0
    for place, (token, behind) in enumerate(zip(tokens, [*tokens[1:], None], strict=False)):
        inside += DEPTH.get(token.kind, 0)
        own = token.dose is not None and not opened and not inside
        if token.kind == "then" or own:
            told, dosed = (set() if dosed or not own else told & DAYS_OF_NEXT_DOSE), own
        told = told | _told_by(token)
        sums = sums and token.kind not in ENDS_SAID_AGAIN
        if token.kind == "again" and behind and behind.dose and all(one.kind in BEFORE_AS for one in made):
            why = f": {token.text!r} stands before the first dose, where nothing is said again"
            hint = f"leave {'it out with what follows, or write it behind' if token.text == '=' else 'that word out'}"
            raise order_refusal(text, "order-unreadable", why, hint)
        if token.kind == "again" and made and made[-1].kind == "open":
            sums = _is_sum(token, told, behind) and not _is_told(tokens, place + 2)
            sums = sums and not _is_again(made, tokens[place + 2 : place + 3])
            made.append(token)
            continue
        if token.kind == "again" and inside > 0:
            why = f": {token.text!r} stands in brackets, where nothing is said again"
            raise order_refusal(text, "order-unreadable", why, "keep in the brackets one of the two that it joins")
        listed = spelt and token.kind == "and" and behind is not None and (behind.dose or is_day(behind))
        repeated = token.interval is not None and 0 < len(made) - counted <= len(ONLY_DOSE) and counted > 0
        repeated = repeated and {one.kind for one in made[counted:]} <= ONLY_DOSE
        multiplied = product and made[-1].kind != "open" and not _told_before(made, token)
        if opened and not listed and (token.kind in ENDS_SAID_AGAIN or repeated or multiplied):
            made.append(Token(kind="close"))
            opened = False
        if token.kind == "again" and (behind is None or behind.kind in ENDS_SAID_AGAIN):
            made.append(token.replaced(kind="unsaid"))
        elif token.kind == "again":
            product = behind is not None and _is_grams(behind) and _is_again(made, tokens[place + 2 : place + 3])
            made += [token, Token(kind="open")]
            opened, spelt = True, token.says == AS and not told & DAYS_OF_NEXT_DOSE
            counted = len(made) if token.text == "=" and told & COUNTING else 0
            sums = _is_sum(token, told, behind) and not product and not _is_told(tokens, place + 2)
        else:
            made.append(token)
            if sums and token.dose:
                made.append(Token(kind="in-all"))
                sums = False
    return [*made, *([Token(kind="close")] if opened else [])]


def _check_equals(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "equals" with no dose or rate behind it, and "as" or "i.e." with nothing that is said again.

    "28 g as on day 1" says of no dose how it is given; "daily on days 1 to 5, i.e. for 5 days" says the days again.

    Raises:
        RefusedError: one stands so.
    """
    said: set[str] = set()
    for place, token in enumerate(tokens):
        said.add(token.kind)
        if token.kind != "again":
            continue
        behind = [*takewhile(lambda kind: kind not in ENDS_SAID_AGAIN, _kinds_from(tokens, place + 1))]
        equal = next((kind for kind in _kinds_from(tokens, place + 1) if kind not in BEFORE_EQUAL), "")
        if token.says == EQUAL and equal not in EQUALLED:
            why = f": {token.text!r} has no dose behind it, and does not say what it equals"
            raise order_refusal(text, "order-unreadable", why, "write the dose behind it, or leave that word out")
        if token.says != EQUAL and behind and not _says_again(said, {*behind}):
            why = f": {token.text!r} has nothing behind it that is said again"
            raise order_refusal(text, "order-unreadable", why, "write the dose behind it, or leave that word out")


def _kinds_from(tokens: Sequence[Token], at: int) -> Iterator[str]:
    """The kinds of the tokens from a place on, as far as they are looked at."""
    return (tokens[place].kind for place in range(at, len(tokens)))


def _says_again(said: set[str], again: set[str]) -> bool:
    """Whether kinds of words spell a dose out, or say something again that is ``said`` before them."""
    return not again.isdisjoint(SPELT_OUT) or any(again & kinds and said & kinds for kinds in SAME)


def _told_by(token: Token) -> set[str]:
    """What a token says of the dose: its kind, also that so many days are multiplied, and that it is for each kg."""
    multiplied = token.kind == "for" and token.role in MULTIPLIED
    return {token.kind, *(["times"] if multiplied else []), *([PER_KG] if token.dose and token.dose.per_kg else [])}


def _is_sum(again: Token, before: set[str], behind: Token | None) -> bool:
    """Whether "=" stands behind a daily dose and its days: what follows is the dose of all of them.

    So it is behind so many times a dose where it is in another unit: "28 g x 5 days = 2 g/kg".
    """
    other = behind is not None and behind.dose is not None and behind.dose.per_kg != (PER_KG in before)
    daily = "each-of" in before or bool(before & (DAILY | {PER_DOSE}) and before & COUNTING)
    return again.text == "=" and (daily or (other and "times" in before))


def _is_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dose that ends before a token is told by it to be of a day, or of all days."""
    return at < len(tokens) and tokens[at].kind in {"in-all", "per-dose", *DAILY}


def _is_grams(token: Token) -> bool:
    """Whether it is a dose that is not for each kg, a volume, or vials."""
    return token.kind in AMOUNTS or (token.dose is not None and not token.dose.per_kg)


def _is_again(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether grams behind "=" are the dose for each kg before it: that stands beside a body weight, or both are daily.

    ``behind`` is what follows the grams.
    """
    last: set[str] = set()
    for token in reversed(before):
        if token.dose:
            daily = last & DAILY and any(one.kind in DAILY for one in behind)
            return token.dose.per_kg and ("weight-of" in {*last, *(one.kind for one in before[-3:])} or bool(daily))
        if token.kind not in BESIDE_PRODUCT:
            break
        last.add(token.kind)
    return False


def _told_before(made: Sequence[Token], token: Token) -> bool:
    """Whether a word behind a product says per day, or in all, as one before it does."""
    return token.kind in BESIDE_PRODUCT and any(one.kind == token.kind for one in made)
