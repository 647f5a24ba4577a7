"""``ivigcalc vials``."""

from typing import TYPE_CHECKING, Annotated

from ivigcalc.cli import options as o
from ivigcalc.cli.declared import Argument
from ivigcalc.cli.exits import Exit
from ivigcalc.cli.formulary import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.answers.plan import NoFit
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder

if TYPE_CHECKING:
    from ivigcalc.report.document import Document
    from ivigcalc.report.json.vials import VialsJson

EPILOG = """Examples:

\b
  ivigcalc vials 28 --product privigen
  ivigcalc vials 28 --product octagam-10 --region eu --objective grams
  ivigcalc vials 28 --product privigen --days 5 --round-scope course
  ivigcalc vials "27,5 g" --product gamunex-c --round up --format text
"""


def vials(
    *,
    grams: Annotated[str | None, Argument(metavar="[GRAMS]", help='Grams of one infusion day: 28, "28 g".')] = None,
    days: o.Days = None,
    start: o.Start = None,
    product: o.OneProduct = None,
    region: o.RegionOption = None,
    formulary: o.Formulary = None,
    round_: o.Round = None,
    round_scope: o.RoundScope = None,
    objective: o.ObjectiveOption = None,
    stock: o.StockOption = None,
    form: o.FormatOption = "table",
) -> Exit:
    """Choose whole vials for so many grams, and show why no others are better."""
    from ivigcalc.core.answers.vials import opened  # noqa: PLC0415 - slow, and not for --help
    from ivigcalc.intake.request import asked_vials  # noqa: PLC0415 - as above

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    typed = TypedOrder(
        grams=grams,
        days=days,
        start=start,
        products=[product] if product is not None else [],
        region=region,
        round=round_,
        round_scope=round_scope,
        objective=objective,
        stock=stock,
    )
    read = asked_vials(typed, catalogue, problems)
    answer = opened(*read, catalogue)
    code = Exit.NO_VIALS if isinstance(answer.made, NoFit) else Exit.ANSWER

    def document() -> "Document":
        from ivigcalc.report.view.vials import vials_document  # noqa: PLC0415 - not for JSON

        return vials_document(answer, catalogue)

    def as_json() -> "VialsJson":
        from ivigcalc.report.json.vials import vials_json  # noqa: PLC0415 - not for a screen

        return vials_json(answer, catalogue, code)

    emit(chosen_form, document, as_json)
    return code
