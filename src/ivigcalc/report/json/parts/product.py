"""A preparation in JSON: its verdict and gaps, its rate ladder with pump steps; and the arithmetic of an answer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.exposure import LIMIT_OF, Exposure, LabelledLimit, Value, derived_exposures
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.report.json.parts.answer import Quantity, filled, quantity, with_reasons
from ivigcalc.report.shared import vial_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ivigcalc.core.answers.plan import Working
    from ivigcalc.core.infusion.day import Infusion
    from ivigcalc.core.infusion.limits_at_risk import RateLimit
    from ivigcalc.core.infusion.rates import Step
    from ivigcalc.core.selection.old_labels import OldLabel


class ReasonJson(TypedDict):
    """Why a preparation has its verdict; level ``note`` is a remark.

    ``derived`` where it follows from the labels of the class, the preparation's own not having been read on this.
    """

    rule: str
    level: str
    text: str
    source: list[str]
    derived: bool


class LabelledFromJson(TypedDict):
    """A region whose label has the indication from some age on, and why it is not among those ``labelled``."""

    region: str
    years: str
    reason: str


class PlacedJson(TypedDict):
    """A preparation in its place."""

    id: str
    brand: str
    shown: str
    order: int | None
    tier: int | None
    verdict: str
    labelled: list[str]
    labelled_from: list[LabelledFromJson]
    reasons: list[ReasonJson]


def reasons_json(assessment: Assessment) -> list[ReasonJson]:
    """Why a preparation has its verdict."""
    return [
        {
            "rule": reason.rule,
            "level": str(reason.verdict or "note"),
            "text": reason.text,
            "source": list(reason.sources),
            "derived": reason.derived,
        }
        for reason in assessment.reasons
    ]


def placed_json(place: PlacedProduct) -> PlacedJson:
    """A preparation in its place, with its reasons."""
    assessment = place.assessment
    return with_reasons(
        PlacedJson(
            id=assessment.product.id,
            brand=assessment.product.brand,
            shown=assessment.product.shown,
            order=place.position,
            tier=place.tier,
            verdict=str(assessment.verdict),
            labelled=[str(region) for region in assessment.labelled],
            labelled_from=[
                {"region": str(region), "years": plain(years, 2), "reason": "no age given"}
                for region, years in assessment.labelled_from.items()
            ],
            reasons=reasons_json(assessment),
        ),
        order=place.reason,
        tier=place.reason,
    )


def why_unknown(value: Value) -> str:
    """What is known in place of a labelled limit, or why there is none; "" for a limit."""
    return "" if isinstance(value, LabelledLimit) else value.known or value.reason


class VialChangeJson(TypedDict):
    """When the next vial is hung: its number, after so many mL and minutes."""

    vial: int
    size_g: str
    at_ml: str
    at_minute: str


class StepJson(TypedDict):
    """One step of a rate ladder. ``ml_per_h`` is the pump's figure, rounded down; the label's rates stand beside it.

    ``convention`` marks a rate or a duration that the label does not print, ``capped`` a rate held down for a risk.
    ``for_this_risk`` is false for the ordinary ladder above its first rate where the patient has a risk for which no
    label read prints a figure.
    """

    step: int
    ml_per_h: str
    ml_per_kg_h: str
    mg_per_kg_min: str
    minutes: str
    volume_ml: str
    running_ml: str
    convention: bool
    capped: bool
    for_this_risk: bool
    vial_changes: list[VialChangeJson]


class RateLimitJson(TypedDict):
    """What a label says of the rate for a risk of the patient; ``ml_per_h`` is null where it prints no figure."""

    patients: list[str]
    ml_per_h: Quantity
    below: bool
    regions: list[str]
    borrowed: bool
    says: str
    sources: list[str]


class LadderLabelJson(TypedDict):
    """The label that a ladder comes from; ``own`` is false where it prints none for what was asked.

    ``after`` and ``maximum_after`` are what the label asks that the patient has tolerated before; ``kept`` is what it
    prints for such a patient and is not worked out without ``--tolerated``.
    """

    region: str
    contexts: list[str]
    own: bool
    says: str
    after: str
    maximum_after: str
    kept: list[str]
    date: str
    standing: str
    sources: list[str]


class OldLabelJson(TypedDict):
    """A label that the answer rests on and that is old; it is so many ``months`` older than the data, or more.

    ``region`` is ``any`` where its figure is not of a region; ``product`` is the title of the document where what it
    prints is of no preparation (a course).
    """

    product: str
    region: str
    date: str
    months: int


def old_labels_json(labels: "Iterable[OldLabel]") -> list[OldLabelJson]:
    """The old labels that an answer rests on, each once."""
    return [filled(OldLabelJson, label, region=label.region or "any") for label in labels]


NOT_FOR_THIS_RISK = "no label read prints a rate for this risk: the minimum rate practicable"


def infusion_minutes(infusion: "Infusion") -> str | None:
    """The minutes of an infusion; null where no rate beyond the first is known for the patient's risk."""
    return None if infusion.without_figure else plain(infusion.minutes)


