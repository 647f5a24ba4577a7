"""The courses that an order asks for: those that sources print, narrowed as asked, or the dose that was typed."""

from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.dosing.course import (
    Course,
    CourseDay,
    PrintedCourse,
    course_at,
    offered_courses,
    printed_courses,
    regimen_courses,
)
from ivigcalc.core.facts.indication import Indication, Range
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose, Order

MOST_DAYS: Final = 31
"""More infusion days than this in a course are a slip of the finger."""

ANY_WEIGHT_KG: Final = Fraction(1)
"""Stands in where only the shape of an order is checked, not its grams."""


def courses_of_order(indication: Indication, order: Order, weight_kg: Fraction) -> tuple[Course, ...]:
    """The courses that an order asks for: those printed, narrowed by ``--regimen`` and ``--days``, or the dose typed.

    Raises:
        RefusedError: the regimen or the number of days is not offered, something is missing, or two options contradict.
    """
    check_days(order.days)
    if dose := order.typed_dose:
        return (_typed(indication, order, dose, weight_kg),)
    chosen = _chosen(indication, order.regimen, order.days)
    alone = len(chosen) == 1
    return tuple([course_at(printed, weight_kg, selected=alone and bool(printed.days)) for printed in chosen])


def check_regimen_and_days(indication: Indication, order: Order) -> None:
    """Refuse what ``courses_of_order`` would refuse at any weight.

    Raises:
        RefusedError: as ``courses_of_order``.
    """
    if order.typed_dose:
        courses_of_order(indication, order, ANY_WEIGHT_KG)
    else:
        check_days(order.days)
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
        message = f"no regimen of {indication.short} is computed: no source states one, or its trials failed"
        hint = f"see ivigcalc indications {indication.id}; or state the dose: --per-day or --course, with --days"
        raise RefusedError(Problem(code="no-regimen", field="--per-day", message=message, next=hint))
    chosen = _by_regimen(indication, regimen) if regimen else printed_courses(indication)
    return chosen if days is None else _by_days(indication, days, chosen)


def _by_regimen(indication: Indication, typed: str) -> tuple[PrintedCourse, ...]:
    """Keep the course that a letter or an id names, or those of the regimen that an id names."""
    wanted, printed = typed.strip().casefold(), printed_courses(indication)
    fitting = tuple(course for course in printed if wanted in {course.letter.casefold(), course.id, course.regimen.id})
    if not fitting:
        allowed = tuple(f"{course.letter} ({course.id})" for course in printed)
        message, hint = f"{indication.short} has no regimen {typed!r}", f"see ivigcalc indications {indication.id}"
        raise RefusedError(
            Problem(code="unknown-regimen", field="--regimen", message=message, allowed=allowed, next=hint)
        )
    return fitting


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
        hint = f"state the dose: {_restated(chosen)} --days {days}"
        raise RefusedError(
            Problem(code="days-not-offered", field="--days", message=message, allowed=allowed, next=hint)
        )
    return tuple(offered)


def _restated(chosen: tuple[PrintedCourse, ...]) -> str:
    """The g/kg of the first course, to type for another number of days; of a range its low end."""
    first = next((course for course in chosen if course.days), chosen[0])
    if isinstance(first.regimen, Range):
        return f'--regimen {first.letter} --course "{plain(first.regimen.min_g_per_kg, 3)} g/kg"'
    return f'--course "{plain(first.printed_per_kg.course, 3)} g/kg"'


def _typed(indication: Indication, order: Order, dose: Dose, weight_kg: Fraction) -> Course:
    """The course that the caller typed; tied to a source's regimen where it is the same."""
    problems = Problems()
    named = _by_regimen(indication, order.regimen) if order.regimen else ()
    within = [course_at(printed, weight_kg) for printed in named]
    if within and not within[0].ends:
        message, hint = f"--regimen {order.regimen} already states a dose", "drop --regimen, or drop the dose"
        problems.add(Problem(code="two-doses", field="--regimen", message=message, next=hint))
    if order.days is None and not within:
        message = "--days is missing: over how many days is the dose given?"
        hint = "add --days with the number of infusion days"
        problems.add(Problem(code="missing-value", field="--days", message=message, next=hint))
    problems.refuse_if_any()
    over_days = within[0].ends.over_days if within and within[0].ends else 1
    days = order.days or over_days
    grams = dose.grams(weight_kg) / (1 if order.per_day else days)
    alike = () if within else offered_courses(indication, weight_kg)
    same = next((course for course in alike if [day.grams for day in course.days] == [grams] * days), None)
    parent = same or next(iter(within), None)
    sourced = same is not None or (parent is not None and _inside(grams * days, parent))
    if same:
        every = f", which is given {same.interval.says}" if same.interval else ""
        basis = f"as typed; the same as {same.id}{every}"
    elif parent:
        unsaid = "; on 1 day, no split stated" if order.days is None and over_days == 1 else ""
        basis = f"as typed, {'within' if sourced else 'OUTSIDE'} the range of {parent.id}{unsaid}"
    else:
        basis = "as typed; no source read prints it for this indication"
    return Course(
        letter="A",
        id="ordered",
        regimen=parent.regimen if parent else "",
        phase=parent.phase if parent else None,
        basis=basis,
        sources=parent.sources if parent and sourced else (),
        days=tuple(CourseDay(day=day, grams=grams) for day in range(1, days + 1)),
        interval=parent.interval if parent and parent.ends and sourced else None,
        cap=same.cap if same else None,
        typed=True,
        selected=True,
    )


def _inside(grams: Fraction, course: Course) -> bool:
    """Whether the grams of a course lie between the ends of a range."""
    return course.ends is not None and course.ends.low_g <= grams <= course.ends.high_g
