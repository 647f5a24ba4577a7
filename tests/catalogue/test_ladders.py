"""Rate ladders and rates for patients at risk, against values read from the labels apart from the data file."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Standing
from ivigcalc.core.facts.ladder import Ladder, RateUnit, RiskRate
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.rates import RateBasis, rungs, to_ml_h
from tests.core.making import read
from tests.profiles import members

LADDERS: Final = """
    gammagard-sd-5     eu  any   0.5    -   4     mL/kg/h
    gammagard-sd-5     us  any   0.5    -   4     mL/kg/h
    gammagard-sd-10    eu  any   0.5    -   8     mL/kg/h
    gammagard-sd-10    us  any   0.5    -   8     mL/kg/h
    gamunex-c          us  cidp  0.02   30  0.08  mL/kg/min
    gamunex-c          us  pi    0.01   30  0.08  mL/kg/min
    gamunex-c          us  itp   0.01   30  0.08  mL/kg/min
    gamunex-c          br  any   0.01   30  0.08  mL/kg/min
    octagam-5          us  pi    30     30  200   mg/kg/h
    octagam-5          eu  any   1      30  5     mL/kg/h
    octagam-10         us  itp   0.01   30  0.12  mL/kg/min
    octagam-10         us  dm    0.01   30  0.04  mL/kg/min
    octagam-10         eu  any   0.01   30  0.12  mL/kg/min
    octagam-10         eu  dm    0.01   30  0.04  mL/kg/min
    flebogamma-dif-5   eu  any   0.01   30  0.1   mL/kg/min
    flebogamma-dif-5   us  pi    0.01   -   0.1   mL/kg/min
    flebogamma-dif-5   tr  any   0.01   30  0.04  mL/kg/min
    flebogamma-dif-5   br  any   0.01   30  0.1   mL/kg/min
    flebogamma-dif-10  us  pi    0.01   -   0.08  mL/kg/min
    flebogamma-dif-10  us  itp   0.01   -   0.08  mL/kg/min
    flebogamma-dif-10  br  any   0.01   30  0.08  mL/kg/min
    sandoglobulin-3    us  any   0.5    30  3     mg/kg/min
    sandoglobulin-3    br  any   0.5    15  2.5   mL/min
    privigen           us  pi    0.005  -   0.08  mL/kg/min
    privigen           us  cidp  0.005  -   0.08  mL/kg/min
    privigen           us  itp   0.005  -   0.04  mL/kg/min
    privigen           eu  any   0.3    30  4.8   mL/kg/h
    kiovig             eu  any   0.5    30  6     mL/kg/h
    kiovig             br  any   0.5    30  6     mL/kg/h
    kiovig             us  pi    0.5    30  5     mL/kg/h
    kiovig             us  mmn   0.5    -   5.4   mL/kg/h
    kiovig             us  cidp  0.5    -   5.4   mL/kg/h
    panzyga            us  cidp  0.01   30  0.12  mL/kg/min
    panzyga            us  pi    0.01   30  0.14  mL/kg/min
    panzyga            us  itp   0.01   30  0.08  mL/kg/min
    panzyga            eu  any   0.6    30  4.8   mL/kg/h
    bivigam            us  pi    0.5    10  6     mg/kg/min
    asceniv            us  pi    0.005  15  0.08  mL/kg/min
    gammaplex-5        us  pi    0.01   15  0.08  mL/kg/min
    gammaplex-5        us  itp   0.01   15  0.08  mL/kg/min
    gammaplex-10       us  pi    0.005  15  0.08  mL/kg/min
    gammaplex-10       us  itp   0.005  15  0.08  mL/kg/min
    iqymune            eu  any   0.5    30  6     mL/kg/h
    tegeline           eu  any   1      30  4     mL/kg/h
    intragam-p         sg  any   1      15  3     mL/min
    qivigy             us  pi    1      30  8     mg/kg/min
    ig-vena            br  any   0.46   30  1.85  mL/kg/h
"""
"""Every ladder that may be used: region, context, first rate, its printed minutes, highest rate."""

LATER_STEPS: Final = """
    octagam-5        us  pi   60 120
    octagam-10       us  itp  0.02 0.04 0.08
    sandoglobulin-3  us  any  1
    gammaplex-10     us  pi   0.01 0.02 0.04 0.06
    gammaplex-10     us  itp  0.01 0.02 0.04 0.06
    flebogamma-dif-10  br  any  0.02 0.04
    qivigy           us  pi   2 4 6
