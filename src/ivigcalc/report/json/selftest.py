"""The answer to ``selftest`` as JSON."""

from typing import TypedDict

from ivigcalc.core.answers.selftest import PublishedFigure, SelfTest, selftest_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import MergedFormulary
from ivigcalc.core.quantity import plain
from ivigcalc.report.json.parts.answer import EVERY_DIGIT, Head, head_from
from ivigcalc.report.json.parts.product import WorkingJson, working_json


class FigureJson(TypedDict):
    """A published figure and what the program answers; ``expected`` are the values of which each is right.

    ``place`` is where it stands in the answer in JSON, or ``exit``, the exit code; ``within`` is in its own unit.
    """

    id: str
    group: str
    asked: str
    place: str
    expected: list[str]
    within: str
    found: str
    agrees: bool
    source: str


class TestedGroupJson(TypedDict):
    """How many questions and figures there are of a kind, and how many of them differ."""

    id: str
    title: str
    questions: int
    figures: int
    differing: int


class SelfTestJson(Head):
    """The answer to ``selftest``; ``status`` is ``differs`` (exit code 70) where any figure does.

    ``digests`` are SHA-256 of what decides an answer, ``machine`` what it ran on. A ``formulary`` is named only: the
    questions are asked of the shipped data. ``working`` has how far each figure is off, and how it was compared; its
    sources are those of the questions, in words.
    """

    questions: int
    figures: int
    differing: int
    digests: dict[str, str]
    machine: dict[str, str]
    groups: list[TestedGroupJson]
    checked: list[FigureJson]
    working: list[WorkingJson]


def selftest_json(test: SelfTest, catalogue: Catalogue, local: MergedFormulary | None, exit_code: int) -> SelfTestJson:
    """Every figure with its source, and what it was worked out on."""
    status = "differs" if exit_code else "ok"
    return {
        **head_from(catalogue.version, catalogue.sha256, status, exit_code, local=local),
        "questions": test.questions,
        "figures": len(test.figures),
        "differing": len(test.differing),
        "digests": {**test.digests},
        "machine": {**test.machine},
        "groups": [
            {
                "id": one.group.id,
                "title": one.group.title,
                "questions": len(one.group.questions),
                "figures": len(one.figures),
                "differing": sum(not figure.agrees for figure in one.figures),
            }
            for one in test.groups
        ],
        "checked": [_figure(figure, one.group.id) for one in test.groups for figure in one.figures],
        "working": working_json(selftest_working(test), EVERY_DIGIT),
    }


def _figure(figure: PublishedFigure, group: str) -> FigureJson:
    question = figure.question
    return {
        "id": question.id,
        "group": group,
        "asked": question.line,
        "place": figure.place,
        "expected": [*figure.expected],
        "within": plain(question.within, EVERY_DIGIT),
        "found": figure.found,
        "agrees": figure.agrees,
        "source": question.source,
    }
