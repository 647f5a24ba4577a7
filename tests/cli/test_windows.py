"""What Windows has otherwise: the place of the user's files, code pages, the console, locks. Simulated here."""

import ast
import ctypes
import errno
import json
import os
import re
import subprocess
import sys
from collections import Counter
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace

import pytest

from ivigcalc.batch import request, sinks
from ivigcalc.batch.xlsx.writing import WorkbookSink
from ivigcalc.cli import environment, output, running
from ivigcalc.cli.output import UnwritableError, _colors, write_as_it_is
from ivigcalc.sheets.rows import _limit
from tests import program
from tests.profiles import together

GBS = ("dose", "--weight", "70", "--indication", "gbs", "--product", "privigen", "--regimen", "A", "--region", "eu")
CALENDAR = (*GBS, "--start", "2026-12-01", "--format", "ics")
CODE_PAGES = ("cp1252", "cp850", "cp437")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (environment, output, running):
        monkeypatch.setattr(module, "WINDOWS", True)


@pytest.mark.usefixtures("windows")
def test_the_users_file_is_in_the_folder_of_application_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert environment.user_file() == str(tmp_path / "Roaming" / "ivigcalc" / "formulary.yaml")
    monkeypatch.delenv("APPDATA")
    assert environment.user_file() == str(tmp_path / ".config" / "ivigcalc" / "formulary.yaml")


def test_application_data_count_on_windows_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert environment.user_file() == str(tmp_path / ".config" / "ivigcalc" / "formulary.yaml")


def in_code_page(code_page: str, *args: str) -> bytes:
    """What the program prints, and no traceback, where stdout and stderr have a code page."""
    env = {**os.environ, "PYTHONIOENCODING": code_page, "PYTHONUTF8": "0"}
    done = subprocess.run(program.process(*args), capture_output=True, env=env, check=False)
    assert (done.returncode, b"Traceback" in done.stderr, b"internal error" in done.stderr) == (0, False, False)
    return done.stdout


@pytest.mark.parametrize(
    ("code_page", "form"), [(one, form) for form in ("table", "text") for one in CODE_PAGES][:: together(2)]
)
def test_a_code_page_prints_the_dose(code_page: str, form: str) -> None:
    assert "28 g daily for 5 days" in " ".join(
        in_code_page(code_page, *GBS, "--format", form).decode(code_page).split()
    )


@pytest.mark.parametrize("code_page", CODE_PAGES[:: together(3)])
def test_json_in_a_code_page_is_ascii_and_so_right_in_each(code_page: str) -> None:
    assert json.loads(in_code_page(code_page, *GBS, "--format", "json").decode("ascii"))["indication"]["name"] == (
        "Guillain-Barr\xe9 syndrome"
    )
    assert json.loads(in_code_page(code_page, "schema", "data-rules").decode("ascii"))


def test_lines_of_a_calendar_end_once() -> None:
    """A stream of Windows makes CR LF of every LF; the calendar has CR LF already."""
    out = BytesIO()
    stream = TextIOWrapper(out, encoding="cp1252", newline="\r\n")
    write_as_it_is("BEGIN:VCALENDAR\r\nX:\xb5\r\n", stream)
    assert out.getvalue() == "BEGIN:VCALENDAR\r\nX:\xb5\r\n".encode()


@pytest.mark.parametrize("args", [CALENDAR, (*GBS, "--format", "json")])
def test_what_other_programs_read_has_the_same_ends_of_lines_in_a_stream_of_windows(
    args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = BytesIO()
    monkeypatch.setattr("ivigcalc.catalogue.load.load_catalogue", program.shipped)
    monkeypatch.setattr("sys.stdout", TextIOWrapper(out, encoding="cp1252", errors="strict", newline="\r\n"))
    codes = running.start([*args])
    assert (codes, b"\r\r" in out.getvalue(), b"\r\n" in out.getvalue()) == (0, False, True)


class Kernel:
    """The part of Windows that keeps the modes of a console; ``old`` is a console that knows no colours."""

    def __init__(self, *, old: bool = False, redirected: bool = False) -> None:
        self.old, self.redirected, self.modes = old, redirected, dict[int, int]()

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - the name that Windows has
        return number

    def GetConsoleMode(self, _console: int, _mode: object) -> int:  # noqa: N802 - as above
        return int(not self.redirected)

    def SetConsoleMode(self, console: int, mode: int) -> int:  # noqa: N802 - as above
        self.modes[console] = mode
        return int(not self.old)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("kernel", "colours", "told"),
    [(Kernel(), "STANDARD", 2), (Kernel(old=True), "NONE", 1), (Kernel(redirected=True), "STANDARD", 0)],
    ids=["new", "old", "redirected"],
)
def test_a_console_is_told_to_read_colours_or_gets_none(
    kernel: Kernel, colours: str, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert (_colors(terminal=True).name, len(kernel.modes)) == (colours, told)
    assert all(mode & 4 for mode in kernel.modes.values())


@pytest.mark.usefixtures("windows")
def test_a_reader_that_went_away_is_said_by_the_code_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_words: list[str]) -> int:
        raise UnwritableError from OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(running, "_run", gone)
    monkeypatch.setattr(running, "drop", lambda _stream: None)
    assert (running.run([]), capsys.readouterr().err) == (73, "")
    monkeypatch.setattr(running, "WINDOWS", False)
    assert (running.run([]), "cannot read or write" in capsys.readouterr().err) == (73, True)


