"""One patient, one verdict: ``dose``, ``verify`` and a row of ``batch`` say the same of any patient and any order.

Compared are the status, the alerts with their levels, those of rates among them, and the verdict on the preparation
with its reasons. What ``dose`` says of the vials of every preparation counts only where one is named.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.api import dose as dose_api
from ivigcalc.api import verify as verify_api
from ivigcalc.batch.answer import RowAnswers
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.problems import Kind, RefusedError
from ivigcalc.core.request.patient import Factor, Risk
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests import program
from tests.batch.making import headings
from tests.profiles import examples

HEADINGS = (
    *("weight_kg", "height_cm", "sex", "age", "blood_group", "iga", "risks", "pregnant", "pre_pregnancy_weight_kg"),
    *("indication", "days", "per_day", "weight_policy", "off_label_reason", "product", "region"),
)
FIGURES = ("0.2", "0.25", "0.33", "0.4", "0.41", "0.5", "0.67", "0.8", "1", "1.05", "2")
"""Doses in g/kg: printed ones, ones beside them, and ones that stop."""


class Case(NamedTuple):
    """A patient and an order as typed."""

    patient: TypedPatient
    order: TypedOrder
    """Without its dose."""
    per_day: str
    days: int


class Said(NamedTuple):
    """What one of the three says."""

    status: str
    alerts: Mapping[str, str]
    """The level of each rule that fired; of a refusal each rule that holds the dose back."""
    product: tuple[str, tuple[str, ...]]
    """The verdict on the preparation, and the rules that it rests on."""


NO_PRODUCT = ("", ())
UNPRINTED = {"no-source-for-dose", "dose-on-record"}
"""Rules of a dose that no source prescribes."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Patients of every age and weight, with whatever is known of them, and orders of every size."""
    catalogue = program.shipped()
    kg = draw(st.one_of(st.integers(2, 210), st.integers(20, 1300).map(lambda tenths: tenths / 10)))
    indication = draw(st.sampled_from(catalogue.indications))
    per_kg = draw(st.sampled_from(FIGURES))
    grams = draw(st.sampled_from((0.9, 0.93, 0.96, 1, 1.02, 1.06, 1.12, 2))) * float(per_kg) * kg
    dose = draw(st.sampled_from((f"{per_kg} g/kg", f"{grams:.1f} g", f"{max(1, round(grams / 5) * 5)} g")))
    pregnant = draw(st.sampled_from((False, False, False, False, True)))
    patient = TypedPatient(
        weight=f"{kg:g}",
        height=draw(st.sampled_from((None, "60", "100", "150", "160", "175", "190"))),
        sex=draw(st.sampled_from((None, "female", "male"))),
        age=draw(st.sampled_from((None, "1 months", "1", "6", "12", "17", "18", "40", "66", "90"))),
        blood_group=draw(st.sampled_from((None, "O", "A"))),
        iga=draw(st.sampled_from((None, None, "0.04 g/L", "<0.07 g/L", "1 g/L"))),
        risks=draw(st.lists(st.sampled_from((*Risk, *Factor)), max_size=2, unique=True)),
        pregnant=pregnant,
        pre_pregnancy_weight=draw(st.sampled_from((None, f"{kg * 0.9:.1f}"))) if pregnant else None,
    )
    order = TypedOrder(
        indication=indication.id,
        weight_policy=draw(st.sampled_from((None, None, None, *(one.id for one in catalogue.weights.policies)))),
        off_label_reason=draw(st.sampled_from((None, "asked by the team"))),
        products=draw(st.one_of(st.just(()), st.sampled_from(catalogue.products).map(lambda one: (one.id,)))),
        region=draw(st.sampled_from((None, "us", "eu", "br"))),
    )
    return Case(patient, order, dose, draw(st.integers(1, 10)))


def of_json(answer: Mapping[str, Any]) -> Said:
    alerts = {alert["rule"]: alert["level"] for alert in answer["alerts"]}
    named = answer["products"] if answer["request"].get("product") or answer["request"].get("products") else []
    product = NO_PRODUCT
    if named:
        reasons = [reason["rule"] for reason in named[0]["reasons"] if reason["level"] in {*Verdict}]
        product = (named[0]["verdict"], tuple(dict.fromkeys(reasons)))
    return Said(answer["status"], alerts, product)


