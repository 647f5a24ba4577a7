"""Body weight and height as typed, also where an electronic record writes them twice: in metric units and in others."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import KG_PER_LB
from ivigcalc.intake.numbers import Read, read_quantity, refusal, two_readings, with_thousands

OZ_PER_LB: Final = 16
LB_PER_ST: Final = 14
CM_PER_IN: Final = Fraction(254, 100)
IN_PER_FT: Final = 12

FEET_SIGN, INCH_SIGN = "['\u2018\u2019\u2032]", "(?:[\"\u201c\u201d\u2033]|'')"

WEIGHT_UNITS: Final = {
    **dict.fromkeys(("kg", "kgs"), Fraction(1)),
    "g": Fraction(1, 1000),
    **dict.fromkeys(("lb", "lbs", "pounds"), KG_PER_LB),
    "oz": KG_PER_LB / OZ_PER_LB,
}
"""Units of body weight, in kg; an ounce is a sixteenth of a pound."""

SMALL_UNITS: Final = ("g", "oz")

STONES: Final = dict.fromkeys(("st", "stone", "stones"), "give kg, or lb: a stone is 14 lb")
FEET: Final = dict.fromkeys(("ft", "foot", "feet"), "give cm, or inches: a foot is 12 in")
IN_FEET: Final = rf"[0-9]{{1,2}} ?{FEET_SIGN}(?: ?[0-9]{{1,2}}(?:\.[0-9]{{1,3}})?(?: ?(?:{INCH_SIGN}|in))?)?"
"""A height in feet, or in feet and inches: 5' 9"."""

HEIGHT_UNITS: Final = {"cm": Fraction(1), "m": Fraction(100), "in": CM_PER_IN}
"""Units of height, in cm. The international inch is 2.54 cm by definition."""

NUMBER: Final = r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)"
BRACKETS: Final = r"([^()]{1,40}?)\s?\(\s?([^()]{1,40}?)\s?\)"
"""What was measured, and the same again in brackets behind it."""

WAYS: Final[Mapping[str, Mapping[str, Sequence[Fraction]]]] = {
    "weight": {
        rf"{NUMBER} ?kgs?": (Fraction(1),),
        rf"{NUMBER} ?(?:lbs?\.?|pounds)(?: {NUMBER} ?oz\.?)?": (KG_PER_LB, KG_PER_LB / OZ_PER_LB),
        rf"{NUMBER} ?(?:st|stones?) {NUMBER} ?lbs?": (KG_PER_LB * LB_PER_ST, KG_PER_LB),
    },
    "length": {
        rf"{NUMBER} ?cm": (Fraction(1),),
        rf"{NUMBER} ?m": (Fraction(100),),
        rf"{NUMBER} ?(?:ft|{FEET_SIGN})(?: ?{NUMBER} ?(?:in|{INCH_SIGN}))?": (CM_PER_IN * IN_PER_FT, CM_PER_IN),
        rf"{NUMBER} ?(?:in|{INCH_SIGN})": (CM_PER_IN,),
    },
}
"""How a body weight and a height are written, with what each figure is in kg or cm; by the kind of their units."""

METRIC: Final = rf"(?i){NUMBER} ?(?:kgs?|c?m)"

MOST_OFF: Final = Fraction(3, 100)
"""So much of the smaller one may two figures of one thing differ, however few decimals they have."""


def read_weight(text: str, field: str = "--weight", decimal: str | None = None) -> Read:
    """Body weight in kg from ``70``, ``"70 kg"``, ``3500g``, ``"154 lb"`` or ``"2464 oz"`` (converted, and flagged).

    Of two that agree, ``"70.3 kg (154 lb 15.7 oz)"``, that in kg is read. A point with three digits behind it, in g or
    oz, may stand between thousands: 3.500 g. ``decimal`` is the decimal mark of a table, as in ``read_number``.

    Raises:
        RefusedError: not a weight, or one that can be read in two ways.
    """
    if metric := _metric_of_two(text, field, "weight"):
        return _of_two(read_weight(metric, field, decimal), text, metric)
    units, example = tuple(WEIGHT_UNITS), '70 or "70 kg"'
    typed = read_quantity(text, field, units, example, default="kg", instead=STONES, decimal=decimal)
    if typed.unit in SMALL_UNITS and (readings := with_thousands(text, decimal)):
        raise two_readings(text, field, readings, f"{readings[0]} {typed.unit}, or the weight in kg", decimal)
    kg_per_unit = WEIGHT_UNITS[typed.unit]
    kg, unit = typed.value * kg_per_unit, "oz" if typed.unit == "oz" else "lb" if kg_per_unit is KG_PER_LB else ""
    times = f"x {plain(KG_PER_LB, 8)}{f' / {OZ_PER_LB}' if unit == 'oz' else ''}"
    in_pounds = f"{plain(typed.value)} {unit} {times} = {plain(kg)} kg" if unit else ""
    return Read(value=kg, echo=typed.echo, in_pounds=in_pounds)


