"""PDFs are set in a copy of a process of tests: the threads of Typst would be missing in copies that are made later."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import pytest
import typst


def set_apart(patch: pytest.MonkeyPatch) -> None:
    """Have Typst set what this process asks for in a copy of it, which ends; copies set theirs themselves."""
    here, compiled = os.getpid(), typst.compile

    def apart(*args: Any, **how: Any) -> Any:
        if os.getpid() != here:
            return compiled(*args, **how)
        receiving, sending = get_context("fork").Pipe(duplex=False)
        copy = get_context("fork").Process(target=_sent, args=(sending, lambda: compiled(*args, **how)))
        copy.start()
        sending.close()
        made, failure = receiving.recv()
        copy.join()
        if failure is not None:
            raise typst.TypstError(failure, failure, [], [])
        return made

    patch.setattr("typst.compile", apart)


def _sent(sending: Connection, work: Callable[[], object]) -> None:
    """Send what work gives, or what went wrong."""
    try:
        sending.send((work(), None))
    except typst.TypstError as failure:
        sending.send((None, str(failure)))
