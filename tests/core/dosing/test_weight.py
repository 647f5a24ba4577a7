"""The dosing weight under each policy."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.selftest import Question
from ivigcalc.core.dosing.policy_case import adjusted_weight_kg, case_of, ideal_weight_kg
from ivigcalc.core.dosing.policy_jump import policy_jump
from ivigcalc.core.dosing.weight import (
    BASES,
    DosingWeight,
    dosing_kg_or_none,
    dosing_weight,
    missing_for_policy,
    other_weights,
    rate_weight_kg,
    weight_to_dose,
)
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import Condition
from ivigcalc.core.facts.weight_policy import Weights
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import RateWeight
from ivigcalc.core.request.patient import Patient, Sex
from tests.core.making import POLICIES, number, of_option, patient, published, published_figure
from tests.profiles import examples

ADULT = patient(100, height_cm=Fraction(175), sex=Sex.MALE)
FORMULAS = POLICIES[1:]


@pytest.fixture(scope="module")
def weights(catalogue: Catalogue) -> Weights:
    return catalogue.weights


def asked_of(question: Question) -> Patient:
    height, sex = of_option(question, "height"), Sex(str(question.options["sex"]))
    return patient(of_option(question, "weight"), height_cm=height, sex=sex)


def last_place(figure: str) -> Fraction:
    """Half of the last decimal place of a figure as published: as far as it may be off."""
    return Fraction(1, 2 * 10 ** len(figure.partition(".")[2]))


def under(policy: str, one: Patient, weights: Weights) -> DosingWeight:
    return dosing_weight(one, weights.policy(policy), weights)


@pytest.mark.parametrize("question", [*published("ideal-weight"), *published("adjusted-weight")])
def test_ideal_and_adjusted_weight_are_as_published(question: Question, weights: Weights) -> None:
    ((place, (figure,)),) = question.expect.items()
    found = under(place.split(".")[1], asked_of(question), weights).kg
    assert abs(found - Fraction(figure)) <= last_place(figure)


@pytest.mark.parametrize(
    ("question", "place"), [(one, place) for one in published("weight-policies") for place in one.expect]
)
def test_a_policy_gives_the_published_grams(question: Question, place: str, weights: Weights) -> None:
    """The same five patients under every authority's rule, at 2 g/kg."""
    found = 2 * under(place.split(".")[1], asked_of(question), weights).kg
    assert abs(found - published_figure(question, place)) <= question.within


def test_at_60_inches_ideal_weight_is_the_base_of_the_formula(weights: Weights) -> None:
    devine, sixty_inches = weights.formula("devine"), Fraction("152.4")
    assert ideal_weight_kg(devine, sex=Sex.FEMALE, height_cm=sixty_inches) == Fraction("45.5")
    assert ideal_weight_kg(devine, sex=Sex.MALE, height_cm=sixty_inches) == 50


def test_the_english_formula_stays_at_its_base_below_152_cm(weights: Weights) -> None:
    robinson = weights.formula("robinson")
    assert ideal_weight_kg(robinson, sex=Sex.MALE, height_cm=Fraction(140)) == 52
    assert ideal_weight_kg(robinson, sex=Sex.FEMALE, height_cm=Fraction(140)) == 49


def test_adjusted_weight_of_a_patient_at_ideal_weight_is_that_weight() -> None:
    assert adjusted_weight_kg(actual_kg=Fraction(60), ideal_kg=Fraction(60), factor=Fraction("0.4")) == 60


