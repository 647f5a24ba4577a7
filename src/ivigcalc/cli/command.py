"""What all commands have in common: an option is given once, unless it takes several values."""

from typing import Any, cast

import typer
from typer.core import TyperCommand

from ivigcalc.core.problems import RefusedError

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
        from ivigcalc.intake.text import given_twice

        _, _, given = self.make_parser(ctx).parse_args([*args])
        if twice := given_twice(option.opts[0] for option in given if not option.multiple):
            raise RefusedError(*twice)
