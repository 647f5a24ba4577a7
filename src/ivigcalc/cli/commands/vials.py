"""``ivigcalc vials``."""

from typing import Annotated

import typer

from ivigcalc.api import vials as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.output import emit, read_format
from ivigcalc.cli.request import asked
from ivigcalc.core.problems import Problems

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
    dates: o.Dates = None,
    product: o.Product = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    round_: o.Round = None,
    round_scope: o.RoundScope = None,
    objective: o.Objective = None,
    stock: o.Stock = None,
    stock_columns: o.StockColumns = None,
    stock_ignored: o.StockIgnored = None,
    stock_sheet: o.StockSheet = None,
    explain: o.Explain = False,
    form: o.Format = "table",
) -> Exit:
    """Choose whole vials for so many grams, and show why no others are better."""
    problems = Problems()
    chosen = read_format(form, problems)
    request, catalogue = asked(
        grams=grams,
        days=days,
        start=start,
        dates=dates,
        products=[product] if product is not None else None,
        region=region,
        formulary=formulary,
        round=round_,
        round_scope=round_scope,
        objective=objective,
        stock=stock,
        stock_columns=stock_columns,
        stock_ignored=stock_ignored,
        stock_sheet=stock_sheet,
    )
    return emit(chosen, api.vials(request.order, catalogue, problems), explain=explain)
