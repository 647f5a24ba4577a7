"""The answer to ``dose``."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import (
    AdviceJson,
    AlertJson,
    DosingWeightJson,
    Head,
    PlacedJson,
    Quantity,
    SourceJson,
)
from ivigcalc.report.contract.infusion import LadderLabelJson, StepJson


class StockJson(TypedDict):
    """The file that says which vials there are, and the digest of what it said."""

    file: str
    sha256: str


class DoseRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given.

    ``risks`` holds those given and those derived, ``factors`` what was given besides from which a risk may follow.
    """

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
    pregnant: bool
    pre_pregnancy_weight_kg: Quantity
    pre_pregnancy_weight_kg_missing: NotRequired[str]
    factors: list[str]
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
    round_scope: str
    objective: str
    stock: StockJson | None
    stock_missing: NotRequired[str]
    rate_weight: str
    first: bool
    products: list[str]
    stocked: list[str]
    defaulted: list[str]


class ReassessJson(TypedDict):
    """When or how a source judges the effect."""

    text: str
    source: list[str]


class IndicationJson(TypedDict):
    """The indication of an answer."""

    id: str
    short: str
    name: str
    status: str
    cautions: list[str]
    conflicts: list[str]
    reassess: list[ReassessJson]


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


class VialJson(TypedDict):
    """Vials of one size, and the regions that sell it."""

    size_g: str
    count: int
    regions: list[str]


class LotJson(TypedDict):
    """Vials to take from the stock; they can be used on the day of ``expiry``."""

    size_g: str
    count: int
    lot: str
    expiry: str | None
    expiry_missing: NotRequired[str]


class AmountsJson(TypedDict):
    """What a preparation's infusion days with the same vials share. ``discarded_g`` is what is opened and not given.

    How it runs in is said for a preparation asked for by name.
    """

    prescribed_g: str
    dispensed_g: str
    opened_g: str
    discarded_g: str
    vials: list[VialJson]
    volume_ml: str
    infusion_minutes: Quantity
    infusion_minutes_missing: NotRequired[str]
    ladder: list[StepJson] | None
    ladder_missing: NotRequired[str]
    ladder_label: LadderLabelJson | None
    ladder_label_missing: NotRequired[str]


class DayJson(AmountsJson):
    """One infusion day of a preparation. ``lots`` stand only where a stock was given."""

    day: int
    date: str | None
    date_missing: NotRequired[str]
    lots: NotRequired[list[LotJson]]


class NearestJson(TypedDict):
    """A total that whole vials make next to what is prescribed; ``why`` it is not taken, "" where it is."""

    total_g: str
    why: str


class CertificateJson(TypedDict):
    """Why so many grams and no others, on days that are alike or (``whole_course``) for the course as a whole.

    ``lines`` are what can be checked by hand, in the order of the argument.
    """

    days: list[int]
    whole_course: bool
    prescribed_g: str
    chosen_g: Quantity
    chosen_g_missing: NotRequired[str]
    below: NearestJson | None
    below_missing: NotRequired[str]
    above: NearestJson | None
    above_missing: NotRequired[str]
    lines: list[str]


class NoFitCourseJson(TypedDict):
    """A course total that whole vials cannot make up, with the nearest totals of the vials there are."""

    prescribed_g: str
    why: str
    nearest_below_g: Quantity
    nearest_below_g_missing: NotRequired[str]
    nearest_above_g: Quantity
    nearest_above_g_missing: NotRequired[str]


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
    """One regimen made up from one preparation; without a fit ``days`` is empty and ``no_fit`` says what is nearest.

    ``no_fit_course`` takes its place where the course was to be rounded as a whole. ``cost`` stands only where the
    site's formulary has prices. ``certificate`` is given for a preparation asked for by name.
    """

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
    cost: NotRequired[Quantity]
    cost_missing: NotRequired[str]
    currency: NotRequired[str]
    no_fit: NotRequired[list[NoFitDayJson]]
    no_fit_course: NotRequired[NoFitCourseJson]
    certificate: list[CertificateJson] | None
    certificate_missing: NotRequired[str]


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


class DoseJson(Head):
    """The answer to ``dose``. ``alerts`` fired for this order; ``advice`` holds for every infusion."""

    request: DoseRequestJson
    indication: IndicationJson
    dosing_weight: DosingWeightJson
    alerts: list[AlertJson]
    advice: list[AdviceJson]
    regimens: list[RegimenJson]
    products: list[PlannedProductJson]
    working: list[WorkingJson]
    sources: list[SourceJson]
