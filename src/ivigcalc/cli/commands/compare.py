"""``ivigcalc compare``."""

import typer

from ivigcalc.api import compare as api
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
  ivigcalc compare --weight 80 --height 150 --sex female --indication cidp
  ivigcalc compare --weight 100 --height 175 --sex male --indication gbs --explain
  ivigcalc compare --weight 100 --height 175 --sex male --indication gbs --product privigen --product octagam-10
"""


@app.command(cls=Command, epilog=EPILOG)
def compare(
    *,
    weight: o.Weight = None,
    height: o.Height = None,
    sex: o.Sex = None,
    age: o.Age = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancyWeight = None,
    indication: o.Indication = None,
    regimen: o.Regimen = None,
    days: o.Days = None,
    per_day: o.PerDay = None,
    course: o.Course = None,
    off_label_reason: o.OffLabelReason = None,
    product: o.Products = None,
    region: o.Region = None,
    round_: o.Round = None,
    formulary: o.Formulary = None,
    explain: o.Explain = False,
    form: o.Format = "table",
) -> Exit:
    """Show one patient under every weight policy: dosing weight, grams, difference, vials."""
    problems = Problems()
    chosen = read_format(form, problems)
    request, catalogue = asked(
        weight=weight,
        height=height,
        sex=sex,
        age=age,
        pregnant=pregnant,
        pre_pregnancy_weight=pre_pregnancy_weight,
        indication=indication,
        regimen=regimen,
        days=days,
        per_day=per_day,
        course=course,
        off_label_reason=off_label_reason,
        products=product,
        stocked=stocked(),
        region=region,
        formulary=formulary,
        round=round_,
    )
    return emit(chosen, api.compare(request, catalogue, problems), explain=explain)
