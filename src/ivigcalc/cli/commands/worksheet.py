"""``ivigcalc worksheet``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ivigcalc.api import worksheet as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load, stocked
from ivigcalc.cli.files import write_own
from ivigcalc.cli.output import Format, emit, tell, write
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.report.sheet.worksheet import GENERATOR, Pages

app = typer.Typer(add_completion=False)

STDOUT = "-"

EPILOG = """Examples:

\b
  ivigcalc worksheet --weight 70 --indication cidp --product privigen --regimen A -o sheet.html
  ivigcalc worksheet --weight 22 --age 6 --indication gbs --product kiovig --regimen A --start 2026-12-01 -o sheet.html
  ivigcalc worksheet --weight 70 --indication gbs --product kiovig --regimen A --pages days > days.html
"""


@app.command(cls=Command, epilog=EPILOG)
def worksheet(
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
    strict: o.Strict = False,
    ack: o.Acknowledged = None,
    output: Annotated[
        str | None, o.output_option("--output", "-o", metavar="FILE", help="The worksheet, HTML; - for stdout.")
    ] = None,
    pages: Annotated[
        str | None,
        o.output_option(
            "--pages",
            metavar="WHICH",
            help=f"{', '.join(Pages)}: both (the default), the course sheet, or the infusion records.",
            autocompletion=o.among(Pages),
        ),
    ] = None,
    show: Annotated[bool, o.output_option("--open", help="Open FILE in the browser, to print it.")] = False,
) -> Exit:
    """Write the worksheet of a course for paper: pharmacy sheet, a record for each infusion day."""
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
    problems = Problems(_no_place(output, show=show))
    made = api.worksheet(typed, load(formulary), problems, ack=ack or (), strict=strict, pages=pages)
    if not made.html:
        return emit(Format.TABLE, made.answer, error=True)
    if output is None or output == STDOUT:
        write(made.html, sys.stdout)
    else:
        path = write_own(output, made.html, GENERATOR, "--output")
        if show:
            _open(path)
    return Exit.ANSWER


def _no_place(output: str | None, *, show: bool) -> list[Problem]:
    """Where the worksheet cannot go: into a terminal, or from nowhere into a browser."""
    problems = []
    if show and output in {None, STDOUT}:
        message = "--open opens the file that was written"
        problems.append(Problem(code="no-file", field="--open", message=message, next="-o sheet.html --open"))
    elif output is None and sys.stdout.isatty():
        message = "a worksheet is a file for a browser, not for a terminal"
        problems.append(Problem(code="no-file", field="--output", message=message, next="-o sheet.html"))
    return problems


def _open(path: Path) -> None:
    """Open a file in the browser; a browser that cannot be started is a remark."""
    import webbrowser

    try:
        opened = webbrowser.open(path.as_uri())
    except (OSError, webbrowser.Error):
        opened = False
    if not opened:
        tell(f"no browser could be started: open {path}")
