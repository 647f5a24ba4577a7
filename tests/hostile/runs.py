"""Every file that a command reads, as each hostile file: `python -m tests.hostile.runs [WORDS]` tries them all.

Each is tried in a process of its own with bounds of memory, time and size of what it writes.
"""

import ctypes
import os
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from ivigcalc.catalogue import load, locale, selftest, validate
from ivigcalc.catalogue.stand_ins import readings
from ivigcalc.catalogue.yaml import YamlFile
from ivigcalc.cli import running
from tests import program
from tests.hostile.files import ANY, CSV, JSONL, MB, XLSX, YAML, Maker

DOSE = ("dose", "--weight", "70", "--indication", "cidp", "--product", "privigen", "--regimen", "A")
TABLE = f"{Path(__file__).resolve().parent.parent.parent / 'docs' / 'patients-example.csv'}"

SECONDS = 20
"""How long a processor may be kept busy by a file."""
MEMORY = 1000 * MB
"""How much address space a file may cost, beside what the program has already."""
RESIDENT = 400 * MB
"""How much memory a run may have held at a time, beside what it began with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A file that a command reads: how it is named, and how a run with a hostile one may end."""

    words: Sequence[str]
    """The command line; {} stands for the file."""
    codes: frozenset[int]
    name: str = "file"
    """What the file is called in its folder."""
    env: Mapping[str, str] | None = None
    stdin: bool = False
    installed: bool = False
    """Whether it stands in the folder that the program is installed in."""
    kinds: Sequence[Mapping[str, Maker]] = ()
    """What it may be, beside anything."""


def role(*words: str, codes: Sequence[int], **more: object) -> Role:
    """A role."""
    return Role(words=words, codes=frozenset(codes), **more)  # type: ignore[arg-type]


