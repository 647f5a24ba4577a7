"""The columns that a table of patients may have: their names, other names for them, the units a heading may carry."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from ivigcalc.core.record import record


@record
class Field:
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
    Field(
        id="per_day", name="per_day", option="--per-day", aliases=("dose_per_day", "daily_dose"), units=DOSE_UNITS
    ),
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
