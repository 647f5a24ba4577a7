"""The stream: records in, chunk by chunk to where they are answered, answers out in order.

Several processes give the same bytes as one: they answer the same chunks, and these are put back in order.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final, NamedTuple

from ivigcalc.batch.desk import Chunk, Desk, Done, Setup
from ivigcalc.batch.forms import Cells, form_of
from ivigcalc.batch.records import Parser
from ivigcalc.batch.sinks import OldRows, Sink
from ivigcalc.batch.sources import Source
from ivigcalc.batch.tally import Tally
from ivigcalc.core.answers.batch import FailedRow
from ivigcalc.core.record import Record

CHUNK: Final = 1000
"""Rows that are answered at a time: what is held in memory, and lost at most when a run is killed."""

BEGIN: Final = "fork" if sys.platform == "linux" else "spawn"
"""How a process begins: as a copy where that is safe, else anew."""

AHEAD: Final = 3
"""Chunks that are sent ahead for each process."""

ERRORS: Final = ("row", "line", "key", "status", "reason")
"""The columns of the table of rows that failed."""

MOST_LISTED: Final = 20
"""How many rows that failed are kept to be listed."""

MOST_UNREAD: Final = 100
"""How many headings that nothing is read from are kept: in JSON Lines each row may have its own."""


class Job(Record):
    """A table to answer: from where, how, to where. ``old`` are lines of an earlier run.

    ``unread`` is told of headings that nothing is read from, ``seen`` of the tally after each chunk.
    """

    source: Source
    setup: Setup
    sink: Sink
    errors: Sink
    jobs: int
    old: OldRows | None
    unread: Callable[[Sequence[str]], None]
    seen: Callable[[Tally], None]


class Ran(NamedTuple):
    """What came of a table: its tally, the first rows that failed, headings not read, and how many lines were kept."""

    tally: Tally
    failed: list[FailedRow]
    unread: list[str]
    kept: int


def header(setup: Setup) -> str:
    """The first line of the answers, "" where the format has none."""
    return form_of(setup.form, setup.columns).header


def run(job: Job) -> Ran:
    """Answer every row, in order; a row that cannot be answered says so."""
    tally, failed, kept = Tally(), list[FailedRow](), 0
    unread: dict[str, None] = {}
    table = Cells(",")

    def tell(found: Sequence[str]) -> None:
        new = [heading for heading in found if heading not in unread][: MOST_UNREAD - len(unread)]
        unread.update(dict.fromkeys(new))
        if new:
            job.unread(new)

    tell(job.source.unread)
    job.sink.write(header(job.setup))
    job.errors.write(table.line_of(ERRORS))
    for done in _answered(job):
        job.sink.write(done.text)
        job.errors.write("".join(map(table.line_of, map(_error_cells, done.failed))))
        tally.join(done.tally)
        failed += done.failed[: MOST_LISTED - len(failed)]
        kept += done.kept
        tell(done.unread)
        job.seen(tally)
    return Ran(tally, failed, [*unread], kept)


def _error_cells(one: FailedRow) -> tuple[str, ...]:
    return str(one.row), str(one.line), one.key, one.status, one.reason


def _answered(job: Job) -> Iterator[Done]:
    chunks = _chunks(job)
    if job.jobs > 1:
        return _in_processes(chunks, job.setup, job.source.parser, job.jobs)
    return map(Desk(job.setup, job.source.parser).done, chunks)


def _chunks(job: Job) -> Iterator[Chunk]:
    """The records in chunks, with the lines of an earlier run beside them."""
    first = 1
    lines: list[int] = []
    records: list[object] = []

    def chunk() -> Chunk:
        return Chunk(first, lines, records, job.old.take(len(lines)) if job.old else [])

    for line, one in job.source.records:
        lines.append(line)
        records.append(one)
        if len(lines) == CHUNK:
            yield chunk()
            first, lines, records = first + CHUNK, [], []
    if lines:
        yield chunk()


_desk: list[Desk] = []
"""The desk of a process that answers, once it has begun."""


def _in_processes(chunks: Iterator[Chunk], setup: Setup, parser: Parser, jobs: int) -> Iterator[Done]:
    """The chunks, answered by ``jobs`` processes, in order."""
    pool = ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=multiprocessing.get_context(BEGIN),
        initializer=_begin,
        initargs=(setup, parser),
    )
    waiting: deque[Future[Done]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_done, chunk))
            if len(waiting) > jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(setup: Setup, parser: Parser) -> None:
    """Begin a process: an interruption is for its parent, and where the parent is gone it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _desk.append(Desk(setup, parser))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _done(chunk: Chunk) -> Done:
    return _desk[0].done(chunk)
