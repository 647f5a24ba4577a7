"""``ivigcalc schema``: the JSON Schema of an answer, or of a data file."""

import json
import sys
from typing import Annotated

import typer

from ivigcalc.cli.command import Command
from ivigcalc.cli.output import write
from ivigcalc.core.problems import Problem, RefusedError

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc schema dose
  ivigcalc schema data-products
"""

DATA_FILES = ("products", "indications", "rules", "weights", "sources", "formulary")


def names() -> tuple[str, ...]:
    """What ``schema`` can print."""
    from ivigcalc.report.schema import CONTRACTS

    return (*CONTRACTS, *(f"data-{name}" for name in DATA_FILES))


@app.command(cls=Command, epilog=EPILOG)
def schema(
    *,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="An answer: dose, infusion, vials, verify, compare, batch, products, table2, indications, approvals, "
            "check, show, audit, config, refusal; or data-FILE.",
        ),
    ],
) -> None:
    """Print the JSON Schema of an answer (or, for data-FILE, of a data file)."""
    if name not in names():
        raise RefusedError(
            Problem(
                code="unknown-schema",
                field="NAME",
                message=f"no schema {name!r}",
                allowed=(", ".join(names()),),
                next="ivigcalc schema dose",
            )
        )
    if name.startswith("data-"):
        from ivigcalc.catalogue.schemas import published_schema

        found = published_schema(name.removeprefix("data-"))
    else:
        from ivigcalc.report.schema import answer_schema

        found = answer_schema(name)
    write(f"{json.dumps(found, ensure_ascii=False, indent=2)}\n", sys.stdout)
