"""A course rounded as a whole and spread over its days, against a search through every plan there is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random  # noqa: TID251 - cases from a seed
from typing import Any

import pytest

from ivigcalc.core.request.order import Lot, Objective, Rounding, Scope
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import Combination, Unreachable, UnreachableCourse
from ivigcalc.core.vials.whole_course import whole_course_vials
from ivigcalc.core.vials.whole_course_search import StepsLeft, TooManyWaysError
from tests.core.vials.oracle import best_course, counts_of
from tests.profiles import cases, members

SIZES = [Fraction(size) for size in ("0.5", "1", "2", "2.5", "3", "5", "6", "10")]
FIRST = date(2026, 12, 1)
TENTH, QUARTER = Fraction(1, 10), Fraction(1, 4)


def random_case(dice: Random) -> dict[str, Any]:
    """A small course: one to three days, one to three sizes, often with a stock that shrinks from day to day."""
    sizes = sorted(dice.sample(SIZES, dice.randint(1, 3)), reverse=True)
    count = dice.choice((1, 2, 2, 3, 3))
    top = min(sizes) * dice.choice((2, 3, 5)) if count == 3 else min(sizes) * dice.choice((3, 6, 9))
    even = Fraction(dice.randint(1, int(top * 10)), 10)
    unequal = dice.random() < 0.25
    wanted = [Fraction(dice.randint(1, int(top * 10)), 10) if unequal else even for _ in range(count)]
    supply = None
    if dice.random() < 0.75:
        first = {size: dice.choice((0, 1, 1, 2, 3, 5)) for size in sizes}
        supply = [first]
        for _ in wanted[1:]:
            supply.append({size: max(0, left - dice.choice((0, 0, 0, 1, 2))) for size, left in supply[-1].items()})
    return {
        "prescribed_g": wanted,
        "sizes_g": sizes,
        "rounding": dice.choice((Rounding.NEAREST, Rounding.NEAREST, Rounding.DOWN, Rounding.UP)),
        "wide": dice.choice((TENTH, QUARTER)),
        "cap": dice.choice((None, None, None, even)),
        "prices": {size: Fraction(dice.randint(1, 40), 4) for size in sizes} if dice.random() < 0.3 else None,
        "supply": supply,
    }


def planned(case: dict[str, Any]) -> list[Combination | Unreachable] | UnreachableCourse:
    supply, prices = case["supply"], case["prices"]
    terms = VialTerms(
        scope=Scope.COURSE,
        sizes_g=tuple(case["sizes_g"]),
        near=case["wide"],
        wide=case["wide"],
        rounding=case["rounding"],
        objective=Objective.COST if prices else Objective.VIALS,
        cap_g=case["cap"],
        prices=tuple(prices.items()) if prices else (),
        lots=None if supply is None else tuple(lots_of(supply)),
    )
    return whole_course_vials(
        case["prescribed_g"], terms, [FIRST + timedelta(days=day) for day in range(len(case["prescribed_g"]))]
    )


def lots_of(supply: list[dict[Fraction, int]]) -> Iterator[Lot]:
    """Lots of which so many vials can be used on each day: what is gone the day after expires on it."""
    for day, there in enumerate(supply):
        later = supply[day + 1] if day + 1 < len(supply) else {}
        for size, count in there.items():
            if gone := count - later.get(size, 0):
                yield Lot(size_g=size, count=gone, expiry=FIRST + timedelta(days=day))


def agrees(case: dict[str, Any]) -> bool:
    """Whether the plan is the search's; true means that there is one."""
    given = {name: value for name, value in case.items() if name not in {"prescribed_g", "sizes_g", "rounding"}}
    best = best_course(case["prescribed_g"], case["sizes_g"], case["rounding"], day_wide=case["wide"], **given)
    found = planned(case)
    if best is None:
        assert isinstance(found, UnreachableCourse), case
        return False
    assert not isinstance(found, UnreachableCourse), case
    made = [day for day in found if isinstance(day, Combination)]
    assert tuple(counts_of(day, case["sizes_g"]) for day in made) == best[-1], case
    return True


