"""The vial combination of one infusion day, against a search through every combination there is."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.selftest import Question
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import Vial, VialCount
from ivigcalc.core.request.order import Rounding
from ivigcalc.core.vials import day
from ivigcalc.core.vials.day import VialTotals, best_vials, nearest_totals
from ivigcalc.core.vials.lots import stock_by_day
from ivigcalc.core.vials.terms import VialTerms, whole_sizes
from ivigcalc.core.vials.totals import Combination, SizeSet, Unreachable, totals_in_bits, volume_ml
from tests.core.making import of_option, product, published, published_figure
from tests.profiles import examples, members, together

NEAR, WIDE = Fraction(5, 100), Fraction(10, 100)
SOLD = [Fraction(size) for size in ("0.5", "0.6", "1", "2", "2.5", "3", "5", "6", "10", "12", "20", "25", "30", "40")]
SMALL = [Fraction(size) for size in ("1", "2", "2.5", "5", "10")]

Counts = tuple[int, ...]
Sizes = tuple[Fraction, ...]


def choose(grams: Fraction, sizes: Sizes, rounding: Rounding) -> Combination | Unreachable:
    return best_vials(grams, VialTerms(sizes_g=sizes, near=NEAR, wide=WIDE, rounding=rounding))


def every_way(sizes: Sizes, most: Fraction) -> Iterator[tuple[Fraction, Counts]]:
    """Every combination of vials (sizes descending) up to so many grams, with its total."""
    if not sizes:
        yield Fraction(0), ()
        return
    for count in range(int(most / sizes[0]) + 1):
        for total, others in every_way(sizes[1:], most - count * sizes[0]):
            yield total + count * sizes[0], (count, *others)


@cache
def all_ways(sizes: Sizes, most: Fraction) -> list[tuple[Fraction, Counts]]:
    return [(total, counts) for total, counts in every_way(sizes, most) if total]


def expected(grams: Fraction, sizes: Sizes, rounding: Rounding, most: Fraction) -> tuple[Fraction, Counts] | None:
    """The rule in the words of the specification, applied to every combination there is."""

    def equal_plans(way: tuple[Fraction, Counts]) -> tuple[object, ...]:
        """Fewer sizes, then larger vials."""
        return sum(count > 0 for count in way[1]), [-count for count in way[1]]

    def vials(way: tuple[Fraction, Counts]) -> int:
        return sum(way[1])

    def off(way: tuple[Fraction, Counts]) -> Fraction:
        return abs(way[0] - grams)

    allowed = all_ways(sizes, most)
    if rounding in {Rounding.UP, Rounding.EXACT}:
        allowed = [way for way in allowed if way[0] >= grams]
    if rounding is Rounding.DOWN:
        allowed = [way for way in allowed if way[0] <= grams]
    if rounding is Rounding.EXACT:
        return min(allowed, key=lambda way: (vials(way), way[0], equal_plans(way)))
    near = [way for way in allowed if off(way) <= grams * NEAR]
    wide = [way for way in allowed if off(way) <= grams * WIDE]
    if near:
        return min(near, key=lambda way: (vials(way), off(way), way[0], equal_plans(way)))
    return min(wide, key=lambda way: (off(way), way[0], vials(way), equal_plans(way)), default=None)


def check(grams: Fraction, sizes: Sizes, rounding: Rounding, most: Fraction) -> None:
    found, wanted = choose(grams, sizes, rounding), expected(grams, sizes, rounding, most)
    if wanted is None:
        totals = {total for total, _ in all_ways(sizes, most)}
        assert found == Unreachable(
            below_g=max((total for total in totals if total < grams), default=None),
            above_g=min(total for total in totals if total > grams),
        )
    else:
        assert isinstance(found, Combination)
        counts = {vial.size_g: vial.count for vial in found.vials}
        assert (found.total_g, tuple(counts.get(size, 0) for size in sizes)) == wanted


SMALL_SETS = [sizes for many in (1, 2, 3) for sizes in combinations(sorted(SMALL, reverse=True), many)]


@pytest.mark.parametrize("rounding", Rounding)
def test_every_small_set_of_sizes_at_every_half_gram_agrees_with_the_search(rounding: Rounding) -> None:
    """Of each set every second half gram by default."""
    for sizes in members(SMALL_SETS):
        for half_grams in members(range(1 + len(sizes) % together(2), 31, together(2))):
            check(Fraction(half_grams, 2), sizes, rounding, Fraction(26))


@examples(150)
@given(
    grams=st.fractions("0.1", 24, max_denominator=30),
    sizes=st.sets(st.sampled_from(SOLD), min_size=1, max_size=3).filter(lambda found: min(found) >= 1),
    rounding=st.sampled_from(Rounding),
)
def test_any_grams_and_sold_sizes_agree_with_the_search(
    grams: Fraction, sizes: set[Fraction], rounding: Rounding
) -> None:
    check(grams, tuple(sorted(sizes, reverse=True)), rounding, Fraction(24) + max(sizes))


@examples(200)
@given(
    grams=st.fractions("0.05", 300, max_denominator=60),
    sizes=st.sets(st.sampled_from(SOLD), min_size=1, max_size=7),
    rounding=st.sampled_from(Rounding),
)
def test_dispensed_is_the_sum_of_whole_vials_of_the_sizes_there_are(
    grams: Fraction, sizes: set[Fraction], rounding: Rounding
) -> None:
    found = choose(grams, tuple(sizes), rounding)
    if isinstance(found, Unreachable):
        assert rounding is not Rounding.EXACT
        assert found.below_g is None or 0 < found.below_g < grams
        assert found.above_g is not None
        assert found.above_g > grams
        return
    assert found.total_g == sum(vial.size_g * vial.count for vial in found.vials)
    assert {vial.size_g for vial in found.vials} <= sizes
    assert min(vial.count for vial in found.vials) >= 1
    if rounding is Rounding.EXACT:
        assert found.given_g == grams
        assert found.discarded_g == found.total_g - grams >= 0
    else:
        assert found.given_g == found.total_g
        assert found.discarded_g == 0
        assert abs(found.total_g - grams) <= grams * WIDE
    assert rounding is not Rounding.DOWN or found.total_g <= grams
    assert rounding is not Rounding.UP or found.total_g >= grams


@examples(300)
@given(
    grams=st.fractions("0.5", 150, max_denominator=20),
    more=st.one_of(st.fractions(0, 2, max_denominator=20), st.fractions(0, 100, max_denominator=20)),
    sizes=st.sets(st.sampled_from(SOLD), min_size=1, max_size=6),
    rounding=st.sampled_from(Rounding),
)
def test_dispensed_grams_never_fall_as_the_prescribed_grams_grow(
    grams: Fraction, more: Fraction, sizes: set[Fraction], rounding: Rounding
) -> None:
    found = [choose(prescribed, tuple(sizes), rounding) for prescribed in (grams, grams + more)]
    made = [one for one in found if isinstance(one, Combination)]
    assume(len(made) == len(found))
    smaller, larger = made
    assert smaller.given_g <= larger.given_g
    assert smaller.total_g <= larger.total_g


@pytest.mark.parametrize("rounding", Rounding)
def test_the_order_in_which_sizes_are_listed_does_not_matter(rounding: Rounding) -> None:
    sizes = (Fraction(1), Fraction("2.5"), Fraction(5), Fraction(10))
    for grams in (Fraction("0.5"), Fraction(3), Fraction("27.3"), Fraction(28)):
        found = {choose(grams, tuple(order), rounding) for order in permutations(sizes)}
        assert len(found) == 1


def test_a_size_listed_twice_counts_once() -> None:
    once, twice = (
        choose(Fraction(7), sizes, Rounding.NEAREST) for sizes in ((Fraction(2),), (Fraction(2), Fraction(2)))
    )
    assert once == twice


def asked(question: Question, catalogue: Catalogue) -> Combination | Unreachable:
    region = question.options["region"]
    sizes = catalogue.product(str(question.options["product"])).sizes_in(Region(str(region)))
    return choose(of_option(question, "grams"), tuple(sizes), Rounding.NEAREST)


@pytest.mark.parametrize("question", published("least-vials"))
def test_published_sets_on_which_largest_first_fails(question: Question, catalogue: Catalogue) -> None:
    found = asked(question, catalogue)
    assert isinstance(found, Combination)
    (vial,) = found.vials
    assert (vial.size_g, Fraction(vial.count)) == (
        published_figure(question, "size_g"),
        published_figure(question, "count"),
    )


@pytest.mark.parametrize("question", published("no-vials"))
def test_a_dose_out_of_reach_is_never_raised_or_cut_silently(question: Question, catalogue: Catalogue) -> None:
    places = [place for place in question.expect if "nearest" in place]
    figures = {place.rpartition("nearest_")[2]: published_figure(question, place) for place in places}
    assert asked(question, catalogue) == Unreachable(below_g=figures.get("below_g"), above_g=figures["above_g"])


@pytest.mark.parametrize(
    ("rounding", "grams", "opened", "given"),
    [
        (Rounding.NEAREST, "20", "20", "20"),
        (Rounding.NEAREST, "21", "20", "20"),  # within 5 %: one vial, rather than nearer with two
        (Rounding.NEAREST, "28", "27.5", "27.5"),  # 20 + 5 + 2.5
        (Rounding.DOWN, "28", "27.5", "27.5"),
        (Rounding.UP, "28", "28.5", "28.5"),  # 20 + 5 + 2.5 + 1
        (Rounding.EXACT, "28", "30", "28"),  # 20 + 10, and 2 g discarded
    ],
)
def test_each_rule_worked_out_by_hand(rounding: Rounding, grams: str, opened: str, given: str) -> None:
    sizes = tuple(Fraction(size) for size in ("1", "2.5", "5", "10", "20"))
    found = choose(Fraction(grams), sizes, rounding)
    assert isinstance(found, Combination)
    assert (found.total_g, found.given_g) == (Fraction(opened), Fraction(given))


@examples(200)
@given(
    grams=st.fractions("0.5", 150, max_denominator=20),
    over=st.fractions(0, 10, max_denominator=20),
    sizes=st.sets(st.sampled_from(SOLD), min_size=1, max_size=6),
    rounding=st.sampled_from([rule for rule in Rounding if rule is not Rounding.EXACT]),
)
def test_no_total_passes_a_printed_maximum_per_dose(
    grams: Fraction, over: Fraction, sizes: set[Fraction], rounding: Rounding
) -> None:
    cap = grams + over
    found = best_vials(grams, VialTerms(sizes_g=tuple(sizes), near=NEAR, wide=WIDE, rounding=rounding, cap_g=cap))
    free = choose(grams, tuple(sizes), rounding)
    assert not isinstance(found, Combination) or found.total_g <= cap
    if isinstance(free, Combination) and free.total_g <= cap:
        assert isinstance(found, Combination)
        assert found.total_g == free.total_g


def test_days_that_were_worked_out_are_kept_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day, "MOST_KEPT", 2)
    terms = VialTerms(sizes_g=(Fraction(5), Fraction(10)), near=NEAR, wide=WIDE)
    for grams in (20, 25, 30, 20):
        assert best_vials(Fraction(grams), terms) == best_vials(Fraction(grams), terms)
        assert len(terms.known_days) <= 2


def test_there_is_no_way_to_make_a_total_for_less_than_its_vials_cost() -> None:
    three = SizeSet(sizes=(1,), costs=(1,))
    assert list(three.ways(3, 3)) == [(3,)]
    assert list(three.ways(3, 2)) == []


SIZES = (Fraction(20), Fraction(10), Fraction(5))
DAY = Combination(vials=(), total_g=Fraction(0), given_g=Fraction(0))
UNEQUAL: dict[str, Callable[[], object]] = {
    "costs": lambda: SizeSet(sizes=(20, 10, 5), costs=(1, 1)).least(40),
    "limits": lambda: SizeSet(sizes=(20, 10, 5), costs=(1, 1, 1), limits=(2, 1)).least(40),
    "limits of sums": lambda: totals_in_bits((20, 10, 5), (2, 1), 40),
    "counts": lambda: whole_sizes(SIZES).combination((1, 1)),
    "supply": lambda: whole_sizes(SIZES, (), (1, 1)),
    "dates": lambda: list(stock_by_day((), [DAY, DAY], [None])),
}


@pytest.mark.parametrize("rows", UNEQUAL)
def test_rows_that_do_not_go_together_are_no_shorter_row(rows: str) -> None:
    """A row that is too short would leave vials or days out without a word."""
    with pytest.raises(ValueError, match="shorter"):
        UNEQUAL[rows]()


def test_the_totals_that_are_made_are_those_of_vials_there_are() -> None:
    """3 and 5 g make all but 1, 2, 4 and 7 g, here up to 11 + 5 g; one vial of each makes 3, 5 and 8 g."""
    terms = VialTerms(sizes_g=(Fraction(3), Fraction(5)), near=NEAR, wide=WIDE)
    every = VialTotals(Fraction(10), terms, terms.unlimited)
    assert every.totals_made() == [3, 5, 6, *range(8, 17)]
    assert every.around() == (10, 10)
    one_each = VialTotals(Fraction(10), terms, terms.limited({Fraction(3): 1, Fraction(5): 1}))
    assert one_each.totals_made() == [3, 5, 8]
    assert one_each.around() == (8, None)
    ones = VialTerms(sizes_g=(Fraction(1),), near=NEAR, wide=WIDE)
    assert VialTotals(Fraction("1.5"), ones, ones.unlimited).around() == (1, 2)
    assert VialTotals(Fraction("0.5"), ones, ones.unlimited).around() == (None, 1)
    nearest = {"4": (3, 5), "7": (6, 8), "2": (3,), "7.5": (8,), "6.5": (6,)}
    assert {grams: nearest_totals(Fraction(grams), terms) for grams in nearest} == nearest


def test_of_vials_that_are_opened_in_part_their_share_runs_in() -> None:
    """100 mL in a vial of 10 g and 210 mL in one of 20 g: 27 of 30 g are 279 mL."""
    vials = tuple(Vial(g=Decimal(g), ml=Decimal(ml), regions=(), sources=()) for g, ml in ((10, 100), (20, 210)))
    opened = (VialCount(size_g=Fraction(20), count=1), VialCount(size_g=Fraction(10), count=1))
    made = Combination(vials=opened, total_g=Fraction(30), given_g=Fraction(30))
    assert volume_ml(product(vials=vials), made) == 310
    assert volume_ml(product(vials=vials), made.replaced(given_g=Fraction(27))) == 279
