"""Columns that are not read: why a table is refused for one, and those of which the cells bear on what is read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ivigcalc.batch.columns import BY_ID, DOSES, UNIT_OF, InputColumn, Layout, UnreadColumn
from ivigcalc.batch.reading.cells import FIGURE, LONGEST_ORDER, LONGEST_UNIT, METRIC, NOT_METRIC
from ivigcalc.batch.reading.words import Meaning, TableWords
from ivigcalc.core.names.words import normal_heading, says_more
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.numbers import squeezed
from ivigcalc.sheets.cells import bare
from ivigcalc.sheets.headings.options import ColumnProblem, as_typed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED, NUMBER_SIGN, heading_key
from ivigcalc.sheets.headings.topics import UNIT

SHOWN: Final = 60
"""How much of a cell is quoted."""

MOST_COLUMNS: Final = 5000
"""More columns, or keys of an object, are no table of patients: each heading is compared with all that are known."""

PER_CENT: Final = "%"
"""The sign of a share, which is no weight and no dose."""

PARTS: Final = "7 lb and 9 oz, 2 years and 3 months"
"""How a figure may be written in two columns."""

SYSTEM_UNITS: Final = {METRIC: {"weight": "kg", "length": "cm"}, NOT_METRIC: {"weight": "lb", "length": "in"}}
"""The units that are meant by what says those of all figures."""


def refuse_units(layout: Layout, cells: Sequence[str], columns: Sequence[UnreadColumn] = ()) -> None:
    """Refuse a table in which a column that is not read holds a unit, a weight, a dose, an order or another route.

    The figures beside a unit would be taken for others. Where people write as they like, the others are no reason.
    ``columns`` are those that are looked at, all where none is named.

    Raises:
        FileError: a cell is one; of a column without a heading also a unit with a figure before it.
    """
    is_amount, before_words = layout.words.cell_units.is_amount, layout.words.cell_units.before_words
    for place, heading, units, routes, is_nameless, is_free_text in columns or layout.unread_columns:
        if not (cell := cells[place]):
            continue
        said = bare(cell) if len(cell) <= LONGEST_UNIT else ""
        if said in units or (is_nameless and said.lstrip(FIGURE) in units):
            raise FileError(holds_units(layout, place, heading, cell))
        if is_free_text:
            continue
        if (" " in cell or "(" in cell) and before_words(cell) in units:
            raise FileError(holds_units(layout, place, heading, cell))
        if said in routes or (len(cell) <= LONGEST_ORDER and layout.words.cell_routes.is_another(cell)):
            raise FileError(holds_route(heading, place, cell))
        if ("g" in cell or "G" in cell or (cell[0].isdecimal() and not cell[-1].isdecimal())) and is_amount(cell):
            raise FileError(_holds_amount(layout, place, heading, cell))


def held_by_cells(layout: Layout, rows: Sequence[Sequence[str]]) -> list[Problem]:
    """Why the cells of rows end the run, by the first such cell of each column that is not read."""
    found: list[Problem] = []
    for column in layout.unread_columns:
        try:
            for cells in rows:
                if len(cells) == layout.width:
                    refuse_units(layout, cells, [column])
        except FileError as refused:
            found += refused.problems
    return found


def not_read(message: str, todo: str, offers: Iterable[str] = ()) -> ColumnProblem:
    """A column that may not be passed over: why, and what to type or to write; ``offers`` are what it may be."""
    return ColumnProblem(code="column-not-read", field="FILE", message=message, next=todo, offers=(*offers,))


def read_or_ignored(message: str, heading: str, reads: str = "", offers: Iterable[str] = ()) -> ColumnProblem:
    """A column that may not be passed over: why, and what reads it, "" for nothing; ``--ignore`` leaves it out."""
    problem = not_read(message, f"{reads}{left_out_by(heading)}", offers)
    return problem if reads or not heading else problem.replaced(only_ignored=as_typed(heading))


def holds_units(layout: Layout, place: int, heading: str, cell: str) -> Problem:
    """What to do about a column of units: whose they may be, the nearest figure first."""
    figures = sorted(layout.columns, key=lambda column: abs(column.place - place))
    if system := layout.words.cell_units.system_of(cell):
        return _holds_system(layout, place, heading, cell, SYSTEM_UNITS[system])
    kinds = layout.words.cell_units.kinds(cell)
    fields = [one.field.id for one in figures if one.its_unit is None and layout.words.kind_of[one.field.id] in kinds]
    fields = fields or [next((field for field, kind in layout.words.kind_of.items() if kind in kinds), "weight")]
    if heading:
        written = as_typed(heading)
        offers = [f"{field}{UNIT_OF}" for field in fields[:2]]
        named = " or ".join(f"--column {offered}={written}" for offered in offers)
        todo = f"{named} says of which figures, {left_out_by(heading)}"
    else:
        offers = []
        named = " or ".join(f"{field}{UNIT_OF}" for field in fields[:2])
        todo = f"write a heading above it ({named}); {left_out_by(heading)}"
    if place in {left for left, _ in layout.left_out_at}:
        called = f"column {heading!r}" if heading else nameless(place)
        message = f"--ignore leaves out {called}, and it holds other units than are read: {one_line(cell)[:SHOWN]!r}"
        how = f"{named} in place of --ignore says" if heading else f"write a heading above it ({named}) that says"
        todo = f"{how} of which figures; if it is of none of them, take the column out of the table"
        return not_read(message, todo, offers)
    return not_read(holds(heading, place, "units", cell), todo, offers)


def _holds_system(layout: Layout, place: int, heading: str, cell: str, units: Mapping[str, str]) -> Problem:
    """What to do about a column that says in which units all figures are: say it of each; ``units`` are by kind."""
    kind_of = layout.words.kind_of
    bare_ones = [(one, kind_of[one.field.id]) for one in layout.columns if not one.unit and one.its_unit is None]
    figures = [(f"{one.field.id}_{units[kind]}", one.heading) for one, kind in bare_ones if kind in units]
    named, offers = [f"--column {field}={as_typed(of)}" for field, of in figures], [field for field, _ in figures]
    left = f"--ignore {as_typed(heading)}" if heading else "--ignore ''"
    typed = " ".join([*named, left])
    todo = f"if every row says so, {typed}; else write a column of units (Weight unit) in place of it"
    if not named:
        todo = f"if the headings say the same, {left}; else write into each the unit that its figures have"
    if place not in {at for at, _ in layout.left_out_at}:
        return not_read(holds(heading, place, "the units of all figures", cell), todo, offers)
    called = f"column {heading!r}" if heading else nameless(place)
    message = f"--ignore leaves out {called}, and it holds other units than are read: {one_line(cell)[:SHOWN]!r}"
    if not figures:
        todo = f"write the units of figures that differ into a column (Weight unit), and take {called} out"
    return not_read(message, todo, offers)


def _holds_amount(layout: Layout, place: int, heading: str, cell: str) -> Problem:
    """What to do about a column of amounts: what they may be that no other column is."""
    unit, words = squeezed(cell).lstrip(FIGURE), layout.words
    fields = {"per_day", "course", "weight"}.difference(column.field.id for column in layout.columns)
    may_be = [field for field in sorted(fields, reverse=True) if heading and unit in words.units[words.kind_of[field]]]
    named = " or ".join(f"--column {field}={as_typed(heading)}" for field in may_be)
    message = holds(heading, place, "a weight or a dose", cell)
    return read_or_ignored(message, heading, f"{named} reads it, " if named else "", may_be)


def holds_route(heading: str, place: int, cell: str) -> Problem:
    """What to do about a column in which another route than the intravenous one stands."""
    todo = f"take the rows of other routes out (every dose here is intravenous); {left_out_by(heading)}"
    return not_read(holds(heading, place, "a route that is not intravenous", cell), todo)


def holds_names(layout: Layout, heading: str, place: int, field: str, cell: str) -> Problem:
    """What to do about a column in which indications, or preparations, stand; ``field`` is the column of these."""
    what = "indications" if field == "indication" else "preparations"
    is_read = any(column.field.id == field for column in layout.columns)
    offers = [field] if heading and not is_read else []
    reads = f"--column {field}={as_typed(heading)} reads it, " if offers else ""
    return read_or_ignored(holds(heading, place, what, cell), heading, reads, offers)


def holds(heading: str, place: int, what: str, cell: str) -> str:
    """What stands in a column that is not read; ``place`` counts from 0, and says which column has no heading."""
    called = f"column {heading!r}" if heading else nameless(place)
    return f"{called} is not read, and holds {what}: {one_line(cell)[:SHOWN]!r}"


def left_out_by(heading: str) -> str:
    """How a column is left out; "" for one without a heading."""
    if not heading:
        return "--ignore '' leaves out every column without one"
    return f"--ignore {as_typed(heading)} leaves it out"


def nameless(place: int) -> str:
    """How a column without a heading is named; ``place`` counts from 0."""
    return f"column {place + 1}, which has no heading"


def merged(place: int) -> Problem:
    """A heading that was merged with the one to its left: whose its column is, nobody has said."""
    return not_read(
        f"the heading of column {place + 1} is merged with the one to its left",
        "unmerge it in the sheet, and write a heading above each of its columns (Weight, Weight unit)",
    )


def twice(column: InputColumn, second: str, unit: str) -> Problem:
    """Two headings for one column: that with a unit is to be kept; ``unit`` is that of the second, "" for none."""
    first, todo = column.heading, f"keep one: --ignore {as_typed(second)} leaves it out"
    if heading_key(first) == heading_key(second):
        todo = "keep one: rename or take out the other (--ignore would leave out both)"
    elif unit and not column.unit:
        todo = f"keep the one that names its unit: --ignore {as_typed(first)} leaves the other out"
    elif unit != column.unit and unit:
        parts = f"if they are parts of one figure ({PARTS}), write it into one column in one unit"
        todo = f"{parts}; if they say the same twice, --ignore {as_typed(second)} leaves one out"
    message = f"columns {first.strip()!r} and {second.strip()!r} both mean {column.field.name}"
    return Problem(code="column-twice", field="FILE", message=message, next=todo)


def signed(heading: str, sign: str, meant: Meaning, other: str) -> Problem:
    """A column whose heading would be read but for a sign in it; ``other`` is the heading that is read as that."""
    field, written = meant.field, as_typed(heading)
    message = f"column {heading.strip()!r} is not read: {sign!r} may say something else than {BY_ID[field].name}"
    instead = f" (with --ignore {as_typed(other)})" if other else ""
    if sign == PER_CENT:
        return read_or_ignored(message, heading)
    if sign != NUMBER_SIGN or meant.unit:
        todo = f"--column {field}={written} reads it{instead} if it is that in every row; "
        return read_or_ignored(message, heading, todo, [field])
    ways = f"--column {field}_lb={written} reads it{instead} if {sign} is for pounds, {field}_kg={written} if in kg; "
    return read_or_ignored(message, heading, ways, [f"{field}_kg", f"{field}_lb"])


def passed_over(
    heading: str, why: str, may_be: str, unless_read: Sequence[str] = (), other: str = "", *, ways: str = ""
) -> Problem:
    """A column that may not be passed over, and why; with the column that it may be, or those beside which it may.

    ``other`` is the heading that is read as that column, "" for none: only one of the two can be. ``ways`` say what
    reads it as a weight in kg or in lb.
    """
    written = one_line(heading)[:MOST_QUOTED]
    beside = " or ".join(BY_ID[field].name for field in unless_read)
    instead = f" (with --ignore {as_typed(other)})" if other else ""
    bare_doses = _of_bare("", may_be) if may_be in DOSES else ""
    message = f"column {written!r} is not read, and {why}"
    if may_be:
        reads = f"--column {may_be}={as_typed(heading)} reads it{bare_doses}{instead}, "
        return read_or_ignored(message, heading, reads, [may_be])
    if ways:
        return read_or_ignored(message, heading, ways, ["weight_kg", "weight_lb"])
    part = f"if it is a part of that under {other}, write both into one column in one unit; " if other else ""
    return read_or_ignored(message, heading, part or (f"add a column {beside}; " if beside else ""))


def in_kg_or_lb(words: TableWords, heading: str, *, is_of_now: bool) -> str:
    """What reads a heading as the weight, of which it names no unit; "" where it does, or is of that at birth."""
    if words.units_in(heading, "weight") != ((), "") or says_more(heading) or words.says_birth(heading):
        return ""
    written, if_now = as_typed(heading), "" if is_of_now else ", and that of the patient now"
    return f"--column weight_kg={written} if it is in kg, weight_lb={written} if in lb{if_now}; else "


def of_something_else(heading: str, speaks: str, may_be: str, unless_read: Sequence[str], ways: str) -> Problem:
    """A column whose heading speaks of something, and of something else; with what it is if it holds just that."""
    why = f"{speaks}, and of something else"
    if not may_be:
        return passed_over(heading, why, "", unless_read, ways=ways)
    holds = "their units" if may_be.endswith(UNIT_OF) else "that of the patient now"
    written = one_line(heading)[:MOST_QUOTED]
    todo = f"--column {may_be}={as_typed(heading)} reads it, if it holds {holds}; else {left_out_by(heading)}"
    return not_read(f"column {written!r} is not read, and {why}", todo, [may_be])


def _of_bare(end: str, *may_be: str) -> str:
    """What says the unit of doses that stand in their cells as figures alone; "" where the heading has one."""
    named = " or ".join(f"{field}_g, {field}_g_per_kg" for field in may_be or DOSES)
    return "" if end else f" ({named} where its cells are figures without a unit)"


def unit_of(heading: str, fields: Sequence[str]) -> Problem:
    """Units that may be those of several columns, by the ids of their fields."""
    offers = [f"{field}{UNIT_OF}" for field in fields]
    named = " or ".join(f"{offered}={as_typed(heading)}" for offered in offers)
    message = f"column {heading.strip()!r} is not read, and speaks of {UNIT}"
    return read_or_ignored(message, heading, f"--column {named} says of which, " if named else "", offers)


def of_all_figures(heading: str, what: str) -> Problem:
    """A column that says whether figures are metric: without it pounds would be taken for kilograms."""
    todo = f"write the unit into each heading (Weight (lb)); then {left_out_by(heading)}"
    return not_read(f"column {heading.strip()!r} is not read, and speaks of {what}", todo)


def ambiguous(heading: str, unit: str) -> Problem:
    """A dose that could be of a day or of the course; ``unit`` is that of its heading, "" for none."""
    written, end = as_typed(heading), f"_{normal_heading(unit)}" if unit else ""
    return ColumnProblem(
        code="column-ambiguous",
        field="FILE",
        message=f"column {heading.strip()!r} could be the dose of a day or of the course",
        allowed=(f"per_day{end}, course{end}" if end else "per_day_g_per_kg, per_day_g, course_g_per_kg, course_g",),
        next=f"--column per_day{end}={written} or course{end}={written} says which{_of_bare(end)}, "
        f"--ignore {written} leaves it out",
        offers=(f"per_day{end}", f"course{end}"),
    )


def refuse_too_many(count: int) -> None:
    """Refuse a table that has more columns than are compared with those that are known.

    Raises:
        FileError: it has.
    """
    if count > MOST_COLUMNS:
        message = f"it has {count} columns; at most {MOST_COLUMNS} are read"
        todo = "export those that are read, no others"
        raise FileError(Problem(code="not-a-table", field="FILE", message=message, next=todo))
