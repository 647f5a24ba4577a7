"""What is in stock: which vials are taken on which day, and what a day does without."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.order import Scope
from ivigcalc.core.plan import CoursePlan, NoFit
from ivigcalc.core.planning import plan
from ivigcalc.core.stock import Lot, Stock, drawn, from_stock, in_turn, supply
from ivigcalc.core.vials import Combination, Terms, Unreachable
from tests.core.making import grams, number, order, patient

FIRST = date(2026, 12, 1)


def lot(size: object, count: int, expires_after: int | None = None, name: str = "") -> Lot:
    """Vials that can be used on the first day and so many days after it."""
    expiry = None if expires_after is None else FIRST + timedelta(days=expires_after)
    return Lot(size_g=number(size), count=count, expiry=expiry, name=name)


def stock(*lots: Lot, product: str = "privigen") -> Stock:
    return Stock(file="stock.csv", sha256="", rows=tuple((product, one) for one in lots))


def terms(*lots: Lot) -> Terms:
    sizes = tuple({one.size_g for one in lots})
    return Terms(sizes_g=sizes, near=Fraction(5, 100), wide=Fraction(10, 100), lots=lots)


def test_a_vial_is_used_on_its_expiry_day_and_not_after() -> None:
    one = lot(10, 3, 0)
    assert one.usable(FIRST)
    assert not one.usable(FIRST + timedelta(days=1))
    assert one.usable(None)
    assert supply([one], FIRST) == {10: 3}
    assert supply([one], FIRST + timedelta(days=1)) == {}


def test_first_expiring_first_and_those_without_a_day_last() -> None:
    lots = [lot(10, 1), lot(10, 1, 5, "late"), lot(10, 1, 1, "soon"), lot(20, 1, 1, "large")]
    assert [one.name for one in in_turn(lots)] == ["large", "soon", "late", ""]


def test_days_take_vials_in_their_turn_and_leave_the_rest_to_the_next() -> None:
    lots = (lot(10, 3, 9, "B"), lot(10, 3, 0, "A"), lot(10, 2, None, "C"))
    days = [FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2)]
    made = from_stock([Fraction(20)] * 3, terms(*lots), [*days])
    taken = list(drawn(lots, made, [*days]))
    assert [[(one.name, one.count) for one in day.lots] for day in taken] == [
        [("A", 2)],
        [("B", 2)],
        [("B", 1), ("C", 1)],
    ]
    assert [dict(day.there) for day in taken] == [{10: 8}, {10: 5}, {10: 3}]


def test_a_day_that_the_stock_does_not_do_for_takes_nothing() -> None:
    made = from_stock([Fraction(20), Fraction(10)], terms(lot(10, 1)), [None, None])
    assert made[0] == Unreachable(below_g=Fraction(10), above_g=None, short=True)
    assert isinstance(made[1], Combination)
    assert [day.lots for day in drawn([lot(10, 1)], made, [None, None])] == [(), (lot(10, 1),)]


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
