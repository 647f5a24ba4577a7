"""The rates of an infusion day: the label that applies, its limits for a patient at risk, and the steps of the pump.

A ladder is chosen by product, region and context. Without a region, or where a label has none for the context, the one
that takes longest applies, so that nothing is ever faster for not being said.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Final

from ivigcalc.core.facts.fact import Missing, Region, Statement
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.ladder import Context, Ladder, RateUnit, RiskRate
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.rates import (
    MINUTES_PER_HOUR,
    PumpRate,
    RateBasis,
    RateCap,
    Step,
    pump_rates,
    pump_steps,
    to_ml_h,
)
from ivigcalc.core.record import Record
from ivigcalc.core.selection.reasons import labelled_regions
from ivigcalc.core.vials.totals import Combination

ADULT_YEARS: Final = 18
AT_RISK: Final = ("renal", "thrombosis")
"""Risks for which a label may print a rate of its own."""


NOT_NEUROLOGICAL: Final = (Context.PI, Context.ITP)
"""Contexts outside neurology: whether a label has them is not in the data, so its general ladder counts as theirs."""


class Purpose(Record):
    """What an infusion is for."""

    name: str = ""
    """What was asked for; "" where nothing was."""
    context: Context = Context.ANY
    """The use as labels name it."""
    labelled: tuple[Region, ...] = ()
    """The regions whose label has the indication."""


class VialChange(Record):
    """When the next vial is hung."""

    number: int
    """The number of the vial."""
    size_g: Fraction
    at_ml: Fraction
    """The volume given before it."""
    at_minute: Fraction
    """The minutes from the beginning of the infusion."""


class RateLimit(Record):
    """What a label says of the rate for a risk of this patient."""

    entry: RiskRate
    cap: RateCap | None
    """None where the label prints no figure."""
    borrowed: bool
    """Whether it is of another region, because the label of the region asked for was not read on this."""


class Infusion(Record):
    """An infusion day of a preparation at the rates of one label."""

    product: Product
    ladder: Ladder
    region: Region
    """The region of the label."""
    region_given: bool
    """Whether the caller asked for the region."""
    for_purpose: bool
    """Whether the label has the ladder for the purpose; else the slowest of its ladders stands in."""
    basis: RateBasis
    volume_ml: Fraction
    pump_rates: tuple[PumpRate, ...]
    """The whole ladder for this patient."""
    steps: tuple[Step, ...]
    """As much of the ladder as the volume takes."""
    limits: tuple[RateLimit, ...]
    unread: tuple[str, ...]
    """Risks of the patient on which no label was read."""
    changes: tuple[VialChange, ...]
    """When the second vial and those after it are hung; empty where the vials are not known."""
    said_of_first_infusion: tuple[Statement, ...]
    """What labels say of a first infusion; empty where it is none."""

    @property
    def below_maximum(self) -> bool:
        """Whether the label's maximum is not reached by any of its steps."""
        return all(step.rate.exact_ml_h < _top(self.ladder, self.basis) for step in self.steps)

    @property
    def minutes(self) -> Fraction:
        """How long the infusion takes: the sum of its steps."""
        return _minutes(self.steps)

    @property
    def whole_minutes(self) -> int:
        """The same in whole minutes, rounded up."""
        return ceil(self.minutes)

    @property
    def flat(self) -> bool:
        """Whether the label's rate is not scaled by weight."""
        return self.ladder.unit is RateUnit.ML_MIN


def purpose_of(indication: Indication, product: Product) -> Purpose:
    """What an infusion for an indication counts as on the labels of a preparation."""
    context = indication.rate_context
    labelled = tuple(Region) if context in NOT_NEUROLOGICAL else labelled_regions(product, indication.id)
    return Purpose(name=indication.short, context=context, labelled=labelled)


def label_ladders(product: Product) -> tuple[Ladder, ...]:
    """The ladders that a label prints; general knowledge never gives a rate."""
    return tuple(ladder for ladder in product.ladders if ladder.standing.drives)


class _LadderChoice(Record):
    """A ladder that may apply, with the region of its label."""

    ladder: Ladder
    region: Region
    for_purpose: bool
    """Whether it is for what was asked."""


