"""The entry point: commands, and the one place where anything that goes wrong becomes a message and an exit code."""

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn

from ivigcalc import __version__
from ivigcalc.catalogue.mistakes import DataError, FormularyError
from ivigcalc.cli import commands, straight
from ivigcalc.cli.exits import Exit, refusal_code, refusal_status
from ivigcalc.cli.formulary import IN_FORCE
from ivigcalc.cli.output import Format, UnwritableError, emit, write
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.text import given_twice

SELDOM = 200_000
"""New objects before the garbage collector looks: an answer makes fewer, and drops none that it would find."""


def asked_format(argv: list[str]) -> Format:
    """The format asked for, read without the parser, so that a usage error can be answered in JSON too."""
    found = Format.TABLE
    for index, word in enumerate(argv):
        value = argv[index + 1] if word == "--format" and index + 1 < len(argv) else word.removeprefix("--format=")
        if word.startswith("--format") and value.lower() in set(Format):
            found = Format(value.lower())
    return found


def run(argv: list[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        return _run(argv, asked_format(argv))
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


def _run(argv: list[str], form: Format) -> int:
    IN_FORCE.set(None)
    try:
        _refuse_repeated(argv)
        return _call(argv)
    except RefusedError as refused:
        return _refuse(refused, form, refusal_code(refused))
    except DataError as error:
        wrong = isinstance(error, FormularyError)
        code = "bad-formulary" if wrong else "bad-data"
        last = error.mistakes[-1]
        todo = f"mend the file, then: ivigcalc data check {last.file}" if wrong else ""
        problems = (
            Problem(code=code, message=str(mistake), next=todo if mistake is last else "") for mistake in error.mistakes
        )
        return _refuse(RefusedError(*problems), form, Exit.BAD_CONFIG if wrong else Exit.BAD_DATA)


def _call(argv: list[str]) -> int:
    """Read a command line and run its command."""
    if argv == ["--version"]:
        write(f"ivigcalc {__version__}\n", sys.stdout)
        return Exit.ANSWER
    plain = straight.read(argv)
    if plain is None:
        from ivigcalc.cli import parser  # noqa: PLC0415 - Typer, only where it is needed

        return parser.call(argv)
    command, typed = plain
    return int(command(**typed) or Exit.ANSWER)


def _refuse_repeated(argv: list[str]) -> None:
    """An option given twice is two orders in one: the parser would silently take the last."""
    short = commands.SHORT
    given = [word.partition("=")[0] if word.startswith("--") else short.get(word[:2], "") for word in argv]
    repeatable = commands.repeatable(argv)
    twice = given_twice(name for name in given if name and name not in repeatable)
    if twice:
        raise RefusedError(*twice)


def _refuse(refused: RefusedError, form: Format, code: Exit) -> Exit:
    """Print a refusal and return its exit code."""
    from ivigcalc.catalogue.load import data_versions  # noqa: PLC0415 - only for a refusal
    from ivigcalc.report.json.parts.answer import head  # noqa: PLC0415 - as above
    from ivigcalc.report.json.refusal import refusal_json  # noqa: PLC0415 - as above
    from ivigcalc.report.view.refusal import refusal_document  # noqa: PLC0415 - as above

    local = IN_FORCE.get()
    emit(
        form,
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
    gc.set_threshold(SELDOM)
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
