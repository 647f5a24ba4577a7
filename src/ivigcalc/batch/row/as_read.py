"""What is read of a row, in words: for somebody who looks whether a table says what they mean.

And what an option says for rows that do not: one letter is another course in each indication.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.batch.columns import BY_ID, SIGNS, Layout
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.batch.row.cell import is_not_given, with_unit
from ivigcalc.batch.row.order import OrderRead
from ivigcalc.batch.row.patient import cell_reader
from ivigcalc.core.dosing.course import PrintedCourse
from ivigcalc.core.dosing.printed import named_courses
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import one_line, plain
from ivigcalc.core.request.order import Dose, Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.intake.numbers import squeezed
from ivigcalc.intake.patient import PatientRead

NOT_READ: Final = "(cannot be read)"
NOT_GIVEN: Final = "not given"
MOST_SHOWN: Final = 60
"""How much is repeated of a cell that cannot be read, in letters."""

MOST_NAMED: Final = 8
"""So many indications are named."""

A_NUMBER: Final = r"[0-9]{1,30}(?:[.,][0-9]{1,30})?"
NO_ORDER: Final = "(not read without the indication)"

SAID_OF_PATIENT: Final[Mapping[str, Callable[[Patient], str]]] = {
    "weight": lambda patient: _figure(patient.weight_kg, "kg"),
    "height": lambda patient: _figure(patient.height_cm, "cm"),
    "sex": lambda patient: patient.sex or "",
    "age": lambda patient: _figure(patient.age_years, "years"),
    "blood_group": lambda patient: patient.blood_group or "",
    "iga": lambda patient: _figure(patient.iga.g_per_l, "g/L") if patient.iga else "",
    "iga_deficient": lambda patient: "yes" if "iga-deficient" in patient.risks else "no",
    "risks": lambda patient: ", ".join(sorted({*patient.risks, *patient.factors})) or "none",
    "pregnant": lambda patient: "yes" if patient.pregnant else "no",
    "pre_pregnancy_weight": lambda patient: _figure(patient.pre_pregnancy_kg, "kg"),
}
SAID_OF_ORDER: Final[Mapping[str, Callable[[Order], str]]] = {
    "indication": lambda order: order.indication,
    "regimen": lambda order: order.regimen,
    "days": lambda order: str(order.days or ""),
    "per_day": lambda order: _dose(order.per_day),
    "course": lambda order: _dose(order.course),
    "weight_policy": lambda order: order.weight_policy,
    "start": lambda order: str(order.start or ""),
    "off_label_reason": lambda order: order.off_label_reason,
    "product": lambda order: ", ".join(order.products),
    "tolerated": lambda order: "yes" if order.tolerated else "no",
    "region": lambda order: order.region or "",
    "round": lambda order: order.rounding,
}
"""What each column says of the patient or the order, as it was read, by the id of its field; "" for what could not be
read. Every field stands in one of the two, but for the key, and ``every``, which no order has."""


def as_read(
    layout: Layout,
    cells: Sequence[str],
    given: Mapping[str, str],
    patient: Patient,
    order_read: OrderRead,
    *,
    decimal: str,
) -> str:
    """What stands in the columns of a row, and what options say in place of empty cells (``given``, by field id)."""
    order, problems, every, _ = order_read
    refused = {problem.field for problem in problems if problem.code == "not-allowed"}
    unread = {field for field in SAID_OF_ORDER if BY_ID[field].option in refused}
    for place, field, unit in layout.patient:
        if not _is_readable(cell_reader(layout.words, field, unit, decimal), cells[place]):
            unread.add(field)
    texts = {field: cells[place] for place, field, _ in (*layout.patient, *layout.order)}
    unit_of = {field: unit for _, field, unit in (*layout.patient, *layout.order)}
    said = []
    for field in BY_ID:
        by_cell = texts.get(field, "").strip()
        if field not in texts and field not in given:
            continue
        if not by_cell and field not in given:
            said.append(f"{BY_ID[field].name} {NOT_GIVEN}")
            continue
        if by_cell and is_not_given(layout.words, by_cell):
            read = NOT_GIVEN
        elif field in unread:
            read = ""
        elif field == "every":
            read = every.says.removeprefix("every ") if every else ""
        elif field in SAID_OF_PATIENT:
            read = SAID_OF_PATIENT[field](patient)
        else:
            read = SAID_OF_ORDER[field](order) if order else ""
        by = (
            _as_it_stood(layout.words, field, unit_of[field], by_cell, read, decimal=decimal)
            if by_cell
            else " (option)"
        )
        why = NO_ORDER if order is None and field in SAID_OF_ORDER and field != "indication" else NOT_READ
        said.append(f"{BY_ID[field].name} {read or f'{_cut(by_cell or given[field])} {why}'}{by}")
    return "; ".join(said)


def _as_it_stood(words: TableWords, field: str, unit: str, cell: str, read: str, *, decimal: str) -> str:
    """A figure or a date as it stands in a cell, where that is another unit, number or writing than what was read.

    So it is with a comma in a table of which a ``decimal`` mark was said.
    """
    if not read or read == NOT_GIVEN:
        return ""
    if field == "start":
        return "" if cell.startswith(read) else f" ({cell})"
    if not words.kind_of[field]:
        return ""
    typed = with_unit(words, field, unit, cell)
    own = squeezed(typed).lstrip(SIGNS)
    number = re.fullmatch(A_NUMBER, squeezed(typed).removesuffix(own))
    is_other = number is not None and Fraction(number[0].replace(",", ".")) != Fraction(read.partition(" ")[0])
    return (
        f" ({typed})"
        if is_other or (decimal and "," in typed) or (own and own != squeezed(read.rpartition(" ")[2]))
        else ""
    )


def _is_readable(read: Callable[[str], PatientRead], cell: str) -> bool:
    """Whether a cell about the patient is read, as for the answer."""
    try:
        read(cell)
    except RefusedError:
        return False
    return True


def _cut(text: str) -> str:
    """What stands in a cell, as much of it as shows which it is."""
    more = f"... ({len(text)} letters)" if len(text) > MOST_SHOWN else ""
    return f"{text[:MOST_SHOWN]!r}{more}"


def _figure(value: Fraction | None, unit: str) -> str:
    return "" if value is None else f"{plain(value, 4)} {unit}"


def _dose(dose: Dose | None) -> str:
    return "" if dose is None else f"{plain(dose.value, 4)} {'g/kg' if dose.per_kg else 'g'}"


def regimens_filled(letter: str, indications: Collection[str], catalogue: Catalogue) -> str:
    """What ``--regimen`` stood for in rows of several indications; "" where it was one and the same course."""
    said = {one: _course(named_courses(catalogue.indication(one), letter)[0]) for one in sorted(indications)}
    if len({*said.values()}) <= 1:
        return ""
    named = [f"{one} {course}" for one, course in said.items()]
    more = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"--regimen {one_line(letter)} is another course in each indication: {'; '.join(named[:MOST_NAMED])}{more}"


def _course(course: PrintedCourse) -> str:
    """A printed course in a few words: its g/kg, the days and how often."""
    every = f" {course.regimen.interval.says}" if course.regimen.interval else ""
    days = "1 day" if len(course.days) == 1 else f"{len(course.days)} days"
    return f"{plain(course.per_kg.course)} g/kg over {days}{every}"
