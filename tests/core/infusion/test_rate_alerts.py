"""What is said of a rate: without a figure, without an age, high, flat; and what was not checked of obesity."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.infusion import InfusionAnswer, infusion
from ivigcalc.core.answers.verify import Outcome, VerifyAnswer, verify
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.facts.formulary import ConstantChange, Formulary
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit
from ivigcalc.core.facts.rule import RATE_WORDS, Level, LimitRule
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import NOT_SAID, Purpose
from ivigcalc.core.infusion.rates import RateBasis, to_ml_h
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import InfusionOrder, Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.safety.alerts import derived_conditions
from ivigcalc.core.site.merging import merged
from tests.core.making import number, patient
from tests.profiles import examples, members
from tests.written import read_rate, read_written_dose

TODAY = date(2026, 11, 28)
RENAL = frozenset({Risk.RENAL})
RATED = (
    *("privigen", "octagam-10", "octagam-5", "kiovig", "panzyga", "gamunex-c", "flebogamma-dif-5", "gammagard-sd-5"),
    *("flebogamma-dif-10", "bivigam", "asceniv", "gammaplex-5", "gammaplex-10", "iqymune", "intragam-p", "tegeline"),
)


def infused(
    catalogue: Catalogue, product: str, grams: object, one: Patient | None = None, **asked: Any
) -> InfusionAnswer:
    return infusion(one or patient(), InfusionOrder(product=product, grams=number(grams), **asked), catalogue)


def refused(catalogue: Catalogue, product: str, grams: object, one: Patient) -> str:
    with pytest.raises(RefusedError) as caught:
        infused(catalogue, product, grams, one)
    return caught.value.problems[0].code


def fired(answer: InfusionAnswer | VerifyAnswer) -> dict[str, str]:
    return {alert.rule: alert.text for alert in answer.alerts}


def checked(catalogue: Catalogue, one: Patient, rate: str, product: str, region: Region | None = None) -> VerifyAnswer:
    """A rate beside 0.4 g/kg a day for 5 days in GBS."""
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate(rate), vials=None)
    return verify(one, Order(indication="gbs", products=(product,), region=region), written, catalogue)


def ages(years: object) -> dict[str, Any]:
    return {"age_years": number(years)}


SITUATIONS: dict[str, tuple[tuple[str, Patient], tuple[str, Patient]]] = {
    "rate-without-figure": (("privigen", patient(risks=RENAL)), ("kiovig", patient(risks=RENAL))),
    "rate-worth-a-look": (("panzyga", patient(126)), ("panzyga", patient(125))),
    "rate-worth-a-look-child": (("privigen", patient(51, **ages(12))), ("privigen", patient(50, **ages(12)))),
    "age-not-checked": (("privigen", patient(70)), ("privigen", patient(70, **ages(65)))),
    "obesity-not-checked": (("privigen", patient(70)), ("privigen", patient(70, height_cm=Fraction(170)))),
    "obesity-not-judged-child": (("privigen", patient(50, **ages("17.9"))), ("privigen", patient(50, **ages(18)))),
    "obesity-not-judged-pregnant": (
        ("privigen", patient(70, pregnant=True)),
        ("privigen", patient(70, pregnant=True, pre_pregnancy_kg=Fraction(60))),
    ),
}
"""A preparation and a patient that make a rule about a rate fire, and near ones that do not.

