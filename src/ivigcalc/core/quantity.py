"""Quantities, rounded once and shown in one way; and texts that were typed, shown so that all of them is seen.

Computed quantities are ``Fraction``, so that nothing is lost between reading and showing.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

from ivigcalc.core.record import Record

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
MOST_PLACES: Final = 12
SPACE_FROM: Final = 10_000
"""From here people see a no-break space between thousands: commas and points are misread abroad."""
SPACED_LETTERS: Final = len(str(SPACE_FROM))


class Style(Record):
    """How a language writes numbers."""

    decimal: str = "."
    thousands: str = NO_BREAK_SPACE


PLAIN_STYLE: Final = Style()

SPACES: Final = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""Spaces that do nothing but keep letters apart."""


def visible(text: str) -> str:
    r"""A text in which every letter is seen.

    What sends codes to a terminal, ends a line, turns the direction of writing or is not shown at all stands as in
    JSON, ``\u202e``.
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in SPACES else escaped(letter) for letter in text)


def one_line(text: str) -> str:
    """Free text on one line, all of it visible: it is printed beside figures."""
    if not text.isprintable():
        text = visible(re.sub(r"[\t\n\r]", " ", text))
    return " ".join(text.split())


def escaped(text: str) -> str:
    r"""Each letter of a text as in JSON, ``\u202e``; those beyond four digits as two."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _scaled(top: int, bottom: int, places: int) -> int:
    """A quotient in units of its last decimal, halves away from zero."""
    if top < 0:
        return -_scaled(-top, bottom, places)
    scaled: int = (2 * top * 10**places + bottom) // (2 * bottom)
    return scaled


def half_up(value: Fraction, places: int) -> Fraction:
    """Round to ``places`` decimals, halves away from zero."""
    return Fraction(_scaled(value.numerator, value.denominator, places), 10**places)


def at_least(value: Fraction, bound: Fraction) -> bool:
    """Whether a value is a bound or more; in whole numbers, which is faster than to compare fractions."""
    (top, bottom), (bound_top, bound_bottom) = value.as_integer_ratio(), bound.as_integer_ratio()
    return top * bound_bottom >= bound_top * bottom


def rounded_to(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of ``step`` nearest to a value, halves away from zero."""
    return half_up(value / step, 0) * step


def plain(value: Fraction | Decimal, places: int = 2) -> str:
    """The value with at most ``places`` decimals, no trailing zeros, no exponent, no separator, as JSON wants it.

    What is not zero never reads as zero: a small value keeps its first decimal.
    """
    top, bottom = value.as_integer_ratio()
    if bottom == 1:
        return str(top)
    scaled = _scaled(top, bottom, places)
    while not scaled and places < MOST_PLACES:
        places += 1
        scaled = _scaled(top, bottom, places)
    return _decimal(scaled, places)


def _decimal(scaled: int, places: int) -> str:
    """A number of units of the last decimal as a decimal number, without trailing zeros."""
    if scaled < 0:
        return f"-{_decimal(-scaled, places)}"
    whole, part = divmod(scaled, 10**places)
    return f"{whole}.{str(part).zfill(places)}".rstrip("0") if part else str(whole)


def adding_up(values: Iterable[Fraction], places: int = 2) -> list[str]:
    """Each value as ``plain``, rounded so that they add up to their rounded sum: the sum so far less that before it.

    Sums are counted in parts of the denominator that the values have in common: no fraction is made for them.
    """
    each = list(values)
    if each and each.count(each[0]) == len(each):
        ratios = [each[0].as_integer_ratio()] * len(each)
    else:
        ratios = [value.as_integer_ratio() for value in each]
    common = lcm(*{bottom for _, bottom in ratios})
    unit = 10**places
    if unit % common == 0:  # nothing is rounded
        known = {ratio: _decimal(ratio[0] * (unit // ratio[1]), places) for ratio in set(ratios)}
        return [known[ratio] for ratio in ratios]
    texts, total, before = [], 0, 0
    for top, bottom in ratios:
        total += top * (common // bottom)
        so_far = _scaled(total, common, places)
        texts.append(_decimal(so_far - before, places) if so_far != before else plain(Fraction(top, bottom), places))
        before = so_far
    return texts


def shown(value: Fraction | Decimal, places: int = 1, style: Style = PLAIN_STYLE) -> str:
    """The value as people read it: as ``plain``, with a no-break space between thousands from 10 000."""
    whole, point, decimals = plain(value, places).partition(".")
    if len(whole) >= SPACED_LETTERS and abs(int(whole)) >= SPACE_FROM:
        whole = f"{int(whole):,}".replace(",", style.thousands)
    return f"{whole}{style.decimal}{decimals}" if point else whole


def exact(value: Decimal | int, style: Style = PLAIN_STYLE) -> str:
    """A figure as its source prints it: every digit, no exponent, no trailing zeros."""
    value = Decimal(value)
    places = max(0, -int(value.as_tuple().exponent))
    return shown(value, places, style)


def counted(count: int, units: str) -> str:
    """So many of a unit, which is given in the plural: ``1 week``, ``3 weeks``."""
    return f"{count} {units.removesuffix('s') if count == 1 else units}"
