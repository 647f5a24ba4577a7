"""The preparations, each strength its own entry."""

from decimal import Decimal
from typing import Final

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Region
from ivigcalc.core.facts.product import PROPERTIES
from tests.core.making import READ
from tests.profiles import members

IN_BRAZIL: Final = """
    kiovig             140  1x10    2.5x25  5x50   10x100  20x200
    flebogamma-dif-5   -    0.5x10  2.5x50  5x100  10x200  20x400
    flebogamma-dif-10  -    5x50    10x100  20x200
    ig-vena            50   2.5x50  5x100   10x200
    octagam-5          200  1x20    2.5x50  5x100  10x200
    sandoglobulin-3    -    1x33    3x100   6x200
    blauimuno-5        6    2.5x50  5x100
    hemobras-5         200  1x20    2.5x50  5x100  10x200
"""
"""Of the Brazilian texts: the most IgA in mcg/mL, where one is read, and the vials as g x mL."""


def test_all_thirty_preparations_are_there(catalogue: Catalogue) -> None:
    """A new one need not be named here."""
    assert len(set(READ)) == 30
    assert set(READ) <= {product.id for product in catalogue.products}


def test_an_id_that_ends_in_a_strength_has_that_strength(catalogue: Catalogue) -> None:
    """5 % is 50 mg/mL."""
    strengths = [(product.id.rpartition("-")[2], product) for product in catalogue.products]
    for strength, product in members(one for one in strengths if one[0].isdigit()):
        assert int(strength) * 10 == product.mg_per_ml, product.id


def test_a_brand_of_two_strengths_says_which_in_its_name(catalogue: Catalogue) -> None:
    brands = [product.brand for product in catalogue.products]
    for product in members(product for product in catalogue.products if brands.count(product.brand) > 1):
        assert f"{product.mg_per_ml / 10:g} %" in product.shown, product.id


def test_no_two_preparations_are_shown_under_one_name(catalogue: Catalogue) -> None:
    shown = [product.shown.casefold() for product in catalogue.products]
    assert sorted(set(shown)) == sorted(shown)


def test_every_property_is_stated_or_said_to_be_missing_with_a_reason(catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        for name in PROPERTIES:
            stated = bool(getattr(product, name))
            assert stated != (name in product.missing), (product.id, name)
        assert all(product.missing.values()), product.id


def test_subcutaneous_brands_are_not_preparations(catalogue: Catalogue) -> None:
    names = {name.casefold() for product in catalogue.products for name in (product.brand, *product.names)}
    expected = {"Hizentra", "Cuvitru", "HyQvia", "Gammanorm", "Cutaquig", "Xembify", "Octanorm"}
    assert expected == set(catalogue.subcutaneous.names)
    assert set() == names & {name.casefold() for name in expected}


@pytest.mark.parametrize("row", IN_BRAZIL.strip().splitlines(), ids=lambda row: row.split()[0])
def test_vials_and_iga_of_the_brazilian_texts(row: str, catalogue: Catalogue) -> None:
    """The Sandoglobulina kit of 12 g has 200 mL of saline: 6 %, so it is no vial of the 3 % solution."""
    name, iga, *vials = row.split()
    product = catalogue.product(name)
    found = {f"{one.g.normalize():f}x{one.ml.normalize():f}" for one in product.vials if Region.BR in one.regions}
    assert found == set(vials)
    if iga != "-":
        (most,) = (one for one in product.iga if Region.BR in one.regions)
        assert (most.basis, most.value, most.unit) == (Basis.MAX, Decimal(iga), "mcg/mL")


def test_vials_and_uses_of_australia(catalogue: Catalogue) -> None:
    """Consumer information of Intragam P (AUST R of 10, 50 and 200 mL); TGA's record of Intragam 10."""
    vials = [one for one in catalogue.product("intragam-p").vials if Region.AU in one.regions]
    assert [(str(one.g), str(one.ml)) for one in vials] == [("0.6", "10"), ("3", "50"), ("12", "200")]
    uses = {one.indication for one in catalogue.product("intragam-10").labelled if Region.AU in one.regions}
    assert "mg-crisis" in uses


@pytest.mark.parametrize("name", ["kiovig", "panzyga", "sandoglobulin-3", "ig-vena", "octagam-5"])
def test_every_vial_has_the_concentration_of_its_entry(name: str, catalogue: Catalogue) -> None:
    """Within one percent: 1 g in 33 mL is taken as 3 %."""
    product = catalogue.product(name)
    for vial in members(product.vials):
        assert abs(vial.g * 1000 / vial.ml / product.mg_per_ml - 1) <= Decimal("0.0102"), vial


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("sandoglobulin-3", Region.BR),
        ("panzyga", Region.EU),
        ("kiovig", Region.EU),
        ("qivigy", Region.US),
        ("ig-vena", Region.BR),
    ],
)
def test_antibodies_to_iga_and_hypersensitivity_stand_in_the_label(
    name: str, region: Region, catalogue: Catalogue
) -> None:
    here = [one for one in catalogue.product(name).contraindications if region in one.regions]
    assert {one.patient for one in here} == {"hypersensitivity", "anti-iga"}
    assert all(one.standing.drives and one.sources for one in here)


@pytest.mark.parametrize(
    ("name", "uses"),
    [("kiovig", {"gbs", "mmn"}), ("ig-vena", {"gbs", "cidp"}), ("blauimuno-5", {"gbs", "cidp", "mmn"})],
)
def test_uses_on_brazilian_labels(name: str, uses: set[str], catalogue: Catalogue) -> None:
    """CIDP is not in the list of Endobulin Kiovig."""
    assert {one.indication for one in catalogue.product(name).labelled if Region.BR in one.regions} == uses
