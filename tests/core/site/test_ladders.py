"""A site's rate ladder beside the label's: whose place it takes, and when it is faster. Hand arithmetic."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.config import config
from ivigcalc.core.answers.infusion import infusion
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Standing
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit
from ivigcalc.core.infusion.rates import rungs
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import InfusionOrder
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.site.ladders import is_faster, ladder_words, not_replaced, step_count
from ivigcalc.core.site.merging import merged
from tests.core.making import patient, product

TEN_PERCENT = Decimal(100)


def ladder(maximum: object, *rates: object, unit: RateUnit = RateUnit.ML_KG_H, **more: Any) -> Ladder:
    steps = tuple(LabelStep(rate=Decimal(str(rate))) for rate in rates)
    about: dict[str, Any] = {
        "contexts": (Context.ANY,),
        "regions": (Region.EU,),
        "says": "",
        "date": "2026",
        "sources": ("a",),
    }
    return Ladder(**(about | {"unit": unit, "steps": steps, "maximum": Decimal(str(maximum))} | more))


@pytest.mark.parametrize(
    ("own", "faster"),
    [
        (ladder("4.8", "0.5"), False),
        (ladder("4", "0.5"), False),
        (ladder("5", "0.5"), True),
        (ladder("4.8", "0.6"), True),
        (ladder("4.8"), True),
        (ladder("0.4"), False),
        (ladder("0.08", "0.005", unit=RateUnit.ML_KG_MIN), False),
        (ladder("0.081", "0.005", unit=RateUnit.ML_KG_MIN), True),
        (ladder("8", "0.5", unit=RateUnit.MG_KG_MIN), False),
        (ladder("4.8", "0.5", every_minutes=Decimal(15)), True),
        (ladder("4.8", "0.5", every_minutes=Decimal(60)), False),
        (ladder("1", "1", unit=RateUnit.ML_MIN), True),
    ],
)
def test_a_ladder_is_faster_if_it_is_so_at_any_minute_or_cannot_be_compared(own: Ladder, *, faster: bool) -> None:
    """Against a label of 0.5 to 4.8 mL/kg/h in steps of 30 minutes; without steps a ladder begins at its maximum."""
    assert faster is is_faster(own, [ladder("4.8", "0.5")], TEN_PERCENT)


def test_flat_rates_are_compared_with_flat_rates() -> None:
    flat = RateUnit.ML_MIN
    assert not is_faster(ladder("4", "1", unit=flat), [ladder("4", "1", unit=flat)], TEN_PERCENT)
    assert is_faster(ladder("5", "1", unit=flat), [ladder("4", "1", unit=flat)], TEN_PERCENT)


def test_without_a_label_rate_that_counts_every_ladder_is_faster() -> None:
    assert is_faster(ladder("1"), [], TEN_PERCENT)
    assert is_faster(ladder("1"), [ladder("4.8", standing=Standing.UNSOURCED)], TEN_PERCENT)


def test_a_ladder_is_held_against_its_own_region_and_context_and_else_against_all() -> None:
    slow = ladder("2", contexts=(Context.CIDP,))
    fast = ladder("7.2", contexts=(Context.PI,))
    us = ladder("3", regions=(Region.US,))
    labels = [slow, fast, us]
    assert not is_faster(ladder("7", contexts=(Context.PI,)), labels, TEN_PERCENT)
    assert is_faster(ladder("7", contexts=(Context.CIDP,)), labels, TEN_PERCENT)
    assert is_faster(ladder("7"), labels, TEN_PERCENT)
    assert is_faster(ladder("3", contexts=(Context.MMN,)), labels, TEN_PERCENT)
    assert not is_faster(ladder("2", contexts=(Context.MMN,)), labels, TEN_PERCENT)
    assert is_faster(ladder("7", contexts=(Context.PI, Context.MMN)), labels, TEN_PERCENT)


def test_a_ladder_for_anything_takes_every_place_in_its_regions() -> None:
    label = ladder("4.8", contexts=(Context.CIDP, Context.PI), regions=(Region.US, Region.EU))
    (left,) = not_replaced(label, ladder("4"))
    assert (left.regions, left.contexts) == ((Region.US,), label.contexts)
    assert not_replaced(ladder("4.8", contexts=(Context.CIDP,)), ladder("4")) == ()


def test_a_ladder_for_one_context_leaves_the_others() -> None:
    label = ladder("4.8", contexts=(Context.CIDP, Context.PI), regions=(Region.US, Region.EU))
    left = not_replaced(label, ladder("4", contexts=(Context.CIDP,)))
    assert [(one.regions, one.contexts) for one in left] == [
        ((Region.US,), (Context.CIDP, Context.PI)),
        ((Region.EU,), (Context.PI,)),
    ]


@pytest.mark.parametrize("own", [ladder("4", contexts=(Context.DM,)), ladder("4", regions=(Region.BR,))])
def test_a_ladder_for_something_else_leaves_the_label_as_it_is(own: Ladder) -> None:
    label = ladder("4.8", contexts=(Context.CIDP,))
    assert not_replaced(label, own) == (label,)


LABEL = ladder("4.8", "0.5", contexts=(Context.CIDP,), regions=(Region.US, Region.EU))


def with_ladder(catalogue: Catalogue, own: Ladder, **approval: Any) -> Catalogue:
    """A catalogue whose one product has a label ladder, with the site's own for it."""
    one = product("ours", ladders=(LABEL,), missing={"vials": "none"})
    return merged(
        catalogue.replaced(products=(one,)),
        Formulary(site="A", ladders={"ours": (own,)}, **approval),
        today=date(2026, 1, 1),
    )


