"""The alerts of the rates of many orders are those of each order worked out in full."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, reject
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import DoseAnswer, dose, plan
from ivigcalc.core.answers.plan import CoursePlan, course_plan
from ivigcalc.core.answers.rates import RateAlerts, alerts_of_rates
from ivigcalc.core.answers.verify import Outcome, verify
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary, LimitChange
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit, RiskRate
from ivigcalc.core.facts.rule import Level, LimitRule
from ivigcalc.core.infusion.label_ladders import LadderChoice
from ivigcalc.core.infusion.rate_case import RateCase
from ivigcalc.core.infusion.rates import NoRate, PumpSetting, RateBasis, as_pump_rates, minutes_of, pump_steps, rungs
from ivigcalc.core.infusion.weights_without_alert import WeightsWithoutAlert
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.core.selection.assessment import assess
from ivigcalc.core.site.merging import merged
from tests.core.making import refused_by
from tests.profiles import examples, members
from tests.written import read_written_dose

PRODUCTS = ("privigen", "octagam-10", "octagam-5", "kiovig", "panzyga", "gamunex-c", "flebogamma-dif-5", "intragam-p")


PATIENTS = st.builds(
    Patient,
    weight_kg=st.integers(20, 3000).map(lambda tenths: Fraction(tenths, 10)),
    age_years=st.sampled_from((None, Fraction(1), Fraction(9), Fraction(40), Fraction(80))),
    risks=st.sets(st.sampled_from((Risk.RENAL, Risk.THROMBOSIS))).map(frozenset),
)
ORDERS = st.builds(
    Order,
    indication=st.sampled_from(("gbs", "cidp", "mmn")),
    regimen=st.sampled_from(("A", "B", "C")),
    products=st.sampled_from(PRODUCTS).map(lambda product: (product,)),
    region=st.sampled_from((None, *Region)),
    first=st.booleans(),
)


def of_row(row: CoursePlan, answer: DoseAnswer, catalogue: Catalogue) -> list[Alert]:
    """What a table says of the rates of a row, whose preparation it has assessed."""
    labelled = assess(row.product, answer.situation, catalogue.rules).labelled
    return RateAlerts(catalogue).of(row, answer.asked, answer.situation, labelled)


@examples(200, HealthCheck.filter_too_much)
@given(one=PATIENTS, order=ORDERS)
def test_a_row_says_of_its_rates_what_an_order_says(one: Patient, order: Order, catalogue: Catalogue) -> None:
    try:
        whole, alone = plan(one, order, catalogue), dose(one, order, catalogue)
    except RefusedError:
        reject()
    plans = [made for placed in whole.products for made in placed.plans if isinstance(made, CoursePlan)]
    assume(plans)
    for made in members(plans):
        row = course_plan(made.product, made.course, order, catalogue)
        assert isinstance(row, CoursePlan)
        found = of_row(row, alone, catalogue)
        expected = alerts_of_rates([made], one, whole.situation, catalogue)
        assert list(dict.fromkeys(found)) == list(dict.fromkeys(expected))


def test_without_a_rate_what_labels_ask_for_at_the_risk_is_said(catalogue: Catalogue) -> None:
    """No label of Intratect that was read prints a rate, and the patient's kidneys are at risk."""
    at_risk = frozenset({Risk.RENAL})
    one = Patient(weight_kg=Fraction(70), height_cm=Fraction(180), age_years=Fraction(40), risks=at_risk)
    order = Order(indication="gbs", regimen="A", products=("intratect-5",))
    alone = dose(one, order, catalogue)
    row = course_plan(catalogue.product("intratect-5"), alone.asked.courses[0], order, catalogue)
    assert isinstance(row, CoursePlan)
    assert [alert.rule for alert in of_row(row, alone, catalogue)] == ["rate-unknown-at-risk"]


def test_a_flat_rate_is_worked_out_at_every_weight(catalogue: Catalogue) -> None:
    """Intragam P runs at up to 240 mL/h whatever the weight, below 600 mL/h: only the missing height is said."""
    one = Patient(weight_kg=Fraction(70), age_years=Fraction(40))
    order = Order(indication="gbs", regimen="A", products=("intragam-p",))
    alone = dose(one, order, catalogue)
    row = course_plan(catalogue.product("intragam-p"), alone.asked.courses[0], order, catalogue)
    assert isinstance(row, CoursePlan)
    found = of_row(row, alone, catalogue)
    assert [alert.rule for alert in found] == ["obesity-not-checked"]


