"""Doses that are divided, or called daily ones: of as many days, or of each day in parts."""

from collections.abc import Container, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.grouping.two_readings import days_or_doses_a_day, in_grams, on_days
from ivigcalc.intake.written.tokens.refusal import in_doubt
from ivigcalc.intake.written.tokens.tokens import ANY_AMOUNT, DAILY, DAILY_DOSES, INFUSIONS, Token

MOST_A_DAY: Final = 4
"""So many infusions may somebody write for one day, every 6 hours: more divided doses are those of as many days."""

OTHER_DAYS: Final = frozenset(("for", "over", "on-days"))
"""Kinds of words that say on how many days, whatever the doses count."""


def check_daily_doses(text: str, tokens: Sequence[Token], printed: Container[tuple[Fraction, int]]) -> None:
    """Refuse so many daily or divided doses where nothing tells that they are those of as many days.

    That tells a total, or "over" as many days; or that the dose which is divided is one of ``printed``; or that a dose
    is as many times another, which no day has: "140 g divided into 5 daily doses of 28 g".

    Raises:
        RefusedError: nothing tells it; both readings are named.
    """
    doses: list[Dose] = [token.dose for token in tokens if token.dose]
    amounts = [token for token in tokens if token.kind in ANY_AMOUNT]
    dated = [row for token in tokens if token.dates for _, row in token.dates.readings]
    every = any(token.interval for token in tokens) or any(len(row) > 1 for row in dated)
    for daily in tokens:
        few = daily.kind == "divided-over" and daily.says == INFUSIONS and len(daily.days) <= MOST_A_DAY and not every
        if not (few or daily.says == DAILY_DOSES) or len(daily.days) == 1 or not amounts:
            continue
        told = any(token.kind == "in-all" or (token.kind == "over" and token.days == daily.days) for token in tokens)
        told |= len(daily.days) > MOST_A_DAY and _is_so_many(doses, len(daily.days)) and not _says_a_day(tokens)
        course = any(dose.per_kg and (dose.value, len(daily.days)) in printed for dose in doses)
        if not told and not (course and daily.kind == "divided-over"):
            raise _doubted(text, tokens, daily, amounts[0])


def _doubted(text: str, tokens: Sequence[Token], daily: Token, amount: Token) -> RefusedError:
    """So many daily or divided doses that nothing tells to be those of as many days: no other days are changed."""
    dose, days = _dose_of(tokens, daily), other_days(tokens)
    if dose is None:
        return in_grams(text, amount)
    if days is None or days.days == daily.days:
        return days_or_doses_a_day(text, dose, daily)
    return beside_other_days(text, dose, daily, days, of_day=_says_a_day(tokens))


def beside_other_days(text: str, dose: Dose, count: Token, days: Token, *, of_day: bool) -> RefusedError:
    """A dose in so many parts beside other days: what to type for the whole dose of each of these, which stay.

    ``of_day`` says that words of a day stand there; beside "over 5 days" the dose may be that of all days even so.
    """
    if not of_day or days.kind == "over":
        why = f": {count.text!r} beside {days.text!r} may be doses of each day, or of some of these days"
        return in_doubt(text, why, "ask how much is given on each day, and on which days; write that alone")
    many, long = len(count.days), len(days.days)
    one, part, total = shown_dose(dose), shown_dose(dose, Fraction(1, many)), shown_dose(dose, Fraction(long))
    return in_doubt(
        text,
        f": {count.text!r} beside {days.text!r} is more than one infusion a day; no regimen printed here is given so",
        f'ask; in one infusion a day type "{one} daily {on_days(days) or f"for {long} days"}"',
        f"of each day: {many} doses of {part}, {one} on each of {long} days, {total} in all",
    )


def other_days(part: Sequence[Token]) -> Token | None:
    """The first words that say several days, whatever the doses count; None where none do."""
    return next((token for token in part if token.kind in OTHER_DAYS and len(token.days) > 1), None)


def _is_so_many(doses: Sequence[Dose], count: int) -> bool:
    """Whether of two doses the first is so many times the other."""
    return len(doses) > 1 and doses[0] == doses[1].replaced(value=doses[1].value * count, echo=doses[0].echo)


def _says_a_day(tokens: Sequence[Token]) -> bool:
    """Whether words of a day stand among the tokens."""
    return any(token.kind in DAILY for token in tokens)


def _dose_of(tokens: Sequence[Token], daily: Token) -> Dose | None:
    """The dose of so many daily doses: that behind "5 daily doses of", else the first; None where there is none."""
    behind = tokens[tokens.index(daily) :] if daily.kind == "each-of" else tokens
    return next((token.dose for token in (*behind, *tokens) if token.dose), None)
