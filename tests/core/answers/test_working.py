"""The arithmetic of an infusion and of vials, a step a line; and what marks a derived figure."""

from fractions import Fraction

from ivigcalc.core.answers.infusion import InfusionAnswer, infusion
from ivigcalc.core.answers.vials import vials
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Standing, Statement
from ivigcalc.core.request.order import InfusionOrder, Order, Rounding
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.selection.exposure import derived_exposures


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
