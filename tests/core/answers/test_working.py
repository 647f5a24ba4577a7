"""The arithmetic of an infusion and of vials, a step a line; and what marks a derived figure."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ivigcalc.core.answers.compare import compare, compare_working
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.infusion import InfusionAnswer, infusion
from ivigcalc.core.answers.plan import CoursePlan
from ivigcalc.core.answers.rates import infusions_of, rate_bounds_working
from ivigcalc.core.answers.verify import verify
from ivigcalc.core.answers.vials import vials
from ivigcalc.core.answers.working import check_working, cost_working, plan_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Standing, Statement
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.request.order import InfusionOrder, Order, Rounding
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.selection.exposure import derived_exposures
from tests.core.making import at_risk, in_stock, order, patient
from tests.written import read_rate, read_written_dose


def run_in(catalogue: Catalogue, product: str, grams: int, *risks: Risk, region: Region) -> InfusionAnswer:
    patient = Patient(weight_kg=Fraction(70), risks=frozenset(risks))
    return infusion(patient, InfusionOrder(product=product, grams=Fraction(grams), region=region), catalogue)


def steps(answer: InfusionAnswer, catalogue: Catalogue) -> dict[str, tuple[str, Fraction]]:
    return {step.step: (step.formula, step.value) for step in answer.working(catalogue.rules)}


def test_the_arithmetic_of_an_infusion_is_that_of_its_label(catalogue: Catalogue) -> None:
    """Privigen, EU, 70 kg, 28 g: 0.3 mL/kg/h is 21 mL/h for 30 min, 10.5 mL (data/products.yaml)."""
    found = steps(run_in(catalogue, "privigen", 28, region=Region.EU), catalogue)
    assert found["volume"] == ("28 g x 1000 mg/g / 100 mg/mL", Fraction(280))
    assert found["step 1 rate"] == ("0.3 mL/kg/h x 70 kg", Fraction(21))
    assert found["step 1 volume"] == ("21 mL/h x 30 min / 60 min/h", Fraction("10.5"))
    assert "step 1 minutes" not in found
    assert "time in all" in found


def test_the_time_is_said_in_whole_minutes_rounded_up(catalogue: Catalogue) -> None:
    """Gammaplex 5 %, US, 28 g: 135.6 minutes, said as 2 h 16 min; of 30 minutes nothing is rounded."""
    answer = run_in(catalogue, "gammaplex-5", 28, region=Region.US)
    (said,) = (step for step in answer.working(catalogue.rules) if step.step == "time in whole minutes")
    assert said.formula.startswith("135.6")
    assert said.value == 136
    assert (said.unit, said.rounding) == ("min", "up to whole minutes")
    whole = infusion(
        patient(70), InfusionOrder(product="privigen", grams=Fraction("1.05"), region=Region.EU), catalogue
    )
    assert whole.infusion.minutes == 30
    assert "time in whole minutes" not in steps(whole, catalogue)


def test_a_rate_that_is_held_down_is_that_of_the_limit(catalogue: Catalogue) -> None:
    """Octagam 10 %, US: at most 3.33 mg/kg/min (0.03 mL/kg/min) at risk is 126 mL/h at 70 kg."""
    answer = run_in(catalogue, "octagam-10", 70, Risk.RENAL, region=Region.US)
    (last,) = (number for number, step in enumerate(answer.infusion.steps, start=1) if step.rate.capped)
    formula, value = steps(answer, catalogue)[f"step {last} rate"]
    assert (formula, value) == ("0.03 mL/kg/min x 60 min/h x 70 kg", Fraction(126))
    given = sum((step.volume_ml for step in answer.infusion.steps[:-1]), Fraction(0))
    assert steps(answer, catalogue)[f"step {last} volume"][1] == 700 - given


def test_vials_have_their_arithmetic_where_they_fit(catalogue: Catalogue) -> None:
    order = Order(indication="", products=("privigen",), rounding=Rounding.NEAREST)
    found = {step.step: step.formula for step in vials(order, Fraction(28), catalogue).working}
    assert found["A Privigen 10 %: vials per infusion day"] == "1 x 20 g + 1 x 5 g + 1 x 2.5 g"
    assert vials(order, Fraction(1, 2), catalogue).working == ()


def test_what_is_derived_or_general_knowledge_is_marked(catalogue: Catalogue) -> None:
    """Gammagard S/D 10 %, EU: IgA and sodium are twice those of the 5 % text; the sugar is printed."""
    said = Statement(says="so", standing=Standing.DERIVED)
    assert (said.marked, said.replaced(standing=Standing.LABEL).marked) == ("so (derived)", "so")
    assert derived_exposures(catalogue.product("gammagard-sd-10"), Region.EU) == ("iga_mg", "sodium_mmol")


def checked(catalogue: Catalogue, dose: str, indication: str = "cidp") -> dict[str, tuple[str, Fraction, str]]:
    order = Order(indication=indication)
    answer = verify(Patient(weight_kg=Fraction(70)), order, WrittenOrder(dose=read_written_dose(dose)), catalogue)
    printed = [course for course in (answer.nearest, *answer.also) if course]
    steps = check_working(
        answer.written.dose, answer.course, printed, answer.compared, weight=answer.dosing_weight, order=order
    )
    return {step.step: (step.formula, step.value, step.source) for step in steps}


def test_a_check_has_the_arithmetic_of_the_order_and_of_what_is_printed(catalogue: Catalogue) -> None:
    """70 kg at 0.4 g/kg is 28 g, 140 g in 5 days; 30 g is 2 g and 7.14 % more. Nobody prints what was ordered."""
    found = checked(catalogue, "30 g daily for 5 days")
    assert found["ordered: grams per infusion day"] == ("grams as typed", Fraction(30), "")
    assert found["A grams per infusion day"][:2] == ("0.4 g/kg x 70 kg", Fraction(28))
    assert found["dose per day: off by"] == ("30 g - 28 g", Fraction(2), "")
    assert found["dose in all: off by, in percent"][0] == "(150 / 140 - 1) x 100"


def test_an_order_in_g_per_kg_is_multiplied_by_the_weight(catalogue: Catalogue) -> None:
    found = checked(catalogue, "0.5 g/kg daily for 4 days")
    assert found["ordered: grams per infusion day"][:2] == ("0.5 g/kg x 70 kg", Fraction(35))


def test_days_that_differ_are_named_and_what_nobody_prints_has_no_difference(catalogue: Catalogue) -> None:
    found = checked(catalogue, "30 g on day 1, 27.5 g daily on days 2 to 5")
    assert any(" on day 1: off by" in name for name in found)
    assert not any("off by" in name for name in checked(catalogue, "30 g daily for 5 days", "mogad"))


def test_a_comparison_has_the_arithmetic_of_each_policy(catalogue: Catalogue) -> None:
    """120 kg and 170 cm, male: Devine 50 + 2.3 x 17.6 / 2.54 = 65.94 kg, adjusted 87.56 kg, 35.02 g a day."""
    patient = Patient(weight_kg=Fraction(120), height_cm=Fraction(170), sex=Sex.MALE, age_years=Fraction(40))
    answer = compare(patient, Order(indication="cidp"), catalogue)
    (row,) = (row for row in answer.rows if row.policy.id == "adjusted")
    found = {step.step: step.formula for step in compare_working(row, answer)}
    assert found["dosing weight (adjusted body weight (factor 0.4))"] == "65.94 + 0.4 x (120 - 65.94)"
    assert "difference from actual weight" in found


def of_plan(catalogue: Catalogue, weight: object = 70, **asked: Any) -> dict[str, tuple[str, Fraction]]:
    """The working of a plan for CIDP, by what is worked out."""
    usual: dict[str, Any] = {"regimen": "D", "region": Region.EU}
    found = plan_working(plan(patient(weight), order(**(usual | asked)), catalogue), catalogue)
    return {step.step: (step.formula, step.value) for step in found}


def test_a_plan_of_a_preparation_goes_on_to_its_rates(catalogue: Catalogue) -> None:
    """Privigen, EU, 70 kg: 0.3 mL/kg/h is 21 mL/h, in the first 30 min 10.5 mL."""
    found = of_plan(catalogue)
    of_rate = next(found[name] for name in found if "step 1 rate" in name)
    assert of_rate == ("0.3 mL/kg/h x 70 kg", Fraction(21))
    assert found["D Privigen 10 %: step 1 volume"][1] == Fraction("10.5")
    assert not any(" step " in name for name in of_plan(catalogue, products=()))


def test_days_that_differ_have_rates_of_their_own(catalogue: Catalogue) -> None:
    """35 g and 70 g of Privigen on days 1 and 3 (data/indications.yaml, le-surface)."""
    found = of_plan(catalogue, indication="le-surface", regimen="induction-sequence")
    volumes = {name.partition(": ")[2]: found[name][1] for name in found if name.endswith(", volume")}
    assert set(volumes.values()) == {350, 700}
    assert volumes["day 1, volume"] == 350


def test_where_no_label_prints_a_rate_for_the_risk_there_is_no_time(catalogue: Catalogue) -> None:
    found = steps(run_in(catalogue, "privigen", 28, Risk.RENAL, region=Region.US), catalogue)
    assert "time in all" not in found
    assert [name for name in found if name.endswith(" volume")][:2] == [
        "step 1 volume",
        "ordinary ladder, step 2 volume",
    ]


def test_a_preparation_without_rates_or_vials_has_no_steps_of_them(catalogue: Catalogue) -> None:
    """A 1.2 kg patient's 1.2 g are below every Privigen vial; of Gammar-P no ladder was read."""
    assert not any("Privigen" in name for name in of_plan(catalogue, "1.2", regimen="A"))
    without = next(one.id for one in catalogue.products if not one.ladders and one.vials)
    assert not any(" step " in name for name in of_plan(catalogue, products=(without,), region=None))


