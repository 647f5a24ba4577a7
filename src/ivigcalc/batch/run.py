"""A table is answered: records in, chunk by chunk to a worker, answers out in order, to where they are wanted."""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from ivigcalc.batch.answer import ForecastPeriod
from ivigcalc.batch.columns import BY_ID
from ivigcalc.batch.earlier.files import refuse_to_replace
from ivigcalc.batch.output import FORMATS, as_line
from ivigcalc.batch.reading.sums import Above, Totals
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.batch.request import BatchRequest
from ivigcalc.batch.sinks import OldRows, Sink, StreamSink, file_sink, part_of, real
from ivigcalc.batch.source import XLSX, InputTable, OpenTable, Parser, TableOptions, open_table
from ivigcalc.batch.tally import Tally
from ivigcalc.batch.worker import AnsweredChunk, Chunk, Setup, Worker
from ivigcalc.core.answers.batch import BatchAnswer, CheckedRow, FailedRow
from ivigcalc.core.answers.supply.forecast import DemandTally, forecast
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.core.record import Record

CHUNK: Final = 1000
"""Rows that are answered at a time: what is held in memory, and lost at most when a run is killed."""

ERRORS: Final = ("row", "line", "key", "status", "reason")
"""The columns of the table of rows that failed."""

MOST_LISTED: Final = 20
"""How many rows that failed are kept to be listed."""

MOST_KEYED: Final = 200
"""How many of them a report names, where keys are asked for."""

MOST_CHECKED: Final = 1000
"""How many rows a check says what was read of."""

MOST_PRINTED: Final = 100
"""How many rows a terminal shows."""

MOST_UNREAD: Final = 100
"""How many headings that nothing is read from are kept: in JSON Lines each row may have its own."""

MOST_NAMED: Final = 12
"""How many of them are named."""

NOT_READ: Final = "not read"
FREE_TEXT: Final = "not read, though an order or a warning may stand there"
OF_NAMES: Final = "with names of patients, neither read nor written"
"""What is said of headings that nothing is read from."""

NO_KEY: Final = "no column is a key: answers can be told apart by row alone; name one key, id, mrn or hospital_no"


class FrontEnd(Record):
    """What a front end does while a table is answered."""

    write: Callable[[str], object]
    """Writes rows to stdout."""
    tell: Callable[[str], object]
    """Says a line to the person."""
    seen: Callable[[OpenTable, int], object]
    """Is told of the table and of the rows done, at the beginning and after each chunk."""


