"""What else of a stock can be given, in JSON, where it does not do for the preparation that was asked for."""

from typing import TYPE_CHECKING, TypedDict

from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.quantity import plain
from ivigcalc.report.json.parts.answer import AdviceJson, Quantity, quantity, with_reasons
from ivigcalc.report.json.parts.plan import ExposureJson, PlanJson, exposure_json, plan_json
from ivigcalc.report.json.parts.product import NOT_FOR_THIS_RISK, PlacedJson, placed_json

if TYPE_CHECKING:
    from ivigcalc.core.answers.instead import Compared, Instead
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region


class ComparedJson(PlacedJson):
    """A preparation for the course compared: what the prescribed grams carry, and the rates of its largest day.

    ``plans`` are its vials for each regimen; ``plans_missing`` says why there are none, else it is empty.
    """

    plans: list[PlanJson]
    plans_missing: str
    exposure: ExposureJson
    first_ml_per_h: Quantity
    highest_ml_per_h: Quantity


class PassedOverJson(TypedDict):
    """A preparation of the stock that is not offered, and every reason why."""

    id: str
    shown: str
    reasons: list[str]


class InsteadJson(TypedDict):
    """What else of the stock is suitable and enough, in the order of preparations, beside what was ordered.

    Everything is for one course, ``letter``. ``labelled`` says whether a label was asked for: false where no
    preparation is labelled for the use in the region. The rates of ``products`` are those of a first infusion.
    """

    regimen: str
    letter: str
    prescribed_g_course: str
    labelled: bool
    ordered: list[ComparedJson]
    products: list[ComparedJson]
    passed_over: list[PassedOverJson]
    change_of_product: AdviceJson


def instead_json(in_place: "Instead", catalogue: "Catalogue", region: "Region | None") -> InsteadJson:
    """What else of the stock can be given."""
    advice, course = in_place.advice, in_place.course
    return {
        "regimen": course.id,
        "letter": course.letter,
        "prescribed_g_course": plain(course.total),
        "labelled": in_place.label_decides,
        "ordered": [_compared(one, catalogue, region) for one in in_place.ordered],
        "products": [_compared(one, catalogue, region) for one in in_place.offered],
        "passed_over": [
            {"id": one.assessment.product.id, "shown": one.assessment.product.shown, "reasons": list(one.reasons)}
            for one in in_place.passed_over
        ],
        "change_of_product": {
            "rule": advice.id,
            "about": advice.about,
            "text": advice.text,
            "source": list(advice.sources),
        },
    }


def _compared(one: "Compared", catalogue: "Catalogue", region: "Region | None") -> ComparedJson:
    planned, infusion = one.planned, one.infusion
    product = planned.place.assessment.product
    runs = None if isinstance(infusion, Missing) else infusion
    why = infusion.reason if isinstance(infusion, Missing) else NOT_FOR_THIS_RISK
    answer: ComparedJson = {
        **placed_json(planned.place),
        "plans": [plan_json(made, product, region, catalogue.local) for made in planned.plans],
        "plans_missing": planned.no_plans.reason if planned.no_plans else "",
        "exposure": exposure_json(one.exposure, product, region),
        "first_ml_per_h": quantity(runs.steps[0].rate.ml_h) if runs else None,
        "highest_ml_per_h": quantity(runs.steps[-1].rate.ml_h) if runs and not runs.without_figure else None,
    }
    return with_reasons(answer, first_ml_per_h=why, highest_ml_per_h=why)
