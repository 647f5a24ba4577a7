"""The rates that a label allows one patient, in mL/h and before any rounding, to hold a written rate against."""

from fractions import Fraction

from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.record import Record


class LabelRates(Record):
    """The rates of a ladder in mL/h from first to maximum; ``below`` marks a maximum not to be reached."""

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


def label_rates(infusion: Infusion) -> LabelRates:
    """The rates of the ladder that applies to an infusion, as far as a limit for a patient at risk allows."""
    top = infusion.paces[-1]
    caps = [limit.entry for limit in infusion.limits if limit.cap and limit.cap.ml_h == top.label_ml_h]
    held = caps[0] if top.capped else None
    return LabelRates(
        rates_ml_h=tuple(pace.label_ml_h for pace in infusion.paces),
        below=held is not None and held.below,
        says=held.says if held else infusion.ladder.says,
        sources=held.sources if held else infusion.ladder.sources,
    )
