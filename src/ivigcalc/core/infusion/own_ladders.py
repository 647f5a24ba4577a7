"""A site's ladder among those of the labels: where it stands in, and whether it would make an infusion faster."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from ivigcalc.core.facts.ladder import Context, SiteLadder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.facts.ladder import Ladder
    from ivigcalc.core.infusion.rates import PumpSetting

    C = TypeVar("C")
    SetTo = tuple[C, list[PumpSetting]]
    Slowness = tuple[Fraction, Fraction, Fraction, bool]


def with_labels(
    ladders: Iterable[Ladder], region: Region, *, for_purpose: bool
) -> Iterator[tuple[Ladder, Ladder | None]]:
    """A region's ladders, each of a site's with each of the label's that it stands for; None for all others.

    A site's ladder for one use takes the label's place in that use alone: where no ladder fits a use, and the slowest
    stands in, the label's is there as well, as shipped.
    """
    for ladder in ladders:
        labels = [one for one in ladder.instead_of if region in one.regions] if isinstance(ladder, SiteLadder) else []
        if not labels:
            yield ladder, None
        for label in labels:
            yield ladder, label
            if not for_purpose and Context.ANY not in ladder.contexts:
                yield label, None


def slowest(
    found: Sequence[SetTo[C]], label_of: Callable[[SetTo[C]], SetTo[C] | None], slowness: Callable[[SetTo[C]], Slowness]
) -> SetTo[C]:
    """The slowest of several ladders with their settings.

    The label's ladder (``label_of``) says whether a site's counts, unless that is faster, which somebody approved. What
    takes longer than the one that counts, and is at no minute faster, counts before it.
    """

    def by_label(one: SetTo[C]) -> Slowness:
        label = label_of(one)
        return slowness(one if label is None or runs_faster(one[1], label[1]) else label)

    counts = max(found, key=by_label)
    return max((counts, *(one for one in found if not runs_faster(one[1], counts[1]))), key=slowness)


def runs_faster(own: Sequence[PumpSetting], other: Sequence[PumpSetting]) -> bool:
    """Whether settings are at any minute faster than others: rates only rise, so that their own steps tell."""
    minute: Fraction | int = 0
    for setting in own:
        if setting.exact_ml_h > _rate_at(other, minute):
            return True
        minute += setting.minutes or 0
    return False


def _rate_at(settings: Sequence[PumpSetting], minute: Fraction | int) -> Fraction:
    """The rate that settings have come to at a minute."""
    begins, rate = Fraction(0), settings[0].exact_ml_h
    for setting in settings:
        if begins <= minute:
            rate = setting.exact_ml_h
        begins += setting.minutes or 0
    return rate
