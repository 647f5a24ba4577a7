"""The entry point, and the one place where anything that goes wrong becomes a message and an exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, NoReturn

from ivigcalc.api.answer import Exit
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.cli.environment import IN_FORCE
from ivigcalc.cli.output import UnwritableError, emit
from ivigcalc.core.problems import Problem, RefusedError

NEW_OBJECTS = 200_000
"""How many before the garbage collector runs: Typer and an answer make fewer, and drop none that it would find."""


def run(words: list[str]) -> int:
    """Run the program with the words after its name and return its exit code."""
    try:
        return _run(words)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except SystemExit:  # the parser's own end when help goes into a closed pipe
        return Exit.CANNOT_WRITE
    except (UnwritableError, OSError) as error:
        if not isinstance(error.__cause__, BrokenPipeError):
            _tell(f"cannot read or write: {error}; look at the name, the rights and the room left")
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CANNOT_WRITE


def _run(words: list[str]) -> int:
    from ivigcalc.cli.app import UsageError, call

    IN_FORCE.set(None)
    try:
        return call(words)
    except (RefusedError, DataError) as error:
        return _refuse(error, words)
    except UsageError as error:
        return _refuse(_unreadable(error), words) if str(error) else Exit.USAGE


def _unreadable(error: Any) -> RefusedError:
    """What Typer says of a command line as a problem, with what to type instead."""
    command = " ".join(error.ctx.command_path.split()[:2]) if error.ctx else "ivigcalc"
    option = str(getattr(error, "option_name", "") or "")
    message = error.format_message().partition(" (Possible")[0].rstrip(".")
    if option[1:2].isdigit():
        message = f"{message}; no amount is below zero"
    unknown = message.startswith("No such option")
    near = _nearest(option, error.possibilities or ()) if unknown else ""
    hint = f"did you mean {near}? " if near else ""
    code = "unknown-option" if unknown else "usage"
    return RefusedError(Problem(code=code, field=option, message=message, next=f"{hint}see: {command} --help"))


def _nearest(option: str, similar: Sequence[str]) -> str:
    """The option that was probably meant: a risk typed as an option, or a name spelt nearly so."""
    from ivigcalc.core.request.patient import Factor, Risk

    name = option.strip("-")
    risks = [str(risk) for risk in Risk if name == risk or name.removesuffix("-risk") == risk.partition("-")[0]]
    risks += [factor for factor in Factor if name == factor]
    return f"--risk {risks[0]}" if risks else next(iter(similar), "")


def _refuse(error: RefusedError | DataError, words: list[str]) -> Exit:
    """Print a refusal and return its exit code."""
    from ivigcalc.api.answer import refusal
    from ivigcalc.cli.app import asked_format

    return emit(asked_format(words), refusal(error, IN_FORCE.get()), error=True)


def _tell(line: str) -> None:
    """Say something on stderr, if there is one."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")


def main() -> NoReturn:
    """Run the program. A bug ends with 70 and a line to report, never with a dose and never with a traceback."""
    gc.set_threshold(NEW_OBJECTS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = run(sys.argv[1:]) if sys.stdout else Exit.CANNOT_WRITE
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, no dose and no traceback
        _tell(f"internal error: {type(error).__name__}: {error}")
        _tell("No dose was worked out. Please report this line and what you typed.")
        code = Exit.BUG
    gc.freeze()
    sys.exit(code)
