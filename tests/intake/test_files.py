"""Files that a person names end, whatever they are; and CSV is read strictly."""

import csv
import os
import threading
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.request.order import Stock
from ivigcalc.intake import files
from ivigcalc.intake.files import MOST_CELLS, MOST_LETTERS, NotCsvError, cells_of, open_file, read_file
from ivigcalc.intake.stock import read_stock_file

HEADER = "product,size_g,count,expiry,lot\n"


@given(st.lists(st.text(st.sampled_from('ab,;" \n')), min_size=1), st.sampled_from(",;\t"))
def test_what_the_standard_library_writes_as_csv_is_read_as_it_was(cells: list[str], delimiter: str) -> None:
    class Line:
        text = ""

        def write(self, text: str) -> None:
            self.text += text

    line = Line()
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow(cells)
    assert cells_of(line.text, delimiter) == cells


@pytest.mark.parametrize("line", ['"a', 'a"', 'a,b"c"', '"a" ,b', ' "a",b', '"a"b,c', '"a""', '""" ,'])
def test_a_quote_that_stands_neither_around_a_cell_nor_twice_is_refused(line: str) -> None:
    with pytest.raises(NotCsvError, match="quotes do not fit"):
        cells_of(line, ",")


def test_a_cell_that_nobody_typed_is_refused() -> None:
    assert cells_of("a" * MOST_LETTERS + ",b", ",")[1] == "b"
    for cell in ("a" * 131_072, '"' + "a" * 131_072 + '"'):
        with pytest.raises(NotCsvError, match="more than 100000 letters"):
            cells_of(f"{cell},b", ",")


def test_a_line_of_delimiters_is_refused_before_it_is_taken_apart() -> None:
    assert cells_of("," * (MOST_CELLS - 1), ",") == [""] * MOST_CELLS
    assert len(cells_of('"' + "," * MOST_CELLS + '"', ";")) == 1
    with pytest.raises(NotCsvError, match="more than 100000 cells"):
        cells_of("," * MOST_CELLS + "x", ",")


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE_S", 0)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nobody writes"):
        open_file(tmp_path / "pipe")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_pipe_that_somebody_writes_into_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    """Also where the one who writes says nothing within the time that the other end is waited for."""
    monkeypatch.setattr(files, "PATIENCE_S", 5 if at_once else 0)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    both_ends = os.open(pipe, os.O_RDWR)
    writer = threading.Thread(target=lambda: pipe.write_text("hello"))
    if at_once:
        writer.start()
    with open_file(pipe) as file:
        if not at_once:
            writer.start()
        writer.join()
        os.close(both_ends)
        assert file.read() == b"hello"


def test_an_endless_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="larger than 1 MB"):
        read_file("/dev/zero", 1_000_000)
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path, 1)


def stock(path: Path, catalogue: Catalogue, *lines: str) -> Stock:
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_stock_file(str(path), catalogue)


def refused(path: Path, catalogue: Catalogue, *lines: str) -> tuple[Problem, ...]:
    with pytest.raises(FileError) as refusal:
        stock(path, catalogue, *lines)
    assert refusal.value.found
    return refusal.value.problems


def test_a_stray_quote_in_a_stock_file_swallows_no_lines(tmp_path: Path, catalogue: Catalogue) -> None:
    """Read as one cell of three lines, there would be vials of 10 g alone."""
    lines = ('privigen,10,3,2027-01-01,"A', "privigen,5,3,2027-01-01,B", 'privigen,20,3,2027-01-01,C"')
    problems = refused(tmp_path / "s.csv", catalogue, *lines)
    assert [problem.message.partition(" ")[0] for problem in problems] == [
        f"{tmp_path}/s.csv:2:",
        f"{tmp_path}/s.csv:4:",
    ]


def test_a_line_ends_where_a_file_says_so_and_all_of_a_lot_is_seen(tmp_path: Path, catalogue: Catalogue) -> None:
    read = stock(tmp_path / "s.csv", catalogue, "privigen,10,3,,A\u2028B\x0cC\u202e", "privigen,5,3,,D")
    assert [lot.name for _, lot in read.rows] == [r"A\u2028B\u000cC\u202e", "D"]


@pytest.mark.parametrize("day", ["2027-W01-1", "2027W0113", "20270101  ", "2027-1-001", "1927-01-01", "2027-02-30"])
def test_an_expiry_is_a_day_as_year_month_day(tmp_path: Path, catalogue: Catalogue, day: str) -> None:
    (problem,) = refused(tmp_path / "s.csv", catalogue, f"privigen,10,3,{day},A")
    assert "is not a date" in problem.message


def test_a_hundred_mistakes_are_told_and_the_rest_counted(tmp_path: Path, catalogue: Catalogue) -> None:
    problems = refused(tmp_path / "s.csv", catalogue, *(f"privigen,10,x,,{lot}" for lot in range(20_000)))
    assert len(problems) == 101
    assert problems[-1].message == f"{tmp_path}/s.csv:102: 100 mistakes so far; 19900 lines from here on were not read"


def test_an_endless_stock_file_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(FileError) as refusal:
        read_stock_file("/dev/zero", catalogue)
    assert refusal.value.found
    assert "larger than 16 MB" in refusal.value.problems[0].message


def test_a_stock_file_of_an_older_windows_is_read_and_said(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes("Produto;Tamanho (g);Saldo;Preço\nPrivigen;10;3;1\n".encode("cp1252"))
    read = read_stock_file(str(file), catalogue)
    assert [(name, lot.size_g, lot.count) for name, lot in read.rows] == [("privigen", Fraction(10), 3)]
    assert read.echoes == (f"--stock: {file} is not UTF-8: read as Windows-1252", "--stock: not read: 'Preço'")


@pytest.mark.parametrize(("written", "count"), [("7", 7), ("7.0", 7), ("7.00", 7), ("1.000", None), ("1,000", None)])
def test_a_count_that_may_be_a_thousand_is_refused(
    tmp_path: Path, catalogue: Catalogue, written: str, count: int | None
) -> None:
    """1.000 is one as a program writes decimals, and a thousand as Germany and Brazil write numbers."""
    file = tmp_path / "stock.csv"
    file.write_text(f"product;size_g;count\nprivigen;10;{written}\n", "utf-8")
    if count is not None:
        assert [lot.count for _, lot in read_stock_file(str(file), catalogue).rows] == [count]
        return
    with pytest.raises(FileError, match="is not a whole number of vials"):
        read_stock_file(str(file), catalogue)
