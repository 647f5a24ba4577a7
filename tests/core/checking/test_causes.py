"""Which mistakes make a wrong dose of a printed one: made-up courses, worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.checking.causes import (
    Criteria,
    LikelyCause,
    OrderedDose,
    PrintedRate,
    causes_of_dose,
    causes_of_rate,
    causes_of_vials,
    in_words,
    joined_causes,
)
from ivigcalc.core.checking.dose import order_case
from ivigcalc.core.checking.vials_and_rate import NO_BASES
from ivigcalc.core.dosing.course import Course, CourseDay, Ends
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Interval, Phase
from ivigcalc.core.infusion.rates import RateBasis
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.written import WrittenOrder
from tests.core.making import number, patient
from tests.written import read_written_dose


@pytest.fixture(scope="module")
def criteria(catalogue: Catalogue) -> Criteria:
    """Those of Privigen (US: vials of 5, 10, 20 and 40 g) for 75 kg."""
    order, dose = Order(indication="gbs", products=("privigen",), region=Region.US), "30 g daily for 5 days"
    written = WrittenOrder(dose=read_written_dose(dose))
    return order_case(patient(75), order, written, catalogue.of_region(Region.US)).criteria


def course(*grams: object, letter: str = "A", **more: Any) -> Course:
    """A printed course of so many grams on each of the following days."""
    days = tuple(CourseDay(day, number(each)) for day, each in enumerate(grams, start=1))
    return Course(letter=letter, id=letter, basis="", days=days, **({"phase": Phase.INDUCTION} | more))


def every(low: int, unit: Any = "weeks", high: int | None = None, courses: int | None = None) -> Interval:
    return Interval(says="", unit=unit, low=low, high=high or low, courses=courses)


def slips(criteria: Criteria, ordered: Course, printed: Course, *others: Course) -> list[str]:
    dose = OrderedDose(days=ordered.days, interval=ordered.interval)
    return [one.cause for one in causes_of_dose(dose, printed, (printed, *others), criteria)]


@pytest.mark.parametrize(
    ("ordered", "wrong", "exactly", "in_vials"),
    [
        ("101", "100", True, True),
        ("99", "100", True, True),
        ("98.9", "100", False, False),
        ("65", "66.1", False, True),
        ("70", "66.1", False, False),
        ("65", "67.5", False, True),
        ("70", "67.5", False, True),
        ("5", "50/11", False, True),
        ("5", "4.5", False, False),
        ("980", "990.5", False, False),
    ],
)
def test_a_mistake_makes_the_grams_within_1_percent_or_their_nearest_vials_within_10(
    criteria: Criteria, ordered: str, wrong: str, *, exactly: bool, in_vials: bool
) -> None:
    """Totals of 5 g. 5 g are 10 % above 50/11 g, and more than that above 4.5 g; 67.5 g lie halfway."""
    made = [criteria.is_made(number(ordered), Fraction(wrong), in_vials=vials) for vials in (False, True)]
    assert made == [exactly, in_vials]


@pytest.mark.parametrize(("days", "made"), [((1, 2), True), ((1, 3), False), ((1,), False)])
def test_the_days_of_a_mistake_are_those_ordered(criteria: Criteria, days: tuple[int, ...], *, made: bool) -> None:
    ordered = [CourseDay(day, Fraction(30)) for day in days]
    assert criteria.are_made(ordered, course(30, 30).days, in_vials=False) is made


@pytest.mark.parametrize(
    ("ordered", "printed", "causes"),
    [
        (course(*[5] * 30), course(*[30] * 5), ["days-for-grams"]),
        (course(*[5] * 31), course(*[31] * 5), ["days-for-grams"]),
        (course(*[5] * 30), course(*["30.5"] * 5), []),
        (course(*[2] * 30), course(30, 20), []),
        (course(*[30] * 10), course(*[30] * 5), ["two-courses"]),
        (course(*[30] * 20), course(*[30] * 10), ["two-courses"]),
        (course(*[30] * 40), course(*[30] * 20), []),
        (course(35, 70, 35, 70), course(35, 70), []),
        (course(350, 700), course(35, 70), ["decimal-point"]),
        (course(350, 70), course(35, 70), []),
        (course(105), course(35, 70), ["course-as-day"]),
        (course(150), course(*[30] * 5), ["course-as-day"]),
        (course(*[150] * 5), course(*[30] * 5), ["course-as-day"]),
        (course(*[6] * 5), course(*[30] * 5), ["day-as-course"]),
        (course(30), course(*[30] * 5), ["day-as-course"]),
    ],
)
def test_a_mistake_about_days_is_named_where_it_makes_these_very_days(
    criteria: Criteria, ordered: Course, printed: Course, causes: list[str]
) -> None:
    """Days and grams change places where the grams are whole and every day is the same; so do two courses.

    No order has more than 31 days.
    """
    assert slips(criteria, ordered, printed) == causes


@pytest.mark.parametrize("interval", [None, every(4)])
def test_a_mistake_about_grams_leaves_the_interval_open(criteria: Criteria, interval: Interval | None) -> None:
    ordered = course(*[300] * 5, interval=interval)
    assert slips(criteria, ordered, course(*[30] * 5)) == ["decimal-point"]
    assert slips(criteria, ordered, course(*[30] * 5, interval=every(3))) == ["decimal-point"]


@pytest.mark.parametrize(
    ("ordered", "causes"),
    [
        (every(3, "days"), ["interval-unit"]),
        (every(6, "months"), ["interval-unit"]),
        (every(2, "days"), []),
        (every(7, "days"), []),
        (every(7), []),
        (every(1, courses=3), ["interval-as-duration"]),
        (every(1, courses=6), ["interval-as-duration"]),
        (every(1, courses=2), []),
        (every(1, courses=7), []),
        (every(2, courses=3), []),
        (every(1, "days", courses=3), []),
        (every(3, "days", courses=3), ["interval-unit"]),
        (None, []),
    ],
)
def test_a_mistake_about_an_interval_makes_this_very_interval(
    criteria: Criteria, ordered: Interval | None, causes: list[str]
) -> None:
    """Printed every 3 to 6 weeks: 3 to 6 days or months, or each week 3 to 6 times."""
    printed = course(75, interval=every(3, high=6))
    assert slips(criteria, course(75, interval=ordered), printed) == causes


@pytest.mark.parametrize("interval", [None, Interval(says="at weeks 3 and 5")])
def test_nothing_is_made_of_an_interval_without_figures(criteria: Criteria, interval: Interval | None) -> None:
    assert slips(criteria, course(75, interval=every(3, "days")), course(75, interval=interval)) == []


RANGE = Ends(
    low_g_per_kg=Fraction(1),
    high_g_per_kg=Fraction(2),
    low_g=Fraction(75),
    high_g=Fraction(150),
    per="dose",
    over_days=2,
)
MAINTENANCE = course(45, 45, letter="B", phase=Phase.MAINTENANCE, interval=every(4))


@pytest.mark.parametrize(
    ("other", "causes"),
    [
        (MAINTENANCE, ["phase"]),
        (MAINTENANCE.replaced(phase=Phase.INDUCTION), []),
        (MAINTENANCE.replaced(ends=RANGE), ["phase"]),
        (MAINTENANCE.replaced(ends=RANGE.replaced(over_days=3)), []),
    ],
)
@pytest.mark.parametrize("ordered", [(45, 45), (70, 70)])
def test_the_dose_or_the_interval_of_another_phase(
    criteria: Criteria, other: Course, causes: list[str], ordered: tuple[int, ...]
) -> None:
    """Of a range over stated days these days alone count; the dose of one phase with the interval of another too."""
    assert slips(criteria, course(*ordered, interval=every(4)), course(70, 70), other) == causes


@pytest.mark.parametrize(("unit", "named"), [("weeks", True), ("days", True), ("months", False)])
def test_weeks_are_mixed_up_with_months_too(criteria: Criteria, unit: str, *, named: bool) -> None:
    printed = course(75, interval=every(3, "months"))
    assert slips(criteria, course(75, interval=every(3, unit)), printed) == (["interval-unit"] if named else [])


def likely(cause: str, of: Any, letter: str, text: str = "text") -> LikelyCause:
    return LikelyCause(of=of, cause=cause, text=text, sources=(), letters=(letter,))


def test_causes_of_several_regimens_are_named_once_for_each_thing_explained() -> None:
    found = joined_causes(
        (
            likely("phase", "dose", "A"),
            likely("phase", "dose", "B"),
            likely("phase", "dose", "A", "other"),
            likely("phase", "vials", "C"),
            likely("strength", "dose", "D", "other"),
        )
    )
    assert [(one.cause, one.of, one.text, one.letters) for one in found] == [
        ("phase", "dose", "text", ("A", "B")),
        ("phase", "dose", "other", ("A",)),
        ("phase", "vials", "text", ("C",)),
        ("strength", "dose", "other", ("D",)),
    ]
    assert in_words(found[:2]) == "text; or other"
    assert in_words(()) == ""


@pytest.mark.parametrize(("kg", "causes"), [(50, ["ml-kg-h"]), (75, [])])
def test_a_rate_is_multiplied_by_the_weight_that_it_is_for(criteria: Criteria, kg: int, causes: list[str]) -> None:
    """50 times 100 mL/h are 5,000; the dosing weight, 75 kg, may be more than the one of a rate."""
    basis = RateBasis(weight_kg=Fraction(kg), mg_per_ml=Fraction(100))
    bases = NO_BASES | {"printed": [PrintedRate(Fraction(100))]}
    assert [one.cause for one in causes_of_rate(Fraction(5000), bases, criteria, basis)] == causes


@pytest.mark.parametrize(
    ("ml_h", "causes"), [("198", ["strength"]), ("202", ["strength"]), ("197.9", []), ("202.1", [])]
)
def test_a_mistake_makes_a_rate_within_1_percent(criteria: Criteria, ml_h: str, causes: list[str]) -> None:
    """Twice 100 mL/h are 200."""
    basis = RateBasis(weight_kg=Fraction(75), mg_per_ml=Fraction(100))
    bases = NO_BASES | {"maximum": [PrintedRate(Fraction(100))]}
    assert [one.cause for one in causes_of_rate(number(ml_h), bases, criteria, basis)] == causes


@pytest.mark.parametrize(
    ("vials", "causes"),
    [
        ("150", ["course-as-day"]),
        ("60", ["strength"]),
        ("3", ["decimal-point"]),
        ("66.1", []),
        ("32.9", []),
        ("28", []),
    ],
)
def test_of_vials_only_mistakes_about_vials_are_named(criteria: Criteria, vials: str, causes: list[str]) -> None:
    """30 g a day: 66.1 g would be those of a weight in lb, which nobody makes when taking vials."""
    found = causes_of_vials(number(vials), Fraction(30), course(*[30] * 5), criteria)
    assert [one.cause for one in found] == causes


@pytest.mark.parametrize(("second", "made"), [("60", False), ("30", True)])
def test_a_mistake_makes_every_day_that_is_ordered(criteria: Criteria, second: str, *, made: bool) -> None:
    assert criteria.are_made(course(30, second).days, course(30, 30).days, in_vials=False) is made


def test_a_printed_rate_is_of_no_other_brand_where_none_is_named() -> None:
    assert PrintedRate(Fraction(336)).brand == ""
