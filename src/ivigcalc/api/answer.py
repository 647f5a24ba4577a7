"""What the functions of this room return, the exit codes, a refusal as an answer, and the catalogue that answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from ivigcalc.catalogue.mistakes import DataError, FormularyError, Mistake
from ivigcalc.core.problems import MOST_LISTED, NONE_IN_STOCK, FileError, Kind, OutputError, Problem, RefusedError
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.formulary import MergedFormulary
    from ivigcalc.report.document import Document


LARGEST_FORMULARY: Final = 4_000_000
"""A larger file, in bytes, is no formulary."""


class Exit(IntEnum):
    """What the exit code says; the README has a line for each. Never 1."""

    ANSWER = 0
    USAGE = 2
    LOOK = 3
    """A caution that is not acknowledged (``--strict``), or an order that is not as printed: somebody has to look."""
    REFUSED = 4
    NO_VIALS = 5
    SOME_FAILED = 6
    BAD_DATA = 65
    NO_INPUT = 66
    BUG = 70
    CANNOT_WRITE = 73
    BAD_CONFIG = 78
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


class Answer(Record):
    """The answer to a command, in the forms that it is given in. A form that is not asked for is not made."""

    document: "Callable[..., Document]"
    """Makes the answer for people. Takes, by name, those options of the command that say how much is shown."""
    json: Callable[[], Mapping[str, object]]
    """Makes the answer for programs, of the shape that ``ivigcalc schema`` prints."""
    files: Mapping[str, Callable[[], str]] | None = None
    """Makes the answer as a file for other programs, by the name of the format; None where it has no such forms."""
    exit_code: Exit = Exit.ANSWER
    remark: str = ""
    """What a person is told beside the answer: a line, or ""."""


def not_acknowledged(cautions: Sequence[str]) -> str:
    """What a person is told where cautions are open with ``--strict``; "" where none is."""
    if not cautions:
        return ""
    return f'exit 3, not acknowledged: {", ".join(cautions)}; type --ack {cautions[0]}="reason"'


def refusal(error: RefusedError | DataError, local: "MergedFormulary | None") -> Answer:
    """What a function of this room raised, as an answer; ``local`` is the formulary in force, if one is."""
    refused, code = refused_as(error)

    def document() -> "Document":
        from ivigcalc.report.view.parts.blocks import refusal_document

        return refusal_document(refused, local)

    def json() -> Mapping[str, object]:
        from ivigcalc.catalogue.load import data_versions
        from ivigcalc.report.json.parts.answer import head_from, refusal_json

        status = {Exit.REFUSED: "refused", Exit.NO_VIALS: "no-vials"}.get(code, "error")
        return refusal_json(refused, head_from(*data_versions(), status, code, local=local))

    def outcome() -> str:
        from ivigcalc.report.fhir import outcome

        return outcome(refused)

    files = dict.fromkeys(("fhir-r4", "fhir-r5"), outcome)
    return Answer(document=document, json=json, files=files, exit_code=code)


def refused_as(error: RefusedError | DataError) -> tuple[RefusedError, Exit]:
    """What a function of this room raised, as a refusal with its problems, and the exit code."""
    return (error, _code(error)) if isinstance(error, RefusedError) else _of_data(error)


def _code(refused: RefusedError) -> Exit:
    """Usage problems exit with 2, a stop or a missing reason with 4, none in stock 5; a file missing 66, wrong 65.

    A file that cannot be written exits with 73.
    """
    if isinstance(refused, OutputError):
        return Exit.CANNOT_WRITE
    if isinstance(refused, FileError):
        return Exit.BAD_DATA if refused.found else Exit.NO_INPUT
    if all(problem.code == NONE_IN_STOCK for problem in refused.problems):
        return Exit.NO_VIALS
    return Exit.USAGE if refused.kind is Kind.USAGE else Exit.REFUSED


def _of_data(error: DataError) -> tuple[RefusedError, Exit]:
    """Mistakes in the data, or in a formulary, as problems; and the exit code."""
    wrong = isinstance(error, FormularyError)
    code, field = ("bad-formulary", "--formulary") if wrong else ("bad-data", "")
    mistakes = error.mistakes
    messages = [str(mistake) for mistake in mistakes[:MOST_LISTED]]
    if len(mistakes) > MOST_LISTED:
        messages.append(f"and {len(mistakes) - MOST_LISTED} mistakes more")
    problems = [Problem(code=code, field=field, message=message) for message in messages]
    if wrong:
        problems[-1] = problems[-1].replaced(next=f"mend the file, then: ivigcalc data check {mistakes[-1].file}")
    return RefusedError(*problems), Exit.BAD_CONFIG if wrong else Exit.BAD_DATA


class GivenSetting(Record):
    """A setting from outside the options of a command, as text, and where it was given: a variable, or a file."""

    value: str
    origin: str


def load(formulary: str | None, today: date) -> "Catalogue":
    """The shipped data, changed by the formulary file of that name; ``today`` tells whether its review is overdue.

    Raises:
        FormularyError: the formulary is missing, unreadable or wrong.
        DataError: the shipped data cannot be used.
    """
    from ivigcalc.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    if formulary is None:
        return catalogue
    from ivigcalc.catalogue.validate import with_formulary

    return with_formulary(catalogue, _formulary_content(formulary), formulary, today)


def _formulary_content(name: str) -> bytes:
    from ivigcalc.intake.files import read_file

    try:
        return read_file(name, LARGEST_FORMULARY)
    except FileNotFoundError:
        why = "there is no such file"
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
    except ValueError:
        why = "is not the name of a file"
    raise FormularyError([Mistake(name, 1, "", why)])
