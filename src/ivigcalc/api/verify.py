"""``verify``: an order that somebody wrote, checked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit, not_acknowledged
from ivigcalc.core.answers import verify as core
from ivigcalc.core.answers.verify import Outcome
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.request import TypedRequest, read_verify_request, typed_again
from ivigcalc.intake.written.typed import TypedWritten

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def verify(
    typed: TypedRequest,
    written: TypedWritten,
    catalogue: Catalogue,
    problems: Problems | None = None,
    *,
    ack: Sequence[str] = (),
    strict: bool = False,
) -> Answer:
    """Check a written order: match, difference or danger. ``ack`` are ``RULE=reason`` pairs.

    A caution, or a reason to avoid the preparation, is an exit code unless it is acknowledged; with ``strict`` so is
    every reason against the preparation.

    Raises:
        RefusedError: with everything that is wrong, where the order cannot be checked.
    """
    patient, order, whole, reasons = read_verify_request(typed, written, ack, catalogue, problems or Problems())
    check = core.verify(patient, order, whole, catalogue)
    cautions = [rule for rule in check.cautions if rule not in reasons]
    held = [rule for rule in cautions if strict or rule in check.gate]
    status, code = _status(check, cautions, held)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.verify import verify_document

        again = typed_again(typed.replaced(order=typed.order.replaced(products=order.products)))
        return verify_document(check, catalogue, reasons, again=again, look=code is Exit.LOOK, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.verify import verify_json

        return verify_json(check, catalogue, status=status, exit_code=code, acknowledged=reasons)

    remark = not_acknowledged(held) if code is Exit.LOOK else ""
    return Answer(document=document, json=json, exit_code=code, remark=remark)


def words(catalogue: Catalogue) -> Answer:
    """List the words that are read in a written order."""

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.parts.order_words import words_document

        return words_document(catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.parts.order_words import words_json

        return words_json(catalogue)

    return Answer(document=document, json=json)


def _status(check: core.VerifyAnswer, cautions: Sequence[str], held: Sequence[str]) -> tuple[str, Exit]:
    """The status in a word, as ``dose`` has it where the order matches, and the exit code."""
    if check.outcome is Outcome.DANGEROUS:
        return "dangerous", Exit.REFUSED
    if check.outcome in {Outcome.UNCHECKED, Outcome.DIFFERS}:
        return "differs", Exit.LOOK
    if check.no_vials:
        return "no-vials", Exit.LOOK
    return "caution" if cautions else "ok", Exit.LOOK if held else Exit.ANSWER
