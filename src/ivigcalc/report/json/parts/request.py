"""What was asked in JSON: the patient, the order, the dosing weight, the indication and its regimens."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TypedDict

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.fact import Statement
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose, Order
from ivigcalc.core.request.patient import Factor, Patient
from ivigcalc.core.safety.alerts import DerivedCondition
from ivigcalc.report.json.parts.answer import NOT_GIVEN, Quantity, filled, quantity, with_reasons


class DosingWeightJson(TypedDict):
    """The weight the dose is calculated from; ``why`` says why the policy applied or not. ``source`` is the first."""

    kg: Quantity
    policy: str
    basis: str
    why: str
    formula: str
    source: str
    sources: list[str]


class StockJson(TypedDict):
    """The file that says which vials there are, and the digest of what it said."""

    file: str
    sha256: str


class DoseRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given.

    ``risks`` holds those given and those derived, ``factors`` what was given besides from which a risk may follow.
    """

    weight_kg: str
    height_cm: Quantity
    sex: str | None
    age_years: Quantity
    blood_group: str | None
    iga_g_per_l: Quantity
    risks: list[str]
    pregnant: bool
    pre_pregnancy_weight_kg: Quantity
    factors: list[str]
    derived: list[dict[str, str]]
    read: list[str]
    indication: str
    regimen: str
    days: int | None
    per_day: str
    course: str
    weight_policy: str
    start: str | None
    off_label_reason: str
    region: str
    round: str
    round_scope: str
    objective: str
    stock: StockJson | None
    rate_weight: str
    first: bool
    tolerated: bool
    products: list[str]
    stocked: list[str]
    defaulted: list[str]


def dosing_weight_json(weight: DosingWeight) -> DosingWeightJson:
    """The weight a dose is calculated from."""
    kg = None if weight.needs else plain(weight.kg)
    return with_reasons(filled(DosingWeightJson, weight, kg=kg, source=weight.sources[0]), kg=weight.not_known)


def dose_request_json(plan: Plan) -> DoseRequestJson:
    """The request as understood."""
    patient, order = plan.patient, plan.order
    return with_reasons(
        filled(
            DoseRequestJson,
            order,
            **patient_keys(patient, plan.risks, plan.derived),
            read=[*patient.echoes, *order.echoes],
            per_day=_dose_words(order.per_day),
            course=_dose_words(order.course),
            start=order.start.isoformat() if order.start else None,
            region=order.region or "any",
            round=order.rounding,
            round_scope=order.scope,
            stock=stock_json(order),
            weight_policy=plan.dosing_weight.policy,
        ),
        height_cm=NOT_GIVEN,
        pre_pregnancy_weight_kg=NOT_GIVEN,
        sex=NOT_GIVEN,
        age_years=NOT_GIVEN,
        blood_group=NOT_GIVEN,
        iga_g_per_l=NOT_GIVEN,
        days=NOT_GIVEN,
        start=NOT_GIVEN,
        stock=NOT_GIVEN,
    )


def patient_keys(patient: Patient, risks: Iterable[str], derived: Iterable[DerivedCondition]) -> dict[str, object]:
    """What requests say of a patient, by their keys, for ``filled``."""
    return {
        "weight_kg": plain(patient.weight_kg or Fraction(0), 4),
        "height_cm": quantity(patient.height_cm),
        "sex": patient.sex,
        "age_years": quantity(patient.age_years, 4),
        "blood_group": patient.blood_group,
        "iga_g_per_l": ("<" if patient.iga.below else "") + plain(patient.iga.g_per_l, 6) if patient.iga else None,
        "risks": [str(risk) for risk in risks],
        "pregnant": patient.pregnant,
        "pre_pregnancy_weight_kg": quantity(patient.pre_pregnancy_kg, 4),
        "factors": factors_json(patient),
        "derived": derived_json(derived),
    }


def _dose_words(dose: Dose | None) -> str:
    return f"{plain(dose.value, 6)} {'g/kg' if dose.per_kg else 'g'}" if dose else ""


def stock_json(order: Order) -> StockJson | None:
    """The file of the vials there are."""
    return {"file": order.stock.file, "sha256": order.stock.sha256} if order.stock else None


def factors_json(patient: Patient) -> list[str]:
    """What was given of the patient from which a risk may follow, in a fixed order."""
    return [str(factor) for factor in Factor if factor in patient.factors] if patient.factors else []


def derived_json(conditions: Iterable[DerivedCondition]) -> list[dict[str, str]]:
    """Conditions that follow from something else, each with the reason, the rule and its sources."""
    return [
        {
            "condition": derived.condition,
            "because": derived.text,
            "rule": derived.rule,
            "sources": ", ".join(derived.sources),
        }
        for derived in conditions
    ]


