"""Which label's ladder applies, what holds it back for a patient at risk, and when vials are changed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.infusion import InfusionAnswer, infusion
from ivigcalc.core.answers.selftest import Question
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Missing, Region
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import (
    NOT_SAID,
    TOLERATED,
    EarlierInfusions,
    Purpose,
    label_ladders,
    purpose_of,
)
from ivigcalc.core.infusion.limits_at_risk import risk_rates, risks_without_figure
from ivigcalc.core.infusion.rates import RateBasis, to_ml_h
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import InfusionOrder, RateWeight
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.core.site.merging import merged
from ivigcalc.core.vials.totals import Combination
from tests.core.making import number, of_option, patient, published
from tests.profiles import examples, members

RATED = (
    *("privigen", "octagam-10", "octagam-5", "kiovig", "panzyga", "gamunex-c", "flebogamma-dif-5"),
    *("flebogamma-dif-10", "bivigam", "asceniv", "gammaplex-5", "gammaplex-10", "iqymune", "intragam-p", "tegeline"),
)


def infused(
    catalogue: Catalogue, product: str, grams: object, one: Patient | None = None, **asked: Any
) -> InfusionAnswer:
    order = InfusionOrder(product=product, grams=number(grams), **asked)
    return infusion(one or patient(), order, catalogue)


def pump(answer: InfusionAnswer) -> list[Fraction]:
    return [step.rate.ml_h for step in answer.infusion.steps]


def found(
    catalogue: Catalogue, product: str, indication: str, region: Region | None, *risks: Risk, volume: object = 300
) -> Infusion | Missing:
    one = catalogue.product(product)
    purpose = purpose_of(catalogue.indication(indication), one)
    basis = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(one.mg_per_ml))
    return day_infusion(
        one,
        basis,
        number(volume),
        rules=catalogue.rules,
        purpose=purpose,
        region=region,
        conditions=frozenset(risks),
        earlier=NOT_SAID,
    )


def test_privigen_at_70_kg_starts_at_21_ml_h(catalogue: Catalogue) -> None:
    """0.005 mL/kg/min (0.3 mL/kg/h) doubling to 0.08 (4.8): 21, 42, 84, 168, 336 mL/h."""
    answer = infused(catalogue, "privigen", 70, indication="cidp", region=Region.US)
    assert pump(answer) == [21, 42, 84, 168, 336]


@pytest.mark.parametrize("question", published("panzyga-itp"))
def test_the_makers_table_for_panzyga_in_itp_holds(catalogue: Catalogue, question: Question) -> None:
    weight, rates = of_option(question, "weight"), [Fraction(rate) for (rate,) in question.expect.values()]
    answer = infused(catalogue, "panzyga", weight, patient(weight), context=Context.ITP, region=Region.US)
    assert [rate for rate in pump(answer) if rate in rates] == rates
    assert pump(answer)[-1] == rates[-1]


@pytest.mark.parametrize(("context", "top"), [(Context.PI, "0.14"), (Context.CIDP, "0.12"), (Context.ITP, "0.08")])
def test_the_rate_depends_on_what_it_is_given_for(catalogue: Catalogue, context: Context, top: object) -> None:
    """Panzyga US: 0.14 mL/kg/min in primary immunodeficiency, 0.12 in CIDP, 0.08 in ITP."""
    answer = infused(catalogue, "panzyga", 70, context=context, region=Region.US, tolerated=True)
    assert max(pump(answer)) == 70 * 60 * number(top)


@pytest.mark.parametrize(
    ("product", "grams", "region", "minutes"),
    [
        ("flebogamma-dif-10", 70, None, "196.25"),
        ("gammaplex-5", 28, Region.US, "135.625"),
        ("qivigy", 28, None, "121.25"),
    ],
)
def test_the_time_of_labels_that_add(
    catalogue: Catalogue, product: str, grams: int, region: Region | None, minutes: str
) -> None:
    """At 70 kg. Flebogamma: 273 mL in 2 h, 427 mL at 336 mL/h. Gammaplex: 136.5 mL in 1 h, 423.5 mL at 336 (its maker
    prints 2 h 15 min). Qivigy: 273 mL in 2 h, 7 mL at 336.
    """
    assert infused(catalogue, product, grams, region=region).infusion.minutes == number(minutes)


def test_dermatomyositis_has_a_ladder_of_its_own(catalogue: Catalogue) -> None:
    """Octagam 10 %: 0.04 mL/kg/min in dermatomyositis, 0.12 in ITP; not a matter of risk."""
    dm = infused(catalogue, "octagam-10", 70, indication="dm", region=Region.US)
    assert max(pump(dm)) == 168
    assert dm.infusion.for_purpose
    itp = infused(catalogue, "octagam-10", 70, context=Context.ITP, region=Region.US)
    assert max(pump(itp)) == 504


def test_an_indication_without_a_ladder_takes_the_slowest_of_that_label(catalogue: Catalogue) -> None:
    """Gamunex-C US prints CIDP from 0.02 and PI and ITP from 0.01 mL/kg/min: GBS starts at 0.01."""
    answer = infused(catalogue, "gamunex-c", 28, indication="gbs", region=Region.US)
    assert pump(answer)[0] == 42
    assert not answer.infusion.for_purpose
    own = infused(catalogue, "gamunex-c", 28, indication="cidp", region=Region.US)
    assert pump(own)[0] == 84
    assert own.infusion.for_purpose


def test_without_a_region_the_slowest_label_applies_and_is_named(catalogue: Catalogue) -> None:
    """Flebogamma 5 %: Turkey stops at 0.04 mL/kg/min, the EU at 0.1."""
    answer = infused(catalogue, "flebogamma-dif-5", 28, indication="gbs")
    assert (answer.infusion.region, answer.infusion.region_given) == (Region.TR, False)
    assert max(pump(answer)) == 168


@pytest.mark.parametrize(
    ("product", "region", "expected"),
    [
        ("octagam-10", Region.US, 126),
        ("octagam-10", Region.EU, 126),
        ("panzyga", Region.US, 138),
        ("kiovig", Region.US, 138),
        ("sandoglobulin-3", Region.US, 279),
    ],
)
def test_a_printed_limit_for_patients_at_risk_is_held(
    catalogue: Catalogue, product: str, region: Region, expected: int
) -> None:
    """At 70 kg: 0.03 mL/kg/min is 126 mL/h; 3.3 mg/kg/min 138.6; below 2 mg/kg/min at 3 % is below 280."""
    for risk in (Risk.RENAL, Risk.THROMBOSIS):
        answer = infused(catalogue, product, 28, patient(risks=frozenset({risk})), region=region)
        assert max(pump(answer)) == expected
        assert answer.infusion.steps[-1].rate.capped


def test_octagam_5_prints_no_figure_for_patients_at_risk(catalogue: Catalogue) -> None:
    """Its printed "risk" figure is its ordinary maximum: shown as no figure, and nothing is capped."""
    answer = infused(catalogue, "octagam-5", 28, patient(risks=frozenset({Risk.RENAL})), region=Region.US)
    assert [limit.cap for limit in answer.infusion.limits] == [None]
    assert pump(answer) == pump(infused(catalogue, "octagam-5", 28, region=Region.US))


def test_a_limit_of_another_region_applies_where_the_own_label_was_not_read_on_it(catalogue: Catalogue) -> None:
    """Kiovig's figure is the US label's; the EU label was not read on it."""
    answer = infused(catalogue, "kiovig", 28, patient(risks=frozenset({Risk.RENAL})), region=Region.EU)
    assert [(limit.borrowed, limit.cap is not None) for limit in answer.infusion.limits] == [(True, True)]
    assert max(pump(answer)) < 2 * 70


def test_without_a_risk_no_limit_is_named(catalogue: Catalogue) -> None:
    assert infused(catalogue, "octagam-10", 28).infusion.limits == ()


@pytest.mark.parametrize(
    ("product", "asked", "words"),
    [
        ("alyglo", {}, "general knowledge"),
        ("yimmugo", {}, "no rate"),
        ("privigen", {"region": Region.BR}, "no rate ladder of a BR label was read (read: US, EU)"),
        ("gammagard-sd-10", {"first": True}, "not for a first infusion"),
        ("intragam-p", {"region": Region.AU, "first": True}, "no rate ladder of a AU label was read (read: SG)"),
    ],
)
def test_without_a_sourced_ladder_no_rate_is_given(
    catalogue: Catalogue, product: str, asked: dict[str, Any], words: str
) -> None:
    """Refused with the reason; there is no general ladder to fall back on."""
    with pytest.raises(RefusedError) as caught:
        infused(catalogue, product, 28, **asked)
    assert caught.value.problems[0].code == "no-ladder"
    assert words in caught.value.problems[0].message


def todo(catalogue: Catalogue, product: str, **asked: Any) -> str:
    """What is to be typed instead where no rate is given; "" where there is one."""
    try:
        infused(catalogue, product, 28, **asked)
    except RefusedError as refused:
        return refused.problems[0].next
    return ""


@pytest.mark.parametrize("first", [False, True])
def test_a_region_is_to_be_left_out_only_where_that_gives_a_rate(catalogue: Catalogue, *, first: bool) -> None:
    """What is typed on that advice is answered; without it, it would be refused again for the same reason."""
    advised: set[bool] = set()
    for one in catalogue.products:
        for region in (Region.EU, Region.US, Region.BR):
            if hint := todo(catalogue, one.id, region=region, first=first):
                leave_out = hint.startswith("leave out --region")
                assert leave_out is not bool(todo(catalogue, one.id, first=first)), (one.id, region)
                advised.add(leave_out)
    assert advised == {True, False}


def test_a_ladder_that_follows_another_is_used_when_it_is_not_the_first_infusion(catalogue: Catalogue) -> None:
    answer = infused(catalogue, "gammagard-sd-10", 28)
    assert answer.infusion.ladder.after == "the 5 % solution was tolerated at 4 mL/kg/h"


def test_a_rate_that_no_pump_can_be_set_to_is_refused(catalogue: Catalogue) -> None:
    """0.3 kg at 0.3 mL/kg/h is 0.09 mL/h."""
    with pytest.raises(RefusedError) as caught:
        infused(catalogue, "privigen", "0.1", patient("0.3"), indication="cidp")
    assert "0.1 mL/h" in caught.value.problems[0].message


def test_more_than_1_g_per_kg_in_one_infusion_stops(catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError) as caught:
        infused(catalogue, "privigen", 140, indication="cidp")
    assert [problem.code for problem in caught.value.problems] == ["day-above-1-g-per-kg"]
    assert infused(catalogue, "privigen", 70, indication="cidp").infusion.volume_ml == 700


def test_less_than_a_tenth_of_the_least_printed_day_is_a_caution(catalogue: Catalogue) -> None:
    """CIDP, 70 kg: 1 g/kg over 4 days are 17.5 g a day. Without a use nothing is printed."""
    rule = "day-below-a-tenth-of-printed"
    for grams, fires in (("1.74", True), ("1.75", False)):
        alerts = {alert.rule: alert for alert in infused(catalogue, "privigen", grams, indication="cidp").alerts}
        assert (rule in alerts) is fires
    (said,) = [one for one in infused(catalogue, "privigen", 1, indication="cidp").alerts if one.rule == rule]
    assert "is 0.06 times the least that a source read prints for CIDP (17.5 g)" in said.text
    assert rule not in [one.rule for one in infused(catalogue, "privigen", 1).alerts]


def test_a_dose_above_1_g_per_kg_that_a_source_prints_does_not_stop(catalogue: Catalogue) -> None:
    """Juvenile dermatomyositis: 2 g/kg, at most 70 g, as one dose."""
    answer = infused(catalogue, "privigen", 60, patient(30), indication="jdm")
    assert [alert.rule for alert in answer.alerts if alert.rule.startswith("day-above")] == [
        "day-above-1-g-per-kg-printed"
    ]


def test_the_weight_of_the_rate_is_a_choice(catalogue: Catalogue) -> None:
    """A man of 175 cm and 100 kg: rates for 100 kg, or for his adjusted 82.28 kg."""
    one = patient(100, height_cm=Fraction(175), sex=Sex.MALE)
    asked: dict[str, Any] = {"indication": "cidp", "weight_policy": "adjusted"}
    assert pump(infused(catalogue, "privigen", 28, one, **asked))[0] == 30
    dosing = infused(catalogue, "privigen", 28, one, rate_weight=RateWeight.DOSING, **asked)
    assert pump(dosing)[0] == 24


def test_the_time_in_whole_minutes_is_rounded_up(catalogue: Catalogue) -> None:
    """275 mL of Privigen at 70 kg take 140.98 minutes: 141."""
    answer = infused(catalogue, "privigen", "27.5", indication="cidp")
    assert answer.infusion.whole_minutes == 141


def test_a_flat_label_is_known_as_one(catalogue: Catalogue) -> None:
    assert infused(catalogue, "intragam-p", 24).infusion.flat
    assert not infused(catalogue, "privigen", 24).infusion.flat


def test_vials_are_changed_when_they_have_run_in(catalogue: Catalogue) -> None:
    """27.5 g of Privigen as 20 + 5 + 2.5 g: after 200 and 250 mL. 157.5 mL in 2 h, the rest at 336 mL/h."""
    answer = infused(catalogue, "privigen", "27.5", indication="cidp")
    changes = [
        (one.number, *(plain(value) for value in (one.size_g, one.at_ml, one.at_minute)))
        for one in answer.infusion.changes
    ]
    assert changes == [(2, "5", "200", "127.59"), (3, "2.5", "250", "136.52")]


def test_a_vial_is_changed_in_the_step_in_which_it_has_run_in(catalogue: Catalogue) -> None:
    """Privigen at 70 kg: 73.5 mL in 90 minutes, then 84 mL in 30 at 168 mL/h, then 336 mL/h.

    So 100 mL have run in 26.5 mL after the first 90 minutes, and 200 mL 42.5 mL after two hours.
    """
    made = day_infusion(
        catalogue.product("privigen"),
        RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(100)),
        Fraction(250),
        rules=catalogue.rules,
        purpose=Purpose(context=Context.CIDP, labelled=(Region.US,)),
        region=Region.US,
        vials=Combination(
            vials=(VialCount(size_g=Fraction(10), count=2), VialCount(size_g=Fraction(5), count=1)),
            total_g=Fraction(25),
            given_g=Fraction(25),
        ),
        conditions=frozenset(),
        earlier=NOT_SAID,
    )
    assert isinstance(made, Infusion)
    assert [(one.number, one.size_g, one.at_ml, one.at_minute) for one in made.changes] == [
        (2, Fraction(10), Fraction(100), 90 + number("26.5") / 168 * 60),
        (3, Fraction(5), Fraction(200), 120 + number("42.5") / 336 * 60),
    ]


def test_a_vial_with_more_than_its_grams_say_may_hold_all_of_a_volume(catalogue: Catalogue) -> None:
    """101 mL of 10.1 g are given before the 102 mL of a site's 10 g vial have run in: the second is never hung."""
    sizes = (SiteVial(g=Decimal(10), ml=Decimal(102)), SiteVial(g=Decimal("0.5"), ml=Decimal(5)))
    site = Formulary(site="General Hospital", vials={"privigen": sizes})
    answer = infused(merged(catalogue, site, today=date(2026, 11, 29)), "privigen", "10.1", indication="cidp")
    assert isinstance(answer.vials, Combination)
    assert [(vial.size_g, vial.count) for vial in answer.vials.vials] == [(Fraction(10), 1), (Fraction("0.5"), 1)]
    assert answer.infusion.changes == ()


