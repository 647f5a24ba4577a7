"""``ivigcalc dose``."""

from typing import Annotated, Unpack

import typer

from ivigcalc.api import dose as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import LANG, stocked, variable
from ivigcalc.cli.output import Format, emit, read_format
from ivigcalc.cli.request import CourseOptions, asked, of_course
from ivigcalc.core.problems import Problems

WORDED = frozenset({Format.TABLE, Format.TEXT, Format.HTML})
"""The formats with order lines, whose language the environment may give."""

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
@of_course
def dose(
    *,
    show_all: o.All = False,
    form: o.FormatOfDose = "table",
    explain: o.Explain = False,
    strict: o.Strict = False,
    ack: o.Acknowledged = None,
    lang: Annotated[
        str | None, o.language_option("Language of the order lines, such as pt-BR or es; or IVIGCALC_LANG. Default en.")
    ] = None,
    **typed: Unpack[CourseOptions],
) -> Exit:
    """Work out a course: grams per day, days, whole vials and volume."""
    problems = Problems()
    chosen = read_format(form, problems, Format)
    request, catalogue = asked(**typed, stocked=stocked())
    if chosen not in WORDED and lang and lang == variable(LANG).value:
        lang = None
    answer = api.dose(request, catalogue, problems, ack=ack or (), strict=strict, lang=lang, explain=explain)
    return emit(chosen, answer, show_all=show_all, explain=explain)
