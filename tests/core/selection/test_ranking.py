"""The order of preparations: dominance within a verdict, never a weight or a sum, and nothing unknown ranked."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import MarketStatus
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.assessment import FACTORS, Assessment, Situation
from ivigcalc.core.selection.exposure import LabelledLimit, Unknown, Value
from ivigcalc.core.selection.ranking import Figures, PlacedProduct, dominates, rank, tier_by_figures
from tests.core.making import measure, positions, product
from tests.profiles import examples, members

SODIUM_FREE = Fraction(1)
DAY_G = Fraction(10)
FIGURES = st.integers(0, 3).map(Fraction)
POINTS = st.lists(st.tuples(FIGURES, FIGURES, FIGURES), max_size=14)


def better(one: Figures, other: Figures) -> bool:
    """The definition, written out."""
    return all(one[at] <= other[at] for at in range(len(one))) and any(one[at] < other[at] for at in range(len(one)))


@examples(80)
@given(points=POINTS)
def test_a_tier_is_one_more_than_the_worst_tier_among_those_that_beat_it(points: list[Figures]) -> None:
    found = tier_by_figures(points)
    assert set(found) == set(points)
    for one in points:
        above = [found[other] for other in points if better(other, one)]
        assert found[one] == 1 + max(above, default=0)


@examples(80)
@given(one=st.tuples(FIGURES, FIGURES), other=st.tuples(FIGURES, FIGURES))
def test_beating_is_at_least_as_good_on_all_and_better_on_one(one: Figures, other: Figures) -> None:
    assert dominates(one, other) == better(one, other)
    assert not (dominates(one, other) and dominates(other, one))


def values(draw: st.DrawFn, factors: tuple[Risk, ...]) -> dict[Risk, Value]:
    found: dict[Risk, Value] = {}
    for factor in factors:
        figure = draw(st.one_of(FIGURES, FIGURES, FIGURES, st.none()))
        if figure is None:
            found[factor] = Unknown(reason="not found", known=draw(st.sampled_from(["", "average 46"])))
        else:
            found[factor] = LabelledLimit(value=figure / 20, fact=measure(1, "x"), borrowed=False)
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Assessment], Situation]:
    risks = draw(st.sets(st.sampled_from(FACTORS)))
    region = draw(st.sampled_from([None, Region.EU]))
    situation = Situation(conditions=frozenset(risks), region=region, day_g=DAY_G)
    return [
        Assessment(
            product=product(f"p{number}", draw(st.sampled_from([50, 100])), table2=draw(st.sampled_from([None, "x"]))),
            verdict=draw(st.sampled_from(Verdict)),
            reasons=(),
            values=values(draw, situation.factors),
            status=draw(st.sampled_from([MarketStatus.SOLD] * 6 + list(MarketStatus))),
            offered=draw(st.sampled_from([True, True, True, False])),
            labelled=(),
            labelled_from={},
            labelled_here=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 9)))
    ], situation


def seen(one: Assessment, situation: Situation) -> Figures | None:
    """The figures that count, worked out again: sodium below 1 mmol in the day counts as none."""
    figures = []
    for factor in situation.factors:
        value = one.values[factor]
        if isinstance(value, Unknown):
            return None
        if factor is Risk.SODIUM and value.value * DAY_G < SODIUM_FREE:
            figures.append(Fraction(0))
        else:
            figures.append(value.value)
    return tuple(figures)


def place_all(assessments: list[Assessment], situation: Situation) -> tuple[PlacedProduct, ...]:
    return rank(assessments, situation, SODIUM_FREE)


@examples(80)
@given(case=cases(), data=st.data())
def test_every_preparation_stands_once_whatever_the_order_of_the_data(
    case: tuple[list[Assessment], Situation], data: st.DataObject
) -> None:
    assessments, situation = case
    mixed = data.draw(st.permutations(assessments))
    one, two = place_all(assessments, situation), place_all(mixed, situation)
    names = sorted(place.assessment.product.id for place in one)
    assert names == sorted(found.product.id for found in assessments)
    assert names == sorted(place.assessment.product.id for place in two)
    if situation.factors:
        assert one == two


@examples(120, HealthCheck.filter_too_much)
@given(case=cases(), data=st.data())
def test_better_on_one_factor_and_worse_on_none_never_comes_later_whoever_else_is_hidden_or_added(
    case: tuple[list[Assessment], Situation], data: st.DataObject
) -> None:
    assessments, situation = case
    kept = [one for one in assessments if data.draw(st.booleans())]
    found = [place_all(shown, situation) for shown in (assessments, kept)]
    standing = [[place.assessment for place in places if place.block == "ranked"] for places in found]
    pairs = [pair for ranked in standing for pair in combinations(ranked, 2)]
    assume(pairs)
    for first, later in members(pairs):
        ours, theirs = seen(later, situation), seen(first, situation)
        assert ours is not None
        assert theirs is not None
        assert not (later.verdict is first.verdict and better(ours, theirs))


@examples(80)
@given(case=cases())
def test_the_order_within_a_verdict_is_tier_then_factors_in_their_order_then_market_and_label_then_id(
    case: tuple[list[Assessment], Situation],
) -> None:
    assessments, situation = case
    ranked = [place for place in place_all(assessments, situation) if place.block == "ranked"]
    keys = [
        (
            list(Verdict).index(place.assessment.verdict),
            place.tier or 0,
            seen(place.assessment, situation) or (),
            not (place.assessment.sold and place.assessment.labelled_here),
            not place.assessment.sold,
            not place.assessment.labelled_here,
            place.assessment.product.id,
        )
        for place in ranked
    ]
    assert keys == sorted(keys)
    for place in ranked:
        same = [
            other
            for other in ranked
            if other.assessment.verdict is place.assessment.verdict
            and seen(other.assessment, situation) == seen(place.assessment, situation)
        ]
        first = min(positions(ranked)[other.assessment.product.id] for other in same)
        assert place.position == first + 1
        assert place.tied == (len(same) > 1)


@examples(80)
@given(case=cases())
def test_blocks_say_why_a_preparation_is_not_ranked(case: tuple[list[Assessment], Situation]) -> None:
    assessments, situation = case
    assume(assessments)
    for place in members(place_all(assessments, situation)):
        one = place.assessment
        gone = one.status in {MarketStatus.NOT_YET, MarketStatus.DISCONTINUED}
        last = gone or one.verdict is Verdict.CONTRAINDICATED or (situation.region is not None and not one.offered)
        if last:
            expected = "last"
        elif not situation.factors:
            expected = "unordered"
        else:
            expected = "not-ranked" if seen(one, situation) is None else "ranked"
        assert place.block == expected
        assert (place.position is None) == (place.tier is None) == (place.block != "ranked")
        assert bool(place.reason) == (place.block != "ranked")


@examples(100)
@given(case=cases())
def test_a_better_verdict_comes_first_among_those_that_stand(case: tuple[list[Assessment], Situation]) -> None:
    assessments, situation = case
    verdicts = [
        list(Verdict).index(place.assessment.verdict)
        for place in place_all(assessments, situation)
        if place.block != "last"
    ]
    assert verdicts == sorted(verdicts)


def sodium_places(*mmol_per_g: str) -> tuple[PlacedProduct, ...]:
    situation = Situation(conditions=frozenset({Risk.SODIUM}), region=None, day_g=Fraction(28))
    assessments = [
        Assessment(
            product=product(f"p{number}"),
            verdict=Verdict.SUITABLE,
            reasons=(),
            values={Risk.SODIUM: LabelledLimit(value=Fraction(Decimal(value)), fact=measure(1, "x"), borrowed=False)},
            status=MarketStatus.SOLD,
            offered=True,
            labelled=(),
            labelled_from={},
            labelled_here=False,
        )
        for number, value in enumerate(mmol_per_g)
    ]
    return place_all(assessments, situation)


def test_below_1_mmol_a_day_sodium_ties_and_from_1_mmol_it_counts() -> None:
    """In a day of 28 g, 0.03 mmol/g is 0.84 mmol and 0.0357143 mmol/g is just over 1 mmol."""
    assert [place.position for place in sodium_places("0.03", "0.001")] == [1, 1]
    assert [place.position for place in sodium_places("0.0357143", "0.001")] == [1, 2]