def test_where_no_vial_size_is_sold_no_change_is_marked(catalogue: Catalogue) -> None:
    answer = infused(catalogue, "iqymune", 28, region=Region.EU)
    sizes = [vial for vial in answer.product.vials if Region.EU in vial.regions]
    assert bool(answer.vials) == bool(sizes)


def test_a_first_infusion_says_what_the_label_says_of_it(catalogue: Catalogue) -> None:
    """Gammagard S/D: patients new to IVIg start at the lowest rate."""
    assert infused(catalogue, "gammagard-sd-5", 28).infusion.said_of_first_infusion == ()
    assert "lowest rate" in infused(catalogue, "gammagard-sd-5", 28, first=True).infusion.said_of_first_infusion[0].says


def test_table_2s_own_time_stands_beside(catalogue: Catalogue) -> None:
    cell = infused(catalogue, "octagam-5", 28).table2
    assert cell is not None
    assert (cell.printed, cell.unit) == ("4-6", "h")
    assert infused(catalogue, "panzyga", 28).table2 is None


def test_a_missing_weight_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError) as caught:
        infused(catalogue, "privigen", 28, Patient())
    assert [problem.field for problem in caught.value.problems] == ["--weight"]


INDICATIONS = ("gbs", "cidp", "mmn", "dm", "jdm", "mg-exacerbation", "id-replacement")