def limit_json(limit: "RateLimit") -> RateLimitJson:
    """What a label says of the rate for a risk."""
    rate = quantity(limit.cap.ml_h if limit.cap else None)
    return with_reasons(
        filled(RateLimitJson, limit.entry, ml_per_h=rate, borrowed=limit.borrowed),
        ml_per_h="the label prints no figure: the minimum practicable rate",
    )


def ladder_label_json(infusion: "Infusion") -> LadderLabelJson:
    """The label that a ladder comes from."""
    kept = [f"{', '.join(ladder.contexts)}: {ladder.says} (after: {ladder.after})" for ladder in infusion.kept]
    return filled(LadderLabelJson, infusion.ladder, region=infusion.region, own=infusion.for_purpose, kept=kept)


def ladder_json(infusion: "Infusion") -> list[StepJson]:
    """The steps of an infusion, each with the vials that are changed in it."""
    return [_step(number, step, infusion) for number, step in enumerate(infusion.steps, start=1)]


def _step(number: int, step: "Step", infusion: "Infusion") -> StepJson:
    rate = step.rate
    return {
        "step": number,
        "ml_per_h": plain(rate.ml_h),
        "ml_per_kg_h": plain(rate.ml_kg_h, 3),
        "mg_per_kg_min": plain(rate.mg_kg_min),
        "minutes": plain(step.minutes),
        "volume_ml": plain(step.volume_ml),
        "running_ml": plain(step.running_ml),
        "convention": rate.convention,
        "capped": rate.capped,
        "for_this_risk": number <= len(infusion.steps_for_patient),
        "vial_changes": [
            {
                "vial": change.number,
                "size_g": plain(change.size_g, 3),
                "at_ml": plain(change.at_ml),
                "at_minute": plain(change.at_minute),
            }
            for change in vial_changes(infusion, number)
        ],
    }


class ExposureJson(TypedDict):
    """What the dispensed grams carry, by labelled maxima; ``derived`` rest on arithmetic from a printed figure."""

    iga_mg: Quantity
    sodium_mmol: Quantity
    sugar_g: Quantity
    derived: list[str]


def exposure_json(carried: Exposure, product: Product, region: Region | None) -> ExposureJson:
    """What grams of a preparation carry, or why it is not known."""
    return with_reasons(
        ExposureJson(
            iga_mg=quantity(carried.iga_mg),
            sodium_mmol=quantity(carried.sodium_mmol),
            sugar_g=quantity(carried.sugar_g),
            derived=list(derived_exposures(product, region)),
        ),
        **_why_unknown(product, region),
    )


@lru_cache(maxsize=1024)
def _why_unknown(product: Product, region: Region | None) -> Mapping[str, str]:
    """Why what a preparation carries is not known, by the keys of ``ExposureJson``; "" where it is known."""
    return {key: why_unknown(limit(product, region)) for key, limit in LIMIT_OF.items()}


class WorkingJson(TypedDict):
    """One step of the arithmetic. ``rounding`` is how it is rounded before the next; "" where it is exact."""

    step: str
    formula: str
    value: str
    unit: str
    source: str
    rounding: str


def working_json(steps: "Iterable[Working]", places: int = 2) -> list[WorkingJson]:
    """The arithmetic of an answer; the documents stand among its sources with section and date."""
    return [
        {
            "step": step.step,
            "formula": step.formula,
            "value": plain(step.value, places),
            "unit": step.unit,
            "source": step.source,
            "rounding": step.rounding,
        }
        for step in steps
    ]
