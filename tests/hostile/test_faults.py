"""Whatever happens while a file is written: its place holds the old one or the whole new one; the code says which."""

import os
import resource
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ivigcalc.catalogue import load
from tests import program
from tests.hostile.faults import WRITINGS, Writing, as_program, ended_by_chance, left, put_old, ran, table, whole
from tests.hostile.runs import DOSE, Ended, drop_rights, in_process
from tests.profiles import together

ROWS = 120
TIMES = 2 if together(2) > 1 else 25
"""How many runs are ended at a moment; `python -m tests.hostile.faults` ends as many as are asked for."""


def names(*few: str) -> Sequence[str]:
    """Some of the commands that write; all of them where all cases of the laws are tried."""
    return few if together(2) > 1 else (*WRITINGS,)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table, for the program as it is installed."""
    monkeypatch.setattr(load, "packaged_folder", lambda: str(program.compiled_data()))
    made = tmp_path / "here"
    made.mkdir()
    table(made, ROWS)
    return made


def test_runs_that_are_ended_at_a_moment_lose_nothing(folder: Path) -> None:
    wrong, expected = list[str](), dict[str, bytes]()
    tried = names("csv, 2 jobs", "worksheet")
    for number in range(TIMES):
        name = tried[number % len(tried)]
        if name not in expected:
            expected[name] = whole(WRITINGS[name], folder)
        wrong += ended_by_chance(name, folder, expected[name], number)
        (folder / WRITINGS[name].name).unlink()
    assert wrong == []


def hindered(name: str, folder: Path, hinder: Callable[[], object]) -> tuple[Writing, bytes, bytes, Ended]:
    """A command that is hindered, with the old answer and the whole new one."""
    writing = WRITINGS[name]
    expected = whole(writing, folder)
    old = put_old(writing, folder, expected)
    ended = ran(writing.call(folder), folder, hinder)
    assert ended.code == 73, ended.said
    assert ended.said.strip()
    assert "Traceback" not in ended.said
    assert "internal error" not in ended.said
    return writing, expected, old, ended


def gone_on(writing: Writing, folder: Path, expected: bytes) -> None:
    """What was hindered is done once nothing hinders it, and nothing else is left."""
    assert ran(writing.call(folder, *(("--resume",) if writing.resumed else ())), folder).code == 0
    assert (folder / writing.name).read_bytes() == expected
    assert left(folder) == {writing.name}


@pytest.mark.parametrize("name", names("xlsx, 1 jobs"))
def test_a_full_disk_loses_nothing(name: str, folder: Path) -> None:
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    writing, expected, old, _ = hindered(name, folder, fill)
    assert len(expected) > 4000
    assert (folder / writing.name).read_bytes() == old
    assert left(folder) <= {writing.name, *((f"{writing.name}.part",) if writing.resumed else ())}
    gone_on(writing, folder, expected)


@pytest.mark.parametrize("name", names("jsonl, 1 jobs"))
def test_rights_that_are_withdrawn_lose_nothing(name: str, folder: Path) -> None:
    sync = os.fsync

    def withdraw(descriptor: int) -> None:
        sync(descriptor)
        folder.chmod(0o500)
        drop_rights()

    writing, expected, old, _ = hindered(name, folder, lambda: setattr(os, "fsync", withdraw))
    folder.chmod(0o700)
    assert (folder / writing.name).read_bytes() == old
    gone = left(folder) - {writing.name}
    for one in gone:  # who may not write in a folder cannot remove a part from it either
        assert one == f"{writing.name}.part" or one.startswith(".ivigcalc-")
        if not writing.resumed:
            (folder / one).unlink()
    gone_on(writing, folder, expected)


@pytest.mark.parametrize("name", names("worksheet"))
def test_a_folder_that_is_removed_is_said(name: str, folder: Path) -> None:
    sync = os.fsync

    def remove(descriptor: int) -> None:
        sync(descriptor)
        shutil.rmtree(folder)

    _, _, _, ended = hindered(name, folder, lambda: setattr(os, "fsync", remove))
    assert "there is no folder" in " ".join(ended.said.split())
    assert not folder.exists()


def test_a_current_folder_that_is_gone_is_no_bug(folder: Path) -> None:
    def leave() -> None:
        os.chdir(folder)
        shutil.rmtree(folder)

    assert ran(DOSE, folder, leave).code == 0
    folder.mkdir()
    table(folder, 3)
    ended = ran(("batch", "table.csv", "-o", "o.csv"), folder, leave)
    assert ended.code in {66, 73}, ended.said
    folder.mkdir()
    assert ran((*WRITINGS["worksheet"].words[:-1], "w.html"), folder, leave).code == 73


@pytest.mark.parametrize("name", names("csv, 1 jobs"))
def test_two_that_write_one_file_leave_one_that_is_whole(name: str, folder: Path) -> None:
    writing, ended = WRITINGS[name], list[Ended]()
    expected = whole(writing, folder)

    def one(number: int) -> None:
        place = folder.parent / str(number)
        ended.append(in_process(lambda: as_program(*writing.call(folder)), place))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.code for one in ended} <= {0, 73}, [one.said for one in ended]
    assert any(one.code == 0 for one in ended)
    assert all(one.code == 0 or "another run is writing" in " ".join(one.said.split()) for one in ended)
    assert (folder / writing.name).read_bytes() == expected
    assert left(folder) == {writing.name}