class Locks:
    """Locks as Windows has them, of a byte: who has one keeps it until the file is closed."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.places: list[int] = []

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        assert (mode, count) == (self.LK_NBLCK, 1)
        if place in self.places:
            raise PermissionError(errno.EACCES, "Permission denied")
        self.places.append(place)


def test_two_runs_do_not_write_one_file_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locks = Locks()
    monkeypatch.setattr(sinks, "fcntl", None)
    monkeypatch.setattr(sinks, "msvcrt", locks, raising=False)
    monkeypatch.setattr(sinks, "TRIES", 1)
    sink = sinks.FileSink(tmp_path / "rows.csv")
    with pytest.raises(OSError, match="another run is writing"):
        sinks.FileSink(tmp_path / "rows.csv")
    sink.write("a,b\n")
    sink.finish()
    assert (tmp_path / "rows.csv").read_bytes() == b"a,b\n"
    assert [*tmp_path.iterdir()] == [tmp_path / "rows.csv"]
    assert min(locks.places) > 10**9


def test_a_part_of_a_workbook_goes_away_though_what_is_open_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink = WorkbookSink(tmp_path / "rows.xlsx", ["key"], numbers=())
    unlink, refused = Path.unlink, [PermissionError(errno.EACCES, "Permission denied")]

    def unlink_at_last(path: Path) -> None:
        if refused:
            raise refused.pop()
        unlink(path)

    monkeypatch.setattr(Path, "unlink", unlink_at_last)
    monkeypatch.setattr("ivigcalc.batch.xlsx.writing.os", SimpleNamespace(name="nt"))
    sink.stop()
    assert (refused, [*tmp_path.iterdir()]) == ([], [])


def test_a_workbook_is_read_where_memory_cannot_be_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limits = [resource.getrlimit(limit) for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]
    monkeypatch.setitem(sys.modules, "resource", None)
    _limit()
    assert limits == [resource.getrlimit(limit) for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]


@pytest.mark.parametrize("caseless", [True, False])
def test_names_that_differ_in_capitals_alone_are_one_file_where_the_system_says_so(
    caseless: bool,  # noqa: FBT001 - what is simulated
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request, "CASELESS", caseless)
    (tmp_path / "p.csv").write_text("key,weight_kg,indication,regimen\na,70,cidp,A\n", encoding="utf-8")
    found = program.run(
        "batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "o.csv"), "--errors", str(tmp_path / "O.CSV")
    )
    assert (found.code, "--errors is the same file as --output" in found.err) == ((2, True) if caseless else (0, False))


def is_open(*paths: Path) -> bool:
    """Whether this process has any of these files open."""
    return any(
        path.resolve() in {Path(os.path.realpath(one)) for one in Path("/proc/self/fd").iterdir()} for path in paths
    )


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_no_file_is_open_when_another_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses that: an answer is replaced with --resume, a report and a worksheet, too."""
    replaced, replace = list[str](), Path.replace

    def as_windows(part: Path, path: Path) -> Path:
        assert not is_open(part, path), path
        replaced.append(path.name)
        return replace(part, path)

    monkeypatch.setattr(sinks, "fcntl", None)
    monkeypatch.setattr(sinks, "msvcrt", Locks(), raising=False)
    monkeypatch.setattr(Path, "replace", as_windows)
    (tmp_path / "p.csv").write_text("key,weight_kg,indication,regimen\na,70,cidp,A\n", encoding="utf-8")
    table, out, book, page, sheet = (str(tmp_path / name) for name in ("p.csv", "o.csv", "o.xlsx", "r.html", "w.html"))
    for more in (
        ("-o", out),
        ("-o", out, "--resume"),
        ("-o", book),
        ("-o", book),
        ("--report", page),
        ("--report", page),
    ):
        monkeypatch.setattr(sinks, "msvcrt", Locks(), raising=False)
        assert program.run("batch", table, *more).code == 0
    for _ in range(2):
        assert program.run("worksheet", *GBS[1:], "-o", sheet).code == 0
    assert Counter(replaced) == dict.fromkeys(("o.csv", "o.xlsx", "r.html", "w.html"), 2)