"""
"""The only labels that print rates between the first and the highest."""

EVERY: Final = """
    octagam-10    us  dm    30
    octagam-10    eu  dm    30
    kiovig        us  pi    30
    panzyga       us  cidp  30
    panzyga       us  pi    30
    panzyga       us  itp   30
    bivigam       us  pi    20
    asceniv       us  pi    15
    gammaplex-5   us  pi    15
    gammaplex-5   us  itp   15
    intragam-p    sg  any   15
    flebogamma-dif-10  br  any  30
"""
"""Minutes after which the rate is raised again, where printed; of 15 to 30 the longer."""

UNSOURCED: Final = {"gammar-p": "us", "gamunex-c": "eu", "octagam-10": "br", "gammaked": "us", "alyglo": "us"}
NO_LADDER: Final = {
    "intratect-5", "intratect-10", "clairyg-5", "nanogam", "intragam-10", "yimmugo",
    "gammagard-liquid-erc",
}  # fmt: skip

RISK_FIGURES: Final = """
    octagam-10       us  0.03   mL/kg/min  at-most
    octagam-10       eu  0.03   mL/kg/min  at-most
    panzyga          us  0.033  mL/kg/min  at-most
    kiovig           us  3.3    mg/kg/min  below
    sandoglobulin-3  us  2      mg/kg/min  below
