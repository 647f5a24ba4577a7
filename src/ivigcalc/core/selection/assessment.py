"""A preparation for a patient: the verdict with its reasons, and the factor values that an order rests on.

The verdict is the worst reason. ``contraindicated`` comes from a professional label that names the patient, or from a
rule; everything else comes from the rules of ``data/rules.yaml``. What labels say of age and dose, and supply, stand in
``labels`` and ``reasons``.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.facts.condition import Measures, RulesIndex
from ivigcalc.core.facts.fact import STANDING_WORDS, Region
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Labelled, MarketStatus, Product
from ivigcalc.core.facts.rule import Rules, Verdict, VerdictRule
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.safety.alerts import Alert, alerts_of_rules
from ivigcalc.core.selection import exposure, reasons
from ivigcalc.core.selection.exposure import LabelledLimit, Unknown, Value
from ivigcalc.core.selection.labels import (
    NOTHING_ORDERED,
    CoursesOrdered,
    asks_age,
    contraindications,
    from_age,
    is_offered,
    labelled_regions,
    labels_for,
    market_status,
    too_young,
)
from ivigcalc.core.selection.reasons import Reason

MEASURED_BY: Final[dict[Risk, Callable[[Product, Region | None], Value]]] = {
    Risk.IGA_DEFICIENT: exposure.iga_mcg_per_g,
    Risk.RENAL: exposure.osmolality,
    Risk.SODIUM: exposure.sodium_mmol_per_g,
    Risk.FLUID: exposure.fluid_ml_per_g,
    Risk.DIABETES: exposure.sugar_g_per_g,
}
"""What preparations are ordered by for a risk, less being better; in the order in which risks count inside a tier."""

FACTORS: Final = tuple(MEASURED_BY)
"""The risks that preparations are ordered by."""


class Situation(Record):
    """What the choice depends on: conditions of the patient, the region, and the grams of the infusion day in question.

    ``conditions`` holds the risks and everything derived from the patient (see ``safety.derive``).
    ``indication`` is "" where none was given; ``age_years`` is None where not given.
    """

    conditions: AbstractSet[str]
    region: Region | None
    day_g: Fraction
    indication: str = ""
    age_years: Fraction | None = None
    ordered: CoursesOrdered = NOTHING_ORDERED
    on_actual_weight: bool = False
    """Whether ``day_g`` are the grams of actual weight, because the dosing weight, which is not above it, is not known.
    """

    @property
    def day_words(self) -> str:
        """The grams of the infusion day, as texts name them."""
        return f"{'at most ' if self.on_actual_weight else ''}{shown(self.day_g)}"

    @property
    def factors(self) -> tuple[Risk, ...]:
        """The active risks that have a measure."""
        return tuple(risk for risk in FACTORS if risk in self.conditions)


class Assessment(Record):
    """One preparation for one patient. ``values`` has a value, or why there is none, for each active factor.

    ``labelled`` are the regions whose label has the indication at the patient's age; ``labelled_here`` says whether the
    region asked for (without one, any) is one of them. ``labelled_from`` are those whose label has it from some age on,
    in years, where the patient may be younger and no age was given.
    """

    product: Product
    verdict: Verdict
    reasons: tuple[Reason, ...]
    values: Mapping[Risk, Value]
    status: MarketStatus
    offered: bool
    labelled: tuple[Region, ...]
    labelled_here: bool
    labelled_from: Mapping[Region, Decimal]
    passed: Labelled | None = None
    """The label of the region, with the most g/kg, that the course ordered is above; None where it is above none."""

    @property
    def sold(self) -> bool:
        """Whether the region (without one, any) is known to sell it, with no end announced."""
        return self.status is MarketStatus.SOLD

    @property
    def by_class(self) -> bool:
        """Whether nothing but the labels of its class gives the verdict."""
        return all(reason.derived for reason in self.reasons if reason.verdict is self.verdict)


def _conditions(product: Product, conditions: AbstractSet[str], region: Region | None) -> frozenset[str]:
    """The patient's conditions, and what a rule may ask of the preparation."""
    named = {entry.patient for entry, _ in contraindications(product, region)}
    warned = {warning.patient for warning in product.warnings if warning.patient and warning.standing.drives}
    no_sodium = isinstance(exposure.sodium_mmol_per_g(product, region), Unknown) and product.sodium_says is None
    unknown = {
        "sugar-unknown": not any(sugar.standing.drives for sugar in product.sugar),
        "sodium-unknown": no_sodium,
        "stabiliser-unknown": not any(statement.standing.drives for statement in product.stabiliser),
    }
    return frozenset(
        {
            *conditions,
            *(f"has-{sugar}" for sugar in exposure.sugars(product)),
            *(f"label-names-{patient}" for patient in named),
            *(f"warns-{patient}" for patient in warned),
            *(name for name, holds in unknown.items() if holds),
        }
    )


class _Profile(Record):
    """What of an assessment depends on neither the dose nor the patient's age."""

    named: tuple[Reason, ...]
    conditions: frozenset[str]
    supply: tuple[Reason, ...]
    values: Mapping[Risk, Value]
    status: MarketStatus
    offered: bool
    labelled: tuple[Region, ...]
    labels: tuple[Labelled, ...]
    by_age: tuple[Labelled, ...]
    """The labels of any region that are for patients from some age on."""


CONDITIONS: Final = frozenset({*reasons.DECIDED, *FACTORS})
"""The conditions of a patient that a profile depends on, besides those that rules ask for."""


