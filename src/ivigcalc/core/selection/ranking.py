"""The order of the preparations for a patient, without weights and sums, so that it can be followed by hand.

Verdict first. Within a verdict A stands before B when it is at least as good on every active factor and better on one
of them; tier 1 is what nothing dominates, tier 2 what only tier 1 dominates, and so on. Inside a tier the factors count
in a fixed order. A preparation without a value for an active factor is not ranked: missing data never ranks as good.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.product import MarketStatus
from ivigcalc.core.facts.rule import VERDICT_RANKS, Verdict
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.assessment import Assessment, Situation, assess
from ivigcalc.core.selection.exposure import LabelledLimit, Unknown
from ivigcalc.core.selection.labels import GONE, market_status
from ivigcalc.core.selection.reasons import Reason, remarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.formulary import MergedFormulary

Figures = tuple[Fraction, ...]

NOT_STOCKED: Final = "not-stocked"
"""The id of the remark on a preparation that the site does not stock."""


class PlacedProduct(Record):
    """An assessed preparation in the order for a patient: its number and tier, or None for both with the reason.

    ``block`` is ``ranked``, ``not-ranked`` (a value is unknown), ``unordered`` (no factor given) or ``last``
    (contraindicated, no longer made, not yet sold, not sold in the region).
    """

    assessment: Assessment
    block: str
    position: int | None = None
    tier: int | None = None
    tied: bool = False
    reason: str = ""


def figures(assessment: Assessment, situation: Situation, sodium_free_mmol: Fraction) -> Figures | None:
    """The values that count, lowest best, in the order of the factors; None if one is unknown.

    Less than ``sodium_free_mmol`` sodium in the infusion day counts as none.
    """
    values = []
    for factor in situation.factors:
        limit = assessment.values[factor]
        if not isinstance(limit, LabelledLimit):
            return None
        free = factor is Risk.SODIUM and limit.value * situation.day_g < sodium_free_mmol
        values.append(Fraction(0) if free else limit.value)
    return tuple(values)


def dominates(mine: Figures, theirs: Figures) -> bool:
    """Whether the first is at least as good on every factor, and better on one."""
    return mine != theirs and all(value <= other for value, other in zip(mine, theirs, strict=True))


def tier_by_figures(all_figures: list[Figures]) -> dict[Figures, int]:
    """The tier of each distinct set of figures: 1 where nobody beats it, and so on."""
    left, tier, tier_of = set(all_figures), 0, dict[Figures, int]()
    while left:
        tier += 1
        front = {figure for figure in left if not any(dominates(other, figure) for other in left)}
        tier_of |= dict.fromkeys(front, tier)
        left -= front
    return tier_of


def _last_reason(assessment: Assessment, situation: Situation) -> str:
    """Why a preparation stands last, or "" if it does not."""
    reasons = [str(Verdict.CONTRAINDICATED)] if assessment.verdict is Verdict.CONTRAINDICATED else []
    if assessment.status in GONE:
        reasons.append(GONE[assessment.status])
    elif situation.region and not assessment.offered:
        reasons.append(f"no vial size listed for {situation.region.upper()}")
    return ", ".join(reasons)


def by_market_and_label(assessment: Assessment) -> tuple[bool, ...]:
    """Sort key: sold here and labelled, other sold ones, then by whether any region sells it, then label."""
    return (
        not (assessment.sold and assessment.labelled_here),
        not assessment.sold,
        market_status(assessment.product, None) is not MarketStatus.SOLD,
        not assessment.labelled_here,
    )


def _unordered(assessments: list[Assessment]) -> list[PlacedProduct]:
    """Without a factor: by market and label, then in the order of the data."""
    return [
        PlacedProduct(assessment=assessment, block="unordered", reason="no patient factor given")
        for assessment in sorted(assessments, key=by_market_and_label)
    ]


def _ranked(
    assessments: list[Assessment], situation: Situation, sodium_free_mmol: Fraction, first: int
) -> list[PlacedProduct]:
    """One verdict's preparations, the first of them number ``first``: by tier, then those with an unknown value."""
    by_name = sorted(assessments, key=lambda assessment: (by_market_and_label(assessment), assessment.product.id))
    figures_of = [(figures(assessment, situation, sodium_free_mmol), assessment) for assessment in by_name]
    known = [(figure, assessment) for figure, assessment in figures_of if figure is not None]
    tier_of = tier_by_figures([figure for figure, _ in known])
    known.sort(key=lambda pair: (tier_of[pair[0]], pair[0]))
    places, number = [], first
    for figure, group in groupby(known, key=lambda pair: pair[0]):
        tied = [assessment for _, assessment in group]
        places += [
            PlacedProduct(
                assessment=assessment, block="ranked", position=number, tier=tier_of[figure], tied=len(tied) > 1
            )
            for assessment in tied
        ]
        number += len(tied)
    for figure, assessment in figures_of:
        if figure is None:
            values = (assessment.values[factor] for factor in situation.factors)
            reason = "; ".join(value.known or value.reason for value in values if isinstance(value, Unknown))
            places.append(PlacedProduct(assessment=assessment, block="not-ranked", reason=reason))
    return places


