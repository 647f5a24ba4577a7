"""What follows from something else about the patient, and that the answer says so."""

from fractions import Fraction

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import BloodGroup, Factor, Patient, Risk, SerumIga, Sex
from ivigcalc.core.safety.alerts import derived_conditions, given_conditions, risks_of
from ivigcalc.intake.patient import read_age, read_iga
from tests.core.making import at_risk, patient, with_factors


def derived(one: Patient, rules: Rules) -> set[str]:
    return {found.condition for found in derived_conditions(one, rules)[1]}


def test_diabetes_is_a_renal_risk_and_the_answer_says_so(catalogue: Catalogue) -> None:
    choice = products(at_risk(Risk.DIABETES), catalogue)
    assert choice.risks == (Risk.RENAL, Risk.THROMBOSIS, Risk.DIABETES)
    assert ["diabetes" in found.text for found in choice.derived if found.condition == "renal"] == [True]


@pytest.mark.parametrize(
    ("age", "risk"), [("65", False), ("780 months", False), ("781 months", True), ("66", True), ("65.1", True)]
)
def test_age_over_65_is_a_renal_risk(age: str, risk: bool, rules: Rules) -> None:  # noqa: FBT001 - a column of the table
    assert ("renal" in derived(Patient(age_years=read_age(age).value), rules)) == risk


@pytest.mark.parametrize(("age", "young"), [("23 months", True), ("24 months", False), ("2", False), ("0", True)])
def test_under_2_years(age: str, young: bool, rules: Rules) -> None:  # noqa: FBT001 - a column of the table
    assert ("under-2" in derived(Patient(age_years=read_age(age).value), rules)) == young


@pytest.mark.parametrize(
    ("weight", "years", "perhaps"),
    [("3", None, True), ("21.4", None, True), ("21.41", None, False), ("8", 3, False), ("8", 1, False)],
)
def test_who_may_be_under_2_without_an_age(weight: str, years: int | None, rules: Rules, *, perhaps: bool) -> None:
    """Up to the weight above which nobody under 2 years is by the limits of the WHO's own software."""
    (span,) = [one for one in rules.weight_for_age if one.below_years == 2]
    assert span.most_kg == Fraction("21.4")
    one = patient(weight, age_years=None if years is None else Fraction(years))
    assert ("perhaps-under-2" in derived(one, rules)) == perhaps


@pytest.mark.parametrize(("years", "verdict"), [(None, "avoid"), (1, "contraindicated"), (2, "suitable")])
@pytest.mark.parametrize("product", ["flebogamma-dif-5", "flebogamma-dif-10"])
def test_no_age_is_not_taken_for_an_age_that_a_label_allows(
    catalogue: Catalogue, product: str, *, years: int | None, verdict: str
) -> None:
    """The EU text of Flebogamma DIF: not under 2 years."""
    one = patient(8, age_years=None if years is None else Fraction(years))
    made = plan(one, Order(indication="gbs", products=(product,), region=Region.EU), catalogue)
    assert made.products[0].place.assessment.verdict == verdict


@pytest.mark.parametrize(
    ("typed", "deficient"),
    [("0.0499 g/L", True), ("0.05 g/L", False), ("0.0501 g/L", False), ("4 mg/dL", True), ("5 mg/dL", False),
     ("<0.05 g/L", True), ("<0.07 g/L", True), ("<0.01 g/L", True), ("0 g/L", True), ("1 g/L", False)],
)  # fmt: skip
def test_iga_below_0_05_g_per_l_is_deficient(typed: str, deficient: bool, rules: Rules) -> None:  # noqa: FBT001 - a column of the table
    assert ("iga-deficient" in derived(Patient(iga=read_iga(typed)), rules)) == deficient


@pytest.mark.parametrize(
    ("typed", "excluded"), [("<0.07 g/L", True), ("<0.0501 g/L", True), ("<0.05 g/L", False), ("0.04 g/L", False)]
)
def test_less_than_a_value_above_the_threshold_is_deficiency_not_excluded(
    typed: str,
    excluded: bool,  # noqa: FBT001 - a column of the table
    rules: Rules,
) -> None:
    texts = [found.text for found in derived_conditions(Patient(iga=read_iga(typed)), rules)[1]]
    assert bool([text for text in texts if "not excluded" in text]) == excluded


@pytest.mark.parametrize("typed", ["0.046 g/L", "0.0499 g/L", "4.96 mg/dL"])
def test_a_value_below_the_threshold_is_never_shown_as_the_threshold(typed: str, rules: Rules) -> None:
    (text,) = [found.text for found in derived_conditions(Patient(iga=read_iga(typed)), rules)[1]]
    assert "0.05 g/L is below" not in text


def test_antibodies_to_iga_are_taken_as_deficiency(rules: Rules) -> None:
    assert derived(at_risk(Risk.ANTI_IGA), rules) == {"iga-deficient"}


