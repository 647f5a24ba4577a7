"""Where a weight policy jumps: the dosing weight falls as the patient grows heavier, or rises by more."""

from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.policy_case import case_of, starting_kg
from ivigcalc.core.dosing.weight import DosingWeight, dosing_weight, dosing_weight_or_none
from ivigcalc.core.facts.weight_policy import Method, Policy, Weights
from ivigcalc.core.request.patient import Patient, Sex

STEP_KG: Final = Fraction(1, 4)
"""The steps in body weight in which a jump of a policy is looked for."""
HAIR_KG: Final = Fraction(1, 1000)
"""How far beyond the last step a jump is looked for, too: the edge itself belongs to one side only."""


def policy_jump(patient: Patient, policy: Policy, weights: Weights, within_kg: Fraction) -> DosingWeight | None:
    """The dosing weight just beyond a weight, at most ``within_kg`` away, at which the policy jumps; None without one.

    It jumps where the dosing weight falls as the patient grows heavier, or rises by more than the patient does. The
    policy is worked out in small steps on both sides, so that no policy has to say where its edges are; unless the same
    exceptions hold at both ends. Where the sex is not known, a patient who has a dosing weight has it without a
    formula that asks for the sex, and there is no jump.

    Raises:
        RefusedError: as ``dosing_weight``, where the policy is worked out.
    """
    if policy.method is not Method.ADJUSTED or patient.sex is None:
        return None
    if _same_exceptions(patient, policy, weights, patient.sex, within_kg + HAIR_KG):
        return None
    steps = int(within_kg / STEP_KG)
    beyond = [STEP_KG * number for number in range(1, steps + 1)] + [within_kg + HAIR_KG]
    for side in (-1, 1):
        here, at = dosing_weight(patient, policy, weights), Fraction(0)
        for away in beyond:
            there = _dosing_weight_beside(patient, policy, weights, side * away)
            if there is None:
                break
            if not 0 <= (there.kg - here.kg) * side <= away - at:
                return there
            here, at = there, away
    return None


def _same_exceptions(patient: Patient, policy: Policy, weights: Weights, sex: Sex, within_kg: Fraction) -> bool:
    """Whether the same exceptions of a policy hold for a patient so many kg lighter and heavier.

    Then they hold in between as well: each is a bound on a measure that only grows with weight.
    """
    if starting_kg(patient, policy) <= within_kg:
        return False
    ends = [case_of(patient, policy, weights, sex, kg) for kg in (-within_kg, within_kg)]
    lighter, heavier = (
        [rule.id for rule in policy.actual_when if rule.fires(end.conditions, end.measures)] for end in ends
    )
    return lighter == heavier


def _dosing_weight_beside(patient: Patient, policy: Policy, weights: Weights, kg: Fraction) -> DosingWeight | None:
    """The dosing weight of a patient so many kg heavier; None where there is none."""
    actual, before = patient.weight_kg or Fraction(0), patient.pre_pregnancy_kg
    if actual + kg <= 0 or (before is not None and before + kg <= 0):
        return None
    moved = patient.replaced(weight_kg=actual + kg, pre_pregnancy_kg=None if before is None else before + kg)
    return dosing_weight_or_none(moved, policy, weights)
