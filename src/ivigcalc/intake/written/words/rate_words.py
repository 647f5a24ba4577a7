"""What the words beside a rate say of it: that it is the first, or the highest."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.words.tokens import Token, order_refusal

RATE: Final = "rate-of"
FIRST, ANY, HIGHEST, LIMIT = "rate-start", "rate", "rate-most", "at-most"
"""Kinds of the words beside a rate: it is the first, a rate, the highest; and "at most", which may be of anything."""

LEADS: Final = frozenset((FIRST, ANY, HIGHEST, LIMIT))

BEFORE_RATE: Final = frozenset(("and", "colon", "again", "open"))
"""Kinds of what may stand between a rate and the word before it, but for "at most"."""

ENDS: Final = frozenset(("and", "then", "open", "close", "end"))
"""Kinds of what may stand behind the word that is behind its rate."""


def with_leads(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each rate with the kind of the word beside it: whether it is the first or the highest.

    A word is of the rate that follows, or of the one right before it where none follows; "at most" without a sign
    between: with one it may be of the days or of the dose.

    Raises:
        RefusedError: a word has no rate beside it.
    """
    made = list(tokens)
    for at, token in enumerate(tokens):
        if token.kind not in LEADS:
            continue
        place = _before(tokens, at)
        if place is None:
            place = _behind(made, at)
        if place is None:
            raise _no_rate(text, token)
        if made[place].kind == RATE:
            made[place] = made[place].replaced(lead=token.kind)
    return made


def _before(tokens: Sequence[Token], at: int) -> int | None:
    """Where the rate stands that follows a word, or the word that says more, as in "rate: start at"; None for none."""
    lead, step = tokens[at], at + 1
    while step < len(tokens) and lead.kind != LIMIT and tokens[step].kind in BEFORE_RATE:
        step += 1
    follows = {RATE, *LEADS} if lead.kind == ANY and lead.text == "rate" else {RATE}
    return step if step < len(tokens) and tokens[step].kind in follows else None


def _behind(tokens: Sequence[Token], at: int) -> int | None:
    """Where the rate stands that is right before "at most" or "max rate"; None for none, or one that has its word."""
    ends = at + 1 == len(tokens) or tokens[at + 1].kind in ENDS
    rate = tokens[at - 1] if at and ends and tokens[at].kind in {HIGHEST, LIMIT} else None
    return at - 1 if rate is not None and rate.kind == RATE and rate.lead in {"", ANY} else None


def _no_rate(text: str, lead: Token) -> RefusedError:
    """A word that is said of a rate, and has none beside it."""
    if lead.kind == LIMIT:
        why = "is said of no rate: it makes the order depend on something"
        hint = f'verify the order as it is to be given, without the condition; a rate: write "{lead.text} 180 mL/h"'
    elif lead.kind == FIRST:
        why = "is said of no rate"
        hint = f'a rate: write "{lead.text} 20 mL/h"; a first dose: name each, as in "20 g on day 1, 30 g on day 2"'
    else:
        why, hint = "is said of no rate", f'write for example "{lead.text} 180 mL/h", or type --rate "180 mL/h"'
    return order_refusal(text, "order-unreadable", f": {lead.text!r} {why}", hint)
