"""The rate of a written order beside made-up labels: the strictest ladder, units, risks, and likely causes."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.verify import Outcome, VerifyAnswer, verify
from ivigcalc.core.dosing.comparison import Fit, Item
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Standing, Statement
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit, RiskRate
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import NOT_SAID, EarlierInfusions, Purpose
from ivigcalc.core.infusion.label_rates import LabelRates, label_rates, why_this_ladder
from ivigcalc.core.infusion.rates import NoRate, RateBasis
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.core.request.written import WrittenOrder
from tests.core.making import number, product
from tests.program import shipped
from tests.written import read_rate, read_written_dose

WEIGHT = Fraction(75)
REGIONS = (Region.US, Region.EU)


def ladder(
    *rates: str,
    contexts: tuple[Context, ...] = (Context.ANY,),
    regions: tuple[Region, ...] = REGIONS,
    unit: RateUnit = RateUnit.ML_KG_H,
    standing: Standing = Standing.LABEL,
) -> Ladder:
    """A ladder from its first rate to its maximum."""
    steps = tuple(LabelStep(rate=Decimal(rate), minutes=Decimal(30)) for rate in rates[:-1])
    return Ladder(
        contexts=contexts,
        regions=regions,
        unit=unit,
        steps=steps,
        maximum=Decimal(rates[-1]),
        says=" to ".join(rates),
        date="2026",
        sources=("gamunex-rx",),
        standing=standing,
    )


def cap(maximum: str | None, *, below: bool = False, standing: Standing = Standing.LABEL) -> RiskRate:
    return RiskRate(
        patients=("renal",),
        regions=REGIONS,
        maximum=None if maximum is None else Decimal(maximum),
        unit=None if maximum is None else RateUnit.ML_KG_H,
        below=below,
        says="slower",
        sources=("gamunex-rx",),
        standing=standing,
    )


def found_for(one: Product, region: Region | None, indication: str, *risks: str) -> Infusion | NoRate:
    """A litre, on labels that have the indication in every region."""
    context = Context(indication) if indication in set(Context) else Context.ANY
    return day_infusion(
        one,
        RateBasis(weight_kg=WEIGHT, mg_per_ml=Fraction(one.mg_per_ml)),
        Fraction(1000),
        rules=shipped().rules,
        purpose=Purpose(name=indication, context=context, labelled=tuple(Region)),
        region=region,
        conditions=frozenset(risks),
        earlier=NOT_SAID,
    )


def rates(one: Product, region: Region | None = None, indication: str = "gbs", *risks: str) -> LabelRates:
    found = found_for(one, region, indication, *risks)
    assert isinstance(found, Infusion)
    return label_rates(found)


def test_the_strictest_ladder_of_the_region_applies() -> None:
    one = product(ladders=(ladder("0.5", "5", regions=(Region.US,)), ladder("0.3", "4", regions=(Region.EU,))))
    assert rates(one).maximum_ml_h == rates(one, Region.EU).maximum_ml_h == 4 * WEIGHT
    assert (rates(one, Region.US).first_ml_h, rates(one, Region.US).maximum_ml_h) == (WEIGHT / 2, 5 * WEIGHT)


def test_an_indication_takes_its_own_ladder_then_any_then_all() -> None:
    own, anything = ladder("0.5", "2", contexts=(Context.CIDP,)), ladder("0.5", "5")
    other = ladder("0.5", "3", contexts=(Context.ITP,))
    assert rates(product(ladders=(own, anything)), None, "cidp").maximum_ml_h == 2 * WEIGHT
    assert rates(product(ladders=(own, anything)), None, "gbs").maximum_ml_h == 5 * WEIGHT
    assert rates(product(ladders=(own, other)), None, "gbs").maximum_ml_h == 2 * WEIGHT


def test_what_does_not_drive_is_never_a_rate() -> None:
    one = product(ladders=(ladder("0.5", "5", standing=Standing.UNSOURCED),), missing={"ladders": "not read"})
    assert found_for(one, None, "gbs") == NoRate(reason="not read")
    elsewhere = product(ladders=(ladder("0.5", "5", regions=(Region.US,)),))
    assert isinstance(found_for(elsewhere, Region.EU, "gbs"), NoRate)


def test_a_risk_never_speeds_a_rate_up() -> None:
    """A limit of another region counts where the region's own label was not read on the risk."""

    def with_cap(one: RiskRate) -> Product:
        return product(ladders=(ladder("0.5", "1", "5"),), risk_rates=(one,))

    free, capped = rates(with_cap(cap("2"))), rates(with_cap(cap("2")), None, "gbs", "renal")
    assert (free.maximum_ml_h, capped.maximum_ml_h) == (5 * WEIGHT, 2 * WEIGHT)
    assert capped.rates_ml_h == (WEIGHT / 2, WEIGHT, 2 * WEIGHT)
    for one in (cap(None), cap("9"), cap("2", standing=Standing.UNSOURCED)):
        assert rates(with_cap(one), None, "gbs", "renal") == free
    elsewhere = with_cap(cap("2").replaced(regions=(Region.BR,)))
    borrowed = rates(elsewhere, Region.EU, "gbs", "renal")
    assert borrowed.whose == "BR, not read on this label, renal risk"
    assert borrowed.replaced(whose=capped.whose) == capped


