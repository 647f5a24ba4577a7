"""What a preparation carries: the least favourable labelled limit, of the region asked for or named as borrowed."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.selftest import Question
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Measure, Region, Standing, Statement
from ivigcalc.core.facts.product import Sugar, SugarKind
from ivigcalc.core.selection.exposure import (
    LabelledLimit,
    Unknown,
    Value,
    as_printed,
    exposure,
    fluid_ml_per_g,
    iga_mcg_per_g,
    osmolality,
    sodium_mmol_per_g,
    sugar_g_per_g,
    sugars,
)
from tests.core.making import measure, of_option, product, published, published_figure
from tests.profiles import members

US, EU, BR = Region.US, Region.EU, Region.BR


def figure(value: Value) -> Fraction:
    assert isinstance(value, LabelledLimit)
    return value.value


def osmolality_range(low: int, high: int, *regions: Region) -> Measure:
    return Measure(basis=Basis.RANGE, unit="mOsmol/kg", low=Decimal(low), high=Decimal(high), regions=regions)


@pytest.mark.parametrize(
    ("product_id", "mcg_per_g"),
    [("gammagard-sd-5", 60), ("gammagard-sd-10", 60), ("privigen", 250), ("gamunex-c", 840), ("kiovig", 1400)],
)
def test_iga_per_gram_by_labelled_maximum(catalogue: Catalogue, product_id: str, mcg_per_g: int) -> None:
    """Labelled maxima per mL (3 at 5 %, 6 at 10 %, 25, 84, 140 mcg) divided by the grams in one mL."""
    assert figure(iga_mcg_per_g(catalogue.product(product_id))) == mcg_per_g


@pytest.mark.parametrize("product_id", ["gamunex-c", "panzyga"])
def test_a_limit_of_another_regions_label_is_used_and_named(catalogue: Catalogue, product_id: str) -> None:
    borrowed = iga_mcg_per_g(catalogue.product(product_id), BR)
    assert isinstance(borrowed, LabelledLimit)
    assert borrowed.borrowed
    assert BR not in borrowed.fact.regions
    own = iga_mcg_per_g(catalogue.product(product_id), EU)
    assert isinstance(own, LabelledLimit)
    assert not own.borrowed


def test_without_a_region_the_least_favourable_label_counts() -> None:
    one = product(iga=(measure(1, "mcg/mL", Basis.MAX, US), measure(3, "mcg/mL", Basis.MAX, EU)), mg_per_ml=50)
    assert [figure(iga_mcg_per_g(one, region)) for region in (None, US, EU, BR)] == [60, 20, 60, 60]


def test_a_label_without_a_region_counts_everywhere() -> None:
    one = product(iga=(measure(5, "mcg/mL"), measure(9, "mcg/mL", Basis.MAX, EU)))
    assert [figure(iga_mcg_per_g(one, region)) for region in (None, US, EU)] == [90, 50, 90]


@pytest.mark.parametrize("basis", [Basis.AVERAGE, Basis.TYPICAL, Basis.NOMINAL, Basis.EXACT, Basis.AT_LEAST])
def test_only_a_maximum_or_a_range_limits_iga(basis: Basis) -> None:
    found = iga_mcg_per_g(product(iga=(measure(46, "mcg/mL", basis),), missing={"iga": "limit not published"}))
    assert isinstance(found, Unknown)
    assert found.reason == "limit not published"
    assert "46 mcg/mL" in found.known


@pytest.mark.parametrize("standing", [Standing.TABLE2, Standing.UNSOURCED])
def test_a_fact_that_was_not_read_in_a_label_never_limits(standing: Standing) -> None:
    assert isinstance(iga_mcg_per_g(product(iga=(measure(46, "mcg/mL", standing=standing),))), Unknown)


def test_a_derived_fact_is_used_and_marked() -> None:
    fact = measure(6, "mcg/mL", standing=Standing.DERIVED)
    assert figure(iga_mcg_per_g(product(iga=(fact,)))) == 60
    assert as_printed(fact) == "up to 6 mcg/mL (derived)"


@pytest.mark.parametrize("mg_per_ml", [30, 50, 60, 100, 120])
def test_figures_per_ml_and_per_gram_agree_at_any_concentration(mg_per_ml: int) -> None:
    """x per mL at c mg/mL is 1000 x / c per g."""
    c = Fraction(mg_per_ml)
    one = product(
        mg_per_ml=mg_per_ml,
        iga=(measure(30, "mcg/mL"),),
        sodium=(measure(15, "mmol/L"),),
        sugar=(Sugar(kind=SugarKind.MALTOSE, amount=measure(90, "mg/mL")),),
    )
    assert figure(iga_mcg_per_g(one)) == 30 * 1000 / c
    assert figure(sodium_mmol_per_g(one)) == 15 / c
    assert figure(sugar_g_per_g(one)) == 90 / c
    assert figure(fluid_ml_per_g(one)) == 1000 / c


def test_figures_given_per_gram_are_taken_as_they_are() -> None:
    one = product(
        mg_per_ml=50,
        iga=(measure("0.9", "mg/g"),),
        sodium=(measure("0.03", "mmol/g"),),
        sugar=(Sugar(kind=SugarKind.SUCROSE, amount=measure("1.67", "g/g")),),
    )
    assert figure(iga_mcg_per_g(one)) == 900
    assert figure(sodium_mmol_per_g(one)) == Fraction("0.03")
    assert figure(sugar_g_per_g(one)) == Fraction("1.67")


def test_osmolality_counts_by_the_labels_upper_value() -> None:
    one = product(osmolality=(osmolality_range(240, 300, EU), measure(258, "mOsmol/kg", Basis.TYPICAL, US)))
    assert [figure(osmolality(one, region)) for region in (None, EU, US)] == [300, 300, 258]
    assert isinstance(osmolality(product(osmolality=(measure(240, "mOsmol/kg", Basis.AT_LEAST),))), Unknown)


def test_unknown_sodium_shows_what_the_label_says_in_words(catalogue: Catalogue) -> None:
    found = sodium_mmol_per_g(catalogue.product("kiovig"))
    assert isinstance(found, Unknown)
    assert "no added sodium" in found.known.lower()
    silent = sodium_mmol_per_g(product())
    assert isinstance(silent, Unknown)
    assert silent.known == ""
    told = sodium_mmol_per_g(product(sodium_says=Statement(says="no added sodium"), sodium=(measure(5, "mmol/L"),)))
    assert figure(told) == Fraction(5, 100)


def test_an_unknown_amount_of_sugar_names_the_sugar() -> None:
    found = sugar_g_per_g(product(sugar=(Sugar(kind=SugarKind.MANNITOL),)))
    assert isinstance(found, Unknown)
    assert "mannitol" in found.known
    nothing = sugar_g_per_g(product())
    assert isinstance(nothing, Unknown)
    assert nothing.known == ""


def test_sugars_are_those_read_on_a_label() -> None:
    kinds = (
        Sugar(kind=SugarKind.NONE),
        Sugar(kind=SugarKind.GLUCOSE),
        Sugar(kind=SugarKind.SORBITOL, standing=Standing.UNSOURCED),
    )
    assert sugars(product(sugar=kinds)) == {SugarKind.GLUCOSE}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (measure(25, "mcg/mL"), "up to 25 mcg/mL"),
        (measure(46, "mcg/mL", Basis.AVERAGE), "average 46 mcg/mL"),
        (measure(258, "mOsmol/kg", Basis.TYPICAL), "typically 258 mOsmol/kg"),
        (measure(240, "mOsmol/kg", Basis.AT_LEAST), "at least 240 mOsmol/kg"),
        (measure("0.30", "mmol/g", Basis.EXACT), "0.3 mmol/g"),
        (osmolality_range(240, 300), "240 to 300 mOsmol/kg"),
        (measure(3, "mcg/mL", standing=Standing.UNSOURCED), "up to 3 mcg/mL (no source read)"),
        (measure(3, "mcg/mL", standing=Standing.TABLE2), "up to 3 mcg/mL (Table 2)"),
    ],
)
def test_a_fact_is_spoken_as_its_label_would(fact: Measure, words: str) -> None:
    assert as_printed(fact) == words


def test_what_given_grams_carry_is_the_figure_per_gram_times_the_grams(catalogue: Catalogue) -> None:
    """Privigen: 250 mcg IgA and 0.01 mmol sodium per g, no sugar."""
    carried = exposure(catalogue.product("privigen"), Fraction(28), None)
    assert carried.iga_mg == 7
    assert carried.sodium_mmol == Fraction("0.28")
    assert carried.sugar_g == 0


def test_what_is_unknown_per_gram_is_unknown_in_all() -> None:
    carried = exposure(product(), Fraction(28), None)
    assert (carried.iga_mg, carried.sodium_mmol, carried.sugar_g) == (None, None, None)


@pytest.mark.parametrize("question", published("volumes"))
def test_published_volumes(question: Question, catalogue: Catalogue) -> None:
    one = catalogue.product(str(question.options["product"]))
    assert figure(fluid_ml_per_g(one)) * of_option(question, "grams") == published_figure(question, "volume_ml_course")


@pytest.mark.parametrize(
    "numbers",
    [
        {"basis": Basis.RANGE, "low": Decimal(1)},
        {"basis": Basis.RANGE, "high": Decimal(1)},
        {"basis": Basis.RANGE, "low": Decimal(1), "high": Decimal(2), "value": Decimal(1)},
        {"basis": Basis.RANGE, "low": Decimal(2), "high": Decimal(1)},
        {"basis": Basis.RANGE, "low": Decimal(-1), "high": Decimal(1)},
        {"basis": Basis.MAX},
        {"basis": Basis.MAX, "value": Decimal(1), "low": Decimal(1)},
        {"basis": Basis.MAX, "value": Decimal(1), "high": Decimal(1)},
        {"basis": Basis.MAX, "value": Decimal(-1)},
    ],
)
def test_a_fact_whose_numbers_do_not_fit_its_basis_cannot_be_made(numbers: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"needs|negative"):
        Measure(unit="mmol/L", **numbers)


@pytest.mark.parametrize("basis", [Basis.AVERAGE, Basis.AT_LEAST])
def test_an_average_or_a_least_value_sets_no_upper_end(basis: Basis) -> None:
    assert measure(46, "mcg/mL", basis).upper is None
    assert measure(46, "mcg/mL", Basis.MAX).upper == 46
    assert osmolality_range(240, 300).upper == 300


def test_a_size_is_sold_in_the_regions_that_sell_it(catalogue: Catalogue) -> None:
    for one in members(catalogue.products):
        for region in (None, *Region):
            sold = {Fraction(size) for size, regions in one.regions_of.items() if region in regions or not region}
            assert sold == {*one.sizes_in(region)}
