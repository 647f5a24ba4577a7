"""Why a column of an answer has nothing to say. Beside each null of JSON Lines stands its reason."""

from typing import Final

from ivigcalc.batch import results
from ivigcalc.batch.answer import Answer

NO_DOSE: Final = "no dose: see reason"
SAME: Final = "every day is the same: see the figure per day"
DIFFER: Final = "the days differ: see the list by day"
OF_VIALS: Final = results.ANSWER[results.ANSWER.index("vials_per_day") : results.ANSWER.index("alerts")]
BY_DAY: Final = ("day_grams", "day_vials", "day_dispensed_g")
PER_DAY: Final = ("g_per_day", "vials_per_day", "dispensed_g_per_day")


def missing(name: str, answer: Answer) -> str:
    """Why the column is empty."""
    cells = answer.cells
    if "days" not in cells:
        return NO_DOSE
    if name in {"product", "verdict"} or (name in OF_VIALS and answer.why_no_vials):
        return answer.why_no_vials
    if name in BY_DAY:
        return SAME
    if name in PER_DAY:
        return DIFFER
    if name in {"cost", "currency"}:
        return "no formulary, or it does not give the price of every size opened"
    if name == "dates":
        return "no start date given"
    return cells.get("versus_reason") or answer.why_no_vials or "not both policies give vials with a known price"
