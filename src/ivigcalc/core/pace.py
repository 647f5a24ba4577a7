"""How fast a rate ladder runs, in one unit, so that a site's ladder can be held against a label's."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Final

from ivigcalc.core.ladder import Context, Ladder, RateUnit

MINUTES: Final = 60


def ml_per_min(rate: Decimal, unit: RateUnit, mg_per_ml: Decimal) -> Fraction:
    """A rate in mL/min: per kg, except for the flat unit ``mL/min``, which is not scaled by weight."""
    match unit:
        case RateUnit.ML_KG_H:
            return Fraction(rate) / MINUTES
        case RateUnit.MG_KG_MIN:
            return Fraction(rate) / Fraction(mg_per_ml)
        case RateUnit.MG_KG_H:
            return Fraction(rate) / Fraction(mg_per_ml) / MINUTES
        case _:
            return Fraction(rate)


def _fastest(ladder: Ladder) -> Decimal:
    return max([ladder.maximum, *(step.rate for step in ladder.steps)])


def _first(ladder: Ladder) -> Decimal:
    return ladder.steps[0].rate if ladder.steps else ladder.maximum


def held_against(own: Ladder, shipped: Iterable[Ladder]) -> tuple[Ladder, ...]:
    """The label's ladders that a site's is held against.

    They are those for each of its regions and contexts; for one that the label has none for, all of the preparation.
    """
    usable = tuple(ladder for ladder in shipped if ladder.standing.drives)
    found: list[Ladder] = []
    for region, context in product(own.regions, own.contexts):
        meeting = [
            ladder
            for ladder in usable
            if region in ladder.regions and (context is Context.ANY or {context, Context.ANY} & {*ladder.contexts})
        ]
        found += meeting or usable
    return tuple(found)


def is_faster(own: Ladder, shipped: Iterable[Ladder], mg_per_ml: Decimal) -> bool:
    """Whether a site's ladder begins or ends faster than a label's, or cannot be held against one.

    It cannot where no label rate is known, or where one of the two is flat and the other per kg.
    """
    labels = held_against(own, shipped)

    def faster(label: Ladder) -> bool:
        if (own.unit is RateUnit.ML_MIN) is not (label.unit is RateUnit.ML_MIN):
            return True
        pairs = ((_first(own), _first(label)), (_fastest(own), label.maximum))
        return any(
            ml_per_min(mine, own.unit, mg_per_ml) > ml_per_min(theirs, label.unit, mg_per_ml) for mine, theirs in pairs
        )

    return not labels or any(faster(label) for label in labels)


def without(shipped: Ladder, own: Ladder) -> tuple[Ladder, ...]:
    """What is left of a shipped ladder for the regions and contexts that a site's ladder does not take over."""
    every = Context.ANY in own.contexts
    regions = tuple(region for region in shipped.regions if region in own.regions)
    contexts = tuple(context for context in shipped.contexts if every or context in own.contexts)
    if not regions or not contexts:
        return (shipped,)
    rest = (
        replace(shipped, regions=tuple(region for region in shipped.regions if region not in regions)),
        replace(
            shipped,
            regions=regions,
            contexts=tuple(context for context in shipped.contexts if context not in contexts),
        ),
    )
    return tuple(ladder for ladder in rest if ladder.regions and ladder.contexts)
