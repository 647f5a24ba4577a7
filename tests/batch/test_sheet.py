"""Workbooks in and out."""

import sys
from datetime import date, datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.batch.making import GOOD, lines, read_csv
from tests.program import run


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    """A workbook of one sheet."""
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell, *((day,) if isinstance(cell, date) else ()))
    book.close()
    return path


HEADER = ("MRN", "Weight (kg)", "indication", "regimen", "product", "start", "pregnant", "risks")


def test_a_sheet_is_read_as_the_same_table_in_csv(tmp_path: Path) -> None:
    sheet = workbook(
        tmp_path / "p.xlsx",
        HEADER,
        (1234567, 70, "cidp", "A", "privigen", date(2026, 12, 30), False, "renal; diabetes"),
        ("x", 70.1 * 3, "cidp", "A", "privigen", datetime(2026, 12, 30), True, ""),  # noqa: DTZ001 - sheets have no zones
        (),
        ("y", "72,5", "cidp", "A", "privigen", "", "", ""),
    )
    table = tmp_path / "p.csv"
    table.write_text(
        "MRN,Weight (kg),indication,regimen,product,start,pregnant,risks\n"
        "1234567,70,cidp,A,privigen,2026-12-30,no,renal; diabetes\n"
        "x,210.3,cidp,A,privigen,2026-12-30,yes,\n"
        '\ny,"72,5",cidp,A,privigen,,,\n'
    )
    assert 70.1 * 3 != 210.3
    found = run("batch", str(sheet))
    assert found.out == run("batch", str(table)).out
    assert [row["status"] for row in read_csv(found.out)] == ["ok", "caution", "ok"]


def test_answers_in_a_sheet_are_those_of_csv_with_numbers_as_numbers(tmp_path: Path) -> None:
    table, sheet = tmp_path / "p.csv", tmp_path / "out.xlsx"
    table.write_text(lines(GOOD, '"=1+1",70.25,cidp,B,kiovig', "b,x,cidp,A,privigen"))
    assert run("batch", str(table), "-o", str(sheet)).code == 6
    header, *rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    from_csv = read_csv(run("batch", str(table)).out)
    assert header == [*from_csv[0]]
    for row, cells in zip(rows, from_csv, strict=True):
        for name, value in zip(header, row, strict=True):
            text = f"{value:.15g}" if isinstance(value, float) else value
            assert text == cells[str(name)], name
    first = dict(zip(header, rows[0], strict=True))
    assert (first["g_course"], first["deviation_percent"], first["row"]) == (140.0, -1.79, 1.0)
    assert rows[1][header.index("key")] == "'=1+1"


def test_the_same_table_gives_the_same_workbook(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines(GOOD))
    found = []
    for name in ("a.xlsx", "b.xlsx"):
        run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / name))
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx", "p.csv"]


def test_a_sheet_on_stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = workbook(tmp_path / "p.xlsx", HEADER[:4], ("a", 70, "cidp", "A"))

    class Stdin:
        buffer = BufferedReader(BytesIO(sheet.read_bytes()))

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert read_csv(run("batch", "-").out)[0]["g_course"] == "140"


@pytest.mark.parametrize("name", ["python_calamine", "xlsxwriter"])
def test_without_the_extra_the_way_to_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    sheet = workbook(tmp_path / "p.xlsx", HEADER[:4], ("a", 70, "cidp", "A"))
    (tmp_path / "p.csv").write_text(lines(GOOD))
    monkeypatch.setitem(sys.modules, name, None)
    source = sheet if name == "python_calamine" else tmp_path / "p.csv"
    answer = run("batch", str(source), "-o", str(tmp_path / "out.xlsx"))
    assert answer.code == 2
    assert "pip install python-calamine xlsxwriter" in answer.text
    assert not (tmp_path / "out.xlsx.part").exists()


def test_a_broken_workbook_is_65(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    answer = run("batch", str(tmp_path / "p.xlsx"))
    assert (answer.code, "the workbook cannot be read" in answer.text) == (65, True)


def test_a_text_too_long_for_a_sheet_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines("k" * 40_000 + ",70,cidp,A,privigen"))
    assert run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.xlsx")).code == 0
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "(40000 characters: too long for a sheet)"