def test_a_maximum_that_must_not_be_reached_is_not_allowed() -> None:
    one = product(ladders=(ladder("0.5", "5"),), risk_rates=(cap("2", below=True),))
    capped = rates(one, None, "gbs", "renal")
    assert not capped.allows(2 * WEIGHT)
    assert capped.allows(2 * WEIGHT - 1)
    assert rates(one).allows(5 * WEIGHT)


LABEL = ladder("0.5", "1", "2", "4")
"""At 75 kg: 37.5, 75, 150 and 300 mL/h."""


def ordered(catalogue: Catalogue, rate: str, *labels: Ladder, one: Patient | None = None, **asked: Any) -> VerifyAnswer:
    """30 g daily of Gamunex-C, whose labels are replaced, for 75 kg."""
    products = tuple(
        old.replaced(ladders=labels or (LABEL,), risk_rates=(cap("2"),)) if old.id == "gamunex-c" else old
        for old in catalogue.products
    )
    order = Order(**({"indication": "gbs", "products": ("gamunex-c",)} | asked))
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate(rate))
    return verify(one or Patient(weight_kg=WEIGHT), order, written, catalogue.replaced(products=products))


RATES = [
    ("300 mL/h", Outcome.MATCH, []),
    ("37.5 mL/h", Outcome.MATCH, []),
    ("20 mL/h", Outcome.UNCHECKED, []),
    ("320 mL/h", Outcome.DIFFERS, []),
    ("375 mL/h", Outcome.DIFFERS, []),
    ("595 mL/h", Outcome.DIFFERS, ["strength"]),
    ("600 mL/h", Outcome.DANGEROUS, ["strength"]),
    ("606 mL/h", Outcome.DANGEROUS, ["strength"]),
    ("607 mL/h", Outcome.DANGEROUS, []),
    ("3000 mL/h", Outcome.DANGEROUS, ["decimal-point"]),
    ("300 mL/kg/h", Outcome.DANGEROUS, ["ml-kg-h"]),
    ("180 mL/kg/h", Outcome.DANGEROUS, []),
    ("4 mL/h", Outcome.DIFFERS, ["ml-kg-h"]),
    ("4 mL/kg/min", Outcome.DANGEROUS, ["hour-for-minute"]),
    ("5 mL/h", Outcome.DIFFERS, ["hour-for-minute"]),
    ("2.4 mL/h", Outcome.UNCHECKED, []),
    ("3.75 mL/h", Outcome.DIFFERS, ["decimal-point"]),
    ("3 mL/h", Outcome.DIFFERS, ["decimal-point"]),
    ("3.4 mL/h", Outcome.UNCHECKED, []),
    ("30 mL/h", Outcome.DIFFERS, ["decimal-point"]),
]


@pytest.mark.parametrize(("rate", "outcome", "cause"), RATES)
def test_a_rate_above_the_label_differs_and_a_cause_makes_this_very_rate(
    catalogue: Catalogue, rate: str, outcome: Outcome, cause: list[str]
) -> None:
    """The label prints 37.5, 75, 150 and 300 mL/h; 375 mL/h is ten times the start, 180 mL/kg/h no printed rate.

    From 600 mL/h on, twice the maximum, it is dangerous; 595 and 606 mL/h are within 1 % of that, 607 is not. 3.75 mL/h
    is a tenth of the start, 30 and 3 mL/h a tenth and a hundredth of the maximum.
    """
    found = ordered(catalogue, rate, region=Region.US)
    assert (found.outcome, [one.cause for one in found.causes]) == (outcome, cause)


def test_a_step_of_our_convention_is_no_printed_rate(catalogue: Catalogue) -> None:
    """0.3 to 4.8 mL/kg/h: 0.6 is our own step, so 6 mL/kg/h is none of it by a decimal point."""
    found = ordered(catalogue, "6 mL/kg/h", ladder("0.3", "4.8"))
    assert (found.outcome, found.causes) == (Outcome.DIFFERS, ())


