"""``ivigcalc vials``."""

from typing import TYPE_CHECKING, Annotated

import typer

from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.exits import Exit
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.answers.plan import NoFit
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder

if TYPE_CHECKING:
    from ivigcalc.report.document import Document
    from ivigcalc.report.json.vials import VialsJson

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc vials 28 --product privigen
  ivigcalc vials 28 --product octagam-10 --region eu --objective grams
  ivigcalc vials 28 --product privigen --days 5 --round-scope course
  ivigcalc vials "27,5 g" --product gamunex-c --round up --format text
"""


@app.command(cls=Command, epilog=EPILOG)
def vials(
    *,
    grams: Annotated[
        str | None, typer.Argument(metavar="[GRAMS]", help='Grams of one infusion day: 28, "28 g".')
    ] = None,
    days: o.Days = None,
    start: o.Start = None,
    product: o.Product = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    round_: o.Round = None,
    round_scope: o.RoundScope = None,
    objective: o.Objective = None,
    stock: o.Stock = None,
    form: o.Format = "table",
) -> Exit:
    """Choose whole vials for so many grams, and show why no others are better."""
    from ivigcalc.core.answers.vials import vials as vials_answer
    from ivigcalc.intake.request import asked_vials

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    typed = TypedOrder(
        grams=grams,
        days=days,
        start=start,
        products=[product] if product is not None else [],
        region=region,
        round=round_,
        round_scope=round_scope,
        objective=objective,
        stock=stock,
    )
    read = asked_vials(typed, catalogue, problems)
    answer = vials_answer(*read, catalogue)
    code = Exit.NO_VIALS if isinstance(answer.made, NoFit) else Exit.ANSWER

    def document() -> "Document":
        from ivigcalc.report.view.vials import vials_document

        return vials_document(answer, catalogue)

    def as_json() -> "VialsJson":
        from ivigcalc.report.json.vials import vials_json

        return vials_json(answer, catalogue, code)

    emit(chosen_form, document, as_json)
    return code
