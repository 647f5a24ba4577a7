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


A_UNIT_EACH = "MRN,Weight,Wt UOM,Height,Height unit,Age,Age unit,Dx,Regimen\n"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (
            "68 kg,,170,cm,60,y",
            "Weight '68 kg' says kg, and nothing stands in the column of units: write kg there, too",
        ),
        ("68 kg,N/A,170,cm,60,y", "Weight '68 kg' says kg, and nothing stands in the column of units"),
        ("68 kg,lb,170,cm,60,y", "Weight '68 kg' says kg, and in the column of units stands lb: keep the one"),
        ("68 kg,[lb_av],170,cm,60,y", "Weight '68 kg' says kg, and in the column of units stands lb: keep the one"),
        ("68,kg,170 cm,,60,y", "Height '170 cm' says cm, and nothing stands in the column of units: write cm there"),
        ("68,kg,170 cm,in,60,y", "Height '170 cm' says cm, and in the column of units stands in: keep the one"),
        ("68,kg,170,cm,5 years,", "Age '5 years' says years, and nothing stands in the column of units: write years"),
        ("68,kg,170,cm,60 years old,months", "says years, and in the column of units stands months: keep the one"),
        ("68,,170,cm,60,y", "Weight '68' has no unit: write it into the column of units"),
    ],
)
def test_a_unit_behind_a_figure_and_another_or_none_beside_it(tmp_path: Path, cells: str, says: str) -> None:
    row = batch(tmp_path, f"{A_UNIT_EACH}A1,{cells},cidp,A\n").row
    assert (row["status"], row["g_per_day"]) == ("error", "")
    assert says in row["reason"]
    assert "(no unit)" not in row["reason"]


def test_the_same_unit_behind_a_figure_and_beside_it_is_one(tmp_path: Path) -> None:
    row = batch(tmp_path, f"{A_UNIT_EACH}A1,68 kgs,kg,170 cm,cms,60 years old,years,cidp,A\n").row
    assert (row["weight_kg"], row["g_per_day"]) == ("68", "27.2")


def test_stones_beside_an_empty_unit_are_refused_as_stones(tmp_path: Path) -> None:
    row = batch(tmp_path, f"{A_UNIT_EACH}A1,11st 4lb,,170,cm,60,y,cidp,A\n").row
    assert "Weight '11st 4lb': unit 'st 4lb' is not known" in row["reason"]
    assert "a stone is 14 lb" in row["reason"]
    assert "(no unit)" not in row["reason"]


@pytest.mark.parametrize(
    ("cell", "indication"),
    [
        ("Guillain-Barre syndrome (HCC)", "gbs"),
        ("CIDP (chronic inflammatory demyelinating polyneuropathy) (HCC)", "cidp"),
        ("CIDP [CMS/HCC]", "cidp"),
    ],
)
def test_a_diagnosis_with_a_flag_of_the_record_is_offered_without_it(
    tmp_path: Path, cell: str, indication: str
) -> None:
    table = f"MRN,Weight,Dx,Regimen\nA1,70,{cell},A\n"
    assert f"--means '{cell}={indication}'" in batch(tmp_path, table).row["reason"]
    assert batch(tmp_path, table, "--means", f"{cell}={indication}").row["indication"] == indication


@pytest.mark.parametrize(
    "cell",
    ["no CIDP (HCC)", "CIDP (ruled out)", "CIDP (MMN)", "CIDP (mother) (HCC)", "CIDP (migraine)", "Neuropathy (HCC)"],
)
def test_a_diagnosis_with_more_than_that_is_not_offered(tmp_path: Path, cell: str) -> None:
    row = batch(tmp_path, f"MRN,Weight,Dx,Regimen\nA1,70,{cell},A\n").row
    assert (row["status"], "--means" in row["reason"]) == ("error", False)


@pytest.mark.parametrize("units", [",kg,cm,,", ",[kg],[cm],,", "units,kg,cm,,", "-,kg,,,"])
def test_a_row_of_units_below_the_header_is_to_be_taken_out(tmp_path: Path, units: str) -> None:
    found = batch(tmp_path, f"MRN,Weight,Height,Dx,Regimen\n{units}\n1,70,170,cidp,A\n")
    assert found.column("reason")[0] == "the row holds units and no figures, and is no patient: take it out"
    assert found.column("g_per_day") == ["", "28"]


def test_a_patient_whose_weight_is_a_unit_alone_is_one(tmp_path: Path) -> None:
    row = batch(tmp_path, "MRN,Weight,Dx,Regimen\n6,kg,cidp,A\n").row
    assert "Weight 'kg' is not a number" in row["reason"]


@pytest.mark.parametrize("name", ["patient", "demographics"])
def test_columns_within_an_object_are_named_with_the_way_to_them(tmp_path: Path, name: str) -> None:
    row = batch(tmp_path, f'{{"mrn": "j12", "{name}": {{"weight": 70, "height": 170}}, "dx": "cidp"}}\n').row
    assert (row["key"], row["status"]) == ("j12", "error")
    assert f"'{name}' is an object, and what it holds is not read: 'weight', 'height'" in row["reason"]
    assert f"""jq -c '. + .["{name}"] | del(.["{name}"])'""" in row["reason"]
    assert "--ignore" not in row["reason"]


@pytest.mark.parametrize(
    "columns",
    [
        '"vitals": {"weight": 80}, "weight": 70',
        '"vitals": {"weight": 80}, "weight_kg": 70',
        '"demographics": {"id": "7", "weight": 80}',
        '"vitals": {"height": 170, "unit": "cm"}, "weight": 70, "unit": "kg"',
        '"vitals": {"weight": 70, "seen": "new"}, "seen": "old"',
    ],
)
def test_what_stands_within_an_object_and_beside_it_is_to_be_one(tmp_path: Path, columns: str) -> None:
    row = batch(tmp_path, f'{{"mrn": "j12", {columns}, "dx": "cidp", "days": 5}}\n').row
    assert row["reason"].endswith("write each into the object itself, once: some stand there already")


