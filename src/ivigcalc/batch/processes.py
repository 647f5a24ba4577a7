"""Chunks are answered by several processes. They give the same bytes as one: what they answer is put back in order."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from ivigcalc.batch.source import BEGIN, Parser
from ivigcalc.batch.worker import AnsweredChunk, Chunk, Setup, Worker

CHUNKS_AHEAD: Final = 3
"""Chunks that are sent ahead for each process."""

_worker: list[Worker] = []
"""The worker of a process, once it has begun."""


def in_processes(chunks: Iterator[Chunk], setup: Setup, parse: Parser, jobs: int) -> Iterator[AnsweredChunk]:
    """The chunks, answered by ``jobs`` processes, in order.

    Raises:
        OSError: a process was ended from outside.
    """
    pool = ProcessPoolExecutor(
        max_workers=jobs, mp_context=multiprocessing.get_context(BEGIN), initializer=_begin, initargs=(setup, parse)
    )
    waiting: deque[Future[AnsweredChunk]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_answer, chunk))
            if len(waiting) > jobs * CHUNKS_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as broken:
        message = "one of the --jobs processes was ended from outside; fewer of them need less memory"
        raise OSError(message) from broken
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(setup: Setup, parse: Parser) -> None:
    """Begin a process: an interruption is for its parent, and where the parent is gone it ends."""
    for interruption in signal.Signals:
        if interruption.name in {"SIGINT", "SIGTERM", "SIGHUP"}:  # Windows has two of them
            signal.signal(interruption, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(Worker(setup, parse))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _answer(chunk: Chunk) -> AnsweredChunk:
    return _worker[0].answer(chunk)