@pytest.mark.parametrize("seed", range(10))
def test_ten_times_a_thousand_random_courses_agree_with_the_search(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - cases, not secrets
    count = cases(1000)
    least = 200 if count == 1000 else count // 10  # a share of the cases may have fewer plans by chance
    assert sum(agrees(random_case(dice)) for _ in range(count)) > least


@pytest.mark.parametrize(
    ("sizes", "grams"),
    [
        ("23 23 33 34 35 36 37 38 39 40 40 47", [40, 40]),
        ("23 23 33 34 35 36 37 38 39 40 47", [46, 34]),
        ("33 34 35 36 37 38 39 40 47", [47, 33]),
    ],
)
def test_days_are_as_even_as_the_vials_in_stock_let_them_be(sizes: str, grams: list[int]) -> None:
    """Two days of 40 g. With one vial of 40 g, 46 g (2 x 23) and 34 g are the most even, though 47 + 33 g are fewer."""
    there = Counter(map(Fraction, sizes.split()))
    case = {
        "prescribed_g": [Fraction(40)] * 2,
        "sizes_g": sorted(there, reverse=True),
        "rounding": Rounding.NEAREST,
        "wide": QUARTER,
        "cap": None,
        "prices": None,
        "supply": [there, there],
    }
    days = planned(case)
    assert isinstance(days, list)
    assert [day.total_g for day in days if isinstance(day, Combination)] == grams
    assert agrees(case)


@pytest.mark.parametrize(("price", "vials"), [("4", ["10 5 5", "20"]), ("5", ["10 10", "20"]), ("6", ["10 10", "20"])])
def test_vials_of_which_there_are_few_cost_what_they_cost(price: str, vials: list[str]) -> None:
    """Two days of 20 g out of two vials of 5 g, two of 10 g at 10 each and two of 20 g at 30 each: one day takes 20 g.

    The other takes two of 10 g for 20, or with 5 g at 4 each 10 g and two of 5 g for 18; at 5 each these cost as much,
    but are three vials, and at 6 each they cost 22.
    """
    prices = {Fraction(5): Fraction(price), Fraction(10): Fraction(10), Fraction(20): Fraction(30)}
    there = {Fraction(5): 2, Fraction(10): 2, Fraction(20): 2}
    case = {
        "prescribed_g": [Fraction(20)] * 2,
        "sizes_g": sorted(there, reverse=True),
        "rounding": Rounding.NEAREST,
        "wide": TENTH,
        "cap": None,
        "prices": prices,
        "supply": [there, there],
    }
    days = planned(case)
    assert isinstance(days, list)
    opened = [
        [str(vial.size_g) for vial in day.vials for _ in range(vial.count)]
        for day in days
        if isinstance(day, Combination)
    ]
    assert sorted(map(" ".join, opened)) == vials
    assert agrees(case)


@pytest.mark.parametrize(
    ("supply", "below", "above"), [(None, 48, 60), ({12: 9}, 48, 60), ({12: 1, 100: 1}, 12, 100), ({12: 1}, 12, None)]
)
def test_a_course_that_no_vials_make_names_the_totals_beside_it(
    supply: dict[int, int] | None, below: int, above: int | None
) -> None:
    """Two days of 28 g, 56 g in all, out of 12 g vials; a day has at most 30.8 g, so never 36 g."""
    there = None if supply is None else {Fraction(size): count for size, count in supply.items()}
    case = {
        "prescribed_g": [Fraction(28)] * 2,
        "sizes_g": sorted(there or [Fraction(12)], reverse=True),
        "rounding": Rounding.NEAREST,
        "wide": TENTH,
        "cap": None,
        "prices": None,
        "supply": None if there is None else [there, there],
    }
    found = planned(case)
    assert isinstance(found, UnreachableCourse)
    assert found.below_g == below
    assert found.above_g == above


def achieved(case: dict[str, Any]) -> tuple[Any, ...]:
    """How good a course is by what is stated, without the order of ties; none at all is worst."""
    found, wanted = planned(case), case["prescribed_g"]
    if isinstance(found, UnreachableCourse):
        return (1,)
    made = [day for day in found if isinstance(day, Combination)]
    off = max(abs(day.total_g - grams) for day, grams in zip(made, wanted, strict=True))
    vials = [vial for day in made for vial in day.vials]
    prices = case["prices"]
    cost = sum(prices[vial.size_g] * vial.count for vial in vials) if prices else 0
    whole = abs(sum(day.total_g for day in made) - sum(wanted))
    return 0, whole, off, cost, sum(vial.count for vial in vials)


@pytest.mark.parametrize("seed", range(5))
def test_more_stock_one_more_size_or_a_looser_tolerance_never_makes_a_course_worse(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - cases, not secrets
    for _ in members(range(cases(100))):
        case = random_case(dice)
        before = achieved(case)
        assert achieved({**case, "wide": case["wide"] + TENTH}) <= before
        assert achieved({**case, "supply": None}) <= before
        if case["supply"]:
            size = dice.choice(case["sizes_g"])
            more = [{**there, size: there[size] + 1} for there in case["supply"]]
            assert achieved({**case, "supply": more}) <= before
        if not case["prices"]:
            sizes = {*case["sizes_g"], dice.choice(SIZES)}
            assert achieved({**case, "sizes_g": sorted(sizes, reverse=True)}) <= before


@pytest.mark.parametrize(
    ("rounding", "grams"), [(Rounding.NEAREST, [29, 27]), (Rounding.DOWN, [27, 27]), (Rounding.UP, [29, 29])]
)
def test_days_that_are_rounded_by_themselves_stay_on_their_side(rounding: Rounding, grams: list[int]) -> None:
    sizes = (Fraction(29), Fraction(27))
    terms = VialTerms(scope=Scope.DAY, sizes_g=sizes, near=TENTH, wide=TENTH, rounding=rounding)
    days = whole_course_vials([Fraction("28.5")] * 2, terms, [None] * 2)
    assert isinstance(days, list)
    assert [day.total_g for day in days if isinstance(day, Combination)] == grams


def test_a_search_that_takes_too_many_steps_is_given_up_and_says_so() -> None:
    lots = tuple(Lot(size_g=Fraction(size), count=3) for size in ("1", "2.5", "5", "10", "20"))
    terms = VialTerms(scope=Scope.COURSE, sizes_g=tuple(lot.size_g for lot in lots), near=TENTH, wide=TENTH, lots=lots)
    found = whole_course_vials([Fraction(28)] * 3, terms, [None] * 3, most_steps=10)
    assert isinstance(found, UnreachableCourse)
    assert found.why.startswith("not decided, too many ways")
    assert not found.decided


def test_a_search_takes_all_its_steps_and_no_more() -> None:
    steps = StepsLeft(3)
    steps.spend(3)
    with pytest.raises(TooManyWaysError):
        steps.spend(1)


@pytest.mark.parametrize(
    ("grams", "sizes", "supply", "vials"),
    [
        ([20, 20], "15 10 5", None, ["2 x 10", "2 x 10"]),
        ([20, 20], "15 10 5", {"15": 1, "10": 3, "5": 3}, ["15 + 5", "2 x 10"]),
        ([30, 30], "20 15 10", {"20": 1, "15": 2, "10": 1}, ["20 + 10", "2 x 15"]),
        (["5.5", "6.5"], "6 3.5 2.5", None, ["6", "6"]),
        ([30], "10 9 8 3 1", dict.fromkeys(["10", "9", "8", "3", "1"], 2), ["2 x 10 + 9 + 1"]),
    ],
)
def test_of_courses_as_even_the_one_of_fewer_vials_and_then_of_fewer_sizes_is_given(
    grams: list[object], sizes: str, supply: dict[str, int] | None, vials: list[str]
) -> None:
    """Two vials a day either way: 2 x 10 g are one size, 15 and 5 g two. Of those alike larger vials come first.

    6 g on each day and 5 and 7 g are as even; the latter are four vials.
    Of two vials of each size no three make 30 g; four of three sizes do, and 10 + 9 + 8 + 3 g would be four sizes.
    """
    there = None if supply is None else [{Fraction(size): count for size, count in supply.items()}] * len(grams)
    case = {
        "prescribed_g": [Fraction(str(one)) for one in grams],
        "sizes_g": [Fraction(size) for size in sizes.split()],
        "rounding": Rounding.NEAREST,
        "wide": TENTH,
        "cap": None,
        "prices": None,
        "supply": there,
    }
    found = [day for day in planned(case) if isinstance(day, Combination)]  # type: ignore[union-attr]
    words = [[(one.count, str(one.size_g)) for one in day.vials] for day in found]
    assert [" + ".join(size if count == 1 else f"{count} x {size}" for count, size in day) for day in words] == vials
    assert agrees(case)
