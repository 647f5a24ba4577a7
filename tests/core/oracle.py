"""A slow search through every whole-vial plan there is. It shares nothing with the program, and prunes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from ivigcalc.core.order import Objective, Rounding
from ivigcalc.core.vials import Combination

Counts = tuple[int, ...]
"""How many vials of each size, sizes descending."""


def day_ways(sizes: Sequence[Fraction], most: Fraction) -> Iterator[Counts]:
    """Every choice of vials up to so many grams, but for no vial at all."""
    every = product(*(range(int(most / size) + 1) for size in sizes))
    return (counts for counts in every if any(counts) and grams(sizes, counts) <= most)


def grams(sizes: Sequence[Fraction], counts: Counts) -> Fraction:
    return sum((size * count for size, count in zip(sizes, counts, strict=True)), Fraction(0))


def counts_of(made: Combination, sizes: Sequence[Fraction]) -> Counts:
    found = {vial.size_g: vial.count for vial in made.vials}
    return tuple(found.get(size, 0) for size in sizes)


def weigh(counts: Counts, sizes: Sequence[Fraction], prices: Mapping[Fraction, Fraction] | None) -> tuple[Any, ...]:
    """Vials; or their price, and then vials."""
    price = sum(prices[size] * count for size, count in zip(sizes, counts, strict=True)) if prices else 0
    return price, sum(counts)


def allowed(total: Fraction, wanted: Fraction, rounding: Rounding, wide: Fraction) -> bool:
    """Whether a total is on the right side and near enough."""
    if rounding is Rounding.UP and total < wanted:
        return False
    if rounding is Rounding.DOWN and total > wanted:
        return False
    return abs(total - wanted) <= wanted * wide


def best_day(
    wanted: Fraction,
    sizes: Sequence[Fraction],
    rounding: Rounding,
    objective: Objective,
    *,
    near: Fraction,
    wide: Fraction,
    cap: Fraction | None = None,
    prices: Mapping[Fraction, Fraction] | None = None,
    supply: Mapping[Fraction, int] | None = None,
) -> tuple[Any, ...] | None:
    """The rank of the best day and its vials, by the words of the rule; None where there is none."""
    exact = rounding is Rounding.EXACT
    most = wanted + max(sizes) if exact else wanted * (1 + wide)
    ways = [one for one in day_ways(sizes, most) if supply is None or within(one, sizes, supply)]
    if exact:
        ways = [one for one in ways if grams(sizes, one) >= wanted]
    else:
        ways = [one for one in ways if allowed(grams(sizes, one), wanted, rounding, wide)]
        ways = [one for one in ways if cap is None or grams(sizes, one) <= cap]
    used = prices if objective is Objective.COST else None

    def rank(counts: Counts) -> tuple[Any, ...]:
        total = grams(sizes, counts)
        off = abs(total - wanted)
        price, vials = weigh(counts, sizes, used)
        simple = (sum(map(bool, counts)), tuple(-count for count in counts))
        if objective is Objective.GRAMS:
            return 0, off, vials, total, *simple
        least = price if used else vials
        if exact or off <= wanted * near:
            return 0, least, off, vials, total, *simple
        return 1, off, total, least, vials, *simple

    return min(((*rank(one), one) for one in ways), default=None)


def within(counts: Counts, sizes: Sequence[Fraction], supply: Mapping[Fraction, int]) -> bool:
    return all(count <= supply.get(size, 0) for size, count in zip(sizes, counts, strict=True))


def best_course(
    wanted: Sequence[Fraction],
    sizes: Sequence[Fraction],
    rounding: Rounding,
    *,
    wide: Fraction,
    day_wide: Fraction | None,
    cap: Fraction | None = None,
    prices: Mapping[Fraction, Fraction] | None = None,
    supply: Sequence[Mapping[Fraction, int]] | None = None,
) -> tuple[Any, ...] | None:
    """The rank of the best course and the vials of its days; ``supply`` is what each day and later ones may use."""
    whole = sum(wanted, Fraction(0))
    most = [whole * (1 + wide) if day_wide is None else day * (1 + day_wide) for day in wanted]
    most = most if cap is None else [min(cap, day) for day in most]
    best = None
    for days in product(*(list(day_ways(sizes, day)) for day in most)):
        totals = [grams(sizes, counts) for counts in days]
        if not allowed(sum(totals, Fraction(0)), whole, rounding, wide) or not kept(days, sizes, supply):
            continue
        used = [sum(column) for column in zip(*days, strict=True)]
        rank = (
            abs(sum(totals) - whole),
            sum(totals),
            max(abs(total - day) for total, day in zip(totals, wanted, strict=True)),
            weigh(tuple(used), sizes, prices),
            sum(map(bool, used)),
            [-total for total in totals],
            [[-count for count in counts] for counts in days],
            days,
        )
        best = rank if best is None else min(best, rank)
    return best


def kept(days: Sequence[Counts], sizes: Sequence[Fraction], supply: Sequence[Mapping[Fraction, int]] | None) -> bool:
    """Whether each day and the days after it take no more than there is for them."""
    if supply is None:
        return True
    return all(
        within(tuple(sum(column) for column in zip(*days[day:], strict=True)), sizes, supply[day])
        for day in range(len(days))
    )
