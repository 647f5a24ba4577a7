"""``ivigcalc indications``."""

from typing import Annotated

import typer

from ivigcalc.cli import completion
from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems

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
            metavar="[NAME]", help="One indication in full, or a search.", autocompletion=completion.indication
        ),
    ] = None,
    approvals: Annotated[
        bool,
        o.output_option("--approvals", help="ANVISA's and FDA's lists as the review prints them."),
    ] = False,
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> None:
    """List the indications with their regimens and how well they are supported."""
    from ivigcalc.core.answers.indications import indications as indications_answer
    from ivigcalc.report.json import indications as as_json
    from ivigcalc.report.view import indications as view

    problems = Problems()
    chosen_form = read_format(form, problems)
    problems.refuse_if_any()
    catalogue = load(formulary)
    if approvals:
        emit(chosen_form, lambda: view.approvals_document(catalogue), lambda: as_json.approvals_json(catalogue))
        return
    answer = indications_answer(name, catalogue)
    emit(
        chosen_form,
        lambda: (
            view.indication_document(answer.indications[0], catalogue, explain=explain)
            if answer.single
            else view.indications_document(answer.indications, catalogue, name or "")
        ),
        lambda: as_json.indications_json(answer.indications, catalogue, name or ""),
    )