@examples(200)
@given(
    low=st.fractions(1, 500, max_denominator=10),
    more=st.fractions(0, 100, max_denominator=10),
    height=st.fractions(130, 220, max_denominator=10),
    sex=st.sampled_from(Sex),
    policy=st.sampled_from(("actual", "ideal", "adjusted", "australia-2026")),
)
def test_dosing_weight_never_falls_as_weight_grows(
    *, weights: Weights, low: Fraction, more: Fraction, height: Fraction, sex: Sex, policy: str
) -> None:
    """Under the policies without a jump; the others fall at 120 % of ideal weight, or rise at an edge."""
    lighter = under(policy, Patient(weight_kg=low, height_cm=height, sex=sex), weights)
    heavier = under(policy, Patient(weight_kg=low + more, height_cm=height, sex=sex), weights)
    assert 0 < lighter.kg <= heavier.kg
    assert (lighter.policy, heavier.policy) == (policy, policy)


@examples(200)
@given(
    weight=st.fractions(30, 300, max_denominator=10),
    height=st.fractions(130, 220, max_denominator=10),
    sex=st.sampled_from(Sex),
)
def test_every_policy_lies_between_ideal_and_actual_weight(
    weights: Weights, weight: Fraction, height: Fraction, sex: Sex
) -> None:
    one = Patient(weight_kg=weight, height_cm=height, sex=sex)
    actual, ideal = under("actual", one, weights).kg, under("ideal", one, weights).kg
    assert actual == weight
    for policy in ("adjusted", "australia-2026", "ontario", "us-120-percent", "us-bmi-30"):
        assert min(actual, ideal) <= under(policy, one, weights).kg <= max(actual, ideal)


@examples(200)
@given(
    weight=st.fractions(30, 300, max_denominator=10),
    height=st.fractions(130, 220, max_denominator=10),
    sex=st.sampled_from(Sex),
)
def test_australia_never_doses_above_actual_weight(
    weights: Weights, weight: Fraction, height: Fraction, sex: Sex
) -> None:
    one = Patient(weight_kg=weight, height_cm=height, sex=sex)
    assert under("australia-2026", one, weights).kg <= weight


@pytest.mark.parametrize("policy", FORMULAS)
def test_everything_a_policy_lacks_is_listed_at_once(policy: str, weights: Weights) -> None:
    with pytest.raises(RefusedError) as caught:
        under(policy, Patient(), weights)
    assert [problem.field for problem in caught.value.problems] == ["--weight", "--height", "--sex"]


def test_actual_weight_asks_for_the_weight_alone(weights: Weights) -> None:
    actual = weights.policy("actual")
    assert [problem.field for problem in missing_for_policy(Patient(), actual, weights)] == ["--weight"]
    assert missing_for_policy(patient(), actual, weights) == []


@pytest.mark.parametrize("policy", ["ideal", "adjusted", "us-120-percent", "us-bmi-30"])
def test_a_policy_whose_ideal_weight_is_not_above_zero_is_refused(policy: str, weights: Weights) -> None:
    """Devine's formula gives a child of 95 cm less than nothing, and a weight adjusted from that is as wrong."""
    with pytest.raises(RefusedError) as caught:
        under(policy, patient(30, height_cm=Fraction(95), sex=Sex.FEMALE), weights)
    assert caught.value.problems[0].field == "--weight-policy"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"age_years": Fraction(17)}, "age 17 years is under 18"),
        ({"height_cm": Fraction("151.9")}, "height 151.9 cm is below 152 cm"),
        ({"pregnant": True, "sex": Sex.FEMALE}, "pregnant"),
        ({"weight_kg": Fraction(60)}, "actual weight 60 kg is below the adjusted 66.3 kg"),
    ],
)
def test_australia_takes_actual_weight_where_its_rule_says_so(
    changed: dict[str, Any], why: str, weights: Weights
) -> None:
    """Under 18, below 152 cm, pregnant, or actual weight below adjusted; and the answer says which."""
    one = ADULT.replaced(**changed)
    found = under("australia-2026", one, weights)
    assert (found.kg, found.basis, found.why) == (one.weight_kg, "actual body weight", why)


