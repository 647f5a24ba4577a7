"""Rows that add up others, in a table whose rows are not named: found by their figures."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import EMPTY_LAYOUT, Layout
from ivigcalc.batch.reading.stray_rows import holds_units_alone
from ivigcalc.batch.reading.totals.added import Figure, Weights, add, add_one, added_up, adds_up, figure_of, figures_of
from ivigcalc.batch.reading.totals.unnamed import Sum, Unnamed
from ivigcalc.batch.source import InputTable, Parsed, Parser, refuse
from ivigcalc.core.problems import RefusedError

NOBODY: Final = "the object has no key and no indication, and one above has"
A_SUM: Final = "the figure is the sum or the mean of the rows above, not a patient"
A_TOTAL: Final = (
    "the row is a total, another sum or the foot of a page, not a patient: "
    "take it out (a patient of that key needs a longer one)"
)
NO_NAME: Final = "the row has no key and no indication: write the key of its patient, or take it out if it is a sum"
OF_UNITS: Final = "the row holds units and no figures, and is no patient: take it out"
ADDS_UP: Final = (
    "the row has no key, and its weight is the sum or the mean of those above, or its dose their sum: "
    "write the key of its patient, or take it out"
)
NO_FIGURE_IN_KEY: Final = (
    "the key has no figure as those above have, and the weight is the sum or the mean of theirs, or the dose the sum, "
    "so that the row may be no patient: take it out, or write a key with a figure"
)
NO_INDICATION: Final = (
    "the row has no indication, and its weight or dose is the sum of those above, so that it may be no patient: "
    "take it out, or write its indication into the row"
)
"""Why rows are no patients."""

NO_PATIENT: Final = (A_TOTAL, NO_NAME, OF_UNITS, ADDS_UP, NO_FIGURE_IN_KEY, NO_INDICATION)
"""Those of a row that was taken apart; all but ``NO_NAME`` may depend on more than the cells that are read."""

A_NUMBER: Final = re.compile(r"[A-Za-z]?[0-9]+").fullmatch
"""A key that is a number, with at most a letter before it: it says nothing but whose row it is."""

FIGURE: Final = re.compile(r"\d")

Weight = Callable[[Any], Figure | None]
"""The weight of a record that may be a sum, None without one; raises RefusedError, or NobodyError for nobody."""


class NobodyError(Exception):
    """An object can have no key and no indication, and one above can."""


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

    That is a weight that is the sum of all above, of two at least, or of those since the last sum; and, in the last
    row or beside a sum, their mean where they differ.
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

    def weight(record: str) -> Figure | None:
        for name in names:  # no generator for each row
            if name in record:
                return None
        parsed = table.parse(record)
        for heading in parsed.layout.names:
            names.update(dict.fromkeys((json.dumps(heading), json.dumps(heading, ensure_ascii=False))))
        if parsed.layout.is_named:
            return None
        if names:
            raise NobodyError
        return _weight(parsed)

    return _without(table, weight)


def _weight(parsed: Parsed) -> Figure | None:
    """The number in the column of weights; None without one."""
    layout = parsed.layout
    return None if layout.weight is None else figure_of(layout, layout.weight_in(parsed.cells))


def _without(table: InputTable, weight: Weight) -> InputTable:
    return table._replace(records=_marked(table, weight), parse=partial(parse_unless_sum, table.parse))


def _marked(table: InputTable, weight: Weight) -> Iterator[tuple[int, Any]]:
    """The records, where rows have no names: what adds up others marked so."""
    unnamed = Unnamed()
    for number, record in table.records:
        figure, whole = None, record
        try:
            figure = weight(record)
        except NobodyError:
            whole = Nobody(record)
        except RefusedError:
            pass  # why is said when it is answered
        yield from unnamed.decided(number, whole, figure)
    yield from unnamed.end()


class PossibleSum(NamedTuple):
    """A row that may add up those above: its weight and doses, and whether it has a key, but one without a figure.

    And whether its indication is left empty.
    """

    figures: tuple[Figure, ...]
    has_key: bool
    lacks_indication: bool


MOST_COUNTED: Final = 10_000
"""So many different texts of weights are counted before they are added up."""


class Totals:
    """What the rows so far add up to: those with a key, and of these those since the last row without one.

    What stands in them is only counted until somebody asks.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._all, self._since = Weights(), Weights()
        self._layout, self._counts = EMPTY_LAYOUT, Counter[str | tuple[str, ...]]()
        self._is_numbered = True

    def copy(self) -> "Totals":
        """The same, to be gone on with apart."""
        other = Totals()
        self._add_up()
        other._all, other._since, other._is_numbered = {**self._all}, {**self._since}, self._is_numbered
        return other

    def add(self, weights: Weights) -> None:
        """Add weights of rows with a key."""
        add(self._all, weights)
        add(self._since, weights)

    def count(self, layout: Layout, texts: Sequence[str | tuple[str, ...]]) -> None:
        """Add the weights and doses of rows with a key, by what stands in them."""
        if layout is not self._layout or len(self._counts) > MOST_COUNTED:
            self._add_up()
            self._layout = layout
        self._counts.update(texts)

    def why(self, row: PossibleSum) -> str:
        """Why a row is no patient, "" where it may be one; to be asked of one row after the other, from the top."""
        self._add_up()
        is_numbered = self._is_numbered
        if not row.has_key:
            since, self._since = self._since, Weights()
            return ADDS_UP if any(adds_up(self._all, one) or adds_up(since, one) for one in row.figures) else ""
        self._is_numbered = False
        if is_numbered and any(adds_up(self._all, figure) for figure in row.figures):
            return NO_FIGURE_IN_KEY
        if row.lacks_indication and any(adds_up(self._all, figure) == "sum" for figure in row.figures):
            return NO_INDICATION
        for figure in row.figures:
            add_one(self._all, figure)
            add_one(self._since, figure)
        return ""

    def _add_up(self) -> None:
        if self._counts:
            self.add(added_up(self._layout, self._counts))
            self._counts.clear()


