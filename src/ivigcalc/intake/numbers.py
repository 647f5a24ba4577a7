"""Numbers and units as typed: read exactly, or refused where they can be read in two ways."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Context
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from ivigcalc.core.facts.fact import DecimalMark
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import Asks, Problem, Problems, RefusedError
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

T = TypeVar("T")
S = TypeVar("S", bound=str)


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
    meant = [] if wanted in {"true", "false"} else near(wanted, members)  # of sheets and JSON: no slip for "male"
    hint = f"did you mean {field} {meant[0]}?" if meant else f"{field} and one of these{more}"
    asks = Asks.NEITHER if meant else Asks.TO_CHOOSE
    why = f"is not known ({field} or {variable})" if variable else "is not known"
    named = field.removeprefix("--") if variable else ""
    raise refusal(typed, field, "not-allowed", why, hint, allowed=(", ".join(members),), named=named, asks=asks)


def refusal(
    typed: str,
    field: str,
    code: str,
    why: str,
    hint: str,
    *,
    allowed: tuple[str, ...] = (),
    named: str = "",
    asks: Asks = Asks.NEITHER,
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
    return RefusedError(Problem(code=code, field=field, message=message, next=hint, allowed=allowed, asks=asks))


def missing(field: str, hint: str, message: str = "", asks: Asks = Asks.TO_GIVE) -> Problem:
    """What is needed was not typed: the field, and what to type."""
    return Problem(code="missing-value", field=field, message=message or f"{field} is missing", next=hint, asks=asks)


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

NOISE_DIGITS, NOISE_ZEROS = (15, 18), 4
"""A number of so many digits may come of binary arithmetic; so many at least are 0, or 9, before the noise."""
DECIMAL_COMMA_DIGITS: Final = 2
"""Three digits after a comma are a thousand in one country and a decimal in another."""

THOUSANDS: Final = r"([+-]?[0-9]{1,3}(?:([.,'\u2019])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?"
"""A number with a sign between its thousands: 1.070,5; of 1,070 alone nobody knows whether it has one."""

OTHER_MARK: Final = {DecimalMark.COMMA: DecimalMark.POINT, DecimalMark.POINT: DecimalMark.COMMA}
SIGN_OF: Final = {DecimalMark.COMMA: ",", DecimalMark.POINT: "."}

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


def read_number(
    text: str, field: str, example: str, typed: str = "", decimal: str | None = None
) -> tuple[Fraction, str]:
    """A number, and how it was read where that needs saying ("" if not); ``typed`` is the text that it is a part of.

    A comma with one or two digits after it is a decimal comma, and so is any comma behind a single zero: no thousands
    begin with one. ``decimal`` is the decimal mark of the table in which the number stands, "" where nobody said it;
    None is for what was typed by itself.

    Raises:
        RefusedError: it is not a number, could be read in two ways, or has another mark than its table.
    """
    text, typed = text.strip(), typed or text
    if not text:
        raise RefusedError(missing(field, f"type for example {example}", f"{field} is empty", Asks.NEITHER))
    if not NUMBER.fullmatch(text):
        why, hint = _why_no_number(text, typed, example, decimal)
        raise refusal(typed, field, "not-a-number", why, hint)
    said = text
    if decimal:
        text = _with_point(text, field, typed, DecimalMark(decimal))
    if len(text) > MOST_DIGITS and sum(letter.isdigit() for letter in text) > MOST_DIGITS:
        if exact := _without_noise(text):
            return Fraction(exact), f"{said} read as {exact}"
        raise refusal(typed, field, "too-many-digits", f"has more than {MOST_DIGITS} digits", f"for example {example}")
    if decimal:
        return Fraction(text), f"{said} read as {_without_zeros(text)}" if said != text else ""
    whole, _, decimals = text.partition(",")
    if "," in text:
        if len(decimals) > DECIMAL_COMMA_DIGITS and whole.lstrip("+-") != "0":
            readings = (f"{whole}{decimals}", f"{whole}.{decimals}")
            to_type = [typed.strip().replace(text, one) for one in (readings[0], _without_zeros(readings[1]))]
            raise two_readings(typed, field, readings, ", or ".join(to_type), decimal)
        return Fraction(f"{whole}.{decimals}"), f"{text} read as {whole}.{decimals}"
    whole, _, decimals = text.partition(".")
    if decimals == "000" and len(whole.lstrip("+-")) <= len(decimals):
        readings = (whole, f"{whole}000")
        to_type = [typed.strip().replace(text, one) for one in readings]
        raise two_readings(typed, field, readings, " or ".join(to_type), decimal)
    return Fraction(text), ""


def two_readings(
    typed: str, field: str, readings: tuple[str, str], to_type: str, decimal: str | None = None
) -> RefusedError:
    """A number can be read in two ways; in a table of which nobody said its ``decimal`` mark, with what says it."""
    mark = DecimalMark.COMMA if "," in typed else DecimalMark.POINT
    in_all = "" if decimal is None else f"; --decimal {mark} if the whole table has decimal {mark}s"
    why = f"can be read as {' or as '.join(readings)}"
    return refusal(typed, field, "ambiguous-number", why, f"type {to_type}{in_all}")


def _why_no_number(text: str, typed: str, example: str, decimal: str | None) -> tuple[str, str]:
    """Why a text is no number, and what to type."""
    found = re.fullmatch(THOUSANDS, text)
    if found is None:
        return "is not a number", f"type for example {example}"
    mark = SIGN_OF[DecimalMark(decimal or DecimalMark.POINT)]
    plain = mark.join(filter(None, (found[1].replace(found[2], ""), found[3])))
    in_all = "" if decimal is None else "; export the table without such signs if all rows have them"
    return "has a sign between its thousands", f"type {typed.strip().replace(text, plain)}{in_all}"


def _with_point(text: str, field: str, typed: str, decimal: DecimalMark) -> str:
    """A number of a table with a decimal mark, with a point in its place.

    Raises:
        RefusedError: it has the other mark.
    """
    other = OTHER_MARK[decimal]
    if SIGN_OF[other] in text:
        why = f"has a {other}, and the decimal mark of the table is a {decimal}"
        in_all = f"--decimal {other} if the whole table has decimal {other}s"
        hint = f"write it with a {decimal}, and without signs between thousands; {in_all}"
        raise refusal(typed, field, "other-decimal-mark", why, hint)
    return text.replace(SIGN_OF[decimal], ".")


def _without_zeros(text: str) -> str:
    """A number with a point without zeros at its end."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_thousands(text: str, decimal: str | None = None) -> tuple[str, str] | None:
    """Both readings of a number, first in a text, whose point may stand between thousands: 3500 or 3.500; else None.

    In a table with a ``decimal`` mark it does not.
    """
    found = None if decimal else re.match(MAY_BE_THOUSANDS, text)
    return (found[1] + found[2], f"{found[1]}.{found[2]}") if found else None