def test_the_sites_ladder_stands_first_and_is_marked_as_its_own(catalogue: Catalogue) -> None:
    found = with_ladder(catalogue, ladder("4", "0.5", contexts=(Context.CIDP,)))
    own, left = found.product("ours").ladders
    assert (own.maximum, own.sources) == (Decimal(4), ("site", "a"))
    assert (left.maximum, left.regions, left.sources) == (LABEL.maximum, (Region.US,), ("a",))


def test_a_faster_ladder_counts_only_while_it_is_approved(catalogue: Catalogue) -> None:
    fast = ladder("6", "0.5", contexts=(Context.CIDP,))
    assert with_ladder(catalogue, fast).product("ours").ladders == (LABEL,)
    approved = with_ladder(catalogue, fast, approved_by="B", review_by=date(2026, 1, 1))
    assert approved.product("ours").ladders[0].maximum == 6
    assert approved.local is not None
    (change,) = approved.local.loosened
    assert (change.shipped, change.here) == ("up to 4.8 mL/kg/h (cidp; US EU)", "up to 6 mL/kg/h (cidp; EU)")


def test_what_the_data_had_not_read_is_no_longer_missing(catalogue: Catalogue) -> None:
    one = product("ours", missing={"ladders": "not read", "vials": "none"})
    found = merged(
        catalogue.replaced(products=(one,)),
        Formulary(site="A", ladders={"ours": (ladder("1"),)}, approved_by="B", review_by=date(2026, 1, 1)),
        today=date(2026, 1, 1),
    )
    assert found.product("ours").missing == {"vials": "none"}


FIRST = "several infusions at an intermediate rate"


