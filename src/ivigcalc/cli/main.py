"""The entry point: commands, and the one place where anything that goes wrong becomes a message and an exit code."""

import os
import sys
from importlib import import_module
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from ivigcalc import __version__
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.cli.exits import Exit, refusal_code, refusal_status
from ivigcalc.cli.output import Format, emit
from ivigcalc.core.errors import Problem, RefusedError

COMMANDS = ("dose", "products", "indications", "schema")
"""Each is a function of the same name in a module of the same name, beside its EPILOG."""


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
    wanted: tuple[str, ...] = (asked,) if asked else () if argv == ["--version"] else COMMANDS
    for name in wanted:
        module = import_module(f"ivigcalc.cli.{name}")
        app.command(name, epilog=module.EPILOG)(getattr(module, name))
    return app


def _asked(argv: list[str]) -> str:
    """The command asked for, or ""."""
    word = next((word for word in argv if not word.startswith("-")), "")
    return word if word in COMMANDS else ""


def _version(wanted: bool) -> None:  # noqa: FBT001 - a Typer callback
    if wanted:
        sys.stdout.write(f"ivigcalc {__version__}\n")
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
    for index, word in enumerate(argv):
        value = argv[index + 1] if word == "--format" and index + 1 < len(argv) else word.removeprefix("--format=")
        if word.startswith("--format") and value in {Format.JSON, Format.TEXT}:
            return Format(value)
    return Format.TABLE


def _usage(error: TyperException, argv: list[str]) -> RefusedError:
    """A parser's complaint as a problem, with what to type instead."""
    command = _asked(argv)
    see = f"see: ivigcalc {command} --help" if command else "see: ivigcalc --help"
    option = str(getattr(error, "option_name", "") or "")
    message = error.format_message().partition(" (Possible")[0].rstrip(".")
    if not option:
        return RefusedError(Problem(code="usage", message=message, next=see))
    near = _nearest(option, argv)
    return RefusedError(
        Problem(
            code="unknown-option", field=option, message=message, next=f"did you mean {near}? {see}" if near else see
        )
    )


def _nearest(option: str, argv: list[str]) -> str:
    """The option that was probably meant: a risk typed as an option, or a name spelt nearly so."""
    import difflib  # noqa: PLC0415 - only for a slip of the finger

    from ivigcalc.core.patient import Risk  # noqa: PLC0415 - as above

    name = option.strip("-")
    risks = [risk for risk in Risk if name == risk or name.removesuffix("-risk") == risk.partition("-")[0]]
    if risks:
        return f"--risk {risks[0]}"
    group = typer.main.get_command(build(argv))
    command = getattr(group, "commands", {}).get(_asked(argv), group)
    names = [spelling for parameter in command.params for spelling in parameter.opts]
    return next(iter(difflib.get_close_matches(option, names, n=1)), "")


def run(argv: list[str]) -> int:
    """Run a command line and return its exit code."""
    form = asked_format(argv)
    code = Exit.CANNOT_WRITE
    try:
        return int(build(argv)(args=argv, prog_name="ivigcalc", standalone_mode=False) or Exit.ANSWER)
    except RefusedError as refused:
        code = _refuse(refused, form)
    except TyperException as error:
        code = _refuse(_usage(error, argv), form) if argv else Exit.USAGE
    except DataError as error:
        problems = (Problem(code="bad-data", message=str(mistake)) for mistake in error.mistakes)
        code = _refuse(RefusedError(*problems), form, Exit.BAD_DATA)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sys.stderr.write(f"cannot read or write: {error}\n")
    return code


def _refuse(refused: RefusedError, form: Format, code: Exit | None = None) -> Exit:
    """Print a refusal and return its exit code."""
    from ivigcalc.report.json.common import refusal  # noqa: PLC0415 - only for a refusal
    from ivigcalc.report.view.refusal import refusal_document  # noqa: PLC0415 - as above

    code = refusal_code(refused) if code is None else code
    emit(
        form,
        lambda: refusal_document(refused),
        lambda: refusal(None, refused, refusal_status(refused), code),
        error=True,
    )
    return code


def main() -> NoReturn:
    """Run the program. A bug ends with 70 and a line to report, never with a dose and never with a traceback."""
    try:
        code = run(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, no dose and no traceback
        sys.stderr.write(
            f"internal error: {type(error).__name__}: {error}\n"
            "No dose was worked out. Please report this line and what you typed.\n"
        )
        code = Exit.BUG
    sys.exit(code)
