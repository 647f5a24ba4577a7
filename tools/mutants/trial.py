"""Trying mutants: which tests reach which code, and whether one of them fails with a mutant in its place.

Each mutant gets a process of its own, forked from one that has collected the tests of the core and of intake and has
seen, once, which of them reach which block of statements; before each, what functions have kept of their answers is
forgotten, for a test reaches what it makes the program work out, not what another one had it work out before. There
the mutant's code takes the place of the function's, and the tests that reach its block are run, the quickest first,
until one fails: the mutant is killed. For what runs when a module is imported the program is imported again. Laws draw
the same examples each time.
"""

import builtins
import gc
import os
import pickle
import resource
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial
from importlib.machinery import SourceFileLoader
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import format_exc
from types import CodeType, FunctionType
from typing import Any, Final, TypeVar

import pytest
from hypothesis import Phase, settings

from tools.mutants.changes import ROOMS, SOURCE, Mutant, watched

TESTS: Final = ("tests/core", "tests/intake")
OPTIONS: Final = (
    *("-o", "addopts=", "-p", "no:terminal", "-p", "no:cacheprovider", "-s", "--hypothesis-profile=mutants"),
    "--assert=plain",  # nobody reads why a test fails; for what runs at import all tests are imported again
    "--ignore=tests/intake/test_long_texts.py",  # it asks how long reading takes, which says nothing of the answer
)
LIVES, KILLED, TIMED_OUT = "lives", "killed", "timed out"
BROKEN: Final = 2
"""The exit code where it is not known whether a mutant lives."""
FORGETTING: Final = ("ivigcalc.core.", "ivigcalc.intake.", "tests.written", "tests.intake.")
"""The modules whose functions forget before each test what they have kept: the data and slow oracles are read once."""
KEEPERS: Final = type(lru_cache(int))
"""The type of a function that keeps its answers."""
REACHED: Final = "__blocks_reached__"
EXAMPLES: Final = 10
"""The share in a hundred of a law's examples that are tried, as in the profile ``quick``."""
SECONDS: Final = 10
"""What a test may take of the processor beyond twenty times its usual time, before it is said to go on for ever."""
MEMORY: Final = 4 << 30
"""The bytes that a process may take; a mutant that takes more is killed."""

Job = TypeVar("Job")


def in_processes(jobs: Iterable[Job], work: Callable[[Job], bool], count: int) -> Iterator[tuple[Job, str]]:
    """What becomes of each job, in a process forked for it: ``LIVES`` where the work is done and well."""
    running: dict[int, Job] = {}
    waiting = iter(jobs)
    while True:
        for job in waiting:
            if pid := os.fork():
                running[pid] = job
                if len(running) == count:
                    break
            else:
                _work(job, work)
        if not running:
            return
        pid, status = os.wait()
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
            raise SystemExit(BROKEN)
        stopped = os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGPROF, signal.SIGALRM}
        yield running.pop(pid), TIMED_OUT if stopped else KILLED if status else LIVES


def _work(job: Job, work: Callable[[Job], bool]) -> None:
    """Do the work in this process, silently, and end it: 0 where it is well, 1 where it is not."""
    code = BROKEN
    heard = os.dup(2)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        code = 0 if work(job) else 1
    finally:
        if code == BROKEN:
            os.write(heard, format_exc().encode())
        os._exit(code)