@pytest.mark.parametrize(
    ("label", "own", "faster"),
    [
        (ladder("8", "0.5", after="5 % tolerated"), ladder("8", "0.5", after="5 % tolerated"), False),
        (ladder("8", "0.5", after="5 % tolerated"), ladder("8", "0.5", after="ours; 5 % tolerated"), False),
        (ladder("8", "0.5", after="5 % tolerated"), ladder("8", "0.5", after="as usual"), True),
        (ladder("8", "0.5", after="5 % tolerated"), ladder("1", "0.5"), True),
        (ladder("8", "0.5", adults=True), ladder("8", "0.5", adults=True), False),
        (ladder("8", "0.5", adults=True), ladder("8", "0.5"), True),
        (ladder("8", "0.5"), ladder("8", "0.5", adults=True, after="ours", maximum_after="ours"), False),
        (ladder("8", "0.5", maximum_after=FIRST), ladder("8", "0.5", maximum_after=FIRST), False),
        (ladder("8", "0.5", maximum_after=FIRST), ladder("8", "0.5"), True),
        (ladder("8", "0.5", maximum_after=FIRST), ladder("8", "0.5", maximum_after="one infusion"), True),
        (ladder("8", "0.5", maximum_after=FIRST), ladder("4", "0.5"), False),
        (
            ladder("8", "0.5", maximum_after=FIRST),
            ladder("8", "0.5", "1", "2", "4", "4.5", "6", maximum_after=FIRST),
            True,
        ),
    ],
)
def test_a_ladder_that_asks_for_less_than_the_label_is_faster(label: Ladder, own: Ladder, *, faster: bool) -> None:
    """A first infusion on the label's doubling, 0.5, 1, 2, 4, stays at 4 mL/kg/h: what goes no further drops nothing.

    The last ladder is slower than the label's in later infusions, but reaches 6 in a first one.
    """
    assert faster is is_faster(own, [label], TEN_PERCENT)


REGULAR = "the patient has it regularly"
FIRST_USERS, REGULAR_USERS = ladder("3", "0.5"), ladder("7", "0.5", after=REGULAR)


@pytest.mark.parametrize(
    ("own", "faster"),
    [
        (ladder("3", "0.5"), False),
        (ladder("4", "0.5"), True),
        (ladder("7", "0.5", after=REGULAR), False),
        (ladder("7.5", "0.5", after=REGULAR), True),
        (ladder("3", "0.5", after="ours"), True),
    ],
)
def test_each_of_two_ladders_is_held_against_the_one_for_the_same_patients(own: Ladder, *, faster: bool) -> None:
    """A label with 3 mL/kg/h for first users, 7 for regular ones."""
    assert is_faster(own, [FIRST_USERS, REGULAR_USERS], TEN_PERCENT) is faster


def test_a_ladder_for_regular_users_leaves_that_of_all_others(catalogue: Catalogue) -> None:
    assert not_replaced(FIRST_USERS, ladder("5", after=REGULAR)) == (FIRST_USERS,)
    assert not_replaced(REGULAR_USERS, ladder("5", after=REGULAR)) == ()
    assert not_replaced(REGULAR_USERS, ladder("2")) == ()
    one = product("ours", ladders=(FIRST_USERS, REGULAR_USERS), missing={"vials": "none"})
    site = Formulary(site="A", ladders={"ours": (ladder("5", "0.5", after=REGULAR),)})
    found = merged(catalogue.replaced(products=(one,)), site, today=date(2026, 1, 1)).product("ours").ladders
    assert [(int(one.maximum), one.after) for one in found] == [(5, REGULAR), (3, "")]


def test_what_a_label_asks_for_is_said_of_a_ladder() -> None:
    asking = ladder("8", "0.5", adults=True, after="5 % tolerated", maximum_after=FIRST)
    assert (
        ladder_words(asking) == f"up to 8 mL/kg/h (any; EU; adults; after: 5 % tolerated; the maximum after: {FIRST})"
    )


@pytest.mark.parametrize(
    ("counted", "steps"),
    [
        (ladder("4.8"), 1),
        (ladder("4.8", "0.5"), 5),
        (ladder("4", "0.5"), 4),
        (ladder("4", "0.5", "3"), 3),
        (ladder("4", "1", raise_by=Decimal(1)), 4),
        (ladder("4", "1", raise_by=Decimal("0.9")), 5),
        (ladder("4", "1", raise_by=Decimal(9)), 2),
        (ladder("4.8", "0.3", raise_by=Decimal("0.00001")), 450_001),
        (ladder("4", "1", raise_by=Decimal(0)), 2),
    ],
)
def test_steps_are_counted_without_making_them(counted: Ladder, steps: int) -> None:
    """0.5, 1, 2, 4, 4.8; 1, 2, 3, 4; 1, 1.9, 2.8, 3.7, 4; 4.5 / 0.00001 after the first."""
    assert step_count(counted) == steps


