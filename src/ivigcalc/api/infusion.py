"""``infusion``: the infusion of one day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer
from ivigcalc.core.answers import infusion as core
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.request import TypedRequest, asked_infusion

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def infusion(typed: TypedRequest, catalogue: Catalogue, problems: Problems | None = None) -> Answer:
    """Work out pump rates, minutes, the volume of each step and the time.

    Raises:
        RefusedError: with everything that is wrong.
    """
    answer = core.infusion(*asked_infusion(typed, catalogue, problems or Problems()), catalogue)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.infusion import infusion_document

        return infusion_document(answer, catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.infusion import infusion_json

        return infusion_json(answer, catalogue)

    return Answer(document=document, json=json)