def test_the_highest_maximum_read_for_the_use_is_the_measure_of_danger(catalogue: Catalogue) -> None:
    """A US label to 4, an EU label to 6 mL/kg/h, at 75 kg 300 and 450 mL/h: 600 differs, 900 is dangerous."""
    labels = (ladder("0.5", "4", regions=(Region.US,)), ladder("0.5", "6", regions=(Region.EU,)))
    assert ordered(catalogue, "600 mL/h", *labels).outcome is Outcome.DIFFERS
    assert ordered(catalogue, "899 mL/h", *labels).outcome is Outcome.DIFFERS
    assert ordered(catalogue, "900 mL/h", *labels).outcome is Outcome.DANGEROUS
    us = ordered(catalogue, "600 mL/h", *labels, region=Region.US)
    assert (us.outcome, [alert.rule for alert in us.stops]) == (Outcome.DANGEROUS, ["rate-twice-the-maximum"])


def test_the_limit_at_risk_is_a_measure_of_danger_and_the_ordinary_maximum_a_cause(catalogue: Catalogue) -> None:
    """The limit at renal risk is 2 mL/kg/h, 150 mL/h; an ordinary maximum of 3.5 mL/kg/h is 262.5, of 5 375 mL/h."""
    renal = Patient(weight_kg=WEIGHT, risks=frozenset({Risk.RENAL}))
    for top, outcome, stops in (("3.5", Outcome.DIFFERS, []), ("5", Outcome.DANGEROUS, ["rate-twice-the-limit"])):
        found = ordered(catalogue, f"{top} mL/kg/h", ladder("0.5", top), one=renal, region=Region.US)
        assert (found.outcome, [one.cause for one in found.causes]) == (outcome, ["ordinary-maximum"])
        assert [alert.rule for alert in found.stops] == stops
    assert ordered(catalogue, "299 mL/h", one=renal).outcome is Outcome.DIFFERS
    assert ordered(catalogue, "300 mL/h", one=renal).outcome is Outcome.DANGEROUS


def test_the_start_of_another_ladder_explains_a_slow_rate(catalogue: Catalogue) -> None:
    """Started at 1 mL/kg/h in CIDP and at 0.5 elsewhere: 37.5 mL/h."""
    labels = (ladder("1", "4", contexts=(Context.CIDP,)), ladder("0.5", "4", contexts=(Context.PI,)))
    found = ordered(catalogue, "37.5 mL/h", *labels, indication="cidp", region=Region.US)
    assert [one.cause for one in found.causes] == ["start-rate"]


@pytest.mark.parametrize(
    ("rate", "brand"),
    [
        ("360 mL/h", "Privigen 10 %"),
        ("540 mL/h", "Panzyga 10 %"),
        ("363.6 mL/h", "Privigen 10 %"),
        ("364 mL/h", ""),
        ("500 mL/h", ""),
        ("405 mL/kg/h", ""),
    ],
)
def test_the_maximum_of_one_other_brand_alone_could_be_the_cause(catalogue: Catalogue, rate: str, brand: str) -> None:
    """CIDP, US, 10 %: Privigen goes to 4.8 mL/kg/h (360 mL/h at 75 kg, 1 % more 363.6), Panzyga to 7.2 (540)."""
    found = ordered(catalogue, rate, indication="cidp", region=Region.US)
    texts = [one.text for one in found.causes if one.cause == "other-brand"]
    assert texts == ([f"it could be the maximum of another brand, {brand}"] if brand else [])


def test_a_maximum_of_two_other_brands_says_nothing(catalogue: Catalogue) -> None:
    """GBS, EU, 10 %: Kiovig and Iqymune go to 6 mL/kg/h; at 70 kg that is 420 mL/h, Privigen's maximum 336."""
    order = Order(indication="gbs", products=("privigen",), region=Region.EU)
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate("420 mL/h"))
    found = verify(Patient(weight_kg=Fraction(70)), order, written, catalogue)
    assert (found.outcome, found.causes) == (Outcome.DIFFERS, ())


def test_a_maximum_is_the_last_rate_of_a_ladder_however_many_it_has(catalogue: Catalogue) -> None:
    """4.8 mL/kg/h, three rates above the first, are 360 mL/h at 75 kg."""
    other = catalogue.product("privigen").replaced(ladders=(ladder("0.5", "1", "2", "4.8", contexts=(Context.CIDP,)),))
    two = catalogue.replaced(products=(catalogue.product("gamunex-c"), other))
    found = ordered(two, "360 mL/h", indication="cidp", region=Region.US)
    assert [one.text for one in found.causes] == ["it could be the maximum of another brand, Privigen 10 %"]


