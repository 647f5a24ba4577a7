"""Alerts that fired, and standing advice."""

from collections.abc import Mapping
from typing import TypedDict

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.report.json.parts.answer import filled, with_reasons


class AlertJson(TypedDict):
    """A rule that fired; ``regimens`` are the letters it is about, empty for all."""

    rule: str
    level: str
    text: str
    next: str
    regimens: list[str]
    acknowledged: str | None
    source: list[str]


class AdviceJson(TypedDict):
    """Standing advice; ``about`` is when it is of use: before, during, after the infusion, or later."""

    rule: str
    about: str
    text: str
    source: list[str]


def alerts_json(alerts: tuple[Alert, ...], acknowledged: Mapping[str, str] | None = None) -> list[AlertJson]:
    """Alerts, each with the reason it was acknowledged for, if any, by the rule's id."""
    reasons = acknowledged or {}
    return [
        with_reasons(
            filled(
                AlertJson,
                alert,
                regimens=list(alert.letters),
                acknowledged=reasons.get(alert.rule),
                source=list(alert.sources),
            ),
            acknowledged="not acknowledged",
        )
        for alert in alerts
    ]


def advice_json(catalogue: Catalogue) -> list[AdviceJson]:
    """Standing advice, that holds for every infusion."""
    return [
        {"rule": advice.id, "about": advice.about, "text": advice.text, "source": list(advice.sources)}
        for advice in catalogue.rules.advice
    ]
