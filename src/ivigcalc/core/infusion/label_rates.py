"""The rates that a label allows one patient, in mL/h and before any rounding, to hold a written rate against."""

from fractions import Fraction

from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.record import Record


class LabelRates(Record):
    """The rates of a ladder for a patient, before they are rounded for a pump."""

    rates_ml_h: tuple[Fraction, ...]
    """From the first to the maximum."""
    below: bool
    """Whether the maximum itself must not be reached."""
    says: str
    """The words of the label."""
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


def label_rates(infusion: Infusion) -> LabelRates:
    """The rates of the ladder that applies to an infusion, as far as a limit for a patient at risk allows."""
    top = infusion.pump_rates[-1]
    caps = [limit.entry for limit in infusion.limits if limit.cap and limit.cap.ml_h == top.exact_ml_h]
    held = caps[0] if top.capped else None
    return LabelRates(
        rates_ml_h=tuple(rate.exact_ml_h for rate in infusion.pump_rates),
        below=held is not None and held.below,
        says=held.says if held else infusion.ladder.says,
        sources=held.sources if held else infusion.ladder.sources,
    )
