"""The patient and the order as understood, and the weight a dose is calculated from."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TypedDict

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose, Order
from ivigcalc.core.request.patient import Factor, Patient
from ivigcalc.core.safety.alerts import DerivedCondition
from ivigcalc.report.json.parts.answer import NOT_GIVEN, Quantity, filled, quantity, with_reasons


class DosingWeightJson(TypedDict):
    """The weight the dose is calculated from; ``why`` says why the policy applied or not. ``source`` is the first."""

    kg: str
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
    products: list[str]
    stocked: list[str]
    defaulted: list[str]


def dosing_weight_json(weight: DosingWeight) -> DosingWeightJson:
    """The weight a dose is calculated from."""
    return filled(DosingWeightJson, weight, kg=plain(weight.kg), source=weight.sources[0])


def dose_request_json(plan: Plan) -> DoseRequestJson:
    """The request as understood."""
    patient, order = plan.patient, plan.order
    return with_reasons(
        filled(
            DoseRequestJson,
            order,
            weight_kg=plain(patient.weight_kg or Fraction(0), 4),
            height_cm=quantity(patient.height_cm),
            sex=patient.sex,
            age_years=quantity(patient.age_years, 4),
            blood_group=patient.blood_group,
            iga_g_per_l=("<" if patient.iga.below else "") + plain(patient.iga.g_per_l, 6) if patient.iga else None,
            risks=[str(risk) for risk in plan.risks],
            pregnant=patient.pregnant,
            pre_pregnancy_weight_kg=quantity(patient.pre_pregnancy_kg, 4),
            factors=factors_json(patient),
            derived=derived_json(plan.derived),
            read=[*patient.echoes, *order.echoes],
            per_day=_dose_words(order.per_day),
            course=_dose_words(order.course),
            start=order.start.isoformat() if order.start else None,
            region=order.region or "any",
            round=order.rounding,
            round_scope=order.scope,
            stock=stock_json(order),
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


def _dose_words(dose: Dose | None) -> str:
    return f"{plain(dose.value, 6)} {'g/kg' if dose.per_kg else 'g'}" if dose else ""


def stock_json(order: Order) -> StockJson | None:
    """The file of the vials there are."""
    return {"file": order.stock.file, "sha256": order.stock.sha256} if order.stock else None


def factors_json(patient: Patient) -> list[str]:
    """What was given of the patient from which a risk may follow, in a fixed order."""
    return [str(factor) for factor in Factor if factor in patient.factors]


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
