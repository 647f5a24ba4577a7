"""The columns that a table of patients may have, and what its headings mean: which column, in which unit.

What is not known is told, never guessed; what could mean two things is refused.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from shlex import quote
from typing import Any, Final, NamedTuple

from ivigcalc.batch.headings import MOST_QUOTED, UNIT, Field, Meaning, TableWords, normal_heading, squeezed
from ivigcalc.core.facts.tables import Tables
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.intake.numbers import one_line

NO_WORDS: Final = Tables(columns=(), stock=(), units=(), cells=(), doses=(), speaks_of=(), other_words=())
"""For no table at all."""

OPTION: Final = re.compile(r"--[a-z]+(?:-[a-z]+)*")
MOST_REMEMBERED: Final = 256
"""Tables of JSON Lines may have so many different sets of headings before one is read again."""

NO_UNIT: Final = "(no unit)"
"""What a figure says whose cell in the column of units is empty."""

SPANISH: Final = "es"
"""The unit of a sex in Spanish: M is mujer there, and masculino in Portuguese."""

UNIT_OF: Final = "_unit"
"""The end of what ``--column`` calls a column of units: weight_unit."""

FIELDS: Final = (
    Field("key", "key", ""),
    Field("weight", "weight_kg", "--weight"),
    Field("height", "height_cm", "--height"),
    Field("sex", "sex", "--sex"),
    Field("age", "age_years", "--age"),
    Field("blood_group", "blood_group", "--blood-group"),
    Field("iga", "iga", "--iga"),
    Field("iga_deficient", "iga_deficient", "--iga-deficient"),
    Field("risks", "risks", "--risk"),
    Field("pregnant", "pregnant", "--pregnant"),
    Field("pre_pregnancy_weight", "pre_pregnancy_weight_kg", "--pre-pregnancy-weight"),
    Field("indication", "indication", "--indication"),
    Field("regimen", "regimen", "--regimen"),
    Field("days", "days", "--days"),
    Field("per_day", "per_day", "--per-day"),
    Field("course", "course", "--course"),
    Field("weight_policy", "weight_policy", "--weight-policy"),
    Field("start", "start", "--start"),
    Field("off_label_reason", "off_label_reason", "--off-label-reason"),
    Field("product", "product", "--product"),
    Field("region", "region", "--region"),
    Field("round", "round", "--round"),
)
"""In the order in which docs/batch.md lists them."""

BY_ID: Final = {field.id: field for field in FIELDS}
BY_OPTION: Final = {field.option: field for field in FIELDS if field.option}

OF_PATIENT: Final = frozenset(field.id for field in FIELDS[1:11])
"""The fields about the patient; all others but the key are about the order."""


class InputColumn(NamedTuple):
    """A column that is read: its place, what it holds, the unit of its heading ("" for none), and that heading."""

    place: int
    field: Field
    unit: str
    heading: str
    its_unit: int | None = None
    """The place of the column that holds the units of its figures; None without one."""


class Layout:
    """The columns of a table. Layouts are compared by identity.

    ``patient`` and ``order`` say where the patient and the order stand among the cells that ``picked`` returns: place,
    field id and unit, in the order of ``FIELDS``. ``signature`` is what of the header bears on an answer.
    """

    def __init__(self, columns: Sequence[InputColumn], unread: Sequence[str], width: int, words: TableWords) -> None:
        """Keep the columns in the order of the table; the key stands apart."""
        self.columns = tuple(column for column in columns if column.field.id != "key")
        self.unread, self.width, self.words = tuple(unread), width, words
        self.key = next((column.place for column in columns if column.field.id == "key"), None)
        read = {column.place for column in self.columns}
        self._labels = tuple(place for place in range(width) if place not in read)
        self._places = tuple(column.place for column in self.columns)
        self._units = tuple((column.place, column.its_unit) for column in self.columns if column.its_unit is not None)
        self._indication = next((column.place for column in columns if column.field.id == "indication"), None)
        self._headings = {column.field.id: column.heading for column in columns}
        numbered = sorted(enumerate(self.columns), key=lambda pair: FIELDS.index(pair[1].field))
        picked = [(number, column.field.id, column.unit) for number, column in numbered]
        self.patient = tuple(cell for cell in picked if cell[1] in OF_PATIENT)
        self.order = tuple(cell for cell in picked if cell[1] not in OF_PATIENT)
        signed = (f"{column.field.id} {column.unit} {column.heading}" for column in self.columns)
        self.signature = "\x1f".join((*signed, *(f"{place} has its unit in {its}" for place, its in self._units)))

    def picked(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells that are read, but for the key; a figure with the unit that stands beside it."""
        if self._units:
            cells = [*cells]
            for place, unit in self._units:
                cells[place] = _with_its_unit(cells[place].strip(), cells[unit].strip())
        return tuple([cells[place] for place in self._places])

    def key_of(self, cells: Sequence[str]) -> str:
        """The key, "" where the table has none."""
        return "" if self.key is None else cells[self.key]

    def is_total(self, cells: Sequence[str]) -> bool:
        """Whether the key, or a cell that is not read, says that the row adds up others."""
        return any(map(self.words.total.fullmatch, [cells[place] for place in self._labels]))

    def is_nobody(self, cells: Sequence[str]) -> bool:
        """Whether a row could name its patient or an indication, and has neither."""
        named = [cells[place] for place in (self.key, self._indication) if place is not None]
        return bool(named) and not any(map(str.strip, named))

    def heading(self, field: Field) -> str:
        """A column as this table writes it; its name in full where the table does not have it."""
        return self._headings.get(field.id, field.name)

    def in_columns(self, text: str) -> str:
        """A message of ``dose``, with columns in place of options."""
        return OPTION.sub(lambda option: self._column(option[0]), text)

    def _column(self, option: str) -> str:
        return self.heading(BY_OPTION[option]) if option in BY_OPTION else option


