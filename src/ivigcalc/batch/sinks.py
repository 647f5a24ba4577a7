"""Where lines go: nowhere, a stream, or a file that takes its place only when it is whole."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from ivigcalc.intake.files import PATIENCE_S

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

STDIO: Final = "-"
OWN: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
"""How a part is opened: never through a link, which would write over what that points to."""

FAR: Final = 2**31 - 2
"""Where a byte is locked on Windows, which goes no further: what stands before it can be read by others."""

TRIES, PAUSE_S = 20, 1 / 20
"""The processes of a run that was killed a moment ago may still hold its file."""

WAIT_NOT: Final = getattr(os, "O_NONBLOCK", 0)
"""How a pipe is opened, which would else wait for ever for somebody who reads."""

LONGEST_OLD: Final = 10_000_000
MOST_OLD: Final = 100_000_000
"""Bytes of a line, and of those held at a time, beyond which what stands in a file is none of an earlier run's."""


class Sink(Protocol):
    """Takes whole lines."""

    def write(self, text: str) -> None:
        """Take some lines."""

    def finish(self) -> None:
        """All lines were taken."""

    def stop(self) -> None:
        """No more lines will come, though there are more."""


class StreamSink:
    """A stream, or nowhere: what was written cannot be taken back."""

    def __init__(self, write: Callable[[str], object], close: Callable[[], object] | None = None) -> None:
        """Keep what writes, and what has to be closed at the end."""
        self._write, self._close = write, close

    def write(self, text: str) -> None:
        """Take some lines."""
        if text:
            self._write(text)

    def finish(self) -> None:
        """Close what was opened for it."""
        if self._close:
            self._close()

    def stop(self) -> None:
        """Close what was opened for it."""
        with suppress(OSError):
            self.finish()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file of what cannot be written."""
    try:
        yield
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(path)) from wrong


def real(path: Path) -> Path:
    """The file that a name leads to; a link that leads to itself is its own."""
    return Path(os.path.realpath(path))


def part_of(path: Path) -> Path:
    """The file that is written before it takes the place of another."""
    return Path(f"{path}.part")


def begun(path: Path) -> tuple[Path, BinaryIO]:
    """The part of a file, opened for this run alone and with the rights of what it will replace.

    Raises:
        OSError: it cannot be written, or another run is writing it.
    """
    part = part_of(path)
    file = opened_alone(part)
    with suppress(OSError):
        part.chmod(path.stat().st_mode & 0o777)
    return part, file


class FileSink:
    """``FILE.part``, which takes the place of FILE at the end. Each write is of whole lines.

    With ``resume`` the lines that already stand there are kept for as long as the same ones are written.
    """

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        """Begin, or go on with, the part.

        Raises:
            OSError: it cannot be written, or another run is writing it.
        """
        self._path = real(path)
        self._part, self._file = begun(self._path)
        self._keeping = resume
        self._place = 0
        if not resume:
            self._file.truncate()

    def write(self, text: str) -> None:
        """Take some lines."""
        lines = text.encode("utf-8")
        with naming(self._part):
            if self._keeping and self._file.read(len(lines)) != lines:
                self._file.seek(self._place)
                self._file.truncate()
                self._keeping = False
            if not self._keeping:
                self._file.write(lines)
                self._file.flush()
        self._place += len(lines)

    def finish(self) -> None:
        """Put the part in its place."""
        with naming(self._part):
            self._file.seek(self._place)
            self._file.truncate()
            self._file.flush()
            os.fsync(self._file.fileno())
        put_in_place(self._file, self._part, self._path)

    def stop(self) -> None:
        """Leave the part, to go on from."""
        with suppress(OSError):
            self._file.close()


def is_device(path: Path) -> bool:
    """Whether a name is that of something to write to that cannot be renamed: ``/dev/null``, a pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def file_sink(name: str, *, resume: bool = False) -> Sink:
    """A file, or what has a name like one."""
    path = Path(name)
    if is_device(path):
        stream = os.fdopen(_opened_device(path), "w", encoding="utf-8", newline="")
        return StreamSink(stream.write, stream.close)
    return FileSink(path, resume=resume)


