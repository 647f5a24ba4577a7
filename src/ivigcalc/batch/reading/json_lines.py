"""Tables of JSON Lines: an object on each line, with columns of its own."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from shlex import quote
from typing import Any, Final, NoReturn

from ivigcalc.batch.columns import BY_ID, Layout, with_its_unit
from ivigcalc.batch.commented import without_commented
from ivigcalc.batch.left_out import other_unit_left_out
from ivigcalc.batch.reading.first_rows import refuse_phases
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.stray_rows import refuse_units_of_another
from ivigcalc.batch.reading.sums import objects_without_sums
from ivigcalc.batch.reading.unread import holds_units
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.batch.source import (
    InputTable,
    OpenTable,
    Parsed,
    RowError,
    TableOptions,
    parsed,
    refuse,
    refuse_other_encoding,
)
from ivigcalc.core.names.words import words_of
from ivigcalc.core.problems import FileError, Problem, Problems, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.sheets.cells import with_mark
from ivigcalc.sheets.headings.options import as_typed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED

MOST_NAMED: Final = 6
"""So many keys of an object within another one are named."""

LIST, ON_ITS_OWN = "a list", "write each of them as an object on a line of its own, with what holds for all of them"
KEEP_ONE: Final = "write each into the object itself, once: some stand there already"
QUANTITY: Final = frozenset({"unit", "system", "code"})
"""What an object may say of a figure besides its value, as a quantity of FHIR does."""

LISTED: Final = "risks"
"""The column that may hold several values; each other one holds one."""


def read_json_lines(table: OpenTable, asked: TableOptions) -> InputTable:
    """Lines of which each is a JSON object, with columns of its own.

    Raises:
        FileError: it is JSON, but a list.
    """
    if table.first.lstrip().startswith("["):
        todo = "write one object on each line, without a list around them (jq -c '.[]')"
        raise FileError(Problem(code="not-a-table", field="FILE", message="JSON, but not JSON Lines", next=todo))
    numbered = enumerate(chain([table.first], table.rest), table.blank + 1)
    records = ((number, line) for number, line in numbered if line.strip())
    found = InputTable(records, partial(parse_object, asked.headings, asked.decimal))
    return objects_without_sums(without_commented(found, asked.headings.words))


def parse_object(headings: Headings, decimal: str, record: str) -> Parsed:
    """The cells of a JSON object, whose keys are the columns; a number has the decimal mark of the texts."""
    refuse_other_encoding(record)
    try:
        read = json.loads(
            record,
            object_pairs_hook=_object,
            parse_float=partial(with_mark, decimal),
            parse_int=str,
            parse_constant=_no,
        )
    except (ValueError, RecursionError):
        refuse("not-json", "the line is not JSON", 'write an object on each line: {"weight_kg": "70", ...}')
    if not isinstance(read, dict):
        refuse("not-an-object", "the line is no JSON object", 'write for example {"weight_kg": "70", ...}')
    try:
        _refuse_columns_within(headings, read)
        layout = headings.layout(tuple(read))
        found = parsed(layout, _cells(read, headings))
        _refuse_left_out(layout, found.cells, read)
        refuse_units_of_another(layout, found.cells)
        for column in layout.unread_columns:
            refuse_phases(layout, column, [found.cells[column.place]])
    except (FileError, RefusedError) as refused:
        _refuse_units_of_others(headings, read)
        raise RowError(_key(headings, read), refused.problems) from refused
    if layout.weight is None:
        _refuse_units_of_others(headings, read)
    return found


def _refuse_columns_within(headings: Headings, read: Mapping[str, Any]) -> None:
    """Refuse an object within which another one, or a list of them, holds columns: ``{"patient": {"weight": 70}}``.

    Raises:
        RefusedError: it does; what to type puts them where they are read.
    """
    for name, value in read.items():
        held = next((one for one in value if isinstance(one, dict)), None) if isinstance(value, list) else value
        if not isinstance(held, dict) or "value" in held or headings.is_left_out(name):
            continue
        if within := [one for one in held if (meaning := headings.meaning(one)) and meaning.field in BY_ID]:
            named = ", ".join(map(repr, within[:MOST_NAMED]))
            kind = "an object" if held is value else LIST
            message = f"{one_line(name)[:MOST_QUOTED]!r} is {kind}, and what it holds is not read: {named}"
            todo = _way_out_of(name, held, headings, read)
            raise RefusedError(Problem(code="not-a-cell", message=message, next=todo))


def _way_out_of(name: str, value: Mapping[str, Any], headings: Headings, read: Mapping[str, Any]) -> str:
    """What to do with an object of columns within another one, or a list of them: neither may hold what both say."""
    own, within = ({meaning.field for one in keys if (meaning := headings.meaning(one))} for keys in (read, value))
    if isinstance(read[name], list):
        one_each = f"write them one on each line: jq -c {quote(f'.[{json.dumps(name)}][]')}"
        return ON_ITS_OWN if own else one_each
    if within == {"key"} <= own:
        return f"--ignore {as_typed(name)} leaves it out"
    if not (own.isdisjoint(within) and {*read}.isdisjoint(value)):
        return KEEP_ONE
    where = f".[{json.dumps(name)}]"
    return f"write them into the object itself: jq -c {quote(f'. + {where} | del({where})')}"


def _refuse_left_out(layout: Layout, cells: Sequence[str], read: Mapping[str, Any]) -> None:
    """Refuse an object in which something that was left out is another unit than that of a figure.

    Raises:
        FileError: it is; no column can be read of what holds several values.
    """
    if (column := other_unit_left_out(layout, cells)) is None:
        return
    problem = holds_units(layout, column.place, column.heading, cells[column.place])
    if isinstance([*read.values()][column.place], (dict, list)):
        todo = 'write the unit into the key of its figure ("weight_lb": 154), and take the other key out'
        problem = problem.replaced(next=todo)
    raise FileError(problem)


def _refuse_units_of_others(headings: Headings, read: Mapping[str, Any]) -> None:
    """Refuse a table for an object that is no patient, and speaks of units: ``{"units": {"weight": "lb"}}``.

    Raises:
        FileError: it does, and has neither a weight nor an indication of its own.
    """
    fields = {meaning.field for name in read if (meaning := headings.meaning(name))}
    if not fields.isdisjoint({"weight", "indication"}):
        return
    if said := next(_units(headings.words, {name: read[name] for name in read if not headings.is_left_out(name)}), ""):
        message = f"an object that is no patient speaks of units: {one_line(said)[:MOST_QUOTED]!r}"
        todo = 'write the unit into each object ("weight_lb": 154), and take that one out'
        raise FileError(Problem(code="row-about-others", field="FILE", message=message, next=todo))


def _units(words: TableWords, value: Any) -> Iterator[str]:
    """What in a JSON value names a unit of weights but kg and g, or is called one."""
    match value:
        case str():
            units = words.units["weight"]
            if any(units.get(word, "kg") not in {"kg", "g"} for word in words_of(value) if len(word) > 1):
                yield value
        case dict():
            yield from (name for name in value if words.unit_of(name) is not None)
            for one in value.values():
                yield from _units(words, one)
        case list():
            for one in value:
                yield from _units(words, one)
        case _:
            pass


def _key(headings: Headings, read: Mapping[str, Any]) -> str:
    """The key of an object that is refused, so that its patient is named; "" where it has none, or more than one."""
    keys = [
        value
        for name, value in read.items()
        if isinstance(value, str) and (meaning := headings.meaning(name)) and meaning.field == "key"
    ]
    return keys[0] if len(keys) == 1 else ""


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands in it twice is refused."""
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            refuse("column-twice", f"the key {name!r} stands in the object twice", "keep one")
        read[name] = value
    return read


