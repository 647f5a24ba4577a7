"""``ivigcalc compare``."""

import os

import typer

from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc compare --weight 80 --height 150 --sex female --indication cidp
  ivigcalc compare --weight 100 --height 175 --sex male --indication gbs
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
    product: o.Product = None,
    region: o.Region = None,
    round_: o.Round = None,
    formulary: o.Formulary = None,
    form: o.Format = "table",
) -> None:
    """Show one patient under every weight policy: dosing weight, grams, difference, vials."""
    from ivigcalc.core.answers.compare import compare as make_comparison
    from ivigcalc.intake.request import TypedRequest, asked_compare
    from ivigcalc.report.json.compare import compare_json
    from ivigcalc.report.view.compare import compare_document

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    typed = TypedRequest(
        patient=TypedPatient(
            weight=weight,
            height=height,
            sex=sex,
            age=age,
            pregnant=pregnant,
            pre_pregnancy_weight=pre_pregnancy_weight,
        ),
        order=TypedOrder(
            indication=indication,
            regimen=regimen,
            days=days,
            per_day=per_day,
            course=course,
            off_label_reason=off_label_reason,
            products=[product] if product else [],
            stocked=os.environ.get("IVIGCALC_PRODUCTS"),
            region=region,
            round=round_,
        ),
    )
    patient, order = asked_compare(typed, catalogue, problems)
    comparison = make_comparison(patient, order, catalogue)
    emit(
        chosen_form,
        lambda: compare_document(comparison, catalogue),
        lambda: compare_json(comparison, catalogue),
    )
