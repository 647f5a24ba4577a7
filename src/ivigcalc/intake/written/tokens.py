"""The words of an order as tokens, and the refusal of what is not understood, has two readings, or no days."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import plain as plain_of
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.numbers import refusal
from ivigcalc.intake.written.dates import DAY_FIRST, MONTH_FIRST, YEARS, Dates, in_a_row
from ivigcalc.intake.written.vocabulary import DEADLINE, PAST, Atom, Vocabulary, shown_atoms

FIELD: Final = "--order"

EXAMPLE: Final = '"30 g daily for 5 days"'

INFUSIONS: Final = "infusions"

DAILY_DOSES: Final = "daily doses"

TIMES: Final = "times"

ON: Final = frozenset(("on", "day-list"))
"""Before a date these say that it is the day."""
LONG_WORD: Final = 4
"""Shorter words are not taken for misspelt ones."""
RANGE: Final = re.compile(r"[0-9] ?(?:-|to|a|al|ate) ?(?:[0-9]|$)")
POINT_FIRST: Final = re.compile(r"[.,][0-9]+(?![0-9.,])")
OF_WEEK: Final = re.compile(r"(?:on )?([1-7])/7")
"""A date in figures, or so many days of a week."""
MOST_NAMED: Final = 5
"""How many pieces that are not understood are named."""


NO_BEGIN: Final = NeverRead(
    id="until",
    why="ends an order only behind the date on which it begins",
    next='write both, as in "30 g daily from 2026-12-01 until 2026-12-05", or for how many days',
    words=(),
)
"""Of words that end an order on a date."""

BEFORE_DATE: Final = {
    DEADLINE: NeverRead(
        id=DEADLINE,
        why='is behind "by", a deadline: it does not say on which day it begins',
        next='write the first day, as in "30 g daily for 5 days from 2026-12-01", or leave the date out',
        words=(),
    ),
    PAST: NeverRead(
        id=PAST,
        why="is when it was given, as it is written; an order says what is to be given",
        next='write the first day, as in "30 g daily for 5 days from 2026-12-01", or leave the date out',
        words=(),
    ),
}
"""Of dates, by the role of the carrier before them."""


class Token(Record):
    """One word or phrase of an order, or what stands in brackets."""

    kind: str
    """``dose``, ``bracket``, ``rate-of``, ``strength``, ``deviation``,
    ``volume-of``, ``dates``, or of ``order_words``."""
    text: str = ""
    """The words as written, in lower case and without carriers."""
    dose: Dose | None = None
    days: tuple[int, ...] = ()
    """The infusion days that it names or counts."""
    interval: Interval | None = None
    inside: tuple["Token", ...] = ()
    """The words in the brackets."""
    number: Fraction | None = None
    """Of a strength mg/mL, of a volume mL, of a rate its number, of a deviation percent."""
    decimals: int = 0
    """With how many decimals the number was written."""
    unit: str = ""
    """Of a rate; of so many times ``INFUSIONS``, where they count nothing else, or
    ``DAILY_DOSES``; of a weight by which a dose is multiplied ``TIMES``; of dates what stands before them."""
    ids: frozenset[str] = frozenset()
    """Of a name: the preparations, or the indications, that have it."""
    sizes: tuple[tuple[Fraction, int], ...] = ()
    """Of vials: each size in g with its number."""
    dates: Dates | None = None
    first: bool = False
    """Of one date or one day: whether the others follow it."""


def vials_token(text: str, sizes: dict[Fraction, int], *, labelled: bool = True) -> Token | None:
    """Vials by their sizes in g, with whether they are called vials; None where one is nothing."""
    if not all(sizes) or not all(sizes.values()):
        return None
    return Token(kind="vials-of", text=text, sizes=tuple(sorted(sizes.items(), reverse=True)), decimals=int(labelled))


class Unknown(NamedTuple):
    """Words that are not understood, or known and never read."""

    text: str
    never: NeverRead | None = None
    name: bool = False
    """Whether they may be the name of a medicine: with a capital letter, beside a dose, or behind "of"."""


def order_refusal(
    text: str, code: str, why: str, hint: str = f"type for example {EXAMPLE}", allowed: tuple[str, ...] = ()
) -> RefusedError:
    """An order cannot be read: why, what to type instead (``hint``), and the readings it could have."""
    return refusal(text, FIELD, code, why, hint, allowed=allowed, named="order")


def not_understood(
    text: str, unknown: Sequence[Unknown], vocabulary: Vocabulary, atoms: Sequence[Atom]
) -> RefusedError:
    """What is not understood, all of it, and what is known and never read, with the reason."""
    never = next((one for one in unknown if one.never), None)
    plain = list(dict.fromkeys(one.text for one in unknown if not one.never))
    named = ", ".join(map(repr, plain[:MOST_NAMED])) + (" and more" if len(plain) > MOST_NAMED else "")
    also = f"{named} {'is' if len(plain) == 1 else 'are'} not understood" if plain else ""
    if never and never.never:
        why = f": {never.text!r} {never.never.why}{f'; {also}' if also else ''}"
        return order_refusal(text, "order-unreadable", why, never.never.next)
    if written := _in_figures(plain[0]):
        return order_refusal(text, "order-unreadable", f": {also}", f"write {written} in its place")
    first = plain[0].split(" ")
    if RANGE.search(plain[0]):
        return order_refusal(
            text, "order-unreadable", f": {also}", "verify one dose, or one number, of a range at a time"
        )
    if first[0][:1].isdigit():
        code = "unit-missing" if plain[0] == shown_atoms(atoms) else "unit-unknown"
        hint = "write a unit behind each number: g, mg, g/kg, mg/kg; days, weeks, months; see: ivigcalc verify --words"
        return order_refusal(text, code, f": {also}", hint)
    if elsewhere := [one for one in plain if one in vocabulary.every_word]:
        hint = f"{elsewhere[0]!r} is read in the phrases of ivigcalc verify --words alone; say it as one of them does"
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    words = [word for word in vocabulary.single_words if len(word) >= LONG_WORD and word not in plain]
    meant = near(plain[0], words, most=1) if len(plain[0]) >= LONG_WORD else []
    if meant:
        hint = f"did you mean {' or '.join(map(repr, meant[:2]))}? "
    elif names := [one.text for one in unknown if one.name]:
        hint = f"what is {names[0]!r}? A name that is not known is not left out: ask what is meant; "
        hint += "preparations: ivigcalc products; "
    else:
        hint = "leave it out if it says nothing of the dose; "
    return order_refusal(
        text, "order-unreadable", f": {also}", f"{hint}every word that is read: ivigcalc verify --words"
    )


def _in_figures(words: str) -> str:
    """A number that begins with a point, or is one sign, as it is to be written: ".4 g" is "0.4 g"; "" for none."""
    if POINT_FIRST.match(words):
        return repr(f"0{words}")
    part = Fraction(unicodedata.numeric(words[0], 0)).limit_denominator(10)
    return repr(f"{plain_of(part, 3)}{words[1:]}") if 0 < part < 1 else ""


def two_readings(text: str, dose: Dose, days: Token) -> RefusedError:
    """A dose over several days is told neither per day nor in all: both readings, and how to say each."""
    count = len(days.days)
    daily, course = Fraction(count), Fraction(1, count)
    on = _on_days(days)
    return order_refusal(
        text,
        "order-ambiguous",
        "can be read in two ways",
        f'type "{shown_dose(dose)} daily {on or f"for {count} days"}", '
        f'or "{shown_dose(dose)} in all {on or f"over {count} days"}"',
        (
            f"daily: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, daily)} in all",
            f"in all: {shown_dose(dose, course)} on each of {count} days, {shown_dose(dose)} in all",
        ),
    )


def _on_days(days: Token) -> str:
    """Days that are not the first ones in a row, by their numbers; "" for those."""
    gaps = days.kind == "on-days" and days.days[-1] != len(days.days)
    return f"on days {', '.join(map(str, days.days))}" if gaps else ""


def times_a_day(text: str, dose: Dose, times: Token, days: Token) -> RefusedError:
    """A dose so many times, beside its days: the times of each day, or a slip; both readings, and how to say each."""
    many, count = len(times.days), len(days.days)
    on = _on_days(days) or f"for {count} days"
    each = shown_dose(dose, Fraction(many))
    return order_refusal(
        text,
        "order-ambiguous",
        f": {times.text!r} beside {days.text!r} may be of each day, or count the days again",
        f'type "{each} daily {on}" or "{shown_dose(dose)} daily {on}"; a day has one infusion here',
        (
            f"{many} on each day: {each} on each of {count} days, {shown_dose(dose, Fraction(many * count))} in all",
            f"one on each day: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, Fraction(count))} in all",
        ),
    )


def days_or_doses_a_day(text: str, dose: Dose, daily: Token) -> RefusedError:
    """So many daily doses, which may be one on each of so many days or so many on a day: both readings."""
    count, each_of = len(daily.days), daily.kind == "each-of"
    each, total = (
        shown_dose(dose, Fraction(1, 1 if each_of else count)),
        shown_dose(dose, Fraction(count if each_of else 1)),
    )
    return order_refusal(
        text,
        "order-ambiguous",
        f": {daily.text!r} may be doses of so many days, or of each day",
        f'days: type "{total} in all over {count} days"; of each day: write "{total} daily" and on how many days',
        (
            f"days: {each} on each of {count} days, {total} in all",
            f"of each day: {count} doses of {each}, {total} a day; it does not say on how many days",
        ),
    )


def vials_or_days(text: str, dose: Dose, times: Token) -> RefusedError:
    """A dose so many times, which may be so many days or so many vials: both readings, and how to say each."""
    many, one = len(times.days), shown_dose(dose)
    total = shown_dose(dose, Fraction(many))
    return order_refusal(
        text,
        "order-ambiguous",
        f": {times.text!r} may count days or vials, there are vials of {one}",
        f'type "{one} daily for {many} days" or "{many} x {one} vials once"',
        (f"days: {one} on each of {many} days, {total} in all", f"vials: {total} on one day, {many} vials of {one}"),
    )


def no_days(text: str, dose: Dose, *, per_day: bool, in_all: bool) -> RefusedError:
    """An order that does not say on how many days, and how to say it: never a total as the dose of a day."""
    daily = [] if in_all else [f'"{shown_dose(dose)} daily for 5 days"']
    total = [] if per_day else [f'"{shown_dose(dose)} in all over 5 days"']
    once = [] if per_day or (dose.per_kg and dose.value > 1) else [f'"{shown_dose(dose)} once"']
    typed = " or ".join([*daily, *total, *once])
    return order_refusal(text, "order-incomplete", "does not say on how many days", f"type for example {typed}")


def _shown_days(days: Sequence[date]) -> str:
    """Days with the names of their months: a long row by its ends, of many others the first and how many."""
    shown = [f"{day.day} {day:%B}" for day in days]
    if in_a_row(days):
        return ", ".join(shown) if len(days) <= MOST_NAMED else f"{shown[0]} to {shown[-1]}, {len(days)} days"
    more = f" and {len(days) - MOST_NAMED} more" if len(days) > MOST_NAMED else ""
    return f"{', '.join(shown[:MOST_NAMED])}{more}, which are not in a row"


def start_or_day(text: str, token: Token, count: int) -> RefusedError:
    """One date with "on" before it, beside several days: the first of them, or the only one; how to say each."""
    day = _shown_days(token.dates.readings[0][1]) if token.dates else token.text
    return order_refusal(
        text,
        "order-ambiguous",
        f": {token.text!r} is one day, and it says {count} days",
        'write "from" before the date if it is the first day; leave out the number of days if it is the only one',
        (f"first day: {count} days from {day} on", f"only day: {day}"),
    )


def two_dates(text: str, token: Token) -> RefusedError:
    """Dates that can be read in two ways, or in none."""
    readings: dict[str, str] = {}
    for order, days in token.dates.readings if token.dates else ():
        readings.setdefault(order, f"{order}: {_shown_days(days)}")
    if not readings:
        hint = "write each date as year-month-day, as 2026-12-01; the year has four figures"
        are = "is no date, and no span of 2 to 31 days" if len(token.text.split(",")) == 1 else "are no dates"
        return order_refusal(text, "not-a-date", f": {token.text!r} {are}", hint)
    why = (
        f": {token.text!r} can be read in two ways"
        if len(readings) > 1
        else f": {token.text!r} may be no dates in a row"
    )
    if len(readings) == 1 and token.dates and all(len(days) == 1 for _, days in token.dates.readings):
        why = f": {token.text!r} is a date in figures, and nobody said which way round they are written"
    if week := OF_WEEK.fullmatch(token.text):
        readings["days"] = f"days: {week[1]} days"
    years = any(order.endswith(tuple(YEARS.values())) for order in readings)
    option = ", add --dates dmy or mdy" if {DAY_FIRST, MONTH_FIRST} & {*readings} else ""
    year = "add the year: " if years else ""
    hint = f"{year}write each date as year-month-day, as 2026-12-01{option}, or number the days"
    return order_refusal(text, "order-ambiguous", why, hint, tuple(readings.values()))
