"""Rows that add up others, in a table whose rows are not named: found by their figures."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.source import InputTable, Parsed, Parser, refuse
from ivigcalc.core.problems import RefusedError

NOBODY: Final = "the object has no key and no indication, and one above has"
A_SUM: Final = "the figure is the sum or the mean of the rows above, not a patient"
PLAIN: Final = re.compile(r"[0-9]{1,9}+(?:\.[0-9]{1,9}+)?+")


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


def _marked(table: InputTable, weight: Weight) -> Iterator[tuple[int, Any]]:
    rows, total, low, high = 0, Decimal(0), Decimal("Infinity"), Decimal("-Infinity")
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
        cell = text.strip().replace(",", ".")
        if not PLAIN.fullmatch(cell):
            last = number, record, False
            continue
        figure = Decimal(cell)
        step = Decimal(1).scaleb(-len(cell.partition(".")[2]))
        is_sum = rows > 1 and figure == total.quantize(step)
        is_mean = rows > 1 and low < high and figure == (total / rows).quantize(step, ROUND_HALF_UP)
        last = number, Sum(record) if is_sum else record, is_mean
        if not is_sum:
            rows, total, low, high = rows + 1, total + figure, min(low, figure), max(high, figure)
    if last:
        yield last[0], Sum(last[1]) if last[2] and not isinstance(last[1], Sum) else last[1]