def test_a_high_rate_is_worked_out(catalogue: Catalogue) -> None:
    """Octagam 10 % runs at up to 0.12 mL/kg/min: 792 mL/h at 110 kg, and 1 g/kg is enough to get there."""
    one = Patient(weight_kg=Fraction(110), height_cm=Fraction(200), age_years=Fraction(40))
    order = Order(indication="cidp", days=2, products=("octagam-10",), region=Region.EU)
    alone = dose(one, order, catalogue)
    row = course_plan(catalogue.product("octagam-10"), alone.asked.courses[0], order, catalogue)
    assert isinstance(row, CoursePlan)
    found = of_row(row, alone, catalogue)
    assert "rate-worth-a-look" in [alert.rule for alert in found]


def test_a_rule_on_low_rates_is_asked_at_every_weight(catalogue: Catalogue) -> None:
    """28 g of Privigen for 70 kg run at up to 4.8 mL/kg/h, 336 mL/h."""
    low = LimitRule(
        id="low", level=Level.CAUTION, measure="rate_ml_h", below=Decimal(340), text="low", sources=("tool-policy",)
    )
    rules = catalogue.rules
    strict = catalogue.replaced(rules=rules.replaced(limits=(*rules.limits, low)))
    one = Patient(weight_kg=Fraction(70), height_cm=Fraction(180), age_years=Fraction(40))
    order = Order(indication="gbs", regimen="A", products=("privigen",), region=Region.US)
    alone = dose(one, order, strict)
    row = course_plan(catalogue.product("privigen"), alone.asked.courses[0], order, strict)
    assert isinstance(row, CoursePlan)
    found = of_row(row, alone, strict)
    assert "low" in [alert.rule for alert in found]


TALL: Final = Patient(weight_kg=Fraction(100), height_cm=Fraction(205), age_years=Fraction(40))
"""A body mass index of 23.8, no risk: Privigen runs at up to 8 mg/kg/min, 480 mL/h, and 1 g/kg gets there."""

GIVEN_ONCE: Final = Order(indication="cidp", regimen="D", products=("privigen",), region=Region.US)


def stopping(catalogue: Catalogue, **change: Any) -> Catalogue:
    """The data with a limit as a site has it that stops."""
    own = Formulary(site="General Hospital", limits=(LimitChange(level=Level.STOP, **change),))
    return merged(catalogue, own, today=date(2026, 11, 29))


def of_own(order: Order, one: Patient, catalogue: Catalogue) -> list[str]:
    """The rules that a row says of its rates."""
    alone = dose(one, order, catalogue)
    row = course_plan(catalogue.product(order.products[0]), alone.asked.courses[0], order, catalogue)
    assert isinstance(row, CoursePlan)
    return [alert.rule for alert in of_row(row, alone, catalogue)]


def test_a_rate_that_a_sites_limit_stops_holds_the_dose_back(catalogue: Catalogue) -> None:
    """480 mL/h beside a limit of 300; one of 480 is not passed."""
    strict = stopping(catalogue, id="rate-worth-a-look", above=Decimal(300))
    assert [problem.code for problem in refused_by(TALL, GIVEN_ONCE, strict)] == ["rate-worth-a-look"]
    assert of_own(GIVEN_ONCE, TALL, strict) == ["rate-worth-a-look"]
    written = WrittenOrder(dose=read_written_dose("100 g on 1 day every 3 weeks"), rate=None, vials=None)
    unsaid = GIVEN_ONCE.replaced(regimen="")
    assert verify(TALL, unsaid, written, strict).outcome is Outcome.DANGEROUS
    reached = stopping(catalogue, id="rate-worth-a-look", above=Decimal(480))
    assert plan(TALL, GIVEN_ONCE, reached).made_courses
    assert of_own(GIVEN_ONCE, TALL, reached) == []
    assert verify(TALL, unsaid, written, reached).outcome is Outcome.MATCH


def test_that_no_rate_is_known_at_a_risk_may_hold_a_dose_back(catalogue: Catalogue) -> None:
    """No label of Intratect that was read prints a rate."""
    strict = stopping(catalogue, id="rate-unknown-at-risk")
    one, order = TALL.replaced(risks=frozenset({Risk.RENAL})), GIVEN_ONCE.replaced(products=("intratect-5",))
    asked = order.replaced(region=None)
    assert [problem.code for problem in refused_by(one, asked, strict)] == ["rate-unknown-at-risk"]
    assert of_own(asked, one, strict) == ["rate-unknown-at-risk"]


