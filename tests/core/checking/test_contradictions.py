"""Orders whose words contradict each other, and what they may say twice."""

from fractions import Fraction

import pytest

from ivigcalc.core.answers.verify import VerifyAnswer, verify
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.written import WrittenOrder
from tests.core.making import patient
from tests.written import read_written_dose


def checked(catalogue: Catalogue, text: str, kg: object = 70) -> VerifyAnswer:
    return verify(patient(kg), Order(indication="cidp"), WrittenOrder(dose=read_written_dose(text)), catalogue)


def why_refused(catalogue: Catalogue, text: str, kg: object = 70) -> str:
    with pytest.raises(RefusedError) as caught:
        checked(catalogue, text, kg)
    (problem,) = caught.value.problems
    assert problem.code == "order-contradicts"
    return problem.message.removeprefix(f"order {text!r}: ")


@pytest.mark.parametrize("said_kg", ["66.5", 71, "73.5"])
def test_a_weight_beside_the_dose_may_be_off_by_a_twentieth_of_the_grams(catalogue: Catalogue, said_kg: object) -> None:
    """5 % of 28 g are 1.4 g, what 0.4 g/kg of 3.5 kg come to; the dosing weight counts."""
    found = checked(catalogue, f"0.4 g/kg x {said_kg} kg daily for 5 days")
    assert [day.grams for day in found.course.days] == [28] * 5


@pytest.mark.parametrize(
    ("said_kg", "kg", "why"),
    [
        ("74", 70, "74 kg is 29.6 g, and at the dosing weight of 70 kg 28 g"),
        ("66", 70, "66 kg is 26.4 g, and at the dosing weight of 70 kg 28 g"),
        ("74.123", "70.123", "74.12 kg is 29.65 g, and at the dosing weight of 70.12 kg 28.05 g"),
    ],
)
def test_another_weight_beside_the_dose_is_refused_with_both_grams(
    catalogue: Catalogue, said_kg: str, kg: object, why: str
) -> None:
    assert why_refused(catalogue, f"0.4 g/kg x {said_kg} kg daily for 5 days", kg) == f"0.4 g/kg of {why}"


def test_days_that_differ_stay_in_g_per_kg_beside_the_grams_of_all(catalogue: Catalogue) -> None:
    """70 kg: 1 and 0.5 g/kg are 70 and 35 g, 105 g; 106 g are of another dose, which is refused however near."""
    found = checked(catalogue, "1 g/kg on day 1, then 0.5 g/kg on day 2, total 105 g")
    assert [day.grams for day in found.course.days] == [70, 35]
    assert found.written.dose.per_kg
    why = why_refused(catalogue, "1 g/kg on day 1, then 0.5 g/kg on day 2, total 106 g")
    assert why == "106 g is not 1.5 g/kg at 70 kg (105 g)"


def test_grams_behind_the_days_may_be_those_of_all_rounded_as_each_is(catalogue: Catalogue) -> None:
    """0.4 g/kg are 28 g, to the nearest 10 g 30 g, on five days 150 g."""
    found = checked(catalogue, "0.4 g/kg daily for 5 days (150 g, rounded to nearest 10 g)")
    assert [day.grams for day in found.course.days] == [30] * 5
    why = why_refused(catalogue, "0.4 g/kg daily for 5 days (145 g, rounded to nearest 10 g)")
    assert why == "'rounded to nearest 10 g' gives 30 g of 28 g, not 145 g"
    why = why_refused(catalogue, "0.4 g/kg (30 g) daily for 5 days, rounded to nearest 3 g", "70.123")
    assert why == "'rounded to nearest 3 g' gives 27 g of 28.05 g, not 30 g"  # 0.4 x 70.123 = 28.0492


def test_grams_that_are_said_twice_are_the_same_grams_of_a_day(catalogue: Catalogue) -> None:
    """85 g on three days are 28.33 g a day."""
    why = why_refused(catalogue, "0.4 g/kg daily for 3 days (85 g), total 84 g")
    assert why == "84 g is 28 g a day, 85 g is 28.33 g"
    why = why_refused(catalogue, "0.4 g/kg daily for 3 days (84 g), total 85 g")
    assert why == "85 g is 28.33 g a day, 84 g is 28 g"
    found = checked(catalogue, "0.4 g/kg daily for 3 days (85 g), total 85 g")
    assert [day.grams for day in found.course.days] == [Fraction(85, 3)] * 3


@pytest.mark.parametrize("grams", [27, 30])
def test_a_multiple_may_lie_on_either_side(catalogue: Catalogue, grams: int) -> None:
    """28 g lie between 27 and 30 g, multiples of 3 g; 27 g are the nearest."""
    found = checked(catalogue, f"0.4 g/kg ({grams} g) ao dia por 5 dias, arredondado para múltiplo de 3 g")
    assert [day.grams for day in found.course.days] == [grams] * 5
    why = why_refused(catalogue, "0.4 g/kg (30 g) daily for 5 days, rounded to nearest 3 g")
    assert why == "'rounded to nearest 3 g' gives 27 g of 28 g, not 30 g"


@pytest.mark.parametrize(
    ("dose", "fired"),
    [
        ("6 g/kg daily for 2 days, total 840 g", {"typed-dose-above-5"}),
        ("0.4 g/kg daily for 5 days, total 140 g", set()),
        ("0.009 g/kg daily for 5 days, total 3.15 g", {"typed-dose-below-0.01"}),
    ],
)
def test_grams_beside_a_dose_for_each_kg_are_judged_as_the_dose(
    catalogue: Catalogue, dose: str, fired: set[str]
) -> None:
    """70 kg: a dose above 5 or below 0.01 g/kg is a slip (data/rules.yaml)."""
    alerts = {alert.rule for alert in checked(catalogue, dose).alerts}
    assert {rule for rule in alerts if rule.startswith("typed-dose")} == fired


def test_a_volume_beside_grams_may_be_off_by_a_millilitre(catalogue: Catalogue) -> None:
    """Of 10 % 281 mL are 28.1 g, and 282 mL 28.2 g."""
    order = "Privigen 0.4 g/kg daily for 5 days (140 g), {} mL per infusion"
    found = checked(catalogue, order.format(281))
    assert [day.grams for day in found.course.days] == [28] * 5
    assert "28.2 g" in why_refused(catalogue, order.format(282))
