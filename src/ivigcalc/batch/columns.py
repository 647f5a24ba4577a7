"""The columns that a table of patients may have, and where one table has them."""

import re
from collections.abc import Callable, Collection, Sequence
from copy import copy
from functools import partial
from operator import itemgetter
from typing import Any, Final, Literal, NamedTuple

from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.facts.tables import Tables
from ivigcalc.core.names.index import Names
from ivigcalc.intake.numbers import squeezed

NO_WORDS: Final = Tables(**dict.fromkeys(Tables.field_names, ()))
"""For no table at all."""

OPTION: Final = re.compile(r"--[a-z]+(?:-[a-z]+)*")
NO_UNIT: Final = "(no unit)"
"""What a figure says whose cell in the column of units is empty."""

SIGNS: Final = "<>=+-0123456789.,"
"""What a figure begins with: behind it stands its unit."""

SPANISH: Final = "es"
"""The unit of a sex in Spanish: M is mujer there, and masculino in Portuguese."""

UNIT_OF: Final = "_unit"
"""The end of what ``--column`` calls a column of units: weight_unit."""


class Field(NamedTuple):
    """What a column can hold: its id, its name in full, and the option of ``dose`` that it stands for."""

    id: str
    name: str
    option: str
    about: Literal["patient", "order"] | None = "order"
    """Whom its cells describe; None for the key."""


FIELDS: Final = (
    Field("key", "key", "", None),
    Field("weight", "weight_kg", "--weight", "patient"),
    Field("height", "height_cm", "--height", "patient"),
    Field("sex", "sex", "--sex", "patient"),
    Field("age", "age_years", "--age", "patient"),
    Field("blood_group", "blood_group", "--blood-group", "patient"),
    Field("iga", "iga", "--iga", "patient"),
    Field("iga_deficient", "iga_deficient", "--iga-deficient", "patient"),
    Field("risks", "risks", "--risk", "patient"),
    Field("pregnant", "pregnant", "--pregnant", "patient"),
    Field("pre_pregnancy_weight", "pre_pregnancy_weight_kg", "--pre-pregnancy-weight", "patient"),
    Field("indication", "indication", "--indication"),
    Field("regimen", "regimen", "--regimen"),
    Field("days", "days", "--days"),
    Field("per_day", "per_day", "--per-day"),
    Field("course", "course", "--course"),
    Field("weight_policy", "weight_policy", "--weight-policy"),
    Field("start", "start", "--start"),
    Field("every", "every", "--every"),
    Field("off_label_reason", "off_label_reason", "--off-label-reason"),
    Field("product", "product", "--product"),
    Field("tolerated", "tolerated", "--tolerated"),
    Field("region", "region", "--region"),
    Field("round", "round", "--round"),
)
"""In the order in which docs/batch.md lists them."""

EXAMPLES: Final = {
    ("height", "m"): ("give centimetres: --height CM", "the column is in m: --height M"),
    ("height", "in"): ("give centimetres: --height CM", "the column is in inches: --height IN"),
}
"""What a message of ``dose`` offers, and what it offers in place of it where the heading has another unit."""

DOSES: Final = ("per_day", "course")
"""The columns that a dose may be."""

BY_ID: Final = {field.id: field for field in FIELDS}
BY_OPTION: Final = {field.option: field for field in FIELDS if field.option}

PATIENT_FIELDS: Final = frozenset(field.id for field in FIELDS if field.about == "patient")
"""The ids of the columns about the patient; all others but the key are about the order."""


class InputColumn(NamedTuple):
    """A column that is read: its place, what it holds, the unit of its heading ("" for none), and that heading."""

    place: int
    field: Field
    unit: str
    heading: str
    its_unit: int | None = None
    """The place of the column that holds the units of its figures; None without one."""
    is_typed: bool = False
    """Whether ``--column`` says what it holds."""
    left_of: str = ""
    """The heading of the column of its units, where that does not say whose they are: ``Units`` behind ``Height``."""


UNNAMED: Final = "unnamed"
"""How pandas heads a column without a heading: ``Unnamed: 2``."""


class UnreadColumn(NamedTuple):
    """A column that is not read: its place, heading ("" for none), and what refuses the table if a cell says it."""

    place: int
    heading: str
    units: frozenset[str]
    """Units, which would be those of a column that is read."""
    routes: frozenset[str]
    """Words of a route that is not intravenous."""
    is_nameless: bool
    is_free_text: bool


