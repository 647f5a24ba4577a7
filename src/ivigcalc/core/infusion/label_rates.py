"""The rates that labels print and allow one patient, in mL/h and before any rounding, to hold a written one against."""

from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.ladder import Context, Ladder
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.label_ladders import NOT_SAID, TOLERATED, label_ladders, ladder_choices
from ivigcalc.core.infusion.limits_at_risk import RateLimit, strictest_cap
from ivigcalc.core.infusion.rates import NoRate, RateBasis, to_ml_h
from ivigcalc.core.record import Record


class LabelRates(Record):
    """The rates of a ladder for a patient, before they are rounded for a pump."""

    rates_ml_h: tuple[Fraction, ...]
    """From the first to the maximum."""
    below: bool
    """Whether the maximum itself must not be reached."""
    whose: str
    """Whose label it is, and for what: its region and uses; of a limit for a patient at risk its regions and risks."""
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

    def is_slow(self, ml_h: Fraction) -> bool:
        """Whether a rate is below the one to begin with."""
        return ml_h < self.first_ml_h

    def allows(self, ml_h: Fraction) -> bool:
        """Whether a rate does not pass the maximum."""
        return ml_h < self.maximum_ml_h if self.below else ml_h <= self.maximum_ml_h


def label_rates(infusion: Infusion) -> LabelRates:
    """The rates of the ladder that applies to an infusion, as far as a limit for a patient at risk allows."""
    top = infusion.pump_rates[-1]
    caps = [limit for limit in infusion.limits if limit.cap and limit.cap.ml_h == top.exact_ml_h]
    limit = min(caps, key=lambda limit: not limit.entry.below) if top.capped else None
    held = limit.entry if limit else None
    ladder_of = f"{infusion.region.upper()}, {uses_words(infusion.ladder)}"
    return LabelRates(
        rates_ml_h=tuple(rate.exact_ml_h for rate in infusion.pump_rates),
        below=held is not None and held.below,
        whose=f"{limit_of(limit)}, {' or '.join(limit.entry.patients)} risk" if limit else ladder_of,
        says=held.says if held else infusion.ladder.says,
        sources=held.sources if held else infusion.ladder.sources,
    )


BORROWED: Final = "{regions}, not read on this label"
ALL_USES: Final = "all uses"


def limit_of(limit: RateLimit) -> str:
    """Whose label prints a limit for a patient at risk: its regions, and whether it is borrowed of them."""
    regions = "/".join(region.upper() for region in limit.entry.regions)
    return BORROWED.format(regions=regions) if limit.borrowed else regions


def uses_words(ladder: Ladder) -> str:
    """The uses that a label prints a ladder for: ``PI, CIDP``."""
    return ALL_USES if Context.ANY in ladder.contexts else ", ".join(use.upper() for use in ladder.contexts)


WHY_THIS_LADDER: Final = {
    "why-no-region": "no region given: the slowest read applies",
    "why-no-use": "no use given: its slowest ladder",
    "why-not-on-it": "the use asked for is not on it",
    "why-none-of-its-own": "it has no ladder of its own for this use: its slowest stands in",
}


def why_this_ladder(infusion: Infusion, *, asked: bool = True) -> list[str]:
    """Why a label's ladder applies and no other, as ids of ``WHY_THIS_LADDER``; none where it was simply asked for.

    Args:
        infusion: what runs in by the ladder.
        asked: whether a use was given.
    """
    why = [] if infusion.region_given else ["why-no-region"]
    if not asked:
        why.append("why-no-use")
    elif not infusion.for_purpose and Context.ANY in infusion.ladder.contexts:
        why.append("why-not-on-it")
    elif not infusion.for_purpose:
        why.append("why-none-of-its-own")
    return why


class PrintedRates(Record):
    """The rates that the labels of a preparation print for a patient; no rate of our convention is among them."""

    every_ml_h: tuple[Fraction, ...]
    """Each rate of the ladders read for the use (of the region, where one was asked for)."""
    maxima_ml_h: tuple[Fraction, ...]
    """The maximum of each of these ladders."""
    limit_ml_h: Fraction | None
    """The limit for a patient at risk; None where there is no risk, or no figure is printed for it."""
    uses_ml_h: tuple[Fraction, ...]
    """The maximum of every ladder of the preparation (of the region, where one was asked for), whatever its use."""
    starts_ml_h: tuple[Fraction, ...]
    """The first rate of every ladder of the preparation, whatever it is for."""


def printed_rates(infusion: Infusion, conditions: AbstractSet[str]) -> PrintedRates:
    """The rates that the labels print of the preparation of an infusion, for its use and its patient."""
    region, basis = infusion.region if infusion.region_given else None, infusion.basis
    asked = [
        ladder_choices(infusion.product, region, infusion.purpose, conditions, earlier)
        for earlier in (NOT_SAID, TOLERATED)
    ]
    choices = [choice for found in asked if not isinstance(found, NoRate) for choice in found]
    ladders = list({id(choice.ladder): choice.ladder for choice in choices}.values())
    limit = strictest_cap(infusion.limits)
    every = [rate for ladder in ladders for rate in ladder_rates(ladder, basis)]
    return PrintedRates(
        every_ml_h=(*every, *([limit.ml_h] if limit else [])),
        maxima_ml_h=tuple(ladder_rates(ladder, basis)[-1] for ladder in ladders),
        limit_ml_h=limit.ml_h if limit else None,
        uses_ml_h=tuple(
            ladder_rates(ladder, basis)[-1]
            for ladder in label_ladders(infusion.product)
            if region is None or region in ladder.regions
        ),
        starts_ml_h=tuple(ladder_rates(ladder, basis)[0] for ladder in label_ladders(infusion.product)),
    )


def ladder_rates(ladder: Ladder, basis: RateBasis) -> list[Fraction]:
    """The rates that a ladder prints, from the first to the maximum."""
    printed = [*(step.rate for step in ladder.steps), ladder.maximum]
    return [to_ml_h(Fraction(rate), ladder.unit, basis) for rate in printed]
