"""Vials that a stock file says are not to be had, wherever it says so, and those of which no expiry is known."""

from pathlib import Path

import pytest

from ivigcalc.core.problems import FileError
from ivigcalc.intake.stock.file import read_stock_file
from tests.program import shipped

HEADER = "product,size_g,count,expiry,lot\n"
GOOD = "privigen,10,5,2028-01-31,P1\n"


def read(folder: Path, text: str) -> tuple[str, ...]:
    """How a file was read."""
    path = folder / "stock.csv"
    path.write_text(text, encoding="utf-8")
    return read_stock_file(str(path), shipped()).echoes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"QUARANTINE - NOT FOR USE\n{HEADER}{GOOD}", 1),
        (f"Pharmacy\nRecalled by the maker,,,,\n{HEADER}{GOOD}", 2),
        (f"{HEADER}{GOOD}privigen,20,5,2028-01-31,P2 (quarentena)\n", 3),
    ],
)
def test_a_title_and_a_lot_may_say_that_vials_are_not_to_be_had(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(FileError, match=rf"stock.csv:{line}: .* says that these vials are not to be had"):
        read(tmp_path, text)


def test_lots_without_an_expiry_are_said(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEADER}{GOOD}privigen,20,5,,P2\n") == (
        "--stock: 1 of 2 lots without an expiry, taken as usable",
    )
    assert read(tmp_path, HEADER + GOOD) == ()
    assert read(tmp_path, "product,size_g,count\nprivigen,10,5\n") == ()


def test_a_heading_with_words_in_another_script_is_not_read(tmp_path: Path) -> None:
    """They may say that the vials are reserved."""
    with pytest.raises(FileError, match="no column count"):
        read(tmp_path, "product,size_g,count 预留\nprivigen,10,5\n")


def test_a_file_that_is_neither_utf_8_nor_windows_1252_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_bytes(HEADER.encode() + "privigen,10,5,,É".encode() + b"\xff\n")
    with pytest.raises(FileError, match="is not UTF-8 text"):
        read_stock_file(str(path), shipped())


@pytest.mark.parametrize(
    "remark",
    [
        "on hold",
        "QA HOLD",
        "Do not use",
        "not available",
        "out of stock",
        "withdrawn",
        "pending release",
        "interditado",
        "Interdição cautelar",
        "não usar",
        "indisponível",
        "inmovilizado",
        "no disponible",
        "Quarantäne",
        "nicht verwenden",
        "em trânsito",
    ],
)
def test_a_remark_says_that_vials_are_not_to_be_had(tmp_path: Path, remark: str) -> None:
    table = f"product,size_g,count,remark\nprivigen,10,5,{remark}\n"
    with pytest.raises(FileError, match="says that these vials are not to be had"):
        read(tmp_path, table)


@pytest.mark.parametrize("remark", ["Household shelf", "checked, do count", "not opened", "fridge 2", "order 4711"])
def test_other_remarks_are_passed_over(tmp_path: Path, remark: str) -> None:
    table = f'product,size_g,count,remark\nprivigen,10,5,"{remark}"\n'
    assert read(tmp_path, table) == ("--stock: not read: 'remark'",)


@pytest.mark.parametrize("heading", ["Boxes", "In transit", "Damaged", "Caixas", "Factor", "Usable"])
def test_a_heading_may_say_that_vials_are_counted_otherwise(tmp_path: Path, heading: str) -> None:
    with pytest.raises(FileError, match=f"column '{heading}' is not read, and speaks of "):
        read(tmp_path, f"product,size_g,count,{heading}\nprivigen,10,5,5\n")


@pytest.mark.parametrize(
    "table",
    [
        "product|size_g|count\n-------|------|-----\nprivigen|10|5\n(1 row)\n",
        "| product | size_g | count |\n|---------|:------:|------:|\n| privigen | 10 | 5 |\n",
        "product,size_g,count\n# counted on Monday\nprivigen,10,5\n# end\n",
    ],
)
def test_rulers_comments_and_feet_are_no_lots(tmp_path: Path, table: str) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(table, encoding="utf-8")
    ((product, lot),) = read_stock_file(str(path), shipped()).rows
    assert (product, str(lot.size_g), lot.count) == ("privigen", "10", 5)


def test_a_comment_below_the_header_may_say_that_vials_are_not_to_be_had(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"stock.csv:2: '# recalled below' says that these vials are not to be had"):
        read(tmp_path, "product,size_g,count\n# recalled below\nprivigen,10,5\n")


def test_what_stands_above_the_header_is_said(tmp_path: Path) -> None:
    """It may say that the counts are of boxes."""
    text = f"Counted in boxes\n,,,,\n-----,---,---\n{HEADER}{GOOD}"
    assert read(tmp_path, text) == ("--stock: above the header, left out: 'Counted in boxes'",)
