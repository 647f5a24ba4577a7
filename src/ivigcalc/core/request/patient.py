"""The patient: what was given, what was typed and how it was read, and the risks."""

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain, read_quantity
from ivigcalc.core.record import Record

KG_PER_LB: Final = Fraction("0.45359237")
"""The international avoirdupois pound, exactly."""

CM2_PER_M2: Final = 10_000

MONTHS_PER_YEAR: Final = 12


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


class SerumIga(Record):
    """Serum IgA in g/L; ``below`` where the laboratory reported "less than" that value."""

    g_per_l: Fraction
    below: bool
    echo: str = ""


def body_mass_index(weight_kg: Fraction | None, height_cm: Fraction | None) -> Fraction | None:
    """Body mass index in kg/m2, or None without weight or height (or with a height of zero)."""
    if weight_kg is None or not height_cm:
        return None
    return weight_kg * CM2_PER_M2 / (height_cm * height_cm)


class Patient(Record):
    """What is known of the patient. None means not given: no value is ever assumed.

    ``weight_kg`` is None only where no dose is asked for (choosing a product).
    ``echoes`` say how an unusual entry was read; ``in_pounds`` marks a weight converted from lb.
    """

    weight_kg: Fraction | None = None
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
    in_pounds: str = ""

    @cached_property
    def measures(self) -> dict[str, Fraction | None]:
        """What can be measured of a patient; units stand in the names."""
        return {
            "weight_kg": self.weight_kg,
            "pre_pregnancy_kg": self.pre_pregnancy_kg,
            "height_cm": self.height_cm,
            "bmi": self.bmi,
            "age_years": self.age_years,
            "iga_g_per_l": self.iga.g_per_l if self.iga else None,
        }

    @cached_property
    def bmi(self) -> Fraction | None:
        """Body mass index in kg/m2, or None where it cannot be worked out."""
        return body_mass_index(self.weight_kg, self.height_cm)


class Read(Record):
    """A value as read, and how an unusual entry was read ("" if as typed)."""

    value: Fraction
    echo: str = ""
    in_pounds: str = ""


def read_weight(text: str, field: str = "--weight") -> Read:
    """Body weight in kg from ``70``, ``"70 kg"``, ``3500g`` or ``"154 lb"`` (converted once, and flagged).

    Raises:
        RefusedError: not a weight, or one that can be read in two ways.
    """
    typed = read_quantity(text, field, ("kg", "kgs", "g", "lb", "lbs", "pounds"), '70 or "70 kg"', default="kg")
    match typed.unit:
        case "g":
            return Read(value=typed.value / 1000, echo=typed.echo)
        case "lb" | "lbs" | "pounds":
            kg = typed.value * KG_PER_LB
            return Read(value=kg, echo=typed.echo, in_pounds=f"{plain(typed.value)} lb converted to {plain(kg)} kg")
        case _:
            return Read(value=typed.value, echo=typed.echo)


def read_height(text: str) -> Read:
    """Height in cm from ``175``, ``"175 cm"`` or ``"1.75 m"``.

    Raises:
        RefusedError: not a height.
    """
    typed = read_quantity(text, "--height", ("cm", "m"), '175 or "175 cm"', default="cm")
    return Read(value=typed.value * 100 if typed.unit == "m" else typed.value, echo=typed.echo)


def read_age(text: str) -> Read:
    """Age in years from ``72``, ``"72 years"`` or ``"18 months"``.

    Raises:
        RefusedError: not an age, or outside 0 to 130 years.
    """
    typed = read_quantity(
        text, "--age", ("years", "year", "y", "months", "month", "mo"), '72 or "18 months"', default="years"
    )
    years = typed.value / MONTHS_PER_YEAR if typed.unit.startswith("mo") else typed.value
    if not 0 <= years <= 130:  # noqa: PLR2004 - outside a human life; not a clinical limit
        message = f"--age {text!r} is outside 0 to 130 years"
        raise RefusedError(
            Problem(code="age-out-of-bounds", field="--age", message=message, next='type for example 72 or "18 months"')
        )
    return Read(value=years, echo=typed.echo)


def read_iga(text: str) -> SerumIga:
    """Serum IgA from ``"0.04 g/L"``, ``"4 mg/dL"`` or ``"<0.07 g/L"``; the unit is obligatory.

    Raises:
        RefusedError: no unit (both readings are shown), a unit that is not known, or not a number.
    """
    per_litre = {"g/L": Fraction(1), "mg/dL": Fraction(1, 100), "mg/L": Fraction(1, 1000)}
    number = text.strip()
    below = number.startswith("<")
    number = number.removeprefix("<").removeprefix("=").strip()
    try:
        typed = read_quantity(number, "--iga", tuple(per_litre), '"0.04 g/L" or "4 mg/dL"')
    except RefusedError as refused:
        problem = refused.problems[0]
        if problem.code != "unit-missing":
            raise
        value = read_quantity(number, "--iga", ("g/L",), "", default="g/L").value
        readings = f"{plain(value, 6)} g/L, or {plain(value, 6)} mg/dL = {plain(value / 100, 6)} g/L"
        raise RefusedError(
            Problem(
                code="unit-missing",
                field="--iga",
                message=f"--iga {text!r} has no unit: it could be {readings}",
                allowed=tuple(per_litre),
                next=f'type "{text.strip()} g/L" or "{text.strip()} mg/dL"',
            )
        ) from None
    if typed.value < 0:
        message = f"--iga {text!r} is below zero"
        raise RefusedError(
            Problem(code="iga-out-of-bounds", field="--iga", message=message, next='type for example "0.04 g/L"')
        )
    return SerumIga(g_per_l=typed.value * per_litre[typed.unit], below=below, echo=typed.echo)
