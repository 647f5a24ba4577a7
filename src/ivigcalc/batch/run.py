"""The stream: records in, chunk by chunk to where they are answered, answers out in order."""

from collections.abc import Callable, Iterator
from typing import Final

from ivigcalc.batch.desk import Chunk, Desk, Done, Setup
from ivigcalc.batch.forms import form_of
from ivigcalc.batch.parallel import in_processes
from ivigcalc.batch.sinks import OldRows, Sink
from ivigcalc.batch.sources import Source
from ivigcalc.batch.tally import Tally
from ivigcalc.core.record import record

CHUNK: Final = 500
"""Rows that are answered at a time: what is held in memory, and lost at most when a run is killed."""

ERRORS_HEADER: Final = "row,line,key,status,reason\n"


@record
class Job:
    """A table to answer: from where, how, to where. ``old`` are lines of an earlier run.

    ``unread`` is told of headings that nothing is read from, ``seen`` of the tally after each chunk.
    """

    source: Source
    setup: Setup
    sink: Sink
    errors: Sink
    jobs: int
    old: OldRows | None
    unread: Callable[[str], None]
    seen: Callable[[Tally], None]


def header(setup: Setup) -> str:
    """The first line of the answers, "" where the format has none."""
    return form_of(setup.form, setup.columns).header


def run(job: Job) -> Tally:
    """Answer every row, in order; a row that cannot be answered says so."""
    tally, told = Tally(), set[str]()
    job.sink.write(header(job.setup))
    job.errors.write(ERRORS_HEADER)
    for done in _answered(job):
        job.sink.write(done.text)
        job.errors.write(done.errors)
        tally.join(done.tally)
        for heading in (*job.source.unread, *done.unread):
            if heading not in told:
                told.add(heading)
                job.unread(heading)
        job.seen(tally)
    return tally


def _answered(job: Job) -> Iterator[Done]:
    chunks = _chunks(job)
    if job.jobs > 1:
        return in_processes(chunks, job.setup, job.source.parser, job.jobs)
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
