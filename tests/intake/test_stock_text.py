"""A stock file as programs save it: its encoding, totals below its lots, and words in place of an expiry."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ivigcalc.core.problems import FileError
from ivigcalc.core.request.order import Stock
from ivigcalc.intake.stock.file import read_stock_file
from tests.program import shipped

HEADER = "product,size_g,count,expiry,lot\n"
GOOD = "privigen,10,5,2028-01-31,P1\n"


def read(folder: Path, content: str | bytes) -> Stock:
    path = folder / "stock.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_stock_file(str(path), shipped())


def refusal(folder: Path, content: str | bytes) -> tuple[str, str]:
    """What is wrong with a file, behind its name, and what to do."""
    with pytest.raises(FileError) as caught:
        read(folder, content)
    (problem,) = caught.value.problems
    return problem.message.removeprefix(f"{folder / 'stock.csv'}:").strip(), problem.next


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize(("encoding", "mark"), [("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"), ("utf-8", "\ufeff")])
def test_a_text_with_a_mark_of_its_encoding_is_read(tmp_path: Path, encoding: str, mark: str, delimiter: str) -> None:
    text = f"{mark}produto,tamanho (g),saldo,validade,lote\r\n{GOOD.strip()} nº 2\r\n".replace(",", delimiter)
    found = read(tmp_path, text.encode(encoding))
    ((product, lot),) = found.rows
    assert (product, lot.size_g, lot.count) == ("privigen", Fraction(10), 5)
    assert (lot.expiry, lot.name) == (date(2028, 1, 31), "P1 nº 2")
    assert found.echoes == ()


@pytest.mark.parametrize(
    ("content", "why", "todo"),
    [
        (
            (HEADER + GOOD).encode("utf-16-le"),
            "is UTF-16 without the mark at its beginning, or no text",
            "save it as CSV, UTF-8",
        ),
        (
            f"{HEADER}privigen,10,5,,\0é\n".encode("cp1252"),
            "is UTF-16 without the mark at its beginning, or no text",
            "save it as CSV, UTF-8",
        ),
        (b"\xff\xfea", "begins as UTF-16, and is not UTF-16 text", "save it as CSV, UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(tmp_path: Path, content: bytes, why: str, todo: str) -> None:
    assert refusal(tmp_path, content) == (why, todo)


@pytest.mark.parametrize(
    "total", ["Total,,5,,", "Grand total,,5,,", "TOTAL GERAL:,,5,,", ",Total,5,,", "Soma,,5,,", ",,5,,Subtotal"]
)
def test_a_line_of_totals_without_a_size_is_left_out_and_said(tmp_path: Path, total: str) -> None:
    text = f"{HEADER}{GOOD}{total}\nprivigen,20,1,2028-01-31,P2\n"
    found = read(tmp_path, text)
    assert [(lot.size_g, lot.count) for _, lot in found.rows] == [(Fraction(10), 5), (Fraction(20), 1)]
    assert found.echoes == ("--stock: left out as totals: line 3",)


def test_of_many_totals_the_first_are_said_and_the_rest_counted(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + GOOD + "Subtotal,,5,,\n" * 7).echoes == (
        "--stock: left out as totals: line 3, 4, 5, 6, 7 and 2 more",
    )


def test_a_total_with_a_size_is_no_lot(tmp_path: Path) -> None:
    """Its vials would be counted twice; what it is of, nobody says."""
    assert refusal(tmp_path, f"{HEADER}{GOOD}Total,10,5,,\n") == (
        "3: 'Total' is a total, and no preparation",
        "take the line out",
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('Total "a,,5,,', "3: the double quotes do not fit together"),
        ("Total,,x", "3: 3 cells under 5 headings"),
        ("Privigen,,5,,", "3: Privigen 10 % has several sizes"),
        ("Totalis,,5,,", "3: "),
        (",,5,,", "3: "),
    ],
)
def test_a_line_that_is_no_total_is_not_left_out(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(FileError) as caught:
        read(tmp_path, f"{HEADER}{GOOD}{line}\n")
    assert f"stock.csv:{why}" in caught.value.problems[-1].message


@pytest.mark.parametrize("cell", ["N/A", "n/a", "-", "unknown", "não consta", "Sin datos"])
def test_an_expiry_that_says_that_nothing_is_known_is_refused_with_what_to_write(tmp_path: Path, cell: str) -> None:
    assert refusal(tmp_path, f"{HEADER}privigen,10,5,{cell},P1\n") == (
        f"2: expiry {cell!r} says that it is not known",
        "write the last day of use, or leave the cell empty: then its vials are taken as usable",
    )
