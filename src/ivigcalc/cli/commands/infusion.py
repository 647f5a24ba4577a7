"""``ivigcalc infusion``."""

from typing import TYPE_CHECKING, Annotated

import typer

from ivigcalc.cli import completion
from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient

if TYPE_CHECKING:
    from ivigcalc.report.document import Document
    from ivigcalc.report.json.infusion import InfusionJson

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc infusion --product privigen --weight 70 --grams 28 --region us
  ivigcalc infusion --product kiovig --weight 60 --grams 24 --indication gbs
  ivigcalc infusion --product panzyga --weight 80 --grams 40 --risk renal
  ivigcalc infusion --product octagam-5 --weight 70 --grams 28 --first
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
        str | None,
        o.order_option("--grams", metavar="G", help='Grams of one infusion day: 28, "28 g".'),
    ] = None,
    indication: Annotated[
        str | None,
        o.order_option(
            "--indication",
            metavar="NAME",
            help="Indication, or what labels print a rate for: pi, itp, cidp, mmn, dm. Without it the slowest.",
            autocompletion=completion.indication,
        ),
    ] = None,
    first: o.First = False,
    off_label_reason: o.OffLabelReason = None,
    weight_policy: o.WeightPolicy = None,
    rate_weight: o.RateWeight = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> None:
    """Work out the infusion of one day: pump rates, minutes, volume of each step, time."""
    from ivigcalc.core.answers.infusion import infusion as infusion_answer
    from ivigcalc.intake.request import TypedRequest, asked_infusion

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    typed = TypedRequest(
        patient=TypedPatient(
            weight=weight,
            height=height,
            sex=sex,
            age=age,
            risks=risk or (),
            pregnant=pregnant,
            pre_pregnancy_weight=pre_pregnancy_weight,
        ),
        order=TypedOrder(
            products=[product] if product is not None else [],
            grams=grams,
            indication=indication,
            first=first,
            off_label_reason=off_label_reason,
            weight_policy=weight_policy,
            rate_weight=rate_weight,
            region=region,
        ),
    )
    patient, order = asked_infusion(typed, catalogue, problems)
    answer = infusion_answer(patient, order, catalogue)

    def document() -> "Document":
        from ivigcalc.report.view.infusion import infusion_document

        return infusion_document(answer, catalogue, explain=explain)

    def as_json() -> "InfusionJson":
        from ivigcalc.report.json.infusion import infusion_json

        return infusion_json(answer, catalogue)

    emit(chosen_form, document, as_json)
