"""Rows that add up others, in a table whose rows are not named: found by their figures."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import Layout
from ivigcalc.batch.source import InputTable, Parsed, Parser, refuse
from ivigcalc.core.problems import RefusedError

A_SUM: Final = "the figure is the sum or the mean of the rows above, not a patient"
PLAIN: Final = re.compile(r"[0-9]{1,9}+(?:\.[0-9]{1,9}+)?+")


class Sum(NamedTuple):
    """A record whose figure is the sum or the mean of those above."""

    record: Any


def parse_unless_sum(parse: Parser, record: Any) -> Parsed:
    """Take a record apart that is no sum of others."""
    if isinstance(record, Sum):
        refuse("a-sum", A_SUM, "take it out; if it is one, name the patients in a column key")
    return parse(record)


def without_sums(table: InputTable, layout: Layout) -> InputTable:
    """The table, where rows can have neither key nor indication: with what adds up others marked so.

    That is a weight that is the sum of all above, of two at least, or in the last row their mean where they differ.
    """
    place = next((column.place for column in layout.columns if column.field.id == "weight"), None)
    if place is None or layout.is_named:
        return table
    return table._replace(records=_marked(table, place), parse=partial(parse_unless_sum, table.parse))


def _marked(table: InputTable, place: int) -> Iterator[tuple[int, Any]]:
    rows, total, low, high = 0, Decimal(0), Decimal("Infinity"), Decimal("-Infinity")
    last: tuple[int, Any, bool] | None = None
    for number, record in table.records:
        if last:
            yield last[:2]
        try:
            cell = table.parse(record).cells[place].strip().replace(",", ".")
        except RefusedError:
            cell = ""
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
