"""Index of rules by what they measure, with the interval in which none fires.

The same few sets of conditions come up for every patient, and most measures lie where no rule fires. So the rules that
hold under a set of conditions are kept by their measure, and are judged only where the measure is outside the interval.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from ivigcalc.core.facts.condition import Condition, Measures

R = TypeVar("R", bound=Condition)

MOST_KEPT: Final = 4096
"""Sets of conditions that are kept; real patients have some dozens."""


NO_LOW: Final = (-1, 0)
"""Below every number, as numerator and denominator."""
NO_HIGH: Final = (1, 0)
"""Above every number, as numerator and denominator."""


class MeasuredRules(NamedTuple, Generic[R]):
    """Rules on one measure, none of which fires strictly between ``low`` and ``high``.

    Both ends are a numerator and a denominator, which compare without making a fraction.
    """

    rules: tuple[tuple[int, R], ...]
    """Each with its place among all rules."""
    low: tuple[int, int]
    high: tuple[int, int]


class HoldingRules(NamedTuple, Generic[R]):
    """The rules whose conditions hold under a set of conditions."""

    unmeasured: tuple[tuple[int, R], ...]
    """The rules without a measure, which fire; each with its place among all rules."""
    measured: tuple[tuple[str, MeasuredRules[R]], ...]
    """The rules with a measure, by its name."""


class RulesIndex(Generic[R]):
    """Rules of one kind, such as the limits of ``data/rules.yaml``, to be asked which of them fire."""

    def __init__(self, rules: Sequence[R]) -> None:
        """Keep the rules; what holds under which conditions is worked out when it is first asked for."""
        self._rules = rules
        self._holding = lru_cache(maxsize=MOST_KEPT)(self._rules_that_hold)

    def firing(self, conditions: AbstractSet[str], measures: Measures, *, plain: bool = True) -> list[R]:
        """The rules that fire, in their order; without ``plain`` only those with a measure among ``measures``."""
        holding = self._holding(frozenset(conditions))
        firing_rules = list(holding.unmeasured) if plain else []
        for name, (rules, (low, low_bottom), (high, high_bottom)) in holding.measured:
            value = measures.get(name)
            if value is not None:
                top, bottom = value.as_integer_ratio()
                if top * low_bottom <= low * bottom or top * high_bottom >= high * bottom:
                    firing_rules += [(place, rule) for place, rule in rules if rule.beyond(value)]
        if len(firing_rules) > 1:
            firing_rules.sort(key=_place)
        return [rule for _, rule in firing_rules]

    def _rules_that_hold(self, conditions: frozenset[str]) -> HoldingRules[R]:
        holding = [(place, rule) for place, rule in enumerate(self._rules) if rule.holds(conditions)]
        measures = dict.fromkeys(rule.measure for _, rule in holding if rule.measure)
        return HoldingRules(
            unmeasured=tuple((place, rule) for place, rule in holding if not rule.measure),
            measured=tuple(
                (name, _measured_rules((place, rule) for place, rule in holding if rule.measure == name))
                for name in measures
            ),
        )


def _place(placed: tuple[int, R]) -> int:
    return placed[0]


def _measured_rules(placed: Iterable[tuple[int, R]]) -> MeasuredRules[R]:
    rules = tuple(placed)
    lows = [low for _, rule in rules if (low := rule.fires_to) is not None]
    highs = [high for _, rule in rules if (high := rule.fires_from) is not None]
    return MeasuredRules(
        rules=rules,
        low=max(lows).as_integer_ratio() if lows else NO_LOW,
        high=min(highs).as_integer_ratio() if highs else NO_HIGH,
    )
