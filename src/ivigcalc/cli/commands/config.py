"""``ivigcalc config``: what is in force, and where each value comes from."""

import typer

from ivigcalc.api import config as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import REGION, STOCKED, formularies, load, variable
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems

app = typer.Typer(help="What is in force, and where each value comes from.", no_args_is_help=True, add_completion=False)

SHOW = """Examples:

\b
  ivigcalc config show
  ivigcalc config show --formulary docs/formulary-example.yaml
"""


@app.callback()
def group() -> None:
    """What is in force, and where each value comes from."""


@app.command(cls=Command, epilog=SHOW)
def show(*, formulary: o.Formulary = None, form: o.Format = "table", explain: o.Explain = False) -> Exit:
    """Show every setting, constant and limit in force, merged, with the origin of each."""
    problems = Problems()
    chosen = read_format(form, problems)
    given = (formularies(formulary), variable(REGION), variable(STOCKED))
    return emit(chosen, api.config(load(formulary), *given, problems), explain=explain)
