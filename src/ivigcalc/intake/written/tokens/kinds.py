"""Which kind of token each role of words becomes, and what more it says."""

from typing import Final, Literal

from ivigcalc.intake.written.tokens.tokens import (
    AS,
    AS_ONE,
    ASIDE,
    COUNTED,
    CUMULATIVE,
    DAILY_DOSES,
    EACH_DAY,
    EQUAL,
    EVERY_24_HOURS,
    FIELD_OF_DOSES,
    IN_DAYS,
    IN_DOSES,
    IN_PARTS,
    INFUSIONS,
    NEXT_DAYS,
    OF_TOTAL,
    ONCE,
    ONE_EACH_TIME,
    PER_CYCLE,
    SO_MANY,
    TOTAL_DOSE,
    TOTAL_OF,
)
from ivigcalc.intake.written.words.roles import (
    ALL_DOSES,
    CLOCKS,
    COURSE,
    DAY_LISTS,
    DAYS_OF_ONE_COURSE,
    EACH,
    FORM,
    HEADING,
    INCLUSIVE,
    OF_DAY_OR_INFUSION,
    ROUTE,
    TIMES_DAYS,
    TIMES_DOSES,
    TIMES_FRACTION,
    TOTAL_ALONE,
)

EVERY: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    "every-days": "days",
    "every-weeks": "weeks",
    "every-months": "months",
}
"""Intervals by their role, with their unit."""


LASTING: Final = {"lasting-weeks": (1, "weeks"), "lasting-months": (1, "months"), "lasting-years": (12, "months")}
"""How long something is repeated, by the role: in how many of which unit."""


DOSE_OF_NUMBER: Final = "dose-of-number"


DOSE_ROLES: Final = {
    DOSE_OF_NUMBER: ("doses", ""),
    "in-doses": ("doses", IN_DOSES),
    "counted-doses": ("doses", COUNTED),
    TIMES_DOSES: ("doses", COUNTED),
    "total-of-doses": ("doses", TOTAL_OF),
    "number-of-doses": ("doses", FIELD_OF_DOSES),
    ALL_DOSES: ("doses", FIELD_OF_DOSES),
    "fraction-of-week": ("for", ""),
    TIMES_FRACTION: ("for", ""),
    "days-of-course": ("for", TOTAL_OF),
    DAYS_OF_ONE_COURSE: ("for", TOTAL_OF),
    TIMES_DAYS: ("for", SO_MANY),
    "in-days": ("over", IN_DAYS),
    "days": ("for", SO_MANY),
    "next-days": ("for", NEXT_DAYS),
    "divided-doses": ("divided-over", INFUSIONS),
    "divided-daily": ("divided-over", DAILY_DOSES),
    "daily-doses-of": ("each-of", DAILY_DOSES),
}
"""Roles that count doses, or days, with their kind and what they say of the number."""


DAY_ROLES: Final = ("for", "times", "doses", "over", "divided-over", "each-of", "on-days", "on-day")


KIND_OF_ROLE: Final = {
    **DOSE_ROLES,
    "every-day": ("daily", EACH_DAY),
    "daily-dose-of": ("per-day", EACH_DAY),
    "every-24-hours": ("daily", EVERY_24_HOURS),
    "once-a-day": ("daily", ONCE),
    "dose-of-day": ("per-day", IN_PARTS),
    OF_DAY_OR_INFUSION: ("per-day", ""),
    "one-dose": ("once", ONE_EACH_TIME),
    EACH: ("per-dose", ""),
    "as-once": ("once", AS_ONE),
    **{role: (ASIDE, role) for role in (FORM, HEADING, INCLUSIVE, ROUTE)},
    "as": ("again", AS),
    "equal": ("again", EQUAL),
    **dict.fromkeys(("total", TOTAL_ALONE, COURSE), ("in-all", OF_TOTAL)),
    "per-cycle": ("in-all", PER_CYCLE),
    "total-dose": ("in-all", TOTAL_DOSE),
    "cumulative-dose": ("in-all", CUMULATIVE),
}
"""Roles that are another with what it counts, or with what it says of a number of doses or of days."""


COUNTED_ROLES: Final = frozenset((*DAY_ROLES, *DOSE_ROLES))
"""Roles whose numbers count infusion days, or name them."""


UP_TO: Final = CLOCKS | {
    "for",
    "days",
    TIMES_DAYS,
    "days-of-course",
    DAYS_OF_ONE_COURSE,
    "over",
    "in-days",
    "on-day",
    "on-days",
    *DAY_LISTS,
}
"""Roles of times, of days and of their numbers that "by" makes a deadline, or a limit."""
