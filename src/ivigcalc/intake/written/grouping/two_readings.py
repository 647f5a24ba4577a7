"""The refusal of an order that has two readings, or does not say its days: with both, and what to type for each."""

from fractions import Fraction
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import Every, Token

BLANK: Final = "N"
"""Stands for a number that an order does not say."""


def two_readings(
    text: str, dose: Dose, days: Token, every: str = "", why: str = "can be read in two ways"
) -> RefusedError:
    """A dose over several days is told neither per day nor in all: both readings, and how to say each.

    ``every`` is how often the course is repeated, "" for not said.
    """
    if len({*days.days}) < len(days.days):
        twice = next(day for day in days.days if days.days.count(day) > 1)
        why = f": {days.text!r} names day {twice} twice"
        return order_refusal(text, "order-unreadable", why, "ask which days are meant, and name each once, in order")
    again = f" {every}" if every else ""
    count = len(days.days)
    daily, course = Fraction(count), Fraction(1, count)
    on = on_days(days)
    return in_doubt(
        text,
        why,
        f'type "{shown_dose(dose)} daily {on or f"for {count} days"}{again}", '
        f'or "{shown_dose(dose)} in all {on or f"over {count} days"}{again}"',
        f"daily: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, daily)} in all",
        f"in all: {shown_dose(dose, course)} on each of {count} days, {shown_dose(dose)} in all",
    )


def in_grams(text: str, amount: Token) -> RefusedError:
    """Refusal of a volume, or of vials, that may be those of each day or of all: asks for grams."""
    why = f": {amount.text!r} may be given on each day, or be divided into several doses"
    return in_doubt(text, why, 'write the grams of each day and "daily", or all and "in all"')


def on_days(days: Token) -> str:
    """Days that are not the first ones in a row, by their numbers; "" for those."""
    gaps = days.days[-1] != len(days.days)
    return f"on days {', '.join(map(str, days.days))}" if gaps else ""


def times_a_day(text: str, dose: Dose, times: Token, days: Token) -> RefusedError:
    """A dose so many times, beside its days: the times of each day, or a slip; both readings, and how to say each."""
    many, count = len(times.days), len(days.days)
    on = on_days(days) or f"for {count} days"
    each = shown_dose(dose, Fraction(many))
    if many == 1:
        why = f": {times.text!r} is one infusion, and {days.text!r} are {count} days"
        return order_refusal(text, "order-contradicts", why, f'ask which; type "{each} once" or "{each} daily {on}"')
    return in_doubt(
        text,
        f": {times.text!r} beside {days.text!r} may be of each day, or count the days again",
        f'type "{each} daily {on}" or "{shown_dose(dose)} daily {on}"; a day has one infusion here',
        f"{many} on each day: {each} on each of {count} days, {shown_dose(dose, Fraction(many * count))} in all",
        f"one on each day: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, Fraction(count))} in all",
    )


