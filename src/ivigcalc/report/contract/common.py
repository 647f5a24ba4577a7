"""What several answers share: the head, refusals, alerts, verdicts, facts and sources."""

from typing import NotRequired, TypedDict

Quantity = str | None


class ChangedJson(TypedDict):
    """A shipped value and what the site has instead; ``at`` is where its formulary says so."""

    id: str
    what: str
    shipped: str
    here: str
    at: str


class FormularyJson(TypedDict):
    """The site's formulary: what it loosens, what it may not loosen any more (``lapsed``), what is not stocked."""

    site: str
    file: str
    sha256: str
    approved_by: str
    review_by: str | None
    review_by_missing: NotRequired[str]
    loosened: list[ChangedJson]
    lapsed: list[ChangedJson]
    unstocked: list[str]


class Head(TypedDict):
    """What every answer begins with; ``formulary`` only where one is in force."""

    schema_version: str
    ivigcalc_version: str
    data_version: str
    data_sha256: str
    status: str
    exit_code: int
    formulary: NotRequired[FormularyJson]


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


class DosingWeightJson(TypedDict):
    """The weight the dose is calculated from; ``why`` says why the policy applied or not. ``source`` is the first."""

    kg: str
    policy: str
    basis: str
    why: str
    formula: str
    source: str
    sources: list[str]


class AdviceJson(TypedDict):
    """Standing advice; ``about`` is when it is of use: before, during, after the infusion, or later."""

    rule: str
    about: str
    text: str
    source: list[str]


class ReasonJson(TypedDict):
    """Why a preparation has its verdict; level ``note`` is a remark."""

    rule: str
    level: str
    text: str
    source: list[str]


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


class SourceJson(TypedDict):
    """One document."""

    id: str
    title: str
    section: str
    url: str
    date: str
