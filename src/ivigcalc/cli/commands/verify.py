"""``ivigcalc verify``."""

from typing import Annotated

import typer

from ivigcalc.api import verify as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load
from ivigcalc.cli.output import emit, read_format
from ivigcalc.cli.request import asked
from ivigcalc.core.problems import Problems
from ivigcalc.intake.written.typed import TypedWritten

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc verify --weight 70 --indication gbs --order "28 g daily for 5 days"
  ivigcalc verify --weight 70 --indication cidp --order "2 g/kg in all over 5 days"
  ivigcalc verify --weight 70 --indication mmn --order "70 g every 4 weeks"
"""

OrderText = Annotated[
    str | None,
    o.order_option(
        "--order",
        metavar="TEXT",
        help='The order as written: "30 g daily for 5 days", "2 g/kg in all over 5 days", "70 g every 3 weeks". '
        "English, Portuguese, Spanish: --words",
    ),
]
Rate = Annotated[
    str | None, o.order_option("--rate", metavar="RATE", help='The rate as written: "180 mL/h", "2 mL/kg/h".')
]
DropsPerMl = Annotated[
    str | None,
    o.order_option(
        "--drops-per-ml", metavar="N", help="Drops of the giving set to 1 mL, for a rate in drops per minute."
    ),
]
Vials = Annotated[
    str | None, o.order_option("--vials", metavar="VIALS", help='The vials of one day, in g: "3x10", "2x10+1x5".')
]
Strict = Annotated[
    bool,
    o.output_option("--strict", help="Exit 3 also where the verdict on the --product is caution, and that is open."),
]


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
    order: OrderText = None,
    rate: Rate = None,
    drops_per_ml: DropsPerMl = None,
    dates: o.Dates = None,
    vials: Vials = None,
    regimen: o.Regimen = None,
    tolerated: o.Tolerated = False,
    weight_policy: o.WeightPolicy = None,
    off_label_reason: o.OffLabelReason = None,
    product: o.Product = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    form: o.Format = "table",
    explain: o.Explain = False,
    strict: Strict = False,
    ack: o.Acknowledged = None,
    words: Annotated[
        bool, o.output_option("--words", help="List the words that are read in --order, and stop.")
    ] = False,
) -> Exit:
    """Check an order that somebody wrote: match, difference or danger."""
    problems = Problems()
    chosen = read_format(form, problems)
    if words:
        problems.refuse_if_any()
        return emit(chosen, api.words(load(formulary)), explain=explain)
    written = TypedWritten(order=order, rate=rate, vials=vials, drops_per_ml=drops_per_ml)
    request, catalogue = asked(
        weight=weight,
        height=height,
        sex=sex,
        age=age,
        blood_group=blood_group,
        iga=iga,
        iga_deficient=iga_deficient,
        risks=risk,
        pregnant=pregnant,
        pre_pregnancy_weight=pre_pregnancy_weight,
        indication=indication,
        dates=dates,
        regimen=regimen,
        tolerated=tolerated,
        weight_policy=weight_policy,
        off_label_reason=off_label_reason,
        products=[product] if product else None,
        region=region,
        formulary=formulary,
    )
    answer = api.verify(request, written, catalogue, problems, ack=ack or (), strict=strict)
    return emit(chosen, answer, explain=explain)
