"""``compare``: one patient under every weight policy."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer
from ivigcalc.core.answers import compare as core
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.request import TypedRequest, read_compare_request, typed_again

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def compare(typed: TypedRequest, catalogue: Catalogue, problems: Problems | None = None) -> Answer:
    """Work out dosing weight, grams, difference and vials under every weight policy.

    Raises:
        RefusedError: with everything that is wrong.
    """
    comparison = core.compare(*read_compare_request(typed, catalogue, problems or Problems()), catalogue)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.compare import compare_document

        return compare_document(comparison, catalogue, typed_again(typed), explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.compare import compare_json

        return compare_json(comparison, catalogue)

    return Answer(document=document, json=json)