def test_steps_are_counted_as_they_are_made(catalogue: Catalogue) -> None:
    every = [one for product_ in catalogue.products for one in product_.ladders]
    assert every
    for one in every:
        made = rungs(one, tolerated=True)
        above = [step for step in one.steps if step.rate >= one.maximum]
        assert step_count(one) == len(made) + len(above)


def test_what_cannot_be_run_is_faster() -> None:
    """It is refused elsewhere; here it must only not be compared as if it could."""
    label = ladder("4.8", "0.5")
    assert is_faster(ladder("1", "0.1", raise_by=Decimal("0.00001")), [label], TEN_PERCENT)
    backwards = (LabelStep(rate=Decimal("0.1"), minutes=Decimal(-5)), LabelStep(rate=Decimal("0.2")))
    assert is_faster(label.replaced(steps=backwards), [label], TEN_PERCENT)


def test_a_lapsed_ladder_does_not_take_a_tighter_one_with_it(catalogue: Catalogue) -> None:
    """The label's 4.8 for CIDP in the US and the EU: 6 in the US lapses, 4 in the EU stays."""
    fast = ladder("6", "0.5", contexts=(Context.CIDP,), regions=(Region.US,))
    slow = ladder("4", "0.5", contexts=(Context.CIDP,))
    one = product("ours", ladders=(LABEL,), missing={"vials": "none"})
    local = merged(
        catalogue.replaced(products=(one,)),
        Formulary(site="A", ladders={"ours": (fast, slow)}, approved_by="B", review_by=date(2025, 12, 31)),
        today=date(2026, 1, 1),
    )
    found = {ladder.regions: ladder.maximum for ladder in local.product("ours").ladders}
    assert found == {(Region.EU,): 4, (Region.US,): Decimal("4.8")}
    assert local.local is not None
    assert [(one.path, one.looser, one.in_force) for one in local.local.changes] == [
        ("ladders.ours[0]", True, False),
        ("ladders.ours[1]", False, True),
    ]
    settings = {one.name: (one.value, one.shipped) for one in config(local) if one.group == "ladder"}
    assert settings == {
        "ours[0]": ("up to 4.8 mL/kg/h (cidp; US EU)", ""),
        "ours[1]": ("up to 4 mL/kg/h (cidp; EU)", "up to 4.8 mL/kg/h (cidp; US EU)"),
    }


@pytest.mark.parametrize(("review_by", "lapsed"), [(date(2025, 12, 31), True), (date(2026, 1, 1), False)])
def test_the_ladder_of_an_added_product_is_looser(review_by: date, *, lapsed: bool, catalogue: Catalogue) -> None:
    """No label is known that it could be held against; when its review is overdue the product has none."""
    one = product("ours", ladders=(ladder("0.1"),), missing={"vials": "none"})
    found = merged(
        catalogue, Formulary(site="A", products=(one,), approved_by="B", review_by=review_by), today=date(2026, 1, 1)
    )
    assert found.local is not None
    changes = found.local.lapsed if lapsed else found.local.loosened
    assert [(one.path, one.id, one.shipped, one.here) for one in changes] == [
        ("products.ours.ladders[0]", "ours", "no label rate in the data", "up to 0.1 mL/kg/h (any; EU)")
    ]
    assert found.product("ours").ladders == (() if lapsed else one.ladders)
    assert found.product("ours").missing == {"vials": "none"} | (
        {"ladders": "the review of the ladders of A is overdue"} if lapsed else {}
    )


def test_an_added_product_without_ladders_changes_nothing(catalogue: Catalogue) -> None:
    one = product("ours", missing={"vials": "none", "ladders": "none"})
    found = merged(catalogue, Formulary(site="A", products=(one,)), today=date(2026, 1, 1))
    assert found.local is not None
    assert (found.local.changes, found.product("ours")) == ((), one)


