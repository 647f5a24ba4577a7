"""The patient: what was given, what was typed and how it was read, and the risks."""

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

from ivigcalc.core.record import Record

KG_PER_LB: Final = Fraction("0.45359237")
"""The international avoirdupois pound, exactly."""

CM2_PER_M2: Final = 10_000

ADULT_YEARS: Final = 18
"""The age from which a patient is an adult."""


class Sex(StrEnum):
    """Sex, as the ideal-weight formulas ask for it."""

    FEMALE = "female"
    MALE = "male"


class BloodGroup(StrEnum):
    """ABO blood group."""

    O = "O"  # noqa: E741 - the name of the group
    A = "A"
    B = "B"
    AB = "AB"


class Risk(StrEnum):
    """A patient factor that bears on the choice of preparation, on alerts or on the rate."""

    IGA_DEFICIENT = "iga-deficient"
    ANTI_IGA = "anti-iga"
    RENAL = "renal"
    THROMBOSIS = "thrombosis"
    SODIUM = "sodium"
    FLUID = "fluid"
    DIABETES = "diabetes"
    FRUCTOSE = "fructose"
    PROLINE = "proline"
    CORN = "corn"


class Factor(StrEnum):
    """A condition of the patient that labels name: a risk follows from it, or an alert, by a rule."""

    SEPSIS = "sepsis"
    VOLUME_DEPLETION = "volume-depletion"
    PARAPROTEINAEMIA = "paraproteinaemia"
    NEPHROTOXIC_DRUGS = "nephrotoxic-drugs"
    OVERWEIGHT = "overweight"
    HYPERTENSION = "hypertension"
    IMMOBILISATION = "immobilisation"
    HYPERCOAGULABLE = "hypercoagulable"
    PREVIOUS_THROMBOSIS = "previous-thrombosis"
    OESTROGENS = "oestrogens"
    CENTRAL_LINE = "central-line"
    HYPERVISCOSITY = "hyperviscosity"
    CARDIOVASCULAR_RISK = "cardiovascular-risk"
    LOOP_DIURETIC = "loop-diuretic"
    HYPERSENSITIVITY = "hypersensitivity"
    """A past anaphylactic or severe systemic reaction to human immunoglobulin."""


class SerumIga(Record):
    """Serum IgA as the laboratory reports it."""

    g_per_l: Fraction
    below: bool
    """Whether "less than" ``g_per_l`` was reported."""
    echo: str = ""
    """How an unusual entry was read; "" if as typed."""


def body_mass_index(weight_kg: Fraction | None, height_cm: Fraction | None) -> Fraction | None:
    """Body mass index in kg/m2, or None without weight or height (or with a height of zero)."""
    if weight_kg is None or not height_cm:
        return None
    (kg, parts_of_kg), (cm, parts_of_cm) = weight_kg.as_integer_ratio(), height_cm.as_integer_ratio()
    return Fraction(kg * CM2_PER_M2 * parts_of_cm**2, parts_of_kg * cm**2)


class Patient(Record):
    """What is known of the patient. None means not given: no value is ever assumed."""

    weight_kg: Fraction | None = None
    """Body weight; needed for every dose, not for choosing a preparation."""
    height_cm: Fraction | None = None
    sex: Sex | None = None
    age_years: Fraction | None = None
    blood_group: BloodGroup | None = None
    iga: SerumIga | None = None
    risks: frozenset[Risk] = frozenset()
    pregnant: bool = False
    pre_pregnancy_kg: Fraction | None = None
    factors: frozenset[Factor] = frozenset()
    echoes: tuple[str, ...] = ()
    """How unusual entries were read."""
    in_pounds: str = ""
    """How a weight was converted from lb; "" if none was."""

    @cached_property
    def measures(self) -> dict[str, Fraction | None]:
        """What can be measured of a patient; units stand in the names."""
        return {
            "weight_kg": self.weight_kg,
            "pre_pregnancy_kg": self.pre_pregnancy_kg,
            "height_cm": self.height_cm,
            "bmi": self.bmi,
            "habitual_kg": self.habitual_kg,
            "habitual_bmi": body_mass_index(self.habitual_kg, self.height_cm) if self.pregnant else self.bmi,
            "age_years": self.age_years,
            "iga_g_per_l": self.iga.g_per_l if self.iga else None,
        }

    @property
    def habitual_kg(self) -> Fraction | None:
        """The weight by which obesity is judged: in pregnancy the one before it, None where that was not given."""
        return self.pre_pregnancy_kg if self.pregnant else self.weight_kg

    @cached_property
    def bmi(self) -> Fraction | None:
        """Body mass index in kg/m2, or None where it cannot be worked out."""
        return body_mass_index(self.weight_kg, self.height_cm)
