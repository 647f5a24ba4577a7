"""``certify()``: why a course is made up of these vials and no others; and the certificate of one infusion day.

Of a day it names the totals that may be given, and why none of them is better than what is chosen.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.course import Course
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Objective, Rounding, Scope
from ivigcalc.core.vials.certificate import (
    MOST_LISTED,
    Certificate,
    Menu,
    Nearest,
    around,
    away,
    menu,
    outside,
    passed_line,
    reach_line,
    span,
    stock_line,
)
from ivigcalc.core.vials.certificate_course import certify_course
from ivigcalc.core.vials.combination import BEYOND_STOCK, Combination, Unreachable, Unspread
from ivigcalc.core.vials.course import fill
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.lots import drawn
from ivigcalc.core.vials.terms import Terms

TOGETHER: Final = "one day after the other leaves a day without vials: all days are weighed together"


def barred(total: Fraction, grams: Fraction, terms: Terms, found: Menu) -> str:
    """Why a total may not be taken; "" where it may."""
    if total not in found.there:
        return BEYOND_STOCK
    if terms.rounding is Rounding.EXACT:
        return "" if total >= grams else "does not cover the prescribed grams"
    if terms.cap_g is not None and total > terms.cap_g:
        return f"above the cap of {shown(terms.cap_g, 3)} g"
    return outside(total, grams, terms)


def certify(course: Course, terms: Terms, start: date | None) -> tuple[Certificate, ...]:
    """A certificate for each different day, or one for the course where it is rounded as a whole.

    It is worked out from the terms when it is asked for, not carried along.
    """
    made = fill(course, terms, start)
    if terms.scope is Scope.COURSE or isinstance(made, Unspread):
        return (certify_course(course, made, terms, start),)
    theres: Iterable[Mapping[Fraction, int] | None] = [None] * len(made)
    if terms.lots is not None:
        theres = [one.there for one in drawn(terms.lots, made, course.dates(start))]
    alike: dict[tuple[object, ...], Certificate] = {}
    days = list(zip(course.days, made, theres, strict=True))
    together = any(there is not None and vials != best_vials(day.grams, terms, there) for day, vials, there in days)
    for day, vials, there in days:
        key = (day.grams, vials, tuple(there.items()) if there is not None else None)
        same = alike.get(key) or _of_day(day.grams, vials, there, terms, together=together)
        alike[key] = same.replaced(days=(*same.days, day.day))
    return tuple(alike.values())


def _of_day(
    grams: Fraction,
    vials: Combination | Unreachable,
    there: Mapping[Fraction, int] | None,
    terms: Terms,
    *,
    together: bool,
) -> Certificate:
    """The certificate of days with the same grams, the same stock and the same vials; ``days`` is empty.

    ``together`` where the days were weighed together, so that what is best for one of them does not decide.
    """
    found = menu(terms, there, grams * (1 + terms.wide))
    chosen = vials.total_g if isinstance(vials, Combination) else None
    lines = [reach_line(terms, found, grams)]
    if there is not None:
        lines.append(stock_line(there))
    if together and chosen is not None:
        lines += [away(chosen, grams, "the prescribed grams"), TOGETHER]
    else:
        lines += _why(grams, chosen, terms, found)

    def nearest(total: Fraction | None) -> Nearest | None:
        if total is None or total == chosen:
            return None if total is None else Nearest(total_g=total, why="")
        barrier = barred(total, grams, terms, found) or TOGETHER if together else ""
        return Nearest(total_g=total, why=barrier or _loses(total, grams, chosen, terms, found))

    below, above = around(found.free, grams)
    return Certificate(
        days=(),
        whole=False,
        prescribed_g=grams,
        chosen_g=chosen,
        below=nearest(below),
        above=nearest(above),
        lines=tuple(lines),
    )


def _loses(total: Fraction, grams: Fraction, chosen: Fraction | None, terms: Terms, found: Menu) -> str:
    """Why a total next to the prescribed grams is not taken."""
    why = barred(total, grams, terms, found)
    if why or chosen is None:
        return why
    taken, off, least = f"{shown(chosen, 3)} g", abs(total - grams), abs(chosen - grams)
    if terms.objective is Objective.GRAMS:
        return f"farther than {taken}" if off > least else f"as near as {taken}: fewer vials, then the lower, are taken"
    near = grams * terms.near
    if terms.rounding is Rounding.EXACT or off <= near:
        return _behind(total, chosen, terms, found)
    if least <= near:
        return f"{shown(off / grams * 100)} % away, and {taken} is within {shown(terms.near * 100)} %"
    return f"farther than {taken}" if off > least else f"as near as {taken}: the lower is taken"


def _behind(total: Fraction, chosen: Fraction, terms: Terms, found: Menu) -> str:
    """Why a total ranks behind what is taken, where vials or prices are compared."""
    taken, priced = f"{shown(chosen, 3)} g", terms.objective is Objective.COST
    if found.ranked(total) > found.ranked(chosen):
        return (
            f"costs more than {taken}"
            if priced
            else (f"takes {found.vials(total)} vials, {taken} takes {found.vials(chosen)}")
        )
    return f"{'costs as much' if priced else 'takes as many vials'} as {taken}, and is no nearer"


def _why(grams: Fraction, chosen: Fraction | None, terms: Terms, found: Menu) -> list[str]:
    """Why nothing better than what is chosen exists under the objective."""
    allowed = [total for total in found.there if not barred(total, grams, terms, found)]
    if chosen is None:
        return [f"no total that may be given lies {span(grams, terms.wide)}"]
    lines = [away(chosen, grams, "the prescribed grams")]
    if terms.rounding is Rounding.EXACT:
        most = f"{shown(max(allowed), 3)} g (above it a vial could be left out)"
        lines.append(f"totals that cover {shown(grams, 3)} g, up to {most}: {_named(allowed, grams, terms, found)}")
        last = {Objective.VIALS: "the least discarded", Objective.GRAMS: "the fewest vials"}
        return [*lines, _least_words(terms, last.get(terms.objective, "the least discarded, then the fewest vials"))]
    if terms.objective is Objective.GRAMS:
        return [*lines, passed_line(_nearer(grams, chosen, terms, found))]
    near = [total for total in allowed if abs(total - grams) <= grams * terms.near]
    if near:
        lines.append(f"totals {span(grams, terms.near)}: {_named(near, grams, terms, found)}")
        return [*lines, _least_words(terms, "the nearest")]
    lines.append(f"no total that may be given lies {span(grams, terms.near)}, so the nearest is taken")
    return [*lines, passed_line(_nearer(grams, chosen, terms, found))]


def _nearer(grams: Fraction, chosen: Fraction, terms: Terms, found: Menu) -> dict[Fraction, str]:
    """Totals that are nearer than what is chosen, each with the reason why it may not be given."""
    nearer = (total for total in found.free if abs(total - grams) < abs(chosen - grams))
    return {total: barred(total, grams, terms, found) for total in nearer}


def _least_words(terms: Terms, last: str) -> str:
    first = {
        Objective.VIALS: "the fewest vials",
        Objective.COST: "the lowest price",
        Objective.GRAMS: "the fewest grams over",
    }[terms.objective]
    return f"taken of these: {first}; of several, {last}"


def _named(totals: Iterable[Fraction], grams: Fraction, terms: Terms, found: Menu) -> str:
    """Totals with their fewest vials; of many those that come nearest to being chosen."""

    def rank(total: Fraction) -> tuple[Fraction | int, ...]:
        off = abs(total - grams)
        return (off, found.vials(total)) if terms.objective is Objective.GRAMS else (found.ranked(total), off)

    def words(total: Fraction) -> str:
        count = found.vials(total)
        price = f", {_price(total, terms, found)}" if terms.objective is Objective.COST else ""
        return f"{shown(total, 3)} g ({count} vial{'s' if count > 1 else ''}{price})"

    ranked = sorted(totals, key=rank)
    more = len(ranked) - MOST_LISTED
    behind = f", and {more} that rank behind these" if more > 0 else ""
    return ", ".join(words(total) for total in sorted(ranked[:MOST_LISTED])) + behind


def _price(total: Fraction, terms: Terms, found: Menu) -> str:
    """The price of the lightest way to make a total."""
    made, price_of = found.sizes, dict(terms.prices)
    cost = sum((price_of[vial.size_g] * vial.count for vial in made.cheapest(made.total(total)).vials), Fraction(0))
    return f"price {shown(cost, 2)}"