"""
"""The only labels that print a figure for patients at risk; each for the kidney and for thrombosis."""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def ladder(product: Product, region: str, context: str) -> Ladder:
    """The ladder of a label for everybody; its second one, for who tolerated it before, stands apart."""
    found = [one for one in product.ladders if region in one.regions and context in one.contexts]
    (for_all,) = [one for one in found if not one.after] or found
    return for_all


WELL: Final = "4.8 mL/kg/h was tolerated well"
IN_IMMUNODEFICIENCY: Final = {
    "privigen": ("7.2", WELL, False),
    "panzyga": ("8.4", WELL, False),
    "kiovig": ("8", "lower rates were tolerated well", True),
}
"""EU labels go further in primary immunodeficiency: how far, after what, and whether in adults alone."""


def usable(catalogue: Catalogue) -> dict[tuple[str, str, str], Ladder]:
    """Every ladder that may be used, by preparation, region and context; of two for a use the one for everybody."""
    return {
        (product.id, str(region), str(context)): ladder(product, region, context)
        for product in read(catalogue)
        for one in product.ladders
        if one.standing.drives and not (one.after and product.id in IN_IMMUNODEFICIENCY)
        for region in one.regions
        for context in one.contexts
    }


@pytest.mark.parametrize("name", IN_IMMUNODEFICIENCY)
def test_eu_labels_go_further_in_immunodeficiency_once_it_was_tolerated(name: str, catalogue: Catalogue) -> None:
    maximum, after, adults = IN_IMMUNODEFICIENCY[name]
    (found,) = (one for one in catalogue.product(name).ladders if one.after)
    general = ladder(catalogue.product(name), "eu", "any")
    assert (found.maximum, found.contexts, found.regions) == (Decimal(maximum), ("pi",), ("eu",))
    assert (found.after, found.adults, found.steps) == (after, adults, general.steps)


def figures(catalogue: Catalogue) -> list[tuple[Product, RiskRate]]:
    return [(one, rate) for one in read(catalogue) for rate in one.risk_rates if rate.maximum is not None]


def ml_per_kg_h(rate: Decimal, unit: RateUnit, product: Product) -> Fraction:
    """By hand: 60 minutes in an hour, and the mg in a mL."""
    per_hour = Fraction(rate) * (60 if unit.endswith("/min") else 1)
    return per_hour / Fraction(product.mg_per_ml) if unit.startswith("mg") else per_hour


@pytest.mark.parametrize("row", rows(LADDERS), ids=lambda row: "-".join(row[:3]))
def test_a_ladder_says_what_its_label_prints(row: list[str], catalogue: Catalogue) -> None:
    name, region, context, first, minutes, maximum, unit = row
    found = ladder(catalogue.product(name), region, context)
    assert (Decimal(first), Decimal(maximum), unit) == (found.steps[0].rate, found.maximum, found.unit)
    assert (None if minutes == "-" else Decimal(minutes)) == found.steps[0].minutes


def test_there_is_no_ladder_but_those(catalogue: Catalogue) -> None:
    assert {tuple(row[:3]) for row in rows(LADDERS)} == set(usable(catalogue))


def test_rates_between_are_printed_by_few_labels_and_none_is_worked_out_in_the_data(catalogue: Catalogue) -> None:
    printed = {(a, b, c): [Decimal(rate) for rate in rates] for a, b, c, *rates in rows(LATER_STEPS)}
    assert printed == {
        key: [step.rate for step in one.steps[1:]] for key, one in usable(catalogue).items() if one.steps[1:]
    }


def test_how_often_a_rate_is_raised(catalogue: Catalogue) -> None:
    printed = {(a, b, c): Decimal(minutes) for a, b, c, minutes in rows(EVERY)}
    assert printed == {key: one.every_minutes for key, one in usable(catalogue).items() if one.every_minutes}


def test_two_labels_print_by_how_much_the_rate_is_raised(catalogue: Catalogue) -> None:
    raised = {key: one.raise_by for key, one in usable(catalogue).items() if one.raise_by is not None}
    assert raised == {("bivigam", "us", "pi"): Decimal("0.8"), ("flebogamma-dif-10", "br", "any"): Decimal("0.02")}


def test_only_the_10_percent_gammagard_s_d_asks_for_something_first(catalogue: Catalogue) -> None:
    """The 5 % solution has to be tolerated at 4 mL/kg/h, which is where its own ladder ends."""
    after = {key[:2]: one.after for key, one in usable(catalogue).items() if one.after}
    said = "the 5 % solution was tolerated at 4 mL/kg/h"
    assert after == {("gammagard-sd-10", "eu"): said, ("gammagard-sd-10", "us"): said}


@pytest.mark.parametrize(("name", "exception"), [("privigen", "7.2"), ("kiovig", "8"), ("panzyga", "8.4")])
def test_a_higher_rate_for_some_is_said_and_is_not_the_maximum(name: str, exception: str, catalogue: Catalogue) -> None:
    """EU labels allow it in primary immunodeficiency only, after the ordinary maximum was tolerated or in adults."""
    found = ladder(catalogue.product(name), "eu", "any")
    assert exception in found.says
    assert "primary immunodeficiency" in found.says
    assert found.maximum < Decimal(exception)


def test_dermatomyositis_has_its_own_slow_ladder_in_both_regions(catalogue: Catalogue) -> None:
    product = catalogue.product("octagam-10")
    others = [one.maximum for one in product.ladders if "dm" not in one.contexts and one.standing.drives]
    assert [Decimal("0.12")] * 2 == others
    assert {"us", "eu"} == {region for one in product.ladders if "dm" in one.contexts for region in one.regions}


def test_two_labels_print_a_flat_rate(catalogue: Catalogue) -> None:
    flat = [key for key, one in usable(catalogue).items() if one.unit is RateUnit.ML_MIN]
    assert flat == [("sandoglobulin-3", "br", "any"), ("intragam-p", "sg", "any")]


def test_of_two_printed_units_the_stricter_is_kept(catalogue: Catalogue) -> None:
    """Octagam 5 % US: 200 mg/kg/h is 4 mL/kg/h, below the 0.07 mL/kg/min (4.2) printed beside it."""
    product = catalogue.product("octagam-5")
    found = ladder(product, "us", "pi")
    assert ml_per_kg_h(found.maximum, found.unit, product) == 4


@pytest.mark.parametrize(("name", "region"), UNSOURCED.items())
def test_a_ladder_of_general_knowledge_is_marked_and_never_drives(name: str, region: str, catalogue: Catalogue) -> None:
    marked = [one for one in catalogue.product(name).ladders if region in one.regions]
    assert marked
    assert [False] * len(marked) == [one.standing.drives for one in marked]


def test_no_other_ladder_is_without_a_source(catalogue: Catalogue) -> None:
    marked = {product.id for product in read(catalogue) for one in product.ladders if not one.standing.drives}
    assert set(UNSOURCED) == marked
    assert all(one.sources for one in usable(catalogue).values())


def test_what_was_taken_over_from_another_region_is_marked(catalogue: Catalogue) -> None:
    """The US rate paragraph of Gammagard S/D was not read: its figures are those of the EU text."""
    taken = {key[:2] for key, one in usable(catalogue).items() if one.standing is Standing.DERIVED}
    assert taken == {("gammagard-sd-5", "us"), ("gammagard-sd-10", "us")}


def test_preparations_without_a_ladder_say_so(catalogue: Catalogue) -> None:
    assert {one.id for one in read(catalogue) if not one.ladders} == NO_LADDER
    for name in NO_LADDER:
        assert catalogue.product(name).missing["ladders"], name


@pytest.mark.parametrize("row", rows(RISK_FIGURES), ids=lambda row: "-".join(row[:2]))
@pytest.mark.parametrize("patient", ["renal", "thrombosis"])
def test_a_figure_for_patients_at_risk(patient: str, row: list[str], catalogue: Catalogue) -> None:
    name, region, maximum, unit, how = row
    rates = catalogue.product(name).risk_rates
    (found,) = (one for one in rates if region in one.regions and patient in one.patients)
    assert (Decimal(maximum), unit, how == "below") == (found.maximum, found.unit, found.below)


def test_no_other_label_prints_a_figure_for_patients_at_risk(catalogue: Catalogue) -> None:
    """Octagam 5 % and the older Gamunex text print their ordinary maximum, Bivigam's figure is not on its label."""
    found = {(product.id, str(region)) for product, rate in figures(catalogue) for region in rate.regions}
    assert {(row[0], row[1]) for row in rows(RISK_FIGURES)} == found
    for name in ("octagam-5", "gamunex-c", "bivigam"):
        assert catalogue.product(name).risk_rates, name


