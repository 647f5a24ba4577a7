"""A worker answers a chunk of rows; one per process. It depends on nothing but its setup and the chunk."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ivigcalc import __version__
from ivigcalc.batch.answer import ForecastPeriod, RowAnswer, RowAnswers, reason_of, unanswered
from ivigcalc.batch.columns import EMPTY_LAYOUT, Layout
from ivigcalc.batch.output import DIGITS, FORMATS, RowWriter, columns
from ivigcalc.batch.reading.notes import contradicted_unit
from ivigcalc.batch.reading.sums import NO_NAME, NO_PATIENT, Above
from ivigcalc.batch.reading.unread import nameless
from ivigcalc.batch.row.body_mass import contradicted_index
from ivigcalc.batch.row.second_figures import contradicted_figure
from ivigcalc.batch.row.standing import ended_by_status
from ivigcalc.batch.source import Parser, RowError
from ivigcalc.batch.tally import RowAdds, Tally, row_adds, status_alone
from ivigcalc.core.answers.batch import ANSWERED, CheckedRow, FailedRow
from ivigcalc.core.answers.supply.forecast import NOT_ANSWERED, Demand, DemandTally
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import FileError, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.core.record import Record

MOST_REMEMBERED: Final = 4096
"""How many different answers are remembered; more would take memory, and rarely come again."""

BETWEEN: Final = "\x1f"
"""Between the texts of which a digest is made."""

WHY_REFUSED: Final = (contradicted_figure, contradicted_unit, contradicted_index, ended_by_status)
"""What says of cells that are not read why their row is refused, or None; the first that does counts."""


class Setup(Record):
    """Everything that answering rows depends on."""

    catalogue: Catalogue
    given: Mapping[str, str]
    """The options that stand for columns, by field id."""
    versus: str
    """A weight policy to compare with; "" for none."""
    format: str
    """A name in ``FORMATS``."""
    means: Mapping[str, str]
    """The ids that texts of cells mean, by their letters."""
    ahead: ForecastPeriod | None = None
    """The months to look ahead; None where nobody asked."""
    dates: str = ""
    """How dates in figures are written: ``DateOrder``, "" for not said."""
    decimal: str = ""
    """The decimal mark of the table: ``DecimalMark``, "" for not said."""
    check: bool = False
    """Whether to say of each row what is read."""
    sums: bool = True
    """Whether to add up more than how many rows have which status."""
    explain: bool = False
    """Whether each row has its arithmetic."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers."""
        return columns(versus=bool(self.versus), explain=self.explain)

    def writer(self) -> RowWriter:
        """What writes rows in the format."""
        return FORMATS[self.format].writer(self.columns)

    @property
    def versions(self) -> tuple[str, str, str]:
        """What a row says it was made with: the program, the data, and the digest of the data."""
        return __version__, self.catalogue.version, self.catalogue.sha256[:DIGITS]

    @property
    def context(self) -> str:
        """Everything but a row itself that its answer depends on: versions, the formulary as in force, the options."""
        parts = [*self.versions, self.catalogue.sha256]
        if (local := self.catalogue.local) is not None:
            parts += ["formulary", local.sha256, *(f"{change.path} {change.in_force}" for change in local.changes)]
        options = [*self.given.items(), ("versus", self.versus)]
        options += [pair for pair in (("dates", self.dates), ("decimal", self.decimal)) if pair[1]]
        options += [("means", f"{text}={meant}") for text, meant in sorted(self.means.items())]
        return BETWEEN.join([*parts, *(f"{name}={text}" for name, text in options)])


class Chunk(NamedTuple):
    """Some records, one behind the other."""

    first_row: int
    """The number of the first, from 1."""
    lines: list[int]
    """The line of the input that each begins on."""
    records: list[Any]
    old: list[str | None]
    """A line of an earlier run that may answer each already, None where there is none; empty without such a run."""


class AnsweredChunk(NamedTuple):
    """What came of a chunk."""

    text: str
    """The lines of its answers."""
    failed: list[FailedRow]
    tally: Tally
    unread: tuple[str, ...]
    """Headings that nothing was read from."""
    keyed: set[bool]
    """Whether a column is a key: both where rows have columns of their own."""
    kept: int
    """How many lines of an earlier run stand as they were."""
    demand: DemandTally
    """What the rows need in the months to look ahead; empty where nobody asked."""
    checked: list[CheckedRow]
    """What was read of each row, where that was asked for."""
    filled: set[str]
    """The indications of rows for which the option for regimens stood."""


class AnswerLine(NamedTuple):
    """An answer as its line says it."""

    middle: str
    """What stands between the key and the digests."""
    adds: RowAdds
    """What it adds to the sums."""
    reason: str
    ahead: tuple[Demand, ...] | str = NOT_ANSWERED
    """What it needs in the months to look ahead, or why that is not known."""
    filled: str = ""
    """The indication, where the option for regimens stood for an empty cell."""


