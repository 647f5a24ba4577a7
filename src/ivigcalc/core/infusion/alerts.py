"""The rules that fire for a rate: one that no figure stands behind, one that is high, one that cannot be judged."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import HoldingRules
from ivigcalc.core.facts.fact import SITE, Missing
from ivigcalc.core.facts.ladder import Ladder, risks_of_rates
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import RATE_WORDS, Level, LimitRule
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.label_ladders import choices_of_region, is_flat, label_ladders, ladders_by_tolerance
from ivigcalc.core.infusion.label_rates import limit_of, printed_rates
from ivigcalc.core.infusion.limits_at_risk import strictest_cap
from ivigcalc.core.infusion.rate_case import RateCase
from ivigcalc.core.infusion.rates import MINUTES_PER_HOUR, NoRate, PumpRate, RateBasis, to_ml_h
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.safety.alerts import Alert, alerts_of_rules

NEEDS_AGE: Final = "rate-needs-age"
"""The condition that there may be a rate once the patient's age is known."""


def rate_alerts(
    patient: Patient,
    conditions: AbstractSet[str],
    product: Product,
    rate: Infusion | Missing,
    catalogue: Catalogue,
    *,
    ordered_ml_h: Fraction | None = None,
    of_dose: bool = False,
) -> list[Alert]:
    """The alerts of the rates of an infusion; or of the one rate that somebody ordered beside them.

    Of a dose (``of_dose``) no rule says anything that stops for want of an age: the dose is given without a rate.
    That no label prints a figure for the patient's risk is said of a ladder only: an ordered rate is not checked then.
    Where no rate is known, what labels ask for at this risk is said all the same.
    """
    own, words, rate_ml_h = {"rate"}, dict.fromkeys(RATE_WORDS, ""), ordered_ml_h
    if isinstance(rate, Missing):
        own |= {NEEDS_AGE} if isinstance(rate, NoRate) and rate.needs_age else set()
        own |= _at_risk_without_rate(conditions)
        words |= {"product": product.shown, "why": rate.reason, "risks": " and ".join(risks_of_rates(conditions))}
    else:
        rate_ml_h = ordered_ml_h or max(step.rate.ml_h for step in rate.steps_for_patient)
        words |= _words(rate)
        if rate.without_figure and ordered_ml_h is None:
            own.add("rate-without-figure")
        label_ml_h = _label_maximum(rate, catalogue)
        if label_ml_h is not None and _fastest(rate).exact_ml_h > label_ml_h:
            own.add("rate-flat-above-label")
            words["label_mg_kg_min"] = shown(_mg_kg_min(label_ml_h, rate.basis), 2)
    measures = {**patient.measures, "rate_ml_h": rate_ml_h}
    if ordered_ml_h is not None and isinstance(rate, Infusion):
        printed = printed_rates(rate, conditions)
        tops = {"maximum": max(printed.maxima_ml_h, default=None), "limit": printed.limit_ml_h}
        words |= {f"{name}_ml_h": shown(top) for name, top in tops.items() if top is not None}
        words["limit_of"] = next((limit_of(one) for one in rate.limits if one.cap == strictest_cap(rate.limits)), "")
        measures |= {f"rate_over_{name}": ordered_ml_h / top if top else None for name, top in tops.items()}
    firing = catalogue.rules.rate_index.firing({*conditions, *own}, measures)
    if of_dose:
        firing = [rule for rule in firing if rule.level is not Level.STOP or NEEDS_AGE not in rule.when]
    return alerts_of_rules(firing, lambda: words, measures)


def alerts_at_any_rate(
    product: Product, conditions: AbstractSet[str], case: RateCase | NoRate, catalogue: Catalogue
) -> tuple[list[Alert], HoldingRules[LimitRule]]:
    """The alerts that a ladder has whatever its rates are, and the rules that judge them."""
    if isinstance(case, RateCase):
        own, named = {"rate-without-figure"} if case.without_figure else set(), case.without_figure
    else:
        own, named = _at_risk_without_rate(conditions), risks_of_rates(conditions)
    known, risks = {*conditions, "rate", *own}, " and ".join(named)
    words = {**dict.fromkeys(RATE_WORDS, ""), "product": product.shown, "risks": risks}
    index = catalogue.rules.rate_index
    return alerts_of_rules(index.firing(known, {}), lambda: words), index.holding(known)


def _at_risk_without_rate(conditions: AbstractSet[str]) -> set[str]:
    """The condition that no rate is known for a patient for whose risk labels ask for the minimum rate practicable."""
    return {"rate-unknown-at-risk"} if risks_of_rates(conditions) else set()


def _words(infusion: Infusion) -> dict[str, str]:
    top = _fastest(infusion)
    return {
        "product": infusion.product.shown,
        "risks": " and ".join(infusion.without_figure),
        "rate_ml_h": shown(top.ml_h),
        "mg_kg_min": shown(top.mg_kg_min, 2),
        "rate_kg": shown(infusion.basis.weight_kg),
    }


def _fastest(infusion: Infusion) -> PumpRate:
    """The fastest rate of the ladder for this patient: the first one where no label prints a figure for the risk."""
    return infusion.pump_rates[0 if infusion.without_figure else -1]


def _mg_kg_min(ml_h: Fraction, basis: RateBasis) -> Fraction:
    return ml_h * basis.mg_per_ml / basis.weight_kg / MINUTES_PER_HOUR


def _label_maximum(infusion: Infusion, catalogue: Catalogue) -> Fraction | None:
    """The highest rate per kg, in mL/h, that the label prints for the use; None but for a flat ladder of the site."""
    if not infusion.flat or SITE not in infusion.ladder.sources or catalogue.local is None:
        return None
    labels = catalogue.local.label_ladders.get(infusion.product.id, ())
    tops = (
        to_ml_h(Fraction(ladder.maximum), ladder.unit, infusion.basis)
        for ladder in _per_kg(infusion.product.replaced(ladders=labels), infusion)
    )
    return max(tops, default=None)


def _per_kg(product: Product, infusion: Infusion) -> Iterator[Ladder]:
    """The ladders per kg of a label: those of the region and the use; where it has none there, all."""
    ladders = tuple(ladder for ladder in label_ladders(product) if not is_flat(ladder))
    told = ladders_by_tolerance(ladders, infusion.region, tolerated=infusion.earlier.tolerated)
    here = choices_of_region(told, infusion.region, infusion.purpose)
    yield from [choice.ladder for choice in here] or ladders
