"""The answer to ``selftest`` as a document."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ivigcalc.core.answers.selftest import EXIT, CheckedGroup, PublishedFigure, SelfTest, compared, selftest_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import MergedFormulary
from ivigcalc.report.document import NAMES, Block, Document, Emphasis, Gap, Heading, Paragraph, Table, numeric, wide
from ivigcalc.report.view.parts.blocks import answer_document
from ivigcalc.report.view.parts.days import working_blocks

NOT_ASKED: Final = "the questions were asked without the formulary, which is checked by: ivigcalc data check FILE"
"""What is said where a formulary is in force."""

MOST_SHOWN: Final = 10
"""So many questions whose answers differ are shown; JSON has all."""


def selftest_document(
    test: SelfTest, catalogue: Catalogue, local: MergedFormulary | None, *, explain: bool
) -> Document:
    """How many figures are as published, what differs, and what it was worked out on; explained, every question."""
    differing, count = test.differing, len(test.figures)
    heading = f"{len(differing)} of {count} figures differ" if differing else f"all {count} figures are as published"
    failed = Paragraph(
        label="STOP",
        text="This installation does not answer as it was published. Do not use it; install ivigcalc again.",
        emphasis=Emphasis.DANGER,
    )
    blocks: list[Block] = [
        Heading(text=f"Self-test: {heading}", remark=f"{test.questions} questions"),
        *([failed] if differing else []),
        *_differences(differing),
        Gap(),
        Table(
            columns=(wide("what was asked"), numeric("questions"), numeric("figures"), numeric("differ")),
            rows=tuple(map(_row, test.groups)),
        ),
        Gap(),
        _facts("installed on", test.machine),
        Gap(),
        _facts("SHA-256", test.digests),
        *(_explained(test) if explain else ()),
    ]
    if local is not None:
        blocks += [Gap(), Paragraph(label="NOTE", text=NOT_ASKED)]
    return answer_document(blocks, catalogue.replaced(local=local))


HOW: Final = (
    "A figure agrees if it is the published one or, where that was printed rounded, no further off than is said; a "
    "word and an exit code if they are the same."
)
"""How figures are compared, for people."""


def _explained(test: SelfTest) -> Iterator[Block]:
    """How the figures are compared, each question with its figures and its source, and the counts added up."""
    yield from (Gap(), Heading(text="HOW EACH FIGURE WAS COMPARED"), Paragraph(text=HOW))
    for one in test.groups:
        yield from (Gap(), Heading(text=one.group.title))
        yield from _questions(one.figures)
    counts = (step for step in selftest_working(test) if step.unit)
    yield from (Gap(), Heading(text="WORKING"), *working_blocks(counts))


def _differences(differing: list[PublishedFigure]) -> list[Paragraph]:
    """What differs, question by question; of very much the first, and how much more there is."""
    asked = list(dict.fromkeys(figure.question.id for figure in differing))
    shown = [*_questions(figure for figure in differing if figure.question.id in asked[:MOST_SHOWN])]
    if len(asked) > MOST_SHOWN:
        more = len(asked) - MOST_SHOWN
        shown.append(Paragraph(label="MORE", text=f"{more} questions more differ: ivigcalc selftest --format json"))
    return shown


def _questions(figures: Iterable[PublishedFigure]) -> Iterator[Paragraph]:
    """Each question as a command line with its figures; a source once behind the questions that have it."""
    for source, of_source in groupby(figures, lambda figure: figure.question.source):
        for question, of_question in groupby(of_source, lambda figure: figure.question):
            yield Paragraph(label=question.id, text=question.line)
            yield from map(_figure, of_question)
        yield Paragraph(label="SOURCE", text=source)


def _figure(figure: PublishedFigure) -> Paragraph:
    """A figure beside the published one, and how both are compared."""
    place = "exit code" if figure.place == EXIT else figure.place
    within = f" ({how})" if (how := compared(figure)) != "the same" else ""
    text = f"{place}: published {' or '.join(figure.expected)}{within}, here {figure.found}"
    if figure.agrees:
        return Paragraph(label="AGREES", text=text)
    return Paragraph(label="DIFFERS", text=text, emphasis=Emphasis.DANGER)


def _row(one: CheckedGroup) -> tuple[str, ...]:
    differ = sum(not figure.agrees for figure in one.figures)
    return one.group.title, str(len(one.group.questions)), str(len(one.figures)), str(differ)


def _facts(name: str, facts: Mapping[str, str]) -> Table:
    return Table(columns=(NAMES, wide()), rows=tuple(facts.items()), headed=False, name=name)
