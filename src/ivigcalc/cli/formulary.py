"""Which formulary is in force: the option's, else the environment variable's, else the user's; and the data with it."""

import os
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.formulary import Local

VARIABLE: Final = "IVIGCALC_FORMULARY"
OPTION: Final = "option --formulary"
USER_FILE: Final = "user file"

IN_FORCE: ContextVar["Local | None"] = ContextVar("IN_FORCE", default=None)
"""The formulary of the command that runs, so that a refusal can name it too."""


class Named(Record):
    """A formulary file, and who named it."""

    path: str
    origin: str


def user_file() -> str:
    """The user's own formulary, under ``$XDG_CONFIG_HOME`` or ``~/.config``; it need not exist."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    folder = base if os.path.isabs(base) else os.path.expanduser("~/.config")
    return os.path.join(folder, "ivigcalc", "formulary.yaml")


def named_formulary(typed: str | None) -> Named | None:
    """The formulary that counts; None where none is named and the user has none."""
    for name, origin in ((typed, OPTION), (os.environ.get(VARIABLE) or None, f"environment variable {VARIABLE}")):
        if name is not None:
            return Named(path=name, origin=origin)
    path = user_file()
    return Named(path=path, origin=USER_FILE) if os.path.lexists(path) else None


def today() -> date:
    """The day by which a review is overdue or not, where the program runs."""
    return datetime.now(tz=UTC).astimezone().date()


def load(typed: str | None = None) -> "Catalogue":
    """The catalogue with the formulary that is in force, if any.

    Raises:
        FormularyError: the formulary is missing, unreadable or wrong.
    """
    from ivigcalc.catalogue.load import load_catalogue

    catalogue, named = load_catalogue(), named_formulary(typed)
    if named is None:
        return catalogue
    from pathlib import Path

    from ivigcalc.catalogue.formulary import with_formulary

    found = with_formulary(catalogue, Path(named.path), named.path, today())
    IN_FORCE.set(found.local)
    return found
