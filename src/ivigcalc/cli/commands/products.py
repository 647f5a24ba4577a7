"""``ivigcalc products``."""

import os
from typing import Annotated

import typer

from ivigcalc.cli import completion
from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import read_region, read_stocked
from ivigcalc.intake.patient import TypedPatient, read_patient

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc products
  ivigcalc products --iga-deficient
  ivigcalc products --risk renal --risk diabetes --region eu
  ivigcalc products privigen
  ivigcalc products --table2
"""


@app.command(cls=Command, epilog=EPILOG)
def products(
    *,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One preparation in full.", autocompletion=completion.product)
    ] = None,
    iga: o.Iga = None,
    iga_deficient: o.IgaDeficient = False,
    risk: o.Risks = None,
    age: o.Age = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    show_all: o.All = False,
    rejected: Annotated[
        bool, o.product_option("--rejected", help="What cannot be used, with the label's words.")
    ] = False,
    table2: Annotated[
        bool,
        o.product_option("--table2", help="The review's Table 2 as printed, with the audit."),
    ] = False,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> None:
    """List the preparations, in order for a patient if a factor is given."""
    from ivigcalc.core.answers.products import products as products_answer
    from ivigcalc.report.json import products as as_json
    from ivigcalc.report.view.parts.product import product_document
    from ivigcalc.report.view.parts.table2 import table2_document
    from ivigcalc.report.view.products import products_document

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    patient = read_patient(TypedPatient(age=age, iga=iga, iga_deficient=iga_deficient, risks=risk or ()), problems)
    where, wanted = None, () if name else read_stocked(os.environ.get("IVIGCALC_PRODUCTS"), catalogue, problems)
    with problems.gather():
        where = read_region(region)
    if name is not None:
        with problems.gather():
            wanted = (catalogue.resolve_product(name, "NAME"),)
    problems.refuse_if_any()
    if table2:
        emit(
            chosen_form,
            lambda: table2_document(catalogue, explain=explain),
            lambda: as_json.table2_json(catalogue),
        )
        return
    choice = products_answer(patient, catalogue, where, wanted)
    if name is not None:
        product = choice.places[0].assessment.product
        emit(
            chosen_form,
            lambda: product_document(choice, catalogue, explain=explain),
            lambda: as_json.products_json(choice, catalogue, product.id),
        )
        return
    emit(
        chosen_form,
        lambda: products_document(choice, catalogue, show_all=show_all, rejected=rejected, explain=explain),
        lambda: as_json.products_json(choice, catalogue),
    )
