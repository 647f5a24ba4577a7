"""Alerts with which no dose and no rate is given, as the reasons of the refusal."""

from collections.abc import Iterable
from typing import Final

from ivigcalc.core.facts.rule import Level
from ivigcalc.core.problems import Problem
from ivigcalc.core.safety.alerts import Alert, as_problem

HOLDS_BACK: Final = frozenset({Level.STOP, Level.NEEDS_REASON})
"""The levels of an alert with which no dose is given."""


def refusals_of(alerts: Iterable[Alert]) -> list[Problem]:
    """The problems of those alerts with which no dose is given."""
    return [as_problem(alert) for alert in alerts if alert.level in HOLDS_BACK]
