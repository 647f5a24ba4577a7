"""How long an interval is in days: a week is seven of them, a month has 28 to 31."""

from typing import Final

from ivigcalc.core.facts.indication import Interval

DAYS_IN_WEEK: Final = 7

LEAST_DAYS: Final = {"days": 1, "weeks": DAYS_IN_WEEK, "months": 28}
"""The days that each unit of an interval has at least."""

MOST_DAYS_OF: Final = {**LEAST_DAYS, "months": 31}
"""The days that each has at most."""


def length_of(interval: Interval) -> tuple[int, str]:
    """How long an interval is, with the unit: weeks are days, months stay months."""
    count = interval.low or 1
    return (count * DAYS_IN_WEEK, "days") if interval.unit == "weeks" else (count, interval.unit)


def least_days(interval: Interval) -> int:
    """The days of an interval; of one in months those that it has at least."""
    return LEAST_DAYS[interval.unit] * (interval.low or 1)


def most_days(interval: Interval) -> int:
    """The days of an interval; of one in months those that it has at most."""
    return MOST_DAYS_OF[interval.unit] * (interval.low or 1)
