"""``ivigcalc batch``."""

import sys
from typing import Annotated

import typer

from ivigcalc.api import batch as api
from ivigcalc.api.answer import Exit
from ivigcalc.batch.output import FORMATS
from ivigcalc.batch.request import TypedBatch
from ivigcalc.batch.run import FrontEnd
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load
from ivigcalc.cli.output import Format as OutputFormat
from ivigcalc.cli.output import Progress, emit, read_format, tell, write_as_it_is
from ivigcalc.core.problems import OutputError, Problem, Problems
from ivigcalc.intake.numbers import missing
from ivigcalc.intake.order import TypedOrder

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc batch docs/patients-example.csv --summary
  ivigcalc batch docs/patients-example.csv --check
  ivigcalc batch --columns
  ivigcalc batch docs/patients-example.csv --versus adjusted --summary
  ivigcalc batch docs/patients-example.csv --explain --to jsonl
  ivigcalc batch docs/forecast-example.csv --forecast 2027-01:2027-03
  ivigcalc batch docs/patients-example.csv --report audit.html

A row names one preparation or none: IVIGCALC_PRODUCTS, which shortens the lists of other commands, changes no row.
"""


@app.command(cls=Command, epilog=EPILOG)
def batch(
    *,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help="Patients, one a row: CSV, TSV, JSON Lines or XLSX; - for standard input. Columns: --columns",
        ),
    ] = None,
    indication: o.Indication = None,
    regimen: o.Regimen = None,
    tolerated: o.Tolerated = False,
    weight_policy: o.WeightPolicy = None,
    dates: o.Dates = None,
    decimal: Annotated[
        str | None,
        o.order_option(
            "--decimal",
            metavar="MARK",
            help="How decimals are written in the table: comma or point (else the formulary's decimal). 70,500 is "
            "refused without it.",
            autocompletion=o.complete_decimal,
        ),
    ] = None,
    product: o.Product = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    round_: o.Round = None,
    output: Annotated[
        str | None,
        o.output_option(
            "--output", "-o", metavar="FILE", help="Answers, a row for each row: .csv, .tsv, .jsonl or .xlsx."
        ),
    ] = None,
    to: Annotated[
        str | None,
        o.output_option("--to", metavar="FORM", help=f"{', '.join(FORMATS)}: instead of what FILE ends with."),
    ] = None,
    errors: Annotated[
        str | None, o.output_option("--errors", metavar="FILE", help="The rows that failed, with the reason, as CSV.")
    ] = None,
    check: Annotated[
        bool, o.output_option("--check", help="Write no answers; say of each row what is read, and what fails.")
    ] = False,
    summary: Annotated[
        bool, o.output_option("--summary", help="Grams, vials, volume, waste, cost and alerts of all rows.")
    ] = False,
    versus: Annotated[
        str | None,
        o.output_option(
            "--versus",
            metavar="POLICY",
            help="Beside each row the same under another weight policy, and what that gains or saves.",
            autocompletion=o.complete_policy,
        ),
    ] = None,
    explain: Annotated[
        bool,
        o.output_option(
            "--explain", help="A column with the arithmetic of each row and its sources: working; and that of the sums."
        ),
    ] = False,
    resume: Annotated[
        bool, o.output_option("--resume", help="Keep the rows of an earlier run whose input and versions are the same.")
    ] = False,
    columns: Annotated[
        bool, o.output_option("--columns", help="Print the columns that are read, with every name of each, and end.")
    ] = False,
    column: Annotated[
        list[str] | None,
        o.output_option(
            "--column",
            metavar="NAME=HEADING",
            help='Read a column under another heading: weight_kg="Pt Wt (kg)". May be repeated.',
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, o.output_option("--ignore", metavar="HEADING", help="Leave a column out. May be repeated.")
    ] = None,
    means: Annotated[
        list[str] | None,
        o.output_option(
            "--means",
            metavar="TEXT=ID",
            help="What a text of the indication or product means in every row: G61.0=gbs. May be repeated.",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        o.output_option("--sheet", metavar="NAME|N", help="Of a workbook: the sheet to read, not the first."),
    ] = None,
    encoding: Annotated[
        str | None, o.output_option("--encoding", metavar="NAME", help="Of a text: cp1252, latin-1, ... if not found.")
    ] = None,
    forecast: Annotated[
        str | None,
        o.output_option(
            "--forecast", metavar="MONTHS", help="2027-01:2027-03: what the rows need by month, by their intervals."
        ),
    ] = None,
    every: Annotated[
        str | None,
        o.output_option("--every", metavar="INTERVAL", help='With --forecast, for rows with a range: "3 weeks".'),
    ] = None,
    stock: Annotated[
        str | None, o.product_option("--stock", metavar="FILE", help="With --forecast: what runs short, and when.")
    ] = None,
    stock_columns: o.StockColumns = None,
    stock_ignored: o.StockIgnored = None,
    stock_sheet: o.StockSheet = None,
    report: Annotated[
        str | None,
        o.output_option("--report", metavar="FILE", help="A page for an audit, HTML: charts and tables of all sums."),
    ] = None,
    title: Annotated[str | None, o.output_option("--title", metavar="TEXT", help="With --report: its heading.")] = None,
    report_keys: Annotated[
        bool, o.output_option("--report-keys", help="With --report: name the rows that failed, with their keys.")
    ] = False,
    jobs: Annotated[str, o.output_option("--jobs", metavar="N", help="Processes; the answers are the same.")] = "1",
    form: o.Format = "table",
) -> Exit:
    """Work out many patients: a table in, a table out, one row for each row."""
    problems = Problems()
    chosen = read_format(form, problems)
    if columns:
        _refuse_other_than_columns(file, chosen, problems)
        return emit(chosen, api.batch_columns(load(formulary)))
    if file is None:
        problems.add(missing("FILE", "ivigcalc batch patients.csv; its columns: ivigcalc batch --columns"))
        problems.refuse_if_any()
    typed = TypedBatch(
        file=file or "",
        order=TypedOrder(
            indication=indication,
            regimen=regimen,
            tolerated=tolerated,
            weight_policy=weight_policy,
            dates=dates,
            products=() if product is None else (product,),
            region=region,
            round=round_,
            stock=stock,
            stock_columns=stock_columns or (),
            stock_ignored=stock_ignored or (),
            stock_sheet=stock_sheet,
        ),
        output=output,
        to=to,
        errors=errors,
        check=check,
        summary=summary,
        versus=versus,
        explain=explain,
        resume=resume,
        columns=column or (),
        ignored=ignore or (),
        means=means or (),
        decimal=decimal,
        forecast=forecast,
        every=every,
        sheet=sheet,
        encoding=encoding,
        jobs=jobs,
        terminal=chosen not in {OutputFormat.JSON, OutputFormat.HTML}
        and not (output or to or check or summary or forecast or report)
        and _is_terminal(),
        shown_as=chosen,
        report=report,
        title=title,
        report_keys=report_keys,
    )
    with Progress(rows_on_stdout=typed.on_stdout) as progress:
        front = FrontEnd(write=_write_rows, tell=tell, seen=progress.seen)
        answer = api.batch(typed, load(formulary), problems, front)
    if report is not None:
        _write_page(report, answer, output)
    if typed.reported:
        return emit(chosen, answer)
    tell(answer.remark)
    return answer.exit_code


def _refuse_other_than_columns(file: str | None, chosen: OutputFormat, problems: Problems) -> None:
    """Refuse a list of columns of a file, or for programs, and what could not be read."""
    if file is not None or chosen is OutputFormat.JSON:
        message = "--columns lists for people what every file may have: no FILE, and no --format json"
        todo = "ivigcalc batch --columns"
        problems.add(Problem(code="contradiction", field="--columns", message=message, next=todo))
    problems.refuse_if_any()


def _write_page(name: str, answer: api.BatchDone, output: str | None) -> None:
    """Write the page for an audit. The rows are safe already; where the page cannot be written, that is said."""
    from ivigcalc.cli.files import write_own
    from ivigcalc.report.batch_report import GENERATOR

    try:
        write_own(name, answer.page(), GENERATOR, "--report")
    except OutputError:
        tell(f"every row is in {output}; there is no report" if output else "there is no report")
        raise
    tell(f"{name} written")


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _write_rows(text: str) -> None:
    """Write rows to stdout: with a line feed at the end of each, on every system."""
    write_as_it_is(text, sys.stdout)
