"""Which part of a treatment an order says that it is, beside the regimen whose dose it has."""

import pytest

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests.program import shipped


def outcome(text: str, indication: str = "cidp") -> str:
    request = TypedRequest(patient=TypedPatient(weight="70"), order=TypedOrder(indication=indication))
    return str(verify(request, TypedWritten(order=text), shipped()).json()["outcome"])


@pytest.mark.parametrize(
    ("text", "indication", "said"),
    [
        ("maintenance 28 g daily for 5 days", "cidp", "it says 'maintenance', and its dose is that of regimen A, indu"),
        ("manutenção: 28 g/dia por 5 dias", "cidp", "it says 'manutencao', and its dose is that of regimen A, induc"),
        ("28 g al día por 5 días (mantenimiento)", "cidp", "it says 'mantenimiento', and its dose is that of regimen"),
        ("maintenance 28 g daily for 5 days", "gbs", "it says 'maintenance', and its dose is that of regimen A, induc"),
        ("dose de ataque 70 g a cada 3 semanas", "cidp", "'dose de ataque', and its dose is that of regimen D, main"),
        ("induction 70 g every 3 weeks", "cidp", "it says 'induction', and its dose is that of regimen D, mainten"),
        ("loading dose 35 g daily for 2 days every 3 weeks", "cidp", "'loading dose', and its dose is that of regimen"),
    ],
)
def test_a_regimen_of_another_phase_than_the_order_says_is_refused(text: str, indication: str, said: str) -> None:
    """Printed for CIDP: A to start with, C and D every 3 weeks to go on; for GBS nothing to go on."""
    with pytest.raises(RefusedError) as caught:
        outcome(text, indication)
    problem = caught.value.problems[0]
    assert (problem.code, said in problem.message) == ("order-contradicts", True)


@pytest.mark.parametrize(
    ("text", "indication", "expected"),
    [
        ("induction: 28 g daily for 5 days", "cidp", "match"),
        ("loading dose: 140 g in all over 5 days", "cidp", "match"),
        ("maintenance 70 g every 3 weeks", "cidp", "match"),
        ("CIDP maintenance: 35 g daily for 2 days, every 3 weeks", "cidp", "match"),
        ("maintenance 28 g every 4 weeks", "pid", "match"),
        ("maintenance 20 g daily for 5 days", "cidp", "differs"),
    ],
)
def test_a_regimen_of_the_phase_that_the_order_says_is_read(text: str, indication: str, expected: str) -> None:
    """A replacement goes on, as a maintenance does; what matches no regimen is of no phase."""
    assert outcome(text, indication) == expected


@pytest.mark.parametrize(
    "text", ["maintenance, induction: 28 g daily for 5 days", "28 g daily for 5 days (ataque), manutenção"]
)
def test_an_order_of_two_phases_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="it names"):
        outcome(text)
