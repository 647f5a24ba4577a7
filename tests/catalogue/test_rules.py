"""Every rule of ``rules.yaml`` has a situation in which it fires, and a near one in which it does not.

The table runs whole orders, so that each rule's text is formatted with the words it gets in use.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import bounds_of
from ivigcalc.core.facts.rule import Level, LimitRule, Rules, Verdict, VerdictRule
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, Order
from ivigcalc.core.request.patient import BloodGroup, Factor, Patient, Risk, SerumIga, Sex
from ivigcalc.core.safety.alerts import fired_alerts
from ivigcalc.core.selection.assessment import ABOVE_LABEL, Situation, assess
from tests.profiles import members
from tests.program import shipped


@dataclass(frozen=True)
class Said:
    """A rule that fired: its level ("" for a derived risk), and everything it says."""

    level: str
    text: str


def ask(catalogue: Catalogue, patient: Patient, order: Order) -> dict[str, Said]:
    """Every rule that fires for a patient and an order: as a refusal, an alert or a derived risk."""
    try:
        answer = plan(patient, order, catalogue)
    except RefusedError as refused:
        return {one.code: Said(str(one.kind), f"{one.message} {one.next}") for one in refused.problems}
    derived = {one.rule: Said("", one.text) for one in answer.derived}
    return derived | {one.rule: Said(str(one.level), f"{one.text} {one.next}") for one in answer.alerts}


@cache
def fired(rule: str) -> dict[str, Said]:
    """What fires in the situation in which a rule does: asked once, however many tests look at it."""
    return ask(shipped(), *SITUATIONS[rule][0])


def adult(
    kg: str = "70",
    *,
    cm: str | None = None,
    age: str | None = None,
    sex: Sex | None = None,
    group: BloodGroup | None = None,
    iga: SerumIga | None = None,
    risks: frozenset[Risk] = frozenset(),
    in_pounds: str = "",
) -> Patient:
    return Patient(
        weight_kg=Fraction(kg),
        height_cm=None if cm is None else Fraction(cm),
        age_years=None if age is None else Fraction(age),
        sex=sex,
        blood_group=group,
        iga=iga,
        risks=risks,
        in_pounds=in_pounds,
    )


def at_risk(*risks: Risk) -> Patient:
    return adult(risks=frozenset(risks))


def having(*factors: Factor) -> Patient:
    return adult().replaced(factors=frozenset(factors))


def serum(g_per_l: str, *, below: bool = False) -> Patient:
    return adult(iga=SerumIga(g_per_l=Fraction(g_per_l), below=below))


def daily(dose: str, days: int = 1, indication: str = "cidp") -> Order:
    """So many g/kg on each of so many days."""
    return Order(indication=indication, per_day=Dose(value=Fraction(dose), per_kg=True), days=days)


def grams(dose: str, days: int = 1, indication: str = "cidp") -> Order:
    return Order(indication=indication, per_day=Dose(value=Fraction(dose), per_kg=False), days=days)


CIDP: Final = Order(indication="cidp")
JDM: Final = Order(indication="jdm", regimen="induction-carra")
OFF_LABEL: Final = daily("0.4", 5, "als").replaced(off_label_reason="a reason")

IDEAL: Final = CIDP.replaced(regimen="A", weight_policy="ideal")
PERCENT: Final = CIDP.replaced(weight_policy="us-120-percent")
ADJUSTED: Final = CIDP.replaced(regimen="A", weight_policy="adjusted")


def tall(kg: str, *, cm: str = "180", age: str = "50") -> Patient:
    """A man whose ideal weight can be worked out: 75.3 kg at 180 cm."""
    return adult(kg, cm=cm, age=age, sex=Sex.MALE)


def before_pregnancy(kg: str) -> Patient:
    """A pregnant woman, with the weight she had before."""
    woman = adult("70", cm="165", sex=Sex.FEMALE)
    return woman.replaced(pregnant=True, pre_pregnancy_kg=Fraction(kg))


Asked = tuple[Patient, Order]

SITUATIONS: Final[dict[str, tuple[Asked, Asked]]] = {
    "iga-deficient-by-level": ((serum("0.049"), CIDP), (serum("0.05"), CIDP)),
    "iga-deficient-by-detection-limit": ((serum("0.05", below=True), CIDP), (serum("0.07", below=True), CIDP)),
    "iga-deficiency-not-excluded": ((serum("0.07", below=True), CIDP), (serum("0.07"), CIDP)),
    "iga-deficient-by-antibodies": ((at_risk(Risk.ANTI_IGA), CIDP), (at_risk(Risk.PROLINE), CIDP)),
    "renal-by-diabetes": ((at_risk(Risk.DIABETES), CIDP), (at_risk(Risk.DIABETES, Risk.RENAL), CIDP)),
    "renal-by-age": ((adult(age="66"), CIDP), (adult(age="65"), CIDP)),
    "renal-by-sepsis": ((having(Factor.SEPSIS), CIDP), (having(Factor.OESTROGENS), CIDP)),
    "renal-by-volume-depletion": ((having(Factor.VOLUME_DEPLETION), CIDP), (having(Factor.HYPERTENSION), CIDP)),
    "renal-by-paraproteinaemia": ((having(Factor.PARAPROTEINAEMIA), CIDP), (having(Factor.HYPERVISCOSITY), CIDP)),
    "renal-by-nephrotoxic-drugs": ((having(Factor.NEPHROTOXIC_DRUGS), CIDP), (having(Factor.LOOP_DIURETIC), CIDP)),
    "renal-by-overweight": ((having(Factor.OVERWEIGHT), CIDP), (having(Factor.HYPERTENSION), CIDP)),
    "thrombosis-by-immobilisation": ((having(Factor.IMMOBILISATION), CIDP), (having(Factor.SEPSIS), CIDP)),
    "thrombosis-by-hypercoagulable": ((having(Factor.HYPERCOAGULABLE), CIDP), (having(Factor.PARAPROTEINAEMIA), CIDP)),
    "thrombosis-by-previous-thrombosis": ((having(Factor.PREVIOUS_THROMBOSIS), CIDP), (having(Factor.SEPSIS), CIDP)),
    "thrombosis-by-oestrogens": ((having(Factor.OESTROGENS), CIDP), (having(Factor.NEPHROTOXIC_DRUGS), CIDP)),
    "thrombosis-by-central-line": ((having(Factor.CENTRAL_LINE), CIDP), (having(Factor.SEPSIS), CIDP)),
    "thrombosis-by-hyperviscosity": ((having(Factor.HYPERVISCOSITY), CIDP), (having(Factor.PARAPROTEINAEMIA), CIDP)),
    "thrombosis-by-cardiovascular-risk": ((having(Factor.CARDIOVASCULAR_RISK), CIDP), (having(Factor.SEPSIS), CIDP)),
    "thrombosis-by-overweight": ((having(Factor.OVERWEIGHT), CIDP), (having(Factor.SEPSIS), CIDP)),
    "thrombosis-by-hypertension": ((having(Factor.HYPERTENSION), CIDP), (having(Factor.NEPHROTOXIC_DRUGS), CIDP)),
    "thrombosis-by-volume-depletion": ((having(Factor.VOLUME_DEPLETION), CIDP), (having(Factor.LOOP_DIURETIC), CIDP)),
    "thrombosis-by-diabetes": ((at_risk(Risk.DIABETES), CIDP), (at_risk(Risk.SODIUM), CIDP)),
    "under-2-by-age": ((adult("10", age="1.9"), CIDP), (adult("10", age="2"), CIDP)),
    "perhaps-under-2-by-weight": ((adult("21.4", age=None), CIDP), (adult("21.5", age=None), CIDP)),
    "weight-not-positive": ((adult("0"), CIDP), (adult("0.5"), CIDP)),
    "weight-above-500": ((adult("500.1"), CIDP), (adult("500"), CIDP)),
    "pre-pregnancy-weight-not-positive": ((before_pregnancy("0"), CIDP), (before_pregnancy("0.5"), CIDP)),
    "pre-pregnancy-weight-above-500": ((before_pregnancy("500.1"), CIDP), (before_pregnancy("500"), CIDP)),
    "pregnant-man": ((tall("80").replaced(pregnant=True), CIDP), (before_pregnancy("60"), CIDP)),
    "weight-near-an-edge": ((tall("90"), PERCENT), (tall("80"), PERCENT)),
    "policy-rounds": ((tall("80"), CIDP.replaced(weight_policy="ontario")), (tall("80"), ADJUSTED)),
    "height-in-metres": ((adult(cm="1.75"), CIDP), (adult("3", cm="3"), CIDP)),
    "height-below-20": ((adult("3", cm="19.9"), CIDP), (adult("3", cm="20"), CIDP)),
    "height-above-300": ((adult(cm="300.1"), CIDP), (adult("90", cm="300"), CIDP)),
    "bmi-below-7.5": ((adult("29.9", cm="200"), CIDP), (adult("30", cm="200"), CIDP)),
    "bmi-above-105": ((adult("420.1", cm="200"), CIDP), (adult("420", cm="200"), CIDP)),
    "typed-dose-above-5": ((adult(), daily("5.1")), (adult(), daily("5"))),
    "typed-dose-below-0.01": ((adult(), daily("0.009")), (adult(), daily("0.01"))),
    "dose-by-known-mistake": ((adult(), daily("0.08", 5, "gbs")), (adult(), daily("0.25", 3, "gbs"))),
    "day-below-a-tenth-of-printed": ((adult(), daily("0.039", 5, "gbs")), (adult(), daily("0.04", 5, "gbs"))),
    "day-above-1-g-per-kg": ((adult("75"), grams("150")), (adult("75"), grams("75"))),
    "dose-above-cap": ((adult("50", age="12"), daily("2", 1, "jdm")), (adult("35", age="12"), daily("2", 1, "jdm"))),
    "outside-range": (
        (adult(), CIDP.replaced(regimen="maintenance-range", per_day=Dose(value=Fraction("0.3"), per_kg=True))),
        (adult(), CIDP.replaced(regimen="maintenance-range", per_day=Dose(value=Fraction(1), per_kg=True))),
    ),
    "iga-contradicts": ((serum("0.05").replaced(risks=frozenset({Risk.IGA_DEFICIENT})), CIDP), (serum("0.049"), CIDP)),
    "course-above-4-g-per-kg": ((adult(), daily("0.82", 5)), (adult(), daily("0.8", 5))),
    "not-supported": ((adult(), daily("0.4", 5, "als")), (adult(), OFF_LABEL)),
    "not-supported-except": ((adult(), daily("0.4", 5, "sibm")), (adult(), OFF_LABEL.replaced(indication="sibm"))),
    "off-label-not-supported": ((adult(), OFF_LABEL), (adult(), OFF_LABEL.replaced(indication="sibm"))),
    "off-label-not-supported-except": ((adult(), OFF_LABEL.replaced(indication="sibm")), (adult(), OFF_LABEL)),
    "off-label-reason": ((adult(), CIDP.replaced(off_label_reason="a reason")), (adult(), OFF_LABEL)),
    "dosing-weight-above-actual": ((tall("50"), ADJUSTED), (tall("100"), ADJUSTED)),
    "ideal-weight-extrapolated": ((tall("60", cm="152.3"), IDEAL), (tall("60", cm="152.4"), IDEAL)),
    "dosing-weight-below-half": ((tall("60", cm="130"), IDEAL), (tall("59", cm="130"), IDEAL)),
    "ideal-weight-child": ((tall("60", age="17"), IDEAL), (tall("60", age="18"), IDEAL)),
    "day-above-1-g-per-kg-printed": ((adult("30", age="9"), JDM), (adult("40", age="9"), daily("1", 2, "jdm"))),
    "course-above-2-g-per-kg": ((adult(), daily("0.5", 5)), (adult(), daily("0.4", 5))),
    "day-above-100-g": ((adult("101"), daily("1", 2)), (adult("100"), daily("1", 2))),
    "weight-below-2": ((adult("1.9"), CIDP), (adult("2"), CIDP)),
    "weight-above-200": ((adult("201"), CIDP), (adult("200"), CIDP)),
    "weight-low-for-age": ((adult("20.1", age="18"), CIDP), (adult("20.2", age="18"), CIDP)),
    "weight-high-for-age": ((adult("52.1", age="6"), CIDP), (adult("52", age="6"), CIDP)),
    "child-without-age": ((adult("39"), CIDP), (adult("39", age="12"), CIDP)),
    "cap": ((adult("40", age="12"), JDM), (adult("35", age="12"), JDM)),
    "haemolysis": ((adult(group=BloodGroup.AB), CIDP), (adult(group=BloodGroup.O), CIDP)),
    "haemolysis-group-not-given": ((adult(), CIDP), (adult(), daily("0.4", 4))),
    "anti-iga-after-reaction": (
        (having(Factor.HYPERSENSITIVITY).replaced(risks=frozenset({Risk.ANTI_IGA})), CIDP),
        (at_risk(Risk.ANTI_IGA), CIDP),
    ),
    "loop-diuretic": ((having(Factor.LOOP_DIURETIC), CIDP), (having(Factor.NEPHROTOXIC_DRUGS), CIDP)),
    "hyperviscosity": ((having(Factor.HYPERVISCOSITY), CIDP), (at_risk(Risk.THROMBOSIS), CIDP)),
    "hyperviscosity-by-paraproteinaemia": (
        (having(Factor.PARAPROTEINAEMIA), CIDP),
        (having(Factor.PARAPROTEINAEMIA, Factor.HYPERVISCOSITY), CIDP),
    ),
    "renal-risk": ((at_risk(Risk.RENAL), CIDP), (at_risk(Risk.THROMBOSIS), CIDP)),
    "thrombosis-risk": ((at_risk(Risk.THROMBOSIS), CIDP), (at_risk(Risk.RENAL), CIDP)),
    "iga-deficient": ((at_risk(Risk.IGA_DEFICIENT), CIDP), (at_risk(Risk.SODIUM), CIDP)),
    "anti-iga": ((at_risk(Risk.ANTI_IGA), CIDP), (at_risk(Risk.IGA_DEFICIENT), CIDP)),
    "trial-only": ((adult(), daily("0.4", 5, "sca")), (adult(), CIDP)),
    "course-twice-the-largest": ((adult(), daily("0.4", 10, "gbs")), (adult(), daily("0.4", 9, "gbs"))),
    "dose-on-record": ((adult(), daily("0.4", 1, "mci").replaced(off_label_reason="x")), (adult(), daily("0.25", 3))),
    "no-source-for-dose": ((adult(), daily("0.25", 3)), (adult(), daily("0.4", 5))),
    "obesity": ((adult("120", cm="200", sex=Sex.MALE), CIDP), (adult("119.9", cm="200", sex=Sex.MALE), CIDP)),
    "overweight-by-bmi": ((adult("90", cm="173"), CIDP), (adult("90", cm="174"), CIDP)),
    "overweight-not-counted": ((adult("90", cm="180"), CIDP), (adult("80", cm="180"), CIDP)),
    "obesity-not-checked-heavy": ((adult("100"), CIDP), (adult("100", cm="200"), CIDP)),
    "obesity-sex-not-given": ((adult("120", cm="200"), CIDP), (adult("120", cm="200", sex=Sex.MALE), CIDP)),
    "pounds": ((adult(in_pounds="154 lb = 70 kg"), CIDP), (adult(), CIDP)),
}
"""A patient and an order that make the rule fire, and near ones that do not."""

ORDERED: Final = Situation(conditions=frozenset(), region=None, day_g=Fraction(28))


def when(*conditions: str, day_g: int = 28) -> Situation:
    return ORDERED.replaced(conditions=frozenset(conditions), day_g=Fraction(day_g))


CHOICES: Final[dict[str, tuple[tuple[str, Situation], tuple[str, Situation]]]] = {
    "sorbitol-fructose": (("gammaplex-5", when("fructose")), ("flebogamma-dif-5", when("fructose"))),
    "sorbitol-under-2": (("gammaplex-5", when("under-2")), ("flebogamma-dif-5", when("under-2"))),
    "label-perhaps-under-2": (("flebogamma-dif-5", when("perhaps-under-2")), ("gammaplex-5", when("perhaps-under-2"))),
    "sorbitol-perhaps-under-2": (
        ("gammaplex-5", when("perhaps-under-2")),
        ("flebogamma-dif-10", when("perhaps-under-2")),
    ),
    "composition-unknown-perhaps-under-2": (
        ("yimmugo", when("perhaps-under-2")),
        ("privigen", when("perhaps-under-2")),
    ),
    "sucrose-renal": (("gammar-p", when("renal")), ("kiovig", when("renal"))),
    "lower-concentration": (("gammagard-sd-10", when("renal")), ("gammagard-sd-5", when("renal"))),
    "anti-iga-class": (("nanogam", when("anti-iga")), ("privigen", when("anti-iga"))),
    "hypersensitivity-class": (("nanogam", when("hypersensitivity")), ("privigen", when("hypersensitivity"))),
    "corn-warning": (("octagam-10", when("corn")), ("octagam-5", when("corn"))),
    "corn-maltose": (("ig-vena", when("corn")), ("octagam-10", when("corn"))),
    "sucrose-fructose": (("tegeline", when("fructose")), ("tegeline", when("diabetes"))),
    "sodium-high": (("gammagard-sd-5", when("sodium")), ("gammagard-sd-5", when("sodium", day_g=5))),
    "any-iga": (("gammagard-sd-5", when("iga-deficient")), ("gammagard-sd-5", when("renal"))),
    "maltose-diabetes": (("octagam-5", when("diabetes")), ("privigen", when("diabetes"))),
    "maltose-remark": (("octagam-5", when()), ("octagam-5", when("diabetes"))),
    "glucose-diabetes": (("gammagard-sd-5", when("diabetes")), ("octagam-5", when("diabetes"))),
    "composition-unknown-sugar-intolerance": (("yimmugo", when("fructose")), ("privigen", when("fructose"))),
    "composition-unknown-under-2": (("yimmugo", when("under-2")), ("privigen", when("under-2"))),
    "composition-unknown-proline": (("yimmugo", when("proline")), ("kiovig", when("proline"))),
    "composition-unknown-corn": (("yimmugo", when("corn")), ("privigen", when("corn"))),
    "composition-unknown-renal": (("yimmugo", when("renal")), ("gammar-p", when("renal"))),
    "composition-unknown-diabetes": (("yimmugo", when("diabetes")), ("gammar-p", when("diabetes"))),
    "composition-unknown-sodium": (("yimmugo", when("sodium")), ("gammagard-sd-5", when("sodium"))),
    "sucrose-remark": (("gammar-p", when("diabetes")), ("gammar-p", when("renal"))),
    "sodium-remark": (("gammagard-sd-5", when("renal")), ("gammagard-sd-5", when("sodium"))),
    "sorbitol-remark": (("flebogamma-dif-5", when("renal")), ("flebogamma-dif-5", when("diabetes"))),
}
"""A preparation and a situation that make the rule fire, and near ones that do not."""


def said(catalogue: Catalogue, product: str, situation: Situation) -> dict[str, str]:
    reasons = assess(catalogue.product(product), situation, catalogue.rules).reasons
    return {reason.rule: reason.text for reason in reasons}


def rules_of_rates(rules: Rules) -> list[LimitRule]:
    """The rules that fire only where a rate is worked out: tests/core/infusion has a table of them."""
    return [rule for rule in rules.limits if rule.of_rate]


def test_every_rule_about_patient_and_order_is_in_the_table(catalogue: Catalogue) -> None:
    """But for the one that needs a preparation: tests/core/selection has a table of it."""
    rules = catalogue.rules
    found = {rule.id for rule in (*rules.risks, *rules.limits) if rule not in rules_of_rates(rules)}
    known = {*SITUATIONS, ABOVE_LABEL}
    assert found == known, "a new rule needs a situation in which it fires and one in which it does not"


def test_every_rule_about_a_preparation_is_in_the_table(catalogue: Catalogue) -> None:
    found = {rule.id for rule in catalogue.rules.verdicts}
    assert found == set(CHOICES), "a new rule needs a choice in which it fires and one in which it does not"


@pytest.mark.parametrize("rule", SITUATIONS)
def test_the_rule_fires_where_it_should(rule: str) -> None:
    assert rule in fired(rule)


@pytest.mark.parametrize("rule", SITUATIONS)
def test_the_rule_does_not_fire_beside_that(rule: str, catalogue: Catalogue) -> None:
    assert rule not in ask(catalogue, *SITUATIONS[rule][1])


@pytest.mark.parametrize("rule", CHOICES)
def test_the_verdict_rule_fires_where_it_should(rule: str, catalogue: Catalogue) -> None:
    assert rule in said(catalogue, *CHOICES[rule][0])


@pytest.mark.parametrize("rule", CHOICES)
def test_the_verdict_rule_does_not_fire_beside_that(rule: str, catalogue: Catalogue) -> None:
    assert rule not in said(catalogue, *CHOICES[rule][1])


def is_finished(text: str) -> bool:
    """Whether every word of a text was filled in: no brace is left, nothing is None, no blank where a word belongs."""
    return not any(sign in text for sign in "{}") and "None" not in text and "  " not in text and " ." not in text


@pytest.mark.parametrize("rule", SITUATIONS)
def test_the_text_is_finished(rule: str) -> None:
    found = fired(rule)[rule]
    assert is_finished(found.text.strip()), found.text


@pytest.mark.parametrize("rule", CHOICES)
def test_the_text_of_a_verdict_is_finished(rule: str, catalogue: Catalogue) -> None:
    found = said(catalogue, *CHOICES[rule][0])[rule]
    assert is_finished(found), found


def level_of(rule: LimitRule) -> str:
    return str(rule.level)


def test_a_rule_answers_at_its_level(catalogue: Catalogue) -> None:
    for rule in members(rule for rule in catalogue.rules.limits if rule.id in SITUATIONS):
        found = fired(rule.id)[rule.id]
        assert level_of(rule) == found.level, rule.id


ORDER_WORDS: Final = """
    largest_g
    indication indication_id exception why reason group pounds other_weights recorded dosing_kg actual_kg day_g course_g
    cap_g
    uncapped_g policy edge edge_kg edge_dosing_kg rounds_to_g rounded_g least_g mistake
    obesity_lacks obesity_options total_as label_of label_dose label_says of_kg or_actual