TEXTS = ("open", "fdopen", "read_text", "write_text")


def without_encoding(text: str) -> list[str]:
    """Where a program reads or writes texts in whatever encoding a system has."""
    if not any(name in text for name in TEXTS):
        return []
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    found = []
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = {word.arg for word in call.keywords}
        modes = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        text_mode = not any("b" in mode for mode in modes) and "opener" not in words
        own = ast.unparse(call.func) in {"os.open", "webbrowser.open", "book.open", "self._book.open", "archive.open"}
        if name in TEXTS and text_mode and not own and "encoding" not in words:
            found.append(ast.unparse(call))
    return found


def test_no_text_is_read_or_written_in_the_encoding_of_the_system() -> None:
    files = [*(program.project() / "src").rglob("*.py")]
    found = {file.name: calls for file in files if (calls := without_encoding(file.read_text(encoding="utf-8")))}
    assert found == {"running.py": ["open(1, 'w', closefd=False)", "open(2, 'w', closefd=False)"]}, "streams alone"
    assert without_encoding("path.read_text()\nopen(x)\nopen(x, 'rb')\nos.open(x, 1)") == [
        "path.read_text()",
        "open(x)",
    ]


LACKING = {
    "import": "fcntl|resource|pwd|grp|termios|tty|pty|posix|syslog|readline|curses|crypt",
    "os": "fork|forkpty|mkfifo|fchmod|f?chown|get(u|eu|g)id|killpg|setsid|wait4|sysconf|uname|nice|set_blocking|openpty"
    "|posix_spawn|pread|pwrite|O_(NONBLOCK|NOFOLLOW|CLOEXEC)|WNOHANG",
    "signal": "SIG(KILL|HUP|ALRM|PIPE|USR1|USR2|CHLD|QUIT)|alarm|setitimer|pause|sigwait",
    "select": "poll|epoll|kqueue",
    "time": "tzset",
}
"""Modules of the standard library, and names in some, that other systems alone have, or had until Python 3.11."""

GUARDS = re.compile(r"\b(ImportError|AttributeError)\b")


def expects_a_lack(node: ast.AST) -> bool:
    """Whether a block goes on where a module or a name is lacking."""
    match node:
        case ast.With():
            return bool(GUARDS.search(ast.unparse(node.items[0])))
        case ast.Try():
            return any(one.type and GUARDS.search(ast.unparse(one.type)) for one in node.handlers)
        case _:
            return False


def used(node: ast.AST) -> list[tuple[str, str]]:
    """The modules that a piece of a program imports, and the names that it takes from modules."""
    match node:
        case ast.Import():
            return [("import", name.name) for name in node.names]
        case ast.ImportFrom():
            return [("import", str(node.module)), *((str(node.module), name.name) for name in node.names)]
        case ast.Attribute(value=ast.Name(id=module)):
            return [(module, node.attr)]
        case _:
            return []


def lacking(text: str) -> list[str]:
    """What a program uses that Windows does not have, outside a block that expects that."""
    tree = ast.parse(text)
    guarded = {node for block in ast.walk(tree) if expects_a_lack(block) for node in ast.walk(block)}
    found = {one for node in {*ast.walk(tree)} - guarded for one in used(node)}
    return sorted(f"{module} {name}" for module, name in found if re.fullmatch(LACKING.get(module, "-"), name))


def test_the_program_uses_nothing_that_windows_lacks() -> None:
    files = [*(program.project() / "src").rglob("*.py")]
    assert len(files) > 150
    assert {file.name: names for file in files if (names := lacking(file.read_text(encoding="utf-8")))} == {}


def test_what_windows_lacks_is_found() -> None:
    lines = ("import fcntl", "os.fork()", "with suppress(ImportError):", "  import pwd", "from signal import alarm")
    assert lacking("\n".join(lines)) == ["import fcntl", "os fork", "signal alarm"]
