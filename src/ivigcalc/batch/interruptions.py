"""Interruptions of a run are for the process that the user began: those that help it never heed one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

INTERRUPTIONS: Final = tuple(one for one in signal.Signals if one.name in {"SIGINT", "SIGTERM", "SIGHUP"})
"""What ends a run; Windows has two of them."""
CAN_WAIT: Final = hasattr(signal, "pthread_sigmask")
"""Whether the system can keep one for later; Windows cannot."""


@contextmanager
def kept_for_later() -> Iterator[None]:
    """While another process begins: what comes meanwhile interrupts this one afterwards, and that one not at all."""
    if not CAN_WAIT:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore() -> None:
    """In a process that has just begun: its parent says when it ends. What was kept for later is dropped."""
    for one in INTERRUPTIONS:
        signal.signal(one, signal.SIG_IGN)
    if CAN_WAIT:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTIONS)
