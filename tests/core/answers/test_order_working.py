"""How the place of a preparation follows: what is compared, in which order, and the document of each figure."""

from fractions import Fraction

from ivigcalc.core.answers.products import order_sources, order_working, products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.request.patient import Patient, Risk

Steps = dict[str, tuple[str, Fraction, str]]


def steps(catalogue: Catalogue, *risks: Risk, region: Region | None = Region.EU) -> dict[str, Steps]:
    choice = products(Patient(weight_kg=None, risks=frozenset(risks)), catalogue, region)
    return {
        place.assessment.product.id: {step.step: (step.formula, step.value, step.source) for step in of_place}
        for place, of_place in zip(
            choice.places, order_working(choice.places, choice.situation, catalogue), strict=True
        )
    }


def test_a_figure_is_that_of_its_document_per_gram(catalogue: Catalogue) -> None:
    """EU: Gammaplex 10 % is of 280 mOsmol/kg and at most 5 mmol/L of sodium; Kiovig holds up to 140 mcg/mL of IgA."""
    gammaplex = steps(catalogue, Risk.RENAL, Risk.SODIUM, Risk.FLUID)["gammaplex-10"]
    assert gammaplex["osmolality"] == ("280 mOsmol/kg", Fraction(280), "gpx10")
    assert gammaplex["sodium"] == ("5 mmol/L / 100 mg/mL", Fraction("0.05"), "gpx10")
    assert gammaplex["volume"][:2] == ("1000 / 100 mg/mL", Fraction(10))
    deficient = steps(catalogue, Risk.IGA_DEFICIENT)
    assert deficient["kiovig"]["IgA"][:2] == ("140 mcg/mL x 1000 / 100 mg/mL", Fraction(1400))
    assert gammaplex["tier"][1] >= 1


def test_a_derived_figure_and_one_of_another_region_are_marked(catalogue: Catalogue) -> None:
    """Gamunex-C, EU: sodium is reckoned from a whole dose; its osmolality is that of the US label, 258."""
    found = steps(catalogue, Risk.RENAL, Risk.SODIUM)["gamunex-c"]
    assert found["sodium (derived)"][:2] == ("0.72 mmol/L / 100 mg/mL", Fraction(0))
    assert found["osmolality, of the US label"] == ("258 mOsmol/kg", Fraction(258), "gamunexc")


def test_what_is_beaten_names_what_beats_it(catalogue: Catalogue) -> None:
    found = steps(catalogue, Risk.RENAL)
    assert found["gamunex-c"]["tier"][:2] == ("beaten by none", Fraction(1))
    assert found["gammaplex-10"]["tier"][:2] == ("beaten by Gamunex-C 10 %", Fraction(2))
    assert found["panzyga"]["a value is not known"][:2] == ("at least 240 mOsmol/kg", Fraction(1))


def test_what_stands_last_has_its_reason_and_the_gravest_comes_first(catalogue: Catalogue) -> None:
    """Antibodies to IgA contraindicate every preparation."""
    found = steps(catalogue, Risk.ANTI_IGA)
    assert {one["verdict, the gravest first"][1] for one in found.values()} == {Fraction(-3)}
    assert {one["stands last"][1] for one in found.values()} == {Fraction(1)}
    assert {one["by the labels of its class alone"][0] for one in found.values()} == {"yes", "no"}


def test_without_a_factor_market_and_label_decide(catalogue: Catalogue) -> None:
    found = steps(catalogue, region=None)
    assert found["privigen"]["sold in the region and labelled there"][:2] == ("yes", Fraction(0))
    assert "as in the data" in found["privigen"]
    assert "tier" not in found["privigen"]


def test_the_documents_of_an_order_are_those_of_its_figures(catalogue: Catalogue) -> None:
    """EU, renal: that of Gammaplex, which prints 280 mOsmol/kg, and the US label of Gamunex-C, which prints 258."""
    patient = Patient(weight_kg=None, risks=frozenset({Risk.RENAL}))
    cited = order_sources(products(patient, catalogue, Region.EU), catalogue)
    assert ("gpx10" in cited, "gamunexc" in cited, "" in cited) == (True, True, False)