@lru_cache(maxsize=8)
def _asked_by(index: RulesIndex[VerdictRule]) -> frozenset[str]:
    """The conditions of a patient on which verdicts depend."""
    return index.asked | CONDITIONS


@lru_cache(maxsize=4096)
def _profile(product: Product, region: Region | None, conditions: frozenset[str], indication: str) -> _Profile:
    factors = (factor for factor in FACTORS if factor in conditions)
    return _Profile(
        named=tuple(reasons.named_by_label(product, conditions, region)),
        conditions=_conditions(product, conditions, region),
        supply=tuple(reasons.supply(product, region)),
        values={factor: MEASURED_BY[factor](product, region) for factor in factors},
        status=market_status(product, region),
        offered=is_offered(product, region),
        labelled=labelled_regions(product, indication),
        labels=labels_for(product, indication, region),
        by_age=tuple(label for label in labels_for(product, indication) if label.min_age_years is not None),
    )


def assess(product: Product, situation: Situation, rules: Rules) -> Assessment:
    """The verdict on one preparation, with every reason, and its value for each active factor."""
    region = situation.region
    index, conditions = rules.verdict_index, _asked_by(rules.verdict_index) & situation.conditions
    profile = _profile(product, region, conditions, situation.indication)
    measures = _carried(product, situation) if index.holding(profile.conditions).measured else {}
    fired = index.firing(profile.conditions, measures)
    on_labels = reasons.on_labels(product, situation.indication, region, situation.ordered)
    all_reasons = (
        *profile.named,
        *[_as_it_stands(rule) if rule.is_filled else _ruled(rule, product, situation) for rule in fired],
        *reasons.label_age(profile.labels, situation.age_years, situation.conditions),
        *on_labels.remarks,
        *profile.supply,
    )
    verdicts = [reason.verdict for reason in all_reasons if reason.verdict]
    labelled, labelled_from = profile.labelled, dict[Region, Decimal]()
    age_years, indication = situation.age_years, situation.indication
    if any(too_young(label, age_years) or asks_age(label, situation.conditions) for label in profile.by_age):
        labelled = labelled_regions(product, indication, age_years, situation.conditions)
        labelled_from = from_age(product, indication, situation.conditions)
    return Assessment(
        product=product,
        verdict=max(verdicts, key=lambda verdict: verdict.rank, default=Verdict.SUITABLE),
        reasons=all_reasons,
        values=profile.values,
        status=profile.status,
        offered=profile.offered,
        labelled=labelled,
        labelled_here=bool(labelled) if region is None else region in labelled,
        labelled_from=labelled_from,
        passed=on_labels.passed,
    )


def _per_gram(product: Product, region: Region | None) -> Mapping[str, Value]:
    """What each gram carries of what rules measure in an infusion day, by the names of their measures."""
    return {
        "sodium_mmol_day": exposure.sodium_mmol_per_g(product, region),
        "sugar_g_day": exposure.sugar_g_per_g(product, region),
    }


def _carried(product: Product, situation: Situation) -> Measures:
    """What the infusion day carries, by the names of the measures of rules."""
    return {
        name: limit.value * situation.day_g if isinstance(limit, LabelledLimit) else None
        for name, limit in _per_gram(product, situation.region).items()
    }


def _carried_words(limit: Value, day_g: Fraction) -> str:
    """What an infusion day carries, marked where it rests on no printed figure: ``86.2 (derived)``."""
    if isinstance(limit, Unknown):
        return "unknown"
    return f"{shown(limit.value * day_g)}{STANDING_WORDS.get(limit.fact.standing, '')}"


@lru_cache(maxsize=1024)
def _as_it_stands(rule: VerdictRule) -> Reason:
    """The reason of a rule whose text has nothing to fill in but its own bound."""
    return _of_rule(rule, rule.said, {"limit": rule.limit})


def _ruled(rule: VerdictRule, product: Product, situation: Situation) -> Reason:
    """The reason of a rule that names what the infusion day carries, or what labels warn of."""
    per_gram = _per_gram(product, situation.region)
    words = {name: _carried_words(limit, situation.day_g) for name, limit in per_gram.items()}
    warned = "; ".join(warning.says for warning in product.warnings if warning.patient in situation.conditions)
    words |= {"day_g": situation.day_words, "warned": warned, "limit": rule.limit}
    return _of_rule(rule, rule.said.format_map(words), words)


def _of_rule(rule: VerdictRule, text: str, words: Mapping[str, str]) -> Reason:
    return Reason(
        rule=rule.id,
        verdict=rule.verdict,
        text=text,
        sources=rule.sources,
        derived=rule.derived,
        remark="",
        words=tuple([(name, words[name]) for name in rule.holes]),
    )


ABOVE_LABEL: Final = "above-label-dose"
"""The condition that a course is more than the preparation's own labels give for the use; and the rule."""

LABEL_OF: Final = "the {regions} label of {product}"


def above_label(assessment: Assessment, indication: Indication, ordered: CoursesOrdered, rules: Rules) -> list[Alert]:
    """The alert of a course that is more than any dose of the preparation's own labels for the use; its sources."""
    label = assessment.passed
    if label is None:
        return []
    given = ordered.judged[0].per_kg(ordered.kg).course
    words = {
        "indication": indication.short,
        "label_of": LABEL_OF.format(regions="/".join(label.regions).upper(), product=assessment.product.shown),
        "label_dose": shown(given, 3),
        "label_says": label.says,
    }
    firing = [rule for rule in rules.limit_index.firing({ABOVE_LABEL}, {}) if ABOVE_LABEL in rule.when]
    return [alert.replaced(sources=label.sources) for alert in alerts_of_rules(firing, lambda: words)]
