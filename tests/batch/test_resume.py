"""A run that is killed leaves the old answers, or a part that can be gone on from; never half a row."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import program
from tests.batch.making import HEADER, read_csv, without
from tests.profiles import cases, together
from tests.program import run

ROWS = 300 * cases(20, fewest=4)
FORMS = ("csv", "jsonl")
OLD_ANSWERS = "row,key,status\n"


def table(path: Path, rows: int = ROWS, changed: int = -1) -> Path:
    """A table of different patients; one of them may be changed."""
    cells = (f"k{row},{40 + (row % 700) / 10 + (row == changed):.1f},cidp,A,privigen" for row in range(rows))
    path.write_text("".join(f"{line}\n" for line in (HEADER, *cells)))
    return path


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The table answered in one go, in each format."""
    folder = tmp_path_factory.mktemp("whole")
    made = {form: folder / f"whole.{form}" for form in FORMS}
    for whole in made.values():
        assert run("batch", str(table(folder / "p.csv")), "-o", str(whole)).code == 0
    return {form: whole.read_bytes() for form, whole in made.items()}


def start(*args: str) -> subprocess.Popen[bytes]:
    """The program in a process of its own."""
    call = program.process("batch", *args)
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


MOST_LATE = 20
"""How often a run may be through before it is killed, on a machine that is fast."""


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("form", FORMS)
def test_killed_at_any_moment_and_resumed_gives_the_same_bytes(
    tmp_path: Path, jobs: str, form: str, answered: dict[str, bytes]
) -> None:
    source, out, whole = table(tmp_path / "p.csv"), tmp_path / f"out.{form}", answered[form]
    out.write_text(OLD_ANSWERS)
    part, partly, late = Path(f"{out}.part"), 0, 0
    shares = [0, 10, 70, 35, 0, 20][:: together(3)]
    while shares:
        share = shares.pop(0)
        process = start(str(source), "-o", str(out), "--resume", "--jobs", jobs)
        while process.poll() is None and not (part.is_file() and part.stat().st_size * 100 > share * len(whole)):
            time.sleep(0.001)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if out.read_text() != OLD_ANSWERS:
            assert out.read_bytes() == whole
            out.write_text(OLD_ANSWERS)
            late += 1
            shares += [0] if late < MOST_LATE and not partly else []
        else:
            partly += 1
    assert partly
    assert run("batch", str(source), "-o", str(out), "--resume").code == 0
    assert out.read_bytes() == whole
    assert not part.exists()


def kept(answer_text: str) -> int:
    """How many rows a run says it kept."""
    words = answer_text.split()
    return int(words[words.index("kept") - 1]) if "kept" in words else 0


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    source, out = table(tmp_path / "p.csv", 1200), tmp_path / "out.csv"
    run("batch", str(source), "-o", str(out))
    before = read_csv(out.read_text())
    assert kept(run("batch", str(source), "-o", str(out), "--resume").err) == 1200
    assert before == read_csv(out.read_text())
    table(source, 1200, changed=7)
    assert kept(run("batch", str(source), "-o", str(out), "--resume").err) == 1199
    after = read_csv(out.read_text())
    assert [row for row, other in zip(before, after, strict=True) if row != other] == [before[7]]
    assert float(after[7]["weight_kg"]) == float(before[7]["weight_kg"]) + 1


@pytest.mark.parametrize(
    "args",
    [
        ("--region", "eu"),
        ("--round", "up"),
        ("--versus", "adjusted"),
        ("--decimal", "point"),
        ("--formulary", "docs/formulary-example.yaml"),
    ],
)
def test_other_options_keep_nothing(tmp_path: Path, args: tuple[str, ...]) -> None:
    source, out, fresh = table(tmp_path / "p.csv", 30), tmp_path / "out.csv", tmp_path / "fresh.csv"
    run("batch", str(source), "-o", str(out))
    assert kept(run("batch", str(source), "-o", str(out), "--resume", *args).err) == 0
    run("batch", str(source), "-o", str(fresh), *args)
    assert out.read_bytes() == fresh.read_bytes()


def test_another_version_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = table(tmp_path / "p.csv", 30), tmp_path / "out.csv"
    run("batch", str(source), "-o", str(out))
    monkeypatch.setattr("ivigcalc.batch.worker.__version__", "9.9")
    assert kept(run("batch", str(source), "-o", str(out), "--resume").err) == 0
    assert {"9.9"} == {row["ivigcalc_version"] for row in read_csv(out.read_text())}


def test_a_row_that_somebody_edited_is_made_again(tmp_path: Path) -> None:
    source, out = table(tmp_path / "p.csv", 30), tmp_path / "out.csv"
    run("batch", str(source), "-o", str(out))
    whole = out.read_text()
    out.write_text(whole.replace(",16,", ",61,"))
    assert out.read_text() != whole
    assert 0 < kept(run("batch", str(source), "-o", str(out), "--resume").err) < 30
    assert out.read_text() == whole


