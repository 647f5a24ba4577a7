"""Printing: the only place that writes to stdout and to stderr, and the progress of a long run.

Rich is imported only for a table.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from io import TextIOWrapper
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

from ivigcalc.core.quantity import NO_BREAK_SPACE, visible

if TYPE_CHECKING:
    from ivigcalc.api.answer import Answer, Exit
    from ivigcalc.batch.source import OpenTable
    from ivigcalc.core.problems import Problems
    from ivigcalc.report.table import Colors


WINDOWS: Final = os.name == "nt"

WIDEST: Final = 1000
"""No terminal is wider than so many columns, whatever it says; remarks beside a text are folded there."""


class UnwritableError(Exception):
    """The answer could not be written: a closed pipe, a full disk."""


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    TEXT = "text"
    JSON = "json"
    HTML = "html"
    FHIR_R4 = "fhir-r4"
    FHIR_R5 = "fhir-r5"
    ICS = "ics"


EVERYWHERE: Final = (Format.TABLE, Format.TEXT, Format.JSON, Format.HTML)
"""The formats of every command."""


def read_format(typed: str, problems: "Problems | None" = None, formats: Iterable[Format] = EVERYWHERE) -> Format:
    """The format to print in; where it is none of ``formats`` a table, and that is added to ``problems``.

    Raises:
        RefusedError: it cannot be read, and nothing else can be wrong, so that there are no ``problems``.
    """
    from ivigcalc.intake.numbers import read_if_typed

    if problems is None:
        return _one_of(formats, typed)
    return read_if_typed(problems, lambda text: _one_of(formats, text), typed) or Format.TABLE


def _one_of(formats: Iterable[Format], typed: str) -> Format:
    from ivigcalc.intake.numbers import one_of, refusal

    if typed.lower() in {*Format} - {*formats}:
        why = f": {typed.lower()} is a format of dose"
        raise refusal(typed, "--format", "not-allowed", why, "--format and one of these", allowed=(", ".join(formats),))
    return one_of(formats, typed, "--format")


def emit(form: Format, answer: "Answer", *, error: bool = False, **shown: bool) -> "Exit":
    """Print an answer in a format and return its exit code; ``shown`` says how much people see.

    A refusal (``error``) goes to stderr, as remarks do; in JSON, HTML and FHIR, which are files, it is the answer. An
    answer that has no file of the format, such as a calendar without vials, goes to stderr as a table.
    """
    files = answer.files or {}
    if form not in EVERYWHERE and form not in files:
        if not error:  # a refusal says what is wrong, and nothing is expected of it
            tell(f"nothing was written as {form}")
        form, error = Format.TABLE, True
    talk = error and form in {Format.TABLE, Format.TEXT}
    stream = sys.stderr if talk else sys.stdout
    match form:
        case Format.JSON:
            from ivigcalc.report.json.parts.answer import dumps

            text = dumps(answer.json())
        case Format.TEXT:
            from ivigcalc.report.text import render as as_text

            text = as_text(answer.document(**shown))
        case Format.HTML:
            from ivigcalc.report.html import page

            text = page(answer.document(**shown))
        case Format.TABLE:
            from ivigcalc.report.table import RULE
            from ivigcalc.report.table import render as as_table

            text = as_table(answer.document(**shown), width=_width(), colors=_colors(terminal=stream.isatty()))
            text = text if _can_write(RULE, stream) else text.replace(RULE, "-")
        case _:
            text = files[form]()
    if talk:
        _say(text)
    else:
        _writer(form)(text, stream)
    if answer.remark:
        from textwrap import wrap

        width = WIDEST if form is Format.TEXT else _width()
        for line in wrap(answer.remark, width, subsequent_indent="  ", break_on_hyphens=False):
            tell(line)
    return answer.exit_code


def _width() -> int:
    """The columns of the terminal; 80 where there is none."""
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def write(text: str, stream: TextIO) -> None:
    """Write text at once.

    Raises:
        UnwritableError: it could not be written.
    """
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError) as failure:
        raise UnwritableError(str(failure)) from failure


def _writer(form: Format) -> Callable[[str, TextIO], None]:
    """What writes a format."""
    if form is Format.ICS:
        return write_as_it_is
    return write_json if form in {Format.JSON, Format.FHIR_R4, Format.FHIR_R5} else write


def write_as_it_is(text: str, stream: TextIO) -> None:
    """Write text as UTF-8 with the ends of lines that it has, on every system.

    Raises:
        UnwritableError: it could not be written.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors=stream.errors, newline="")
    write(text, stream)


