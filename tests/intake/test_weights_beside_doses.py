"""A body weight beside a dose for each kg: the dose is of that weight, whatever weight the site doses by."""

from typing import Final

import pytest

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests.program import shipped

BESIDE: Final = (
    "0.4 g/kg (100 kg) daily for 5 days",
    "0.4 g/kg x 100 kg daily for 5 days",
    "100 kg x 0.4 g/kg daily for 5 days",
    "0.4 g/kg/day (100 kg) for 5 days",
    "0.4 g/kg for a 100 kg patient, daily for 5 days",
    "0.4 g/kg of 100 kg daily for 5 days",
    "0,4 g/kg/dia (peso 100 kg) por 5 dias",
    "0,4 g/kg (100 kg) al día por 5 días",
    "0.4 g/kg actual body weight daily for 5 days",
    "0.4 g/kg/day (based on actual weight) for 5 days",
    "0.4 g/kg of actual body weight daily for 5 days",
    "0.4 g/kg (actual weight: 100 kg) daily for 5 days",
    "0,4 g/kg de peso real ao dia por 5 dias",
    "0.4 g/kg Privigen (100 kg) daily for 5 days",
    "0,4 g/kg dose (100 kg) ao dia por 5 dias",
    "0.4 g/kg, 100 kg, daily for 5 days",
    "0,4 g/kg; 100 kg; ao dia por 5 dias",
    "100 kg: 0.4 g/kg daily for 5 days",
    "for 100 kg: 0.4 g/kg daily for 5 days",
    "0,4 g/kg/dia por 5 dias para 100 kg",
    "0.4 g/kg daily for 5 days, for 100 kg",
    "0.4 g/kg/day x 5 days based on actual weight 100 kg",
    "by actual body weight 100 kg: 0.4 g/kg daily for 5 days",
    "0.4 g/kg/day x 5 days by weight 100 kg",
    "0.4 g/kg/day x 5 days by weight (100 kg)",
    "0.4 g/kg/day x 5 days by body weight of 100 kg",
    "0.4 g/kg/day x 5 days based on actual body weight (100 kg)",
    "0.4 g/kg/day x 5 days, actual weight: 100 kg",
    "0.4 g/kg/day x 5 days, actual body weight 100 kg",
    "Actual weight 100 kg: 0.4 g/kg/day for 5 days",
    "0.4 g/kg/day for 5 days, current weight 100 kg",
    "0,4 g/kg/dia por 5 dias (peso real: 100 kg)",
    "Peso atual: 100 kg. IGIV 0,4 g/kg/dia por 5 dias",
    "0,4 g/kg al día por 5 días, peso actual 100 kg",
)


def outcome(text: str, policy: str) -> str:
    patient = TypedPatient(weight="100", height="170", sex="male")
    request = TypedRequest(patient=patient, order=TypedOrder(indication="cidp", weight_policy=policy))
    return str(verify(request, TypedWritten(order=text), shipped()).json()["outcome"])


@pytest.mark.parametrize("text", BESIDE)
def test_a_dose_of_another_weight_than_the_dosing_weight_is_refused_with_both(text: str) -> None:
    """The ideal weight (Devine) of a man of 170 cm is 65.94 kg; 0.4 g/kg of it is 26.37 g, of 100 kg 40 g."""
    with pytest.raises(RefusedError) as caught:
        outcome(text, "ideal")
    said = "0.4 g/kg of 100 kg is 40 g, and at the dosing weight of 65.94 kg 26.37 g"
    assert said in caught.value.problems[0].message


@pytest.mark.parametrize("text", ["2 g/kg in all (100 kg) over 5 days", "2 g/kg no total (100 kg) em 5 dias"])
def test_a_total_of_another_weight_than_the_dosing_weight_is_refused_with_both(text: str) -> None:
    """The ideal weight is 65.94 kg; 2 g/kg of it is 131.87 g."""
    with pytest.raises(RefusedError) as caught:
        outcome(text, "ideal")
    said = "2 g/kg of 100 kg is 200 g, and at the dosing weight of 65.94 kg 131.87 g"
    assert said in caught.value.problems[0].message


