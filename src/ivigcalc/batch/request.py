"""What is asked of a table: where its rows come from and go, and what cannot be asked for together."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from ivigcalc.batch.columns import EMPTY_LAYOUT
from ivigcalc.batch.output import FORMATS
from ivigcalc.batch.reading.column_options import read_headings
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.means import read_means
from ivigcalc.batch.reading.words import words_of
from ivigcalc.batch.row.order import OrderReader
from ivigcalc.batch.sinks import STDIO, is_device, part_of, real
from ivigcalc.batch.source import CSV, XLSX
from ivigcalc.core.dosing.repeat import Months, months_between
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Stock
from ivigcalc.intake.dates import read_date_order, read_day, read_interval
from ivigcalc.intake.files import PAGE, wrong_ending
from ivigcalc.intake.numbers import one_of, read_decimal, read_if_typed, refusal
from ivigcalc.intake.order import TypedOrder, read_stock
from ivigcalc.sheets.headings.spelling import MOST_QUOTED

FOR_EVERY_ROW: Final = ("indication", "regimen", "weight_policy", "product", "region", "round")
"""The options that stand for a column, by the id of its field."""

CASELESS: Final = sys.platform in {"win32", "cygwin", "darwin"}
"""Whether files whose names differ in capitals alone are usually one."""

MOST_JOBS: Final = 64
MOST_MONTHS: Final = 60


class TypedBatch(Record):
    """The options of ``batch`` as typed; None where not given."""

    file: str
    order: TypedOrder
    """The options that stand for a column."""
    output: str | None = None
    to: str | None = None
    errors: str | None = None
    check: bool = False
    summary: bool = False
    versus: str | None = None
    explain: bool = False
    """Whether each row has its arithmetic."""
    resume: bool = False
    columns: Sequence[str] = ()
    """What headings mean, as NAME=HEADING."""
    ignored: Sequence[str] = ()
    """Headings that are left out."""
    means: Sequence[str] = ()
    """What texts of cells mean, as TEXT=ID."""
    decimal: str | None = None
    """The decimal mark of the table."""
    sheet: str | None = None
    """The name or the number of a sheet."""
    encoding: str | None = None
    """That of a text."""
    forecast: str | None = None
    """The months to look ahead, as FIRST:LAST."""
    every: str | None = None
    jobs: str = "1"
    terminal: bool = False
    """Whether the answers go to a terminal, for somebody to look at."""
    shown_as: str = "table"
    """The format in which a summary is to be shown."""
    report: str | None = None
    """The file of the page for an audit."""
    title: str | None = None
    report_keys: bool = False

    @property
    def reports(self) -> bool:
        """Whether anything but rows is asked for."""
        return self.check or self.summary or self.forecast is not None

    @property
    def on_stdout(self) -> bool:
        """Whether stdout is for the rows."""
        elsewhere = self.reports or self.terminal or self.report is not None
        return self.output == STDIO or (self.output is None and not elsewhere)

    @property
    def reported(self) -> bool:
        """Whether what the table adds up to is printed."""
        return not self.on_stdout and (self.reports or self.terminal or self.shown_as in {"json", "html"})

    @property
    def path(self) -> Path | None:
        """The file that the rows go to, if one."""
        return Path(self.output) if self.output is not None and self.output != STDIO else None


class BatchRequest(Record):
    """What is asked of a table."""

    typed: TypedBatch
    format: str
    """A name in ``FORMATS``."""
    versus: str
    """A weight policy to compare with; "" for none."""
    jobs: int
    months: Months | None
    """The months to look ahead; None for none."""
    every: Interval | None
    """The interval of rows whose source prints a range."""
    stock: Stock | None
    """The vials that are there, for what runs short; None where not said."""
    headings: Headings
    dates: str
    """How dates in figures are written; "" for not said."""
    decimal: str
    """The decimal mark of the table; "" for not said."""
    means: Mapping[str, str]
    """The ids that texts of cells mean, by their letters."""
    given: Mapping[str, str]
    """The options that stand for a column, by field id, in the order of ``FOR_EVERY_ROW``."""


def read_batch(typed: TypedBatch, catalogue: Catalogue, problems: Problems) -> BatchRequest:
    """What is asked of a table; ``problems`` holds what the front end could not read.

    Raises:
        RefusedError: with everything that is wrong.
    """
    policies = [policy.id for policy in catalogue.weights.policies]
    versus = read_if_typed(problems, lambda text: one_of(policies, text, "--versus"), typed.versus)
    form = _read_format(typed.to, typed.output, problems)
    jobs = read_if_typed(problems, _read_jobs, typed.jobs)
    months = read_if_typed(problems, _read_months, typed.forecast)
    every = read_if_typed(problems, read_interval, typed.every)
    for field, message, todo in _contradictions(typed, form, catalogue.local.file if catalogue.local else ""):
        problems.add(Problem(code="contradiction", field=field, message=message, next=todo))
    problems.found += wrong_ending(typed.report, "--report", PAGE, "--report year.html")
    problems.found += wrong_ending(typed.errors, "--errors", (".csv",), "--errors failed.csv")
    options = {name: getattr(typed.order, name) for name in FOR_EVERY_ROW}
    given = {name: text for name, text in options.items() if text is not None and (text or name != "region")}
    given |= {"tolerated": "yes"} if typed.order.tolerated else {}
    wrong = OrderReader(catalogue, given).read(EMPTY_LAYOUT, ()).problems
    problems.found += [problem for problem in wrong if "indication" in given or problem.field != "--indication"]
    read_if_typed(problems, _read_encoding, typed.encoding)
    dates = read_date_order(typed.order.dates, catalogue, problems)
    decimal = read_decimal(typed.decimal, catalogue, problems)
    headings = read_headings(typed.columns, typed.ignored, words_of(catalogue), problems)
    means = read_means(typed.means, catalogue, problems)
    stock = None if problems.found else read_stock(typed.order, catalogue, dates, problems, decimal or None)
    problems.refuse_if_any()
    return BatchRequest(
        typed=typed,
        format=form,
        versus=versus or "",
        jobs=jobs or 1,
        months=months,
        every=every,
        stock=stock,
        headings=headings,
        dates=dates,
        decimal=decimal,
        means=means,
        given=given,
    )


def _read_format(typed: str | None, output: str | None, problems: Problems) -> str:
    """How rows are written: as typed, else as the file's name ends, else CSV."""
    if typed is not None:
        return read_if_typed(problems, lambda text: one_of(FORMATS, text, "--to"), typed) or CSV
    if output is None or output == STDIO:
        return CSV
    ending = Path(output).suffix.lower().removeprefix(".")
    for name, form in FORMATS.items():
        if ending in form.endings:
            return name
    if not is_device(Path(output)):
        message = f"--output {output!r} does not end with {', '.join(f'.{name}' for name in FORMATS)}"
        todo = "-o plans.csv, or add --to csv"
        problems.add(Problem(code="unknown-form", field="--output", message=message, next=todo))
    return CSV


