"""``ivigcalc schema``: the JSON Schema of an answer, or of a data file."""

import sys
from typing import Annotated

import typer

from ivigcalc.api import schema as api
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.output import write_json
from ivigcalc.report.schema import schema_text

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc schema dose
  ivigcalc schema data-products
  ivigcalc schema dose --explain
"""


@app.command(cls=Command, epilog=EPILOG)
def schema(
    *,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="An answer: dose, infusion, vials, verify, words, compare, batch, products, table2, indications, "
            "approvals, check, show, diff, audit, age, config, selftest, refusal; or data-FILE.",
        ),
    ],
    explain: Annotated[
        bool, o.output_option("--explain", help="With what it rests on: contract, module or file, checksum ($comment).")
    ] = False,
) -> None:
    """Print the JSON Schema of an answer (or, for data-FILE, of a data file)."""
    write_json(schema_text(api.schema(name, explain=explain)), sys.stdout)
