"""``ivigcalc infusion``."""

from typing import TYPE_CHECKING, Annotated

from ivigcalc.cli import options as o
from ivigcalc.cli.declared import Option
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient

if TYPE_CHECKING:
    from ivigcalc.report.document import Document
    from ivigcalc.report.json.infusion import InfusionJson

EPILOG = """Examples:

\b
  ivigcalc infusion --product privigen --weight 70 --grams 28 --region us
  ivigcalc infusion --product kiovig --weight 60 --grams 24 --indication gbs
  ivigcalc infusion --product panzyga --weight 80 --grams 40 --risk renal
  ivigcalc infusion --product octagam-5 --weight 70 --grams 28 --first
"""


def infusion(
    *,
    weight: o.Weight = None,
    height: o.Height = None,
    sex: o.SexOption = None,
    age: o.Age = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancy = None,
    risk: o.Risks = None,
    product: o.OneProduct = None,
    grams: Annotated[
        str | None,
        Option("--grams", metavar="G", help='Grams of one infusion day: 28, "28 g".', panel=o.ORDER),
    ] = None,
    indication: Annotated[
        str | None,
        Option(
            "--indication",
            metavar="NAME",
            help="Indication, or what labels print a rate for: pi, itp, cidp, mmn, dm. Without it the slowest.",
            complete=o.complete_indication,
            panel=o.ORDER,
        ),
    ] = None,
    first: o.First = False,
    off_label_reason: o.OffLabel = None,
    weight_policy: o.Policy = None,
    rate_weight: o.RateWeightOption = None,
    region: o.RegionOption = None,
    formulary: o.Formulary = None,
    form: o.FormatOption = "table",
    explain: o.Explain = False,
) -> None:
    """Work out the infusion of one day: pump rates, minutes, volume of each step, time."""
    from ivigcalc.core.answers.infusion import infuse  # noqa: PLC0415 - as above
    from ivigcalc.intake.request import TypedRequest, asked_infusion  # noqa: PLC0415 - as above

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
    answer = infuse(patient, order, catalogue)

    def document() -> "Document":
        from ivigcalc.report.view.infusion import infusion_document  # noqa: PLC0415 - not for JSON

        return infusion_document(answer, catalogue, explain=explain)

    def as_json() -> "InfusionJson":
        from ivigcalc.report.json.infusion import infusion_json  # noqa: PLC0415 - not for a screen

        return infusion_json(answer, catalogue)

    emit(chosen_form, document, as_json)
