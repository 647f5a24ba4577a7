"""Rows of the doses that ``dose`` prints: ``verify`` reads the regimen that they are, or refuses them for a reason."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.api.dose import dose
from ivigcalc.api.verify import verify
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import half_up, plain
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from ivigcalc.report import table, text
from ivigcalc.report.document import Document, Table
from tests.profiles import examples
from tests.program import shipped

INDICATIONS = [one.id for one in shipped().indications if one.regimens]
WEIGHTS = ["0.9", "2.7", "18", "41.3", "58.3", "61", "70", "104", "141.7"]
REASONS = ("with a range (", "goes on in another line", "counts no days; does it count repeats?")
"""Why a row is refused that is one."""
SOURCE_WORDS = ("three courses", "weeks 3", "intervals")
"""Words of a source in a row, which no order has."""


def rows_of(document: Document) -> Iterator[tuple[str, Table]]:
    """Each row of the doses by its letter, as a table of its own."""
    doses = False
    for block in document.blocks:
        if isinstance(block, Table):
            doses = block.name == "DOSE" or (doses and not block.name)
            for row in block.rows if doses and len(block.columns) > 1 and block.columns[1].accent else ():
                yield row[0], block.replaced(rows=(row,), name="")


def pasted(letter: str, row: Table) -> list[str]:
    """A row as it is copied from a screen of 80 columns, one of 40, and the text form, without what stands above it."""
    alone = Document(blocks=(row,))
    forms = [table.render(alone, width=80), table.render(alone, width=40), text.render(alone)]
    lines = [form.splitlines() for form in forms]
    begin = [next(at for at, line in enumerate(form) if line.startswith(letter)) for form in lines]
    return ["\n".join(form[at:]) for form, at in zip(lines, begin, strict=True)]


@given(indication=st.sampled_from(INDICATIONS), weight=st.sampled_from(WEIGHTS), everything=st.booleans())
@examples(400)
def test_each_row_is_read_as_its_regimen_or_refused(*, indication: str, weight: str, everything: bool) -> None:
    patient = TypedPatient(weight=weight, age="5" if float(weight) < 30 else None)
    request = TypedRequest(patient=patient, order=TypedOrder(indication=indication))
    answer = dose(request, shipped())
    rows = list(rows_of(answer.document(show_all=everything)))
    assume(rows)
    found: Any = answer.json()
    regimens = {regimen["letter"]: regimen for regimen in found["regimens"]}
    wrong = [
        (order, how)
        for letter, row in rows
        for order in pasted(letter, row)
        if (how := misread(request, order, regimens[letter]))
    ]
    assert wrong == []


def misread(request: TypedRequest, order: str, regimen: dict[str, Any]) -> object:
    """What ``verify`` reads in a row that is not its regimen, or why it refuses one; None where all is well."""
    try:
        read: Any = verify(request, TypedWritten(order=order), shipped()).json()
    except RefusedError as refused:
        message = refused.problems[0].message
        return None if any(why in message for why in (*REASONS, *SOURCE_WORDS)) else message
    said, grams = read["ordered"], [as_printed(day["g"]) for day in regimen["day_grams"]]
    days = [day["g"] for day in said["day_grams"]] == grams
    often = bool(said["interval_text"]) == bool(regimen["interval_text"])
    return None if days and often and read["outcome"] in {"match", "rounded"} else said


def as_printed(grams: str) -> str:
    """Grams as the table prints them: with one decimal from 1 g on, with three below."""
    return plain(half_up(Fraction(grams), 1 if Fraction(grams) >= 1 else 3), 3)