@pytest.mark.parametrize(
    "changed", [{}, {"age_years": Fraction(18)}, {"height_cm": Fraction(152)}, {"pregnant": False}]
)
def test_australia_takes_adjusted_weight_at_its_limits(changed: dict[str, Any], weights: Weights) -> None:
    found = under("australia-2026", ADULT.replaced(**changed), weights)
    assert found.basis == "adjusted body weight (factor 0.4)"


def test_ontario_takes_the_weight_before_pregnancy(weights: Weights) -> None:
    """160 cm, 82 kg before pregnancy: ideal 52.38 kg, so 64.23 kg, whatever she weighs now."""
    one = patient(90, height_cm=Fraction(160), sex=Sex.FEMALE, pregnant=True, pre_pregnancy_kg=Fraction(82))
    assert round(under("ontario", one, weights).kg, 2) == Fraction("64.23")
    assert under("actual", one, weights).kg == 90


def test_in_pregnancy_the_weight_before_it_is_asked_for(weights: Weights) -> None:
    one = patient(90, height_cm=Fraction(160), sex=Sex.FEMALE, pregnant=True)
    assert [problem.field for problem in missing_for_policy(one, weights.policy("ontario"), weights)] == [
        "--pre-pregnancy-weight"
    ]
    assert missing_for_policy(one, weights.policy("australia-2026"), weights) == []


@pytest.mark.parametrize(("sex", "edge"), [(Sex.MALE, Fraction(50)), (Sex.FEMALE, Fraction("45.5"))])
def test_ontario_takes_actual_weight_up_to_50_kg_for_a_man_and_45_5_for_a_woman(
    sex: Sex, edge: Fraction, weights: Weights
) -> None:
    one = patient(edge, height_cm=Fraction(160), sex=sex)
    assert under("ontario", one, weights).kg == edge
    assert under("ontario", one.replaced(weight_kg=edge + Fraction("0.1")), weights).kg > edge + 1


def test_ontario_contradicts_itself_for_an_obese_patient_below_152_4_cm(weights: Weights) -> None:
    """BMI above 30 makes adjusted weight obligatory (58.0 kg), the height calls for actual weight."""
    found = under("ontario", patient(80, height_cm=Fraction(150), sex=Sex.FEMALE), weights)
    assert found.kg == 80
    assert [remark.rule for remark in found.remarks] == ["ontario-contradicts-itself"]
    assert "58 kg" in found.remarks[0].text


@pytest.mark.parametrize(("weight", "height"), [(60, 150), (80, 155)])
def test_ontario_does_not_contradict_itself_otherwise(weight: int, height: int, weights: Weights) -> None:
    found = under("ontario", patient(weight, height_cm=Fraction(height), sex=Sex.FEMALE), weights)
    assert "ontario-contradicts-itself" not in [remark.rule for remark in found.remarks]


def test_the_120_percent_rule_takes_actual_weight_at_its_edge(weights: Weights) -> None:
    """A man of 152.4 cm: ideal 50 kg, edge 60 kg; 62 kg becomes 50 + 0.4 x 12 = 54.8 kg."""
    one = patient(60, height_cm=Fraction("152.4"), sex=Sex.MALE)
    assert under("us-120-percent", one, weights).kg == 60
    assert under("us-120-percent", one.replaced(weight_kg=Fraction(62)), weights).kg == Fraction("54.8")


@pytest.mark.parametrize("weight", [58, "58.1", 60, "60.1", 62])
def test_within_2_kg_of_the_edge_the_jump_is_found(weight: object, weights: Weights) -> None:
    """At 120 % of ideal weight (60 kg here) the dosing weight falls from 60 to 54 kg."""
    one = patient(weight, height_cm=Fraction("152.4"), sex=Sex.MALE)
    here, found = (
        under("us-120-percent", one, weights),
        policy_jump(one, weights.policy("us-120-percent"), weights, Fraction(2)),
    )
    assert found is not None
    assert abs(found.actual_kg - here.actual_kg) <= Fraction("2.001")
    assert (here.kg == here.actual_kg) != (found.kg == found.actual_kg)


