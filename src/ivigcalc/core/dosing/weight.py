"""Dosing weight: the weight a dose is calculated from, under a named policy of ``data/weights.yaml``.

Formulas, constants and exceptions are data; here stand the three functions that policies are made of (ideal, a child's
ideal, adjusted) and the one that applies a policy to a patient.
"""

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.condition import Condition, Measures
from ivigcalc.core.facts.weight_policy import ChildFormula, Formula, Method, Policy, Weights
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import RateWeight
from ivigcalc.core.request.patient import Patient, Sex, body_mass_index
from ivigcalc.core.safety.alerts import Alert, alerts_of_rules

EDGE_STEP_KG: Final = Fraction(1, 4)
"""The steps in body weight in which a jump of a policy is looked for."""
EDGE_HAIR_KG: Final = Fraction(1, 1000)
"""How far beyond the last step a jump is looked for, too: the edge itself belongs to one side only."""
TWENTY_EIGHT_DIGITS: Final = Context(prec=28)
"""The precision of the exponential function in a child's ideal weight, which has no exact value."""


class DosingWeight(Record):
    """The weight that a dose is calculated from, and how it comes about."""

    kg: Fraction
    actual_kg: Fraction
    policy: str
    """The id of the policy."""
    basis: str
    """Which weight it is, in words: ``actual body weight``."""
    why: str
    """Why the policy applied, or why actual weight is used instead."""
    formula: str
    """The formula with its numbers."""
    sources: tuple[str, ...]
    formula_id: str = ""
    """The id of the formula of ideal weight that the result rests on; "" for none."""
    remarks: tuple[Alert, ...] = ()
    """What the rule of the authority leaves unclear."""

    @property
    def over_actual(self) -> Fraction:
        """The dosing weight as a share of actual weight."""
        return Fraction(1) if self.kg is self.actual_kg else self.kg / self.actual_kg


def ideal_weight_kg(formula: Formula, *, sex: Sex, height_cm: Fraction) -> Fraction:
    """Ideal body weight in kg: the base of the formula, plus so much for each step of height above its start."""
    base, per_step = _base_and_step(formula, sex)
    steps = (height_cm - Fraction(formula.from_cm)) / Fraction(formula.step_cm)
    return base + per_step * (max(steps, Fraction(0)) if formula.flat_below else steps)


def child_ideal_weight_kg(formula: ChildFormula, *, height_cm: Fraction) -> Fraction:
    """Ideal body weight of a child in kg, to 28 digits: ``kg`` x e^(``per_cm`` x height)."""
    power = Fraction(formula.per_cm) * height_cm
    exponent = TWENTY_EIGHT_DIGITS.divide(Decimal(power.numerator), Decimal(power.denominator))
    return Fraction(TWENTY_EIGHT_DIGITS.multiply(formula.kg, TWENTY_EIGHT_DIGITS.exp(exponent)))


def adjusted_weight_kg(*, actual_kg: Fraction, ideal_kg: Fraction, factor: Fraction) -> Fraction:
    """Adjusted body weight in kg: ideal plus ``factor`` of the difference from actual."""
    return ideal_kg + factor * (actual_kg - ideal_kg)


def missing_for_policy(patient: Patient, policy: Policy) -> list[Problem]:
    """A problem for everything that a policy needs and that was not given."""
    missing = []
    if patient.weight_kg is None:
        missing.append(_missing("--weight", "", "add --weight 70 (kg)"))
    if policy.method is not Method.ACTUAL:
        why = f": --weight-policy {policy.id} needs it"
        if patient.height_cm is None:
            missing.append(_missing("--height", why, "add --height 175 (cm)"))
        if patient.sex is None and not _is_child(patient, policy):
            missing.append(_missing("--sex", why, "add --sex female or --sex male", tuple(Sex)))
    if policy.pre_pregnancy and patient.pregnant and patient.pre_pregnancy_kg is None:
        before = f": --weight-policy {policy.id} takes the weight before pregnancy"
        missing.append(_missing("--pre-pregnancy-weight", before, "add --pre-pregnancy-weight 65 (kg)"))
    return missing


def dosing_weight(patient: Patient, policy_id: str, weights: Weights) -> DosingWeight:
    """The patient's dosing weight under a policy.

    Raises:
        RefusedError: the policy needs something that was not given (all of it is listed), or its ideal weight is not
            above zero.
    """
    policy = weights.policy(policy_id)
    missing = missing_for_policy(patient, policy)
    actual = patient.weight_kg
    if missing or actual is None:
        raise RefusedError(*missing)
    before = patient.pre_pregnancy_kg if policy.pre_pregnancy else None
    own = DosingWeight(
        kg=actual if before is None else before,
        actual_kg=actual,
        policy=policy.id,
        basis="actual body weight" if before is None else "body weight before pregnancy",
        why=policy.applied,
        formula="weight as given",
        sources=policy.sources,
    )
    height, sex = patient.height_cm, patient.sex
    if policy.method is Method.ACTUAL or height is None:
        return own
    if policy.child and _is_child(patient, policy):
        return _by_child_formula(own, policy.child, height)
    return own if sex is None else _by_formula(own, patient, policy, weights, (sex, height))


