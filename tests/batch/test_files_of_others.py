"""What stands where a table is to be written is replaced only if ivigcalc wrote it."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.program import run

TABLE = "MRN,Weight,Dx\n1,80,gbs\n2,x,gbs\n"


def answered(folder: Path, *options: str) -> tuple[int, str]:
    (folder / "p.csv").write_text(TABLE)
    answer = run("batch", str(folder / "p.csv"), "--regimen", "A", *options)
    return answer.code, " ".join(answer.err.split())


@pytest.mark.parametrize(
    ("option", "name"),
    [*(("--output", f"a.{form}") for form in ("csv", "tsv", "jsonl", "xlsx")), ("--errors", "a.csv")],
)
@pytest.mark.parametrize("held", ["hello\n", "MRN,status\n", "rows,key,status\n", '{"row": "x"}\n', "PK\3\4broken"])
def test_a_file_that_ivigcalc_did_not_write_stays_as_it_is(tmp_path: Path, option: str, name: str, held: str) -> None:
    path = tmp_path / name
    path.write_text(held)
    code, said = answered(tmp_path, option, str(path))
    assert (code, path.read_text()) == (73, held)
    why = f"{path}: stands there already, and ivigcalc did not write it. TYPE {option} and another name"
    assert why.replace(" ", "") in said.replace(" ", "")  # a long name is parted between lines
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_a_workbook_of_another_program_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for part, held in (("xl/workbook.xml", '<sheet name="Plan"/>'), ("other.xml", 'name="plans"')):
        with ZipFile(path, "w") as book:
            book.writestr(part, held)
        before = path.read_bytes()
        assert (answered(tmp_path, "-o", str(path))[0], path.read_bytes()) == (73, before)


@pytest.mark.parametrize("first", ["csv", "tsv", "jsonl", "xlsx"])
@pytest.mark.parametrize("second", ["csv", "xlsx"])
def test_an_earlier_answer_in_whatever_format_is_replaced(tmp_path: Path, first: str, second: str) -> None:
    path, errors = str(tmp_path / "plans.txt"), str(tmp_path / "failed.csv")
    for form in (first, second, second):
        assert answered(tmp_path, "-o", path, "--to", form, "--errors", errors)[0] == 6
    assert Path(errors).read_text().startswith("row,line,key,status,reason\n2,3,2,error,")


@pytest.mark.parametrize(
    "held", ["", "\ufeffrow;key;status;reason\n", '"row","key","status"\n', "row\tline\tkey\tstatus\n"]
)
def test_an_empty_file_and_an_answer_that_a_spreadsheet_saved_are_replaced(tmp_path: Path, held: str) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(held, encoding="utf-8")
    assert answered(tmp_path, "-o", str(path))[0] == 6
    assert path.read_text().startswith("row,key,status,reason,")
