"""Numbers and units: reading what a person typed, rounding once, and showing quantities in one way.

Computed quantities are ``Fraction``, so that nothing is lost between reading and showing.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, NoReturn

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.record import Record

NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
MOST_DIGITS: Final = 12
DECIMAL_COMMA_DIGITS: Final = 2
"""Three digits after a comma are a thousand in one country and a decimal in another."""

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
MOST_PLACES: Final = 12
SPACE_FROM: Final = 10_000
"""From here people see a no-break space between thousands: commas and points are misread abroad."""


class Typed(Record):
    """A quantity as typed: its value, its unit ("" if none), and how it was read if that needs saying."""

    value: Fraction
    unit: str
    echo: str = ""


def _refuse(code: str, field: str, message: str, hint: str, allowed: tuple[str, ...] = ()) -> NoReturn:
    raise RefusedError(Problem(code=code, field=field, message=message, next=hint, allowed=allowed))


def read_number(text: str, field: str, example: str, typed: str = "") -> tuple[Fraction, str]:
    """Read a number as typed; a comma with one or two digits after it is a decimal comma and is echoed.

    So is any comma behind a single zero: no thousands begin with one.

    ``typed`` is the whole of what was typed, where the number is a part of it.

    Raises:
        RefusedError: it is not a number, or could be read in two ways.
    """
    text, typed = text.strip(), typed or text
    if not text:
        _refuse("missing-value", field, f"{field} is empty", f"type for example {example}")
    if not NUMBER.fullmatch(text):
        _refuse("not-a-number", field, f"{field} {typed!r} is not a number", f"type for example {example}")
    if sum(letter.isdigit() for letter in text) > MOST_DIGITS:
        _refuse(
            "too-many-digits", field, f"{field} {typed!r} has more than {MOST_DIGITS} digits", f"for example {example}"
        )
    whole, _, decimals = text.partition(",")
    if "," in text:
        if len(decimals) > DECIMAL_COMMA_DIGITS and whole.lstrip("+-") != "0":
            _refuse(
                "ambiguous-number",
                field,
                f"{field} {typed!r} can be read as {whole}{decimals} or as {whole}.{decimals}",
                f"type {whole}{decimals}, or {f'{whole}.{decimals}'.rstrip('0').rstrip('.')}",
            )
        return Fraction(f"{whole}.{decimals}"), f"{text} read as {whole}.{decimals}"
    if re.fullmatch(r"[+-]?[0-9]{1,3}\.000", text):
        whole = text.partition(".")[0]
        _refuse(
            "ambiguous-number",
            field,
            f"{field} {typed!r} can be read as {whole} or as {whole}000",
            f"type {whole} or {whole}000",
        )
    return Fraction(text), ""


def read_quantity(text: str, field: str, units: tuple[str, ...], example: str, default: str = "") -> Typed:
    """Read a number with one of ``units``; without a unit it takes ``default``, or is refused if there is none.

    Raises:
        RefusedError: not a number, a unit that is not allowed, or no unit where one is needed.
    """
    match = re.fullmatch(r"\s*([^\s<>A-Za-z%]*)\s*(.*?)\s*", text)
    number, unit = match.groups() if match else (text, "")
    if not number and unit:
        number, unit = text, ""
    value, echo = read_number(number, field, example, text)
    known = {re.sub(r"\s", "", name).casefold(): name for name in units}
    wanted = re.sub(r"\s", "", unit).casefold()
    if not wanted:
        if not default:
            _refuse("unit-missing", field, f"{field} {text!r} has no unit", f"type for example {example}", units)
        return Typed(value=value, unit=default, echo=echo)
    if wanted not in known:
        _refuse(
            "unit-unknown", field, f"{field} {text!r}: unit {unit!r} is not known", f"type for example {example}", units
        )
    return Typed(value=value, unit=known[wanted], echo=echo)


def _scaled(top: int, bottom: int, places: int) -> int:
    """A quotient in units of its last decimal, halves away from zero."""
    magnitude: int = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    return magnitude if top >= 0 else -magnitude


def half_up(value: Fraction, places: int) -> Fraction:
    """Round to ``places`` decimals, halves away from zero."""
    return Fraction(_scaled(value.numerator, value.denominator, places), 10**places)


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
    whole, part = divmod(abs(scaled), 10**places)
    decimals = f"{part:0{places}d}".rstrip("0")
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


def shown(value: Fraction | Decimal, places: int = 1) -> str:
    """The value as people read it: as ``plain``, with a no-break space between thousands from 10 000."""
    text = plain(value, places)
    whole, point, decimals = text.lstrip("-").partition(".")
    if int(whole) >= SPACE_FROM:
        whole = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    return ("-" if text.startswith("-") else "") + whole + point + decimals


def exact(value: Decimal | int) -> str:
    """A figure as its source prints it: every digit, no exponent, no trailing zeros."""
    value = Decimal(value)
    places = max(0, -int(value.as_tuple().exponent))
    return shown(value, places)
