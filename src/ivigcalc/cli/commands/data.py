"""``ivigcalc data``: check the data or a formulary, look one entry up, compare two, audit the review's Table 2."""

from typing import Annotated

import typer

from ivigcalc.api import data as api
from ivigcalc.api.answer import Exit
from ivigcalc.api.answer import load as load_data
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load, today
from ivigcalc.cli.output import emit, read_format

app = typer.Typer(
    help="Check or compare data or formularies, look an entry up, audit Table 2.",
    no_args_is_help=True,
    add_completion=False,
)

CHECK = """Examples:

\b
  ivigcalc data check
  ivigcalc data check docs/formulary-example.yaml
"""

SHOW = """Examples:

\b
  ivigcalc data show privigen
  ivigcalc data show day-above-100-g
  ivigcalc data show rounding-tolerance
  ivigcalc data show ontario
  ivigcalc data show de-souza-2014
"""

DIFF = """Examples:

\b
  ivigcalc data diff ivigcalc-0.2.0-py3-none-any.whl
  ivigcalc data diff old/data new/data
  ivigcalc data diff old/data/products.yaml new/data/products.yaml
  ivigcalc data diff old-formulary.yaml new-formulary.yaml

Nothing of either side is unpacked or run. Exit codes: 0 where they say the same, 3 where they differ.
"""

AUDIT = """Examples:

\b
  ivigcalc data audit
  ivigcalc data audit --age --on 2027-06-01
  ivigcalc data audit --format json
"""


@app.command(cls=Command, epilog=CHECK)
def check(
    *,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A formulary file; without it the shipped data.")
    ] = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """Check the shipped data, or a formulary file, and list every mistake as file:line: path: message."""
    return emit(read_format(form), api.check(file, today()), explain=explain)


@app.command(cls=Command, epilog=SHOW)
def show(
    *,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A product, indication, rule, constant, policy or source.",
            autocompletion=o.complete_entry,
        ),
    ],
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """Show one entry of the data: every value with all its sources."""
    return emit(read_format(form), api.show(entry, load(formulary)), explain=explain)


@app.command(cls=Command, epilog=DIFF)
def diff(
    *,
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="[OLD] NEW",
            help="Folders of data, data files, wheels or formularies. Without OLD it is the data in force.",
        ),
    ],
    show_all: o.All = False,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """Show what two sets of data, or two formularies, say differently: limits, rates and vials first, texts last."""
    return emit(read_format(form), api.diff(sides, today()), show_all=show_all, explain=explain)


@app.command(cls=Command, epilog=AUDIT)
def audit(
    *,
    age: Annotated[
        bool, typer.Option("--age", help="Instead: the documents older than two years, by the month of the data.")
    ] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The same by another day.")] = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """Show the 63 cells of the review's Table 2: as printed, as read, the verdict, and what the labels say."""
    catalogue = load_data(None, today())
    if age or on is not None:
        return emit(read_format(form), api.audit_age(catalogue, on), explain=explain)
    return emit(read_format(form), api.audit(catalogue), explain=explain)