def test_every_cause_of_a_rate_is_shown_above(catalogue: Catalogue) -> None:
    shown = {cause for *_, causes in RATES for cause in causes}
    elsewhere = {"ordinary-maximum", "start-rate", "other-use", "other-brand", "maximum-as-start"}
    assert {cause.id for cause in catalogue.rules.causes if "rate" in cause.of} == shown | elsewhere


@pytest.mark.parametrize(
    ("start", "outcome", "cause"),
    [
        ("37.5 mL/h", Outcome.MATCH, []),
        ("38 mL/h", Outcome.MATCH, []),  # as a pump is set: whole mL/h
        ("0.5 mL/kg/h", Outcome.MATCH, []),
        ("20 mL/h", Outcome.MATCH, []),
        ("39 mL/h", Outcome.DIFFERS, []),
        ("75 mL/h", Outcome.DIFFERS, []),
        ("300 mL/h", Outcome.DIFFERS, ["maximum-as-start"]),
        ("375 mL/h", Outcome.DIFFERS, ["decimal-point"]),
        ("600 mL/h", Outcome.DANGEROUS, []),
    ],
)
def test_a_rate_to_start_with_is_held_against_the_first_rate_of_the_label(
    catalogue: Catalogue, start: str, outcome: Outcome, cause: list[str]
) -> None:
    """The label prints 37.5, 75, 150 and 300 mL/h. A slower start is no harm; 600 mL/h is dangerous as any rate."""
    alone = ordered(catalogue, f"start at {start}", region=Region.US)
    assert (alone.outcome, [one.cause for one in alone.causes]) == (outcome, cause)
    assert [row.item for row in alone.compared][-1:] == [Item.START]
    assert Item.RATE not in {row.item for row in alone.compared}
    assert alone.compared[-1].low == 0
    assert alone.compared[-1].unit == "mL/h"


def test_a_start_and_the_most_are_two_figures(catalogue: Catalogue) -> None:
    """A limit at risk, 2 mL/kg/h, is 150 mL/h; the first rate stays 37.5 mL/h."""
    renal = Patient(weight_kg=WEIGHT, risks=frozenset({Risk.RENAL}))
    found = ordered(catalogue, "start at 150 mL/h, at most 300 mL/h", one=renal, region=Region.US)
    wrong = {row.item: (row.fit, row.high) for row in found.compared if row.fit is Fit.DIFFERS}
    assert wrong == {Item.START: (Fit.DIFFERS, number("37.5")), Item.RATE: (Fit.DIFFERS, 150)}
    assert "maximum-as-start" in {one.cause for one in found.causes}


@pytest.mark.parametrize(
    ("rate", "alone"), [("start at 300 mL/h", True), ("start at 75 mL/h, at most 300 mL/h", False)]
)
def test_a_start_that_is_all_there_is_says_whose_label_it_is(catalogue: Catalogue, rate: str, *, alone: bool) -> None:
    """Where a rate follows, its own row says so."""
    found = ordered(catalogue, rate, region=Region.US)
    reasons = {row.item: row.reason for row in found.compared if row.item in {Item.START, Item.RATE}}
    assert reasons[Item.START].startswith("faster than the first rate of the label")
    assert ("worked out for 75 kg" in reasons[Item.START], Item.RATE not in reasons) == (alone, alone)


def test_a_flat_rate_says_where_the_label_starts(catalogue: Catalogue) -> None:
    flat, slow = ordered(catalogue, "300 mL/h", region=Region.US), ordered(catalogue, "37.5 mL/h", region=Region.US)
    said = ["the label starts at 37.5 mL/h" in row.reason for one in (flat, slow) for row in one.compared[-1:]]
    assert (flat.outcome, slow.outcome, said) == (Outcome.MATCH, Outcome.MATCH, [True, False])


def test_a_start_without_a_label_is_named_as_not_checked(catalogue: Catalogue) -> None:
    """No rate of another region is on the label: there is nothing to hold the start against."""
    order = Order(indication="gbs", products=("gamunex-c",))
    products = tuple(
        old.replaced(ladders=(), risk_rates=()) if old.id == "gamunex-c" else old for old in catalogue.products
    )
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate("start at 40 mL/h"))
    found = verify(Patient(weight_kg=WEIGHT), order, written, catalogue.replaced(products=products))
    assert [row.item for row in found.compared if row.fit is Fit.UNKNOWN] == [Item.RATE]


