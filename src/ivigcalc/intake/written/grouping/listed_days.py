"""Infusion days that are named one by one, as one row of days, or as the days of the doses behind them."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.tokens.refusal import in_doubt
from ivigcalc.intake.written.tokens.tokens import AMOUNTS, COLON, DAILY, Token
from ivigcalc.intake.written.words.roles import LABEL

DATE_IN_BRACKETS: Final = ("open", "dates", "close")
"""Kinds of a date in brackets behind its day."""

BEFORE_COLON: Final = frozenset(("on-day", "in-all", "dose-word", *DAILY))
"""Kinds of words that a colon joins to the dose behind it."""


def with_days_listed(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with days named one by one in one: "D1, D3 and D5" as "on days 1, 3 and 5".

    A day with a dose behind it is that dose's; so are those before it, where the dose before has its own: "40 g on day
    1, D2 and D3: 30 g daily".

    Raises:
        RefusedError: nothing stands between two days that are not in a row: as likely as a comma a dash was lost; or
            several days stand between two doses of which neither has others; or as ``_of_day_or_all``.
    """
    tokens = _with_signs_between(_without_colons(text, tokens))
    made: list[Token] = []
    run: list[Token] = []
    joints: list[Token] = []
    lacks, before = False, False
    for token, behind in zip(tokens, [*tokens[1:], None], strict=False):
        if token.dose or token.kind == "then":
            lacks, before = token.dose is not None and not before, False
        elif token.dates or token.days:
            before = before or not lacks
            lacks = lacks and is_day(token)
        if run and token.kind == "and":
            joints.append(token)
        elif is_day(token) and not (run and lacks and behind and behind.dose):
            if run and not joints and token.days[0] > run[-1].days[-1] + 1:
                raise _lost_dash(text, run[-1], token)
            run += [*joints, token]
            joints = []
        else:
            if len(run) > 1 and is_day(token):
                raise _days_of_either(text, [*run, token])
            made += [*_one_list(run), *joints, token]
            run, joints, before = [], [], before or is_day(token)
    return [*made, *_one_list(run), *joints]


def _without_colons(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a colon as a comma, but for one between a label, a day or a total and its dose.

    In brackets that of a label is left out: "(weight: 70 kg)".

    So is "=" behind the days of each dose, where these stand before it: "day 1 = 40 g, day 2 = 30 g".

    Raises:
        RefusedError: as ``_of_day_or_all``.
    """
    made: list[Token] = []
    headed, equal = True, False
    pairs = zip(tokens, tokens[1:], tokens[2:], strict=False)
    bare = [one for one, sign, dose in pairs if one.dates and sign.kind == "colon" and dose.dose]
    dated = len(bare) > 1 and not any(one.lead or one.first for one in bare)
    daily = any(token.kind in DAILY for token in tokens)
    for token, behind in zip(tokens, [*tokens[1:], Token(kind="end")], strict=False):
        headed &= equal or not (token.dose or (token.kind in AMOUNTS and not any(one.dose for one in made)))
        equal = token.text == "=" and is_day((made or tokens)[-1]) and behind.dose is not None
        if equal and not headed and [one.kind for one in made[-2:]] == ["and", "on-day"]:
            raise _of_day_or_all(text, made[-1], behind)
        equal &= headed
        if token.kind == "colon" and token.says == LABEL and made and made[-1].kind == "open":
            continue
        if token.kind != "colon" and not equal:
            made.append(token)
        elif token.kind == "colon" and not (made and _is_before_colon(made, dated=dated, daily=daily) and behind.dose):
            made.append(token.replaced(kind="and", says=COLON))
    return made


def _with_signs_between(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, with a comma between days that have each its dose right behind: "Day 1 28 g Day 2 28 g".

    Nothing else stands from the first day to the end.
    """
    first = next((place for place, token in enumerate(tokens) if is_day(token) or token.dose), len(tokens))
    days, doses = tokens[first::2], tokens[first + 1 :: 2]
    paired = len(days) == len(doses) and all(map(is_day, days)) and all(token.dose for token in doses)
    if not paired or len(days) == 1:
        return tokens
    pairs = [token for pair in zip(days, doses, strict=True) for token in (Token(kind="and"), *pair)]
    return [*tokens[:first], *pairs[1:]]


def _is_before_colon(made: Sequence[Token], *, dated: bool, daily: bool) -> bool:
    """Whether a colon joins the last word to the dose behind it: several days only where no dose has them.

    So do dates where each dose has its own (``dated``), and a day with its date in brackets. A total before a dose of
    each day (``daily``) is a heading: "140 g total: 28 g daily for 5 days".
    """
    if made[-1].kind == "close" and made[-3:-2] and made[-2].dates:
        return len(made) > len(DATE_IN_BRACKETS) and is_day(made[-1 - len(DATE_IN_BRACKETS)])
    if daily and [token.kind for token in made[-2:]] == ["dose", "in-all"]:
        return any(token.days or token.dates for token in made)
    if made[-1].kind != "on-days" and not (dated and made[-1].dates):
        return made[-1].kind in BEFORE_COLON
    before = next((token for token in reversed(made) if token.dose or token.kind in {"and", "then"}), None)
    return before is None or before.dose is None


def _of_day_or_all(text: str, day: Token, dose: Token) -> RefusedError:
    """A dose behind "=" and the last of several days, which may be that of this day, or of all: both readings."""
    return in_doubt(
        text,
        f": '{day.text} = {dose.text}' may be the dose of {day.text}, or of all days before it",
        f'of {day.text}: write "{dose.text} on {day.text}"; of all days: write "total {dose.text}"',
        f"of that day: {dose.text} on {day.text}",
        f"of all days: {dose.text} in all",
    )


def _days_of_either(text: str, days: Sequence[Token]) -> RefusedError:
    """Days between two doses, each of which may be of the one before them, or of the one behind."""
    named = ", ".join(token.text for token in days if token.days)
    why = f": which of {named} are of the dose before them, and which of that behind?"
    return in_doubt(
        text, why, 'write the days of each dose behind it, as in "35 g on day 1, 30 g daily on days 2 to 3"'
    )


def _lost_dash(text: str, one: Token, other: Token) -> RefusedError:
    """Days beside each other, which may be a list or the ends of a span."""
    first, last = one.days[0], other.days[-1]
    listed, span = (", ".join(map(str, days)) for days in ((*one.days, *other.days), range(first, last + 1)))
    why = f": {one.text!r} beside {other.text!r} may be a list of days, or the first and the last of them"
    hint = f'put a comma between them, or type "days {first} to {last}" in their place'
    return in_doubt(text, why, hint, f"a list: days {listed}", f"a span: days {span}")


def _one_list(run: Sequence[Token]) -> Sequence[Token]:
    """Days that follow each other, with what joins them, in one token."""
    if len(run) <= 1:
        return run
    text = " ".join(token.text or "," for token in run).replace(" ,", ",")
    return [Token(kind="on-days", text=text, days=tuple(day for token in run for day in token.days))]


def is_day(token: Token) -> bool:
    """Whether infusion days are named by their numbers."""
    return token.kind in {"on-day", "on-days"}
