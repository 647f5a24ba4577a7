"""The columns that a table of patients may have, and what its headings mean: which column, in which unit.

What is not known is told, never guessed; what could mean two things is refused.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.batch.headings import MOST_QUOTED, OTHER_WORDS, UNIT, normal_heading, spoken_of
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.intake.numbers import one_line

TOTAL: Final = re.compile(
    r"\W*+(?:(?:grand |sub-?)?totals?(?:\W.*+)?|sums?|summe|soma|average|mean|m[eé]dia|count)\W*+",
    re.IGNORECASE | re.DOTALL,
)
"""What a row says that is no patient but a figure of others."""

OPTION: Final = re.compile(r"--[a-z]+(?:-[a-z]+)*")
NEAR_ENOUGH: Final = 3 / 4


class Field(NamedTuple):
    """What a column can hold: its id, its name in full, the option of ``dose`` that it stands for, and other names.

    ``units`` are the units that a heading may end with, as written there, with the unit as it is typed.
    """

    id: str
    name: str
    option: str
    aliases: tuple[str, ...] = ()
    units: Mapping[str, str] = {}


DOSES: Final = {"g_per_kg": "g/kg", "mg_per_kg": "mg/kg", "g": "g", "mg": "mg"}
WEIGHTS: Final = {"kg": "kg", "kgs": "kg", "g": "g", "lb": "lb", "lbs": "lb", "pounds": "lb"}
LENGTHS: Final = {"cm": "cm", "m": "m"}
AGES: Final = {**dict.fromkeys(("years", "yrs", "yr", "y"), "years"), "months": "months"}
IGA: Final = {"g_per_l": "g/L", "mg_per_dl": "mg/dL", "mg_per_l": "mg/L"}

KEYS: Final = (
    *("id", "mrn", "patient", "patient_id", "patient_no", "patient_number", "record", "record_no", "record_number"),
    *("hosp_no", "hospital_no", "hospital_number", "medical_record_number", "nhs_no", "nhs_number"),
)

FIELDS: Final = (
    Field("key", "key", "", KEYS),
    Field("weight", "weight_kg", "--weight", ("wt", "wgt", "body_weight"), WEIGHTS),
    Field("height", "height_cm", "--height", ("ht", "hgt", "body_height"), LENGTHS),
    Field("sex", "sex", "--sex", ("gender",)),
    Field("age", "age_years", "--age", (), AGES),
    Field("blood_group", "blood_group", "--blood-group", ("abo", "blood_type")),
    Field("iga", "iga", "--iga", ("serum_iga",), IGA),
    Field("iga_deficient", "iga_deficient", "--iga-deficient", ("iga_deficiency",)),
    Field("risks", "risks", "--risk", ("risk", "risk_factors")),
    Field("pregnant", "pregnant", "--pregnant", ("pregnancy",)),
    Field(
        *("pre_pregnancy_weight", "pre_pregnancy_weight_kg", "--pre-pregnancy-weight"),
        aliases=("weight_before_pregnancy",),
        units=WEIGHTS,
    ),
    Field("indication", "indication", "--indication", ("dx", "diagnosis", "icd10", "icd_10")),
    Field("regimen", "regimen", "--regimen"),
    Field("days", "days", "--days", ("infusion_days",)),
    Field("per_day", "per_day", "--per-day", ("dose_per_day", "daily_dose"), DOSES),
    Field("course", "course", "--course", ("course_dose", "total_dose"), DOSES),
    Field("weight_policy", "weight_policy", "--weight-policy", ("policy",)),
    Field("start", "start", "--start", ("start_date",)),
    Field("off_label_reason", "off_label_reason", "--off-label-reason", ("off_label",)),
    Field("product", "product", "--product", ("drug", "brand", "preparation")),
    Field("region", "region", "--region"),
    Field("round", "round", "--round", ("rounding",)),
)
"""In the order in which docs/batch.md lists them."""

BY_ID: Final = {field.id: field for field in FIELDS}
BY_OPTION: Final = {field.option: field for field in FIELDS if field.option}

KNOWN_HEADINGS: Final = {
    name: (field, unit)
    for field in FIELDS
    for stem in (field.id, *field.aliases)
    for name, unit in ((stem, ""), *((f"{stem}_{suffix}", unit) for suffix, unit in field.units.items()))
} | dict.fromkeys(("years", "yrs"), (BY_ID["age"], "years"))
"""Each heading that is known, with its column and its unit, "" for none."""

AMBIGUOUS_HEADINGS: Final = {
    name for stem in ("dose", "dosage", "total", "grams") for name in (stem, *(f"{stem}_{unit}" for unit in DOSES))
}
"""Headings that could be a day's dose or a course's: they are refused, never skipped."""

OF_PATIENT: Final = frozenset(field.id for field in FIELDS[1:11])
"""The fields about the patient; all others but the key are about the order."""


class InputColumn(NamedTuple):
    """A column that is read: its place, what it holds, the unit of its heading ("" for none), and that heading."""

    place: int
    field: Field
    unit: str
    heading: str


class Layout:
    """The columns of a table. Layouts are compared by identity.

    ``patient`` and ``order`` say where the patient and the order stand among the cells that ``picked`` returns: place,
    field id and unit, in the order of ``FIELDS``. ``signature`` is what of the header bears on an answer.
    """

    def __init__(self, columns: Sequence[InputColumn], unread: Sequence[str], width: int) -> None:
        """Keep the columns in the order of the table; the key stands apart."""
        self.columns = tuple(column for column in columns if column.field.id != "key")
        self.unread = tuple(unread)
        self.width = width
        self.key = next((column.place for column in columns if column.field.id == "key"), None)
        read = {column.place for column in self.columns}
        self._labels = tuple(place for place in range(width) if place not in read)
        self._places = tuple(column.place for column in self.columns)
        self._headings = {column.field.id: column.heading for column in columns}
        numbered = sorted(enumerate(self.columns), key=lambda pair: FIELDS.index(pair[1].field))
        picked = [(number, column.field.id, column.unit) for number, column in numbered]
        self.patient = tuple(cell for cell in picked if cell[1] in OF_PATIENT)
        self.order = tuple(cell for cell in picked if cell[1] not in OF_PATIENT)
        self.signature = "\x1f".join(f"{column.field.id} {column.unit} {column.heading}" for column in self.columns)

    def picked(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells that are read, but for the key."""
        return tuple([cells[place] for place in self._places])

    def key_of(self, cells: Sequence[str]) -> str:
        """The key, "" where the table has none."""
        return "" if self.key is None else cells[self.key]

    def is_total(self, cells: Sequence[str]) -> bool:
        """Whether the key, or a cell that is not read, says that the row adds up others."""
        return any(map(TOTAL.fullmatch, [cells[place] for place in self._labels]))

    def heading(self, field: Field) -> str:
        """A column as this table writes it; its name in full where the table does not have it."""
        return self._headings.get(field.id, field.name)

    def in_columns(self, text: str) -> str:
        """A message of ``dose``, with columns in place of options."""
        return OPTION.sub(lambda option: self._column(option[0]), text)

    def _column(self, option: str) -> str:
        return self.heading(BY_OPTION[option]) if option in BY_OPTION else option