@pytest.mark.parametrize(("weight", "beside"), [("58.4", "60.15"), ("61.6", "59.85"), ("58.1", "60.1"), (60, "60.25")])
def test_the_weight_named_beyond_an_edge_is_the_next_quarter_of_a_kg(
    weight: object, beside: str, weights: Weights
) -> None:
    """From 58.4 kg on in steps of 0.25 kg: 60.15 kg is the first above 60 kg; from 58.1 kg on it is 60.1 kg."""
    one = patient(weight, height_cm=Fraction("152.4"), sex=Sex.MALE)
    found = policy_jump(one, weights.policy("us-120-percent"), weights, Fraction(2))
    assert found is not None
    assert found.actual_kg == Fraction(beside)


@pytest.mark.parametrize("weight", ["15.3", 16, "17.1", "17.2", "19.1"])
def test_a_small_jump_of_a_small_patient_is_found_too(weight: object, weights: Weights) -> None:
    """113 cm, male: the dosing weight falls from 17.19 to 15.47 kg at 17.187 kg."""
    one = patient(weight, height_cm=Fraction(113), sex=Sex.MALE)
    assert policy_jump(one, weights.policy("us-120-percent"), weights, Fraction(2)) is not None


@pytest.mark.parametrize("weight", [57, 63])
def test_further_from_the_edge_no_jump_is_named(weight: int, weights: Weights) -> None:
    one = patient(weight, height_cm=Fraction("152.4"), sex=Sex.MALE)
    assert policy_jump(one, weights.policy("us-120-percent"), weights, Fraction(2)) is None


@examples(100)
@given(
    weight=st.fractions(1, 300, max_denominator=10),
    height=st.fractions(153, 220, max_denominator=10),
    policy=st.sampled_from(("actual", "ideal", "adjusted", "australia-2026")),
)
def test_policies_without_an_edge_never_jump(weights: Weights, weight: Fraction, height: Fraction, policy: str) -> None:
    assert (
        policy_jump(
            Patient(weight_kg=weight, height_cm=height, sex=Sex.MALE), weights.policy(policy), weights, Fraction(2)
        )
        is None
    )


def test_ontario_jumps_on_the_weight_before_pregnancy(weights: Weights) -> None:
    """A woman of 180 cm and 45 kg before pregnancy: above 45.5 kg adjusted weight would be far higher."""
    one = patient(60, height_cm=Fraction(180), sex=Sex.FEMALE, pregnant=True, pre_pregnancy_kg=Fraction(45))
    assert policy_jump(one, weights.policy("ontario"), weights, Fraction(2)) is not None


def test_beyond_an_edge_without_a_dosing_weight_no_jump_is_named(weights: Weights) -> None:
    """A girl of 90 cm reaches a BMI of 30 at 24.3 kg; above it Devine's ideal weight counts, which is below zero."""
    one = patient(24, height_cm=Fraction(90), sex=Sex.FEMALE)
    assert under("us-bmi-30", one, weights).kg == 24
    with pytest.raises(RefusedError):
        under("us-bmi-30", one.replaced(weight_kg=Fraction("24.4")), weights)
    assert policy_jump(one, weights.policy("us-bmi-30"), weights, Fraction(2)) is None


@pytest.mark.parametrize(
    "one",
    [
        patient("1.5", height_cm=Fraction(160), sex=Sex.MALE),
        patient(60, height_cm=Fraction(160), sex=Sex.FEMALE, pregnant=True, pre_pregnancy_kg=Fraction("1.5")),
    ],
)
def test_a_policy_is_not_asked_about_a_weight_that_nobody_has(one: Patient, weights: Weights) -> None:
    """Where actual weight holds for all above 0 kg, there is no jump, though at 0 kg the policy would adjust."""
    above_zero = Condition(id="above-0-kg", text="", sources=(), measure="weight_kg", above=Decimal(0))
    policy = weights.policy("ontario").replaced(actual_when=(above_zero,))
    assert policy_jump(one, policy, weights, Fraction(2)) is None


