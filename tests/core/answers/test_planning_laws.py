"""Laws of the whole calculation: heavier never means less, and nothing out of bounds is ever answered."""

from datetime import date
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, Order, Rounding
from ivigcalc.core.request.patient import BloodGroup, Patient, Risk, SerumIga, Sex
from tests.core.making import POLICIES, order
from tests.profiles import examples, members

ADULTS = st.fractions(150, 200, max_denominator=10)

SMOOTH = ("actual", "ideal", "adjusted", "australia-2026")
"""Policies without a jump, at which the dosing weight would fall as the patient grows heavier."""


def answered(one: Patient, asked: Order, catalogue: Catalogue) -> Plan | None:
    try:
        return plan(one, asked, catalogue)
    except RefusedError:
        return None


def dispensed(answer: Plan) -> dict[tuple[str, str], Fraction]:
    return {
        (product.place.assessment.product.id, one.course.id): one.given_g
        for product in answer.products
        for one in product.plans
        if isinstance(one, CoursePlan)
    }


@examples(100)
@given(
    weight=st.fractions(45, 200, max_denominator=10),
    more=st.one_of(st.fractions(0, 2, max_denominator=50), st.fractions(0, 40, max_denominator=5)),
    height=ADULTS,
    sex=st.sampled_from(Sex),
    policy=st.sampled_from(SMOOTH),
    rounding=st.sampled_from(Rounding),
    data=st.data(),
)
def test_dose_and_dispensed_grams_never_fall_as_weight_grows(  # noqa: PLR0917 - what hypothesis varies
    catalogue: Catalogue,
    weight: Fraction,
    more: Fraction,
    height: Fraction,
    sex: Sex,
    policy: str,
    rounding: Rounding,
    data: st.DataObject,
) -> None:
    indication = data.draw(st.sampled_from([one.id for one in catalogue.indications if one.regimens]))
    stock = data.draw(st.sets(st.sampled_from([one.id for one in catalogue.products]), min_size=1, max_size=4))
    asked = order(indication, products=tuple(stock), weight_policy=policy, rounding=rounding)
    lighter, heavier = (
        answered(Patient(weight_kg=kg, height_cm=height, sex=sex), asked, catalogue) for kg in (weight, weight + more)
    )
    assume(lighter is not None and heavier is not None)
    assert lighter is not None
    assert heavier is not None
    assert lighter.dosing_weight.kg <= heavier.dosing_weight.kg
    for one, other in zip(lighter.courses, heavier.courses, strict=True):
        assert (one.letter, one.id) == (other.letter, other.id)
        for day, same in zip(one.days, other.days, strict=True):
            assert day.grams <= same.grams
    less, most = dispensed(lighter), dispensed(heavier)
    for key in less.keys() & most.keys():
        assert less[key] <= most[key]


NUMBERS = st.one_of(
    st.fractions(-10, 600, max_denominator=100),
    st.fractions(Fraction(1, 10**9), 10**9),
    st.sampled_from([Fraction(value) for value in (-1, 0, 1, 20, 40, 70, 500, 10**12)]),
)
PATIENTS = st.builds(
    Patient,
    weight_kg=st.one_of(st.none(), NUMBERS, st.fractions(2, 150, max_denominator=10)),
    height_cm=st.one_of(st.none(), NUMBERS, st.fractions(100, 200, max_denominator=10)),
    sex=st.sampled_from([None, *Sex]),
    age_years=st.one_of(st.none(), st.fractions(0, 130)),
    blood_group=st.sampled_from([None, *BloodGroup]),
    iga=st.one_of(st.none(), st.builds(SerumIga, g_per_l=st.fractions(0, 10), below=st.booleans())),
    risks=st.frozensets(st.sampled_from(Risk)),
)
DOSES = st.one_of(
    st.none(),
    st.builds(Dose, value=st.one_of(NUMBERS, st.fractions("0.1", 1, max_denominator=20)), per_kg=st.booleans()),
)


@examples(120)
@given(
    one=PATIENTS,
    days=st.one_of(st.none(), st.integers(-5, 40), st.integers(1, 5)),
    per_day=DOSES,
    course=DOSES,
    policy=st.sampled_from(POLICIES),
    rounding=st.sampled_from(Rounding),
    region=st.sampled_from([None, *ASKABLE]),
    start=st.sampled_from([None, date(2026, 12, 1)]),
    regimen=st.sampled_from(["", "", "A", "induction", "maintenance", "Z"]),
    reason=st.sampled_from(["", "asked by the team"]),
    indication=st.integers(0, 99),
    product=st.integers(0, 99),
)
def test_whatever_is_asked_is_answered_within_bounds_or_refused(  # noqa: PLR0917 - what hypothesis varies
    catalogue: Catalogue,
    one: Patient,
    days: int | None,
    per_day: Dose | None,
    course: Dose | None,
    policy: str,
    rounding: Rounding,
    region: Region | None,
    start: date | None,
    regimen: str,
    reason: str,
    indication: int,
    product: int,
) -> None:
    asked = Order(
        indication=catalogue.indications[indication % len(catalogue.indications)].id,
        regimen=regimen,
        days=days,
        per_day=per_day,
        course=None if per_day else course,
        weight_policy=policy,
        start=start,
        off_label_reason=reason,
        products=(catalogue.products[product % len(catalogue.products)].id,),
        region=region,
        rounding=rounding,
    )
    try:
        answer = plan(one, asked, catalogue)
    except RefusedError as refused:
        said = members(refused.problems)
        assert all(problem.code and problem.message for problem in said)
    else:
        check_bounds(one, asked, answer)


def check_bounds(one: Patient, asked: Order, answer: Plan) -> None:
    """The bounds of the specification, written out again."""
    assert one.weight_kg is not None
    assert 0 < one.weight_kg <= 500
    assert answer.dosing_weight.kg > 0
    if one.height_cm is not None:
        assert 20 <= one.height_cm <= 300
        assert Fraction("7.5") <= one.weight_kg / (one.height_cm / 100) ** 2 <= 105
    typed = asked.typed_dose
    if typed is not None:
        assert Fraction("0.01") <= (typed.value if typed.per_kg else typed.value / one.weight_kg) <= 5
        assert asked.days is None or 1 <= asked.days <= 31
    if answer.indication.status.startswith("not-supported"):
        assert asked.off_label_reason
    for course in answer.courses:
        assert course.total <= 4 * answer.dosing_weight.kg
        assert bool(course.days) != bool(course.ends)
        assert [day for day in course.days if day.grams <= 0] == []
        allowed = 2 if answer.indication.id == "jdm" else 1
        assert course.largest_day <= allowed * answer.dosing_weight.kg
    for shown in answer.products:
        for made in shown.plans:
            if isinstance(made, CoursePlan):
                assert made.given_g > 0
                assert abs(made.deviation_percent) <= 10
                assert made.volume_ml > 0
