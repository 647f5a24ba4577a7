"""Words that are read in their place alone, because elsewhere they may say something else: refused with both."""

from collections.abc import Iterator, Sequence
from typing import Final

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.words.rate_words import RATE
from ivigcalc.intake.written.words.refusals import course_and_repeated, once_or_repeated
from ivigcalc.intake.written.words.tokens import Token, order_refusal
from ivigcalc.intake.written.words.vocabulary import PRODUCT

BRACKETS: Final = {"open": 1, "close": -1}

ENDS: Final = frozenset(("and", *BRACKETS))
"""Kinds of signs that may stand behind the last word."""

REPEATS: Final = frozenset(("lasting", "cycles"))
"""Kinds of words that say how long, or how often, something is repeated."""


def check_places(text: str, tokens: Sequence[Token]) -> None:
    """Refuse words out of their place: "then stop" before the end, or "only after" without a rate before it.

    Raises:
        RefusedError: words stand there.
    """
    flat = [*_with_brackets(tokens)]
    _check_stop(text, flat)
    _check_once(text, flat)
    _check_and(text, flat)
    _check_own_words(text, flat)


def _with_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with those in brackets in their places, between the two brackets."""
    for token in tokens:
        if token.inside:
            yield from (Token(kind="open"), *token.inside, Token(kind="close"))
        else:
            yield token


def _check_stop(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "then stop" where something stands behind it, or where nothing says after how many repeats.

    "then stop 2026-12-05" is the day on which it is stopped, "then stop for 6 months" how long it is.

    Raises:
        RefusedError: it stands there.
    """
    stop = next((place for place, token in enumerate(tokens) if token.kind == "stop-after"), None)
    if stop is None:
        return
    said = tokens[stop].text
    if behind := next((token for token in tokens[stop + 1 :] if token.kind not in ENDS), None):
        why = f": {said!r} ends an order, and {behind.text!r} behind it may be when, or for how long, it is stopped"
        hint = f'ask what is meant; the last day is written as in "until 2026-12-05", and {said!r} at the very end'
        raise order_refusal(text, "order-ambiguous", why, hint)
    every = next((token for token in tokens if token.interval), None)
    if every and not any(token.kind in REPEATS for token in tokens):
        why = f": '{every.text} {said}' does not say after how many"
        raise order_refusal(text, "order-incomplete", why, f'say how often before it, for example "x 4 cycles {said}"')


def _check_once(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "once" that a sign, a bracket or "and" sets apart from an interval: one dose alone, or one each time.

    Raises:
        RefusedError: it stands so; both readings are named.
    """
    before: Token | None = None
    dose: Dose | None = None
    apart, depth, place = False, 0, 0
    for token in tokens:
        depth += BRACKETS.get(token.kind, 0)
        if token.kind == "and":
            apart = True
        elif token.kind == "then" or (token.dose and dose and not depth):
            before, dose = None, token.dose
        elif token.dose and not depth:
            dose, apart = token.dose, False
        elif token.kind == "once" or token.interval:
            if before and before.kind != token.kind and (apart or depth != place):
                once, every = (token, before) if before.interval else (before, token)
                raise once_or_repeated(text, dose, once, every)
            before, apart, place = token, False, depth


def _check_and(text: str, tokens: Sequence[Token]) -> None:
    """Refuse the word "and" before an interval: all of it is repeated, or behind it comes a maintenance.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    joined: Token | None = None
    for token in tokens:
        if token.interval and joined:
            raise course_and_repeated(text, joined, token)
        if token.kind not in ENDS or token.text:
            joined = token if token.kind == "and" else None


def _check_own_words(text: str, tokens: Sequence[Token]) -> None:
    """Refuse what ivigcalc's own order line says of a rate, or of a preparation, where neither stands before it.

    "only after more than 2 infusions" is a condition of a rate there, and would be one of the dose elsewhere.

    Raises:
        RefusedError: it stands there.
    """
    words = [token for token in tokens if token.kind not in ENDS]
    for place, token in enumerate(words):
        before = [one.kind for one in words[:place]]
        if token.kind == "behind-rate" and before[-1:] != [RATE]:
            why, hint = (
                "makes the order depend on something",
                "verify the order as it is to be given, without the condition",
            )
            raise order_refusal(text, "order-unreadable", f": {token.text!r} {why}", hint)
        if token.kind == "verdict" and not {PRODUCT, "dose"} <= {*before}:
            why = f": {token.text!r} is read behind a preparation and its dose alone"
            raise order_refusal(text, "order-unreadable", why, "leave it out: the preparation is judged again")
