"""Whether a dose is printed for an indication: ``dose``, ``verify`` and ``batch`` have one answer.

Worked out by hand: cidp has 2 g/kg over 2 to 5 days, 1 g/kg once or over 2 days every 3 weeks, and ranges of 0.4 to
2 g/kg; gbs has 0.4 g/kg daily for 5 days; 5 % off is the same, 10 % is rounded.
"""

from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.dosing.comparison import Fit, compare_interval, tolerance_of
from ivigcalc.core.dosing.course import Course, CourseDay, PerKg, PrintedCourse, course_at
from ivigcalc.core.dosing.printed import course_in_range, is_rounded, printed_as, recorded_as, sourced_courses
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Interval, Spread
from tests.core.making import number

KG = Fraction(70)


def even(grams: object, count: int) -> tuple[CourseDay, ...]:
    return tuple(CourseDay(day, number(grams)) for day in range(1, count + 1))


def printed(
    catalogue: Catalogue, grams: object, count: int, indication: str = "cidp", interval: Interval | None = None
) -> list[str]:
    """The ids of the printed courses that so many grams on so many days are, at 70 kg."""
    entry, tolerance = catalogue.indication(indication), tolerance_of(catalogue.rules)
    found = printed_as(even(grams, count), interval, entry, KG, tolerance)
    return [beside.course.id for beside in found]


@pytest.mark.parametrize(
    ("grams", "count", "first"),
    [
        ("28", 5, "induction-5d"),
        ("35", 4, "induction-4d"),
        ("46.67", 3, "induction-3d"),
        ("70", 2, "induction-2d"),
        ("70", 1, "maintenance-1d"),
        ("30", 5, "induction-5d"),
        ("30.9", 5, ""),
        ("28", 6, ""),
    ],
)
def test_every_split_that_a_source_allows_is_printed_and_rounding_is_no_other_dose(
    catalogue: Catalogue, grams: str, count: int, first: str
) -> None:
    """140 g over 2 to 5 days; 30 g are 7 % more than 28 g, 30.9 g 10.4 %."""
    assert (printed(catalogue, grams, count) or [""])[0] == first


def test_a_range_is_printed_from_end_to_end(catalogue: Catalogue) -> None:
    """id-replacement: 0.2 to 0.8 g/kg in all its regimens: 14 to 56 g."""
    assert printed(catalogue, "14", 1, "id-replacement")
    assert printed(catalogue, "56", 1, "id-replacement")
    assert not printed(catalogue, "10", 1, "id-replacement")
    assert not printed(catalogue, "20", 2, "id-replacement")


def test_a_regimen_named_by_its_letter_has_its_own_days_and_by_its_id_every_split(catalogue: Catalogue) -> None:
    cidp = catalogue.indication("cidp")
    assert [course.id for course in sourced_courses(cidp, "A")] == ["induction-5d"]
    splits = [course.id for course in sourced_courses(cidp, "induction")]
    assert sorted(splits) == ["induction-2d", "induction-3d", "induction-4d", "induction-5d"]
    assert {course.letter for course in sourced_courses(cidp, "induction") if len(course.days) in {3, 4}} == {"A"}


@pytest.mark.parametrize(
    ("per_kg", "count", "rounded"),
    [("0.67", 3, True), ("0.667", 3, True), ("0.666667", 3, True), ("0.68", 3, False), ("1", 2, True)],
)
def test_limits_judge_a_dose_per_kg_as_it_is_said(catalogue: Catalogue, per_kg: str, count: int, rounded: bool) -> None:  # noqa: FBT001 - a column of the table
    """A third of 2 g/kg has no end; 0.68 g/kg is more than it, and 1.004 g/kg more than 1 g/kg."""
    days = even(number(per_kg) * KG, count)
    course = match(catalogue, days)
    assert is_rounded(days, course, KG) == rounded
    assert is_rounded(days, course, None)


def test_a_little_more_than_a_whole_figure_per_kg_is_no_rounding(catalogue: Catalogue) -> None:
    days = even(number("1.004") * KG, 2)
    assert not is_rounded(days, match(catalogue, days), KG)


def match(catalogue: Catalogue, days: tuple[CourseDay, ...]) -> Course:
    return printed_as(days, None, catalogue.indication("cidp"), KG, tolerance_of(catalogue.rules))[0].course


def test_a_spread_is_printed_over_its_days_and_no_fewer_or_more(catalogue: Catalogue) -> None:
    """Myasthenia gravis: 2 g/kg over 2 to 5 days, or 1 g/kg once."""
    found = {
        (sum(day.grams for day in course_at(one, Fraction(50)).days), len(one.days))
        for one in sourced_courses(catalogue.indication("mg-exacerbation"))
    }
    assert {(100, days) for days in (2, 3, 4, 5)} | {(50, 1)} == found


def test_splits_that_no_source_names_stand_behind_those_that_one_does(catalogue: Catalogue) -> None:
    """CIDP's induction is spread over 2 to 5 days; where a source names 5 alone, 2 are a split as 3 and 4 are."""
    cidp = catalogue.indication("cidp")
    assert [len(one.days) for one in sourced_courses(cidp, "induction")] == [5, 2, 4, 3]
    (spread,) = (one for one in cidp.regimens if isinstance(one, Spread) and one.id == "induction")
    (five,) = (split for split in spread.splits if split.days == 5)
    alone = cidp.replaced(regimens=(spread.replaced(splits=(five,)),))
    assert [len(one.days) for one in sourced_courses(alone)] == [5, 4, 3, 2]


