"""``ivigcalc dose``."""

import typer

from ivigcalc.api import dose as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load, stocked
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc dose --weight 70 --indication cidp
  ivigcalc dose --weight 70 --indication gbs --product privigen
  ivigcalc dose --weight 7,5 --age "8 months" --indication gbs
  ivigcalc dose --weight 70 --indication mmn --course "2 g/kg" --days 4
  ivigcalc dose --weight 70 --indication gbs --round-scope course --all
"""


@app.command(cls=Command, epilog=EPILOG)
def dose(
    *,
    weight: o.Weight = None,
    height: o.Height = None,
    sex: o.Sex = None,
    age: o.Age = None,
    blood_group: o.BloodGroup = None,
    iga: o.Iga = None,
    iga_deficient: o.IgaDeficient = False,
    risk: o.Risks = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancyWeight = None,
    indication: o.Indication = None,
    regimen: o.Regimen = None,
    days: o.Days = None,
    per_day: o.PerDay = None,
    course: o.Course = None,
    weight_policy: o.WeightPolicy = None,
    start: o.Start = None,
    first: o.First = False,
    rate_weight: o.RateWeight = None,
    off_label_reason: o.OffLabelReason = None,
    product: o.Products = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    round_: o.Round = None,
    round_scope: o.RoundScope = None,
    objective: o.Objective = None,
    stock: o.Stock = None,
    show_all: o.All = False,
    form: o.Format = "table",
    explain: o.Explain = False,
    strict: o.Strict = False,
    ack: o.Acknowledged = None,
) -> Exit:
    """Work out a course: grams per day, days, whole vials and volume."""
    typed = TypedRequest(
        patient=TypedPatient(
            weight=weight,
            height=height,
            sex=sex,
            age=age,
            blood_group=blood_group,
            iga=iga,
            iga_deficient=iga_deficient,
            risks=risk or (),
            pregnant=pregnant,
            pre_pregnancy_weight=pre_pregnancy_weight,
        ),
        order=TypedOrder(
            indication=indication,
            regimen=regimen,
            days=days,
            per_day=per_day,
            course=course,
            weight_policy=weight_policy,
            start=start,
            first=first,
            rate_weight=rate_weight,
            off_label_reason=off_label_reason,
            products=product or (),
            stocked=stocked(),
            region=region,
            round=round_,
            round_scope=round_scope,
            objective=objective,
            stock=stock,
        ),
    )
    problems = Problems()
    chosen = read_format(form, problems)
    answer = api.dose(typed, load(formulary), problems, ack=ack or (), strict=strict)
    return emit(chosen, answer, show_all=show_all, explain=explain)
