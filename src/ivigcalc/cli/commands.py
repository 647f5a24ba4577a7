"""The commands, and which of them a command line asks for. A command's module is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    Command = Callable[..., int | None]
    """Takes what was typed, prints the answer, and returns the exit code (None: 0)."""

COMMANDS: Final = ("dose", "infusion", "vials", "verify", "compare", "batch", "products", "indications", "schema")
"""Each is a function of the same name in a module of the same name, beside its EPILOG."""

GROUPS: Final = ("data", "config")
"""Each is a module of the same name with the HELP of the group and its COMMANDS."""

REPEATABLE: Final = ("--risk", "--ack")
"""Options that may be given more than once; in ``dose`` ``--product`` may be, too."""


SHORT: Final = {"-o": "--output"}
"""Options with a short name."""


def module(name: str) -> ModuleType:
    """The module of a command or a group."""
    return import_module(f"ivigcalc.cli.{name}")


def asked(argv: Sequence[str]) -> str:
    """The command or group asked for, or ""."""
    word = next((word for word in argv if not word.startswith("-")), "")
    return word if word in (*COMMANDS, *GROUPS) else ""


def repeatable(argv: Sequence[str]) -> tuple[str, ...]:
    """The options that may be given more than once on this command line."""
    return (*REPEATABLE, "--product") if asked(argv) == "dose" else REPEATABLE