def of_refusal(refused: RefusedError) -> Said:
    status = "error" if refused.kind is Kind.USAGE else "refused"
    return Said(status, {problem.code: str(problem.kind) for problem in refused.problems}, NO_PRODUCT)


def by_dose(case: Case, catalogue: Catalogue) -> Said:
    order = case.order.replaced(per_day=case.per_day, days=str(case.days))
    try:
        return of_json(dose_api.dose(TypedRequest(patient=case.patient, order=order), catalogue).json())
    except RefusedError as refused:
        return of_refusal(refused)


def by_verify(case: Case, catalogue: Catalogue) -> tuple[Said, str]:
    """What is said, and the outcome; "" for a refusal."""
    text = f"{case.per_day} once" if case.days == 1 else f"{case.per_day} daily for {case.days} days"
    typed = TypedRequest(patient=case.patient, order=case.order)
    try:
        answer = verify_api.verify(typed, TypedWritten(order=text), catalogue).json()
    except RefusedError as refused:
        return of_refusal(refused), ""
    return of_json(answer), str(answer["outcome"])


@cache
def known_headings() -> Headings:
    return headings()


def by_batch(case: Case, catalogue: Catalogue) -> tuple[str, Sequence[str], tuple[str, tuple[str, ...]]]:
    """The status, the rules of the alerts, and the verdict with its rules."""
    patient, order = case.patient, case.order
    cells = {
        "weight_kg": patient.weight,
        "height_cm": patient.height,
        "sex": patient.sex,
        "age": patient.age,
        "blood_group": patient.blood_group,
        "iga": patient.iga,
        "risks": ";".join(patient.risks),
        "pregnant": "yes" if patient.pregnant else "",
        "pre_pregnancy_weight_kg": patient.pre_pregnancy_weight,
        "indication": order.indication,
        "days": str(case.days),
        "per_day": case.per_day,
        "weight_policy": order.weight_policy,
        "off_label_reason": order.off_label_reason,
        "product": order.product,
        "region": order.region,
    }
    layout = known_headings().layout(HEADINGS)
    row = RowAnswers(catalogue, {}, "").answer(layout, layout.picked([cells[name] or "" for name in HEADINGS])).cells

    def rules(name: str) -> tuple[str, ...]:
        return tuple(filter(None, row.get(name, "").split(";")))

    return row["status"], rules("alerts"), (row.get("verdict", ""), rules("verdict_rules"))


def _status(said: Said) -> str:
    """The status of an answer whatever its vials."""
    return "caution" if Level.CAUTION in said.alerts.values() or said.product[1] else "ok"


def check_one_verdict(case: Case, catalogue: Catalogue) -> None:
    """Hold the three against each other."""
    said, (checked, outcome) = by_dose(case, catalogue), by_verify(case, catalogue)
    alerts = said.alerts
    status, row_alerts, row_product = by_batch(case, catalogue)
    if said.status == "refused":
        assert status == "refused"
        if outcome:
            stops = {rule for rule, level in checked.alerts.items() if level == Level.STOP}
            assert (checked.status, alerts.keys() <= stops) == ("dangerous", True)
        else:
            assert checked == said
        return
    if said.status == "error":
        no_weight = {"missing-value"} == {*alerts} and not case.order.weight_policy and outcome
        assert status == "error"
        assert checked == said or (no_weight and outcome in {"unchecked", "dangerous"})
        return
    if not case.order.products:
        said = said._replace(status=_status(said))
    assert (alerts, said.product) == (checked.alerts, checked.product)
    if status != "error":
        assert (said.status, [*alerts], said.product) == (status, [*row_alerts], row_product)
    if outcome == "dangerous":
        assert said.product[0] == "contraindicated"
    elif outcome in {"match", "rounded"}:
        assert (checked.status, UNPRINTED.isdisjoint(alerts)) == (said.status, True)
    elif case.per_day.endswith("g/kg") and status == "error":
        assert outcome in {"match", "rounded", "unchecked", "differs"}
    else:
        assert not UNPRINTED.isdisjoint(alerts)


@examples(300)
@given(case=cases())
def test_dose_verify_and_batch_say_the_same_of_one_patient(case: Case) -> None:
    check_one_verdict(case, program.shipped())
