"""The same chunks answered in several processes: in the same order, with the same bytes, and no more in memory."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final

from ivigcalc.batch.desk import Chunk, Desk, Done, Setup
from ivigcalc.batch.records import Parser

AHEAD: Final = 3
"""Chunks that are sent ahead for each process."""

_desk: list[Desk] = []
"""The desk of a process that answers, once it has begun."""


def in_processes(chunks: Iterator[Chunk], setup: Setup, parser: Parser, jobs: int) -> Iterator[Done]:
    """The chunks, answered by ``jobs`` processes, in order."""
    kind = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=multiprocessing.get_context(kind),
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