def write_json(text: str, stream: TextIO) -> None:
    """Write JSON: to a stream of another encoding than UTF-8 in ASCII, which reads the same in each.

    Raises:
        UnwritableError: it could not be written.
    """
    if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in {"utf-8", "utf8"}:
        stream.reconfigure(encoding="ascii", errors=stream.errors)
    write(text, stream)


def tell(line: str) -> None:
    """Say a line on stderr."""
    _say(f"{visible(line)}\n")


def _say(text: str) -> None:
    """Say something on stderr. Where nobody can hear it, that is all."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Throw away what a stream still holds, and whatever else is written to it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _can_write(sign: str, stream: TextIO) -> bool:
    """Whether the encoding of a stream has a sign."""
    try:
        sign.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _colors(*, terminal: bool) -> "Colors":
    """How many colours to use: NO_COLOR switches them off, FORCE_COLOR on; else they go to a terminal that has them.

    FORCE_COLOR from 2 on, COLORTERM, or a TERM that says so means that there are 256.
    """
    from ivigcalc.report.table import Colors

    term, forced = os.environ.get("TERM", ""), os.environ.get("FORCE_COLOR", "")
    if os.environ.get("NO_COLOR") or not (forced or (terminal and term != "dumb" and _understands_colors())):
        return Colors.NONE
    many = forced in {"2", "3"} or "256" in term or os.environ.get("COLORTERM")
    return Colors.MANY if many else Colors.STANDARD


def _understands_colors() -> bool:
    """Whether the terminal on stdout or stderr reads escape sequences: a console of Windows does once it is told to."""
    if not WINDOWS:
        return True
    import ctypes

    system: Any = ctypes
    kernel = system.windll.kernel32
    for standard in (-11, -12):  # STD_OUTPUT_HANDLE, STD_ERROR_HANDLE
        console, mode = kernel.GetStdHandle(standard), ctypes.c_ulong()
        known = kernel.GetConsoleMode(console, ctypes.byref(mode))
        if known and not kernel.SetConsoleMode(console, mode.value | 4):  # ENABLE_VIRTUAL_TERMINAL_PROCESSING
            return False
    return True


class Progress:
    """Rows done, rows a second and the time left; nothing where stderr is no terminal, or the rows go to this one."""

    def __init__(self, *, rows_on_stdout: bool) -> None:
        """Show nothing yet."""
        shared = rows_on_stdout and sys.stdout.isatty()
        self._wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not shared
        self._begun = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Take the bar away at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take it away."""
        if self._bar is not None:
            self._bar.stop()

    def seen(self, table: "OpenTable", done: int) -> None:
        """Show how many rows of a table are done."""
        if self._wanted and self._bar is None:
            self._start(table.size)
        if self._bar is not None:
            rate = done / max(time.monotonic() - self._begun, 1e-9)
            rows, rows_per_s = (f"{number:,.0f}".replace(",", NO_BREAK_SPACE) for number in (done, rate))
            at = table.position() if table.size else None
            text = f"{rows} rows, {rows_per_s} rows/s" if done else "0 rows"
            self._bar.update(self._task, description=text, completed=at, refresh=True)

    def _start(self, size: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        left = (TimeRemainingColumn(), TextColumn("left")) if size else ()
        self._bar = Bar(
            *(TextColumn("{task.description}"), BarColumn(), *left),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task("0 rows", total=size)
