"""The body weights at which no rate of a preparation needs a look: a pump can be set to each, and no rule judges any.

A shortcut for tables: the rates and volumes of a ladder grow with weight, so the weights are worked out once for a kind
of patient, and most rows need no rate of their own (``rates`` works those out, and holds them at caps).
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.infusion.label_ladders import LadderChoice, is_flat
from ivigcalc.core.infusion.limits_at_risk import rate_limits
from ivigcalc.core.infusion.rate_case import RateCase
from ivigcalc.core.infusion.rates import MINUTES_PER_HOUR, RateBasis, Rung, to_ml_h
from ivigcalc.core.quantity import at_least

SLOWEST_ML_H: Final = 1
"""A first rate from here on stays above zero when it is rounded down for a pump."""

PUMP_STEP_ML_H: Final = 1
"""A pump is set to less than this below the rate of a label."""

NO_WEIGHT: Final = Fraction(0)
MOST_KG: Final = Fraction(1000)
"""Above every weight."""


class JudgedRate(NamedTuple):
    """A rate of a ladder high enough for a rule to judge it: from which weight on, and after which volume at least."""

    from_kg: Fraction
    ml_per_kg: Fraction
    """What runs in before it, for each kg."""
    ml: Fraction
    """What runs in before it at any weight; below zero for what a pump rounds down."""


class WeightsWithoutAlert:
    """The weights at which no rate needs a look, for one preparation and one kind of patient; at others one may."""

    def __init__(self, case: RateCase, mg_per_ml: Fraction, judged_from_ml_h: Fraction | None) -> None:
        """Take what labels say, and from where on rules judge a rate (None: they judge none)."""
        one_kg = RateBasis(weight_kg=Fraction(1), mg_per_ml=mg_per_ml)
        scaled = [(rate, borrowed) for rate, borrowed in case.risk_rates if rate.unit is not RateUnit.ML_MIN]
        caps = [limit.cap.ml_h for limit in rate_limits(scaled, one_kg) if limit.cap]
        self._case, self._one_kg, self._judged_from_ml_h = case, one_kg, judged_from_ml_h
        self._cap = min(caps, default=None)
        self._above_kg = max(
            [SLOWEST_ML_H / cap for cap in caps] + [self._settable_above_kg(*ladder) for ladder in case.ladders]
        )
        self._below_kg = min([self._judged_from_kg(*ladder) for ladder in case.ladders])

    def surely_pass(self, kg: Fraction, volumes: Iterable[Fraction]) -> bool:
        """Whether it is certain that all rates of volumes in mL can be set, and that no rule judges any of them."""
        if at_least(self._above_kg, kg):
            return False
        if not at_least(kg, self._below_kg):
            return True
        return not any(_reaches(ladder, kg, ml) for ml in volumes for ladder in self._reached)

    def _settable_above_kg(self, choice: LadderChoice, ladder_rungs: Sequence[Rung]) -> Fraction:
        """The weight above which a pump can be set to the first rate of a ladder."""
        first = to_ml_h(ladder_rungs[0].rate, choice.ladder.unit, self._one_kg)
        flat = NO_WEIGHT if first >= SLOWEST_ML_H else MOST_KG
        return flat if is_flat(choice.ladder) else SLOWEST_ML_H / first

    def _judged_from_kg(self, choice: LadderChoice, ladder_rungs: Sequence[Rung]) -> Fraction:
        """The weight below which no rate of a ladder is judged."""
        if self._judged_from_ml_h is None:
            return MOST_KG
        fastest = to_ml_h(max(rung.rate for rung in self._for_patient(ladder_rungs)), choice.ladder.unit, self._one_kg)
        if is_flat(choice.ladder):
            return NO_WEIGHT if fastest >= self._judged_from_ml_h else MOST_KG
        return self._judged_from_ml_h / (fastest if self._cap is None else min(fastest, self._cap))

    def _for_patient(self, ladder_rungs: Sequence[Rung]) -> Sequence[Rung]:
        return ladder_rungs[:1] if self._case.without_figure else ladder_rungs

    @cached_property
    def _reached(self) -> list[list[JudgedRate]]:
        """The rates of each ladder that may be judged."""
        judged_from = self._judged_from_ml_h or NO_WEIGHT
        return [
            list(_reached(self._for_patient(ladder_rungs), choice.ladder.unit, self._one_kg, judged_from))
            for choice, ladder_rungs in self._case.ladders
        ]


def _reached(
    ladder_rungs: Sequence[Rung], unit: RateUnit, one_kg: RateBasis, judged_from_ml_h: Fraction
) -> Iterator[JudgedRate]:
    """The rates of a ladder that may be judged. Limits that hold them down are left aside: slower means later."""
    before, lost, flat = Fraction(0), Fraction(0), unit is RateUnit.ML_MIN
    for rung in ladder_rungs:
        rate, hours = to_ml_h(rung.rate, unit, one_kg), (rung.minutes or 0) / Fraction(MINUTES_PER_HOUR)
        if not flat:
            yield JudgedRate(judged_from_ml_h / rate, before, -lost)
        elif rate >= judged_from_ml_h:
            yield JudgedRate(NO_WEIGHT, NO_WEIGHT, before - lost)
        before, lost = before + rate * hours, lost + PUMP_STEP_ML_H * hours


def _reaches(ladder: Sequence[JudgedRate], kg: Fraction, volume_ml: Fraction) -> bool:
    """Whether a rate of a ladder that is judged at a weight may be reached by a volume."""
    for reached in ladder:
        if at_least(kg, reached.from_kg):
            return not at_least(reached.ml_per_kg * kg + reached.ml, volume_ml)
    return False