def day_infusion(
    product: Product,
    basis: RateBasis,
    volume_ml: Fraction,
    *,
    purpose: Purpose,
    region: Region | None = None,
    conditions: AbstractSet[str] = frozenset(),
    vials: Combination | None = None,
    first: bool = False,
    age_years: Fraction | None = None,
) -> Infusion | Missing:
    """How a volume of a preparation runs in, or why no rate can be given.

    Args:
        product: the preparation.
        basis: the weight and the concentration that the rate is for.
        volume_ml: what is infused, in mL.
        purpose: what it is for.
        region: whose label; None takes the slowest of all.
        conditions: the patient's risks.
        vials: what is hung, to say when a vial is changed.
        first: whether it is the patient's first infusion of this preparation.
        age_years: the patient's age; below 18 a ladder for adults is not used.
    """
    choices = _choices(product, region, purpose, first=first, child=age_years is not None and age_years < ADULT_YEARS)
    if isinstance(choices, Missing):
        return choices
    limits = _limits(product, region, conditions, basis)
    caps = [limit.cap for limit in limits if limit.cap]
    cap = min(caps, key=lambda limit: (limit.ml_h, not limit.below), default=None)
    rates_of = [(choice, pump_rates(choice.ladder, basis, cap, first=first)) for choice in choices]
    if any(rates[0].ml_h <= 0 for _, rates in rates_of):
        return Missing(reason="its first rate is below 0.1 mL/h, which a pump cannot be set to")
    choice, rates, steps = max(
        ((choice, rates, pump_steps(rates, volume_ml)) for choice, rates in rates_of),
        key=lambda infused: (_minutes(infused[2]), -_top(infused[0].ladder, basis), infused[0].for_purpose),
    )
    return Infusion(
        product=product,
        ladder=choice.ladder,
        region=choice.region,
        region_given=region is not None,
        for_purpose=choice.for_purpose,
        basis=basis,
        volume_ml=volume_ml,
        pump_rates=rates,
        steps=steps,
        limits=limits,
        unread=tuple(
            risk for risk in AT_RISK if risk in conditions and not any(risk in limit.entry.patients for limit in limits)
        ),
        changes=_changes(vials, product, steps) if vials else (),
        said_of_first_infusion=tuple(
            statement
            for statement in product.first_infusion
            if first and (region is None or not statement.regions or choice.region in statement.regions)
        ),
    )


def _top(ladder: Ladder, basis: RateBasis) -> Fraction:
    """A ladder's maximum in mL/h."""
    return to_ml_h(Fraction(ladder.maximum), ladder.unit, basis)


def _minutes(steps: Sequence[Step]) -> Fraction:
    return sum((step.minutes for step in steps), Fraction(0))


def _choices(
    product: Product, region: Region | None, purpose: Purpose, *, first: bool, child: bool
) -> list[_LadderChoice] | Missing:
    """The ladders that may apply, in the order of the regions; or why there is none."""
    ladders = label_ladders(product)
    if not ladders:
        said = "; ".join(ladder.says for ladder in product.ladders)
        known = f"only general knowledge was found ({said}), which gives no rate" if said else ""
        return Missing(reason=product.missing.get("ladders", known))
    ladders = tuple(ladder for ladder in ladders if not (child and ladder.adults))
    if not ladders:
        return Missing(reason="the rates read are for adults")
    if first and all(ladder.after for ladder in ladders):
        return Missing(reason=f"not for a first infusion: its label asks that {ladders[0].after}")
    read = [label for label in Region if any(label in ladder.regions for ladder in ladders)]
    if region is not None and region not in read:
        names = ", ".join(label.upper() for label in read)
        return Missing(reason=f"no rate ladder of a {region.upper()} label was read (read: {names})")
    return [choice for label in ([region] if region else read) for choice in _of_region(ladders, label, purpose)]


def _of_region(ladders: Sequence[Ladder], region: Region, purpose: Purpose) -> list[_LadderChoice]:
    """A region's ladder for what was asked; its general one where it has the indication; else all of its ladders."""
    here = [ladder for ladder in ladders if region in ladder.regions]
    general = [ladder for ladder in here if Context.ANY in ladder.contexts and region in purpose.labelled]
    exact = [ladder for ladder in here if purpose.context is not Context.ANY and purpose.context in ladder.contexts]
    own = exact or general
    return [_LadderChoice(ladder=ladder, region=region, for_purpose=bool(own)) for ladder in own or here]


def _limits(
    product: Product, region: Region | None, conditions: AbstractSet[str], basis: RateBasis
) -> tuple[RateLimit, ...]:
    """What labels say of the rate for the patient's risks; of another region where this one was not read on it."""
    borrowed_of: dict[RiskRate, bool] = {}
    for risk in AT_RISK:
        entries = [rate for rate in product.risk_rates if rate.standing.drives and risk in rate.patients]
        here = [rate for rate in entries if region is None or region in rate.regions]
        if risk in conditions:
            borrowed_of |= dict.fromkeys(here or entries, not here)
    return tuple(
        RateLimit(entry=entry, cap=_cap(entry, basis), borrowed=borrowed) for entry, borrowed in borrowed_of.items()
    )


def _cap(entry: RiskRate, basis: RateBasis) -> RateCap | None:
    """The limit in mL/h; None where the label prints no figure."""
    if entry.maximum is None or entry.unit is None:
        return None
    return RateCap(ml_h=to_ml_h(Fraction(entry.maximum), entry.unit, basis), below=entry.below)


def _changes(vials: Combination, product: Product, steps: Sequence[Step]) -> tuple[VialChange, ...]:
    """When each vial but the first is hung, the largest vials first."""
    ml_of = {Fraction(vial.g): Fraction(vial.ml) for vial in product.vials}
    sizes = [vial.size_g for vial in vials.vials for _ in range(vial.count)]
    changes, hung = [], Fraction(0)
    for number, (before, size) in enumerate(pairwise(sizes), start=2):
        hung += ml_of[before]
        changes.append(VialChange(number=number, size_g=size, at_ml=hung, at_minute=_minute_of(hung, steps)))
    return tuple(changes)


def _minute_of(ml: Fraction, steps: Sequence[Step]) -> Fraction:
    """The minute by which so many mL have run in."""
    index = next(index for index, step in enumerate(steps) if ml <= step.running_ml)
    short = steps[index].running_ml - ml
    return _minutes(steps[: index + 1]) - short / steps[index].rate.ml_h * MINUTES_PER_HOUR