def _read_months(typed: str) -> Months:
    """Months as ``2027-01:2027-03``, or one as ``2027-01``.

    Raises:
        RefusedError: they are none, the last is before the first, or they are more than five years.
    """
    begin, colon, end = typed.partition(":")
    first, last = (read_day(f"{part.strip()}-01") for part in (begin, end if colon else begin))
    if first is None or last is None:
        raise refusal(typed, "--forecast", "not-months", "is not months as FIRST:LAST", "--forecast 2027-01:2027-03")
    if last < first:
        hint = f"--forecast {last:%Y-%m}:{first:%Y-%m}"
        raise refusal(typed, "--forecast", "not-months", "ends before it begins", hint)
    months = months_between(first, last)
    if len(months.names) > MOST_MONTHS:
        why, hint = f"is more than {MOST_MONTHS} months", "--forecast 2027-01:2027-12"
        raise refusal(typed, "--forecast", "not-months", why, hint)
    return months


def _read_jobs(typed: str) -> int:
    """A number of processes."""
    if not (re.fullmatch("[0-9]{1,2}", typed) and 1 <= int(typed) <= MOST_JOBS):
        raise refusal(typed, "--jobs", "not-a-number", f"is not a number from 1 to {MOST_JOBS}", "--jobs 2")
    return int(typed)


