"""``verify``: an order that somebody wrote, checked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.core.answers import verify as core
from ivigcalc.core.answers.verify import Outcome
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.request import TypedRequest, asked_verify
from ivigcalc.intake.written.order import TypedWritten

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def verify(
    typed: TypedRequest, written: TypedWritten, catalogue: Catalogue, problems: Problems | None = None
) -> Answer:
    """Check a written order: match, difference or danger.

    Raises:
        RefusedError: with everything that is wrong, where the order cannot be checked.
    """
    check = core.verify(*asked_verify(typed, written, catalogue, problems or Problems()), catalogue)
    stops, differs = check.outcome is Outcome.DANGEROUS, check.outcome in {Outcome.UNCHECKED, Outcome.DIFFERS}
    code = Exit.REFUSED if stops else Exit.LOOK if differs else Exit.ANSWER
    status = "dangerous" if stops else "differs" if differs else "ok"

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.verify import verify_document

        return verify_document(check, catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.verify import verify_json

        return verify_json(check, catalogue, status=status, exit_code=code)

    return Answer(document=document, json=json, exit_code=code)
