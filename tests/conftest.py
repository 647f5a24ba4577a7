"""Fixtures that all tests share."""

from collections.abc import Callable

import pytest

from ivigcalc.core.catalogue import Catalogue
from tests import program
from tests.program import Answer


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped data."""
    return program.shipped()


@pytest.fixture(scope="session")
def run() -> Callable[..., Answer]:
    """Call the program in this process: ``run("dose", "--weight", "70")``."""
    return program.run
