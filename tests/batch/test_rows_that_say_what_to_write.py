"""Rows and tables that say what to write: a weight that is missing, a height in feet, a code with its name, units."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.batch.making import batch, read_csv
from tests.program import run


def test_a_weight_that_is_missing_is_written_in_its_cell(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight (lb),Dx,Days\nA1,,gbs,5\nA2,154,,5\n", "--weight-policy", "ideal")
    first, second = (row["reason"] for row in found.rows)
    assert "Weight (lb) is missing: write it in this row under 'Weight (lb)'" in first
    assert "height_cm is missing: weight_policy ideal needs it: add a column height_cm" in first
    assert "sex is missing: weight_policy ideal needs it (allowed: female, male): add a column sex" in first
    assert "Dx is missing: write it in this row under 'Dx'; see: ivigcalc indications" in second


def test_what_an_object_lacks_is_written_into_it(tmp_path: Path) -> None:
    row = batch(tmp_path, '{"mrn": "A1", "dx": "gbs", "days": 5}\n').row
    assert row["reason"] == 'weight_kg is missing: write "weight_kg" into the object'


def test_a_height_in_feet_and_inches_says_in_which_unit_to_write_it(tmp_path: Path) -> None:
    row = batch(tmp_path, 'MRN,Weight,Height,Dx,Days\nA1,70,"5\' 9""",gbs,5\n').row
    assert row["status"] == "error"
    assert "is in feet, or in feet and inches: write it in one unit; give cm, or inches" in row["reason"]


@pytest.mark.parametrize(
    ("cell", "indication"),
    [
        ("G61.0 - Guillain-Barre syndrome", "gbs"),
        ("G61.0 - GBS", "gbs"),
        ("G61.81: CIDP", "cidp"),
        ("G61.81 CIDP", "cidp"),
        ("G61.0 - Miller Fisher", "gbs-variants"),
    ],
)
def test_a_code_and_its_own_name_are_read_and_said(tmp_path: Path, cell: str, indication: str) -> None:
    found = batch(tmp_path, f"MRN,Weight,Dx\nA1,70,{cell}\n", "--regimen", "A")
    assert (found.row["indication"], f"Dx {cell!r} read as {indication}" in found.row["read"]) == (indication, True)


@pytest.mark.parametrize(
    "cell", ["G61.81 - GBS", "G61.0 - GBS?", "G61.0 - CIDP", "G61.0 - GBS in remission", "G61.0 - MMN", "D80.1 ITP"]
)
def test_a_code_and_the_name_of_something_else_are_refused_without_a_choice(tmp_path: Path, cell: str) -> None:
    row = batch(tmp_path, f"MRN,Weight,Dx,Days\nA1,70,{cell},5\n").row
    assert (row["status"], "--means" in row["reason"]) == ("error", False), row["reason"]


@pytest.mark.parametrize(
    "doubt", ["not {}", "no {}", "rule out {}", "{} - resolved", "hx of {}", "{} vs MMN", "sem {}", "sospecha de {}"]
)
def test_a_diagnosis_in_doubt_is_refused_without_an_offer(tmp_path: Path, doubt: str) -> None:
    """Typed once, an offer would make the row of a patient without the disease one with it."""
    row = batch(tmp_path, f"MRN,Weight,Dx,Days\nA1,70,G61.81 - {doubt.format('CIDP')},5\n").row
    assert (row["status"], "--means" in row["reason"]) == ("error", False), row["reason"]
    without = batch(tmp_path, "MRN,Weight,Dx,Days\nA1,70,G61.81 - stable CIDP,5\n").row["reason"]
    assert "--means 'G61.81 - stable CIDP=cidp'" in without


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("D69.3 ITP", "Idiopathic thrombocytopenic purpura: not a neurological indication"),
        ("M30.3: Kawasaki disease", "Kawasaki disease: not a neurological indication"),
        ("G70.00 - Myasthenia gravis", "'Myasthenia gravis' covers more than one indication"),
    ],
)
def test_a_code_with_a_name_that_is_no_one_indication_says_why(tmp_path: Path, cell: str, why: str) -> None:
    row = batch(tmp_path, f"MRN,Weight,Dx,Days\nA1,70,{cell},5\n").row
    assert (row["status"], row["reason"].startswith(why)) == ("error", True), row["reason"]