def several_a_day(text: str, dose: Dose, count: Token, day: Token) -> RefusedError:
    """So many doses on each day: of the dose each time, or of it in all; both readings, and how to say each."""
    many, one = len(count.days), shown_dose(dose)
    each, part = shown_dose(dose, Fraction(many)), shown_dose(dose, Fraction(1, many))
    return in_doubt(
        text,
        f": '{count.text} {day.text}' is more than one infusion a day; no regimen printed here is given so",
        f'ask which, and write the dose of a whole day: "{each} daily" or "{one} daily"',
        f"each time: {many} doses of {one}, {each} a day",
        f"in all: {many} doses of {part}, {one} a day",
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


def doses_in_a_day(
    text: str, dose: Dose | None, count: Token, beside: Token, *, divided: bool, into: bool = False
) -> RefusedError:
    """A number of doses beside other words: of as many days, or of each day; both readings.

    ``divided`` says that the dose is that of a day, which they may divide; ``dose`` is None where vials or a volume
    say it. ``into`` says that they may divide the dose of all days, too ("in 5 doses"), which is a third reading.
    """
    many = len(count.days)
    if into and dose:
        return _dose_in_parts(text, dose, count, beside)
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


def _dose_in_parts(text: str, dose: Dose, count: Token, beside: Token) -> RefusedError:
    """A dose "in 5 doses" beside the words of a day: that of all days, of each, or of a day in parts; all readings."""
    many, one = len(count.days), shown_dose(dose)
    part, total = shown_dose(dose, Fraction(1, many)), shown_dose(dose, Fraction(many))
    return in_doubt(
        text,
        f": {count.text!r} beside {beside.text!r} may divide the dose over {many} days, be of as many, or of each day",
        f'in all: type "{one} in all over {many} days"; days: type "{one} daily for {many} days"; of each day: write '
        "the dose of a day, and on how many days",
        f"in all: {part} on each of {many} days, {one} in all",
        f"days: {one} on each of {many} days, {total} in all",
        f"of each day: {many} doses of {part}, {one} a day; no regimen printed here is given so",
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
    if count == 1:
        why = f": no vial here holds {shown_dose(each)}, so {vials.text!r} is one dose of that"
        return order_refusal(text, "order-unreadable", why, f'write "{shown_dose(each)}" in its place')
    return in_doubt(
        text,
        f": no vial here holds {shown_dose(each)}, so {vials.text!r} are no vials",
        "ask which; of days: write the dose of a day and on how many days; of one day: write the whole dose of the day "
        "alone; vials: write the sizes there are (ivigcalc products)",
        *_on_days_or_one_day(each, count),
    )


def few_doses(text: str, count: Token, each: Dose) -> RefusedError:
    """Two to four doses, which may be those of one day, or of as many days; both readings, and how to say each."""
    many, one = len(count.days), shown_dose(each)
    return in_doubt(
        text,
        f": {count.text!r} may be of one day, or of {many} days",
        f'days: type "{one} daily for {many} days"; of one day: write the whole dose of the day, and "once"',
        *_on_days_or_one_day(each, many),
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


def no_days(text: str, dose: Dose, *, per_day: bool, in_all: bool, every: str = "") -> RefusedError:
    """An order that does not say on how many days, and how to say it: never a total as the dose of a day.

    ``every`` is how often it is repeated, "" for not said.
    """
    one, again = shown_dose(dose), f" {every}" if every else ""
    daily = [] if in_all else [f'"{one} daily for {BLANK} days{again}"']
    total = [] if per_day else [f'"{one} in all over {BLANK} days{again}"']
    once = [] if per_day or every or (dose.per_kg and dose.value > 1) else [f'"{one} once"']
    hint = f"type, with their number for {BLANK}, {' or '.join([*daily, *total, *once])}"
    if per_day and in_all:
        hint = f'ask on how many days, and write it: "{one} in all over {BLANK} days{again}"'
    return order_refusal(text, "order-incomplete", "does not say on how many days", hint)


def day_and_in_all(text: str, dose: Dose, days: Token | None, every: str, *, of_all: bool) -> RefusedError:
    """One dose that is called that of a day and that of all days: what to type for each, with the days that it says.

    ``days`` is None where it says none; ``of_all`` says that it is divided over them, and so no dose of a day.
    """
    one, again = shown_dose(dose), f" {every}" if every else ""
    count = str(len(days.days)) if days else BLANK
    on = on_days(days) if days else ""
    daily = [] if of_all else [f'"{one} daily {on or f"for {count} days"}{again}"']
    typed = " or ".join([*daily, f'"{one} in all {on or f"over {count} days"}{again}"'])
    why = "states one dose both per day and in all"
    return order_refusal(text, "order-contradicts", why, f"type {typed}")


def volume_and_total(text: str, amount: tuple[str, Dose], dose: Dose, days: Token, every: str) -> RefusedError:
    """A volume, or vials, of each day beside the grams of all days: what to type in grams, where they are the same.

    ``amount`` are the words of the volume, and its grams.
    """
    said, day = amount
    one, total, again = shown_dose(day), shown_dose(dose), f" {every}" if every else ""
    sum_of = shown_dose(day, Fraction(len(days.days)))
    if sum_of != total:
        why = f": {said!r} is {one} a day, {sum_of} in all, not {total}"
        return order_refusal(text, "order-contradicts", why, "ask the prescriber which dose is meant")
    on = on_days(days) or f"for {len(days.days)} days"
    why = f": {said!r} a day is not read beside {total} in all"
    return order_refusal(text, "order-unreadable", why, f'write it in grams: "{one} daily {on}{again}, {total} in all"')


def total_or_course(text: str, dose: Dose, every: Token) -> RefusedError:
    """A total with how often, and without days, beside another dose: that said again, or a course; both readings."""
    total = f"{shown_dose(dose)} in all"
    return in_doubt(
        text,
        f": '{total} {every.text}' may be the dose beside it said again, or another course",
        f"said again: write {every.text!r} before the total, behind a comma; another: verify one course at a time",
        f"said again: one course, {every.text}",
        f"another: {total} {every.text}, and what stands before it",
    )


def vial_or_dose(text: str, said: str) -> RefusedError:
    """Grams and a volume without days beside another dose: what a vial holds, or a dose; what to write for each."""
    why = f": {said!r} says no days: it may be what a vial holds, or a dose"
    return in_doubt(text, why, "a vial: leave it out; a dose: write it with its days, and keep the other")
