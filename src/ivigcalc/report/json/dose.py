"""The answer to ``dose`` as JSON."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict, cast

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan
from ivigcalc.core.answers.working import plan_working
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Order
from ivigcalc.report.json.parts.answer import (
    EVERY_DIGIT,
    AdviceJson,
    AlertJson,
    Head,
    Quantity,
    SourceJson,
    advice_json,
    alerts_json,
    head,
    one_advice_json,
    quantity,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.plan import PlanJson, plan_json
from ivigcalc.report.json.parts.product import (
    NOT_FOR_THIS_RISK,
    ExposureJson,
    OldLabelJson,
    PlacedJson,
    WorkingJson,
    exposure_json,
    old_labels_json,
    placed_json,
    working_json,
)
from ivigcalc.report.json.parts.repeat import RepeatJson, repeat_json
from ivigcalc.report.json.parts.request import (
    DoseRequestJson,
    DosingWeightJson,
    IndicationJson,
    RegimenJson,
    dose_request_json,
    dosing_weight_json,
    indication_json,
    regimen_json,
)
from ivigcalc.report.shared import cited, code_of, labels_of_plan, limits_of

if TYPE_CHECKING:
    from ivigcalc.core.answers.plan import Working
    from ivigcalc.core.answers.supply.alternatives import Alternatives, ComparedProduct
    from ivigcalc.core.facts.formulary import MergedFormulary
    from ivigcalc.core.vials.certificate import Certificate


NO_CODE: Final = "for one course (--regimen) of one preparation (--product) that its vials make up"


class PlannedProductJson(PlacedJson):
    """A preparation with a plan for each regimen; ``plans_missing`` says why there is none, else it is empty.

    ``working`` is how its place follows, as in ``products``: of one asked for by name, or with ``--explain``.
    """

    plans: list[PlanJson]
    plans_missing: str
    working: NotRequired[list[WorkingJson]]


class ComparedJson(PlacedJson):
    """A preparation for the course compared: what its grams carry, and the rates of its largest day.

    ``compared_g`` are these grams: dispensed, as if there were enough vials; prescribed where no whole vials fit.
    ``plans`` are its vials for each regimen; ``plans_missing`` says why there are none, else it is empty.
    """

    plans: list[PlanJson]
    plans_missing: str
    compared_g: str
    exposure: ExposureJson
    first_ml_per_h: Quantity
    highest_ml_per_h: Quantity
    working: list[WorkingJson]


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


class SometimesJson(TypedDict):
    """What stands only where it was asked for, or where a stock does not do for the preparations asked for by name."""

    repeat: NotRequired[RepeatJson]
    instead: NotRequired[InsteadJson]


class DoseJson(Head, SometimesJson):
    """The answer to ``dose``. ``alerts`` fired for this order; ``advice`` holds for every infusion.

    ``check_code`` is the same for the same order typed again: one course of one preparation, with its vials.
    ``repeat`` stands only with ``--cycles`` or ``--until``, ``instead`` only where a stock does not do for the
    preparations asked for by name.
    """

    request: DoseRequestJson
    indication: IndicationJson
    dosing_weight: DosingWeightJson
    alerts: list[AlertJson]
    old_labels: list[OldLabelJson]
    advice: list[AdviceJson]
    regimens: list[RegimenJson]
    products: list[PlannedProductJson]
    check_code: str | None
    working: list[WorkingJson]
    sources: list[SourceJson]


def dose_json(
    plan: Plan,
    catalogue: Catalogue,
    *,
    status: str,
    exit_code: int,
    acknowledged: Mapping[str, str],
    in_place: "Alternatives | None" = None,
    explain: bool = False,
) -> DoseJson:
    """A plan as JSON. It always holds everything, whatever a screen would show.

    ``explain`` adds the arithmetic of the vials and places of preparations that were not asked for by name.
    """
    weight = plan.dosing_weight
    used = cited(
        [weight],
        plan.alerts,
        catalogue.rules.advice,
        plan.indication.sentences,
        plan.indication.reassess,
        plan.derived,
        plan.courses,
        *(product.place.assessment.reasons for product in plan.products),
        *(one.planned.place.assessment.reasons for one in (in_place.offered if in_place else ())),
        *(one.assessment.reasons for one in (in_place.passed_over if in_place else ())),
        [in_place.advice] if in_place else [],
        limits_of(plan),
    )
    sometimes = _sometimes(in_place, plan, catalogue)
    if instead := sometimes.get("instead"):
        used += [step["source"] for one in (*instead["ordered"], *instead["products"]) for step in one["working"]]
    steps, places = (
        plan_working(plan, catalogue, plan.products if explain else ()),
        _places(plan, catalogue, explain=explain),
    )
    used += [step.source for of_one in (steps, *places) for step in of_one]
    answer: DoseJson = {
        **head(catalogue, status, exit_code),
        "request": dose_request_json(plan),
        "indication": indication_json(plan.indication),
        "dosing_weight": dosing_weight_json(weight),
        "alerts": alerts_json(plan.alerts, acknowledged),
        "old_labels": old_labels_json(labels_of_plan(plan, catalogue, in_place)),
        "advice": advice_json(catalogue),
        "regimens": [regimen_json(course, weight.kg) for course in plan.courses],
        "products": [
            _product(product, plan.order, catalogue.local, place)
            for product, place in zip(plan.products, places, strict=True)
        ],
        **sometimes,
        "check_code": code_of(plan, catalogue),
        "working": working_json(steps),
        "sources": sources(catalogue, used),
    }
    return with_reasons(answer, check_code=NO_CODE)


def _sometimes(in_place: "Alternatives | None", plan: Plan, catalogue: Catalogue) -> SometimesJson:
    answer: SometimesJson = {}
    if plan.repeat:
        answer["repeat"] = repeat_json(plan, plan.repeat)
    if in_place:
        answer["instead"] = _instead_json(in_place, catalogue, plan.order.region)
    return answer


def _instead_json(in_place: "Alternatives", catalogue: Catalogue, region: Region | None) -> InsteadJson:
    """What else of the stock can be given."""
    advice, course = in_place.advice, in_place.course
    return {
        "regimen": course.id,
        "letter": course.letter,
        "prescribed_g_course": plain(course.total),
        "labelled": in_place.label_decides,
        "ordered": [_compared(one, course, catalogue, region) for one in in_place.ordered],
        "products": [_compared(one, course, catalogue, region) for one in in_place.offered],
        "passed_over": [
            {"id": one.assessment.product.id, "shown": one.assessment.product.shown, "reasons": list(one.reasons)}
            for one in in_place.passed_over
        ],
        "change_of_product": one_advice_json(advice),
    }


def _compared(one: "ComparedProduct", course: Course, catalogue: Catalogue, region: Region | None) -> ComparedJson:
    from ivigcalc.core.answers.supply.alternatives import compared_working  # noqa: PLC0415 - only where a stock does not do

    planned, infusion = one.planned, one.infusion
    product = planned.place.assessment.product
    runs = None if isinstance(infusion, Missing) else infusion
    why = infusion.reason if isinstance(infusion, Missing) else NOT_FOR_THIS_RISK
    answer: ComparedJson = {
        **placed_json(planned.place),
        "plans": [plan_json(made, product, region, catalogue.local) for made in planned.plans],
        "plans_missing": planned.no_plans.reason if planned.no_plans else "",
        "compared_g": plain(one.grams, 3),
        "exposure": exposure_json(one.exposure, product, region),
        "first_ml_per_h": quantity(runs.steps[0].rate.ml_h) if runs else None,
        "highest_ml_per_h": quantity(runs.steps[-1].rate.ml_h) if runs and not runs.without_figure else None,
        "working": working_json(compared_working(one, course, region, catalogue)),
    }
    return with_reasons(answer, first_ml_per_h=why, highest_ml_per_h=why)


def _places(plan: Plan, catalogue: Catalogue, *, explain: bool) -> "Sequence[Sequence[Working]]":
    """How the place of each preparation follows; where that was not asked for, nothing for each."""
    if not explain and not plan.order.products:
        return ((),) * len(plan.products)
    from ivigcalc.core.answers.products import order_working  # noqa: PLC0415 - only where it is explained

    return order_working([product.place for product in plan.products], plan.situation, catalogue)


def _product(
    product: ProductPlan, order: Order, local: "MergedFormulary | None", place: "Sequence[Working]"
) -> PlannedProductJson:
    preparation = product.place.assessment.product
    plans = [plan_json(made, preparation, order.region, local, _certificates(made, order)) for made in product.plans]
    reason = product.no_plans.reason if product.no_plans else ""
    answer = cast("PlannedProductJson", {**placed_json(product.place), "plans": plans, "plans_missing": reason})
    if place:
        answer["working"] = working_json(place, EVERY_DIGIT)
    return answer


def _certificates(made: CoursePlan | NoFit, order: Order) -> tuple["Certificate", ...]:
    """The certificates of a preparation asked for by name; they take longer than the vials."""
    if not order.products:
        return ()
    from ivigcalc.core.vials.day_certificates import certify  # noqa: PLC0415 - only for a preparation asked for by name

    return certify(made.course, made.terms, order.start)
