"""The courses that an order asks for: those that sources print, narrowed as asked, or the dose that was typed."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ivigcalc.core.dosing.course import Course, CourseDay, PrintedCourse, course_at, printed_courses, regimen_courses
from ivigcalc.core.facts.indication import Indication, Range
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.problems import Asks, Problem, Problems, RefusedError
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.request.order import Dose, Order

if TYPE_CHECKING:
    from ivigcalc.core.dosing.comparison import Tolerance

MOST_DAYS: Final = 31
"""More infusion days than this in a course are a slip of the finger."""


def courses_of_order(indication: Indication, order: Order, weight_kg: Fraction, rules: Rules) -> tuple[Course, ...]:
    """The courses that an order asks for: those printed, narrowed by ``--regimen`` and ``--days``, or the dose typed.

    A dose typed is one that a source prints where it differs from it by no more than the tolerance of the ``rules``.

    Raises:
        RefusedError: the regimen or the number of days is not offered, something is missing, or two options contradict.
    """
    check_days(order.days)
    if dose := order.typed_dose:
        _check_typed(indication, order)
        return (_typed(indication, order, dose, weight_kg, rules),)
    chosen = _chosen(indication, order.regimen, order.days)
    alone = len(chosen) == 1
    return tuple([course_at(printed, weight_kg, selected=alone and bool(printed.days)) for printed in chosen])


def largest_day_g(indication: Indication, order: Order, weight_kg: Fraction) -> Fraction | None:
    """The grams of the largest day of the first course of ``courses_of_order`` that has days; None where none has."""
    if dose := order.typed_dose:
        named = _named(indication, order.regimen)[0].regimen if order.regimen else None
        return _grams_a_day(order, dose, weight_kg, named.over_days if isinstance(named, Range) else 1)
    printed = next((course for course in _chosen(indication, order.regimen, order.days) if course.days), None)
    return course_at(printed, weight_kg).largest_day if printed else None


def check_regimen_and_days(indication: Indication, order: Order) -> None:
    """Refuse what ``courses_of_order`` would refuse at any weight.

    Raises:
        RefusedError: as ``courses_of_order``.
    """
    check_days(order.days)
    if order.typed_dose:
        _check_typed(indication, order)
    else:
        _chosen(indication, order.regimen, order.days)


def check_days(days: int | None) -> None:
    """Refuse a number of infusion days that no course has.

    Raises:
        RefusedError: it is none, or more than a month.
    """
    if days is not None and not 1 <= days <= MOST_DAYS:
        message = f"--days {days} is outside 1 to {MOST_DAYS}"
        raise RefusedError(Problem(code="days-out-of-bounds", field="--days", message=message, next="--days 5"))


@lru_cache(maxsize=1024)
def _chosen(indication: Indication, regimen: str, days: int | None) -> tuple[PrintedCourse, ...]:
    """The printed courses, narrowed by ``--regimen`` ("" for all) and ``--days``."""
    if not printed_courses(indication):
        decides = f" (DECIDES: {indication.decides.says})" if indication.decides else ""
        message = f"no regimen of {indication.short} is computed: {why_no_regimen(indication)}{decides}"
        hint = f'--per-day "DOSE g/kg" --days N, or --course (what is on record: ivigcalc indications {indication.id})'
        raise RefusedError(Problem(code="no-regimen", field="--per-day", message=message, next=hint))
    chosen = _named(indication, regimen) if regimen else printed_courses(indication)
    return chosen if days is None else _by_days(indication, days, chosen)


def why_no_regimen(indication: Indication) -> str:
    """Why nothing is computed for an indication without regimens: what its sources say, or that they say nothing."""
    recorded = {record.why for record in indication.recorded}
    if "failed trial" in recorded:
        return "the dose of a trial is on record, and the trial failed"
    if recorded:
        return "the doses on record do not make a course to be computed"
    return "no source read states a dose"


def _by_days(indication: Indication, days: int, chosen: tuple[PrintedCourse, ...]) -> tuple[PrintedCourse, ...]:
    """Keep the regimens that a source allows over this many days, each divided over them."""
    letters = {course.regimen.id: course.letter for course in reversed(chosen)}
    offered = []
    for regimen in indication.regimens:
        if regimen.id in letters:
            for course in regimen_courses(regimen, days):
                exact = next((old.letter for old in chosen if old.id == course.id), letters[regimen.id])
                offered.append(course.replaced(letter=exact))
    if not offered:
        ranges = {course.split_range or (len(course.days), len(course.days)) for course in chosen if course.days}
        allowed = tuple(str(low) if low == high else f"{low} to {high}" for low, high in sorted(ranges))
        message = f"no source read gives {indication.short} over {days} days"
        hint = f"--days {min(ranges)[0]}" if ranges else f"state the dose: {_of_range(chosen[0])} --days {days}"
        raise RefusedError(
            Problem(code="days-not-offered", field="--days", message=message, allowed=allowed, next=hint)
        )
    return tuple(offered)


def _of_range(course: PrintedCourse) -> str:
    """The low end of a range, to type for another number of days."""
    low = f"{plain(course.regimen.min_g_per_kg, 3)} g/kg" if isinstance(course.regimen, Range) else "DOSE"
    return f'--regimen {course.letter} --course "{low}"'


def _check_typed(indication: Indication, order: Order) -> None:
    """Refuse a dose beside a regimen that states one, and a dose without its days."""
    problems = Problems()
    named = _named(indication, order.regimen) if order.regimen else ()
    within = bool(named) and isinstance(named[0].regimen, Range)
    if named and not within:
        message, hint = f"--regimen {order.regimen} already states a dose", "drop --regimen, or drop the dose"
        problems.add(Problem(code="two-doses", field="--regimen", message=message, next=hint))
    if order.days is None and not named:
        message = "--days is missing: over how many days is the dose given?"
        hint = "add --days with the number of infusion days"
        problems.add(Problem(code="missing-value", field="--days", message=message, next=hint, asks=Asks.TO_GIVE))
    problems.refuse_if_any()


def _named(indication: Indication, regimen: str) -> tuple[PrintedCourse, ...]:
    """The printed courses that ``--regimen`` names.

    Raises:
        RefusedError: it names none.
    """
    from ivigcalc.core.dosing.printed import named_courses  # only where one is named

    return named_courses(indication, regimen)


def _typed(indication: Indication, order: Order, dose: Dose, weight_kg: Fraction, rules: Rules) -> Course:
    """The course that the caller typed; tied to a source's regimen where it is printed, be it rounded."""
    from ivigcalc.core.dosing.comparison import tolerance_of  # only for a dose that was typed
    from ivigcalc.core.dosing.printed import is_rounded, printed_as, recorded_as, recorded_words, same_total  # as above

    tolerance = tolerance_of(rules)
    named = course_at(_named(indication, order.regimen)[0], weight_kg) if order.regimen else None
    over_days = named.ends.over_days if named and named.ends else 1
    grams = _grams_a_day(order, dose, weight_kg, over_days)
    days = tuple(CourseDay(day=day, grams=grams) for day in range(1, (order.days or over_days) + 1))
    if named:
        printed = _inside(days, named, tolerance)
        unsaid = "; on 1 day, no split stated" if order.days is None and over_days == 1 else ""
        basis = f"as typed, {'within' if printed else 'OUTSIDE'} the range of {named.id}{unsaid}"
    else:
        matches = printed_as(days, None, indication, weight_kg, tolerance)
        printed = matches[0].course if matches else None
        basis = _basis(grams, printed, indication)
        if not printed and (on_record := recorded_as([days], indication, weight_kg, tolerance)):
            basis = f"as typed; on record: {recorded_words(on_record)}"
        elif not printed and (same := same_total(days, indication, weight_kg, tolerance)):
            basis = f"as typed; {same}"
    parent = printed or named
    course = Course(
        letter="A",
        id="ordered",
        regimen=parent.regimen if parent else "",
        phase=parent.phase if parent else None,
        basis=basis,
        sources=printed.sources if printed else (),
        days=days,
        interval=printed.interval if printed and named else None,
        typed=True,
        selected=True,
        rounded_from=printed if printed and is_rounded(days, printed, weight_kg if dose.per_kg else None) else None,
    )
    return course.replaced(cap=course.judged.cap)


