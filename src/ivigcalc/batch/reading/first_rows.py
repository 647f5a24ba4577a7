"""What stands above the rows of a table and in the first of them: units, and columns of routes."""

from collections.abc import Iterable
from itertools import chain, islice
from shlex import quote
from typing import Final

from ivigcalc.batch.columns import InputColumn, Layout
from ivigcalc.batch.reading.cells import bare
from ivigcalc.batch.reading.spelling import MOST_QUOTED, squeezed
from ivigcalc.batch.reading.unread import holds_route
from ivigcalc.batch.source import InputTable, Parsed
from ivigcalc.core.names.words import normal_heading, words_of
from ivigcalc.core.problems import FileError, Problem, RefusedError
from ivigcalc.intake.numbers import one_line

LOOKED_AT: Final = 200
"""So many rows say whether a column holds routes."""

UNITS: Final = {"weight": "kg", "height": "cm", "age": "years"}
"""The units of figures whose heading names none."""


def with_first_rows(table: InputTable, layout: Layout, above: Iterable[str] = ()) -> InputTable:
    """The table, once its first rows and the lines above its header were looked at.

    Short words of another route (SC, IM, PO) end the run in a column of routes. Such is a column that is not read whose
    texts in the first rows are all words of a route, one of them intravenous: SC alone may be a state, or initials.

    Raises:
        FileError: another route stands in the first rows of such a column, the first row holds the units of those below
            it, or a line above the header names a unit of weights that have none.
    """
    _refuse_units_above(layout, above)
    first = [*islice(table.records, LOOKED_AT)]
    rows: list[Parsed] = []
    for number, record in first:
        try:
            rows.append(table.parse(record))
        except FileError:
            raise
        except RefusedError:
            continue  # why is said when it is answered
        if number == first[0][0]:
            _refuse_row_of_units(layout, number, rows[0])
    routes, empty, watched = layout.words.cell_routes, {"", *map(bare, layout.words.said["not-given"])}, []
    for column in layout.watched:
        texts = {bare(row.cells[column.place]): row.cells[column.place] for row in rows}
        if column.is_free_text or not routes.are_routes(texts.keys() - empty):
            watched.append(column)
            continue
        if other := next((text for said, text in texts.items() if said in routes.all_others), ""):
            raise FileError(holds_route(column.heading, column.place, other))
        watched.append(column._replace(routes=routes.all_others))
    layout.watched = tuple(watched)
    return table._replace(records=chain(first, table.records))


def _refuse_row_of_units(layout: Layout, number: int, row: Parsed) -> None:
    """Refuse a table whose first row says in which units the figures below it are, if they would be read in others."""
    for column in layout.columns:
        cell, kind = row.cells[column.place], layout.words.kind_of[column.field.id]
        if not kind or bare(cell) not in layout.words.cell_units.of[kind]:
            continue
        if layout.words.cell_units.id_of(cell) != (column.unit or UNITS.get(column.field.id)):
            message = (
                f"line {number} holds units and no figures: {one_line(cell)[:MOST_QUOTED]!r} below {column.heading!r}"
            )
            todo = f"take the row out, and write the unit into the heading: {column.heading} ({squeezed(bare(cell))})"
            raise FileError(Problem(code="units-in-a-row", field="FILE", message=message, next=todo))


def _refuse_units_above(layout: Layout, lines: Iterable[str]) -> None:
    """Refuse a table above whose header stands a unit, where its weights have none and would be read in kg."""
    weight = layout.weight
    if weight is None or weight.unit or weight.its_unit is not None:
        return
    units = {name: unit for name, unit in layout.words.units["weight"].items() if unit not in {"kg", "g"}}
    for line in lines:
        if unit := next((units[word] for word in words_of(line) if len(word) > 1 and word in units), ""):
            raise FileError(_unit_above(weight, unit, line))


def _unit_above(weight: InputColumn, unit: str, line: str) -> Problem:
    heading = quote(one_line(weight.heading)[:MOST_QUOTED])
    typed = (f"--column {weight.field.id}_{normal_heading(of)}={heading}" for of in (unit, "kg"))
    message = (
        f"above the header stands {one_line(line)[:MOST_QUOTED]!r}, and the column {weight.heading!r} names no unit"
    )
    return Problem(code="units-in-a-row", field="FILE", message=message, next=f"{' or '.join(typed)} says which it is")
