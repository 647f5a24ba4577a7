"""Regions that can be asked for: they stand in the data, and a region's own texts count for it once it is asked for."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.selection.labels import labelled_regions
from ivigcalc.core.site.merging import merged
from tests.program import run


def test_the_regions_that_can_be_asked_for_stand_in_the_data(catalogue: Catalogue) -> None:
    assert set(ASKABLE) < set(catalogue.regions)
    for region in catalogue.regions:
        assert any(product.sizes_in(region) for product in catalogue.of_region(region).products), region


@pytest.mark.parametrize("region", [None, *ASKABLE])
def test_nothing_changes_for_the_regions_that_facts_name(region: Region | None, catalogue: Catalogue) -> None:
    assert catalogue.of_region(region) is catalogue


def test_what_cites_a_uk_text_counts_for_the_uk_too(catalogue: Catalogue) -> None:
    """The UK text of Gamunex: IgA at most 84 mcg/mL, vials of 1, 5, 10, 20 and 40 g, and no 2.5 g."""
    here, there = (data.product("gamunex-c") for data in (catalogue, catalogue.of_region(Region.UK)))
    assert Region.UK not in labelled_regions(here, "cidp")
    assert labelled_regions(there, "cidp")[:3] == labelled_regions(here, "cidp")[:3]
    assert Region.UK in labelled_regions(there, "cidp")
    assert there.sizes_in(Region.UK) == tuple(map(Fraction, (1, 5, 10, 20, 40)))
    assert there.sizes_in(Region.EU) == here.sizes_in(Region.EU)
    assert [one.value for one in there.iga if Region.UK in one.regions] == [84]
    assert catalogue.of_region(Region.UK) is catalogue.of_region(Region.UK)


def test_a_sites_vials_of_no_region_are_there_in_every_region(catalogue: Catalogue) -> None:
    site = Formulary(site="A", vials={"ig-vena": (SiteVial(g=Decimal(5), ml=Decimal(100)),), "tegeline": (US_VIAL,)})
    found = merged(catalogue, site, today=date(2026, 1, 1)).of_region(Region.UK)
    assert found.product("ig-vena").sizes_in(Region.UK) == (Fraction(5),)
    assert found.product("tegeline").sizes_in(Region.UK) == ()


US_VIAL = SiteVial(g=Decimal(5), ml=Decimal(100), regions=(Region.US,))


def test_a_region_that_the_data_do_not_name_is_refused_with_those_that_they_do() -> None:
    found = run("products", "--region", "ca")
    assert (found.code, "us, eu, br, uk, au" in found.text) == (2, True)


def test_what_a_region_does_not_say_is_answered_from_another_label_and_named() -> None:
    text = run("infusion", "--product", "iqymune", "--weight", "70", "--grams", "28", "--region", "uk").text
    assert "LABEL UK, all uses: 0.5 mL/kg/h for 30 min" in text
    refused = run("infusion", "--product", "privigen", "--weight", "70", "--grams", "28", "--region", "au")
    assert "no rate ladder of a AU label was read (read: US, EU)" in refused.text
    renal = run("products", "privigen", "--risk", "anti-iga", "--region", "au").text
    assert "not read on a AU label" in renal