def test_a_figure_for_patients_at_risk_slows_every_ladder_of_its_region(catalogue: Catalogue) -> None:
    for product, rate in members(figures(catalogue)):
        assert rate.maximum is not None
        assert rate.unit is not None
        slowed = ml_per_kg_h(rate.maximum, rate.unit, product)
        ordinary = [one for one in product.ladders if set(one.regions) & set(rate.regions)]
        assert ordinary, product.id
        assert all(slowed < ml_per_kg_h(one.maximum, one.unit, product) for one in ordinary), product.id


def test_octagam_10_takes_the_stricter_of_its_two_figures(catalogue: Catalogue) -> None:
    """3.3 mg/kg/min at 10 % would be 0.033 mL/kg/min, which is Panzyga's figure."""
    octagam, panzyga = (catalogue.product(name).risk_rates[0].maximum for name in ("octagam-10", "panzyga"))
    assert (octagam, panzyga) == (Decimal("0.03"), Decimal("0.033"))


def test_kiovig_stays_below_2_ml_per_kg_and_hour(catalogue: Catalogue) -> None:
    product = catalogue.product("kiovig")
    (found,) = product.risk_rates
    assert found.maximum is not None
    assert found.unit is not None
    assert ml_per_kg_h(found.maximum, found.unit, product) < 2


@pytest.mark.parametrize(
    ("name", "region", "said"),
    [
        ("gammagard-sd-5", "eu", "start at the lowest rate"),
        ("gammagard-sd-10", "eu", "start at the lowest rate"),
        ("sandoglobulin-3", "us", "3 % solution"),
        ("sandoglobulin-3", "br", "2.5 mL/min"),
        ("intragam-p", "sg", "slower rate"),
        ("kiovig", "us", "lower rate"),
    ],
)
def test_what_a_label_says_of_a_first_infusion(name: str, region: str, said: str, catalogue: Catalogue) -> None:
    found = [one for one in catalogue.product(name).first_infusion if region in one.regions]
    assert any(said in one.says for one in found)
    assert all(one.sources for one in found)


def rates_ml_per_kg_h(ladder: Ladder, product: Product, *, printed: bool = False) -> list[Fraction]:
    """The rates of a ladder below its maximum; with ``printed`` only those that the label prints."""
    made = [rung.rate for rung in rungs(ladder, tolerated=True)[:-1]]
    stated = {Fraction(step.rate) for step in ladder.steps}
    rates = [rate for rate in made if not printed or ladder.raise_by is not None or rate in stated]
    return [
        to_ml_h(rate, ladder.unit, RateBasis(weight_kg=Fraction(1), mg_per_ml=Fraction(product.mg_per_ml)))
        for rate in rates
    ]


