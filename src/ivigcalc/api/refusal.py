"""A refusal as an answer: everything that is wrong, and the exit code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.catalogue.load import data_versions
from ivigcalc.catalogue.mistakes import DataError, FormularyError
from ivigcalc.core.facts.formulary import Local
from ivigcalc.core.problems import FileError, Kind, Problem, RefusedError

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def refusal(error: RefusedError | DataError, local: Local | None) -> Answer:
    """What a function of this room raised, as an answer; ``local`` is the formulary in force, if one is."""
    refused, code = (error, _code(error)) if isinstance(error, RefusedError) else _of_data(error)

    def document() -> "Document":
        from ivigcalc.report.view.refusal import refusal_document

        return refusal_document(refused, local)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.parts.answer import head_from
        from ivigcalc.report.json.refusal import refusal_json

        status = "refused" if code is Exit.REFUSED else "error"
        return refusal_json(refused, head_from(*data_versions(), status, code, local=local))

    return Answer(document=document, json=json, exit_code=code)


def _code(refused: RefusedError) -> Exit:
    """Usage problems exit with 2, a stop or a missing reason with 4, a file that is missing 66 or wrong 65."""
    if isinstance(refused, FileError):
        return Exit.BAD_DATA if refused.found else Exit.NO_INPUT
    return Exit.USAGE if refused.kind is Kind.USAGE else Exit.REFUSED


def _of_data(error: DataError) -> tuple[RefusedError, Exit]:
    """Mistakes in the data, or in a formulary, as problems; and the exit code."""
    wrong = isinstance(error, FormularyError)
    code, last = "bad-formulary" if wrong else "bad-data", error.mistakes[-1]
    todo = f"mend the file, then: ivigcalc data check {last.file}" if wrong else ""
    problems = (
        Problem(code=code, message=str(mistake), next=todo if mistake is last else "") for mistake in error.mistakes
    )
    return RefusedError(*problems), Exit.BAD_CONFIG if wrong else Exit.BAD_DATA
