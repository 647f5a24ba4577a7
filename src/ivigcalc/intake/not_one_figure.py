"""Why a quantity is not a number with one unit, and what to type."""

import re
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Final

from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record

FIGURE: Final = r"[0-9]"
NO_LETTER: Final = r"[\W\d_]"
"""What ends the first unit of several: 11 st 2 lb."""

EXPONENT: Final = r"[eE]([+-]?[0-9]{1,2})(?![0-9.,])\s*(.*)"
MOST_DECIMALS: Final = 9
"""So many decimals of a number with an exponent are written out."""

BLANK: Final = r"([+-]?[0-9]{1,3})((?:\s[0-9]{3})+)(?:[.,]([0-9]+))?(?![0-9])\s*(.*)"
"""A number with blanks where its thousands, or its decimals, may begin: 70 500."""

SECOND: Final = r"(?s)([^\W\d_]+)\s*([^0-9]{0,3})[0-9].*"
"""A unit, and a figure behind it; between them what may say that both are the same."""


IN_ALL: Final = "export the table with one number and one unit in each cell if all rows are so"


class NotOne(Record):
    """Why a text is not a number with one unit, what to type, and whether only its unit is not known."""

    why: str
    hint: str
    unit_unknown: bool = False


def why_not_one(
    words: str,
    number: tuple[str, Fraction],
    known: Collection[str],
    example: str,
    *,
    instead: Mapping[str, str],
    mark: str,
) -> NotOne:
    """Why what stands behind the first number of ``words`` is none of the ``known`` units, and what to type.

    ``number`` is that as written, and its value; ``known`` units have no blanks; ``instead`` is what to write for
    others; ``mark`` is the decimal mark that is read.
    """
    written, value = number
    unit = words.removeprefix(written).strip()
    if found := re.fullmatch(EXPONENT, unit):
        hint = f"write it out: {_written_out(value, found, mark) or example}"
        return NotOne(why="is a number with an exponent", hint=hint)
    if found := re.fullmatch(BLANK, words):
        hint = _without_blanks(found, known, mark) or f"type for example {example}"
        return NotOne(why="has a blank between its figures", hint=hint)
    wanted = "".join(unit.split()).casefold()
    hint = instead.get(re.split(NO_LETTER, wanted, maxsplit=1)[0], f"type for example {example}")
    if (found := re.fullmatch(SECOND, unit)) and found[1].casefold() in known:
        first, rest = f"{written} {found[1]}", unit.removeprefix(found[1]).strip()
        keep = f"keep one, as in {first!r}, if both are the same" if found[2].strip() in {"(", "[", "/", "="} else hint
        why = f": behind {first!r} stands another figure, {rest!r}"
        return NotOne(why=why, hint=f"write it in one unit; {keep}")
    if re.search(FIGURE, wanted):
        hint = f"write it in one unit; {hint}"
    return NotOne(why=f": unit {unit!r} is not known", hint=hint, unit_unknown=True)


def _written_out(value: Fraction, found: re.Match[str], mark: str) -> str:
    """A number without its exponent, with its unit; "" where it has too many decimals."""
    value *= Fraction(10) ** int(found[1])
    figures = plain(value, MOST_DECIMALS)
    return " ".join(filter(None, (figures.replace(".", mark), found[2]))) if Fraction(figures) == value else ""


def _without_blanks(found: re.Match[str], known: Collection[str], mark: str) -> str:
    """What to type for a number with blanks; "" where its unit is none."""
    first, groups, decimals, unit = found.groups()
    if unit and "".join(unit.split()).casefold() not in known:
        return ""
    more = "".join(groups.split())
    numbers = [mark.join(filter(None, (f"{first}{more}", decimals)))]
    if len(groups.split()) == 1 and not decimals:
        numbers.append(mark.join(filter(None, (first, more.rstrip("0")))))
    return f"type {' or '.join(' '.join(filter(None, (one, unit))) for one in numbers)}"