A day of 2 g/kg. Panzyga (EU) goes to 4.8 mL/kg/h, which is 604 mL/h at 126 kg and 600 at 125; Privigen (EU) to the
same, 244 mL/h at 51 kg and 240 at 50.
"""
ELSEWHERE = {
    *("rate-needs-age", "rate-flat-above-label", "rate-twice-the-maximum", "rate-twice-the-limit"),
    "rate-unknown-at-risk",
}
"""Rules about a rate that have tests of their own."""


@pytest.mark.parametrize("rule", SITUATIONS)
def test_a_rule_about_a_rate_fires_where_it_should_and_not_beside_that(rule: str, catalogue: Catalogue) -> None:
    for (product, one), expected in members(zip(SITUATIONS[rule], (True, False), strict=True)):
        answer = infused(catalogue, product, (one.weight_kg or 0), one, context=Context.PI, region=Region.EU)
        assert (rule in fired(answer)) is expected
        assert all("{" not in text and "None" not in text for text in fired(answer).values())


def test_every_rule_about_a_rate_has_a_situation(catalogue: Catalogue) -> None:
    assert {rule.id for rule in catalogue.rules.limits if rule.of_rate} == {*SITUATIONS, *ELSEWHERE}


class TestRiskWithoutARate:
    """Labels ask for the minimum rate practicable at renal and thrombosis risk; that no rate is known changes nothing.

    No EU label of Gamunex-C was read; 130 kg at 165 cm is a BMI of 47.75, obesity, of which both risks follow.
    """

    OBESE = patient(130, height_cm=Fraction(165))
    SLIM = patient(60, height_cm=Fraction(165))
    ORDER = Order(indication="cidp", products=("gamunex-c",), region=Region.EU, regimen="A")

    @pytest.mark.parametrize("one", [OBESE, SLIM])
    def test_dose_and_verify_caution(self, catalogue: Catalogue, one: Patient) -> None:
        planned = plan(one, self.ORDER, catalogue)
        written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=None, vials=None)
        order = self.ORDER.replaced(regimen="")
        rated = written.replaced(rate=read_rate("50 mL/h"))
        for cautions in (
            planned.cautions,
            verify(one, order, written, catalogue).cautions,
            verify(one, order, rated, catalogue).cautions,
        ):
            assert ("rate-unknown-at-risk" in cautions) is (one is self.OBESE)

    def test_the_caution_names_the_preparation_and_the_risks(self, catalogue: Catalogue) -> None:
        texts = {alert.rule: alert.text for alert in plan(self.OBESE, self.ORDER, catalogue).alerts}
        assert texts["rate-unknown-at-risk"].startswith("Gamunex-C 10 %: no rate")
        assert "renal and thrombosis risk" in texts["rate-unknown-at-risk"]

    @pytest.mark.parametrize(("one", "codes"), [(OBESE, ["no-ladder", "rate-unknown-at-risk"]), (SLIM, ["no-ladder"])])
    def test_an_infusion_without_a_rate_says_it_beside_the_refusal(
        self, catalogue: Catalogue, one: Patient, codes: list[str]
    ) -> None:
        with pytest.raises(RefusedError) as caught:
            infused(catalogue, "gamunex-c", 50, one, region=Region.EU)
        assert [problem.code for problem in caught.value.problems] == codes


class TestWithoutAFigure:
    """The label asks for the minimum rate practicable and prints no figure: only its first rate is for the patient."""

    def test_privigen_in_the_eu(self, catalogue: Catalogue) -> None:
        """0.3 mL/kg/h at 70 kg is 21 mL/h; 280 mL take 13 h 20 min at that, and 141.9 minutes on the ladder."""
        answer = infused(catalogue, "privigen", 28, patient(risks=RENAL), region=Region.EU)
        assert answer.infusion.without_figure == ("renal",)
        assert answer.infusion.steps[0].rate.ml_h == 21
        assert answer.infusion.minutes_at_first_rate == 800
        assert answer.infusion.whole_minutes == 142
        assert answer.cautions == ("rate-without-figure",)

    def test_a_step_that_is_not_for_the_patient_is_not_called_high(self, catalogue: Catalogue) -> None:
        """Panzyga (EU) at 130 kg: 4.8 mL/kg/h is 624 mL/h; with renal risk only its first rate is for the patient."""
        of = {"context": Context.PI, "region": Region.EU}
        assert "rate-worth-a-look" in infused(catalogue, "panzyga", 130, patient(130), **of).cautions
        at_risk = infused(catalogue, "panzyga", 130, patient(130, risks=RENAL), **of)
        assert at_risk.infusion.without_figure == ("renal",)
        assert len(at_risk.infusion.steps_for_patient) == 1
        assert "rate-without-figure" in at_risk.cautions
        assert "rate-worth-a-look" not in at_risk.cautions

    def test_a_figure_is_a_figure(self, catalogue: Catalogue) -> None:
        answer = infused(catalogue, "octagam-10", 28, patient(risks=RENAL), region=Region.EU)
        assert answer.infusion.without_figure == ()
        assert answer.cautions == ()

    def test_a_risk_on_which_nothing_was_read_has_no_figure_either(self, catalogue: Catalogue) -> None:
        """Tegeline's monograph speaks of renal risk, not of thrombosis."""
        one = patient(risks=frozenset({Risk.THROMBOSIS}))
        answer = infused(catalogue, "tegeline", 20, one, region=Region.EU)
        assert answer.infusion.unread == answer.infusion.without_figure == ("thrombosis",)
        assert "rate-without-figure" in answer.cautions

    @pytest.mark.parametrize("product", RATED)
    @pytest.mark.parametrize("risk", [Risk.RENAL, Risk.THROMBOSIS])
    def test_either_a_figure_holds_the_rate_or_only_the_first_rate_is_for_the_patient(
        self, catalogue: Catalogue, product: str, risk: Risk
    ) -> None:
        answer = infused(catalogue, product, 70, patient(risks=frozenset({risk})))
        limits = [limit for limit in answer.infusion.limits if risk in limit.entry.patients]
        held = bool(limits) and all(limit.cap for limit in limits)
        assert (answer.infusion.without_figure == ()) is held
        assert ("rate-without-figure" in answer.cautions) is not held

    @pytest.mark.parametrize("product", RATED)
    def test_it_starts_no_faster_than_any_label_that_may_apply(self, catalogue: Catalogue, product: str) -> None:
        whole = infused(catalogue, product, 28, patient(risks=RENAL)).infusion
        for region in members(ASKABLE):
            try:
                other = infused(catalogue, product, 28, patient(risks=RENAL), region=region).infusion
            except RefusedError:
                continue
            assert whole.without_figure == () or whole.steps[0].rate.ml_h <= other.steps[0].rate.ml_h

    @pytest.mark.parametrize(
        ("rate", "outcome"),
        [("21 mL/h", Outcome.MATCH), ("22 mL/h", Outcome.UNCHECKED), ("336 mL/h", Outcome.UNCHECKED)],
    )
    def test_an_ordered_rate_above_the_first_is_not_checked(
        self, catalogue: Catalogue, rate: str, outcome: Outcome
    ) -> None:
        one = patient(risks=RENAL)
        answer = checked(catalogue, one, rate, "privigen", Region.EU)
        assert answer.outcome is outcome
        assert "rate-without-figure" not in fired(answer)