def test_the_summary_and_the_errors_of_a_resumed_run_are_those_of_a_whole_one(tmp_path: Path) -> None:
    source, out = tmp_path / "p.csv", tmp_path / "out.csv"
    source.write_text(
        f"{HEADER}\na,70,cidp,A,privigen\nb,x,cidp,A,privigen\nc,35,gbs,A,privigen\nd,70,le-surface,B,kiovig\n"
    )
    args = (
        "batch",
        str(source),
        "-o",
        str(out),
        "--errors",
        str(tmp_path / "e.csv"),
        "--format",
        "json",
        "--versus",
        "ideal",
    )
    first, errors = run(*args).json, (tmp_path / "e.csv").read_text()
    again = run(*args, "--resume").json
    assert (first.pop("kept_rows"), again.pop("kept_rows")) == (0, 4)
    assert first == again
    assert errors == (tmp_path / "e.csv").read_text()


def test_a_second_run_on_the_same_output_is_turned_away(tmp_path: Path) -> None:
    from ivigcalc.batch.sinks import FileSink

    source, out = table(tmp_path / "p.csv", 3), tmp_path / "out.csv"
    first = FileSink(out)
    found = run("batch", str(source), "-o", str(out))
    assert (found.code, found.says("another run is writing")) == (73, True)
    first.stop()
    assert run("batch", str(source), "-o", str(out)).code == 0


def test_a_run_that_waits_for_another_does_not_undo_it(tmp_path: Path) -> None:
    """The second opens the part while the first has it, and gets it when that is already the whole."""
    from ivigcalc.batch.sinks import FileSink

    out, said = tmp_path / "out.csv", list[str]()
    first = FileSink(out)
    first.write("first\n")

    def second() -> None:
        sink = FileSink(out)
        said.append(out.read_text())
        sink.write("second\n")
        sink.finish()

    waiting = threading.Thread(target=second)
    waiting.start()
    time.sleep(0.2)
    first.finish()
    waiting.join()
    assert (said, out.read_text()) == (["first\n"], "second\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("out.csv.part", "-o", "out.csv"), "the part of --output is the same file as FILE"),
        (("p.csv", "-o", "out.csv", "--errors", "out.csv.part"), "--errors is the same file as the part of --output"),
        (
            ("p.csv", "-o", "f.yaml", "--to", "csv", "--formulary", "f.yaml"),
            "--output is the same file as the formulary",
        ),
        (("p.csv", "-o", "again.csv"), "--output is the same file as FILE"),
    ],
)
def test_nothing_is_written_over_what_is_read(
    args: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path / "p.csv", 3)
    table(tmp_path / "out.csv.part", 3)
    (tmp_path / "again.csv").hardlink_to(tmp_path / "p.csv")
    (tmp_path / "f.yaml").write_text("site: X\n")
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    found = run("batch", *args)
    assert (found.code, said in found.err) == (2, True), found.text
    assert before == {path.name: path.read_text() for path in tmp_path.iterdir()}


def test_rows_under_other_headings_are_made_again(tmp_path: Path) -> None:
    """The reason of a row is in the words of its headings."""
    source, out = tmp_path / "p.csv", tmp_path / "out.csv"
    source.write_text("weight_kg,indication\n-5,cidp\n")
    run("batch", str(source), "-o", str(out))
    source.write_text("wt_kg,indication\n-5,cidp\n")
    run("batch", str(source), "-o", str(out), "--resume")
    resumed = out.read_text()
    run("batch", str(source), "-o", str(out))
    assert resumed == out.read_text()


def test_the_answers_keep_the_rights_of_the_file_they_replace_and_follow_its_link(tmp_path: Path) -> None:
    source, real, link = table(tmp_path / "p.csv", 3), tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text(OLD_ANSWERS)
    real.chmod(0o600)
    link.symlink_to(real)
    assert run("batch", str(source), "-o", str(link)).code == 0
    assert link.is_symlink()
    assert (real.stat().st_mode & 0o777, len(read_csv(real.read_text()))) == (0o600, 3)


@pytest.mark.parametrize(("interruption", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_has_its_code_and_says_how_to_go_on(
    tmp_path: Path, interruption: signal.Signals, code: int
) -> None:
    rows = 2500  # enough to be interrupted in the middle
    source, out = table(tmp_path / "p.csv", rows), tmp_path / "out.csv"
    call = program.process("batch", str(source), "-o", str(out))
    process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
    part = Path(f"{out}.part")
    while not (part.is_file() and part.stat().st_size > 2000):
        time.sleep(0.01)
    process.send_signal(interruption)
    _, said = process.communicate()
    assert process.returncode == code
    assert "--resume goes on" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert run("batch", str(source), "-o", str(out), "--resume").code == 0
    assert len(read_csv(out.read_text())) == rows


def test_rows_do_not_depend_on_where_the_table_was_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, found = table(tmp_path / "p.csv", 50), set()
    for size in (1, 7, 500):
        monkeypatch.setattr("ivigcalc.batch.run.CHUNK", size)
        found.add(run("batch", str(source)).out)
    assert len(found) == 1
    assert [without(row, ()) for row in read_csv(found.pop())][49]["row"] == "50"


def test_rows_with_very_long_keys_are_kept(tmp_path: Path) -> None:
    """Each letter of the key is written as six."""
    source, out = tmp_path / "p.csv", tmp_path / "out.csv"
    source.write_text(f"{HEADER}\n" + "\x1b" * 90_000 + ",70,cidp,A,privigen\n")
    assert run("batch", str(source), "-o", str(out)).code == 0
    assert kept(run("batch", str(source), "-o", str(out), "--resume").err) == 1
    assert run("batch", str(source), "-o", str(tmp_path / "o.xlsx")).code == 0