def read_decimal(typed: str | None, catalogue: "Catalogue", problems: Problems) -> str:
    """The decimal mark of a table: as typed, else as the formulary says; "" where neither says it."""
    if typed is not None:
        return read_if_typed(problems, lambda text: one_of(DecimalMark, text, "--decimal"), typed) or ""
    return (catalogue.formulary.decimal or "") if catalogue.formulary else ""


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
    decimal: str | None = None,
) -> Quantity:
    """A number with one of ``units``; without a unit it has that of ``default``, or is refused if there is none.

    ``typed`` is what a refusal quotes, where ``text`` is a part of it; ``also`` has words that mean one of the units,
    ``instead`` what to write for units that are none of them; ``decimal`` is as in ``read_number``.

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
    value, echo = read_number(number, field, example, quoted, decimal)
    known, wanted = _by_letters(units), squeezed(unit)
    wanted = also.get(wanted, wanted)
    if not wanted:
        if not default:
            raise refusal(quoted, field, "unit-missing", "has no unit", f"type for example {example}", allowed=units)
        return Quantity(value=value, unit=default, echo=echo)
    if wanted not in known:
        from ivigcalc.intake.not_one_figure import IN_ALL, why_not_one  # noqa: PLC0415 - only for a refusal

        mark = SIGN_OF[DecimalMark(decimal or DecimalMark.POINT)]
        wrong = why_not_one(words, (number, value), known, example, instead=instead, mark=mark)
        in_all = "" if decimal is None or wrong.unit_unknown else f"; {IN_ALL}"
        raise refusal(quoted, field, "unit-unknown", wrong.why, f"{wrong.hint}{in_all}", allowed=units)
    return Quantity(value=value, unit=known[wanted], echo=echo)


def squeezed(text: str) -> str:
    """A unit or a word without case and blanks."""
    return "".join(text.split()).casefold()


@lru_cache
def _by_letters(units: tuple[str, ...]) -> dict[str, str]:
    return {squeezed(name): name for name in units}