@pytest.mark.parametrize("text", BESIDE)
def test_a_dose_of_the_dosing_weight_is_read(text: str) -> None:
    assert outcome(text, "actual") == "match"


@pytest.mark.parametrize(
    "text",
    [
        "26.4 g daily for 5 days, dosing weight 100 kg",
        "26,4 g/dia por 5 dias, peso para cálculo: 100 kg",
        "26,4 g al día por 5 días, peso de dosificación 100 kg",
        "26.4 g daily for 5 days, weight used 100 kg",
        "weight used: 100 kg. 26.4 g daily for 5 days",
        "26.4 g daily for 5 days, based on weight 100 kg",
        "based on 100 kg, 26.4 g daily for 5 days",
        "26,4 g/dia por 5 dias, baseado em 100 kg",
        "26,4 g al día por 5 días, basado en peso 100 kg",
    ],
)
def test_a_weight_that_is_called_the_one_that_doses_is_the_dosing_weight(text: str) -> None:
    """The ideal weight is 65.94 kg."""
    with pytest.raises(RefusedError) as caught:
        outcome(text, "ideal")
    assert "1 g/kg of 100 kg is 100 g, and at the dosing weight of 65.94 kg 65.94 g" in caught.value.problems[0].message
    assert outcome(text.replace("26.4", "40").replace("26,4", "40"), "actual") == "match"


ROUNDED: Final = (
    "0.4 g/kg daily for 5 days, dosing weight {} kg",
    "0.4 g/kg ({} kg) daily for 5 days",
    "0,4 g/kg/dia por 5 dias, peso para cálculo {} kg",
    "0,4 g/kg al día por 5 días, peso de dosificación {} kg",
)


@pytest.mark.parametrize("text", ROUNDED)
@pytest.mark.parametrize("kg", ["66", "65.9", "65.94"])
def test_a_weight_that_doses_may_be_the_dosing_weight_rounded(text: str, kg: str) -> None:
    """The ideal weight is 50 + 2.3 x (170 - 152.4) / 2.54 = 65.937 kg."""
    assert outcome(text.format(kg), "ideal") == "match"


@pytest.mark.parametrize("text", ROUNDED)
def test_a_weight_that_doses_and_is_neither_is_refused_with_all_three(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        outcome(text.format("65"), "ideal")
    assert [problem.message for problem in caught.value.problems] == [
        "order says the weight 65 kg, --weight says 100 kg, the dosing weight is 65.94 kg"
    ]


def test_another_weight_than_the_patient_s_is_the_dosing_weight_only_where_it_doses() -> None:
    with pytest.raises(RefusedError) as caught:
        outcome("0.4 g/kg daily for 5 days, wt 65.9 kg", "ideal")
    assert caught.value.problems[0].message == "order says the weight 65.9 kg, --weight says 100 kg"


def test_where_the_dosing_weight_cannot_be_worked_out_what_is_missing_is_said_alone() -> None:
    request = TypedRequest(
        patient=TypedPatient(weight="100"), order=TypedOrder(indication="cidp", weight_policy="ideal")
    )
    with pytest.raises(RefusedError) as caught:
        verify(request, TypedWritten(order="0.4 g/kg (65.9 kg) daily for 5 days"), shipped())
    assert [problem.field for problem in caught.value.problems] == ["--height", "--sex"]


@pytest.mark.parametrize(
    "text",
    [
        "0.4 g/kg daily for 5 days, wt 100 kg",
        "100 kg patient: 0.4 g/kg daily for 5 days",
        "26.4 g (100 kg) daily for 5 days",
        "26.4 g daily for 5 days, actual weight 100 kg",
        "26,4 g/dia por 5 dias, peso atual: 100 kg",
    ],
)
def test_a_weight_apart_from_the_dose_says_of_whom_it_is(text: str) -> None:
    assert outcome(text, "ideal") == "match"