class Worker:
    """Answers a chunk of rows; one per process."""

    def __init__(self, setup: Setup, parse: Parser) -> None:
        """Keep what holds for every row."""
        self._check, self._adds = setup.check, row_adds if setup.sums else status_alone
        self._looks_ahead, self._fills = setup.ahead is not None, "regimen" in setup.given
        self._parse, self._writer, self._versions = parse, setup.writer(), setup.versions
        self._answers = RowAnswers(
            setup.catalogue,
            setup.given,
            setup.versus,
            setup.ahead,
            dates=setup.dates,
            decimal=setup.decimal,
            means=setup.means,
            explain=setup.explain,
        )
        self._context = hashlib.sha256(setup.context.encode("utf-8", "surrogatepass"))
        self._line_of = lru_cache(maxsize=MOST_REMEMBERED)(self._worked_out)
        self._kept_adds = lru_cache(maxsize=MOST_REMEMBERED)(self._adds_of_kept)

    def answer(self, chunk: Chunk, above: Above) -> AnsweredChunk:
        """Answer every row of a chunk; ``above`` knows whether one of them adds up those above it."""
        text: list[str] = []
        failed: list[FailedRow] = []
        checked: list[CheckedRow] = []
        unread, keyed, kept_rows = dict[str, None](), set[bool](), 0
        answered: list[RowAdds] = []
        demand, looks_ahead, filled = DemandTally(), self._looks_ahead, set[str]()
        writer, line_of, checks = self._writer, self._line_of, self._check
        versions, known = self._versions, None
        old = chunk.old or [None] * len(chunk.records)
        numbered = enumerate(zip(chunk.lines, chunk.records, old, strict=True), chunk.first_row)
        for row, (line, record, before) in numbered:
            layout, key, cells, reason = self._read(record, above)
            if layout is not known:
                known = layout
                if layout is not EMPTY_LAYOUT:
                    keyed.add(layout.key is not None)
                    unread |= dict.fromkeys(layout.unread)
            if layout.nameless:
                unread |= dict.fromkeys(nameless(place) for place in layout.nameless if cells[place].strip())
            if layout is not EMPTY_LAYOUT:
                cells = (*layout.picked(cells), reason) if reason and reason != NO_NAME else layout.picked(cells)
            start = writer.start(row, key)
            foot = writer.foot(self._input_digest(layout.signature, key, cells), versions)
            is_patient = not reason or reason not in NO_PATIENT
            kept = writer.kept(before, start, foot) if before else None
            if kept is not None:
                kept_rows += 1
                adds, reason, indication = self._kept_adds(kept)
                filled.add(self._filled_of_kept(layout, cells, adds.status, indication))
                text.append(f"{before}\n")
            else:
                said = self._said(unanswered(reason)) if reason else line_of(layout, cells)
                adds, reason = said.adds, said.reason
                filled.add(said.filled)
                if looks_ahead:
                    _add_ahead(demand, said.ahead, row, key)
                text.append(writer.line(start, said.middle, foot))
            answered.append(adds)
            if checks:
                is_read = layout is not EMPTY_LAYOUT
                read = self._answers.as_read(layout, cells, is_filled=is_patient) if is_read else ""
                row_read = CheckedRow(
                    row=row, line=line, key=one_line(key), status=adds.status, reason=reason, read=read
                )
                checked.append(row_read)
            if adds.status not in ANSWERED:
                failed.append(FailedRow(row=row, line=line, key=one_line(key), status=adds.status, reason=reason))
        tally = Tally()
        tally.add(answered)
        above.end()
        return AnsweredChunk(
            "".join(text), failed, tally, tuple(unread), keyed, kept_rows, demand, checked, filled - {""}
        )

    def _read(self, record: Any, above: Above) -> tuple[Layout, str, Sequence[str], str]:
        """A record: its columns, key and cells, and why it is not answered, "" where it may be.

        What cannot be taken apart has no columns, and itself and the reason as cells.

        Raises:
            FileError: the table cannot be answered.
        """
        try:
            layout, cells = self._parse(record)
        except FileError:
            raise
        except RefusedError as refused:
            reason = reason_of(refused.problems, EMPTY_LAYOUT)
            return EMPTY_LAYOUT, refused.key if isinstance(refused, RowError) else "", (str(record), reason), reason
        key = layout.key_of(cells)
        reason = above.no_patient(layout, key, cells)
        if not reason and (layout.unread_columns or layout.left_out_at):
            problem = next(filter(None, (why(layout, cells) for why in WHY_REFUSED)), None)
            reason = reason_of([problem], layout) if problem else ""
        return layout, key, cells, reason

    def _input_digest(self, header: str, key: str, cells: Sequence[str]) -> str:
        """The digest of a row's own cells under certain columns, in the context."""
        sha256 = self._context.copy()
        sha256.update(BETWEEN.join((header, key, *cells)).encode("utf-8", "surrogatepass"))
        return sha256.hexdigest()[:DIGITS]

    def _worked_out(self, layout: Layout, cells: Sequence[str]) -> AnswerLine:
        return self._said(self._answers.answer(layout, cells))

    def _adds_of_kept(self, middle: str) -> tuple[RowAdds, str, str]:
        """What a line of an earlier run adds, its reason and its indication: read of what it says, not worked out."""
        cells = self._writer.cells(middle)
        return self._adds(cells), cells["reason"], cells["indication"]

    def _filled_of_kept(self, layout: Layout, cells: Sequence[str], status: str, indication: str) -> str:
        """The indication of a row that is kept, where the option for regimens stood for an empty cell; else ""."""
        is_filled = self._fills and status in ANSWERED and layout.is_empty("regimen", cells)
        return indication if is_filled else ""

    def _said(self, answer: RowAnswer) -> AnswerLine:
        return AnswerLine(
            self._writer.middle(answer),
            self._adds(answer.cells),
            answer.cells.get("reason", ""),
            answer.ahead,
            answer.filled,
        )


def _add_ahead(demand: DemandTally, ahead: tuple[Demand, ...] | str, row: int, key: str) -> None:
    """Count what a row needs, or that row apart."""
    if isinstance(ahead, str):
        demand.leave_out(row, one_line(key), ahead)
    else:
        demand.add(row, one_line(key), ahead)
