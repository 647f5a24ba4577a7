"""Several processes give the same bytes as one."""

import signal
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ivigcalc.batch import processes
from ivigcalc.batch.processes import _end_with_parent
from tests.batch.making import HEADER
from tests.profiles import together
from tests.program import run


def table(path: Path) -> Path:
    """Some thousand rows of every status, in no order."""
    cells = (
        "{0},cidp,A,privigen",
        "{0},gbs,A,kiovig",
        "{0},cidp,,privigen",
        "x{0},cidp,A,privigen",
        "{0},als,,privigen",
        "{0}9,gbs,A,",
    )
    rows = (f"k{row}," + cells[row * 7 % 6].format(f"{30 + row % 90}.{row % 10}") for row in range(2300))
    path.write_text("".join(f"{line}\n" for line in (HEADER, *rows)))
    return path


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"][:: together(2)])
def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    source, found = table(tmp_path / "p.csv"), []
    for jobs in ("1", "2", "3"):
        out, errors = tmp_path / f"{jobs}.{form}", tmp_path / f"{jobs}.errors.csv"
        args = ("-o", str(out), "--errors", str(errors), "--jobs", jobs, "--summary", "--format", "json")
        answer = run("batch", str(source), *args)
        assert answer.code == 6
        summary = {name: value for name, value in answer.json.items() if name != "request"}
        found.append((out.read_bytes(), errors.read_bytes(), summary))
    assert found[0] == found[1] == found[2]


def test_processes_that_begin_anew_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = table(tmp_path / "p.csv")
    alone = run("batch", str(source)).out
    monkeypatch.setattr("ivigcalc.batch.processes.BEGIN", "spawn")
    assert alone == run("batch", str(source), "--jobs", "2").out


class Here:
    """A pool whose only process is this one."""

    def __init__(
        self, max_workers: int, mp_context: object, initializer: Callable[..., None], initargs: tuple[Any, ...]
    ) -> None:
        assert max_workers == 2
        assert mp_context
        initializer(*initargs)

    def submit(self, answer: Callable[..., Any], chunk: Any) -> Future[Any]:
        done = Future[Any]()
        done.set_result(answer(chunk))
        return done

    def shutdown(self, **_how: bool) -> None:
        pass


class Ended(Here):
    """A pool of which a process is ended when it has answered some chunks."""

    answers = 0

    def submit(self, answer: Callable[..., Any], chunk: Any) -> Future[Any]:
        self.answers += 1
        if self.answers <= 7:
            return super().submit(answer, chunk)
        done = Future[Any]()
        done.set_exception(BrokenProcessPool("a process in the pool was ended"))
        return done


@pytest.fixture
def here(signals: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - put back
    """Chunks are answered by what a process does, in this one."""
    monkeypatch.setattr(processes, "_worker", [])
    monkeypatch.setattr(processes, "ProcessPoolExecutor", Here)
    monkeypatch.setattr("ivigcalc.batch.run.CHUNK", 20)


@pytest.mark.usefixtures("here")
def test_what_a_process_does_gives_the_same_bytes_and_leaves_interruptions_to_its_parent(tmp_path: Path) -> None:
    source = tmp_path / "p.csv"
    source.write_text("".join(f"{line}\n" for line in table(tmp_path / "all.csv").read_text().splitlines()[:301]))
    alone = run("batch", str(source))
    assert signal.getsignal(signal.SIGINT) != signal.SIG_IGN
    together = run("batch", str(source), "--jobs", "2")
    assert (together.out, together.err, together.code) == (alone.out, alone.err, alone.code)
    assert len(together.lines) == 301
    for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        assert signal.getsignal(interruption) == signal.SIG_IGN


@pytest.mark.usefixtures("here")
def test_a_process_that_is_ended_from_outside_is_73_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system ends one where memory runs out."""
    source, out = table(tmp_path / "p.csv"), tmp_path / "o.csv"
    monkeypatch.setattr(processes, "ProcessPoolExecutor", Ended)
    answer = run("batch", str(source), "-o", str(out), "--jobs", "2")
    assert answer.code == 73
    assert "one of the --jobs processes was ended from outside; fewer of them need less memory" in answer.text
    assert answer.says(f"{out} is as it was; --resume goes on from {out}.part")
    assert not out.exists()
    assert run("batch", str(source), "-o", str(out), "--resume").code == 6
    resumed = out.read_bytes()
    assert run("batch", str(source), "-o", str(out)).code == 6
    assert out.read_bytes() == resumed


def test_a_process_ends_when_its_parent_has(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = list[object]()
    parent = SimpleNamespace(join=lambda: ended.append("the parent is gone"))
    monkeypatch.setattr("multiprocessing.parent_process", lambda: parent)
    monkeypatch.setattr("os._exit", ended.append)
    _end_with_parent()
    assert ended == ["the parent is gone", 1]
