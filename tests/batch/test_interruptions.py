"""A process that helps a run heeds no interruption, be it in its first moment."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from ivigcalc.sheets import interruptions
from ivigcalc.sheets.interruptions import ignore_signals, kept_for_later

ROWS = [["key", "weight_kg", "indication", "regimen"], *(["k1", "70", "gbs", "A"], ["k2", "35", "gbs", "A"])]

PROGRAM = """
import os, signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    os.register_at_fork(after_in_child=lambda number=number: os.kill(os.getpid(), number))
from ivigcalc.cli.main import main
main()
"""
"""The program, of which each process that begins is interrupted before it does anything."""


def csv(folder: Path) -> Path:
    """The table as text."""
    (made := folder / "p.csv").write_text("".join(f"{','.join(row)}\n" for row in ROWS))
    return made


def xlsx(folder: Path) -> Path:
    """The table as a workbook, which a process apart reads."""
    with Workbook(str(made := folder / "p.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return made


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copies on Linux alone")
@pytest.mark.parametrize(("table", "options"), [(csv, ("--jobs", "2")), (xlsx, ())])
def test_a_process_that_has_just_begun_is_not_interrupted(
    tmp_path: Path, table: Callable[[Path], Path], options: tuple[str, ...]
) -> None:
    call = (sys.executable, "-c", PROGRAM, "batch", str(table(tmp_path)), *options)
    ended = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, "2 rows: 1 ok, 1 caution\n")
    assert [line.split(",")[1] for line in ended.stdout.splitlines()] == ["key", "k1", "k2"]


@pytest.mark.usefixtures("signals")
def test_an_interruption_comes_when_the_other_process_has_begun() -> None:
    begun = list[bool]()

    def begin() -> None:
        with kept_for_later():
            signal.raise_signal(signal.SIGINT)
            begun.append(True)

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert begun == [True]


@pytest.mark.usefixtures("signals")
def test_what_was_kept_for_later_is_dropped_where_it_is_ignored() -> None:
    with kept_for_later():
        signal.raise_signal(signal.SIGINT)
        ignore_signals()
        assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@pytest.mark.usefixtures("signals")
def test_where_nothing_can_wait_a_process_begins_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows keeps no signal for later."""
    monkeypatch.setattr(interruptions, "CAN_WAIT", False)
    monkeypatch.delattr(signal, "pthread_sigmask")
    with kept_for_later():
        ignore_signals()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
