"""The columns of the table of answers, and what kind of thing stands in each."""

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

LISTS: Final = {"verdict_rules", "alerts"}
"""Columns of several words, with ``;`` between them."""

DATES: Final = "dates"
"""A column of dates, with ``;`` between them."""

DAYS: Final = {"day_grams", "day_dispensed_g"}
"""Columns of grams by day, ``1=35;3=70``."""

VIALS: Final = {"vials_per_day", "vials_course"}
"""Columns of vials, ``2x20 + 1x5``."""

OPTIONAL_TEXT: Final = {"key", "reason", "read", "versus_reason"}
"""Columns that may be empty without anything being missing."""

OK, CAUTION, REFUSED, NO_VIALS, ERROR = "ok", "caution", "refused", "no-vials", "error"
STATUSES: Final = (OK, CAUTION, REFUSED, NO_VIALS, ERROR)
ANSWERED: Final = {OK, CAUTION}
"""Statuses of a row that was answered; any other makes the program end with 6."""


def columns(*, versus: bool) -> tuple[str, ...]:
    """Every column of a table of answers, in order."""
    return (*HEAD, *ANSWER, *(VERSUS if versus else ()), *FOOT)