def test_cycles_have_their_days_and_what_they_take(catalogue: Catalogue) -> None:
    """70 g every 3 weeks: the second cycle begins 21 days after the first, the third 42; 3 x 70 g are 210 g."""
    found = of_plan(catalogue, start=date(2026, 12, 1), cycles=3)
    assert found["cycle 2 begins"] == ("2026-12-01 + 1 x 3 weeks = 2026-12-22", Fraction(21))
    assert found["cycle 3 begins"][1] == Fraction(42)
    assert found["prescribed in all cycles"] == ("3 x 70 g", Fraction(210))
    assert found["Privigen 10 % in 3 cycles: vials"] == ("3 x 70 g", Fraction(210))
    assert found["Privigen 10 % in 3 cycles: volume"][1] == Fraction(2100)
    out_of_stock = in_stock(("privigen", 20, 1, None))
    none_made = of_plan(catalogue, start=date(2026, 12, 1), cycles=3, stock=out_of_stock)
    assert not any("cycles: " in name for name in none_made)


def test_vials_say_by_which_rule_they_were_chosen_and_what_is_left(catalogue: Catalogue) -> None:
    """68 kg at 0.4 g/kg are 27.2 g: of 30 g opened 2.8 g are not given, 14 g in five days."""
    asked = order(products=("octagam-10",), region=Region.EU, rounding=Rounding.EXACT, regimen="A")
    found = {step.step.partition(": ")[2]: step for step in plan(patient(68), asked, catalogue).working}
    assert found["vials per infusion day"].rounding == "to part of a vial: the fewest vials opened that cover the day"
    assert found["opened and not given"].formula == "150 g - 136 g"
    assert found["opened and not given"].value == 14
    whole = {step.step: step for step in vials(order(products=("privigen",)), Fraction(28), catalogue).working}
    rule = "to whole vials: nearest, within 5 %, else 10 %, of the day; the fewest vials"
    assert whole["A Privigen 10 %: vials per infusion day"].rounding == rule


