"""A slow search through every whole-vial plan there is. It shares nothing with the program, and prunes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from ivigcalc.core.request.order import Objective, Rounding
from ivigcalc.core.vials.totals import Combination

Counts = tuple[int, ...]
"""How many vials of each size, sizes descending."""


def day_ways(sizes: Sequence[Fraction], most: Fraction) -> list[tuple[Fraction, Counts]]:
    """Every choice of vials up to so many grams with its grams, but for no vial at all."""
    found: list[tuple[Fraction, Counts]] = [(Fraction(0), ())]
    for size in sizes:
        found = [
            (total + count * size, (*counts, count))
            for total, counts in found
            for count in range(int((most - total) / size) + 1)
        ]
    return found[1:]


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
    most = wanted + max(sizes) if rounding is Rounding.EXACT else wanted * (1 + wide)
    ways = [one for one in day_ways(sizes, most) if supply is None or within(one[1], sizes, supply)]
    return best_of(ways, wanted, sizes, rounding, objective, near=near, wide=wide, cap=cap, prices=prices)


def best_of(
    ways: Iterable[tuple[Fraction, Counts]],
    wanted: Fraction,
    sizes: Sequence[Fraction],
    rounding: Rounding,
    objective: Objective,
    *,
    near: Fraction,
    wide: Fraction,
    cap: Fraction | None = None,
    prices: Mapping[Fraction, Fraction] | None = None,
) -> tuple[Any, ...] | None:
    """The rank of the best of some choices and its vials."""
    exact = rounding is Rounding.EXACT
    if exact:
        ways = [one for one in ways if one[0] >= wanted]
    else:
        ways = [one for one in ways if allowed(one[0], wanted, rounding, wide) and (cap is None or one[0] <= cap)]
    used = prices if objective is Objective.COST else None

    def rank(total: Fraction, counts: Counts) -> tuple[Any, ...]:
        off = abs(total - wanted)
        price, vials = weigh(counts, sizes, used)
        simple = (sum(map(bool, counts)), tuple(-count for count in counts))
        if objective is Objective.GRAMS:
            return 0, off, vials, total, *simple
        least = price if used else vials
        if exact or off <= wanted * near:
            return 0, least, off, vials, total, *simple
        return 1, off, total, least, vials, *simple

    return min(((*rank(total, counts), counts) for total, counts in ways), default=None)


def best_ways(
    sizes: Sequence[Fraction], most: Fraction, prices: Mapping[Fraction, Fraction] | None
) -> list[tuple[Fraction, Counts]]:
    """The best choice for every total up to so many grams, the sizes (descending) taken in one after the other."""
    found: dict[Fraction, tuple[Any, ...]] = {Fraction(0): (0, 0, 0, ())}
    for size in sizes:
        price = prices[size] if prices else 0
        more: dict[Fraction, tuple[Any, ...]] = {}
        for total, (cost, vials, kinds, counts) in found.items():
            for count in range(int((most - total) / size) + 1):
                way = (cost + count * price, vials + count, kinds + bool(count), (*counts, -count))
                sum_g = total + count * size
                if sum_g not in more or way < more[sum_g]:
                    more[sum_g] = way
        found = more
    return sorted((total, tuple(-count for count in way[-1])) for total, way in found.items() if total)


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
    for days in product(*([counts for _, counts in day_ways(sizes, day)] for day in most)):
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
