"""Dates as typed: read as year-month-day alone. What another writing may mean is offered, never read."""

import re
from datetime import date
from typing import Final, Literal

from ivigcalc.core.facts.indication import Interval
from ivigcalc.intake.numbers import refusal

DAY: Final = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"
TIME: Final = r"(?:[ T][0-2]?[0-9]:.*)?"
PARTS: Final = rf"(?i:([0-9]{{1,4}}|[a-z]+)[-/., ]+([0-9]{{1,2}}|[a-z]+)[-/., ]+([0-9]{{1,4}}){TIME})"
"""Three parts, and perhaps a time of day behind them."""

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDERS: Final = {"the day first": (2, 1, 0), "the month first": (2, 0, 1), "the year first": (0, 1, 2)}
"""Where year, month and day stand among three parts."""


MOST_CYCLE_DIGITS: Final = 4
EVERY: Final = re.compile(r"(?:every )?([0-9]{1,3}) ?(day|week|month)s?", re.IGNORECASE)
UNITS: Final[dict[str, Literal["days", "weeks", "months"]]] = {"day": "days", "week": "weeks", "month": "months"}


def read_cycles(typed: str) -> int:
    """A number of cycles.

    Raises:
        RefusedError: it is not one.
    """
    digits = typed.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_CYCLE_DIGITS):
        raise refusal(typed, "--cycles", "not-a-number", "is not a whole number of cycles", "--cycles 6")
    return int(digits)


def read_interval(typed: str) -> Interval:
    """How often a course is repeated, as ``3 weeks``.

    Raises:
        RefusedError: it is no number of days, weeks or months.
    """
    found = EVERY.fullmatch(" ".join(typed.split()))
    if found is None or int(found[1]) == 0:
        why = "is no number of days, weeks or months"
        raise refusal(typed, "--every", "not-an-interval", why, '--every "3 weeks"')
    count, unit = int(found[1]), found[2].lower()
    says = f"every {count} {unit}s" if count > 1 else f"every {unit}"
    return Interval(says=says, unit=UNITS[unit], low=count, high=count)


def read_day(typed: str) -> date | None:
    """A day of this century as ``2026-12-31``; None where it is none."""
    try:
        return date.fromisoformat(typed) if re.fullmatch(DAY, typed) else None
    except ValueError:
        return None


def day_to_type(typed: str, field: str) -> str:
    """What to type for a field in place of a date in another writing: the day that was meant, or each that may be."""
    readings = _readings(typed)
    if not readings:
        return f"{field} YYYY-MM-DD"
    if len(readings) == 1:
        return f"did you mean {field} {next(iter(readings))}?"
    return f"did you mean {' or '.join(f'{field} {day} ({order})' for day, order in readings.items())}?"


def _readings(typed: str) -> dict[date, str]:
    """The days that a date may mean, each with the order of its parts; a year has four digits."""
    parts = re.fullmatch(PARTS, typed.strip())
    readings: dict[date, str] = {}
    if not parts:
        return readings
    for order, places in ORDERS.items():
        year, month, day = (parts.groups()[place] for place in places)
        month = f"{MONTHS.index(month[:3].lower()) + 1}" if month[:3].lower() in MONTHS else month
        if (found := read_day(f"{year}-{month:0>2}-{day:0>2}")) is not None:
            readings.setdefault(found, order)
    return readings
