"""Printing: the only place that writes to stdout. Rich is imported only for a table."""

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ivigcalc.api.answer import Answer, Exit
    from ivigcalc.core.problems import Problems


class UnwritableError(Exception):
    """The answer could not be written: a closed pipe, a full disk."""


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    TEXT = "text"
    JSON = "json"


def read_format(typed: str, problems: "Problems | None" = None) -> Format:
    """The format to print in; where it cannot be read a table, and that is added to ``problems``.

    Raises:
        RefusedError: it cannot be read, and nothing else can be wrong, so that there are no ``problems``.
    """
    from ivigcalc.intake.numbers import maybe, one_of

    if problems is None:
        return one_of(Format, typed, "--format")
    return maybe(problems, lambda text: one_of(Format, text, "--format"), typed) or Format.TABLE


def emit(form: Format, answer: "Answer", *, error: bool = False, **shown: bool) -> "Exit":
    """Print an answer in a format and return its exit code; ``shown`` says how much people see.

    A refusal (``error``) for people goes to stderr, as remarks do.
    """
    stream = sys.stderr if error and form is not Format.JSON else sys.stdout
    match form:
        case Format.JSON:
            from ivigcalc.report.json.parts.answer import dumps

            text = dumps(answer.json())
        case Format.TEXT:
            from ivigcalc.report.text import render as as_text

            text = as_text(answer.document(**shown))
        case Format.TABLE:
            import shutil

            from ivigcalc.report.table import render as as_table

            width = shutil.get_terminal_size((80, 24)).columns
            text = as_table(answer.document(**shown), width=width, color=_color(stream.isatty()))
    write(text, stream)
    if answer.remark:
        write(f"{answer.remark}\n", sys.stderr)
    return answer.exit_code


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


def _color(terminal: bool) -> bool:  # noqa: FBT001 - one private caller
    """NO_COLOR switches colour off, FORCE_COLOR on; else colour goes to a terminal that is not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
