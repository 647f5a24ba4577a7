"""How fast a rate ladder runs, in one unit, so that a site's ladder can be held against a label's."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from ivigcalc.core.ladder import Context, Ladder, RateUnit
from ivigcalc.core.rates import Basis, rungs, to_ml_h


def _starts(ladder: Ladder, mg_per_ml: Decimal) -> list[tuple[Fraction, Fraction]]:
    """Each step of a ladder as the minute at which it begins and its mL/h for 1 kg (mL/h for anybody, where flat)."""
    basis = Basis(weight_kg=Fraction(1), mg_per_ml=Fraction(mg_per_ml))
    found, minute = [], Fraction(0)
    for rung in rungs(ladder):
        found.append((minute, to_ml_h(rung.rate, ladder.unit, basis)))
        minute += rung.minutes or 0
    return found


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
    """Whether a site's ladder is at any minute faster than a label's, or cannot be held against one.

    It cannot where no label rate is known, or where one of the two is flat and the other per kg. A rate only ever
    rises, so that it is enough to look at the minutes at which the site's own steps begin.
    """
    labels = held_against(own, shipped)

    def faster(label: Ladder) -> bool:
        if (own.unit is RateUnit.ML_MIN) is not (label.unit is RateUnit.ML_MIN):
            return True
        printed = _starts(label, mg_per_ml)
        return any(
            rate > max(theirs for begins, theirs in printed if begins <= minute)
            for minute, rate in _starts(own, mg_per_ml)
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
