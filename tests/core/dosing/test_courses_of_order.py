"""The courses an order asks for: offered, narrowed by regimen and days, or the dose typed."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.dosing.course import Course, offered_courses
from ivigcalc.core.dosing.courses_of_order import courses_of_order, largest_day_g
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Phase
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.order import Order
from tests.core.making import grams, number, per_kg
from tests.profiles import examples, members

KG = Fraction(70)


def asked(catalogue: Catalogue, indication: str = "cidp", weight: Fraction = KG, **order: Any) -> tuple[Course, ...]:
    entry, asked = catalogue.indication(indication), Order(indication=indication, **order)
    return courses_of_order(entry, asked, weight, catalogue.rules)


def refusal(catalogue: Catalogue, indication: str = "cidp", **order: Any) -> tuple[Problem, ...]:
    with pytest.raises(RefusedError) as caught:
        asked(catalogue, indication, **order)
    return caught.value.problems


def test_without_a_choice_every_regimen_is_offered_and_none_is_selected(catalogue: Catalogue) -> None:
    found = asked(catalogue)
    assert [course.id for course in found] == [
        course.id for course in offered_courses(catalogue.indication("cidp"), KG)
    ]
    assert [course.letter for course in found if course.selected] == []


def test_cidp_at_70_kg_is_28_g_for_5_days_or_70_g_for_2_days(catalogue: Catalogue) -> None:
    induction = [course for course in asked(catalogue) if course.phase is Phase.INDUCTION]
    found = {course.letter: [day.grams for day in course.days] for course in induction}
    assert found == {"A": [28] * 5, "B": [70] * 2}


def test_an_only_regimen_is_selected_and_a_range_never_is(catalogue: Catalogue) -> None:
    assert [course.selected for course in asked(catalogue, "gbs")] == [True]
    ranged = next(course for course in asked(catalogue) if course.ends)
    assert [course.selected for course in asked(catalogue, regimen=ranged.id)] == [False]


def test_a_regimen_is_chosen_by_its_letter_in_either_case_or_by_its_id(catalogue: Catalogue) -> None:
    for course in members(asked(catalogue)):
        for name in (course.letter, course.letter.lower(), f" {course.id} "):
            (found,) = asked(catalogue, regimen=name)
            assert (found.letter, found.id) == (course.letter, course.id)


def test_the_name_of_a_spread_chooses_each_of_its_splits(catalogue: Catalogue) -> None:
    assert [course.letter for course in asked(catalogue, regimen="induction")] == ["A", "B"]


def test_an_unknown_regimen_is_refused_with_those_there_are(catalogue: Catalogue) -> None:
    (problem,) = refusal(catalogue, regimen="Z")
    assert problem.code == "unknown-regimen"
    assert len(problem.allowed) == len(asked(catalogue))


@pytest.mark.parametrize("days", [2, 3, 4, 5])
def test_days_inside_the_range_divide_the_same_course(catalogue: Catalogue, days: int) -> None:
    (course,) = asked(catalogue, regimen="induction", days=days)
    assert course.total == 140
    assert course.even == Fraction(140, days)


@pytest.mark.parametrize("days", [1, 6, 31])
def test_days_outside_the_range_are_refused_with_the_range(catalogue: Catalogue, days: int) -> None:
    (problem,) = refusal(catalogue, regimen="induction", days=days)
    assert problem.code == "days-not-offered"
    assert problem.allowed == ("2 to 5",)
    assert problem.next == "--days 2"


def test_days_of_a_fixed_regimen_are_named_as_one_number(catalogue: Catalogue) -> None:
    (problem,) = refusal(catalogue, "gbs", days=2)
    assert problem.allowed == ("5",)


@pytest.mark.parametrize("days", [-1, 0, 32, 400])
def test_days_that_no_course_has_are_refused(catalogue: Catalogue, days: int) -> None:
    assert refusal(catalogue, days=days)[0].code == "days-out-of-bounds"
    assert refusal(catalogue, days=days, per_day=per_kg("0.4"))[0].code == "days-out-of-bounds"


def test_days_keep_the_letter_of_a_split_that_has_one(catalogue: Catalogue) -> None:
    before = {course.id: course.letter for course in asked(catalogue)}
    for days in (2, 3, 5):
        for course in members(asked(catalogue, days=days)):
            assert course.letter == before.get(course.id, course.letter)


def test_an_indication_without_a_computed_regimen_asks_for_the_dose(catalogue: Catalogue) -> None:
    (problem,) = refusal(catalogue, "igm-pdn")
    assert problem.code == "no-regimen"
    assert "--per-day" in problem.next
    assert not any(letter.isdigit() for letter in problem.next), "no dose is suggested"


def test_a_dose_that_is_suggested_stands_in_a_source_of_the_indication(catalogue: Catalogue) -> None:
    """A range is suggested by its own low end: 0.2 g/kg for replacement, 0.4 for CIDP's maintenance range."""
    (problem,) = refusal(catalogue, "id-replacement", days=2)
    low = min(course.ends.low_g_per_kg for course in asked(catalogue, "id-replacement") if course.ends)
    assert Fraction(problem.next.partition('--course "')[2].partition(" g/kg")[0]) >= low
    (problem,) = refusal(catalogue, "cidp", regimen="maintenance-range", days=2)
    assert problem.next == 'state the dose: --regimen F --course "0.4 g/kg" --days 2'


