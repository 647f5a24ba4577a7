"""The certificate of a course that is rounded as a whole: its total, how even its days are, and its vials."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Objective
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
    stock_line,
)
from ivigcalc.core.vials.combination import BEYOND_STOCK, Combination, Unreachable, Unspread
from ivigcalc.core.vials.lots import supply
from ivigcalc.core.vials.terms import Terms

NOT_SPREAD: Final = "not to be spread over the days"
NOT_DECIDED: Final = "not decided whether it can be spread over the days: the search was given up"


def certify_course(
    course: Course, filled: Sequence[Combination | Unreachable] | Unspread, terms: Terms, start: date | None
) -> Certificate:
    """Why these days and no others."""
    days, whole = course.days, course.total
    there = None if terms.lots is None else supply(terms.lots, start)
    found = menu(terms, there, whole * (1 + terms.wide))
    made = () if isinstance(filled, Unspread) else tuple(one for one in filled if isinstance(one, Combination))
    chosen = sum((one.total_g for one in made), Fraction(0)) if made else None
    lines = [reach_line(terms, found, whole)]
    if there is not None:
        lines.append(stock_line(there))
    if isinstance(filled, Unspread):
        lines.append(filled.why)
    if chosen is not None:
        lines.append(away(chosen, whole, "the prescribed total"))
        nearer = (total for total in found.free if abs(total - whole) < abs(chosen - whole))
        lines.append(passed_line({total: _barred(total, days, terms, found) for total in nearer}))
        lines += _days_lines(days, made, chosen, terms, found)

    decided = not isinstance(filled, Unspread) or filled.decided

    def nearest(total: Fraction | None) -> Nearest | None:
        if total is None:
            return None
        why = "" if total == chosen else _loses(total, chosen, days, terms, found)
        return Nearest(total_g=total, why=why if decided or not why.startswith(NOT_SPREAD) else NOT_DECIDED)

    below, above = around(found.free, whole)
    return Certificate(
        days=tuple(day.day for day in days),
        whole=True,
        prescribed_g=whole,
        chosen_g=chosen,
        below=nearest(below),
        above=nearest(above),
        lines=tuple(lines),
    )


def _loses(total: Fraction, chosen: Fraction | None, days: Sequence[CourseDay], terms: Terms, found: Menu) -> str:
    """Why a total next to the prescribed one is not taken."""
    whole = sum((day.grams for day in days), Fraction(0))
    if chosen is not None and abs(total - whole) > abs(chosen - whole):
        return f"farther from the prescribed total than {shown(chosen, 3)} g"
    if chosen is not None and abs(total - whole) == abs(chosen - whole) and chosen < total:
        return f"as near as {shown(chosen, 3)} g: the lower is taken"
    return _barred(total, days, terms, found)


def _barred(total: Fraction, days: Sequence[CourseDay], terms: Terms, found: Menu) -> str:
    """Why a course total may not be given."""
    whole = sum((day.grams for day in days), Fraction(0))
    if total not in found.there:
        return BEYOND_STOCK
    if why := outside(total, whole, terms):
        return why
    tops = [_most(day, terms) for day in days]
    most = sum((max((one for one in found.free if one <= top), default=Fraction(0)) for top in tops), Fraction(0))
    if total > most:
        return f"more than the {shown(most, 3)} g that whole vials give the days ({_limit_words(days, terms)})"
    return f"{NOT_SPREAD} ({_limit_words(days, terms)}{'' if terms.lots is None else ', in stock'})"


def _most(day: CourseDay, terms: Terms) -> Fraction:
    """The most that a day may have."""
    most = day.grams * (1 + terms.wide)
    return most if terms.cap_g is None else min(most, terms.cap_g)


def _limit_words(days: Sequence[CourseDay], terms: Terms) -> str:
    most = dict.fromkeys(_most(day, terms) for day in days)
    return f"at most {', '.join(shown(one, 2) for one in most)} g a day"


def _days_lines(
    days: Sequence[CourseDay], made: Sequence[Combination], chosen: Fraction, terms: Terms, found: Menu
) -> list[str]:
    """How even the days are and why no more, and how many vials they take."""
    pairs = list(zip(days, made, strict=True))
    off = max(abs(one.total_g - day.grams) for day, one in pairs)
    each = ", ".join(shown(one.total_g, 3) for one in made)
    lines = [f"days of {each} g: none is more than {shown(off, 2)} g from what is prescribed for it"]
    if off:
        lines.append(_evener(days, off, chosen, terms, found))
    count = sum(vial.count for one in made for vial in one.vials)
    if terms.objective is Objective.COST:
        price_of = dict(terms.prices)
        cost = sum(price_of[vial.size_g] * vial.count for one in made for vial in one.vials)
        return [*lines, f"{count} vials for {shown(Fraction(cost), 2)} in all: no days as even cost less"]
    totals = sorted({one.total_g for one in made})
    alone = ", ".join(f"{shown(total, 3)} g takes {found.vials(total)}" for total in totals)
    return [*lines, f"{count} vials in all: no days as even take fewer (by itself {alone})"]


def _evener(days: Sequence[CourseDay], off: Fraction, chosen: Fraction, terms: Terms, found: Menu) -> str:
    """Why no days are more even: what nearer totals there are, and what they make."""
    nearer = [
        [total for total in found.free if abs(total - day.grams) < off and total <= _most(day, terms)] for day in days
    ]
    if not all(nearer):
        return f"not every day has a total that is nearer than {shown(off, 2)} g"
    low, high = (sum((pick(totals) for totals in nearer), Fraction(0)) for pick in (min, max))
    named = _some({total for totals in nearer for total in totals})
    if not low <= chosen <= high:
        span = f"{shown(low, 3)} g" if low == high else f"from {shown(low, 3)} to {shown(high, 3)} g"
        return f"totals that are nearer ({named}) make {span} in all"
    stocked = "" if terms.lots is None else " from this stock"
    return f"totals that are nearer ({named}) do not make {shown(chosen, 3)} g in {len(days)} days{stocked}"


def _some(totals: Iterable[Fraction]) -> str:
    words = [shown(total, 3) for total in sorted(totals)]
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return f"{', '.join(words[:MOST_LISTED])}{more} g"
