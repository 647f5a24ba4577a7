"""From the cells of a row to a patient and an order, as ``dose`` makes them from its options.

Everything is read as ``dose`` reads it; only the unit may stand in the heading instead. The texts of a table repeat, so
that what was read once is remembered: each cell about the patient, and each order.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from ivigcalc.batch.columns import BY_ID, NO_UNIT, SPANISH, Layout
from ivigcalc.batch.reading.cells import bare
from ivigcalc.batch.reading.column_options import text_key, with_means
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.names.index import Names
from ivigcalc.core.names.words import letters
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.intake.dates import ReadDay, read_interval, read_start
from ivigcalc.intake.numbers import read_if_typed, squeezed
from ivigcalc.intake.order import TypedOrder, read_order
from ivigcalc.intake.patient import READERS, PatientRead, patient_of, read_risks

SEPARATORS: Final = re.compile(r"[;,|\s]+")
WITH_UNIT: Final = re.compile(r"[<>=]*+\s*+[+-]?[0-9][0-9.,]*+\s*+(.*)")
START: Final = "start"
EVERY: Final = "every"
TOLERATED: Final = "tolerated"
REASON: Final = "off_label_reason"


class OrderRead(NamedTuple):
    """An order with what is wrong in it; None where no indication is known. ``every`` is that of its own cell."""

    order: Order | None
    problems: tuple[Problem, ...]
    every: Interval | None = None


def is_empty(cell: str) -> bool:
    """Whether nothing stands in a cell."""
    return not cell or cell.isspace()


def with_unit(words: TableWords, field: str, unit: str, cell: str) -> str:
    """The cell with its unit as options take it, or that of its heading; as it is where it is no number.

    Raises:
        RefusedError: the cell states another unit than its heading, or the cell beside it that holds its unit is empty.
    """
    text = cell.strip()
    number = WITH_UNIT.fullmatch(text)
    if not number:
        return text
    own = squeezed(number[1])
    if not own:
        return f"{text} {unit}" if unit else text
    option = BY_ID[field].option
    if own == squeezed(NO_UNIT):
        message, todo = f"{option} {text[: number.start(1)].strip()!r} has no unit", "write it into the column of units"
        raise RefusedError(Problem(code="unit-missing", field=option, message=message, next=todo))
    tail = next((tail for tail in words.said["of-a-day"] if own.endswith(tail)), "") if field == "per_day" else ""
    units, own = words.units.get(words.kind_of[field], {}), own.removesuffix(tail)
    known = units.get(own) or units.get(bare(own))
    if unit and known != unit:
        message = f"{option} {text!r}: the column is in {unit}, the cell in {number[1]}"
        todo = f"write the figure in {unit}, or rename the column so that it names no unit"
        if not words.cell_units.is_unit(own):
            message, todo = f"{option} {text!r} is no figure in {unit} alone", "write the figure, and nothing else"
        raise RefusedError(Problem(code="unit-contradicts", field=option, message=message, next=todo))
    return f"{text[: number.start(1)]}{known}" if known else text


def says_yes(name: str, words: TableWords, text: str) -> bool:
    """Whether a cell says yes.

    Raises:
        RefusedError: it says neither yes nor no.
    """
    word, option = squeezed(text), BY_ID[name].option
    if word not in words.said["yes"] | words.said["no"]:
        message = f"{option} {text!r} is neither yes nor no"
        raise RefusedError(Problem(code="not-allowed", field=option, message=message, next="write yes or no"))
    return word in words.said["yes"]


def _yes_or_no(name: str, words: TableWords, text: str) -> PatientRead:
    return PatientRead(fields={name: says_yes(name, words, text)})


def _sex(unit: str, words: TableWords, text: str) -> PatientRead:
    """Whose sex, in the words of three languages. H is hombre in Spanish alone, where M may be mujer or masculino."""
    word = squeezed(text)
    if unit == SPANISH and word == "m":
        message = f"--sex {text!r} may be mujer or masculino"
        raise RefusedError(Problem(code="not-allowed", field="--sex", message=message, next="write female or male"))
    meant = [sex for sex in Sex if word in words.said[sex] and (word != "h" or unit == SPANISH)]
    return READERS["sex"](meant[0] if meant else text)


def _risks(text: str) -> PatientRead:
    """Risks and factors, with ``;``, ``,``, ``|`` or blanks between them."""
    problems = Problems()
    said = read_risks([*filter(None, SEPARATORS.split(text))], problems)
    problems.refuse_if_any()
    return said


@lru_cache(maxsize=256)
def cell_reader(words: TableWords, field: str, unit: str) -> Callable[[str], PatientRead]:
    """What reads the cells of a column about the patient, and remembers what stood in them."""
    reads: Callable[[str], PatientRead]
    match field:
        case "risks":
            reads = _risks
        case "sex":
            reads = partial(_sex, unit, words)
        case "iga_deficient" | "pregnant":
            reads = partial(_yes_or_no, field, words)
        case _:
            reads = READERS[field]
    takes_units = bool(words.kind_of[field])
    not_given = PatientRead(fields={}, echo=f"{BY_ID[field].option} not given")

    @lru_cache(maxsize=8192)
    def read(cell: str) -> PatientRead:
        if is_empty(cell):
            return not_given
        if is_not_given(words, cell):
            return not_given.replaced(echo=f"{BY_ID[field].option} {cell.strip()!r} read as not given")
        return reads(with_unit(words, field, unit, cell) if takes_units else cell.strip())

    return read


def is_not_given(words: TableWords, cell: str) -> bool:
    """Whether a cell says that nothing is known."""
    return squeezed(cell) in words.said["not-given"]


@lru_cache(maxsize=256)
def _cell_readers(layout: Layout) -> tuple[tuple[int, Callable[[str], PatientRead]], ...]:
    """The places of a row that say something of the patient, each with what reads it."""
    return tuple((place, cell_reader(layout.words, field, unit)) for place, field, unit in layout.patient)


def read_patient(layout: Layout, cells: Sequence[str]) -> tuple[Patient, list[Problem]]:
    """The patient of a row without what cannot be read, and what is wrong with that."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    echoes, in_pounds = [], []
    for place, read in _cell_readers(layout):
        try:
            said = read(cells[place])
        except RefusedError as refused:
            problems += refused.problems
            continue
        fields.update(said.fields)
        echoes.append(said.echo)
        in_pounds.append(said.in_pounds)
    if "pre_pregnancy_kg" in fields and not fields.get("pregnant", True):
        problems.append(_contradiction("--pregnant", "--pre-pregnancy-weight"))
    if not fields.get("iga_deficient", True) and Risk.IGA_DEFICIENT in fields.get("risks", ()):
        problems.append(_contradiction("--iga-deficient", "--risk"))
    return patient_of(fields, echoes, in_pounds), problems


