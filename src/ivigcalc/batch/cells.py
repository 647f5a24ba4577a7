"""From the text of a cell to a value. The texts of a table repeat, so that what was read once is remembered.

Everything is read as ``dose`` reads it; only the unit may stand in the heading instead.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from ivigcalc.batch.fields import BY_ID
from ivigcalc.core.errors import Problem, RefusedError
from ivigcalc.core.patient import (
    BloodGroup,
    Factor,
    Risk,
    Sex,
    read_age,
    read_height,
    read_iga,
    read_weight,
)
from ivigcalc.intake.reading import RISKS, one_of

YES: Final = ("yes", "y", "true", "1")
NO: Final = ("no", "n", "false", "0")
SEPARATORS: Final = re.compile(r"[;,|\s]+")
WITH_UNIT: Final = re.compile(r"[<>=]*\s*[+-]?[0-9][0-9.,]*\s*(.*)")
SAME_UNIT: Final = {"kgs": "kg", "lbs": "lb", "pounds": "lb", "y": "years", "year": "years", "mo": "months"} | {
    "month": "months"
}
PER_DAY: Final = ("", "/day", "/d", "perday", "daily", "aday")

Risks = tuple[frozenset[Risk], frozenset[Factor]]


def is_empty(cell: str) -> bool:
    """Whether nothing stands in a cell."""
    return not cell or cell.isspace()


def with_unit(field: str, unit: str, cell: str) -> str:
    """The cell with the unit of its heading; as it is where it states the same unit, or is no number.

    Raises:
        RefusedError: the cell states another unit than its heading.
    """
    text = cell.strip()
    found = WITH_UNIT.fullmatch(text)
    if not unit or not found:
        return text
    own = re.sub(r"\s", "", found[1])
    if not own:
        return f"{text} {unit}"
    wanted, tails = re.sub(r"\s", "", unit), PER_DAY if field == "per_day" else ("",)
    if any(SAME_UNIT.get(own.casefold(), own.casefold()) == f"{wanted}{tail}".casefold() for tail in tails):
        return text
    option = BY_ID[field].option
    raise RefusedError(
        Problem(
            code="unit-contradicts",
            field=option,
            message=f"{option} {text!r}: the column is in {unit}, the cell in {found[1]}",
            next=f"write the figure in {unit}",
        )
    )


def _yes_no(field: str) -> Callable[[str], bool]:
    """A reader of yes or no."""
    option = BY_ID[field].option

    def read(text: str) -> bool:
        if text.casefold() not in (*YES, *NO):
            message = f"{option} {text!r} is neither yes nor no"
            raise RefusedError(Problem(code="not-allowed", field=option, message=message, next="write yes or no"))
        return text.casefold() in YES

    return read


def _risks(text: str) -> Risks:
    """Risks and factors, with ``;``, ``,``, ``|`` or blanks between them; every unknown one is named."""
    found: list[Risk | Factor] = []
    problems: list[Problem] = []
    for word in filter(None, SEPARATORS.split(text)):
        try:
            found.append(one_of(RISKS, word, "--risk"))
        except RefusedError as refused:
            problems += refused.problems
    if problems:
        raise RefusedError(*problems)
    return (
        frozenset(one for one in found if isinstance(one, Risk)),
        frozenset(one for one in found if isinstance(one, Factor)),
    )


READERS: Final[dict[str, Callable[[str], Any]]] = {
    "weight": read_weight,
    "height": read_height,
    "sex": lambda text: one_of(Sex, text, "--sex"),
    "age": read_age,
    "blood_group": lambda text: one_of(BloodGroup, text, "--blood-group"),
    "iga": read_iga,
    "iga_deficient": _yes_no("iga_deficient"),
    "risks": _risks,
    "pregnant": _yes_no("pregnant"),
    "pre_pregnancy_weight": lambda text: read_weight(text, "--pre-pregnancy-weight"),
}


@lru_cache(maxsize=8192)
def value(field: str, unit: str, cell: str) -> Any:
    """What stands in a cell of a column about the patient.

    Raises:
        RefusedError: it cannot be read.
    """
    return READERS[field](with_unit(field, unit, cell))
