"""``--stock-column``, ``--stock-ignore`` and ``--stock-sheet`` in every command that has ``--stock``.

The stock holds 9 vials of 10 g and one of 20 g of Privigen, so that 30 g are 20 + 10 g.
"""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

import ivigcalc
from tests.program import Answer, run

TABLE = (
    ("Article", "Content", "Physical qty", "Exp dt", "UOM"),
    ("PRIVIGEN 10% 100MG/ML", "10 g", "9", "2028-03-31", "VIAL"),
    ("PRIVIGEN 10% 100MG/ML", "20 g", "1", "2028-03-31", "VIAL"),
)
COLUMNS = ("product=Article", "size=Content", "count=Physical qty", "expiry=Exp dt")
TYPED = (*(word for column in COLUMNS for word in ("--stock-column", column)), "--stock-ignore", "UOM")
COURSE = ("--weight", "75", "--indication", "gbs", "--regimen", "A", "--product", "privigen", "--start", "2026-12-01")
PATIENTS = "key,weight,indication,regimen,product,start\nA,75,gbs,A,privigen,2027-01-04\n"


def csv(folder: Path) -> str:
    path = folder / "stock.csv"
    path.write_text("".join(f"{','.join(row)}\n" for row in TABLE), encoding="utf-8")
    return str(path)


def test_vials_reads_the_columns_as_typed(tmp_path: Path) -> None:
    answer = run("vials", "30", "--product", "privigen", "--stock", csv(tmp_path), *TYPED, "--start", "2026-12-01")
    assert answer.code == 0, answer.err
    assert answer.says("1 x 20 g (to 2028-03-31), 1 x 10 g (to"), answer.out


@pytest.mark.parametrize("command", ["dose", "worksheet"])
def test_a_course_reads_the_columns_as_typed(tmp_path: Path, command: str) -> None:
    """0.4 g/kg are 30 g on each of 5 days: 150 g, and there are 110."""
    answer = run(command, *COURSE, "--stock", csv(tmp_path), *TYPED)
    assert (answer.code, answer.says("READ --stock: not read: 'UOM'")) == (5, True), answer.text


def test_in_batch_they_are_about_the_stock_alone(tmp_path: Path) -> None:
    """150 g in days of 30 g are 5 x 20 + 5 x 10 g; four of 20 g lack, and none of 10 g."""
    table = tmp_path / "patients.csv"
    table.write_text(PATIENTS.replace("key", "Number of file"), encoding="utf-8")
    words = ("batch", str(table), "--forecast", "2027-01", "--region", "eu", "--stock", csv(tmp_path))
    of_patients = ("--column", "key=Number of file")
    answer = run(*words, *of_patients, *TYPED)
    assert (answer.code, answer.says("RUNS SHORT privigen 20 g from 2027-01-05: 4 vials lacking")) == (0, True), (
        answer.text
    )
    other = run(*words, *of_patients, *TYPED, "--stock-ignore", "Number of file")
    assert (other.code, other.says("--stock-ignore: no column is called 'Number of file'")) == (65, True), other.text


def test_a_sheet_of_the_stock_is_none_of_the_patients(tmp_path: Path) -> None:
    path = tmp_path / "both.xlsx"
    with Workbook(str(path)) as book:
        patients, stock = book.add_worksheet("Patients"), book.add_worksheet("Stock")
        for place, line in enumerate(PATIENTS.splitlines()):
            patients.write_row(place, 0, line.split(","))
        for place, row in enumerate(TABLE):
            stock.write_row(place, 0, row)
    words = ("batch", str(path), "--forecast", "2027-01", "--region", "eu", "--stock", str(path), *TYPED)
    assert run(*words, "--stock-sheet", "Stock").says("20 g from 2027-01-05: 4 vials lacking")
    assert run(*words, "--stock-sheet", "3").says("TYPE --stock-sheet Patients or --stock-sheet Stock")


def refused(*words: str) -> Answer:
    answer = run("vials", "30", "--product", "privigen", *words)
    assert answer.code == 2, answer.text
    return answer


def test_what_is_typed_of_no_stock_is_a_contradiction() -> None:
    assert refused("--stock-sheet", "2").says("--stock-sheet is for --stock. TYPE add --stock FILE")
    answer = run("batch", "docs/patients-example.csv", "--stock-ignore", "UOM", "--summary")
    assert (answer.code, answer.says("--stock-ignore is for --stock")) == (2, True), answer.text


def test_what_a_refusal_of_a_heading_says_to_type_is_read(tmp_path: Path) -> None:
    """All of what it says at once, as it says it."""
    bare = run("vials", "30", "--product", "privigen", "--stock", csv(tmp_path), "--start", "2026-12-01")
    assert bare.code == 65
    assert bare.says("no column product, count. TYPE --stock-column product=HEADING says which it is")
    assert bare.says("--stock-column count='Physical qty' reads it, if it counts vials")
    assert bare.says("--stock-column expiry='Exp dt' reads it")
    assert bare.says("--stock-ignore UOM leaves it out")


def test_in_python_they_are_keywords(tmp_path: Path) -> None:
    found = ivigcalc.vials(
        30, product="privigen", stock=csv(tmp_path), stock_column=COLUMNS, stock_ignore="UOM", start="2026-12-01"
    )
    (day,) = found["plan"]["days"]
    assert [(vial["size_g"], vial["count"]) for vial in day["vials"]] == [("20", 1), ("10", 1)]