class Collected:
    """A plugin of pytest: instead of running the tests it tries mutants on them."""

    def __init__(self, mutants: Sequence[Mutant], said: Callable[[Mutant, str], None], processes: int) -> None:
        """Take the mutants, what is to be told of each, and how many may be tried at the same time."""
        self.mutants, self.said, self.processes = mutants, said, processes
        self.failed = False
        self.seconds: dict[int, float] = {}
        self.reaching: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.items: Sequence[pytest.Item] = ()
        self.keepers: Sequence[Any] = ()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember that a test failed."""
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Find out which tests reach which lines, then try each mutant."""
        from tests.program import shipped  # noqa: PLC0415 - imports the program

        shipped()
        self.items = session.items
        gc.unfreeze()
        every = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        rooms = tuple(f"{SOURCE / room}{os.sep}" for room in ROOMS)
        functions = [one for one in every if one.__code__.co_filename.startswith(rooms)]
        keepers = [one for one in gc.get_objects() if isinstance(one, KEEPERS)]
        self.keepers = [one for one in keepers if (one.__module__ or "").startswith(FORGETTING)]
        gc.freeze()
        self._reach(functions)
        called = [mutant for mutant in self.mutants if self.tests_of(mutant)]
        for mutant, end in in_processes(called, lambda mutant: self._lives(mutant, functions), self.processes):
            self.said(mutant, end)
        return True

    def tests_of(self, mutant: Mutant) -> AbstractSet[int]:
        """The tests that reach the block of a mutant; none of what runs at import, or whose answer is kept since."""
        return self.reaching.get((str(mutant.place.path), mutant.place.block), set())

    def _reach(self, functions: Sequence[FunctionType]) -> None:
        """Run all tests once, in as many processes as may run, and see which blocks of statements they reach."""
        with TemporaryDirectory() as folder:
            shares = [range(first, len(self.items), self.processes) for first in range(self.processes)]
            watch = partial(self._watched, functions=functions, folder=Path(folder))
            for share, end in in_processes(shares, watch, self.processes):
                if end != LIVES:
                    raise SystemExit(BROKEN)
                seconds, reached = pickle.loads((Path(folder) / str(share.start)).read_bytes())  # noqa: S301 - our own
                self.seconds |= seconds
                for block, tests in reached.items():
                    self.reaching[block] |= tests
        for number in {*range(len(self.items))} - {*self.seconds}:
            print(f"left out, it fails without any mutant: {self.items[number].nodeid}")

    def _watched(self, share: range, functions: Sequence[FunctionType], folder: Path) -> bool:
        """Run some of the tests, and write down how long each took and which blocks it reached."""
        blocks: set[tuple[str, int]] = set()
        builtins.__dict__[REACHED] = blocks
        for path in {Path(function.__code__.co_filename) for function in functions}:
            put_in(watched(path, REACHED), functions)
        reached: dict[tuple[str, int], set[int]] = defaultdict(set)
        for number in share:
            self._forget()
            blocks.clear()
            before = os.times().user
            self._run([number])
            self.seconds[number] = os.times().user - before
            if self.failed:
                self.failed = False
                del self.seconds[number]
                continue
            for block in blocks:
                reached[block].add(number)
        (folder / str(share.start)).write_bytes(pickle.dumps((self.seconds, reached)))
        return True

    def _forget(self) -> None:
        """Have every function forget what it has kept."""
        for one in self.keepers:
            one.cache_clear()

    def _run(self, numbers: Sequence[int]) -> None:
        """Run some tests in this order, up to the first that fails."""
        for number, following in zip_longest(numbers, numbers[1:]):
            limit(self.seconds.get(number, SECONDS))
            after = None if following is None else self.items[following]
            self.items[number].config.hook.pytest_runtest_protocol(item=self.items[number], nextitem=after)
            if self.failed:
                return

    def _lives(self, mutant: Mutant, functions: Sequence[FunctionType]) -> bool:
        """Whether no test fails with the mutant in the place of what it was made of."""
        put_in(mutant.compiled(), functions)
        self._forget()
        self._run(sorted(self.tests_of(mutant), key=self.seconds.__getitem__))
        return not self.failed


def put_in(module: CodeType, functions: Iterable[FunctionType]) -> None:
    """Give each function of a module the code that it has in another version of that module."""
    changed = dict(_codes(module))
    for function in functions:
        code = function.__code__
        if code.co_filename == module.co_filename:
            function.__code__ = changed.get((code.co_qualname, code.co_firstlineno), code)


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """The code of every function within some code, by its name and first line."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield (inner.co_qualname, inner.co_firstlineno), inner
            yield from _codes(inner)


class Quickest:
    """A plugin of pytest: the quickest tests come first, those that reach a module before the others."""

    def __init__(self, seconds: Mapping[str, float], reaching: AbstractSet[str]) -> None:
        """Take how long each test takes, and which ones reach the module."""
        self.seconds, self.reaching = seconds, reaching

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests in order, without those that fail anyway."""
        items[:] = [item for item in items if item.nodeid in self.seconds]
        items.sort(key=lambda item: (item.nodeid not in self.reaching, self.seconds[item.nodeid]))

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Give the test its time."""
        limit(self.seconds[item.nodeid])


def limit(seconds: float) -> None:
    """End this process where a test takes far longer than its usual time."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS + 20 * seconds)
    signal.alarm(60 * SECONDS)


def tried(mutants: Sequence[Mutant], processes: int, said: Callable[[Mutant, str], None]) -> None:
    """Try each mutant, and say what became of it."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile(
        "mutants", max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=phases
    )
    plugin = Collected(mutants, said, processes)
    if pytest.main([*OPTIONS, *TESTS], plugins=[plugin]) != pytest.ExitCode.OK:
        raise SystemExit(BROKEN)
    seconds = {plugin.items[number].nodeid: time for number, time in plugin.seconds.items()}
    reaching: dict[str, set[str]] = defaultdict(set)
    for (path, _), numbers in plugin.reaching.items():
        reaching[path] |= {plugin.items[number].nodeid for number in numbers}

    def lives(mutant: Mutant, *tests: str) -> bool:
        return imported_lives(mutant, tests, Quickest(seconds, reaching[str(mutant.place.path)]))

    living = []
    at_import = [mutant for mutant in mutants if not plugin.tests_of(mutant)]
    for mutant, end in in_processes(at_import, lambda mutant: lives(mutant, f"tests/{mutant.room}"), processes):
        if end == LIVES:
            living.append(mutant)
        else:
            said(mutant, end)
    for mutant, end in in_processes(living, lambda mutant: lives(mutant, *TESTS), processes):
        said(mutant, end)


def imported_lives(mutant: Mutant, tests: Sequence[str], order: Quickest) -> bool:
    """Whether no test fails where the mutant is there when its module is imported: the program is imported again."""
    for name in [name for name in sys.modules if name.partition(".")[0] in {"ivigcalc", "tests"}]:
        del sys.modules[name]
    plain = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        return mutant.compiled() if loader.path == str(mutant.place.path) else plain(loader, name)

    setattr(SourceFileLoader, "get_code", get_code)  # noqa: B010 - the type checker allows no other way
    limit(SECONDS)
    return pytest.main([*OPTIONS, "-x", *tests], plugins=[order]) == pytest.ExitCode.OK
