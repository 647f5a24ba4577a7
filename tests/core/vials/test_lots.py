"""What is in stock: which vials are taken on which day, and what a day does without."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, NoFit
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.request.order import Lot, Scope, Stock, first_expiring_first
from ivigcalc.core.vials.course import course_vials, vials_fit_every_day
from ivigcalc.core.vials.day_certificates import certify
from ivigcalc.core.vials.lots import from_stock, stock_by_day, vials_in_stock
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import BEYOND_STOCK, Combination, Unreachable, UnreachableCourse
from ivigcalc.core.vials.whole_course import OUTSIDE
from tests.core.making import grams, number, order, patient
from tests.profiles import examples

FIRST = date(2026, 12, 1)


def lot(size: object, count: int, expires_after: int | None = None, name: str = "") -> Lot:
    """Vials that can be used on the first day and so many days after it."""
    expiry = None if expires_after is None else FIRST + timedelta(days=expires_after)
    return Lot(size_g=number(size), count=count, expiry=expiry, name=name)


def stock(*lots: Lot, product: str = "privigen") -> Stock:
    return Stock(file="stock.csv", sha256="", rows=tuple((product, one) for one in lots))


def terms(*lots: Lot) -> VialTerms:
    sizes = tuple({one.size_g for one in lots})
    return VialTerms(sizes_g=sizes, near=Fraction(5, 100), wide=Fraction(10, 100), lots=lots)


def test_a_vial_is_used_on_its_expiry_day_and_not_after() -> None:
    one = lot(10, 3, 0)
    assert one.usable(FIRST)
    assert not one.usable(FIRST + timedelta(days=1))
    assert one.usable(None)
    assert vials_in_stock([one], FIRST) == {10: 3}
    assert vials_in_stock([one], FIRST + timedelta(days=1)) == {}


def test_first_expiring_first_and_those_without_a_day_last() -> None:
    lots = [lot(10, 1), lot(10, 1, 5, "late"), lot(10, 1, 1, "soon"), lot(20, 1, 1, "large")]
    assert [one.name for one in first_expiring_first(lots)] == ["large", "soon", "late", ""]


def test_days_take_vials_in_their_turn_and_leave_the_rest_to_the_next() -> None:
    lots = (lot(10, 3, 9, "B"), lot(10, 3, 0, "A"), lot(10, 2, None, "C"))
    days = [FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2)]
    made = from_stock([Fraction(20)] * 3, terms(*lots), [*days])
    taken = list(stock_by_day(lots, made, [*days]))
    assert [[(one.name, one.count) for one in day.lots] for day in taken] == [
        [("A", 2)],
        [("B", 2)],
        [("B", 1), ("C", 1)],
    ]
    assert [dict(day.supply) for day in taken] == [{10: 8}, {10: 5}, {10: 3}]


def test_a_day_that_the_stock_does_not_do_for_takes_nothing() -> None:
    made = from_stock([Fraction(20), Fraction(10)], terms(lot(10, 1)), [None, None])
    assert made[0] == Unreachable(below_g=Fraction(10), above_g=None, short=True)
    assert isinstance(made[1], Combination)
    assert [day.lots for day in stock_by_day([lot(10, 1)], made, [None, None])] == [(), (lot(10, 1),)]


def test_a_plan_names_the_lots_of_each_day(catalogue: Catalogue) -> None:
    there = stock(lot(20, 2, 30, "A"), lot(10, 4, 30, "B"))
    asked = order("gbs", per_day=grams(30), days=2, stock=there, start=FIRST)
    made = plan(patient(), asked, catalogue).products[0].plans[0]
    assert isinstance(made, CoursePlan)
    assert [[(one.name, one.count) for one in day.lots] for day in made.days] == [[("A", 1), ("B", 1)]] * 2


def test_a_preparation_that_is_not_in_the_file_has_none_in_stock(catalogue: Catalogue) -> None:
    there = stock(lot(10, 9), product="octagam-10")
    answer = plan(patient(), order("gbs", stock=there), catalogue)
    assert answer.products[0].no_plans is not None
    assert answer.products[0].no_plans.reason == "none in stock"
    assert not answer.dispensable


@pytest.mark.parametrize(("region", "why"), [("us", "none in stock"), (None, "")])
def test_a_size_that_a_region_does_not_sell_is_not_counted(catalogue: Catalogue, region: str | None, why: str) -> None:
    asked = order("gbs", per_day=grams(5), days=1, stock=stock(lot("2.5", 9)), region=region)
    found = plan(patient(), asked, catalogue).products[0]
    assert (found.no_plans.reason if found.no_plans else "") == why


def test_a_course_may_do_where_day_after_day_does_not(catalogue: Catalogue) -> None:
    """28 g takes 20 + 5 + 2.5 on the first day; 25 g are left, more than 10 % below 28 g, but not too little in all."""
    there = stock(lot(20, 1), lot(10, 2), lot(5, 2), lot("2.5", 1))
    asked = {"per_day": grams(28), "days": 2, "stock": there}
    day, course = (
        plan(patient(), order("gbs", scope=scope, **asked), catalogue).products[0].plans[0] for scope in Scope
    )
    assert isinstance(day, NoFit)
    assert [(one.day, found.short, found.below_g) for one, found in day.days] == [(2, True, Fraction(25))]
    assert isinstance(course, CoursePlan)
    assert [one.vials.total_g for one in course.days] == [Fraction("27.5"), 25]


def test_where_days_in_turn_leave_one_without_vials_all_are_weighed_together() -> None:
    """13 g: the first day alone takes 5 + 4 x 2 g, and 10 g vials leave nothing within 10 % for the second.

    10 + 2 x 2 = 14 g and 10 + 2 = 12 g do, and make the 26 g of both.
    """
    there = (Lot(size_g=Fraction(2), count=4), Lot(size_g=Fraction(5), count=1), Lot(size_g=Fraction(10), count=3))
    rule = terms(*there)
    days = tuple(CourseDay(day, Fraction(13)) for day in (1, 2))
    asked = Course(letter="A", id="x", basis="", days=days)
    made = course_vials(asked, rule, None)
    assert isinstance(made, list)
    assert [one.total_g for one in made if isinstance(one, Combination)] == [14, 12]
    assert any("weighed together" in line for one in certify(asked, rule, None) for line in one.lines)


def test_a_course_may_be_made_up_as_a_whole_where_its_days_are_not() -> None:
    """28 g on 2 days: 30 and 25 g are within 10 % of 56 g, and 25 g is not within 10 % of 28 g."""
    course = Course(letter="A", id="x", basis="", days=(CourseDay(1, Fraction(28)), CourseDay(2, Fraction(28))))
    of_days = terms(lot(20, 2), lot(10, 1), lot(5, 1))
    assert not vials_fit_every_day(course, of_days, None)
    assert vials_fit_every_day(course, of_days.replaced(scope=Scope.COURSE), None)
    assert vials_fit_every_day(course, terms(lot(20, 2), lot(10, 2)), None)
    assert not vials_fit_every_day(course, terms(lot(20, 1)).replaced(scope=Scope.COURSE), None)


def test_a_course_that_more_vials_would_make_is_beyond_stock() -> None:
    """Two days of 10 g and one vial of 5 g: as many vials as wanted would make 20 g, so only stock lacks."""
    days = tuple(CourseDay(day, Fraction(10)) for day in (1, 2))
    found = course_vials(
        Course(letter="A", id="x", basis="", days=days), terms(lot(5, 1)).replaced(scope=Scope.COURSE), None
    )
    assert isinstance(found, UnreachableCourse)
    assert (found.why, found.below_g) == (BEYOND_STOCK, Fraction(5))


def a_plan_exists(days: tuple[int, ...], there: tuple[tuple[int, int], ...]) -> bool:
    """Whether any vials that are there make each day within 10 %, by trying all."""
    if not days:
        return True
    for counts in product(*(range(count + 1) for _, count in there)):
        total = sum(size * count for (size, _), count in zip(there, counts, strict=True))
        left = tuple((size, count - used) for (size, count), used in zip(there, counts, strict=True))
        if abs(total - days[0]) * 10 <= days[0] and a_plan_exists(days[1:], left):
            return True
    return False


@examples(200)
@given(
    st.lists(st.integers(5, 30), min_size=2, max_size=3),
    st.dictionaries(st.sampled_from([1, 2, 5, 10, 20]), st.integers(1, 4), min_size=2, max_size=3),
)
def test_a_plan_is_found_wherever_there_is_one(grams_: list[int], there: dict[int, int]) -> None:
    lots = tuple(Lot(size_g=Fraction(size), count=count) for size, count in there.items())
    days = tuple(CourseDay(day, Fraction(of_day)) for day, of_day in enumerate(grams_, start=1))
    asked = Course(letter="A", id="x", basis="", days=days)
    made = course_vials(asked, terms(*lots), None)
    assert isinstance(made, list)
    found = all(isinstance(one, Combination) for one in made)
    assert found == a_plan_exists(tuple(grams_), tuple(there.items()))
    used: dict[Fraction, int] = {}
    for one, of_day in zip(made, grams_, strict=True):
        if isinstance(one, Combination):
            assert abs(one.total_g - of_day) <= Fraction(of_day, 10)
            for vial in one.vials:
                used[vial.size_g] = used.get(vial.size_g, 0) + vial.count
    assert all(count <= there[int(size)] for size, count in used.items())


def test_a_course_that_no_number_of_vials_makes_is_not_called_beyond_stock() -> None:
    """Two days of 7 g and vials of 20 g: no number of them comes near, in stock or not."""
    days = tuple(CourseDay(day, Fraction(7)) for day in (1, 2))
    found = course_vials(
        Course(letter="A", id="x", basis="", days=days), terms(lot(20, 9)).replaced(scope=Scope.COURSE), None
    )
    assert isinstance(found, UnreachableCourse)
    assert found.why == OUTSIDE
