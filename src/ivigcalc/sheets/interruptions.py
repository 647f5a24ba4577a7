"""Processes beside that which the user began: how one begins, and the signals that end a run, which it ignores."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

INTERRUPTIONS: Final = tuple(one for one in signal.Signals if one.name in {"SIGINT", "SIGTERM", "SIGHUP"})
"""What ends a run; Windows has two of them."""
BEGIN: Final = "fork" if sys.platform == "linux" else "spawn"
"""How a process begins: as a copy where that is safe, else anew."""

CAN_WAIT: Final = hasattr(signal, "pthread_sigmask")
"""Whether the system can keep one for later; Windows cannot."""


@contextmanager
def kept_for_later() -> Iterator[None]:
    """While a worker process begins: a signal that comes meanwhile interrupts this one afterwards, and no worker."""
    if not CAN_WAIT:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_signals() -> None:
    """In a worker process that has just begun: ignore signals, those kept for later among them. Its parent ends it."""
    for one in INTERRUPTIONS:
        signal.signal(one, signal.SIG_IGN)
    if CAN_WAIT:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTIONS)