NAME_THE_COLUMNS: Final = "name the columns in the first line, for example key, weight_kg, indication, regimen, product"
"""What to do about a table without a header."""

EMPTY_LAYOUT: Final = Layout((), (), 0)
"""The columns of a record that cannot be read, or of no table at all."""


@lru_cache(maxsize=256)
def read_layout(headings: tuple[str, ...]) -> Layout:
    """What the headings mean.

    Raises:
        FileError: two of them mean the same, one could be a dose per day or per course, or one is not known and speaks
            of what an answer depends on, or looks like a column.
    """
    columns, unread, problems = [], [], []
    seen: dict[str, str] = {}
    for place, heading in enumerate(headings):
        name = normal_heading(heading)
        known = KNOWN_HEADINGS.get(name)
        if known is None:
            if name in AMBIGUOUS_HEADINGS:
                problems.append(_ambiguous(heading))
            elif what := spoken_of(heading):
                problems.append(_passed_over(heading, f"speaks of {what}"))
            elif near := suggestion(heading):
                problems.append(_passed_over(heading, f"looks like {near}"))
            elif name:
                unread.append(heading)
            continue
        field, unit = known
        if field.id in seen:
            problems.append(_twice(field, seen[field.id], heading))
        seen.setdefault(field.id, heading)
        columns.append(InputColumn(place, field, unit, heading.strip()))
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


@lru_cache(maxsize=4096)
def suggestion(heading: str) -> str:
    """The column that a heading was probably meant to be, "" for none."""
    name = normal_heading(heading)[:MOST_QUOTED]
    near = get_close_matches(name, KNOWN_HEADINGS, n=1, cutoff=NEAR_ENOUGH) if name not in OTHER_WORDS else []
    return near[0] if near else ""


def _twice(field: Field, first: str, second: str) -> Problem:
    return Problem(
        code="column-twice",
        field="FILE",
        message=f"columns {first.strip()!r} and {second.strip()!r} both mean {field.name}",
        next="keep one",
    )


def _passed_over(heading: str, why: str) -> Problem:
    hint = f"rename it to {suggestion(heading) or 'a column that is read'}, or take it out"
    if why.endswith(UNIT):
        hint = "write the unit into the heading of its figure (weight_lb, age_months) or behind the figure"
    message = f"column {one_line(heading)[:MOST_QUOTED]!r} is not read, and {why}"
    return Problem(code="column-not-read", field="FILE", message=message, next=hint)


def _ambiguous(heading: str) -> Problem:
    return Problem(
        code="column-ambiguous",
        field="FILE",
        message=f"column {heading.strip()!r} could be the dose of a day or of the course",
        allowed=("per_day_g_per_kg, per_day_g, course_g_per_kg, course_g",),
        next="rename it to the one that it is",
    )