"""
WORDS: Final = dict.fromkeys(ORDER_WORDS.split(), "WORD")
"""The words that an order gives to a rule's text."""


@pytest.mark.parametrize("level", Level)
def test_every_text_of_a_level_can_be_formatted_with_the_words_of_an_order(level: Level, catalogue: Catalogue) -> None:
    of_rates = rules_of_rates(catalogue.rules)
    rules = [rule for rule in catalogue.rules.limits if rule.level is level and rule not in of_rates]
    assert rules
    for rule in rules:
        measures = {rule.measure: Fraction(*bounds_of(rule).values()) + inside(rule)} if rule.measure else {}
        alerts = fired_alerts(catalogue.rules, frozenset(rule.when), measures, lambda: WORDS)
        (alert,) = (alert for alert in alerts if alert.rule == rule.id)
        assert (level, rule.sources) == (alert.level, alert.sources)
        assert is_finished(f"{alert.text} {alert.next}".strip()), alert


def inside(rule: LimitRule) -> Fraction:
    """A step from the bound of a rule to where it fires."""
    return Fraction(1 if rule.above is not None else -1 if rule.below is not None else 0, 1000)


@pytest.mark.parametrize("verdict", sorted({rule.verdict for rule in shipped().rules.verdicts}, key=str))
def test_every_text_of_a_verdict_can_be_formatted_for_every_preparation(
    verdict: Verdict | None, catalogue: Catalogue
) -> None:
    rules = [rule for rule in catalogue.rules.verdicts if rule.verdict is verdict]
    for rule in members(rules):
        alone = catalogue.rules.replaced(verdicts=(unbound(rule),))
        for product in members(catalogue.products):
            (text,) = [reason.text for reason in assess(product, ORDERED, alone).reasons if reason.rule == rule.id]
            assert is_finished(text), (product.id, text)


