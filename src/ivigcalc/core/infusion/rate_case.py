"""What labels say of the rate for one kind of patient: the slowest of the ladders that may apply, as pump settings."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import AT_RISK, Ladder, RiskRate, risks_of_rates
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.infusion.label_ladders import (
    NOT_SAID,
    TOLERATED,
    EarlierInfusions,
    LadderChoice,
    Purpose,
    label_ladders,
    ladder_choices,
)
from ivigcalc.core.infusion.limits_at_risk import risk_rates, risks_without_figure
from ivigcalc.core.infusion.rates import (
    TENTHS,
    NoRate,
    PumpSetting,
    RateBasis,
    RateCap,
    Rung,
    capped_settings,
    minutes_of,
    no_rate,
    rungs,
    to_ml_h,
)
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record

CONDITIONS: Final = frozenset({*AT_RISK, "child", "small-without-age"})
"""What labels say of the rate depends on no other condition of a patient."""

MOST_KEPT: Final = 1024
"""Preparations for kinds of patients, of which it is kept what labels say."""


class SetLadder(Record):
    """A ladder that may apply, as a pump is set to it for one patient."""

    choice: LadderChoice
    settings: list[PumpSetting]

    def runs_faster(self, other: "SetLadder") -> bool:
        """Whether it is at any minute faster than another: rates only rise, so that its own steps tell."""
        minute: Fraction | int = 0
        for setting in self.settings:
            if setting.exact_ml_h > other.rate_at(minute):
                return True
            minute += setting.minutes or 0
        return False

    def rate_at(self, minute: Fraction | int) -> Fraction:
        """The rate that it has come to at a minute, in mL/h."""
        begins, rate = Fraction(0), self.settings[0].exact_ml_h
        for setting in self.settings:
            if begins <= minute:
                rate = setting.exact_ml_h
            begins += setting.minutes or 0
        return rate


class RateCase(Record):
    """What labels say of the rate of a preparation for one kind of patient, at any weight and of any volume."""

    ladders: tuple[tuple[LadderChoice, tuple[Rung, ...]], ...]
    """The ladders that may apply, each with its rungs."""
    risks: tuple[str, ...]
    """The risks of the patient for which labels may print a rate of its own."""
    risk_rates: tuple[tuple[RiskRate, bool], ...]
    """What labels say of the rate for these risks, and whether it is borrowed of another region."""
    without_figure: tuple[str, ...]
    """The risks for which not every label that counts prints a figure."""
    tolerated: bool = False
    """Whether earlier infusions of the preparation were tolerated."""

    def slowest(self, basis: RateBasis, cap: RateCap | None, volume_ml: Fraction, rules: Rules) -> SetLadder | NoRate:
        """The ladder by which a volume takes longest, as a pump is set to it.

        Without a figure for a patient at risk it is the one that begins slowest, for nothing but its first rate is for
        this patient. Of a site's ladder the label's in whose place it stands is judged, unless the site's is faster,
        which somebody approved. What takes longer than the one that counts, and is at no minute faster, counts before
        it.
        """
        whole_from = rules.constant("pump-whole-from")

        def set_to(choice: LadderChoice, ladder_rungs: Sequence[Rung]) -> SetLadder:
            settings = capped_settings(ladder_rungs, choice.ladder.unit, basis, cap, whole_from=whole_from)
            return SetLadder(choice=choice, settings=settings)

        def slowness(one: SetLadder) -> tuple[Fraction, Fraction, Fraction, bool]:
            return self._slowness(one, basis, volume_ml)

        def slowness_by_label(one: SetLadder) -> tuple[Fraction, Fraction, Fraction, bool]:
            if (label := one.choice.label) is None:
                return slowness(one)
            shipped = set_to(one.choice.replaced(ladder=label), rungs(label, tolerated=self.tolerated))
            return slowness(one if one.runs_faster(shipped) else shipped)

        found = [set_to(choice, ladder_rungs) for choice, ladder_rungs in self.ladders]
        if any(setting.ml_h.numerator <= 0 for one in found for setting in one.settings):
            return no_rate("no-rate-pump", least=shown(Fraction(1, TENTHS)))
        if len(found) == 1:
            return found[0]
        counts = max(found, key=slowness_by_label)
        if not any(one.choice.label for one in found):
            return counts
        return max((counts, *(one for one in found if not one.runs_faster(counts))), key=slowness)

    def _slowness(
        self, one: SetLadder, basis: RateBasis, volume_ml: Fraction
    ) -> tuple[Fraction, Fraction, Fraction, bool]:
        """By what the slowest is found: its first rate where that alone is for this patient, then how long it takes."""
        first = -one.settings[0].exact_ml_h if self.without_figure else Fraction(0)
        maximum = ladder_maximum_ml_h(one.choice.ladder, basis)
        return first, minutes_of(one.settings, volume_ml), -maximum, one.choice.for_purpose


def rate_case(
    product: Product, region: Region | None, purpose: Purpose, conditions: AbstractSet[str], earlier: EarlierInfusions
) -> RateCase | NoRate:
    """What labels say for a patient of these conditions, or why no rate can be given."""
    return _rate_case(product, region, purpose, CONDITIONS & conditions, earlier)


@lru_cache(maxsize=MOST_KEPT)
def _rate_case(
    product: Product, region: Region | None, purpose: Purpose, conditions: frozenset[str], earlier: EarlierInfusions
) -> RateCase | NoRate:
    if isinstance(choices := ladder_choices(product, region, purpose, conditions, earlier), NoRate):
        return choices
    risks = risks_of_rates(conditions)
    entries = risk_rates(product, region, conditions)
    once: dict[tuple[int, int, bool], LadderChoice] = {}
    for choice in choices:
        once.setdefault((id(choice.ladder), id(choice.label), choice.for_purpose), choice)
    return RateCase(
        ladders=tuple((choice, rungs(choice.ladder, tolerated=earlier.tolerated)) for choice in once.values()),
        risks=risks,
        risk_rates=entries,
        without_figure=risks_without_figure(risks, entries, region),
        tolerated=earlier.tolerated,
    )


def ladders_needing_tolerance(
    choice: LadderChoice, product: Product, region: Region | None, purpose: Purpose, conditions: AbstractSet[str]
) -> tuple[Ladder, ...]:
    """What the label of a choice prints for patients who tolerated the preparation before, where that was not told."""
    return _needing_tolerance(choice, product, region, purpose, CONDITIONS & conditions)


@lru_cache(maxsize=MOST_KEPT)
def _needing_tolerance(
    choice: LadderChoice, product: Product, region: Region | None, purpose: Purpose, conditions: frozenset[str]
) -> tuple[Ladder, ...]:
    if not any(ladder.after for ladder in label_ladders(product) if choice.region in ladder.regions):
        return ()
    told, not_told = (ladder_choices(product, region, purpose, conditions, one) for one in (TOLERATED, NOT_SAID))
    here = [] if isinstance(told, NoRate) else [one for one in told if one.region is choice.region]
    other = [] if isinstance(not_told, NoRate) else not_told
    return tuple(one.ladder for one in here if one not in other)


def ladder_maximum_ml_h(ladder: Ladder, basis: RateBasis) -> Fraction:
    """A ladder's maximum in mL/h."""
    return to_ml_h(Fraction(ladder.maximum), ladder.unit, basis)
