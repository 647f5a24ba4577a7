"""From the cells of a row to its order, as ``dose`` makes one from its options; what was read is remembered."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import BY_ID, Layout
from ivigcalc.batch.reading.means import named_by_code, text_key, with_means
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.batch.row.cell import is_empty, is_not_given, says_yes, with_unit, without_no_unit
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.names.index import Names
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.intake.dates import ReadDay, read_interval, read_start
from ivigcalc.intake.numbers import squeezed
from ivigcalc.intake.order import TypedOrder, read_order

START: Final = "start"
EVERY: Final = "every"
TOLERATED: Final = "tolerated"
REASON: Final = "off_label_reason"


class OrderRead(NamedTuple):
    """An order with what is wrong in it; None where no indication is known. ``every`` is that of its own cell."""

    order: Order | None
    problems: tuple[Problem, ...]
    every: Interval | None = None
    echoes: tuple[str, ...] = ()
    """How its cells were read, where there is no order that holds that."""


class OrderReader:
    """Reads the order of each row of a table, and remembers what was read: few are different."""

    def __init__(
        self,
        catalogue: Catalogue,
        given: Mapping[str, str],
        dates: str = "",
        means: Mapping[str, str] = {},
        *,
        decimal: str = "",
    ) -> None:
        """Keep the catalogue, and what was typed for every row.

        That is what an empty cell means (options, by field id), in which order dates are written, the ids that are
        meant by texts (by their letters), and the decimal mark.
        """
        self._decimal = decimal
        self._catalogue, self._given, self._means = catalogue, given, means
        self._undated = lru_cache(maxsize=4096)(self._read)
        self._date = lru_cache(maxsize=4096)(partial(read_start, dates=dates))

    def read(self, layout: Layout, cells: Sequence[str]) -> OrderRead:
        """The order of a row. Its date is read by itself: a year of dates is no year of orders."""
        dated, undated = "", []
        for place, field, _ in layout.order:
            if field == START:
                dated = cells[place]
                undated.append("")
            else:
                undated.append(cells[place])
        read = self._undated(layout, tuple(undated))
        order, problems = read.order, read.problems
        if is_empty(dated):
            return read
        if is_not_given(layout.words, dated):
            start = ReadDay(day=None, echo=f"{dated.strip()!r} read as not given")
        else:
            try:
                start = self._date(dated)
            except RefusedError as refused:
                return read._replace(problems=(*problems, *refused.problems))
        if order is not None:
            echoes = (*order.echoes, f"--start {start.echo}") if start.echo else order.echoes
            order = order.replaced(start=start.day, echoes=echoes)
        return read._replace(order=order)

    def _read(self, layout: Layout, cells: tuple[str, ...]) -> OrderRead:
        problems = Problems()
        typed: dict[str, Any] = {name: text for name, text in self._given.items() if name != EVERY}
        echoes: list[str] = []
        texts: dict[str, str] = {}
        for (_, field, unit), cell in zip(layout.order, cells, strict=True):
            if is_empty(cell):
                continue
            if is_not_given(layout.words, cell):
                echoes.append(f"{BY_ID[field].option} {cell.strip()!r} read as not given")
                if field in self._given:
                    problems.add(_unknown(field, cell))
                continue
            with problems.gather():
                kind = layout.words.kind_of[field]
                typed[field] = with_unit(layout.words, field, unit, cell) if kind else cell.strip()
                if names := self._names(field):
                    texts[BY_ID[field].option] = cell.strip()
                    typed[field] = self._named(names, cell.strip())
                    if typed[field] != cell.strip() and typed[field] in names.entries:
                        echoes.append(f"{BY_ID[field].option} {cell.strip()!r} read as {typed[field]}")
                if field == REASON and squeezed(cell) in _no_reasons(layout.words):
                    raise RefusedError(_no_reason(cell))
                if field == TOLERATED:
                    typed[field] = "yes" if says_yes(field, layout.words, cell) else "no"
        every = _read_every(typed.pop(EVERY, None), problems)
        product, typed[TOLERATED] = typed.pop("product", None), typed.get(TOLERATED) == "yes"
        order = read_order(
            TypedOrder(
                **{name: text for name, text in typed.items() if name != "product"},
                products=[product] if product else [],
            ),
            self._catalogue,
            problems,
            self._decimal,
        )
        if order is not None and echoes:
            order = order.replaced(echoes=(*order.echoes, *echoes))
        problems.found[:] = map(without_no_unit, problems.found)
        found = [with_means(problem, texts.get(problem.field, ""), self._catalogue) for problem in problems.found]
        return OrderRead(order, tuple(found), every, () if order else tuple(echoes))

    def _names(self, field: str) -> Names | None:
        """The names that cells of a column may be; they are looked up only where a table has that column."""
        match field:
            case "indication":
                return self._catalogue.indication_names
            case "product":
                return self._catalogue.product_names
            case _:
                return None

    def _named(self, names: Names, text: str) -> str:
        """The id that a text was said to mean, or that its code and its name both do; else the text."""
        meant = self._means.get(text_key(text), text)
        if meant in names.entries:
            return meant
        is_of_indications = names is self._catalogue.indication_names
        return (named_by_code(text, names) if is_of_indications else "") or text


def _read_every(text: str | None, problems: Problems) -> Interval | None:
    """The interval of a row; what is none may say how often a dose is given, under a heading that may mean that."""
    try:
        return None if text is None else read_interval(text)
    except RefusedError as refused:
        todo = '; --ignore "--every" leaves the column out if it says how often a dose is given within a course'
        problems.found += [problem.replaced(next=problem.next + todo) for problem in refused.problems]
        return None


def _no_reasons(words: TableWords) -> frozenset[str]:
    """What stands in a column of yes and no."""
    return words.said["yes"] | words.said["no"]


def _no_reason(cell: str) -> Problem:
    """A reason that only says whether there is one."""
    message, todo = f"--off-label-reason {cell.strip()!r} is no reason", "write why, or leave the cell empty"
    return Problem(code="not-allowed", field="--off-label-reason", message=message, next=todo)


def _unknown(field: str, cell: str) -> Problem:
    """A cell that says that nothing is known, where an option would fill an empty one."""
    option = BY_ID[field].option
    message = f"{option} {cell.strip()!r} says that it is not given"
    return Problem(code="missing-value", field=option, message=message, next="write it, or leave the cell empty")
