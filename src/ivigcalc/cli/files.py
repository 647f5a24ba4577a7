"""Writing an answer to a file: whole or not at all, and never in the place of what another program wrote."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from ivigcalc.core.problems import OutputError, Problem, RefusedError

MARK_WITHIN: Final = 200
"""The bytes at the beginning of a file in which its mark stands."""
ANY_MARKS: Final = (b'<meta name="generator" content="ivigcalc', b"/Keywords(ivigcalc ")
"""What every file of HTML, or of PDF, has that ivigcalc wrote."""
SAME_WITHIN: Final = 400
"""And in which stands what it is of."""
PDF: Final = b"%PDF-"
LARGEST_PDF: Final = 50_000_000
"""A larger one, in bytes, is none of ivigcalc's."""


def write_own(name: str, content: str | bytes, mark: str, option: str, *, same: str = "", force: bool = False) -> Path:
    """Write a file beside itself and give it its name; the place it has. Only a file with the ``mark`` is replaced.

    Unless ``force`` one that is of something else is not: that does not begin with what is the ``same`` in both.

    Raises:
        RefusedError: it has no name.
        OutputError: it cannot be written, or stands in the place of something else. Nothing is changed.
    """
    if not name:
        message = f"{option} '' is no name of a file"
        raise RefusedError(
            Problem(code="no-file", field=option, message=message, next=f"{option} and the name of a file")
        )
    try:
        path = Path(os.path.realpath(name))
        if why := _not_ours(path, mark.encode()):
            raise _refused(option, f"{name}: {why}", "another name")
        if not force and path.exists() and same.encode() not in _beginning(path, SAME_WITHIN):
            message = f"{name}: stands there already, and is of another order (another check code)"
            raise _refused(option, message, "another name, or --force to replace it")
        with _part_of(path) as part:
            with part.open("xb") as file:
                file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
    except (OSError, ValueError) as failure:
        why = why_not(failure, name) if isinstance(failure, OSError) else "not a file name"
        raise _refused(option, f"cannot write {name}: {why}", "another name, or make room or rights") from failure
    return path


def why_not(failure: OSError, name: str) -> str:
    """Why a file could be neither read nor written."""
    folder = Path(name).parent
    if isinstance(failure, FileNotFoundError) and not folder.exists():
        return f"there is no folder {folder}"
    return failure.strerror or "not a file name"


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """The file that is written before it takes the place of another; nothing of it stays if it does not."""
    part = path.with_name(f".ivigcalc-{os.urandom(4).hex()}.part")  # in containers all processes have one number
    try:
        yield part
    except BaseException:  # an interruption, too
        with suppress(OSError):
            part.unlink()
        raise


def _not_ours(path: Path, mark: bytes) -> str:
    """Why what stands at a place is not replaced; "" where nothing stands there, or an older one of the same kind."""
    if path.is_dir():
        return "is a folder"
    if not path.exists():
        return ""
    if not path.is_file():
        return "is not a file"
    beginning = _beginning(path, MARK_WITHIN)
    if mark in beginning:
        return ""
    ours = any(one in beginning for one in ANY_MARKS)
    who = "holds another answer of ivigcalc" if ours else "ivigcalc did not write it"
    return f"stands there already, and {who}"


def _beginning(path: Path, count: int) -> bytes:
    """What a file begins with. All of a PDF, which says at its end what it is; nothing of one that was saved over."""
    with path.open("rb") as file:
        beginning = file.read(count)
        if not beginning.startswith(PDF):
            return beginning
        whole = beginning + file.read(LARGEST_PDF)
    return whole if whole.count(b"%%EOF") == 1 else b""


def _refused(option: str, message: str, todo: str) -> OutputError:
    return OutputError(Problem(code="cannot-write", field=option, message=message, next=todo))