def test_an_object_that_holds_another_number_of_the_patient_alone_may_be_left_out(tmp_path: Path) -> None:
    patient = '"weight": 70, "encounter": {"id": "e5"}, "dx": "cidp", "regimen": "A"'
    row = batch(tmp_path, f'{{"mrn": "j12", {patient}}}\n').row
    assert row["reason"].endswith("what it holds is not read: 'id': --ignore encounter leaves it out")
    row = batch(tmp_path, f'{{"mrn": "j12", {patient}}}\n', "--ignore", "encounter").row
    assert (row["key"], row["status"]) == ("j12", "ok")
    row = batch(tmp_path, f"{{{patient}}}\n").row
    assert """jq -c '. + .["encounter"] | del(.["encounter"])'""" in row["reason"]


@pytest.mark.parametrize("cell", ["N/A", "-", "?", "unknown"])
def test_a_weight_that_is_not_given_is_said_so_in_its_row(tmp_path: Path, cell: str) -> None:
    row = batch(tmp_path, f"MRN,Weight,Dx,Regimen\n1,{cell},cidp,A\n").row
    assert (row["status"], row["read"]) == ("error", f"Weight {cell!r} read as not given")
    assert "Weight is missing: write it in this row" in row["reason"]


def test_what_is_not_given_is_said_where_there_is_no_order_either(tmp_path: Path) -> None:
    row = batch(tmp_path, "MRN,Weight,Dx,Regimen,Product\n1,70,N/A,?,unknown\n").row
    said = ("Dx 'N/A' read as not given", "Regimen '?' read as not given", "Product 'unknown' read as not given")
    assert (row["status"], row["read"]) == ("error", "; ".join(said))


def test_an_empty_weight_is_said_as_not_given(tmp_path: Path) -> None:
    assert batch(tmp_path, "MRN,Weight,Dx,Regimen\n1,,cidp,A\n").row["read"] == "Weight not given"


@pytest.mark.parametrize(
    ("cell", "group"),
    [("A pos.", "A"), ("O neg.", "O"), ("AB Rh. pos.", "AB"), ("B Rh pos.", "B"), ("A+.", "A"), ("O Rh(D) pos.", "O")],
)
def test_a_blood_group_may_end_with_a_full_stop(tmp_path: Path, cell: str, group: str) -> None:
    """The group is one of those that haemolysis is looked for in: all but O."""
    row = batch(tmp_path, f"MRN,Weight,Blood group,Dx,Regimen\n1,70,{cell},cidp,A\n").row
    assert (row["status"], "haemolysis" in row["alerts"].split(";")) == ("ok", group != "O")


@pytest.mark.parametrize("cell", ["A1 pos.", "A ...", "A.B", "A?.", "A pos. neg."])
def test_other_words_and_stops_behind_a_blood_group_are_refused(tmp_path: Path, cell: str) -> None:
    assert batch(tmp_path, f"MRN,Weight,Blood group,Dx,Regimen\n1,70,{cell},cidp,A\n").row["status"] == "error"


def test_yes_and_no_of_a_workbook_and_of_an_object_are_quoted_as_they_show_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["MRN", "Weight", "Dx", "Regimen", "Pregnant", "Risks"])
        sheet.write_row(1, 0, ["1", True, "cidp", "A", False, False])
        sheet.write_row(2, 0, ["2", 70, "cidp", "A", False, False])
    rows = read_csv(run("batch", str(path)).out)
    assert "Weight 'TRUE' is not a number" in rows[0]["reason"]
    assert (rows[1]["status"], rows[1]["g_per_day"]) == ("ok", "28")
    row = batch(tmp_path, '{"mrn": "1", "weight": true, "dx": "cidp", "regimen": "A", "pregnant": false}\n').row
    assert "weight 'true' is not a number" in row["reason"]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ('{"patients": [{"mrn": "1", "weight": 70}]}', "write them one on each line: jq -c '.[\"patients\"][]'"),
        ('{"made": "x", "patients": ["a", {"mrn": "1", "weight": 70}]}', "jq -c '.[\"patients\"][]'"),
        (
            '{"mrn": "1", "dx": "gbs", "visits": [{"weight": 70}]}',
            "write each of them as an object on a line of its own, with what holds for all of them",
        ),
    ],
)
def test_patients_in_a_list_within_an_object_are_to_be_written_one_on_each_line(
    tmp_path: Path, record: str, says: str
) -> None:
    """To leave the list out would leave nobody."""
    name = "visits" if "visits" in record else "patients"
    (row,) = batch(tmp_path, record, "--to", "csv").rows
    assert f"'{name}' is a list, and what it holds is not read: " in row["reason"]
    assert says in row["reason"]
    assert "--ignore" not in row["reason"]


@pytest.mark.parametrize("value", ['[1, {"a": 1}]', "[[1]]", "[]"])
def test_a_list_without_columns_is_offered_to_be_left_out_as_before(tmp_path: Path, value: str) -> None:
    record = f'{{"mrn": "1", "weight": 70, "dx": "gbs", "list": {value}}}'
    (row,) = batch(tmp_path, record, "--to", "csv", "--regimen", "A").rows
    assert (row["status"], "--ignore list leaves it out" in row["reason"]) in {("ok", False), ("error", True)}
    assert (row["status"] == "ok") is (value == "[]")