class TestSmallPatients:
    """A flat ladder, or one for adults, is not for somebody who is or may be a child."""

    @pytest.mark.parametrize(
        ("weight", "years", "code"),
        [(12, None, "rate-needs-age"), ("39.99", None, "rate-needs-age"), (12, 2, "no-ladder"), (60, 17, "no-ladder")],
    )
    def test_a_ladder_for_adults_stops(self, catalogue: Catalogue, weight: object, years: object, code: str) -> None:
        one = patient(weight, **(ages(years) if years else {}))
        assert refused(catalogue, "intragam-p", 5, one) == code

    @pytest.mark.parametrize(("weight", "years"), [(40, None), (39, 18)])
    def test_an_adult_has_its_rates(self, catalogue: Catalogue, weight: object, years: object) -> None:
        one = patient(weight, **(ages(years) if years else {}))
        assert [step.rate.ml_h for step in infused(catalogue, "intragam-p", 15, one).infusion.steps] == [60, 120, 180]

    def test_verify_stops_too_and_dose_gives_the_course(self, catalogue: Catalogue) -> None:
        answer = checked(catalogue, patient(12), "180 mL/h", "intragam-p")
        assert [alert.rule for alert in answer.stops] == ["rate-needs-age"]
        assert fired(answer)["rate-needs-age"] == (
            "the rate cannot be judged without an age: the rates read are for adults, "
            "and at this weight the patient may be a child"
        )
        assert answer.outcome is Outcome.DANGEROUS
        without = verify(
            patient(12),
            Order(indication="gbs", products=("intragam-p",)),
            WrittenOrder(dose=read_written_dose("4.8 g daily for 5 days"), rate=None, vials=None),
            catalogue,
        )
        assert without.stops == ()

    def test_a_flat_ladder_of_a_site_stops_without_an_age(self, catalogue: Catalogue) -> None:
        assert refused(with_flat(catalogue, 2), "privigen", 5, patient(12)) == "rate-needs-age"

    @given(weight=st.fractions(2, 120, max_denominator=100), years=st.none() | st.integers(0, 100))
    @examples(200)
    def test_a_rate_for_adults_is_for_adults(self, catalogue: Catalogue, weight: Fraction, years: int | None) -> None:
        basis = RateBasis(weight_kg=weight, mg_per_ml=Fraction(60))
        one = patient(weight, **({} if years is None else ages(years)))
        conditions = derived_conditions(one, catalogue.rules)[0]
        rate = day_infusion(
            catalogue.product("intragam-p"),
            basis,
            Fraction(500),
            rules=catalogue.rules,
            purpose=Purpose(),
            conditions=conditions,
            region=None,
            earlier=NOT_SAID,
        )
        assert isinstance(rate, Infusion) is (weight >= 40 if years is None else years >= 18)