def _no(constant: str) -> NoReturn:
    raise ValueError(constant)


def _unit(name: str, quantity: Mapping[str, str], words: TableWords) -> str:
    """The unit of a quantity of FHIR, by its name or its code, which have to say the same."""
    said = [quantity[of] for of in ("unit", "code") if quantity.get(of)]
    if len({words.cell_units.id_of(unit) for unit in said}) > 1:
        message = f"{name} has the unit {said[0]!r} and the code {said[1]!r}"
        raise RefusedError(Problem(code="not-a-cell", message=message, next="write one of them"))
    return said[0] if said else ""


def _figure(name: str, figure: str, unit: str, headings: Headings) -> str:
    """A figure with the unit that its object says.

    Raises:
        RefusedError: it says none, and the column is of figures with units.
    """
    meaning = headings.meaning(name)
    found = with_its_unit(figure, unit)
    if unit or found == figure or meaning is None or not headings.words.kind_of.get(meaning.field):
        return found
    todo = 'write "unit" into the object, beside "value"'
    message = f"{name} {one_line(figure)[:MOST_QUOTED]!r} has no unit"
    raise RefusedError(Problem(code="unit-missing", message=message, next=todo))


def _texts(name: str, texts: Iterable[str], headings: Headings) -> str:
    """A list as one cell, where the column may hold several or is not read.

    Raises:
        RefusedError: the column holds one value.
    """
    meaning = headings.meaning(name)
    if meaning is None or meaning.field == LISTED:
        return ";".join(texts)
    message, todo = f"{name} is a list, and takes one value", "write the value without a list around it"
    raise RefusedError(Problem(code="not-a-cell", message=message, next=todo))


