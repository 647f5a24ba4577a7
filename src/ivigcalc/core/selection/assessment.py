"""A preparation for a patient: the verdict with its reasons, and the factor values that an order rests on.

The verdict is the worst reason. ``contraindicated`` comes from a professional label that names the patient, or from a
rule; everything else comes from the rules of ``data/rules.yaml``.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.facts.condition import Measures
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import Contraindication, Labelled, MarketStatus, Product
from ivigcalc.core.facts.rule import Rules, Verdict, VerdictRule
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection import exposure
from ivigcalc.core.selection.exposure import Limit, Unknown, Value
from ivigcalc.core.selection.label import NOTHING, Dosed, beside_label

FACTORS: Final = (Risk.IGA_DEFICIENT, Risk.RENAL, Risk.SODIUM, Risk.FLUID, Risk.DIABETES)
"""Risks with a measure that preparations are ordered by, in the order in which they count inside a tier."""

DECIDED: Final = ("anti-iga", "iga-deficient", "fructose", "proline", "corn", "under-2")
"""Patients that a contraindication can name and the tool can recognise."""


GONE: Final = frozenset({MarketStatus.NOT_YET, MarketStatus.DISCONTINUED})
"""Statuses of a preparation that nobody can buy."""


class Situation(Record):
    """What the choice depends on: conditions of the patient, the region, and the grams of the infusion day in question.

    ``conditions`` holds the risks and everything derived from the patient (see ``safety.derive``).
    ``indication`` is "" where none was given; ``age_years`` is None where not given; ``dosed`` holds no course where
    nothing was ordered.
    """

    conditions: AbstractSet[str]
    region: Region | None
    day_g: Fraction
    indication: str = ""
    age_years: Fraction | None = None
    dosed: Dosed = NOTHING

    @property
    def factors(self) -> tuple[Risk, ...]:
        """The active risks that have a measure."""
        return tuple(risk for risk in FACTORS if risk in self.conditions)


class Reason(Record):
    """Why a preparation has its verdict; ``verdict`` is None for a remark."""

    rule: str
    verdict: Verdict | None
    text: str
    sources: tuple[str, ...]


class Assessment(Record):
    """One preparation for one patient. ``values`` has a value, or why there is none, for each active factor.

    ``labelled_here`` says whether the region asked for (without one, any) has the indication on its label.
    """

    product: Product
    verdict: Verdict
    reasons: tuple[Reason, ...]
    values: Mapping[Risk, Value]
    status: MarketStatus
    offered: bool
    labelled: tuple[Region, ...]
    labelled_here: bool


def market_status(product: Product, region: Region | None) -> MarketStatus:
    """Whether the region (or, without one, any region) can buy the preparation; the best status found counts."""
    found = [entry.status for entry in product.market if region is None or region in entry.regions]
    order = (
        MarketStatus.SOLD,
        MarketStatus.ENDING,
        MarketStatus.UNKNOWN,
        MarketStatus.NOT_YET,
        MarketStatus.DISCONTINUED,
    )
    return next((status for status in order if status in found), MarketStatus.UNKNOWN)


def is_offered(product: Product, region: Region | None) -> bool:
    """Whether the region lists a vial size of the preparation (without a region: whether any does)."""
    return bool(product.sizes_by_region[region])


def labelled_regions(product: Product, indication: str) -> tuple[Region, ...]:
    """Regions whose label has the indication; with "" those with any neurological indication."""
    found = {region for entry in product.labelled if indication in {"", entry.indication} for region in entry.regions}
    return tuple(region for region in Region if region in found)


def factor_value(product: Product, factor: Risk, region: Region | None) -> Value:
    """What a preparation is measured by for a risk: IgA mcg/g, osmolality, sodium mmol/g, mL/g, sugar g/g."""
    match factor:
        case Risk.IGA_DEFICIENT:
            return exposure.iga_mcg_per_g(product, region)
        case Risk.RENAL:
            return exposure.osmolality(product, region)
        case Risk.SODIUM:
            return exposure.sodium_mmol_per_g(product, region)
        case Risk.FLUID:
            return exposure.fluid(product)
        case Risk.DIABETES:
            return exposure.sugar_g_per_g(product, region)
        case _:
            msg = f"{factor} has no measure"
            raise ValueError(msg)


def _applying(product: Product, region: Region | None) -> list[tuple[Contraindication, bool]]:
    """Contraindications of the region's label; for a patient it was not read on, those of other regions, marked."""
    usable = [entry for entry in product.contraindications if entry.standing.drives]
    here = [entry for entry in usable if region is None or not entry.regions or region in entry.regions]
    read = {entry.patient for entry in here}
    return [(entry, False) for entry in here] + [(entry, True) for entry in usable if entry.patient not in read]


def _named_by_label(product: Product, conditions: AbstractSet[str], region: Region | None) -> list[Reason]:
    reasons = []
    for entry, borrowed in _applying(product, region):
        if entry.patient in DECIDED and entry.patient in conditions:
            where = "/".join(one.upper() for one in entry.regions)
            whose = f"label {where}".strip() + (
                f" (not read on a {region.upper()} label)" if borrowed and region else ""
            )
            reasons.append(
                Reason(
                    rule=f"label-{entry.patient}",
                    verdict=Verdict.CONTRAINDICATED,
                    text=f"{whose}: {entry.says}",
                    sources=entry.sources,
                )
            )
    return reasons


