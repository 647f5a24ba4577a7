"""Choosing among the shipped preparations: each once, whatever the order or the selection."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.products import products as products_answer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.facts.product import MarketStatus, Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.selection.assessment import Situation
from ivigcalc.core.selection.exposure import LabelledLimit
from ivigcalc.core.selection.ranking import places_of
from tests.core.making import at_risk, by_id
from tests.profiles import examples, members

RISKS = st.frozensets(st.sampled_from(Risk))
REGIONS = st.sampled_from([None, *ASKABLE])


@examples(40)
@given(risks=RISKS, region=REGIONS, data=st.data())
def test_every_preparation_is_assessed_once_whatever_the_order_of_the_data(
    catalogue: Catalogue, risks: frozenset[Risk], region: Region | None, data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(catalogue.products))
    one = products_answer(Patient(risks=risks), catalogue, region)
    two = products_answer(Patient(risks=risks), catalogue.replaced(products=tuple(mixed)), region)
    expected = sorted(product.id for product in catalogue.products)
    for choice in (one, two):
        assert sorted(place.assessment.product.id for place in choice.places) == expected
    if one.situation.factors:
        assert one.places == two.places


@examples(40)
@given(risks=RISKS, region=REGIONS, data=st.data())
def test_hiding_a_preparation_changes_no_other_ones_verdict(
    catalogue: Catalogue, risks: frozenset[Risk], region: Region | None, data: st.DataObject
) -> None:
    ids = [product.id for product in catalogue.products]
    wanted = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    full = by_id(products_answer(Patient(risks=risks), catalogue, region))
    part = by_id(products_answer(Patient(risks=risks), catalogue, region, sorted(wanted)))
    assert set(part) == wanted
    assert {name: place.assessment for name, place in part.items()} == {name: full[name].assessment for name in wanted}


@examples(40)
@given(risks=RISKS, more=RISKS)
def test_one_more_risk_never_makes_a_verdict_better(
    catalogue: Catalogue, risks: frozenset[Risk], more: frozenset[Risk]
) -> None:
    fewer = by_id(products_answer(Patient(risks=risks), catalogue))
    worse = by_id(products_answer(Patient(risks=risks | more), catalogue))
    grades = list(Verdict)
    for name, place in members(fewer.items()):
        assert grades.index(place.assessment.verdict) <= grades.index(worse[name].assessment.verdict)


def test_the_stated_day_is_28_g(catalogue: Catalogue) -> None:
    assert products_answer(Patient(), catalogue).situation.day_g == 28


@pytest.mark.parametrize("region", ASKABLE)
def test_a_region_without_a_vial_size_puts_a_preparation_last(catalogue: Catalogue, region: Region) -> None:
    for place in members(products_answer(at_risk(Risk.FLUID), catalogue, region).places):
        listed = any(region in vial.regions for vial in place.assessment.product.vials)
        assert listed or place.block == "last"


def is_sold(product: Product, region: Region | None) -> bool:
    """By the entries of the data: sold in the region, or (without one) in any."""
    statuses = {entry.status for entry in product.market if region is None or region in entry.regions}
    return MarketStatus.SOLD in statuses


@pytest.mark.parametrize("region", [None, *ASKABLE])
def test_what_is_not_known_to_be_sold_never_stands_first(catalogue: Catalogue, region: Region | None) -> None:
    """For each indication; nothing was read of the Brazilian market, so there it is what some region sells."""
    for indication in members(catalogue.indications):
        situation = Situation(conditions=frozenset(), region=region, day_g=Fraction(28), indication=indication.id)
        listed = [place.assessment for place in places_of(situation, catalogue)]
        sold = [is_sold(assessment.product, region) for assessment in listed]
        if region is Region.BR:
            assert not any(sold)
            assert is_sold(listed[0].product, None)
        else:
            assert sold[0]
            labelled = [region in one.labelled if region else bool(one.labelled) for one in listed]
            both = [one and other for one, other in zip(sold, labelled, strict=True)]
            assert both == sorted(both, reverse=True)


def test_flebogamma_dif_5_stands_first_for_gbs_in_the_eu(catalogue: Catalogue) -> None:
    """Gammagard S/D comes earlier in the data: labelled, but registered and not marketed on the one register read."""
    situation = Situation(conditions=frozenset(), region=Region.EU, day_g=Fraction(28), indication="gbs")
    found = [place.assessment.product.id for place in places_of(situation, catalogue)]
    assert found[:3] == ["flebogamma-dif-5", "flebogamma-dif-10", "privigen"]
    assert found.index("gammagard-sd-5") > found.index("tegeline")


@pytest.mark.parametrize("region", [None, *ASKABLE])
def test_antibodies_to_iga_contraindicate_every_preparation(catalogue: Catalogue, region: Region | None) -> None:
    """Every label read on them does; where none was read, by class, and that is said."""
    for place in members(products_answer(at_risk(Risk.ANTI_IGA), catalogue, region).places):
        one = place.assessment
        assert one.verdict is Verdict.CONTRAINDICATED
        own = any(
            entry.patient in {"anti-iga", "iga-deficient"} and entry.standing.drives
            for entry in one.product.contraindications
        )
        assert one.by_class is not own
        assert [reason.text for reason in one.reasons if reason.rule == "anti-iga-class"] == (
            []
            if own
            else ["class: every label of its kind that was read names antibodies to IgA; its own was not read"]
        )


def test_where_all_are_contraindicated_the_least_iga_stands_first_and_read_labels_before_the_class(
    catalogue: Catalogue,
) -> None:
    """By the labelled maxima of the EU, in mcg per g; Nanogam has 120, and its label was not read on antibodies."""
    found = products_answer(at_risk(Risk.ANTI_IGA), catalogue, Region.EU).places
    here = [place.assessment.product.id for place in found if place.reason == "contraindicated"]
    read = [
        *("gammagard-sd-10", "gammagard-sd-5", "privigen", "gamunex-c"),  # 60, 60, 250, 840
        *("flebogamma-dif-10", "flebogamma-dif-5", "ig-vena", "kiovig", "panzyga"),  # 1000, 1000, 1000, 1400, 3000
        *(
            "octagam-10",
            "octagam-5",
            "tegeline",
            "intratect-5",
            "sandoglobulin-3",
        ),  # 4000, 4000, then 17, 18, 40 thousand
        *("nanogam", "gammaplex-10", "iqymune", "clairyg-5"),  # by class: 120, 200, 280, 400
        *("yimmugo", "intratect-10"),  # 5000, 18 000
    ]
    assert [one for one in here if one in read] == read


@pytest.mark.parametrize("region", [None, *ASKABLE])
def test_a_powder_that_can_be_made_up_thinner_is_used_with_caution_in_renal_risk(
    catalogue: Catalogue, region: Region | None
) -> None:
    """The US label of Gammagard S/D asks for the minimum concentration practicable; 10 % is twice what it can be."""
    found = by_id(products_answer(at_risk(Risk.RENAL), catalogue, region))
    strong, weak = found["gammagard-sd-10"].assessment, found["gammagard-sd-5"].assessment
    assert strong.verdict is Verdict.CAUTION
    (text,) = [reason.text for reason in strong.reasons if reason.verdict is Verdict.CAUTION]
    assert "minimum concentration practicable" in text
    assert "made up to 5 %" in text
    assert "1400 mOsm/L (derived" in text
    assert not isinstance(strong.values[Risk.RENAL], LabelledLimit)
    assert weak.verdict is Verdict.SUITABLE


def test_of_equals_what_is_sold_stands_first(catalogue: Catalogue) -> None:
    """All 10 % solutions have 10 mL per g; the manufacture of Gammagard S/D ends, and of some no market was read."""
    found = products_answer(at_risk(Risk.FLUID), catalogue).places
    first = [place.assessment for place in found if place.position == 1]
    sold = [one.status is MarketStatus.SOLD for one in first]
    assert sold[0]
    assert sold == sorted(sold, reverse=True)