def _cells(read: Mapping[str, Any], headings: Headings) -> list[str]:
    """The cells of an object.

    Raises:
        RefusedError: some of its values are none; all of them are named.
    """
    problems, cells = Problems(), list[str]()
    for name, value in read.items():
        with problems.gather():
            cells.append(_cell(name, value, headings))
    problems.refuse_if_any()
    return cells


def _left_out(value: Any, words: TableWords) -> str:
    """What matters of an object or a list that was left out: a unit without a figure, else all figures with one."""
    found = [*_in_units(value, words)]
    return next(filter(words.cell_units.is_unit, found), "; ".join(found))


def _in_units(value: Any, words: TableWords) -> Iterator[str]:
    """The units in a JSON value, those of a figure with it."""
    match value:
        case str() if words.cell_units.is_unit(value):
            yield value
        case {"value": str() as figure, "unit": str() as unit} | {"value": str() as figure, "code": str() as unit}:
            yield f"{figure} {unit}"
        case dict():
            for one in value.values():
                yield from _in_units(one, words)
        case list():
            for one in value:
                yield from _in_units(one, words)
        case _:
            pass


def _cell(name: str, value: Any, headings: Headings) -> str:
    """A JSON value as the text of a cell.

    Raises:
        RefusedError: it is an object or a list that no column takes.
    """
    match value:
        case dict() | list() if headings.is_left_out(name):
            return _left_out(value, headings.words)
        case None | {"value": None}:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case {"value": str() as figure, **rest} if {*rest} <= QUANTITY and all(
            isinstance(one, str) for one in rest.values()
        ):
            unit = _unit(name, {str(of): str(said) for of, said in rest.items()}, headings.words)
            return _figure(name, figure, unit, headings)
        case list() if all(isinstance(text, str) for text in value):
            return _texts(name, value, headings)
        case _:
            message = f"{name} holds an object or a list of other than texts"
            todo = 'write a text, a number, or {"value": 154, "unit": "lb"}'
            if headings.meaning(name) is None:
                message = f"{name} is not read, and holds {LIST if isinstance(value, list) else 'an object'}"
                todo = f"--ignore {as_typed(name)} leaves it out"
            raise RefusedError(Problem(code="not-a-cell", message=message, next=todo))
