"""Which of a label's ladders may apply to an infusion: by what it is for, by region, and by who the patient is."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.ladder import Context, Ladder, RateUnit
from ivigcalc.core.facts.product import Product
from ivigcalc.core.record import Record
from ivigcalc.core.selection.reasons import labelled_regions

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


class LadderChoice(Record):
    """A ladder that may apply, with the region of its label."""

    ladder: Ladder
    region: Region
    for_purpose: bool
    """Whether it is for what was asked."""


class NoRate(Missing):
    """Why no rate can be given."""

    needs_age: bool = False
    """Whether there may be one once the patient's age is known."""


def purpose_of(indication: Indication, product: Product) -> Purpose:
    """What an infusion for an indication counts as on the labels of a preparation."""
    context = indication.rate_context
    labelled = tuple(Region) if context in NOT_NEUROLOGICAL else labelled_regions(product, indication.id)
    return Purpose(name=indication.short, context=context, labelled=labelled)


def label_ladders(product: Product) -> tuple[Ladder, ...]:
    """The ladders that a label prints; general knowledge never gives a rate."""
    return tuple(ladder for ladder in product.ladders if ladder.standing.drives)


def is_flat(ladder: Ladder) -> bool:
    """Whether the rates of a ladder are not scaled by weight."""
    return ladder.unit is RateUnit.ML_MIN


def ladder_choices(
    product: Product, region: Region | None, purpose: Purpose, conditions: AbstractSet[str], *, first: bool
) -> list[LadderChoice] | NoRate:
    """The ladders that may apply, in the order of the regions; or why there is none."""
    ladders = label_ladders(product)
    if not ladders:
        said = "; ".join(ladder.says for ladder in product.ladders)
        known = f"only general knowledge was found ({said}), which gives no rate" if said else ""
        return NoRate(reason=product.missing.get("ladders", known))
    fitting = tuple(ladder for ladder in ladders if _fits_patient(ladder, conditions))
    unfit = [ladder for ladder in ladders if ladder not in fitting and _is_of(ladder, region)]
    if unfit and ("small-without-age" in conditions or not any(_is_of(ladder, region) for ladder in fitting)):
        return _for_adults(unfit, conditions)
    if first and all(ladder.after for ladder in fitting):
        return NoRate(reason=f"not for a first infusion: its label asks that {fitting[0].after}")
    read = [label for label in Region if any(label in ladder.regions for ladder in fitting)]
    if region is not None and region not in read:
        names = ", ".join(label.upper() for label in read)
        return NoRate(reason=f"no rate ladder of a {region.upper()} label was read (read: {names})")
    return [choice for label in ([region] if region else read) for choice in choices_of_region(fitting, label, purpose)]


def _is_of(ladder: Ladder, region: Region | None) -> bool:
    """Whether a ladder may apply in a region; without one, any may."""
    return region is None or region in ladder.regions


def _fits_patient(ladder: Ladder, conditions: AbstractSet[str]) -> bool:
    """Whether a ladder is not for adults alone, or flat, while the patient is a child or may be one."""
    if "small-without-age" in conditions:
        return not ladder.adults and not is_flat(ladder)
    return not ladder.adults or "child" not in conditions


def _for_adults(ladders: Sequence[Ladder], conditions: AbstractSet[str]) -> NoRate:
    """That there are rates, but none for a child, or for somebody who may be one."""
    if "child" in conditions:
        return NoRate(reason="the rates read are for adults")
    which = "for adults" if all(ladder.adults for ladder in ladders) else "for adults, or flat for every weight"
    return NoRate(reason=f"the rates read are {which}, and at this weight the patient may be a child", needs_age=True)


def choices_of_region(ladders: Sequence[Ladder], region: Region, purpose: Purpose) -> list[LadderChoice]:
    """A region's ladder for what was asked; its general one where it has the indication; else all of its ladders."""
    here = [ladder for ladder in ladders if region in ladder.regions]
    general = [ladder for ladder in here if Context.ANY in ladder.contexts and region in purpose.labelled]
    exact = [ladder for ladder in here if purpose.context is not Context.ANY and purpose.context in ladder.contexts]
    own = exact or general
    return [LadderChoice(ladder=ladder, region=region, for_purpose=bool(own)) for ladder in own or here]
