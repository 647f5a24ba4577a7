"""A dose of a day that stands behind a label as "dose", and says a daily one again."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.intake.written.grouping.totals import DAYS_IN_ALL, DAYS_TOLD, ENDS_OF_COURSE, OF_ONE_DAY
from ivigcalc.intake.written.tokens.tokens import ANY_AMOUNT, DAILY, DEPTH, EACH_DAY, LABELS_OF_DOSE, SAID_AGAIN, Token

BEFORE_LABEL: Final = frozenset(("and", "open"))
"""Kinds of signs behind which a label stands."""


BESIDE_LABELLED: Final = frozenset(("and", "open", "close"))
"""Kinds of signs between a label and its dose, and around that."""


ENDS_OF_LABELLED: Final = frozenset(("and", "then", "open", "close", "end"))
"""Kinds of what stands behind a dose that has nothing of its own."""


NOT_OF_DAY: Final = frozenset(("again", "in-all", DAYS_IN_ALL))
"""Kinds of words of such a label that say nothing of a day: "=", and "total" of "total per day"."""


def with_doses_of_labels(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with what is called a dose, and says a daily one again, as that of a day, in brackets.

    "28 g daily for 5 days; dose = 140 g", "(140 g dose)", "i.e. dose 1400 mL". Only behind a daily dose with its days:
    elsewhere it may be another.
    """
    made: list[Token] = []
    told, at, inside = set[str](), 0, 0
    while at < len(tokens):
        token = tokens[at]
        inside += DEPTH.get(token.kind, 0)
        before, told = told, set() if token.kind in ENDS_OF_COURSE else told | {token.kind}
        end = _labelled_dose(tokens, at) if _is_daily_course(told) else at
        made.append(token)
        if _is_daily_course(before) and _is_called_dose(tokens, at):
            made.append(Token(kind="per-day"))
        at += 1
        if end > at:
            row = [one.replaced(kind=SAID_AGAIN) if one.kind in NOT_OF_DAY else one for one in tokens[at:end]]
            row += [] if any(one.kind in OF_ONE_DAY for one in row) else [Token(kind="per-day")]
            row = [one for one in row if one.kind not in BESIDE_LABELLED]
            if token.kind == "again":
                row.sort(key=lambda one: (one.kind not in ANY_AMOUNT, one.kind not in OF_ONE_DAY))
            made += row if inside or token.kind == "again" else [Token(kind="open"), *row, Token(kind="close")]
            at = end
    return made


def _is_daily_course(told: set[str]) -> bool:
    """Whether words of these kinds are a daily dose with its days."""
    return "dose" in told and bool(told & DAILY) and bool(told & DAYS_TOLD)


def _is_called_dose(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dose is said again, and "dose", or a time of each day, stands behind it, or behind its brackets."""
    behind = tokens[at + 1 : at + 4]
    if tokens[at].kind not in ANY_AMOUNT or not at or tokens[at - 1].kind not in {"open", "again"}:
        return False
    if behind and (behind[0].kind == "close" or (behind[0].kind == "and" and not behind[0].text)):
        behind = behind[1:]
    called = bool(behind) and (behind[0].kind == "dose-word" or behind[0].says == EACH_DAY)
    return called and {one.kind for one in behind[1:2]} <= ENDS_OF_LABELLED


def _labelled_dose(tokens: Sequence[Token], at: int) -> int:
    """Where a dose ends that stands alone behind a label, which begins behind a token; 0 where none does."""
    place = at + 1
    if tokens[at].kind in LABELS_OF_DOSE:
        return 0
    while place < len(tokens) and _is_label(tokens, place):
        place += 1
    joint = tokens[place] if at + 1 < place < len(tokens) else None
    sign = (tokens[at].kind in BEFORE_LABEL and not tokens[at].text) or tokens[at].kind == "again"
    if joint is None or not (sign or (joint.kind == "again" and tokens[at + 1].kind == "dose-word")):
        return 0
    place += joint.kind in {"again", "open"} or (joint.kind == "and" and not joint.text)
    behind = tokens[place + 1].kind if place + 1 < len(tokens) else "end"
    closed = joint.kind == "open" and behind == "close"
    alone = closed if joint.kind == "open" else behind in ENDS_OF_LABELLED
    return place + 1 + closed if alone and place < len(tokens) and tokens[place].kind in ANY_AMOUNT else 0


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is one of a label of a dose of a day; so is "total" in "total per day"."""
    of_day = tokens[at + 1].kind in DAILY if at + 1 < len(tokens) else False
    return tokens[at].kind in LABELS_OF_DOSE or (of_day and tokens[at].kind in {"in-all", DAYS_IN_ALL})
