"""What rows need by month: days from each interval, sums, prices, and what of a stock runs short."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan
from ivigcalc.core.answers.supply.forecast import MOST_NAMED, Demand, DemandTally, Needed, demands, forecast, why_apart
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.repeat import months_between
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.product import VialCount
from tests.core.making import in_stock, order, patient
from tests.profiles import examples

WINTER = months_between(date(2027, 1, 1), date(2027, 3, 1))
WEEKS = {"days": 1, "weeks": 7}


def every(low: int, unit: Any = "weeks", high: int | None = None) -> Interval:
    return Interval(says="as printed", unit=unit, low=low, high=high or low)


def course(interval: Interval | None, *days: int) -> Course:
    of_days = tuple(CourseDay(day, Fraction(35)) for day in days or (1, 2))
    return Course(letter="C", id="x", basis="", days=of_days, interval=interval)


def needs(product: str, on: date, *vials: tuple[int | Fraction, int], grams: int = 0) -> Demand:
    given = sum(size * count for size, count in vials) or grams
    counted = tuple(VialCount(size_g=Fraction(size), count=count) for size, count in vials)
    return Demand(on, product, Fraction(given), Fraction(given), Fraction(10 * given), counted)


def test_months_are_whole_and_named() -> None:
    assert (WINTER.first, WINTER.last) == (date(2027, 1, 1), date(2027, 3, 31))
    assert WINTER.names == ["2027-01", "2027-02", "2027-03"]
    december = months_between(date(2027, 12, 1), date(2028, 2, 1))
    assert (december.names, december.last) == (["2027-12", "2028-01", "2028-02"], date(2028, 2, 29))
    assert months_between(date(2027, 12, 1), date(2027, 12, 1)).last == date(2027, 12, 31)


@examples(200)
@given(
    st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    st.sampled_from(["days", "weeks"]),
    st.integers(1, 9),
    st.sampled_from([(1,), (1, 2), (1, 3)]),
)
def test_the_days_are_those_that_counting_on_finds(start: date, unit: str, low: int, days: tuple[int, ...]) -> None:
    """Each day of two years is asked whether so many days have passed since the first."""
    length, step = days[-1], low * WEEKS[unit]
    one = course(every(low, unit), *days)
    if step < length:
        assert why_apart(one, start, None) == "a course longer than its interval"
        return
    found = [demand.date for demand in demands(one, None, start, None, WINTER)]
    ahead = (start + timedelta(days=passed) for passed in range(1200))
    expected = [day for day in ahead if WINTER.first <= day <= WINTER.last and (day - start).days % step + 1 in days]
    assert found == expected


def test_a_month_is_a_month() -> None:
    dates = [one.date for one in demands(course(every(1, "months"), 1), None, date(2026, 10, 31), None, WINTER)]
    assert dates == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


def test_why_a_row_is_counted_apart() -> None:
    start = date(2026, 12, 1)
    assert why_apart(course(every(3)), None, None) == "no date"
    assert why_apart(course(None), start, None) == "no interval"
    assert why_apart(course(every(3, high=4)), start, None) == "an interval that is a range"
    assert why_apart(course(every(3, high=4)), start, every(5)) == "an interval that gives no dates"
    assert why_apart(course(Interval(says="now and then")), start, None) == "an interval that gives no dates"
    assert why_apart(course(every(3, high=4)), start, every(4)) == ""
    assert demands(course(None), None, start, None, WINTER, once="no interval") == ()
    assert demands(course(every(3, high=4)), None, start, None, WINTER, once="a range") == ()


@pytest.mark.parametrize("interval", [None, every(3), every(3, high=4)])
def test_what_is_not_repeated_is_counted_once(interval: Interval | None) -> None:
    """Day 1 is on 31 December, day 2 on 1 January; without a reason an interval that gives no dates repeats nothing."""
    found = demands(course(interval), None, date(2026, 12, 31), None, WINTER, once="why")
    assert [(one.date, one.prescribed_g, one.once) for one in found] == [(date(2027, 1, 1), Fraction(35), "why")]
    if interval is None or interval.low != interval.high:
        assert [one.date for one in demands(course(interval), None, date(2026, 12, 31), None, WINTER)] == [
            date(2027, 1, 1)
        ]


def test_rows_counted_once_are_named_as_far_as_they_are_few() -> None:
    tallies = DemandTally(), DemandTally()
    for row in range(MOST_NAMED + 5):
        one = needs("privigen", WINTER.first, (10, 1))._replace(once="no interval")
        tallies[row % 2].add(row, "", [one])
    tallies[0].join(tallies[1])
    found = forecast(tallies[0], WINTER, None, None)
    assert found.once == (("no interval", MOST_NAMED + 5),)
    assert len(found.once_named) == MOST_NAMED


def test_a_row_needs_the_vials_of_its_course(catalogue: Catalogue) -> None:
    """70 g every 3 weeks from 2026-12-01: 12 January, 2 and 23 February, 16 March; each 40 + 20 + 10 g."""
    start = date(2026, 12, 1)
    made = plan(patient(), order(regimen="D", start=start, region=Region.EU), catalogue).products[0].plans[0]
    assert isinstance(made, CoursePlan)
    found = demands(made.course, made, start, None, WINTER)
    assert [one.date for one in found] == [date(2027, 1, 12), date(2027, 2, 2), date(2027, 2, 23), date(2027, 3, 16)]
    for one in found:
        assert {vial.size_g: vial.count for vial in one.vials} == {40: 1, 20: 1, 10: 1}
        assert [one.product, one.prescribed_g, one.dispensed_g, one.volume_ml] == ["privigen", 70, 70, 700]


DEMANDS = st.lists(
    st.builds(
        needs,
        st.sampled_from(["privigen", "octagam-10"]),
        st.dates(WINTER.first, WINTER.last),
        st.tuples(st.sampled_from([5, 10, 20]), st.integers(1, 5)),
    ),
    max_size=30,
)


@examples(100)
@given(DEMANDS, st.integers(0, 30))
def test_months_are_the_sums_of_their_days_however_the_table_was_cut(found: list[Demand], cut: int) -> None:
    whole, first, second = DemandTally(), DemandTally(), DemandTally()
    whole.add(1, "", found)
    first.add(1, "", found[:cut])
    second.add(2, "", found[cut:])
    first.join(second)
    answer = forecast(whole, WINTER, None, None)
    assert forecast(first, WINTER, None, None).by_month == answer.by_month
    for total in answer.by_month:
        days = [one for one in found if (one.product, f"{one.date:%Y-%m}") == (total.product, total.month)]
        assert total.needed.infusions == len(days)
        assert total.needed.dispensed_g == sum(one.dispensed_g for one in days)
        vials: Counter[Fraction] = Counter()
        for vial in (vial for one in days for vial in one.vials):
            vials[vial.size_g] += vial.count
        assert {vial.size_g: vial.count for vial in total.needed.vials} == vials
    for total in answer.totals:
        of_product = [month.needed for month in answer.by_month if month.product == total.product]
        assert total.needed.dispensed_g == sum(needed.dispensed_g for needed in of_product)
    assert [(one.month, one.product) for one in answer.by_month] == sorted(
        {(f"{one.date:%Y-%m}", one.product) for one in found}
    )


def priced(currency: str, **prices: str) -> Formulary:
    vials = tuple(SiteVial(g=Decimal(size[1:]), ml=Decimal(10), price=Decimal(price)) for size, price in prices.items())
    return Formulary(site="S", currency=currency, vials={"privigen": vials})


def test_a_missing_price_leaves_no_cost_and_is_named() -> None:
    tally = DemandTally()
    tally.add(1, "", [needs("privigen", WINTER.first, (20, 2), (10, 1)), needs("", WINTER.first, grams=70)])
    costs = {
        name: {total.product: (total.cost, total.no_cost) for total in forecast(tally, WINTER, formulary, None).totals}
        for name, formulary in {
            "all": priced("EUR", _20="1000.5", _10="500"),
            "one": priced("EUR", _20="1000.5"),
            "no currency": priced("", _20="1", _10="1"),
            "none": None,
        }.items()
    }
    assert costs["all"]["privigen"] == (Fraction(2501), "")
    assert costs["one"]["privigen"] == (None, "no price for vials of 10 g")
    halves = DemandTally()
    halves.add(1, "", [needs("privigen", WINTER.first, (Fraction("2.5"), 1))])
    (total,) = forecast(halves, WINTER, priced("EUR", _20="1000.5"), None).totals
    assert total.no_cost == "no price for vials of 2.5 g"
    assert costs["no currency"]["privigen"] == costs["none"]["privigen"] == (None, "no formulary with a currency")
    assert costs["all"][""] == (None, "no preparation is named")


def test_what_runs_short_is_said_with_its_first_day_and_how_many() -> None:
    """Of 4 vials of 20 g 2 expire on 10 January: 3 on the 10th leave 1, of which the 11th takes it and lacks 1."""
    tenth, eleventh, twelfth = (date(2027, 1, day) for day in (10, 11, 12))
    lots = (("privigen", 20, 2, tenth), ("privigen", 20, 2, date(2027, 6, 1)), ("privigen", 10, 1, tenth))
    stock = in_stock(*lots)
    tally = DemandTally()
    tally.add(
        1,
        "",
        [needs("privigen", twelfth, (20, 1)), needs("privigen", tenth, (20, 3)), needs("privigen", eleventh, (20, 2))],
    )
    tally.add(
        1, "", [needs("octagam-10", twelfth, (10, 1)), needs("", tenth, grams=5), needs("privigen", eleventh, (10, 1))]
    )
    found = forecast(tally, WINTER, None, stock)
    assert found.stock == "stock.csv"
    assert [(one.product, int(one.size_g), one.from_date, one.count) for one in found.short] == [
        ("privigen", 10, eleventh, 1),
        ("privigen", 20, eleventh, 2),
        ("octagam-10", 10, twelfth, 1),
    ]
    assert forecast(DemandTally(), WINTER, None, stock).short == ()


def test_rows_counted_apart_are_counted_all_and_the_first_are_named() -> None:
    tally, more = DemandTally(), DemandTally()
    for row in range(1, MOST_NAMED):
        tally.leave_out(row, f"K{row}", "no date")
    for row in range(MOST_NAMED, MOST_NAMED + 5):
        more.leave_out(row, "", "no interval")
    tally.join(more)
    tally.leave_out(99, "", "no date")
    found = forecast(tally, WINTER, None, None)
    assert found.apart == (("no date", MOST_NAMED), ("no interval", 5))
    assert [row for row, _, _ in found.named] == list(range(1, MOST_NAMED + 1))
    assert (found.rows, found.by_month, found.totals) == (0, (), ())


@pytest.mark.parametrize("count", [0, 3])
def test_needs_add_up(count: int) -> None:
    total = Needed()
    for _ in range(count):
        total = total.plus(Needed(infusions=1, dispensed_g=Fraction(1, 3)))
    assert (total.infusions, total.dispensed_g) == (count, Fraction(count, 3))


def test_the_first_twenty_rows_past_the_courses_of_their_source_are_named() -> None:
    beyond = needs("privigen", WINTER.first, (10, 1))._replace(beyond="monthly, three courses")
    tally, more = DemandTally(), DemandTally()
    tally.add(1, "A", [needs("privigen", WINTER.first, (10, 1))])
    for row in range(2, 24):
        tally.add(row, "B", [beyond, beyond])
    more.add(24, "C", [beyond])
    tally.join(more)
    found = forecast(tally, WINTER, None, None)
    assert (found.rows, found.beyond, len(found.beyond_named)) == (24, 23, 20)
    assert found.beyond_named[0] == (2, "B", "monthly, three courses")
