"""What a note in the row of a patient says of the unit of its weight: 154 lb are never read as 154 kg."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.reading.cells import READ_IN
from ivigcalc.batch.reading.stray_rows import LONG_STONES, PER
from ivigcalc.batch.reading.totals.added import Figure, figure_of
from ivigcalc.batch.reading.unread import SYSTEM_UNITS
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.names.words import words_of
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import one_line, plain
from ivigcalc.sheets.headings.options import as_typed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED

WORD: Final = r"[0-9]{1,12}(?:[.,][0-9]{1,12})?|[^\W\d_]+"
"""A figure or a word in a note."""


def contradicted_unit(layout: Layout, cells: Sequence[str]) -> Problem | None:
    """Why a row is refused in which a note names another unit than that of its weight, alone or behind this figure.

    ``weight in lb`` and ``154 lb`` beside 154 in kg; ``lost 5 lb`` says another thing, and so may ``70 kg = 154 lb``
    beside 70. What was typed of the column counts, whatever a note says. None where no note contradicts the weight.
    """
    column = layout.weight
    if column is None or column.is_typed:
        return None
    for place, heading in layout.notes:
        if not (note := cells[place].strip()) or not (figure := figure_of(layout, layout.weight_in(cells))):
            continue
        if unit := _other_unit(layout.words, note, figure):
            return _contradicts(heading, note, figure, unit)
    return None


@lru_cache(maxsize=4096)
def _other_unit(words: TableWords, note: str, figure: Figure) -> str:
    """The unit of weights that a note names in place of that of a figure; "" for none."""
    if system := words.cell_units.other_system_in(words_of(note), figure.unit):
        return SYSTEM_UNITS[system]["weight"]
    units, of_doses, before = words.units["weight"], {*words.units["dose"], *PER}, ""
    for word in re.findall(WORD, note.casefold()):
        unit = units.get(word, word if word in LONG_STONES else "") if len(word) > 1 else ""
        is_other = unit not in {"", "g", figure.unit} and not (unit == READ_IN["weight"] and before in of_doses)
        if is_other and (not before[:1].isdecimal() or _is_about(before, figure.number)):
            return unit
        before = word
    return ""


def _is_about(written: str, number: Decimal) -> bool:
    """Whether a figure in a note is a number, but for what rounding makes of it: 153.9 and 154."""
    return abs(Decimal(written.replace(",", ".")) - number) * 100 <= number


def _contradicts(heading: str, note: str, figure: Figure, unit: str) -> Problem:
    """What to do about a note under a heading that names another unit than a figure has."""
    said, column = repr(one_line(note)[:MOST_QUOTED]), as_typed(heading)
    message = f"the weight {plain(figure.number, 4)} is in {figure.unit}, and {heading} names {unit}: {said}"
    todo = f"write the weight in {figure.unit} if the note is right; else take {unit} out of it, or --ignore {column}"
    return Problem(code="note-contradicts", message=message, next=todo)
