"""A body mass index in the row of a patient: its weight and its height give it in the units that they are read in."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.batch.columns import Layout, figure_in
from ivigcalc.batch.reading.cells import READ_IN
from ivigcalc.batch.row.second_figures import Measured, measured
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import plain
from ivigcalc.sheets.headings.spelling import heading_words, sign_in
from ivigcalc.sheets.headings.topics import BODY_MASS_INDEX

UNIT_WORDS: Final = frozenset({"kg", "per", "m2"})
"""Words of a heading that say in what a body mass index is: no percentile."""

INDEX: Final = re.compile(r"\s*([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s?(?:kg\s?/\s?m(?:2|\u00b2|\^2))?\s*", re.IGNORECASE)
"""A body mass index in a cell."""

MOST_TIMES: Final = Fraction(3, 2)
"""So many times another one an index may be that is not of today: pounds for kilograms make it more than twice that."""

IN_METRES: Final = 3
"""A height in cm below this is one in metres, of which another reason says so."""


def contradicted_index(layout: Layout, cells: Sequence[str]) -> Problem | None:
    """Why a row is refused whose weight and height do not give its body mass index: 22.9 beside 154 kg and 175 cm.

    154 lb give it. None where they do, or one of the three is not there.
    """
    if not (indices := _indices(layout)):
        return None
    weight, height = (_read(layout, cells, field) for field in ("weight", "height"))
    if weight is None or height is None or height.value < IN_METRES:
        return None
    given = weight.value / (height.value / 100) ** 2
    for place, heading in indices:
        said = _said(cells[place])
        if said and not said / MOST_TIMES <= given <= said * MOST_TIMES:
            figures = f"{weight.says} and {height.says} give {plain(given, 1)}"
            message = f"{heading} is {plain(said, 4)}, and {figures}"
            todo = f"correct the figure that is wrong, or its unit; if {heading} is, take it out of the row"
            return Problem(code="contradiction", message=message, next=todo)
    return None


@lru_cache(maxsize=256)
def _indices(layout: Layout) -> tuple[tuple[int, str], ...]:
    """The columns of body mass indices, also if they were left out: their places and headings."""
    columns = {one.place: one.heading for one in layout.unread_columns}
    columns |= {place: heading.strip() for place, heading in layout.left_out_at}
    return tuple((place, heading) for place, heading in columns.items() if _is_index(layout, heading))


def _is_index(layout: Layout, heading: str) -> bool:
    """Whether a heading is that of a body mass index, and of nothing else: no percentile."""
    said = next((one for one in layout.words.spoken_of(heading) if one.id == BODY_MASS_INDEX), None)
    return said is not None and not sign_in(heading) and {*heading_words(heading)} <= {*said.words, *UNIT_WORDS}


def _read(layout: Layout, cells: Sequence[str], field: str) -> Measured | None:
    """A figure that is read; None where it is none."""
    column = next((one for one in layout.columns if one.field.id == field), None)
    kind = layout.words.kind_of[field]
    return column and measured(layout.words, kind, figure_in(column, cells), column.unit or READ_IN[kind])


def _said(cell: str) -> Fraction:
    """A body mass index in a cell; 0 for none."""
    found = INDEX.fullmatch(cell)
    return Fraction(found[1].replace(",", ".")) if found else Fraction()
