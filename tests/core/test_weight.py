"""The dosing weight under each policy."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivigcalc.core.errors import RefusedError
from ivigcalc.core.order import WeightPolicy
from ivigcalc.core.patient import Patient, Sex
from ivigcalc.core.weight import adjusted_weight_kg, dosing_weight, ideal_weight_kg, missing_for, other_weights
from tests.core.making import number, patient, vectors

VECTORS = vectors("weights")
ADULT = patient(100, height_cm=Fraction(175), sex=Sex.MALE)
FORMULAS = [WeightPolicy.IDEAL, WeightPolicy.ADJUSTED]


def of_case(case: dict[str, Any], weight: object = 70) -> Patient:
    return patient(case.get("weight_kg", weight), height_cm=number(case["height_cm"]), sex=Sex(case["sex"]))


@pytest.mark.parametrize("case", VECTORS["ideal"]["cases"])
def test_ideal_weight_is_devines(case: dict[str, Any]) -> None:
    ideal = ideal_weight_kg(sex=Sex(case["sex"]), height_cm=number(case["height_cm"]))
    assert abs(ideal - number(case["expected_kg"])) <= number(case["tolerance"])
    assert dosing_weight(of_case(case), WeightPolicy.IDEAL).kg == ideal


@pytest.mark.parametrize("case", VECTORS["adjusted"]["cases"])
def test_adjusted_weight_is_ideal_plus_four_tenths_of_the_excess(case: dict[str, Any]) -> None:
    found = dosing_weight(of_case(case), WeightPolicy.ADJUSTED).kg
    assert abs(found - number(case["expected_kg"])) <= number(case["tolerance"])


@pytest.mark.parametrize("case", VECTORS["grams"]["cases"])
def test_published_grams_on_adjusted_weight(case: dict[str, Any]) -> None:
    found = dosing_weight(of_case(case), WeightPolicy.ADJUSTED).kg * number(case["g_per_kg"])
    assert abs(found - number(case["expected_g"])) <= number(case["tolerance"])


def test_at_60_inches_ideal_weight_is_the_base_of_the_formula() -> None:
    sixty_inches = Fraction("152.4")
    assert ideal_weight_kg(sex=Sex.FEMALE, height_cm=sixty_inches) == Fraction("45.5")
    assert ideal_weight_kg(sex=Sex.MALE, height_cm=sixty_inches) == 50


def test_adjusted_weight_of_a_patient_at_ideal_weight_is_that_weight() -> None:
    assert adjusted_weight_kg(actual_kg=Fraction(60), ideal_kg=Fraction(60)) == 60


@settings(max_examples=200, deadline=None)
@given(
    low=st.fractions(1, 500, max_denominator=10),
    more=st.fractions(0, 100, max_denominator=10),
    height=st.fractions(130, 220, max_denominator=10),
    sex=st.sampled_from(Sex),
    policy=st.sampled_from(WeightPolicy),
)
def test_dosing_weight_never_falls_as_weight_grows(
    low: Fraction, more: Fraction, height: Fraction, sex: Sex, policy: WeightPolicy
) -> None:
    lighter = dosing_weight(Patient(weight_kg=low, height_cm=height, sex=sex), policy)
    heavier = dosing_weight(Patient(weight_kg=low + more, height_cm=height, sex=sex), policy)
    assert 0 < lighter.kg <= heavier.kg
    assert (lighter.policy, heavier.policy) == (policy, policy)


@settings(max_examples=200, deadline=None)
@given(
    weight=st.fractions(30, 300, max_denominator=10),
    height=st.fractions(130, 220, max_denominator=10),
    sex=st.sampled_from(Sex),
)
def test_adjusted_weight_lies_between_ideal_and_actual(weight: Fraction, height: Fraction, sex: Sex) -> None:
    one = Patient(weight_kg=weight, height_cm=height, sex=sex)
    actual, ideal, adjusted = (dosing_weight(one, policy).kg for policy in WeightPolicy)
    assert actual == weight
    assert min(actual, ideal) <= adjusted <= max(actual, ideal)


@pytest.mark.parametrize("policy", FORMULAS)
def test_everything_a_policy_lacks_is_listed_at_once(policy: WeightPolicy) -> None:
    with pytest.raises(RefusedError) as caught:
        dosing_weight(Patient(), policy)
    assert [problem.field for problem in caught.value.problems] == ["--weight", "--height", "--sex"]


def test_actual_weight_asks_for_the_weight_alone() -> None:
    assert [problem.field for problem in missing_for(Patient(), WeightPolicy.ACTUAL)] == ["--weight"]
    assert missing_for(patient(), WeightPolicy.ACTUAL) == []


def test_no_height_or_sex_is_ever_assumed() -> None:
    assert [problem.field for problem in missing_for(patient(), WeightPolicy.IDEAL)] == ["--height", "--sex"]
    assert dosing_weight(patient(), WeightPolicy.ACTUAL).kg == 70


@pytest.mark.parametrize("policy", FORMULAS)
def test_a_policy_whose_ideal_weight_is_not_above_zero_is_refused(policy: WeightPolicy) -> None:
    """Devine's formula gives a child of 95 cm less than nothing, and a weight adjusted from that is as wrong."""
    with pytest.raises(RefusedError) as caught:
        dosing_weight(patient(14, height_cm=Fraction(95), sex=Sex.FEMALE), policy)
    assert caught.value.problems[0].field == "--weight-policy"


@pytest.mark.parametrize("chosen", WeightPolicy)
def test_the_other_policies_are_shown_with_the_one_chosen_left_out(chosen: WeightPolicy) -> None:
    assert [other.policy for other in other_weights(ADULT, chosen)] == [one for one in WeightPolicy if one != chosen]


@pytest.mark.parametrize(
    "one",
    [
        Patient(),
        patient(),
        patient(sex=Sex.MALE),
        patient(height_cm=Fraction(170)),
        patient(sex=Sex.MALE, height_cm=Fraction(0)),
    ],
)
def test_no_other_weight_is_shown_where_one_cannot_be_worked_out(one: Patient) -> None:
    assert other_weights(one, WeightPolicy.ACTUAL) == []


def test_where_the_formula_gives_nothing_only_the_actual_weight_is_shown() -> None:
    child = patient(14, height_cm=Fraction(95), sex=Sex.FEMALE)
    assert other_weights(child, WeightPolicy.ACTUAL) == []
    assert [other.policy for other in other_weights(child, WeightPolicy.IDEAL)] == [WeightPolicy.ACTUAL]


def test_the_working_can_be_checked_by_hand() -> None:
    assert dosing_weight(ADULT, WeightPolicy.IDEAL).formula == "50 + 2.3 x (175 / 2.54 - 60)"
    assert dosing_weight(ADULT, WeightPolicy.ADJUSTED).formula == "70.46 + 0.4 x (100 - 70.46)"
