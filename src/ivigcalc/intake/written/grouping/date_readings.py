"""The refusal of dates that have two readings, or none: with each of them, and what to type for it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.tokens.dates import DAY_FIRST, MONTH_FIRST, YEARS, in_a_row
from ivigcalc.intake.written.tokens.refusal import begun_before, in_doubt, more_than_ends, order_refusal
from ivigcalc.intake.written.tokens.tokens import Every, Token
from ivigcalc.intake.written.tokens.unknown.not_understood import MOST_NAMED
from ivigcalc.intake.written.words.roles import DAY_LISTS

FRACTION: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")

FRACTION_OF_DAYS: Final = re.compile(r"[^0-9]+([0-9]{1,2})/([0-9]{1,2})")
"""The word for days, and figures with a slash: "days 1/5"."""

LONG: Final = {"7": "days", "12": "months", "52": "weeks"}
"""What so many of a week, or of a year, count."""

Ways = tuple[tuple[str, tuple[date, ...]], ...]
"""Readings of dates: how they are read, and the days that they are then."""

OF_WEEK: Final = re.compile(r"(?:on )?([1-7])/7")
"""A date in figures, or so many days of a week."""


def _shown_days(days: Sequence[date]) -> str:
    """Days with the names of their months: a long row by its ends, of many others the first and how many."""
    shown = [f"{day.day} {day:%B}" for day in days]
    if in_a_row(days):
        return ", ".join(shown) if len(days) <= MOST_NAMED else f"{shown[0]} to {shown[-1]}, {len(days)} days"
    more = f" and {len(days) - MOST_NAMED} more" if len(days) > MOST_NAMED else ""
    return f"{', '.join(shown[:MOST_NAMED])}{more}, which are not in a row"


def unjoined_dates(text: str, one: Token, other: Token) -> RefusedError:
    """Dates right behind each other with nothing between: a list, or the first and the last day of a span."""
    return in_doubt(
        text,
        f": between {one.text!r} and {other.text!r} a comma is missing, or a word between two dates",
        'a list: put a comma between its dates; a span: write "to" between its first day and its last',
    )


def start_or_day(text: str, token: Token, count: int) -> RefusedError:
    """One date with "on" before it, beside several days: the first of them, or the only one; how to say each."""
    day = _shown_days(token.dates.readings[0][1]) if token.dates and token.dates.readings else token.text
    return in_doubt(
        text,
        f": {token.text!r} is one day, and it says {count} days",
        'write "from" before the date if it is the first day; leave out the number of days if it is the only one',
        f"first day: {count} days from {day} on",
        f"only day: {day}",
    )


def days_or_time(text: str, dates: Token, every: Every) -> RefusedError:
    """A first and a last date behind an interval: of the days of a course, or of all its repeats; how to say each."""
    says = every.interval.says
    return in_doubt(
        text,
        f": {dates.text!r} beside {every.text!r} may be the days, or from when to when it is repeated",
        "the days: write the dates before the interval; how long: the first day alone, and the number of cycles",
        f"the days: {dates.text}, and again {says}",
        f"how long: {says}, {dates.text}",
    )


def span_or_days(text: str, token: Token, days: Sequence[date]) -> RefusedError:
    """Two dates behind a word for the first day, and not the day after: how to say each.

    They may be the first and the last day, or two days.
    """
    first, last = (f"{day.day} {day:%B}" for day in days)
    return in_doubt(
        text,
        f": {token.text!r} may be the first and the last day, or two days",
        'the first and the last day: write "to" between the dates; two days: write "on" before them',
        f"first and last day: {first} to {last}",
        f"two days: {_shown_days(days)}",
    )


def another_day(text: str, token: Token) -> RefusedError:
    """One date that may be no day of the order, but that on which it was written; how to say each."""
    day = _shown_days(token.dates.readings[0][1]) if token.dates and token.dates.readings else token.text
    return in_doubt(
        text,
        f": {token.text!r} may be the day of something else",
        'write "from" before the first day, right behind the days, or "on" before the only one; leave out any other',
        f"a day of the order: {day}",
        "another day: of writing, of weighing, of birth, or since when the patient is ill",
    )


def date_or_part(text: str, token: Token) -> RefusedError:
    """Figures with a slash that may be dates, or a part of the doses or of a dose, or how long: all readings."""
    found = list(FRACTION.finditer(token.text))
    count, of = found[-1].groups()
    long = LONG.get(of, "")
    part = f"how long: {count} {long}" if long else f"a part: number {count} of {of}, or {count}/{of} of a dose"
    read = token.dates.readings if token.dates else ()
    dates = [f"{order or 'a date'}: {_shown_days(days)}" for order, days in read]
    hint = "a date: write it as 2026-12-01, behind on or from; "
    hint += (
        f"how long: write {count} {long}"
        if long
        else f"{begun_before(int(count)) or 'which dose of them it is: leave it out; '}a part of it: write the grams"
    )
    why = f": {token.text!r} may be a date, or {'how long' if long else 'a part of the doses'}"
    return in_doubt(text, why, hint, *dates, part)


def _of_any_year(readings: Ways) -> Ways:
    """Readings of dates, with those once that name the same days in a year with 29 February and in one without it."""
    found: dict[tuple[str, str], tuple[str, tuple[date, ...]]] = {}
    for order, days in readings:
        way = next(
            (order.removesuffix(year).removesuffix(", ") for year in YEARS.values() if order.endswith(year)), order
        )
        same = found.get((way, _shown_days(days)))
        found[way, _shown_days(days)] = (way, same[1]) if same else (order, days)
    return tuple(found.values())


def _days_first(token: Token) -> str:
    """What to write for figures right behind the word for days, as in "days 1/5" or "day 3/5"; "" for others.

    They are hardly a date: days from one to another, or the third of five.
    """
    found = FRACTION_OF_DAYS.fullmatch(token.text) if token.lead in DAY_LISTS else None
    if found is None or int(found[1]) >= int(found[2]):
        return ""
    begun = begun_before(int(found[1]))
    return f'{begun}days: write "days {found[1]} to {found[2]}"; a date: write it as 2026-12-01, behind on or from'


def two_dates(text: str, token: Token) -> RefusedError:
    """Dates that can be read in two ways, or in none."""
    readings: dict[str, str] = {}
    found = _of_any_year(token.dates.readings if token.dates else ())
    for order, days in found:
        readings.setdefault(order, f"{order}: {_shown_days(days)}" if order else _shown_days(days))
    for order, first, last in token.dates.long if token.dates and readings else ():
        readings[order] = f"{order}: {first.day} {first:%B} to {last.day} {last:%B}, how long it is repeated"
    if token.dates and token.dates.chain:
        return more_than_ends(text, token.text)
    if not readings and token.dates and token.dates.backward:
        why = f": {token.text!r} ends before it begins, or on that day"
        return order_refusal(
            text,
            "not-a-date",
            why,
            "write the first day first; one day, write it once; if both are right, ask which year each is of",
        )
    if not readings:
        hint = "write each date as year-month-day, as 2026-12-01; the year has four figures"
        are = "is no date, and no span of 2 to 31 days" if len(token.text.split(",")) == 1 else "are no dates"
        return order_refusal(text, "not-a-date", f": {token.text!r} {are}", hint)
    if week := OF_WEEK.fullmatch(token.text):
        readings["days"] = f"days: {week[1]} days"
    why = (
        f": {token.text!r} can be read in two ways"
        if len(readings) > 1
        else f": {token.text!r} may be no dates in a row"
    )
    if len(readings) == 1 and token.dates and all(len(days) == 1 for _, days in token.dates.readings):
        why = f": {token.text!r} is a date in figures without a year of four figures"
    only = found[0][1] if len(readings) == 1 and len(found) == 1 and found[0][0] else ()
    in_a_row = len(only) > 1 and (only[-1] - only[0]).days == len(only) - 1
    if in_a_row:
        why = f": {token.text!r} are days in a row with {found[0][0]} alone; of each of them it does not say daily"
    if found and [order for order, _ in found] == [""]:
        why = f": {token.text!r} are days that are not in a row, of a year that it does not say"
    years = any(order.endswith(tuple(YEARS.values())) for order, _ in token.dates.readings) if token.dates else False
    option = ", add --dates dmy or mdy" if {DAY_FIRST, MONTH_FIRST} & {*readings} else ""
    year = "add the year: " if years else ""
    hint = f"{year}write each date as year-month-day, as 2026-12-01{option}, or number the days"
    hint = f'if those are meant, write "daily" before them; else {hint}' if in_a_row else hint
    hint = _days_first(token) or hint
    return in_doubt(text, why, hint, *tuple(readings.values()))
