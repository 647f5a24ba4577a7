"""A command line of which no word is in doubt, read without the parser.

The parser takes longer to import than an answer takes to work out. It is needed for help, for completion and for
saying what is wrong; not for ``--weight 70 --indication cidp``. What is not exactly an option of the command with a
value after it, a flag, or one word by itself is left to the parser, which reads whatever is read here in the same way:
a test compares them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from ivigcalc.cli import commands
from ivigcalc.cli.declared import Argument, Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ivigcalc.cli.commands import Command

COMPLETING = "_IVIGCALC_COMPLETE"
"""The environment variable by which a shell asks for completion."""


def read(argv: Sequence[str]) -> tuple[Command, dict[str, Any]] | None:
    """The command and what was typed for each of its parameters; None where only the parser can tell."""
    if not argv or COMPLETING in os.environ:
        return None
    name, *words = argv
    if name in commands.COMMANDS:
        command: Command = getattr(commands.module(name), name)
    elif name in commands.GROUPS and words and words[0] in (found := commands.module(name).COMMANDS):
        command, words = found[words[0]][0], words[1:]
    else:
        return None
    typed = _typed(command, words)
    return None if typed is None else (command, typed)


class Parameter(NamedTuple):
    """A parameter of a command: its name, its type, and what it is declared as."""

    name: str
    kind: Any
    note: Option | Argument


def _typed(command: Command, words: list[str]) -> dict[str, Any] | None:
    """What was typed for each parameter of a command; None where a word is in doubt."""
    hints = [(name, hint) for name, hint in command.__annotations__.items() if name != "return"]
    parameters = [Parameter(name, *get_args(hint)) for name, hint in hints]
    options = {one.note.name: one for one in parameters if isinstance(one.note, Option)}
    options |= {one.note.short: one for one in parameters if isinstance(one.note, Option) and one.note.short}
    arguments = [one.name for one in parameters if isinstance(one.note, Argument)]
    variables = {
        one.name: one.note.variable for one in parameters if isinstance(one.note, Option) and one.note.variable
    }
    typed: dict[str, Any] = {name: os.environ[given] for name, given in variables.items() if os.environ.get(given)}
    alone: list[str] = []
    left = iter(words)
    for word in left:
        if word.startswith("-"):
            name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
            if name not in options or not _take(options[name], value if equals else None, left, typed):
                return None
        else:
            alone.append(word)
    if len(alone) > len(arguments) or "" in alone:
        return None
    typed.update(zip(arguments, alone, strict=False))
    needed = {name for name, _ in hints} - (command.__kwdefaults__ or {}).keys() - typed.keys()
    return None if needed else typed


def _take(option: Parameter, given: str | None, left: Iterator[str], typed: dict[str, Any]) -> bool:
    """Take an option with its value, which is given or the next word; False where that is in doubt."""
    if option.kind is bool:
        typed[option.name] = True
        return given is None
    value = next(left, "-") if given is None else given
    if option.kind == list[str] | None:
        typed.setdefault(option.name, []).append(value)
    else:
        typed[option.name] = value
    return not value.startswith("-")
