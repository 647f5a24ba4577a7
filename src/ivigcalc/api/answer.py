"""What the functions of this room return, and the exit codes."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


class Exit(IntEnum):
    """What the exit code says. Never 1."""

    ANSWER = 0
    USAGE = 2
    LOOK = 3
    REFUSED = 4
    NO_VIALS = 5
    SOME_FAILED = 6
    BAD_DATA = 65
    NO_INPUT = 66
    BUG = 70
    CANNOT_WRITE = 73
    BAD_CONFIG = 78
    INTERRUPTED = 130


class Answer(Record):
    """The answer to a command, in the two forms that it is given in. A form that is not asked for is not made."""

    document: "Callable[..., Document]"
    """Makes the answer for people. Takes, by name, the command's options for how much is shown."""
    json: Callable[[], Mapping[str, object]]
    """Makes the answer for programs, of the shape that ``ivigcalc schema`` prints."""
    exit_code: Exit = Exit.ANSWER
    remark: str = ""
    """What a person is told beside the answer: a line, or ""."""
