"""Rows that somebody commented out, with a sign before the key (``#4``) or a word in it (``Doe (deceased)``).

They are no patients until somebody says so. Where every key of the table begins with the sign, it belongs to the keys.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import BY_ID, Layout
from ivigcalc.batch.reading.lines import ANOTHER_ROUTE, NO_ORDER
from ivigcalc.batch.reading.sums import A_NUMBER
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.batch.source import InputTable, Parsed, Parser, RowError
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.sheets.comments import COMMENT, COMMENT_OR_KEY, CommentSigns, comment_signs

LOOKED_AT: Final = 200
"""So many rows say with what all keys begin."""

MOST_QUOTED: Final = 60
"""So much of a cell is quoted, in letters."""


class SignsOfTable(NamedTuple):
    """The signs of comments, and that with which all keys, or all rows, of a table begin; "" for none."""

    comments: CommentSigns
    of_keys: str
    of_rows: str


def without_commented(table: InputTable, words: TableWords) -> InputTable:
    """The table, in which a row with a sign of comments before its key, or before its first cell, is an error."""
    first = [*islice(table.records, LOOKED_AT)]
    rows: list[Parsed] = []
    for _, record in first:
        with suppress(RefusedError):  # what is wrong with a row is said when it is answered
            rows.append(table.parse(record))
    records = chain(first, table.records)
    return table._replace(records=records, parse=unless_commented(table.parse, rows, words))


def unless_commented(parse: Parser, first: Sequence[Parsed], words: TableWords) -> Parser:
    """What takes records apart, and refuses those with a sign before their key; ``first`` are the first of a table."""
    comments = comment_signs(*(words.said.get(of, frozenset()) for of in (COMMENT, COMMENT_OR_KEY)))
    of_keys = comments.shared(key for row in first if (key := row.layout.key_of(row.cells)).strip())
    of_rows = comments.shared(row.cells[0] for row in first if row.cells)
    return partial(_uncommented, SignsOfTable(comments, of_keys, of_rows), parse)


def _uncommented(signs: SignsOfTable, parse: Parser, record: Any) -> Parsed:
    """Take a record apart that is not commented out.

    Raises:
        RowError: it begins, or its key does, with a sign of comments; or the key, or a name, says in a word that the
            order does not stand, or another route.
    """
    found = layout, cells = parse(record)
    place = layout.key
    if place == 0 and not layout.unread_columns and A_NUMBER(cells[0]):
        return found
    if place is not None and not cells[place][:1].isdecimal():
        _refuse(signs, found, cells[place], signs.of_keys)
    if place != 0 and layout.is_of_table and not cells[0][:1].isdecimal():
        _refuse(signs, found, cells[0], signs.of_rows)
    for name, heading in _who(layout):
        if said := _said_of(layout.words, cells[name]):
            todo = "take the row out, or write it without that word if the order stands and is intravenous"
            problem = Problem(code="row-withdrawn", message=f"{heading} says {said}", next=todo)
            raise RowError(layout.key_of(cells), [problem])
    return found


@lru_cache(maxsize=256)
def _who(layout: Layout) -> tuple[tuple[int, str], ...]:
    """Where a row says whose it is, and under which headings: its key, and names that are not read."""
    keys = () if layout.key is None else ((layout.key, layout.heading(BY_ID["key"])),)
    return (*keys, *((one.place, one.heading) for one in layout.unread_columns if layout.words.is_name(one.heading)))


def _said_of(words: TableWords, name: str) -> str:
    """What a key or a name says of the order; "" for nothing."""
    if A_NUMBER(name):
        return ""
    if words.sum_labels.ends_order(name):
        return NO_ORDER
    return ANOTHER_ROUTE if words.cell_routes.ends_with_another(name) else ""


def _refuse(signs: SignsOfTable, row: Parsed, text: str, shared: str) -> None:
    """Refuse a row with a sign before a text that says something, unless all of the table have it."""
    sign = signs.comments.of(text)
    if sign in {"", shared} or row.layout.is_nothing(text):
        return
    sign, layout = sign.upper(), row.layout
    message = f"{one_line(text.strip())[:MOST_QUOTED]!r} begins with {sign}, as a comment does"
    todo = f"take the row out, or write it without {sign} if it is a patient"
    raise RowError(layout.key_of(row.cells), [Problem(code="commented-out", message=message, next=todo)])