def test_the_english_calculator_doses_a_child_by_height_alone(weights: Weights) -> None:
    """Traub: 2.396 x e^(0.01863 x 120) = 22.41 kg, by a pocket calculator; sex is not asked for."""
    child = patient(40, height_cm=Fraction(120), age_years=Fraction(8))
    found = under("uk-120-robinson", child, weights)
    assert abs(found.kg - Fraction("22.41")) < Fraction("0.005")
    assert "height alone" in found.why


def test_an_adult_and_a_patient_without_age_are_not_dosed_as_children(weights: Weights) -> None:
    for age in (None, Fraction(18)):
        found = under("uk-120-robinson", ADULT.replaced(age_years=age), weights)
        assert found.formula_id == "robinson"


def test_without_a_weight_there_is_no_dosing_weight(weights: Weights) -> None:
    for policy in POLICIES:
        with pytest.raises(RefusedError):
            under(policy, Patient(height_cm=Fraction(175), sex=Sex.MALE), weights)
        assert dosing_kg_or_none(Patient(), weights.policy(policy), weights) is None


def test_a_dosing_weight_that_is_not_known_stands_for_1_kg(catalogue: Catalogue) -> None:
    """Ontario doses ADEM on adjusted weight, which needs height and sex: figures are then g per kg."""
    adem = catalogue.indication("adem")
    found = weight_to_dose(patient(70), "", adem, catalogue.weights)
    assert (found.kg, found.actual_kg) == (Fraction(1), Fraction(70))
    assert (found.why, found.formula, found.over_actual) == ("", "", None)
    assert [problem.field for problem in found.needs] == ["--height", "--sex"]
    with pytest.raises(RefusedError) as refused:
        weight_to_dose(patient(70), "adjusted", adem, catalogue.weights)
    assert [problem.field for problem in refused.value.problems] == ["--height", "--sex"]


def test_why_a_policy_applies_names_ideal_weight_to_two_decimals(weights: Weights) -> None:
    """50 kg + 2.3 x (175 - 152.4) / 2.54 = 70.4646 kg."""
    assert "70.46 kg" in under("us-120-percent", ADULT, weights).why


def test_the_working_can_be_checked_by_hand(weights: Weights) -> None:
    assert under("ideal", ADULT, weights).formula == "50 + 2.3 x (175 - 152.4) / 2.54"
    assert under("adjusted", ADULT, weights).formula == "70.46 + 0.4 x (100 - 70.46)"
    english = ADULT.replaced(age_years=Fraction(8))
    assert under("uk-120-robinson", english, weights).formula == "2.396 x e^(0.01863 x 175)"


def test_every_policy_is_known_to_these_tests(weights: Weights) -> None:
    assert tuple(policy.id for policy in weights.policies) == POLICIES


def walked(one: Patient, policy: str, weights: Weights) -> Fraction | None:
    """The dosing weight beyond the first jump within 2 kg, in steps of 0.25 kg, lighter first; None without one."""
    here = dosing_weight(one, weights.policy(policy), weights).kg
    away = [Fraction(step, 4) for step in range(9)] + [Fraction(2) + Fraction(1, 1000)]
    for side in (-1, 1):
        before, at = here, Fraction(0)
        for kg in away[1:]:
            try:
                there = dosing_weight(
                    one.replaced(weight_kg=(one.weight_kg or 0) + side * kg), weights.policy(policy), weights
                ).kg
            except RefusedError:
                break
            if not 0 <= (there - before) * side <= kg - at:
                return there
            before, at = there, kg
    return None


