"""From the cells of a row to a patient and an order, as ``dose`` makes them from its options."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Final, NamedTuple

from ivigcalc.batch.cells import Part, is_empty, reader, with_unit
from ivigcalc.batch.columns import Layout
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.intake.order import TypedOrder, read_order, read_start


class Defaults(Record):
    """What the options say of the order, for rows whose cell is empty; None where an option was not given."""

    indication: str | None = None
    regimen: str | None = None
    weight_policy: str | None = None
    product: str | None = None
    region: str | None = None
    round: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The options that were given, by the id of their column."""
        return {name: text for name in DEFAULTED if (text := getattr(self, name)) is not None}


START: Final = "start"
_start = lru_cache(maxsize=4096)(read_start)

DEFAULTED = ("indication", "regimen", "weight_policy", "product", "region", "round")


class OrderRead(NamedTuple):
    """An order with what is wrong in it; None where no indication is known. Orders of one ``number`` are the same."""

    order: Order | None
    problems: tuple[Problem, ...]
    number: int


@lru_cache(maxsize=256)
def _readers(layout: Layout) -> tuple[tuple[int, Callable[[str], Part]], ...]:
    """The places of a row that say something of the patient, each with what reads it."""
    return tuple((place, reader(field, unit)) for place, field, unit in layout.patient)


def read_patient(layout: Layout, cells: Sequence[str], problems: list[Problem]) -> Patient:
    """The patient of a row. What cannot be read is added to ``problems`` and left out."""
    given: dict[str, Any] = {}
    echoes, in_pounds = [], []
    for place, read in _readers(layout):
        try:
            said, echo, pounds = read(cells[place])
        except RefusedError as refused:
            problems += refused.problems
            continue
        given.update(said)
        if echo:
            echoes.append(echo)
        if pounds:
            in_pounds.append(pounds)
    if "pre_pregnancy_kg" in given:
        _must_agree(given.setdefault("pregnant", True), "--pregnant", "--pre-pregnancy-weight", problems)
        given["pregnant"] = True
    if (deficient := given.pop("iga_deficient", None)) is not None:
        risks = given.get("risks", frozenset())
        _must_agree(deficient or Risk.IGA_DEFICIENT not in risks, "--iga-deficient", "--risk", problems)
        given["risks"] = risks | {Risk.IGA_DEFICIENT} if deficient else risks
    return Patient(**given, echoes=tuple(echoes), in_pounds=", ".join(in_pounds))


def _must_agree(agree: bool, said_no: str, said_yes: str, problems: list[Problem]) -> None:  # noqa: FBT001 - private
    """Two cells of which one says no and the other yes are a problem."""
    if not agree:
        message = f"{said_no} says no, {said_yes} says yes"
        todo = "keep the one that is right"
        problems.append(Problem(code="cells-contradict", field=said_no, message=message, next=todo))


def _on(found: OrderRead, typed: str) -> OrderRead:
    """The order with the date on which it begins."""
    try:
        start = _start(typed)
    except RefusedError as refused:
        return found._replace(problems=(*found.problems, *refused.problems))
    return found if found.order is None else found._replace(order=found.order.replaced(start=start))


class Orders:
    """The orders of a table. Few are different, so that what was read once is remembered."""

    def __init__(self, catalogue: Catalogue, defaults: Defaults) -> None:
        """Keep the catalogue, and what an empty cell means."""
        self._catalogue, self._defaults = catalogue, defaults.given
        self._remembered = lru_cache(maxsize=4096)(self._read)
        self._numbers = count(1)

    def read(self, layout: Layout, cells: Sequence[str]) -> OrderRead:
        """The order of a row. Its date is read by itself: a year of dates is no year of orders."""
        dated, undated = "", []
        for place, field, _ in layout.order:
            if field == START:
                dated = cells[place]
                undated.append("")
            else:
                undated.append(cells[place])
        found = self._remembered(layout, tuple(undated))
        return found if is_empty(dated) else _on(found, dated)

    def _read(self, layout: Layout, cells: tuple[str, ...]) -> OrderRead:
        problems, typed = Problems(), dict[str, Any](self._defaults)
        for (_, field, unit), cell in zip(layout.order, cells, strict=True):
            if not is_empty(cell):
                with problems.gather():
                    typed[field] = with_unit(field, unit, cell)
        product = typed.pop("product", None)
        order = read_order(
            TypedOrder(**typed, products=[product] if product else []),
            self._catalogue,
            problems,
        )
        return OrderRead(order, tuple(problems.found), next(self._numbers))