@pytest.mark.parametrize(
    ("years", "weight", "region", "tops"),
    [
        (10, 30, Region.US, None),
        (10, 30, Region.EU, None),
        (None, 30, Region.EU, None),
        (10, 30, None, None),
        (30, 50, Region.US, "90"),
    ],
)
def test_a_ladder_for_adults_leaves_no_child_with_the_faster_one_of_another_use(
    catalogue: Catalogue, *, years: int | None, weight: int, region: Region | None, tops: str | None
) -> None:
    """Octagam 10 % in dermatomyositis: 0.04 mL/kg/min on the labels, which print 0.12 for other uses."""
    regions = (Region.US, Region.EU)
    own = ladder(
        "0.03",
        "0.01",
        unit=RateUnit.ML_KG_MIN,
        contexts=(Context.DM,),
        regions=regions,
        adults=True,
        every_minutes=Decimal(30),
    )
    here = merged(catalogue, Formulary(site="Here", ladders={"octagam-10": (own,)}), today=date(2026, 11, 29))
    one = patient(weight, **({} if years is None else {"age_years": Fraction(years)}))
    asked = InfusionOrder(product="octagam-10", grams=Fraction(20), indication="dm", region=region)
    if tops is None:
        with pytest.raises(RefusedError) as caught:
            infusion(one, asked, here)
        assert "for adults" in caught.value.problems[0].message
        assert max(step.rate.ml_h for step in infusion(one, asked, catalogue).infusion.steps) == 72
    else:
        assert max(step.rate.ml_h for step in infusion(one, asked, here).infusion.steps) == Fraction(tops)


def top_of(catalogue: Catalogue, one: Patient, product: str, use: str, region: Region | None) -> Fraction | str:
    """The fastest rate of 1 g/kg, or why there is none."""
    assert one.weight_kg is not None
    try:
        asked = InfusionOrder(product=product, grams=one.weight_kg, indication=use, region=region)
        return max(step.rate.ml_h for step in infusion(one, asked, catalogue).infusion.steps)
    except RefusedError as refused:
        return refused.problems[0].message


def for_adults(product: str, of: Context, region: Region, catalogue: Catalogue, *rates: str) -> Catalogue:
    """The data with a ladder of the site for adults in one use, slower than the label's."""
    first, top = rates
    own = ladder(top, first, unit=RateUnit.ML_KG_MIN, contexts=(of,), regions=(region,), adults=True)
    own = own.replaced(every_minutes=Decimal(30))
    return merged(catalogue, Formulary(site="Here", ladders={product: (own,)}), today=date(2026, 11, 29))


def test_a_ladder_for_adults_leaves_no_child_with_a_faster_one_in_a_third_use(catalogue: Catalogue) -> None:
    """Stiff-person syndrome has no ladder: the slowest stood in, 0.04 mL/kg/min of dermatomyositis, 72 mL/h at 30 kg.

    In CIDP the EU label has its own, 0.12 mL/kg/min: 216 mL/h. An adult of 50 kg has the site's 0.03: 90 mL/h.
    """
    here = for_adults("octagam-10", Context.DM, Region.EU, catalogue, "0.01", "0.03")
    child, small, adult = (patient(30, age_years=Fraction(10)), patient(30), patient(50, age_years=Fraction(30)))
    assert top_of(catalogue, child, "octagam-10", "sps", Region.EU) == 72
    for one, region in ((child, Region.EU), (child, None), (small, Region.EU), (small, None)):
        assert "for adults" in str(top_of(here, one, "octagam-10", "sps", region))
    assert top_of(here, child, "octagam-10", "cidp", Region.EU) == 216
    assert top_of(here, adult, "octagam-10", "sps", Region.EU) == 90


def test_without_a_region_no_other_label_stands_in_for_a_child(catalogue: Catalogue) -> None:
    """Octagam 5 % is labelled in the US for primary immunodeficiency alone, at up to 200 mg/kg/h: 4 mL/kg/h."""
    here = for_adults("octagam-5", Context.PI, Region.US, catalogue, "0.005", "0.05")
    child = patient(30, age_years=Fraction(10))
    assert top_of(catalogue, child, "octagam-5", "pm", None) == 120
    assert "for adults" in str(top_of(here, child, "octagam-5", "pm", None))
    assert "for adults" in str(top_of(here, child, "octagam-5", "pm", Region.US))
    assert top_of(here, child, "octagam-5", "pm", Region.EU) == top_of(catalogue, child, "octagam-5", "pm", Region.EU)
