"""The whole answer: it adds up, is dated, and names what it cannot do."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import NoFit
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order, Rounding
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.core.selection.exposure import exposure
from tests.core.making import course_plans, grams, order, patient, per_kg
from tests.profiles import examples, members

FIVE_DAYS = {"regimen": "A"}


@examples(60)
@given(
    weight=st.fractions(10, 200, max_denominator=10),
    region=st.sampled_from([None, *ASKABLE]),
    rounding=st.sampled_from(Rounding),
    data=st.data(),
)
def test_totals_add_up(
    catalogue: Catalogue, weight: Fraction, region: Region | None, rounding: Rounding, data: st.DataObject
) -> None:
    product_id = data.draw(st.sampled_from([product.id for product in catalogue.products]))
    indication = data.draw(st.sampled_from(["cidp", "mmn", "jdm", "le-surface", "dm"]))
    asked = order(indication, products=(product_id,), region=region, rounding=rounding)
    plans = [*course_plans(plan(patient(weight), asked, catalogue))]
    assume(plans)
    for one in members(plans):
        product = catalogue.product(product_id)
        sizes = {Fraction(vial.g) for vial in product.vials if region is None or region in vial.regions}
        millilitres = {Fraction(vial.g): Fraction(vial.ml) for vial in product.vials}
        for day in one.days:
            assert day.vials.total_g == sum(vial.size_g * vial.count for vial in day.vials.vials)
            assert {vial.size_g for vial in day.vials.vials} <= sizes
            opened_ml = sum(millilitres[vial.size_g] * vial.count for vial in day.vials.vials)
            assert day.volume_ml == opened_ml * day.vials.given_g / day.vials.total_g
        assert [day.prescribed_g for day in one.days] == [day.grams for day in one.course.days]
        assert one.given_g == sum(day.vials.given_g for day in one.days)
        assert one.volume_ml == sum(day.volume_ml for day in one.days)
        assert one.deviation_percent == (one.given_g - one.course.total) * 100 / one.course.total
        assert one.exposure == exposure(product, one.given_g, region)
        assert rounding is not Rounding.EXACT or one.deviation_percent == 0


def test_each_preparation_has_a_plan_for_each_course_or_the_reason_why_not(catalogue: Catalogue) -> None:
    answer = plan(patient(), order(products=()), catalogue)
    dated = [course.id for course in answer.courses if course.days]
    assert sorted(one.place.assessment.product.id for one in answer.products) == sorted(
        product.id for product in catalogue.products
    )
    for one in answer.products:
        assert [made.course.id for made in one.plans] == ([] if one.no_plans else dated)


def test_days_are_dated_from_the_start(catalogue: Catalogue) -> None:
    (one,) = course_plans(plan(patient(), order(start=date(2026, 12, 30), **FIVE_DAYS), catalogue))
    expected = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)]
    assert [day.date for day in one.days] == expected
    (undated,) = course_plans(plan(patient(), order(**FIVE_DAYS), catalogue))
    assert [day.date for day in undated.days] == [None] * 5


def test_70_kg_with_cidp_from_privigen_vials(catalogue: Catalogue) -> None:
    """28 g daily: 20 + 5 + 2.5 g, three vials within 5 %, 275 mL of the 10 % solution, 1.8 % below."""
    (one,) = course_plans(plan(patient(), order(**FIVE_DAYS), catalogue))
    assert [(vial.size_g, vial.count) for vial in one.days[0].vials.vials] == [(20, 1), (5, 1), (Fraction("2.5"), 1)]
    assert one.days[0].volume_ml == 275
    assert one.given_g == Fraction("137.5")
    assert one.deviation_percent == Fraction(-25, 14)
    assert one.exposure.iga_mg == Fraction("34.375")


def test_a_regimen_named_where_there_is_none_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError):
        plan(patient(), order("igm-pdn", regimen="A", per_day=per_kg("0.4"), days=5), catalogue)


def test_letters_and_courses_stay_whatever_the_risk(catalogue: Catalogue) -> None:
    plain = plan(patient(), order(), catalogue).courses
    for risk in members(Risk):
        assert plan(patient(risks=frozenset({risk})), order(), catalogue).courses == plain


def test_the_slowest_sourced_split_stands_first(catalogue: Catalogue) -> None:
    for risk in (Risk.RENAL, Risk.THROMBOSIS):
        answer = plan(patient(risks=frozenset({risk})), order(), catalogue)
        assert len(answer.courses[0].days) == max(len(course.days) for course in answer.courses)
        assert [alert for alert in answer.alerts if alert.rule == f"{risk}-risk" and "convention" in alert.text]


def test_the_largest_infusion_day_decides_on_sodium(catalogue: Catalogue) -> None:
    """Octagam 5 % holds 0.304 mmol sodium per g: 28 g carry 8.5 mmol, 70 g carry 21 mmol."""
    salty = patient(risks=frozenset({Risk.SODIUM}))
    asked: dict[str, Any] = {"indication": "gbs", "products": ("octagam-5",)}
    (small,) = plan(salty, Order(**asked), catalogue).products
    assert small.place.assessment.verdict is Verdict.SUITABLE
    (large,) = plan(salty, Order(per_day=per_kg(1), days=2, **asked), catalogue).products
    assert large.place.assessment.verdict is Verdict.AVOID


@pytest.mark.parametrize(
    ("product_id", "region", "risk", "reason"),
    [
        ("privigen", None, Risk.PROLINE, "contraindicated"),
        ("gammar-p", None, Risk.FLUID, "no longer made"),
        ("gammagard-liquid-erc", None, Risk.FLUID, "not yet sold"),
        ("iqymune", Region.US, Risk.FLUID, "no vial size listed for US"),
    ],
)
def test_a_preparation_that_cannot_be_given_has_no_plan_and_says_why(
    catalogue: Catalogue, product_id: str, region: Region | None, risk: Risk, reason: str
) -> None:
    asked = order(products=(product_id,), region=region, **FIVE_DAYS)
    answer = plan(patient(risks=frozenset({risk})), asked, catalogue)
    (one,) = answer.products
    assert one.plans == ()
    assert one.no_plans is not None
    assert reason in one.no_plans.reason
    assert not answer.dispensable


def test_a_preparation_without_any_vial_size_says_so(catalogue: Catalogue) -> None:

    bare = catalogue.product("privigen").replaced(vials=(), missing={"vials": "not found on any label"})
    (one,) = plan(patient(), order(), catalogue.replaced(products=(bare,))).products
    assert one.no_plans is not None
    assert one.no_plans.reason == "not found on any label"
    silent = bare.replaced(missing={})
    (one,) = plan(patient(), order(), catalogue.replaced(products=(silent,))).products
    assert one.no_plans is not None
    assert one.no_plans.reason


def test_a_range_is_answered_without_a_single_dose(catalogue: Catalogue) -> None:
    answer = plan(patient(), order("id-replacement"), catalogue)
    (one,) = answer.products
    assert one.no_plans is not None
    assert "range" in one.no_plans.reason
    assert answer.dispensable
    assert {step.step.rpartition(" ")[0].partition(" ")[2] for step in answer.working[1:]} == {"low", "high"}


def test_a_dose_that_no_whole_vials_make_up_shows_the_nearest(catalogue: Catalogue) -> None:
    """Privigen has no vial below 2.5 g: 1 g is never raised to it."""
    answer = plan(patient(5, age_years=Fraction(1)), order("gbs", per_day=grams(1), days=1), catalogue)
    ((no_fit,),) = (one.plans for one in answer.products)
    assert isinstance(no_fit, NoFit)
    ((day, nearest),) = no_fit.days
    assert (day.day, nearest.below_g, nearest.above_g) == (1, None, Fraction("2.5"))
    assert not answer.dispensable


def test_only_what_the_hospital_stocks_is_shown_and_the_rest_counted(catalogue: Catalogue) -> None:
    everything = len(catalogue.products)
    stocked = plan(patient(), order(products=(), stocked=("privigen", "kiovig")), catalogue)
    assert {one.place.assessment.product.id for one in stocked.products} == {"privigen", "kiovig"}
    assert stocked.hidden == everything - 2
    asked = plan(patient(), order(products=("octagam-5",), stocked=("privigen",)), catalogue)
    assert [one.place.assessment.product.id for one in asked.products] == ["octagam-5"]
    assert asked.hidden == 0
    assert plan(patient(), order(products=()), catalogue).hidden == 0


@pytest.mark.parametrize(
    ("asked", "formulas"),
    [
        ({"regimen": "A"}, ["weight as given", "0.4 g/kg x 70 kg", "28 g daily for 5 days"]),
        ({"per_day": grams(30), "days": 2}, ["weight as given", "grams as typed", "30 g daily for 2 days"]),
        ({"course": grams(60), "days": 2}, ["weight as given", "60 g / 2 days", "30 g daily for 2 days"]),
        ({"per_day": per_kg("0.5"), "days": 1}, ["weight as given", "0.5 g/kg x 70 kg"]),
    ],
)
def test_the_working_can_be_checked_by_hand(catalogue: Catalogue, asked: dict[str, Any], formulas: list[str]) -> None:
    answer = plan(patient(), order(**asked, products=()), catalogue)
    assert [step.formula.replace(" = ", " ") for step in answer.working] == formulas


def test_the_working_of_a_cap_and_of_uneven_days(catalogue: Catalogue) -> None:
    capped = plan(patient(40, age_years=Fraction(12)), order("jdm", regimen="induction-carra", products=()), catalogue)
    assert [step.value for step in capped.working] == [40, 70]
    assert "at most 70 g" in capped.working[1].formula
    uneven = plan(patient(), order("le-surface", regimen="induction-sequence", products=()), catalogue)
    assert [step.value for step in uneven.working] == [70, 35, 70, 105]
    assert uneven.working[-1].formula == "35 + 70"


def test_the_working_of_a_preparation_goes_on_to_what_the_course_carries(catalogue: Catalogue) -> None:
    """By hand: 5 days of 27 g at 100 mg/mL are 1350 mL; at most 400 mcg IgA and 0.03 mmol sodium a mL."""
    asked = order(products=("octagam-10",), region=Region.EU, **FIVE_DAYS)
    steps = {step.step.partition(": ")[2]: step for step in plan(patient(68), asked, catalogue).working}
    found = {name: (step.formula, step.value, step.unit) for name, step in steps.items() if name}
    assert found == {
        "vials per infusion day": ("1 x 20 g + 1 x 5 g + 1 x 2 g", 27, "g"),
        "volume per infusion day": ("1 x 200 mL + 1 x 50 mL + 1 x 20 mL", 270, "mL"),
        "vials of the course": ("5 x 27 g", 135, "g"),
        "volume of the course": ("5 x 270 mL", 1350, "mL"),
        "deviation of the course": ("(135 g / 136 g - 1) x 100", Fraction(-100, 136), "%"),
        "IgA of the course, at most": ("4000 mcg/g x 135 g / 1000", 540, "mg"),
        "sodium of the course, at most (derived)": ("0.3 mmol/g x 135 g", Fraction("40.5"), "mmol"),
        "sugar of the course, at most (derived)": ("0.9 g/g x 135 g", Fraction("121.5"), "g"),
    }


def test_the_working_names_what_is_left_in_an_opened_vial(catalogue: Catalogue) -> None:
    asked = order(products=("octagam-10",), region=Region.EU, rounding=Rounding.EXACT, **FIVE_DAYS)
    formulas = [step.formula for step in plan(patient(68), asked, catalogue).working]
    assert "1 x 30 g - 2.8 g left" in formulas


def test_every_working_step_states_its_value_and_unit(catalogue: Catalogue) -> None:
    one = patient(100, height_cm=Fraction(175), sex=Sex.MALE)
    for indication in members(catalogue.indications):
        if not indication.regimens:
            continue
        answer = plan(one, order(indication.id, products=()), catalogue)
        assert {step.unit for step in answer.working} <= {"kg", "g"}
        assert min(step.value for step in answer.working) > 0


def test_alerts_name_the_courses_they_are_about(catalogue: Catalogue) -> None:
    answer = plan(patient(), order(), catalogue)
    letters = {alert.rule: alert.letters for alert in answer.alerts}
    heavy = tuple(course.letter for course in answer.courses if course.total >= 140)
    assert letters["haemolysis-group-not-given"] == heavy
    (single,) = [a for a in plan(patient(), order(**FIVE_DAYS), catalogue).alerts if a.rule.startswith("haemolysis")]
    assert single.letters == ()


def test_the_gravest_alert_stands_first(catalogue: Catalogue) -> None:
    levels = ["stop", "needs-reason", "caution", "note"]
    one = Patient(weight_kg=Fraction(210), risks=frozenset({Risk.RENAL}))
    found = [levels.index(alert.level) for alert in plan(one, order(), catalogue).alerts]
    assert found == sorted(found)
    assert len(set(found)) > 1


def test_a_dose_is_decimal_exact(catalogue: Catalogue) -> None:
    (course,) = plan(patient("72.3"), order(**FIVE_DAYS), catalogue).courses
    assert course.even == Fraction(Decimal("28.92"))


def test_cautions_are_those_on_the_order_and_on_a_preparation_asked_for_by_name(catalogue: Catalogue) -> None:
    heavy = patient(210, risks=frozenset({Risk.DIABETES}))
    named = plan(heavy, order(products=("octagam-5",)), catalogue).cautions
    assert {"weight-above-200", "maltose-diabetes"} <= set(named)
    assert len(set(named)) == len(named)
    listed = plan(heavy, order(products=()), catalogue).cautions
    assert "weight-above-200" in listed
    assert "maltose-diabetes" not in listed
    assert "renal-risk" not in named


def test_70_kg_with_cidp_needs_no_second_look(catalogue: Catalogue) -> None:
    assert plan(patient(), order(products=()), catalogue).cautions == ()


def test_every_source_that_an_answer_cites_can_be_looked_up(catalogue: Catalogue) -> None:
    answer = plan(patient(), order(products=()), catalogue)
    for cited in members({source for alert in answer.alerts for source in alert.sources}):
        assert catalogue.source(cited).id == cited


@pytest.mark.parametrize(("weight", "verdict"), [(12, Verdict.AVOID), ("11.5", Verdict.SUITABLE)])
def test_what_a_day_carries_is_judged_by_what_whole_vials_give(
    catalogue: Catalogue, weight: object, verdict: Verdict
) -> None:
    """JDM, 2 g/kg on a day: 24 g are 25 g of Tegeline, 0.7 mmol of sodium in each: 17.5, not 16.8; 23 g are 22.5."""
    one = patient(weight, age_years=Fraction(3), risks=frozenset({Risk.SODIUM}))
    asked = order("jdm", regimen="B", products=("tegeline",), region=Region.EU)
    made = plan(one, asked, catalogue)
    assessment = made.products[0].place.assessment
    assert assessment.verdict is verdict
    rules = {reason.rule for reason in assessment.reasons}
    assert ("sodium-high" in rules) == (verdict is Verdict.AVOID)
