"""A refusal as a document: everything that is wrong or missing, and what to type."""

from ivigcalc.core.facts.formulary import Local
from ivigcalc.core.problems import Kind, RefusedError
from ivigcalc.report.document import Block, Document, Emphasis, Paragraph
from ivigcalc.report.view.parts.formulary import formulary_lines

LABELS = {Kind.USAGE: "ERROR", Kind.STOP: "STOP", Kind.NEEDS_REASON: "NEEDS A REASON"}


def refusal_document(refused: RefusedError, local: Local | None = None) -> Document:
    """Each problem with what is allowed and the next step, and the site's formulary that it was judged by."""
    blocks: list[Block] = []
    for problem in refused.problems:
        end = "" if problem.message.endswith("?") else "."
        rule = "" if problem.kind is Kind.USAGE else f" [{problem.code}]"
        text = f"{problem.message}{end}{rule}"
        blocks.append(Paragraph(label=LABELS[problem.kind], text=text, emphasis=Emphasis.DANGER))
        blocks += [Paragraph(label="  ", text=allowed) for allowed in problem.allowed]
        if problem.next:
            blocks.append(Paragraph(label="  TYPE", text=problem.next, emphasis=Emphasis.STRONG))
    if any(problem.kind is not Kind.USAGE for problem in refused.problems):
        blocks.append(Paragraph(text="No dose was worked out."))
    return Document(blocks=(*blocks, *formulary_lines(local)))
