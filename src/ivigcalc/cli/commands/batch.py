"""``ivigcalc batch``."""

import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.cli import completion
from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.destination import Form, Wanted, contradictions, file_sink, nowhere, read_form, rows_sink
from ivigcalc.cli.environment import formulary as named_formulary
from ivigcalc.cli.environment import load
from ivigcalc.cli.output import Format, UnwritableError, emit, read_format, write
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.quantity import shown
from ivigcalc.intake.text import maybe, one_line, one_of

if TYPE_CHECKING:
    from ivigcalc.batch.run import Ran, Setup
    from ivigcalc.batch.sinks import Sink
    from ivigcalc.batch.source import Opened
    from ivigcalc.core.answers.batch import Finished

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc batch docs/patients-example.csv --summary
  ivigcalc batch docs/patients-example.csv --check
  ivigcalc batch docs/patients-example.csv --versus adjusted --summary
"""

MOST_JOBS = 64


@app.command(cls=Command, epilog=EPILOG)
def batch(
    *,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Patients, one a row: CSV, TSV, JSON Lines or XLSX; - for standard input. Columns: see docs/batch.md",
        ),
    ],
    indication: o.Indication = None,
    regimen: o.Regimen = None,
    weight_policy: o.WeightPolicy = None,
    product: o.Product = None,
    region: o.Region = None,
    formulary: o.Formulary = None,
    round_: o.Round = None,
    output: Annotated[
        str | None,
        o.output_option(
            "--output",
            "-o",
            metavar="FILE",
            help="Answers, a row for each row: .csv, .tsv, .jsonl or .xlsx.",
        ),
    ] = None,
    to: Annotated[
        str | None,
        o.output_option("--to", metavar="FORM", help=f"{', '.join(Form)}: instead of what FILE ends with."),
    ] = None,
    errors: Annotated[
        str | None,
        o.output_option("--errors", metavar="FILE", help="The rows that failed, with the reason, as CSV."),
    ] = None,
    check: Annotated[bool, o.output_option("--check", help="Write no answers; list what would fail.")] = False,
    summary: Annotated[
        bool,
        o.output_option("--summary", help="Grams, vials, volume, waste, cost and alerts of all rows."),
    ] = False,
    versus: Annotated[
        str | None,
        o.output_option(
            "--versus",
            metavar="POLICY",
            help="Beside each row the same under another weight policy, and what that gains or saves.",
            autocompletion=completion.policy,
        ),
    ] = None,
    resume: Annotated[
        bool,
        o.output_option(
            "--resume",
            help="Keep the rows of an earlier run whose input and versions are the same.",
        ),
    ] = False,
    jobs: Annotated[str, o.output_option("--jobs", metavar="N", help="Processes; the answers are the same.")] = "1",
    form: o.Format = "table",
) -> Exit:
    """Work out many patients: a table in, a table out, one row for each row."""
    from ivigcalc.batch.columns import EMPTY_LAYOUT
    from ivigcalc.batch.question import DEFAULTED, Orders
    from ivigcalc.batch.run import Setup
    from ivigcalc.batch.source import opened

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    policies = [policy.id for policy in catalogue.weights.policies]
    other = maybe(problems, lambda text: one_of(policies, text, "--versus"), versus)
    wanted = Wanted(
        file=file,
        formulary=named.value if (named := named_formulary(formulary)) else "",
        output=output,
        errors=errors,
        form=read_form(to, output, problems),
        check=check,
        summary=summary,
        versus=other or "",
        resume=resume,
        jobs=maybe(problems, _read_jobs, jobs) or 1,
    )
    problems.found += contradictions(wanted, chosen_form)
    options = dict(zip(DEFAULTED, (indication, regimen, weight_policy, product, region or None, round_), strict=True))
    given = {name: text for name, text in options.items() if text is not None}
    wrong = Orders(catalogue, given).read(EMPTY_LAYOUT, ()).problems
    problems.found += [problem for problem in wrong if indication is not None or problem.field != "--indication"]
    problems.refuse_if_any()
    setup = Setup(catalogue=catalogue, given=given, versus=wanted.versus, format=wanted.form)
    with opened(file) as table:
        ran = _run(wanted, setup, table)
    code = Exit.SOME_FAILED if ran.tally.failed else Exit.ANSWER
    _report(wanted, ran, setup, chosen_form, code)
    return code


def _read_jobs(typed: str) -> int:
    """A number of processes."""
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= MOST_JOBS and len(typed) <= 2):  # noqa: PLR2004 - two digits
        message = f"--jobs {typed!r} is not a number from 1 to {MOST_JOBS}"
        raise RefusedError(Problem(code="not-a-number", field="--jobs", message=message, next="--jobs 2"))
    return int(typed)


def _run(wanted: Wanted, setup: "Setup", opened: "Opened") -> "Ran":
    """Answer every row. What was written is put in its place at the end, and only then."""
    from ivigcalc.batch.output import FORMATS
    from ivigcalc.batch.run import Job, run
    from ivigcalc.batch.sinks import OldRows, part_of
    from ivigcalc.cli.progress import Progress

    path, table = wanted.path, FORMATS[opened.format].read(opened, setup.given)
    old = OldRows(path, setup.writer().header) if wanted.resume and path else None
    sinks: list[Sink] = []
    finished = False
    try:
        sinks.append(rows_sink(wanted, setup))
        sinks.append(file_sink(wanted.errors) if wanted.errors is not None else nowhere())
        with Progress(opened, rows_on_stdout=wanted.on_stdout) as progress:
            job = Job(
                table=table,
                setup=setup,
                sink=sinks[0],
                errors=sinks[1],
                jobs=wanted.jobs,
                old=old,
                unread=_tell_unread,
                seen=progress.seen,
            )
            ran = run(job)
        if old:
            old.close()
        for sink in sinks:
            sink.finish()
        finished = True
    except BrokenProcessPool as broken:
        message = "one of the --jobs processes was ended from outside; fewer of them need less memory"
        raise UnwritableError(message) from broken
    finally:
        if not finished:
            for sink in sinks:
                sink.stop()
            if path and sinks and part_of(path.resolve()).is_file() and wanted.form is not Form.XLSX:
                _tell(f"not finished: {path} is as it was; --resume goes on from {part_of(path)}")
    return ran


def _tell(line: str) -> None:
    write(f"{line}\n", sys.stderr)


def _tell_unread(headings: Sequence[str]) -> None:
    """Say which headings nothing is read from, and which column each may have been meant to be."""
    from ivigcalc.batch.columns import suggestion

    near = ((one_line(heading), suggestion(heading)) for heading in headings)
    named = [f"{heading!r}" + (f" (did you mean {found}?)" if found else "") for heading, found in near]
    _tell(f"not read: {', '.join(named)}")


def _report(wanted: Wanted, ran: "Ran", setup: "Setup", form: Format, code: Exit) -> None:
    """Say what came of it: on stdout where that was asked for, else a line on stderr."""
    if not wanted.on_stdout and (wanted.check or wanted.summary or form is Format.JSON):
        done, catalogue = _finished(wanted, ran, setup), setup.catalogue
        from ivigcalc.report.json.batch import batch_json
        from ivigcalc.report.view.batch import batch_document

        status = "some-failed" if code is Exit.SOME_FAILED else "ok"
        answer = Answer(
            document=lambda: batch_document(done, catalogue),
            json=lambda: batch_json(done, catalogue, status=status, exit_code=code),
        )
        emit(form, answer)
        return
    rows = "1 row" if ran.tally.rows == 1 else f"{_count(ran.tally.rows)} rows"
    counts = ", ".join(f"{_count(number)} {status}" for status, number in ran.tally.statuses.items())
    kept = f"; {_count(ran.kept)} kept from the earlier run" if ran.kept else ""
    _tell(f"{rows}{f': {counts}' if counts else ''}{kept}")


def _count(number: int) -> str:
    return shown(Fraction(number), 0)


def _finished(wanted: Wanted, ran: "Ran", setup: "Setup") -> "Finished":
    """The table as answered, for a report."""
    from ivigcalc.batch.columns import BY_ID, suggestion
    from ivigcalc.core.answers.batch import Finished, UnreadHeading

    local = setup.catalogue.local
    return Finished(
        source=wanted.file,
        output=wanted.output or "",
        errors=wanted.errors or "",
        check=wanted.check and not wanted.summary,
        given=tuple((BY_ID[name].name, text) for name, text in setup.given.items()),
        kept=ran.kept,
        summary=ran.tally.summary(setup.versus, local.formulary.currency if local else ""),
        failed=tuple(ran.failed),
        unread=tuple(UnreadHeading(heading=one_line(one), near=suggestion(one)) for one in ran.unread),
    )
