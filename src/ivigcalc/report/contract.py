"""The JSON contract, schema version 1: the shape of every JSON answer. Later keys are additive.

A quantity is a string without exponent or trailing zeros, or null; beside each null stands ``<name>_missing`` with
the reason.
"""

from typing import Final, NotRequired, TypedDict

SCHEMA_VERSION: Final = "1"

Quantity = str | None


class Head(TypedDict):
    """What every answer begins with."""

    schema_version: str
    ivigcalc_version: str
    data_version: str
    data_sha256: str
    status: str
    exit_code: int


class ErrorJson(TypedDict):
    """One problem: where, what is allowed, what to type."""

    code: str
    message: str
    field: str
    allowed: list[str]
    next: str
    kind: str
    sources: list[str]


class RefusalJson(Head):
    """An answer without a dose. ``error`` is the first problem, ``errors`` holds all of them."""

    error: ErrorJson
    errors: list[ErrorJson]


class AlertJson(TypedDict):
    """A rule that fired; ``regimens`` are the letters it is about, empty for all."""

    rule: str
    level: str
    text: str
    next: str
    regimens: list[str]
    acknowledged: str | None
    acknowledged_missing: NotRequired[str]
    source: list[str]


class DoseRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given."""

    weight_kg: str
    height_cm: Quantity
    height_cm_missing: NotRequired[str]
    sex: str | None
    sex_missing: NotRequired[str]
    age_years: Quantity
    age_years_missing: NotRequired[str]
    blood_group: str | None
    blood_group_missing: NotRequired[str]
    iga_g_per_l: Quantity
    iga_g_per_l_missing: NotRequired[str]
    risks: list[str]
    derived: list[dict[str, str]]
    read: list[str]
    indication: str
    regimen: str
    days: int | None
    days_missing: NotRequired[str]
    per_day: str
    course: str
    weight_policy: str
    start: str | None
    start_missing: NotRequired[str]
    off_label_reason: str
    region: str
    round: str
    products: list[str]
    stocked: list[str]
    defaulted: list[str]


class IndicationJson(TypedDict):
    """The indication of an answer."""

    id: str
    short: str
    name: str
    status: str
    cautions: list[str]
    conflicts: list[str]


class DosingWeightJson(TypedDict):
    """The weight the dose is calculated from."""

    kg: str
    policy: str
    basis: str
    formula: str
    source: str


class DayGramsJson(TypedDict):
    """Prescribed grams of one infusion day."""

    day: int
    g: str


class RegimenJson(TypedDict):
    """A course of the patient. A range has ``g_min`` and ``g_max`` and no single dose."""

    id: str
    letter: str
    regimen: str
    phase: str
    days: int | None
    days_missing: NotRequired[str]
    g_per_kg_per_day: Quantity
    g_per_kg_per_day_missing: NotRequired[str]
    g_per_kg_course: Quantity
    g_per_kg_course_missing: NotRequired[str]
    g_per_day: Quantity
    g_per_day_missing: NotRequired[str]
    g_course: Quantity
    g_course_missing: NotRequired[str]
    day_grams: list[DayGramsJson]
    g_per_kg_range: list[str]
    g_range: list[str]
    range_per: str
    days_range: list[int]
    cap_g: Quantity
    cap_g_missing: NotRequired[str]
    cap_binds: bool
    interval: str | None
    interval_missing: NotRequired[str]
    interval_weeks: list[int] | None
    interval_weeks_missing: NotRequired[str]
    interval_text: str
    selected: bool
    basis: str
    note: str
    sources: list[str]


class ReasonJson(TypedDict):
    """Why a preparation has its verdict; level ``note`` is a remark."""

    rule: str
    level: str
    text: str
    source: list[str]


class VialJson(TypedDict):
    """Vials of one size, and the regions that sell it."""

    size_g: str
    count: int
    regions: list[str]


class DayJson(TypedDict):
    """One infusion day of a preparation. ``discarded_g`` is what is opened and not given."""

    day: int
    date: str | None
    date_missing: NotRequired[str]
    prescribed_g: str
    dispensed_g: str
    opened_g: str
    discarded_g: str
    vials: list[VialJson]
    volume_ml: str


class NoFitDayJson(TypedDict):
    """An infusion day that whole vials cannot make up, with the nearest totals."""

    day: int
    prescribed_g: str
    nearest_below_g: Quantity
    nearest_below_g_missing: NotRequired[str]
    nearest_above_g: Quantity
    nearest_above_g_missing: NotRequired[str]


class ExposureJson(TypedDict):
    """What the dispensed grams of a course carry, by labelled maxima."""

    iga_mg: Quantity
    iga_mg_missing: NotRequired[str]
    sodium_mmol: Quantity
    sodium_mmol_missing: NotRequired[str]
    sugar_g: Quantity
    sugar_g_missing: NotRequired[str]


class PlanJson(TypedDict):
    """One regimen made up from one preparation; without a fit ``days`` is empty and ``no_fit`` says what is nearest."""

    regimen: str
    letter: str
    days: list[DayJson]
    dispensed_g_course: Quantity
    dispensed_g_course_missing: NotRequired[str]
    deviation_percent: Quantity
    deviation_percent_missing: NotRequired[str]
    volume_ml_course: Quantity
    volume_ml_course_missing: NotRequired[str]
    exposure: ExposureJson | None
    exposure_missing: NotRequired[str]
    no_fit: NotRequired[list[NoFitDayJson]]


class PlacedJson(TypedDict):
    """A preparation in its place."""

    id: str
    brand: str
    shown: str
    order: int | None
    order_missing: NotRequired[str]
    tier: int | None
    tier_missing: NotRequired[str]
    verdict: str
    labelled: list[str]
    reasons: list[ReasonJson]


class PlannedProductJson(PlacedJson):
    """A preparation with a plan for each regimen; ``plans_missing`` says why there is none, else it is empty."""

    plans: list[PlanJson]
    plans_missing: str


class WorkingJson(TypedDict):
    """One step of the arithmetic."""

    step: str
    formula: str
    value: str
    unit: str
    source: str


class SourceJson(TypedDict):
    """One document."""

    id: str
    title: str
    section: str
    url: str
    date: str


class DoseJson(Head):
    """The answer to ``dose``."""

    request: DoseRequestJson
    indication: IndicationJson
    dosing_weight: DosingWeightJson
    alerts: list[AlertJson]
    regimens: list[RegimenJson]
    products: list[PlannedProductJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


class FactJson(TypedDict):
    """A number that a document prints; a range has ``low`` and ``high``, anything else ``value``."""

    basis: str
    unit: str
    value: Quantity
    value_missing: NotRequired[str]
    low: Quantity
    low_missing: NotRequired[str]
    high: Quantity
    high_missing: NotRequired[str]
    says: str
    regions: list[str]
    standing: str
    sources: list[str]


class IgaJson(TypedDict):
    """IgA by the least favourable labelled maximum, and every labelled value."""

    mcg_per_ml: Quantity
    mcg_per_ml_missing: NotRequired[str]
    mcg_per_g: Quantity
    mcg_per_g_missing: NotRequired[str]
    basis: str
    region: list[str]
    facts: list[FactJson]


class SodiumJson(TypedDict):
    """Sodium as hung."""

    mmol_per_l: Quantity
    mmol_per_l_missing: NotRequired[str]
    mmol_per_g: Quantity
    mmol_per_g_missing: NotRequired[str]
    says: str
    facts: list[FactJson]


class SugarJson(TypedDict):
    """Sugars and polyols."""

    kinds: list[str]
    g_per_g: Quantity
    g_per_g_missing: NotRequired[str]


class OsmolalityJson(TypedDict):
    """Osmolality, the label's upper value."""

    upper: Quantity
    upper_missing: NotRequired[str]
    facts: list[FactJson]