def flat_ladder(ml_min: object, *, adults: bool = False) -> Ladder:
    return Ladder(
        contexts=(Context.ANY,),
        regions=(Region.EU,),
        unit=RateUnit.ML_MIN,
        steps=(),
        maximum=Decimal(str(ml_min)),
        adults=adults,
        says=f"{ml_min} mL/min",
        date="2026",
    )


def with_flat(catalogue: Catalogue, ml_min: object, *, approved: bool = True) -> Catalogue:
    """Privigen at one flat rate in the EU."""
    answers: dict[str, Any] = {"approved_by": "P. Chief", "review_by": TODAY} if approved else {}
    own = Formulary(site="Here", ladders={"privigen": (flat_ladder(ml_min),)}, **answers)
    return merged(catalogue, own, today=TODAY)


class TestFlatRatesOfASite:
    """A flat rate that is above the label's maximum per kg says so, and is only in force while somebody answers."""

    def test_the_labels_own_maximum_is_named(self, catalogue: Catalogue) -> None:
        """2 mL/min is 120 mL/h: 16.67 mg/kg/min at 12 kg. The label's 4.8 mL/kg/h are 8."""
        one = patient(12, **ages(2))
        said = fired(infused(with_flat(catalogue, 2), "privigen", 5, one, region=Region.EU))["rate-flat-above-label"]
        assert "120 mL/h, is 16.67 mg/kg/min at 12 kg" in said
        assert "8 mg/kg/min" in said

    def test_the_labels_maximum_is_worked_out_for_its_strength_and_use(self, catalogue: Catalogue) -> None:
        """5 mL/kg/h of 50 mg/mL are 4.1667 mg/kg/min; Privigen (US) has 0.08 mL/kg/min in PI and 0.04 in ITP."""
        one = patient(12, **ages(2))
        for product, region, use, said in members(
            (
                ("octagam-5", Region.EU, "gbs", "16.67 mg/kg/min at 12 kg: the label's own maximum is 4.17 mg/kg/min"),
                ("privigen", Region.US, "gbs", "16.67 mg/kg/min at 12 kg: the label's own maximum is 8 mg/kg/min"),
                ("privigen", Region.US, "itp", "16.67 mg/kg/min at 12 kg: the label's own maximum is 4 mg/kg/min"),
            )
        ):
            flat = flat_ladder(2 * 100 / catalogue.product(product).mg_per_ml).replaced(regions=(region,))
            own = Formulary(site="Here", ladders={product: (flat,)}, approved_by="P. Chief", review_by=TODAY)
            asked: dict[str, Any] = {"context": Context.ITP} if use == "itp" else {"indication": use}
            answer = infused(merged(catalogue, own, today=TODAY), product, 5, one, region=region, **asked)
            assert fired(answer)["rate-flat-above-label"].endswith(said)

    @pytest.mark.parametrize(("risks", "above"), [(frozenset(), True), (RENAL, False)])
    def test_of_a_flat_ladder_the_fastest_rate_that_is_for_the_patient_counts(
        self, catalogue: Catalogue, risks: frozenset[Risk], *, above: bool
    ) -> None:
        """60, then 120 mL/h; the label's 4.8 mL/kg/h are 96 mL/h at 20 kg. At renal risk only the first rate counts."""
        ladder = flat_ladder(2).replaced(steps=(LabelStep(rate=Decimal(1), minutes=Decimal(30)),))
        own = Formulary(site="Here", ladders={"privigen": (ladder,)}, approved_by="P. Chief", review_by=TODAY)
        one = patient(20, risks=risks, **ages(5))
        answer = infused(merged(catalogue, own, today=TODAY), "privigen", 20, one, region=Region.EU)
        assert ("rate-flat-above-label" in fired(answer)) is above
        if above:
            assert "120 mL/h, is 10 mg/kg/min at 20 kg" in fired(answer)["rate-flat-above-label"]

    @pytest.mark.parametrize(("weight", "above"), [(25, False), ("24.9", True)])
    def test_at_the_maximum_nothing_is_said(self, catalogue: Catalogue, weight: object, above: bool) -> None:  # noqa: FBT001 - a column of the table
        answer = infused(with_flat(catalogue, 2), "privigen", 5, patient(weight, **ages(9)), region=Region.EU)
        assert ("rate-flat-above-label" in fired(answer)) is above

    def test_without_approval_the_labels_ladder_stands(self, catalogue: Catalogue) -> None:
        answer = infused(
            with_flat(catalogue, 2, approved=False), "privigen", 5, patient(12, **ages(2)), region=Region.EU
        )
        assert not answer.infusion.flat
        assert "rate-flat-above-label" not in fired(answer)

    def test_verify_says_it_of_an_ordered_rate(self, catalogue: Catalogue) -> None:
        one = patient(12, **ages(2))
        answer = checked(with_flat(catalogue, 2), one, "120 mL/h", "privigen", Region.EU)
        assert "rate-flat-above-label" in fired(answer)