def test_a_single_dose_typed_has_no_interval_but_the_one_of_the_range_named(catalogue: Catalogue) -> None:
    (alike,) = asked(catalogue, per_day=per_kg(1), days=1)
    assert (alike.interval, "every 3 weeks" in alike.basis) == (None, True)
    (outside,) = asked(catalogue, regimen="maintenance-range", per_day=per_kg("0.3"))
    assert outside.interval is None


@examples(100)
@given(
    value=st.fractions("0.01", 2, max_denominator=100),
    days=st.integers(1, 31),
    weight=st.fractions(1, 300, max_denominator=10),
)
def test_a_dose_per_day_is_given_every_day_and_a_course_is_divided(
    catalogue: Catalogue, value: Fraction, days: int, weight: Fraction
) -> None:
    (daily,) = asked(catalogue, weight=weight, per_day=per_kg(value), days=days)
    assert [day.grams for day in daily.days] == [value * weight] * days
    (divided,) = asked(catalogue, weight=weight, course=per_kg(value), days=days)
    assert divided.total == value * weight
    assert divided.even == value * weight / days
    (fixed,) = asked(catalogue, weight=weight, course=grams(value), days=days)
    assert fixed.total == value
    assert [day.day for day in fixed.days] == list(range(1, days + 1))
    assert daily.typed
    assert daily.selected


def test_a_typed_dose_that_a_source_prints_carries_its_sources(catalogue: Catalogue) -> None:
    (same,) = asked(catalogue, per_day=per_kg("0.4"), days=5)
    printed = asked(catalogue, regimen="A")[0]
    assert same.sources == printed.sources
    assert printed.id in same.basis
    assert same.phase is Phase.INDUCTION


def test_a_typed_dose_that_no_source_prints_has_none(catalogue: Catalogue) -> None:
    (own,) = asked(catalogue, per_day=per_kg("0.37"), days=4)
    assert own.sources == ()
    assert "no source" in own.basis


def test_a_course_says_whether_it_was_typed_and_by_which_regimen(catalogue: Catalogue) -> None:
    assert [course.typed for course in asked(catalogue, "gbs")] == [False]
    (own,) = asked(catalogue, per_day=per_kg("0.37"), days=4)
    assert (own.id, own.regimen) == ("ordered", "")
    (once,) = asked(catalogue, regimen="maintenance-range", per_day=per_kg(1))
    assert once.basis == "as typed, within the range of maintenance-range; on 1 day, no split stated"
    (stated,) = asked(catalogue, regimen="maintenance-range", per_day=per_kg(1), days=1)
    assert stated.basis == "as typed, within the range of maintenance-range"


def test_a_typed_dose_without_days_asks_for_them(catalogue: Catalogue) -> None:
    (problem,) = refusal(catalogue, per_day=per_kg("0.4"))
    assert (problem.code, problem.field) == ("missing-value", "--days")


def test_a_typed_dose_beside_a_regimen_that_states_one_is_refused(catalogue: Catalogue) -> None:
    assert [problem.code for problem in refusal(catalogue, regimen="A", per_day=per_kg("0.4"), days=5)] == ["two-doses"]


