"""The headings in docs/batch.md and docs/vials.md: those that by the page stop a run do, and the others do not."""

import re
from pathlib import Path

import pytest

from ivigcalc.api.answer import Exit
from tests.program import Answer, project, run


def first_cells(page: str, head: str) -> list[str]:
    """The words in backquotes in the first column of the table of a page with this header."""
    table = (project() / "docs" / page).read_text(encoding="utf-8").split(head)[1].partition("\n\n")[0]
    return [word for row in table.splitlines()[2:] for word in re.findall(r"`([^`]+)`", row.split("|")[1])]


STOPS = first_cells("batch.md", "| heading | why it stops | how to go on |")
PASSED = first_cells("batch.md", "| heading | how it is named |")
CELLS = first_cells("batch.md", "| cells | why they stop | how to go on |")
STOCK_STOPS = first_cells("vials.md", "| heading | why it stops | what may stand there once it is left out |")
STOCK = ("vials", "28", "--product", "privigen", "--stock")


def answered(folder: Path, heading: str, cell: str) -> Answer:
    """What ``batch`` says of two patients beside whom a column stands that is not read."""
    table = folder / "table.csv"
    table.write_text(f"key,weight_kg,indication,{heading}\nA1,70,cidp,{cell}\nA2,80,cidp,{cell}\n", encoding="utf-8")
    return run("batch", str(table), "--regimen", "A")


def test_the_page_has_the_tables() -> None:
    assert len(STOPS) > 30
    assert len(PASSED) > 10
    assert len(CELLS) > 15
    assert len(STOCK_STOPS) > 8


@pytest.mark.parametrize("heading", STOPS)
def test_a_heading_that_the_page_says_stops_a_run_stops_it(heading: str, tmp_path: Path) -> None:
    assert answered(tmp_path, heading, "x").code == Exit.BAD_DATA


@pytest.mark.parametrize("heading", PASSED)
def test_a_heading_that_the_page_says_is_passed_over_is_named_and_stops_nothing(heading: str, tmp_path: Path) -> None:
    answer = answered(tmp_path, heading, "x")
    assert answer.code == Exit.ANSWER
    assert repr(heading) in answer.err


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_the_page_says_stops_a_run_stops_it(cell: str, tmp_path: Path) -> None:
    assert answered(tmp_path, "Column", cell).code == Exit.BAD_DATA


@pytest.mark.parametrize("heading", STOCK_STOPS)
def test_a_heading_of_a_stock_that_the_page_says_stops_a_run_stops_it(heading: str, tmp_path: Path) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text(f"product,size_g,count,expiry,{heading}\nprivigen,10,9,2027-03,\n", encoding="utf-8")
    assert run(*STOCK, str(stock), "--start", "2026-12-01").code == Exit.BAD_DATA