def _last(
    reasoned: list[tuple[str, Assessment]], situation: Situation, sodium_free_mmol: Fraction
) -> list[PlacedProduct]:
    """What stands last, by reason; of one reason what its own label says first, then by the factors, unknown last."""

    def key(pair: tuple[str, Assessment]) -> tuple[int, str, bool, bool, Figures, tuple[bool, ...], str]:
        reason, assessment = pair
        values = figures(assessment, situation, sodium_free_mmol)
        among_equals = by_market_and_label(assessment), assessment.product.id
        return -assessment.verdict.rank, reason, assessment.by_class, values is None, values or (), *among_equals

    return [
        PlacedProduct(assessment=assessment, block="last", reason=reason)
        for reason, assessment in sorted(reasoned, key=key)
    ]


def rank(assessments: list[Assessment], situation: Situation, sodium_free_mmol: Fraction) -> tuple[PlacedProduct, ...]:
    """Every preparation exactly once, in the order to show them."""
    reasoned = [(_last_reason(assessment, situation), assessment) for assessment in assessments]
    places: list[PlacedProduct] = []
    for verdict in VERDICT_RANKS:
        group = [assessment for reason, assessment in reasoned if not reason and assessment.verdict is verdict]
        if group and situation.factors:
            first = 1 + sum(place.block == "ranked" for place in places)
            places += _ranked(group, situation, sodium_free_mmol, first)
        elif group:
            places += _unordered(group)
    return (*places, *_last([pair for pair in reasoned if pair[0]], situation, sodium_free_mmol))


def places_of(situation: Situation, catalogue: Catalogue, wanted: Sequence[str] = ()) -> tuple[PlacedProduct, ...]:
    """The catalogue's preparations (or only those ``wanted``, by id), assessed and in order."""
    listed = [product for product in catalogue.products if not wanted or product.id in wanted]
    rules = catalogue.rules
    assessed = [stock_remarked(assess(product, situation, rules), catalogue.local) for product in listed]
    return rank(assessed, situation, rules.constant("sodium-free"))


def stock_remarked(assessment: Assessment, local: MergedFormulary | None) -> Assessment:
    """With a remark where the site's formulary says that the preparation is not stocked."""
    if local is None or assessment.product.id not in local.unstocked:
        return assessment
    return assessment.replaced(reasons=(*assessment.reasons, stock_remark(local)))


def stock_remark(local: MergedFormulary) -> Reason:
    """The remark on a preparation that the site does not stock."""
    return remarked(NOT_STOCKED, NOT_STOCKED, (SITE,), site=local.formulary.site)
