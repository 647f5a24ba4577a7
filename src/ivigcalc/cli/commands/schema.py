"""``ivigcalc schema``: the JSON Schema of an answer, or of a data file."""

import json
import sys
from typing import Annotated

import typer

from ivigcalc.api import schema as api
from ivigcalc.cli.app import Command
from ivigcalc.cli.output import write_json

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc schema dose
  ivigcalc schema data-products
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
) -> None:
    """Print the JSON Schema of an answer (or, for data-FILE, of a data file)."""
    write_json(f"{json.dumps(api.schema(name), ensure_ascii=False, indent=2)}\n", sys.stdout)
