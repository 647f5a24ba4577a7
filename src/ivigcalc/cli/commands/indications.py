"""``ivigcalc indications``."""

from typing import Annotated

import typer

from ivigcalc.cli import completion
from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.names import find, search
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
    from ivigcalc.report.json import indications as as_json
    from ivigcalc.report.view import indications as view

    problems = Problems()
    chosen_form = read_format(form, problems)
    problems.refuse_if_any()
    catalogue = load(formulary)
    if approvals:
        emit(chosen_form, lambda: view.approvals_document(catalogue), lambda: as_json.approvals_json(catalogue))
        return
    entries = catalogue.indication_entries
    if name is None:
        found = list(catalogue.indications)
    else:
        exact = find(name, entries)
        outside = not exact and catalogue.out_of_scope_disease(name) is not None
        hits = exact if len(exact) == 1 else [] if outside else search(name, entries)
        if not hits:
            catalogue.resolve_indication(name, "NAME")
        found = [catalogue.indication(entry.id) for entry in hits]
    if name is not None and len(found) == 1:
        emit(
            chosen_form,
            lambda: view.indication_document(found[0], catalogue, explain=explain),
            lambda: as_json.indications_json(found, catalogue, name),
        )
        return
    emit(
        chosen_form,
        lambda: view.indications_document(found, catalogue, name or ""),
        lambda: as_json.indications_json(found, catalogue, name or ""),
    )