def _grams_a_day(order: Order, dose: Dose, weight_kg: Fraction, over_days: int) -> Fraction:
    """The grams of each day of a dose that was typed; without a number of days it is over those of its range."""
    return dose.grams(weight_kg) / (1 if order.per_day else order.days or over_days)


def _basis(grams: Fraction, printed: Course | None, indication: Indication) -> str:
    """What a typed dose of so many grams a day rests on, in words."""
    if printed is None:
        return "as typed; no source read prints it for this indication"
    every = f", which is given {printed.interval.says}" if printed.interval else ""
    if printed.ends:
        return f"as typed, within the range of {printed.id}{every}"
    if printed.largest_day != grams:
        percent = (grams / printed.largest_day - 1) * 100
        return f"as typed; {printed.id} rounded, {'+' if percent > 0 else ''}{shown(percent)} %{every}"
    if printed.split_range and printed.id not in {course.id for course in printed_courses(indication)}:
        low, high = printed.split_range
        within = f"a split inside the sourced range of {low} to {high} days"
        return f"as typed; {printed.regimen} over {len(printed.days)} days, {within}{every}"
    return f"as typed; the same as {printed.id}{every}"


def _inside(days: Sequence[CourseDay], named: Course, tolerance: "Tolerance") -> Course | None:
    """The range named as its course with these days; None where their grams lie outside it."""
    from ivigcalc.core.dosing.comparison import Fit  # only for a dose that was typed

    total, ends = sum((day.grams for day in days), Fraction(0)), named.ends
    if ends is None or tolerance.fit(total, ends.low_g, ends.high_g) is Fit.DIFFERS:
        return None
    inside = min(max(total, ends.low_g), ends.high_g)
    return named.replaced(days=tuple(day._replace(grams=day.grams * inside / total) for day in days))
