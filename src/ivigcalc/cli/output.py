"""Printing: the only place that writes to stdout. Rich is imported only for a table."""

import os
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ivigcalc.core.problems import Problems
    from ivigcalc.report.document import Document


class UnwritableError(Exception):
    """The answer could not be written: a closed pipe, a full disk."""


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    TEXT = "text"
    JSON = "json"


def read_format(typed: str, problems: "Problems") -> Format:
    """The format to print in; a table where it cannot be read (which is then among ``problems``)."""
    from ivigcalc.intake.text import maybe, one_of

    return maybe(problems, lambda text: one_of(Format, text, "--format"), typed) or Format.TABLE


def emit(
    form: Format, document: "Callable[[], Document]", answer: Callable[[], Mapping[str, object]], *, error: bool = False
) -> None:
    """Print an answer in a format. What is not printed is not built. A refusal for people goes to stderr."""
    stream = sys.stderr if error and form is not Format.JSON else sys.stdout
    match form:
        case Format.JSON:
            from ivigcalc.report.json.parts.answer import dumps

            text = dumps(answer())
        case Format.TEXT:
            from ivigcalc.report.text import render as as_text

            text = as_text(document())
        case Format.TABLE:
            import shutil

            from ivigcalc.report.table import render as as_table

            text = as_table(document(), width=shutil.get_terminal_size((80, 24)).columns, color=_color(stream.isatty()))
    write(text, stream)


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
