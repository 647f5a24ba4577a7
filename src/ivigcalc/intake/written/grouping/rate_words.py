"""What the words beside a rate say of it: that it is the first, or the highest."""

from collections.abc import Iterator, Sequence
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import DEPTH, Token

RATE: Final = "rate-of"
FIRST, ANY, HIGHEST, LIMIT = "rate-start", "rate", "rate-most", "at-most"
"""Kinds of the words beside a rate: it is the first, a rate, the highest; and "at most", which may be of anything."""
TO_START: Final = "rate-start-behind"
"""The kind of the words right behind the first rate, or before it: "100 mL/h to start", "initially 100 mL/h"."""

LEADS: Final = frozenset((FIRST, ANY, HIGHEST, LIMIT, TO_START))

BEFORE_RATE: Final = frozenset(("and", "colon", "again", "open"))
"""Kinds of what may stand between a rate and the word before it; behind "at most" a colon alone, as of a label."""

BEFORE_LIMIT: Final = BEFORE_RATE | {RATE, *LEADS}
"""Kinds of what may stand before "at most": behind a dose or its days it may be said of these."""

BEHIND_LEAD: Final = frozenset(("and", "then", "open", "close", "end"))
"""Kinds of what may stand behind the word that is behind its rate."""


def with_leads(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each rate with the kind of the word beside it: whether it is the first or the highest.

    A word is of the rate that follows, or of the one right before it where none follows; "at most" without a sign
    between: with one it may be of the days or of the dose. A colon between, and in brackets a comma between two rates,
    are left out.

    Raises:
        RefusedError: a word has no rate beside it, or may be said of what stands before it.
    """
    made: list[Token | None] = list(tokens)
    for at, token in enumerate(tokens):
        if token.kind not in LEADS:
            continue
        place = _before(tokens, at)
        if place is not None and token.kind in {LIMIT, TO_START} and at and tokens[at - 1].kind not in BEFORE_LIMIT:
            raise _of_either(text, tokens[at - 1], token, tokens[place])
        if place is None:
            place = _behind(made, at)
        rate = None if place is None else made[place]
        if place is None or rate is None:
            raise _no_rate(text, token)
        if rate.kind == RATE:
            made[place] = rate.replaced(lead=FIRST if token.kind == TO_START else token.kind)
        for between in range(at, place):
            made[between] = None if tokens[between].kind == "colon" else made[between]
    return [*_without_commas([token for token in made if token])]


def _before(tokens: Sequence[Token], at: int) -> int | None:
    """Where the rate stands that follows a word, or the word that says more, as in "rate: start at"; None for none."""
    lead, step = tokens[at], at + 1
    if lead.kind == TO_START and at and tokens[at - 1].kind == RATE:
        return None
    labelled = {"colon"} if not at or tokens[at - 1].kind in {"and", "open"} else set[str]()
    between = labelled if lead.kind in {LIMIT, TO_START} else BEFORE_RATE
    while step < len(tokens) and tokens[step].kind in between:
        step += 1
    follows = {RATE, *LEADS} if lead.kind == ANY else {RATE}
    return step if step < len(tokens) and tokens[step].kind in follows else None


def _behind(tokens: Sequence[Token | None], at: int) -> int | None:
    """Where the rate stands that is right before "at most" or "to start"; None for none, or one that has its word."""
    lead, behind = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    ends = behind is None or behind.kind in BEHIND_LEAD
    rate = tokens[at - 1] if at and ends and lead and lead.kind in {HIGHEST, LIMIT, TO_START} else None
    return at - 1 if rate is not None and rate.kind == RATE and rate.lead in {"", ANY} else None


def _without_commas(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without commas between two rates in brackets: "(start at 20 mL/h, at most 180 mL/h)"."""
    inside, before = 0, ""
    for token, behind in zip(tokens, [*tokens[1:], None], strict=False):
        inside += DEPTH.get(token.kind, 0)
        comma = token.kind == "and" and not token.text
        if not (comma and inside and before in {RATE, *LEADS} and behind and behind.kind in {RATE, *LEADS}):
            yield token
        before = token.kind


def _of_either(text: str, before: Token, lead: Token, rate: Token) -> RefusedError:
    """A word as "max" between a dose or its days and a rate: of which of both?"""
    why = f": {lead.text!r} may be said of {before.text!r}, or of {rate.text!r}"
    return in_doubt(text, why, f"put a comma before {lead.text!r} if it is said of the rate; else ask what is meant")


def _no_rate(text: str, lead: Token) -> RefusedError:
    """A word that is said of a rate, and has none beside it."""
    if lead.kind == LIMIT:
        why = "is said of no rate: it makes the order depend on something"
        hint = f'verify the order as it is to be given, without the condition; a rate: write "{lead.text} 180 mL/h"'
    elif lead.kind in {FIRST, TO_START}:
        why, start = "is said of no rate", "start at" if lead.kind == TO_START else lead.text
        hint = f'a rate: write "{start} 20 mL/h"; a first dose: name each, as in "20 g on day 1, 30 g on day 2"'
    else:
        why, hint = "is said of no rate", f'write for example "{lead.text} 180 mL/h", or type --rate "180 mL/h"'
    return order_refusal(text, "order-unreadable", f": {lead.text!r} {why}", hint)