@examples(150)
@given(
    product=st.sampled_from(RATED),
    indication=st.sampled_from(INDICATIONS),
    region=st.sampled_from((None, *ASKABLE)),
    risks=st.sets(st.sampled_from((Risk.RENAL, Risk.THROMBOSIS)), min_size=1),
    volume=st.integers(10, 2000),
)
def test_a_risk_never_speeds_an_infusion_up(
    catalogue: Catalogue, *, product: str, indication: str, region: Region | None, risks: set[Risk], volume: int
) -> None:
    without = found(catalogue, product, indication, region, volume=volume)
    at_risk = found(catalogue, product, indication, region, *risks, volume=volume)
    assert isinstance(without, Missing) == isinstance(at_risk, Missing)
    if isinstance(without, Infusion) and isinstance(at_risk, Infusion):
        assert at_risk.minutes >= without.minutes


@examples(150)
@given(
    product=st.sampled_from(RATED),
    indication=st.sampled_from(INDICATIONS),
    region=st.sampled_from(ASKABLE),
    risks=st.sets(st.sampled_from((Risk.RENAL, Risk.THROMBOSIS))),
    volume=st.integers(200, 2000),
)
def test_no_region_is_never_faster_than_a_named_one(
    catalogue: Catalogue, *, product: str, indication: str, region: Region, risks: set[Risk], volume: int
) -> None:
    """From a volume on that comes to the last rates: what takes longest for less may end it at a higher one."""
    anywhere = found(catalogue, product, indication, None, *risks, volume=volume)
    here = found(catalogue, product, indication, region, *risks, volume=volume)
    assume(isinstance(here, Infusion))
    assert isinstance(here, Infusion)
    assert isinstance(anywhere, Infusion)
    assert anywhere.minutes >= here.minutes
    assert anywhere.steps_for_patient[-1].rate.ml_h <= max(step.rate.ml_h for step in here.steps_for_patient)


