"""``ivigcalc data``: check the data or a formulary, look one entry up, audit the review's Table 2."""

from pathlib import Path
from typing import Annotated

import typer

from ivigcalc.cli import completion
from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load, today
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems

app = typer.Typer(
    help="Check the data or a formulary, look an entry up, audit Table 2.", no_args_is_help=True, add_completion=False
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

AUDIT = """Examples:

\b
  ivigcalc data audit
  ivigcalc data audit --format json
"""


@app.command(cls=Command, epilog=CHECK)
def check(
    *,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A formulary file; without it the shipped data.")
    ] = None,
    form: o.Format = "table",
) -> None:
    """Check the shipped data, or a formulary file, and list every mistake as file:line: path: message."""
    from ivigcalc.catalogue.load import DATA_VERSION, data_folder, load_catalogue
    from ivigcalc.catalogue.mistakes import DataError, FormularyError
    from ivigcalc.report.json.data import check_json
    from ivigcalc.report.view.data import check_document

    problems = Problems()
    chosen_form = read_format(form, problems)
    problems.refuse_if_any()
    if file is None:
        from ivigcalc.catalogue.validate import read_catalogue

        catalogue = read_catalogue(Path(data_folder()), DATA_VERSION)
    else:
        from ivigcalc.catalogue.formulary import with_formulary

        try:
            catalogue = with_formulary(load_catalogue(), Path(file), file, today())
        except FormularyError as error:
            raise DataError(error.mistakes) from None
    checked, counts = file or f"data {DATA_VERSION}", catalogue.counts()
    emit(
        chosen_form,
        lambda: check_document(catalogue, checked, counts),
        lambda: check_json(catalogue, checked, counts),
    )


@app.command(cls=Command, epilog=SHOW)
def show(
    *,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A product, indication, rule, constant, policy or source.",
            autocompletion=completion.entry,
        ),
    ],
    formulary: o.Formulary = None,
    form: o.Format = "table",
) -> None:
    """Show one entry of the data: every value with all its sources."""
    from ivigcalc.core.answers.data import data
    from ivigcalc.report.json.data import show_json
    from ivigcalc.report.view.data import show_document

    problems = Problems()
    chosen_form = read_format(form, problems)
    problems.refuse_if_any()
    catalogue = load(formulary)
    found = data(entry, catalogue)
    emit(chosen_form, lambda: show_document(found, catalogue), lambda: show_json(found, catalogue))


@app.command(cls=Command, epilog=AUDIT)
def audit(*, form: o.Format = "table") -> None:
    """Show the 63 cells of the review's Table 2: as printed, as read, the verdict, and what the labels say."""
    from ivigcalc.catalogue.load import load_catalogue
    from ivigcalc.report.json.data import audit_json
    from ivigcalc.report.view.data import audit_document

    problems = Problems()
    chosen_form = read_format(form, problems)
    problems.refuse_if_any()
    catalogue = load_catalogue()
    emit(chosen_form, lambda: audit_document(catalogue), lambda: audit_json(catalogue))