def test_a_slow_rate_differs_only_where_a_mistake_explains_it(catalogue: Catalogue) -> None:
    """18.75 mL/h is half of the first rate: slow, nobody's mistake, to be looked at; 0.5 mL/h may be 0.5 mL/kg/h."""
    slow, mixed = ordered(catalogue, "18.75 mL/h"), ordered(catalogue, "0.5 mL/h")
    assert (slow.outcome, mixed.outcome) == (Outcome.UNCHECKED, Outcome.DIFFERS)
    row = next(row for row in mixed.compared if row.item is Item.RATE)
    assert (row.low, row.fit) == (number("37.5"), Fit.DIFFERS)


def test_a_risk_caps_the_rate_of_an_order(catalogue: Catalogue) -> None:
    renal = Patient(weight_kg=WEIGHT, risks=frozenset({Risk.RENAL}))
    assert ordered(catalogue, "150 mL/h", one=renal).outcome is Outcome.MATCH
    assert ordered(catalogue, "151 mL/h", one=renal).outcome is Outcome.DIFFERS
    assert ordered(catalogue, "151 mL/h").outcome is Outcome.MATCH


def test_a_rate_is_for_actual_weight_as_that_of_dose_is(catalogue: Catalogue) -> None:
    """Male, 175 cm, 90 kg: adjusted 78.28 kg; at most 4 mL/kg/h is 360 mL/h on actual weight."""
    man = Patient(weight_kg=Fraction(90), height_cm=Fraction(175), sex=Sex.MALE)
    adjusted: dict[str, Any] = {"weight_policy": "adjusted"}
    for policy in ({}, adjusted):
        assert ordered(catalogue, "360 mL/h", one=man, **policy).outcome is Outcome.MATCH
        assert ordered(catalogue, "361 mL/h", one=man, **policy).outcome is Outcome.DIFFERS


def test_a_rate_is_stopped_for_the_lower_of_actual_and_dosing_weight(catalogue: Catalogue) -> None:
    """As above: twice 313.1 mL/h, which is for 78.28 kg, are 626.3, and for 90 kg 720 mL/h."""
    man = Patient(weight_kg=Fraction(90), height_cm=Fraction(175), sex=Sex.MALE)
    adjusted: dict[str, Any] = {"weight_policy": "adjusted"}
    assert ordered(catalogue, "700 mL/h", one=man).outcome is Outcome.DIFFERS
    assert ordered(catalogue, "626 mL/h", one=man, **adjusted).outcome is Outcome.DIFFERS
    stopped = ordered(catalogue, "627 mL/h", one=man, **adjusted)
    assert [alert.rule for alert in stopped.stops] == ["rate-twice-the-maximum"]
    assert stopped.outcome is Outcome.DANGEROUS
    both = ordered(catalogue, "721 mL/h", one=man, **adjusted)
    assert [alert.rule for alert in both.stops] == ["rate-twice-the-maximum"]


def test_a_rate_without_a_label_is_named_as_not_checked(catalogue: Catalogue) -> None:
    found = ordered(catalogue, "180 mL/h", ladder("0.5", "4", regions=(Region.US,)), region=Region.BR)
    row = next(row for row in found.compared if row.item is Item.RATE)
    assert (found.outcome, row.fit, row.high) == (Outcome.UNCHECKED, Fit.UNKNOWN, None)
    assert row.reason


def test_a_rate_for_a_risk_without_a_figure_is_not_called_checked(catalogue: Catalogue) -> None:
    """Gamunex-C asks for the minimum practicable rate at renal risk, without a figure; it begins at 0.01 mL/kg/min."""
    order = Order(indication="gbs", products=("gamunex-c",), region=Region.US)
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate("360 mL/h"))
    renal = Patient(weight_kg=WEIGHT, risks=frozenset({Risk.RENAL}))
    assert verify(Patient(weight_kg=WEIGHT), order, written, catalogue).outcome is Outcome.MATCH
    found = verify(renal, order, written, catalogue)
    row = next(row for row in found.compared if row.item is Item.RATE)
    assert (found.outcome, row.fit) == (Outcome.UNCHECKED, Fit.UNKNOWN)
    assert "prints no figure" in row.reason
    assert row.low == row.high == WEIGHT * 60 / 100
    assert "first rate" in row.what


