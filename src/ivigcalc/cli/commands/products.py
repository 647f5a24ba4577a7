"""``ivigcalc products``."""

from typing import Annotated

import typer

from ivigcalc.api import products as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import stocked
from ivigcalc.cli.output import emit, read_format
from ivigcalc.cli.request import asked
from ivigcalc.core.problems import Problems

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc products
  ivigcalc products --iga-deficient
  ivigcalc products --risk renal --risk diabetes --region eu
  ivigcalc products privigen
  ivigcalc products privigen octagam-10 --risk renal
  ivigcalc products --table2
"""


@app.command(cls=Command, epilog=EPILOG)
def products(
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="One preparation in full, or several side by side.",
            autocompletion=o.complete_product,
        ),
    ] = None,
    product: o.Products = None,
    iga: o.Iga = None,
    iga_deficient: o.IgaDeficient = False,
    risk: o.Risks = None,
    age: o.Age = None,
    weight: o.Weight = None,
    height: o.Height = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancyWeight = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    show_all: o.All = False,
    rejected: Annotated[
        bool, o.product_option("--rejected", help="What cannot be used, with the label's words.")
    ] = False,
    table2: Annotated[
        bool, o.product_option("--table2", help="The review's Table 2 as printed, with the audit.")
    ] = False,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """List the preparations, in order for a patient if a factor is given."""
    problems = Problems()
    chosen = read_format(form, problems)
    request, catalogue = asked(
        weight=weight,
        height=height,
        age=age,
        iga=iga,
        iga_deficient=iga_deficient,
        risks=risk,
        pregnant=pregnant,
        pre_pregnancy_weight=pre_pregnancy_weight,
        products=[*(names or ()), *(product or ())],
        stocked=stocked(),
        region=region,
        formulary=formulary,
    )
    answer = (api.table2 if table2 else api.products)(request, catalogue, problems)
    return emit(chosen, answer, show_all=show_all, rejected=rejected, explain=explain)
