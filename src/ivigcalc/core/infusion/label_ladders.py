"""Which ladders of the labels of a preparation, or of a site, may apply to one kind of patient."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.fact import REGIONS, Region, regions_in_order
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.ladder import Context, Ladder, RateUnit, SiteLadder
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.rates import NoRate, no_rate
from ivigcalc.core.record import Record
from ivigcalc.core.selection.labels import labelled_regions

NOT_NEUROLOGICAL: Final = (Context.PI, Context.ITP)
"""Contexts outside neurology: whether a label has them is not in the data, so its general ladder counts as theirs."""


class Purpose(Record):
    """What an infusion is for."""

    name: str = ""
    """What was asked for; "" where nothing was."""
    context: Context = Context.ANY
    """The use as labels name it."""
    labelled: tuple[Region, ...] = ()
    """The regions whose label has the indication at the patient's age."""


class LadderChoice(Record):
    """A ladder that may apply, with the region of its label."""

    ladder: Ladder
    region: Region
    for_purpose: bool
    """Whether it is for what was asked."""
    label: Ladder | None = None
    """The label's ladder in whose place a site's stands, and which says whether it counts; None for all others."""


def purpose_of(
    indication: Indication,
    product: Product,
    age_years: Fraction | None = None,
    conditions: AbstractSet[str] = frozenset(),
) -> Purpose:
    """What an infusion for an indication counts as on the labels of a preparation, at the patient's age."""
    context, labelled = indication.rate_context, REGIONS
    if context not in NOT_NEUROLOGICAL:
        labelled = labelled_regions(product, indication.id, age_years, conditions)
    return Purpose(name=indication.short, context=context, labelled=labelled)


def label_ladders(product: Product) -> tuple[Ladder, ...]:
    """The ladders that a label prints; general knowledge never gives a rate."""
    return tuple(ladder for ladder in product.ladders if ladder.standing.drives)


def is_flat(ladder: Ladder) -> bool:
    """Whether the rates of a ladder are not scaled by weight."""
    return ladder.unit is RateUnit.ML_MIN


class EarlierInfusions(Record):
    """What is known of the patient's earlier infusions of the preparation."""

    first: bool = False
    """Whether this is the first, or the first after a change."""
    tolerated: bool = False
    """Whether it was given before and tolerated, as far as the label asks for that. Without being told it was not."""


TOLERATED: Final = EarlierInfusions(tolerated=True)
NOT_SAID: Final = EarlierInfusions()


def ladder_choices(
    product: Product, region: Region | None, purpose: Purpose, conditions: AbstractSet[str], earlier: EarlierInfusions
) -> list[LadderChoice] | NoRate:
    """The ladders that may apply, in the order of the regions; or why there is none.

    Where a region's ladder for a use is for adults alone, no ladder of it for another use stands in for a child, in
    that use or in a third one; nor does one of another region where none was asked for.
    """
    if not (ladders := label_ladders(product)):
        not_read, found = product.missing.get("ladders", ""), "; ".join(ladder.says for ladder in product.ladders)
        return no_rate("no-rate-general", says=found) if found and not not_read else NoRate(reason=not_read)
    fitting = [ladder for ladder in ladders if _fits_patient(ladder, conditions)]
    here = [ladder for ladder in fitting if _is_of(ladder, region)]
    unfit = _unfit(ladders, fitting, region, conditions) if len(fitting) < len(ladders) else []
    if unfit and ("small-without-age" in conditions or not here):
        return _for_adults(unfit, conditions)
    if earlier.first and here and all(ladder.after for ladder in here):
        return no_rate("no-rate-not-first", after=here[0].after)
    if earlier.first:
        fitting = [ladder for ladder in fitting if not ladder.after]
    read = regions_in_order({label for ladder in fitting or ladders for label in ladder.regions})
    if region is not None and region not in read:
        return no_rate("no-rate-region", region=region.upper(), regions=", ".join(label.upper() for label in read))
    told = (
        (label, ladders_by_tolerance(fitting, label, tolerated=earlier.tolerated))
        for label in ([region] if region else read)
    )
    choices = [choice for label, here in told for choice in choices_of_region(here, label, purpose)]
    unfit = [one for one in ladders if one not in fitting and not one.after and _is_of(one, region)]
    for_purpose = {choice.region for choice in choices if choice.for_purpose}
    lacking = any(not for_purpose.issuperset([region] if region else one.regions) for one in unfit)
    return _for_adults(unfit, conditions) if lacking else choices


def ladders_by_tolerance(ladders: Iterable[Ladder], region: Region, *, tolerated: bool) -> list[Ladder]:
    """A region's ladders by tolerance: of two for a use, one is for patients who tolerated the preparation before.

    Where it was not said, a ladder for everybody and every use stands in for it as well. The only one for a use
    stands, said or not.
    """
    here = [ladder for ladder in ladders if region in ladder.regions]
    right = [ladder for ladder in here if bool(ladder.after) is tolerated]

    def covered(ladder: Ladder) -> bool:
        return any(
            {*ladder.contexts} <= {*other.contexts} or (Context.ANY in other.contexts and not tolerated)
            for other in right
        )

    return [ladder for ladder in here if bool(ladder.after) is tolerated or not covered(ladder)]


def _is_of(ladder: Ladder, region: Region | None) -> bool:
    """Whether a ladder may apply in a region; without one, any may."""
    return region is None or region in ladder.regions


def _unfit(
    ladders: Iterable[Ladder], fitting: Iterable[Ladder], region: Region | None, conditions: AbstractSet[str]
) -> list[Ladder]:
    """The region's ladders that are not for the patient, where no ladder for every use that is stands in for them."""
    general = {label for ladder in fitting if Context.ANY in ladder.contexts for label in ladder.regions}
    here = [ladder for ladder in ladders if _is_of(ladder, region) and not _fits_patient(ladder, conditions)]
    return [ladder for ladder in here if is_flat(ladder) or not general.issuperset(ladder.regions)]


def _fits_patient(ladder: Ladder, conditions: AbstractSet[str]) -> bool:
    """Whether a ladder is not for adults alone, or flat, while the patient is a child or may be one."""
    if "small-without-age" in conditions:
        return not ladder.adults and not is_flat(ladder)
    return not ladder.adults or "child" not in conditions


def _for_adults(ladders: Sequence[Ladder], conditions: AbstractSet[str]) -> NoRate:
    """That there are rates, but none for a child, or for somebody who may be one."""
    if "child" in conditions:
        return no_rate("no-rate-adults")
    perhaps = "no-rate-perhaps-adults" if all(ladder.adults for ladder in ladders) else "no-rate-perhaps-flat"
    return no_rate(perhaps, needs_age=True)


def choices_of_region(ladders: Sequence[Ladder], region: Region, purpose: Purpose) -> list[LadderChoice]:
    """A region's ladder for what was asked; its general one where it has the indication; else all of its ladders."""
    here = [ladder for ladder in ladders if region in ladder.regions]
    general = [ladder for ladder in here if Context.ANY in ladder.contexts and region in purpose.labelled]
    exact = [ladder for ladder in here if purpose.context is not Context.ANY and purpose.context in ladder.contexts]
    own = exact or general
    if not any(isinstance(ladder, SiteLadder) for ladder in own or here):
        return [LadderChoice(ladder=ladder, region=region, for_purpose=bool(own)) for ladder in own or here]
    pairs = _with_labels(own or here, region, for_purpose=bool(own))
    return [LadderChoice(ladder=one, region=region, for_purpose=bool(own), label=label) for one, label in pairs]


def _with_labels(
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