ROLES: Mapping[str, Role] = {
    "formulary": role(*DOSE, "--formulary", "{}", codes=(78,), name="f.yaml", kinds=(YAML,)),
    "formulary of the environment": role(*DOSE, codes=(78,), name="f.yaml", env={"IVIGCALC_FORMULARY": "{}"}),
    "formulary of the user": role(
        *DOSE, codes=(78, 0), name="config/ivigcalc/formulary.yaml", env={"XDG_CONFIG_HOME": "{folder}/config"}
    ),
    "data check": role("data", "check", "{}", codes=(0, 65), name="f.yaml", kinds=(YAML,)),
    "data diff of a formulary": role("data", "diff", "{}", codes=(2, 65, 3), name="f.yaml", kinds=(YAML, XLSX)),
    "data diff of a data file": role("data", "diff", "{}", codes=(65, 3), name="rules.yaml", kinds=(YAML,)),
    "data diff of a folder": role("data", "diff", "{folder}", codes=(65, 3, 2), name="products.yaml", kinds=(YAML,)),
    "data diff beside a compiled file": role("data", "diff", "{folder}", codes=(65,), name="catalogue.bin"),
    "stock": role(*DOSE, "--start", "2026-12-01", "--stock", "{}", codes=(65, 66), name="s.csv", kinds=(CSV,)),
    "table": role("batch", "{}", codes=(0, 6, 65, 66), name="p.csv", kinds=(CSV, JSONL, XLSX)),
    "table in Latin-1": role("batch", "{}", "--encoding", "latin-1", codes=(0, 6, 65, 66), name="p.csv"),
    **{
        f"table in {name}": role("batch", "{}", "--encoding", name, codes=(0, 2, 6, 65, 66), name="p.csv")
        for name in ("idna", "punycode", "utf-7", "unicode_escape", "utf-32", "cp037", "iso2022_jp", "hz")
    },
    "table in UTF-16": role("batch", "{}", "--encoding", "utf-16", codes=(0, 6, 65, 66), name="p.csv"),
    "table that is checked": role("batch", "{}", "--check", "--format", "json", codes=(0, 6, 65, 66), name="p.csv"),
    "table on stdin": role("batch", "-", "--summary", codes=(0, 2, 6, 65, 66), stdin=True, kinds=(CSV, JSONL, XLSX)),
    "part that is resumed": role("batch", TABLE, "-o", "{folder}/o.csv", "--resume", codes=(0, 73), name="o.csv.part"),
    "answers that are resumed": role(
        "batch", TABLE, "-o", "{folder}/o.csv", "--resume", codes=(0, 2, 73), name="o.csv", kinds=(CSV,)
    ),
    "answers that are replaced": role("batch", TABLE, "-o", "{folder}/o.xlsx", codes=(0, 2, 73), name="o.xlsx"),
    "errors that are replaced": role(
        "batch", TABLE, "-o", "{folder}/o.csv", "--errors", "{}", codes=(0, 2, 73), name="e.csv"
    ),
    "report that is replaced": role("batch", TABLE, "--report", "{}", codes=(0, 2, 73), name="r.html"),
    "worksheet that is replaced": role("worksheet", *DOSE[1:], "-o", "{}", codes=(0, 2, 73), name="w.html"),
    **{
        f"installed {name}": role(*words, codes=codes, name=f"data/{name}", installed=True)
        for name, words, codes in (
            ("catalogue.bin", DOSE, (0, 65)),
            ("rules.yaml", DOSE, (65,)),
            ("sources.yaml", ("data", "check"), (65,)),
            ("selftest.yaml", ("selftest",), (65,)),
            ("locale/es.yaml", ("worksheet", *DOSE[1:], "--lang", "es"), (65,)),
            ("locale/es.bin", ("worksheet", *DOSE[1:], "--lang", "es"), (0, 65)),
            ("schema/rules.json", ("schema", "data-rules"), (65,)),
        )
    },
    "worksheet as PDF that is replaced": role("worksheet", *DOSE[1:], "-o", "{}", codes=(0, 2, 73), name="w.pdf"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended."""

    code: int
    """Its exit code; below 0 the signal that ended it."""
    out: bytes
    err: bytes
    seconds: float
    """Of the processor."""
    resident: int
    """The most memory that it held at a time, in bytes, beside what it began with."""

    @property
    def said(self) -> str:
        """Everything that was printed."""
        return (self.out + self.err).decode("utf-8", "replace")

    def wrong(self, allowed: frozenset[int]) -> list[str]:
        """What may not be."""
        raw = [letter for letter in self.said if (letter < " " and letter not in "\n\t") or "\x7f" <= letter <= "\x9f"]
        found = {
            f"exit code {self.code}": self.code not in allowed,
            "a traceback": "Traceback" in self.said or "internal error" in self.said,
            f"{self.seconds:.1f} s": self.seconds > SECONDS,
            f"{self.resident // MB} MB": self.resident > RESIDENT,
            "nothing said": not self.said.strip(),
            f"control letters {raw[:3]}": bool(raw),
        }
        return [what for what, is_so in found.items() if is_so]


def run(asked: Role, make: Maker, folder: Path, *, without_rights: bool = False) -> Ended:
    """A command with a hostile file in a folder."""
    file = folder / asked.name
    if asked.installed:
        copytree(program.compiled_data(), folder / "data")
        file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    make(file)
    names = {"{}": str(file), "{folder}": str(folder)}

    def filled(text: str) -> str:
        for hole, name in names.items():
            text = text.replace(hole, name)
        return text

    words = [filled(word) for word in asked.words]
    env = {name: filled(value) for name, value in (asked.env or {}).items()}

    def child() -> int:
        os.environ.update({"COLUMNS": "80", "NO_COLOR": "1", "XDG_CONFIG_HOME": "/nonexistent", **env})
        os.chdir(folder)
        if asked.installed:
            validate.YamlFile, validate.readings = YamlFile, readings  # type: ignore[attr-defined] # as ever
            for module in (load, locale, selftest):
                module.packaged_folder = lambda: str(folder / "data")  # type: ignore[attr-defined]
        if without_rights:
            drop_rights()
        if asked.stdin:
            try:
                descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
                os.read(descriptor, 0)
            except OSError:
                sys.stderr.write("a shell, or Python itself, says that this cannot be read\n")
                return 66
            os.dup2(descriptor, 0)
            os.set_blocking(0, True)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
        return running.start(words)

    return in_process(child, folder)


def drop_rights() -> None:
    """Take from root what others do not have: to read and write whatever the rights of a file say."""
    if os.geteuid() == 0:
        head, none = ctypes.create_string_buffer(struct.pack("=II", 0x20080522, 0)), ctypes.create_string_buffer(24)
        if ctypes.CDLL(None, use_errno=True).capset(head, none):
            raise OSError(ctypes.get_errno(), "capset")


def in_process(child: Callable[[], int], folder: Path, seconds: int = 120) -> Ended:
    """What a function does in a process of its own, as a copy of this one."""
    outputs = [folder.parent / f"{folder.name}.{name}" for name in ("out", "err")]
    sys.stdout.flush()
    sys.stderr.flush()
    began_with = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            for descriptor, path in enumerate(outputs, 1):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
            sys.stdout, sys.stderr = (TextIOWrapper(os.fdopen(number, "wb")) for number in (1, 2))
            has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (has + MEMORY, has + MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 3, SECONDS * 3))
            resource.setrlimit(resource.RLIMIT_FSIZE, (500 * MB, 500 * MB))
            signal.alarm(seconds)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            code = child()
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException as error:  # noqa: BLE001 - a copy of this process must not go on
            os.write(2, f"Traceback: {error!r}".encode())
        finally:
            os._exit(code)
    _, status, used = os.wait4(pid, 0)
    out, err = (path.read_bytes() if path.exists() else b"" for path in outputs)
    for path in outputs:
        path.unlink(missing_ok=True)
    return Ended(
        code=os.waitstatus_to_exitcode(status),
        out=out,
        err=err,
        seconds=used.ru_utime + used.ru_stime,
        resident=used.ru_maxrss * 1024 - began_with,
    )


def cases(*words: str) -> Iterator[tuple[str, str, Role, Maker]]:
    """Every role with each file that it may be; with ``words`` those that have all of them in their names."""
    for name, asked in ROLES.items():
        for kind, make in [pair for kinds in (ANY, *asked.kinds) for pair in kinds.items()]:
            if all(word in f"{name}: {kind}" for word in words):
                yield name, kind, asked, make


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(words: Sequence[str]) -> int:
    """Try every case and print a line for each that is wrong; 1 if any is."""
    with TemporaryDirectory() as top:
        program.compile_data(Path(top) / "data")
        load.packaged_folder = lambda: str(Path(top) / "data")
        tried, failed, begun = 0, 0, time.monotonic()
        for name, kind, asked, make in cases(*words):
            with TemporaryDirectory(dir="/tmp") as folder:
                place = Path(folder) / "here"
                place.mkdir()
                ended = run(asked, make, place, without_rights=kind == "a file nobody may read")
            tried += 1
            wrong = ended.wrong(asked.codes)
            failed += bool(wrong)
            last = " ".join(ended.said.split())[:150]
            used = f"{ended.seconds:.1f} s {ended.resident // MB} MB"
            _say(f"{'WRONG' if wrong else 'ok'} {name}: {kind}: {ended.code} {used} {wrong or ''} {last!r}")
    _say(f"{tried} tried, {failed} wrong, {time.monotonic() - begun:.0f} s")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
