"""The header of a stock file: which row it is, and which columns its headings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ivigcalc.core.names.words import normal_heading, says_more
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.files import MOST_ABOVE
from ivigcalc.intake.stock.item import BARE_SIZE, GRAMS, ML, SIZE, SIZE_ML, SIZES
from ivigcalc.intake.stock.text import EXAMPLE, refused
from ivigcalc.sheets.cells import MERGED
from ivigcalc.sheets.headings.options import as_typed, listed, not_there
from ivigcalc.sheets.headings.spelling import MOST_QUOTED, heading_key, heading_words
from ivigcalc.sheets.headings.topics import SpokenWords

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.tables import SpokenOf
    from ivigcalc.intake.stock.rows import Row

PRODUCT, COUNT, EXPIRY, LOT = "product", "count", "expiry", "lot"
COLUMNS: Final = (PRODUCT, SIZE, BARE_SIZE, SIZE_ML, COUNT, EXPIRY, LOT)
"""What ``--stock-column`` calls the columns: a size by its unit, or with the unit in its cells."""

SIZED: Final = frozenset({SIZE, BARE_SIZE, SIZE_ML})
IN_GRAMS, IN_ML = frozenset(GRAMS), frozenset(ML)
"""The words by which the heading of a size says its unit: of a size in mL there may be a vial of as many g."""

READ, LEAVE_OUT, SHEET = "--stock-column", "--stock-ignore", "--stock-sheet"
"""The options that say what a heading means, that it is left out, and which sheet is read."""

MOST_TOLD: Final = 6
"""How many columns are refused by name."""

OTHER_VIALS: Final = "vials that are not to be had"
A_STATE: Final = "whether vials are to be had"
NOT_THERE: Final = "vials that went out, or are to come"
HOW_MANY: Final = "how many vials are to be had"
PACKS: Final = "what is counted"
UNIT_OF_COUNT: Final = "the unit of what is counted"
STRENGTH: Final = "a strength"
ONE_SIZE: Final = "a size"
AN_EXPIRY: Final = "an expiry"
"""What a heading may speak of, as ``data/tables.yaml`` has it, of which the cells are looked at if it is left out."""

LEFT_OUT_IF: Final = {
    OTHER_VIALS: ", where its cells say none (empty, 0, no)",
    NOT_THERE: ", if the count is without them",
}
"""What has to be so for a heading to be left out that speaks of vials which may not be there."""

IF_SO: Final = {SIZE: ", if it is that of one vial", COUNT: ", if it counts vials"}
"""What has to be so for a heading to be read as a column that it may be."""


class Header(NamedTuple):
    """The header of a stock file: the number of its row, and what stands under each of its headings."""

    number: int
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    """The column that each heading means; "" for one that is not read."""
    unread: Mapping[int, frozenset[str]]
    """The places of columns that are not read, and what each speaks of: its cells may not contradict what is read."""
    left_out: frozenset[int]
    """Those of them that somebody said to leave out."""


class StockHeadings:
    """What the headings of a stock file mean, by their words and by what was typed of them."""

    def __init__(self, catalogue: Catalogue, mapped: Mapping[str, str] = {}, ignored: Collection[str] = ()) -> None:
        """Keep the words, and what was typed: ``mapped`` headings mean a column, ``ignored`` ones are left out."""
        tables = catalogue.tables
        self._known = _known(catalogue)
        self._together = {name.replace("_", ""): column for name, column in self._known.items()}
        self._speak = SpokenWords(tables.stock_speaks_of, (), {}, {}, between=tables.words_between)
        self._first = {said.id: place for place, said in enumerate(tables.stock_speaks_of)}
        self._other_words = frozenset(tables.stock_other_words)
        self._other_days = frozenset(tables.stock_other_days)
        self._mapped = {heading_key(heading): column for heading, column in mapped.items()}
        self._ignored = frozenset(map(heading_key, ignored))
        self._typed = [*((READ, heading) for heading in mapped), *((LEAVE_OUT, heading) for heading in ignored)]

    def named(self, name: str) -> str:
        """The column that a name means; "" where none does, or the name says more than its words."""
        if says_more(name):
            return ""
        camel = "_".join(heading_words(name))
        known = self._known.get(normal_heading(name)) or self._known.get(camel)
        return known or self._together.get(camel.replace("_", ""), "")

    def column(self, heading: str) -> str:
        """The column that a heading means; "" for one that is not read."""
        key = heading_key(heading)
        return "" if key in self._ignored else self._mapped.get(key) or self.named(heading)

    def is_left_out(self, heading: str) -> bool:
        """Whether somebody said to leave a heading out."""
        return heading_key(heading) in self._ignored

    def is_typed(self, heading: str) -> bool:
        """Whether somebody said which column a heading means."""
        return heading_key(heading) in self._mapped

    def speaks_of(self, heading: str) -> tuple[SpokenOf, ...]:
        """What a heading speaks of by which vials are others, counted otherwise, or not to be had; the worst first."""
        if not self._other_words.isdisjoint(heading_words(heading)):
            return ()
        return tuple(sorted(self._speak.of(heading), key=lambda said: self._first[said.id]))

    def is_of_another_day(self, heading: str) -> bool:
        """Whether a heading is that of a day which is never the expiry: of when vials were made, or counted."""
        is_expiry = self.named(heading) == EXPIRY or AN_EXPIRY in {one.id for one in self.speaks_of(heading)}
        return not is_expiry and not self._other_days.isdisjoint(heading_words(heading))

    def not_there(self, headings: Sequence[str]) -> list[Problem]:
        """What was typed of headings that the file does not have."""
        there = {*map(heading_key, headings)}
        return [not_there(option, one, headings) for option, one in self._typed if heading_key(one) not in there]


def _known(catalogue: Catalogue) -> dict[str, str]:
    """The columns by every name that a heading may have; a size that no name says to be in g is ``BARE_SIZE``."""
    known = {}
    for entry in catalogue.tables.stock:
        column = entry.id.replace("-", "_")
        for name in map(normal_heading, (column, *entry.en, *entry.pt, *entry.es)):
            is_bare = column == SIZE and IN_GRAMS.isdisjoint(name.split("_"))
            known[name] = BARE_SIZE if is_bare else column
    return known


def find_header(
    name: str, rows: Sequence[Row], headings: StockHeadings, said: Sequence[str], other_sheets: str = ""
) -> Header:
    """The header: of the first rows the one in which most headings are known. ``said`` is what a refusal adds.

    ``other_sheets`` is what reads another sheet of a workbook, "" for none: the table may stand there.

    Raises:
        FileError: a heading that was typed is not there, a column is missing, two headings mean one, or one that is
            not read may say that vials are others, counted otherwise, or not to be had.
    """
    looked_at = [row for row in rows if row.number <= MOST_ABOVE]
    found = max(looked_at, key=lambda row: (_score(row, headings), -row.number), default=None)
    number, cells = (found.number, tuple(found.cells)) if found else (1, ())
    if problems := headings.not_there(cells):
        todo = f"one of these{f', or of another sheet: {other_sheets}' if other_sheets else ''}"
        raise FileError(*(one.replaced(message=f"{name}:{number}: {one.message}", next=todo) for one in problems))
    columns = tuple(map(headings.column, cells))
    wrong = [*_twice(cells, columns, headings), *_unread(cells, columns, headings)]
    missing = [column for column in (PRODUCT, COUNT) if column not in columns]
    below = (row for row in rows if number < row.number <= number + MOST_ABOVE)
    if SIZED.isdisjoint(columns) and not any(map(SIZES.search, (cell for row in below for cell in row.cells))):
        missing.insert(len({PRODUCT} & {*missing}), SIZE)
    if missing:
        there = listed(filter(str.strip, cells)) or "none"
        todo = f"{READ} {missing[0]}=HEADING says which it is (headings: {there}), or make the first line {EXAMPLE}"
        ways = [todo, f"{other_sheets} if the table is on another sheet"] if other_sheets else [todo]
        ways = ways if any(columns) else ways[::-1]
        wrong.insert(0, (f"no column {', '.join(missing)}", "; ".join([*ways, *said])))
    if more := wrong[MOST_TOLD:]:
        wrong[MOST_TOLD:] = [(f"and {len(more)} more columns like these", f"{LEAVE_OUT} each that says nothing more")]
    if wrong:
        at = f"{name}:{number}"
        raise FileError(*(problem for why, todo in wrong for problem in refused(at, why, todo).problems))
    unread = {place: _spoken(cells[place], headings) for place, column in enumerate(columns) if not column}
    left_out = frozenset(place for place in unread if headings.is_left_out(cells[place]))
    return Header(number, cells, columns, unread, left_out)


def _score(row: Row, headings: StockHeadings) -> int:
    return sum(bool(headings.column(cell)) for cell in row.cells)


def _twice(cells: Sequence[str], columns: Sequence[str], headings: StockHeadings) -> Iterator[tuple[str, str]]:
    """What is wrong with several headings of one column, and what to do; sizes in g or without a unit are one."""
    alike = [SIZE if column == BARE_SIZE else column for column in columns]
    for column in dict.fromkeys(filter(None, alike)):
        of = [cell for cell, its in zip(cells, alike, strict=True) if its == column]
        if len(of) > 1:
            others = [cell for cell in of if not headings.is_typed(cell)] or of
            ways = " or ".join(f"{LEAVE_OUT} {as_typed(cell)}" for cell in others)
            todo = f"keep one: {ways} leaves {'one' if others[1:] else 'it'} out"
            if len({*map(heading_key, of)}) < len(of):
                todo = f"keep one: rename or take out the other ({LEAVE_OUT} would leave out both)"
            yield f"columns {' and '.join(repr(one_line(cell)) for cell in of)} both mean {column}", todo


def _unread(cells: Sequence[str], columns: Sequence[str], headings: StockHeadings) -> Iterator[tuple[str, str]]:
    """The headings that may not be passed over, and why; with what to do."""
    for place, (cell, column) in enumerate(zip(cells, columns, strict=True), start=1):
        said = headings.speaks_of(cell)
        if cell == MERGED:
            why = f"the heading of column {place} is merged with the one to its left"
            yield why, "unmerge it in the sheet, and write a heading above each of its columns"
        elif headings.is_left_out(cell):
            is_expiry = headings.named(cell) == EXPIRY or AN_EXPIRY in {one.id for one in said}
            if is_expiry and EXPIRY not in columns:
                why = f"{LEAVE_OUT} leaves out {one_line(cell)!r}, and no other column is the expiry"
                yield why, f"{READ} {EXPIRY}={as_typed(cell)} in its place: vials that have expired would be taken"
        elif not column and (what := next((one for one in said if not {*one.unless_read} & {*columns}), None)):
            why = f"column {one_line(cell)[:MOST_QUOTED]!r} is not read, and speaks of {what.id}"
            ways = (_reads(cell, what.may_be, cells, columns), _leaves(cell, what, columns))
            yield why, "; ".join(filter(None, ways))


def _reads(heading: str, may_be: str, cells: Sequence[str], columns: Sequence[str]) -> str:
    """How a heading is read that may be a column, also in place of the one that is; "" where it is none."""
    if not may_be:
        return ""
    column = _in_its_unit(heading, may_be)
    alike = SIZED if column in SIZED else {column}
    other = next((cell for cell, its in zip(cells, columns, strict=True) if its in alike), "")
    instead = f" (with {LEAVE_OUT} {as_typed(other)})" if other else ""
    return f"{READ} {column}={as_typed(heading)} reads it{instead}{IF_SO.get(may_be, '')}"


def _leaves(heading: str, what: SpokenOf, columns: Sequence[str]) -> str:
    """How a heading is left out; of an expiry there has to be another."""
    if what.id == AN_EXPIRY and EXPIRY not in columns:
        return "if it is none, take the column out of the file"
    return f"{LEAVE_OUT} {as_typed(heading)} leaves it out{LEFT_OUT_IF.get(what.id, '')}"


def _in_its_unit(heading: str, column: str) -> str:
    """A column that a heading may be; of a size that in the unit of the heading, or with the unit in its cells."""
    if column != SIZE:
        return column
    words = {*heading_words(heading)}
    return SIZE_ML if words & IN_ML else SIZE if words & IN_GRAMS else BARE_SIZE


def _spoken(cell: str, headings: StockHeadings) -> frozenset[str]:
    """What a heading speaks of that is not read; a size also where it is known as one."""
    is_size = headings.named(cell) in SIZED
    return frozenset(one.id for one in headings.speaks_of(cell)) | ({ONE_SIZE} if is_size else set())
