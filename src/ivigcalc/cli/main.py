"""The entry point: commands, and the one place where anything that goes wrong becomes a message and an exit code."""

import difflib
import os
import sys
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from ivigcalc import __version__
from ivigcalc.cli import dose, indications, products, schema
from ivigcalc.cli.exits import Exit, refusal_code, refusal_status
from ivigcalc.cli.output import Format, emit
from ivigcalc.core.errors import Problem, RefusedError
from ivigcalc.core.patient import Risk
from ivigcalc.report.json.common import refusal
from ivigcalc.report.view.refusal import refusal_document

app = typer.Typer(
    name="ivigcalc",
    help="Work out intravenous immunoglobulin (IVIg) courses in neurology, and choose a preparation.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("dose", epilog=dose.EPILOG)(dose.dose)
app.command("products", epilog=products.EPILOG)(products.products)
app.command("indications", epilog=indications.EPILOG)(indications.indications)
app.command("schema", epilog=schema.EPILOG)(schema.schema)


def _version(wanted: bool) -> None:  # noqa: FBT001 - a Typer callback
    if wanted:
        sys.stdout.write(f"ivigcalc {__version__}\n")
        raise typer.Exit


@app.callback()
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
    option = str(getattr(error, "option_name", "") or "")
    message = error.format_message().rstrip(".")
    for risk in Risk:
        if option and (option.strip("-") == risk or option.strip("-").removesuffix("-risk") == risk.partition("-")[0]):
            return RefusedError(
                Problem(
                    code="unknown-option",
                    field=option,
                    message=f"no option {option}",
                    next=f"--risk {risk}",
                    allowed=(", ".join(Risk),),
                )
            )
    if option:
        near = difflib.get_close_matches(option, _options(argv), n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        return RefusedError(
            Problem(
                code="unknown-option",
                field=option,
                message=message.partition(" (")[0],
                next=f"{hint}see: ivigcalc {_command(argv)}--help",
            )
        )
    return RefusedError(Problem(code="usage", message=message, next=f"see: ivigcalc {_command(argv)}--help"))


def _command(argv: list[str]) -> str:
    names = [command.name for command in app.registered_commands]
    return next((f"{word} " for word in argv if word in names), "")


def _options(argv: list[str]) -> list[str]:
    command = typer.main.get_command(app)
    found = getattr(command, "commands", {}).get(_command(argv).strip(), command)
    return [name for parameter in found.params for name in parameter.opts if name.startswith("--")]


def run(argv: list[str]) -> int:
    """Run a command line and return its exit code."""
    from ivigcalc.catalogue.reader import DataError  # noqa: PLC0415 - only to name what went wrong

    form = asked_format(argv)
    code = Exit.CANNOT_WRITE
    try:
        return int(app(args=argv, prog_name="ivigcalc", standalone_mode=False) or Exit.ANSWER)
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
