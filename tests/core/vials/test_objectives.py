"""The vials of a day under every objective and from a stock, against a search that shares nothing with the program."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from random import Random  # noqa: TID251 - cases from a seed
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.request.order import Objective, Rounding
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import Combination, Unreachable
from tests.core.vials.oracle import best_day, best_of, best_ways, counts_of
from tests.profiles import cases, examples, members, spread, together
from tests.program import shipped

NEAR, WIDE = Fraction(5, 100), Fraction(10, 100)
SIZES = [Fraction(size) for size in ("0.5", "1", "2", "2.5", "3", "5", "6", "10")]
GRID = [Fraction(half_grams, 2) for half_grams in range(1, 241)]
"""Every half gram up to 120 g."""

Sizes = tuple[Fraction, ...]


@cache
def sold() -> list[Sizes]:
    """Every set of sizes that a preparation has in a region, or anywhere; sizes descending."""
    products = shipped().products
    found = {tuple(sorted(set(one.sizes_in(region)), reverse=True)) for one in products for region in (None, *Region)}
    return sorted(found - {()})


def made_up(sizes: Sizes) -> dict[Fraction, Fraction]:
    """Prices by which a larger vial is not always the better buy."""
    return {size: 50 * size + Fraction((11, 3, 17, 5)[place % 4]) for place, size in enumerate(sizes)}


def test_the_data_have_the_sets_of_sizes_that_the_grid_is_for() -> None:
    assert len(sold()) > 20


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("rounding", Rounding)
def test_every_set_sold_at_every_half_gram_agrees_with_the_search(rounding: Rounding, objective: Objective) -> None:
    """Every third set by default."""
    for sizes in members(sold()[:: together(3)]):
        prices = made_up(sizes) if objective is Objective.COST else None
        terms = VialTerms(
            sizes_g=sizes,
            near=NEAR,
            wide=WIDE,
            rounding=rounding,
            objective=objective,
            prices=tuple(prices.items()) if prices else (),
        )
        for wanted, ways in members(near_ways(sizes, prices, exact=rounding is Rounding.EXACT)):
            best = best_of(ways, wanted, sizes, rounding, objective, near=NEAR, wide=WIDE, prices=prices)
            found = best_vials(wanted, terms)
            assert (counts_of(found, sizes) if isinstance(found, Combination) else None) == (best[-1] if best else None)


def near_ways(
    sizes: Sizes, prices: dict[Fraction, Fraction] | None, *, exact: bool
) -> Iterator[tuple[Fraction, list[tuple[Fraction, tuple[int, ...]]]]]:
    """Each total of the grid with the best choice for every total that could be given for it."""
    ways = kept_ways(sizes, tuple(prices.items()) if prices else ())
    totals = [total for total, _ in ways]
    for wanted in spread(GRID):
        first = bisect_left(totals, wanted * (1 - WIDE))
        last = bisect_right(totals, wanted + max(sizes) if exact else wanted * (1 + WIDE))
        yield wanted, ways[first:last]


@cache
def kept_ways(sizes: Sizes, prices: tuple[tuple[Fraction, Fraction], ...]) -> list[tuple[Fraction, tuple[int, ...]]]:
    return best_ways(sizes, GRID[-1] * (1 + WIDE) + max(sizes), dict(prices))


def random_case(dice: Random) -> dict[str, Any]:
    """A day of a few sizes, often with a stock, a cap or prices."""
    sizes = tuple(sorted(dice.sample(SIZES, dice.randint(1, 4)), reverse=True))
    wanted = Fraction(dice.randint(1, int(min(max(sizes) * 20, min(sizes) * 120))), 10)
    return {
        "wanted": wanted,
        "sizes": sizes,
        "rounding": dice.choice(list(Rounding)),
        "objective": dice.choice(list(Objective)),
        "near": dice.choice((NEAR, Fraction(0), WIDE)),
        "wide": dice.choice((WIDE, Fraction(1, 4))),
        "cap": dice.choice((None, None, wanted)),
        "supply": dice.choice((None, {size: dice.choice((0, 1, 2, 4, 9)) for size in sizes})),
        "prices": {size: Fraction(dice.randint(1, 40), 4) for size in sizes},
    }


def planned(case: dict[str, Any]) -> Combination | Unreachable:
    terms = VialTerms(
        sizes_g=case["sizes"],
        near=case["near"],
        wide=case["wide"],
        rounding=case["rounding"],
        objective=case["objective"],
        cap_g=case["cap"],
        prices=tuple(case["prices"].items()) if case["objective"] is Objective.COST else (),
    )
    supply = case["supply"]
    return best_vials(case["wanted"], terms, supply)


def rank(case: dict[str, Any]) -> tuple[Any, ...] | None:
    """The rank of the best day that there is."""
    given_too = {
        name: value for name, value in case.items() if name not in {"wanted", "sizes", "rounding", "objective"}
    }
    return best_day(case["wanted"], case["sizes"], case["rounding"], case["objective"], **given_too)


@pytest.mark.parametrize("seed", range(10))
def test_ten_times_a_thousand_random_days_agree_with_the_search(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - cases, not secrets
    made = 0
    count = cases(1000)
    for _ in range(count):
        case = random_case(dice)
        best, found = rank(case), planned(case)
        if isinstance(found, Combination):
            made += 1
            assert best is not None, case
            assert counts_of(found, case["sizes"]) == best[-1], case
        else:
            assert best is None, case
            assert found.short == (case["supply"] is not None and rank({**case, "supply": None}) is not None), case
    assert made > count * 3 // 10


def achieved(found: Combination | Unreachable, wanted: Fraction, near: Fraction, *, grams: bool) -> tuple[Any, ...]:
    """How good a day is by what is stated, without the order of ties: less is better, and no day at all is worst."""
    if isinstance(found, Unreachable):
        return (2,)
    off, vials = abs(found.total_g - wanted), sum(vial.count for vial in found.vials)
    if grams:
        return 0, off, vials
    return (0, vials, off) if off <= wanted * near else (1, off)


@st.composite
def days(draw: st.DrawFn) -> dict[str, Any]:
    sizes = draw(st.sets(st.sampled_from(SIZES), min_size=1, max_size=5))
    return {
        "wanted": draw(st.fractions("0.5", 60, max_denominator=20)),
        "sizes": tuple(sizes),
        "rounding": draw(st.sampled_from((Rounding.NEAREST, Rounding.DOWN, Rounding.UP))),
        "objective": draw(st.sampled_from((Objective.VIALS, Objective.GRAMS))),
        "near": NEAR,
        "wide": WIDE,
        "cap": None,
        "supply": {size: draw(st.integers(0, 6)) for size in SIZES},
        "prices": {},
    }


def no_worse(case: dict[str, Any], better: dict[str, Any]) -> None:
    grams = case["objective"] is Objective.GRAMS
    before, after = (achieved(planned(one), case["wanted"], better["near"], grams=grams) for one in (case, better))
    assert after <= before


@examples(300)
@given(case=days(), more=st.sampled_from(SIZES), count=st.integers(1, 5))
def test_more_stock_never_makes_a_day_worse(case: dict[str, Any], more: Fraction, count: int) -> None:
    no_worse(case, {**case, "supply": {**case["supply"], more: case["supply"][more] + count}})
    no_worse(case, {**case, "supply": None})


@examples(300)
@given(case=days(), more=st.sampled_from(SIZES), stocked=st.booleans())
def test_one_more_size_never_makes_a_day_worse(case: dict[str, Any], more: Fraction, *, stocked: bool) -> None:
    case = case if stocked else {**case, "supply": None}
    no_worse(case, {**case, "sizes": tuple({*case["sizes"], more})})


@examples(300)
@given(case=days(), near=st.sampled_from((NEAR, Fraction(8, 100), WIDE)), wide=st.sampled_from((WIDE, Fraction(1, 2))))
def test_a_looser_tolerance_never_makes_a_day_worse(case: dict[str, Any], near: Fraction, wide: Fraction) -> None:
    no_worse(case, {**case, "near": near, "wide": wide})


def greedy(total: Fraction, sizes: Sizes) -> int | None:
    """The vials that largest-first takes, None where it is stuck."""
    vials = 0
    for size in sorted(sizes, reverse=True):
        vials += int(total / size)
        total -= int(total / size) * size
    return None if total else vials


@pytest.mark.parametrize(
    ("sizes", "step", "most", "reachable", "wrong"),
    [
        ("1 2.5 5 10 20 40", "0.5", 200, 398, 158),
        ("2 5 10 20 30", "1", 200, 198, 78),
        ("0.5 1 2.5 3 5 6 10", "0.5", 200, 400, 78),
        ("5 10 20", "5", 200, 40, 0),
        ("2.5 5 10 20", "2.5", 200, 80, 0),
        ("0.5 2.5 5 10 20", "0.5", 200, 400, 0),
        ("1 3 6 12", "1", 200, 200, 0),
        ("6 12", "6", 198, 33, 0),
    ],
)
def test_fewer_vials_than_largest_first(sizes: str, step: str, most: int, reachable: int, wrong: int) -> None:
    """How often largest-first is wrong was counted elsewhere, by another program."""
    there = tuple(Fraction(size) for size in sizes.split())
    terms = VialTerms(sizes_g=there, near=Fraction(0), wide=Fraction(0))
    totals = [Fraction(step) * count for count in range(1, int(most / Fraction(step)) + 1)]
    made = [(total, found) for total in totals if isinstance(found := best_vials(total, terms), Combination)]
    fewest = {total: sum(vial.count for vial in found.vials) for total, found in made}
    assert len(fewest) == reachable
    assert sum(greedy(total, there) != fewest[total] for total in fewest) == wrong


@pytest.mark.parametrize(
    ("sizes", "measured"),
    [
        ("5 10 20", "4.47 14.2 0.86 2.9 12.6 24.8"),
        ("2.5 5 10 20", "2.16 7.6 0.43 1.5 6.2 12.4"),
        ("1 2.5 5 10 20 40", "0.43 1.5 0.08 0.2 1.2 2.4"),
        ("0.5 2.5 5 10 20", "0.43 1.5 0.08 0.2 1.2 2.4"),
        ("6 12", "4.97 14.3 1.04 3.7 14.3 29.8"),
    ],
)
def test_how_far_whole_vials_are_from_a_course(sizes: str, measured: str) -> None:
    """0.4 g/kg on 5 days, 40 to 120 kg by 0.1 kg, measured elsewhere by another program.

    Mean and most in percent, by day and by course, and in grams wasted where the exact dose is given.
    """
    figures = [Fraction(figure) for figure in measured.split()]
    there = tuple(Fraction(size) for size in sizes.split())
    nearest = VialTerms(sizes_g=there, near=Fraction(0), wide=Fraction(1, 2), objective=Objective.GRAMS)
    opened = VialTerms(sizes_g=there, near=NEAR, wide=WIDE, rounding=Rounding.EXACT, objective=Objective.GRAMS)
    by_day, by_course, waste = list[Fraction](), list[Fraction](), list[Fraction]()
    for tenths in range(400, 1201):
        day = Fraction(tenths, 10) * Fraction("0.4")
        for grams, off in ((day, by_day), (day * 5, by_course)):
            found = best_vials(grams, nearest)
            assert isinstance(found, Combination)
            off.append(abs(found.total_g - grams) / grams * 100)
        left = best_vials(day, opened)
        assert isinstance(left, Combination)
        waste.append(left.discarded_g * 5)
    for found_all, mean, most, places in zip(
        (by_day, by_course, waste), figures[::2], figures[1::2], (2, 2, 1), strict=True
    ):
        assert abs(sum(found_all) / len(found_all) - mean) <= Fraction(51, 100) / 10**places
        assert abs(max(found_all) - most) <= Fraction(51, 1000)
