"""``selftest()``: what the program answers to questions whose answers others have published, beside those answers."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record

Word = str | bool
"""What stands behind an option, as typed; True for one that stands alone."""

EXIT = "exit"
"""What stands in place of a place in the answer where the exit code is meant."""


class Question(Record):
    """A question of the shipped file, with the answer that somebody else has published."""

    id: str
    ask: str
    """The command."""
    options: Mapping[str, Word]
    """Its options, without ``--``, as typed; ``grams`` of ``vials`` is its argument."""
    expect: Mapping[str, tuple[str, ...]]
    """By its place in the answer, what is right there: a figure, a word, or one of several."""
    within: Fraction = Fraction(0)
    """How far a published figure may be off because it was printed rounded, in its own unit."""
    source: str

    @property
    def line(self) -> str:
        """The question as a command line."""
        words = ["ivigcalc", self.ask]
        for name, word in self.options.items():
            words += [] if self.ask == "vials" and name == "grams" else [f"--{name}"]
            words += [] if word is True else [str(word)]
        return shlex.join(words)


class QuestionGroup(Record):
    """Questions of one kind."""

    id: str
    title: str
    questions: tuple[Question, ...]


class Answered(Record):
    """What the program answers: its exit code, the answer as JSON has it, and why there is none, or ""."""

    exit_code: int
    answer: Mapping[str, object]
    why: str = ""


class PublishedFigure(Record):
    """One published figure and what the program answers in its place."""

    question: Question
    place: str
    expected: tuple[str, ...]
    found: str
    agrees: bool


class CheckedGroup(Record):
    """A group of questions with every figure of their answers."""

    group: QuestionGroup
    figures: tuple[PublishedFigure, ...]


class SelfTest(Record):
    """Every group, and what the program ran on."""

    groups: tuple[CheckedGroup, ...]
    digests: Mapping[str, str]
    """SHA-256 of what decides an answer: the program, its data, what was compiled of them, the questions."""
    machine: Mapping[str, str]
    """Versions of Python and of the libraries, and the platform."""

    @property
    def figures(self) -> list[PublishedFigure]:
        """Every figure."""
        return [figure for group in self.groups for figure in group.figures]

    @property
    def differing(self) -> list[PublishedFigure]:
        """The figures that are not as published."""
        return [figure for figure in self.figures if not figure.agrees]

    @property
    def questions(self) -> int:
        """How many questions were asked."""
        return sum(len(group.group.questions) for group in self.groups)


def selftest(
    groups: Iterable[QuestionGroup],
    ask: Callable[[Question], Answered],
    digests: Mapping[str, str],
    machine: Mapping[str, str],
) -> SelfTest:
    """Ask every question, once, and compare each figure of its answer with the published one."""
    checked = [
        CheckedGroup(
            group=group, figures=tuple(figure for one in group.questions for figure in _figures(one, ask(one)))
        )
        for group in groups
    ]
    return SelfTest(groups=tuple(checked), digests=digests, machine=machine)


def _figures(question: Question, answered: Answered) -> Iterable[PublishedFigure]:
    for place, expected in question.expect.items():
        found = str(answered.exit_code) if place == EXIT else answer_at(answered.answer, place)
        shown = found or answered.why or "nothing stands there"
        agrees = any(_same(found, one, question.within) for one in expected)
        yield PublishedFigure(question=question, place=place, expected=expected, found=shown, agrees=agrees)


def compared(figure: PublishedFigure) -> str:
    """How a figure is compared with the published one."""
    within = figure.question.within if any(map(_number, figure.expected)) else 0
    return f"within {plain(Fraction(within), WITHIN_PLACES)}" if within else "the same"


WITHIN_PLACES = 6
"""Decimals of how far a figure may be off."""


def selftest_working(test: SelfTest) -> Iterator[Working]:
    """How far each figure is off the published one; of words 0 where they are the same, else 1; then the counts."""
    for figure in test.figures:
        nearest = min(figure.expected, key=lambda one: _off(figure.found, one))
        numbers = _number(figure.found) and _number(nearest)
        formula = f"{figure.found} - {nearest}" if numbers else f"{figure.found}; published: {nearest}"
        off = Fraction(figure.found) - Fraction(nearest) if numbers else Fraction(not figure.agrees)
        step = f"{figure.question.id}: {figure.place}, {compared(figure)}"
        yield Working(step, formula, off, "", figure.question.source)
    agreeing, differing = len(test.figures) - len(test.differing), len(test.differing)
    yield Working("figures", f"{agreeing} agree + {differing} differ", Fraction(len(test.figures)), "figures")
    questions = " + ".join(str(len(one.group.questions)) for one in test.groups)
    yield Working("questions, group by group", questions, Fraction(test.questions), "questions")


def _off(found: str, expected: str) -> tuple[bool, Fraction]:
    """How far a figure is off, so that the least comes first; of what is no number, whether it differs."""
    both = _number(found) and _number(expected)
    return found != expected and not both, abs(Fraction(found) - Fraction(expected)) if both else Fraction(0)


def _same(found: str, expected: str, within: Fraction) -> bool:
    """Whether two figures differ by no more than so much, or two words are the same."""
    if found == expected:
        return True
    if not (found and _number(found) and _number(expected)):
        return False
    return abs(Fraction(found) - Fraction(expected)) <= within


def _number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def answer_at(answer: Mapping[str, object], place: str) -> str:
    """The text at a place of an answer; "" where there is none.

    A step is a key, or the entry of a list: its number, counted from the end below zero, or its id. A policy is the id
    of an entry of ``policies``.
    """
    found: object = answer
    for step in place.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        else:
            found = _entry(found, step) if isinstance(found, list) else None
    return "" if found is None else str(found)


def _entry(entries: list[object], step: str) -> object:
    if step.lstrip("-").isdecimal():
        index = int(step)
        return entries[index] if -len(entries) <= index < len(entries) else None
    named = (one for one in entries if isinstance(one, Mapping) and step in (one.get("id"), one.get("policy")))
    return next(named, None)