@pytest.mark.parametrize(
    ("region", "limited"), [(Region.US, True), (Region.EU, False), (Region.IL, False), (None, False)]
)
def test_a_limit_that_one_label_prints_is_none_where_another_that_counts_prints_no_figure(
    catalogue: Catalogue, *, region: Region | None, limited: bool
) -> None:
    """Panzyga: the US label prints 0.033 mL/kg/min, the EU leaflet "as slowly as practicable"."""
    one = catalogue.product("panzyga")
    entries = risk_rates(one, region, {"renal"})
    assert risks_without_figure(("renal",), entries, region) == (() if limited else ("renal",))
    if region is not Region.IL:
        answer = found(catalogue, "panzyga", "cidp", region, Risk.RENAL)
        assert isinstance(answer, Infusion)
        assert answer.without_figure == (() if limited else ("renal",))
        assert answer.steps_for_patient[-1].rate.ml_h == (138 if limited else 42)


@examples(150)
@given(
    product=st.sampled_from(RATED),
    indication=st.sampled_from(INDICATIONS),
    region=st.sampled_from((None, *ASKABLE)),
    volume=st.integers(10, 2000),
)
def test_no_step_is_above_the_labels_maximum(
    catalogue: Catalogue, product: str, indication: str, region: Region | None, volume: int
) -> None:
    answer = found(catalogue, product, indication, region, volume=volume)
    assume(isinstance(answer, Infusion))
    assert isinstance(answer, Infusion)
    top = to_ml_h(Fraction(answer.ladder.maximum), answer.ladder.unit, answer.basis)
    assert all(step.rate.ml_h <= top for step in answer.steps)
    assert sum(step.volume_ml for step in answer.steps) == volume


