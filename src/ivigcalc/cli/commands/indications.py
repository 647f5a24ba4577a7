"""``ivigcalc indications``."""

from typing import Annotated

import typer

from ivigcalc.api import indications as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load
from ivigcalc.cli.output import emit, read_format

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc indications
  ivigcalc indications myasthenia
  ivigcalc indications cidp
  ivigcalc indications --approvals
"""


@app.command(cls=Command, epilog=EPILOG)
def indications(
    *,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="One indication in full, or a search.", autocompletion=o.complete_indication
        ),
    ] = None,
    approvals: Annotated[
        bool, o.output_option("--approvals", help="ANVISA's and FDA's lists as the review prints them.")
    ] = False,
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """List the indications with their regimens and how well they are supported."""
    chosen = read_format(form)
    catalogue = load(formulary)
    answer = api.approvals(catalogue) if approvals else api.indications(name, catalogue)
    return emit(chosen, answer, explain=explain)
