"""``ivigcalc dose``."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.exits import Exit
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format, write
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient

if TYPE_CHECKING:
    from ivigcalc.core.answers.plan import Plan
    from ivigcalc.report.document import Document
    from ivigcalc.report.json.dose import DoseJson

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
    from ivigcalc.core.answers.dose import plan as make_plan
    from ivigcalc.intake.request import TypedRequest, asked_dose

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
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
            stocked=os.environ.get("IVIGCALC_PRODUCTS"),
            region=region,
            round=round_,
            round_scope=round_scope,
            objective=objective,
            stock=stock,
        ),
    )
    patient, order, acknowledged = asked_dose(typed, ack or (), catalogue, problems)
    plan = make_plan(patient, order, catalogue)
    status, code = _outcome(plan, acknowledged, strict=strict)

    def document() -> "Document":
        from ivigcalc.report.view.dose import dose_document

        return dose_document(plan, catalogue, acknowledged, show_all=show_all, explain=explain)

    def answer() -> "DoseJson":
        from ivigcalc.report.json.dose import dose_json

        return dose_json(plan, catalogue, status=status, exit_code=code, acknowledged=acknowledged)

    emit(chosen_form, document, answer)
    if code is Exit.LOOK:
        open_rules = [rule for rule in plan.cautions if rule not in acknowledged]
        write(f'exit 3, not acknowledged: {", ".join(open_rules)}; type --ack {open_rules[0]}="reason"\n', sys.stderr)
    return code


def _outcome(plan: "Plan", acknowledged: Mapping[str, str], *, strict: bool) -> tuple[str, Exit]:
    """The status and exit code of an answer."""
    if not plan.dispensable:
        return "no-vials", Exit.NO_VIALS
    cautions = [rule for rule in plan.cautions if rule not in acknowledged]
    if cautions:
        return "caution", Exit.LOOK if strict else Exit.ANSWER
    return "ok", Exit.ANSWER
