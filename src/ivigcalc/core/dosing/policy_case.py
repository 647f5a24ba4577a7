"""What a weight policy asks of a patient: the weights of its formulas, and whether one of its exceptions holds.

Formulas, constants and exceptions are data; here stand the three functions that policies are made of (ideal, a child's
ideal, adjusted).
"""

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.condition import Condition
from ivigcalc.core.facts.weight_policy import ChildFormula, Formula, Policy, Weights
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Patient, Sex, body_mass_index

TWENTY_EIGHT_DIGITS: Final = Context(prec=28)
"""The precision of the exponential function in a child's ideal weight, which has no exact value."""


def ideal_weight_kg(formula: Formula, *, sex: Sex, height_cm: Fraction) -> Fraction:
    """Ideal body weight in kg: the base of the formula, plus so much for each step of height above its start."""
    (base, per_step), (start, step) = base_and_step(formula, sex), formula.start_and_step_cm
    steps = (height_cm - start) / step
    return base + per_step * (max(steps, Fraction(0)) if formula.flat_below else steps)


def child_ideal_weight_kg(formula: ChildFormula, *, height_cm: Fraction) -> Fraction:
    """Ideal body weight of a child in kg, to 28 digits: ``kg`` x e^(``per_cm`` x height)."""
    power = Fraction(formula.per_cm) * height_cm
    exponent = TWENTY_EIGHT_DIGITS.divide(Decimal(power.numerator), Decimal(power.denominator))
    return Fraction(TWENTY_EIGHT_DIGITS.multiply(formula.kg, TWENTY_EIGHT_DIGITS.exp(exponent)))


def adjusted_weight_kg(*, actual_kg: Fraction, ideal_kg: Fraction, factor: Fraction) -> Fraction:
    """Adjusted body weight in kg: ideal plus ``factor`` of the difference from actual."""
    return ideal_kg + factor * (actual_kg - ideal_kg)


def base_and_step(formula: Formula, sex: Sex) -> tuple[Fraction, Fraction]:
    """The base in kg, and the kg for each step."""
    return formula.male if sex is Sex.MALE else formula.female


def is_child(patient: Patient, policy: Policy) -> bool:
    """Whether the policy has a formula of its own for a patient of this age."""
    child, age = policy.child, patient.age_years
    return child is not None and age is not None and age < Fraction(child.below_years)


def starting_kg(patient: Patient, policy: Policy) -> Fraction:
    """The weight in kg that a policy starts from: as given, or from before pregnancy."""
    return (patient.pre_pregnancy_kg if policy.pre_pregnancy else None) or patient.weight_kg or Fraction(0)


class PolicyCase(Record):
    """The ideal and adjusted weight, conditions and measures by which a weight policy judges a patient of one sex."""

    sex: Sex
    ideal_kg: Fraction | None
    """None without height."""
    adjusted_kg: Fraction | None
    conditions: frozenset[str]
    measures: dict[str, Fraction | None]
    """Those that the policy judges, and the weight it starts from."""
    exception: Condition | None
    """The first of the policy's exceptions that holds."""

    @property
    def words(self) -> dict[str, str]:
        """The weights in kg that texts may name; those that are not known are left out."""
        words = {"actual_kg": shown(self.measures["weight_kg"] or Fraction(0))}
        if self.ideal_kg is not None and self.adjusted_kg is not None:
            words |= {"ideal_kg": shown(self.ideal_kg, 2), "adjusted_kg": shown(self.adjusted_kg)}
        return words


def case_of(
    patient: Patient, policy: Policy, weights: Weights, sex: Sex, away_kg: Fraction = Fraction(0)
) -> PolicyCase:
    """How a weight policy judges a patient ``away_kg`` heavier; an exception on what is not known never holds."""
    own, height = starting_kg(patient, policy) + away_kg, patient.height_cm
    ideal = adjusted = None
    if height is not None:
        ideal = ideal_weight_kg(weights.formula(policy.formula), sex=sex, height_cm=height)
        adjusted = adjusted_weight_kg(actual_kg=own, ideal_kg=ideal, factor=Fraction(policy.factor or 0))
    given = {str(sex): True, "pregnant": patient.pregnant, "age-given": patient.age_years is not None}
    conditions = frozenset(name for name, holds in given.items() if holds)
    measures = {"age_years": patient.age_years, "height_cm": height, "weight_kg": own}
    if "bmi" in policy.measured:
        measures["bmi"] = body_mass_index(own, height)
    for name, other in (("actual_over_ideal", ideal), ("actual_over_adjusted", adjusted)):
        if name in policy.measured and other and other > 0:
            measures[name] = own / other
    exception = next((rule for rule in policy.actual_when if rule.fires(conditions, measures)), None)
    return PolicyCase(
        sex=sex, ideal_kg=ideal, adjusted_kg=adjusted, conditions=conditions, measures=measures, exception=exception
    )


def cases_of(patient: Patient, policy: Policy, weights: Weights) -> list[PolicyCase]:
    """The case of the patient's sex; where it is not known, of both."""
    return [case_of(patient, policy, weights, sex) for sex in ((patient.sex,) if patient.sex else Sex)]
