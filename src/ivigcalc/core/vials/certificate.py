"""Why these vials and no others, in figures to check by hand: the nouns, and the words that are shared.

A certificate names the nearest totals below and above what is prescribed, says of each why it is not taken, and then
why nothing better exists. It is worked out from the terms when it is asked for, not carried along.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Rounding
from ivigcalc.core.vials.terms import Terms, WholeSizes
from ivigcalc.core.vials.totals import UNREACHABLE

MOST_LISTED: Final = 6
"""Totals that are named one by one; of more, those that come nearest to being chosen."""


class Nearest(Record):
    """A total that whole vials make next to what is prescribed, and why it is not taken ("" where it is)."""

    total_g: Fraction
    why: str


class Certificate(Record):
    """Why so many grams: of one infusion day (or several that are alike), or of a whole course.

    ``days`` are their numbers; ``chosen_g`` is None where nothing fits; ``below`` and ``above`` are None where no total
    is there.
    """

    days: tuple[int, ...]
    whole: bool
    prescribed_g: Fraction
    chosen_g: Fraction | None
    below: Nearest | None
    above: Nearest | None
    lines: tuple[str, ...]


class Menu(Record):
    """The totals that vials make, each with its least weight, and those that the vials there are make."""

    sizes: WholeSizes
    free: Mapping[Fraction, int]
    there: Mapping[Fraction, int]

    def vials(self, total: Fraction) -> int:
        """The vials of the lightest way to make a total."""
        weight, shift = self.there[total], self.sizes.shift
        return weight & ((1 << shift) - 1) if shift else weight

    def ranked(self, total: Fraction) -> int:
        """What is compared first: the price where there is one, else the vials."""
        return self.there[total] >> self.sizes.shift


def menu(terms: Terms, there: Mapping[Fraction, int] | None, last_g: Fraction) -> Menu:
    """What vials make up to so many grams."""
    free = terms.unlimited
    last = free.total(last_g) + free.size_set.sizes[0]
    makes = _totals(free, last)
    if there is None:
        return Menu(sizes=free, free=makes, there=makes)
    counted = terms.limited(there)
    return Menu(sizes=counted, free=makes, there=_totals(counted, last))


def _totals(made: WholeSizes, last: int) -> dict[Fraction, int]:
    least = made.size_set.least(last)[1 : last + 1]
    return {made.grams(total): weight for total, weight in enumerate(least, 1) if weight < UNREACHABLE}


def around(totals: Iterable[Fraction], grams: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The nearest totals at or below, and at or above, some grams."""
    found = list(totals)
    below = max((total for total in found if total <= grams), default=None)
    return below, min((total for total in found if total >= grams), default=None)


def away(total: Fraction, grams: Fraction, what: str) -> str:
    """How far a total is from what is prescribed: ``27.5 g is 0.5 g (1.8 %) below the prescribed grams``."""
    if total == grams:
        return f"{shown(total, 3)} g is {what}"
    off = abs(total - grams)
    side = "below" if total < grams else "above"
    return f"{shown(total, 3)} g is {shown(off, 3)} g ({shown(off / grams * 100)} %) {side} {what}"


def listed(sizes: Iterable[Fraction]) -> str:
    """``2.5, 5, 10 and 20 g``."""
    words = [shown(size, 3) for size in sorted(sizes)]
    return f"{', '.join(words[:-1])} and {words[-1]} g" if len(words) > 1 else f"{words[0]} g"


def span(grams: Fraction, tolerance: Fraction) -> str:
    """``within 5 % (26.6 to 29.4 g)``."""
    low, high = grams * (1 - tolerance), grams * (1 + tolerance)
    return f"within {shown(tolerance * 100)} % ({shown(low, 2)} to {shown(high, 2)} g)"


def reach_line(terms: Terms, found: Menu, grams: Fraction) -> str:
    """What the sizes can make at all, next to the prescribed grams."""
    sizes = f"vials of {listed(terms.sizes_g)}"
    below, above = around(found.free, grams)
    if below is not None and below == above:
        return f"{shown(grams, 3)} g itself is a total that {sizes} make"
    if below is None:
        return f"{shown(above or Fraction(0), 3)} g is the least that {sizes} make"
    return f"{shown(below, 3)} g and {shown(above or Fraction(0), 3)} g are the nearest totals that {sizes} make"


def outside(total: Fraction, wanted: Fraction, terms: Terms) -> str:
    """Why a total is on the wrong side of what is prescribed, or too far from it; "" where it is neither."""
    if terms.rounding is Rounding.DOWN and total > wanted:
        return "above what is prescribed (--round down)"
    if terms.rounding is Rounding.UP and total < wanted:
        return "below what is prescribed (--round up)"
    if abs(total - wanted) > wanted * terms.wide:
        return f"outside the tolerance of {shown(terms.wide * 100)} %"
    return ""


def stock_line(there: Mapping[Fraction, int]) -> str:
    """What there is for a day."""
    counts = [f"{count} x {shown(size, 3)} g" for size, count in sorted(there.items(), reverse=True)]
    in_all = shown(sum((size * count for size, count in there.items()), Fraction(0)), 3)
    return f"in stock: {', '.join(counts)}, {in_all} g in all" if counts else "in stock: nothing that can be used"


def passed_line(nearer: Mapping[Fraction, str]) -> str:
    """Totals that are nearer, each with the reason why it may not be given."""
    words = [f"{shown(total, 3)} g is {why}" for total, why in sorted(nearer.items())]
    if not words:
        return "no total that these sizes make is nearer"
    more = f"; and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return f"nearer, but not to be given: {'; '.join(words[:MOST_LISTED])}{more}"
