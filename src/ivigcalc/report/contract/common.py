"""What several answers share: the head, refusals, alerts, verdicts, facts and sources."""

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
