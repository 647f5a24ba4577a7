"""How far a table is, while it is read: on a terminal alone, and nowhere else."""

import sys
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest

from ivigcalc.cli.output import Progress


class Terminal(StringIO):
    """A terminal that keeps what it was told."""

    def isatty(self) -> bool:
        return True


def table(size: int | None) -> Any:
    """A table of so many bytes, of which 40 are read."""
    return SimpleNamespace(size=size, position=lambda: 40)


def screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The terminal that stderr becomes; stdout is a file."""
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(sys, "stdout", StringIO())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    return stderr


@pytest.mark.parametrize(("size", "left"), [(100, True), (None, False)], ids=["a file", "a pipe"])
def test_a_terminal_shows_rows_rows_a_second_and_what_is_left_of_a_file(
    monkeypatch: pytest.MonkeyPatch, size: int | None, *, left: bool
) -> None:
    terminal = screen(monkeypatch)
    with Progress(rows_on_stdout=True) as progress:
        progress.seen(table(size), 0)
        progress.seen(table(size), 1234)
    shown = terminal.getvalue()
    assert "0 rows" in shown
    assert "1\u00a0234 rows, " in shown
    assert " rows/s" in shown
    assert ("left" in shown) == left


@pytest.mark.parametrize("file", ["stderr", "terminal of the rows"])
def test_nothing_is_shown_where_nobody_looks_or_the_rows_go_to_the_same_terminal(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = screen(monkeypatch)
    if file == "stderr":
        terminal = Terminal()
        monkeypatch.setattr(terminal, "isatty", lambda: False)
        monkeypatch.setattr(sys, "stderr", terminal)
    else:
        monkeypatch.setattr(sys, "stdout", Terminal())
    with Progress(rows_on_stdout=True) as progress:
        progress.seen(table(100), 10)
    assert terminal.getvalue() == ""


def test_a_terminal_that_cannot_move_its_cursor_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = screen(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    with Progress(rows_on_stdout=False) as progress:
        progress.seen(table(100), 10)
    assert terminal.getvalue() == ""
