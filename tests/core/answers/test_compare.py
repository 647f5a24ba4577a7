"""One patient and one order under every weight policy."""

from datetime import date
from fractions import Fraction

import pytest

from ivigcalc.core.answers.compare import CompareAnswer, DoseUnderPolicy, compare
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary, LimitChange
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.patient import Patient, Sex
from ivigcalc.core.site.merging import merged
from tests.core.making import POLICIES, order, patient
from tests.profiles import members

OBESE = patient(100, height_cm=Fraction(175), sex=Sex.MALE)
GIRL = patient(14, height_cm=Fraction(95), sex=Sex.FEMALE, age_years=Fraction(3))


def dosed(comparison: CompareAnswer) -> dict[str, DoseUnderPolicy]:
    return {row.policy.id: row.dosed for row in comparison.rows if row.dosed}


def test_every_policy_is_compared_with_actual_weight(catalogue: Catalogue) -> None:
    """Man, 175 cm, 100 kg, 2 g/kg: 200 g, and 164.6 g on adjusted weight."""
    found = dosed(compare(OBESE, order("gbs"), catalogue))
    assert tuple(found) == POLICIES
    assert found["actual"].difference_g == 0
    assert round(found["us-120-percent"].difference_g, 1) == Fraction("-35.4")
    assert round(found["us-120-percent"].difference_percent, 1) == Fraction("-17.7")


def test_a_row_is_what_dose_answers_under_that_policy(catalogue: Catalogue) -> None:
    for policy, row in members(dosed(compare(OBESE, order("gbs"), catalogue)).items()):
        answer = plan(OBESE, order("gbs", weight_policy=policy), catalogue)
        assert (row.weight, row.course) == (answer.dosing_weight, answer.courses[0])
        assert row.vials == (answer.products[0].plans[0],)


def test_only_an_authority_that_rounds_has_rounded_grams(catalogue: Catalogue) -> None:
    """Ontario rounds 164.6 g to 165 g."""
    rounded = {policy: row.rounded_g for policy, row in dosed(compare(OBESE, order("gbs"), catalogue)).items()}
    assert {policy for policy, grams in rounded.items() if grams is not None} == {"ontario"}
    assert rounded["ontario"] == 165


def test_alerts_of_a_row_are_those_that_actual_weight_does_not_raise(catalogue: Catalogue) -> None:
    found = compare(OBESE, order("gbs"), catalogue)
    assert dosed(found)["actual"].alerts == ()
    assert {alert.rule for alert in dosed(found)["ontario"].alerts} == {"ontario-factor-not-read", "policy-rounds"}


def test_what_holds_on_actual_weight_with_the_preparation_shown_is_of_no_policy(catalogue: Catalogue) -> None:
    """No age: that an age over 65 was not checked is said of the rates of the preparation, under every policy."""
    found = compare(patient(70, height_cm=Fraction(170), sex=Sex.MALE), order("gbs", products=()), catalogue)
    assert "age-not-checked" in [alert.rule for alert in found.alerts]
    assert "age-not-checked" not in [alert.rule for row in members(dosed(found).values()) for alert in row.alerts]


def test_the_policy_of_the_source_is_named_with_the_weight_where_nobody_chooses_one(catalogue: Catalogue) -> None:
    """Ontario doses ADEM by adjusted weight: 70.5 kg and 0.4 of 29.5 kg; a child is dosed on its own weight."""
    of_adem = compare(OBESE, order("adem", products=()), catalogue).by_source
    assert of_adem is not None
    assert (of_adem.policy, round(of_adem.kg, 1)) == ("ontario", Fraction("82.3"))
    of_child = compare(GIRL, order("adem", products=()), catalogue).by_source
    assert of_child is not None
    assert of_child.kg == 14
    assert compare(OBESE, order("gbs"), catalogue).by_source is None


def test_what_a_site_stops_with_the_preparation_shown_refuses_the_comparison(catalogue: Catalogue) -> None:
    """BMI 32.7: obesity is a risk for which no label of Gamunex-C prints a figure, and the site stops there."""
    own = Formulary(site="A", limits=(LimitChange(id="rate-without-figure", level=Level.STOP),))
    strict = merged(catalogue, own, today=date(2026, 11, 29))
    with pytest.raises(RefusedError) as caught:
        compare(OBESE, order("gbs", products=()), strict)
    assert [problem.code for problem in caught.value.problems] == ["rate-without-figure"]


def test_a_policy_that_refuses_says_why(catalogue: Catalogue) -> None:
    refused = {row.policy.id: row.refused for row in compare(GIRL, order("gbs"), catalogue).rows if not row.dosed}
    assert set(refused) == {"ideal", "adjusted", "us-120-percent"}
    assert {problem.code for problems in refused.values() for problem in problems} == {"weight-policy-out-of-range"}


def test_without_a_product_the_first_whose_vials_fit_is_shown(catalogue: Catalogue) -> None:
    """5.6 g cannot be made from 5 and 10 g vials."""
    found = compare(GIRL, order("gbs", products=()), catalogue)
    (made,) = dosed(found)["actual"].vials
    assert isinstance(made, CoursePlan)


def test_where_nothing_fits_the_first_product_says_what_is_nearest(catalogue: Catalogue) -> None:
    found = compare(GIRL, order("gbs", products=("gammagard-sd-5",)), catalogue)
    assert [product.id for product in found.products] == ["gammagard-sd-5"]
    (made,) = dosed(found)["actual"].vials
    assert not isinstance(made, CoursePlan)


def test_several_preparations_stand_in_the_order_typed_each_with_its_vials(catalogue: Catalogue) -> None:
    """Man of 100 kg, 0.4 g/kg: 40 g a day; Privigen has 40 g, Octagam 10 % 30 and 10 g; Gammar-P is no longer made."""
    asked = order("gbs", products=("privigen", "gammar-p", "octagam-10"), region=Region.US)
    found = compare(OBESE, asked, catalogue)
    assert [product.id for product in found.products] == ["privigen", "octagam-10"]
    for one in dosed(found).values():
        made = [plan.product.id if isinstance(plan, CoursePlan) and plan.product else "" for plan in one.vials]
        assert made == ["privigen", "octagam-10"]


def test_where_no_product_is_planned_the_grams_stand_alone(catalogue: Catalogue) -> None:
    found = compare(OBESE, order("gbs", products=("octagam-5",), region=Region.AU), catalogue)
    assert found.products == ()
    assert dosed(found)["actual"].vials == ()


def test_all_that_any_policy_needs_is_listed_once(catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError) as caught:
        compare(Patient(pregnant=True), order("gbs"), catalogue)
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["--weight", "--height", "--sex", "--pre-pregnancy-weight"]


def test_a_range_has_no_single_dose_to_compare(catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError) as caught:
        compare(OBESE, order("id-replacement"), catalogue)
    assert caught.value.problems[0].code == "no-single-dose"
