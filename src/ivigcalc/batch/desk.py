"""Where rows are answered, a chunk at a time, in this process or in another."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ivigcalc.batch import results, wording
from ivigcalc.batch.answer import Answer, Answers, unanswered
from ivigcalc.batch.columns import EMPTY_LAYOUT, Layout
from ivigcalc.batch.forms import form_of
from ivigcalc.batch.question import Defaults
from ivigcalc.batch.records import Parser
from ivigcalc.batch.seal import InputSeal, context, versions
from ivigcalc.batch.tally import Counted, Tally, counted, sums_of
from ivigcalc.core.answers.batch import FailedRow
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.record import Record
from ivigcalc.intake.text import one_line

REMEMBERED = 4096
"""How many different answers are remembered; more would take memory, and rarely come again."""


class Setup(Record):
    """Everything that answering rows depends on."""

    catalogue: Catalogue
    defaults: Defaults
    versus: str
    form: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers."""
        return results.columns(versus=bool(self.versus))


class Chunk(NamedTuple):
    """Some records in a row: the number of the first, and their lines in the input.

    ``old`` are lines that may answer them already, None where there is none.
    """

    first_row: int
    lines: list[int]
    records: list[Any]
    old: list[str | None]


class Done(NamedTuple):
    """A chunk as answered: its lines, the rows that failed, its tally, and headings that nothing was read from.

    ``kept`` counts the lines that stand as they were.
    """

    text: str
    failed: list[FailedRow]
    tally: Tally
    unread: tuple[str, ...]
    kept: int


class Remembered(NamedTuple):
    """An answer as it is written, and what it adds."""

    middle: str
    counted: Counted
    reason: str


class Desk:
    """Answers chunks."""

    def __init__(self, setup: Setup, parser: Parser) -> None:
        """Keep what holds for every row."""
        self._form = form_of(setup.form, setup.columns)
        self._parser = parser
        self._answers = Answers(setup.catalogue, setup.defaults, setup.versus)
        self._versions = versions(setup.catalogue)
        options = [*setup.defaults.given.items(), ("versus", setup.versus)]
        self._seal = InputSeal(context(setup.catalogue, options))
        self._answer = lru_cache(maxsize=REMEMBERED)(self._made)

    def done(self, chunk: Chunk) -> Done:
        """The chunk, answered."""
        text: list[str] = []
        failed: list[FailedRow] = []
        unread, kept_rows = dict[str, None](), 0
        answered: list[Counted] = []
        old = chunk.old or [None] * len(chunk.records)
        numbered = zip(chunk.lines, chunk.records, old, strict=True)
        for row, (line, one, before) in enumerate(numbered, chunk.first_row):
            try:
                layout, cells = self._parser.parse(one)
            except RefusedError as refused:
                layout, key, reason = EMPTY_LAYOUT, "", wording.reason_of(refused.problems, EMPTY_LAYOUT)
                cells = str(one), reason
            else:
                key, cells, reason = layout.key_of(cells), layout.picked(cells), ""
                if layout.unread:
                    unread |= dict.fromkeys(layout.unread)
            start = self._form.start(row, key)
            foot = self._form.foot(self._seal.of(layout.mark, (key, *cells)), self._versions)
            kept = self._form.kept(before, start, foot) if before else None
            if kept is not None:
                kept_rows += 1
                found, reason = counted(kept, sums_of(kept)), kept["reason"]
                text.append(f"{before}\n")
            else:
                made = self._remembered(unanswered(reason)) if reason else self._answer(layout, cells)
                found, reason = made.counted, made.reason
                text.append(self._form.line(start, made.middle, foot))
            answered.append(found)
            if found.status not in results.ANSWERED:
                failed.append(FailedRow(row=row, line=line, key=one_line(key), status=found.status, reason=reason))
        tally = Tally()
        tally.add(answered)
        return Done("".join(text), failed, tally, tuple(unread), kept_rows)

    def _made(self, layout: Layout, cells: Sequence[str]) -> Remembered:
        return self._remembered(self._answers.answer(layout, cells))

    def _remembered(self, answer: Answer) -> Remembered:
        return Remembered(self._form.middle(answer), counted(answer.cells, answer.sums), answer.cells.get("reason", ""))