A_RANGE = "a range: no single dose follows; give --per-day"
DAYS_DIFFER = "the days differ: see day_grams"
NO_DOSING_WEIGHT = "no dosing weight: see dosing_weight"


class SaidJson(TypedDict):
    """What sources say, in a sentence."""

    text: str
    source: list[str]


class IndicationJson(TypedDict):
    """The indication of an answer: how well the use is supported, and what decides whether and how to treat."""

    id: str
    short: str
    name: str
    status: str
    support: SaidJson | None
    decides: SaidJson | None
    cautions: list[str]
    conflicts: list[str]
    reassess: list[SaidJson]


class DayGramsJson(TypedDict):
    """Prescribed grams of one infusion day."""

    day: int
    g: str


class RegimenJson(TypedDict):
    """A course of the patient. A range has ``g_min`` and ``g_max`` and no single dose."""

    id: str
    letter: str
    regimen: str
    phase: str
    days: int | None
    g_per_kg_per_day: Quantity
    g_per_kg_course: Quantity
    g_per_day: Quantity
    g_course: Quantity
    day_grams: list[DayGramsJson]
    g_per_kg_range: list[str]
    g_range: list[str]
    range_per: str
    days_range: list[int]
    cap_g: Quantity
    cap_binds: bool
    interval: str | None
    interval_weeks: list[int] | None
    interval_text: str
    selected: bool
    basis: str
    note: str
    sources: list[str]


def indication_json(indication: Indication) -> IndicationJson:
    """The indication of an answer."""
    answer = filled(
        IndicationJson,
        indication,
        support=said_json(indication.support),
        decides=said_json(indication.decides),
        cautions=[caution.marked for caution in indication.cautions],
        conflicts=[conflict.marked for conflict in indication.conflicts],
        reassess=[said_json(said) for said in indication.reassess],
    )
    return with_reasons(answer, **WHY_NO_SENTENCE)


WHY_NO_SENTENCE = {"support": "no source read says how well the use is supported", "decides": "no sentence decides it"}
"""Why an indication has no such sentence."""


def said_json(said: Statement | None) -> SaidJson | None:
    """A sentence with its sources."""
    return None if said is None else {"text": said.marked, "source": list(said.sources)}


def day_grams_json(course: Course) -> list[DayGramsJson]:
    """Prescribed grams of each infusion day, which add up; none where the dosing weight is not known."""
    if course.in_g_per_kg:
        return []
    texts = course.grams_shown
    return [{"day": day.day, "g": text} for day, text in zip(course.days, texts, strict=True)]


def regimen_json(course: Course, weight_kg: Fraction) -> RegimenJson:
    """A course of the patient, whose dosing weight is ``weight_kg``."""
    interval, ends = course.interval, course.ends
    weekly = interval is not None and interval.unit == "weeks"
    weeks = [end for end in (interval.low, interval.high) if end is not None] if interval and weekly else []
    no_day_dose = DAYS_DIFFER if course.days else A_RANGE
    grams, no_grams = not course.in_g_per_kg, NO_DOSING_WEIGHT if course.in_g_per_kg else ""
    return with_reasons(
        filled(
            RegimenJson,
            course,
            phase=course.phase or "ordered",
            days=len(course.days) or None,
            g_per_kg_per_day=quantity(course.even / weight_kg if course.even is not None else None, 4),
            g_per_kg_course=quantity(course.total / weight_kg if course.days else None, 4),
            g_per_day=quantity(course.even if grams else None),
            g_course=quantity(course.total if course.days and grams else None),
            day_grams=day_grams_json(course),
            g_per_kg_range=[plain(ends.low_g_per_kg, 4), plain(ends.high_g_per_kg, 4)] if ends else [],
            g_range=[plain(ends.low_g), plain(ends.high_g)] if ends and grams else [],
            range_per=ends.per if ends else "",
            days_range=list(course.split_range or ()),
            cap_g=quantity(course.cap.grams if course.cap else None),
            cap_binds=bool(course.cap and course.cap.binds),
            interval=interval.says if interval else None,
            interval_weeks=weeks or None,
            interval_text=interval.says if interval else "",
        ),
        days=A_RANGE,
        g_per_kg_course=A_RANGE,
        g_course=no_grams or A_RANGE,
        g_per_kg_per_day=no_day_dose,
        g_per_day=no_grams or no_day_dose,
        cap_g="no source prints a cap",
        interval="one course, or no interval printed",
        interval_weeks=f"printed as: {interval.says}" if interval else "no interval printed",
    )
