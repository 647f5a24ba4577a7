"""The parser: the declared commands as a Typer program, for help, completion and whatever is not plain to read."""

from __future__ import annotations

import sys
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from ivigcalc import __version__
from ivigcalc.cli import commands
from ivigcalc.cli.declared import Argument, Option
from ivigcalc.cli.exits import Exit
from ivigcalc.cli.output import write
from ivigcalc.core.problems import Problem, RefusedError

if TYPE_CHECKING:
    from ivigcalc.cli.commands import Command

UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""What the parser raises when it cannot read a command line; Typer names only this one child of it."""


def call(argv: list[str]) -> int:
    """Read a command line and run its command; the exit code.

    Raises:
        RefusedError: it cannot be read, or the command refuses.
    """
    try:
        return int(build(argv)(args=argv, prog_name="ivigcalc", standalone_mode=False) or Exit.ANSWER)
    except UsageError as error:
        if not argv or argv in ([group] for group in commands.GROUPS):
            return Exit.USAGE
        raise _refusal(error, argv) from None


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
    asked = commands.asked(argv)
    for name in (asked,) if asked else (*commands.COMMANDS, *commands.GROUPS):
        module = commands.module(name)
        if name in commands.GROUPS:
            group = typer.Typer(help=module.HELP, no_args_is_help=True)
            group.callback()(lambda: None)
            for own, (command, epilog) in module.COMMANDS.items():
                group.command(own, epilog=epilog)(_declared(command))
            app.add_typer(group, name=name)
        else:
            app.command(name, epilog=module.EPILOG)(_declared(getattr(module, name)))
    return app


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


def _declared(command: Command) -> Command:
    """A command with its options and arguments as Typer wants them."""

    @wraps(command)
    def called(**typed: Any) -> int | None:
        return command(**typed)

    notes = {name: _note(hint) for name, hint in command.__annotations__.items() if name != "return"}
    shape = signature(command)
    typed = [parameter.replace(annotation=notes[name]) for name, parameter in shape.parameters.items()]
    called.__annotations__ = notes
    called.__signature__ = shape.replace(parameters=typed)  # type: ignore[attr-defined]
    return called


def _note(hint: Any) -> Any:
    kind, note = get_args(hint)
    match note:
        case Option():
            made = typer.Option(
                *((note.name, note.short) if note.short else (note.name,)),
                metavar=note.metavar,
                help=note.help,
                autocompletion=note.complete,
                envvar=note.variable,
                rich_help_panel=note.panel,
            )
        case Argument():
            made = typer.Argument(metavar=note.metavar, help=note.help, autocompletion=note.complete)
    return Annotated[kind, made]


def _refusal(error: Any, argv: list[str]) -> RefusedError:
    """A complaint as a problem, with what to type instead."""
    command = commands.asked(argv)
    see = f"see: ivigcalc {command} --help" if command else "see: ivigcalc --help"
    option = str(getattr(error, "option_name", "") or "")
    message = error.format_message().partition(" (Possible")[0].rstrip(".")
    if option[1:2].isdigit():
        message = f"{message}; no amount is below zero"
    near = _nearest(option, argv) if option and message.startswith("No such option") else ""
    code = "unknown-option" if near or message.startswith("No such option") else "usage"
    hint = f"did you mean {near}? " if near else ""
    return RefusedError(Problem(code=code, field=option, message=message, next=hint + see))


def _nearest(option: str, argv: list[str]) -> str:
    """The option that was probably meant: a risk typed as an option, or a name spelt nearly so."""
    import difflib  # noqa: PLC0415 - only for a slip of the finger

    from ivigcalc.core.request.patient import Factor, Risk  # noqa: PLC0415 - as above

    name = option.strip("-")
    risks = [str(risk) for risk in Risk if name == risk or name.removesuffix("-risk") == risk.partition("-")[0]]
    risks += [factor for factor in Factor if name == factor]
    if risks:
        return f"--risk {risks[0]}"
    group = typer.main.get_command(build(argv))
    command = getattr(group, "commands", {}).get(commands.asked(argv), group)
    names = [spelling for parameter in command.params for spelling in parameter.opts]
    return next(iter(difflib.get_close_matches(option, names, n=1)), "")
