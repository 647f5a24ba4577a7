"""``ivigcalc verify``."""

from typing import TYPE_CHECKING

from ivigcalc.cli import options as o
from ivigcalc.cli.exits import Exit
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.intake.order import TypedOrder, read_order
from ivigcalc.intake.patient import TypedPatient, read_patient

if TYPE_CHECKING:
    from ivigcalc.core.answers.verify import Outcome
    from ivigcalc.core.request.written import WrittenOrder
    from ivigcalc.report.contract.verify import VerifyJson
    from ivigcalc.report.document import Document

EPILOG = """Examples:

\b
  ivigcalc verify --weight 70 --indication gbs --order "28 g daily for 5 days"
  ivigcalc verify --weight 70 --indication cidp --order "2 g/kg over 5 days"
  ivigcalc verify --weight 70 --indication mmn --order "70 g every 4 weeks"
"""


def verify(
    *,
    weight: o.Weight = None,
    height: o.Height = None,
    sex: o.SexOption = None,
    age: o.Age = None,
    pregnant: o.Pregnant = False,
    pre_pregnancy_weight: o.PrePregnancy = None,
    blood_group: o.Group = None,
    iga: o.Iga = None,
    iga_deficient: o.IgaDeficient = False,
    risk: o.Risks = None,
    indication: o.Indication = None,
    order: o.OrderText = None,
    rate: o.Rate = None,
    vials: o.VialsOption = None,
    regimen: o.Regimen = None,
    weight_policy: o.Policy = None,
    off_label_reason: o.OffLabel = None,
    product: o.OneProduct = None,
    region: o.RegionOption = None,
    formulary: o.Formulary = None,
    form: o.FormatOption = "table",
    explain: o.Explain = False,
) -> Exit:
    """Check an order that somebody wrote: match, difference or danger."""
    from ivigcalc.core.answers.verify import problems_before  # noqa: PLC0415 - as above
    from ivigcalc.core.answers.verify import verify as check  # noqa: PLC0415 - as above
    from ivigcalc.core.dosing.weight import missing_for  # noqa: PLC0415 - as above
    from ivigcalc.core.safety.alerts import impossible  # noqa: PLC0415 - as above

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    patient = read_patient(
        TypedPatient(
            weight=weight,
            height=height,
            sex=sex,
            age=age,
            blood_group=blood_group,
            iga=iga,
            iga_deficient=iga_deficient,
            risks=risk or (),
            pregnant=pregnant,
            pre_pregnancy=pre_pregnancy_weight,
        ),
        problems,
    )
    asked = read_order(
        TypedOrder(
            indication=indication,
            regimen=regimen,
            days=None,
            per_day=None,
            course=None,
            weight_policy=weight_policy,
            start=None,
            off_label_reason=off_label_reason,
            products=[product] if product else [],
            stocked=None,
            region=region,
            rounding=None,
        ),
        catalogue,
        problems,
    )
    written = _read_whole(order, rate, vials, product, problems)
    if asked is None or written is None or problems.found:
        if asked:
            problems.also(problems_before(patient, asked, catalogue))
        else:
            problems.also(
                [*missing_for(patient, catalogue.weights.policy(ACTUAL)), *impossible(patient, None, catalogue.rules)]
            )
        raise RefusedError(*problems.found)
    verification = check(patient, asked, written, catalogue)
    status, code = _outcome(verification.outcome)

    def document() -> "Document":
        from ivigcalc.report.view.verify import verify_document  # noqa: PLC0415 - not for JSON

        return verify_document(verification, catalogue, explain=explain)

    def answer() -> "VerifyJson":
        from ivigcalc.report.json.verify import verify_json  # noqa: PLC0415 - not for a screen

        return verify_json(verification, catalogue, status=status, exit_code=code)

    emit(chosen_form, document, answer)
    return code


def _read_whole(
    order: str | None, rate: str | None, vials: str | None, product: str | None, problems: Problems
) -> "WrittenOrder | None":
    """The order as written; None where it is missing or cannot be read (it is then among ``problems``)."""
    from ivigcalc.core.request.written import WrittenOrder  # noqa: PLC0415 - not for --help
    from ivigcalc.intake.written.order import read_written  # noqa: PLC0415 - as above
    from ivigcalc.intake.written.rate_and_vials import read_rate, read_vials  # noqa: PLC0415 - as above

    if order is None:
        problems.add(_missing("--order", '--order "30 g daily for 5 days"', "--order is missing: what was written?"))
    for name, typed in (("--rate", rate), ("--vials", vials)):
        if typed is not None and product is None:
            problems.add(_missing("--product", "add --product gamunex-c", f"{name} needs --product: of which label?"))
    found = None
    with problems.gather():
        found = read_written(order) if order is not None else None
    read_as, counted = None, None
    with problems.gather():
        read_as = read_rate(rate) if rate is not None else None
    with problems.gather():
        counted = read_vials(vials) if vials is not None else None
    return WrittenOrder(dose=found, rate=read_as, vials=counted) if found else None


def _missing(field: str, hint: str, message: str) -> Problem:
    return Problem(code="missing-value", field=field, message=message, next=hint)


def _outcome(outcome: "Outcome") -> tuple[str, Exit]:
    """The status and exit code of a second check."""
    return {
        "match": ("ok", Exit.ANSWER),
        "rounded": ("ok", Exit.ANSWER),
        "unchecked": ("differs", Exit.LOOK),
        "differs": ("differs", Exit.LOOK),
        "dangerous": ("dangerous", Exit.REFUSED),
    }[outcome]
