"""From a record of the input to cells under columns. Parsers are sent to the processes that answer rows."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, NoReturn, Protocol

from ivigcalc.batch.layout import Layout, read_layout
from ivigcalc.core.errors import FileError, Problem, RefusedError


class Parsed(NamedTuple):
    """A record: its columns, and all of its cells."""

    layout: Layout
    cells: Sequence[str]


class Parser(Protocol):
    """Takes one record apart."""

    def parse(self, record: Any) -> Parsed:
        """The cells of a record.

        Raises:
            RefusedError: it cannot be taken apart.
        """


EMPTY_LAYOUT = Layout((), (), 0)
"""The columns of a record that cannot be read."""


def _refuse(code: str, message: str, todo: str) -> NoReturn:
    raise RefusedError(Problem(code=code, message=message, next=todo))


def _of_width(layout: Layout, cells: Sequence[str]) -> Parsed:
    """The cells, if there are as many as columns."""
    if len(cells) != layout.width:
        message = f"{len(cells)} cells, but the header has {layout.width}"
        _refuse("cells", message, "put what holds the delimiter between double quotes, or add the missing cells")
    return Parsed(layout, cells)


class DelimitedParser:
    """A line of CSV or TSV; with quotes, a few lines."""

    def __init__(self, layout: Layout, delimiter: str) -> None:
        """Keep the columns and the delimiter."""
        self._layout, self._delimiter = layout, delimiter

    def parse(self, record: str) -> Parsed:
        """The cells of a record."""
        if '"' not in record:
            return _of_width(self._layout, record.rstrip("\r\n").split(self._delimiter))
        try:
            cells = next(csv.reader([record], delimiter=self._delimiter, strict=True))
        except csv.Error:
            _refuse("quotes", "the double quotes do not fit together", 'write a double quote in a cell twice: ""')
        return _of_width(self._layout, cells)


class SheetParser:
    """A row of a sheet, already as texts."""

    def __init__(self, layout: Layout) -> None:
        """Keep the columns."""
        self._layout = layout

    def parse(self, record: Sequence[str]) -> Parsed:
        """The cells of a row; a sheet's rows are all as wide as its widest."""
        return Parsed(self._layout, record)


class JsonParser:
    """A line of JSON Lines: an object whose keys are the columns."""

    def parse(self, record: str) -> Parsed:
        """The cells of an object."""
        try:
            found = json.loads(record, object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_no)
        except (ValueError, RecursionError):
            _refuse("not-json", "the line is not JSON", 'write an object on each line: {"weight_kg": "70", ...}')
        if not isinstance(found, dict):
            _refuse("not-an-object", "the line is no JSON object", 'write for example {"weight_kg": "70", ...}')
        try:
            layout = read_layout(tuple(found))
        except FileError as refused:
            raise RefusedError(*refused.problems) from refused
        return Parsed(layout, [_cell(name, value) for name, value in found.items()])


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands in it twice is refused."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse("column-twice", f"the key {name!r} stands in the object twice", "keep one")
        found[name] = value
    return found


def _no(constant: str) -> NoReturn:
    raise ValueError(constant)


def _cell(name: str, value: Any) -> str:
    """A JSON value as the text of a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case list() if all(isinstance(one, str) for one in value):
            return ";".join(value)
        case _:
            _refuse("not-a-cell", f"{name} holds an object or a list of other than texts", "write a text or a number")