@examples(300)
@given(
    st.sampled_from([policy for policy in POLICIES if policy not in {"actual", "ideal", "ontario"}]),
    st.fractions(min_value=3, max_value=180, max_denominator=10),
    st.fractions(min_value=60, max_value=200, max_denominator=2),
    st.sampled_from(Sex),
    st.none() | st.integers(min_value=1, max_value=90),
    st.booleans(),
)
def test_a_jump_is_found_without_walking_where_the_ends_tell(  # noqa: PLR0917 - what a patient is made of
    weights: Weights,
    policy: str,
    kg: Fraction,
    cm: Fraction,
    sex: Sex,
    age: int | None,
    pregnant: bool,  # noqa: FBT001 - as above
) -> None:
    years = None if age is None else Fraction(age)
    one = Patient(weight_kg=kg, height_cm=cm, sex=sex, age_years=years, pregnant=pregnant)
    assume(dosing_kg_or_none(one, weights.policy(policy), weights) is not None)
    found = policy_jump(one, weights.policy(policy), weights, Fraction(2))
    assert (found.kg if found else None) == walked(one, policy, weights)


@pytest.mark.parametrize(
    ("below_zero", "refused"), [(Fraction(0), True), (Fraction(1, 2), True), (-Fraction(1, 2), False)]
)
def test_an_ideal_weight_of_nothing_or_less_is_no_weight(
    weights: Weights, below_zero: Fraction, *, refused: bool
) -> None:
    """Devine, male: 50 kg and 2.3 kg for each 2.54 cm from 152.4 cm on, so 0 kg at 127/2.3 cm less."""
    height = Fraction("152.4") - (50 + below_zero) * Fraction("2.54") / Fraction("2.3")
    one = patient(10, height_cm=height, sex=Sex.MALE)
    if refused:
        with pytest.raises(RefusedError, match=r"ideal body weight comes out at -?0"):
            under("ideal", one, weights)
    else:
        assert under("ideal", one, weights).kg == Fraction(1, 2)


def test_no_jump_is_looked_for_at_a_weight_of_nothing(weights: Weights) -> None:
    """Within 2 kg of a patient of 2 kg, or of one who had 2 kg before, there is no patient of 0 kg."""
    light = patient(2, height_cm=Fraction(160), sex=Sex.FEMALE)
    assert policy_jump(light, weights.policy("us-120-percent"), weights, Fraction(2)) is None


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, ["--weight is missing", "--height is missing: HOW", "--sex is missing: HOW"]),
        ({"weight_kg": Fraction(70), "sex": Sex.MALE}, ["--height is missing: HOW"]),
        ({"weight_kg": Fraction(70), "height_cm": Fraction(170)}, ["--sex is missing: HOW"]),
        ({"weight_kg": Fraction(70), "height_cm": Fraction(170), "sex": Sex.MALE}, []),
    ],
)
def test_what_a_policy_lacks_is_named(weights: Weights, known: dict[str, Any], missing: list[str]) -> None:
    found = missing_for_policy(Patient(**known), weights.policy("ideal"), weights)
    assert [one.message.replace("--weight-policy ideal needs it", "HOW") for one in found] == missing


@pytest.mark.parametrize(("away", "adjusted"), [(2, "58.8"), (0, "58"), (-2, "57.2")])
def test_a_policy_is_worked_out_so_many_kg_away(weights: Weights, away: int, adjusted: str) -> None:
    """A man of 152.4 cm and 70 kg: Devine gives 50 kg, and 72 kg become 50 + 0.4 x 22 = 58.8 kg."""
    one = patient(70, height_cm=Fraction("152.4"), sex=Sex.MALE)
    found = case_of(one, weights.policy("adjusted"), weights, Sex.MALE, Fraction(away))
    assert found.measures["weight_kg"] == 70 + away
    assert found.adjusted_kg == Fraction(adjusted)