class TestHighRates:
    """No label's maximum per kg is a reason not to look at the pump."""

    @pytest.mark.parametrize(
        ("rate", "fires"), [("600 mL/h", False), ("600.1 mL/h", True), ("780 mL/h", True), ("65 mL/h", False)]
    )
    def test_in_verify_only_the_ordered_rate_counts(self, catalogue: Catalogue, rate: str, fires: bool) -> None:  # noqa: FBT001 - a column of the table
        answer = checked(catalogue, patient(130), rate, "kiovig", Region.EU)
        assert ("rate-worth-a-look" in fired(answer)) is fires

    @given(
        weight=st.fractions(2, 250, max_denominator=10),
        years=st.none() | st.integers(0, 100),
        product=st.sampled_from(RATED),
        grams=st.integers(1, 200),
    )
    @examples(300)
    def test_no_step_is_high_without_a_word(
        self, catalogue: Catalogue, weight: Fraction, years: int | None, product: str, grams: int
    ) -> None:
        assume(grams <= weight)
        one = patient(weight, **({} if years is None else ages(years)))
        try:
            answer = infused(catalogue, product, grams, one)
        except RefusedError:
            reject()
        grown = weight >= 40 if years is None else years >= 18
        high = max(step.rate.ml_h for step in answer.infusion.steps_for_patient) > (600 if grown else 240)
        assert ("rate-worth-a-look" in fired(answer)) is (high and grown)
        assert ("rate-worth-a-look-child" in fired(answer)) is (high and not grown)