def test_general_knowledge_never_gives_a_rate(catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        assert all(ladder.sources and ladder.standing.drives for ladder in label_ladders(product))


def test_the_slowest_label_has_the_lowest_maximum_of_all_regions(catalogue: Catalogue) -> None:
    """So that no pump runs faster than any label allows where no region and no use were given."""
    compared = 0
    for product in catalogue.products:
        basis = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(product.mg_per_ml))
        answer = day_infusion(
            product,
            basis,
            Fraction(2000),
            rules=catalogue.rules,
            purpose=Purpose(),
            region=None,
            conditions=frozenset(),
            earlier=NOT_SAID,
        )
        if isinstance(answer, Infusion):
            lowest = min(to_ml_h(Fraction(one.maximum), one.unit, basis) for one in label_ladders(product))
            assert max(step.rate.ml_h for step in answer.steps) <= lowest
            compared += 1
    assert compared > len(catalogue.products) // 2


@pytest.mark.parametrize(
    ("product", "one", "asked", "code"),
    [
        ("flebogamma-dif-5", patient(8, age_years=Fraction(1)), {"region": Region.EU}, "label-under-2"),
        ("privigen", patient(risks=frozenset({Risk.PROLINE})), {}, "label-proline"),
        ("privigen", patient(risks=frozenset({Risk.ANTI_IGA})), {"region": Region.EU}, "label-anti-iga"),
        ("privigen", patient(), {"indication": "als"}, "not-supported"),
        ("privigen", patient(sex=Sex.MALE, pregnant=True), {}, "pregnant-man"),
    ],
)
def test_no_rate_is_given_where_no_dose_would_be(
    catalogue: Catalogue, product: str, one: Patient, asked: dict[str, Any], code: str
) -> None:
    """A contraindicated preparation, an unsupported use, an impossible patient: refused as in dose."""
    with pytest.raises(RefusedError) as caught:
        infused(catalogue, product, 3, one, **asked)
    assert code in [problem.code for problem in caught.value.problems]


