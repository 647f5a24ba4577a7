"""A preparation in its place with its verdict, and why a labelled limit is not known."""

from typing import TypedDict

from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.exposure import Limit, Value
from ivigcalc.core.selection.ranking import Place
from ivigcalc.report.json.parts.answer import with_reasons


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
    tier: int | None
    verdict: str
    labelled: list[str]
    reasons: list[ReasonJson]


def reasons_json(assessment: Assessment) -> list[ReasonJson]:
    """Why a preparation has its verdict."""
    return [
        {"rule": reason.rule, "level": reason.verdict or "note", "text": reason.text, "source": list(reason.sources)}
        for reason in assessment.reasons
    ]


def placed_json(place: Place) -> PlacedJson:
    """A preparation in its place, with its reasons."""
    assessment = place.assessment
    return with_reasons(
        PlacedJson(
            id=assessment.product.id,
            brand=assessment.product.brand,
            shown=assessment.product.shown,
            order=place.order,
            tier=place.tier,
            verdict=assessment.verdict,
            labelled=[str(region) for region in assessment.labelled],
            reasons=reasons_json(assessment),
        ),
        order=place.reason,
        tier=place.reason,
    )


def why_unknown(value: Value) -> str:
    """What is known in place of a labelled limit, or why there is none; "" for a limit."""
    return "" if isinstance(value, Limit) else value.known or value.reason
