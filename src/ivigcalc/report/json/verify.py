"""The answer to ``verify`` as JSON."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from ivigcalc.core.answers.verify import VerifyAnswer
from ivigcalc.core.dosing.comparison import Compared
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import plain
from ivigcalc.report.json.parts.answer import (
    NOT_GIVEN,
    AlertJson,
    Head,
    Quantity,
    SourceJson,
    alerts_json,
    filled,
    head,
    quantity,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.product import (
    OldLabelJson,
    PlacedJson,
    WorkingJson,
    old_labels_json,
    placed_json,
    working_json,
)
from ivigcalc.report.json.parts.request import (
    DayGramsJson,
    DosingWeightJson,
    IndicationJson,
    RegimenJson,
    day_grams_json,
    dosing_weight_json,
    indication_json,
    patient_keys,
    regimen_json,
)
from ivigcalc.report.shared import cited, labels_of_check, verify_working


class VerifyRequestJson(TypedDict):
    """The request as understood; ``order``, ``rate`` and ``vials`` as written, ``read`` how odd figures were read."""

    weight_kg: str
    height_cm: Quantity
    sex: str | None
    age_years: Quantity
    risks: list[str]
    derived: list[dict[str, str]]
    read: list[str]
    indication: str
    order: str
    rate: str
    vials: str
    regimen: str
    tolerated: bool
    weight_policy: str
    off_label_reason: str
    region: str
    product: str
    defaulted: list[str]


class OrderedJson(TypedDict):
    """The order as read, in grams for this patient; ``in_all`` says that it was written as a course total.

    ``words`` are the words that it was read from, without those that carry nothing.
    """

    text: str
    words: list[str]
    days: int
    day_grams: list[DayGramsJson]
    g_course: Quantity
    in_all: bool
    interval_text: str


class ComparedJson(TypedDict):
    """One figure: as ordered, and the least and most that fit. ``fit``: same, rounded, unknown or differs.

    ``what`` says what the figure that fits is, where it is no bound of a label; "" else.
    """

    item: str
    day: NotRequired[int]
    unit: str
    fit: str
    ordered: str
    low: Quantity
    high: Quantity
    difference: Quantity
    percent: Quantity
    what: str
    reason: str


class CauseJson(TypedDict):
    """A known mistake that explains the dose, the vials or the rate (``of``); ``regimens`` are the letters meant."""

    cause: str
    of: str
    text: str
    regimens: list[str]
    source: list[str]


class ElsewhereJson(TypedDict):
    """The printed regimen that an order matches outside ``--regimen``; nothing where it matches none there."""

    elsewhere_regimen: NotRequired[RegimenJson]


class VerifyJson(Head, ElsewhereJson):
    """The answer to ``verify``. ``outcome``: match, rounded, unchecked, differs or dangerous.

    ``status`` is as ``dose`` has it for the first two (ok, caution, no-vials), differs for the next two, or dangerous.
    ``acknowledged`` has the reason for each rule that was.

    ``regimens`` begins with the printed one that the order matches or comes nearest to; others that it matches follow.
    ``elsewhere`` is the letter of one that it matches outside ``--regimen``; that one stands as ``elsewhere_regimen``.
    ``products`` holds the preparation named; ``no_vials`` says why nothing can be dispensed of it, "" where it can.
    """

    outcome: str
    request: VerifyRequestJson
    indication: IndicationJson
    dosing_weight: DosingWeightJson
    ordered: OrderedJson
    regimens: list[RegimenJson]
    elsewhere: str
    compared: list[ComparedJson]
    causes: list[CauseJson]
    alerts: list[AlertJson]
    old_labels: list[OldLabelJson]
    acknowledged: dict[str, str]
    products: list[PlacedJson]
    no_vials: str
    working: list[WorkingJson]
    sources: list[SourceJson]


def verify_json(
    check: VerifyAnswer, catalogue: Catalogue, *, status: str, exit_code: int, acknowledged: Mapping[str, str]
) -> VerifyJson:
    """A second check as JSON."""
    weight = check.dosing_weight
    used = cited(
        [weight],
        check.alerts,
        check.compared,
        check.derived,
        check.causes,
        check.printed,
        [check.elsewhere] if check.elsewhere else [],
        check.place.assessment.reasons if check.place else (),
    )
    steps = verify_working(check)
    used += [step.source for step in steps]
    elsewhere: ElsewhereJson = {}
    if check.elsewhere:
        elsewhere["elsewhere_regimen"] = regimen_json(check.elsewhere, weight.kg)
    return {
        **head(catalogue, status, exit_code),
        **elsewhere,
        "outcome": str(check.outcome),
        "request": _request(check),
        "indication": indication_json(check.indication),
        "dosing_weight": dosing_weight_json(weight),
        "ordered": _ordered(check),
        "regimens": [regimen_json(course, weight.kg) for course in check.printed],
        "elsewhere": check.elsewhere.letter if check.elsewhere else "",
        "compared": [_compared(row) for row in check.compared],
        "causes": [
            filled(CauseJson, cause, regimens=list(cause.letters), source=list(cause.sources)) for cause in check.causes
        ],
        "alerts": alerts_json(check.alerts, acknowledged),
        "old_labels": old_labels_json(labels_of_check(check, catalogue)),
        "acknowledged": dict(acknowledged),
        "products": [placed_json(check.place)] if check.place else [],
        "no_vials": check.no_vials,
        "working": working_json(steps),
        "sources": sources(catalogue, used),
    }


def _request(check: VerifyAnswer) -> VerifyRequestJson:
    patient, order, written = check.patient, check.order, check.written
    return with_reasons(
        filled(
            VerifyRequestJson,
            order,
            **patient_keys(patient, check.risks, check.derived),
            read=[*patient.echoes, *order.echoes, *written.echoes],
            order=written.dose.text,
            rate=written.rate.text if written.rate else "",
            vials=written.vials.text if written.vials else "",
            weight_policy=check.dosing_weight.policy,
            region=order.region or "any",
            product=next(iter(order.products), ""),
            defaulted=[name for name in order.defaulted if name != "round"],
        ),
        height_cm=NOT_GIVEN,
        sex=NOT_GIVEN,
        age_years=NOT_GIVEN,
    )


def _ordered(check: VerifyAnswer) -> OrderedJson:
    course, dose = check.course, check.written.dose
    return with_reasons(
        OrderedJson(
            text=dose.text,
            words=list(dose.words),
            days=len(course.days),
            day_grams=day_grams_json(course),
            g_course=None if course.in_g_per_kg else plain(course.total),
            in_all=dose.in_all,
            interval_text=course.interval.says if course.interval else "",
        ),
        g_course=check.dosing_weight.not_known,
    )


def _compared(row: Compared) -> ComparedJson:
    answer: ComparedJson = {
        "item": str(row.item),
        "unit": row.unit,
        "fit": str(row.fit),
        "ordered": plain(row.ordered),
        "low": quantity(row.low),
        "high": quantity(row.high),
        "difference": quantity(row.difference),
        "percent": quantity(row.percent),
        "what": row.what,
        "reason": row.reason,
    }
    if row.number is not None:
        answer["day"] = row.number
    no_percent = row.reason or "nothing is printed for it, so there is no percentage"
    return with_reasons(answer, low=row.reason, high=row.reason, difference=row.reason, percent=no_percent)
