"""``vials``: whole vials for so many grams."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.core.answers import vials as core
from ivigcalc.core.answers.plan import NoFit
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.vials import read_vials_request

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def vials(typed: TypedOrder, catalogue: Catalogue, problems: Problems | None = None) -> Answer:
    """Choose whole vials of one preparation, with the reason why no others are better.

    Raises:
        RefusedError: with everything that is wrong.
    """
    answer = core.vials(*read_vials_request(typed, catalogue, problems or Problems()), catalogue)
    code = Exit.NO_VIALS if isinstance(answer.made, NoFit) else Exit.ANSWER

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.vials import vials_document

        return vials_document(answer, catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.vials import vials_json

        return vials_json(answer, catalogue, code)

    return Answer(document=document, json=json, exit_code=code)
