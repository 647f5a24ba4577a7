"""The answer to ``infusion``, and the rate ladder that an infusion day of ``dose`` carries too."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import (
    AdviceJson,
    AlertJson,
    DosingWeightJson,
    Head,
    Quantity,
    ReasonJson,
    SourceJson,
)


class VialChangeJson(TypedDict):
    """When the next vial is hung: its number, after so many mL and minutes."""

    vial: int
    size_g: str
    at_ml: str
    at_minute: str


class StepJson(TypedDict):
    """One step of a rate ladder. ``ml_per_h`` is the pump's figure, rounded down; the label's rates stand beside it.

    ``convention`` marks a rate or a duration that the label does not print, ``capped`` a rate held down for a risk.
    """

    step: int
    ml_per_h: str
    ml_per_kg_h: str
    mg_per_kg_min: str
    minutes: str
    volume_ml: str
    running_ml: str
    convention: bool
    capped: bool
    vial_changes: list[VialChangeJson]


class LadderLabelJson(TypedDict):
    """The label that a ladder comes from; ``own`` is false where it prints none for what was asked."""

    region: str
    contexts: list[str]
    own: bool
    says: str
    after: str
    date: str
    standing: str
    sources: list[str]


class RateLimitJson(TypedDict):
    """What a label says of the rate for a risk of the patient; ``ml_per_h`` is null where it prints no figure."""

    patients: list[str]
    ml_per_h: Quantity
    ml_per_h_missing: NotRequired[str]
    below: bool
    regions: list[str]
    borrowed: bool
    says: str
    sources: list[str]


class HungJson(TypedDict):
    """Vials of one size that cover the grams."""

    size_g: str
    count: int


class RateWeightJson(TypedDict):
    """The weight that the rate is for."""

    kg: str
    basis: str


class InfusionRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given."""

    product: str
    grams: str
    weight_kg: str
    indication: str
    context: str
    region: str
    risks: list[str]
    derived: list[dict[str, str]]
    first: bool
    off_label_reason: str
    rate_weight: str
    weight_policy: str
    read: list[str]
    defaulted: list[str]


class InfusionProductJson(TypedDict):
    """The preparation."""

    id: str
    shown: str
    mg_per_ml: str


class TimeJson(TypedDict):
    """The review's own time of infusion, as printed, with the audit's verdict and what labels say."""

    printed: str
    unit: str
    verdict: str
    label: str


class InfusionJson(Head):
    """The answer to ``infusion``. ``table2_time`` is null where the review's table has no such product."""

    request: InfusionRequestJson
    product: InfusionProductJson
    volume_ml: str
    dosing_weight: DosingWeightJson
    rate_weight: RateWeightJson
    ladder_label: LadderLabelJson
    ladder: list[StepJson]
    infusion_minutes: str
    infusion_time: str
    limits: list[RateLimitJson]
    limits_missing: str
    reasons: list[ReasonJson]
    vials: list[HungJson]
    first_infusion: list[str]
    table2_time: TimeJson | None
    table2_time_missing: str
    alerts: list[AlertJson]
    advice: list[AdviceJson]
    sources: list[SourceJson]
