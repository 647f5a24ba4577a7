"""Fixtures that all tests share."""

from collections.abc import Callable, Iterator

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from tests import program
from tests.program import Answer


@pytest.fixture(scope="session", autouse=True)
def no_user_files() -> Iterator[None]:
    """Processes that tests start do not read the user's own files either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", program.NO_CONFIG.name)
        yield


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped data."""
    return program.shipped()


@pytest.fixture(scope="session")
def run() -> Callable[..., Answer]:
    """Call the program in this process: ``run("dose", "--weight", "70")``."""
    return program.run