@pytest.mark.parametrize(
    ("rate", "fit", "limits"),
    [
        ("21 mL/h", Fit.SAME, (21, 21)),
        ("20 mL/h", Fit.UNKNOWN, (21, 21)),
        ("168 mL/h", Fit.UNKNOWN, (21, 21)),
        ("336 mL/h", Fit.UNKNOWN, (21, 21)),
        ("400 mL/h", Fit.DIFFERS, (21, 21)),
    ],
)
def test_without_a_figure_for_the_risk_the_first_rate_alone_is_a_limit(
    catalogue: Catalogue, rate: str, fit: Fit, limits: tuple[int | None, int | None]
) -> None:
    """Privigen (EU), 70 kg: 0.3 mL/kg/h is 21 mL/h; 4.8 mL/kg/h, 336 mL/h, is the maximum of a patient without risk."""
    order = Order(indication="gbs", products=("privigen",), region=Region.EU)
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate(rate))
    found = verify(Patient(weight_kg=Fraction(70), risks=frozenset({Risk.RENAL})), order, written, catalogue)
    row = next(row for row in found.compared if row.item is Item.RATE)
    assert (row.fit, (row.low, row.high)) == (fit, limits)
    assert ("above even the ordinary maximum" in row.reason) is (fit is Fit.DIFFERS)
    named = "ordinary-maximum" in {cause.cause for cause in found.causes}
    assert named is (rate == "336 mL/h")


@pytest.mark.parametrize(("region", "said"), [(None, True), (Region.US, False)])
def test_the_label_of_a_rate_is_named_and_why_it_applies(
    catalogue: Catalogue, region: Region | None, *, said: bool
) -> None:
    """Privigen for GBS: the slowest label read is the American one for ITP, which has no ladder for GBS."""
    order = Order(indication="gbs", products=("privigen",), region=region)
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate("500 mL/h"))
    found = verify(Patient(weight_kg=Fraction(70)), order, written, catalogue)
    row = next(row for row in found.compared if row.item is Item.RATE)
    assert row.reason.startswith("US, ITP: ")
    assert ("no region given: the slowest read applies" in row.reason) is said
    assert "it has no ladder of its own for this use" in row.reason


def test_a_rate_for_regular_users_matches_only_where_it_was_told(catalogue: Catalogue) -> None:
    """At 75 kg 3 mL/kg/h are 225 mL/h, the 7 of regular users 525; twice that is dangerous for anybody."""
    labels = (ladder("0.5", "3"), ladder("0.5", "7").replaced(after="the patient has it regularly"))
    found = ordered(catalogue, "500 mL/h", *labels)
    assert found.outcome is Outcome.DIFFERS
    assert "--tolerated" in next(row.reason for row in found.compared if row.item is Item.RATE)
    assert ordered(catalogue, "500 mL/h", *labels, tolerated=True).outcome is Outcome.MATCH
    assert ordered(catalogue, "1050 mL/h", *labels, tolerated=True).outcome is Outcome.DANGEROUS


@pytest.mark.parametrize(
    ("region", "whose"), [(Region.EU, "US, not read on this label"), (Region.US, "US"), (None, "US")]
)
def test_a_limit_for_a_risk_is_said_of_the_label_that_prints_it(
    catalogue: Catalogue, region: Region | None, whose: str
) -> None:
    """Gammagard Liquid (US): below 3.3 mg/kg/min at risk, 138.6 mL/h at 70 kg; no EU text of Kiovig read prints it."""
    order = Order(indication="cidp", products=("kiovig",), region=region)
    renal = Patient(weight_kg=Fraction(70), risks=frozenset({Risk.RENAL}))
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate("300 mL/h"))
    found = verify(renal, order, written, catalogue)
    row = next(row for row in found.compared if row.item is Item.RATE)
    assert (row.high, row.reason.partition(", renal or")[0]) == (Fraction("138.6"), whose)
    stop = next(alert for alert in found.alerts if alert.rule == "rate-twice-the-limit")
    assert f"(138.6 mL/h; {whose})" in stop.text


@pytest.mark.parametrize(
    ("indication", "product", "region", "rate"),
    [("dm", "octagam-10", Region.US, "504 mL/h"), ("gbs", "kiovig", Region.EU, "560 mL/h")],
)
def test_the_maximum_of_another_use_of_the_preparation_is_named(
    catalogue: Catalogue, indication: str, product: str, region: Region, rate: str
) -> None:
    """Octagam 10 % (US): 0.12 mL/kg/min in ITP, 504 mL/h at 70 kg, and 0.04 in dermatomyositis.

    Kiovig (EU): 8 mL/kg/h in adults with primary immunodeficiency, 560 mL/h, and 6 in all other uses.
    """
    order = Order(indication=indication, products=(product,), region=region)
    written = WrittenOrder(dose=read_written_dose("0.4 g/kg daily for 5 days"), rate=read_rate(rate))
    found = verify(Patient(weight_kg=Fraction(70), age_years=Fraction(40)), order, written, catalogue)
    assert [cause.cause for cause in found.causes if cause.of == "rate"] == ["other-use"]


