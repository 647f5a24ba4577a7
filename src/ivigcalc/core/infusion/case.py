"""What labels say of the rate of a preparation for one kind of patient, at any weight and of any volume."""

from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import NamedTuple

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Ladder, RiskRate
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.infusion.ladder_choice import LadderChoice, NoRate, Purpose, ladder_choices
from ivigcalc.core.infusion.limits import AT_RISK, risk_rates, risks_without_figure
from ivigcalc.core.infusion.rates import RateBasis, RateCap, Run, Rung, Setting, run_of, rungs, settings, to_ml_h
from ivigcalc.core.record import Record


class LadderRun(NamedTuple):
    """A ladder for a patient, and how a volume runs in by it."""

    choice: LadderChoice
    settings: list[Setting]
    run: Run


class RateCase(Record):
    """What labels say of the rate of a preparation for one kind of patient, at any weight and of any volume."""

    ladders: tuple[tuple[LadderChoice, tuple[Rung, ...]], ...]
    """The ladders that may apply, each with its rungs."""
    risks: tuple[str, ...]
    """The risks of the patient for which labels may print a rate of its own."""
    risk_rates: tuple[tuple[RiskRate, bool], ...]
    """What labels say of the rate for these risks, and whether it is borrowed of another region."""
    without_figure: tuple[str, ...]
    """The risks for which no label read prints a figure."""

    def slowest(self, basis: RateBasis, cap: RateCap | None, volume_ml: Fraction, rules: Rules) -> LadderRun | NoRate:
        """The ladder by which a volume takes longest.

        Without a figure for a patient at risk it is the one that begins slowest, for nothing but its first rate is for
        this patient.
        """
        whole_from = rules.constant("pump-whole-from")
        found = [
            (choice, settings(ladder_rungs, choice.ladder.unit, basis, cap, whole_from=whole_from))
            for choice, ladder_rungs in self.ladders
        ]
        if any(setting.ml_h <= 0 for _, ladder_settings in found for setting in ladder_settings):
            return NoRate(reason="its first rate is below 0.1 mL/h, which a pump cannot be set to")
        runs = [LadderRun(choice, made, run_of(made, volume_ml)) for choice, made in found]
        return runs[0] if len(runs) == 1 else max(runs, key=lambda one: self._slowness(one, basis))

    def _slowness(self, one: LadderRun, basis: RateBasis) -> tuple[Fraction, Fraction, Fraction, bool]:
        first = -one.settings[0].exact_ml_h if self.without_figure else Fraction(0)
        return first, one.run.minutes, -top_ml_h(one.choice.ladder, basis), one.choice.for_purpose


def rate_case(
    product: Product, region: Region | None, purpose: Purpose, conditions: AbstractSet[str], *, first: bool
) -> RateCase | NoRate:
    """What labels say for a patient of these conditions, or why no rate can be given."""
    choices = ladder_choices(product, region, purpose, conditions, first=first)
    if isinstance(choices, NoRate):
        return choices
    risks = tuple(risk for risk in AT_RISK if risk in conditions)
    entries = risk_rates(product, region, conditions)
    once: dict[tuple[int, bool], LadderChoice] = {}
    for choice in choices:
        once.setdefault((id(choice.ladder), choice.for_purpose), choice)
    return RateCase(
        ladders=tuple((choice, rungs(choice.ladder, first=first)) for choice in once.values()),
        risks=risks,
        risk_rates=entries,
        without_figure=risks_without_figure(risks, [entry for entry, _ in entries]),
    )


def top_ml_h(ladder: Ladder, basis: RateBasis) -> Fraction:
    """A ladder's maximum in mL/h."""
    return to_ml_h(Fraction(ladder.maximum), ladder.unit, basis)
