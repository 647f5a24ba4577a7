"""The arithmetic of an infusion and of vials, a step a line; and what marks a derived figure."""

from fractions import Fraction

from ivigcalc.core.answers.compare import compare, compare_working
from ivigcalc.core.answers.infusion import InfusionAnswer, infusion
from ivigcalc.core.answers.verify import verify
from ivigcalc.core.answers.vials import vials
from ivigcalc.core.answers.working import check_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Standing, Statement
from ivigcalc.core.request.order import InfusionOrder, Order, Rounding, WrittenOrder
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.core.selection.exposure import derived_exposures
from tests.written import read_written_dose


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
