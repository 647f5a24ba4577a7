"""A refusal as a document: everything that is wrong or missing, and what to type."""

from ivigcalc.core.errors import Kind, Problem, RefusedError
from ivigcalc.report.document import Block, Document, Paragraph, Weight

LABELS = {Kind.USAGE: "ERROR", Kind.STOP: "STOP", Kind.NEEDS_REASON: "NEEDS A REASON"}


def _message(problem: Problem) -> str:
    """The message, and for a rule its id."""
    end = "" if problem.message.endswith("?") else "."
    rule = f" [{problem.code}]" if problem.kind in {Kind.STOP, Kind.NEEDS_REASON} else ""
    return f"{problem.message}{end}{rule}"


def refusal_document(refused: RefusedError) -> Document:
    """Each problem with what is allowed and the next step."""
    blocks: list[Block] = []
    for problem in refused.problems:
        blocks.append(Paragraph(label=LABELS[problem.kind], text=_message(problem), weight=Weight.DANGER))
        blocks += [Paragraph(label="  ", text=allowed) for allowed in problem.allowed]
        if problem.next:
            blocks.append(Paragraph(label="  TYPE", text=problem.next, weight=Weight.STRONG))
    if any(problem.kind is not Kind.USAGE for problem in refused.problems):
        blocks.append(Paragraph(text="No dose was worked out."))
    return Document(blocks=tuple(blocks))
