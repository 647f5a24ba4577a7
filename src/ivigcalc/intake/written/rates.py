"""A rate and vials as ``--rate`` and ``--vials`` take them, and the drops of a giving set."""

import re
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.written import WrittenRate, WrittenVials
from ivigcalc.intake.numbers import BEFORE_UNIT, missing, read_number, refusal, with_thousands
from ivigcalc.intake.written.tokens.amounts import ML_H, SMALL_UNITS
from ivigcalc.intake.written.tokens.refusal import thousands_of
from ivigcalc.intake.written.tokens.vials import MOST_VIALS
from ivigcalc.intake.written.words.atoms import atoms_of, folded
from ivigcalc.intake.written.words.vocabulary import Vocabulary

RATE_FIELD: Final = "--rate"
DROPS_FIELD: Final = "--drops-per-ml"
DROPS: Final = "drops/min"
RATES: Final = (ML_H, *RateUnit, DROPS)
MINUTES: Final = 60
RATE_EXAMPLE: Final = '"180 mL/h" or "2.4 mL/kg/h"'
MOST_DROPS: Final = 100
"""No giving set makes as many drops of 1 mL."""
VIALS: Final = re.compile(r"(?:([0-9]+)\s*[xX]\s*)?([0-9]+(?:[.,][0-9]+)?)\s*[gG]?")
"""A number of vials, if more than one, and their size in g."""


def read_drops(text: str) -> Fraction:
    """How many drops of the giving set are 1 mL.

    Raises:
        RefusedError: not a number above zero.
    """
    value, _ = read_number(text, DROPS_FIELD, "20")
    if not 0 < value <= MOST_DROPS:
        why = f"is not above zero and up to {MOST_DROPS}"
        raise refusal(text, DROPS_FIELD, "not-a-number", why, f"{DROPS_FIELD} 20, as printed on the giving set")
    return value


def read_rate(text: str, vocabulary: Vocabulary, drops_per_ml: Fraction | None = None) -> WrittenRate:
    """A rate such as ``"180 mL/h"`` or ``"2 mL/kg/hr"``; the unit is obligatory. Drops need the drops of 1 mL.

    Raises:
        RefusedError: not a rate, or no unit.
    """
    words = " ".join(text.split())
    begin = BEFORE_UNIT.match(words)
    number = begin[0] if begin else ""
    typed = words.removeprefix(number).strip()
    value, echo = read_number(number or words, RATE_FIELD, RATE_EXAMPLE, text)
    if not typed:
        raise refusal(
            text, RATE_FIELD, "unit-missing", "has no unit", f"type for example {RATE_EXAMPLE}", allowed=RATES
        )
    unit = vocabulary.rate_units.get(tuple(atom.text for atom in atoms_of(folded(typed))))
    if unit is None:
        raise refusal(
            text,
            RATE_FIELD,
            "unit-unknown",
            f": unit {typed!r} is not known",
            f"type for example {RATE_EXAMPLE}",
            allowed=RATES,
        )
    if unit in SMALL_UNITS and (readings := with_thousands(number)):
        raise refusal(text, RATE_FIELD, "ambiguous-number", *thousands_of(readings, typed))
    return rate_of(text, value, unit, drops_per_ml, echo=f"{RATE_FIELD} {echo}" if echo else "")


def rate_of(
    text: str,
    value: Fraction,
    unit: str,
    drops_per_ml: Fraction | None,
    *,
    echo: str = "",
    start: Fraction | None = None,
) -> WrittenRate:
    """A rate with its unit, by its id in ``rate_units``, and with what it begins with.

    Raises:
        RefusedError: it is not above zero, or it is in drops and nobody said how many are 1 mL.
    """
    if value <= 0 or start == 0:
        raise refusal(text, RATE_FIELD, "rate-not-positive", "is not above zero", 'type for example "180 mL/h"')
    if unit != DROPS:
        label = None if unit == ML_H else RateUnit(unit)
        return WrittenRate(text=text, value=value, unit=label, echo=echo, start=start)
    if drops_per_ml is None:
        message = f"rate {text!r} is in drops: how many of this giving set are 1 mL?"
        raise RefusedError(missing(DROPS_FIELD, f"{DROPS_FIELD} 20, as printed on the giving set", message))
    ml_h = value / drops_per_ml * MINUTES
    first = None if start is None else start / drops_per_ml * MINUTES
    read = f"{RATE_FIELD} {text} read as {plain(ml_h, 2)} mL/h, {plain(drops_per_ml, 2)} drops to 1 mL"
    return WrittenRate(text=text, value=ml_h, unit=None, echo="; ".join(filter(None, (echo, read))), start=first)


def read_written_vials(text: str) -> WrittenVials:
    """The vials of one infusion day, in g: ``"3x10"``, ``"2 x 10 g + 1 x 5 g"``, ``"20+5+2.5"``.

    Raises:
        RefusedError: not a list of vials.
    """
    counts: dict[Fraction, int] = {}
    echoes: list[str] = []
    for part in text.replace("\N{MULTIPLICATION SIGN}", "x").split("+"):
        match = VIALS.fullmatch(part.strip())
        count = int(match[1] or "1") if match and len(match[1] or "1") <= len(str(MOST_VIALS)) else 0
        if match is None or not 1 <= count <= MOST_VIALS:
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
