"""Chunks are answered by several processes. They give the same bytes as one: what they answer is put back in order."""

import multiprocessing
import os
import threading
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from typing import Final, NamedTuple

from ivigcalc.batch.reading.sums import Above, PossibleSum, Totals
from ivigcalc.batch.reading.totals.added import Weights, added_up
from ivigcalc.batch.source import Parser
from ivigcalc.batch.worker import AnsweredChunk, Chunk, Setup, Worker
from ivigcalc.sheets.interruptions import BEGIN, ignore_signals, kept_for_later

CHUNKS_AHEAD: Final = 3
"""Chunks that are sent ahead for each process."""

_worker: list[Worker] = []
"""The worker of a process, once it has begun."""


def in_processes(chunks: Iterator[Chunk], setup: Setup, parse: Parser, jobs: int) -> Iterator[AnsweredChunk]:
    """The chunks, answered by ``jobs`` processes, in order.

    Each is answered as if it stood alone, and once more where one of its rows adds up those of the chunks above it.

    Raises:
        OSError: a process was ended from outside.
    """
    pool = ProcessPoolExecutor(
        max_workers=jobs, mp_context=multiprocessing.get_context(BEGIN), initializer=_begin, initargs=(setup, parse)
    )
    waiting: deque[tuple[Chunk, Future[_LoneAnswer]]] = deque()
    in_order = _AnswersInOrder(setup, parse)
    try:
        for chunk in chunks:
            with kept_for_later():  # a process may begin
                waiting.append((chunk, pool.submit(_answer, chunk)))
            if len(waiting) > jobs * CHUNKS_AHEAD:
                yield in_order.answered(*waiting.popleft())
        while waiting:
            yield in_order.answered(*waiting.popleft())
    except BrokenProcessPool as broken:
        message = "one of the --jobs processes was ended from outside; fewer of them need less memory"
        raise OSError(message) from broken
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _LoneAnswer(NamedTuple):
    """The answer to a chunk by a process that knows nothing of the rows above it, with what those may change in it."""

    done: AnsweredChunk
    steps: list[Weights | PossibleSum]
    """Weights that were added up, and the rows that were asked whether they do so, one after the other."""
    whys: list[str]
    """What was said of each of these rows."""


class _AnswersInOrder:
    """Puts answers to chunks in order, and answers a chunk again where one of its rows adds up rows above it."""

    def __init__(self, setup: Setup, parse: Parser) -> None:
        self._totals, self._worker = Totals(), cache(partial(Worker, setup, parse))

    def answered(self, chunk: Chunk, future: Future[_LoneAnswer]) -> AnsweredChunk:
        """The answer to the next chunk; another than it had alone where one of its rows adds up rows above it."""
        alone, totals, whys = future.result(), self._totals.copy(), []
        for step in alone.steps:
            if isinstance(step, PossibleSum):
                whys.append(self._totals.why(step))
            else:
                self._totals.add(step)
        return alone.done if whys == alone.whys else self._worker().answer(chunk, Above(totals))


def _begin(setup: Setup, parse: Parser) -> None:
    """Begin a process: an interruption is for its parent, and where the parent is gone it ends."""
    ignore_signals()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(Worker(setup, parse))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _answer(chunk: Chunk) -> _LoneAnswer:
    above = Above(Totals())
    done = _worker[0].answer(chunk, above)
    steps = [step if isinstance(step, PossibleSum) else added_up(step[0], Counter(step[1])) for step in above.steps]
    return _LoneAnswer(done, steps, above.whys)
