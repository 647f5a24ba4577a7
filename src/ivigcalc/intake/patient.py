"""The patient as typed: body weight, height, age, serum IgA and risks."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import KG_PER_LB, BloodGroup, Factor, Patient, Risk, SerumIga, Sex
from ivigcalc.intake.numbers import Read, one_of, read_if_typed, read_quantity, refusal

MONTHS_PER_YEAR: Final = 12
MOST_YEARS: Final = 130
"""Older is no age; not a clinical limit."""

WEIGHT_UNITS: Final = {
    **dict.fromkeys(("kg", "kgs"), Fraction(1)),
    "g": Fraction(1, 1000),
    **dict.fromkeys(("lb", "lbs", "pounds"), KG_PER_LB),
}
"""Units of body weight, in kg."""

IGA_UNITS: Final = {"g/L": Fraction(1), "mg/dL": Fraction(1, 100), "mg/L": Fraction(1, 1000)}
"""Units of serum IgA, in g/L."""

RISKS: Final[Sequence[Risk | Factor]] = (*Risk, *Factor)
"""What ``--risk`` takes."""


class TypedPatient(Record):
    """The patient options as typed; None where not given."""

    weight: str | None = None
    height: str | None = None
    sex: str | None = None
    age: str | None = None
    blood_group: str | None = None
    iga: str | None = None
    iga_deficient: bool = False
    risks: Sequence[str] = ()
    pregnant: bool = False
    pre_pregnancy_weight: str | None = None


def read_patient(typed: TypedPatient, problems: Problems) -> Patient:
    """The patient. What cannot be read is added to ``problems`` and left out."""
    weight = read_if_typed(problems, read_weight, typed.weight)
    before = read_if_typed(
        problems, lambda text: read_weight(text, "--pre-pregnancy-weight"), typed.pre_pregnancy_weight
    )
    height = read_if_typed(problems, read_height, typed.height)
    age = read_if_typed(problems, read_age, typed.age)
    iga = read_if_typed(problems, read_iga, typed.iga)
    risks = {read_if_typed(problems, lambda text: one_of(RISKS, text, "--risk"), risk) for risk in typed.risks}
    echoes = [
        f"--{name} {read.echo}"
        for name, read in (
            ("weight", weight),
            ("pre-pregnancy-weight", before),
            ("height", height),
            ("age", age),
            ("iga", iga),
        )
        if read and read.echo
    ]
    return Patient(
        weight_kg=weight.value if weight else None,
        height_cm=height.value if height else None,
        sex=read_if_typed(problems, lambda text: one_of(Sex, text, "--sex"), typed.sex),
        age_years=age.value if age else None,
        blood_group=read_if_typed(problems, lambda text: one_of(BloodGroup, text, "--blood-group"), typed.blood_group),
        iga=iga,
        pregnant=typed.pregnant or before is not None,
        pre_pregnancy_kg=before.value if before else None,
        risks=frozenset(risk for risk in risks if isinstance(risk, Risk))
        | ({Risk.IGA_DEFICIENT} if typed.iga_deficient else set()),
        factors=frozenset(risk for risk in risks if isinstance(risk, Factor)),
        echoes=tuple(echoes),
        in_pounds=", ".join(read.in_pounds for read in (weight, before) if read and read.in_pounds),
    )


def read_weight(text: str, field: str = "--weight") -> Read:
    """Body weight in kg from ``70``, ``"70 kg"``, ``3500g`` or ``"154 lb"`` (converted once, and flagged).

    Raises:
        RefusedError: not a weight, or one that can be read in two ways.
    """
    typed = read_quantity(text, field, tuple(WEIGHT_UNITS), '70 or "70 kg"', default="kg")
    kg = typed.value * WEIGHT_UNITS[typed.unit]
    pounds = WEIGHT_UNITS[typed.unit] == KG_PER_LB
    in_pounds = f"{plain(typed.value)} lb converted to {plain(kg)} kg" if pounds else ""
    return Read(value=kg, echo=typed.echo, in_pounds=in_pounds)


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
    if not 0 <= years <= MOST_YEARS:
        hint = 'type for example 72 or "18 months"'
        raise refusal(text, "--age", "age-out-of-bounds", f"is outside 0 to {MOST_YEARS} years", hint)
    return Read(value=years, echo=typed.echo)


def read_iga(text: str) -> SerumIga:
    """Serum IgA from ``"0.04 g/L"``, ``"4 mg/dL"`` or ``"<0.07 g/L"``; the unit is obligatory.

    Raises:
        RefusedError: no unit (both readings are shown), a unit that is not known, or not a number.
    """
    number = text.strip()
    below = number.startswith("<")
    number = number.removeprefix("<").removeprefix("=").strip()
    try:
        typed = read_quantity(number, "--iga", tuple(IGA_UNITS), '"0.04 g/L" or "4 mg/dL"')
    except RefusedError as refused:
        if refused.problems[0].code != "unit-missing":
            raise
        value = read_quantity(number, "--iga", ("g/L",), "", default="g/L").value
        readings = f"{plain(value, 6)} g/L, or {plain(value, 6)} mg/dL = {plain(value / 100, 6)} g/L"
        why = f"has no unit: it could be {readings}"
        hint = f'type "{text.strip()} g/L" or "{text.strip()} mg/dL"'
        raise refusal(text, "--iga", "unit-missing", why, hint, allowed=tuple(IGA_UNITS)) from None
    if typed.value < 0:
        raise refusal(text, "--iga", "iga-out-of-bounds", "is below zero", 'type for example "0.04 g/L"')
    return SerumIga(g_per_l=typed.value * IGA_UNITS[typed.unit], below=below, echo=typed.echo)
