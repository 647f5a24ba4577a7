"""The vials of each cycle: as those of the first, or one after the other from a stock until it runs short."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.checkcode import check_code
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductCycles
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.request.order import Stock
from ivigcalc.core.vials.totals import added_vials
from tests.core.making import in_stock, order, patient, refused_by
from tests.profiles import examples, members
from tests.program import shipped

START = date(2026, 12, 1)


def asked(catalogue: Catalogue, weight: object = 70, **more: Any) -> Plan:
    usual: dict[str, Any] = {"regimen": "D", "start": START, "cycles": 3, "region": Region.EU}
    return plan(patient(weight), order(**(usual | more)), catalogue)


def stock(*lots: tuple[int, int, date | None]) -> Stock:
    return in_stock(*(("privigen", *lot) for lot in lots), ("octagam-10", 10, 99, None))


def only(answer: Plan) -> ProductCycles:
    (found,) = answer.cycles
    return found


def counts(made: ProductCycles) -> dict[Fraction, int]:
    return {vial.size_g: vial.count for vial in added_vials(day.vials for one in made.made for day in one.days)}


def test_each_cycle_takes_what_the_first_takes_on_its_own_days(catalogue: Catalogue) -> None:
    """70 g are 40, 20 and 10 g, every 3 weeks."""
    made = only(asked(catalogue))
    dates = [day.date for cycle in made.made for day in cycle.days]
    assert dates == [START, START + timedelta(weeks=3), START + timedelta(weeks=6)]
    assert counts(made) == {40: 3, 20: 3, 10: 3}
    assert [made.given_g, made.volume_ml] == [210, 2100]
    assert made.short is made.needed is None


def test_cycles_draw_on_one_stock_and_name_their_lots(catalogue: Catalogue) -> None:
    """The vials of 2026-12-01 are gone on 2026-12-22."""
    made = only(asked(catalogue, stock=stock((20, 4, START), (10, 30, None))))
    lots = [{int(lot.size_g): lot.count for lot in cycle.days[0].lots} for cycle in made.made]
    assert lots == [{20: 3, 10: 1}, {10: 7}, {10: 7}]
    assert made.short is None


def test_what_runs_short_is_said_from_its_cycle_on_with_what_it_would_take(catalogue: Catalogue) -> None:
    answer = asked(catalogue, cycles=5, stock=stock((20, 3, None), (10, 9, None)))
    made = only(answer)
    assert not answer.dispensable
    assert asked(catalogue, cycles=2, stock=stock((20, 3, None), (10, 9, None))).dispensable
    assert len(made.made) == 2
    assert isinstance(made.short, NoFit)
    assert isinstance(made.needed, CoursePlan)
    assert {vial.size_g: vial.count for vial in added_vials(day.vials for day in made.needed.days)} == {
        40: 1,
        20: 1,
        10: 1,
    }


def test_a_stock_that_is_used_up_has_nothing_left_for_the_next_cycle(catalogue: Catalogue) -> None:
    made = only(asked(catalogue, stock=stock((20, 3, None), (10, 1, None))))
    assert len(made.made) == 1
    assert isinstance(made.short, Missing)
    assert made.short.reason == "none in stock"


def test_a_stock_that_does_not_do_for_the_first_cycle_makes_none(catalogue: Catalogue) -> None:
    made = only(asked(catalogue, stock=stock((10, 3, None))))
    assert not made.made
    assert made.given_g == 0
    assert made.short is not None
    assert made.needed is not None


def test_there_are_no_cycles_without_a_plan(catalogue: Catalogue) -> None:
    assert asked(catalogue, products=()).cycles == ()
    assert asked(catalogue, stock=stock((10, 0, None))).cycles == ()
    small = asked(catalogue, weight=3)
    assert isinstance(small.products[0].plans[0], NoFit), "3 g is 17 % off 2.5 g"
    assert small.cycles == ()


def test_a_dose_that_has_no_weight_is_not_repeated(catalogue: Catalogue) -> None:
    codes = {problem.field for problem in refused_by(patient(90), order("adem", start=START, cycles=2), catalogue)}
    assert "--height" in codes or "--sex" in codes


SIZES = st.dictionaries(st.sampled_from([5, 10, 20]), st.integers(0, 12), min_size=1)


@examples(60)
@given(SIZES, st.integers(1, 6))
def test_no_vial_is_used_twice_and_none_after_its_day(there: dict[int, int], cycles: int) -> None:
    """Every vial that the cycles take is in the stock; what is left does not make up the next cycle (tried anew)."""
    lots = stock(*((size, count, START + timedelta(weeks=2 * size)) for size, count in there.items()))
    answer = asked(shipped(), stock=lots, cycles=cycles)
    assume(answer.cycles)
    for made in members(answer.cycles):
        taken: Counter[Fraction] = Counter()
        for day in (day for cycle in made.made for day in cycle.days):
            assert sum(lot.size_g * lot.count for lot in day.lots) == day.vials.total_g
            for lot in day.lots:
                assert day.date is not None
                assert lot.expiry is not None
                assert day.date <= lot.expiry
                taken[lot.size_g] += lot.count
        assert all(count <= there[int(size)] for size, count in taken.items())
        if made.short and made.made and answer.repeat:
            left = {size: count - taken[Fraction(size)] for size, count in there.items()}
            after = stock(*((size, count, START + timedelta(weeks=2 * size)) for size, count in left.items()))
            anew = asked(shipped(), stock=after, cycles=None, start=answer.repeat.starts[len(made.made)])
            assert not anew.dispensable


@pytest.mark.parametrize("stocked", [True, False])
def test_the_check_code_is_of_the_cycles_too(catalogue: Catalogue, *, stocked: bool) -> None:
    more = {"stock": stock((20, 60, None), (10, 60, None))} if stocked else {}
    codes = set()
    for cycles in (None, 1, 2, 3):
        answer = asked(catalogue, cycles=cycles, **more)
        made = answer.products[0].plans[0]
        assert isinstance(made, CoursePlan)
        codes.add(check_code(answer, made, "", ""))
    assert len(codes) == 4


def test_what_is_handed_out_is_the_chosen_course_in_each_cycle_that_is_made_up(catalogue: Catalogue) -> None:
    """70 g are 40 + 20 + 10 g; of vials for two cycles the third is not made."""
    each = asked(catalogue).made_courses
    assert [made.days[0].date for made in each] == [START + timedelta(weeks=weeks) for weeks in (0, 3, 6)]
    assert {made.given_g for made in each} == {70}
    two = asked(catalogue, stock=stock((40, 2, None), (20, 2, None), (10, 2, None)))
    assert [made.days[0].date for made in two.made_courses] == [START, START + timedelta(weeks=3)]
    once = asked(catalogue, cycles=None)
    assert [made.days[0].date for made in once.made_courses] == [START]
    assert asked(catalogue, products=()).made_courses == ()
    assert asked(catalogue, regimen="", cycles=None).made_courses == ()
