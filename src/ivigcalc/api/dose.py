"""``dose``: a course for a patient."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit, not_acknowledged
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.core.record import Record
from ivigcalc.intake.request import TypedRequest, asked_dose

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def dose(
    typed: TypedRequest,
    catalogue: Catalogue,
    problems: Problems | None = None,
    *,
    ack: Sequence[str] = (),
    strict: bool = False,
) -> Answer:
    """Work out a course. ``ack`` are ``RULE=reason`` pairs; with ``strict`` a caution without one is an exit code.

    Raises:
        RefusedError: with everything that is wrong.
    """
    return planned_dose(typed, catalogue, problems, ack=ack, strict=strict).answer


class PlannedDose(Record):
    """A plan with its answer, for what shows a plan in another form."""

    plan: Plan
    acknowledged: Mapping[str, str]
    """The reasons for which cautions are acknowledged, by the id of their rule."""
    answer: Answer


def planned_dose(
    typed: TypedRequest, catalogue: Catalogue, problems: Problems | None, *, ack: Sequence[str], strict: bool
) -> PlannedDose:
    """Work out a course as ``dose`` does.

    Raises:
        RefusedError: as ``dose``.
    """
    patient, order, reasons = asked_dose(typed, ack, catalogue, problems or Problems())
    planned = plan(patient, order, catalogue)
    cautions = [rule for rule in planned.cautions if rule not in reasons]
    status, code = _status(planned, cautions, strict=strict)
    in_place = None
    if code is Exit.NO_VIALS and order.stock and order.products and not any(one.made for one in planned.cycles):
        from ivigcalc.core.answers.supply.instead import instead

        in_place = instead(planned, catalogue)

    def document(*, show_all: bool = False, explain: bool = False) -> "Document":
        from ivigcalc.report.view.dose import dose_document

        return dose_document(planned, catalogue, reasons, show_all=show_all, explain=explain, in_place=in_place)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.dose import dose_json

        return dose_json(planned, catalogue, status=status, exit_code=code, acknowledged=reasons, in_place=in_place)

    remark = not_acknowledged(cautions) if code is Exit.LOOK else ""
    answer = Answer(document=document, json=json, exit_code=code, remark=remark)
    return PlannedDose(plan=planned, acknowledged=reasons, answer=answer)


def _status(planned: Plan, cautions: Sequence[str], *, strict: bool) -> tuple[str, Exit]:
    """The status in a word, and the exit code."""
    if not planned.dispensable:
        return "no-vials", Exit.NO_VIALS
    if cautions:
        return "caution", Exit.LOOK if strict else Exit.ANSWER
    return "ok", Exit.ANSWER
