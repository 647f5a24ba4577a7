"""The same row under another weight policy: what that gains or saves."""

from typing import NamedTuple

from ivigcalc.batch.dispensed import Dispensed
from ivigcalc.core.course import Course
from ivigcalc.core.planning import Dosing
from ivigcalc.core.quantity import plain


class Side(NamedTuple):
    """A row under one policy: its dose, its one course, and its vials if a preparation is named."""

    dosing: Dosing
    course: Course
    dispensed: Dispensed | None


def versus_cells(own: Side, other: Side) -> dict[str, str]:
    """The other policy's figures, and their difference from the row's own: other less own."""
    more = other.course.total - own.course.total
    cells = {
        "versus_dosing_weight_kg": plain(other.dosing.asked.weight.kg),
        "versus_g_course": plain(other.course.total),
        "versus_difference_g": plain(more),
        "versus_difference_percent": plain(more / own.course.total * 100),
    }
    mine = own.dispensed.made if own.dispensed else None
    if other.dispensed is None or other.dispensed.made is None:
        return cells | {"versus_reason": other.dispensed.why if other.dispensed else ""}
    theirs = other.dispensed.made
    cells["versus_dispensed_g_course"] = plain(theirs.given_g, 3)
    if mine:
        cells["versus_dispensed_difference_g"] = plain(theirs.given_g - mine.given_g, 3)
    if other.dispensed.cost is not None:
        cells["versus_cost"] = plain(other.dispensed.cost)
        if own.dispensed and own.dispensed.cost is not None:
            cells["versus_difference_cost"] = plain(other.dispensed.cost - own.dispensed.cost)
    return cells