def test_a_code_and_the_name_of_something_else_are_both_named(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight,Dx,Days\nA1,70,G61.0 - CIDP,5\nA2,70,D80.1 ITP,5\nA3,70,G61.0 - gout,5\n")
    other, outside, unknown = (row["reason"] for row in found.rows)
    why = "Dx 'G61.0 - CIDP': G61.0 is no code of 'CIDP': keep the one that is right; see: ivigcalc indications"
    assert other == why
    assert "D80.1 is no code of 'ITP'" in outside
    assert "'G61.0 - gout' is not known" in unknown


def test_a_code_behind_its_name_is_offered(tmp_path: Path) -> None:
    row = batch(tmp_path, "MRN,Weight,Dx,Days\nA1,70,Guillain-Barre syndrome (G61.0),5\n").row
    assert "--means 'Guillain-Barre syndrome (G61.0)=gbs'" in row["reason"]


@pytest.mark.parametrize(
    ("header", "cells", "says"),
    [
        (
            "Weight,Height,Units",
            "154,175,lb",
            "column 'Units' stands behind 'Height', and holds units of 'Weight': 'lb'",
        ),
        ("Weight,Age,UOM", "154,50,lb", "column 'UOM' stands behind 'Age', and holds units of 'Weight': 'lb'"),
    ],
)
def test_units_behind_another_figure_are_offered_as_those_of_theirs(
    tmp_path: Path, header: str, cells: str, says: str
) -> None:
    """154 lb are 69.8532 kg."""
    table, units = f"MRN,{header},Dx,Days\nA1,{cells},gbs,5\n", header.rpartition(",")[2]
    answer = batch(tmp_path, table).answer
    assert (answer.code, answer.says(says), answer.says(f"--column weight_unit={units} reads them")) == (65, True, True)
    assert batch(tmp_path, table, "--column", f"weight_unit={units}").row["weight_kg"] == "69.8532"


def test_units_of_an_object_behind_another_figure_are_an_error_of_it(tmp_path: Path) -> None:
    row = batch(tmp_path, '{"mrn": "A1", "weight": 154, "height": 175, "units": "lb", "dx": "gbs", "days": 5}\n').row
    assert "column 'units' stands behind 'height', and holds units of 'weight': 'lb'" in row["reason"]


@pytest.mark.parametrize(("header", "unit"), [("Weight,Height,Units", "cm"), ("Height,Weight,Units", "kg")])
def test_units_behind_their_own_figure_are_read(tmp_path: Path, header: str, unit: str) -> None:
    cells = "70,175" if header.startswith("W") else "175,70"
    row = batch(tmp_path, f"MRN,{header},Dx,Days\nA1,{cells},{unit},gbs,5\n").row
    assert (row["status"], row["weight_kg"]) == ("ok", "70")


def test_the_noise_of_a_number_in_a_workbook_is_said(tmp_path: Path) -> None:
    """0.4 g/kg of 70.4 kg are 28.16 g; 70 / 3 has no shorter form, and 5 days stay 5."""
    path = tmp_path / "p.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("MRN", "Weight", "Dx", "Regimen", "Days"))
    for place, weight in enumerate((70.39999999999999, 70 / 3, 70.4), 1):
        sheet.write_row(place, 0, (f"A{place}", weight, "gbs", "A", 5.000000000000001))
    book.close()
    noisy, third, plain = read_csv(run("batch", str(path)).out)
    assert (noisy["weight_kg"], noisy["g_per_day"]) == ("70.4", "28.16")
    assert noisy["read"] == "Weight 70.39999999999999 read as 70.4"
    assert (third["status"], plain["read"]) == ("error", "")
    assert "weight_kg 70.4 kg (70.39999999999999)" in run("batch", str(path), "--check").text