def dosing_weight_or_none(patient: Patient, policy_id: str, weights: Weights) -> DosingWeight | None:
    """The dosing weight under a policy, or None where it cannot be worked out."""
    try:
        return dosing_weight(patient, policy_id, weights)
    except RefusedError:
        return None


def other_weights(patient: Patient, policy_id: str, weights: Weights) -> list[DosingWeight]:
    """The dosing weight under every policy but this one; those that cannot be worked out are left out."""
    others = (
        dosing_weight_or_none(patient, policy.id, weights) for policy in weights.policies if policy.id != policy_id
    )
    return [other for other in others if other]


def rate_weight_kg(weight: DosingWeight, rate_weight: RateWeight) -> Fraction:
    """The weight in kg that an infusion rate is for: never above actual weight, which labels print rates for."""
    return weight.actual_kg if rate_weight is RateWeight.ACTUAL else min(weight.kg, weight.actual_kg)


def policy_jump(patient: Patient, policy_id: str, weights: Weights, within_kg: Fraction) -> DosingWeight | None:
    """The dosing weight just beyond a weight, at most ``within_kg`` away, at which the policy jumps; None without one.

    It jumps where the dosing weight falls as the patient grows heavier, or rises by more than the patient does. The
    policy is worked out in small steps on both sides, so that no policy has to say where its edges are; unless the same
    exceptions hold at both ends.

    Raises:
        RefusedError: as ``dosing_weight``.
    """
    policy = weights.policy(policy_id)
    if policy.method is not Method.ADJUSTED or _same_exceptions(patient, policy, weights, within_kg + EDGE_HAIR_KG):
        return None
    steps = int(within_kg / EDGE_STEP_KG)
    beyond = [EDGE_STEP_KG * number for number in range(1, steps + 1)] + [within_kg + EDGE_HAIR_KG]
    for side in (-1, 1):
        here, at = dosing_weight(patient, policy_id, weights), Fraction(0)
        for away in beyond:
            there = _dosing_weight_beside(patient, policy_id, weights, side * away)
            if there is None:
                break
            if not 0 <= (there.kg - here.kg) * side <= away - at:
                return there
            here, at = there, away
    return None


def _same_exceptions(patient: Patient, policy: Policy, weights: Weights, within_kg: Fraction) -> bool:
    """Whether the same exceptions of a policy hold for a patient so many kg lighter and heavier.

    Then they hold in between as well: each is a bound on a measure that only grows with weight.
    """
    own, sex, height = _starting_kg(patient, policy), patient.sex, patient.height_cm
    if own is None or own <= within_kg or sex is None or height is None or _is_child(patient, policy):
        return False
    ideal = ideal_weight_kg(weights.formula(policy.formula), sex=sex, height_cm=height)
    ends = (_conditions_and_measures(patient, policy, own + kg, ideal) for kg in (-within_kg, within_kg))
    lighter, heavier = ([exception.id for exception in policy.actual_when if exception.fires(*end)] for end in ends)
    return lighter == heavier and ideal > 0


def _starting_kg(patient: Patient, policy: Policy) -> Fraction | None:
    """The weight in kg that a policy starts from: as given, or from before pregnancy."""
    return (patient.pre_pregnancy_kg if policy.pre_pregnancy else None) or patient.weight_kg


def _conditions_and_measures(
    patient: Patient, policy: Policy, own_kg: Fraction, ideal_kg: Fraction
) -> tuple[frozenset[str], dict[str, Fraction | None]]:
    """The conditions and the measures that a policy's exceptions ask for, at a weight in kg."""
    adjusted = adjusted_weight_kg(actual_kg=own_kg, ideal_kg=ideal_kg, factor=Fraction(policy.factor or 0))
    given = {str(patient.sex): True, "pregnant": patient.pregnant, "age-given": patient.age_years is not None}
    return frozenset(name for name, holds in given.items() if holds), {
        "age_years": patient.age_years,
        "height_cm": patient.height_cm,
        "weight_kg": own_kg,
        "bmi": body_mass_index(own_kg, patient.height_cm),
        "actual_over_ideal": own_kg / ideal_kg if ideal_kg > 0 else None,
        "actual_over_adjusted": own_kg / adjusted if adjusted > 0 else None,
    }


