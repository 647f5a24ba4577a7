"""The answer to ``selftest`` as a document."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from ivigcalc.core.answers.selftest import EXIT, CheckedGroup, Figure, Question, SelfTest
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Local
from ivigcalc.core.quantity import plain
from ivigcalc.report.document import NAMES, Block, Document, Emphasis, Gap, Heading, Paragraph, Table, numeric, wide
from ivigcalc.report.view.parts.blocks import answer_document

NOT_ASKED: Final = "the questions were asked without the formulary, which is checked by: ivigcalc data check FILE"
"""What is said where a formulary is in force."""

MOST_SHOWN: Final = 10
"""So many questions whose answers differ are shown; JSON has all."""


def selftest_document(test: SelfTest, catalogue: Catalogue, local: Local | None) -> Document:
    """How many figures are as published, what differs, and what it was worked out on."""
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
    ]
    if local is not None:
        blocks += [Gap(), Paragraph(label="NOTE", text=NOT_ASKED)]
    return answer_document(blocks, catalogue.replaced(local=local))


def _differences(differing: list[Figure]) -> list[Paragraph]:
    """What differs, question by question; of very much the first, and how much more there is."""
    by_question = [(one, [*figures]) for one, figures in groupby(differing, lambda figure: figure.question)]
    shown = [line for one, figures in by_question[:MOST_SHOWN] for line in _difference(one, figures)]
    if len(by_question) > MOST_SHOWN:
        more = len(by_question) - MOST_SHOWN
        shown.append(Paragraph(label="MORE", text=f"{more} questions more differ: ivigcalc selftest --format json"))
    return shown


def _row(one: CheckedGroup) -> tuple[str, ...]:
    differ = sum(not figure.agrees for figure in one.figures)
    return one.group.title, str(len(one.group.questions)), str(len(one.figures)), str(differ)


def _facts(name: str, facts: Mapping[str, str]) -> Table:
    return Table(columns=(NAMES, wide()), rows=tuple(facts.items()), headed=False, name=name)


def _difference(question: Question, figures: list[Figure]) -> Iterator[Paragraph]:
    """A question as a command line, and each of its figures that differs."""
    within = f" (within {plain(question.within, 6)})" if question.within else ""
    yield Paragraph(label=question.id, text=question.line)
    for figure in figures:
        place = "exit code" if figure.place == EXIT else figure.place
        text = f"{place}: published {' or '.join(figure.expected)}{within}, here {figure.found}"
        yield Paragraph(label="DIFFERS", text=text, emphasis=Emphasis.DANGER)
    yield Paragraph(label="SOURCE", text=question.source)