class TestPumps:
    """Whole mL/h from 10 up, tenths below, never above the exact rate."""

    @pytest.mark.parametrize(("region", "expected"), [(Region.EU, "0.9 1.9 3.9 7.9 15"), (None, "0.9 1.9 3.9 7.9")])
    def test_a_child_of_3_3_kg(self, catalogue: Catalogue, region: Region | None, expected: str) -> None:
        """Privigen: 0.99, 1.98, 3.96, 7.92 and (not on the US label for ITP, the slowest) 15.84 mL/h."""
        answer = infused(catalogue, "privigen", "1.3", patient("3.3", age_years=Fraction(1, 12)), region=region)
        assert [step.rate.ml_h for step in answer.infusion.steps] == [number(rate) for rate in expected.split()]

    def test_a_rate_below_a_tenth_is_none(self, catalogue: Catalogue) -> None:
        assert refused(catalogue, "privigen", "0.3", patient("0.33", **ages(0))) == "no-ladder"

    def test_a_site_may_have_finer_pumps(self, catalogue: Catalogue) -> None:
        finer = Formulary(
            site="Here",
            approved_by="P. Chief",
            review_by=TODAY,
            constants=(ConstantChange(id="pump-whole-from", value=Decimal(100)),),
        )
        answer = infused(merged(catalogue, finer, today=TODAY), "privigen", "1.3", patient("3.3", **ages(0)))
        assert answer.infusion.pump_rates[-1].ml_h == number("7.9")
        eu = infused(
            merged(catalogue, finer, today=TODAY), "privigen", "1.3", patient("3.3", **ages(0)), region=Region.EU
        )
        assert eu.infusion.pump_rates[-1].ml_h == number("15.8")

    @given(
        weight=st.fractions(1, 250, max_denominator=100),
        product=st.sampled_from(RATED),
        risks=st.sets(st.sampled_from([Risk.RENAL, Risk.THROMBOSIS])),
        region=st.sampled_from([None, *ASKABLE]),
    )
    @examples(300)
    def test_no_step_is_above_the_exact_rate_nor_above_the_exact_maximum(
        self, *, catalogue: Catalogue, weight: Fraction, product: str, risks: set[Risk], region: Region | None
    ) -> None:
        one = catalogue.product(product)
        basis = RateBasis(weight_kg=weight, mg_per_ml=Fraction(one.mg_per_ml))
        rate = day_infusion(
            one,
            basis,
            weight * 20,
            rules=catalogue.rules,
            purpose=Purpose(),
            region=region,
            conditions=frozenset(map(str, risks)),
            earlier=NOT_SAID,
        )
        assume(isinstance(rate, Infusion))
        assert isinstance(rate, Infusion)
        top = to_ml_h(Fraction(rate.ladder.maximum), rate.ladder.unit, basis)
        for pump in members(rate.pump_rates):
            assert pump.ml_h <= pump.exact_ml_h <= top
            assert pump.exact_ml_h - pump.ml_h <= (1 if pump.exact_ml_h > 10 else Fraction(1, 10))
            assert pump.ml_h == floor(pump.ml_h) or (pump.ml_h < 10 and pump.ml_h * 10 == floor(pump.ml_h * 10))


def with_words(catalogue: Catalogue) -> Catalogue:
    """The catalogue with a rule that says every word of every rate."""
    text = "|".join(f"{name}={{{name}}}" for name in RATE_WORDS)
    rule = LimitRule(id="words", text=text, sources=(), level=Level.NOTE, measure="rate_ml_h", above=Decimal(0))
    return catalogue.replaced(rules=catalogue.rules.replaced(limits=(*catalogue.rules.limits, rule)))


def test_a_rule_of_a_rate_may_use_every_word_of_one(catalogue: Catalogue) -> None:
    """Privigen (EU) at 70 kg: 4.8 mL/kg/h are 336 mL/h, 8 mg/kg/min. A word of which nothing is known is empty."""
    nothing = dict.fromkeys(RATE_WORDS, "")
    rate = {"product": "Privigen 10 %", "rate_ml_h": "336", "mg_kg_min": "8", "rate_kg": "70"}
    site = with_words(catalogue)
    answer = infused(site, "privigen", 70, region=Region.EU)
    assert dict(word.split("=", 1) for word in fired(answer)["words"].split("|")) == nothing | rate
    ordered = checked(site, patient(), "100 mL/h", "privigen", Region.EU)
    said = dict(word.split("=", 1) for word in fired(ordered)["words"].split("|"))
    assert said == nothing | rate | {"maximum_ml_h": "336"}
    at_risk = checked(site, patient(risks=RENAL), "100 mL/h", "octagam-10", Region.US)
    said = dict(word.split("=", 1) for word in fired(at_risk)["words"].split("|"))
    assert (said["limit_ml_h"], said["limit_of"], said["risks"], said["why"]) == ("126", "US/EU", "", "")
