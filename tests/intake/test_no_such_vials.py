"""So many times grams that no vial holds are doses, of one day or of several: never taken for vials."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests.program import shipped
from tests.written import read_written_dose


def problem_of(text: str, product: str = "") -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text, product)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "product", "size", "readings"),
    [
        ("70 g (2 x 35 g) every 3 weeks", "", "35 g", ("35 g on each of 2 days, 70 g", "2 doses of 35 g, 70 g a day")),
        ("70 g (2 x 35 g) once", "", "35 g", ("35 g on each of 2 days, 70 g", "2 doses of 35 g, 70 g a day")),
        ("1 g/kg, 2 x 35 g, once", "", "35 g", ("35 g on each of 2 days, 70 g", "2 doses of 35 g, 70 g a day")),
        ("28 g daily (2 x 14 g) for 5 days", "", "14 g", ("14 g on each of 2 days", "2 doses of 14 g, 28 g a day")),
        ("28 g/dia (2 x 14 g) por 5 dias", "", "14 g", ("14 g on each of 2 days", "2 doses of 14 g, 28 g a day")),
        ("140 g (5 x 28 g) once", "", "28 g", ("28 g on each of 5 days, 140 g", "5 doses of 28 g, 140 g a day")),
        ("2 x 14 g vials daily for 5 days", "", "14 g", ("14 g on each of 2 days", "2 doses of 14 g, 28 g a day")),
        ("2 frascos de 14 g por dia por 5 dias", "", "14 g", ("14 g on each of 2 days", "2 doses of 14 g")),
        (
            "60 g (2 x 30 g) every 3 weeks",
            "privigen",
            "30 g",
            ("30 g on each of 2 days", "2 doses of 30 g, 60 g a day"),
        ),
    ],
)
def test_so_many_times_what_no_vial_holds_are_doses(
    text: str, product: str, size: str, readings: tuple[str, str]
) -> None:
    """No vial of any preparation holds 14, 28 or 35 g; Privigen has 2.5, 5, 10, 20 and 40 g."""
    problem = problem_of(text, product)
    assert f"no vial here holds {size}" in problem.message
    assert [said in reading for said, reading in zip(readings, problem.allowed, strict=True)] == [True, True]


@given(count=st.integers(2, 9), size=st.integers(1, 60), order=st.sampled_from(("{} once", "{} daily for 5 days")))
def test_only_sizes_that_there_are_are_vials(count: int, size: int, order: str) -> None:
    sizes = {Fraction(vial.g) for product in shipped().products for vial in product.vials}
    text = order.format(f"{count * size} g ({count} x {size} g)")
    if size in sizes:
        assert read_written_dose(text).days[0][1] == count * size
    else:
        assert "no vial here holds" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("70 g (35 g x 2) every 3 weeks", ("35 g daily for 2 days every 3 weeks", "70 g every 3 weeks")),
        ("1 g/kg (0.5 g/kg x 2) every 3 weeks", ("0.5 g/kg daily for 2 days every 3 weeks", "1 g/kg every 3 weeks")),
        ("70 g (35 g x 2 doses) a cada 3 semanas", ("35 g daily for 2 days every 3 weeks", "70 g every 3 weeks")),
    ],
)
def test_a_smaller_dose_in_brackets_beside_an_interval_is_of_one_day_or_of_several(
    text: str, typed: tuple[str, str]
) -> None:
    problem = problem_of(text)
    assert (problem.code, problem.next) == ("order-ambiguous", f'type "{typed[0]}" or "{typed[1]}"')
    assert [len(read_written_dose(one).days) for one in typed] == [2, 1]


@pytest.mark.parametrize(
    ("text", "product", "days"),
    [
        ("140 g (28 g x 5)", "", 5),
        ("70 g (7 x 10 g) every 3 weeks", "", 1),
        ("60 g (2 x 30 g) every 3 weeks", "kiovig", 1),
        ("6 x 5 g vials daily for 5 days", "", 5),
        ("70 g (35 g daily for 2 days) every 3 weeks", "", 2),
        ("28 g daily (2 x 14 g vials) for 5 days", "privigen", 5),
    ],
)
def test_vials_that_there_are_and_days_without_doubt_are_read(text: str, product: str, days: int) -> None:
    """Vials of a preparation that is named are held against its sizes by the check, and differ there."""
    assert len(read_written_dose(text, product).days) == days


def answer(text: str, weight: str = "75", vials: str | None = None) -> dict[str, Any]:
    """The answer for somebody of 75 kg: 2 g/kg are 150 g, and 0.4 g/kg 30 g."""
    patient = TypedPatient(weight=weight)
    request = TypedRequest(patient=patient, order=TypedOrder(indication="gbs", products=("privigen",)))
    return dict(verify(request, TypedWritten(order=text, vials=vials), shipped()).json())


@pytest.mark.parametrize(
    "text",
    [
        "30 g daily x 5 days (15 x 10 g vials)",
        "30 g daily x 5 days (5 x 20 g + 5 x 10 g vials)",
        "150 g in all over 5 days (15 x 10 g vials)",
        "30 g/dia por 5 dias (15 frascos de 10 g)",
        "30 g al día por 5 días (15 viales de 10 g)",
        "2 g/kg divided over 5 days (15 x 10 g vials)",
        "0.4 g/kg daily for 5 days (15 x 10 g vials)",
        "0.4 g/kg daily for 5 days = 15 x 10 g vials",
        "0,4 g/kg/dia por 5 dias (15 frascos de 10 g)",
        "0,4 g/kg al día por 5 días (15 viales de 10 g)",
        "0.4 g/kg daily for 5 days (3 x 10 g vials)",
        "30 g (3 x 10 g vials) daily for 5 days",
    ],
)
def test_the_vials_of_a_course_have_their_share_on_each_day(text: str) -> None:
    found = answer(text)
    assert [(row["ordered"], row["fit"]) for row in found["compared"] if row["item"] == "vials per day"] == [
        ("30", "same")
    ]
    assert found["outcome"] == "match"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("35 g daily for 2 days (7 x 10 g vials)", "70"),
        ("0.4 g/kg daily for 5 days (14 x 10 g vials)", "70"),
        ("0,4 g/kg/dia por 5 dias (14 frascos de 10 g)", "70"),
        ("0.5 g/kg daily for 2 days (3 x 20 g + 2 x 5 g vials)", "70"),
    ],
)
def test_vials_of_a_course_without_a_whole_number_a_day_are_refused(text: str, weight: str) -> None:
    with pytest.raises(RefusedError) as caught:
        answer(text, weight)
    problem = caught.value.problems[0]
    assert "which have no whole number of each size a day" in problem.message
    assert (problem.code, problem.field) == ("order-contradicts", "--order")


def test_vials_typed_beside_those_of_a_course_are_those_of_a_day() -> None:
    assert answer("0.4 g/kg daily for 5 days (15 x 10 g vials)", vials="3x10")["outcome"] == "match"


def test_vials_typed_beside_those_of_a_course_that_are_neither_are_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        answer("30 g daily for 5 days (15 x 10 g vials)", vials="6x5")
    assert "order says the vials '15 x 10 g vials', --vials says '6x5'" in caught.value.problems[0].message


def test_vials_beside_days_that_differ_are_no_share() -> None:
    vials = read_written_dose("40 g (4 x 10 g vials) on day 1, 30 g on day 2", "privigen").vials
    assert vials is not None
    assert dict(vials.sizes) == {10: 4}
