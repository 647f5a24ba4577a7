"""How a command declares what is typed: options and arguments as plain data, without the parser.

A command is a function of what was typed. Every parameter is annotated with one of these, and is text, a list of texts
or (for a flag) a truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Complete = Callable[[str], list[str]]
    """What may stand where so much was typed."""


class Option(NamedTuple):
    """An option: its name, its help, the panel of the help that it stands in, and what is shown for its value.

    ``variable`` is an environment variable that gives it where it is not typed, ``short`` a name of one letter.
    """

    name: str
    help: str
    panel: str
    metavar: str | None = None
    complete: Complete | None = None
    variable: str | None = None
    short: str | None = None


class Argument(NamedTuple):
    """A word that stands by itself."""

    metavar: str
    help: str
    complete: Complete | None = None
