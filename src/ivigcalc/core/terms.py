"""The terms on which whole vials are chosen, and the days of a course made up on them."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from ivigcalc.core.course import CourseDay
from ivigcalc.core.order import Objective, Rounding, Scope
from ivigcalc.core.record import record
from ivigcalc.core.stock import Lot, in_turn, supply, take
from ivigcalc.core.vial_course import Unspread, spread
from ivigcalc.core.vials import Combination, Prices, Unreachable, combine


@record
class Terms:
    """What vials there are, and by which rule they are chosen.

    ``near`` and ``wide`` are tolerances as fractions, ``cap_g`` a printed maximum per dose. ``prices`` and ``lots`` are
    empty and None where they do not count; ``start`` is the date of the first infusion day, if it is known.
    """

    sizes_g: tuple[Fraction, ...]
    near: Fraction
    wide: Fraction
    rounding: Rounding = Rounding.NEAREST
    scope: Scope = Scope.DAY
    objective: Objective = Objective.VIALS
    cap_g: Fraction | None = None
    prices: Prices = ()
    lots: tuple[Lot, ...] | None = None
    start: date | None = None


@record
class Filled:
    """One day's vials, or why there are none. ``there`` is what could be used, ``lots`` what is taken of it."""

    day: CourseDay
    date: date | None
    made: Combination | Unreachable
    there: tuple[tuple[Fraction, int], ...] | None = None
    lots: tuple[Lot, ...] = ()


def fill(days: Sequence[CourseDay], terms: Terms) -> tuple[Filled, ...] | Unspread:
    """The vials of each infusion day; all days draw on one stock, in their order."""
    if terms.scope is Scope.COURSE:
        return _course(days, terms)
    made: dict[Fraction, Combination | Unreachable] = {}
    found, lots = [], terms.lots
    for day in days:
        on = date_of(day, days, terms.start)
        if lots is None:
            if day.grams not in made:
                made[day.grams] = best(day.grams, terms)
            found.append(Filled(day=day, date=on, made=made[day.grams]))
        else:
            one = _from_stock(day, on, lots, best(day.grams, terms, lots, on))
            found.append(one[0])
            lots = one[1]
    return tuple(found)


def best(
    grams: Fraction, terms: Terms, lots: Sequence[Lot] | None = None, on: date | None = None
) -> Combination | Unreachable:
    """The vials of one day, from lots where they are given."""
    return combine(
        grams,
        terms.sizes_g,
        terms.rounding,
        near=terms.near,
        wide=terms.wide,
        at_most_g=terms.cap_g,
        objective=terms.objective,
        prices=terms.prices,
        supply=None if lots is None else supply(lots, on),
    )


def date_of(day: CourseDay, days: Sequence[CourseDay], start: date | None) -> date | None:
    """The date of an infusion day; None without a start."""
    return start + timedelta(days=day.day - days[0].day) if start else None


def _from_stock(
    day: CourseDay, on: date | None, lots: Sequence[Lot], made: Combination | Unreachable
) -> tuple[Filled, tuple[Lot, ...]]:
    """One day's vials with the lots they come from, and what is left."""
    there = tuple(sorted(supply(lots, on).items(), reverse=True))
    if isinstance(made, Unreachable):
        return Filled(day=day, date=on, made=made, there=there), tuple(lots)
    taken, left = take(lots, {vial.size_g: vial.count for vial in made.vials}, on)
    return Filled(day=day, date=on, made=made, there=there, lots=in_turn(taken)), left


def _course(days: Sequence[CourseDay], terms: Terms) -> tuple[Filled, ...] | Unspread:
    dates = [date_of(day, days, terms.start) for day in days]
    lots = terms.lots
    found = spread(
        [day.grams for day in days],
        terms.sizes_g,
        terms.rounding,
        wide=terms.wide,
        day_wide=terms.wide,
        at_most_g=terms.cap_g,
        prices=terms.prices if terms.objective is Objective.COST else (),
        supply=None if lots is None else [supply(lots, on) for on in dates],
    )
    if isinstance(found, Unspread):
        return found
    filled = []
    for day, on, made in zip(days, dates, found, strict=True):
        if lots is None:
            filled.append(Filled(day=day, date=on, made=made))
        else:
            one = _from_stock(day, on, lots, made)
            filled.append(one[0])
            lots = one[1]
    return tuple(filled)
