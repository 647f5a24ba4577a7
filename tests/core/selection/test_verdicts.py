"""The verdict on one preparation: each rule fires for the patient it names, and for nobody else."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Standing, Statement
from ivigcalc.core.facts.product import (
    Contraindication,
    Labelled,
    Market,
    MarketStatus,
    Product,
    Sugar,
    SugarKind,
    Vial,
)
from ivigcalc.core.facts.rule import Rules, Verdict
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Factor, Patient, Risk, SerumIga
from ivigcalc.core.safety.alerts import derived_conditions
from ivigcalc.core.selection.assessment import FACTORS, Assessment, Situation, assess
from ivigcalc.core.selection.labels import is_offered, labelled_regions, market_status
from ivigcalc.core.selection.ranking import PlacedProduct
from tests.core.making import at_risk, measure, number, patient, places, product, read
from tests.profiles import members

SUITABLE, CAUTION, AVOID, CONTRAINDICATED = Verdict
US, EU, BR = Region.US, Region.EU, Region.BR


def verdict(catalogue: Catalogue, product_id: str, one: Patient, region: Region | None = None) -> Verdict:
    return places(catalogue, one, region)[product_id].assessment.verdict


def reasons(found: Assessment) -> set[str]:
    return {reason.rule for reason in found.reasons}


def composed(**facts: Any) -> Product:
    """A preparation whose composition was read: glycine and no sugar, unless said otherwise."""
    read = {"sugar": (Sugar(kind=SugarKind.NONE),), "stabiliser": (Statement(says="glycine"),)}
    return product(**(read | facts))


def judged(one: Product, who: Patient, rules: Rules, region: Region | None = None, **more: Any) -> Assessment:
    conditions, _ = derived_conditions(who, rules)
    known = {"day_g": Fraction(28), "age_years": who.age_years} | more
    return assess(one, Situation(conditions=conditions, region=region, **known), rules)


@pytest.fixture(scope="session")
def catalogue(catalogue: Catalogue) -> Catalogue:
    """A new preparation may have what only those have whose labels were read."""
    return catalogue.replaced(products=tuple(read(catalogue)))


def contraindicated(found: dict[str, PlacedProduct]) -> set[str]:
    return {name for name, place in found.items() if place.assessment.verdict is CONTRAINDICATED}


@pytest.mark.parametrize("product_id", ["privigen"])
def test_proline_is_contraindicated_where_the_label_names_it(catalogue: Catalogue, product_id: str) -> None:
    found = places(catalogue, at_risk(Risk.PROLINE))
    assert contraindicated(found) == {product_id}


def test_sorbitol_is_contraindicated_in_fructose_intolerance_and_under_2_years(catalogue: Catalogue) -> None:
    sorbitol = {"flebogamma-dif-5", "flebogamma-dif-10", "gammaplex-5"}
    for one in (at_risk(Risk.FRUCTOSE), Patient(age_years=Fraction(23, 12))):
        found = places(catalogue, one)
        assert contraindicated(found) == sorbitol


@pytest.mark.parametrize("product_id", ["flebogamma-dif-5", "flebogamma-dif-10", "gammaplex-5"])
def test_from_2_years_sorbitol_is_not_contraindicated_by_age(catalogue: Catalogue, product_id: str) -> None:
    assert verdict(catalogue, product_id, Patient(age_years=Fraction(2))) is SUITABLE


def test_corn_is_contraindicated_where_the_label_names_it_and_avoided_where_it_is_warned_of(
    catalogue: Catalogue,
) -> None:
    assert verdict(catalogue, "octagam-5", at_risk(Risk.CORN), US) is CONTRAINDICATED
    assert verdict(catalogue, "privigen", at_risk(Risk.CORN)) is SUITABLE


def test_a_warning_of_corn_is_avoided_unless_a_label_contraindicates_it(rules: Rules) -> None:
    warned = composed(warnings=(Statement(says="made from corn", patient="corn"),))
    assert judged(warned, at_risk(Risk.CORN), rules).verdict is AVOID
    assert judged(warned, at_risk(Risk.RENAL), rules).verdict is SUITABLE
    named = warned.replaced(contraindications=(Contraindication(patient="corn", says="no"),))
    assert judged(named, at_risk(Risk.CORN), rules).verdict is CONTRAINDICATED
    hearsay = composed(warnings=(Statement(says="corn", patient="corn", standing=Standing.UNSOURCED),))
    assert judged(hearsay, at_risk(Risk.CORN), rules).verdict is SUITABLE


@pytest.mark.parametrize(
    ("one", "unread", "expected"),
    [
        (at_risk(Risk.FRUCTOSE), "sugar", AVOID),
        (Patient(age_years=Fraction(1)), "sugar", AVOID),
        (Patient(weight_kg=Fraction(8)), "sugar", CAUTION),
        (at_risk(Risk.CORN), "sugar", AVOID),
        (at_risk(Risk.RENAL), "sugar", CAUTION),
        (at_risk(Risk.DIABETES), "sugar", CAUTION),
        (at_risk(Risk.PROLINE), "stabiliser", AVOID),
        (at_risk(Risk.FLUID), "sugar", SUITABLE),
        (at_risk(Risk.FRUCTOSE), "stabiliser", SUITABLE),
        (at_risk(Risk.PROLINE), "sugar", SUITABLE),
    ],
)
def test_a_composition_that_was_not_read_never_counts_as_harmless(
    rules: Rules, one: Patient, unread: str, expected: Verdict
) -> None:
    """Missing data never ranks as good data; and what was read is not held against a preparation."""
    assert judged(composed(**{unread: ()}), one, rules).verdict is expected
    assert judged(composed(), one, rules).verdict is SUITABLE


def test_antibodies_to_iga_are_contraindicated_by_every_label_read_that_names_them(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.ANTI_IGA))
    for product_id in ("gammagard-sd-5", "privigen", "gamunex-c", "kiovig", "octagam-5", "octagam-10"):
        assert found[product_id].assessment.verdict is CONTRAINDICATED
    assert {place.assessment.verdict for place in found.values()} <= {CONTRAINDICATED, AVOID}


def test_with_antibodies_alone_the_answer_says_past_reactions_not_given(catalogue: Catalogue) -> None:
    texts = [alert.text for alert in choice_alerts(catalogue, at_risk(Risk.ANTI_IGA))]
    assert [text for text in texts if "ast reactions not given" in text]
    texts = [alert.text for alert in choice_alerts(catalogue, at_risk(Risk.IGA_DEFICIENT))]
    assert not [text for text in texts if "ast reactions not given" in text]


def choice_alerts(catalogue: Catalogue, one: Patient) -> Any:
    from ivigcalc.core.answers.products import products

    return products(one, catalogue).alerts


@pytest.mark.parametrize(
    "one",
    [at_risk(Risk.RENAL), at_risk(Risk.DIABETES), Patient(age_years=Fraction(66))],
    ids=["renal", "diabetes", "66"],
)
@pytest.mark.parametrize("product_id", ["sandoglobulin-3", "gammar-p", "tegeline"])
def test_sucrose_is_avoided_in_renal_risk_diabetes_and_over_65(
    catalogue: Catalogue, product_id: str, one: Patient
) -> None:
    assert verdict(catalogue, product_id, one) is AVOID


@pytest.mark.parametrize("product_id", ["sandoglobulin-3", "gammar-p", "tegeline"])
def test_sucrose_is_not_avoided_at_65_or_without_renal_risk(catalogue: Catalogue, product_id: str) -> None:
    assert verdict(catalogue, product_id, Patient(age_years=Fraction(65))) is SUITABLE
    assert verdict(catalogue, product_id, at_risk(Risk.FLUID)) is SUITABLE


def test_no_product_is_suitable_for_an_iga_deficient_patient(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.IGA_DEFICIENT))
    verdicts = {place.assessment.verdict for place in found.values()}
    assert SUITABLE not in verdicts
    assert CAUTION in verdicts


@pytest.mark.parametrize(("product_id", "rule"), [("octagam-5", "maltose-diabetes"), ("nanogam", "glucose-diabetes")])
def test_maltose_and_glucose_are_a_caution_in_diabetes_alone(catalogue: Catalogue, product_id: str, rule: str) -> None:
    diabetic = places(catalogue, at_risk(Risk.DIABETES))[product_id].assessment
    assert diabetic.verdict is CAUTION
    assert rule in reasons(diabetic)
    assert rule not in reasons(places(catalogue, at_risk(Risk.RENAL))[product_id].assessment)
    assert rule not in reasons(places(catalogue, at_risk(Risk.DIABETES))["privigen"].assessment)


def test_the_glucose_of_the_infusion_day_is_shown_in_diabetes(rules: Rules) -> None:
    one = product(sugar=(Sugar(kind=SugarKind.GLUCOSE, amount=measure("0.5", "g/g")),))
    (text,) = [reason.text for reason in judged(one, at_risk(Risk.DIABETES), rules).reasons if "glucose" in reason.rule]
    assert "14 g" in text
    assert "28 g" in text


def test_the_reviews_remark_stands_with_sorbitol_and_changes_no_verdict(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.RENAL))
    assert "sorbitol-remark" in reasons(found["flebogamma-dif-5"].assessment)
    assert found["flebogamma-dif-5"].assessment.verdict is SUITABLE
    assert "sorbitol-remark" not in reasons(found["privigen"].assessment)


@pytest.mark.parametrize(("day_g", "expected"), [("16.999", SUITABLE), ("17", AVOID), ("17.001", AVOID)])
def test_sodium_is_avoided_from_17_mmol_in_an_infusion_day(rules: Rules, day_g: str, expected: Verdict) -> None:
    one = composed(sodium=(measure(100, "mmol/L"),))
    assert judged(one, at_risk(Risk.SODIUM), rules, day_g=number(day_g)).verdict is expected
    assert judged(one, at_risk(Risk.RENAL), rules, day_g=number(day_g)).verdict is SUITABLE


@pytest.mark.parametrize(("standing", "said"), [(Standing.LABEL, "20 mmol"), (Standing.DERIVED, "20 (derived) mmol")])
def test_what_a_day_carries_by_a_derived_figure_is_marked(rules: Rules, standing: Standing, said: str) -> None:
    """100 mmol/L at 10 % are 1 mmol/g."""
    one = composed(sodium=(measure(100, "mmol/L", standing=standing),))
    for risk, rule in ((Risk.SODIUM, "sodium-high"), (Risk.RENAL, "sodium-remark")):
        found = judged(one, at_risk(risk), rules, day_g=Fraction(20))
        assert [reason.text.partition(" sodium")[0] for reason in found.reasons if reason.rule == rule] == [said]


def test_unknown_sodium_is_never_suitable_for_a_sodium_restriction(rules: Rules) -> None:
    found = judged(product(), at_risk(Risk.SODIUM), rules, day_g=Fraction(1000))
    assert found.verdict is CAUTION
    assert [reason.rule for reason in found.reasons if reason.verdict is CAUTION] == ["composition-unknown-sodium"]


@pytest.mark.parametrize("product_id", ["gammagard-sd-5", "gammagard-sd-10"])
def test_gammagard_sd_is_avoided_in_sodium_restriction_on_the_stated_day(catalogue: Catalogue, product_id: str) -> None:
    assert verdict(catalogue, product_id, at_risk(Risk.SODIUM)) is AVOID


@pytest.mark.parametrize("risk", [Risk.FLUID, Risk.THROMBOSIS])
def test_fluid_and_thrombosis_give_no_verdict(catalogue: Catalogue, risk: Risk) -> None:
    assert {place.assessment.verdict for place in places(catalogue, at_risk(risk)).values()} == {SUITABLE}


def test_the_verdict_is_the_worst_reason(catalogue: Catalogue) -> None:
    one = places(catalogue, at_risk(Risk.IGA_DEFICIENT, Risk.PROLINE))["privigen"].assessment
    assert one.verdict is CONTRAINDICATED
    assert {"any-iga", "label-proline"} <= reasons(one)


@pytest.mark.parametrize(
    ("regions", "region", "named"),
    [((EU,), EU, True), ((EU,), None, True), ((), US, True), ((EU,), US, True), ((EU, US), US, True)],
)
def test_a_contraindication_counts_also_where_that_regions_label_was_not_read(
    rules: Rules,
    regions: tuple[Region, ...],
    region: Region | None,
    named: bool,  # noqa: FBT001 - a column of the table
) -> None:
    one = product(contraindications=(Contraindication(patient="proline", says="no", regions=regions),))
    found = judged(one, at_risk(Risk.PROLINE), rules, region)
    assert (found.verdict is CONTRAINDICATED) == named
    borrowed = bool(region and regions and region not in regions)
    assert ("not read" in found.reasons[0].text) == borrowed


@pytest.mark.parametrize("standing", [Standing.UNSOURCED, Standing.TABLE2])
def test_a_contraindication_not_read_on_a_label_gives_no_verdict(rules: Rules, standing: Standing) -> None:
    one = composed(contraindications=(Contraindication(patient="proline", says="no", standing=standing),))
    assert judged(one, at_risk(Risk.PROLINE), rules).verdict is SUITABLE


def test_a_patient_the_tool_cannot_recognise_gives_no_verdict(rules: Rules) -> None:
    """Antibodies to IgA contraindicate by class, whatever the label says."""
    named = tuple(Contraindication(patient=who, says="no") for who in ("hypersensitivity", "other"))
    others = at_risk(*(risk for risk in Risk if risk is not Risk.ANTI_IGA))
    assert judged(product(contraindications=named), others, rules).verdict is not CONTRAINDICATED


def market(status: MarketStatus, *regions: Region) -> Market:
    return Market(status=status, regions=regions, date="2026", says=status)


def test_the_best_market_status_of_the_region_counts() -> None:
    gone, sold = market(MarketStatus.DISCONTINUED, US), market(MarketStatus.SOLD, EU)
    one = product(market=(gone, sold, market(MarketStatus.NOT_YET, BR)))
    expected = {None: MarketStatus.SOLD, US: MarketStatus.DISCONTINUED, EU: MarketStatus.SOLD, BR: MarketStatus.NOT_YET}
    assert {region: market_status(one, region) for region in expected} == expected
    assert market_status(one, Region.CH) is MarketStatus.UNKNOWN


@pytest.mark.parametrize(
    ("status", "said"),
    [(MarketStatus.DISCONTINUED, True), (MarketStatus.NOT_YET, True), (MarketStatus.SOLD, False),
     (MarketStatus.ENDING, False), (MarketStatus.UNKNOWN, False)],
)  # fmt: skip
def test_what_nobody_can_buy_is_said_without_a_verdict(
    rules: Rules,
    status: MarketStatus,
    said: bool,  # noqa: FBT001 - a column of the table
) -> None:
    found = judged(composed(market=(market(status, US),)), at_risk(Risk.RENAL), rules)
    assert ("market" in reasons(found)) == said
    assert found.verdict is SUITABLE
    elsewhere = judged(composed(market=(market(status, US),)), at_risk(Risk.RENAL), rules, EU)
    assert "market" not in reasons(elsewhere)


def test_a_region_without_a_vial_size_is_said(rules: Rules) -> None:
    one = product(vials=(Vial(g=Decimal(5), ml=Decimal(50), regions=(US,), sources=()),))
    assert [is_offered(one, region) for region in (None, US, EU)] == [True, True, False]
    assert "no-vials" in reasons(judged(one, Patient(), rules, EU))
    assert "no-vials" not in reasons(judged(one, Patient(), rules, US))
    (said,) = judged(product(), Patient(), rules).reasons
    assert said.rule == "no-vials"


def label(indication: str, *regions: Region, from_years: int | None = None) -> Labelled:
    age = None if from_years is None else Decimal(from_years)
    return Labelled(indication=indication, regions=regions, population="adults", sources=(), min_age_years=age)


def test_labelled_regions_are_those_of_the_indication_or_of_any() -> None:
    one = product(labelled=(label("cidp", EU, US), label("gbs", BR)))
    assert labelled_regions(one, "cidp") == (US, EU)
    assert labelled_regions(one, "") == (US, EU, BR)
    assert labelled_regions(one, "mmn") == ()


@pytest.mark.parametrize(("age", "said"), [("17.9", True), ("18", False), ("40", False), (None, False)])
def test_a_label_for_adults_is_said_to_a_child(
    rules: Rules,
    age: str | None,
    said: bool,  # noqa: FBT001 - a column of the table
) -> None:
    one = product(labelled=(label("cidp", EU, from_years=18),))
    who = Patient(age_years=None if age is None else Fraction(age))
    assert ("label-age" in reasons(judged(one, who, rules, indication="cidp"))) == said
    assert "label-age" not in reasons(judged(one, who, rules, indication="gbs"))
    assert "label-age" not in reasons(judged(one, who, rules, US, indication="cidp"))


def test_a_label_without_an_age_limit_is_not_held_against_a_child(rules: Rules) -> None:
    one = product(labelled=(label("cidp", EU, from_years=18), label("cidp", US)))
    child = Patient(age_years=Fraction(10))
    assert "label-age" not in reasons(judged(one, child, rules, US, indication="cidp"))
    for region in (None, EU):
        (said,) = [
            found for found in judged(one, child, rules, region, indication="cidp").reasons if found.rule == "label-age"
        ]
        assert "EU" in said.text
        assert said.verdict is None


def test_a_label_from_an_age_on_is_none_for_who_may_be_younger(rules: Rules) -> None:
    """From 40 kg on who gives no age is an adult; below that nobody knows."""
    one = product(labelled=(label("cidp", EU, US, from_years=18), label("cidp", US, from_years=2), label("cidp", BR)))
    small = judged(one, Patient(weight_kg=Fraction(12)), rules, EU, indication="cidp")
    assert (small.labelled, small.labelled_here) == ((BR,), False)
    assert small.labelled_from == {US: 2, EU: 18}
    (said,) = [found for found in small.reasons if found.rule == "label-age"]
    assert said.text == "EU/US label for cidp: adults, from 18 years; no age given"
    for who in (Patient(weight_kg=Fraction(40)), Patient(weight_kg=Fraction(12), age_years=Fraction(18))):
        known = judged(one, who, rules, EU, indication="cidp")
        assert (known.labelled, known.labelled_here, known.labelled_from) == ((US, EU, BR), True, {})
        assert "label-age" not in reasons(known)
    both = product(labelled=(label("cidp", EU, from_years=18), label("cidp", EU)))
    assert judged(both, Patient(weight_kg=Fraction(12)), rules, EU, indication="cidp").labelled_from == {}


def test_every_rule_that_gives_a_verdict_fires_for_somebody(catalogue: Catalogue, rules: Rules) -> None:
    """A rule that no patient can trigger on any preparation, shipped or made up, is dead."""
    made_up = (product(), composed(sugar=(Sugar(kind=SugarKind.SORBITOL),)))
    everything = at_risk(*Risk, age_years=Fraction(1))
    old = at_risk(*Risk, age_years=Fraction(70), factors=frozenset(Factor))
    found = {
        rule
        for one in (*catalogue.products, *made_up)
        for who in (everything, old, Patient(weight_kg=Fraction(70)), Patient(weight_kg=Fraction(8)))
        for rule in reasons(judged(one, who, rules))
    }
    assert {rule.id for rule in rules.verdicts} - found == set()


@pytest.mark.parametrize("risk", sorted(set(Risk) - set(FACTORS)))
def test_a_risk_without_a_measure_orders_nothing(risk: Risk) -> None:
    assert Situation(conditions=frozenset({risk}), region=None, day_g=Fraction(28)).factors == ()


def test_a_serum_iga_that_contradicts_a_deficiency_is_named_without_an_order(catalogue: Catalogue) -> None:
    iga = SerumIga(g_per_l=Fraction(1), below=False)
    found = products(Patient(iga=iga, risks=frozenset({Risk.IGA_DEFICIENT})), catalogue).alerts
    assert "iga-contradicts" in {alert.rule for alert in found}
    assert "iga-contradicts" not in {alert.rule for alert in products(at_risk(Risk.IGA_DEFICIENT), catalogue).alerts}


def test_maltose_is_avoided_in_corn_allergy_and_sucrose_never_suitable_in_fructose_intolerance(
    catalogue: Catalogue,
) -> None:
    sugars = [(str(sugar.kind), one.id) for one in catalogue.products for sugar in one.sugar if sugar.standing.drives]
    for name in members(name for kind, name in sugars if kind == "maltose"):
        assert verdict(catalogue, name, at_risk(Risk.CORN)) in {AVOID, CONTRAINDICATED}
    for name in members(name for kind, name in sugars if kind == "sucrose"):
        assert verdict(catalogue, name, at_risk(Risk.FRUCTOSE)) is not SUITABLE


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("weight", "expected"), [(52, SUITABLE), (60, AVOID)])
def test_what_a_day_carries_is_judged_on_actual_weight_where_the_dosing_weight_is_not_known(
    catalogue: Catalogue, *, known: bool, weight: int, expected: Verdict
) -> None:
    """Octagam 10 %: at most 30 mmol/L. 1 g/kg at 60 kg is 60 g in 600 mL: 18 mmol; at 52 kg it is 15.6."""
    one = patient(weight, risks=frozenset({Risk.SODIUM}))
    order = Order(
        indication="adem", products=("octagam-10",), weight_policy="actual" if known else "", regimen="B", region=EU
    )
    made = plan(one, order, catalogue)
    assert bool(made.dosing_weight.needs) is not known
    found = made.products[0].place.assessment
    assert found.verdict is expected
    texts = [reason.text for reason in found.reasons if reason.rule == "sodium-high"]
    assert [("at most" in text) is not known for text in texts] == [True] * (expected is AVOID)
