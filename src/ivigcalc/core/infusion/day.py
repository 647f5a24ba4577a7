"""The rates of an infusion day: the label that applies, its limits for a patient at risk, and the steps of the pump.

A ladder is chosen by product, region and context. Without a region, or where a label has none for the context, the one
that takes longest applies, so that nothing is ever faster for not being said.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from ivigcalc.core.facts.fact import Region, Statement
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.infusion.label_ladders import NOT_SAID, EarlierInfusions, Purpose, is_flat
from ivigcalc.core.infusion.limits_at_risk import RateLimit, rate_limits, risks_without_figure, strictest_cap
from ivigcalc.core.infusion.rate_case import ladder_maximum_ml_h, ladders_needing_tolerance, rate_case
from ivigcalc.core.infusion.rates import MINUTES_PER_HOUR, NoRate, PumpRate, RateBasis, Step, as_pump_rates, pump_steps
from ivigcalc.core.quantity import at_least
from ivigcalc.core.record import Record
from ivigcalc.core.vials.totals import Combination


class VialChange(NamedTuple):
    """When the next vial is hung."""

    number: int
    """The number of the vial."""
    size_g: Fraction
    at_ml: Fraction
    """The volume given before it."""
    at_minute: Fraction
    """The minutes from the beginning of the infusion."""
    step: int
    """The number of the step in which it is hung."""


class Infusion(Record):
    """An infusion day of a preparation at the rates of one label."""

    product: Product
    ladder: Ladder
    region: Region
    """The region of the label."""
    region_given: bool
    """Whether the caller asked for the region."""
    purpose: Purpose
    for_purpose: bool
    """Whether the label has the ladder for the purpose; else the slowest of its ladders stands in."""
    basis: RateBasis
    volume_ml: Fraction
    pump_rates: tuple[PumpRate, ...]
    """The whole ladder for this patient."""
    steps: tuple[Step, ...]
    """As much of the ladder as the volume takes."""
    risks: tuple[str, ...]
    """The risks of the patient for which labels may print a rate of its own."""
    limits: tuple[RateLimit, ...]
    """What labels say of the rate for these risks."""
    changes: tuple[VialChange, ...]
    """When the second vial and those after it are hung; empty where the vials are not known."""
    said_of_first_infusion: tuple[Statement, ...]
    """What labels say of a first infusion; empty where it is none."""
    earlier: EarlierInfusions = NOT_SAID
    """What is known of earlier infusions of the preparation."""
    kept: tuple[Ladder, ...] = ()
    """What the same label prints for patients who tolerated the preparation before, where that was not told."""

    @property
    def holds_back(self) -> bool:
        """Whether the label prints more for patients who tolerated the preparation before, which was not told."""
        return not self.earlier.tolerated and bool(self.kept or self.ladder.maximum_after)

    @property
    def unread(self) -> tuple[str, ...]:
        """The risks on which no label was read."""
        return tuple(risk for risk in self.risks if not any(risk in limit.entry.patients for limit in self.limits))

    @cached_property
    def without_figure(self) -> tuple[str, ...]:
        """The risks for which not every label that counts prints a figure: only the first rate is for this patient."""
        entries = [(limit.entry, limit.borrowed) for limit in self.limits]
        return risks_without_figure(self.risks, entries, self.region if self.region_given else None)

    @cached_property
    def steps_for_patient(self) -> tuple[Step, ...]:
        """The steps that are for this patient: the first alone where a label prints no figure for a risk."""
        return self.steps[:1] if self.without_figure else self.steps

    @property
    def below_maximum(self) -> bool:
        """Whether the label's maximum is not reached by any of its steps."""
        return all(step.rate.exact_ml_h < ladder_maximum_ml_h(self.ladder, self.basis) for step in self.steps)

    @property
    def minutes(self) -> Fraction:
        """How long the infusion takes: the sum of its steps."""
        return self.steps[-1].end_minute

    @property
    def whole_minutes(self) -> int:
        """The same in whole minutes, rounded up."""
        return ceil(self.minutes)

    @property
    def minutes_at_first_rate(self) -> Fraction:
        """How long it would take if the first rate were kept to the end."""
        return self.volume_ml / self.steps[0].rate.ml_h * MINUTES_PER_HOUR

    @property
    def flat(self) -> bool:
        """Whether the label's rate is not scaled by weight."""
        return is_flat(self.ladder)


def day_infusion(
    product: Product,
    basis: RateBasis,
    volume_ml: Fraction,
    *,
    rules: Rules,
    purpose: Purpose,
    region: Region | None,
    conditions: AbstractSet[str],
    vials: Combination | None = None,
    earlier: EarlierInfusions,
) -> Infusion | NoRate:
    """How a volume of a preparation runs in, or why no rate can be given.

    Without a figure for a patient at risk the ladder that begins slowest is taken, for nothing but its first rate is
    for this patient.

    Args:
        product: the preparation.
        basis: the weight and the concentration that the rate is for.
        volume_ml: what is infused, in mL.
        rules: how fine a pump can be set.
        purpose: what it is for.
        region: whose label; None takes the slowest of all.
        conditions: the patient's risks, and whether the patient is a child.
        vials: what is hung, to say when a vial is changed.
        earlier: what is known of earlier infusions of this preparation.
    """
    case = rate_case(product, region, purpose, conditions, earlier)
    if isinstance(case, NoRate):
        return case
    limits = rate_limits(case.risk_rates, basis)
    found = case.slowest(basis, strictest_cap(limits), volume_ml, rules)
    if isinstance(found, NoRate):
        return found
    choice, rates = found.choice, as_pump_rates(found.settings, basis)
    steps = pump_steps(rates, volume_ml)
    return Infusion(
        product=product,
        ladder=choice.ladder,
        region=choice.region,
        region_given=region is not None,
        purpose=purpose,
        for_purpose=choice.for_purpose,
        basis=basis,
        volume_ml=volume_ml,
        pump_rates=rates,
        steps=steps,
        risks=case.risks,
        limits=limits,
        changes=_changes(vials, product, steps) if vials else (),
        earlier=earlier,
        kept=() if earlier.tolerated else ladders_needing_tolerance(choice, product, region, purpose, conditions),
        said_of_first_infusion=tuple(
            statement
            for statement in product.first_infusion
            if earlier.first and (region is None or not statement.regions or choice.region in statement.regions)
        ),
    )


def _changes(vials: Combination, product: Product, steps: Sequence[Step]) -> tuple[VialChange, ...]:
    """When each vial but the first is hung, the largest vials first; none once all of the volume has been given.

    A vial may hold a little more or less than its grams at the concentration that rates are worked out for.
    """
    sizes = [vial.size_g for vial in vials.vials for _ in range(vial.count)]
    changes, hung = list[VialChange](), Fraction(0)
    coming = enumerate(steps, start=1)
    of_step, step = next(coming)
    for number, (before, size) in enumerate(pairwise(sizes), start=2):
        hung += product.ml_of[before]
        if at_least(hung, steps[-1].running_ml):
            break
        while not at_least(step.running_ml, hung):
            of_step, step = next(coming)
        at_minute = step.end_minute - (step.running_ml - hung) / step.rate.ml_h * MINUTES_PER_HOUR
        changes.append(VialChange(number=number, size_g=size, at_ml=hung, at_minute=at_minute, step=of_step))
    return tuple(changes)
