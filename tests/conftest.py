"""Fixtures that all tests share."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.selection.exposure import sodium_mmol_per_g
from tests import profiles, program, side_by_side
from tests.apart import set_apart
from tests.program import Answer, shipped
from tests.reading import files_once, questions_once

profiles.register()

KEPT: Final = type(lru_cache(int))
"""The type of a function that keeps its answers."""
KEEPING: Final = ("ivigcalc.core.", "ivigcalc.report.json.")
"""Where functions keep answers by preparation."""


def pytest_configure(config: pytest.Config) -> None:
    """Read and compile the data once; the processes that run tests side by side inherit the folder's name."""
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(side_by_side)
        return
    folder = TemporaryDirectory(prefix="ivigcalc-data-")
    config.add_cleanup(folder.cleanup)
    try:
        program.compile_data(Path(folder.name) / "data")
    except DataError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_collection() -> None:
    """Nothing that is collected goes away again: the collector would look at all of it, time after time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on the collector looks at what the tests make, and not at the tests.

    It seldom looks at what stayed after a test: that is data read once, which never goes away.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def no_user_files() -> Iterator[None]:
    """Processes that tests start do not read the user's own files either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", program.NO_CONFIG.name)
        yield


@pytest.fixture(scope="session", autouse=True)
def modules_once() -> Iterator[None]:
    """Where Python is told to leave no bytecode behind, processes that tests start share that of this test run."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(program.compiled_data().with_name("modules")))
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Shipped files and formularies are read once, not once in each test, and ``selftest`` asks once."""
    with pytest.MonkeyPatch.context() as patch:
        files_once(patch)
        questions_once(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def pdfs_apart() -> Iterator[None]:
    """Typst starts no threads in a process that tests make copies of."""
    with pytest.MonkeyPatch.context() as patch:
        set_apart(patch)
        yield


@pytest.fixture
def signals() -> Iterator[None]:
    """Signals do what they usually do; where tests run in the background some are ignored. Put back at the end."""
    before = [(one, signal.getsignal(one)) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    for one, _ in before:
        signal.signal(one, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for one, does in before:
        signal.signal(one, does)


@pytest.fixture(scope="module", autouse=True)
def nothing_kept_of_changed_preparations() -> Iterator[None]:
    """What the program keeps of many preparations with one id is forgotten: they would be compared one by one."""
    yield
    if sodium_mmol_per_g.cache_info().currsize > 5 * len(shipped().products):
        modules = [module for name, module in sys.modules.items() if name.startswith(KEEPING)]
        for kept in [one for module in modules for one in vars(module).values() if isinstance(one, KEPT)]:
            kept.cache_clear()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped data."""
    return program.shipped()


@pytest.fixture(scope="session")
def run() -> Callable[..., Answer]:
    """Call the program in this process: ``run("dose", "--weight", "70")``."""
    return program.run
