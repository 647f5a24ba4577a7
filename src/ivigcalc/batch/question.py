"""From the cells of a row to a patient and an order, as ``dose`` makes them from its options.

Everything is read as ``dose`` reads it; only the unit may stand in the heading instead. The texts of a table repeat, so
that what was read once is remembered: each cell about the patient, and each order.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import BY_ID, Layout
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.intake.order import TypedOrder, read_order, read_start
from ivigcalc.intake.patient import READERS, PatientRead, patient_of, read_risks

YES: Final = ("yes", "y", "true", "1")
NO: Final = ("no", "n", "false", "0")
SEPARATORS: Final = re.compile(r"[;,|\s]+")
WITH_UNIT: Final = re.compile(r"[<>=]*+\s*+[+-]?[0-9][0-9.,]*+\s*+(.*)")
SAME_UNIT: Final = {"kgs": "kg", "lbs": "lb", "pounds": "lb"} | {
    **dict.fromkeys(("y", "year"), "years"),
    **dict.fromkeys(("mo", "month"), "months"),
}
PER_DAY: Final = ("", "/day", "/d", "perday", "daily", "aday")
"""How a cell may say that its dose is that of a day, in a column that says so too."""

START: Final = "start"


class OrderRead(NamedTuple):
    """An order with what is wrong in it; None where no indication is known."""

    order: Order | None
    problems: tuple[Problem, ...]


def is_empty(cell: str) -> bool:
    """Whether nothing stands in a cell."""
    return not cell or cell.isspace()


def with_unit(field: str, unit: str, cell: str) -> str:
    """The cell with the unit of its heading; as it is where it states the same unit, or is no number.

    Raises:
        RefusedError: the cell states another unit than its heading.
    """
    text = cell.strip()
    number = WITH_UNIT.fullmatch(text)
    if not unit or not number:
        return text
    own = re.sub(r"\s", "", number[1]).casefold()
    if not own:
        return f"{text} {unit}"
    wanted, tails = re.sub(r"\s", "", unit), PER_DAY if field == "per_day" else ("",)
    if any(SAME_UNIT.get(own, own) == f"{wanted}{tail}".casefold() for tail in tails):
        return text
    option = BY_ID[field].option
    message = f"{option} {text!r}: the column is in {unit}, the cell in {number[1]}"
    todo = f"write the figure in {unit}"
    raise RefusedError(Problem(code="unit-contradicts", field=option, message=message, next=todo))


def _yes_or_no(name: str, text: str) -> PatientRead:
    word, option = text.casefold(), BY_ID[name].option
    if word not in (*YES, *NO):
        message = f"{option} {text!r} is neither yes nor no"
        raise RefusedError(Problem(code="not-allowed", field=option, message=message, next="write yes or no"))
    return PatientRead({name: word in YES})


def _risks(text: str) -> PatientRead:
    """Risks and factors, with ``;``, ``,``, ``|`` or blanks between them."""
    problems = Problems()
    said = read_risks([*filter(None, SEPARATORS.split(text))], problems)
    problems.refuse_if_any()
    return said


CELL_READERS: Final[Mapping[str, Callable[[str], PatientRead]]] = {
    **READERS,
    "iga_deficient": partial(_yes_or_no, "iga_deficient"),
    "risks": _risks,
    "pregnant": partial(_yes_or_no, "pregnant"),
}
"""What reads the cells of a column about the patient, by its field."""


@lru_cache(maxsize=256)
def cell_reader(field: str, unit: str) -> Callable[[str], PatientRead]:
    """What reads the cells of a column about the patient, and remembers what stood in them."""

    @lru_cache(maxsize=8192)
    def read(cell: str) -> PatientRead:
        return PatientRead({}) if is_empty(cell) else CELL_READERS[field](with_unit(field, unit, cell))

    return read


@lru_cache(maxsize=256)
def _cell_readers(layout: Layout) -> tuple[tuple[int, Callable[[str], PatientRead]], ...]:
    """The places of a row that say something of the patient, each with what reads it."""
    return tuple((place, cell_reader(field, unit)) for place, field, unit in layout.patient)


def read_patient(layout: Layout, cells: Sequence[str]) -> tuple[Patient, list[Problem]]:
    """The patient of a row without what cannot be read, and what is wrong with that."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    echoes, in_pounds = [], []
    for place, read in _cell_readers(layout):
        try:
            said, echo, pounds = read(cells[place])
        except RefusedError as refused:
            problems += refused.problems
            continue
        fields.update(said)
        echoes.append(echo)
        in_pounds.append(pounds)
    if "pre_pregnancy_kg" in fields and not fields.get("pregnant", True):
        problems.append(_contradiction("--pregnant", "--pre-pregnancy-weight"))
    if not fields.get("iga_deficient", True) and Risk.IGA_DEFICIENT in fields.get("risks", ()):
        problems.append(_contradiction("--iga-deficient", "--risk"))
    return patient_of(fields, echoes, in_pounds), problems


def _contradiction(says_no: str, says_yes: str) -> Problem:
    message = f"{says_no} says no, {says_yes} says yes"
    return Problem(code="cells-contradict", field=says_no, message=message, next="keep the one that is right")


class Orders:
    """Reads the orders of a table, and remembers them: few are different."""

    def __init__(self, catalogue: Catalogue, given: Mapping[str, str]) -> None:
        """Keep the catalogue, and what an empty cell means: options of the command, by field id."""
        self._catalogue, self._given = catalogue, given
        self._undated = lru_cache(maxsize=4096)(self._read)
        self._date = lru_cache(maxsize=4096)(read_start)

    def read(self, layout: Layout, cells: Sequence[str]) -> OrderRead:
        """The order of a row. Its date is read by itself: a year of dates is no year of orders."""
        dated, undated = "", []
        for place, field, _ in layout.order:
            if field == START:
                dated = cells[place]
                undated.append("")
            else:
                undated.append(cells[place])
        order, problems = read = self._undated(layout, tuple(undated))
        if is_empty(dated):
            return read
        try:
            start = self._date(dated)
        except RefusedError as refused:
            return OrderRead(order, (*problems, *refused.problems))
        return OrderRead(order and order.replaced(start=start), problems)

    def _read(self, layout: Layout, cells: tuple[str, ...]) -> OrderRead:
        problems = Problems()
        typed: dict[str, Any] = {**self._given}
        for (_, field, unit), cell in zip(layout.order, cells, strict=True):
            if not is_empty(cell):
                with problems.gather():
                    typed[field] = with_unit(field, unit, cell)
        product = typed.pop("product", None)
        order = read_order(TypedOrder(**typed, products=[product] if product else []), self._catalogue, problems)
        return OrderRead(order, tuple(problems.found))
