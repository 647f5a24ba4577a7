"""Certificates: the nearest totals are the nearest there are, and what is said against a total is so."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.dosing.course import Course, CourseDay, days_words
from ivigcalc.core.request.order import Lot, Objective, Rounding, Scope
from ivigcalc.core.vials.certificate import Certificate, away, certify_course, listed, stock_line
from ivigcalc.core.vials.course import course_vials
from ivigcalc.core.vials.day_certificates import certify
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import Combination, UnreachableCourse
from tests.core.vials.oracle import day_ways
from tests.profiles import examples

NEAR, WIDE = Fraction(5, 100), Fraction(10, 100)
PRIVIGEN = "2.5 5 10 20 40"


def terms(sizes: str = PRIVIGEN, **more: object) -> VialTerms:
    known: dict[str, object] = {"sizes_g": tuple(map(Fraction, sizes.split())), "near": NEAR, "wide": WIDE}
    return VialTerms(**{**known, **more})  # type: ignore[arg-type]


def course(*grams: object) -> Course:
    days = tuple(CourseDay(day=day, grams=Fraction(str(one))) for day, one in enumerate(grams, start=1))
    return Course(letter="A", id="ordered", basis="", days=days)


def only(grams: object, asked: VialTerms) -> Certificate:
    (found,) = certify(course(grams), asked, None)
    return found


def against(found: Certificate) -> tuple[str, str]:
    """What is said against the nearest totals below and above."""
    return (found.below.why if found.below else "none", found.above.why if found.above else "none")


CHEAP_TENS = tuple((Fraction(size), Fraction(price)) for size, price in (("5", 30), ("10", 40), ("20", 100)))
EVEN_PRICES = tuple((Fraction(size), Fraction(size) * 10) for size in ("5", "10", "20"))


@pytest.mark.parametrize(
    ("grams", "asked", "below", "above"),
    [
        ("27.5", terms(), "", ""),
        (28, terms(), "", "7.1 % away, and 27.5 g is within 5 %"),
        (28, terms("5 10"), "outside the tolerance of 10 %", ""),
        ("12.5", terms("1 12"), "", "takes 2 vials, 12 g takes 1"),
        ("2.5", terms("2 3", wide=Fraction(1, 2)), "", "as near as 2 g: the lower is taken"),
        ("2.6", terms("2 3", wide=Fraction(1, 2)), "farther than 3 g", ""),
        (30, terms(rounding=Rounding.DOWN), "", ""),
        (29, terms(rounding=Rounding.DOWN), "", "above what is prescribed (--round down)"),
        (28, terms(rounding=Rounding.UP), "below what is prescribed (--round up)", ""),
        (28, terms(rounding=Rounding.EXACT), "does not cover the prescribed grams", "takes 2 vials, 40 g takes 1"),
        (31, terms(rounding=Rounding.EXACT), "does not cover the prescribed grams", "takes 3 vials, 40 g takes 1"),
        (28, terms(objective=Objective.GRAMS), "", "farther than 27.5 g"),
        ("28.75", terms(objective=Objective.GRAMS), "as near as 30 g: fewer vials, then the lower, are taken", ""),
        ("19.5", terms("1 10"), "takes 10 vials, 20 g takes 2", ""),
        ("39.6", terms("40 39", cap_g=Fraction(39)), "", "above the cap of 39 g"),
        (28, terms("5 10 20", objective=Objective.COST, prices=CHEAP_TENS), "outside the tolerance of 10 %", ""),
        ("102.5", terms("5 10 20", objective=Objective.COST, prices=EVEN_PRICES), "", "costs more than 100 g"),
        (
            "101",
            terms("1 2", objective=Objective.COST, prices=((Fraction(1), Fraction(0)), (Fraction(2), Fraction(0)))),
            "",
            "",
        ),
        ("0.7", terms(), "none", "outside the tolerance of 10 %"),
    ],
)
def test_what_is_said_against_the_nearest_totals(grams: object, asked: VialTerms, below: str, above: str) -> None:
    assert against(only(grams, asked)) == (below, above)


def test_a_total_that_costs_the_same_loses_by_being_farther() -> None:
    free = ((Fraction(1), Fraction(0)), (Fraction(2), Fraction(0)))
    found = only("50.4", terms("1 2", objective=Objective.COST, prices=free))
    assert against(found) == ("", "costs as much as 50 g, and is no nearer")
    same = only("49.4", terms("1 24 25"))
    assert against(same)[1] == "takes as many vials as 49 g, and is no nearer"


def test_totals_are_listed_with_their_vials_and_prices() -> None:
    assert "totals within 5 % (26.6 to 29.4 g): 27.5 g (3 vials)" in only(28, terms()).lines
    cheap = only(20, terms("5 10 20", objective=Objective.COST, prices=CHEAP_TENS))
    assert "totals within 5 % (19 to 21 g): 20 g (2 vials, price 80)" in cheap.lines
    many = only(100, terms("1 10 40"))
    assert any(line.endswith("and 5 that rank behind these") for line in many.lines)
    assert (
        "totals that cover 28 g, up to 70 g (above it a vial could be left out): 30 g (2 vials), 40 g (1 vial)"
        in " ".join(only(28, terms("10 20 40", rounding=Rounding.EXACT)).lines)
    )


@pytest.mark.parametrize(
    ("grams", "asked", "taken", "rule"),
    [
        (28, terms(), "27.5", "the fewest vials; of several, the nearest"),
        (28, terms("10 20 40", rounding=Rounding.EXACT), 40, "the fewest vials; of several, the least discarded"),
        (
            20,
            terms("5 10 20", objective=Objective.COST, prices=CHEAP_TENS),
            20,
            "the lowest price; of several, the nearest",
        ),
        (
            28,
            terms("5 10 20", rounding=Rounding.EXACT, objective=Objective.COST, prices=CHEAP_TENS),
            30,
            "the lowest price; of several, the least discarded, then the fewest vials",
        ),
        (
            28,
            terms("10 20 40", rounding=Rounding.EXACT, objective=Objective.GRAMS),
            30,
            "the fewest grams over; of several, the fewest vials",
        ),
    ],
)
def test_the_rule_by_which_one_of_several_totals_is_taken_is_said(
    grams: object, asked: VialTerms, taken: object, rule: str
) -> None:
    found = only(grams, asked)
    assert (found.chosen_g, found.lines[-1]) == (Fraction(str(taken)), f"taken of these: {rule}")


def test_what_is_nearer_and_may_not_be_given_is_named() -> None:
    found = only(
        28, terms("1 10", rounding=Rounding.UP, objective=Objective.GRAMS, lots=(Lot(size_g=Fraction(10), count=9),))
    )
    assert "in stock: 9 x 10 g, 90 g in all" in found.lines
    assert any(
        line.startswith("nearer, but not to be given: 27 g is beyond stock; 28 g is beyond stock")
        for line in found.lines
    )
    lots = (Lot(size_g=Fraction("0.1"), count=950),)
    many = only(100, terms("0.1", lots=lots, objective=Objective.GRAMS))
    assert many.chosen_g == 95
    assert many.lines[-1].endswith("95.6 g is beyond stock; and 93 more")


def test_nothing_usable_in_stock_is_said() -> None:
    gone = Lot(size_g=Fraction(10), count=9, expiry=date(2026, 12, 1))
    (found,) = certify(course(20), terms("10", lots=(gone,)), date(2026, 12, 2))
    assert "in stock: nothing that can be used" in found.lines
    assert found.chosen_g is None


def test_days_that_are_alike_share_a_certificate() -> None:
    assert [(one.days, one.whole) for one in certify(course(28, 28, 30), terms(), None)] == [
        ((1, 2), False),
        ((3,), False),
    ]
    there = (Lot(size_g=Fraction(20), count=1), Lot(size_g=Fraction(10), count=9))
    assert [one.days for one in certify(course(20, 20, 20), terms("10 20", lots=there), None)] == [(1,), (2,), (3,)]


def whole(asked: VialTerms, *grams: object, start: date | None = None) -> Certificate:
    (found,) = certify(course(*grams), asked, start)
    assert found.whole
    return found


def test_a_search_that_was_given_up_claims_nothing_of_what_it_did_not_look_at() -> None:
    given_up = UnreachableCourse(below_g=Fraction(50), above_g=Fraction(60), why="not decided", decided=False)
    found = certify_course(course(28, 28), given_up, terms("10 20", scope=Scope.COURSE), None)
    below, above = against(found)
    assert below == "outside the tolerance of 10 %"
    assert above.startswith("not decided")


def test_a_course_says_how_even_its_days_are_and_why_no_more() -> None:
    found = whole(terms(scope=Scope.COURSE), *[28] * 5)
    assert found.chosen_g == found.prescribed_g == 140
    assert found.lines == (
        "140 g itself is a total that vials of 2.5, 5, 10, 20 and 40 g make",
        "140 g is the prescribed total",
        "no total that these sizes make is nearer",
        "days of 30, 27.5, 27.5, 27.5, 27.5 g: none is more than 2 g from what is prescribed for it",
        "totals that are nearer (27.5 g) make 137.5 g in all",
        "14 vials in all: no days as even take fewer (by itself 27.5 g takes 3, 30 g takes 2)",
    )


def test_days_that_are_as_prescribed_say_so() -> None:
    """30 g are 20 g and 10 g, each day."""
    assert "days of 30, 30 g: each is as prescribed" in whole(terms(scope=Scope.COURSE), 30, 30).lines


@pytest.mark.parametrize(
    ("asked", "grams", "below", "above"),
    [
        (terms("5 10", scope=Scope.COURSE), [28, 28], "", "farther from the prescribed total than 55 g"),
        (terms("5", scope=Scope.COURSE), ["26.25", "26.25"], "", "as near as 50 g: the lower is taken"),
        (terms("5", scope=Scope.COURSE, rounding=Rounding.UP), [28, 28], "below what is prescribed (--round up)", ""),
        (
            terms("5", scope=Scope.COURSE, rounding=Rounding.DOWN),
            [29, 29],
            "",
            "above what is prescribed (--round down)",
        ),
        (
            terms("12", scope=Scope.COURSE),
            [28, 28],
            "outside the tolerance of 10 %",
            "more than the 48 g that whole vials give the days (at most 30.8 g a day)",
        ),
    ],
)
def test_what_is_said_against_course_totals(asked: VialTerms, grams: list[object], below: str, above: str) -> None:
    assert against(whole(asked, *grams)) == (below, above)


@pytest.mark.parametrize(
    ("asked", "grams", "line"),
    [
        (terms("10", scope=Scope.COURSE), [25, 25], "more than the 40 g that whole vials give the days"),
        (terms("20 30", scope=Scope.COURSE, wide=Fraction(1, 5)), [24, 36], "not every day has a total"),
        (
            terms("10", scope=Scope.COURSE, lots=(Lot(size_g=Fraction(10), count=4),)),
            [22, 22],
            "in stock: 4 x 10 g, 40 g in all",
        ),
        (terms("10", scope=Scope.COURSE, lots=(Lot(size_g=Fraction(10), count=3),)), [20, 20], "beyond stock"),
        (
            terms("5 10 20", scope=Scope.COURSE, objective=Objective.COST, prices=CHEAP_TENS),
            [20, 20],
            "4 vials for 160 in all: no days as even cost less",
        ),
    ],
)
def test_a_course_certificate_says(asked: VialTerms, grams: list[object], line: str) -> None:
    found = whole(asked, *grams)
    assert line in " | ".join((*found.lines, *against(found)))


def lots(**counts: int) -> tuple[Lot, ...]:
    return tuple(Lot(size_g=Fraction(size.removeprefix("g")), count=count) for size, count in counts.items())


def test_a_stock_may_keep_days_from_being_even() -> None:
    found = whole(terms("10 18 22", scope=Scope.COURSE, lots=lots(g10=1, g18=1, g22=1)), 20, 20)
    assert found.chosen_g == 40
    assert "totals that are nearer (20 g) do not make 40 g in 2 days from this stock" in found.lines


@pytest.mark.parametrize(
    ("sizes", "line"),
    [
        ("17 22 41 43", "totals that are nearer (22, 39, 41 g) make from 61 to 63 g in all"),
        ("17 22 41.1 43", "totals that are nearer (22, 39, 41.1 g) make from 61 to 63.1 g in all"),
        ("17 22.1 41 43", "not every day has a total that is nearer than 3 g"),
        ("17 43", "not every day has a total that is nearer than 3 g"),
    ],
)
def test_days_could_be_nearer_but_not_together(sizes: str, line: str) -> None:
    """17 g for 20 g and 43 g for 40 g are 3 g off; the first day may have up to 22 g, 39 g are 17 and 22 g."""
    found = whole(terms(sizes, scope=Scope.COURSE), 20, 40)
    assert found.chosen_g == 60
    assert line in found.lines


@pytest.mark.parametrize(
    ("sizes", "grams", "rounding", "said"),
    [
        ("10 36", [19, 19], Rounding.NEAREST, "not to be spread over the days (at most 20.9 g a day)"),
        (
            "12",
            [28, 5],
            Rounding.NEAREST,
            "more than the 24 g that whole vials give the days (at most 30.8, 5.5 g a day)",
        ),
        ("10", [29], Rounding.DOWN, "nearer, but not to be given: 30 g is above what is prescribed (--round down)"),
    ],
)
def test_why_a_course_total_is_not_given(sizes: str, grams: list[int], rounding: Rounding, said: str) -> None:
    """With 10 % above its own a day of 19 g may have 20.9 g, one of 28 g 30.8 g, and one of 5 g 5.5 g."""
    wide = Fraction(1, 2) if rounding is Rounding.DOWN else WIDE
    found = whole(terms(sizes, scope=Scope.COURSE, rounding=rounding, wide=wide), *grams)
    assert said in (*found.lines, *against(found))


def test_a_day_says_how_far_its_vials_are_from_what_is_prescribed() -> None:
    """5 % of 28 g are 1.4 g."""
    assert "27.5 g is 0.5 g (1.8 %) below the prescribed grams" in only(28, terms()).lines


@pytest.mark.parametrize(("grams", "behind"), [("52.5", False), ("60", True)])
def test_of_more_than_six_totals_those_behind_are_counted(grams: str, *, behind: bool) -> None:
    """Totals of 1 g and 20 g vials within 5 %: 50 to 55 g are six, 57 to 63 g are seven."""
    (line,) = (one for one in only(grams, terms("1 20")).lines if one.startswith("totals within"))
    assert line.endswith(", and 1 that rank behind these") == behind
    assert ("behind" in line) == behind


def test_a_stock_may_make_a_total_that_the_days_cannot_have() -> None:
    found = whole(terms("10 30", scope=Scope.COURSE, lots=lots(g10=1, g30=1)), 20, 20)
    assert found.chosen_g is None
    assert against(found)[0] == "not to be spread over the days (at most 22 g a day, in stock)"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([4], "day 4"),
        ([1, 2, 3], "days 1 to 3"),
        ([1, 3], "days 1 and 3"),
        ([1, 2, 5, 7, 8], "days 1 to 2, 5 and 7 to 8"),
    ],
)
def test_days_in_words(days: list[int], said: str) -> None:
    assert days_words(days) == said


def test_a_total_that_is_farther_but_allowed_is_said_to_be_farther() -> None:
    assert against(only(100, terms("93 106"))) == ("farther than 106 g", "")


@examples(300)
@given(
    grams=st.fractions("0.5", 40, max_denominator=10),
    sizes=st.sets(st.sampled_from(["1", "2", "2.5", "3", "5", "10", "12", "20"]), min_size=1, max_size=4),
    rounding=st.sampled_from(Rounding),
    objective=st.sampled_from((Objective.VIALS, Objective.GRAMS)),
    stocked=st.booleans(),
)
def test_a_certificate_is_true(
    grams: Fraction, sizes: set[str], rounding: Rounding, objective: Objective, *, stocked: bool
) -> None:
    """The totals next to the prescribed grams are those of a search; exactly what is taken has nothing against it."""
    there = tuple(sorted(map(Fraction, sizes), reverse=True))
    lots = tuple(Lot(size_g=size, count=2) for size in there) if stocked else None
    asked = VialTerms(sizes_g=there, near=NEAR, wide=WIDE, rounding=rounding, objective=objective, lots=lots)
    (made,) = course_vials(course(grams), asked, None)  # type: ignore[misc]
    found = only(grams, asked)
    totals = sorted({total for total, _ in day_ways(there, grams + 20)})
    assert (found.below.total_g if found.below else None) == max((one for one in totals if one <= grams), default=None)
    assert (found.above.total_g if found.above else None) == min((one for one in totals if one >= grams), default=None)
    assert found.chosen_g == (made.total_g if isinstance(made, Combination) else None)
    for one in (found.below, found.above):
        if one:
            assert (one.why == "") == (one.total_g == found.chosen_g)


def test_totals_are_listed_in_order() -> None:
    listed = only(100, terms("1 10 40")).lines
    (line,) = (one for one in listed if one.startswith("totals within"))
    named = [int(part.split(" g")[0]) for part in line.partition(": ")[2].split(", ") if " g (" in part]
    assert all(one < other for one, other in pairwise(named))


@pytest.mark.parametrize(
    ("total", "said"),
    [("27.5", "27.5 g is 0.5 g (1.8 %) below x"), ("30", "30 g is 2 g (7.1 %) above x"), ("28", "28 g is x")],
)
def test_how_far_a_total_is_from_28_g(total: str, said: str) -> None:
    assert away(Fraction(total), Fraction(28), "x") == said


def test_a_distance_is_said_to_the_milligram() -> None:
    """28.1236 g less 28 g are 0.1236 g, of 28.1236 g 0.44 %."""
    assert away(Fraction(28), Fraction("28.1236"), "x") == "28 g is 0.124 g (0.4 %) below x"


def test_vials_and_sizes_in_words() -> None:
    sizes = tuple(Fraction(size) for size in ("10", "2.5", "20"))
    assert [listed(sizes[:count]) for count in (1, 2, 3)] == ["10 g", "2.5 and 10 g", "2.5, 10 and 20 g"]
    assert stock_line({Fraction(10): 1, Fraction(20): 2}) == "in stock: 2 x 20 g, 1 x 10 g, 50 g in all"
    assert stock_line({}) == "in stock: nothing that can be used"


ODD_PRICES = ((Fraction(10), Fraction("40.125")), (Fraction(20), Fraction("80.375")))
BY_PRICE = terms("10 20", objective=Objective.COST, prices=ODD_PRICES)


@pytest.mark.parametrize(
    ("asked", "grams", "said"),
    [
        (terms(), ["28.125"], "totals within 5 % (26.72 to 29.53 g): 27.5 g (3 vials)"),
        (
            terms("17 43", scope=Scope.COURSE),
            ["20.125", "39.875"],
            "more than 3.13 g from what is prescribed for it | not every day has a total that is nearer than 3.13 g",
        ),
        (terms("10 37", scope=Scope.COURSE), ["19.05", "19.05"], "spread over the days (at most 20.96 g a day)"),
        (BY_PRICE, [10], "totals within 5 % (9.5 to 10.5 g): 10 g (1 vial, price 40.13)"),
        (BY_PRICE.replaced(scope=Scope.COURSE), [10, 20], "3 vials for 120.38 in all: no days as even cost less"),
    ],
)
def test_figures_that_are_no_totals_have_two_decimals(asked: VialTerms, grams: list[object], said: str) -> None:
    """5 % of 28.125 g are 1.40625 g; 17 g are 3.125 g less than 20.125 g; 10 % more than 19.05 g are 20.955 g."""
    (found,) = certify(course(*grams), asked, None)
    assert said in " | ".join((*found.lines, *against(found)))


@pytest.mark.parametrize(
    ("more", "said"), [("", "18.5, 19, 19.5, 20.5, 21, 21.5 g"), (" 20", "18.5, 19, 19.5, 20, 20.5, 21 and 1 more g")]
)
def test_of_more_than_six_nearer_totals_the_first_are_named(more: str, said: str) -> None:
    """In stock are 18 and 22 g alone, which are 40 g in two days."""
    sizes = f"18 18.5 19 19.5 20.5 21 21.5 22{more}"
    found = whole(terms(sizes, scope=Scope.COURSE, lots=lots(g18=1, g22=1)), 20, 20)
    assert f"totals that are nearer ({said}) do not make 40 g in 2 days from this stock" in found.lines


def test_nearer_totals_may_make_no_course_without_any_stock() -> None:
    """19 and 20.5 g are nearer to 20 g than 18 and 22 g, and make 38, 39.5 or 41 g."""
    found = whole(terms("18 19 20.5 22", scope=Scope.COURSE), 20, 20)
    assert found.chosen_g == 40
    assert found.lines[4] == "totals that are nearer (19, 20.5 g) do not make 40 g in 2 days"
