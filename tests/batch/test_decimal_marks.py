"""A table of which somebody says the decimal mark: every figure of it is read by that, and the other one refused."""

import json
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.batch.making import batch, read_csv
from tests.program import run

COMMA, POINT = ("--decimal", "comma"), ("--decimal", "point")
SAP = """MRN;Weight (kg);Height (cm);Age (years);Days;Daily dose;Dx
1;70,500;175,000;45,500;5,000;0,400 g/kg;gbs
2;70,500 kg;1,750 m;45;5;28,200 g;gbs
"""


def test_three_decimals_behind_a_comma_are_read_where_somebody_says_so(tmp_path: Path) -> None:
    """0.4 g/kg x 70.5 kg = 28.2 g."""
    without = batch(tmp_path, SAP)
    assert without.column("status") == ["error", "error"]
    said = without.rows[0]["reason"]
    assert "'70,500 kg' can be read as 70500 or as 70.500: type 70500 kg, or 70.5 kg; --decimal comma if" in said
    found = batch(tmp_path, SAP.replace(" m;", " cm;").replace("1,750", "175,0"), *COMMA)
    assert [(row["status"], row["weight_kg"], row["days"], row["g_per_day"]) for row in found.rows] == [
        ("ok", "70.5", "5", "28.2"),
        ("ok", "70.5", "5", "28.2"),
    ]
    assert found.rows[0]["read"] == (
        "Weight (kg) 70,500 read as 70.5; Height (cm) 175,000 read as 175; Age (years) 45,500 read as 45.5; "
        "Daily dose 0,400 read as 0.4"
    )


def test_a_check_shows_what_stood_there(tmp_path: Path) -> None:
    text = " ".join(batch(tmp_path, SAP, *COMMA, "--check").answer.out.split())
    assert "weight_kg 70.5 kg (70,500 kg); height_cm 175 cm (175,000 cm); age_years 45.5 years (45,500 years)" in text
    assert "days 5; per_day 0.4 g/kg (0,400 g/kg)" in text


@pytest.mark.parametrize(
    ("cell", "mark", "reason"),
    [
        ("70.5", COMMA, "Weight '70.5' has a point, and the decimal mark of the table is a comma: "),
        ("70.500", COMMA, "Weight '70.500' has a point, and the decimal mark of the table is a comma"),
        ("70,5", POINT, "Weight '70,5' has a comma, and the decimal mark of the table is a point: "),
        ("1.070,500", COMMA, "Weight '1.070,500' has a sign between its thousands: type 1070,500"),
        ("1.070,5", (), "Weight '1.070,5' has a sign between its thousands: type 1070.5"),
    ],
)
def test_what_contradicts_it_is_an_error_of_its_row(
    tmp_path: Path, cell: str, mark: tuple[str, ...], reason: str
) -> None:
    row = batch(tmp_path, f"MRN;Weight;Dx\n1;{cell};gbs\n", "--regimen", "A", *mark).row
    assert (row["status"], row["reason"].startswith(reason)) == ("error", True), row["reason"]


