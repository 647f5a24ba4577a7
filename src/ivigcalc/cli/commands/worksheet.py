"""``ivigcalc worksheet``."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Unpack

import typer

from ivigcalc.api import worksheet as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import stocked
from ivigcalc.cli.files import write_own
from ivigcalc.cli.output import Format, emit, tell, write
from ivigcalc.cli.request import CourseOptions, asked, of_course
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.intake.files import PAGE, wrong_ending
from ivigcalc.intake.request import TypedRequest
from ivigcalc.report.sheet.worksheet import GENERATOR, PDF_MARK, Pages

app = typer.Typer(add_completion=False)

STDOUT = "-"
PDF = ".pdf"
"""How the name of a file ends that is to be a PDF."""

EPILOG = """Examples:

\b
  ivigcalc worksheet --weight 70 --indication cidp --product privigen --regimen A -o sheet.html
  ivigcalc worksheet --weight 22 --age 6 --indication gbs --product kiovig --regimen A --start 2026-12-01 -o child.html
  ivigcalc worksheet --weight 70 --indication gbs --product kiovig --regimen A --pages days > days.html
  ivigcalc worksheet --weight 70 --indication cidp --product privigen --regimen A -o sheet.pdf
"""


@app.command(cls=Command, epilog=EPILOG)
@of_course
def worksheet(
    *,
    strict: o.Strict = False,
    ack: o.Acknowledged = None,
    output: Annotated[
        str | None,
        o.output_option(
            "--output",
            "-o",
            metavar="FILE",
            help="The worksheet: HTML, or PDF if the name ends in .pdf; - for stdout (HTML).",
        ),
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
    lang: Annotated[
        str | None, o.language_option("Language of the sheets, such as pt-BR or es; or IVIGCALC_LANG. Default en.")
    ] = None,
    pdf_a: Annotated[
        bool, o.output_option("--pdf-a", help="With -o FILE.pdf: PDF/A-2b, for archives; it bears the date of --start.")
    ] = False,
    force: Annotated[
        bool,
        o.output_option(
            "--force", help="Replace FILE if it is a worksheet of another order; no other file is replaced."
        ),
    ] = False,
    explain: Annotated[
        bool, o.output_option("--explain", help="Print the answer with its working, reasons and sources, too.")
    ] = False,
    show: Annotated[bool, o.output_option("--open", help="Open FILE, to print it.")] = False,
    **typed: Unpack[CourseOptions],
) -> Exit:
    """Write the worksheet of a course for paper: pharmacy sheet, a record for each infusion day."""
    as_pdf = (output or "").lower().endswith(PDF)
    request, catalogue = asked(**typed, stocked=stocked())
    problems = Problems(_no_place(output, show=show))
    problems.found += wrong_ending(output, "--output", (*PAGE, PDF), "-o sheet.html, or -o sheet.pdf")
    problems.found += _no_pdf(request, as_pdf=as_pdf, archive=pdf_a)
    made = api.worksheet(request, catalogue, problems, ack=ack or (), strict=strict, pages=pages, lang=lang)
    if not made.html:
        code = emit(Format.TABLE, made.answer, error=True)
        tell("no worksheet was written")
        return code
    if output is None or output == STDOUT:
        write(made.html, sys.stdout)
        tell(f"written to stdout: {made.said}")
    else:
        if as_pdf:
            mark, same = PDF_MARK, f"{PDF_MARK}{made.code})"
            content: str | bytes = api.as_pdf(made, archive=pdf_a)
        else:
            mark, same, content = GENERATOR, made.beginning, made.html
        path = write_own(output, content, mark, "--output", same=same, force=force)
        tell(f"{output} written: {made.said}")
        if show:
            _open(path)
    if explain:
        emit(Format.TABLE, made.answer, error=output in {None, STDOUT}, explain=True)
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


def _no_pdf(request: TypedRequest, *, as_pdf: bool, archive: bool) -> Iterable[Problem]:
    """Why what is asked for as PDF cannot be one."""
    if as_pdf:
        return api.no_pdf(request, archive=archive)
    message = "--pdf-a is for a PDF: -o with a name that ends in .pdf"
    return [Problem(code="no-pdf", field="--pdf-a", message=message, next="-o sheet.pdf --pdf-a")] if archive else []


def _open(path: Path) -> None:
    """Open a file in the browser; a browser that cannot be started is a remark."""
    import webbrowser

    try:
        opened = webbrowser.open(path.as_uri())
    except (OSError, webbrowser.Error):
        opened = False
    if not opened:
        tell(f"no browser could be started: open {path}")