class SizeJson(TypedDict):
    """A vial size."""

    g: str
    ml: str
    regions: list[str]


class CellJson(TypedDict):
    """A cell of the review's Table 2."""

    printed: str
    read: str
    verdict: str
    label: str
    sources: list[str]


class ProductJson(PlacedJson):
    """A preparation, its labelled content, and its cells of Table 2 by row."""

    names: list[str]
    manufacturer: str
    form: str
    strength_mg_per_ml: str
    iga: IgaJson
    sodium: SodiumJson
    sugar: SugarJson
    osmolality: OsmolalityJson
    ph: list[FactJson]
    vials_g: list[SizeJson]
    status: str
    indications: list[dict[str, str | list[str]]]
    contraindications: list[dict[str, str | list[str]]]
    table2: dict[str, CellJson]
    missing: dict[str, str]


class ProductsRequestJson(TypedDict):
    """What was asked of ``products``, as understood."""

    name: str
    risks: list[str]
    derived: list[dict[str, str]]
    region: str
    day_g: str
    defaulted: list[str]


class ProductsJson(Head):
    """The answer to ``products``."""

    request: ProductsRequestJson
    alerts: list[AlertJson]
    products: list[ProductJson]
    sources: list[SourceJson]


class ColumnJson(TypedDict):
    """A column of Table 2."""

    column: str
    heading: str
    cells: dict[str, CellJson]


class Table2Json(Head):
    """The answer to ``products --table2``: columns in print order, cells by row id."""

    title: str
    rows: dict[str, str]
    table2: list[ColumnJson]
    sources: list[SourceJson]


class StatedRegimenJson(TypedDict):
    """A regimen without a patient."""

    id: str
    phase: str
    form: str
    text: str
    basis: str
    note: str
    sources: list[str]


class StatementJson(TypedDict):
    """Something said, and by whom."""

    about: str
    text: str
    sources: list[str]


class FullIndicationJson(TypedDict):
    """One indication in full."""

    id: str
    name: str
    short: str
    group: str
    subgroup: str
    status: str
    exception: str
    population: str
    synonyms: list[str]
    related: list[str]
    icd10_who: list[str]
    icd10_us: list[str]
    printed: list[dict[str, str]]
    paper: dict[str, str | bool]
    regimens: list[StatedRegimenJson]
    not_computed: list[StatementJson]
    evidence: list[StatementJson]
    approvals: list[StatementJson]
    limits: list[StatementJson]
    reassess: list[StatementJson]
    cautions: list[StatementJson]
    conflicts: list[StatementJson]
    missing: list[str]


class IndicationsJson(Head):
    """The answer to ``indications``."""

    request: dict[str, str]
    indications: list[FullIndicationJson]
    sources: list[SourceJson]


class ApprovalsJson(Head):
    """The answer to ``indications --approvals``."""

    approvals: list[dict[str, str | list[str]]]
    sources: list[SourceJson]


CONTRACTS: Final = {
    "dose": DoseJson,
    "products": ProductsJson,
    "table2": Table2Json,
    "indications": IndicationsJson,
    "approvals": ApprovalsJson,
    "refusal": RefusalJson,
}
"""The contract of each answer, by the name that ``ivigcalc schema`` takes."""
