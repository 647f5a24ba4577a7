"""Exit codes, and the one function from what happened to a code."""

from enum import IntEnum

from ivigcalc.core.problems import FileError, Kind, RefusedError


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


def refusal_code(refused: RefusedError) -> Exit:
    """Usage problems exit with 2, a stop or a missing reason with 4, a file that is missing 66 or wrong 65."""
    if isinstance(refused, FileError):
        return Exit.BAD_DATA if refused.found else Exit.NO_INPUT
    return Exit.USAGE if refused.kind is Kind.USAGE else Exit.REFUSED


def refusal_status(code: Exit) -> str:
    """The JSON status of a refusal."""
    return "refused" if code is Exit.REFUSED else "error"
