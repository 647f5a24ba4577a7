"""The rate ladder of an infusion: the label it comes from, and its steps with the vials changed in each."""

from typing import TYPE_CHECKING, TypedDict

from ivigcalc.core.quantity import plain
from ivigcalc.report.json.parts.answer import filled
from ivigcalc.report.shared import vial_changes

if TYPE_CHECKING:
    from ivigcalc.core.infusion.day import Infusion
    from ivigcalc.core.infusion.rates import Step


class VialChangeJson(TypedDict):
    """When the next vial is hung: its number, after so many mL and minutes."""

    vial: int
    size_g: str
    at_ml: str
    at_minute: str


class StepJson(TypedDict):
    """One step of a rate ladder. ``ml_per_h`` is the pump's figure, rounded down; the label's rates stand beside it.

    ``convention`` marks a rate or a duration that the label does not print, ``capped`` a rate held down for a risk.
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
    vial_changes: list[VialChangeJson]


class LadderLabelJson(TypedDict):
    """The label that a ladder comes from; ``own`` is false where it prints none for what was asked."""

    region: str
    contexts: list[str]
    own: bool
    says: str
    after: str
    date: str
    standing: str
    sources: list[str]


def ladder_label_json(infusion: "Infusion") -> LadderLabelJson:
    """The label that a ladder comes from."""
    return filled(LadderLabelJson, infusion.ladder, region=infusion.region, own=infusion.own)


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
        "vial_changes": [
            {
                "vial": change.number,
                "size_g": plain(change.size_g, 3),
                "at_ml": plain(change.at_ml),
                "at_minute": plain(change.at_minute),
            }
            for change in vial_changes(infusion, step)
        ],
    }