@pytest.mark.parametrize(
    ("policy", "remark"), [("uk-120-robinson", "english-age-not-given"), ("australia-2026", "australia-age-not-given")]
)
def test_that_no_age_was_given_is_remarked_where_none_was(weights: Weights, policy: str, remark: str) -> None:
    without, given_one = (under(policy, ADULT.replaced(age_years=age), weights) for age in (None, Fraction(40)))
    assert remark in [one.rule for one in without.remarks]
    assert remark not in [one.rule for one in given_one.remarks]


def of_ideal_weight(ideal_kg: object, kg: object, **known: Any) -> Patient:
    """A man of that ideal weight by Devine's formula, 50 kg at 152.4 cm and 2.3 kg for each 2.54 cm."""
    height = Fraction("152.4") - (50 - number(ideal_kg)) * Fraction("2.54") / Fraction("2.3")
    return patient(kg, height_cm=height, sex=Sex.MALE, **known)


@pytest.mark.parametrize(("kg", "dose_kg"), [("0.6", "0.6"), ("0.7", "0.58")])
def test_the_120_percent_rule_holds_at_any_ideal_weight(weights: Weights, kg: str, dose_kg: str) -> None:
    """At an ideal weight of 0.5 kg the edge is 0.6 kg; 0.7 kg become 0.5 + 0.4 x 0.2 = 0.58 kg."""
    assert under("us-120-percent", of_ideal_weight("0.5", kg), weights).kg == Fraction(dose_kg)


@pytest.mark.parametrize(("ideal", "edge_within"), [(3, True), (4, False)])
def test_a_jump_is_found_where_nobody_is_lighter_by_so_much(weights: Weights, ideal: int, *, edge_within: bool) -> None:
    """Of a patient of 1.9 kg: the edge at 3.6 kg is within 2 kg, where 3.6 kg fall to 3.24; that at 4.8 kg is not."""
    found = policy_jump(of_ideal_weight(ideal, "1.9"), weights.policy("us-120-percent"), weights, Fraction(2))
    assert (found is not None) == edge_within


@pytest.mark.parametrize("policy", ["ontario", "uk-120-robinson", "us-120-percent"])
def test_without_a_sex_there_is_no_jump(weights: Weights, policy: str) -> None:
    """Who has a dosing weight then is a child, or has actual weight whichever the sex; beyond that it is asked for."""
    child = patient("26.8", height_cm=Fraction(113), age_years=Fraction(7))
    light = patient(45, height_cm=Fraction(160))
    for one in (child, light):
        assert policy_jump(one, weights.policy(policy), weights, Fraction(2)) is None


@pytest.mark.parametrize("policy", FORMULAS)
def test_a_weight_alone_is_not_enough_for_a_formula(policy: str, weights: Weights) -> None:
    with pytest.raises(RefusedError) as caught:
        under(policy, patient(70), weights)
    assert [problem.field for problem in caught.value.problems] == ["--height", "--sex"]
    assert dosing_kg_or_none(patient(70), weights.policy(policy), weights) is None


def test_a_jump_is_looked_for_at_every_weight_above_nothing(weights: Weights) -> None:
    """Where actual weight holds above 0.6 kg, a woman of 160 cm and 0.5 kg would be dosed on some 31 kg."""
    edge = Condition(id="above-0.6-kg", text="", sources=(), measure="weight_kg", above=Decimal("0.6"))
    policy = weights.policy("adjusted").replaced(actual_when=(edge,))
    found = policy_jump(patient(2, height_cm=Fraction(160), sex=Sex.FEMALE), policy, weights, Fraction(2))
    assert found is not None
    assert found.actual_kg == Fraction("0.5")


def test_no_weight_before_pregnancy_is_nothing(weights: Weights) -> None:
    """Up to 1 kg actual weight holds: from 1 kg on the jump is 0.25 kg above, and none is at 0 kg, which nobody has."""
    edge = Condition(id="up-to-1-kg", text="", sources=(), measure="weight_kg", at_most=Decimal(1))
    policy = weights.policy("ontario").replaced(actual_when=(edge,), applied="", remarks=())
    one = patient(60, height_cm=Fraction(160), sex=Sex.FEMALE, pregnant=True, pre_pregnancy_kg=Fraction(1))
    found = policy_jump(one, policy, weights, Fraction(2))
    assert found is not None
    assert found.actual_kg == Fraction("60.25")