def _dosing_weight_beside(patient: Patient, policy_id: str, weights: Weights, kg: Fraction) -> DosingWeight | None:
    """The dosing weight of a patient so many kg heavier; None where there is none."""
    actual, before = patient.weight_kg or Fraction(0), patient.pre_pregnancy_kg
    if actual + kg <= 0 or (before is not None and before + kg <= 0):
        return None
    moved = patient.replaced(weight_kg=actual + kg, pre_pregnancy_kg=None if before is None else before + kg)
    return dosing_weight_or_none(moved, policy_id, weights)


def _base_and_step(formula: Formula, sex: Sex) -> tuple[Fraction, Fraction]:
    """The base in kg, and the kg for each step."""
    if sex is Sex.MALE:
        return Fraction(formula.male_kg), Fraction(formula.male_kg_per_step)
    return Fraction(formula.female_kg), Fraction(formula.female_kg_per_step)


def _is_child(patient: Patient, policy: Policy) -> bool:
    """Whether the policy has a formula of its own for a patient of this age."""
    child, age = policy.child, patient.age_years
    return child is not None and age is not None and age < Fraction(child.below_years)


def _by_child_formula(own: DosingWeight, child: ChildFormula, height_cm: Fraction) -> DosingWeight:
    return own.replaced(
        kg=child_ideal_weight_kg(child, height_cm=height_cm),
        basis=f"ideal body weight of a child ({child.name})",
        why=f"below {plain(Fraction(child.below_years))} years by height alone",
        formula=f"{child.kg} x e^({child.per_cm} x {plain(height_cm)})",
        sources=child.sources,
    )


def _by_formula(
    own: DosingWeight, patient: Patient, policy: Policy, weights: Weights, of: tuple[Sex, Fraction]
) -> DosingWeight:
    """Actual weight where one of the policy's exceptions holds, else its ideal or adjusted weight."""
    sex, height_cm = of
    formula, factor = weights.formula(policy.formula), Fraction(policy.factor or 0)
    ideal = ideal_weight_kg(formula, sex=sex, height_cm=height_cm)
    whose = "" if own.kg == own.actual_kg else ", from the weight before pregnancy"
    adjusted = adjusted_weight_kg(actual_kg=own.kg, ideal_kg=ideal, factor=factor)
    words = {"actual_kg": shown(own.kg), "ideal_kg": shown(ideal, 2), "adjusted_kg": shown(adjusted)}
    conditions, measures = _conditions_and_measures(patient, policy, own.kg, ideal)
    exception = next((rule for rule in policy.actual_when if rule.fires(conditions, measures)), None)
    weight = own.replaced(formula_id=formula.id)
    if exception:
        weighed = exception.measure.startswith("actual_over")
        weight = own.replaced(why=_rule_text(exception, measures, words), formula_id=formula.id if weighed else "")
    elif ideal <= 0:
        raise RefusedError(_not_above_zero(ideal, height_cm))
    elif policy.method is Method.IDEAL:
        worked = _formula_words(formula, sex, height_cm)
        weight = weight.replaced(kg=ideal, basis=f"ideal body weight ({formula.name})", formula=worked)
    else:
        share = plain(factor)
        worked = f"{plain(ideal)} + {share} x ({plain(own.kg)} - {plain(ideal)})"
        weight = weight.replaced(kg=adjusted, basis=f"adjusted body weight (factor {share}{whose})", formula=worked)
    if not exception:
        weight = weight.replaced(why=policy.applied.format_map(words), sources=(*policy.sources, *formula.sources))
    known = conditions | ({exception.id} if exception else set())
    remarks = (remark for remark in policy.remarks if ideal > 0 and remark.fires(known, measures))
    return weight.replaced(
        sources=tuple(dict.fromkeys(weight.sources)), remarks=tuple(alerts_of_rules(remarks, lambda: words, measures))
    )


def _formula_words(formula: Formula, sex: Sex, height_cm: Fraction) -> str:
    """The formula with its numbers, to be checked by hand."""
    base, per_step = _base_and_step(formula, sex)
    return f"{plain(base)} + {plain(per_step)} x ({plain(height_cm)} - {formula.from_cm}) / {formula.step_cm}"


def _rule_text(rule: Condition, measures: Measures, words: dict[str, str]) -> str:
    """The text of a rule with its words filled in."""
    value = measures.get(rule.measure)
    return rule.text.format_map(words if value is None else {**words, "value": shown(value, rule.places(value))})


def _missing(field: str, why: str, hint: str, allowed: tuple[str, ...] = ()) -> Problem:
    return Problem(code="missing-value", field=field, message=f"{field} is missing{why}", allowed=allowed, next=hint)


def _not_above_zero(ideal_kg: Fraction, height_cm: Fraction) -> Problem:
    message = f"ideal body weight comes out at {plain(ideal_kg)} kg for a height of {plain(height_cm)} cm"
    hint = "use --weight-policy actual"
    return Problem(code="weight-policy-out-of-range", field="--weight-policy", message=message, next=hint)