def test_what_vials_cost_is_of_the_prices_of_the_site(catalogue: Catalogue) -> None:
    """28 g of Privigen are 20, 5 and 2.5 g; at 990, 251 and 126 EUR 1367 EUR. Without every price there is no cost."""
    made = vials(order(products=("privigen",)), Fraction(28), catalogue).made
    assert isinstance(made, CoursePlan)
    sizes = tuple(
        SiteVial(g=Decimal(g), ml=Decimal(ml), price=Decimal(price))
        for g, ml, price in (("20", 200, 990), ("5", 50, 251), ("2.5", 25, 126))
    )
    own = Formulary(site="A", currency="EUR", vials={"privigen": sizes})
    (step,) = cost_working(made, own)
    assert (step.formula, step.unit) == ("1 x 990 + 1 x 251 + 1 x 126", "EUR")
    assert step.value == 1367
    assert cost_working(made, own.replaced(vials={"privigen": sizes[:1]})) == ()
    assert cost_working(made, own.replaced(currency="")) == ()
    assert cost_working(made, None) == ()


def test_a_policy_has_its_vials_and_the_course_as_its_authority_rounds_it(catalogue: Catalogue) -> None:
    """Ontario rounds to 5 g (data/weights.yaml); the ideal weight of an adult of 120 cm is refused."""
    patient = Patient(weight_kg=Fraction(100), height_cm=Fraction(175), sex=Sex.MALE, age_years=Fraction(40))
    answer = compare(patient, Order(indication="gbs"), catalogue)
    found = {row.policy.id: {step.step: step for step in compare_working(row, answer)} for row in answer.rows}
    rounded = found["ontario"]["course as its authority rounds it"]
    assert rounded.value == 165
    assert rounded.rounding == "to the nearest multiple of 5 g, halves up"
    assert any(": vials of the course" in name for name in found["ontario"])
    refused = answer.rows[0].replaced(dosed=None)
    assert compare_working(refused, answer) == ()
    unmade = answer.rows[0].dosed
    assert unmade is not None
    without = answer.rows[0].replaced(dosed=unmade.replaced(vials=(None,) * len(unmade.vials)))
    assert not any(": vials" in step.step for step in compare_working(without, answer))


