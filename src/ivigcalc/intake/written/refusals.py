"""Orders with two readings, or without days: why they are refused, and how to say each reading."""

from fractions import Fraction

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.dates import in_a_row
from ivigcalc.intake.written.tokens import Token, order_refusal


def two_readings(text: str, dose: Dose, days: Token) -> RefusedError:
    """A dose over several days is told neither per day nor in all: both readings, and how to say each."""
    count = len(days.days)
    daily, course = Fraction(count), Fraction(1, count)
    listed = days.kind == "on-days" and days.days[-1] != count
    on = f"on days {', '.join(map(str, days.days))}" if listed else ""
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


def no_days(text: str, dose: Dose, *, per_day: bool, in_all: bool) -> RefusedError:
    """An order that does not say on how many days, and how to say it: never a total as the dose of a day."""
    daily = [] if in_all else [f'"{shown_dose(dose)} daily for 5 days"']
    total = [] if per_day else [f'"{shown_dose(dose)} in all over 5 days"']
    once = [] if per_day or (dose.per_kg and dose.value > 1) else [f'"{shown_dose(dose)} once"']
    typed = " or ".join([*daily, *total, *once])
    return order_refusal(text, "order-incomplete", "does not say on how many days", f"type for example {typed}")


def two_dates(text: str, token: Token) -> RefusedError:
    """Dates that can be read in two ways, or in none."""
    readings: dict[str, str] = {}
    for order, days in token.dates.readings if token.dates else ():
        shown = ", ".join(f"{day.day} {day:%B}" for day in days[:5])
        readings.setdefault(order, f"{order}: {shown}{'' if in_a_row(days) else ', which are not in a row'}")
    if not readings:
        hint = "write each date as year-month-day"
        return order_refusal(text, "not-a-date", f": {token.text!r} are no dates", hint)
    why = (
        f": {token.text!r} can be read in two ways"
        if len(readings) > 1
        else f": {token.text!r} may be no dates in a row"
    )
    hint = "write each date as year-month-day, as 2026-12-01, or number the days"
    return order_refusal(text, "order-ambiguous", why, hint, tuple(readings.values()))
