"""``ivigcalc schema``: the JSON Schema of an answer, or of a data file."""

import sys
from typing import Annotated

import typer

from ivigcalc.core.errors import Problem, RefusedError

EPILOG = """Examples:

\b
  ivigcalc schema dose
  ivigcalc schema data-products
"""

DATA_FILES = ("products", "indications", "rules", "sources")


def names() -> tuple[str, ...]:
    """What ``schema`` can print."""
    from ivigcalc.report.contract import CONTRACTS  # noqa: PLC0415 - only when asked for

    return (*CONTRACTS, *(f"data-{name}" for name in DATA_FILES))


def schema(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="dose, products, table2, indications, approvals, refusal, or data-FILE."),
    ],
) -> None:
    """Print the JSON Schema of an answer (or, for data-FILE, of a data file)."""
    from ivigcalc.catalogue.schemas import answer_schema, data_schema, dumps  # noqa: PLC0415 - pydantic, only here

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
    found = data_schema(name.removeprefix("data-")) if name.startswith("data-") else answer_schema(name)
    sys.stdout.write(dumps(found))
