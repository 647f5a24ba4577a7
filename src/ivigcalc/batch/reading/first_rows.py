"""What stands above the rows of a table and in the first of them: units, and columns of routes."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final

from ivigcalc.batch.columns import DOSES, Layout, UnreadColumn
from ivigcalc.batch.commented import unless_commented
from ivigcalc.batch.left_out import units_left_out
from ivigcalc.batch.reading.lines import ABOVE
from ivigcalc.batch.reading.means import without_doubt
from ivigcalc.batch.reading.stray_rows import (
    refuse_line,
    refuse_row_of_units,
    refuse_unit_of_all,
    refuse_units_of_another,
)
from ivigcalc.batch.reading.unread import held_by_cells, holds, holds_names, holds_route, left_out_by, not_read
from ivigcalc.batch.source import InputTable, Parsed, Parser
from ivigcalc.core.names.index import Names
from ivigcalc.core.names.words import letters, says_more
from ivigcalc.core.problems import FileError, Problem, Problems, RefusedError
from ivigcalc.intake.numbers import squeezed
from ivigcalc.sheets.cells import bare
from ivigcalc.sheets.headings.options import most_useful_problems
from ivigcalc.sheets.headings.spelling import PARTS, heading_words

LOOKED_AT: Final = 200
"""So many rows say whether a column holds routes."""

MOST_ROWS_OF_UNITS: Final = 3
"""In so many of the first rows units may stand alone."""

INDICATION: Final = "indication"
SCHEDULES: Final = ("regimen", "days")
"""The columns beside which a phase of a treatment says nothing more."""

BARE_FIGURE: Final = re.compile(r"\s*[0-9]+(?:[.,][0-9]+)?\s*")
FLAGS: Final = ("0", "1")
DOSES_OF_PHASES: Final = "write a row for each phase, with its dose under per_day or course"
DOSES_OF_DAYS: Final = "write a dose under per_day or course, a weight under weight_kg"
"""What to do about doses of the phases of a treatment side by side, and about figures of days or visits."""

OVER_FIGURES, OVER_NUMBERED = "over-figures", "over-figures-numbered"
"""What words of headings say beneath which figures may be doses: a day or which of several, and one of many weeks."""

SHORTEST_NAME: Final = 3
"""A shorter name of an indication or a preparation may be initials."""

SHORTEST_OF_WHO: Final = 5
"""So may a longer one, or a short name of a payer, under a heading of people, payers or places: SUS."""


def with_first_rows(
    table: InputTable,
    layout: Layout,
    parser: Callable[[Layout], Parser],
    names: Mapping[str, Names],
    above: Iterable[str],
) -> InputTable:
    """Refuse a table whose first rows or title lines contradict how its columns are read; else return it.

    The rows that were looked at are among those of the table that is returned. ``parser`` makes what takes its records
    apart, by their columns.

    A column that is not read ends the run where its texts are all ``names`` of indications, or of preparations.

    Short words of another route (SC, IM, PO) end the run in a column of routes. Such is a column that is not read whose
    texts in the first rows are all words of a route, one of them intravenous: SC alone may be a state, or initials.

    Raises:
        FileError: another route or names stand in the first rows of such a column, one of the first rows holds the
            units of those below it, a line above the header names another unit than figures are read in, or a column
            that was left out holds other units than those of the figures.
    """
    layout = layout.replaced(indications=names.get(INDICATION))
    lines = [*above]
    for line in lines:
        refuse_line(layout, ABOVE, line)
    first = [*islice(table.records, LOOKED_AT)]
    rows: list[Parsed] = []
    for number, record in first:
        try:
            rows.append(table.parse(record))
        except FileError as refused:
            whatever = _rows_unwatched(parser(layout.replaced(unread_columns=())), first)
            _refuse_names_before_units(layout, names, whatever)
            more = held_by_first(layout, whatever, names)
            more = [one for one in more if one not in refused.problems]
            raise FileError(*most_useful_problems([*refused.problems, *more])) from None
        except RefusedError:
            continue  # why is said when it is answered
        if len(rows) <= MOST_ROWS_OF_UNITS:
            refuse_row_of_units(layout, number, rows[-1].cells)
        refuse_units_of_another(layout, rows[-1].cells)
    refuse_unit_of_all(layout, lines, [row.cells for row in rows])
    cells, unread, problems = [row.cells for row in rows], list[UnreadColumn](), Problems()
    for column in layout.unread_columns:
        with problems.gather():
            unread.append(_watched(layout, column, cells, names))
    if problems.found:
        raise FileError(*most_useful_problems(problems.found))
    watched = (*unread, *units_left_out(layout, cells, _nothing(layout)))
    parse = unless_commented(parser(layout.replaced(unread_columns=watched)), rows, layout.words)
    return table._replace(records=chain(first, table.records), parse=parse)


def held_by_first(layout: Layout, rows: Iterable[Sequence[str]], names: Mapping[str, Names]) -> list[Problem]:
    """Why the cells of the first rows end the run, by each column that is not read."""
    cells = [row for row in rows if len(row) == layout.width]
    problems = Problems(held_by_cells(layout, cells))
    for column in layout.unread_columns:
        with problems.gather():
            _watched(layout, column, cells, names)
    return problems.found


def _nothing(layout: Layout) -> set[str]:
    """The texts that say nothing."""
    return {"", *map(bare, layout.words.said["not-given"])}


def _watched(
    layout: Layout, column: UnreadColumn, rows: Sequence[Sequence[str]], names: Mapping[str, Names]
) -> UnreadColumn:
    """A column that is not read, with the routes that its other cells may not say, where it is one of routes.

    Raises:
        FileError: phases, names or another route stand in it.
    """
    if column.is_free_text:
        return column
    routes, empty = layout.words.cell_routes, _nothing(layout)
    texts = {said: text for row in rows if (said := bare(text := row[column.place])) not in empty}
    refuse_phases(layout, column, [*texts.values()])
    _refuse_names(layout, column, names, [text.strip() for text in texts.values()])
    if not routes.are_routes(texts):
        return column
    if other := next((text for said, text in texts.items() if said in routes.all_others), ""):
        raise FileError(holds_route(column.heading, column.place, other))
    return column._replace(routes=routes.all_others)


def _refuse_names(layout: Layout, column: UnreadColumn, names: Mapping[str, Names], texts: Sequence[str]) -> None:
    """Refuse a table for a column that is not read and whose texts are all names of one kind.

    Raises:
        FileError: they are.
    """
    least = SHORTEST_OF_WHO if layout.words.says_who(column.heading) else SHORTEST_NAME
    for field, known in names.items():
        if texts and all(len(letters(text)) >= least and _is_name(known, text) for text in texts):
            raise FileError(holds_names(layout, column.heading, column.place, field, texts[0]))


def refuse_phases(layout: Layout, column: UnreadColumn, texts: Sequence[str]) -> None:
    """Refuse a table for a column that is not read and says of each row that it begins a treatment, or goes on with it.

    Beside a column of regimens or of days it says nothing more than they do. Figures under a heading that is a phase
    (``Loading``), a day or which of several (``Mon``, ``01/12``, ``Latest``) may be doses; 1 beside 0 may say yes.

    Raises:
        FileError: it does, or holds doses.
    """
    words = layout.words.said
    is_phase = squeezed(column.heading) in words.get("phase", ())
    if is_phase or _is_over_figures(layout, column):
        flags = FLAGS if FLAGS[0] in texts else ()
        if figure := next((text for text in texts if BARE_FIGURE.fullmatch(text) and text not in flags), ""):
            message = holds(column.heading, column.place, "figures, which may be doses", figure)
            todo = DOSES_OF_PHASES if is_phase else DOSES_OF_DAYS
            raise FileError(not_read(message, f"{todo}; {left_out_by(column.heading)}"))
    if (
        texts
        and {*map(squeezed, texts)} <= layout.words.said.get("phase", frozenset())
        and not any(one.field.id in SCHEDULES for one in layout.columns)
    ):
        message = holds(column.heading, column.place, "phases of a treatment", texts[0])
        raise FileError(not_read(message, f"add a column {' or '.join(SCHEDULES)}; {left_out_by(column.heading)}"))


@lru_cache(maxsize=4096)
def _is_over_figures(layout: Layout, column: UnreadColumn) -> bool:
    """Whether a heading says a day or which of several, or one of several weeks or visits, and nothing else."""
    said = layout.words.said.get(OVER_FIGURES, ())
    others = (one.heading for one in layout.unread_columns if one.place != column.place)
    if _says_only(column.heading, said):
        return True
    counted = {*said, *layout.words.said.get(OVER_NUMBERED, ())}
    return _says_number(column.heading, counted) and any(_says_number(other, counted) for other in others)


def _says_number(heading: str, words: Collection[str]) -> bool:
    return _says_only(heading, words) and any(map(str.isdecimal, heading))


def _says_only(heading: str, words: Collection[str]) -> bool:
    """Whether a heading holds numbers or these words, and nothing else."""
    parts = PARTS.findall(" ".join(heading_words(heading)))
    return bool(parts) and not says_more(heading) and all(part.isdecimal() or part in words for part in parts)


def _refuse_names_before_units(layout: Layout, names: Mapping[str, Names], rows: Sequence[Sequence[str]]) -> None:
    """Refuse a table that holds a unit for names, where most texts of a column that is not read are: ``MG`` and CIDP.

    Raises:
        FileError: they are, and one has more letters than initials, or no dose is read of which mg could be the unit.
    """
    watched = [column for column in layout.unread_columns if not layout.words.says_who(column.heading)]
    has_doses = any(column.field.id in DOSES for column in layout.columns)
    for column in watched:
        texts = {text for cells in rows if not layout.is_nothing(text := cells[column.place].strip())}
        for field, known in names.items():
            found = sorted(text for text in texts if _is_name(known, text))
            is_sure = not has_doses or any(len(letters(text)) >= SHORTEST_NAME for text in found)
            if 2 * len(found) > len(texts) and is_sure:
                raise FileError(holds_names(layout, column.heading, column.place, field, found[0]))


def _rows_unwatched(parse: Parser, first: Iterable[tuple[int, Any]]) -> list[Sequence[str]]:
    """The cells of the first rows that can be read, of a table that is refused already.

    What is wrong with the others is left to the next run: it would hide why this one ends.
    """
    rows: list[Sequence[str]] = []
    for _, record in first:
        with suppress(RefusedError):
            rows.append(parse(record).cells)
    return rows


def _is_name(known: Names, text: str) -> bool:
    fit = known.fit(without_doubt(text))
    return bool(fit.ids or fit.outside or known.in_category(text))
