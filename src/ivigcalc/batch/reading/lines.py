"""Lines above a table and between its rows, and what they say of rows that do not say it themselves."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ivigcalc.batch.columns import Layout
from ivigcalc.core.names.index import Names
from ivigcalc.core.names.words import letters, words_of
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.sheets.headings.spelling import MOST_QUOTED

ABOVE, BELOW = "above the header", "below the header"
"""Where a line stands."""

NO_ORDER, ANOTHER_ROUTE = "that an order does not stand", "another route than the intravenous one"
"""What a line, or the key of a row, may say."""

SAID_OF: Final = re.compile(r"[:=]")
PIECE: Final = re.compile(r"[:=()\[\]\t]|[,;|](?!\s)|\s[-\u2013\u2014]\s")
"""What stands between a word and what is said of it, and between the pieces of a line: no comma in a sentence."""

AROUND: Final = "\"' ,;|\t"
"""What may stand around what a line says: quotes and delimiters."""

OF_AN_ORDER: Final = ("indication", "regimen", "days", "per_day", "course")
"""The columns that a line may stand for: Indication: CIDP."""

SHORTEST_NAME: Final = 3
"""A shorter name of an indication may be a place."""

TAKE_OUT: Final = "take out the line and the rows that it is about, or the line alone if it is about none of these"
WRITE_IT: Final = "write it into each row that it is about, under a heading of its own, and take out the line"
"""What to do about a line."""


@lru_cache(maxsize=2)
def _ids_by_letters(names: Names) -> dict[str, str]:
    """The id of each indication by the letters of its names and codes; made when the first line is looked at."""
    return {
        letters(name): entry.id
        for entry in names.entries.values()
        for name in (entry.id, *entry.searched, *entry.codes)
    }


def refuse_what_a_line_says(layout: Layout, place: str, line: str) -> None:
    """Refuse a table for a line that says of rows what they do not say: that they are not to be treated, or how.

    Raises:
        FileError: it says that orders do not stand, or another route, a dose or an indication.
    """
    labels, routes = layout.words.sum_labels, layout.words.cell_routes
    if labels.ends_order(line):
        raise _refused(place, line, NO_ORDER, TAKE_OUT)
    if routes.names_another(line):
        raise _refused(place, line, ANOTHER_ROUTE, TAKE_OUT)
    if said := _of_an_order(layout, place, line):
        raise _refused(place, line, said, WRITE_IT)


def _of_an_order(layout: Layout, place: str, line: str) -> str:
    """What a line says of orders: a dose, one indication, or what belongs under a heading; "" for nothing."""
    text = line.strip()
    is_figure = place == BELOW and text[:1].isdecimal()  # it stands in a column of doses, or may do so
    if text and not is_figure and layout.words.cell_units.is_amount(text):
        return "a dose"
    for heading, value in pairwise(SAID_OF.split(text)):
        meant = layout.words.meaning(PIECE.split(heading)[-1].strip())
        if meant and meant.field in OF_AN_ORDER and _is_said(layout, value):
            return f"what belongs under {meant.field}"
    ids = {_named(layout, piece) for piece in PIECE.split(text)} - {""}
    return "an indication" if len(ids) == 1 else ""


def _is_said(layout: Layout, value: str) -> bool:
    """Whether something stands behind a heading, and not that all are meant."""
    text = value.strip(AROUND)
    return not layout.is_nothing(text) and not layout.words.sum_labels.alone(text)


def _named(layout: Layout, piece: str) -> str:
    """The indication that a piece of a line names, also one of patients; "" for none."""
    patients = layout.words.said.get("patients", frozenset())
    name = "".join(word for word in words_of(piece) if word not in patients)
    if layout.indications is None or len(name) < SHORTEST_NAME:
        return ""
    return _ids_by_letters(layout.indications).get(name, "")


def _refused(place: str, line: str, said: str, todo: str) -> FileError:
    quoted = repr(one_line(line)[:MOST_QUOTED])
    return FileError(
        Problem(code="line-about-rows", field="FILE", message=f"{place} stands {quoted}, which says {said}", next=todo)
    )
