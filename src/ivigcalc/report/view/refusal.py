"""A refusal as a document: everything that is wrong or missing, and what to type."""

from ivigcalc.core.facts.formulary import Local
from ivigcalc.core.problems import Kind, Problem, RefusedError
from ivigcalc.report.document import Block, Document, Paragraph, Weight
from ivigcalc.report.view.parts.local import formulary_lines

LABELS = {Kind.USAGE: "ERROR", Kind.STOP: "STOP", Kind.NEEDS_REASON: "NEEDS A REASON"}


def _message(problem: Problem) -> str:
    """The message, and for a rule its id."""
    end = "" if problem.message.endswith("?") else "."
    rule = f" [{problem.code}]" if problem.kind in {Kind.STOP, Kind.NEEDS_REASON} else ""
    return f"{problem.message}{end}{rule}"


def refusal_document(refused: RefusedError, local: Local | None = None) -> Document:
    """Each problem with what is allowed and the next step, and the site's formulary that it was judged by."""
    blocks: list[Block] = []
    for problem in refused.problems:
        blocks.append(Paragraph(label=LABELS[problem.kind], text=_message(problem), weight=Weight.DANGER))
        blocks += [Paragraph(label="  ", text=allowed) for allowed in problem.allowed]
        if problem.next:
            blocks.append(Paragraph(label="  TYPE", text=problem.next, weight=Weight.STRONG))
    if any(problem.kind is not Kind.USAGE for problem in refused.problems):
        blocks.append(Paragraph(text="No dose was worked out."))
    return Document(blocks=(*blocks, *formulary_lines(local)))
