"""When each cycle of a repeated course begins: counted day by day here, by arithmetic there."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.repeat import MOST_CYCLES, Repeat, cycle_start, is_weekend, repeat_of, repeat_problems
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from tests.profiles import examples

START = date(2026, 12, 1)


def every(low: int | None, unit: Any = "weeks", high: int | None = None, says: str = "as printed") -> Interval:
    return Interval(says=says, unit=unit, low=low, high=low if high is None else high)


def course(interval: Interval | None, *days: int, **more: Any) -> Course:
    of_days = tuple(CourseDay(day, Fraction(35)) for day in days or (1, 2))
    usual: dict[str, Any] = {"letter": "C", "id": "x-2d", "basis": "", "days": of_days, "interval": interval}
    return Course(**(usual | more))


def asked(**more: Any) -> Order:
    usual: dict[str, Any] = {"indication": "cidp", "start": START}
    return Order(**(usual | more))


def repeated(interval: Interval | None, **more: Any) -> Repeat:
    found = repeat_of(asked(**more), [course(interval)])
    assert found is not None
    return found


def refused(order: Order, *courses: Course) -> tuple[str, str]:
    """Code and what to type of the only problem."""
    with pytest.raises(RefusedError) as caught:
        repeat_of(order, courses)
    (problem,) = caught.value.problems
    return problem.code, problem.next


def stepped(start: date, unit: str, count: int) -> date:
    """Day by day: so many days; or until so many months have begun, then to the day or the last of the month."""
    day = start
    if unit != "months":
        for _ in range(count * (7 if unit == "weeks" else 1)):
            day += timedelta(days=1)
        return day
    begun = 0
    while begun < count:
        day += timedelta(days=1)
        begun += day.day == 1
    if count == 0:
        return start
    while day.day != start.day and (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    return day


@examples(300)
@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["days", "weeks", "months"]),
    st.integers(1, 12),
    st.integers(0, 24),
)
def test_each_cycle_begins_where_counting_day_by_day_ends(start: date, unit: str, low: int, number: int) -> None:
    assert cycle_start(start, every(low, unit), number) == stepped(start, unit, low * number)


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2027, 11, 30), 1, date(2027, 12, 30)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
    ],
)
def test_a_month_without_the_day_has_its_last_day_and_the_next_one_the_day_again(
    start: date, number: int, expected: date
) -> None:
    assert cycle_start(start, every(1, "months"), number) == expected


def test_cycles_are_counted_or_end_with_the_last_that_begins_by_a_day() -> None:
    """Every 3 weeks from 2026-12-01: 22 December, 12 January, 2 February."""
    dates = (START, date(2026, 12, 22), date(2027, 1, 12), date(2027, 2, 2))
    assert repeated(every(3), cycles=4).starts == dates
    assert repeated(every(3), until=date(2027, 2, 2)).starts == dates
    assert repeated(every(3), until=date(2027, 2, 1)).starts == dates[:3]
    assert repeated(every(3), until=START).starts == (START,)
    assert repeated(every(3), cycles=1).starts == (START,)


def test_days_of_rest_within_a_course_stay_and_no_day_is_moved() -> None:
    """A Saturday stays a Saturday."""
    one = course(every(3), 1, 5)
    saturday = date(2026, 12, 5)
    found = repeat_of(asked(start=saturday, cycles=2), [one])
    assert found is not None
    assert found.dates(one) == [[saturday, date(2026, 12, 9)], [date(2026, 12, 26), date(2026, 12, 30)]]
    assert [is_weekend(day) for day in (saturday, date(2026, 12, 6), date(2026, 12, 7))] == [True, True, False]


def test_nothing_is_repeated_that_was_not_asked_for() -> None:
    assert repeat_of(asked(), [course(every(3))]) is None
    assert repeat_of(asked(start=None, cycles=3), [course(every(3))]) is None
    assert repeat_problems(asked(cycles=60)) == []
    assert repeat_problems(asked(until=START)) == []


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ({"cycles": 0}, ["cycles-out-of-bounds"]),
        ({"cycles": 61}, ["cycles-out-of-bounds"]),
        ({"cycles": 3, "until": date(2027, 1, 1)}, ["two-ends"]),
        ({"until": date(2026, 11, 30)}, ["until-before-start"]),
        ({"until": date(2027, 1, 1), "start": None}, ["missing-value"]),
        ({"every": every(3)}, ["missing-value"]),
        (
            {"cycles": 99, "until": date(2027, 1, 1), "start": None},
            ["two-ends", "missing-value", "cycles-out-of-bounds"],
        ),
    ],
)
def test_what_cannot_be_asked_for_is_named_together(order: dict[str, Any], codes: list[str]) -> None:
    assert [problem.code for problem in repeat_problems(asked(**order))] == codes


def test_until_makes_no_more_cycles_than_may_be_asked_for() -> None:
    last = cycle_start(START, every(1), MOST_CYCLES - 1)
    assert len(repeated(every(1), until=last + timedelta(days=6)).starts) == MOST_CYCLES
    order = asked(until=last + timedelta(days=7))
    assert refused(order, course(every(1))) == ("cycles-out-of-bounds", f"--until {last}")


def test_a_range_needs_an_interval_inside_it() -> None:
    printed = every(3, high=4)
    assert refused(asked(cycles=2), course(printed)) == ("interval-range", '--every "3 weeks"')
    for inside in (every(3), every(4), every(25, "days")):
        assert repeated(printed, cycles=2, every=inside).interval is inside
    for outside in (every(2), every(5), every(29, "days"), every(20, "days"), every(1, "months")):
        assert refused(asked(cycles=2, every=outside), course(printed))[0] == "interval-outside"
    months = every(3, "months", 4)
    assert repeated(months, cycles=2, every=every(4, "months")).starts[1] == date(2027, 4, 1)
    assert refused(asked(cycles=2, every=every(13)), course(months))[0] == "interval-outside"


def test_an_interval_in_words_or_none_gives_no_dates() -> None:
    words = Interval(says="at weeks 3 and 5")
    assert refused(asked(cycles=2), course(words))[0] == "no-interval"
    assert refused(asked(cycles=2), course(None))[0] == "no-interval"
    assert refused(asked(cycles=2), course(None, typed=True))[0] == "no-interval"


def test_it_is_one_course_with_a_dose() -> None:
    several = course(None), course(every(3), letter="D")
    assert refused(asked(cycles=2), *several) == ("no-regimen-chosen", "--regimen D")
    assert refused(asked(cycles=2), course(None), course(None)) == ("no-regimen-chosen", "none of them is repeated")
    assert refused(asked(cycles=2), course(every(3)).replaced(days=()))[0] == "range"


def test_a_course_that_is_longer_than_its_interval_is_refused() -> None:
    assert refused(asked(cycles=2), course(every(1), 1, 8))[0] == "cycles-overlap"
    found = repeat_of(asked(cycles=2), [course(every(1), 1, 7)])
    assert found is not None
    assert found.starts[1] == date(2026, 12, 8)


@pytest.mark.parametrize(("courses", "beyond"), [(None, []), (1, [2, 3]), (2, [3]), (3, []), (6, [])])
def test_cycles_beyond_the_number_of_the_source_are_known(courses: int | None, beyond: list[int]) -> None:
    printed = every(3, high=4).replaced(courses=courses)
    assert [*repeated(printed, cycles=3, every=every(4)).beyond_source] == beyond


def test_a_course_that_is_longer_than_its_interval_says_how_long_it_takes() -> None:
    """Days 1 and 8 are eight days, with those between."""
    with pytest.raises(RefusedError) as caught:
        repeat_of(asked(cycles=2), [course(every(1, says="every week"), 1, 8)])
    (problem,) = caught.value.problems
    assert problem.message == "the course of C takes 8 days, and is given every week: cycles would overlap"
    assert problem.next == "a longer interval, or fewer --days"
