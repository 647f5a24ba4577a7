"""Limits of the rate for a patient at risk: what labels say of it, and for which risks none of them prints a figure."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import AT_RISK, RiskRate
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.rates import RateBasis, RateCap, to_ml_h
from ivigcalc.core.record import Record


class RateLimit(Record):
    """What a label says of the rate for a risk of this patient."""

    entry: RiskRate
    cap: RateCap | None
    """None where the label prints no figure."""
    borrowed: bool
    """Whether it is of another region, because the label of the region asked for was not read on this."""


def risk_rates(
    product: Product, region: Region | None, conditions: AbstractSet[str]
) -> tuple[tuple[RiskRate, bool], ...]:
    """What labels say of the rate for the patient's risks; of another region where this one was not read on it.

    Each with whether it is borrowed so.
    """
    borrowed_of: dict[RiskRate, bool] = {}
    for risk in AT_RISK:
        entries = [rate for rate in product.risk_rates if rate.standing.drives and risk in rate.patients]
        here = [rate for rate in entries if region is None or region in rate.regions]
        if risk in conditions:
            borrowed_of |= dict.fromkeys(here or entries, not here)
    return tuple(borrowed_of.items())


def rate_limits(entries: Iterable[tuple[RiskRate, bool]], basis: RateBasis) -> tuple[RateLimit, ...]:
    """What labels say for these risks, as limits in mL/h."""
    return tuple(RateLimit(entry=entry, cap=_cap(entry, basis), borrowed=borrowed) for entry, borrowed in entries)


def _cap(entry: RiskRate, basis: RateBasis) -> RateCap | None:
    """The limit in mL/h; None where the label prints no figure."""
    if entry.maximum is None or entry.unit is None:
        return None
    return RateCap(ml_h=to_ml_h(Fraction(entry.maximum), entry.unit, basis), below=entry.below)


def strictest_cap(limits: Sequence[RateLimit]) -> RateCap | None:
    """The lowest of the limits with a figure; None where there is none."""
    return min((limit.cap for limit in limits if limit.cap), key=lambda cap: (cap.ml_h, not cap.below), default=None)


def risks_without_figure(
    risks: Iterable[str], entries: Sequence[tuple[RiskRate, bool]], region: Region | None
) -> tuple[str, ...]:
    """Those of the risks for which not every label that counts prints a figure, or none was read.

    The labels that count are those of the ``region``; without one, and of what is borrowed, those of all regions.
    """

    def is_printed(risk: str) -> bool:
        about = [(entry, borrowed) for entry, borrowed in entries if risk in entry.patients]
        figured = {where for entry, _ in about if entry.has_figure for where in entry.regions}
        return any(entry.has_figure for entry, _ in about) and all(
            figured.issuperset(entry.regions if borrowed or region is None else (region,)) for entry, borrowed in about
        )

    return tuple(risk for risk in risks if not is_printed(risk))
