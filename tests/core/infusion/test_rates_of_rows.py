"""The alerts of the rates of many orders are those of each order worked out in full."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import dose, plan
from ivigcalc.core.answers.plan import CoursePlan, course_plan
from ivigcalc.core.answers.rates import RateAlerts, alerts_of_rates
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.infusion.rates import RateBasis, Setting, as_pump_rates, pump_steps, run_of
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from tests.profiles import examples

PRODUCTS = ("privigen", "octagam-10", "octagam-5", "kiovig", "panzyga", "gamunex-c", "flebogamma-dif-5", "intragam-p")


PATIENTS = st.builds(
    Patient,
    weight_kg=st.integers(20, 2000).map(lambda tenths: Fraction(tenths, 10)),
    age_years=st.sampled_from((None, Fraction(1), Fraction(9), Fraction(40), Fraction(80))),
    risks=st.sets(st.sampled_from((Risk.RENAL, Risk.THROMBOSIS))).map(frozenset),
)
ORDERS = st.builds(
    Order,
    indication=st.sampled_from(("gbs", "cidp", "mmn")),
    regimen=st.just("A"),
    products=st.sampled_from(PRODUCTS).map(lambda product: (product,)),
    region=st.sampled_from((None, *Region)),
    first=st.booleans(),
)


@examples(200)
@given(one=PATIENTS, order=ORDERS)
def test_a_row_says_of_its_rates_what_an_order_says(one: Patient, order: Order, catalogue: Catalogue) -> None:
    try:
        whole, alone = plan(one, order, catalogue), dose(one, order, catalogue)
    except RefusedError:
        return
    for made in (made for placed in whole.products for made in placed.plans if isinstance(made, CoursePlan)):
        row = course_plan(made.product, made.course, order, catalogue)
        assert isinstance(row, CoursePlan)
        found = RateAlerts(catalogue).of(row, alone.asked, alone.situation)
        expected = alerts_of_rates([made], one, whole.situation, catalogue)
        assert list(dict.fromkeys(found)) == list(dict.fromkeys(expected))


def test_a_flat_rate_is_worked_out_at_every_weight(catalogue: Catalogue) -> None:
    """Intragam P runs at up to 240 mL/h whatever the weight, below 600 mL/h: only the missing height is said."""
    one = Patient(weight_kg=Fraction(70), age_years=Fraction(40))
    order = Order(indication="gbs", regimen="A", products=("intragam-p",))
    alone = dose(one, order, catalogue)
    row = course_plan(catalogue.product("intragam-p"), alone.asked.courses[0], order, catalogue)
    assert isinstance(row, CoursePlan)
    found = RateAlerts(catalogue).of(row, alone.asked, alone.situation)
    assert [alert.rule for alert in found] == ["obesity-not-checked"]


@examples(200)
@given(
    rates=st.lists(st.integers(1, 6000), min_size=1, max_size=6, unique=True).map(sorted),
    lasts=st.fractions(Fraction(1, 3), 60, max_denominator=6),
    volume=st.fractions(Fraction(1, 10), 3000, max_denominator=50),
)
def test_a_run_in_short_is_that_of_its_steps(rates: list[int], lasts: Fraction, volume: Fraction) -> None:
    found = [
        Setting(
            Fraction(rate, 10), Fraction(rate, 10), lasts if rate < rates[-1] else None, convention=False, capped=False
        )
        for rate in rates
    ]
    steps = pump_steps(as_pump_rates(found, RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(100))), volume)
    run = run_of(found, volume)
    assert run.minutes == sum(step.minutes for step in steps)
    assert run.fastest_ml_h == max(step.rate.ml_h for step in steps)