@pytest.mark.parametrize("below", [(True, False), (False, True)])
def test_of_two_limits_of_one_figure_the_one_that_must_not_be_reached_holds(below: tuple[bool, bool]) -> None:
    renal, thrombosis = (cap("2", below=each) for each in below)
    one = product(ladders=(LABEL,), risk_rates=(renal, thrombosis.replaced(patients=("thrombosis",))))
    limited = rates(one, None, "gbs", "renal", "thrombosis")
    assert (limited.allows(2 * WEIGHT), limited.allows(2 * WEIGHT - 1)) == (False, True)
    pump = found_for(one, None, "gbs", "renal", "thrombosis")
    assert isinstance(pump, Infusion)
    assert pump.pump_rates[-1].ml_h == 2 * WEIGHT - 1


@pytest.mark.parametrize(
    ("contexts", "labelled", "region", "why"),
    [
        ((Context.ANY,), REGIONS, Region.US, []),
        ((Context.ANY,), REGIONS, None, ["why-no-region"]),
        ((Context.ANY,), (), Region.US, ["why-not-on-it"]),
        ((Context.CIDP,), REGIONS, Region.US, ["why-none-of-its-own"]),
    ],
)
def test_it_is_said_why_a_ladder_applies(
    contexts: tuple[Context, ...], labelled: tuple[Region, ...], region: Region | None, why: list[str]
) -> None:
    found = day_infusion(
        product(ladders=(ladder("0.5", "4", contexts=contexts),)),
        RateBasis(weight_kg=WEIGHT, mg_per_ml=Fraction(100)),
        Fraction(1000),
        rules=shipped().rules,
        purpose=Purpose(name="gbs", context=Context.ANY, labelled=labelled),
        region=region,
        conditions=frozenset(),
        earlier=NOT_SAID,
    )
    assert isinstance(found, Infusion)
    assert why_this_ladder(found) == why
    assert why_this_ladder(found, asked=False) == [*([] if region else ["why-no-region"]), "why-no-use"]


def test_the_ladder_that_is_slowest_for_the_volume_of_the_day_is_the_measure(catalogue: Catalogue) -> None:
    """300 mL at 75 kg: an hour for 11.25 mL and 29 minutes at 600 mL/h are slower than 75 minutes at up to 300 mL/h."""
    labels = (ladder("0.1", "0.2", "8", regions=(Region.US,)), ladder("2", "4", regions=(Region.EU,)))
    found = ordered(catalogue, "590 mL/h", *labels)
    assert [(row.fit, row.high) for row in found.compared if row.item is Item.RATE] == [(Fit.SAME, Fraction(600))]


@pytest.mark.parametrize(("region", "cause"), [(Region.US, []), (Region.EU, ["other-use"]), (None, ["other-use"])])
def test_the_rate_of_another_use_is_looked_for_in_the_region_asked_for(
    catalogue: Catalogue, region: Region | None, cause: list[str]
) -> None:
    """An EU ladder for ITP goes to 6 mL/kg/h, 450 mL/h at 75 kg."""
    labels = (ladder("0.5", "4"), ladder("0.5", "6", contexts=(Context.ITP,), regions=(Region.EU,)))
    found = ordered(catalogue, "450 mL/h", *labels, region=region)
    assert [one.cause for one in found.causes] == cause


@pytest.mark.parametrize(
    ("start", "kg", "fit", "high"),
    [
        ("37.3 mL/h", 74, Fit.SAME, "37.3"),
        ("37.4 mL/h", 74, Fit.DIFFERS, "37"),
        ("38 mL/h", 75, Fit.SAME, "38"),
        ("20 mL/h", 75, Fit.SAME, "37.5"),
    ],
)
def test_a_start_is_the_first_rate_within_1_percent_or_as_a_pump_is_set(
    catalogue: Catalogue, start: str, kg: int, fit: Fit, high: str
) -> None:
    """0.5 mL/kg/h are 37 mL/h at 74 kg, with 1 % more 37.37; at 75 kg 37.5 mL/h, on a pump 38."""
    found = ordered(catalogue, f"start at {start}", one=Patient(weight_kg=Fraction(kg)), region=Region.US)
    row = found.compared[-1]
    assert (row.item, row.fit, row.low, row.high) == (Item.START, fit, Fraction(0), number(high))


