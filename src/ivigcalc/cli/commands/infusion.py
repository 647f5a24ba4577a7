"""``ivigcalc infusion``."""

from typing import Annotated

import typer

from ivigcalc.api import infusion as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.output import emit, read_format
from ivigcalc.cli.request import asked
from ivigcalc.core.problems import Problems
from ivigcalc.intake.files import wrong_ending

app = typer.Typer(add_completion=False)

EPILOG = """A pump is set to whole mL/h from 10 up and to tenths below, rounded down; below 0.1 mL/h there is no rate.

Examples:

\b
  ivigcalc infusion --product privigen --weight 70 --grams 28 --region us
  ivigcalc infusion --product kiovig --weight 60 --grams 24 --indication gbs
  ivigcalc infusion --product panzyga --weight 80 --grams 40 --risk renal
  ivigcalc infusion --product octagam-5 --weight 70 --grams 28 --first
  ivigcalc infusion --product privigen --weight 70 --grams 28 --plot rate.svg
"""


@app.command(cls=Command, epilog=EPILOG)
def infusion(
    *,
    weight: o.Weight = None,
    height: o.Height = None,
    sex: o.Sex = None,
    age: o.Age = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancyWeight = None,
    risk: o.Risks = None,
    product: o.Product = None,
    grams: Annotated[
        str | None, o.order_option("--grams", metavar="G", help='Grams of one infusion day: 28, "28 g".')
    ] = None,
    indication: Annotated[
        str | None,
        o.order_option(
            "--indication",
            metavar="NAME",
            help="Indication, or what labels print a rate for: pi, itp, cidp, mmn, dm. Without it the slowest.",
            autocompletion=o.complete_indication,
        ),
    ] = None,
    first: o.First = False,
    tolerated: o.Tolerated = False,
    off_label_reason: o.OffLabelReason = None,
    weight_policy: o.WeightPolicy = None,
    rate_weight: o.RateWeight = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
    strict: o.Strict = False,
    ack: o.Acknowledged = None,
    plot: Annotated[
        str | None, o.output_option("--plot", metavar="FILE", help="Draw the rates over time, too, as SVG.")
    ] = None,
) -> Exit:
    """Work out the infusion of one day: pump rates, minutes, volume of each step, time."""
    problems = Problems()
    chosen = read_format(form, problems)
    problems.found += wrong_ending(plot, "--plot", (".svg",), "--plot rate.svg")
    request, catalogue = asked(
        weight=weight,
        height=height,
        sex=sex,
        age=age,
        risks=risk,
        pregnant=pregnant,
        pre_pregnancy_weight=pre_pregnancy_weight,
        products=[product] if product is not None else None,
        grams=grams,
        indication=indication,
        first=first,
        tolerated=tolerated,
        off_label_reason=off_label_reason,
        weight_policy=weight_policy,
        rate_weight=rate_weight,
        region=region,
        formulary=formulary,
    )
    answer = api.infusion(request, catalogue, problems, ack=ack or (), strict=strict)
    if plot is not None and answer.exit_code is Exit.ANSWER:
        from ivigcalc.cli.files import write_own
        from ivigcalc.report.svg import GENERATOR

        write_own(plot, answer.plot(), GENERATOR, "--plot")
    return emit(chosen, answer, explain=explain)