def test_an_unsupported_use_with_a_reason_has_a_rate(catalogue: Catalogue) -> None:
    answer = infused(catalogue, "privigen", 28, indication="als", off_label_reason="board of 3 May")
    assert "off-label-not-supported" in [alert.rule for alert in answer.alerts]


@pytest.mark.parametrize(("age", "refused"), [(17, True), (18, False), (None, False)])
def test_a_ladder_for_adults_is_not_used_for_a_child(catalogue: Catalogue, *, age: int | None, refused: bool) -> None:
    """Intragam P: 1 to 3 mL/min whatever the weight, printed for adults."""
    one = patient(age_years=None if age is None else Fraction(age))
    if refused:
        with pytest.raises(RefusedError) as caught:
            infused(catalogue, "intragam-p", 24, one)
        assert "for adults" in caught.value.problems[0].message
    else:
        assert pump(infused(catalogue, "intragam-p", 24, one)) == [60, 120, 180]


def test_a_rate_is_never_for_more_than_actual_weight(catalogue: Catalogue) -> None:
    """A man of 190 cm and 70 kg has an ideal weight of 84.1 kg: his rate stays that of 70 kg."""
    lean = patient(70, height_cm=Fraction(190), sex=Sex.MALE)
    asked: dict[str, Any] = {"indication": "cidp", "weight_policy": "ideal", "rate_weight": RateWeight.DOSING}
    assert pump(infused(catalogue, "privigen", 70, lean, **asked))[-1] == 336


def test_a_maximum_that_a_label_keeps_for_later_counts_only_once_told(catalogue: Catalogue) -> None:
    """Panzyga in primary immunodeficiency: 14 mg/kg/min only after 6 infusions; without it 0.08 mL/kg/min."""
    asked: dict[str, Any] = {"context": Context.PI, "region": Region.US}
    assert max(pump(infused(catalogue, "panzyga", 70, tolerated=True, **asked))) == 588
    assert max(pump(infused(catalogue, "panzyga", 70, first=True, **asked))) == 336
    assert max(pump(infused(catalogue, "panzyga", 70, **asked))) == 336


