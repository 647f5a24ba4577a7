"""Where the rows of ``batch`` go: stdout, a file in one of four forms, or nowhere; and what cannot go together."""

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ivigcalc.cli.output import Format, write
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.core.record import Record
from ivigcalc.intake.text import maybe, one_of

if TYPE_CHECKING:
    from ivigcalc.batch.run import Setup
    from ivigcalc.batch.sinks import Sink

STDIO = "-"


class Form(StrEnum):
    """How rows are written."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    XLSX = "xlsx"


class Wanted(Record):
    """Where the rows go, and what else is asked for."""

    file: str
    formulary: str
    output: str | None
    errors: str | None
    form: Form
    check: bool
    summary: bool
    versus: str
    resume: bool
    jobs: int

    @property
    def on_stdout(self) -> bool:
        """Whether stdout is for the rows."""
        return self.output == STDIO or (self.output is None and not (self.check or self.summary))

    @property
    def path(self) -> Path | None:
        """The file that the rows go to, if one."""
        return Path(self.output) if self.output is not None and self.output != STDIO else None


def read_form(typed: str | None, output: str | None, problems: Problems) -> Form:
    """How rows are written: as typed, else what the file's name ends with, else CSV."""
    if typed is not None:
        return maybe(problems, lambda text: one_of(Form, text, "--to"), typed) or Form.CSV
    ending = Path(output).suffix.lower().removeprefix(".") if output is not None and output != STDIO else Form.CSV
    ending = {"ndjson": Form.JSONL, "txt": Form.TSV}.get(ending, ending)
    if ending in set(Form):
        return Form(ending)
    if output is not None and _is_device(Path(output)):
        return Form.CSV
    message = f"--output {output!r} does not end with {', '.join(f'.{one}' for one in Form)}"
    problems.add(Problem(code="unknown-form", field="--output", message=message, next="-o plans.csv, or add --to csv"))
    return Form.CSV


def _is_device(path: Path) -> bool:
    """Whether a name is that of something to write to that cannot be renamed: ``/dev/null``, a pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def contradictions(wanted: Wanted, form: Format) -> list[Problem]:
    """What cannot be asked for together."""
    path, found = wanted.path, []
    if wanted.on_stdout:
        if wanted.summary or wanted.check:
            what = "--summary" if wanted.summary else "--check"
            found.append(("--output", f"the rows and {what} cannot both go to stdout", "-o plans.csv"))
        elif form is not Format.TABLE:
            found.append(("--format", f"--format {form} is for the summary, and the rows go to stdout", "--to jsonl"))
        if wanted.form is Form.XLSX:
            found.append(("--to", "a workbook cannot go to stdout", "-o plans.xlsx"))
    if wanted.check and path:
        found.append(("--check", "--check writes no answers, --output asks for them", "keep one"))
    if wanted.resume and path is None:
        todo = "drop --resume: nothing is written" if wanted.check else "-o plans.csv"
        found.append(("--resume", "--resume needs the file of the earlier run", todo))
    if wanted.form is Form.XLSX and path and _is_device(path):
        found.append(("--output", f"{path} is not a file, and a workbook needs one", "-o plans.xlsx, or --to csv"))
    if wanted.resume and wanted.form is Form.XLSX:
        todo = "resume as CSV (-o plans.csv), and open that in the spreadsheet"
        found.append(("--resume", "a workbook cannot be resumed", todo))
    if path and path.is_dir():
        found.append(("--output", f"{path} is a directory", f"-o {path / 'plans.csv'}"))
    found += [(field, message, "name another file") for field, message in _overwritten(wanted)]
    return [Problem(code="contradiction", field=field, message=message, next=todo) for field, message, todo in found]


def _overwritten(wanted: Wanted) -> list[tuple[str, str]]:
    """What would be written over something that is read, or written, besides: the option, and which."""
    from ivigcalc.batch.sinks import part_of

    kept = [("FILE", wanted.file), ("the formulary", wanted.formulary)]
    found = []
    for option, name in (("--output", wanted.output), ("--errors", wanted.errors)):
        if name is None or name == STDIO or _is_device(Path(name)):
            continue
        path = Path(name).resolve()
        for what, written in ((option, path), (f"the part of {option}", part_of(path))):
            found += [
                (option, f"{what} is the same file as {other}") for other, one in kept if one and _same(written, one)
            ]
        kept += [(option, str(path)), (f"the part of {option}", str(part_of(path)))]
    return found


def _same(path: Path, name: str) -> bool:
    """Whether a file to be written is one that is named, or stdin."""
    if name != STDIO and path == Path(name).resolve():
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdin.fileno()) if name == STDIO else Path(name).stat())
    except (OSError, ValueError, AttributeError):
        return False


def rows_sink(wanted: Wanted, setup: "Setup") -> "Sink":
    """Where the rows go."""
    from ivigcalc.batch.output import NUMBERS
    from ivigcalc.batch.sheet import SheetSink
    from ivigcalc.batch.sinks import StreamSink

    if wanted.on_stdout:
        return StreamSink(_to_stdout())
    if wanted.output is None:
        return nowhere()
    if wanted.form is Form.XLSX:
        return SheetSink(Path(wanted.output), setup.columns, numbers=NUMBERS)
    return file_sink(wanted.output, resume=wanted.resume)


def nowhere() -> "Sink":
    """Takes lines and keeps none."""
    from ivigcalc.batch.sinks import StreamSink

    return StreamSink(len)


def file_sink(name: str, *, resume: bool = False) -> "Sink":
    """A file, or what has a name like one."""
    from ivigcalc.batch.sinks import FileSink, StreamSink

    path = Path(name)
    if _is_device(path):
        stream = path.open("w", encoding="utf-8", newline="")
        return StreamSink(stream.write, stream.close)
    return FileSink(path, resume=resume)


def _to_stdout() -> Callable[[str], object]:
    """What writes rows to stdout: as UTF-8, with a line feed at the end of each, on every system."""
    stream = sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", newline="")
    return lambda text: write(text, stream)
