"""Which rules fire, found without asking each one.

The same few sets of conditions come up for every patient, and most measures lie where no rule is near. So the rules
that hold under a set of conditions are kept, by what they measure, with the span in which none of them fires.
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
NO_HIGH: Final = (1, 0)
"""Below and above every number."""


class MeasuredRules(NamedTuple, Generic[R]):
    """Rules on one measure, each with its place; none fires strictly between ``low`` and ``high``.

    Both are a numerator and a denominator, which compare without making a fraction; ``NO_LOW`` and ``NO_HIGH`` where
    there is no end.
    """

    rules: tuple[tuple[int, R], ...]
    low: tuple[int, int]
    high: tuple[int, int]


class HoldingRules(NamedTuple, Generic[R]):
    """The rules that hold under a set of conditions: those without a measure, and the others by their measure."""

    plain: tuple[tuple[int, R], ...]
    bands: tuple[tuple[str, MeasuredRules[R]], ...]


class RulesIndex(Generic[R]):
    """Rules of one kind, in their order."""

    def __init__(self, rules: Sequence[R]) -> None:
        """Keep the rules; what holds under which conditions is worked out when it is first asked for."""
        self._rules = rules
        self._standing = lru_cache(maxsize=MOST_KEPT)(self._hold)

    def firing(self, conditions: AbstractSet[str], measures: Measures, *, plain: bool = True) -> list[R]:
        """The rules that fire, in their order; without ``plain`` only those with a measure among ``measures``."""
        standing = self._standing(frozenset(conditions))
        found = list(standing.plain) if plain else []
        for name, (rules, (low, low_bottom), (high, high_bottom)) in standing.bands:
            value = measures.get(name)
            if value is not None:
                top, bottom = value.as_integer_ratio()
                if top * low_bottom <= low * bottom or top * high_bottom >= high * bottom:
                    found += [(place, rule) for place, rule in rules if rule.beyond(value)]
        if len(found) > 1:
            found.sort(key=_place)
        return [rule for _, rule in found]

    def _hold(self, conditions: frozenset[str]) -> HoldingRules[R]:
        holding = [(place, rule) for place, rule in enumerate(self._rules) if rule.holds(conditions)]
        names = dict.fromkeys(rule.measure for _, rule in holding if rule.measure)
        return HoldingRules(
            plain=tuple((place, rule) for place, rule in holding if not rule.measure),
            bands=tuple(
                (name, _band((place, rule) for place, rule in holding if rule.measure == name)) for name in names
            ),
        )


def _place(placed: tuple[int, R]) -> int:
    return placed[0]


def _band(placed: Iterable[tuple[int, R]]) -> MeasuredRules[R]:
    rules = tuple(placed)
    lows = [low for _, rule in rules if (low := rule.fires_to) is not None]
    highs = [high for _, rule in rules if (high := rule.fires_from) is not None]
    return MeasuredRules(
        rules=rules,
        low=max(lows).as_integer_ratio() if lows else NO_LOW,
        high=min(highs).as_integer_ratio() if highs else NO_HIGH,
    )
