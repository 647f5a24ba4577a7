"""The Typer program: the options before a command, and the commands, each imported when it is asked for."""

import sys
from functools import cache
from importlib import import_module
from typing import Annotated, Any, Final, cast

import typer
from typer.core import TyperCommand, TyperGroup

from ivigcalc import __version__
from ivigcalc.cli.output import Format, write
from ivigcalc.core.problems import RefusedError

COMMANDS: Final = {
    "dose": "Work out a course: grams per day, days, whole vials and volume.",
    "worksheet": "Write the worksheet of a course for paper: pharmacy sheet, a record for each infusion day.",
    "infusion": "Work out the infusion of one day: pump rates, minutes, volume of each step, time.",
    "vials": "Choose whole vials for so many grams, and show why no others are better.",
    "verify": "Check an order that somebody wrote: match, difference or danger.",
    "compare": "Show one patient under every weight policy: dosing weight, grams, difference, vials.",
    "batch": "Work out many patients: a table in, a table out, one row for each row.",
    "products": "List the preparations, in order for a patient if a factor is given.",
    "indications": "List the indications with their regimens and how well they are supported.",
    "schema": "Print the JSON Schema of an answer (or, for data-FILE, of a data file).",
    "data": "Check or compare data or formularies, look an entry up, audit Table 2.",
    "config": "What is in force, and where each value comes from.",
    "selftest": "Ask this installation questions whose answers are published, and show what differs.",
}
"""Each command or group, a module of that name in ``commands/``, and the line that lists of commands show.

(A command's own help says the same: a test compares them.)
"""


UsageError = cast("type[Any]", typer.BadParameter.__mro__[1])
"""What Typer raises when it cannot read a command line; it names only this one child of it."""


class Command(TyperCommand):
    """A command that refuses an option given twice: that is two orders in one, of which Typer would take the last."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the command's name.

        Raises:
            RefusedError: an option is given twice.
            UsageError: the words cannot be read; it names this command's context.
        """
        try:
            if not ctx.resilient_parsing:
                self._refuse_repeated(ctx, args)
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def _refuse_repeated(self, ctx: Any, args: list[str]) -> None:
        from ivigcalc.intake.numbers import given_twice

        _, _, given = self.make_parser(ctx).parse_args([*args])
        if twice := given_twice(option.opts[0] for option in given if not option.multiple):
            raise RefusedError(*twice)


class LazyGroup(TyperGroup):
    """The commands: for help and completion a name and a line each; one of them is imported when it is to run."""

    def __init__(self, **settings: Any) -> None:
        """List the commands without importing them."""
        listed = {name: TyperCommand(name, help=line) for name, line in COMMANDS.items()}
        super().__init__(**{**settings, "commands": listed, "suggest_commands": False})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The name, the command itself, and the words after the name."""
        name, listed, words = super().resolve_command(ctx, args)
        return name, imported(name) if name else listed, words


@cache
def imported(name: str) -> Any:
    """A command or a group of commands, from its module."""
    return typer.main.get_command(import_module(f"ivigcalc.cli.commands.{name}").app)


app = typer.Typer(
    name="ivigcalc",
    cls=LazyGroup,
    help="Work out intravenous immunoglobulin (IVIg) courses in neurology, and choose a preparation.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - a Typer callback
    if wanted:
        write(f"ivigcalc {__version__}\n", sys.stdout)
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


program = typer.main.get_command(app)
"""The group that Typer makes of all this."""


def call(words: list[str]) -> int:
    """Read the words after the program's name and run the command; the exit code.

    Raises:
        UsageError: they cannot be read.
        RefusedError: the command refuses.
    """
    return int(program(words, prog_name="ivigcalc", standalone_mode=False) or 0)


def asked_format(words: list[str]) -> Format:
    """The format asked for, whatever else the words say: a usage error is answered in JSON, too."""
    alone = typer.Typer(add_completion=False)

    @alone.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []})
    def read(asked: Annotated[list[str] | None, typer.Option("--format")] = None) -> Format:
        known = [Format(word.lower()) for word in asked or () if word.lower() in set(Format)]
        return known[-1] if known else Format.TABLE

    try:
        return Format(alone(args=words, standalone_mode=False))
    except UsageError:
        return Format.TABLE
