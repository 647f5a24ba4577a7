"""How things are timed: in turn, many times, and by the median; memory as the operating system counts it."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PROGRAM = str(Path(sys.executable).with_name("ivigcalc"))

WARM_UP, ROUNDS = 3, 25


class Run(NamedTuple):
    """Seconds by the clock, and the most memory in MiB that one process had."""

    seconds: float
    peak_mib: float


def run(command: Sequence[str]) -> Run:
    """Run a command whose output is thrown away; what it asks is answered with Enter."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    if child.stdin:
        child.stdin.write(b"\n" * 9)
        with suppress(BrokenPipeError):
            child.stdin.close()
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(time.perf_counter() - began, used.ru_maxrss / 1024)


def against(command: Sequence[str], baseline: Sequence[str]) -> tuple[float, float, float]:
    """Seconds of a command and of a baseline, run in turn, and the ratio pair by pair; medians."""
    pairs = [(run(command).seconds, run(baseline).seconds) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    ratio = statistics.median(own / other for own, other in pairs)
    return statistics.median(own for own, _ in pairs), statistics.median(other for _, other in pairs), ratio


def each(work: Callable[[int], object], count: int) -> float:
    """Seconds for one call of many, each with another number: the median of several rounds, after one to warm up."""
    rounds = []
    for _ in range(6):
        began = time.perf_counter()
        for number in range(count):
            work(number)
        rounds.append((time.perf_counter() - began) / count)
    return statistics.median(rounds[1:])


def say(what: str, figure: str, reach: str) -> None:
    """A row of the table."""
    print(f"| {what} | {figure} | {reach} |", flush=True)
