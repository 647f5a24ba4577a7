"""Whether work takes time that grows no faster than what it is done on: by how it grows, not by a limit in seconds.

A slow machine, or one that measures coverage, is slow at both lengths alike.
"""

import gc
from collections.abc import Callable
from time import process_time
from typing import Final

from tests.profiles import together

HARDLY: Final = 0.06 / together(3)
"""Seconds of which no growth is read: what grows with the square of these tests' lengths takes many times that.

A third by default, because lengths are shorter then.
"""

PART: Final = 4
"""A whole length is compared with its quarter: beside what grows with it, a square is seen sooner than with half."""

SQUARE: Final = 6
"""What is four times as long takes four times the time; where it grows with the square of the length, sixteen times."""

TRIES: Final = 3
"""How often a growth is measured before it counts: another process may have had its share of one."""


def grows_with_length(work: Callable[[int], object], length: int) -> bool:
    """Whether work on a whole length takes less than six times what it takes on a quarter, or hardly any time."""
    for _ in range(TRIES):
        whole = _spent(work, length)
        if whole < HARDLY or whole < SQUARE * _spent(work, length // PART):
            return True
    return False


def _spent(work: Callable[[int], object], length: int) -> float:
    """Seconds of processor time, without the collector, which would look at all that the tests hold, at one length."""
    gc.disable()
    try:
        began = process_time()
        work(length)
        return process_time() - began
    finally:
        gc.enable()