def _opened_device(path: Path) -> int:
    """What has a name like a file, opened for writing; a pipe is waited for as long as one that is read.

    Raises:
        OSError: it cannot be written, or is a pipe that nobody reads.
    """
    for tries_left in reversed(range(round(PATIENCE_S / PAUSE_S))):
        try:
            descriptor = os.open(path, os.O_WRONLY | WAIT_NOT)
        except OSError as wrong:
            if wrong.errno != errno.ENXIO or not path.is_fifo():
                raise
        else:
            with suppress(AttributeError, OSError):  # Windows
                os.set_blocking(descriptor, True)
            return descriptor
        if tries_left:
            time.sleep(PAUSE_S)
    raise OSError(errno.ENXIO, "is a pipe that nobody reads", str(path))


def opened_alone(path: Path) -> BinaryIO:
    """A file, made if need be, that is kept to this run for as long as it is open.

    Raises:
        OSError: it cannot be written, or another run has it.
    """
    for tries_left in reversed(range(TRIES)):
        if path.is_symlink() or is_device(path) or (path.exists() and path.stat().st_nlink > 1):
            raise OSError(errno.EEXIST, "is a link or a device, and would be written through; remove it", str(path))
        file = os.fdopen(os.open(path, OWN, 0o666), "r+b")
        if _locked(file, path):
            return file
        file.close()
        if tries_left:
            time.sleep(PAUSE_S)
    message = f"another run is writing {path}"
    raise OSError(message)


def _locked(file: BinaryIO, path: Path) -> bool:
    """Whether the file is now this run's own, and is still the one of that name."""
    try:
        if fcntl is None:
            _lock_on_windows(file)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _lock_on_windows(file: BinaryIO) -> None:
    """Lock a byte far behind the end of a file for as long as the file is open.

    Raises:
        BlockingIOError: another run has it.
    """
    system: Any = msvcrt
    file.seek(FAR)
    try:
        system.locking(file.fileno(), system.LK_NBLCK, 1)
    except PermissionError as locked:
        raise BlockingIOError from locked
    finally:
        file.seek(0)


def put_in_place(file: BinaryIO, part: Path, path: Path) -> None:
    """Give a part the name of the whole. The file is let go of only then, where the system allows that."""
    if fcntl is None:
        file.close()
    part.replace(path)
    file.close()


class OldRows:
    """Lines of an earlier run: of its part as far as that goes, else of the file that it finished."""

    def __init__(self, path: Path, header: str) -> None:
        """Open what there is, if it has the same header."""
        path = real(path)
        self._files = [file for old in (part_of(path), path) if (file := _opened(old, header)) is not None]

    def take(self, count: int) -> list[str | None]:
        """The lines for the next so many rows; None where there is none, or only half of one."""
        taken: list[str | None] = [None] * count
        for file in reversed(self._files):
            held = 0
            for place in range(count):
                line = file.readline(LONGEST_OLD)
                held += len(line)
                if not line.endswith(b"\n") or held > MOST_OLD:
                    file.seek(0, os.SEEK_END)  # what is behind is no row of ours
                    break
                taken[place] = _whole(line)
        return taken

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


def _opened(path: Path, header: str) -> BinaryIO | None:
    if not path.is_file():
        return None
    file = path.open("rb")
    if not header or _line(file) == header.rstrip("\n"):
        return file
    file.close()
    return None


def _line(file: BinaryIO) -> str | None:
    """The next whole line without its end; None where there is none."""
    line = file.readline(LONGEST_OLD)
    return _whole(line) if line.endswith(b"\n") else None


def _whole(line: bytes) -> str:
    """A line without its end."""
    return line[:-1].decode("utf-8", "replace")
