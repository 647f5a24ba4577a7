"""Why no other vials are better for an infusion day: its certificate; and ``certify()``, those of a course.

What a certificate holds, and that of a whole course, stand in ``certificate``.

The reason against a total is read from its rank: the first field on which it ranks behind the total that is taken.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple, assert_never

from ivigcalc.core.dosing.course import Course
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Objective, Rounding, Scope
from ivigcalc.core.vials.certificate import (
    MOST_LISTED,
    Certificate,
    away,
    certify_course,
    in_grams,
    nearer,
    nearest,
    passed_line,
    reach_line,
    span,
    stock_line,
    why_not_allowed,
)
from ivigcalc.core.vials.course import course_vials
from ivigcalc.core.vials.day import DayTotals, best_vials
from ivigcalc.core.vials.lots import stock_by_day
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import Combination, Unreachable, UnreachableCourse

TOGETHER: Final = "one day after the other leaves a day without vials: all days are weighed together"


def certify(course: Course, terms: VialTerms, start: date | None) -> tuple[Certificate, ...]:
    """A certificate for each different day, or one for the course where it is rounded as a whole.

    It is worked out from the terms when it is asked for, not carried along.
    """
    filled = course_vials(course, terms, start)
    if terms.scope is Scope.COURSE or isinstance(filled, UnreachableCourse):
        return (certify_course(course, filled, terms, start),)
    supplies: Iterable[Mapping[Fraction, int] | None] = [None] * len(filled)
    if terms.lots is not None:
        supplies = [day.supply for day in stock_by_day(terms.lots, filled, course.dates(start))]
    days = list(zip(course.days, filled, supplies, strict=True))
    together = any(supply is not None and vials != best_vials(day.grams, terms, supply) for day, vials, supply in days)
    alike: dict[_Alike, list[int]] = {}
    for day, vials, supply in days:
        stocked = tuple(supply.items()) if supply is not None else None
        alike.setdefault(_Alike(day.grams, vials, stocked), []).append(day.day)
    return tuple(_certify_days(tuple(numbers), same, terms, together=together) for same, numbers in alike.items())


class _Alike(NamedTuple):
    """What days that are alike have in common."""

    grams: Fraction
    vials: Combination | Unreachable
    stocked: tuple[tuple[Fraction, int], ...] | None
    """The vials of each size that can be used; None where there is no stock."""


def _certify_days(numbers: tuple[int, ...], same: _Alike, terms: VialTerms, *, together: bool) -> Certificate:
    """The certificate of days that are alike, by their numbers.

    ``together`` where the days were weighed together, so that what is best for one of them does not decide.
    """
    grams, vials, supply = same.grams, same.vials, None if same.stocked is None else dict(same.stocked)
    unlimited = DayTotals(grams, terms, terms.unlimited)
    totals = unlimited if supply is None else DayTotals(grams, terms, terms.limited(supply))
    chosen_g = vials.total_g if isinstance(vials, Combination) else None
    chosen = None if chosen_g is None else totals.whole.total(chosen_g)
    lines = [reach_line(unlimited)]
    if supply is not None:
        lines.append(stock_line(supply))
    if chosen is None or chosen_g is None:
        lines.append(f"no total that may be given lies {span(grams, terms.wide)}")
    else:
        lines.append(away(chosen_g, grams, "the prescribed grams"))
        lines += [TOGETHER] if together else _why_chosen(chosen, totals, unlimited)

    def why(total: int) -> str:
        if total == chosen:
            return ""
        barrier = why_not_allowed(total, totals) or (TOGETHER if together else "")
        return barrier or ("" if chosen is None else _why_day_ranks_lower(total, chosen, totals))

    below, above = nearest(unlimited, why)
    return Certificate(
        days=numbers, whole=False, prescribed_g=grams, chosen_g=chosen_g, below=below, above=above, lines=tuple(lines)
    )


def _why_day_ranks_lower(total: int, chosen: int, totals: DayTotals) -> str:
    """Why a total that may be given is not chosen: the first field of the ranks on which it loses."""
    rank, best, taken = totals.rank(total), totals.rank(chosen), in_grams(chosen, totals)
    by_price = totals.terms.objective is Objective.COST
    by_distance = rank.far or totals.terms.objective is Objective.GRAMS
    if rank.far > best.far:
        off = Fraction(100 * rank.off, totals.wanted)
        return f"{shown(off)} % away, and {taken} is within {shown(totals.terms.near * 100)} %"
    if rank.cost > best.cost:
        return (
            f"costs more than {taken}"
            if by_price
            else f"takes {totals.vials(total)} vials, {taken} takes {totals.vials(chosen)}"
        )
    if not by_distance:
        return f"{'costs as much' if by_price else 'takes as many vials'} as {taken}, and is no nearer"
    if rank.off > best.off:
        return f"farther than {taken}"
    return f"as near as {taken}: {'the lower is taken' if rank.far else 'fewer vials, then the lower, are taken'}"


def _why_chosen(chosen: int, totals: DayTotals, unlimited: DayTotals) -> list[str]:
    """Why nothing better than what is chosen exists under the objective."""
    terms, grams = totals.terms, totals.prescribed_g
    first, last = totals.ends()
    allowed = [total for total in totals.totals_made() if first <= total <= last]
    if terms.rounding is Rounding.EXACT:
        most = f"{in_grams(allowed[-1], totals)} (above it a vial could be left out)"
        named = _named(allowed, totals)
        return [f"totals that cover {shown(grams, 3)} g, up to {most}: {named}", _rule_words(terms)]
    by_grams = terms.objective is Objective.GRAMS
    if near := [] if by_grams else [total for total in allowed if not totals.rank(total).far]:
        return [f"totals {span(grams, terms.near)}: {_named(near, totals)}", _rule_words(terms)]
    passed = passed_line(nearer(chosen, unlimited), partial(why_not_allowed, totals=totals), totals)
    if by_grams:
        return [passed]
    return [f"no total that may be given lies {span(grams, terms.near)}, so the nearest is taken", passed]


def _rule_words(terms: VialTerms) -> str:
    """The rule by which one of several totals is taken."""
    exact = terms.rounding is Rounding.EXACT
    match terms.objective:
        case Objective.VIALS:
            rule = f"the fewest vials; of several, {'the least discarded' if exact else 'the nearest'}"
        case Objective.COST:
            last = "the least discarded, then the fewest vials" if exact else "the nearest"
            rule = f"the lowest price; of several, {last}"
        case Objective.GRAMS:
            rule = "the fewest grams over; of several, the fewest vials"
        case _:
            assert_never(terms.objective)
    return f"taken of these: {rule}"


def _named(named: Iterable[int], totals: DayTotals) -> str:
    """Totals with their fewest vials, the lowest first; of many those that rank first."""

    def words(total: int) -> str:
        count = totals.vials(total)
        price = f", {_price(total, totals)}" if totals.terms.objective is Objective.COST else ""
        return f"{in_grams(total, totals)} ({count} vial{'s' if count > 1 else ''}{price})"

    ranked = sorted(named, key=totals.rank)
    more = len(ranked) - MOST_LISTED
    behind = f", and {more} that rank behind these" if more > 0 else ""
    return ", ".join(words(total) for total in sorted(ranked[:MOST_LISTED])) + behind


def _price(total: int, totals: DayTotals) -> str:
    """The price of the cheapest way to make a total."""
    price_of = dict(totals.terms.prices)
    vials = totals.whole.cheapest(total).vials
    price = sum((price_of[vial.size_g] * vial.count for vial in vials), Fraction(0))
    return f"price {shown(price, 2)}"