class Layout:
    """The columns of a table. Layouts are compared by identity.

    ``patient`` and ``order`` say where the patient and the order stand among the cells that ``picked`` returns: place,
    field id and unit, in the order of ``FIELDS``. ``signature`` is what of the header bears on an answer.
    ``unread_columns`` are those that are not read and were not left out by ``--ignore``, ``left_out_at`` are those
    that were.
    """

    def __init__(
        self,
        columns: Sequence[InputColumn],
        unread: Sequence[str],
        width: int,
        words: TableWords,
        unread_at: Sequence[tuple[int, str]] = (),
        *,
        left_out_at: Sequence[tuple[int, str]] = (),
    ) -> None:
        """Keep the columns in the order of the table; the key stands apart."""
        self.columns = tuple(column for column in columns if column.field.id != "key")
        self.unread, self.width, self.words, self.left_out_at = tuple(unread), width, words, tuple(left_out_at)
        self.indications: Names | None = None
        """The names of indications, which lines of the table may name; None without any."""
        self.is_of_table = False
        """Whether every row of the table has these columns, which nobody knows of one object."""
        self.key = next((column.place for column in columns if column.field.id == "key"), None)
        read = {column.place for column in self.columns}
        labels = [place for place in range(width) if place not in read]
        self._first = tuple(dict.fromkeys(place for place in labels if place in {0, self.key}))
        self._named_at = self.key if self.key is not None or "indication" in {c.field.id for c in columns} else 0
        """Where what names a row stands: its key, or its first cell where it has neither key nor indication."""
        self._labels = tuple(place for place in labels if place not in self._first)
        self._places = tuple(column.place for column in self.columns)
        self._units = tuple((column.place, column.its_unit) for column in self.columns if column.its_unit is not None)
        self.weight = next((column for column in columns if column.field.id == "weight"), None)
        """The column of weights; None without one."""
        self.weight_in: Callable[[Sequence[str]], str] = _nothing_in
        """What stands in the column of weights, with the unit that stands beside it; "" without one."""
        if self.weight:
            is_alone = self.weight.its_unit is None
            self.weight_in = itemgetter(self.weight.place) if is_alone else partial(figure_in, self.weight)
        self.grams = tuple(column for column in columns if column.field.id in DOSES and "/" not in column.unit)
        """The columns of doses that are not for each kg; a cell may say otherwise."""
        self.added_in: Callable[[Sequence[str]], str | tuple[str, ...]] = self.weight_in
        """What stands in the columns that a row of sums would add up: the weight, or that and each dose."""
        if self.grams:
            self.added_in = partial(_added_in, self.weight_in, self.grams)
        self._indication = next((column.place for column in columns if column.field.id == "indication"), None)
        self._names = tuple(place for place in (self.key, self._indication) if place is not None)
        sums = words.sum_labels
        self._total, self._sums, self._sum_alone = sums.whole, sums.within, sums.alone
        self._headings = {column.field.id: column.heading for column in columns}
        numbered = sorted(enumerate(self.columns), key=lambda pair: FIELDS.index(pair[1].field))
        picked = [(number, column.field.id, column.unit) for number, column in numbered]
        self.patient = tuple(cell for cell in picked if cell[1] in PATIENT_FIELDS)
        self.order = tuple(cell for cell in picked if cell[1] not in PATIENT_FIELDS)
        beside = self._units_beside({place for place, _ in unread_at})
        self.unread_columns = tuple(
            self._unread_column(place, heading.strip(), beside[place]) for place, heading in unread_at
        )
        self.nameless = tuple(one.place for one in self.unread_columns if not one.heading)
        signed = (f"{column.field.id} {column.unit} {column.heading}" for column in self.columns)
        self.signature = "\x1f".join((*signed, *(f"{place} has its unit in {its}" for place, its in self._units)))

    def replaced(self, **changed: Any) -> "Layout":
        """The same columns, of which something else is said: ``is_of_table``, or other ``unread_columns``."""
        layout = copy(self)
        layout.__dict__.update(changed)
        return layout

    def _unread_column(self, place: int, heading: str, units: frozenset[str]) -> UnreadColumn:
        is_nameless = not heading or heading.casefold().startswith(UNNAMED)
        routes, systems = self.words.cell_routes.others, self.words.cell_units.any_system
        units = frozenset() if self.words.says_who(heading) else units | systems
        return UnreadColumn(place, heading, units, routes, is_nameless, self.words.is_free_text(heading))

    def _units_beside(self, unread: Collection[int]) -> dict[int, frozenset[str]]:
        """The units that cells of columns that are not read may not be: of figures next to it a letter is one, too."""
        kinds = {column.place: self.words.kind_of[column.field.id] for column in self.columns}
        units, unambiguous = self.words.cell_units.of, self.words.cell_units.unambiguous_units
        found, left = dict[int, frozenset[str]](), -1
        for place in range(self.width):
            if place in unread:
                beside = (units.get(kinds.get(at, ""), frozenset()) for at in (left, place + 1))
                found[place] = unambiguous.union(*beside)
            else:
                left = place
        return found

    def picked(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells that are read, but for the key; a figure with the unit that stands beside it."""
        if self._units:
            cells = [*cells]
            for place, unit in self._units:
                cells[place] = with_its_unit(cells[place].strip(), cells[unit].strip())
        return tuple([cells[place] for place in self._places])

    def key_of(self, cells: Sequence[str]) -> str:
        """The key, "" where the table has none."""
        return "" if self.key is None else cells[self.key]

    def is_total(self, cells: Sequence[str]) -> bool:
        """Whether the key, or a cell that is not read, says that the row adds up others: those with a word anywhere."""
        for place in self._first:
            if self._sums(cells[place]) or (place == self._named_at and self._sum_alone(cells[place])):
                return True
        for place in self._labels:  # noqa: SIM110 - no generator for each row
            if self._total(cells[place]):
                return True
        return False

    def lacks_key_and_indication(self, cells: Sequence[str]) -> bool:
        """Whether a row could name its patient or an indication, and has neither."""
        for place in self._names:
            if not self.is_nothing(cells[place]):
                return False
        return self.is_named

    def lacks_indication(self, cells: Sequence[str]) -> bool:
        """Whether a row could name an indication, and names none."""
        return self._indication is not None and self.is_nothing(cells[self._indication])

    def is_nothing(self, cell: str) -> bool:
        """Whether a cell is empty, or says that nothing is known."""
        return not cell or cell.isspace() or squeezed(cell) in self.words.said.get("not-given", ())

    def is_empty(self, field: str, picked: Sequence[str]) -> bool:
        """Whether nothing stands in a column of the order, or there is none; of what ``picked`` returns."""
        return not any(picked[place].strip() for place, of, _ in self.order if of == field)

    @property
    def is_named(self) -> bool:
        """Whether a row can name its patient or an indication."""
        return self.key is not None or self._indication is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The headings of the columns by which a row can name its patient or an indication."""
        return tuple(self._headings[field] for field in ("key", "indication") if field in self._headings)

    def heading(self, field: Field) -> str:
        """A column as this table writes it; its name in full where the table does not have it."""
        return self._headings.get(field.id, field.name)

    def in_columns(self, text: str) -> str:
        """A message of ``dose``, with columns in place of options, and examples in the unit of the column."""
        for column in self.columns:
            if example := EXAMPLES.get((column.field.id, column.unit)):
                text = text.replace(*example)
        return OPTION.sub(lambda option: self._column(option[0]), text)

    def _column(self, option: str) -> str:
        return self.heading(BY_OPTION[option]) if option in BY_OPTION else option


def figure_in(column: InputColumn, cells: Sequence[str]) -> str:
    """What stands in a column of figures, with the unit that stands beside it."""
    figure = cells[column.place].strip()
    return figure if column.its_unit is None else with_its_unit(figure, cells[column.its_unit].strip())


def _nothing_in(_: Sequence[str]) -> str:
    """What stands in a column that the table does not have."""
    return ""


def _added_in(
    weight_in: Callable[[Sequence[str]], str], grams: Sequence[InputColumn], cells: Sequence[str]
) -> tuple[str, ...]:
    """What stands in the columns of weights and of doses."""
    return (weight_in(cells), *[figure_in(column, cells) for column in grams])


def with_its_unit(figure: str, unit: str) -> str:
    """A figure with the unit that stands in another cell; what is no figure stays as it is."""
    if not any(letter.isdigit() for letter in figure) or (unit and squeezed(figure).lstrip(SIGNS) == squeezed(unit)):
        return figure
    return f"{figure} {unit or NO_UNIT}"


EMPTY_LAYOUT: Final = Layout((), (), 0, TableWords(NO_WORDS))
"""The columns of a record that cannot be read, or of no table at all."""
