"""A site's rate ladder compared with the label's: in mL/h, minute by minute, and by what each asks for first."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Final

from ivigcalc.core.facts.ladder import Context, Ladder, RateUnit, SiteLadder
from ivigcalc.core.infusion.rates import DOUBLING, RateBasis, rungs, to_ml_h
from ivigcalc.core.quantity import exact

MOST_STEPS: Final = 100
"""More steps than any label prints, and than anybody sets a pump to."""


def ladder_words(ladder: Ladder) -> str:
    """``up to 4.8 mL/kg/h (cidp; EU)``, with what it asks for: ``(any; EU; adults; the maximum after ...)``."""
    asks = (
        ", ".join(ladder.contexts),
        " ".join(ladder.regions).upper(),
        "adults" if ladder.adults else "",
        f"after: {ladder.after}" if ladder.after else "",
        f"the maximum after: {ladder.maximum_after}" if ladder.maximum_after else "",
    )
    return f"up to {exact(ladder.maximum)} {ladder.unit} ({'; '.join(filter(None, asks))})"


def step_count(ladder: Ladder) -> int:
    """How many steps a ladder has up to its maximum, counted without making them."""
    stated = [step.rate for step in ladder.steps] + list(ladder.between)
    rate = Fraction(stated[-1] if stated else ladder.maximum)
    top, count = Fraction(ladder.maximum), len(stated) + 1
    if ladder.raise_by is not None:
        return count + (max(0, ceil((top - rate) / Fraction(ladder.raise_by)) - 1) if ladder.raise_by > 0 else 0)
    while 0 < rate * DOUBLING < top:
        rate, count = rate * DOUBLING, count + 1
    return count


def _starts(ladder: Ladder, mg_per_ml: Decimal, *, tolerated: bool) -> list[tuple[Fraction, Fraction]]:
    """Each rung as the minute at which it begins and its mL/h for 1 kg (mL/h for anybody, where flat)."""
    basis = RateBasis(weight_kg=Fraction(1), mg_per_ml=Fraction(mg_per_ml))
    starts, minute = [], Fraction(0)
    for rung in rungs(ladder, tolerated=tolerated):
        starts.append((minute, to_ml_h(rung.rate, ladder.unit, basis)))
        minute += rung.minutes or 0
    return starts


def comparable_labels(own: Ladder, shipped: Iterable[Ladder]) -> tuple[Ladder, ...]:
    """The label's ladders that a site's is compared with.

    They are those for each of its regions and contexts; where the label has none for a context, all of the region, of
    which the slowest stands in; where it has none there, all of the preparation.
    Where the label prints two for these, one of them for patients who tolerated it before (``after``), it is the one
    for the same patients; where a site's is the only one for a context, it stands for everybody.
    """
    usable = [label for label in shipped if label.standing.drives]
    labels: list[Ladder] = []
    for region, context in product(own.regions, own.contexts):
        here = [label for label in usable if region in label.regions]
        if not any(context in label.contexts for label in here):
            labels += [label for label in here if own.after or not label.after] or here or usable
            continue
        meeting = [label for label in here if context is Context.ANY or {context, Context.ANY} & {*label.contexts}]
        labels += [label for label in meeting if bool(label.after) is bool(own.after)] or meeting
    return tuple(labels)


def is_faster(own: Ladder, shipped: Iterable[Ladder], mg_per_ml: Decimal) -> bool:
    """Whether a site's ladder is at any minute faster than a label's, asks for less, or cannot be compared with one.

    It asks for less where it does not repeat the label's words for what comes first (``after``), where it is for adults
    no longer, and where it reaches beyond what the label keeps below (``maximum_after``) without the label's words for
    that. It cannot be compared with a label where no label rate is known, or where one of the two is flat and the other
    per kg.
    """
    labels = comparable_labels(own, shipped)
    if not labels or step_count(own) > MOST_STEPS:
        return True
    return any(_asks_less(own, label) or _runs_faster(own, label, mg_per_ml) for label in labels)


def _asks_less(own: Ladder, label: Ladder) -> bool:
    return label.after not in own.after or (label.adults and not own.adults)


def _runs_faster(own: Ladder, label: Ladder, mg_per_ml: Decimal) -> bool:
    """Whether a site's ladder is faster than a label's at any minute, with and without tolerance told of.

    A rate only ever rises, so that it is enough to look at the minutes at which the site's own steps begin.
    """
    if (own.unit is RateUnit.ML_MIN) is not (label.unit is RateUnit.ML_MIN):
        return True
    kept = label.maximum_after in own.maximum_after
    for own_tolerated, label_tolerated in ((True, kept), (False, False)):
        printed = _starts(label, mg_per_ml, tolerated=label_tolerated)
        for minute, rate in _starts(own, mg_per_ml, tolerated=own_tolerated):
            if rate > max((label_rate for begins, label_rate in printed if begins <= minute), default=0):
                return True
    return False


def in_place_of(own: Ladder, shipped: Iterable[Ladder]) -> Ladder:
    """A site's ladder with the label's whose place it takes, for the same patients; else that it is held against.

    One that only adults may have is not among those of a ladder for everybody.
    """
    usable = [label for label in shipped if label.standing.drives and (own.adults or not label.adults)]
    taken = [label for label in usable if not_replaced(label, own) != (label,)]
    labels = tuple([label for label in taken if bool(label.after) is bool(own.after)] or comparable_labels(own, usable))
    fields = {name: getattr(own, name) for name in own.field_names}
    return SiteLadder(**fields, instead_of=labels) if labels else own


def not_replaced(shipped: Ladder, own: Ladder) -> tuple[Ladder, ...]:
    """What is left of a shipped ladder for the regions and contexts that a site's ladder does not take over.

    One for patients who tolerated the preparation before leaves the label's ladder for all others as it is.
    """
    if own.after and not shipped.after:
        return (shipped,)
    every = Context.ANY in own.contexts
    regions = tuple(region for region in shipped.regions if region in own.regions)
    contexts = tuple(context for context in shipped.contexts if every or context in own.contexts)
    if not regions or not contexts:
        return (shipped,)
    rest = (
        shipped.replaced(regions=tuple(region for region in shipped.regions if region not in regions)),
        shipped.replaced(
            regions=regions, contexts=tuple(context for context in shipped.contexts if context not in contexts)
        ),
    )
    return tuple(ladder for ladder in rest if ladder.regions and ladder.contexts)