@pytest.mark.parametrize(("second", "same"), [("70", True), ("76", True), ("35", False)])
def test_two_courses_are_the_same_where_every_day_is(catalogue: Catalogue, second: str, *, same: bool) -> None:
    """76 g are 9 % more than 70 g."""
    days = (CourseDay(1, Fraction(70)), CourseDay(2, number(second)))
    assert tolerance_of(catalogue.rules).same_days(days, even(70, 2)) == same


@pytest.mark.parametrize(("second", "on_record"), [("35", True), ("70", False)])
def test_a_sequence_on_record_is_met_where_every_day_is(catalogue: Catalogue, second: str, *, on_record: bool) -> None:
    """Goebel 2017: 0.5 g/kg on days 1 and 22, at 70 kg 35 g."""
    days = (CourseDay(1, Fraction(35)), CourseDay(22, number(second)))
    found = recorded_as([days], catalogue.indication("crps1"), KG, tolerance_of(catalogue.rules))
    assert bool(found) == on_record


def test_a_dose_outside_a_range_is_held_against_its_nearest_end(catalogue: Catalogue) -> None:
    """CIDP: 1 to 2 g/kg over 2 days; at 70 kg 60 g in all are nearest to 70 g, of which each day has its share."""
    range_ = next(one for one in sourced_courses(catalogue.indication("cidp"), "maintenance-panzyga"))
    days = (CourseDay(1, Fraction(20)), CourseDay(2, Fraction(40)))
    near = course_in_range(course_at(range_, Fraction(70)), days, repeated=False)
    assert [day.grams for day in near.days] == [Fraction(70, 3), Fraction(140, 3)]


def test_a_dose_over_fewer_days_than_a_range_states_is_held_against_all_its_days(catalogue: Catalogue) -> None:
    """As above: 60 g on one day are nearest to 70 g, which are 35 g on each of 2 days."""
    range_ = next(one for one in sourced_courses(catalogue.indication("cidp"), "maintenance-panzyga"))
    near = course_in_range(course_at(range_, Fraction(70)), (CourseDay(1, Fraction(60)),), repeated=False)
    assert [(day.day, day.grams) for day in near.days] == [(1, Fraction(35)), (2, Fraction(35))]


def test_of_days_with_different_doses_the_largest_counts_as_the_dose_of_a_day(catalogue: Catalogue) -> None:
    """0.5 g/kg and then 1 g/kg: 1 g/kg on the largest day, 1.5 g/kg in all, whichever comes first."""
    low, high = Fraction(1, 2), Fraction(1)
    for days in (((1, 0), (2, 1)), ((1, 1), (2, 0))):
        regimen = catalogue.indication("cidp").regimens[0]
        course = PrintedCourse(id="x", regimen=regimen, sources=(), basis="", g_per_kg=(low, high), days=days)
        assert course.per_kg == PerKg(day=Fraction(1), course=Fraction(3, 2))


def test_a_dose_of_other_days_is_no_rounding_of_a_course(catalogue: Catalogue) -> None:
    """Whoever asks has seen that the days are the same: a day more is not passed over."""
    (course,) = (course_at(one, KG) for one in sourced_courses(catalogue.indication("gbs")))
    with pytest.raises(ValueError, match="longer"):
        is_rounded(even("28", 4), course, KG)


@pytest.mark.parametrize(
    ("ordered", "printed", "fits"),
    [
        ((1, "months"), (28, 28, "days"), True),
        ((1, "months"), (27, 27, "days"), False),
        ((1, "months"), (31, 31, "days"), True),
        ((1, "months"), (32, 32, "days"), False),
        ((2, "months"), (8, 8, "weeks"), True),
        ((1, "months"), (3, 4, "weeks"), True),
        ((4, "weeks"), (1, 1, "months"), True),
        ((28, "days"), (4, 4, "weeks"), True),
        ((27, "days"), (4, 4, "weeks"), False),
        ((29, "days"), (4, 4, "weeks"), False),
        ((21, "days"), (3, 4, "weeks"), True),
        ((3, "weeks"), (3, 4, "weeks"), True),
        ((2, "weeks"), (3, 4, "weeks"), False),
        ((5, "weeks"), (3, 4, "weeks"), False),
    ],
)
def test_an_interval_fits_in_days_and_a_month_has_28_to_31(
    ordered: tuple[int, Any], printed: tuple[int, int, Any], *, fits: bool
) -> None:
    (count, unit), (low, high, printed_unit) = ordered, printed
    row = compare_interval(
        Interval(says="", unit=unit, low=count, high=count), Interval(says="", unit=printed_unit, low=low, high=high)
    )
    assert (row.fit is Fit.SAME, row.fit is Fit.DIFFERS) == (fits, not fits)
    assert row.unit == (unit if unit == printed_unit else "days")


def test_an_interval_beside_none_or_one_in_words_says_so() -> None:
    """Nothing printed differs; what is printed in words alone is not judged."""
    ordered = Interval(says="", unit="weeks", low=3, high=3)
    none, worded = (compare_interval(ordered, one) for one in (None, Interval(says="as needed", unit="weeks")))
    assert (none.fit, none.reason, none.low) == (Fit.DIFFERS, "no source read repeats it", None)
    assert none.ordered == 3
    assert (worded.fit, worded.reason, worded.unit) == (Fit.UNKNOWN, "printed as: as needed", "weeks")
    assert (worded.high, worded.nearest, worded.difference, worded.percent) == (None, None, None, None)
