"""The dates of one part of an order as its days, and the day on which it begins."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.grouping.date_readings import (
    another_day,
    days_or_time,
    span_or_days,
    start_or_day,
    two_dates,
    unjoined_dates,
)
from ivigcalc.intake.written.grouping.two_readings import no_days
from ivigcalc.intake.written.tokens.dates import ENDS_OF_SPAN, in_a_row
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import DURATIONS, IN_ALL, PER_DAY, PER_DOSE, Every, Token
from ivigcalc.intake.written.words.atoms import folded
from ivigcalc.intake.written.words.roles import FIRST_DAY, ON, PAPER

ONE_DOSE_EACH: Final = frozenset((PER_DOSE, "once"))
"""Kinds of words that say a dose by itself: beside an interval each time it is repeated has one."""
NUMBERED: Final = frozenset({"on-day", "on-days"})

LONGEST_MONTH: Final = 31

OVER_SEVEN: Final = re.compile(r"[^0-9]*([0-9]+/7)")
"""So many days with a slash and 7: "x5/7", "over 5/7"."""
MOST_OVER_SEVEN: Final = 10
"""Of more days they may be a date in July."""


def with_first_day_checked(text: str, tokens: list[Token], dose: Dose) -> list[Token]:
    """The words of a part, its first day only beside its days, or how often it is given: alone it says neither.

    Raises:
        RefusedError: it stands alone, or is not day 1.
    """
    until = next((token for token in tokens if token.dates and token.dates.until), None)
    started = [token for token in tokens if token.first]
    others = [token for token in tokens if not token.first]
    kinds = {token.kind for token in others}
    if until and not (until.first and "every" in kinds):
        raise two_dates(text, until.replaced(dates=until.dates and until.dates._replace(readings=())))
    if started and not kinds & {"every", "dates", *DURATIONS}:
        raise no_days(text, dose, per_day=bool(PER_DAY & kinds), in_all=bool(IN_ALL & kinds))
    kept = [token for token in tokens if not token.first or token.kind == "dates" or token.days != (1,)]
    return [*kept, *([_lasting(until)] if until else [])]


def check_one_way(text: str, tokens: Sequence[Token]) -> None:
    """Refuse dates in figures of one order of which some can have the day first alone, and others the month.

    Raises:
        RefusedError: there are such; one of them is a slip, and no way is known.
    """
    ways: dict[str, str] = {}
    for token in tokens:
        found = [order for order, _ in token.dates.readings if order] if token.dates else []
        if len(found) == 1:
            ways.setdefault(found[0], token.text)
    if len(ways) > 1:
        why = f": {' and '.join(f'{said!r} has {way}' for way, said in ways.items())}"
        hint = "ask which days are meant; write each date as year-month-day, as 2026-12-01"
        raise order_refusal(text, "order-contradicts", why, hint)


def check_over_seven(text: str, tokens: Sequence[Token]) -> None:
    """Refuse more days with a slash and 7 than ``MOST_OVER_SEVEN``: "over 31/7" may be a date.

    Raises:
        RefusedError: they stand there; both readings are named.
    """
    for token in tokens:
        found = OVER_SEVEN.fullmatch(token.text)
        if found and len(token.days) > MOST_OVER_SEVEN:
            long = f"{len(token.days)} days"
            hint = f"how long: write {long}; a date: write it as 2026-12-01, behind on or from"
            why = f": {token.text!r} may be how long, or a date"
            raise in_doubt(text, why, hint, f"how long: {long}", f"a date: {found[1]}")


def _lasting(span: Token) -> Token:
    """How long something is repeated from a first day to a last one, in months of 31 days: no longer than it is."""
    first, last = (span.dates.readings[0][1][0], span.dates.until) if span.dates else (None, None)
    months = Fraction((last - first).days, LONGEST_MONTH) if first and last else Fraction(0)
    return Token(kind="lasting", text=span.text, number=months, unit="months")


def with_dates_as_days(
    text: str, tokens: list[Token], origin: date | None = None
) -> tuple[list[Token], tuple[str, ...]]:
    """The words of a part with its dates as days, counted from ``origin`` or the first; and how they were read.

    One date beside the days is the first of them where words say so ("from"); "on" and a bare date do not. Several are
    the days, and must be as many as it says.

    A span in figures beside an interval may, the other way round, be the time in which it is repeated.

    Raises:
        RefusedError: dates that can be read in two ways, are not in order, or are not as many as the days.
    """
    dated = [token for token in tokens if token.kind == "dates"]
    if not dated:
        return tokens, ()
    _check_named_once(text, dated)
    token, others = dated[0], [token for token in tokens if token.kind != "dates"]
    per_day = PER_DAY.intersection(other.kind for other in tokens)
    sure = token.dates is not None and token.dates.sure
    readings = {
        order: days
        for order, days in (token.dates.readings if token.dates else ())
        if not order or sure or (per_day and len(days) > 1 and in_a_row(days))
    }
    spaced = not sure and "" not in readings and any(other.interval for other in tokens)
    spaced = spaced and (token.lead in FIRST_DAY or bool(token.dates and token.dates.long))
    if len(readings) != 1 or spaced:
        raise two_dates(text, token)
    order, days = next(iter(readings.items()))
    until = token.dates and token.dates.until
    said = " to ".join(day.isoformat() for day in (*days, until) if day) if until else ", ".join(map(str, days))
    why = said if sure else "days in a row"
    echoes = (f"--order {token.text.removeprefix('on ')} read with {order}: {why}",) if order else ()
    numbers = tuple((day - (origin or days[0])).days + 1 for day in days)
    if numbers[0] < 1:
        why = f": {token.text!r} is before the first date of the order"
        raise order_refusal(text, "order-contradicts", why, "write the parts in the order of their days")
    _check_span(text, tokens, token, days)
    lasting = next((other for other in others if other.kind in DURATIONS), None)
    told = origin or token.first or token.lead in ON or (lasting and lasting.kind == "on-day")
    if len(numbers) == 1 and not told:
        raise another_day(text, token)
    if lasting is None:
        kind = "on-day" if len(numbers) == 1 else "on-days"
        place = tokens.index(token)
        return [*tokens[:place], token.replaced(kind=kind, days=numbers, dates=None), *tokens[place + 1 :]], echoes
    if token.lead in ON and not token.first and len(lasting.days) > len(numbers) == 1:
        raise start_or_day(text, token, len(lasting.days))
    if len(numbers) > 1:
        return _on_dates(text, others, lasting, numbers, alone=origin is None), echoes
    return _from_date(text, others, numbers[0], token) if origin else others, echoes


def _check_named_once(text: str, dated: Sequence[Token]) -> None:
    """Refuse dates in several places: without a sign between, or of which one may be the day of something else.

    Raises:
        RefusedError: they stand there.
    """
    pairs = (
        (one, other) for one, other in pairwise(dated) if f"{one.text} {other.text}" in folded(text) and not other.lead
    )
    apart = next(pairs, None)
    if apart:
        raise unjoined_dates(text, *apart)
    other_day = next((one for one in dated if one.lead in {"", PAPER}), None)
    if other_day and any(one.lead in FIRST_DAY for one in dated):
        raise another_day(text, other_day)
    if len(dated) > 1:
        raise order_refusal(text, "order-unreadable", "names dates twice", "name each date once, with commas between")


def _check_span(text: str, tokens: list[Token], dates: Token, days: Sequence[date]) -> None:
    """Refuse dates that may be others: of writing, the ends of a span, or from when to when an interval is repeated.

    Raises:
        RefusedError: they may be; both readings are named.
    """
    if dates.lead == PAPER:
        raise another_day(text, dates)
    if dates.lead not in FIRST_DAY or len(days) == 1:
        return
    every = next((token for token in tokens if isinstance(token, Every)), None)
    kinds = {token.kind for token in tokens}
    of_one_dose = not kinds.isdisjoint(ONE_DOSE_EACH) and kinds.isdisjoint(PER_DAY | IN_ALL)
    if every and (of_one_dose or tokens.index(every) < tokens.index(dates)):
        raise days_or_time(text, dates, every)
    if len(days) == ENDS_OF_SPAN and not in_a_row(days):
        raise span_or_days(text, dates, days)


def _on_dates(text: str, tokens: list[Token], days: Token, numbers: tuple[int, ...], *, alone: bool) -> list[Token]:
    """The words of a part with several dates, whose days are those: the number of days only counts them.

    ``alone`` says that no other part has dates: the first one is then that of the first day, whatever its number.

    Raises:
        RefusedError: they are not as many as the days, or the days have other numbers.
    """
    if len(days.days) != len(numbers):
        why = f": it names {len(numbers)} dates and {len(days.days)} days"
        hint = "keep the dates or the number of days, whichever is right"
        raise order_refusal(text, "order-contradicts", why, hint)
    if alone and days.kind in NUMBERED:
        numbers = tuple(number + days.days[0] - 1 for number in numbers)
    if days.kind in NUMBERED and days.days != numbers:
        why = f": by its dates the days are {', '.join(map(str, numbers))}, and it says {days.text!r}"
        raise order_refusal(text, "order-contradicts", why, "keep the dates or the days, whichever are right")
    return [token.replaced(days=numbers, dated=True) if token is days else token for token in tokens]


def _from_date(text: str, tokens: list[Token], first: int, date_said: Token) -> list[Token]:
    """The words of one of several parts with dates, its days counted from that of its date, ``first``.

    Raises:
        RefusedError: the days have numbers, and another first one.
    """
    days = next(token for token in tokens if token.kind in DURATIONS)
    if days.kind in NUMBERED and days.days[:1] != (first,):
        why = f": by its date {date_said.text!r} is day {first}, and it says {days.text!r}"
        raise order_refusal(text, "order-contradicts", why, "keep the date or the day, whichever is right")
    moved = tuple(day - days.days[0] + first for day in days.days)
    return [token.replaced(days=moved, dated=True) if token is days else token for token in tokens]
