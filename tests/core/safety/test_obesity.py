"""Obesity: a risk that follows from weight and height, of adults, and in pregnancy of the weight before it."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.infusion import infusion
from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.request.order import InfusionOrder
from ivigcalc.core.request.patient import Factor, Patient, Risk, Sex
from ivigcalc.core.safety.alerts import Alert, derived_conditions, patient_words
from tests.core.making import patient
from tests.profiles import examples


def said(catalogue: Catalogue, one: Patient) -> list[Alert]:
    """What an infusion of 28 g of Privigen says."""
    return list(infusion(one, InfusionOrder(product="privigen", grams=Fraction(28)), catalogue).alerts)


def of_obesity(catalogue: Catalogue, one: Patient) -> dict[str, str]:
    return {alert.rule: alert.text for alert in said(catalogue, one) if alert.rule.startswith("obesity-not-")}


@given(
    weight=st.fractions(30, 200, max_denominator=10),
    height=st.integers(120, 220),
    years=st.none() | st.integers(0, 65),
    before=st.none() | st.fractions(30, 200, max_denominator=10),
    pregnant=st.booleans(),
)
@examples(1000)
def test_it_is_derived_if_and_only_if(
    *, catalogue: Catalogue, weight: Fraction, height: int, years: int | None, before: Fraction | None, pregnant: bool
) -> None:
    known: dict[str, Any] = {"height_cm": Fraction(height)} | ({} if years is None else {"age_years": Fraction(years)})
    if pregnant:
        known |= {"pregnant": True, "pre_pregnancy_kg": before}
    one = patient(weight, **known)
    judged = before if pregnant else weight
    grown = weight >= 40 if years is None else years >= 18
    obese = grown and judged is not None and judged * 10_000 >= 30 * height**2
    conditions, derived = derived_conditions(one, catalogue.rules)
    assert ({"overweight", "renal", "thrombosis"} <= conditions) is obese
    assert ("overweight-by-bmi" in {found.rule for found in derived}) is obese


def test_at_the_bound(catalogue: Catalogue) -> None:
    """120 kg at 200 cm is 30 exactly."""
    for weight, obese in ((120, True), ("119.9", False)):
        one = patient(weight, height_cm=Fraction(200))
        assert (Factor.OVERWEIGHT in derived_conditions(one, catalogue.rules)[0]) is obese


def test_it_holds_the_rate(catalogue: Catalogue) -> None:
    """130 kg at 160 cm: Octagam 10 % at 0.03 mL/kg/min is 234 mL/h, not 0.12, which is 936."""
    one = patient(130, height_cm=Fraction(160))
    answer = infusion(one, InfusionOrder(product="octagam-10", grams=Fraction(52), region=Region.EU), catalogue)
    assert max(step.rate.ml_h for step in answer.infusion.steps) == 234
    assert {found.condition for found in answer.derived} == {"overweight", "renal", "thrombosis"}


def test_from_25_it_is_a_note(catalogue: Catalogue) -> None:
    for kg, noted in (("81", True), ("80.9", False), ("97.2", False)):
        alerts = said(catalogue, patient(kg, height_cm=Fraction(180)))
        notes = [alert for alert in alerts if alert.rule == "overweight-not-counted"]
        assert [note.level for note in notes] == ([Level.NOTE] if noted else [])


@pytest.mark.parametrize(("weight", "rule"), [("99.9", "obesity-not-checked"), (100, "obesity-not-checked-heavy")])
def test_without_a_height_it_is_not_checked(catalogue: Catalogue, weight: object, rule: str) -> None:
    texts = of_obesity(catalogue, patient(weight))
    assert [*texts] == [rule]
    assert "obesity not checked" in texts[rule]


def test_a_pregnant_weight_never_counts(catalogue: Catalogue) -> None:
    heavy: dict[str, Any] = {"pregnant": True, "height_cm": Fraction(160)}
    assert not derived_conditions(patient(90, **heavy), catalogue.rules)[1]
    assert derived_conditions(patient(70, **heavy, pre_pregnancy_kg=Fraction(80)), catalogue.rules)[1]
    assert [*of_obesity(catalogue, patient("99.9", pregnant=True))] == ["obesity-not-judged-pregnant"]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"height_cm": Fraction(165)}, "add --pre-pregnancy-weight KG"),
        ({"pre_pregnancy_kg": Fraction(100)}, "add --height CM"),
        ({}, "add --pre-pregnancy-weight KG --height CM"),
    ],
)
def test_in_pregnancy_what_is_lacking_is_asked_for_from_100_kg(
    catalogue: Catalogue, given: dict[str, Any], asked: str
) -> None:
    """As without pregnancy: who may be obese, and is not known to be, is looked at, be the height known or not.

    The weight before pregnancy that is shown as an example is one that this patient may have had.
    """
    found = [alert for alert in said(catalogue, patient(120, pregnant=True, **given)) if "obesity" in alert.rule]
    assert [(alert.rule, alert.level, alert.next) for alert in found] == [
        ("obesity-not-checked-heavy", Level.CAUTION, asked)
    ]


def test_a_weight_before_pregnancy_below_100_kg_asks_as_any_other(catalogue: Catalogue) -> None:
    light = patient(120, pregnant=True, pre_pregnancy_kg=Fraction("99.9"))
    assert [*of_obesity(catalogue, light)] == ["obesity-not-checked"]
    both = patient(120, pregnant=True, pre_pregnancy_kg=Fraction(100), height_cm=Fraction(165))
    assert not of_obesity(catalogue, both)


def test_the_choice_of_a_preparation_knows_it(catalogue: Catalogue) -> None:
    answer = products(patient(130, height_cm=Fraction(160)), catalogue)
    assert answer.risks == (Risk.RENAL, Risk.THROMBOSIS)
    assert [alert.rule for alert in products(patient(130), catalogue).alerts] == ["obesity-not-checked-heavy"]


@pytest.mark.parametrize("years", [None, 12, 30])
def test_every_text_of_the_choice_is_finished_whatever_the_weight(catalogue: Catalogue, years: int | None) -> None:
    """Rules on the weight have words of an order, which the choice of a preparation has not."""
    for kg in ("1.5", "30", "70", "154", "250"):
        age = None if years is None else Fraction(years)
        one = patient(kg, height_cm=Fraction(100), age_years=age, in_pounds="154 lb = 69.9 kg")
        assert all("{" not in alert.text for alert in products(one, catalogue).alerts)


@pytest.mark.parametrize(
    ("known", "lacks", "options"),
    [
        ({}, "height", "--height CM"),
        ({"height_cm": Fraction(170)}, "", ""),
        (
            {"sex": Sex.FEMALE, "pregnant": True},
            "weight before pregnancy and no height",
            "--pre-pregnancy-weight KG --height CM",
        ),
        (
            {"sex": Sex.FEMALE, "pregnant": True, "height_cm": Fraction(170)},
            "weight before pregnancy",
            "--pre-pregnancy-weight KG",
        ),
    ],
)
def test_what_is_lacking_to_judge_obesity_is_named_with_its_option(
    known: dict[str, Any], lacks: str, options: str
) -> None:
    words = patient_words(patient(120, **known))
    assert (words["obesity_lacks"], words["obesity_options"]) == (lacks, options)
