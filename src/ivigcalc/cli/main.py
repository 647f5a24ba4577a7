"""The entry point: commands, and the one place where anything that goes wrong becomes a message and an exit code."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn, cast

import typer

from ivigcalc import __version__
from ivigcalc.catalogue.mistakes import DataError, FormularyError
from ivigcalc.cli.exits import Exit, refusal_code, refusal_status
from ivigcalc.cli.formulary import IN_FORCE
from ivigcalc.cli.output import Format, UnwritableError, emit, write
from ivigcalc.core.errors import Problem, RefusedError

UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""What the parser raises when it cannot read a command line; Typer names only this one child of it."""

REPEATABLE = ("--risk", "--ack")
"""Options that may be given more than once; in ``dose`` ``--product`` may be, too."""

SHORT = {"-o": "--output"}
"""Options with a short name."""

COMMANDS = ("dose", "infusion", "verify", "compare", "batch", "products", "indications", "schema")
"""Each is a function of the same name in a module of the same name, beside its EPILOG."""

GROUPS = ("data", "config")
"""Each is an ``app`` with commands of its own, in a module of the same name."""


def build(argv: list[str]) -> typer.Typer:
    """The program with the command that is asked for, or with all of them, so that no other is imported."""
    app = typer.Typer(
        name="ivigcalc",
        help="Work out intravenous immunoglobulin (IVIg) courses in neurology, and choose a preparation.",
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    asked = _asked(argv)
    wanted: tuple[str, ...] = (asked,) if asked else () if argv == ["--version"] else (*COMMANDS, *GROUPS)
    for name in wanted:
        module = import_module(f"ivigcalc.cli.{name}")
        if name in GROUPS:
            app.add_typer(module.app, name=name)
        else:
            app.command(name, epilog=module.EPILOG)(getattr(module, name))
    return app


def _asked(argv: list[str]) -> str:
    """The command asked for, or ""."""
    word = next((word for word in argv if not word.startswith("-")), "")
    return word if word in (*COMMANDS, *GROUPS) else ""


def _version(wanted: bool) -> None:  # noqa: FBT001 - a Typer callback
    if wanted:
        write(f"ivigcalc {__version__}\n", sys.stdout)
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


def asked_format(argv: list[str]) -> Format:
    """The format asked for, read without the parser, so that a usage error can be answered in JSON too."""
    found = Format.TABLE
    for index, word in enumerate(argv):
        value = argv[index + 1] if word == "--format" and index + 1 < len(argv) else word.removeprefix("--format=")
        if word.startswith("--format") and value.lower() in set(Format):
            found = Format(value.lower())
    return found


def _usage(error: Any, argv: list[str]) -> RefusedError:
    """A parser's complaint as a problem, with what to type instead."""
    command = _asked(argv)
    see = f"see: ivigcalc {command} --help" if command else "see: ivigcalc --help"
    option = str(getattr(error, "option_name", "") or "")
    message = error.format_message().partition(" (Possible")[0].rstrip(".")
    near = _nearest(option, argv) if option and message.startswith("No such option") else ""
    code = "unknown-option" if near or message.startswith("No such option") else "usage"
    hint = f"did you mean {near}? " if near else ""
    return RefusedError(Problem(code=code, field=option, message=message, next=hint + see))


def _nearest(option: str, argv: list[str]) -> str:
    """The option that was probably meant: a risk typed as an option, or a name spelt nearly so."""
    import difflib  # noqa: PLC0415 - only for a slip of the finger

    from ivigcalc.core.patient import Factor, Risk  # noqa: PLC0415 - as above

    name = option.strip("-")
    risks = [str(risk) for risk in Risk if name == risk or name.removesuffix("-risk") == risk.partition("-")[0]]
    risks += [factor for factor in Factor if name == factor]
    if risks:
        return f"--risk {risks[0]}"
    group = typer.main.get_command(build(argv))
    command = getattr(group, "commands", {}).get(_asked(argv), group)
    names = [spelling for parameter in command.params for spelling in parameter.opts]
    return next(iter(difflib.get_close_matches(option, names, n=1)), "")


def run(argv: list[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        return _run(argv, asked_format(argv))
    except SystemExit:  # the parser's own end when help goes into a closed pipe
        return Exit.CANNOT_WRITE
    except (UnwritableError, OSError) as error:
        if not isinstance(error.__cause__, BrokenPipeError):
            _tell(f"cannot read or write: {error}")
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CANNOT_WRITE


def _run(argv: list[str], form: Format) -> int:
    IN_FORCE.set(None)
    try:
        _refuse_repeated(argv)
        return int(build(argv)(args=argv, prog_name="ivigcalc", standalone_mode=False) or Exit.ANSWER)
    except RefusedError as refused:
        return _refuse(refused, form, refusal_code(refused))
    except UsageError as error:
        return (
            Exit.USAGE
            if not argv or argv in ([group] for group in GROUPS)
            else _refuse(_usage(error, argv), form, Exit.USAGE)
        )
    except DataError as error:
        wrong = isinstance(error, FormularyError)
        code = "bad-formulary" if wrong else "bad-data"
        last = error.mistakes[-1]
        todo = f"mend the file, then: ivigcalc data check {last.file}" if wrong else ""
        problems = (
            Problem(code=code, message=str(mistake), next=todo if mistake is last else "") for mistake in error.mistakes
        )
        return _refuse(RefusedError(*problems), form, Exit.BAD_CONFIG if wrong else Exit.BAD_DATA)


def _refuse_repeated(argv: list[str]) -> None:
    """An option given twice is two orders in one: the parser would silently take the last."""
    given = [SHORT.get(word, word.partition("=")[0]) for word in argv if word.startswith("--") or word in SHORT]
    repeatable = (*REPEATABLE, "--product") if _asked(argv) == "dose" else REPEATABLE
    twice = [name for name in dict.fromkeys(given) if given.count(name) > 1 and name not in repeatable]
    if twice:
        raise RefusedError(
            *(
                Problem(code="given-twice", field=name, message=f"{name} is given twice", next="keep one")
                for name in twice
            )
        )


def _refuse(refused: RefusedError, form: Format, code: Exit) -> Exit:
    """Print a refusal and return its exit code."""
    from ivigcalc.catalogue.load import data_versions  # noqa: PLC0415 - only for a refusal
    from ivigcalc.report.json.common import head, refusal  # noqa: PLC0415 - as above
    from ivigcalc.report.view.refusal import refusal_document  # noqa: PLC0415 - as above

    local = IN_FORCE.get()
    emit(
        form,
        lambda: refusal_document(refused, local),
        lambda: refusal(refused, head(*data_versions(), refusal_status(code), code, local=local)),
        error=True,
    )
    return code


def _tell(line: str) -> None:
    """Say something on stderr, if there is one."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")


def main() -> NoReturn:
    """Run the program. A bug ends with 70 and a line to report, never with a dose and never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = run(sys.argv[1:]) if sys.stdout else Exit.CANNOT_WRITE
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, no dose and no traceback
        _tell(f"internal error: {type(error).__name__}: {error}")
        _tell("No dose was worked out. Please report this line and what you typed.")
        code = Exit.BUG
    sys.exit(code)
