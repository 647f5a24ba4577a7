"""No order that a refusal says to type is dangerous for the patient: what would be stopped is not offered."""

import re
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.patient import Patient
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten, without_stopped
from ivigcalc.intake.written.words.vocabulary import Vocabulary
from tests.profiles import cases, spread
from tests.program import shipped

REFUSED = 4
"""The exit code of an order that is read and dangerous."""

TYPED = re.compile(r'"([^"]+)"')

DOSES = ("28 g", "0.4 g/kg", "1 g/kg", "2 g/kg", "140 g")
HOW = ("", " daily", " per dose", "/dose", " divided", " 2 doses a day")
DAYS = (
    "",
    " for 5 days",
    " over 5 days",
    " x 5",
    " x5 daily",
    " x 5 doses",
    " in 5 doses",
    " in 5 daily doses",
    " once",
)
OFTEN = ("", " every 4 weeks")
ORDERS = tuple(map("".join, product(DOSES, HOW, DAYS, OFTEN)))
"""Orders for 70 kg, of which 28 g are 0.4 g/kg, and 140 g are 2 g/kg: no dose of a day."""


def asked(text: str) -> Problem | bool:
    """What is said of an order for 70 kg in CIDP: why it is refused, or whether it is dangerous."""
    request = TypedRequest(patient=TypedPatient(weight="70"), order=TypedOrder(indication="cidp"))
    try:
        return verify(request, TypedWritten(order=text), shipped()).exit_code == REFUSED
    except RefusedError as refused:
        return refused.problems[0]


@cache
def offers() -> tuple[tuple[str, str], ...]:
    """Each order that is refused, with each that its refusal says to type."""
    problems = [(text, said) for text in spread(ORDERS) if isinstance(said := asked(text), Problem)]
    return tuple((text, typed) for text, problem in problems for typed in TYPED.findall(problem.next))


def dangerous(typed: str) -> bool:
    """Whether an offer is dangerous: as it stands, with 5 for its number of days, or for one day where it says none."""
    said = [asked(one) for one in (typed.replace(" N days", " 5 days"), f"{typed} for 1 day", f"{typed} on day 1")]
    return True in said


def test_no_offered_order_is_dangerous() -> None:
    assert not [(text, typed) for text, typed in offers() if dangerous(typed)]
    assert len(offers()) > cases(200)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        # 5 doses of 0.4 g/kg, or of 28 g for 70 kg, are 2 g/kg a day.
        (
            "0.4 g/kg/dose x 5",
            (
                'days: type "0.4 g/kg once daily for 5 days"; of each day: it would be stopped for this patient; '
                'repeated: ask how often, and type with that for N "0.4 g/kg every N weeks x 5 cycles"'
            ),
        ),
        # 70 g on each of 6 days are 6 g/kg; once in some weeks they are 1 g/kg.
        (
            "70 g per infusion x 6",
            (
                "days: it would be stopped for this patient; of each day: it would be stopped for this patient; "
                'repeated: ask how often, and type with that for N "70 g every N weeks x 6 cycles"'
            ),
        ),
        ("28 g x5 daily", 'days: type "28 g once daily for 5 days"; of each day: it would be stopped for this patient'),
        ("1 g/kg over 5 days", 'type "1 g/kg in all over 5 days"; as a dose of each day it would be stopped'),
        (
            "70 g 2 doses a day for 2 days",
            'type "70 g daily for 2 days"; as a dose of each day it would be stopped; a day has one infusion here',
        ),
        # 2 doses of 7 g are no more than 14 g a day: both are offered.
        (
            "7 g x2 daily",
            'days: type "7 g once daily for 2 days"; of each day: write "14 g daily" and on how many days',
        ),
    ],
)
def test_what_would_be_stopped_is_said_in_its_place(text: str, hint: str) -> None:
    said = asked(text)
    assert isinstance(said, Problem)
    assert said.next == hint


def test_an_offer_that_cannot_be_taken_out_of_its_words_leaves_no_example() -> None:
    """For 70 kg 140 g a day are 2 g/kg; what is to be taken out holds the sign between the things to do."""
    hint = 'ask which; write "140 g on day 1; 140 g on day 2", or "28 g daily for 5 days"'
    problem = Problem(code="order-ambiguous", message="order", field="--order", next=hint)
    patient = Patient(weight_kg=Fraction(70))
    said = without_stopped(problem, patient, None, Vocabulary(shipped()), shipped()).next
    assert "140 g" not in said
    assert "no example is given" in said
