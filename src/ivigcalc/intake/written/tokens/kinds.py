"""Which kind of token each role of words becomes, what more it says, and which tokens say one thing together."""

from collections.abc import Sequence
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
    Token,
)
from ivigcalc.intake.written.words.roles import (
    ALL_DOSES,
    AND_DAY,
    BY_INFUSION,
    CLOCKS,
    COURSE,
    DAY_LISTS,
    DAYS_OF_ONE_COURSE,
    EACH,
    EACH_OF_DAYS,
    FORM,
    HEADING,
    INCLUSIVE,
    MULTIPLIED,
    OF_DAY_OR_INFUSION,
    ONE_DOSE_OF,
    ROUTE,
    TIMES_DAYS,
    TIMES_DOSES,
    TIMES_FRACTION,
    TOTAL,
    TOTAL_ALONE,
    TOTAL_OR_NO,
    WAY_OR_EACH,
)

EVERY: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    "every-days": "days",
    "every-weeks": "weeks",
    "every-two-weeks": "weeks",
    "every-months": "months",
}
"""Intervals by their role, with their unit."""
EVERY_WITHOUT_NUMBER: Final = {"every-two-weeks": 2}
"""Of how many units intervals are that say it in one word; of one where none is named: "weekly"."""


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
    AND_DAY: ("per-day", ""),
    BY_INFUSION: ("daily", EACH_DAY),
    "one-dose": ("once", ONE_EACH_TIME),
    ONE_DOSE_OF: ("once", ONE_EACH_TIME),
    EACH: ("per-dose", ""),
    "as-once": ("once", AS_ONE),
    **{role: (ASIDE, role) for role in (FORM, HEADING, INCLUSIVE, ROUTE, WAY_OR_EACH)},
    "as": ("again", AS),
    "equal": ("again", EQUAL),
    **dict.fromkeys((TOTAL, TOTAL_OR_NO, TOTAL_ALONE, COURSE), ("in-all", OF_TOTAL)),
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

OF_EACH_DAY_ALONE: Final = frozenset(("daily", "every-24-hours", "every-day", "once-a-day", "per-day"))
"""Roles of words that right behind "once" say once a day."""


def with_joined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with words that say one thing together as one: "por kg e por dia", "once every 24 hours".

    "One dose of" before the dose of a day says nothing more, and "on each of days 1 to 5" says the days and a day.
    """
    made: list[Token] = []
    for token in tokens:
        before, joint = made[-2:] if len(made) > 1 else (token, token)
        per_kg = before.dose is not None and before.dose.per_kg and "/" not in before.text
        if per_kg and joint.kind == "and" and joint.text and token.kind == "per-day" and "/" not in token.text:
            made[-1] = token.replaced(text=f"{joint.text} {token.text}")
        elif made and made[-1].says == ONE_EACH_TIME and token.role in OF_EACH_DAY_ALONE:
            made[-1] = Token(kind="daily", text=f"{made[-1].text} {token.text}", role="once-a-day", says=ONCE)
        elif joint.dose and before.role == ONE_DOSE_OF and token.role in OF_EACH_DAY_ALONE:
            made[-2:] = [before.replaced(kind="dose-word", days=(), says=""), joint, token]
        elif EACH_OF_DAYS in {token.role, token.lead}:
            made += [Token(kind="per-day"), token]
        else:
            made.append(token)
    return made


def is_multiplied(days: Token) -> bool:
    """Whether so many days are multiplied with a dose: "x 5 days" are of the dose of each."""
    return days.role in MULTIPLIED
