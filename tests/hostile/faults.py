"""What may happen while the program writes: `python -m tests.hostile.faults [TIMES [FIRST]]` ends 200 runs by chance.

Whatever happens, the place of an answer holds the old one or the whole new one, and the exit code says which.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ivigcalc.catalogue import load
from ivigcalc.cli.main import main as program_main
from tests import program
from tests.hostile.runs import DOSE, Ended, in_process

OLD = b"% the old answer\n"
OLD_TABLE = b"row,key,status\n" + OLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A command that writes a file: its words, where {} stands for the file and {table} for a table."""

    words: Sequence[str]
    name: str
    resumed: bool = False
    """Whether a part of it can be gone on from."""

    def call(self, folder: Path, *more: str) -> list[str]:
        """Its command line in a folder."""
        names = {"{}": str(folder / self.name), "{table}": str(folder / "table.csv")}
        return [names.get(word, word) for word in (*self.words, *more)]


SHEET = ("worksheet", *DOSE[1:], "--force", "-o", "{}")
WRITINGS = {
    **{
        f"{ending}, {jobs} jobs": Writing(
            words=("batch", "{table}", "-o", "{}", "--jobs", jobs), name=f"o.{ending}", resumed=ending != "xlsx"
        )
        for ending in ("csv", "tsv", "jsonl", "xlsx")
        for jobs in ("1", "2")
    },
    "report": Writing(words=("batch", "{table}", "--report", "{}"), name="r.html"),
    "worksheet": Writing(words=SHEET, name="w.html"),
    "worksheet as PDF": Writing(words=SHEET, name="w.pdf"),
}


def table(folder: Path, rows: int, *, first: int = 0) -> None:
    """A table of different patients in a folder."""
    cells = (f"k{row},{40 + (row % 700) / 10:.1f},cidp,A,privigen" for row in range(first, first + rows))
    lines = ("key,weight_kg,indication,regimen,product", *cells)
    (folder / "table.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def as_program(*words: str) -> int:
    """The program in this process, with what it does about signals; its exit code."""
    sys.argv = ["ivigcalc", *words]
    try:
        program_main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def ran(words: Sequence[str], folder: Path, before: Callable[[], object] = lambda: None) -> Ended:
    """A command in a process of its own, which does something ``before``."""

    def child() -> int:
        before()
        return as_program(*words)

    return in_process(child, folder)


def whole(writing: Writing, folder: Path) -> bytes:
    """What the command writes when nothing happens."""
    place = folder / writing.name
    place.unlink(missing_ok=True)
    ended = ran(writing.call(folder), folder)
    assert ended.code == 0, ended.said
    return place.read_bytes()


def put_old(writing: Writing, folder: Path, expected: bytes) -> bytes:
    """Put an old answer in the place of the new one: each still begins as one of ours."""
    old = OLD_TABLE if writing.words[0] == "batch" and "--report" not in writing.words else expected + OLD
    (folder / writing.name).write_bytes(old)
    return old


def left(folder: Path) -> set[str]:
    """What stands in a folder beside the table."""
    return {path.name for path in folder.iterdir()} - {"table.csv"}


def ended_at(words: Sequence[str], folder: Path, wait_s: float, by: signal.Signals) -> tuple[int, str]:
    """A command in a session of its own that gets a signal after so long: its exit code and what it said."""
    said = folder.parent / f"{folder.name}.said"
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for descriptor in (1, 2):
                os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
            sys.stdin, sys.stdout, sys.stderr = (
                os.fdopen(descriptor, mode, encoding="utf-8") for descriptor, mode in enumerate("rww")
            )
            code = as_program(*words)
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException as error:  # noqa: BLE001 - a copy of this process must not go on
            code = 130 if isinstance(error, KeyboardInterrupt) else 70
            os.write(2, f"ended by {error!r}".encode())
        finally:
            os._exit(code)
    time.sleep(wait_s)
    try:
        if by is signal.SIGINT:
            os.killpg(pid, by)  # as a terminal does
        else:
            os.kill(pid, by)
    except ProcessLookupError:
        pass
    _, status = os.waitpid(pid, 0)
    text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
    said.unlink(missing_ok=True)
    return os.waitstatus_to_exitcode(status), text


def drawn(*of: object) -> float:
    """A number from 0 to 1 that is the same for the same things, and by chance otherwise."""
    return int.from_bytes(sha256(repr(of).encode()).digest()[:6], "big") / 2**48


CODES = {signal.SIGINT: {130}, signal.SIGTERM: {143, -15}, signal.SIGHUP: {129, -1}, signal.SIGKILL: {-9}}
"""How a run may end by a signal; by its own number where that came before the program could do anything."""


def ended_by_chance(name: str, folder: Path, expected: bytes, number: int) -> list[str]:
    """What is wrong when a run is ended at a moment: nothing may be lost, and no half file may stand anywhere.

    The signal and the moment are those of the ``number``.
    """
    writing = WRITINGS[name]
    old, by = put_old(writing, folder, expected), [*CODES][int(drawn("signal", number) * len(CODES))]
    longest_s = (0.1, 0.5, 1.2)[int(drawn("longest", number) * 3)]
    code, said = ended_at(writing.call(folder), folder, drawn("moment", number) * longest_s, by)
    content = (folder / writing.name).read_bytes()
    part = f"{writing.name}.part"
    rest = left(folder) - {writing.name}
    allowed = {part} if writing.resumed else set()
    if by is signal.SIGKILL:
        allowed |= {part, *(one for one in rest if one.startswith(".ivigcalc-"))}
    wrong = {
        f"code {code}": code not in {0, *CODES[by]},
        "neither old nor whole": content not in {old, expected},
        "0, and not written": code == 0 and content != expected,
        f"left {rest - allowed}": not rest <= allowed,
        f"said {said[-300:]!r}": "Traceback" in said or "internal error" in said or "ended by" in said,
    }
    again = ran(writing.call(folder, *(("--resume",) if writing.resumed else ())), folder)
    wrong[f"again {again.code} {again.said[-200:]!r}"] = again.code != 0
    wrong["not the same again"] = (folder / writing.name).read_bytes() != expected
    hidden = {one for one in left(folder) if one.startswith(".ivigcalc-")}
    wrong[f"still there {left(folder)}"] = bool(left(folder) - {writing.name} - hidden)
    for one in hidden:
        (folder / one).unlink()
    return [f"{name}, {by.name}: {what}" for what, is_so in wrong.items() if is_so]


def main(words: Sequence[str]) -> int:
    """End so many runs, and print what was wrong; 1 if anything was."""
    times, first = int(words[0]) if words else 200, int(words[1]) if len(words) > 1 else 0
    wrong = list[str]()
    with TemporaryDirectory() as top:
        program.compile_data(Path(top) / "data")
        load.packaged_folder = lambda: str(Path(top) / "data")
        folder = Path(top) / "here"
        folder.mkdir()
        table(folder, 6000)
        expected = {name: whole(writing, folder) for name, writing in WRITINGS.items()}
        for path in folder.glob("[orw].*"):
            path.unlink()
        for number in range(first, first + times):
            name = [*WRITINGS][number % len(WRITINGS)]
            found = ended_by_chance(name, folder, expected[name], number)
            wrong += found
            (folder / WRITINGS[name].name).unlink()
            if found:
                sys.stdout.write("\n".join(found) + "\n")
        sys.stdout.write(f"{times} runs were ended, {len(wrong)} mistakes\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