def test_a_rate_for_adults_in_another_use_keeps_no_general_rate_from_a_child(catalogue: Catalogue) -> None:
    """Kiovig (EU): 6 mL/kg/h for all; only adults with primary immunodeficiency may tolerate 8."""
    asked: dict[str, Any] = {"region": Region.EU, "tolerated": True}
    assert max(pump(infused(catalogue, "kiovig", 20, patient(30), indication="gbs", **asked))) == 180
    assert max(pump(infused(catalogue, "kiovig", 20, patient(30), context=Context.PI, **asked))) == 180
    assert max(pump(infused(catalogue, "kiovig", 70, patient(70), indication="gbs", **asked))) == 420
    assert max(pump(infused(catalogue, "kiovig", 70, patient(70), context=Context.PI, **asked))) == 560


@pytest.mark.parametrize(
    ("told", "top", "kept"), [({}, 210, [7]), ({"first": True}, 210, [7]), ({"tolerated": True}, 490, [])]
)
def test_of_two_ladders_of_a_label_the_one_counts_that_was_told(
    catalogue: Catalogue, told: dict[str, Any], top: int, kept: list[int]
) -> None:
    """Blauimuno at 70 kg: 3 mL/kg/h, in regular users 7. What is not said is kept, and told."""
    answer = infused(catalogue, "blauimuno-5", 28, **told)
    assert max(pump(answer)) == top
    assert [ladder.maximum for ladder in answer.infusion.kept] == kept
    assert answer.infusion.holds_back is bool(kept)


def test_the_ladder_for_regular_users_stands_in_only_for_the_uses_that_it_is_for(catalogue: Catalogue) -> None:
    """A label with rates for CIDP, and for regular users in MMN alone: without a use both may count, told or not."""
    first, regular = catalogue.product("blauimuno-5").ladders
    one = catalogue.product("blauimuno-5").replaced(
        ladders=(first.replaced(contexts=(Context.CIDP,)), regular.replaced(contexts=(Context.MMN,)))
    )
    basis = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(50))
    for earlier in NOT_SAID, TOLERATED:
        made = day_infusion(
            one,
            basis,
            Fraction(500),
            rules=catalogue.rules,
            purpose=Purpose(),
            earlier=earlier,
            region=None,
            conditions=frozenset(),
        )
        assert isinstance(made, Infusion)
        assert made.ladder.maximum == 3
        assert not made.kept


def test_a_first_infusion_never_runs_by_a_ladder_for_who_tolerated_it(catalogue: Catalogue) -> None:
    """A label of one region for regular users alone, of another for everybody: 7 and 3 mL/kg/h."""
    general, regular = catalogue.product("blauimuno-5").ladders
    of_regions = general.replaced(regions=(Region.US,)), regular.replaced(regions=(Region.EU,))
    one = catalogue.product("blauimuno-5").replaced(ladders=of_regions)
    basis, first = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(50)), EarlierInfusions(first=True)

    def run(region: Region | None) -> Infusion | Missing:
        purpose = Purpose(context=Context.ITP, labelled=ASKABLE)
        return day_infusion(
            one,
            basis,
            Fraction(500),
            rules=catalogue.rules,
            purpose=purpose,
            region=region,
            earlier=first,
            conditions=frozenset(),
        )

    refused = run(Region.EU)
    assert isinstance(refused, Missing)
    assert refused.reason == f"not for a first infusion: its label asks that {regular.after}"
    for region in Region.US, None:
        made = run(region)
        assert isinstance(made, Infusion)
        assert made.region is Region.US
        assert made.ladder.maximum == 3


def test_a_ladder_of_one_use_for_who_tolerated_it_does_not_hide_the_general_one(catalogue: Catalogue) -> None:
    """A label with 3 mL/kg/h for all uses, and a site's 7 in CIDP for regular users."""
    general, regular = catalogue.product("blauimuno-5").ladders
    one = catalogue.product("blauimuno-5").replaced(ladders=(regular.replaced(contexts=(Context.CIDP,)), general))
    basis, cidp = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(50)), catalogue.indication("cidp")
    for earlier, top in ((NOT_SAID, 3), (TOLERATED, 7)):
        purpose = purpose_of(cidp, one)
        made = day_infusion(
            one,
            basis,
            Fraction(500),
            rules=catalogue.rules,
            purpose=purpose,
            earlier=earlier,
            region=None,
            conditions=frozenset(),
        )
        assert isinstance(made, Infusion)
        assert made.ladder.maximum == top