def test_that_a_rate_needs_an_age_holds_no_dose_back(catalogue: Catalogue) -> None:
    """The rate of Intragam P is flat, whatever the weight; 35 kg without an age may be a child."""
    one, order = Patient(weight_kg=Fraction(35)), Order(indication="gbs", regimen="A", products=("intragam-p",))
    (made, *_) = plan(one, order, catalogue).made_courses
    rate = made.days[0].infusion
    assert isinstance(rate, NoRate)
    assert rate.needs_age


def case_of(*rates: str, unit: RateUnit, limit: RiskRate | None = None) -> RateCase:
    """A case of one ladder, each rate for 30 minutes."""
    *steps, top = rates
    printed = [LabelStep(rate=Decimal(rate), minutes=Decimal(30)) for rate in steps]
    ladder = Ladder(
        contexts=(Context.ANY,),
        regions=(Region.US,),
        unit=unit,
        steps=tuple(printed),
        maximum=Decimal(top),
        says="",
        date="2020-01-01",
    )
    choice = LadderChoice(ladder=ladder, region=Region.US, for_purpose=True)
    limits = ((limit, False),) if limit else ()
    return RateCase(ladders=((choice, rungs(ladder)),), risks=(), risk_rates=limits, without_figure=())


LIMIT = RiskRate(patients=("renal",), regions=(Region.US,), maximum=Decimal(2), unit=RateUnit.ML_KG_H, says="")
SLOW = LIMIT.replaced(maximum=Decimal("0.5"))
PER_KG = case_of("1", "2", "8", unit=RateUnit.ML_KG_H)


@pytest.mark.parametrize(
    ("case", "kg", "ml", "sure"),
    [
        # 8 mL/kg/h is 592 mL/h at 74 kg and 600 mL/h at 75 kg. Before it run 75 x (0.5 + 1 + 2) = 262.5 mL, of which a
        # pump that is set to less may leave out up to 1 mL/h for an hour and a half.
        (PER_KG, 74, 9000, True),
        (PER_KG, 75, 261, True),
        (PER_KG, 75, 262, False),
        (PER_KG, 1, 5, False),  # a first rate of 1 mL/h may be rounded down to none
        (case_of("1", "2", "8", unit=RateUnit.ML_KG_H, limit=LIMIT), 299, 9000, True),  # held at 2 mL/kg/h: 598 mL/h
        (case_of("1", "2", "8", unit=RateUnit.ML_KG_H, limit=LIMIT), 300, 9000, False),
        (
            case_of("1", "2", "8", unit=RateUnit.ML_KG_H, limit=SLOW),
            2,
            9,
            False,
        ),  # held at 1 mL/h: rounded down to none
        (case_of("1", "2", "8", unit=RateUnit.ML_KG_H, limit=SLOW), 3, 9, True),  # 1.5 mL/h
        (case_of("0.5", "8", unit=RateUnit.ML_KG_H), 2, 9, False),  # a first rate of 1 mL/h
        (case_of("0.5", "8", unit=RateUnit.ML_KG_H), 3, 9, True),
        (case_of("1", "9", unit=RateUnit.ML_MIN), 70, 9000, True),  # 540 mL/h at every weight
        (case_of("1", "10", unit=RateUnit.ML_MIN), 70, 9000, False),  # 600 mL/h
        (case_of("1", "10", unit=RateUnit.ML_MIN), 70, 29, True),
        # By our convention 1, 2, 4 and 8 mL/min for 30 minutes each come first: 450 mL, or 2 mL less on a pump.
        (case_of("1", "10", unit=RateUnit.ML_MIN), 70, 448, True),
        (case_of("1", "10", unit=RateUnit.ML_MIN), 70, 449, False),
        (case_of("0.01", "1", unit=RateUnit.ML_MIN), 70, 10, False),  # 0.6 mL/h
    ],
)
def test_what_is_certain_without_a_rate(case: RateCase, kg: int, ml: int, *, sure: bool) -> None:
    """For a rule that judges rates from 600 mL/h on."""
    bounds = WeightsWithoutAlert(case, Fraction(100), Fraction(600))
    assert bounds.surely_pass(Fraction(kg), [Fraction(ml)]) is sure


def test_where_no_rule_judges_rates_only_the_first_one_counts() -> None:
    bounds = WeightsWithoutAlert(PER_KG, Fraction(100), None)
    assert bounds.surely_pass(Fraction(500), [Fraction(9000)])