class RunResult:
    """What came of a table so far.

    Its tally, the first rows that failed, headings that nothing is read from, whether a column is a key, and how many
    lines of an earlier run stand as they were.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.tally = Tally()
        self.failed: list[FailedRow] = []
        self.unread: list[str] = []
        self.keyed: set[bool] = set()
        self.kept = 0
        self.demand = DemandTally()
        self.checked: list[CheckedRow] = []
        self.printed: list[Mapping[str, str]] = []
        self.filled: set[str] = set()

    def add(self, done: AnsweredChunk) -> None:
        """Add a chunk, all but its headings."""
        self.tally.join(done.tally)
        self.failed += done.failed[: MOST_KEYED - len(self.failed)]
        self.keyed |= done.keyed
        self.kept += done.kept
        self.filled |= done.filled
        self.demand.join(done.demand)
        self.checked += done.checked[: MOST_CHECKED - len(self.checked)]

    def print(self, text: str, columns: Sequence[str]) -> None:
        """Keep the first rows of CSV to be printed."""
        room = MOST_PRINTED - len(self.printed)
        if room > 0:
            self.printed += islice(csv.DictReader(io.StringIO(text, newline=""), columns), room)

    def add_unread(self, headings: Collection[str]) -> list[str]:
        """Add headings that nothing is read from; those that are new."""
        new = [heading for heading in headings if heading not in self.unread][: MOST_UNREAD - len(self.unread)]
        self.unread += new
        return new


def run(request: BatchRequest, catalogue: Catalogue, front: FrontEnd) -> BatchAnswer:
    """Answer every row. What was written is put in its place at the end, and only then.

    Raises:
        FileError: there is no such table, or it cannot be read.
        RefusedError: standard input is a terminal, or a workbook cannot be read or written here.
        OutputError: a file that ivigcalc did not write stands where it would write one.
        OSError: something cannot be read or written.
    """
    typed, path, ran = request.typed, request.typed.path, RunResult()
    setup = Setup(
        catalogue=catalogue,
        given=request.given,
        versus=request.versus,
        format=request.format,
        ahead=ForecastPeriod(request.months, request.every) if request.months else None,
        dates=request.dates,
        decimal=request.decimal,
        means=request.means,
        check=typed.check and not typed.summary,
        explain=typed.explain,
        sums=typed.reported or typed.report is not None,
    )
    header = setup.writer().header
    sinks: list[Sink] = []
    with open_table(typed.file, typed.encoding or "") as file:
        _refuse_of_other_files(request, file)
        table = FORMATS[file.format].read(file, _table_options(request, catalogue))
        old = OldRows(path, header) if typed.resume and path else None
        try:
            sinks.append(_rows_sink(request, setup, front))
            sinks.append(StreamSink(len) if typed.errors is None else file_sink(typed.errors))
            rows, errors = sinks
            rows.write(header)
            errors.write(as_line(ERRORS))
            front.seen(file, 0)
            tell_unread = partial(_tell_unread, request.headings.words, front)
            tell_unread(ran.add_unread(table.unread))
            if table.remark:
                front.tell(table.remark)
            for done in _answered(_chunks(table, old), setup, table.parse, request.jobs):
                rows.write(done.text)
                failed = ((str(row.row), str(row.line), row.key, row.status, row.reason) for row in done.failed)
                errors.write("".join(map(as_line, failed)))
                ran.add(done)
                if typed.terminal:
                    ran.print(done.text, setup.columns)
                tell_unread(ran.add_unread(done.unread))
                front.seen(file, ran.tally.statuses.total())
            if ran.keyed == {False}:
                front.tell(NO_KEY)
            if len(ran.filled) > 1:
                _tell_filled(request, ran.filled, catalogue, front)
            if old:
                old.close()
            for sink in sinks:
                sink.finish()
        except BaseException:
            _stop(request, sinks, front)
            raise
    return _finished(request, catalogue, ran)


def _table_options(request: BatchRequest, catalogue: Catalogue) -> TableOptions:
    """What is known about reading the table."""
    names = {"indication": catalogue.indication_names, "product": catalogue.product_names}
    return TableOptions(request.headings, request.given, request.typed.sheet or "", names, request.decimal)


def _refuse_of_other_files(request: BatchRequest, file: OpenTable) -> None:
    """Refuse what was typed of a workbook for a text, and the other way round.

    Raises:
        RefusedError: one was.
    """
    typed, is_workbook = request.typed, file.format == XLSX
    option, of = ("--encoding", "a text") if is_workbook else ("--sheet", "a workbook")
    if (typed.encoding if is_workbook else typed.sheet) is not None:
        message = f"{option} is for {of}, and {typed.file} is none"
        raise RefusedError(Problem(code="contradiction", field=option, message=message, next=f"drop {option}"))


def _stop(request: BatchRequest, sinks: Sequence[Sink], front: FrontEnd) -> None:
    """Let go of what was written, and say how to go on from it."""
    for sink in sinks:
        sink.stop()
    path = request.typed.path
    if path and sinks and request.format != XLSX and part_of(real(path)).is_file():
        front.tell(f"not finished: {path} is as it was; --resume goes on from {part_of(path)}")


def _finished(request: BatchRequest, catalogue: Catalogue, ran: RunResult) -> BatchAnswer:
    typed, local, words = request.typed, catalogue.local, request.headings.words
    return BatchAnswer(
        source=typed.file,
        output=typed.output or "",
        errors=typed.errors or "",
        check=typed.check and not typed.summary,
        given=tuple((BY_ID[name].name, text) for name, text in request.given.items()),
        kept=ran.kept,
        summary=ran.tally.summary(request.versus, local.formulary.currency if local else ""),
        failed=tuple(ran.failed[:MOST_LISTED]),
        unread=tuple(map(one_line, ran.unread)),
        free_text=tuple(one_line(one) for one in ran.unread if words.is_free_text(one) and not words.is_name(one)),
        unread_lines=tuple(_unread_lines(words, ran.unread)),
        forecast=forecast(ran.demand, request.months, catalogue.formulary, request.stock) if request.months else None,
        checked=tuple(ran.checked),
        report=typed.report or "",
        keyed=tuple(ran.failed) if typed.report_keys else (),
        printed=tuple(ran.printed),
        explained=typed.explain,
    )


def _tell_unread(words: TableWords, front: FrontEnd, headings: Collection[str]) -> None:
    """Say which headings nothing is read from; apart those under which an order or a warning may stand."""
    for line in _unread_lines(words, headings, MOST_NAMED):
        front.tell(line)


def _tell_filled(request: BatchRequest, indications: Collection[str], catalogue: Catalogue, front: FrontEnd) -> None:
    """Say which courses ``--regimen`` stood for, where they are others in each indication."""
    from ivigcalc.batch.row.as_read import regimens_filled  # noqa: PLC0415 - few tables need it

    if said := regimens_filled(request.given["regimen"], indications, catalogue):
        front.tell(said)


def _unread_lines(words: TableWords, headings: Collection[str], most: int = MOST_UNREAD) -> Iterator[str]:
    """The headings that nothing is read from, a line for each kind of them; of each kind at most so many are named."""
    kinds: dict[str, list[str]] = {NOT_READ: [], FREE_TEXT: [], OF_NAMES: []}
    for heading in headings:
        kind = OF_NAMES if words.is_name(heading) else FREE_TEXT if words.is_free_text(heading) else NOT_READ
        kinds[kind].append(repr(one_line(heading)))
    for kind, named in kinds.items():
        more = f" and {len(named) - most} more" if len(named) > most else ""
        if named:
            yield f"{kind}: {', '.join(named[:most])}{more}"


def _rows_sink(request: BatchRequest, setup: Setup, front: FrontEnd) -> Sink:
    """Where the rows go.

    Raises:
        OutputError: a file that ivigcalc did not write stands there, or where those that failed go.
    """
    typed = request.typed
    refuse_to_replace({"--output": typed.path, "--errors": typed.errors})
    if typed.on_stdout:
        return StreamSink(front.write)
    if typed.output is None:
        return StreamSink(len)
    if sink := FORMATS[request.format].sink:
        return sink(Path(typed.output), setup.columns)
    return file_sink(typed.output, resume=typed.resume)


def _chunks(table: InputTable, old: OldRows | None) -> Iterator[Chunk]:
    """The records in chunks, with the lines of an earlier run beside them."""
    first = 1
    while numbered := list(islice(table.records, CHUNK)):
        lines, records = [line for line, _ in numbered], [record for _, record in numbered]
        yield Chunk(first, lines, records, old.take(len(lines)) if old else [])
        first += len(lines)


def _answered(chunks: Iterator[Chunk], setup: Setup, parse: Parser, jobs: int) -> Iterator[AnsweredChunk]:
    """The chunks, answered here or by as many processes, in order."""
    if jobs == 1:
        worker, totals = Worker(setup, parse), Totals()
        return (worker.answer(chunk, Above(totals)) for chunk in chunks)
    from ivigcalc.batch.processes import in_processes  # noqa: PLC0415 - takes longer to import than a small table

    return in_processes(chunks, setup, parse, jobs)
