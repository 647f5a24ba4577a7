"""``ivigcalc verify``."""

from typing import TYPE_CHECKING

import typer

from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.exits import Exit
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient

if TYPE_CHECKING:
    from ivigcalc.core.answers.verify import Outcome
    from ivigcalc.report.document import Document
    from ivigcalc.report.json.verify import VerifyJson

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc verify --weight 70 --indication gbs --order "28 g daily for 5 days"
  ivigcalc verify --weight 70 --indication cidp --order "2 g/kg over 5 days"
  ivigcalc verify --weight 70 --indication mmn --order "70 g every 4 weeks"
"""


@app.command(cls=Command, epilog=EPILOG)
def verify(
    *,
    weight: o.Weight = None,
    height: o.Height = None,
    sex: o.Sex = None,
    age: o.Age = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancyWeight = None,
    blood_group: o.BloodGroup = None,
    iga: o.Iga = None,
    iga_deficient: o.IgaDeficient = False,
    risk: o.Risks = None,
    indication: o.Indication = None,
    order: o.OrderText = None,
    rate: o.Rate = None,
    vials: o.Vials = None,
    regimen: o.Regimen = None,
    weight_policy: o.WeightPolicy = None,
    off_label_reason: o.OffLabelReason = None,
    product: o.Product = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
) -> Exit:
    """Check an order that somebody wrote: match, difference or danger."""
    from ivigcalc.core.answers.verify import verify as check
    from ivigcalc.intake.request import TypedRequest, asked_verify
    from ivigcalc.intake.written.order import TypedWritten

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
            weight_policy=weight_policy,
            off_label_reason=off_label_reason,
            products=[product] if product else [],
            region=region,
        ),
    )
    written = TypedWritten(order=order, rate=rate, vials=vials)
    asked = asked_verify(typed, written, catalogue, problems)
    verification = check(*asked, catalogue)
    status, code = _outcome(verification.outcome)

    def document() -> "Document":
        from ivigcalc.report.view.verify import verify_document

        return verify_document(verification, catalogue, explain=explain)

    def answer() -> "VerifyJson":
        from ivigcalc.report.json.verify import verify_json

        return verify_json(verification, catalogue, status=status, exit_code=code)

    emit(chosen_form, document, answer)
    return code


def _outcome(outcome: "Outcome") -> tuple[str, Exit]:
    """The status and exit code of a second check."""
    return {
        "match": ("ok", Exit.ANSWER),
        "rounded": ("ok", Exit.ANSWER),
        "unchecked": ("differs", Exit.LOOK),
        "differs": ("differs", Exit.LOOK),
        "dangerous": ("dangerous", Exit.REFUSED),
    }[outcome]