@examples(200)
@given(
    rates=st.lists(st.integers(1, 6000), min_size=1, max_size=6, unique=True).map(sorted),
    lasts=st.fractions(Fraction(1, 3), 60, max_denominator=6),
    volume=st.fractions(Fraction(1, 10), 3000, max_denominator=50),
)
def test_the_minutes_in_short_are_those_of_the_steps(rates: list[int], lasts: Fraction, volume: Fraction) -> None:
    found = [
        PumpSetting(
            Fraction(rate, 10), Fraction(rate, 10), lasts if rate < rates[-1] else None, convention=False, capped=False
        )
        for rate in rates
    ]
    steps = pump_steps(as_pump_rates(found, RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(100))), volume)
    assert minutes_of(found, volume) == sum(step.minutes for step in steps)


def test_of_two_limits_the_lower_one_holds_a_rate() -> None:
    """At 2 mL/kg/h 600 mL/h are reached at 300 kg; at 4 mL/kg/h it would be at 150 kg."""
    limits = tuple((LIMIT.replaced(maximum=Decimal(most)), False) for most in (4, 2))
    bounds = WeightsWithoutAlert(PER_KG.replaced(risk_rates=limits), Fraction(100), Fraction(600))
    assert [bounds.surely_pass(Fraction(kg), [Fraction(9000)]) for kg in (299, 300)] == [True, False]


def test_one_volume_or_one_ladder_that_reaches_a_judged_rate_is_enough() -> None:
    """At 75 kg 8 mL/kg/h are 600 mL/h, reached after 261 mL; 4 mL/kg/h would be 600 mL/h at 150 kg."""
    slower = case_of("1", "2", "4", unit=RateUnit.ML_KG_H)
    both = PER_KG.replaced(ladders=(*slower.ladders, *PER_KG.ladders))
    for case in (PER_KG, both):
        bounds = WeightsWithoutAlert(case, Fraction(100), Fraction(600))
        assert not bounds.surely_pass(Fraction(75), [Fraction(261), Fraction(262)])
        assert bounds.surely_pass(Fraction(75), [Fraction(260), Fraction(261)])


def test_without_a_figure_for_the_risk_the_first_rate_alone_is_judged() -> None:
    """1 mL/kg/h is 600 mL/h at 600 kg."""
    bounds = WeightsWithoutAlert(PER_KG.replaced(without_figure=("renal",)), Fraction(100), Fraction(600))
    assert [bounds.surely_pass(Fraction(kg), [Fraction(9000)]) for kg in (599, 600)] == [True, False]


def test_without_a_figure_for_the_risk_the_ladder_that_begins_slowest_applies(catalogue: Catalogue) -> None:
    """At 75 kg 1 mL/kg/h and then 1.25, or 0.8 and then 8: for everybody else the former takes longer."""
    begins_slower = case_of("0.8", "8", unit=RateUnit.ML_KG_H)
    both = case_of("1", "1.25", unit=RateUnit.ML_KG_H)
    both = both.replaced(ladders=(*both.ladders, *begins_slower.ladders))
    basis = RateBasis(weight_kg=Fraction(75), mg_per_ml=Fraction(100))
    for without_figure, first in (((), "75"), (("renal",), "60")):
        run = both.replaced(without_figure=without_figure).slowest(basis, None, Fraction(900), catalogue.rules)
        assert not isinstance(run, NoRate)
        assert run.settings[0].exact_ml_h == Fraction(first)


@pytest.mark.parametrize(
    ("volume", "minutes"), [("10.5", 30), ("10.6", "30.142857"), ("21", 45), ("5.25", 15), ("13.125", "33.75")]
)
def test_a_run_ends_where_the_volume_does(volume: str, minutes: str) -> None:
    """21 mL/h for 30 minutes are 10.5 mL; the rest runs at 42 mL/h: 0.1 mL in a seventh of a minute."""
    first, then = (
        PumpSetting(Fraction(rate), Fraction(rate), lasts, convention=False, capped=False)
        for rate, lasts in ((21, Fraction(30)), (42, None))
    )
    assert abs(minutes_of([first, then], Fraction(volume)) - Fraction(minutes)) < Fraction(1, 10**6)
    half = [first._replace(minutes=Fraction(15, 2)), then]
    assert minutes_of(half, Fraction("4.725")) == Fraction("7.5") + 3