def test_nothing_is_derived_that_was_given(rules: Rules) -> None:
    assert derived(at_risk(Risk.RENAL, Risk.THROMBOSIS, Risk.DIABETES), rules) == set()
    assert derived(with_factors(*Factor, risks=frozenset({Risk.RENAL, Risk.THROMBOSIS})), rules) == set()
    assert derived(Patient(), rules) == set()


@pytest.mark.parametrize("risk", sorted(set(Risk) - {Risk.DIABETES, Risk.ANTI_IGA}))
def test_no_other_risk_leads_to_another(risk: Risk, rules: Rules) -> None:
    assert derived(at_risk(risk), rules) == set()


US_RENAL = "sepsis volume-depletion paraproteinaemia nephrotoxic-drugs"
US_THROMBOSIS = """
    immobilisation hypercoagulable previous-thrombosis oestrogens central-line hyperviscosity cardiovascular-risk
"""
EU_THROMBOSIS = "overweight hypertension volume-depletion"
ASCENIV_RENAL = "overweight volume-depletion nephrotoxic-drugs"
"""The boxed warning of Octagam 10 %, the leaflets of Privigen and Flebogamma DIF, and section 5.3 of Asceniv."""


@pytest.mark.parametrize("factor", Factor)
def test_a_factor_leads_to_the_risks_that_labels_name_for_it(factor: Factor, rules: Rules) -> None:
    renal = factor in f"{US_RENAL} {ASCENIV_RENAL}".split()
    thrombosis = factor in f"{US_THROMBOSIS} {EU_THROMBOSIS}".split()
    expected = {name for name, holds in (("renal", renal), ("thrombosis", thrombosis)) if holds}
    assert derived(with_factors(factor), rules) == expected


def test_every_factor_leads_to_a_risk_or_an_alert(rules: Rules) -> None:
    asked = {condition for rule in (*rules.risks, *rules.limits) for condition in rule.when}
    assert set(Factor) <= asked


def test_every_reason_for_a_risk_is_named(rules: Rules) -> None:
    """Two factors and an age: three reasons for one risk, each once."""
    one = with_factors(Factor.SEPSIS, Factor.NEPHROTOXIC_DRUGS, age_years=Fraction(66))
    found = [(reason.condition, reason.rule) for reason in derived_conditions(one, rules)[1]]
    assert sorted(found) == [
        ("renal", "renal-by-age"), ("renal", "renal-by-nephrotoxic-drugs"), ("renal", "renal-by-sepsis"),
    ]  # fmt: skip


@pytest.mark.parametrize("age", [66, 80, 110])
def test_no_age_is_a_thrombosis_risk_by_itself(age: int, rules: Rules) -> None:
    """The labels say "advanced age" and give no figure."""
    assert "thrombosis" not in derived(Patient(age_years=Fraction(age)), rules)


def test_rules_that_build_on_one_another_are_followed_whatever_their_order(rules: Rules) -> None:
    one = Patient(
        risks=frozenset({Risk.ANTI_IGA, Risk.DIABETES}),
        age_years=Fraction(1),
        iga=SerumIga(g_per_l=Fraction(1), below=False),
    )
    forwards, backwards = (
        derived_conditions(one, rules)[0],
        derived_conditions(one, rules.replaced(risks=tuple(reversed(rules.risks))))[0],
    )
    assert forwards == backwards
    assert risks_of(forwards) == (Risk.IGA_DEFICIENT, Risk.ANTI_IGA, Risk.RENAL, Risk.THROMBOSIS, Risk.DIABETES)


@pytest.mark.parametrize(
    ("group", "conditions"),
    [(None, set()), (BloodGroup.O, {"group-given"}), (BloodGroup.A, {"group-given", "group-not-o"}),
     (BloodGroup.AB, {"group-given", "group-not-o"})],
)  # fmt: skip
def test_what_was_given_and_what_was_not(group: BloodGroup | None, conditions: set[str]) -> None:
    assert given_conditions(patient(blood_group=group)) == conditions


@pytest.mark.parametrize(("sex", "conditions"), [(None, set()), (Sex.FEMALE, set()), (Sex.MALE, {"male"})])
def test_a_sex_that_was_given(sex: Sex | None, conditions: set[str]) -> None:
    assert given_conditions(patient(sex=sex)) == conditions
    assert given_conditions(patient(sex=sex, pregnant=True, pre_pregnancy_kg=60)) == {*conditions, "pregnant"}


@pytest.mark.parametrize(("age", "name"), [("17", "child"), ("215 months", "child"), ("18", "adult"), ("19", "adult")])
def test_from_18_years_on_a_patient_is_an_adult(age: str, name: str, rules: Rules) -> None:
    found, _ = derived_conditions(patient(60, age_years=read_age(age).value), rules)
    assert found & {"adult", "child"} == {name}
