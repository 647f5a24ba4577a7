"""What cannot be written is 73, what was not foreseen 70, an interruption 130; never a traceback, never a dose.

What cannot be said on stderr changes nothing.
"""

import errno
import json
import os
import signal
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace

import pytest

from ivigcalc.cli import main, running
from ivigcalc.cli.output import _colors
from tests import program
from tests.program import CIDP, run

JSON = (*CIDP, "--format", "json")
FULL = Path("/dev/full")
"""A device on which every write fails: there is no space left."""

COMMANDS = [CIDP, JSON, ("products", "--format", "text"), ("--version",)]


def test_the_package_is_a_program_too() -> None:
    said = subprocess.run([sys.executable, "-m", "ivigcalc", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == run("--version").out


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("args", [*COMMANDS, ("schema", "data-rules")])
def test_a_full_disk_is_73(args: tuple[str, ...]) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        done = subprocess.run(program.process(*args), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 73
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert "No space left" in done.stderr


@pytest.mark.parametrize("args", COMMANDS)
def test_a_closed_pipe_is_73_and_silent(args: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        done = subprocess.run(program.process(*args), stdout=pipe, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (73, "")


@pytest.mark.parametrize("form", ["json", "html", "table", "text"])
@pytest.mark.parametrize("option", ["--output", "--errors"])
def test_a_file_that_cannot_be_written_is_a_refusal_in_the_format_asked_for(option: str, form: str) -> None:
    """The folder is not there."""
    patients = str(program.project() / "docs" / "patients-example.csv")
    answer = run("batch", patients, "--summary", f"{option}=no-such-folder/x.csv", "--format", form)
    if form == "json":
        assert (answer.code, answer.json["exit_code"], answer.json["error"]["code"]) == (73, 73, "cannot-write")
    if form in {"json", "html"}:
        assert (answer.code, answer.err) == (73, "")
        assert "no-such-folder/x.csv.part: there is no folder " in answer.out
    else:
        assert (answer.code, answer.out) == (73, "")
        assert answer.err.startswith("cannot read or write ")


def call_main(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """The exit code of the program as a process runs it."""
    monkeypatch.setattr("ivigcalc.catalogue.load.load_catalogue", program.shipped)
    return running.start([*args])


@pytest.mark.parametrize("form", ["table", "text", "json"])
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyError, AssertionError, RecursionError, MemoryError])
def test_an_unforeseen_error_is_70_without_a_dose(
    error: type[Exception], form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_args: object) -> None:
        raise error

    monkeypatch.setattr("ivigcalc.api.dose.plan", fail)
    assert call_main(monkeypatch, *CIDP, "--format", form) == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert error.__name__ in said.err
    assert "No dose was worked out." in said.err


def test_main_passes_the_exit_code_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call_main(monkeypatch, *CIDP) == 0
    assert call_main(monkeypatch, "dose") == 2


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "shipped", interrupt)
    assert run(*CIDP).code == 130
    assert call_main(monkeypatch, *CIDP) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_an_interruption_before_anything_is_imported_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __getattr__(self, _name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setitem(sys.modules, "ivigcalc.cli.running", Interrupted())
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 130


@pytest.mark.parametrize(("ended", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_an_interruption_that_python_tells_as_another_error_has_its_code(
    ended: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python 3.11 makes a RuntimeError of what is raised while a class is made."""

    def interrupt() -> None:
        raise RuntimeError from ended

    monkeypatch.setattr(program, "shipped", interrupt)
    assert (call_main(monkeypatch, *CIDP), capsys.readouterr()) == (code, ("", ""))


def ended(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of the program as its entry point ends it."""
    monkeypatch.setattr("ivigcalc.catalogue.load.load_catalogue", program.shipped)
    monkeypatch.setattr(sys, "argv", ["ivigcalc", *words])
    with pytest.raises(SystemExit) as end:
        main.main()
    return int(end.value.code or 0)


SHEET = ("worksheet", *CIDP[1:], "--product", "privigen", "--regimen", "A", "-o")


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize(("by", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_that_is_ended_from_outside_writes_no_half_file_and_has_its_code(
    by: signal.Signals, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed terminal is told twice, by the terminal and by the shell."""
    sheet, unlink = tmp_path / "w.html", Path.unlink

    def once_more(path: Path) -> None:
        os.kill(os.getpid(), signal.SIGHUP)
        unlink(path)

    assert ended(monkeypatch, *SHEET, str(sheet)) == 0
    before = sheet.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _file: os.kill(os.getpid(), by))
    monkeypatch.setattr(Path, "unlink", once_more)
    assert ended(monkeypatch, *SHEET, str(sheet)) == code
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"w.html": before}


@pytest.mark.usefixtures("signals")
def test_who_asked_to_go_on_after_the_terminal_is_closed_gets_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``nohup`` starts a program that ignores the signal."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    monkeypatch.setattr(os, "fsync", lambda _file: os.kill(os.getpid(), signal.SIGHUP))
    assert ended(monkeypatch, *SHEET, str(tmp_path / "w.html")) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["w.html"]


def test_the_part_of_a_run_that_was_killed_is_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container each run may be process 1."""
    monkeypatch.setattr(os, "getpid", lambda: 1)
    monkeypatch.setattr(Path, "unlink", lambda _path: None)
    monkeypatch.setattr(Path, "replace", lambda _path, _to: (_ for _ in ()).throw(OSError("the machine stops")))
    assert run(*SHEET, str(tmp_path / "w.html")).code == 73
    assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
    monkeypatch.undo()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert run(*SHEET, str(tmp_path / "w.html")).code == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".part"]


TABLE = ("batch", str(program.project() / "docs" / "patients-example.csv"), "-o")


@pytest.mark.parametrize(
    ("args", "streams", "code"),
    [
        (("dose",), "2>&-", 2),
        (("dose",), "2>/dev/full", 2),
        (CIDP, ">&-", 73),
        ((*TABLE, "{}"), "2>&-", 0),
        ((*TABLE, "{}"), ">&- 2>/dev/full <&-", 0),
    ],
)
@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_talk_that_has_nowhere_to_go_changes_no_code(
    args: tuple[str, ...], streams: str, code: int, tmp_path: Path
) -> None:
    call = [
        "/bin/sh",
        "-c",
        f'"$@" {streams}',
        "sh",
        *program.process(*(arg.format(tmp_path / "o.csv") for arg in args)),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    if args[0] == "batch":
        assert len((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()) == 6


@pytest.mark.parametrize(("encoding", "form"), [("ascii", "table"), ("ascii", "json"), ("cp1252", "text")])
def test_a_terminal_without_unicode_still_gets_the_answer(encoding: str, form: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    call = program.process("dose", "--weight", "70", "--indication", "gbs", "--format", form)
    done = subprocess.run(call, capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert b"28" in done.stdout
    if form == "json":
        assert json.loads(done.stdout)["indication"]["name"] == "Guillain-Barr\xe9 syndrome"


def test_a_reason_that_is_not_unicode_is_no_bug() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    reason = ("--off-label-reason", "caf\udce9", "--per-day", "0.4 g/kg", "--days", "5")
    call = program.process("dose", "--weight", "70", "--indication", "als", *reason)
    done = subprocess.run(call, capture_output=True, env=env, check=False)
    assert done.returncode in {0, 2}, done.stderr
    assert b"internal error" not in done.stderr


class Full(StringIO):
    """Something to write to in which there is no room."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_answer_that_cannot_be_written_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = StringIO()
    monkeypatch.setattr(sys, "stdout", Full())
    monkeypatch.setattr(sys, "stderr", said)
    assert running.start(["--version"]) == 73
    assert said.getvalue() == (
        "cannot read or write ([Errno 28] No space left on device); look at the name, the rights and the room left\n"
    )
    monkeypatch.setattr(sys, "stderr", Full())
    assert running.start(["dose"]) == 2


@pytest.mark.parametrize(("form", "ends"), [("table", "\n"), ("ics", "\r\n")])
def test_an_answer_goes_to_whatever_stands_for_stdout(form: str, ends: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that calls this one may put a text of its own in the place of stdout."""
    words = (*CIDP, "--product", "privigen", "--regimen", "A", "--start", "2026-12-01", "--format", form)
    wanted, out = run(*words).out, StringIO(newline="")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stdout", out)
    assert call_main(monkeypatch, *words) == 0
    assert out.getvalue().count(ends) == out.getvalue().count("\n") > 5
    assert out.getvalue().replace("\r", "") == wanted.replace("\r", "")


def test_a_line_is_drawn_with_signs_that_stdout_has(monkeypatch: pytest.MonkeyPatch) -> None:
    line, out = "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * 80, TextIOWrapper(BytesIO(), encoding="ascii")
    wanted = run(*CIDP).out
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stdout", out)
    assert call_main(monkeypatch, *CIDP) == 0
    out.seek(0)
    assert line in wanted
    assert out.read() == wanted.replace(line, "-" * 80).encode("ascii", "escaped").decode("ascii")


@pytest.mark.parametrize(
    ("term", "forced", "colors"), [("xterm", "", 16), ("xterm-256color", "", 256), ("dumb", "", 0), ("dumb", "3", 256)]
)
def test_a_terminal_gets_the_colours_that_it_has(
    term: str, forced: str, colors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("TERM", term), ("FORCE_COLOR", forced), ("NO_COLOR", ""), ("COLORTERM", "")):
        monkeypatch.setenv(name, value)
    assert _colors(terminal=True) == colors


def test_an_interruption_before_a_command_runs_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_run", interrupt)
    assert running.run([]) == 130


def test_only_what_is_written_is_escaped() -> None:
    """What cannot be read as text is no text, whatever is done with what cannot be written."""
    assert running.start(["--version"]) == 0
    assert "caf\xe9 \u2265".encode("ascii", "escaped") == b"caf\\u00e9 \\u2265"
    with pytest.raises(UnicodeDecodeError):
        b"caf\xe9".decode("ascii", "escaped")


def test_closed_streams_are_held_so_that_no_file_takes_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written where stdout was closed: the answer is lost, and that is said by the code."""
    opened = list[tuple[str, int]]()

    def closed(_descriptor: int) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(
        running,
        "os",
        SimpleNamespace(
            **{name: getattr(os, name) for name in ("O_RDONLY", "O_WRONLY", "devnull", "environ")},
            fstat=closed,
            open=lambda name, mode: opened.append((name, mode)),
        ),
    )
    assert running.start(["--version"]) == 0
    assert opened == [(os.devnull, os.O_RDONLY), (os.devnull, os.O_RDONLY), (os.devnull, os.O_WRONLY)]