def unbound(rule: VerdictRule) -> VerdictRule:
    """The rule as if it fired always."""
    bounds = dict.fromkeys(("above", "at_least", "below", "at_most"))
    return rule.replaced(text=rule.said, when=(), unless=(), measure="", **bounds)


@pytest.mark.parametrize("field", ["text", "next"])
def test_the_words_for_choosing_a_product_suffice(field: str, catalogue: Catalogue) -> None:
    """Without an order a rule without a measure gets no words at all: it may fire for any patient."""
    ones = [Patient(risks=frozenset({risk})) for risk in Risk]
    ones += [Patient(factors=frozenset({factor})) for factor in Factor]
    for alert in members(alert for one in ones for alert in products(one, catalogue).alerts):
        assert is_finished(getattr(alert, field)), alert


class TestAtTheBound:
    """A figure is shown finely enough that the text does not contradict itself."""

    @pytest.mark.parametrize("g_per_l", ["0.045", "0.046", "0.0499"])
    def test_serum_iga_below_the_threshold_does_not_read_as_the_threshold(
        self, g_per_l: str, catalogue: Catalogue
    ) -> None:
        text = ask(catalogue, serum(g_per_l), CIDP)["iga-deficient-by-level"].text
        assert f"{g_per_l} g/L" in text

    def test_a_day_above_1_g_per_kg_does_not_read_as_1(self, catalogue: Catalogue) -> None:
        """70.2 g for 70 kg is 1.003 g/kg."""
        text = ask(catalogue, adult(), grams("70.2", indication="gbs"))["day-above-1-g-per-kg"].text
        assert "is 1 g/kg" not in text


