"""The answer to ``verify``."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import AlertJson, DosingWeightJson, Head, PlacedJson, Quantity, SourceJson
from ivigcalc.report.contract.dose import DayGramsJson, IndicationJson, RegimenJson


class VerifyRequestJson(TypedDict):
    """The request as understood; ``order``, ``rate`` and ``vials`` as written, ``read`` how odd figures were read."""

    weight_kg: str
    height_cm: Quantity
    height_cm_missing: NotRequired[str]
    sex: str | None
    sex_missing: NotRequired[str]
    age_years: Quantity
    age_years_missing: NotRequired[str]
    risks: list[str]
    derived: list[dict[str, str]]
    read: list[str]
    indication: str
    order: str
    rate: str
    vials: str
    regimen: str
    weight_policy: str
    off_label_reason: str
    region: str
    product: str
    defaulted: list[str]


class OrderedJson(TypedDict):
    """The order as read, in grams for this patient; ``in_all`` says that it was written as a course total."""

    text: str
    days: int
    day_grams: list[DayGramsJson]
    g_course: str
    in_all: bool
    interval_text: str


class ComparedJson(TypedDict):
    """One figure: as ordered, and the least and most that fit. ``fit``: same, rounded, unknown or differs."""

    item: str
    day: NotRequired[int]
    unit: str
    fit: str
    ordered: str
    low: Quantity
    low_missing: NotRequired[str]
    high: Quantity
    high_missing: NotRequired[str]
    difference: Quantity
    difference_missing: NotRequired[str]
    percent: Quantity
    percent_missing: NotRequired[str]
    reason: str


class CauseJson(TypedDict):
    """A known mistake that explains the order; ``regimens`` are the letters that it would lead to."""

    cause: str
    text: str
    regimens: list[str]
    source: list[str]


class VerifyJson(Head):
    """The answer to ``verify``. ``outcome``: match, rounded, unchecked, differs or dangerous.

    ``status`` is ok for the first two, differs for the next two (exit code 3), or dangerous (exit code 4).

    ``regimens`` begins with the printed one that the order matches or comes nearest to; others that it matches follow.
    ``elsewhere`` is the letter of one that it matches outside ``--regimen``. ``products`` holds the preparation named.
    """

    outcome: str
    request: VerifyRequestJson
    indication: IndicationJson
    dosing_weight: DosingWeightJson
    ordered: OrderedJson
    regimens: list[RegimenJson]
    elsewhere: str
    compared: list[ComparedJson]
    causes: list[CauseJson]
    alerts: list[AlertJson]
    products: list[PlacedJson]
    sources: list[SourceJson]