def _contradiction(says_no: str, says_yes: str) -> Problem:
    message = f"{says_no} says no, {says_yes} says yes"
    return Problem(code="cells-contradict", field=says_no, message=message, next="keep the one that is right")


class OrderReader:
    """Reads the order of each row of a table, and remembers what was read: few are different."""

    def __init__(
        self, catalogue: Catalogue, given: Mapping[str, str], dates: str = "", means: Mapping[str, str] = {}
    ) -> None:
        """Keep the catalogue, and what was typed for every row.

        That is what an empty cell means (options, by field id), in which order dates are written, and the ids that are
        meant by texts (by their letters).
        """
        self._catalogue, self._given, self._means = catalogue, given, means
        self._undated = lru_cache(maxsize=4096)(self._read)
        self._date = lru_cache(maxsize=4096)(partial(read_start, dates=dates, serial=True))

    def read(self, layout: Layout, cells: Sequence[str]) -> OrderRead:
        """The order of a row. Its date is read by itself: a year of dates is no year of orders."""
        dated, undated = "", []
        for place, field, _ in layout.order:
            if field == START:
                dated = cells[place]
                undated.append("")
            else:
                undated.append(cells[place])
        order, problems, _ = read = self._undated(layout, tuple(undated))
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
        not_given: list[str] = []
        texts: dict[str, str] = {}
        for (_, field, unit), cell in zip(layout.order, cells, strict=True):
            if is_empty(cell):
                continue
            if is_not_given(layout.words, cell):
                not_given.append(f"{BY_ID[field].option} {cell.strip()!r} read as not given")
                if field in self._given:
                    problems.add(_unknown(field, cell))
                continue
            with problems.gather():
                kind = layout.words.kind_of[field]
                typed[field] = with_unit(layout.words, field, unit, cell) if kind else cell.strip()
                if names := self._names(field):
                    texts[BY_ID[field].option] = cell.strip()
                    typed[field] = self._named(names, layout.words, cell.strip())
                    if typed[field] != cell.strip() and typed[field] in names.entries:
                        not_given.append(f"{BY_ID[field].option} {cell.strip()!r} read as {typed[field]}")
                if field == REASON and squeezed(cell) in _no_reasons(layout.words):
                    raise RefusedError(_no_reason(cell))
                if field == TOLERATED:
                    typed[field] = "yes" if says_yes(field, layout.words, cell) else "no"
        every = read_if_typed(problems, read_interval, typed.pop(EVERY, None))
        product, typed[TOLERATED] = typed.pop("product", None), typed.get(TOLERATED) == "yes"
        order = read_order(
            TypedOrder(
                **{name: text for name, text in typed.items() if name != "product"},
                products=[product] if product else [],
            ),
            self._catalogue,
            problems,
        )
        if order is not None and not_given:
            order = order.replaced(echoes=(*order.echoes, *not_given))
        found = [with_means(problem, texts.get(problem.field, ""), self._catalogue) for problem in problems.found]
        return OrderRead(order, tuple(found), every)

    def _names(self, field: str) -> Names | None:
        """The names that cells of a column may be; they are looked up only where a table has that column."""
        match field:
            case "indication":
                return self._catalogue.indication_names
            case "product":
                return self._catalogue.product_names
            case _:
                return None

    def _named(self, names: Names, words: TableWords, text: str) -> str:
        """The id that a text was said to mean, or a preparation without what stands around its name; else the text."""
        if meant := self._means.get(text_key(text)):
            return meant if meant in names.entries else text
        if names is not self._catalogue.product_names or names.fit(text).ids:
            return text
        around = {*map(letters, words.said["around-a-product"])}
        bare = " ".join(word for word in text.split() if letters(word) not in around)
        fit = names.fit(bare)
        return fit.only or (bare if fit.ids or fit.outside else text)


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
