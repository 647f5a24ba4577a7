"""The data that the other functions of this room need, with a site's formulary if there is one."""

from datetime import date
from typing import TYPE_CHECKING

from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue


class Given(Record):
    """Something that is set, as text, and who set it."""

    value: str
    origin: str


def load(formulary: str | None, today: date) -> "Catalogue":
    """The shipped data, changed by the formulary file of that name; ``today`` tells whether its review is overdue.

    Raises:
        FormularyError: the formulary is missing, unreadable or wrong.
        DataError: the shipped data cannot be used.
    """
    from ivigcalc.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    if formulary is None:
        return catalogue
    from pathlib import Path

    from ivigcalc.catalogue.formulary import with_formulary

    return with_formulary(catalogue, Path(formulary), formulary, today)
