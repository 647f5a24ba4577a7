"""Dosing weight: the weight a dose is calculated from, under a named policy.

Ideal weight is Devine's formula (kg): male 50, female 45.5, plus 2.3 for each inch above 60 inches.
Adjusted weight is ideal + 0.4 x (actual - ideal). Both as Australia's National Blood Authority prints them (source
``au-ddw``).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ivigcalc.core.errors import Problem, RefusedError
from ivigcalc.core.order import WeightPolicy
from ivigcalc.core.patient import Patient, Sex
from ivigcalc.core.quantity import plain

CM_PER_INCH: Final = Fraction("2.54")
DEVINE_BASE_KG: Final = {Sex.MALE: Fraction(50), Sex.FEMALE: Fraction("45.5")}
DEVINE_KG_PER_INCH: Final = Fraction("2.3")
DEVINE_FROM_INCHES: Final = 60
ADJUSTED_FACTOR: Final = Fraction("0.4")
FORMULA_SOURCE: Final = "au-ddw"
ACTUAL_SOURCE: Final = "gamunex-rx"


@dataclass(frozen=True, slots=True, kw_only=True)
class DosingWeight:
    """The weight a dose is calculated from, in kg, beside the actual weight, with its policy, formula and source."""

    kg: Fraction
    actual_kg: Fraction
    policy: WeightPolicy
    basis: str
    formula: str
    source: str


def ideal_weight_kg(*, sex: Sex, height_cm: Fraction) -> Fraction:
    """Ideal body weight in kg (Devine). Below 60 inches (152.4 cm) the formula is extrapolated."""
    return DEVINE_BASE_KG[sex] + DEVINE_KG_PER_INCH * (height_cm / CM_PER_INCH - DEVINE_FROM_INCHES)


def adjusted_weight_kg(*, actual_kg: Fraction, ideal_kg: Fraction) -> Fraction:
    """Adjusted body weight in kg: ideal plus 0.4 of the difference from actual."""
    return ideal_kg + ADJUSTED_FACTOR * (actual_kg - ideal_kg)


def missing_for(patient: Patient, policy: WeightPolicy) -> list[Problem]:
    """Everything the policy needs and was not given."""
    missing = []
    if patient.weight_kg is None:
        missing.append(
            Problem(code="missing-value", field="--weight", message="--weight is missing", next="add --weight 70 (kg)")
        )
    if policy is WeightPolicy.ACTUAL:
        return missing
    why = f"--weight-policy {policy} needs it"
    if patient.height_cm is None:
        missing.append(
            Problem(
                code="missing-value",
                field="--height",
                message=f"--height is missing: {why}",
                next="add --height 175 (cm)",
            )
        )
    if patient.sex is None:
        missing.append(
            Problem(
                code="missing-value",
                field="--sex",
                message=f"--sex is missing: {why}",
                allowed=tuple(Sex),
                next="add --sex female or --sex male",
            )
        )
    return missing


def dosing_weight(patient: Patient, policy: WeightPolicy) -> DosingWeight:
    """The patient's dosing weight under a policy.

    Raises:
        RefusedError: the policy needs something that was not given (all of it is listed), or its ideal weight is not
            above zero.
    """
    missing = missing_for(patient, policy)
    actual, sex, height_cm = patient.weight_kg, patient.sex, patient.height_cm
    if missing or actual is None:
        raise RefusedError(*missing)
    if policy is WeightPolicy.ACTUAL or sex is None or height_cm is None:
        return DosingWeight(
            kg=actual,
            actual_kg=actual,
            policy=policy,
            basis="actual body weight",
            formula="weight as given",
            source=ACTUAL_SOURCE,
        )
    ideal = ideal_weight_kg(sex=sex, height_cm=height_cm)
    kg, basis, formula = (
        ideal,
        "ideal body weight (Devine)",
        f"{plain(DEVINE_BASE_KG[sex])} + 2.3 x ({plain(height_cm)} / 2.54 - 60)",
    )
    if policy is WeightPolicy.ADJUSTED:
        kg = adjusted_weight_kg(actual_kg=actual, ideal_kg=ideal)
        basis, formula = (
            "adjusted body weight (factor 0.4)",
            f"{plain(ideal)} + 0.4 x ({plain(actual)} - {plain(ideal)})",
        )
    if ideal <= 0:
        raise RefusedError(
            Problem(
                code="weight-policy-out-of-range",
                field="--weight-policy",
                message=f"ideal body weight comes out at {plain(ideal)} kg for a height of {plain(height_cm)} cm",
                next="use --weight-policy actual",
            )
        )
    return DosingWeight(kg=kg, actual_kg=actual, policy=policy, basis=basis, formula=formula, source=FORMULA_SOURCE)


def other_weights(patient: Patient, policy: WeightPolicy) -> list[DosingWeight]:
    """The dosing weight under every policy but this one; those that cannot be worked out are left out."""
    if patient.weight_kg is None or patient.sex is None or not patient.height_cm:
        return []
    usable = ideal_weight_kg(sex=patient.sex, height_cm=patient.height_cm) > 0
    others = [other for other in WeightPolicy if other is not policy and (usable or other is WeightPolicy.ACTUAL)]
    return [dosing_weight(patient, other) for other in others]
