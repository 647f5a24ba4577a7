"""What stands above the rows of a table and in the first of them: units, and columns of routes."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.reading.about_others import refuse_row_of_units, refuse_unit_of_others
from ivigcalc.batch.reading.cells import bare
from ivigcalc.batch.reading.unread import holds_route
from ivigcalc.batch.source import InputTable, Parsed
from ivigcalc.core.problems import FileError, RefusedError

LOOKED_AT: Final = 200
"""So many rows say whether a column holds routes."""

MOST_ABOVE: Final = 3
"""In so many of the first rows units may stand alone."""


def with_first_rows(table: InputTable, layout: Layout, above: Iterable[str] = ()) -> InputTable:
    """The table, once its first rows and the lines above its header were looked at.

    Short words of another route (SC, IM, PO) end the run in a column of routes. Such is a column that is not read whose
    texts in the first rows are all words of a route, one of them intravenous: SC alone may be a state, or initials.

    Raises:
        FileError: another route stands in the first rows of such a column, one of the first rows holds the units of
            those below it, or a line above the header names a unit of weights that have none.
    """
    for line in above:
        refuse_unit_of_others(layout, "above the header", line)
    first = [*islice(table.records, LOOKED_AT)]
    rows: list[Parsed] = []
    for number, record in first:
        try:
            rows.append(table.parse(record))
        except FileError:
            raise
        except RefusedError:
            continue  # why is said when it is answered
        if len(rows) <= MOST_ABOVE:
            refuse_row_of_units(layout, number, rows[-1].cells)
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
