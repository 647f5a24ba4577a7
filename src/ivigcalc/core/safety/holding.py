"""Alerts that hold a dose or an infusion back, as the problems of its refusal."""

from collections.abc import Iterable
from typing import Final

from ivigcalc.core.facts.rule import Level
from ivigcalc.core.problems import Problem
from ivigcalc.core.safety.alerts import Alert, as_problem

HOLDS_BACK: Final = frozenset({Level.STOP, Level.NEEDS_REASON})
"""The levels of an alert with which no dose is given."""


def held_back(alerts: Iterable[Alert]) -> list[Problem]:
    """The problems of those alerts with which no dose is given."""
    return [as_problem(alert) for alert in alerts if alert.level in HOLDS_BACK]
