"""The library: one patient and one preparation, the whole plan, and the call that programs make."""

from decimal import Decimal
from fractions import Fraction

from clock import each, say

import ivigcalc
from ivigcalc.catalogue.load import load_catalogue
from ivigcalc.core.answers.dose import dose, plan
from ivigcalc.core.answers.plan import course_plan
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.selection.assessment import assess

CATALOGUE = load_catalogue()
RULES, PRIVIGEN = CATALOGUE.rules, CATALOGUE.product("privigen")
ONE_PRODUCT = Order(indication="gbs", regimen="A", products=("privigen",))
EVERY_PRODUCT = Order(indication="cidp")


def patient(number: int) -> Patient:
    """A patient of another weight, from 40 to 120 kg in steps of 0.1 kg."""
    return Patient(weight_kg=Fraction(400 + number % 800, 10))


def dose_and_vials(number: int) -> object:
    """Dose, vials and verdict."""
    answer = dose(patient(number), ONE_PRODUCT, CATALOGUE)
    verdict = assess(PRIVIGEN, answer.situation, RULES)
    return verdict, course_plan(PRIVIGEN, answer.asked.courses[0], ONE_PRODUCT, CATALOGUE)


def answer(number: int) -> object:
    """The whole answer for one preparation asked for by name."""
    kg = Decimal(400 + number % 800) / 10
    return ivigcalc.dose(weight=kg, indication="cidp", product="privigen", region="eu", regimen="A", start="2026-12-01")


say(
    "library: dose, vials and verdict of one preparation", f"{each(dose_and_vials, 2000) * 1e6:.0f} µs", "at most 40 µs"
)
say(
    "library: `plan()`, every preparation, with working",
    f"{each(lambda number: plan(patient(number), EVERY_PRODUCT, CATALOGUE), 60) * 1e3:.1f} ms",
    "at most 3 ms",
)
say(
    "library: `ivigcalc.dose()` of one preparation, the answer as a dict",
    f"{each(answer, 100) * 1e3:.1f} ms",
    "at most 1 ms",
)
