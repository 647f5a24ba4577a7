"""What a refusal says to do: nothing that lets a wrong order pass, and nothing that makes a dose of a slip.

What is to be said was worked out by a pharmacist who followed the advice, and looked at what the patient would get.
"""

from typing import Final

import pytest

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests.program import shipped

STILL: Final = "still to be given"


def problem_of(text: str) -> Problem:
    """Why an order for 70 kg is refused."""
    request = TypedRequest(patient=TypedPatient(weight="70"), order=TypedOrder(indication="cidp"))
    with pytest.raises(RefusedError) as caught:
        verify(request, TypedWritten(order=text), shipped())
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "text",
    ["IVIG,28 g,daily,5 days", "IGIV,28 g,/dia,5 dias", "IgIV ,28 g al día por 5 días", "IVIG.28 g daily x 5 days"],
)
def test_a_sign_between_two_fields_makes_no_decimal(text: str) -> None:
    """0.28 g for 28 g is a hundredth of the dose."""
    problem = problem_of(text)
    assert "put a space behind it" in problem.next
    assert "0,28" not in problem.next
    assert "0.28" not in problem.next


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("IVIg 140 g given last month. Now 70 g every 3 weeks.", "'last month' may be how long ago"),
        ("140 g no mês passado. Agora 70 g a cada 3 semanas", "'no mes passado' may be how long ago"),
        ("140 g el mes pasado. Ahora 70 g cada 3 semanas", "'el mes pasado' may be how long ago"),
        ("Now 70 g every 3 weeks", "'now' may begin another order"),
        ("Finish IVIG 28 g daily for 5 days", "'finish' is of a course that has begun"),
        ("Complete IVIG 28 g daily for 5 days", "'complete' is of a course that has begun"),
        ("Retomar IGIV 28 g/dia por 5 dias", "'retomar' is of a course that has begun"),
        ("Reanudar IgIV 28 g/día por 5 días", "'reanudar' is of a course that has begun"),
        ("s/p IVIG 28 g daily for 5 days", "'s/p' says what was given"),
        ("additional 28 g daily for 5 days", "'additional' comes on top"),
        ("28 g/dia por 5 dias adicionais", "comes on top"),
        ("28 g daily for another 5 days", "'for another 5 days' comes on top"),
        ("28 g daily for a further 5 days", "'for a further 5 days' comes on top"),
        ("28 g/dia por outros 5 dias", "'por outros 5 dias' comes on top"),
        ("28 g al día durante otros 5 días", "'durante otros 5 dias' comes on top"),
        ("Day 3 of 5 IVIG 28 g", "'day 3 of 5' may be one day"),
        ("dia 3 de 5 IGIV 28 g", "'dia 3 de 5' may be one day"),
        ("28 g daily for 5 days (given 3 of 5)", "'3', '5' are not understood"),
        ("28 g/dia por 5 dias (administrada 3 de 5)", "'3', '5' are not understood"),
        ("28 g al día por 5 días (administradas 3 de 5)", "'3', '5' are not understood"),
        ("IVIG 28 g daily for 5 days (1st dose given in ED)", "'1st', 'in ed' are not understood"),
        ("28 g day 3/5", "'day 3/5' can be read in two ways"),
    ],
)
def test_of_what_was_given_it_is_asked_what_is_still_to_be_given(text: str, first: str) -> None:
    problem = problem_of(text)
    assert first in problem.message
    assert STILL in problem.next
    assert "leave it out" not in problem.next


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Cancel IVIG 28 g daily for 5 days", "'cancel' says that the order does not hold"),
        ("Cancelar IGIV 28 g/dia por 5 dias", "'cancelar' says that the order does not hold"),
        ("Anular IgIV 28 g al día por 5 días", "'anular' says that the order does not hold"),
        ("Discuss IVIG 28 g daily for 5 days", "'discuss' says that the order is only considered"),
        ("28 g daily for 5 days, increase by 5 g", "or that a dose is"),
        ("increased from 28 g to 30 g daily for 5 days", "'increased from' says that a dose is changed"),
        ("reduzido de 30 g para 28 g/dia por 5 dias", "'reduzido de' says that a dose is changed"),
        ("28 g daily for 5 days, amended to 30 g", "'amended to' says that the order was changed"),
        ("28 g daily for 5 days. Correction: 3 days", "'correction:' says that the order was changed"),
        ("28 g/dia por 5 dias. Correção: 3 dias", "'correcao:' says that the order was changed"),
        ("28 g al día por 5 días. Corrección: 3 días", "'correccion:' says that the order was changed"),
        ("28 g \N{RIGHTWARDS ARROW} 30 g daily for 5 days", "is an arrow"),
        ("IVIG 28->30 g daily for 5 days", "'->' is an arrow"),
        ("IVIG ~~28 g~~ 30 g daily for 5 days", "a part of it is struck through"),
        ("<s>28 g</s> 30 g daily for 5 days", "a part of it is struck through"),
    ],
)
def test_what_ends_or_changes_an_order_is_not_left_out(text: str, said: str) -> None:
    problem = problem_of(text)
    assert said in problem.message
    assert "leave it out" not in problem.next
    assert "ask" in problem.next


@pytest.mark.parametrize(
    "text",
    [
        "IVIG 28 g [30 g] daily for 5 days",
        "28 g daily for 5 days = 112 g",
        "28 g daily for 5 days (total 150 g)",
        "Daily dose 28 g for 5 days, total dose 280 g",
        "30 g daily for 4 days, 20 g on day 5 (total 150 g)",
        "28 g/dia por 5 dias (total 150 g)",
        "28 g al día durante 5 días (total 150 g)",
    ],
)
def test_of_two_figures_that_contradict_each_other_none_is_only_left_out(text: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-contradicts"
    assert problem.next.startswith("ask the prescriber which is meant")
    assert "to check the other alone" not in problem.next


@pytest.mark.parametrize(
    "text", ["0.4 g/kg (80 kg) daily for 5 days", "28 g daily for 5 days, wt 80 kg", "28 g/dia por 5 dias, peso 80 kg"]
)
def test_another_weight_is_asked_about(text: str) -> None:
    """Without its weight the order would pass, and the dose would be that of another patient."""
    problem = problem_of(text)
    assert "order says the weight 80 kg, --weight says 70 kg" in problem.message
    assert problem.next == "ask which weight is the patient's, and what dose is meant; give it with --weight"


def test_what_stands_behind_a_sign_for_at_is_asked_about() -> None:
    assert problem_of("IVIG 28 g daily for 5 days @ home").next == "write \"at\"; ask what 'home' says"


@pytest.mark.parametrize("text", ["28 g days 1/5", "28 g dias 1/5", "28 g días 1/5"])
def test_figures_with_a_slash_behind_the_word_for_days_are_days_first(text: str) -> None:
    assert problem_of(text).next.startswith('days: write "days 1 to 5"')


@pytest.mark.parametrize(
    "text",
    [
        "28 g daily dia por 5 dias",
        "26 g daily for 5 days to total 2 g/kg",
        "28 g day not for 5 days",
        "28 g daily for 5 days raise",
        "28 g daily for 5 days whole",
    ],
)
def test_no_denial_and_no_sentence_of_an_own_line_is_offered(text: str) -> None:
    hint = problem_of(text).next
    assert not [
        one for one in ("nao por", "no por", "not per", "prescriber", "only after", "whole course") if one in hint
    ]