def _metric_of_two(text: str, field: str, kind: str) -> str:
    """The metric one of two figures that agree; "" where a text is not two figures.

    Raises:
        RefusedError: they do not agree.
    """
    twice = measured_twice(text, kind)
    if twice and not twice.agrees:
        hint = f"type the one that was measured, as in {twice.metric!r} if that is it"
        raise refusal(text, field, "contradiction", "holds two figures that are not the same", hint)
    return twice.metric if twice else ""


def _of_two(read: Read, text: str, metric: str) -> Read:
    """What was read of the metric one of two figures that agree, and that it was taken."""
    return read.replaced(echo="; ".join(filter(None, (f"{text.strip()} read as {metric}", read.echo))))


def read_height(text: str, decimal: str | None = None) -> Read:
    """Height in cm from ``175``, ``"175 cm"``, ``"1.75 m"`` or ``"69 in"`` (converted, and said).

    Of two that agree, ``175 cm (5' 9")``, the metric one is read.

    Raises:
        RefusedError: not a height, or not above zero.
    """
    if metric := _metric_of_two(text, "--height", "length"):
        return _of_two(read_height(metric, decimal), text, metric)
    units, example = tuple(HEIGHT_UNITS), '175 or "175 cm"'
    if re.fullmatch(IN_FEET, text.strip()):
        hint = f"write it in one unit; {FEET['ft']}"
        raise refusal(text, "--height", "unit-unknown", "is in feet, or in feet and inches", hint, allowed=units)
    typed = read_quantity(text, "--height", units, example, default="cm", instead=FEET, decimal=decimal)
    if typed.value <= 0:
        raise refusal(text, "--height", "height-not-positive", "is not above zero", f"type for example {example}")
    cm = typed.value * HEIGHT_UNITS[typed.unit]
    inches = f"{plain(typed.value)} in x {plain(HEIGHT_UNITS['in'])} = {plain(cm)} cm" if typed.unit == "in" else ""
    return Read(value=cm, echo="; ".join(filter(None, (typed.echo, inches))))


class Twice(Record):
    """What is written twice: the figure in metric units as it stands there, and whether the other one is the same."""

    metric: str
    agrees: bool


def measured_twice(text: str, kind: str) -> Twice | None:
    """The figures of ``70.3 kg (154 lb 15.7 oz)`` or ``5' 9" (175 cm)``; None where one alone is not metric.

    They agree where they are the same but for what rounding each to its last decimal makes of it, and for ``MOST_OFF``
    at most: 2 m is no 5 ft 9 in. ``kind`` is that of ``WAYS``; of others there are none.
    """
    found = re.fullmatch(BRACKETS, text.strip()) if "(" in text and kind in WAYS else None
    if found is None:
        return None
    metric = [one for one in found.groups() if re.fullmatch(METRIC, one)]
    both = [measured for one in found.groups() if (measured := _measured(one, WAYS[kind]))]
    if len(metric) != 1 or len(both) != len(found.groups()):
        return None
    (first, half), (second, other_half) = both
    may_differ = min(half + other_half, MOST_OFF * min(first, second))
    return Twice(metric=metric[0], agrees=abs(first - second) <= may_differ)


def _measured(text: str, ways: Mapping[str, Sequence[Fraction]]) -> tuple[Fraction, Fraction] | None:
    """A weight in kg or a height in cm, and half of its last decimal; None where it is written in none of some ways."""
    for pattern, sizes in ways.items():
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            figures = [digits.replace(",", ".") for digits in found.groups() if digits]
            decimals = len(figures[-1].partition(".")[2])
            half = sizes[len(figures) - 1] / 2 / 10**decimals
            return sum((Fraction(one) * size for one, size in zip(figures, sizes, strict=False)), Fraction()), half
    return None