def _with_its_unit(figure: str, unit: str) -> str:
    """A figure with the unit that stands in another cell; what is no figure stays as it is."""
    if not any(letter.isdigit() for letter in figure) or (unit and squeezed(figure).endswith(squeezed(unit))):
        return figure
    return f"{figure} {unit or NO_UNIT}"


NAME_THE_COLUMNS: Final = "name the columns in the first line, for example key, weight_kg, indication, regimen, product"
"""What to do about a table without a header."""

EMPTY_LAYOUT: Final = Layout((), (), 0, TableWords(NO_WORDS, FIELDS))
"""The columns of a record that cannot be read, or of no table at all."""


class Headings:
    """What the headings of a table mean, by their words and by what was typed of them."""

    def __init__(self, words: TableWords, mapped: Mapping[str, Meaning] = {}, ignored: Collection[str] = ()) -> None:
        """Keep the words, and what was typed: ``mapped`` headings mean a column, ``ignored`` ones are left out.

        ``mapped`` is by the heading as typed, ``ignored`` holds those. The field of a meaning may be a column with
        ``_unit`` behind it.
        """
        self.words, self._typed = words, (mapped, ignored)
        self._mapped = {normal_heading(heading): meaning for heading, meaning in mapped.items()}
        self._ignored = {*map(normal_heading, ignored)}
        self.layout = lru_cache(maxsize=MOST_REMEMBERED)(self._layout)

    def __reduce__(self) -> tuple[type["Headings"], tuple[Any, ...]]:
        """Another process remembers its own."""
        return Headings, (self.words, *self._typed)

    def meaning(self, heading: str) -> Meaning | None:
        """What a heading means; None where it is not read."""
        name = normal_heading(heading)
        if name in self._ignored:
            return None
        if name in self._mapped:
            return self._mapped[name]
        if (known := self.words.known.get(name)) is not None:
            return known
        of = self.words.unit_of(heading)
        return None if of is None else Meaning(f"{of}{UNIT_OF}", "", frozenset())

    def known(self, headings: Iterable[str]) -> int:
        """How many headings are read."""
        return sum(self.meaning(heading) is not None for heading in headings)

    def of_table(self, headings: Sequence[str], given: Collection[str]) -> Layout:
        """The columns of a table with one header, where every row can have a weight and an indication.

        ``given`` are columns that an option stands for.

        Raises:
            FileError: a heading that was typed is not there, two mean the same, one may not be passed over, no column
                is known, or one that every row needs is missing.
        """
        there, (mapped, ignored) = {*map(normal_heading, headings)}, self._typed
        typed = [*(("--column", heading) for heading in mapped), *(("--ignore", heading) for heading in ignored)]
        problems = [_not_there(option, one, headings) for option, one in typed if normal_heading(one) not in there]
        if problems:
            raise FileError(*problems)
        return _required(self.layout(tuple(headings)), given)

    def _layout(self, headings: tuple[str, ...]) -> Layout:
        """What the headings mean.

        Raises:
            FileError: two of them mean the same, one could be a dose per day or per course, or one is not known and
                speaks of what an answer depends on, or looks like a column.
        """
        columns: list[InputColumn] = []
        units: dict[str, int] = {}
        others: list[str] = []
        problems: list[Problem] = []
        for place, heading in enumerate(headings):
            meaning = self.meaning(heading)
            if meaning is None:
                others.append(heading)
                continue
            of_unit = meaning.field.endswith(UNIT_OF)
            field = meaning.field.removesuffix(UNIT_OF)
            if of_unit and not field and columns and columns[-1].place == place - 1 and not columns[-1].unit:
                field = columns[-1].field.id if self.words.kind_of[columns[-1].field.id] else ""
            if of_unit and (not field or field in units):
                problems.append(_passed_over(heading, f"speaks of {UNIT}", f"weight{UNIT_OF}"))
            elif of_unit:
                units[field] = place
            elif seen := next((one for one in columns if one.field.id == field), None):
                problems.append(_twice(seen.field, seen.heading, heading))
            else:
                columns.append(InputColumn(place, BY_ID[field], meaning.unit, heading.strip()))
        present = {column.field.id for column in columns}
        columns = [column._replace(its_unit=units.pop(column.field.id, None)) for column in columns]
        columns = self._with_language(columns)
        problems += [
            _passed_over(headings[place], f"speaks of {UNIT}", f"{field}{UNIT_OF}") for field, place in units.items()
        ]
        problems += [problem for heading in others if (problem := self._not_read(heading, present)) is not None]
        if problems:
            raise FileError(*problems)
        return Layout(
            columns,
            [one for one in others if normal_heading(one) not in {"", *self._ignored}],
            len(headings),
            self.words,
        )

    def _with_language(self, columns: Sequence[InputColumn]) -> list[InputColumn]:
        """The columns; a sex whose heading may be Spanish, in a table that is not Portuguese, has that as its unit."""
        meanings = [meaning for column in columns if (meaning := self.meaning(column.heading)) is not None]
        portuguese = any("pt" in meaning.languages and "es" not in meaning.languages for meaning in meanings)
        spanish = {meaning.field for meaning in meanings if "es" in meaning.languages and "en" not in meaning.languages}
        is_doubtful = "sex" in spanish and not portuguese
        return [one._replace(unit=SPANISH) if is_doubtful and one.field.id == "sex" else one for one in columns]

    def _not_read(self, heading: str, read: set[str]) -> Problem | None:
        """Why a heading cannot be passed over; None where it can."""
        name = normal_heading(heading)
        if not name or name in self._ignored:
            return None
        if name in self.words.doses:
            return _ambiguous(heading)
        said = self.words.spoken_of(heading)
        for what in said:
            if read.isdisjoint(what.unless_read):
                may_be = self.words.suggestion(heading) or what.may_be
                return _passed_over(heading, f"speaks of {what.id}", may_be, what.unless_read)
        near = "" if said else self.words.suggestion(heading)
        return _passed_over(heading, f"looks like {near}", near) if near else None


