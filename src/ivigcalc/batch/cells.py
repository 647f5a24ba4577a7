"""From the text of a cell to a value. The texts of a table repeat, so that what was read once is remembered.

Everything is read as ``dose`` reads it; only the unit may stand in the heading instead.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import BY_ID
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.patient import BloodGroup, Factor, Risk, Sex
from ivigcalc.intake.numbers import Read
from ivigcalc.intake.patient import RISKS, read_age, read_height, read_iga, read_weight
from ivigcalc.intake.text import one_of

YES: Final = ("yes", "y", "true", "1")
NO: Final = ("no", "n", "false", "0")
SEPARATORS: Final = re.compile(r"[;,|\s]+")
WITH_UNIT: Final = re.compile(r"[<>=]*+\s*+[+-]?[0-9][0-9.,]*+\s*+(.*)")
SAME_UNIT: Final = {"kgs": "kg", "lbs": "lb", "pounds": "lb", "y": "years", "year": "years", "mo": "months"} | {
    "month": "months"
}
PER_DAY: Final = ("", "/day", "/d", "perday", "daily", "aday")


class Part(NamedTuple):
    """What a cell says of the patient: fields of ``Patient``, and how it was read where that needs saying."""

    given: dict[str, Any]
    echo: str = ""
    in_pounds: str = ""


NOTHING: Final = Part({})
"""What an empty cell says."""


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


def _yes(field: str, text: str) -> bool:
    """Yes or no.

    Raises:
        RefusedError: it is neither.
    """
    word, option = text.casefold(), BY_ID[field].option
    if word not in (*YES, *NO):
        message = f"{option} {text!r} is neither yes nor no"
        raise RefusedError(Problem(code="not-allowed", field=option, message=message, next="write yes or no"))
    return word in YES


def _risks(text: str) -> Part:
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
    risks = frozenset(one for one in found if isinstance(one, Risk))
    return Part({"risks": risks, "factors": frozenset(one for one in found if isinstance(one, Factor))})


def _quantity(name: str, read: Callable[[str], Read]) -> Callable[[str], Part]:
    """A reader of a quantity of ``Patient``."""

    def part(text: str) -> Part:
        found = read(text)
        return Part({name: found.value}, found.echo, found.in_pounds)

    return part


def _iga(text: str) -> Part:
    found = read_iga(text)
    return Part({"iga": found}, found.echo)


def _before_pregnancy(text: str) -> Part:
    found = read_weight(text, "--pre-pregnancy-weight")
    return Part({"pre_pregnancy_kg": found.value}, found.echo, found.in_pounds)


READERS: Final[dict[str, Callable[[str], Part]]] = {
    "weight": _quantity("weight_kg", read_weight),
    "height": _quantity("height_cm", read_height),
    "sex": lambda text: Part({"sex": one_of(Sex, text, "--sex")}),
    "age": _quantity("age_years", read_age),
    "blood_group": lambda text: Part({"blood_group": one_of(BloodGroup, text, "--blood-group")}),
    "iga": _iga,
    "iga_deficient": lambda text: Part({"iga_deficient": _yes("iga_deficient", text)}),
    "risks": _risks,
    "pregnant": lambda text: Part({"pregnant": _yes("pregnant", text)}),
    "pre_pregnancy_weight": _before_pregnancy,
}


@lru_cache(maxsize=256)
def reader(field: str, unit: str) -> Callable[[str], Part]:
    """What reads the cells of a column about the patient, and remembers what stood in them."""
    read, option = READERS[field], BY_ID[field].option

    @lru_cache(maxsize=8192)
    def part_of(cell: str) -> Part:
        if is_empty(cell):
            return NOTHING
        part = read(with_unit(field, unit, cell))
        return part._replace(echo=f"{option} {part.echo}") if part.echo else part

    return part_of
