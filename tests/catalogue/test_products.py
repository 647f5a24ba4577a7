"""The preparations, each strength its own entry."""

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import PROPERTIES
from tests.core.making import READ


def test_all_thirty_preparations_are_there(catalogue: Catalogue) -> None:
    """A new one need not be named here."""
    assert len(set(READ)) == 30
    assert set(READ) <= {product.id for product in catalogue.products}


def test_an_id_that_ends_in_a_strength_has_that_strength(catalogue: Catalogue) -> None:
    """5 % is 50 mg/mL."""
    for product in catalogue.products:
        strength = product.id.rpartition("-")[2]
        if strength.isdigit():
            assert int(strength) * 10 == product.mg_per_ml, product.id


def test_a_brand_of_two_strengths_says_which_in_its_name(catalogue: Catalogue) -> None:
    brands = [product.brand for product in catalogue.products]
    for product in catalogue.products:
        if brands.count(product.brand) > 1:
            assert f"{product.mg_per_ml / 10:g} %" in product.shown, product.id


def test_no_two_preparations_are_shown_under_one_name(catalogue: Catalogue) -> None:
    shown = [product.shown.casefold() for product in catalogue.products]
    assert sorted(set(shown)) == sorted(shown)


def test_every_property_is_stated_or_said_to_be_missing_with_a_reason(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        for name in PROPERTIES:
            stated = bool(getattr(product, name))
            assert stated != (name in product.missing), (product.id, name)
        assert all(product.missing.values()), product.id


def test_subcutaneous_brands_are_not_preparations(catalogue: Catalogue) -> None:
    names = {name.casefold() for product in catalogue.products for name in (product.brand, *product.names)}
    expected = {"Hizentra", "Cuvitru", "HyQvia", "Gammanorm", "Cutaquig", "Xembify", "Octanorm"}
    assert expected == set(catalogue.subcutaneous.names)
    assert set() == names & {name.casefold() for name in expected}
