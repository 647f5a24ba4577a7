"""Rows that add up others, in a table whose rows are not named: found by their figures."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.source import InputTable, Parsed, Parser, refuse
from ivigcalc.core.problems import RefusedError

NOBODY: Final = "the object has no key and no indication, and one above has"
A_SUM: Final = "the figure is the sum or the mean of the rows above, not a patient"
A_TOTAL: Final = "the row is a total or another sum, not a patient: take it out"
NO_NAME: Final = "the row has no key and no indication: write the key of its patient, or take it out if it is a sum"
ADDS_UP: Final = (
    "the row has no key, and its weight is the sum or the mean of those above: "
    "write the key of its patient, or take it out"
)
NO_FIGURE_IN_KEY: Final = (
    "the key has no figure as those above have, and the weight is the sum or the mean of theirs, "
    "so that the row may be no patient: take it out, or write a key with a figure"
)
"""Why rows are no patients."""

FROM_ROWS_ABOVE: Final = (ADDS_UP, NO_FIGURE_IN_KEY)
"""Reasons that depend on the rows above, and not on the row alone."""

FIGURE: Final = re.compile(r"\d")
PLAIN: Final = re.compile(r"([0-9]{1,9}+(?:\.[0-9]{1,9}+)?+) ?(?:kgs?|lbs?)?")


Weight = Callable[[Any], str | None]
"""The weight of a record that may be a sum, "" for one that is none, None for nobody; raises RefusedError."""


class Sum(NamedTuple):
    """A record whose figure is the sum or the mean of those above."""

    record: Any


class Nobody(NamedTuple):
    """An object that can have no key and no indication, below one that can."""

    record: str


def parse_unless_sum(parse: Parser, record: Any) -> Parsed:
    """Take a record apart that is no sum of others."""
    if isinstance(record, Nobody):
        refuse("nobody", NOBODY, "write the key of its patient, or take it out if it is a sum")
    if isinstance(record, Sum):
        refuse("a-sum", A_SUM, "take it out; if it is one, name the patients in a column key")
    return parse(record)


def without_sums(table: InputTable, layout: Layout) -> InputTable:
    """The table, where rows can have neither key nor indication: with what adds up others marked so.

    That is a weight that is the sum of all above, of two at least, or in the last row their mean where they differ.
    """
    if layout.is_named:
        return table
    return _without(table, lambda record: _weight(table.parse(record)))


def objects_without_sums(table: InputTable) -> InputTable:
    """The same of JSON Lines, where each object has columns of its own.

    Below one that can have a key or an indication one that cannot is nobody, as an empty row of a table is. Where the
    heading of such a column stands in an object, it is not taken apart for that.
    """
    names = dict[str, None]()

    def weight(record: str) -> str | None:
        for name in names:  # no generator for each row
            if name in record:
                return ""
        parsed = table.parse(record)
        for heading in parsed.layout.names:
            names.update(dict.fromkeys((json.dumps(heading), json.dumps(heading, ensure_ascii=False))))
        return "" if parsed.layout.is_named else None if names else _weight(parsed)

    return _without(table, weight)


def _weight(parsed: Parsed) -> str:
    """What stands in the column of weights; "" without one."""
    return next((parsed.cells[column.place] for column in parsed.layout.columns if column.field.id == "weight"), "")


def _without(table: InputTable, weight: Weight) -> InputTable:
    return table._replace(records=_marked(table, weight), parse=partial(parse_unless_sum, table.parse))


class Weights:
    """Weights that are added up, to see whether another is their sum or their mean."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows, self._total = 0, Decimal(0)
        self._low, self._high = Decimal("Infinity"), Decimal("-Infinity")

    def add(self, figure: Decimal) -> None:
        """Add one."""
        self._rows, self._total = self._rows + 1, self._total + figure
        self._low, self._high = min(self._low, figure), max(self._high, figure)

    def is_sum(self, figure: Decimal) -> bool:
        """Whether a figure is the sum of two at least, to its own decimals."""
        return self._rows > 1 and figure == self._total.quantize(figure)

    def is_mean(self, figure: Decimal) -> bool:
        """Whether a figure is the mean of some that differ, to its own decimals."""
        return self._low < self._high and figure == (self._total / self._rows).quantize(figure, ROUND_HALF_UP)


def _figure(text: str) -> Decimal | None:
    """The number of a weight without a unit, in kg or in lb; None for anything else.

    A spreadsheet adds up numbers, whatever their units are.
    """
    found = PLAIN.fullmatch(text.strip().casefold().replace(",", "."))
    return Decimal(found[1]) if found else None


def _marked(table: InputTable, weight: Weight) -> Iterator[tuple[int, Any]]:
    above = Weights()
    last: tuple[int, Any, bool] | None = None
    for number, record in table.records:
        if last:
            yield last[:2]
        try:
            text = weight(record)
        except RefusedError:
            text = ""
        if text is None:
            last = number, Nobody(record), False
            continue
        figure = _figure(text)
        if figure is None:
            last = number, record, False
            continue
        is_sum = above.is_sum(figure)
        last = number, Sum(record) if is_sum else record, above.is_mean(figure)
        if not is_sum:
            above.add(figure)
    if last:
        yield last[0], Sum(last[1]) if last[2] and not isinstance(last[1], Sum) else last[1]


class Above:
    """The rows of a chunk, read again where one of them has no key: it may add up those above that have one."""

    def __init__(self, parse: Parser, records: Sequence[Any]) -> None:
        """Read none yet."""
        self._parse, self._records, self._at = parse, records, 0
        self._all, self._since = Weights(), Weights()
        self._is_numbered = True

    def no_patient(self, layout: Layout, key: str, cells: Sequence[str], row: int) -> str:
        """Why a row is no patient, "" where it may be one; ``row`` is 0 where no row above has a key.

        To be asked of one row after the other, from the top.
        """
        if layout.is_total(cells):
            return A_TOTAL
        if key and FIGURE.search(key):
            return ""
        if key.strip():
            is_odd, self._is_numbered = self._is_numbered and row > 1, False
            return NO_FIGURE_IN_KEY if is_odd and self._is_sum_of_all(row) else ""
        if layout.lacks_key_and_indication(cells):
            return NO_NAME
        return ADDS_UP if row and self.adds_up(row) else ""

    def _is_sum_of_all(self, row: int) -> bool:
        """Whether the weight of a row, from 0, is the sum or the mean of those of all rows above."""
        self._add_up_to(row)
        figure = _figure(_weight(self._parse(self._records[row])))
        return figure is not None and (self._all.is_sum(figure) or self._all.is_mean(figure))

    def adds_up(self, row: int) -> bool:
        """Whether a row, from 0, has the sum or the mean of those above, or of those since the last without a key."""
        self._add_up_to(row)
        self._at = row + 1
        figure = _figure(_weight(self._parse(self._records[row])))
        added, self._since = (self._all, self._since), Weights()
        return figure is not None and any(one.is_sum(figure) or one.is_mean(figure) for one in added)

    def _add_up_to(self, row: int) -> None:
        for record in self._records[self._at : row]:
            self._add(record)
        self._at = row

    def _add(self, record: Any) -> None:
        try:
            parsed = self._parse(record)
        except RefusedError:
            return
        figure = _figure(_weight(parsed))
        if figure is not None and parsed.layout.key_of(parsed.cells).strip():
            self._all.add(figure)
            self._since.add(figure)
