"""A site's ladder that nobody approved makes no use faster at any moment, whichever ladder stands in for it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from ivigcalc.core.answers.infusion import infusion
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import InfusionOrder
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.site.merging import merged
from tests.core.making import number, patient

TODAY: Final = date(2026, 1, 1)
TOPS: Final = (Decimal("0.08"), Decimal("0.04"))
USES: Final = ("cidp", "mmn", "dm", "mg-preop", "sps", "gbs")


def site_ladder(maximum: str, rate: str, minutes: object, **more: Any) -> Ladder:
    step = LabelStep(rate=Decimal(rate), minutes=None if minutes is None else Decimal(str(minutes)))
    about: dict[str, Any] = {"unit": RateUnit.ML_KG_MIN, "says": "ours", "date": "2026"}
    return Ladder(**about, steps=(step,), maximum=Decimal(maximum), **more)


OURS: Final = site_ladder("0.0448", "0.016", 60, contexts=(Context.CIDP,), regions=(Region.US,))


def with_ladder(catalogue: Catalogue, product: str, own: Ladder, **approval: Any) -> Catalogue:
    return merged(catalogue, Formulary(site="H", ladders={product: (own,)}, **approval), today=TODAY)


def settings(
    catalogue: Catalogue, one: Patient, product: str, grams: object, **asked: Any
) -> list[tuple[Fraction, ...]]:
    """The minute at which each rate begins, with the rate; nothing where there is none."""
    try:
        answer = infusion(one, InfusionOrder(product=product, grams=number(grams), **asked), catalogue)
    except RefusedError:
        return []
    begun, minute = [], Fraction(0)
    for step in answer.infusion.steps:
        begun.append((minute, step.rate.ml_h))
        minute += step.minutes
    return [*begun, (minute, Fraction(0))]


def is_ever_faster(own: list[tuple[Fraction, ...]], shipped: list[tuple[Fraction, ...]]) -> bool:
    ends = shipped[-1][0]
    return any(
        rate > max(other for begins, other in shipped if begins <= minute) for minute, rate in own if minute < ends
    )


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("region", [None, Region.US, Region.EU])
def test_a_slower_ladder_in_cidp_makes_no_use_faster(catalogue: Catalogue, use: str, region: Region | None) -> None:
    """Gamunex-C in CIDP begins at 0.02 mL/kg/min, in PI and ITP at 0.01: the site's 0.016 lies between."""
    here = with_ladder(catalogue, "gamunex-c", OURS)
    one = patient("30.9", age_years=Fraction(40))
    shipped, own = (settings(data, one, "gamunex-c", 12, indication=use, region=region) for data in (catalogue, here))
    assert len(own) > 1 or not shipped
    assert not shipped or not is_ever_faster(own, shipped)


def test_the_label_stands_in_for_a_third_use_as_shipped(catalogue: Catalogue) -> None:
    """30.9 kg: 0.01 mL/kg/min are 18.54 mL/h, set as 18; the site's 0.016 are 29.66, set as 29, and take longer in all.

    The site's: 29 mL in 60 min, 29.5 at 59 mL/h, 61.5 of 120 mL at 83 (0.0448): 134.5 min. The label's: 9 mL, 18.5, 37
    in 30 min each, 55.5 mL at 148: 112.5 min.
    """
    here, one = with_ladder(catalogue, "gamunex-c", OURS), patient("30.9", age_years=Fraction(12))
    label = [0, 18, 30, 37, 60, 74, 90, 148, Fraction("112.5"), 0]
    for data in (catalogue, here, with_ladder(catalogue, "gamunex-c", OURS, approved_by="B", review_by=TODAY)):
        found = settings(data, one, "gamunex-c", 12, indication="mg-preop", region=Region.US)
        assert [figure for pair in found for figure in pair] == label
    adult = one.replaced(age_years=Fraction(40))
    in_cidp = settings(here, adult, "gamunex-c", 12, indication="cidp", region=Region.US)
    assert [rate for _, rate in in_cidp] == [29, 59, 83, 0]


def test_a_ladder_that_is_nowhere_faster_stands_in_for_a_third_use(catalogue: Catalogue) -> None:
    """0.008 mL/kg/min at 30.9 kg are 14.8 mL/h, below the label's 18 for an hour; 0.04 are 74 mL/h."""
    slow = site_ladder("0.04", "0.008", 60, contexts=(Context.CIDP,), regions=(Region.US,))
    one = patient("30.9", age_years=Fraction(12))
    asked: dict[str, Any] = {"indication": "mg-preop", "region": Region.US}
    found = settings(with_ladder(catalogue, "gamunex-c", slow), one, "gamunex-c", 12, **asked)
    assert [rate for _, rate in found] == [14, 29, 59, 74, 0]


def test_a_ladder_for_every_use_stands_in_as_its_own(catalogue: Catalogue) -> None:
    """0.01 up to 0.02 mL/kg/min are 18 and 37 mL/h at 30.9 kg, and nowhere above the label's 18, 37, 74 and 148."""
    every = site_ladder("0.02", "0.01", 30, contexts=(Context.ANY,), regions=(Region.US,))
    one = patient("30.9", age_years=Fraction(40))
    here = with_ladder(catalogue, "gamunex-c", every)
    for use in ("mg-preop", "cidp"):
        found = settings(here, one, "gamunex-c", 12, indication=use, region=Region.US)
        assert [rate for _, rate in found] == [18, 37, 0]


def test_without_a_region_a_ladder_of_one_region_makes_no_other_faster(catalogue: Catalogue) -> None:
    """Two labels of CIDP at 60 kg, 300 mL, in steps of 30 min, each twice the one before.

    US, 72 mL/h and then 144: 36 mL, and 264 in 110 min, 140 in all. EU, 36, 72, 144 and 288: 18, 36 and 72 mL, and 174
    in 36.25 min, 126.25 in all. The US label counts. The site's EU ladder, 36 mL/h for 120 min, takes longer; up to 288
    it is faster than the US label in the end, and does not count; up to 144 it is nowhere faster, and does.
    """
    us = site_ladder("0.04", "0.02", 30, contexts=(Context.CIDP,), regions=(Region.US,), sources=("a",))
    eu = site_ladder("0.08", "0.01", 30, contexts=(Context.CIDP,), regions=(Region.EU,), sources=("a",))
    one = catalogue.product("gamunex-c").replaced(ladders=(us, eu))
    shipped = catalogue.replaced(products=(one,))

    def rates(data: Catalogue) -> list[Fraction]:
        found = settings(data, patient(60, age_years=Fraction(40)), "gamunex-c", 30, indication="cidp")
        return [rate for _, rate in found]

    late, slow = (
        eu.replaced(steps=(LabelStep(rate=Decimal("0.01"), minutes=Decimal(120)),), maximum=top) for top in TOPS
    )
    assert rates(shipped) == [72, 144, 0]
    assert rates(with_ladder(shipped, "gamunex-c", late)) == [72, 144, 0]
    assert rates(with_ladder(shipped, "gamunex-c", slow)) == [36, 72, 144, 0]


def test_a_ladder_for_a_use_without_one_is_held_against_all_of_the_region(catalogue: Catalogue) -> None:
    """DM has no ladder on the US label: 0.016 mL/kg/min is above the 0.01 of PI, which may stand in."""
    for rate, in_force in (("0.016", False), ("0.01", True)):
        own = site_ladder("0.0448", rate, 60, contexts=(Context.DM,), regions=(Region.US,))
        local = with_ladder(catalogue, "gamunex-c", own).local
        assert local is not None
        assert [change.in_force for change in local.changes] == [in_force]
