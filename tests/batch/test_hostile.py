"""Whatever file is given, the program ends with a message and a code of its own; never with a traceback."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ivigcalc.batch import sinks
from tests import program
from tests.batch.making import GOOD, HEADER, batch, lines
from tests.program import run

FILES = {
    "empty": (b"", 65),
    "only blank lines": (b"\n\n  \n", 65),
    "only a header": (f"{HEADER}\n".encode(), 0),
    "a header without an end": (HEADER.encode(), 0),
    "binary": (bytes(range(256)) * 40, 65),
    "an old workbook": (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, 65),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, 65),
    "nothing but NUL": (b"\0" * 1000, 65),
    "a header in Latin-1": ("Gewicht,größe,indication\n70,170,cidp\n".encode("latin-1"), 65),
    "rows in Latin-1": (lines("Jos\xe9,70,cidp,A,privigen", GOOD).encode("latin-1"), 0),
    "NUL in a row": (f"{HEADER}\na\0,70\0,cidp,A,privigen\n".encode(), 6),
    "half an UTF-16": (lines(GOOD).encode("utf-16")[:-3], 6),
    "a huge cell": (f"{HEADER}\n{'9' * 300_000},{'9' * 300_000},cidp,A,privigen\n".encode(), 6),
    "a huge quoted cell": (f'{HEADER}\n"{"9" * 300_000}",70,cidp,A,privigen\n'.encode(), 6),
    "a thousand columns": (("," * 1000 + f"{HEADER}\n" + "," * 1000 + f"{GOOD}\n").encode(), 0),
    "deep JSON": (b'{"weight": ' + b"[" * 100_000 + b"\n", 6),
    "JSON constants": (b'{"weight": NaN, "indication": "cidp"}\n', 6),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("form", ["table", "json"])
def test_any_file_ends_with_a_code_of_its_own(tmp_path: Path, name: str, form: str) -> None:
    content, code = FILES[name]
    args = ("--format", form, "--summary")
    answer = batch(tmp_path, content, *args).answer
    assert answer.code == code, answer.text
    assert "Traceback" not in answer.text
    assert "internal error" not in answer.text
    if form == "json":
        assert answer.json["exit_code"] == code


def test_a_file_without_an_end_is_65() -> None:
    answer = run("batch", "/dev/zero")
    assert (answer.code, "a line of it has 10000000 letters" in answer.text) == (65, True)


def test_a_pipe_that_nobody_writes_into_is_66(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivigcalc.intake.files.PATIENCE_S", 0)
    os.mkfifo(tmp_path / "pipe")
    answer = run("batch", str(tmp_path / "pipe"))
    assert (answer.code, "a pipe that nobody writes into" in answer.text) == (66, True)


def pause_of(monkeypatch: pytest.MonkeyPatch, does: Callable[[], object]) -> None:
    """What happens while somebody at the other end of a pipe is waited for: twice, as often as it is tried again."""
    monkeypatch.setattr(sinks, "PATIENCE_S", 3 * sinks.PAUSE_S)
    monkeypatch.setattr(sinks, "time", SimpleNamespace(sleep=lambda _seconds: does()))


@pytest.mark.parametrize("kind", ["link", "hard link", "pipe"])
def test_a_part_is_not_written_through_what_has_its_name(tmp_path: Path, kind: str) -> None:
    part, precious = tmp_path / "o.csv.part", tmp_path / "precious"
    (tmp_path / "p.csv").write_text(lines(GOOD))
    precious.write_text("keep")
    match kind:
        case "link":
            part.symlink_to(precious)
        case "hard link":
            part.hardlink_to(precious)
        case _:
            os.mkfifo(part)
    answer = run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "o.csv"))
    assert (answer.code, answer.says("o.csv.part"), precious.read_text()) == (73, True, "keep")
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("name", ["no-such-file.csv", ".", "a/b/c.csv"])
def test_a_file_that_is_not_there_is_66(tmp_path: Path, name: str) -> None:
    answer = run("batch", str(tmp_path / name))
    assert answer.code == 66
    assert answer.out == ""


def test_an_output_that_cannot_be_written_is_73_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines(GOOD))
    answer = run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "no-such-folder" / "out.csv"))
    assert answer.code == 73
    assert [*tmp_path.iterdir()] == [tmp_path / "p.csv"]


def test_a_full_disk_is_73_and_the_old_answers_stand(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    (tmp_path / "p.csv").write_text(lines(GOOD))
    assert run("batch", str(tmp_path / "p.csv"), "-o", "/dev/full").code == 73


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines(*[GOOD] * 5000))
    call = program.process("batch", str(tmp_path / "p.csv"))
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout is not None
    assert process.stdout.readline().startswith("row,key,status")
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 73
    assert "Traceback" not in said


def test_nothing_is_shown_of_progress_where_stderr_is_no_terminal(tmp_path: Path) -> None:
    found = batch(tmp_path, lines(*[GOOD] * 1500))
    assert found.answer.err == "1500 rows: 1500 ok\n"


def test_progress_is_shown_on_a_terminal_and_taken_away(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    (tmp_path / "p.csv").write_text(lines(*[GOOD] * 2000))
    ours, theirs = pty.openpty()
    call = program.process("batch", str(tmp_path / "p.csv"))
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen([*call, "-o", str(tmp_path / "out.csv")], stderr=theirs, env=env) as process:
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
    os.close(ours)
    assert process.returncode == 0
    shown = said.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "rows/s" in shown
    assert shown.endswith("2000 rows: 2000 ok\r\n")


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing where it was closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (",".join([HEADER, *(f"c{column}" for column in range(4996))]), "it has 5001 columns; at most 5000 are read"),
        ("unit,key,weight_kg,indication\n,a,70,gbs\n", "column 'unit' is not read, and speaks of the unit of a figure"),
        (
            "key,weight_kg,weight unit,unit of weight,indication\na,70,kg,kg,gbs\n",
            "column 'unit of weight' is not read, and speaks of the unit of a figure, of which another column",
        ),
        ('"key\n' * 150, "the first line cannot be read as a header: "),
    ],
)
def test_a_header_that_is_none_is_65(tmp_path: Path, table: str, said: str) -> None:
    answer = batch(tmp_path, table).answer
    assert (answer.code, answer.out) == (65, "")
    assert said in answer.text


@pytest.mark.parametrize(
    "begin",
    [
        "<html><table><tr><td>weight</td></tr></table></html>",
        " <!DOCTYPE html>\n",
        '\ufeff<?xml version="1.0"?>\n<Workbook>',
    ],
)
def test_a_web_page_with_the_name_of_a_workbook_is_65_and_named(tmp_path: Path, begin: str) -> None:
    answer = batch(tmp_path, begin).answer
    assert (answer.code, answer.out) == (65, "")
    assert "is a web page or XML, and no table" in answer.text
    assert "save it as .xlsx or CSV" in answer.text


def test_a_heading_in_angle_brackets_is_one(tmp_path: Path) -> None:
    assert batch(tmp_path, "<key>,weight_kg,indication,regimen\na,70,cidp,A\n").answer.code == 0


def test_a_table_of_one_column_is_read(tmp_path: Path) -> None:
    """28 and 32 g are 0.4 g/kg."""
    found = batch(tmp_path, "weight_kg\n70\n\n80\n", "--indication", "gbs", "--regimen", "A")
    assert (found.answer.code, found.column("g_per_day")) == (0, ["28", "32"])


def test_a_terminal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    answer = run("batch", "-")
    assert (answer.code, answer.out) == (2, "")
    assert "- reads standard input, but nothing is piped into it" in answer.text
    assert "cat patients.csv | ivigcalc batch -" in answer.text


def test_a_workbook_needs_a_file_that_can_be_replaced(tmp_path: Path) -> None:
    answer = batch(tmp_path, lines(GOOD), "-o", os.devnull, "--to", "xlsx").answer
    assert (answer.code, answer.out) == (2, "")
    assert f"{os.devnull} is not a file, and a workbook needs one" in answer.text


def test_answers_go_into_a_pipe_that_is_read_and_wait_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, written = tmp_path / "pipe", batch(tmp_path, lines(GOOD)).answer.out
    os.mkfifo(pipe)
    pause_of(monkeypatch, lambda: None)
    answer = batch(tmp_path, lines(GOOD), "-o", str(pipe)).answer
    assert (answer.code, answer.says(f"{pipe}: is a pipe that nobody reads")) == (73, True)
    readers = list[int]()
    pause_of(monkeypatch, lambda: readers.append(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)))
    assert batch(tmp_path, lines(GOOD), "-o", str(pipe)).answer.code == 0
    assert os.read(readers[0], 100_000).decode() == written
    os.close(readers[0])
