"""From a regimen and a dosing weight to courses: the arithmetic, the spread, the cap, the letters."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.selftest import Question
from ivigcalc.core.dosing.course import Course, course_at, describe_days, offered_courses, regimen_courses
from ivigcalc.core.dosing.courses_of_order import courses_of_order
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Daily, Indication, Phase, Range, Regimen, Sequence, Spread, StrongestSource
from ivigcalc.core.request.order import Order
from tests.core.making import of_option, published, published_figure
from tests.profiles import examples, members

WEIGHTS = st.fractions(1, 300, max_denominator=100)


def courses_of_regimen(regimen: Regimen, weight_kg: Fraction, days: int | None = None) -> list[Course]:
    """The courses of a regimen for a dosing weight in kg; with ``days``, those of that many infusion days."""
    return [course_at(printed, weight_kg) for printed in regimen_courses(regimen, days)]


def capped(grams: Fraction, cap_g: Decimal | None) -> Fraction:
    return grams if cap_g is None else min(grams, Fraction(cap_g))


def day_grams(regimen: Regimen, weight: Fraction, course: Course) -> list[Fraction]:
    """What each day must hold, from the figures of the regimen alone."""
    match regimen:
        case Daily():
            return [capped(Fraction(regimen.g_per_kg) * weight, regimen.cap_g)] * regimen.days
        case Spread():
            count = len(course.days)
            assert regimen.min_days <= count <= regimen.max_days or count in {one.days for one in regimen.splits}
            return [capped(Fraction(regimen.g_per_kg) * weight / count, regimen.cap_g)] * count
        case Sequence():
            return [capped(Fraction(one.g_per_kg) * weight, regimen.cap_g) for one in regimen.doses]
        case Range():
            return []


@examples(20)
@given(weight=WEIGHTS)
def test_every_regimen_of_every_indication_gives_its_g_per_kg_on_its_days(
    catalogue: Catalogue, weight: Fraction
) -> None:
    regimens = [regimen for indication in catalogue.indications for regimen in indication.regimens]
    for regimen in members(regimen for regimen in regimens if courses_of_regimen(regimen, weight)):
        for course in members(courses_of_regimen(regimen, weight)):
            expected = day_grams(regimen, weight, course)
            assert [day.grams for day in course.days] == expected
            assert course.total == sum(expected)
            assert course.largest_day == max(expected, default=0)


@examples(20)
@given(weight=WEIGHTS)
def test_an_uncapped_spread_gives_the_same_course_over_any_days_of_its_range(
    catalogue: Catalogue, weight: Fraction
) -> None:
    spreads = [one for entry in catalogue.indications for one in entry.regimens if isinstance(one, Spread)]
    assert spreads
    for regimen in spreads:
        for days in range(regimen.min_days, regimen.max_days + 1):
            (course,) = courses_of_regimen(regimen, weight, days)
            assert course.total == Fraction(regimen.g_per_kg) * weight
            assert len(course.days) == days
            assert course.even == course.total / days
        assert courses_of_regimen(regimen, weight, regimen.max_days + 26) == []


def test_a_range_gives_both_ends_and_no_day(catalogue: Catalogue) -> None:
    ranges = [one for entry in catalogue.indications for one in entry.regimens if isinstance(one, Range)]
    assert ranges
    for regimen in ranges:
        (course,) = courses_of_regimen(regimen, Fraction(70))
        assert course.ends is not None
        assert (course.ends.low_g, course.ends.high_g) == (
            70 * Fraction(regimen.min_g_per_kg),
            70 * Fraction(regimen.max_g_per_kg),
        )
        assert course.days == ()
        assert course.even is None
        assert courses_of_regimen(regimen, Fraction(70), 5) == []


@pytest.mark.parametrize("question", published("daily-doses"))
def test_published_daily_doses(question: Question) -> None:
    days = int(of_option(question, "days"))
    regimen = daily(g_per_kg=Decimal(str(float(of_option(question, "per-day")))), days=days)
    (course,) = courses_of_regimen(regimen, of_option(question, "weight"))
    assert [day.grams for day in course.days] == [published_figure(question, "g_per_day")] * days
    assert course.total == published_figure(question, "g_course")


@pytest.mark.parametrize("question", published("course-doses"))
def test_a_published_course_is_divided_over_its_days(question: Question, catalogue: Catalogue) -> None:
    """75 kg and 2 g/kg over 5 days are 30 g daily; the reported overdose was 150 g on day 1."""
    days = int(of_option(question, "days"))
    found = courses_of_order(
        catalogue.indication("cidp"),
        Order(indication="cidp", days=days),
        of_option(question, "weight"),
        catalogue.rules,
    )
    induction = next(course for course in found if course.phase is Phase.INDUCTION)
    assert [day.grams for day in induction.days] == [published_figure(question, "g_per_day")] * days
    assert induction.total == published_figure(question, "g_course")


@pytest.mark.parametrize("question", published("capped-doses"))
def test_a_cap_binds_and_is_named(question: Question, catalogue: Catalogue) -> None:
    """2 g/kg, at most 70 g a dose."""
    regimens = {one.id: one for one in catalogue.indication(str(question.options["indication"])).regimens}
    (course,) = courses_of_regimen(regimens[str(question.options["regimen"])], of_option(question, "weight"))
    assert course.total == published_figure(question, "g_course")
    assert course.cap is not None
    assert course.cap.binds
    assert course.cap.uncapped == of_option(question, "weight") * 2
    assert course.cap.sources


@examples(100)
@given(weight=WEIGHTS, cap=st.decimals(1, 200, places=1))
def test_a_cap_binds_exactly_where_the_weight_would_give_more(weight: Fraction, cap: Decimal) -> None:
    (course,) = courses_of_regimen(daily(g_per_kg=Decimal(2), days=2, cap_g=cap, cap_sources=("somewhere",)), weight)
    assert course.cap is not None
    assert course.cap.binds == (2 * weight > Fraction(cap))
    assert course.largest_day == min(2 * weight, Fraction(cap))


def test_letters_run_in_order_induction_first_and_most_days_first(catalogue: Catalogue) -> None:
    for indication in members(catalogue.indications):
        found = offered_courses(indication, Fraction(70))
        assert [course.letter for course in found] == [chr(ord("A") + number) for number in range(len(found))]
        phases = [list(Phase).index(course.phase) for course in found if course.phase]
        assert phases == sorted(phases)
        for phase in Phase:
            counts = [len(course.days) for course in found if course.phase is phase]
            assert counts == sorted(counts, reverse=True)


@examples(20)
@given(weight=WEIGHTS, other=WEIGHTS)
def test_a_letter_means_the_same_regimen_at_any_weight(catalogue: Catalogue, weight: Fraction, other: Fraction) -> None:
    for indication in members(catalogue.indications):
        one, two = (
            [(course.letter, course.id) for course in offered_courses(indication, kg)] for kg in (weight, other)
        )
        assert one == two


def test_more_regimens_than_letters_still_have_a_letter_each(catalogue: Catalogue) -> None:
    many = tuple(daily(id=f"regimen-{number}") for number in range(30))
    crowded: Indication = catalogue.indication("cidp").replaced(regimens=many)
    letters = [course.letter for course in offered_courses(crowded, Fraction(70))]
    assert letters[:26] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert len(set(letters)) == 30


def test_days_are_told_in_words() -> None:
    one, five = (courses_of_regimen(daily(days=days), Fraction(70))[0] for days in (1, 5))
    assert describe_days(one) == "on 1 day"
    assert describe_days(five) == "for 5 days"


def daily(**facts: Any) -> Daily:
    usual: dict[str, Any] = {
        "rests_on": StrongestSource.LABEL,
        "id": "made-up",
        "phase": Phase.INDUCTION,
        "basis": "made up",
        "sources": (),
        "form": "daily",
        "g_per_kg": Decimal("0.4"),
        "days": 5,
    }
    return Daily(**(usual | facts))
