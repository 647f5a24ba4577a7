"""Numbers, units and doses as typed: read exactly, or refused where they can be read in two ways."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Context
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeVar

from ivigcalc.core.names.words import near
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose

T = TypeVar("T")
S = TypeVar("S", bound=str)

FIGURE: Final = r"[0-9]"
NO_LETTER: Final = r"[\W\d_]"
"""What ends the first unit of several: 11 st 2 lb."""


def one_of(
    choices: Iterable[S], typed: str, field: str, *, more: str = "", by_letter: bool = False, variable: str = ""
) -> S:
    """A member of a closed list, whatever its case; ``by_letter`` also by its first letter alone.

    ``more`` is what to type for several of them, ``variable`` what of the environment may have given it instead.

    Raises:
        RefusedError: it is not one of them; all are listed, and what is near is suggested.
    """
    wanted, members = typed.strip().lower(), list(choices)
    same = [member for member in members if member.lower() == wanted]
    begun = [member for member in members if by_letter and len(wanted) == 1 and member.startswith(wanted)]
    if len(same or begun) == 1:
        return (same or begun)[0]
    meant = near(wanted, members)
    hint = f"did you mean {field} {meant[0]}?" if meant else f"{field} and one of these{more}"
    why, named = (
        (f"is not known ({field} or {variable})", field.removeprefix("--")) if variable else ("is not known", "")
    )
    raise refusal(typed, field, "not-allowed", why, hint, allowed=(", ".join(members),), named=named)


def refusal(
    typed: str, field: str, code: str, why: str, hint: str, *, allowed: tuple[str, ...] = (), named: str = ""
) -> RefusedError:
    """What was typed for a field cannot be taken: why, what to type instead (``hint``), and what is allowed.

    ``why`` goes on from what was typed: "is not known", or ": it ends too soon". ``named`` is what the message calls
    the field where that is not its option.
    """
    space = "" if why.startswith(":") else " "
    cut = f"... ({len(typed)} letters)" if len(typed) > MOST_QUOTED else ""
    if len(why) > 2 * MOST_QUOTED:
        why = f"{why[: 2 * MOST_QUOTED]}..."
    message = f"{named or field} {typed[:MOST_QUOTED]!r}{cut}{space}{why}"
    return RefusedError(Problem(code=code, field=field, message=message, next=hint, allowed=allowed))


def missing(field: str, hint: str, message: str = "") -> Problem:
    """What is needed was not typed: the field, and what to type."""
    return Problem(code="missing-value", field=field, message=message or f"{field} is missing", next=hint)


def given_twice(names: Iterable[str]) -> list[Problem]:
    """Options that were given more than once, though each takes one value: two orders in one.

    ``names`` are the options as often as they were given, without those that may be repeated.
    """
    counts = Counter(names)
    return [
        Problem(code="given-twice", field=name, message=f"{name} is given twice", next="keep one")
        for name, times in counts.items()
        if times > 1
    ]


def read_if_typed(problems: Problems, reader: Callable[[str], T], typed: str | None) -> T | None:
    """A value as read; None where it was not typed, or could not be read (it is then among ``problems``)."""
    if typed is None:
        return None
    try:
        return reader(typed)
    except RefusedError as refused:
        problems.found.extend(refused.problems)
        return None


NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
BEFORE_UNIT: Final = re.compile(r"[^\s<>A-Za-z%]*")
"""Where a quantity begins with a number, that number; a unit begins with a letter, ``%``, or behind a space."""

MOST_QUOTED: Final = 200
"""How much of what was typed is repeated, in letters."""

MOST_DIGITS: Final = 12
MAY_BE_THOUSANDS: Final = r"\s*+([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9])"
"""A number that Germany and Brazil would write for a thousand times as much."""

NOISE_DIGITS: Final = (15, 18)
"""A number of so many digits may come of binary arithmetic, which goes to about 17."""
NOISE_ZEROS: Final = 4
"""So many digits at least are 0, or 9, before the noise."""
DAYS: Final = r"(?i)\A([0-9]{1,3})(?:\.00?)?(?: ?(?:d|days?|d[ií]as?))?\Z"
"""A whole number of days, also with decimals that say nothing, or with its unit in English, Portuguese or Spanish."""

MOST_DAY_DIGITS: Final = 3
"""No course has 1000 days."""

DECIMAL_COMMA_DIGITS: Final = 2
"""Three digits after a comma are a thousand in one country and a decimal in another."""

PER_KG: Final = {"g/kg": Fraction(1), "mg/kg": Fraction(1, 1000)}
"""Units of a dose by weight, in g/kg."""

GRAMS: Final = {"g": Fraction(1), "mg": Fraction(1, 1000)}
"""Units of a dose, in g."""
NO_WORDS: Final[Mapping[str, str]] = {}


class Read(Record):
    """A value as read."""

    value: Fraction
    echo: str = ""
    """How an unusual entry was read; "" if as typed."""
    in_pounds: str = ""
    """How a body weight was converted from lb; "" if it was not."""


class Quantity(Record):
    """A number with its unit, and how an unusual entry was read ("" if as typed)."""

    value: Fraction
    unit: str
    echo: str = ""


def read_number(text: str, field: str, example: str, typed: str = "") -> tuple[Fraction, str]:
    """A number, and how it was read where that needs saying ("" if not); ``typed`` is the text that it is a part of.

    A comma with one or two digits after it is a decimal comma, and so is any comma behind a single zero: no thousands
    begin with one.

    Raises:
        RefusedError: it is not a number, or could be read in two ways.
    """
    text, typed = text.strip(), typed or text
    if not text:
        raise RefusedError(missing(field, f"type for example {example}", f"{field} is empty"))
    if not NUMBER.fullmatch(text):
        raise refusal(typed, field, "not-a-number", "is not a number", f"type for example {example}")
    if len(text) > MOST_DIGITS and sum(letter.isdigit() for letter in text) > MOST_DIGITS:
        if exact := _without_noise(text):
            return Fraction(exact), f"{text} read as {exact}"
        raise refusal(typed, field, "too-many-digits", f"has more than {MOST_DIGITS} digits", f"for example {example}")
    whole, _, decimals = text.partition(",")
    if "," in text:
        if len(decimals) > DECIMAL_COMMA_DIGITS and whole.lstrip("+-") != "0":
            raise refusal(
                typed,
                field,
                "ambiguous-number",
                f"can be read as {whole}{decimals} or as {whole}.{decimals}",
                f"type {whole}{decimals}, or {f'{whole}.{decimals}'.rstrip('0').rstrip('.')}",
            )
        return Fraction(f"{whole}.{decimals}"), f"{text} read as {whole}.{decimals}"
    whole, _, decimals = text.partition(".")
    if decimals == "000" and len(whole.lstrip("+-")) <= len(decimals):
        raise refusal(
            typed, field, "ambiguous-number", f"can be read as {whole} or as {whole}000", f"type {whole} or {whole}000"
        )
    return Fraction(text), ""


def with_thousands(text: str) -> tuple[str, str] | None:
    """Both readings of a number, first in a text, whose point may stand between thousands: 3500 or 3.500; else None."""
    found = re.match(MAY_BE_THOUSANDS, text)
    return (found[1] + found[2], f"{found[1]}.{found[2]}") if found else None


def _without_noise(text: str) -> str:
    """A number without the noise of binary arithmetic behind it (``70.39999999999999`` is 70.4); "" if it has none."""
    if "." not in text or not NOISE_DIGITS[0] <= len(text.lstrip("+-0.").replace(".", "")) <= NOISE_DIGITS[1]:
        return ""
    value = Context(prec=MOST_DIGITS).create_decimal(text).normalize()
    return format(value, "f") if len(value.as_tuple().digits) <= MOST_DIGITS - NOISE_ZEROS else ""


def read_quantity(
    text: str,
    field: str,
    units: tuple[str, ...],
    example: str,
    default: str = "",
    *,
    typed: str = "",
    also: Mapping[str, str] = NO_WORDS,
    instead: Mapping[str, str] = NO_WORDS,
) -> Quantity:
    """A number with one of ``units``; without a unit it has that of ``default``, or is refused if there is none.

    ``typed`` is what a refusal quotes, where ``text`` is a part of it; ``also`` has words that mean one of the units,
    ``instead`` what to write for units that are none of them.

    Raises:
        RefusedError: not a number, a unit that is not allowed, or no unit where one is needed.
    """
    words = text.strip()
    begin = BEFORE_UNIT.match(words)
    number = begin[0] if begin else ""
    unit = words.removeprefix(number).strip()
    if "\n" in unit or not number:
        number, unit = text, ""
    quoted = typed or text
    value, echo = read_number(number, field, example, quoted)
    known, wanted = _by_letters(units), squeezed(unit)
    wanted = also.get(wanted, wanted)
    if not wanted:
        if not default:
            raise refusal(quoted, field, "unit-missing", "has no unit", f"type for example {example}", allowed=units)
        return Quantity(value=value, unit=default, echo=echo)
    if wanted not in known:
        why = f": unit {unit!r} is not known"
        hint = instead.get(re.split(NO_LETTER, wanted, maxsplit=1)[0], f"type for example {example}")
        if re.search(FIGURE, wanted):
            hint = f"write it in one unit; {hint}"
        raise refusal(quoted, field, "unit-unknown", why, hint, allowed=units)
    return Quantity(value=value, unit=known[wanted], echo=echo)


def squeezed(text: str) -> str:
    """A unit or a word without case and blanks."""
    return "".join(text.split()).casefold()


@lru_cache
def _by_letters(units: tuple[str, ...]) -> dict[str, str]:
    return {squeezed(name): name for name in units}


def read_days(typed: str) -> int:
    """A whole number of days, also as tables write it that have no other numbers: ``5.0``; or ``5 days``.

    Raises:
        RefusedError: it is not one.
    """
    digits = re.sub(DAYS, r"\1", typed.strip())
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


def read_dose(text: str, field: str) -> Dose:
    """A dose such as ``"0.4 g/kg"``, ``"400 mg/kg"`` or ``"28 g"``; the unit is obligatory.

    Words after the dose that only repeat the option ("/day", "per day", "daily") are allowed for ``--per-day``.

    Raises:
        RefusedError: not a dose, no unit, or one that can be read in two ways.
    """
    words = text.strip()
    if field == "--per-day":
        for tail in ("/day", "/d", "per day", "daily", "a day"):
            words = words.removesuffix(tail).rstrip()
    example = '"2 g/kg" or "140 g"' if field == "--course" else '"0.4 g/kg" or "28 g"'
    typed = read_quantity(words, field, (*PER_KG, *GRAMS), example)
    if typed.value <= 0:
        raise refusal(text, field, "dose-not-positive", "is not above zero", f"type for example {example}")
    if typed.unit.startswith("mg") and (readings := with_thousands(words)):  # a point may stand between thousands
        why, hint = f"can be read as {' or as '.join(readings)}", f"type {readings[0]} {typed.unit}, or grams"
        raise refusal(text, field, "ambiguous-number", why, hint)
    echo = f"{field} {typed.echo}" if typed.echo else ""
    if typed.unit in PER_KG:
        return Dose(value=typed.value * PER_KG[typed.unit], per_kg=True, echo=echo)
    return Dose(value=typed.value * GRAMS[typed.unit], per_kg=False, echo=echo)
