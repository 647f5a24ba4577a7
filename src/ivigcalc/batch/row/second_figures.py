"""Figures of a patient that stand in a row twice, of which one column was left out: parts of one, or other units."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.batch.columns import InputColumn, Layout, figure_in
from ivigcalc.batch.reading.cells import READ_IN
from ivigcalc.batch.reading.notes import KG_PER_UNIT
from ivigcalc.batch.reading.totals.added import PLAIN
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import plain
from ivigcalc.intake.body_size import FEET, HEIGHT_UNITS, IN_PER_FT
from ivigcalc.intake.numbers import squeezed
from ivigcalc.intake.patient import AGE_UNITS
from ivigcalc.sheets.cells import bare
from ivigcalc.sheets.headings.spelling import heading_words

SIZES: Final[Mapping[str, Mapping[str, Fraction]]] = {
    "weight": KG_PER_UNIT,
    "length": {**HEIGHT_UNITS, **dict.fromkeys(FEET, HEIGHT_UNITS["in"] * IN_PER_FT)},
    "age": AGE_UNITS,
}
"""Units of figures of the patient by their kind, also those that no option takes, in kg, cm or years."""

MOST_APART: Final = 10
"""The share of the larger one, as its inverse, by which two figures of one thing may differ."""


class Second(NamedTuple):
    """A column that was left out and whose heading is that of a column that is read, with its unit."""

    place: int
    heading: str
    unit: str
    first: InputColumn
    """The column that is read."""


class Measured(NamedTuple):
    """A number with its unit, how much that is in kg, cm or years, and how much its last decimal and its unit are."""

    says: str
    value: Fraction
    step: Fraction
    unit: str
    size: Fraction


def contradicted_figure(layout: Layout, cells: Sequence[str]) -> Problem | None:
    """Why a row is refused that says a figure again in a column that was left out, and another one there.

    13 under ``Weight (lb)`` beside 11 under ``Weight (st)`` is a part of 11 st 13 lb. None where both are the same.
    """
    for second in _seconds(layout):
        kind = layout.words.kind_of[second.first.field.id]
        one = measured(layout.words, kind, figure_in(second.first, cells), second.first.unit or READ_IN[kind])
        other = measured(layout.words, kind, cells[second.place].strip(), second.unit)
        if one and other and not _are_same(one, other):
            return _contradicts(second, one, other)
    return None


@lru_cache(maxsize=256)
def _seconds(layout: Layout) -> tuple[Second, ...]:
    """The columns that were left out and say a figure that is read elsewhere, in a unit that their heading names."""
    columns = {column.field.id: column for column in layout.columns}
    found = ((place, one.strip(), *_meant(layout.words, one)) for place, one in layout.left_out_at)
    return tuple(Second(place, one, unit, columns[field]) for place, one, field, unit in found if field in columns)


def _meant(words: TableWords, heading: str) -> tuple[str, str]:
    """The column that a heading means, and its unit, also one that is not read; "" for no such column."""
    if meant := words.meaning(heading):
        return (meant.field, meant.unit) if meant.unit in SIZES.get(words.kind_of[meant.field], ()) else ("", "")
    return next(_in_unread_unit(words, heading), ("", ""))


def _in_unread_unit(words: TableWords, heading: str) -> Iterator[tuple[str, str]]:
    """The column that a heading means without a unit that is not read: ``Weight in stone``."""
    said = [word for word in heading_words(heading) if word not in words.between]
    for kind, sizes in SIZES.items():
        units = [word for word in said if word in sizes]
        meant = words.known.get("_".join(word for word in said if word not in sizes))
        if len(units) == 1 and meant and not meant.unit and words.kind_of[meant.field] == kind:
            yield meant.field, units[0]


def measured(words: TableWords, kind: str, text: str, unit: str) -> Measured | None:
    """A figure with the unit behind it, else that of its column; None for what is none."""
    found = PLAIN.fullmatch(text.strip().casefold().replace(",", "."))
    if found is None:
        return None
    said = squeezed(found[2])
    unit = words.units[kind].get(said, bare(said)) or unit
    if (size := SIZES[kind].get(unit)) is None:
        return None
    step = size / 10 ** len(found[1].partition(".")[2])
    return Measured(f"{found[1]} {unit}", Fraction(found[1]) * size, step, unit, size)


def _are_same(one: Measured, other: Measured) -> bool:
    """Whether two figures are the same but for rounding: 2 years and 30 months, and not 2 years and 6 months."""
    fine, coarse = sorted((one, other), key=lambda measured: measured.size)
    is_cut_off = coarse.value - fine.step <= fine.value <= coarse.value + coarse.step + fine.step
    return is_cut_off or abs(one.value - other.value) * MOST_APART <= max(one.value, other.value)


def _contradicts(second: Second, one: Measured, other: Measured) -> Problem:
    """What to do about a figure that is another one in a column that was left out."""
    message = f"{second.first.heading} says {one.says}, and {second.heading} says {other.says}, which is not the same"
    fine, coarse = sorted((one, other), key=lambda measured: measured.size)
    todo = f"write the right one into {second.first.heading}, and take {second.heading} out of the table"
    if fine.value < coarse.size:
        together = f"{coarse.says} {fine.says} is {plain((one.value + other.value) / fine.size, 4)} {fine.unit}"
        todo = f"if they are parts of one figure, write it into one column in one unit ({together}); else {todo}"
    return Problem(code="contradiction", message=message, next=todo)