def test_the_documented_overdose_stops(catalogue: Catalogue) -> None:
    """75 kg and 150 g on day 1: the course of 2 g/kg read as one day."""
    found = ask(catalogue, adult("75"), grams("150"))
    assert found["day-above-1-g-per-kg"].level == "stop"


@pytest.mark.parametrize(
    ("rule", "bound", "asked", "says"),
    [
        ("day-above-100-g", {"above": Decimal(90)}, (adult("95"), daily("1", 2)), "more than 90 g"),
        ("course-above-2-g-per-kg", {"above": Decimal("1.5")}, (adult(), daily("0.6", 5)), "more than 1.5 g/kg"),
        ("haemolysis-group-not-given", {"at_least": Decimal("1.5")}, (adult(), daily("0.4", 5)), "from 1.5 g/kg"),
        ("weight-above-200", {"above": Decimal(150)}, (adult("160"), daily("0.4", 5)), "above 150 kg"),
    ],
)
def test_a_text_says_the_limit_that_is_in_force(
    rule: str, bound: dict[str, Decimal], asked: tuple[Patient, Order], says: str, catalogue: Catalogue
) -> None:
    """A limit typed into a text would lie once the limit is changed."""
    limits = tuple(one.replaced(**bound) if one.id == rule else one for one in catalogue.rules.limits)
    changed = catalogue.replaced(rules=catalogue.rules.replaced(limits=limits))
    assert says in ask(changed, *asked)[rule].text
