"""Columns of routes under headings that are not read: found by what stands in the first rows of a table."""

from itertools import chain, islice
from typing import Final

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.reading.cells import bare
from ivigcalc.batch.reading.unread import holds_route
from ivigcalc.batch.source import InputTable
from ivigcalc.core.problems import FileError, RefusedError

LOOKED_AT: Final = 200
"""So many rows say whether a column holds routes."""


def with_routes(table: InputTable, layout: Layout) -> InputTable:
    """The table, where short words of another route (SC, IM, PO) end the run in a column of routes.

    Such is a column that is not read whose texts in the first rows are all words of a route, one of them intravenous:
    SC alone may be a state, or who entered the row.

    Raises:
        FileError: another route stands in the first rows of such a column.
    """
    if not layout.watched:
        return table
    first = [*islice(table.records, LOOKED_AT)]
    rows = []
    for _, record in first:
        try:
            rows.append(table.parse(record).cells)
        except FileError:
            raise
        except RefusedError:
            pass  # why is said when it is answered
    routes, empty, watched = layout.words.cell_routes, {"", *map(bare, layout.words.said["not-given"])}, []
    for column in layout.watched:
        texts = {bare(cells[column.place]): cells[column.place] for cells in rows}
        if column.is_free_text or not routes.are_routes(texts.keys() - empty):
            watched.append(column)
            continue
        if other := next((text for said, text in texts.items() if said in routes.all_others), ""):
            raise FileError(holds_route(column.heading, column.place, other))
        watched.append(column._replace(routes=routes.all_others))
    layout.watched = tuple(watched)
    return table._replace(records=chain(first, table.records))
