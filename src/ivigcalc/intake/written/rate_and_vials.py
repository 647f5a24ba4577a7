"""The rate and the vials of an order as somebody wrote them."""

import re
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.written import WrittenRate, WrittenVials
from ivigcalc.intake.numbers import read_number, read_quantity, refusal

ML_H: Final = "mL/h"
PUMP_UNITS: Final = (ML_H, "mL/hr", "mL/hour", "mL per hour")
MOST_VIALS: Final = 99
VIALS: Final = re.compile(r"(?:([0-9]+)\s*[xX]\s*)?([0-9]+(?:[.,][0-9]+)?)\s*[gG]?")
"""A number of vials, if more than one, and their size in g."""


def read_rate(text: str) -> WrittenRate:
    """A rate such as ``"180 mL/h"`` or ``"2 mL/kg/h"``; the unit is obligatory.

    Raises:
        RefusedError: not a rate, or no unit.
    """
    typed = read_quantity(text, "--rate", (*PUMP_UNITS, *RateUnit), '"180 mL/h" or "2.4 mL/kg/h"')
    if typed.value <= 0:
        raise refusal(text, "--rate", "rate-not-positive", "is not above zero", 'type for example "180 mL/h"')
    unit = None if typed.unit in PUMP_UNITS else RateUnit(typed.unit)
    return WrittenRate(text=text, value=typed.value, unit=unit, echo=f"--rate {typed.echo}" if typed.echo else "")


def read_vials(text: str) -> WrittenVials:
    """The vials of one infusion day, in g: ``"3x10"``, ``"2 x 10 g + 1 x 5 g"``, ``"20+5+2.5"``.

    Raises:
        RefusedError: not a list of vials.
    """
    counts: dict[Fraction, int] = {}
    echoes: list[str] = []
    for part in text.replace("\N{MULTIPLICATION SIGN}", "x").split("+"):
        match = VIALS.fullmatch(part.strip())
        count = int(match[1] or "1") if match and len(match[1] or "1") <= len(str(MOST_VIALS)) else 0
        if match is None or not count:
            raise _not_vials(text)
        size, echo = read_number(match[2], "--vials", '"3x10"', text)
        if not size:
            raise _not_vials(text)
        counts[size] = counts.get(size, 0) + count
        echoes += [f"--vials {echo}"] if echo else []
    return WrittenVials(text=text, sizes=tuple(sorted(counts.items(), reverse=True)), echo="; ".join(echoes))


def _not_vials(text: str) -> RefusedError:
    why = f"is not a number of vials of a size in g, up to {MOST_VIALS} of each"
    hint = 'type the vials of one infusion day, for example "3x10" or "2x10+1x5"'
    return refusal(text, "--vials", "not-vials", why, hint)
