"""What is said of an order beside its dose: the figures in each alert, worked out by hand, and whose course it is."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import COURSE_WORDS, ORDER_WORDS, WEIGHT_WORDS, Level, LimitRule
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.patient import BloodGroup, Patient, Sex
from tests.core.making import grams, number, order, patient, per_kg

OBESE: Final = patient(120, height_cm=Fraction(170), sex=Sex.MALE)
WOMAN: Final = patient(90, height_cm=Fraction(160), sex=Sex.FEMALE)


def said(one: Patient, catalogue: Catalogue, **asked: Any) -> dict[str, str]:
    """The text of each alert by its rule, or of each problem by its code."""
    try:
        return {alert.rule: alert.text for alert in plan(one, order(**asked), catalogue).alerts}
    except RefusedError as refused:
        return {problem.code: problem.message for problem in refused.problems}


@pytest.mark.parametrize(
    ("indication", "letters"), [("cidp", ("B", "D")), ("pm", ("B",)), ("mg-exacerbation", ("B", "C"))]
)
def test_an_alert_of_one_of_several_courses_names_it(
    catalogue: Catalogue, indication: str, letters: tuple[str, ...]
) -> None:
    """120 kg at 1 g/kg a day are 120 g; pm has two courses, of which the second gives 1 g/kg."""
    alerts = {alert.rule: alert for alert in plan(OBESE, order(indication), catalogue).alerts}
    assert alerts["day-above-100-g"].letters == letters
    alone = {alert.rule: alert for alert in plan(OBESE, order(indication, regimen="B"), catalogue).alerts}
    assert (alone["day-above-100-g"].letters, alone["day-above-100-g"].text) == (
        (),
        "120 g in one day is more than 100 g",
    )


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ({"regimen": "A"}, "ideal 65.9 kg (largest day 26.4 g); adjusted 87.6 kg (largest day 35 g)"),
        ({"regimen": "maintenance-range"}, "ideal 65.9 kg; adjusted 87.6 kg"),
        (
            {"regimen": "A", "weight_policy": "ideal"},
            "actual 120 kg (largest day 48 g); adjusted 87.6 kg (largest day 35 g)",
        ),
    ],
)
def test_of_an_obese_patient_the_other_weights_are_named(
    catalogue: Catalogue, asked: dict[str, Any], others: str
) -> None:
    """Devine: 50 + 2.3 x 17.6 / 2.54 = 65.94 kg; with 0.4 of the other 54.06 kg 87.56; 0.4 g/kg; no dose of a range."""
    assert said(OBESE, catalogue, **asked)["obesity"].endswith(f"other policies give {others}")


def test_without_a_sex_no_other_weight_is_named(catalogue: Catalogue) -> None:
    found = said(OBESE.replaced(sex=None), catalogue, regimen="A")
    assert "obesity" not in found
    assert found["obesity-sex-not-given"].startswith("BMI 41.52 kg/m2: ideal and adjusted weight would be lower")
    assert "obesity-sex-not-given" not in said(OBESE, catalogue, regimen="A")


@pytest.mark.parametrize(
    ("policy", "height", "extrapolated"),
    [("adjusted", 150, True), ("adjusted", 153, False), ("uk-120-robinson", 150, False), ("actual", 150, False)],
)
def test_only_a_formula_that_goes_on_below_its_start_is_extrapolated(
    catalogue: Catalogue, policy: str, height: int, *, extrapolated: bool
) -> None:
    """Devine's formula starts at 152.4 cm; Robinson's stays at its base below 152 cm."""
    one = patient(60, height_cm=Fraction(height), sex=Sex.MALE, age_years=Fraction(40))
    assert ("ideal-weight-extrapolated" in said(one, catalogue, regimen="A", weight_policy=policy)) == extrapolated


def test_a_policy_is_named_where_the_weight_is_near_its_edge_or_it_rounds(catalogue: Catalogue) -> None:
    """Ideal 50 kg, edge 60; at 60.25 kg 50 + 0.4 x 10.25 = 54.1. Ontario: 67.43 kg at 2 g/kg are 134.86 g, so 135 g."""
    near = patient(60, height_cm=Fraction("152.4"), sex=Sex.MALE)
    assert said(near, catalogue, regimen="A", weight_policy="us-120-percent")["weight-near-an-edge"] == (
        "the weight lies within 2 kg of an edge of the policy us-120-percent: "
        "at 60.3 kg the dosing weight would be 54.1 kg"
    )
    assert said(WOMAN, catalogue, regimen="A", weight_policy="ontario")["policy-rounds"] == (
        "ontario rounds a dose to the nearest 5 g: 134.9 g in all would be 135 g, which is not done here"
    )
    whole = WOMAN.replaced(weight_kg=Fraction(45))
    assert "policy-rounds" not in said(whole, catalogue, regimen="A", weight_policy="ontario")


@pytest.mark.parametrize(
    ("indication", "course", "above"),
    [
        ("mmn", "2.4", False),
        ("mmn", "2.5", False),
        ("mmn", "2.6", True),
        ("cidp", "2", False),
        ("cidp", "2.5", True),
        ("igm-pdn", "2.5", True),
    ],
)
def test_more_than_2_g_per_kg_is_said_where_no_source_prints_as_much(
    catalogue: Catalogue, indication: str, course: str, *, above: bool
) -> None:
    """One regimen of MMN gives 2.5 g/kg, the others less; CIDP has at most 2 g/kg, IgM neuropathy none."""
    found = said(patient(70), catalogue, indication=indication, course=per_kg(course), days=5)
    assert ("course-above-2-g-per-kg" in found) == above
    if above:
        assert found["course-above-2-g-per-kg"].startswith(f"a course of {number(course) * 70} g is {course} g/kg")


@pytest.mark.parametrize(("course", "stopped"), [("3.9", False), ("4", True)])
def test_twice_the_largest_course_that_is_printed_is_a_stop(
    catalogue: Catalogue, course: str, *, stopped: bool
) -> None:
    """CIDP: 2 g/kg, at 70 kg 140 g."""
    found = said(patient(70), catalogue, course=per_kg(course), days=5)
    text = "a course of 280 g is 2 times the largest that a source read prints for CIDP (140 g)"
    assert found.get("course-twice-the-largest") == (text if stopped else None)


@pytest.mark.parametrize(
    ("indication", "dose", "below"),
    [("gbs", "0.039", True), ("gbs", "0.04", False), ("cidp", "0.03", False), ("igm-pdn", "0.03", False)],
)
def test_a_day_below_a_tenth_of_the_least_that_is_printed_is_said(
    catalogue: Catalogue, indication: str, dose: str, *, below: bool
) -> None:
    """GBS: 0.4 g/kg a day, 28 g at 70 kg. CIDP has a range from 0.4 g/kg on, which over 5 days is 0.08 g/kg a day."""
    found = said(patient(70), catalogue, indication=indication, per_day=per_kg(dose), days=5)
    assert ("day-below-a-tenth-of-printed" in found) == below
    if below:
        assert found["day-below-a-tenth-of-printed"].startswith(
            "2.7 g in one day is 0.098 times the least that a source read prints for GBS (28 g)"
        )


@pytest.mark.parametrize(("day", "stopped"), [("70", False), ("77", False), ("77.1", True)])
def test_more_than_1_g_per_kg_in_a_day_is_a_stop_where_nobody_prints_it(
    catalogue: Catalogue, day: str, *, stopped: bool
) -> None:
    """1 g/kg are 70 g; with 10 % more they are those grams still, rounded to vials."""
    found = said(patient(70), catalogue, per_day=grams(day), days=2)
    assert ("day-above-1-g-per-kg" in found) == stopped


def filled(catalogue: Catalogue, measure: str, names: tuple[str, ...], one: Patient, **asked: Any) -> dict[str, str]:
    """What each word of a rule stands for, which says something of every order with such a measure."""
    text = "|".join(f"{name}={{{name}}}" for name in names)
    rule = LimitRule(id="words", text=text, sources=(), level=Level.NOTE, measure=measure, above=Decimal(0))
    rules = catalogue.rules.replaced(limits=(*catalogue.rules.limits, rule))
    said = next(
        alert.text
        for alert in plan(one, order(**asked), catalogue.replaced(rules=rules)).alerts
        if alert.rule == "words"
    )
    return dict(word.split("=", 1) for word in said.split("|"))


def test_a_rule_of_a_patient_may_use_every_word_of_an_order(catalogue: Catalogue) -> None:
    one = patient("69.85", blood_group=BloodGroup.AB, in_pounds="154 lb = 69.85 kg", pregnant=True)
    asked: dict[str, Any] = {"indication": "als", "off_label_reason": "asked for", "per_day": per_kg("0.3"), "days": 5}
    found = filled(catalogue, "weight_kg", (*ORDER_WORDS, *WEIGHT_WORDS), one, **asked)
    als = catalogue.indication("als")
    assert als.decides is not None
    assert found == {
        "indication": "ALS",
        "indication_id": "als",
        "exception": als.exception,
        "why": als.decides.says,
        "reason": "asked for",
        "group": "AB",
        "pounds": "154 lb = 69.85 kg",
        "other_weights": "",
        "recorded": "",
        "mistake": "",
        "obesity_lacks": "weight before pregnancy and no height",
        "obesity_options": "--pre-pregnancy-weight KG --height CM",
        "total_as": "",
        "label_of": "",
        "label_dose": "",
        "label_says": "",
        "dosing_kg": "69.9",
        "actual_kg": "69.9",
        "policy": "actual",
        "edge": "2",
        "edge_kg": "",
        "edge_dosing_kg": "",
    }


def test_a_rule_of_a_course_may_use_every_word_of_an_order(catalogue: Catalogue) -> None:
    """GBS at 75 kg: 30 g daily for 5 days, 150 g in all; typed as 31 g it is that, rounded."""
    found = filled(
        catalogue, "day_g", (*ORDER_WORDS, *COURSE_WORDS), patient(75), indication="gbs", per_day=grams(31), days=5
    )
    expected = {"day_g": "30", "course_g": "150", "largest_g": "150", "least_g": "30", "policy": "actual"}
    assert {name: found[name] for name in expected} == expected
    words = (
        "other_weights",
        "recorded",
        "mistake",
        "total_as",
        "label_of",
        "label_dose",
        "label_says",
        "reason",
        "group",
    )
    assert [found[name] for name in (*words, "cap_g", "uncapped_g")] == [""] * 11
    assert (found["indication"], found["rounds_to_g"], found["rounded_g"]) == ("GBS", "1", "150")
