"""Doses as typed: grams of a day, a dose of a day or a course, and the days."""

import re
from fractions import Fraction
from typing import Final

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import Read, read_number, read_quantity, refusal, two_readings, with_thousands

OF_DAYS: Final = r"(?: ?(?:d|days?|d[ií]as?))?\Z"
DAYS: Final = rf"(?i)\A([0-9]{{1,3}})(?:\.00?)?{OF_DAYS}"
"""A whole number of days, also with decimals that say nothing, or with its unit in English, Portuguese or Spanish."""

DAYS_WITH_DECIMALS: Final = rf"(?i)\A([0-9]{{1,3}}[.,][0-9]{{1,9}}){OF_DAYS}"
"""The same, as tables write it in which every figure has decimals: ``5,000``."""

MOST_DAY_DIGITS: Final = 3
"""No course has 1000 days."""

PER_KG: Final = {"g/kg": Fraction(1), "mg/kg": Fraction(1, 1000)}
"""Units of a dose by weight, in g/kg."""

GRAMS: Final = {"g": Fraction(1), "mg": Fraction(1, 1000)}
"""Units of a dose, in g."""


def read_days(typed: str, decimal: str | None = None) -> int:
    """A whole number of days, also as tables write it that have no other numbers: ``5.0``; or ``5 days``.

    ``decimal`` is the decimal mark of the table, as in ``read_number``.

    Raises:
        RefusedError: it is not one.
    """
    digits = re.sub(DAYS, r"\1", typed.strip())
    if decimal and (found := re.match(DAYS_WITH_DECIMALS, typed.strip())):
        digits = str(read_number(found[1], "--days", "5", typed, decimal)[0])
    if not digits.isascii() or not digits.isdigit() or len(digits) > MOST_DAY_DIGITS:
        raise refusal(typed, "--days", "not-a-number", "is not a whole number of days", "for example --days 5")
    return int(digits)


def read_grams(text: str, field: str = "--grams") -> Read:
    """Grams of one infusion day from ``28`` or ``"28 g"``.

    Raises:
        RefusedError: not a number of grams, or not above zero.
    """
    typed = read_quantity(text, field, ("g",), '28 or "28 g"', default="g")
    if typed.value <= 0:
        hint = f"{field} 28".removeprefix("GRAMS ")
        raise refusal(text, field, "dose-not-positive", "is not above zero", hint)
    return Read(value=typed.value, echo=typed.echo)


def read_dose(text: str, field: str, decimal: str | None = None) -> Dose:
    """A dose such as ``"0.4 g/kg"``, ``"400 mg/kg"`` or ``"28 g"``; the unit is obligatory.

    Words after the dose that only repeat the option ("/day", "per day", "daily") are allowed for ``--per-day``.
    ``decimal`` is the decimal mark of the table, as in ``read_number``.

    Raises:
        RefusedError: not a dose, no unit, or one that can be read in two ways.
    """
    words = text.strip()
    if field == "--per-day":
        for tail in ("/day", "/d", "per day", "daily", "a day"):
            words = words.removesuffix(tail).rstrip()
    example = '"2 g/kg" or "140 g"' if field == "--course" else '"0.4 g/kg" or "28 g"'
    typed = read_quantity(words, field, (*PER_KG, *GRAMS), example, decimal=decimal)
    if typed.value <= 0:
        raise refusal(text, field, "dose-not-positive", "is not above zero", f"type for example {example}")
    if typed.unit.startswith("mg") and (readings := with_thousands(words, decimal)):
        raise two_readings(text, field, readings, f"{readings[0]} {typed.unit}, or grams", decimal)
    echo = f"{field} {typed.echo}" if typed.echo else ""
    if typed.unit in PER_KG:
        return Dose(value=typed.value * PER_KG[typed.unit], per_kg=True, echo=echo)
    return Dose(value=typed.value * GRAMS[typed.unit], per_kg=False, echo=echo)