@pytest.mark.parametrize(
    ("dose", "inside"),
    [("0.4", True), ("0.36", True), ("0.359", False), ("1", True), ("1.1", True), ("1.101", False), ("0.7", True)],
)
def test_a_typed_dose_is_inside_a_range_at_its_ends_and_between_them(
    catalogue: Catalogue,
    dose: str,
    inside: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """CIDP's maintenance range is 0.4 to 1 g/kg a dose; rounded by 10 % it is 0.36 to 1.1 g/kg."""
    (course,) = asked(catalogue, regimen="maintenance-range", per_day=per_kg(dose))
    assert bool(course.sources) == inside
    assert ("OUTSIDE" in course.basis) == (not inside)


@pytest.mark.parametrize(("typed", "judged"), [("74", 35), ("70", 35), ("50", 25), ("28", 14), ("26", 14)])
def test_grams_rounded_beyond_a_range_are_judged_as_its_nearest_end(
    catalogue: Catalogue, typed: str, judged: int
) -> None:
    """CIDP's maintenance range is 0.4 to 1 g/kg a dose: at 70 kg 28 to 70 g; 26 and 74 g are less than 10 % off."""
    (course,) = asked(catalogue, regimen="maintenance-range", course=grams(typed), days=2)
    assert [day.grams for day in course.days] == [number(typed) / 2] * 2
    assert [day.grams for day in course.judged.days] == [judged] * 2


def test_a_range_with_days_divides_the_dose_over_them(catalogue: Catalogue) -> None:
    (course,) = asked(catalogue, regimen="maintenance-range", course=per_kg(1), days=2)
    assert [day.grams for day in course.days] == [35, 35]
    assert course.sources
    assert course.interval is not None


@pytest.mark.parametrize(
    ("day_g", "basis"),
    [
        ("28", "as typed; the same as {id}"),
        ("29.4", "as typed; {id} rounded, +5 %"),
        ("28.14", "as typed; {id} rounded, +0.5 %"),
        ("26.6", "as typed; {id} rounded, -5 %"),
    ],
)
def test_a_rounded_dose_says_by_how_much(catalogue: Catalogue, day_g: str, basis: str) -> None:
    """GBS at 70 kg: 28 g daily for 5 days; 5 % of it are 1.4 g."""
    (printed,) = asked(catalogue, "gbs")
    (course,) = asked(catalogue, "gbs", per_day=grams(day_g), days=5)
    assert course.basis == basis.format(id=printed.id)


@pytest.mark.parametrize(("days", "day_g", "said"), [(9, "12", True), (9, "20", False), (1, "70", False)])
def test_the_total_of_a_printed_course_over_other_days_is_said(
    catalogue: Catalogue, days: int, day_g: str, *, said: bool
) -> None:
    """Myasthenia gravis at 54 kg: 2 g/kg over 2 to 5 days, 108 g, or 1 g/kg once, 54 g."""
    (course,) = asked(catalogue, "mg-exacerbation", Fraction(54), per_day=grams(day_g), days=days)
    assert (f"this number of days ({days}) is not printed" in course.basis) == said


def test_the_total_of_a_course_of_one_day_over_several_is_said(catalogue: Catalogue) -> None:
    """Myasthenia gravis at 70 kg: 1 g/kg once is 70 g, and no source gives it over 7 days."""
    once = next(one for one in asked(catalogue, "mg-exacerbation") if len(one.days) == 1)
    (course,) = asked(catalogue, "mg-exacerbation", per_day=grams(10), days=7)
    assert (
        course.basis
        == f"as typed; its total is that of the printed regimen {once.letter}; this number of days (7) is not printed"
    )


@pytest.mark.parametrize(
    ("indication", "order", "day_g"),
    [
        ("gbs", {}, 28),
        ("cidp", {"regimen": "B"}, 70),
        ("cidp", {"regimen": "induction", "days": 4}, 35),
        ("cidp", {"regimen": "maintenance-range"}, None),
        ("cidp", {"per_day": per_kg("0.5"), "days": 4}, 35),
        ("cidp", {"course": per_kg(2), "days": 4}, 35),
        ("cidp", {"regimen": "maintenance-range", "course": per_kg(1)}, 70),
        ("cidp", {"regimen": "maintenance-range", "course": per_kg(1), "days": 2}, 35),
        ("cidp", {"regimen": "maintenance-panzyga", "course": per_kg(2)}, 70),
    ],
)
def test_the_grams_of_the_largest_day_at_another_weight(
    catalogue: Catalogue, indication: str, order: dict[str, Any], day_g: int | None
) -> None:
    """At 70 kg: 0.4 g/kg are 28 g, 2 g/kg over 4 days 35 g a day; Panzyga's range is stated over 2 days."""
    assert largest_day_g(catalogue.indication(indication), Order(indication=indication, **order), KG) == day_g