@pytest.mark.parametrize(
    ("policy", "one", "basis_id", "basis", "formula"),
    [
        ("actual", patient(70), "weight-actual-body", "actual body weight", "weight as given"),
        (
            "ontario",
            patient(90, height_cm=Fraction(150), sex=Sex.FEMALE, pregnant=True, pre_pregnancy_kg=Fraction(82)),
            "weight-before-pregnancy",
            "body weight before pregnancy",
            "weight as given",
        ),
        ("ideal", ADULT, "weight-ideal", "ideal body weight (Devine)", "50 + 2.3 x (175 - 152.4) / 2.54"),
        (
            "uk-120-robinson",
            ADULT.replaced(age_years=Fraction(8)),
            "weight-ideal-child",
            "ideal body weight of a child (Traub)",
            "2.396 x e^(0.01863 x 175)",
        ),
        ("adjusted", ADULT, "weight-adjusted", "adjusted body weight (factor 0.4)", "70.46 + 0.4 x (100 - 70.46)"),
        (
            "ontario",
            patient(90, height_cm=Fraction(160), sex=Sex.FEMALE, pregnant=True, pre_pregnancy_kg=Fraction(82)),
            "weight-adjusted-before",
            "adjusted body weight (factor 0.4, from the weight before pregnancy)",
            "52.38 + 0.4 x (82 - 52.38)",
        ),
    ],
)
def test_a_dosing_weight_says_which_weight_it_is(  # noqa: PLR0917 - the columns of a table
    weights: Weights, policy: str, one: Patient, basis_id: str, basis: str, formula: str
) -> None:
    found = under(policy, one, weights)
    assert (found.basis_id, found.basis, found.formula) == (basis_id, basis, formula)
    assert found.policy == policy
    assert basis == BASES[basis_id].format_map(dict(found.basis_words))
    assert found.actual_kg == one.weight_kg
    assert {*weights.policy(policy).sources} <= {*found.sources} or basis_id == "weight-ideal-child"


def test_a_dosing_weight_over_actual_weight_is_a_share_of_it(weights: Weights, catalogue: Catalogue) -> None:
    """Adjusted weight of a man of 175 cm and 100 kg: 70.46 + 0.4 x 29.54 = 82.28 kg."""
    assert under("actual", ADULT, weights).over_actual == 1
    share = under("adjusted", ADULT, weights).over_actual
    assert share is not None
    assert round(share, 4) == Fraction("0.8228")
    unknown = weight_to_dose(patient(70), "", catalogue.indication("adem"), weights)
    assert unknown.not_known == "the source doses on adjusted body weight (ontario): add --height and --sex"
    assert under("actual", ADULT, weights).not_known == ""


@pytest.mark.parametrize(("rate_weight", "kg"), [(RateWeight.ACTUAL, 100), (RateWeight.DOSING, "82.28")])
def test_a_rate_is_for_actual_weight_unless_the_dosing_weight_was_asked_for(
    weights: Weights, rate_weight: RateWeight, kg: object
) -> None:
    assert round(rate_weight_kg(under("adjusted", ADULT, weights), rate_weight), 2) == number(kg)
    light = patient(45, height_cm=Fraction(175), sex=Sex.MALE)
    assert rate_weight_kg(under("adjusted", light, weights), rate_weight) == 45


def test_the_other_weights_are_those_that_can_be_worked_out(weights: Weights) -> None:
    every = [one.policy for one in other_weights(ADULT, "actual", weights)]
    assert every == [policy for policy in POLICIES if policy != "actual"]
    assert [one.policy for one in other_weights(patient(70), "ideal", weights)] == ["actual"]
