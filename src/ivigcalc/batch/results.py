"""The columns of the table of answers: what kind of thing stands in each, and why one may be empty."""

from collections.abc import Mapping
from typing import Final

HEAD: Final = ("row", "key")
ANSWER: Final = (
    *("status", "reason", "read", "indication", "regimen", "weight_kg", "dosing_weight_kg", "weight_policy"),
    *("days", "g_per_day", "day_grams", "g_course"),
    *("product", "verdict", "verdict_rules"),
    *("vials_per_day", "day_vials", "vials_course"),
    *("dispensed_g_per_day", "day_dispensed_g", "dispensed_g_course", "deviation_percent", "volume_ml_course"),
    *("opened_g_course", "discarded_g_course", "cost", "currency", "dates", "alerts"),
)
VERSUS: Final = (
    *("versus_policy", "versus_reason", "versus_dosing_weight_kg", "versus_g_course", "versus_difference_g"),
    *("versus_difference_percent", "versus_dispensed_g_course", "versus_dispensed_difference_g"),
    *("versus_cost", "versus_difference_cost"),
)
"""What the other policy gives; a difference is the other policy less the row's own."""
FOOT: Final = ("input_sha256", "ivigcalc_version", "data_version", "data_sha256", "row_sha256")

NUMBERS: Final = {
    *("row", "weight_kg", "dosing_weight_kg", "days", "g_per_day", "g_course", "dispensed_g_per_day"),
    *("dispensed_g_course", "deviation_percent", "volume_ml_course", "opened_g_course", "discarded_g_course", "cost"),
    *(name for name in VERSUS if name not in {"versus_policy", "versus_reason"}),
}
"""Columns of one number: written as numbers, and never taken for a formula."""

FREE_TEXT: Final = {"key", "reason", "read", "versus_reason"}
"""Columns that may hold anything that was typed, and may be empty without anything being missing.

Everything else is a number, an id, a date, or vials: nothing in it can be taken for a formula or a delimiter.
"""

LISTS: Final = {"verdict_rules", "alerts"}
"""Columns of several words, with ``;`` between them."""

DATES: Final = "dates"
"""A column of dates, with ``;`` between them."""

DAYS: Final = {"day_grams", "day_dispensed_g"}
"""Columns of grams by day, ``1=35;3=70``."""

VIALS: Final = {"vials_per_day", "vials_course"}
"""Columns of vials, ``2x20 + 1x5``."""

OK, CAUTION, REFUSED, NO_VIALS, ERROR = "ok", "caution", "refused", "no-vials", "error"
STATUSES: Final = (OK, CAUTION, REFUSED, NO_VIALS, ERROR)
ANSWERED: Final = {OK, CAUTION}
"""Statuses of a row that was answered; any other makes the program end with 6."""

OF_VIALS: Final = ANSWER[ANSWER.index("vials_per_day") : ANSWER.index("alerts")]

WHY_EMPTY: Final = {
    **dict.fromkeys(("day_grams", "day_vials", "day_dispensed_g"), "every day is the same: see the figure per day"),
    **dict.fromkeys(("g_per_day", "vials_per_day", "dispensed_g_per_day"), "the days differ: see the list by day"),
    **dict.fromkeys(("cost", "currency"), "no formulary, or it does not give the price of every size opened"),
    DATES: "no start date given",
}
"""Why a column is empty in a row with vials."""


def columns(*, versus: bool) -> tuple[str, ...]:
    """Every column of a table of answers, in order."""
    return (*HEAD, *ANSWER, *(VERSUS if versus else ()), *FOOT)


def missing(name: str, cells: Mapping[str, str], why_no_vials: str) -> str:
    """Why a column has nothing to say. Beside each null of JSON Lines stands its reason."""
    if "days" not in cells:
        return "no dose: see reason"
    if why_no_vials and name in {"product", "verdict", *OF_VIALS}:
        return why_no_vials
    if name in WHY_EMPTY:
        return WHY_EMPTY[name]
    return cells.get("versus_reason") or why_no_vials or "not both policies give vials with a known price"
