"""The headings and cells in docs/batch.md: those that the page says stop a run do, and the others do not."""

import re
from pathlib import Path
from typing import Final

import pytest

from ivigcalc.api.answer import Exit
from tests.program import project, run

PAGE: Final = (project() / "docs" / "batch.md").read_text(encoding="utf-8")


def first_cells(head: str) -> list[str]:
    """The words in backquotes in the first column of the table with this header."""
    table = PAGE.split(head)[1].partition("\n\n")[0]
    return [word for row in table.splitlines()[2:] for word in re.findall(r"`([^`]+)`", row.split("|")[1])]


STOPS = first_cells("| heading | why it stops | how to go on |")
PASSED = first_cells("| heading | how it is named |")
CELLS = first_cells("| cells | why they stop | how to go on |")


def exit_code(folder: Path, heading: str, cell: str) -> int:
    """How ``batch`` ends for two patients beside whom a column stands that is not read."""
    table = folder / "table.csv"
    table.write_text(f"key,weight_kg,indication,{heading}\nA1,70,cidp,{cell}\nA2,80,cidp,{cell}\n", encoding="utf-8")
    return run("batch", str(table), "--regimen", "A").code


def test_the_page_has_the_tables() -> None:
    assert len(STOPS) > 30
    assert len(PASSED) > 10
    assert len(CELLS) > 15


@pytest.mark.parametrize("heading", STOPS)
def test_a_heading_that_the_page_says_stops_a_run_stops_it(heading: str, tmp_path: Path) -> None:
    assert exit_code(tmp_path, heading, "x") == Exit.BAD_DATA


@pytest.mark.parametrize("heading", PASSED)
def test_a_heading_that_the_page_says_is_passed_over_stops_nothing(heading: str, tmp_path: Path) -> None:
    assert exit_code(tmp_path, heading, "x") == Exit.ANSWER


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_the_page_says_stops_a_run_stops_it(cell: str, tmp_path: Path) -> None:
    assert exit_code(tmp_path, "Column", cell) == Exit.BAD_DATA
