"""What a label allows of the rate, in mL/h for one patient: the strictest ladder that applies.

Without a region the strictest of all labels read. A fact whose standing does not drive is never used.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ivigcalc.core.fact import Missing, Region
from ivigcalc.core.ladder import Context, Ladder, RateUnit
from ivigcalc.core.product import Product

MINUTES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRates:
    """The rates that a label prints, in mL/h from first to maximum; ``below`` marks a maximum not to be reached."""

    rates_ml_h: tuple[Fraction, ...]
    below: bool
    says: str
    sources: tuple[str, ...]

    @property
    def first_ml_h(self) -> Fraction:
        """The rate to begin with."""
        return self.rates_ml_h[0]

    @property
    def maximum_ml_h(self) -> Fraction:
        """The fastest rate."""
        return self.rates_ml_h[-1]

    def allows(self, ml_h: Fraction) -> bool:
        """Whether a rate does not pass the maximum."""
        return ml_h < self.maximum_ml_h if self.below else ml_h <= self.maximum_ml_h


def ml_per_h(value: Fraction, unit: RateUnit, *, weight_kg: Fraction, mg_per_ml: Fraction) -> Fraction:
    """A rate in mL/h, from any unit that labels print."""
    per_kg = {
        RateUnit.ML_KG_MIN: value * MINUTES,
        RateUnit.ML_KG_H: value,
        RateUnit.MG_KG_MIN: value * MINUTES / mg_per_ml,
        RateUnit.MG_KG_H: value / mg_per_ml,
    }
    return per_kg[unit] * weight_kg if unit in per_kg else value * MINUTES


def label_rates(
    product: Product, region: Region | None, indication: str, weight_kg: Fraction, risks: AbstractSet[str]
) -> LabelRates | Missing:
    """The strictest labelled rates for a preparation, region, indication, weight in kg and risks.

    An indication without a ladder of its own takes the ladders for any; where there are none, all of them.
    """
    mg_per_ml = Fraction(product.mg_per_ml)
    here = [one for one in product.ladders if one.standing.drives and (region is None or region in one.regions)]
    own = [one for one in here if indication in one.contexts]
    applies = own or [one for one in here if Context.ANY in one.contexts] or here
    if not applies:
        return Missing(reason=product.missing.get("ladders", "no rate of this region's label was read"))

    def rates(one: Ladder) -> tuple[Fraction, ...]:
        printed = (*(step.rate for step in one.steps), one.maximum)
        return tuple(ml_per_h(Fraction(rate), one.unit, weight_kg=weight_kg, mg_per_ml=mg_per_ml) for rate in printed)

    slowest = min(applies, key=lambda one: rates(one)[-1])
    found = LabelRates(rates_ml_h=rates(slowest), below=False, says=slowest.says, sources=slowest.sources)
    for cap in product.risk_rates:
        if cap.maximum is None or cap.unit is None or not cap.standing.drives:
            continue
        if risks.isdisjoint(cap.patients) or (region is not None and region not in cap.regions):
            continue
        most = ml_per_h(Fraction(cap.maximum), cap.unit, weight_kg=weight_kg, mg_per_ml=mg_per_ml)
        if most <= found.maximum_ml_h:
            kept = tuple(rate for rate in found.rates_ml_h if rate < most)
            found = LabelRates(rates_ml_h=(*kept, most), below=cap.below, says=cap.says, sources=cap.sources)
    return found
