"""The entry point, and the one place where anything that goes wrong becomes a message and an exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, NoReturn

from ivigcalc.catalogue.mistakes import DataError, FormularyError
from ivigcalc.cli.exits import Exit, refusal_code, refusal_status
from ivigcalc.cli.formulary import IN_FORCE
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
    from ivigcalc.cli.app import call
    from ivigcalc.cli.command import UsageError

    IN_FORCE.set(None)
    try:
        return call(words)
    except RefusedError as refused:
        return _refuse(refused, words, refusal_code(refused))
    except UsageError as error:
        return _refuse(_unreadable(error), words, Exit.USAGE) if str(error) else Exit.USAGE
    except DataError as error:
        wrong = isinstance(error, FormularyError)
        code = "bad-formulary" if wrong else "bad-data"
        last = error.mistakes[-1]
        todo = f"mend the file, then: ivigcalc data check {last.file}" if wrong else ""
        problems = (
            Problem(code=code, message=str(mistake), next=todo if mistake is last else "") for mistake in error.mistakes
        )
        return _refuse(RefusedError(*problems), words, Exit.BAD_CONFIG if wrong else Exit.BAD_DATA)


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


def _nearest(option: str, spelt_nearly_so: Sequence[str]) -> str:
    """The option that was probably meant: a risk typed as an option, or a name spelt nearly so."""
    from ivigcalc.core.request.patient import Factor, Risk

    name = option.strip("-")
    risks = [str(risk) for risk in Risk if name == risk or name.removesuffix("-risk") == risk.partition("-")[0]]
    risks += [factor for factor in Factor if name == factor]
    return f"--risk {risks[0]}" if risks else next(iter(spelt_nearly_so), "")


def _refuse(refused: RefusedError, words: list[str], code: Exit) -> Exit:
    """Print a refusal and return its exit code."""
    from ivigcalc.catalogue.load import data_versions
    from ivigcalc.cli.app import asked_format
    from ivigcalc.report.json.parts.answer import head
    from ivigcalc.report.json.refusal import refusal_json
    from ivigcalc.report.view.refusal import refusal_document

    local = IN_FORCE.get()
    emit(
        asked_format(words),
        lambda: refusal_document(refused, local),
        lambda: refusal_json(refused, head(*data_versions(), refusal_status(code), code, local=local)),
        error=True,
    )
    return code


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
