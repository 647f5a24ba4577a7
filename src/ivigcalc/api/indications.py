"""``indications``: the indications with their regimens, one in full, and the lists of approvals."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer
from ivigcalc.core.answers import indications as core
from ivigcalc.core.facts.catalogue import Catalogue

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def indications(name: str | None, catalogue: Catalogue) -> Answer:
    """List all indications, or those that a name fits; the only one that fits in full.

    Raises:
        RefusedError: no indication fits the name.
    """
    answer = core.indications(name, catalogue)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.indications import indication_document, indications_document

        if answer.single:
            return indication_document(answer, catalogue, explain=explain)
        return indications_document(answer, catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.indications import indications_json

        return indications_json(answer, catalogue)

    return Answer(document=document, json=json)


def approvals(catalogue: Catalogue) -> Answer:
    """Show the lists of ANVISA and FDA as the review prints them."""

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.indications import approvals_document

        return approvals_document(catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.indications import approvals_json

        return approvals_json(catalogue)

    return Answer(document=document, json=json)