@pytest.mark.parametrize(
    ("ladders", "said"),
    [
        ((ladder("0.5", "4").replaced(adults=True),), "no-rate-perhaps-adults"),
        ((ladder("1", "4", unit=RateUnit.ML_MIN),), "no-rate-perhaps-flat"),
        ((ladder("0.5", "4").replaced(adults=True), ladder("1", "4", unit=RateUnit.ML_MIN)), "no-rate-perhaps-flat"),
    ],
)
def test_why_there_is_no_rate_for_somebody_who_may_be_a_child(ladders: tuple[Ladder, ...], said: str) -> None:
    found = found_for(product(ladders=ladders), None, "gbs", "small-without-age")
    assert isinstance(found, NoRate)
    assert (found.said, found.needs_age) == (said, True)


def test_without_a_figure_for_the_risk_the_ladder_that_begins_slowest_applies() -> None:
    """A litre takes longer at up to 2 mL/kg/h; but only the first rate is for this patient: 37.5, not 75 mL/h."""
    one = product(ladders=(ladder("0.5", "8", regions=(Region.US,)), ladder("1", "2", regions=(Region.EU,))))
    assert rates(one).first_ml_h == WEIGHT
    assert rates(one, None, "gbs", "renal").first_ml_h == WEIGHT / 2


@pytest.mark.parametrize("tops", [("4", "5"), ("5", "4")])
def test_of_ladders_that_take_as_long_the_lower_maximum_applies(tops: tuple[str, str]) -> None:
    """10 mL run in at the first rate of both."""
    us, eu = (ladder("0.5", top, regions=(region,)) for top, region in zip(tops, REGIONS, strict=True))
    basis, purpose = RateBasis(weight_kg=WEIGHT, mg_per_ml=Fraction(100)), Purpose(labelled=REGIONS)
    made = product(ladders=(us, eu))
    found = day_infusion(
        made,
        basis,
        Fraction(10),
        rules=shipped().rules,
        purpose=purpose,
        region=None,
        conditions=frozenset(),
        earlier=NOT_SAID,
    )
    assert isinstance(found, Infusion)
    assert found.ladder.maximum == 4


@pytest.mark.parametrize(("region", "says"), [(Region.US, ["US", "all"]), (Region.EU, ["all"]), (None, ["US", "all"])])
def test_what_is_said_of_a_first_infusion_is_of_the_region_asked_for(region: Region | None, says: list[str]) -> None:
    said = (Statement(says="US", regions=(Region.US,)), Statement(says="all"))
    found = day_infusion(
        product(ladders=(LABEL,), first_infusion=said),
        RateBasis(weight_kg=WEIGHT, mg_per_ml=Fraction(100)),
        Fraction(100),
        rules=shipped().rules,
        purpose=Purpose(labelled=REGIONS),
        region=region,
        earlier=EarlierInfusions(first=True),
        conditions=frozenset(),
    )
    assert isinstance(found, Infusion)
    assert [one.says for one in found.said_of_first_infusion] == says
    assert not found.holds_back


def test_a_rate_1_percent_off_the_maximum_of_another_use_is_of_that_use_and_of_no_brand(catalogue: Catalogue) -> None:
    """7.2 mL/kg/h are 540 mL/h at 75 kg, for ITP on this label and for CIDP on Panzyga's; 1 % more are 545.4."""
    labels = (ladder("0.5", "4"), ladder("0.5", "7.2", contexts=(Context.ITP,)))
    found = ordered(catalogue, "545.4 mL/h", *labels, indication="cidp", region=Region.US)
    assert [one.cause for one in found.causes] == ["other-use"]
    without = ordered(catalogue, "545.4 mL/h", ladder("0.5", "4"), indication="cidp", region=Region.US)
    assert [one.cause for one in without.causes] == ["other-brand"]


def test_the_labels_that_were_read_are_named_where_none_is_of_the_region() -> None:
    """Also where none of them is for a child."""
    adults = product(ladders=(ladder("0.5", "4", regions=(Region.US,)).replaced(adults=True),))
    found = found_for(adults, Region.BR, "gbs", "child")
    assert isinstance(found, NoRate)
    assert found.reason == "no rate ladder of a BR label was read (read: US)"
    here = found_for(adults, Region.US, "gbs", "child")
    assert isinstance(here, NoRate)
    assert (here.said, here.reason) == ("no-rate-adults", "the rates read are for adults")


def test_a_rate_that_fits_lies_between_nothing_and_the_maximum(catalogue: Catalogue) -> None:
    row = next(row for row in ordered(catalogue, "300 mL/h", region=Region.US).compared if row.item is Item.RATE)
    assert (row.fit, row.unit, row.what, row.below) == (Fit.SAME, "mL/h", "", False)
    assert (row.low, row.high, row.ordered) == (number(0), number(300), number(300))
    slow = next(row for row in ordered(catalogue, "30 mL/h", region=Region.US).compared if row.item is Item.RATE)
    assert (slow.low, slow.high) == (number("37.5"), number(300))
