"""Columns of units that were left out by ``--ignore``: figures in pounds are never taken for kilograms."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from ivigcalc.batch.columns import Layout, UnreadColumn
from ivigcalc.batch.reading.cells import METRIC, METRIC_UNITS, NOT_METRIC, NOT_METRIC_ALONE, READ_IN
from ivigcalc.batch.reading.unread import holds_units
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.problems import FileError
from ivigcalc.sheets.cells import bare
from ivigcalc.sheets.headings.topics import SYSTEM

WEIGHT: Final = "weight"
"""The column whose unit matters most."""


def units_left_out(layout: Layout, rows: Sequence[Sequence[str]], empty: Collection[str]) -> Iterator[UnreadColumn]:
    """The columns that were left out and hold units, or nothing so far: at least half of what stands there is one.

    ``rows`` are the first of the table, ``empty`` are texts that say nothing.

    Raises:
        FileError: one holds another unit than that of a figure.
    """
    for column in columns_left_out(layout):
        cells = [row[column.place] for row in rows if bare(row[column.place]) not in empty]
        units = sum(bool(_unit_in(layout, cell)) for cell in cells)
        if 2 * units < len(cells):
            continue
        least = 1 if units == len(cells) else 2  # M beside F is no unit
        watched = column._replace(units=frozenset(unit for unit in column.units if len(unit) >= least))
        for cell in cells:
            if _unit_in(layout, cell) in watched.units:
                raise FileError(holds_units(layout, watched.place, watched.heading, cell))
        yield watched


def other_unit_left_out(layout: Layout, cells: Sequence[str]) -> UnreadColumn | None:
    """What was left out of an object and is another unit than that of a figure; None where nothing is."""
    for column in columns_left_out(layout):
        if _unit_in(layout, cells[column.place]) in column.units:
            return column
    return None


def _unit_in(layout: Layout, cell: str) -> str:
    """The unit that a cell says, by itself or before other words (``LB (stated)``); "" for none."""
    units = layout.words.cell_units
    if before := units.before_words(cell):
        return before
    return bare(cell) if units.is_unit(cell) or units.system_of(cell) else ""


@lru_cache(maxsize=256)
def columns_left_out(layout: Layout) -> tuple[UnreadColumn, ...]:
    """The columns that were left out and may say units, with the units that their cells may not be."""
    may_be = ((place, one.strip()) for place, one in layout.left_out_at if may_say_units(layout.words, one))
    found = ((place, heading, _other_units(layout, place, heading)) for place, heading in may_be)
    return tuple(
        UnreadColumn(place, heading, units, frozenset(), is_nameless=False, is_free_text=True)
        for place, heading, units in found
        if units
    )


def may_say_units(words: TableWords, heading: str) -> bool:
    """Whether a column that was left out may say units: none of people, or of a known heading but a weight (Sex: M)."""
    meant = words.meaning(heading)
    return not ((meant is not None and meant.field != WEIGHT) or words.says_who(heading))


def _other_units(layout: Layout, place: int, heading: str) -> frozenset[str]:
    """The units that contradict those of figures: all beside these, elsewhere those of one kind of figures alone.

    So does what says that all figures are metric, or that they are not, where they are read in the others.
    """
    units, found = layout.words.cell_units, set[str]()
    for column in layout.columns:
        kind = layout.words.kind_of[column.field.id]
        unit = column.unit or READ_IN.get(kind, "")
        if unit and kind and column.its_unit is None:
            others = {name for name in units.of[kind] if units.id_of(name) != unit}
            found |= others if abs(column.place - place) == 1 else others & units.units_of_one_kind
            found |= _other_system(layout, heading, unit) if kind in {"weight", "length"} else set()
    return frozenset(found)


def _other_system(layout: Layout, heading: str, unit: str) -> frozenset[str]:
    """The words by which a column says that figures are not in a system of units in which they are read."""
    systems, speaks = layout.words.cell_units.systems, [said.id for said in layout.words.spoken_of(heading)]
    if unit not in METRIC_UNITS:
        return systems.get(METRIC, frozenset())
    alone = systems.get(NOT_METRIC_ALONE, frozenset()) if SYSTEM in speaks else frozenset()
    return systems.get(NOT_METRIC, frozenset()) | alone
