"""The shipped data, read once for all tests of the core."""

import pytest
from hypothesis.vendor.pretty import RepresentationPrinter

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Rules
from tests import program


class Shipped(Catalogue):
    """The shipped catalogue, under a name short enough for the report of a failing example."""

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: FBT001 - hypothesis asks for it
        printer.text("catalogue" if not cycle else "...")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    read = program.shipped()
    return Shipped(**{name: getattr(read, name) for name in read.field_names})


@pytest.fixture(scope="session")
def rules(catalogue: Catalogue) -> Rules:
    return catalogue.rules
