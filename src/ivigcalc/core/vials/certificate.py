"""Why these vials and no others, in figures to check by hand: what a certificate holds, and the words that are shared.

A certificate names the nearest totals below and above what is prescribed, says of each why it is not taken, and then
why nothing better exists. It is worked out from the terms when it is asked for, not carried along.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, assert_never

from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.vials.day import Bound, Totals
from ivigcalc.core.vials.terms import Terms
from ivigcalc.core.vials.totals import BEYOND_STOCK

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


def in_grams(total: int, totals: Totals) -> str:
    """A total in words: ``27.5 g``."""
    return f"{shown(totals.whole.grams(total), 3)} g"


def why_not_allowed(total: int, totals: Totals) -> str:
    """Why a total may not be given: no vials there are make it, or a bound of the terms; "" where it may."""
    if not totals.makes(total):
        return BEYOND_STOCK
    bound = totals.broken(total)
    return "" if bound is None else _bound_words(bound, totals.terms)


def _bound_words(bound: Bound, terms: Terms) -> str:
    """How a total breaks a bound."""
    match bound:
        case Bound.COVER:
            return "does not cover the prescribed grams"
        case Bound.CAP:
            return f"above the cap of {shown(terms.cap_g or Fraction(0), 3)} g"
        case Bound.DOWN:
            return "above what is prescribed (--round down)"
        case Bound.UP:
            return "below what is prescribed (--round up)"
        case Bound.WIDE:
            return f"outside the tolerance of {shown(terms.wide * 100)} %"
        case _:
            assert_never(bound)


def nearest(totals: Totals, why: Callable[[int], str]) -> tuple[Nearest | None, Nearest | None]:
    """The totals next to what is prescribed, below and above, with the reason that ``why`` gives for each."""
    below, above = (
        None if total is None else Nearest(total_g=totals.whole.grams(total), why=why(total))
        for total in totals.around()
    )
    return below, above


def nearer(chosen: int, totals: Totals) -> list[int]:
    """The totals that are nearer to what is prescribed than the one chosen."""
    return [total for total in totals.made() if totals.off(total) < totals.off(chosen)]


def away(total_g: Fraction, grams: Fraction, what: str) -> str:
    """How far a total is from what is prescribed: ``27.5 g is 0.5 g (1.8 %) below the prescribed grams``."""
    if total_g == grams:
        return f"{shown(total_g, 3)} g is {what}"
    off = abs(total_g - grams)
    side = "below" if total_g < grams else "above"
    return f"{shown(total_g, 3)} g is {shown(off, 3)} g ({shown(off / grams * 100)} %) {side} {what}"


def listed(sizes: Iterable[Fraction]) -> str:
    """``2.5, 5, 10 and 20 g``."""
    words = [shown(size, 3) for size in sorted(sizes)]
    return f"{', '.join(words[:-1])} and {words[-1]} g" if len(words) > 1 else f"{words[0]} g"


def span(grams: Fraction, tolerance: Fraction) -> str:
    """``within 5 % (26.6 to 29.4 g)``."""
    low, high = grams * (1 - tolerance), grams * (1 + tolerance)
    return f"within {shown(tolerance * 100)} % ({shown(low, 2)} to {shown(high, 2)} g)"


def reach_line(totals: Totals) -> str:
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
    counts = [f"{count} x {shown(size, 3)} g" for size, count in sorted(supply.items(), reverse=True)]
    in_all = shown(sum((size * count for size, count in supply.items()), Fraction(0)), 3)
    return f"in stock: {', '.join(counts)}, {in_all} g in all" if counts else "in stock: nothing that can be used"


def passed_line(totals: Iterable[int], why: Callable[[int], str], of: Totals) -> str:
    """Totals that are nearer, the lowest first, each with the reason why it may not be given."""
    words = [f"{in_grams(total, of)} is {why(total)}" for total in totals]
    if not words:
        return "no total that these sizes make is nearer"
    more = f"; and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return f"nearer, but not to be given: {'; '.join(words[:MOST_LISTED])}{more}"