def test_no_convention_rises_faster_than_another_label_of_the_brand(catalogue: Catalogue) -> None:
    """Where another label prints the rate after one of ours, and ours prints none, we go on to no more than that.

    And never to more than twice the rate: the slower of both is the convention.
    """
    per_kg = [
        (product, ladder)
        for product in catalogue.products
        for ladder in product.ladders
        if ladder.standing.drives and ladder.unit is not RateUnit.ML_MIN
    ]
    raises = [(one, pair) for one, ladder in per_kg for pair in pairwise([ladder.steps[-1].rate, *ladder.between])]
    for product, (before, raised) in members(raises):
        assert raised <= 2 * before, product.id
    for product, ladder in per_kg:
        top, ours = ml_per_kg_h(ladder.maximum, ladder.unit, product), rates_ml_per_kg_h(ladder, product)
        begins = ml_per_kg_h(ladder.steps[-1].rate, ladder.unit, product)
        for other, label in per_kg:
            theirs = rates_ml_per_kg_h(label, other, printed=True) if other.brand == product.brand else []
            for rate, following in pairwise([*ours, top]):
                further = [one for one in theirs if rate < one < top]
                if rate >= begins and rate in theirs and further and ladder.raise_by is None:
                    assert following <= min(further), (product.id, ladder.regions, label.regions)


@pytest.mark.parametrize(
    ("name", "rates"),
    [
        ("flebogamma-dif-10", "0.01 0.02 0.04 0.06 0.08"),
        ("gammaplex-5", "0.01 0.02 0.04 0.06 0.08"),
        ("flebogamma-dif-5", "0.01 0.02 0.04 0.06 0.08 0.1"),
        ("qivigy", "1 2 4 6 8"),
    ],
)
def test_labels_that_add_are_not_doubled(name: str, rates: str, catalogue: Catalogue) -> None:
    """Flebogamma DIF 10 % (Brazil) adds 0.02 mL/kg/min from 0.04 on, as Gammaplex 10 % does; Qivigy 2 mg/kg/min."""
    ladders = [one for one in catalogue.product(name).ladders if "tr" not in one.regions and not one.after]
    assert ladders
    for ladder in ladders:
        assert [rung.rate for rung in rungs(ladder)] == [Fraction(rate) for rate in rates.split()], ladder.regions


def test_ig_vena_in_brazil_runs_at_a_third_of_most(catalogue: Catalogue) -> None:
    """1.85 mL/kg/h: at 70 kg 129 mL/h, where the 0.1 mL/kg/min of Flebogamma DIF 5 % make 420."""
    product = catalogue.product("ig-vena")
    (found,) = product.ladders
    assert [rung.rate for rung in rungs(found)] == [Fraction(rate) for rate in ("0.46", "0.92", "1.84", "1.85")]
    basis = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(product.mg_per_ml))
    assert int(to_ml_h(Fraction(found.maximum), found.unit, basis)) == 129


def test_blauimuno_runs_at_the_maximum_of_first_users(catalogue: Catalogue) -> None:
    """Its text prints 3 mL/kg/h for first users and 7 for regular ones: whoever is not known to be one is a first."""
    first, regular = catalogue.product("blauimuno-5").ladders
    assert (first.steps, first.after) == (regular.steps, "")
    assert (first.steps[0].rate, first.steps[0].minutes, first.maximum) == (Decimal("0.5"), Decimal(20), Decimal(3))
    assert (regular.maximum, regular.after) == (Decimal(7), "the patient has it regularly")


def test_later_infusions_of_qivigy_begin_higher_and_rise_faster(catalogue: Catalogue) -> None:
    """The maker's calculator: 2, 4 and 6 mg/kg/min for 15 minutes each, then 8."""
    _, later = catalogue.product("qivigy").ladders
    assert [(step.rate, step.minutes) for step in later.steps] == [(Decimal(rate), Decimal(15)) for rate in (2, 4, 6)]
    assert (later.maximum, later.after) == (Decimal(8), "an earlier infusion was tolerated")
