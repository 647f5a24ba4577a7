"""``selftest``: questions whose answers others have published, asked of this very installation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ivigcalc.api.answer import Answer, Exit, refused_as
from ivigcalc.api.compare import compare
from ivigcalc.api.dose import dose
from ivigcalc.api.infusion import infusion
from ivigcalc.api.products import products
from ivigcalc.api.verify import verify
from ivigcalc.api.vials import vials
from ivigcalc.catalogue.selftest import digests, read_questions
from ivigcalc.core.answers import selftest as core
from ivigcalc.core.answers.selftest import EXIT, Answered, Question
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import MergedFormulary
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.request import REPEATED, request_of
from ivigcalc.intake.written.typed import TypedWritten

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def selftest(catalogue: Catalogue, local: MergedFormulary | None, machine: Mapping[str, str]) -> Answer:
    """Ask every shipped question of the shipped data, and compare each answer with the one published.

    ``local`` is the formulary in force, which is named and not asked: the published answers know of none.

    Raises:
        DataError: the shipped questions cannot be read.
    """
    test = core.selftest(read_questions(), lambda question: _ask(question, catalogue), digests(), machine)
    code = Exit.BUG if test.differing else Exit.ANSWER

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.selftest import selftest_document

        return selftest_document(test, catalogue, local, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.selftest import selftest_json

        return selftest_json(test, catalogue, local, code)

    return Answer(document=document, json=json, exit_code=code)


def _ask(question: Question, catalogue: Catalogue) -> Answered:
    """What the program answers; a refusal is an answer, too. JSON is made only where a figure of it is published."""
    try:
        found = _answer(question, catalogue)
    except RefusedError as error:
        refused, code = refused_as(error)
        return Answered(exit_code=code, answer={}, why=f"refused: {refused.problems[0].message}")
    return Answered(exit_code=found.exit_code, answer={} if {*question.expect} == {EXIT} else found.json())


def _answer(question: Question, catalogue: Catalogue) -> Answer:
    words: dict[str, Any] = {}
    for name, word in question.options.items():
        field = name.replace("-", "_")
        words[REPEATED.get(field, field)] = [word] if field in REPEATED else word
    written = {name: words.pop(name) for name in TypedWritten.field_names if name in words}
    typed = request_of(words)
    match question.ask:
        case "verify":
            return verify(typed, TypedWritten(**written), catalogue)
        case "vials":
            return vials(typed.order, catalogue)
        case ask:
            return COMMANDS[ask](typed, catalogue)


COMMANDS: Final = {"compare": compare, "dose": dose, "infusion": infusion, "products": products}
"""The commands that take a request as it is typed, and nothing else."""
