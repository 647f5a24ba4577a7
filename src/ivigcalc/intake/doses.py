"""Doses as typed: grams of a day, a dose of a day or a course, and the days."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import Read, read_number, read_quantity, refusal, squeezed, two_readings, with_thousands

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

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

WITH_UNIT: Final = re.compile(r"([+-]?[0-9][0-9.,]*+\s*+)(\S.*)")
"""A figure with something behind it."""


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


def without_day(unit: str, of_a_day: Iterable[str]) -> str:
    """The unit of a dose without the words behind it that say that it is of a day: ``g/day``, ``gdaily``; once.

    All are without case and blanks, as ``squeezed`` makes them.
    """
    return next((unit.removesuffix(tail) for tail in of_a_day if unit.endswith(tail)), unit)


def _in_plain_unit(text: str, field: str, catalogue: "Catalogue") -> str:
    """A dose with its unit as options write it, where it has another name in the words of tables; else as it is.

    These words are looked at only where they are needed: most doses are typed in plain units.
    """
    found = WITH_UNIT.fullmatch(text)
    unit = squeezed(found[2]) if found else ""
    if not found or unit in PER_KG or unit in GRAMS:
        return text
    tables = catalogue.tables
    if field == "--per-day":
        of_a_day = (words for cell in tables.cells if cell.id == "of-a-day" for words in cell.words)
        unit = without_day(unit, map(squeezed, of_a_day))
    names = {squeezed(name): one.id for one in tables.units if "dose" in one.of for name in (one.id, *one.names)}
    return f"{found[1]}{names[unit]}" if unit in names else text


def read_dose(text: str, field: str, catalogue: "Catalogue", decimal: str | None = None) -> Dose:
    """A dose such as ``"0.4 g/kg"``, ``"400 mg/kg"`` or ``"28 grams"``; the unit is obligatory.

    Words after the dose that only repeat the option ("/day", "per day", "daily") are allowed for ``--per-day``. They
    and the names of units are those of tables. ``decimal`` is the decimal mark of the table, as in ``read_number``.

    Raises:
        RefusedError: not a dose, no unit, or one that can be read in two ways.
    """
    words = _in_plain_unit(text.strip(), field, catalogue)
    example = '"2 g/kg" or "140 g"' if field == "--course" else '"0.4 g/kg" or "28 g"'
    typed = read_quantity(words, field, (*PER_KG, *GRAMS), example, typed=text.strip(), decimal=decimal)
    if typed.value <= 0:
        raise refusal(text, field, "dose-not-positive", "is not above zero", f"type for example {example}")
    if typed.unit.startswith("mg") and (readings := with_thousands(words, decimal)):
        raise two_readings(text, field, readings, f"{readings[0]} {typed.unit}, or grams", decimal)
    echo = f"{field} {typed.echo}" if typed.echo else ""
    if typed.unit in PER_KG:
        return Dose(value=typed.value * PER_KG[typed.unit], per_kg=True, echo=echo)
    return Dose(value=typed.value * GRAMS[typed.unit], per_kg=False, echo=echo)