@pytest.mark.parametrize(("product", "general", "more"), [("privigen", "4.8", "7.2"), ("panzyga", "4.8", "8.4")])
def test_a_use_of_its_own_for_who_tolerated_it_counts_only_once_told(
    catalogue: Catalogue, product: str, general: str, more: str
) -> None:
    """EU labels: 4.8 mL/kg/h, in primary immunodeficiency further where that was tolerated; in GBS never."""
    asked: dict[str, Any] = {"region": Region.EU}
    for told, context, top in ((False, Context.PI, general), (True, Context.PI, more)):
        answer = infused(catalogue, product, 70, context=context, tolerated=told, **asked)
        assert answer.infusion.ladder.maximum == Decimal(top)
        assert [ladder.maximum for ladder in answer.infusion.kept] == ([] if told else [Decimal(more)])
    replacement = infused(catalogue, product, 70, indication="id-replacement", tolerated=True, **asked)
    assert replacement.infusion.ladder.maximum == Decimal(more)
    gbs = infused(catalogue, product, 70, indication="gbs", tolerated=True, **asked)
    assert gbs.infusion.ladder.maximum == Decimal(general)


@pytest.mark.parametrize(
    "product", ["gammagard-sd-5", "gammagard-sd-10", "panzyga", "privigen", "qivigy", "blauimuno-5"]
)
@pytest.mark.parametrize("context", list(Context))
def test_what_is_not_told_is_never_faster(catalogue: Catalogue, product: str, context: Context) -> None:
    for grams in (5, 28, 70):
        slow, told = (infused(catalogue, product, grams, context=context, tolerated=said) for said in (False, True))
        assert slow.infusion.minutes >= told.infusion.minutes


def test_a_risk_on_which_no_label_was_read_is_named(catalogue: Catalogue) -> None:
    """Gammagard S/D: renal risk was read, thrombosis was not."""
    one = patient(risks=frozenset({Risk.RENAL, Risk.THROMBOSIS}))
    assert infused(catalogue, "gammagard-sd-5", 28, one).infusion.unread == ("thrombosis",)
    assert infused(catalogue, "octagam-10", 28, one).infusion.unread == ()


def test_every_context_of_an_indication_is_one_that_labels_name(catalogue: Catalogue) -> None:
    def context(indication: Indication) -> str:
        return indication.rate_context

    named = {one.id: context(one) for one in catalogue.indications if context(one) != Context.ANY}
    assert {"cidp": "cidp", "mmn": "mmn", "dm": "dm", "id-replacement": "pi"}.items() <= named.items()
    ladders = [ladder for product in catalogue.products for ladder in product.ladders]
    assert {*named.values()} <= {context for ladder in ladders for context in ladder.contexts}


def test_whether_the_labels_maximum_is_reached_is_known(catalogue: Catalogue) -> None:
    """Panzyga in primary immunodeficiency at 70 kg: 588 mL/h from the fifth step on, after 210 mL."""
    asked: dict[str, Any] = {"context": Context.PI, "region": Region.US, "tolerated": True}
    assert not infused(catalogue, "panzyga", 70, **asked).infusion.below_maximum
    assert infused(catalogue, "panzyga", 5, **asked).infusion.below_maximum


def test_a_general_ladder_is_for_a_use_only_where_the_label_has_it_at_the_age(catalogue: Catalogue) -> None:
    """The EU label of Tegeline has Guillain-Barré for adults alone, and one ladder for every use."""
    asked: dict[str, Any] = {"indication": "gbs", "region": Region.EU}
    for one, own in (
        (patient(30, age_years=Fraction(10)), False),
        (patient(30), False),
        (patient(30, age_years=Fraction(18)), True),
        (patient(70), True),
    ):
        answer = infused(catalogue, "tegeline", 30, one, **asked)
        assert answer.infusion.for_purpose is own
        assert answer.infusion.region is Region.EU