def test_only_courses_that_vials_make_up_run_in(catalogue: Catalogue) -> None:
    asked = order(products=("privigen",), region=Region.US, regimen="A")
    plans = [made for one in plan(patient(70), asked, catalogue).products for made in one.plans]
    small = [made for one in plan(patient("1.2"), asked, catalogue).products for made in one.plans]
    assert len(infusions_of([*plans, *small])) == 5
    assert infusions_of(small) == []


def bounds(
    catalogue: Catalogue, rate: str, product: str, *risks: Risk, region: Region | None = Region.US
) -> dict[str, tuple[str, Fraction, str]]:
    """The working of a rate that is ordered for 70 kg, and of the label's; by what is worked out."""
    written = WrittenOrder(dose=read_written_dose("28 g daily for 5 days"), rate=read_rate(rate))
    asked = order(products=(product,), region=region)
    found = verify(at_risk(*risks, weight_kg=Fraction(70)), asked, written, catalogue)
    assert found.rate is not None
    assert written.rate is not None
    steps = rate_bounds_working(found.rate, written.rate)
    return {step.step: (step.formula, step.value, step.source) for step in steps}


def test_a_rate_for_each_kg_and_the_limit_at_risk_have_their_arithmetic(catalogue: Catalogue) -> None:
    """Octagam 10 %, US: 0.01 mL/kg/min first, at risk at most 3.33 mg/kg/min; of 70 kg 42 and 126 mL/h."""
    found = bounds(catalogue, "start at 0.01 mL/kg/min, at most 0.1 mL/kg/min", "octagam-10", Risk.RENAL)
    first, ordered, most = (f"{rate} mL/kg/min x 60 min/h x 70 kg" for rate in ("0.01", "0.1", "0.03"))
    assert found["start rate as ordered"] == (first, Fraction(42), "")
    assert found["rate as ordered"] == (ordered, Fraction(420), "")
    assert found["first rate of the label"][:2] == (first, Fraction(42))
    assert found["highest rate of the label"][:2] == (most, Fraction(126))
    assert found["highest rate of the label"][2] in {source.id for source in catalogue.sources}


def test_a_rate_in_ml_per_hour_is_worked_out_of_nothing(catalogue: Catalogue) -> None:
    """Privigen, US: 0.5 mg/kg/min at first, of 100 mg/mL 21 mL/h at 70 kg; 8 mg/kg/min at most in CIDP, 336 mL/h."""
    found = bounds(catalogue, "40 mL/h", "privigen")
    assert {name: value for name, (_, value, _) in found.items()} == {
        "first rate of the label": 21,
        "highest rate of the label": 336,
    }
    highest = bounds(catalogue, "0.01 mL/kg/min", "privigen")
    assert {*highest} - {*found} == {"rate as ordered"}  # nobody wrote where it begins
    assert highest["rate as ordered"] == ("0.01 mL/kg/min x 60 min/h x 70 kg", Fraction(42), "")
    assert bounds(catalogue, "40 mL/h", "vigam-5", region=None) == {}  # the paragraph on rates was not read


def test_vials_are_explained_of_the_preparations_that_are_shown(catalogue: Catalogue) -> None:
    """3 kg at 0.4 g/kg are 1.2 g: one vial of 1 g of Gamunex-C is 16.7 % less; 28 g of Privigen are 20 + 5 + 2.5 g."""
    answer = plan(patient(), order(products=(), regimen="A", region=Region.EU), catalogue)
    shown = [one for one in answer.products if one.place.assessment.product.id == "privigen"]
    found = {step.step: step for step in plan_working(answer, catalogue, shown)}
    opened = found["A Privigen 10 %: vials per infusion day"]
    assert (opened.formula, opened.value) == ("1 x 20 g + 1 x 5 g + 1 x 2.5 g", Fraction("27.5"))
    assert not any(" rate" in name for name in found)
    small = plan(patient("1.2"), order(products=(), regimen="A", region=Region.EU), catalogue)
    unfit = [one for one in small.products if one.place.assessment.product.id == "privigen"]
    assert len(unfit) == 1
    assert plan_working(small, catalogue, unfit) == plan_working(small, catalogue)


def test_a_day_that_no_source_has_is_off_by_all_of_its_grams_and_by_no_percent(catalogue: Catalogue) -> None:
    """Of 0 g printed there is no percent."""
    found = checked(catalogue, "30 g on day 1, 27.5 g daily on days 2 to 6")
    assert found["dose on day 6: off by"] == ("27.5 g - 0 g", Fraction("27.5"), "")
    assert "dose on day 6: off by, in percent" not in found
    assert found["dose on day 1: off by, in percent"][0] == "(30 / 28 - 1) x 100"
