"""The answer to ``compare``."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import AlertJson, DosingWeightJson, ErrorJson, Head, Quantity, SourceJson
from ivigcalc.report.contract.dose import DoseRequestJson, IndicationJson, PlanJson, RegimenJson


class PolicyJson(TypedDict):
    """One weight policy for the patient. ``errors`` says why there is no dose under it, else it is empty.

    The differences are from the course on actual weight; ``alerts`` are those that actual weight does not raise.
    """

    policy: str
    name: str
    dosing_weight: DosingWeightJson | None
    dosing_weight_missing: NotRequired[str]
    regimen: RegimenJson | None
    regimen_missing: NotRequired[str]
    difference_g: Quantity
    difference_g_missing: NotRequired[str]
    difference_percent: Quantity
    difference_percent_missing: NotRequired[str]
    rounded_g: Quantity
    rounded_g_missing: NotRequired[str]
    plan: PlanJson | None
    plan_missing: NotRequired[str]
    alerts: list[AlertJson]
    errors: list[ErrorJson]


class CompareJson(Head):
    """The answer to ``compare``; ``product`` is the one whose vials are shown, else ``product_missing`` says why."""

    request: DoseRequestJson
    indication: IndicationJson
    product: str | None
    product_missing: str
    alerts: list[AlertJson]
    policies: list[PolicyJson]
    sources: list[SourceJson]
