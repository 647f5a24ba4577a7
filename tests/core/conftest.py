"""The shipped data, read once for all tests of the core."""

from dataclasses import fields

import pytest
from hypothesis.vendor.pretty import RepresentationPrinter

from ivigcalc.catalogue.load import load_catalogue
from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.record import record
from ivigcalc.core.rule import Rules


@record
class Shipped(Catalogue):
    """The shipped catalogue, under a name short enough for the report of a failing example."""

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: FBT001 - hypothesis asks for it
        printer.text("catalogue" if not cycle else "...")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    read = load_catalogue()
    return Shipped(**{field.name: getattr(read, field.name) for field in fields(read)})


@pytest.fixture(scope="session")
def rules(catalogue: Catalogue) -> Rules:
    return catalogue.rules
