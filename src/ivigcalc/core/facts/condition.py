"""When a rule fires (what has to hold, and the bound that a measure has to pass), and the index of rules by measure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final, Generic, TypeVar

from ivigcalc.core.quantity import half_up, shown
from ivigcalc.core.record import FileRecord, Record

MOST_PLACES: Final = 9
MONTHS_PER_YEAR: Final = 12

Measures = Mapping[str, Fraction | None]
"""Measured quantities by name; None where unknown. Units stand in the name (``weight_kg``, ``day_g_per_kg``)."""


LIMIT: Final = "{limit}"
"""How the text of a rule names its own bound, so that it never says another."""

BOUNDS: Final = ("above", "at_least", "below", "at_most")


def bounds_of(record: Record) -> dict[str, Decimal]:
    """The bounds that are set in a rule or in a change of it, by name."""
    bounds = {name: getattr(record, name) for name in BOUNDS}
    return {name: bound for name, bound in bounds.items() if bound is not None}


class WeightForAge(FileRecord):
    """The weights that are possible below an age in months and, in the list, not below the one before; in kg.

    The last has no age of its own, and holds for everybody older.
    """

    id: str
    below_months: Decimal | None = None
    at_least: Decimal
    at_most: Decimal | None = None

    @cached_property
    def below_years(self) -> Fraction:
        """The age in years below which it holds; 0 for the last, which has no such age."""
        return Fraction(self.below_months or 0) / MONTHS_PER_YEAR

    @cached_property
    def least_kg(self) -> Fraction:
        """The least weight that is possible."""
        return Fraction(self.at_least)

    @cached_property
    def most_kg(self) -> Fraction | None:
        """The greatest; None without one."""
        return None if self.at_most is None else Fraction(self.at_most)


class Condition(FileRecord):
    """When a rule fires: all of ``when`` hold, none of ``unless``, and ``measure`` lies beyond the one bound given."""

    id: str
    text: str
    """What is said where it fires; {limit} is its bound."""
    sources: tuple[str, ...]
    next: str = ""
    """What to do or to type instead."""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    measure: str = ""
    """The name of the quantity that is measured; "" where the rule fires by its conditions alone."""
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    @cached_property
    def _bound(self) -> tuple[int, int]:
        """The one bound as a quotient, which compares without making a fraction."""
        return Fraction(next(iter(bounds_of(self).values()))).as_integer_ratio()

    @cached_property
    def fires_from(self) -> Fraction | None:
        """The least value at which the rule may fire; None where it fires only below a bound."""
        bound = self.at_least if self.above is None else self.above
        return None if bound is None else Fraction(bound)

    @cached_property
    def fires_to(self) -> Fraction | None:
        """The greatest value at which the rule may fire; None where it fires only above a bound."""
        bound = self.at_most if self.below is None else self.below
        return None if bound is None else Fraction(bound)

    @cached_property
    def limit(self) -> str:
        """The bound as people read it; of a share of another weight in percent; "" without one."""
        bounds = [Fraction(bound) for bound in bounds_of(self).values()]
        return shown(bounds[0] * (100 if "_over_" in self.measure else 1), MOST_PLACES) if bounds else ""

    @cached_property
    def said(self) -> str:
        """The text, with {limit} filled in."""
        return self.text.replace(LIMIT, self.limit)

    @cached_property
    def is_filled(self) -> bool:
        """Whether its words are the same whoever the patient is and whatever is ordered."""
        return "{" not in self.said and "{" not in self.hint

    @cached_property
    def holes(self) -> tuple[str, ...]:
        """The names of the holes of the text, each once; a brace written twice is none."""
        return tuple(dict.fromkeys(part.partition("}")[0] for part in self.text.replace("{{", "").split("{")[1:]))

    @cached_property
    def hint(self) -> str:
        """What to do or to type instead, with {limit} filled in."""
        return self.next.replace(LIMIT, self.limit)

    def __hash__(self) -> int:
        """By id: what is said of an entry is kept beside it."""
        return hash(self.id)

    def holds(self, conditions: AbstractSet[str]) -> bool:
        """Whether the conditions are those of the rule."""
        return conditions >= set(self.when) and conditions.isdisjoint(self.unless)

    def fires(self, conditions: AbstractSet[str], measures: Measures) -> bool:
        """Whether the rule holds for these conditions and measures. An unknown measure never fires a rule."""
        return self.holds(conditions) and self.is_beyond(measures)

    def is_beyond(self, measures: Measures) -> bool:
        """Whether its measure is known and lies beyond the bound; a rule without one does not wait for any."""
        if not self.measure:
            return True
        value = measures.get(self.measure)
        return value is not None and self.beyond(value)

    def beyond(self, value: Fraction) -> bool:
        """Whether a value lies beyond the bound."""
        (top, bottom), (bound, bound_bottom) = value.as_integer_ratio(), self._bound
        here, there = top * bound_bottom, bound * bottom
        if self.above is not None:
            return here > there
        if self.at_least is not None:
            return here >= there
        return here < there if self.below is not None else here <= there

    def places(self, value: Fraction) -> int:
        """The decimals at which a value beyond the bound still reads as beyond it: two, or as many more as it takes."""
        return next((places for places in range(2, MOST_PLACES) if self.beyond(half_up(value, places))), MOST_PLACES)


R = TypeVar("R", bound=Condition)

MOST_KEPT: Final = 4096
"""Sets of conditions that are kept; real patients have some dozens."""


NO_LOW: Final = (-1, 0)
"""Below every number, as numerator and denominator."""
NO_HIGH: Final = (1, 0)
"""Above every number, as numerator and denominator."""


class MeasuredRules(Record, Generic[R]):
    """Rules on one measure, none of which fires strictly between ``low`` and ``high``.

    Both ends are a numerator and a denominator, which compare without making a fraction.
    """

    measure: str
    rules: tuple[tuple[int, R], ...]
    """Each with its place among all rules."""
    low: tuple[int, int]
    high: tuple[int, int]


class HoldingRules(Record, Generic[R]):
    """The rules whose conditions hold under a set of conditions."""

    unmeasured: tuple[tuple[int, R], ...]
    """The rules without a measure, which fire; each with its place among all rules."""
    measured: tuple[MeasuredRules[R], ...]
    """The rules with a measure, those on one together."""


class RulesIndex(Generic[R]):
    """Rules of one kind, such as the limits of ``data/rules.yaml``, to be asked which of them fire."""

    def __init__(self, rules: Sequence[R]) -> None:
        """Keep the rules; what holds under which conditions is worked out when it is first asked for."""
        self._rules = rules
        self._holding = lru_cache(maxsize=MOST_KEPT)(self._rules_that_hold)
        self._asking: dict[str, list[R]] = {}
        for rule in rules:
            for name in (*rule.when, *rule.unless):
                self._asking.setdefault(name, []).append(rule)
        self.asked = frozenset(self._asking)
        """Every condition that a rule asks for; no other makes a difference."""

    def holding(self, conditions: AbstractSet[str]) -> HoldingRules[R]:
        """The rules whose conditions hold."""
        return self._holding(self.asked & conditions)

    def depends_on(self, condition: str, conditions: AbstractSet[str], measures: Measures) -> bool:
        """Whether other rules fire where a condition holds beside these."""
        beyond = [rule for rule in self._asking.get(condition, ()) if rule.is_beyond(measures)]
        more, less = (conditions | {condition}, conditions - {condition}) if beyond else (conditions, conditions)
        return any(rule.holds(more) != rule.holds(less) for rule in beyond)

    def firing(self, conditions: AbstractSet[str], measures: Measures, *, include_unmeasured: bool = True) -> list[R]:
        """The rules that fire, in their order: those with a measure among ``measures``, and those without a measure."""
        holding = self._holding(self.asked & conditions)
        firing_rules = list(holding.unmeasured) if include_unmeasured else []
        for measured in holding.measured:
            value = measures.get(measured.measure)
            if value is not None:
                (low, low_bottom), (high, high_bottom) = measured.low, measured.high
                top, bottom = value.as_integer_ratio()
                if top * low_bottom <= low * bottom or top * high_bottom >= high * bottom:
                    firing_rules += [(place, rule) for place, rule in measured.rules if rule.beyond(value)]
        if len(firing_rules) > 1:
            firing_rules.sort(key=_place)
        return [rule for _, rule in firing_rules]

    def _rules_that_hold(self, conditions: frozenset[str]) -> HoldingRules[R]:
        holding = [(place, rule) for place, rule in enumerate(self._rules) if rule.holds(conditions)]
        measures = dict.fromkeys(rule.measure for _, rule in holding if rule.measure)
        return HoldingRules(
            unmeasured=tuple((place, rule) for place, rule in holding if not rule.measure),
            measured=tuple(
                _measured_rules(name, tuple((place, rule) for place, rule in holding if rule.measure == name))
                for name in measures
            ),
        )


def _place(placed: tuple[int, R]) -> int:
    return placed[0]


@lru_cache(maxsize=MOST_KEPT)
def _measured_rules(measure: str, rules: tuple[tuple[int, R], ...]) -> MeasuredRules[R]:
    lows = [low for _, rule in rules if (low := rule.fires_to) is not None]
    highs = [high for _, rule in rules if (high := rule.fires_from) is not None]
    return MeasuredRules(
        measure=measure,
        rules=rules,
        low=max(lows).as_integer_ratio() if lows else NO_LOW,
        high=min(highs).as_integer_ratio() if highs else NO_HIGH,
    )
