"""What the environment, the user's own files and the clock say: the formulary in force, region, stock, the day."""

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from ivigcalc import __version__
from ivigcalc.api.answer import GivenSetting
from ivigcalc.api.answer import load as load_data
from ivigcalc.catalogue.load import CHANGED, changed_since_installed
from ivigcalc.cli.output import WINDOWS, tell

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.formulary import MergedFormulary

FORMULARY: Final = "IVIGCALC_FORMULARY"
REGION: Final = "IVIGCALC_REGION"
LANG: Final = "IVIGCALC_LANG"
STOCKED: Final = "IVIGCALC_PRODUCTS"


class InForce:
    """The formulary in force while a command runs, kept so that a refusal can name it, too."""

    local: "MergedFormulary | None" = None
    """The formulary; None where there is none, or it was not read."""


def variable(name: str) -> GivenSetting:
    """The value of an environment variable; "" where it is not set."""
    return GivenSetting(value=os.environ.get(name, ""), origin=f"environment variable {name}")


def stocked() -> str | None:
    """The preparations in stock, with commas between, if the environment names them."""
    return os.environ.get(STOCKED)


def user_file() -> str:
    """The user's own formulary, under ``$XDG_CONFIG_HOME`` or ``~/.config``; it need not exist.

    On Windows ``%APPDATA%`` takes the place of ``~/.config``.
    """
    base = os.environ.get("XDG_CONFIG_HOME", "")
    usual = os.environ.get("APPDATA", "") if WINDOWS else ""
    folder = base if os.path.isabs(base) else usual or os.path.expanduser("~/.config")
    return os.path.join(folder, "ivigcalc", "formulary.yaml")


def formularies(typed: str | None) -> tuple[GivenSetting, GivenSetting, GivenSetting]:
    """The places where a formulary may be named, in the order in which they count; "" where none is."""
    own, there = user_file(), os.path.lexists(user_file())
    return (
        GivenSetting(value=typed or "", origin="option --formulary"),
        variable(FORMULARY),
        GivenSetting(value=own if there else "", origin="user file" if there else f"user file {own}"),
    )


def formulary(typed: str | None) -> str | None:
    """The name of the formulary that counts: the option's, else the environment's, else the user's; None without."""
    return typed if typed is not None else next((named.value for named in formularies(typed) if named.value), None)


def today() -> date:
    """The day by which a review is overdue or not, where the program runs."""
    return datetime.now(tz=UTC).astimezone().date()


def load(typed: str | None) -> "Catalogue":
    """The data with the formulary that counts, if any; ``typed`` is what stands after ``--formulary``.

    Raises:
        FormularyError: the formulary is missing, unreadable or wrong.
    """
    catalogue = load_data(formulary(typed), today())
    InForce.local = catalogue.local
    if catalogue.version.endswith(CHANGED):
        files = ", ".join(f"data/{name}" for name in changed_since_installed())
        tell(f"not as installed: {files}; what is said rests on it as it is now. Install ivigcalc again.")
    return catalogue


def machine() -> dict[str, str]:
    """The versions of the program, of Python and of the libraries, and the platform."""
    import platform
    from importlib.metadata import version

    libraries = {name: version(name) for name in ("typer", "rich", "pydantic", "PyYAML")}
    python = f"{platform.python_version()} ({platform.python_implementation()})"
    return {"ivigcalc": __version__, "Python": python, **libraries, "platform": platform.platform()}
