"""From headings to columns: what each one means, which are not read, and which cannot stand together."""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from ivigcalc.batch.fields import AMBIGUOUS, BY_ID, BY_OPTION, NAMED, OF_PATIENT, Field
from ivigcalc.core.errors import FileError, Problem
from ivigcalc.core.names import normal
from ivigcalc.core.record import record

OPTION: Final = re.compile(r"--[a-z]+(?:-[a-z]+)*")
NEAR_ENOUGH: Final = 7 / 10


@record
class Column:
    """A heading that is read: its place, the column it means, its unit ("" for none), and how it is written."""

    index: int
    field: Field
    unit: str
    heading: str


class Layout:
    """The columns of a table. Two layouts are the same only if they are one."""

    def __init__(self, columns: Sequence[Column], unread: Sequence[str], width: int) -> None:
        """Keep the columns in the order of the table; the key stands apart."""
        self.columns = tuple(column for column in columns if column.field.id != "key")
        self.unread = tuple(unread)
        self.width = width
        self.key = next((column.index for column in columns if column.field.id == "key"), None)
        self._indices = tuple(column.index for column in self.columns)
        self._headings = {column.field.id: column.heading for column in columns}
        places = [*enumerate(self.columns)]
        self.patient = tuple((place, one.field.id, one.unit) for place, one in places if one.field in OF_PATIENT)
        self.order = tuple((place, one.field.id, one.unit) for place, one in places if one.field not in OF_PATIENT)
        self.mark = "\x1f".join(f"{column.field.id} {column.unit}" for column in self.columns)

    def picked(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells that are read, but for the key."""
        return tuple([cells[index] for index in self._indices])

    def key_of(self, cells: Sequence[str]) -> str:
        """The key, "" where the table has none."""
        return "" if self.key is None else cells[self.key]

    def heading(self, field: Field) -> str:
        """A column as this table writes it; its name in full where the table does not have it."""
        return self._headings.get(field.id, field.name)

    def in_columns(self, text: str) -> str:
        """A message of ``dose``, with columns in place of options."""
        return OPTION.sub(lambda found: self._column(found[0]), text)

    def _column(self, option: str) -> str:
        return self.heading(BY_OPTION[option]) if option in BY_OPTION else option


def plain_name(heading: str) -> str:
    """A heading without case, accents, brackets and blanks: ``Weight [kg]`` is ``weight_kg``."""
    return normal(heading.replace("/", " per ")).replace(" ", "_")


@lru_cache(maxsize=256)
def read_layout(headings: tuple[str, ...]) -> Layout:
    """What the headings mean.

    Raises:
        FileError: two of them mean the same, or one could be a dose per day or per course.
    """
    columns, unread, problems = [], [], []
    seen: dict[str, str] = {}
    for index, heading in enumerate(headings):
        name = plain_name(heading)
        known = NAMED.get(name)
        if known is None:
            if name in AMBIGUOUS:
                problems.append(_ambiguous(heading))
            elif name:
                unread.append(heading)
            continue
        field, unit = known
        if field.id in seen:
            problems.append(_twice(field, seen[field.id], heading))
        seen.setdefault(field.id, heading)
        columns.append(Column(index=index, field=field, unit=unit, heading=heading.strip()))
    if problems:
        raise FileError(*problems)
    return Layout(columns, unread, len(headings))


def require(layout: Layout, given: Collection[str]) -> Layout:
    """The layout, where every row can have a weight and an indication; ``given`` are columns that an option stands for.

    Raises:
        FileError: no column is known, or one that every row needs is missing.
    """
    if not layout.columns:
        read = ", ".join(layout.unread[:6]) or "nothing"
        raise FileError(
            Problem(
                code="no-header",
                field="FILE",
                message=f"the first line holds no column name that is known; read: {read}",
                next="name the columns in the first line, for example key, weight_kg, indication, regimen, product",
            )
        )
    present = {column.field.id for column in layout.columns}
    lacking = [BY_ID[one] for one in ("weight", "indication") if one not in present and one not in given]
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


def suggestion(heading: str) -> str:
    """The column that a heading was probably meant to be, "" for none."""
    near = get_close_matches(plain_name(heading), NAMED, n=1, cutoff=NEAR_ENOUGH)
    return near[0] if near else ""


def _twice(field: Field, first: str, second: str) -> Problem:
    return Problem(
        code="column-twice",
        field="FILE",
        message=f"columns {first.strip()!r} and {second.strip()!r} both mean {field.name}",
        next="keep one",
    )


def _ambiguous(heading: str) -> Problem:
    return Problem(
        code="column-ambiguous",
        field="FILE",
        message=f"column {heading.strip()!r} could be the dose of a day or of the course",
        allowed=("per_day_g_per_kg, per_day_g, course_g_per_kg, course_g",),
        next="rename it to the one that it is",
    )