def test_with_a_point_three_zeros_are_decimals(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx\n1,70.000,gbs\n2,70.500,gbs\n"
    assert batch(tmp_path, table, "--regimen", "A").column("status") == ["error", "ok"]
    assert batch(tmp_path, table, "--regimen", "A", *POINT).column("weight_kg") == ["70", "70.5"]


def test_the_formulary_may_say_it_and_the_option_goes_before_it(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text("site: Somewhere\ndecimal: comma\n", encoding="utf-8")
    typed = ("--formulary", str(site), "--regimen", "A")
    assert batch(tmp_path, "MRN;Weight;Dx\n1;70,500;gbs\n", *typed).row["weight_kg"] == "70.5"
    table = "MRN;Weight;Dx\n1;70.500;gbs\n"
    assert [batch(tmp_path, table, *typed, *more).row["status"] for more in ((), POINT)] == ["error", "ok"]
    settings = run("config", "show", "--formulary", str(site), "--format", "json").json["settings"]
    (found,) = [one for one in settings if one["name"] == "decimal"]
    assert (found["here"], found["origin"].endswith("site.yaml:2")) == ("comma", True)


def test_numbers_of_a_workbook_are_numbers_and_its_texts_have_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(path)
    sheet, pounds = book.add_worksheet(), book.add_format({"num_format": '0.0" lb"'})
    sheet.write_row(0, 0, ("MRN", "Weight", "Dx"))
    for number, cell in enumerate((70.5, "70,500", "70.5", 70.125, 70), 1):
        sheet.write_row(number, 0, (number, cell, "gbs"))
    sheet.write_row(6, 0, (6, "", "gbs"))
    sheet.write_number(6, 1, 155.5, pounds)
    book.close()
    rows = read_csv(run("batch", str(path), "--regimen", "A", *COMMA).out)
    assert [row["weight_kg"] for row in rows] == ["70.5", "70.5", "", "70.125", "70", "70.5336"]
    assert rows[2]["reason"].startswith("Weight '70.5' has a point")
    assert [row["status"] for row in read_csv(run("batch", str(path), "--regimen", "A", *POINT).out)][:3] == [
        "ok",
        "error",
        "ok",
    ]


def test_so_it_is_in_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    weights = (70.5, "70,500", "70.5", {"value": 155.5, "unit": "lb"}, {"value": "155,500", "unit": "lb"})
    objects = ({"mrn": number, "weight": one, "dx": "gbs"} for number, one in enumerate(weights, 1))
    path.write_text("".join(f"{json.dumps({**one, 'mrn': str(one['mrn'])})}\n" for one in objects), encoding="utf-8")
    rows = read_csv(run("batch", str(path), "--regimen", "A", *COMMA).out)
    assert [row["weight_kg"] for row in rows] == ["70.5", "70.5", "", "70.5336", "70.5336"]


def test_a_row_of_sums_is_found_with_it(tmp_path: Path) -> None:
    """60.25 + 70.5 = 130.75."""
    table = "MRN;Weight;Dx\n1;60,250;gbs\n2;70,500;gbs\n;130,750;gbs\n"
    assert batch(tmp_path, table, "--regimen", "A", *COMMA).column("status") == ["ok", "ok", "error"]


def test_a_resumed_run_notices_another_mark(tmp_path: Path) -> None:
    source, out = tmp_path / "p.csv", tmp_path / "out.csv"
    source.write_text("MRN;Weight;Dx\n1;70,500;gbs\n", encoding="utf-8")
    typed = ("batch", str(source), "-o", str(out), "--regimen", "A")
    run(*typed)
    assert "error" in out.read_text(encoding="utf-8")
    run(*typed, *COMMA, "--resume")
    assert read_csv(out.read_text(encoding="utf-8"))[0]["weight_kg"] == "70.5"


def test_another_mark_is_refused(tmp_path: Path) -> None:
    answer = batch(tmp_path, SAP, "--decimal", "dot").answer
    assert (answer.code, "comma, point" in answer.text) == (2, True)


def test_what_to_type_for_a_figure_of_two_readings_keeps_its_unit(tmp_path: Path) -> None:
    """154 alone would be read in kg."""
    row = batch(tmp_path, 'key,weight,dx,days\n1,"154,000 lb",gbs,5\n').row
    assert "type 154000 lb, or 154 lb; --decimal comma" in row["reason"]
    row = batch(tmp_path, "key,weight,dx,days\n1,154.000 lb,gbs,5\n").row
    assert "type 154 lb or 154000 lb; --decimal point" in row["reason"]


def test_the_number_of_a_day_with_a_time_has_the_mark_of_the_table(tmp_path: Path) -> None:
    """46357 days of a sheet are 2026-12-01; half a day is noon."""
    found = batch(tmp_path, '{"key": "A", "weight": 70.5, "dx": "gbs", "days": 5, "start": 46357.5}\n', *COMMA)
    assert (found.row["status"], found.row["weight_kg"], found.row["dates"][:10]) == ("ok", "70.5", "2026-12-01")