class Above:
    """The rows of a chunk from the top, below others: whether one of them adds up those above it."""

    def __init__(self, totals: Totals) -> None:
        """Begin below rows that add up to something, to which these are added."""
        self._totals, self._layout = totals, EMPTY_LAYOUT
        self._texts: list[str | tuple[str, ...]] = []
        self._text, self._add = self._layout.added_in, self._texts.append
        self.steps: list[tuple[Layout, list[str | tuple[str, ...]]] | PossibleSum] = []
        """Figures and the rows that were asked about, one after the other."""
        self.whys: list[str] = []
        """What was said of each of these rows."""

    def no_patient(self, layout: Layout, key: str, cells: Sequence[str]) -> str:
        """Why a row is no patient, "" where it may be one; to be asked of one row after the other."""
        is_number = A_NUMBER(key) is not None
        if not (is_number and layout.width == len(layout.columns) + 1) and layout.is_total(cells):
            return A_TOTAL
        if is_number or (key and FIGURE.search(key)):
            if layout is not self._layout:
                self.end()
                self._layout, self._text = layout, layout.added_in
            self._add(self._text(cells))
            return ""
        if holds_units_alone(layout, cells):
            return OF_UNITS
        names_nobody = layout.is_nothing(key)
        if names_nobody and layout.lacks_key_and_indication(cells):
            return NO_NAME
        if layout.key is None and layout.is_of_table:
            return ""
        self.end()
        figures = figures_of(layout, layout.added_in(cells))
        row = PossibleSum(figures, has_key=not names_nobody, lacks_indication=layout.lacks_indication(cells))
        self.steps.append(row)
        self.whys.append(self._totals.why(row))
        return self.whys[-1]

    def end(self) -> None:
        """Add the weights that wait for it: no row below is read."""
        if self._texts:
            self._totals.count(self._layout, self._texts)
            self.steps.append((self._layout, self._texts))
            self._texts = []
            self._add = self._texts.append
