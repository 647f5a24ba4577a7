"""Whatever rule a site adds: if the check lets it through, no order and no list ends in a crash.

A list of products knows no weight and no height.
"""

from contextlib import suppress
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from ivigcalc.catalogue.validate import check
from ivigcalc.core.answers.dose import order_problems, plan
from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.rule import (
    COURSE_WORDS,
    MEASURED_WORDS,
    ORDER_MEASURES,
    ORDER_WORDS,
    PATIENT_CONDITIONS,
    PATIENT_MEASURES,
    REQUEST_CONDITIONS,
    WEIGHT_WORDS,
    Level,
    LimitRule,
)
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.site.merging import merged
from tests.core.making import order, patient, per_kg
from tests.profiles import examples
from tests.program import shipped

CONDITIONS = st.lists(
    st.sampled_from([*map(str, Risk), *PATIENT_CONDITIONS, *REQUEST_CONDITIONS, "status-label"]), max_size=1
).map(tuple)
WORDS = (*MEASURED_WORDS, *ORDER_WORDS, *WEIGHT_WORDS, *COURSE_WORDS)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=2).map(lambda words: " ".join(f"{{{word}}}" for word in words))
RULES = st.builds(
    lambda measure, bound, **rest: LimitRule(
        id="a-rule", sources=("site",), measure=measure, above=bound if measure else None, **rest
    ),
    measure=st.sampled_from(["", *PATIENT_MEASURES, *ORDER_MEASURES]),
    bound=st.sampled_from([Decimal(0), Decimal(1), Decimal(50)]),
    level=st.sampled_from(Level),
    when=CONDITIONS,
    unless=CONDITIONS,
    text=TEXTS,
    next=TEXTS,
)
OLD = Patient(weight_kg=patient().weight_kg, height_cm=patient(170).weight_kg, age_years=patient(80).weight_kg)
ORDERS: tuple[Order, ...] = (
    order(),
    order("gbs", per_day=per_kg("0.4"), days=5, region=Region.EU),
    order("als", off_label_reason="board", per_day=per_kg("0.4"), days=5),
)


@given(rule=RULES)
@examples(60, HealthCheck.filter_too_much)
def test_a_rule_that_the_check_lets_through_never_crashes(rule: LimitRule) -> None:
    local = merged(shipped(), Formulary(site="A", rules=(rule,)), today=date(2026, 1, 1))
    assume(not [message for _, message in check(local) if "cited nowhere" not in message])
    for one in (patient(), OLD):
        assert products(one.replaced(weight_kg=None, height_cm=None), local)
        for asked in ORDERS:
            assert all(problem.code for problem in order_problems(one, asked, local))
            with suppress(RefusedError):
                plan(one, asked, local)
