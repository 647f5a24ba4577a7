"""A course rounded as a whole and spread over its days, against a search through every plan there is."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from ivigcalc.core.order import Rounding
from ivigcalc.core.vial_course import Unspread, spread
from ivigcalc.core.vials import Combination
from tests.core.oracle import best_course, counts_of

SIZES = [Fraction(size) for size in ("0.5", "1", "2", "2.5", "3", "5", "6", "10")]
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
        "day_wide": dice.choice((TENTH, QUARTER, QUARTER)),
        "cap": dice.choice((None, None, None, even)),
        "prices": {size: Fraction(dice.randint(1, 40), 4) for size in sizes} if dice.random() < 0.3 else None,
        "supply": supply,
    }


def planned(case: dict[str, Any]) -> tuple[Combination, ...] | Unspread:
    prices = tuple(case["prices"].items()) if case["prices"] else ()
    asked = {name: value for name, value in case.items() if name not in {"cap", "prices", "prescribed_g", "sizes_g"}}
    rounding = asked.pop("rounding")
    return spread(case["prescribed_g"], case["sizes_g"], rounding, at_most_g=case["cap"], prices=prices, **asked)


def agrees(case: dict[str, Any]) -> bool:
    """Whether the plan is the search's; true means that there is one."""
    given = {name: value for name, value in case.items() if name not in {"prescribed_g", "sizes_g", "rounding"}}
    best = best_course(case["prescribed_g"], case["sizes_g"], case["rounding"], **given)
    found = planned(case)
    if best is None:
        assert isinstance(found, Unspread), case
        return False
    assert not isinstance(found, Unspread), case
    assert tuple(counts_of(day, case["sizes_g"]) for day in found) == best[-1], case
    return True


@pytest.mark.parametrize("seed", range(10))
def test_ten_times_a_thousand_random_courses_agree_with_the_search(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - cases, not secrets
    assert sum(agrees(random_case(dice)) for _ in range(1000)) > 200
