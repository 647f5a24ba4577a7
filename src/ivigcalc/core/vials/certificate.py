"""What a certificate holds, the words that all have in common, and the certificate of a whole course.

A certificate says why these vials and no others, in figures to check by hand. It names the nearest totals below and
above what is prescribed, says of each why it is not taken, and then why nothing better exists. It is worked out from
the terms when it is asked for, not carried along.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final, assert_never

from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Objective
from ivigcalc.core.vials.day import Bound, VialTotals
from ivigcalc.core.vials.lots import vials_in_stock
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import BEYOND_STOCK, Combination, Unreachable, UnreachableCourse
from ivigcalc.core.vials.whole_course import CourseTotals, most_of_day

MOST_LISTED: Final = 6
"""Totals that are named one by one; of more, those that come nearest to being chosen."""


class Nearest(Record):
    """A total that whole vials make next to what is prescribed."""

    total_g: Fraction
    why: str
    """Why it is not taken; "" where it is."""


class Certificate(Record):
    """Why so many grams: of one infusion day (or several that are alike), or of a whole course."""

    days: tuple[int, ...]
    """The numbers of the infusion days."""
    whole: bool
    """Whether it is for the course as a whole."""
    prescribed_g: Fraction
    chosen_g: Fraction | None
    """None where nothing fits."""
    below: Nearest | None
    """The nearest total at or below the prescribed grams; None where there is none."""
    above: Nearest | None
    lines: tuple[str, ...]


def figure(grams: Fraction) -> str:
    """Grams to the milligram: ``27.5``; whole vials have no parts of one."""
    return shown(grams, 3)


def in_grams(total: int, totals: VialTotals) -> str:
    """A total in words: ``27.5 g``."""
    return totals.whole.words(total)


def why_not_allowed(total: int, totals: VialTotals) -> str:
    """Why a total may not be given: no vials there are make it, or a bound of the terms; "" where it may."""
    if not totals.makes(total):
        return BEYOND_STOCK
    bound = totals.first_bound_broken(total)
    return "" if bound is None else _bound_words(bound, totals.terms)


def _bound_words(bound: Bound, terms: VialTerms) -> str:
    """How a total breaks a bound."""
    match bound:
        case Bound.COVER:
            return "does not cover the prescribed grams"
        case Bound.CAP:
            return f"above the cap of {figure(terms.cap_g or Fraction(0))} g"
        case Bound.DOWN:
            return "above what is prescribed (--round down)"
        case Bound.UP:
            return "below what is prescribed (--round up)"
        case Bound.WIDE:
            return f"outside the tolerance of {shown(terms.wide * 100)} %"
        case _:
            assert_never(bound)


def nearest(totals: VialTotals, why: Callable[[int], str]) -> tuple[Nearest | None, Nearest | None]:
    """The totals next to what is prescribed, below and above, with the reason that ``why`` gives for each."""
    below, above = (
        None if total is None else Nearest(total_g=totals.whole.grams(total), why=why(total))
        for total in totals.around()
    )
    return below, above


def nearer(chosen: int, totals: VialTotals) -> list[int]:
    """The totals that are nearer to what is prescribed than the one chosen."""
    off = totals.deviation_of(chosen)
    return [total for total in totals.totals_made() if totals.deviation_of(total) < off]


def away(total_g: Fraction, grams: Fraction, what: str) -> str:
    """How far a total is from what is prescribed: ``27.5 g is 0.5 g (1.8 %) below the prescribed grams``."""
    if total_g == grams:
        return f"{figure(total_g)} g is {what}"
    off = abs(total_g - grams)
    side = "below" if total_g < grams else "above"
    return f"{figure(total_g)} g is {figure(off)} g ({shown(off / grams * 100)} %) {side} {what}"


@lru_cache(maxsize=1024)
def listed(sizes: tuple[Fraction, ...]) -> str:
    """``2.5, 5, 10 and 20 g``."""
    words = [figure(size) for size in sorted(sizes)]
    return f"{', '.join(words[:-1])} and {words[-1]} g" if len(words) > 1 else f"{words[0]} g"


def span(grams: Fraction, tolerance: Fraction) -> str:
    """``within 5 % (26.6 to 29.4 g)``."""
    low, high = grams * (1 - tolerance), grams * (1 + tolerance)
    return f"within {shown(tolerance * 100)} % ({shown(low, 2)} to {shown(high, 2)} g)"


def reach_line(totals: VialTotals) -> str:
    """What the sizes can make at all, next to the prescribed grams."""
    sizes = f"vials of {listed(totals.terms.sizes_g)}"
    below, above = totals.around()
    above_words = in_grams(above or 0, totals)
    if below is None:
        return f"{above_words} is the least that {sizes} make"
    if below == above:
        return f"{above_words} itself is a total that {sizes} make"
    return f"{in_grams(below, totals)} and {above_words} are the nearest totals that {sizes} make"


def stock_line(supply: Mapping[Fraction, int]) -> str:
    """The vials that can be used on a day."""
    counts = [f"{count} x {figure(size)} g" for size, count in sorted(supply.items(), reverse=True)]
    in_all = figure(sum((size * count for size, count in supply.items()), Fraction(0)))
    return f"in stock: {', '.join(counts)}, {in_all} g in all" if counts else "in stock: nothing that can be used"


def passed_line(totals: Iterable[int], why: Callable[[int], str], of: VialTotals) -> str:
    """The totals that are nearer, the lowest first, each with the reason why it may not be given."""
    words = [f"{in_grams(total, of)} is {why(total)}" for total in totals]
    if not words:
        return "no total that these sizes make is nearer"
    more = f"; and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return f"nearer, but not to be given: {'; '.join(words[:MOST_LISTED])}{more}"


NOT_SPREAD: Final = "not to be spread over the days"
NOT_DECIDED: Final = "not decided whether it can be spread over the days: the search was given up"


def certify_course(
    course: Course,
    filled: Sequence[Combination | Unreachable] | UnreachableCourse,
    terms: VialTerms,
    start: date | None,
) -> Certificate:
    """Why these days and no others."""
    unlimited = CourseTotals(course.total, terms, terms.unlimited)
    there = None if terms.lots is None else vials_in_stock(terms.lots, start)
    totals = unlimited if there is None else CourseTotals(course.total, terms, terms.limited(there))
    lines = [reach_line(unlimited)]
    if there is not None:
        lines.append(stock_line(there))
    chosen_g, chosen = None, None
    if isinstance(filled, UnreachableCourse):
        lines.append(filled.why)
    else:
        made = [vials for vials in filled if isinstance(vials, Combination)]
        chosen_g = sum((vials.total_g for vials in made), Fraction(0))
        chosen = totals.whole.total(chosen_g)
        passed = nearer(chosen, unlimited)
        lines += [
            away(chosen_g, course.total, "the prescribed total"),
            passed_line(passed, lambda total: _why_not_given(total, course.days, totals, unlimited), totals),
            *_days_lines(course.days, made, chosen_g, totals, unlimited),
        ]

    def why(total: int) -> str:
        if total == chosen:
            return ""
        reason = _why_course_ranks_lower(total, chosen, totals) or _why_not_given(total, course.days, totals, unlimited)
        given_up = isinstance(filled, UnreachableCourse) and not filled.decided
        return NOT_DECIDED if given_up and reason.startswith(NOT_SPREAD) else reason

    below, above = nearest(unlimited, why)
    return Certificate(
        days=tuple(day.day for day in course.days),
        whole=True,
        prescribed_g=course.total,
        chosen_g=chosen_g,
        below=below,
        above=above,
        lines=tuple(lines),
    )


def _why_course_ranks_lower(total: int, chosen: int | None, totals: CourseTotals) -> str:
    """The first field of the ranks on which a total loses to the one that is taken; "" where it does not."""
    if chosen is None or totals.rank(total) < totals.rank(chosen):
        return ""
    taken = in_grams(chosen, totals)
    if totals.rank(total).off > totals.rank(chosen).off:
        return f"farther from the prescribed total than {taken}"
    return f"as near as {taken}: the lower is taken"


def _why_not_given(total: int, days: Sequence[CourseDay], totals: CourseTotals, unlimited: CourseTotals) -> str:
    """Why a course total may not be given, or cannot be."""
    if reason := why_not_allowed(total, totals):
        return reason
    terms, made = totals.terms, _in_grams(unlimited)
    tops = [most_of_day(day.grams, terms) for day in days]
    most = sum((max((total_g for total_g in made if total_g <= top), default=Fraction(0)) for top in tops), Fraction(0))
    limits = f"at most {', '.join(shown(top, 2) for top in dict.fromkeys(tops))} g a day"
    if totals.whole.grams(total) > most:
        return f"more than the {figure(most)} g that whole vials give the days ({limits})"
    return f"{NOT_SPREAD} ({limits}{'' if terms.lots is None else ', in stock'})"


def _in_grams(totals: CourseTotals) -> list[Fraction]:
    """The totals that vials make, in grams, the lowest first."""
    return [totals.whole.grams(total) for total in totals.totals_made()]


def _days_lines(
    days: Sequence[CourseDay],
    made: Sequence[Combination],
    chosen_g: Fraction,
    totals: CourseTotals,
    unlimited: CourseTotals,
) -> list[str]:
    """How even the days are and why no more, and how many vials they take."""
    terms = totals.terms
    off = max(abs(vials.total_g - day.grams) for day, vials in zip(days, made, strict=True))
    each = ", ".join(figure(vials.total_g) for vials in made)
    even = f"none is more than {shown(off, 2)} g from what is prescribed for it" if off else "each is as prescribed"
    lines = [f"days of {each} g: {even}"]
    if off:
        lines.append(_evener(days, off, chosen_g, unlimited))
    count = sum(vial.count for vials in made for vial in vials.vials)
    if terms.objective is Objective.COST:
        price_of = dict(terms.prices)
        price = sum(price_of[vial.size_g] * vial.count for vials in made for vial in vials.vials)
        return [*lines, f"{count} vials for {shown(Fraction(price), 2)} in all: no days as even cost less"]
    day_totals = sorted({totals.whole.total(vials.total_g) for vials in made})
    alone = ", ".join(f"{in_grams(total, totals)} takes {totals.vials(total)}" for total in day_totals)
    return [*lines, f"{count} vials in all: no days as even take fewer (by itself {alone})"]


def _evener(days: Sequence[CourseDay], off: Fraction, chosen_g: Fraction, unlimited: CourseTotals) -> str:
    """Why no days are more even: what nearer totals there are, and what they make."""
    terms, made = unlimited.terms, _in_grams(unlimited)
    nearer_days = [
        [total for total in made if abs(total - day.grams) < off and total <= most_of_day(day.grams, terms)]
        for day in days
    ]
    if not all(nearer_days):
        return f"not every day has a total that is nearer than {shown(off, 2)} g"
    low, high = (sum((pick(totals) for totals in nearer_days), Fraction(0)) for pick in (min, max))
    named = _some({total for totals in nearer_days for total in totals})
    if not low <= chosen_g <= high:
        ends = f"{figure(low)} g" if low == high else f"from {figure(low)} to {figure(high)} g"
        return f"totals that are nearer ({named}) make {ends} in all"
    stocked = "" if terms.lots is None else " from this stock"
    return f"totals that are nearer ({named}) do not make {figure(chosen_g)} g in {len(days)} days{stocked}"


def _some(totals: Iterable[Fraction]) -> str:
    """Totals in g, the lowest first; of many the first ones and how many more."""
    words = [figure(total) for total in sorted(totals)]
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return f"{', '.join(words[:MOST_LISTED])}{more} g"
