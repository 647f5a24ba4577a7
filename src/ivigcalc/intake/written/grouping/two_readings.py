"""The refusal of an order that has two readings, or does not say its days: with both, and what to type for each."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.tokens.dates import DAY_FIRST, MONTH_FIRST, YEARS, in_a_row
from ivigcalc.intake.written.tokens.not_understood import MOST_NAMED
from ivigcalc.intake.written.tokens.refusal import in_doubt, more_than_ends, order_refusal
from ivigcalc.intake.written.tokens.tokens import Every, Token

FRACTION: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")

LONG: Final = {"7": "days", "12": "months", "52": "weeks"}
"""What so many of a week, or of a year, count."""

OF_WEEK: Final = re.compile(r"(?:on )?([1-7])/7")
"""A date in figures, or so many days of a week."""


def two_readings(text: str, dose: Dose, days: Token, every: str = "") -> RefusedError:
    """A dose over several days is told neither per day nor in all: both readings, and how to say each.

    ``every`` is how often the course is repeated, "" for not said.
    """
    again = f" {every}" if every else ""
    count = len(days.days)
    daily, course = Fraction(count), Fraction(1, count)
    on = _on_days(days)
    return in_doubt(
        text,
        "can be read in two ways",
        f'type "{shown_dose(dose)} daily {on or f"for {count} days"}{again}", '
        f'or "{shown_dose(dose)} in all {on or f"over {count} days"}{again}"',
        f"daily: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, daily)} in all",
        f"in all: {shown_dose(dose, course)} on each of {count} days, {shown_dose(dose)} in all",
    )


def in_grams(text: str, amount: Token) -> RefusedError:
    """A volume, or vials, that may be those of each day or of all: what to write in their place."""
    why = f": {amount.text!r} may be given on each day, or be divided into several doses"
    return in_doubt(text, why, 'write the grams of each day and "daily", or all and "in all"')


def _on_days(days: Token) -> str:
    """Days that are not the first ones in a row, by their numbers; "" for those."""
    gaps = days.days[-1] != len(days.days)
    return f"on days {', '.join(map(str, days.days))}" if gaps else ""


def times_a_day(text: str, dose: Dose, times: Token, days: Token) -> RefusedError:
    """A dose so many times, beside its days: the times of each day, or a slip; both readings, and how to say each."""
    many, count = len(times.days), len(days.days)
    on = _on_days(days) or f"for {count} days"
    each = shown_dose(dose, Fraction(many))
    return in_doubt(
        text,
        f": {times.text!r} beside {days.text!r} may be of each day, or count the days again",
        f'type "{each} daily {on}" or "{shown_dose(dose)} daily {on}"; a day has one infusion here',
        f"{many} on each day: {each} on each of {count} days, {shown_dose(dose, Fraction(many * count))} in all",
        f"one on each day: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, Fraction(count))} in all",
    )


def days_or_doses_a_day(text: str, dose: Dose, daily: Token) -> RefusedError:
    """So many daily doses, which may be one on each of so many days or so many on a day: both readings."""
    count, each_of = len(daily.days), daily.kind == "each-of"
    each, total = (
        shown_dose(dose, Fraction(1, 1 if each_of else count)),
        shown_dose(dose, Fraction(count if each_of else 1)),
    )
    return in_doubt(
        text,
        f": {daily.text!r} may be doses of so many days, or of each day",
        f'days: type "{total} in all over {count} days"; of each day: write "{total} daily" and on how many days',
        f"days: {each} on each of {count} days, {total} in all",
        f"of each day: {count} doses of {each}, {total} a day; it does not say on how many days",
    )


def doses_in_a_day(text: str, dose: Dose | None, count: Token, beside: Token, *, divided: bool) -> RefusedError:
    """A number of doses beside other words: of as many days, or of each day; both readings.

    ``divided`` says that the dose is that of a day, which they may divide; ``dose`` is None where vials or a volume
    say it.
    """
    many = len(count.days)
    each, a_day, of_day, total = "that dose", "that dose", "the dose of a day", "as much"
    if dose:
        each, total = shown_dose(dose), shown_dose(dose, Fraction(many))
        a_day, of_day = (shown_dose(dose, Fraction(1, many)), each) if divided else (each, total)
    return in_doubt(
        text,
        f": {count.text!r} beside {beside.text!r} may be of each day, or of {many} days",
        f'days: type "{each} once daily for {many} days"; of each day: write "{of_day} daily" and on how many days',
        f"days: {each} on each of {many} days, {total} in all",
        f"of each day: {many} doses of {a_day}, {of_day} a day; no regimen printed here is given so",
    )


def counted_interval(text: str, dose: Dose, times: Token, every: Every) -> RefusedError:
    """A number before "weekly" or "monthly": how often it is repeated, or on how many days each time; both readings."""
    many, one, says = len(times.days), shown_dose(dose), every.interval.says
    apart = f"every {many} {every.interval.unit}"
    return in_doubt(
        text,
        f": '{times.text} {every.text}' may be {apart}, or {many} doses {says}",
        f'type "{one} {apart}" or "{one} daily for {many} days {says}"',
        f"{apart}: {one} {apart}",
        f"{many} doses: {one} on each of {many} days, {says}",
    )


def no_such_vials(text: str, vials: Token, size: Fraction, count: int) -> RefusedError:
    """So many times grams that no vial holds: doses of one day, or of as many days; both readings."""
    each = Dose(value=size, per_kg=False)
    return in_doubt(
        text,
        f": no vial here holds {shown_dose(each)}, so {vials.text!r} are no vials",
        "ask which; of days: write the dose of a day and on how many days; of one day: write the whole dose of the day "
        "alone; vials: write the sizes there are (ivigcalc products)",
        *_on_days_or_one_day(each, count),
    )


def doses_of_days_or_one_day(text: str, dose: Dose, times: Token, every: Every) -> RefusedError:
    """A dose that brackets say as so many times a smaller one, beside an interval; both readings, and how to say each.

    ``dose`` is the smaller one.
    """
    many, says = len(times.days), every.interval.says
    each, total = shown_dose(dose), shown_dose(dose, Fraction(many))
    return in_doubt(
        text,
        f": '{each} {times.text}' beside {every.text!r} may be doses of one day, or of {many} days",
        f'type "{each} daily for {many} days {says}" or "{total} {says}"',
        *_on_days_or_one_day(dose, many),
    )


def _on_days_or_one_day(dose: Dose, many: int) -> tuple[str, str]:
    """A dose on each of so many days, or as often on one day."""
    each, total = shown_dose(dose), shown_dose(dose, Fraction(many))
    return (
        f"days: {each} on each of {many} days, {total} in all",
        f"one day: {many} doses of {each}, {total} a day; no regimen printed here is given so",
    )


def once_or_repeated(text: str, dose: Dose | None, once: Token, every: Every) -> RefusedError:
    """A dose that is called one alone, beside how often it is given: both readings, and how to say each.

    ``dose`` is None where vials or a volume say it.
    """
    one, says = shown_dose(dose) if dose else "that dose", every.interval.says
    return in_doubt(
        text,
        f": {once.text!r} beside {every.text!r} may be one dose alone, or one each time",
        f'type "{one} once" or "{one} {says}"' if dose else "keep one of them, the one that is meant",
        f"alone: {one} once, and none behind it",
        f"each time: {one} {says}",
    )


def course_and_repeated(text: str, joined: Token, every: Every) -> RefusedError:
    """A word "and" before how often something is repeated: all before it, or what comes behind it; both readings."""
    says = every.interval.says
    return in_doubt(
        text,
        f": '{joined.text} {every.text}' may be how often all of it is repeated, or a maintenance behind it",
        f"leave {joined.text!r} out if all of it is repeated; else verify one course at a time",
        f"repeated: all that is ordered, {says}",
        f"two courses: what stands before it, and then a dose {says}",
    )


def vials_or_days(text: str, dose: Dose, times: Token) -> RefusedError:
    """A dose so many times, which may be so many days or so many vials: both readings, and how to say each."""
    many, one = len(times.days), shown_dose(dose)
    total = shown_dose(dose, Fraction(many))
    return in_doubt(
        text,
        f": {times.text!r} may count days or vials, there are vials of {one}",
        f'type "{one} daily for {many} days" or "{many} x {one} vials once"',
        f"days: {one} on each of {many} days, {total} in all",
        f"vials: {total} on one day, {many} vials of {one}",
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
        f": {dates.text!r} behind {every.text!r} may be the days, or from when to when it is repeated",
        "the days: write the dates before the interval; how long: the first day alone, and the number of cycles",
        f"the days: {dates.text}, and again {says}",
        f"how long: {says}, {dates.text}",
    )


def another_day(text: str, token: Token) -> RefusedError:
    """One date that may be no day of the order, but that on which it was written; how to say each."""
    day = _shown_days(token.dates.readings[0][1]) if token.dates else token.text
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
        else "which dose of them it is: leave it out; a part of it: write the grams"
    )
    why = f": {token.text!r} may be a date, or {'how long' if long else 'a part of the doses'}"
    return in_doubt(text, why, hint, *dates, part)


def two_dates(text: str, token: Token) -> RefusedError:
    """Dates that can be read in two ways, or in none."""
    readings: dict[str, str] = {}
    for order, days in token.dates.readings if token.dates else ():
        readings.setdefault(order, f"{order}: {_shown_days(days)}")
    for order, first, last in token.dates.long if token.dates and readings else ():
        readings[order] = f"{order}: {first.day} {first:%B} to {last.day} {last:%B}, how long it is repeated"
    if token.dates and token.dates.chain:
        return more_than_ends(text, token.text)
    if not readings and token.dates and token.dates.backward:
        why = f": {token.text!r} ends before it begins"
        return order_refusal(
            text, "not-a-date", why, "write the first day first; if both are right, ask which year each is of"
        )
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
        why = f": {token.text!r} is a date in figures without a year of four figures"
    if week := OF_WEEK.fullmatch(token.text):
        readings["days"] = f"days: {week[1]} days"
    years = any(order.endswith(tuple(YEARS.values())) for order in readings)
    option = ", add --dates dmy or mdy" if {DAY_FIRST, MONTH_FIRST} & {*readings} else ""
    year = "add the year: " if years else ""
    hint = f"{year}write each date as year-month-day, as 2026-12-01{option}, or number the days"
    return in_doubt(text, why, hint, *tuple(readings.values()))
