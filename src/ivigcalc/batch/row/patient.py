"""From the cells of a row to its patient.

Everything is read as ``dose`` reads it; only the unit may stand in the heading instead. The texts of a table repeat, so
that what was read once is remembered.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Final

from ivigcalc.batch.columns import BY_ID, NO_UNIT, SPANISH, Layout
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.batch.row.cell import is_empty, is_not_given, says_yes, with_unit, without_no_unit
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.request.patient import Patient, Risk, Sex
from ivigcalc.intake.numbers import squeezed
from ivigcalc.intake.patient import FIGURES, READERS, PatientRead, patient_of, read_risks

IN_SPANISH: Final = frozenset({"h", "v"})
"""Letters that say whose sex it is in Spanish alone."""

SEPARATORS: Final = re.compile(r"[;,|\s]+")


def _yes_or_no(name: str, words: TableWords, text: str) -> PatientRead:
    return PatientRead(fields={name: says_yes(name, words, text)})


def _sex(unit: str, words: TableWords, text: str) -> PatientRead:
    """Whose sex, in the words of three languages.

    H is hombre and V varón in Spanish alone, where M may be mujer or masculino. U of HL7 says that it is not known.
    """
    word = squeezed(text)
    if word in words.said["sex-not-given"]:
        return PatientRead(fields={}, echo=read_as_not_given("sex", text))
    if unit == SPANISH and word == "m":
        message = f"--sex {text!r} may be mujer or masculino"
        raise RefusedError(Problem(code="not-allowed", field="--sex", message=message, next="write female or male"))
    if word.lstrip("+-").isdigit():
        message, todo = f"--sex {text!r} is a code, and whose sex it says is not known here", "write male or female"
        raise RefusedError(Problem(code="not-allowed", field="--sex", message=message, next=todo))
    meant = [sex for sex in Sex if word in words.said[sex] and (word not in IN_SPANISH or unit == SPANISH)]
    return READERS["sex"](meant[0] if meant else text)


def _risks(text: str) -> PatientRead:
    """Risks and factors, with ``;``, ``,``, ``|`` or blanks between them."""
    problems = Problems()
    said = read_risks([*filter(None, SEPARATORS.split(text))], problems)
    problems.refuse_if_any()
    return said


def read_as_not_given(field: str, cell: str) -> str:
    """How a cell was read that says that nothing is known."""
    return f"{BY_ID[field].option} {cell.strip()!r} read as not given"


@lru_cache(maxsize=256)
def cell_reader(words: TableWords, field: str, unit: str, decimal: str) -> Callable[[str], PatientRead]:
    """What reads the cells of a column about the patient, and remembers what stood in them.

    ``decimal`` is the decimal mark of the table, "" where nobody said it.
    """
    reads: Callable[[str], PatientRead]
    match field:
        case "risks":
            reads = _risks
        case "sex":
            reads = partial(_sex, unit, words)
        case "iga_deficient" | "pregnant":
            reads = partial(_yes_or_no, field, words)
        case _:
            reads = partial(FIGURES[field], decimal=decimal) if field in FIGURES else READERS[field]
    takes_units = bool(words.kind_of[field])
    not_given = PatientRead(fields={}, echo=f"{BY_ID[field].option} not given")

    @lru_cache(maxsize=8192)
    def read(cell: str) -> PatientRead:
        if is_empty(cell):
            return not_given
        if is_not_given(words, cell):
            return not_given.replaced(echo=read_as_not_given(field, cell))
        try:
            said = reads(with_unit(words, field, unit, cell) if takes_units else cell.strip())
        except RefusedError as refused:
            if NO_UNIT not in cell:
                raise
            raise RefusedError(*map(without_no_unit, refused.problems)) from None
        if said.in_pounds:
            echo = f"{BY_ID[field].option} {said.in_pounds}"
            return said.replaced(echo=f"{said.echo}; {echo}" if said.echo else echo)
        return said

    return read


@lru_cache(maxsize=256)
def _cell_readers(layout: Layout, decimal: str) -> tuple[tuple[int, Callable[[str], PatientRead]], ...]:
    """The places of a row that say something of the patient, each with what reads it."""
    return tuple((place, cell_reader(layout.words, field, unit, decimal)) for place, field, unit in layout.patient)


def read_patient(layout: Layout, cells: Sequence[str], decimal: str = "") -> tuple[Patient, list[Problem]]:
    """The patient of a row without what cannot be read, and what is wrong with that."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    echoes, in_pounds = [], []
    for place, read in _cell_readers(layout, decimal):
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