def _read_encoding(typed: str) -> None:
    """An encoding of texts that is known."""
    try:
        "a".encode(typed)
    except (LookupError, ValueError):
        message = f"--encoding {typed[:MOST_QUOTED]!r} is not known"
        todo = "--encoding cp1252, latin-1, cp850 or utf-16-le"
        raise RefusedError(Problem(code="not-allowed", field="--encoding", message=message, next=todo)) from None


def _contradictions(typed: TypedBatch, form: str, formulary: str) -> Iterable[tuple[str, str, str]]:
    """What cannot be asked for together: the option, what is wrong, and what to do."""
    path = typed.path
    if typed.on_stdout:
        if typed.reports:
            what = "--summary" if typed.summary else "--check" if typed.check else "--forecast"
            yield "--output", f"the rows and {what} cannot both go to stdout", "-o plans.csv"
        elif typed.shown_as != "table":
            yield "--format", f"--format {typed.shown_as} is for the summary, and the rows go to stdout", "--to jsonl"
        if form == XLSX:
            yield "--to", "a workbook cannot go to stdout", "-o plans.xlsx"
    if typed.check and path:
        yield "--check", "--check writes no answers, --output asks for them", "keep one"
    if typed.resume and path is None:
        todo = "drop --resume: nothing is written" if typed.check else "-o plans.csv"
        yield "--resume", "--resume needs the file of the earlier run", todo
    if form == XLSX and path and is_device(path):
        yield "--output", f"{path} is not a file, and a workbook needs one", "-o plans.xlsx, or --to csv"
    if typed.resume and form == XLSX:
        todo = "resume as CSV (-o plans.csv), and open that in the spreadsheet"
        yield "--resume", "a workbook cannot be resumed", todo
    if path and path.is_dir():
        yield "--output", f"{path} is a directory", f"-o {path / 'plans.csv'}"
    yield from _ahead(typed)
    yield from _of_report(typed)
    yield from _overwritten(typed, formulary)


def _ahead(typed: TypedBatch) -> Iterable[tuple[str, str, str]]:
    """What cannot be asked for with a forecast, or without one."""
    for option, value in (("--stock", typed.order.stock), ("--every", typed.every)):
        if value is not None and typed.forecast is None:
            yield option, f"{option} is for --forecast", "add --forecast 2027-01:2027-03"
    if typed.forecast is not None and typed.resume:
        yield "--resume", "--forecast adds up every row anew", "drop --resume"


def _of_report(typed: TypedBatch) -> Iterable[tuple[str, str, str]]:
    """What cannot be asked for with a report, or without one."""
    if typed.report is None:
        for option, given in (("--title", typed.title is not None), ("--report-keys", typed.report_keys)):
            if given:
                yield option, f"{option} is for --report", "add --report year.html"
    elif typed.report == STDIO:
        yield "--report", "--report writes a file for a browser, not to stdout", "--report year.html"
    elif typed.check:
        yield "--check", "--check answers nothing, --report is of answers", "keep one"


def _overwritten(typed: TypedBatch, formulary: str) -> Iterable[tuple[str, str, str]]:
    """What would be written over something that is read, or written, besides."""
    kept = [("FILE", typed.file), ("the formulary", formulary), ("the stock", typed.order.stock or "")]
    for option, name in (("--output", typed.output), ("--errors", typed.errors), ("--report", typed.report)):
        if name == "" and option != "--output":
            yield option, f"{option} '' is no name of a file", f"{option} and the name of a file"
        if not name or name == STDIO or is_device(Path(name)):
            continue
        path = real(Path(name))
        files = ((option, path), (f"the part of {option}", part_of(path)))
        clashes = [(what, other) for what, file in files for other, named in kept if named and _is_same(file, named)]
        for what, other in clashes[:1]:
            yield option, f"{what} is the same file as {other}", "name another file"
        kept += [(what, str(file)) for what, file in files]


def _is_same(path: Path, name: str) -> bool:
    """Whether a file to be written is one that is named, or stdin."""
    names = {str(one).casefold() if CASELESS else str(one) for one in (path, real(Path(name)))}
    if name != STDIO and len(names) == 1:
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdin.fileno()) if name == STDIO else Path(name).stat())
    except (OSError, ValueError, AttributeError):
        return False
