"""What a column of statuses says in the row of a patient: an order that no longer stands is not answered."""

from collections.abc import Sequence
from functools import lru_cache

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.names.words import letters, words_of
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.sheets.headings.options import as_typed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED


def ended_by_status(layout: Layout, cells: Sequence[str]) -> Problem | None:
    """Why a row is refused of which a status that is not read says that its order, or its treatment, has ended.

    ``Discontinued`` under ``Status``; None where no cell says so.
    """
    for place, heading in _statuses(layout):
        if _has_ended(layout.words, cells[place]):
            message = f"{heading} says that the order no longer stands: {one_line(cells[place])[:MOST_QUOTED]!r}"
            todo = f"take the row out; where it is to be answered all the same, --ignore {as_typed(heading)}"
            return Problem(code="order-ended", message=message, next=todo)
    return None


@lru_cache(maxsize=256)
def _statuses(layout: Layout) -> tuple[tuple[int, str], ...]:
    """The columns of statuses that are not read, and were not left out: their places and headings."""
    left_out = {place for place, _ in layout.left_out_at}
    named = {letters(name) for name in layout.words.said["over-statuses"]}
    unread = [one for one in layout.unread_columns if one.place not in left_out]
    return tuple((one.place, one.heading) for one in unread if letters(one.heading) in named)


@lru_cache(maxsize=4096)
def _has_ended(words: TableWords, cell: str) -> bool:
    """Whether a cell begins with words that say that something has ended: ``Discontinued by Dr X``."""
    said = words_of(cell[:MOST_QUOTED])
    begins = {"".join(said[:count]) for count in range(1, len(said) + 1)}
    return not begins.isdisjoint(map(letters, words.said["ended"]))
