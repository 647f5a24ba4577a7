"""The columns that a table of patients may have, and what its headings mean: which column, in which unit.

What is not known is told, never guessed; what could mean two things is refused.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from ivigcalc.core.names import normal
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.record import Record
from ivigcalc.intake.text import one_line

OPTION: Final = re.compile(r"--[a-z]+(?:-[a-z]+)*")
MOST_QUOTED: Final = 200
"""How much of a header is quoted where nothing in it is known."""

NEAR_ENOUGH: Final = 7 / 10


class Field(Record):
    """One column: its id, its name in full, the option of ``dose`` that it stands for, and other names.

    ``units`` are the units that a heading may end with, as written there, with the unit as it is typed.
    """

    id: str
    name: str
    option: str = ""
    aliases: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


DOSE_UNITS: Final = {"g_per_kg": "g/kg", "mg_per_kg": "mg/kg", "g": "g", "mg": "mg"}
WEIGHT_UNITS: Final = {"kg": "kg", "kgs": "kg", "g": "g", "lb": "lb", "lbs": "lb", "pounds": "lb"}

FIELDS: Final = (
    Field(id="key", name="key", aliases=("id", "mrn", "patient", "patient_id", "record")),
    Field(id="weight", name="weight_kg", option="--weight", aliases=("wt", "body_weight"), units=WEIGHT_UNITS),
    Field(
        id="height",
        name="height_cm",
        option="--height",
        aliases=("ht", "body_height"),
        units={"cm": "cm", "m": "m"},
    ),
    Field(id="sex", name="sex", option="--sex", aliases=("gender",)),
    Field(id="age", name="age_years", option="--age", units={"years": "years", "y": "years", "months": "months"}),
    Field(id="blood_group", name="blood_group", option="--blood-group", aliases=("abo", "blood_type")),
    Field(
        id="iga",
        name="iga",
        option="--iga",
        aliases=("serum_iga",),
        units={"g_per_l": "g/L", "mg_per_dl": "mg/dL", "mg_per_l": "mg/L"},
    ),
    Field(id="iga_deficient", name="iga_deficient", option="--iga-deficient", aliases=("iga_deficiency",)),
    Field(id="risks", name="risks", option="--risk", aliases=("risk", "risk_factors")),
    Field(id="pregnant", name="pregnant", option="--pregnant", aliases=("pregnancy",)),
    Field(
        id="pre_pregnancy_weight",
        name="pre_pregnancy_weight_kg",
        option="--pre-pregnancy-weight",
        aliases=("weight_before_pregnancy",),
        units=WEIGHT_UNITS,
    ),
    Field(id="indication", name="indication", option="--indication", aliases=("dx", "diagnosis", "icd10", "icd_10")),
    Field(id="regimen", name="regimen", option="--regimen"),
    Field(id="days", name="days", option="--days", aliases=("infusion_days",)),
    Field(id="per_day", name="per_day", option="--per-day", aliases=("dose_per_day", "daily_dose"), units=DOSE_UNITS),
    Field(id="course", name="course", option="--course", aliases=("course_dose", "total_dose"), units=DOSE_UNITS),
    Field(id="weight_policy", name="weight_policy", option="--weight-policy", aliases=("policy",)),
    Field(id="start", name="start", option="--start", aliases=("start_date",)),
    Field(id="off_label_reason", name="off_label_reason", option="--off-label-reason", aliases=("off_label",)),
    Field(id="product", name="product", option="--product", aliases=("drug", "brand", "preparation")),
    Field(id="region", name="region", option="--region"),
    Field(id="round", name="round", option="--round", aliases=("rounding",)),
)
"""In the order in which docs/batch.md lists them."""

BY_ID: Final = {one.id: one for one in FIELDS}
BY_OPTION: Final = {one.option: one for one in FIELDS if one.option}

NAMED: Final = {
    name: (one, unit)
    for one in FIELDS
    for stem in (one.id, *one.aliases)
    for name, unit in ((stem, ""), *((f"{stem}_{suffix}", unit) for suffix, unit in one.units.items()))
}
"""Each heading that is known, with its column and its unit, "" for none."""

AMBIGUOUS: Final = {
    name for stem in ("dose", "dosage", "total", "grams") for name in (stem, *(f"{stem}_{unit}" for unit in DOSE_UNITS))
}
"""Headings that could be a day's dose or a course's: they are refused, never skipped."""

OF_PATIENT: Final = FIELDS[1:11]
"""The columns about the patient; all others but the key are about the order."""


class Column(Record):
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
        places = sorted(enumerate(self.columns), key=lambda place: FIELDS.index(place[1].field))
        self.patient = tuple((place, one.field.id, one.unit) for place, one in places if one.field in OF_PATIENT)
        self.order = tuple((place, one.field.id, one.unit) for place, one in places if one.field not in OF_PATIENT)
        self.mark = "\x1f".join(f"{column.field.id} {column.unit} {column.heading}" for column in self.columns)

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


EMPTY_LAYOUT: Final = Layout((), (), 0)
"""The columns of a record that cannot be read, or of no table at all."""


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
        read = one_line(", ".join(layout.unread[:6]))[:MOST_QUOTED] or "nothing"
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