def _required(layout: Layout, given: Collection[str]) -> Layout:
    """The layout, where every row can have a weight and an indication.

    Raises:
        FileError: no column is known, or one that every row needs is missing.
    """
    if not layout.columns:
        read = _quoted(layout.unread[:6]) or "nothing"
        raise FileError(
            Problem(
                code="no-header",
                field="FILE",
                message=f"the first line holds no column name that is known; read: {read}",
                next=NAME_THE_COLUMNS,
            )
        )
    present = {column.field.id for column in layout.columns}
    lacking = [BY_ID[name] for name in ("weight", "indication") if name not in {*present, *given}]
    if lacking:
        raise FileError(
            *(
                Problem(
                    code="no-column",
                    field="FILE",
                    message=f"there is no column {field.name}",
                    next=f"name one {field.name}" + (" or add --indication" if field.id == "indication" else ""),
                )
                for field in lacking
            )
        )
    return layout


def _twice(field: Field, first: str, second: str) -> Problem:
    return Problem(
        code="column-twice",
        field="FILE",
        message=f"columns {first.strip()!r} and {second.strip()!r} both mean {field.name}",
        next=f"keep one: --ignore {quote(second.strip())} leaves it out",
    )


def _not_there(option: str, heading: str, headings: Sequence[str]) -> Problem:
    message = f"{option}: no column is called {one_line(heading)!r}"
    return Problem(code="no-column", field=option, message=message, allowed=(_quoted(headings),), next="one of these")


def _quoted(headings: Iterable[str]) -> str:
    return one_line(", ".join(headings))[:MOST_QUOTED]


def _passed_over(heading: str, why: str, may_be: str, unless_read: Sequence[str] = ()) -> Problem:
    written = one_line(heading)[:MOST_QUOTED]
    beside = " or ".join(BY_ID[field].name for field in unless_read)
    reads = f"--column {may_be}={quote(written)} reads it, " if may_be else f"add a column {beside}; " if beside else ""
    hint = f"{reads}--ignore {quote(written)} leaves it out"
    return Problem(
        code="column-not-read", field="FILE", message=f"column {written!r} is not read, and {why}", next=hint
    )


def _ambiguous(heading: str) -> Problem:
    written = quote(one_line(heading)[:MOST_QUOTED])
    return Problem(
        code="column-ambiguous",
        field="FILE",
        message=f"column {heading.strip()!r} could be the dose of a day or of the course",
        allowed=("per_day_g_per_kg, per_day_g, course_g_per_kg, course_g",),
        next=f"--column per_day_g={written} says which, --ignore {written} leaves it out",
    )
