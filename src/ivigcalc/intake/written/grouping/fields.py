"""The labels and headings of an order, and its verb: each has beside it what it speaks of."""

import re
from collections.abc import Sequence
from typing import Final

from ivigcalc.intake.written.tokens.not_ordered.text import BEFORE_VERB
from ivigcalc.intake.written.tokens.refusal import in_doubt, not_filled_in, order_refusal
from ivigcalc.intake.written.tokens.tokens import ANY_AMOUNT, IN_DAYS, Token
from ivigcalc.intake.written.words.roles import EACH, FORM, GOES_ON, HEADING, INCLUSIVE, LABEL, PRODUCT, VERB

NO_VALUE: Final = frozenset(("and", "then", "colon", "close", "again", "end"))
"""Kinds of what is nothing that a heading speaks of."""


LABELS: Final = frozenset(("dose-word", "volume"))
"""Kinds of words that are the labels of fields, beside the carriers that are."""


AT_DOSE: Final = frozenset(("close", "strength", "aside", "weight-of", "clock", PRODUCT))
"""Kinds of what may stand between a dose and a total that is of it."""

BEFORE_MISSING: Final = frozenset(("and", "open", "for", "times", "doses", "on-days"))
"""Kinds of signs and days behind which such a label at the end is of nothing before it."""


LABELLED: Final = re.compile(r"[a-z .]+:")
"""How a field begins whose label and value are one phrase: "duration: 5 days"."""


def check_fields(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a label with a colon before the next label, or before a dose that is no weight; or one at the end.

    Raises:
        RefusedError: one stands there.
    """
    rows = zip((None, *tokens), tokens, tokens[1:], (*tokens[2:], None), strict=False)
    for before, colon, value, behind in rows:
        own = colon.says == LABEL
        if colon.kind != "colon" or not (own or (before and before.kind in LABELS)):
            continue
        label = value.kind in LABELS and behind is not None and behind.kind == "colon"
        if label or value.says == LABEL or LABELLED.match(value.text) or (own and value.dose):
            raise not_filled_in(text, "a label with a colon has no value of its own behind it")
    said = [token for token in tokens if token.kind not in {"close", "end"}]
    ended = [token.kind for token in said[-2:]]
    inside = tokens[-1:] != said[-1:] and "and" in ended
    if ended and ended[-1] in LABELS and not inside and (ended[0] in BEFORE_MISSING or " " in said[-1].text):
        raise not_filled_in(text, f"behind {said[-1].text!r} at its end something is missing")


def check_asides(text: str, tokens: Sequence[Token]) -> None:
    """Refuse words that say nothing of a dose where they might: a heading with nothing behind it, or behind a dose.

    "Continue" before a number of days, which may count those that were given; "inclusive" behind anything but days.

    Raises:
        RefusedError: one stands there.
    """
    begun = False
    rows = zip((None, *tokens), tokens, (*tokens[1:], None), strict=False)
    for before, token, behind in rows:
        begun = begun or token.kind not in BEFORE_VERB
        if token.says == HEADING and (behind is None or behind.kind in NO_VALUE):
            raise not_filled_in(text, f"behind {token.text!r} something is missing")
        if token.says == HEADING and begun and behind and behind.kind in ANY_AMOUNT:
            why = f": is what stands behind {token.text!r} the whole order, or a part of it?"
            raise in_doubt(text, why, "write the order once, with its dose first, and leave out the rest")
        if token.says == INCLUSIVE and not (before and (before.dates or before.kind == "on-days")):
            why = f": {token.text!r} is not understood there"
            raise order_refusal(text, "order-unreadable", why, "write it right behind the days, or leave it out")
        if token.says == FORM and not any(one and one.kind in {PRODUCT, "strength"} for one in (before, behind)):
            why = f": {token.text!r} stands beside no preparation, and no strength"
            raise order_refusal(text, "order-unreadable", why, "write it right behind the preparation, or leave it out")
        if token.role == EACH and not (before and before.dose and (behind is None or behind.kind in NO_VALUE)):
            why = f": {token.text!r} is not understood there"
            raise order_refusal(
                text, "order-unreadable", why, 'write "per dose" right behind the dose, or leave it out'
            )
        if token.says == VERB and (when := next((one for one in tokens if one.says == IN_DAYS), None)):
            why = f": behind {token.text!r}, {when.text!r} may be when it begins, or over how many days it is given"
            hint = 'when: write the first day, as in "from 2026-12-01"; the days: "daily for 5 days", or "over 5 days"'
            raise in_doubt(text, why, hint)
        if token.says == GOES_ON:
            _check_goes_on(text, token, tokens)


def _check_goes_on(text: str, verb: Token, tokens: Sequence[Token]) -> None:
    """Refuse "continue" but for what is repeated without an end: "for 5 days" may count the days that were given.

    Raises:
        RefusedError: it stands before anything else; both readings are named.
    """
    counted = next((token for token in tokens if token.kind in {"lasting", "cycles"}), None)
    repeated = any(token.interval for token in tokens)
    if counted is None and not repeated:
        counted = next((token for token in tokens if token.days or token.dates), None)
    if counted:
        why = f": behind {verb.text!r}, {counted.text!r} may be as much from now on, or with what was given"
        raise in_doubt(text, why, f"write what is still to be given, without {verb.text!r}")


def ends_a_dose(tokens: Sequence[Token], place: int) -> bool:
    """Whether a total stands behind a dose, its preparation or a bracket at it, and is alone in brackets or not.

    It may be of that then, also before a colon: "daily for 2 days of 1 g/kg (70 g) total". "Of" behind it makes it one
    of the days.
    """
    behind = [one.kind for one in tokens[place + 1 : place + 2]]
    at = place - 1 - (behind == ["close"])
    inside = 0
    while at >= 0 and (inside or tokens[at].kind in AT_DOSE):
        inside += {"close": 1, "open": -1}.get(tokens[at].kind, 0)
        at -= 1
    return at >= 0 and tokens[at].kind in ANY_AMOUNT and behind != ["link"]