def _conditions(product: Product, conditions: AbstractSet[str], region: Region | None) -> frozenset[str]:
    """The patient's conditions, and what a rule may ask of the preparation."""
    named = {entry.patient for entry, _ in _applying(product, region)}
    warned = {warning.patient for warning in product.warnings if warning.patient and warning.standing.drives}
    unknown = {
        "sugar-unknown": not any(sugar.standing.drives for sugar in product.sugar),
        "sodium-unknown": isinstance(exposure.sodium_mmol_per_g(product, region), Unknown)
        and product.sodium_says is None,
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


def _supply(product: Product, region: Region | None) -> list[Reason]:
    """A remark where the preparation cannot be bought: no longer made, not yet sold, or no vial size in the region."""
    reasons = []
    if market_status(product, region) in GONE:
        entries = [entry for entry in product.market if region is None or region in entry.regions]
        text = "; ".join(f"{entry.says} ({'/'.join(entry.regions).upper()}, {entry.date})" for entry in entries)
        sources = tuple(source for entry in entries for source in entry.sources)
        reasons.append(Reason(rule="market", verdict=None, text=text, sources=sources))
    if not is_offered(product, region):
        where = f" for {region.upper()}" if region else ""
        reasons.append(Reason(rule="no-vials", verdict=None, text=f"no vial size found{where}", sources=()))
    return reasons


def _label_age(labels: Sequence[Labelled], age_years: Fraction | None) -> list[Reason]:
    """A remark for each label that is for older patients."""
    reasons = []
    for entry in labels if age_years is not None else ():
        least = Fraction(entry.min_age_years or 0)
        if age_years is not None and age_years < least:
            text = f"{_label_name(entry)}: {entry.population}, from {shown(least, 2)} years"
            reasons.append(Reason(rule="label-age", verdict=None, text=text, sources=entry.sources))
    return reasons


def _label_regimen(labels: Sequence[Labelled], dosed: Dosed) -> list[Reason]:
    """A remark for each label whose regimen is not the one ordered, or was not read.

    It changes no verdict: a label's split is its own, and a slower one is what labels ask for in patients at risk.
    """
    reasons = []
    for entry in labels if dosed.courses else ():
        if not entry.doses:
            text = f"{_label_name(entry)}: its dose was not read"
            reasons.append(Reason(rule="label-regimen-not-read", verdict=None, text=text, sources=entry.sources))
        elif outside := beside_label(entry, dosed):
            text = f"{_label_name(entry)}: {entry.says}. Not on it: {'; '.join(outside)}"
            reasons.append(Reason(rule="label-regimen", verdict=None, text=text, sources=entry.sources))
    return reasons


def _labels(product: Product, region: Region | None, indication: str) -> tuple[Labelled, ...]:
    """What the labels of the region (without one, of any) say of the indication (with "", of each)."""
    return tuple(
        entry
        for entry in product.labelled
        if region is None or region in entry.regions
        if indication in {"", entry.indication}
    )


def _label_name(entry: Labelled) -> str:
    return f"{'/'.join(region.upper() for region in entry.regions)} label for {entry.indication}"


class _Profile(Record):
    """What of an assessment depends on neither the dose nor the patient's age."""

    named: tuple[Reason, ...]
    conditions: frozenset[str]
    supply: tuple[Reason, ...]
    values: Mapping[Risk, Value]
    status: MarketStatus
    labelled: tuple[Region, ...]
    labels: tuple[Labelled, ...]


@lru_cache(maxsize=4096)
def _profile(product: Product, region: Region | None, conditions: frozenset[str], indication: str) -> _Profile:
    factors = (factor for factor in FACTORS if factor in conditions)
    return _Profile(
        named=tuple(_named_by_label(product, conditions, region)),
        conditions=_conditions(product, conditions, region),
        supply=tuple(_supply(product, region)),
        values={factor: factor_value(product, factor, region) for factor in factors},
        status=market_status(product, region),
        labelled=labelled_regions(product, indication),
        labels=_labels(product, region, indication),
    )


def assess(product: Product, situation: Situation, rules: Rules) -> Assessment:
    """The verdict on one preparation, with every reason, and its value for each active factor."""
    region = situation.region
    profile = _profile(product, region, frozenset(situation.conditions), situation.indication)
    sodium, sugar = exposure.sodium_mmol_per_g(product, region), exposure.sugar_g_per_g(product, region)
    measures = {
        "sodium_mmol_day": sodium.value * situation.day_g if isinstance(sodium, Limit) else None,
        "sugar_g_day": sugar.value * situation.day_g if isinstance(sugar, Limit) else None,
    }
    ruled = [_ruled(rule, measures, situation) for rule in rules.verdict_book.firing(profile.conditions, measures)]
    aged, beside = _label_age(profile.labels, situation.age_years), _label_regimen(profile.labels, situation.dosed)
    reasons = (*profile.named, *ruled, *aged, *beside, *profile.supply)
    verdicts = [reason.verdict for reason in reasons if reason.verdict]
    return Assessment(
        product=product,
        verdict=max(verdicts, key=lambda verdict: verdict.rank, default=Verdict.SUITABLE),
        reasons=reasons,
        values=profile.values,
        status=profile.status,
        offered=is_offered(product, region),
        labelled=profile.labelled,
        labelled_here=bool(profile.labelled) if region is None else region in profile.labelled,
    )


def _ruled(rule: VerdictRule, measures: Measures, situation: Situation) -> Reason:
    words = {name: shown(value) if value is not None else "unknown" for name, value in measures.items()} | {
        "day_g": shown(situation.day_g)
    }
    return Reason(rule=rule.id, verdict=rule.verdict, text=rule.text.format_map(words), sources=rule.sources)
