"""``infusion``: the infusion of one day."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit, not_acknowledged
from ivigcalc.core.answers import infusion as core
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.intake.request import TypedRequest, read_infusion_request

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


class PlottedAnswer(Answer):
    """An answer that can also be drawn."""

    plot: Callable[[], str]
    """Draws the rates over time, as a file of SVG. Refuses where only the first rate is for this patient."""


def infusion(
    typed: TypedRequest,
    catalogue: Catalogue,
    problems: Problems | None = None,
    *,
    ack: Sequence[str] = (),
    strict: bool = False,
) -> PlottedAnswer:
    """Work out pump rates, minutes, the volume of each step and the time.

    ``ack`` are ``RULE=reason`` pairs; with ``strict`` a caution without one is an exit code.

    Raises:
        RefusedError: with everything that is wrong.
    """
    patient, order, reasons = read_infusion_request(typed, ack, catalogue, problems or Problems())
    answer = core.infusion(patient, order, catalogue)
    cautions = [rule for rule in answer.cautions if rule not in reasons]
    status, code = ("caution", Exit.LOOK if strict else Exit.ANSWER) if cautions else ("ok", Exit.ANSWER)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.infusion import infusion_document

        return infusion_document(answer, catalogue, reasons, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.infusion import infusion_json

        return infusion_json(answer, catalogue, status=status, exit_code=code, acknowledged=reasons)

    def plot() -> str:
        from ivigcalc.report.svg import plot_file

        if answer.infusion.without_figure:
            why = f"{' and '.join(answer.infusion.without_figure)} risk: only the first rate is for this patient"
            raise RefusedError(Problem(code="no-plot", field="--plot", message=why, next="leave out --plot"))
        return plot_file(answer.infusion)

    remark = not_acknowledged(cautions) if strict else ""
    return PlottedAnswer(document=document, json=json, exit_code=code, remark=remark, plot=plot)
