"""Lines above and below a header that name another unit than a heading does: 154 lb are never read as 154 kg.

1 lb is 0.45359237 kg: 154 lb are 69.853 kg.
"""

from pathlib import Path
from shlex import quote

import pytest
from xlsxwriter import Workbook

from tests.batch.making import batch
from tests.program import run

A = ("--regimen", "A")
HEADER = "MRN,Weight (kg),Dx\n"
IN_KG = f"{HEADER}1,154,gbs\n"


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (f"Weights in lbs\n{IN_KG}", "Weights in lbs"),
        (f"# weights in lb\n{IN_KG}", "# weights in lb"),
        (f"IVIG list (all weights: pounds)\n{IN_KG}", "IVIG list (all weights: pounds)"),
        (f"Weights in lb, doses in g/kg\n{IN_KG}", "Weights in lb"),
        (f"Weights in stone\n{IN_KG}", "Weights in stone"),
        (f"Weights in st\n{IN_KG}", "Weights in st"),
        (f"Pesos em libras\n{IN_KG}", "Pesos em libras"),
        (f"{HEADER}# weights in lb\n1,154,gbs\n", "# weights in lb"),
        (f"{IN_KG}# weights in lb\n2,70,gbs\n", "# weights in lb"),
        (f"{IN_KG}Weights are in pounds\n", "Weights are in pounds"),
        (f"{HEADER}# weights in lb, ages in months\n1,154,gbs\n", "# weights in lb, ages in months"),
        (f"{HEADER}# weights in lb,,ward 4\n1,154,gbs\n", "# weights in lb"),
        (f"{IN_KG}Weights are in lb,,\n", "Weights are in lb"),
    ],
)
def test_a_line_in_another_unit_than_the_heading_ends_the_run(tmp_path: Path, table: str, line: str) -> None:
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"stands '{line}")
    assert answer.says("the column 'Weight (kg)' is in kg")


@pytest.mark.parametrize(
    ("line", "heading", "figure", "offered"),
    [
        ("Ages in months", "Age (years)", "8", "else --column age_years='Age (years)' says that they are in years"),
        ("Age in weeks", "Age (months)", "8", "write weeks into the heading if the line is right"),
        ("Ages in mo", "Age (years)", "8", "write months into the heading if the line is right"),
        ("Ages (wk)", "Age", "8", "--column age_weeks=Age or --column age_years=Age"),
        ("Heights in ft", "Height (cm)", "60", "write ft into the heading if the line is right"),
        ("Heights in inches", "Height (cm)", "70", "write in into the heading if the line is right; else"),
        ("Weights in lbs", "Pre-pregnancy weight (kg)", "154", "pre_pregnancy_weight_kg='Pre-pregnancy weight (kg)'"),
        ("Weights in lbs", "Pre-pregnancy weight", "154", "--column pre_pregnancy_weight_lb"),
    ],
)
def test_so_it_does_of_ages_heights_and_weights_before_a_pregnancy(
    tmp_path: Path, line: str, heading: str, figure: str, offered: str
) -> None:
    typed = ("--column", "weight_lb=Weight (lb)")
    answer = batch(tmp_path, f"{line}\nMRN,Weight (lb),{heading},Dx\n1,60,{figure},gbs\n", *A, *typed).answer
    assert (answer.code, answer.out, answer.says(offered)) == (65, "", True)


def test_what_is_typed_of_the_column_counts(tmp_path: Path) -> None:
    table = f"Weights in lbs\n{IN_KG}"
    assert batch(tmp_path, table, *A, "--column", "weight_kg=Weight (kg)").row["weight_kg"] == "154"
    assert batch(tmp_path, table.replace("kg", "lb"), *A).row["weight_kg"] == "69.8532"


def test_kilograms_above_pounds_end_the_run(tmp_path: Path) -> None:
    answer = batch(tmp_path, "Weights in kg\nMRN,Weight (lb),Dx\n1,70,gbs\n", *A).answer
    assert (answer.code, answer.says("the column 'Weight (lb)' is in lb")) == (65, True)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Weights in lbs", "Weight (lb)"),
        ("Doses in g/kg", "Weight (lb)"),
        ("Rates in mL/kg/h", "Weight (lb)"),
        ("Doses per kg", "Weight (lb)"),
        ("Doses by weight (g/kg)", "Weight (lb)"),
        ("12 Main St", "Weight (lb)"),
        ("Height in cm", "Weight (lb)"),
        ("Doses in grams", "Weight (lb)"),
        ("Report of 12 months", "Weight (lb)"),
    ],
)
def test_a_line_in_the_unit_of_the_heading_or_of_doses_is_left_out(tmp_path: Path, line: str, heading: str) -> None:
    found = batch(tmp_path, f"{line}\nMRN,{heading},Age (years),Dx\n1,154,40,gbs\n", *A)
    assert found.row["weight_kg"] == "69.8532"


def test_a_key_with_a_number_sign_is_no_comment(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight (kg),Dx,Ward\n#1,70,gbs,4\n#2,,gbs,lost 5 lb\n", *A)
    assert found.column("status") == ["ok", "error"]


@pytest.mark.parametrize("place", [0, 2])
def test_so_it_does_in_a_workbook(tmp_path: Path, place: int) -> None:
    path = tmp_path / "list.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    table: list[list[str | int]] = [["MRN", "Weight (kg)", "Dx"], [1, 154, "gbs"]]
    table.insert(place, ["Weights in pounds"])
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    book.close()
    answer = run("batch", str(path), *A)
    assert (answer.code, answer.says("the column 'Weight (kg)' is in kg")) == (65, True)


@pytest.mark.parametrize(
    ("line", "columns", "cells"),
    [
        ("Weights in lbs", "Weight,Weight Unit", "154,kg"),
        ("Weights in kg", "Weight,Weight Unit", "154,[lb_av]"),
        ("Ages in months", "Weight (kg),Age,Age Unit", "70,8,Years"),
    ],
)
def test_a_line_in_another_unit_than_stands_beside_all_figures_ends_the_run(
    tmp_path: Path, line: str, columns: str, cells: str
) -> None:
    answer = batch(tmp_path, f"{line}\nMRN,{columns},Dx\n1,{cells},gbs\n2,{cells},gbs\n", *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"above the header stands '{line}', and beside")


def test_a_line_says_nothing_of_figures_in_the_units_beside_them(tmp_path: Path) -> None:
    """154 lb are 69.8532 kg."""
    table = "{}\nMRN,Weight,Weight Unit,Dx\n1,154,{},gbs\n2,154,lb,gbs\n"
    assert batch(tmp_path, table.format("Weights in lbs", "lb"), *A).column("weight_kg") == ["69.8532", "69.8532"]
    assert batch(tmp_path, table.format("Weights in lbs", "kg"), *A).column("weight_kg") == ["154", "69.8532"]
    assert batch(tmp_path, table.format("Ward 4", "kg"), *A).column("weight_kg") == ["154", "69.8532"]


@pytest.mark.parametrize("cell", ["LB (stated)", "lbs, measured", "lb stated", "pounds; by the patient, standing"])
def test_a_unit_before_other_words_is_one(tmp_path: Path, cell: str) -> None:
    """154 lb are never answered as 154 kg, whether or not the column that says so is left out."""
    table = f'MRN,Weight,Foo,Dx\n1,154,"{cell}",gbs\n2,160,"{cell}",gbs\n'
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out, answer.says("column 'Foo' is not read, and holds units")) == (65, "", True)
    answer = batch(tmp_path, table, *A, "--ignore", "Foo").answer
    assert (answer.code, answer.out, answer.says("--ignore leaves out column 'Foo', and it holds other units")) == (
        65,
        "",
        True,
    )
    assert batch(tmp_path, table, *A, "--column", "weight_unit=Foo").column("status") == ["error", "error"]


@pytest.mark.parametrize("cell", ["Oz Perkins", "LBW", "g (normal)", "in (ward 4)"])
def test_other_words_with_the_letters_of_a_unit_are_none(tmp_path: Path, cell: str) -> None:
    assert batch(tmp_path, f'MRN,Weight,Foo,Dx\n1,70,"{cell}",gbs\n', *A).row["weight_kg"] == "70"


def test_kilograms_before_other_words_may_be_left_out(tmp_path: Path) -> None:
    table = "MRN,Weight,Foo,Dx\n1,70,kg (stated),gbs\n"
    assert batch(tmp_path, table, *A).answer.code == 65
    assert batch(tmp_path, table, *A, "--ignore", "Foo").row["weight_kg"] == "70"


@pytest.mark.parametrize(
    ("heading", "cell", "note"),
    [
        ("Weight (kg)", "154", "weight in lb"),
        ("Weight (kg)", "154", "pesos em libras"),
        ("Weight", "154", "wt 154 lb today"),
        ("Weight", "154.0", "(154lbs)"),
        ("Weight", "11", "11 stone"),
        ("Weight", "154 kg", "pounds!"),
        ("Weight (lb)", "70", "weight is in kg"),
    ],
)
def test_a_note_in_another_unit_than_the_weight_is_an_error_of_its_row(
    tmp_path: Path, heading: str, cell: str, note: str
) -> None:
    """Whoever wrote it may be right: 154 lb are never answered as 154 kg, whether or not the note is left out."""
    table = f"MRN,{heading},Dx,Comments\np1,{cell},gbs,{note}\np2,70,gbs,walks\n"
    found = batch(tmp_path, table, *A)
    assert [status == "error" for status in found.column("status")] == [True, False]
    assert found.rows[0]["key"] == "p1"
    assert f"Comments names {'stone' if 'stone' in note else 'kg' if 'kg' in note else 'lb'}" in found.rows[0]["reason"]
    read_in = "lb" if "lb" in heading else "kg"
    typed = ("--column", f"weight_{read_in}={heading}")
    assert f"{typed[0]} weight_{read_in}={quote(heading)}" in found.rows[0]["reason"]
    assert batch(tmp_path, table, *A, *typed).rows[0]["status"] != "error"
    assert batch(tmp_path, table, *A, "--ignore", "Comments").column("status")[0] == "error"


@pytest.mark.parametrize(
    ("heading", "cell", "note"),
    [
        ("Weight (kg)", "70", "lost 5 lb since May"),
        ("Weight (kg)", "70", "70 kg = 154 lb"),
        ("Weight (kg)", "70", "not for this patient"),
        ("Weight (kg)", "70", "weight estimated; 0.4 g/kg"),
        ("Weight (lb)", "154", "154 lb, 0.4 g/kg, 2 mL/kg/h per kg"),
        ("Weight (lb)", "154", "weight in pounds"),
        ("Weight", "154 lb", "weight in pounds"),
        ("Weight (kg)", "", "weight in lb"),
    ],
)
def test_other_notes_contradict_no_weight(tmp_path: Path, heading: str, cell: str, note: str) -> None:
    row = batch(tmp_path, f'MRN,{heading},Dx,Comments\np1,{cell},gbs,"{note}"\n', *A).row
    assert ("Comments" in row["reason"], row["status"] == "error") == (False, not cell)


def test_what_is_typed_of_the_weights_counts_whatever_a_note_says(tmp_path: Path) -> None:
    table = "MRN,Weight (kg),Dx,Notes\n1,70,gbs,weight converted from lb\n"
    assert batch(tmp_path, table, *A).row["status"] == "error"
    assert batch(tmp_path, table, *A, "--column", "weight_kg=Weight (kg)").row["weight_kg"] == "70"


def test_notes_of_a_workbook_and_of_json_lines_are_looked_at_too(tmp_path: Path) -> None:
    path, lines = tmp_path / "list.xlsx", tmp_path / "list.jsonl"
    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("MRN", "Weight (kg)", "Dx", "Notes"))
    sheet.write_row(1, 0, (1, 154, "gbs", "weight in lb"))
    book.close()
    lines.write_text('{"mrn": "1", "weight": 154, "dx": "gbs", "notes": "weight in lb"}\n', encoding="utf-8")
    for file in (path, lines):
        answer = run("batch", str(file), *A)
        assert (answer.code, "is in kg, and" in answer.out) == (6, True)


def test_weights_that_are_written_twice_are_added_up_as_others_are(tmp_path: Path) -> None:
    """70 + 90 = 160."""
    table = "Weight\n70 kg (154 lb 5 oz)\n90 kg (198 lb)\n160 kg (352 lb 12 oz)\n"
    found = batch(tmp_path, table, *A, "--indication", "gbs")
    assert found.column("status") == ["ok", "ok", "error"]
    assert found.rows[2]["reason"].startswith("the figure is the sum or the mean of the rows above")


def test_a_row_with_such_a_note_is_a_patient_that_sums_and_checks_know(tmp_path: Path) -> None:
    """154 + 70 = 224, which is no patient."""
    table = "Weight (kg),Height (cm),Notes\n154,180,weight in lb\n70,170,\n224,,\n"
    found = batch(tmp_path, table, *A, "--indication", "gbs")
    assert found.column("status") == ["error", "ok", "error"]
    assert found.rows[2]["reason"].startswith("the figure is the sum or the mean of the rows above")
    said = " ".join(batch(tmp_path, table, *A, "--indication", "gbs", "--check").answer.out.split())
    assert (
        "row 1 (line 2): reads weight_kg 154 kg; height_cm 180 cm; indication gbs (option); regimen A (option)" in said
    )


def test_a_note_that_was_taken_out_is_noticed_by_a_resumed_run(tmp_path: Path) -> None:
    source, out = tmp_path / "p.csv", tmp_path / "out.csv"
    typed = ("batch", str(source), "-o", str(out), *A)
    source.write_text("MRN,Weight (kg),Dx,Notes\n1,70,gbs,in pounds\n2,70,gbs,\n", encoding="utf-8")
    run(*typed)
    assert "in pounds" in out.read_text(encoding="utf-8")
    source.write_text("MRN,Weight (kg),Dx,Notes\n1,70,gbs,\n2,70,gbs,in lb\n", encoding="utf-8")
    run(*typed, "--resume")
    resumed = out.read_bytes()
    run(*typed)
    assert resumed == out.read_bytes()
    assert b"in pounds" not in resumed


def test_a_note_with_three_decimals_contradicts_the_unit(tmp_path: Path) -> None:
    table = "MRN,Weight (kg),Dx,Notes\n1,154.5,gbs,154.500 lb\n2,70,gbs,lost 5.500 lb\n"
    assert batch(tmp_path, table, *A).column("status") == ["error", "ok"]


def test_a_note_with_the_figure_before_it_was_rounded_contradicts_the_unit(tmp_path: Path) -> None:
    """153.9 lb are written as 154; 1 % of 70 is 0.7."""
    table = "MRN,Weight (kg),Dx,Notes\n1,70,gbs,weighs 69.6 lb\n2,70,gbs,lost 69 lb\n3,-70,gbs,5 lb\n"
    assert batch(tmp_path, table, *A).column("status") == ["error", "ok", "refused"]


SYSTEMS = (
    ("Locale", "imperial"),
    ("Convention", "US customary"),
    ("Standard", "Imperial (lb)"),
    ("Padrão", "imperiais"),
    ("Convención", "sistema inglés"),
    ("", "avoirdupois"),
)


@pytest.mark.parametrize(("heading", "cell"), SYSTEMS)
def test_a_cell_that_says_that_figures_are_not_metric_ends_the_run(tmp_path: Path, heading: str, cell: str) -> None:
    """154 lb are 69.8532 kg, and never 154 kg; the column is left out only once its words are said of the weights."""
    table = f"MRN,Weight,Dx,{heading}\nA1,154,gbs,{cell}\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"holds the units of all figures: {cell!r}")
    assert answer.says("--column weight_lb=Weight --ignore ")
    ignored = ("--ignore", heading)
    refused = batch(tmp_path, table, *A, *ignored).answer
    assert (refused.code, refused.says("it holds other units than are read")) == (65, True)
    said = batch(tmp_path, table, *A, *ignored, "--column", "weight_lb=Weight")
    assert said.row["weight_kg"] == "69.8532"


@pytest.mark.parametrize("heading", ["System", "Measures", "Sistema"])
def test_a_country_says_the_units_of_figures_under_a_heading_of_these(tmp_path: Path, heading: str) -> None:
    table = f"MRN,Weight,Dx,{heading}\nA1,154,gbs,US\n"
    assert batch(tmp_path, table, *A).answer.says("speaks of the units of all figures (metric or imperial)")
    assert batch(tmp_path, table, *A, "--ignore", heading).answer.code == 65
    assert batch(tmp_path, table.replace(heading, "Country"), *A).row["weight_kg"] == "154"


def test_metric_is_left_out_beside_kilograms_and_not_beside_pounds(tmp_path: Path) -> None:
    """70 lb are 31.7515 kg."""
    table = "MRN,Weight,Dx,Locale\nA1,70,gbs,metric\n"
    assert batch(tmp_path, table, *A).answer.code == 65
    assert batch(tmp_path, table, *A, "--ignore", "Locale").row["weight_kg"] == "70"
    assert batch(tmp_path, table.replace("Weight", "Weight (lb)"), *A, "--ignore", "Locale").answer.code == 65


@pytest.mark.parametrize("heading", ["Hospital", "Payer"])
def test_under_a_heading_of_places_imperial_is_a_name(tmp_path: Path, heading: str) -> None:
    table = f"MRN,Weight,Dx,{heading}\nA1,70,gbs,Imperial\n"
    assert batch(tmp_path, table, *A).row["weight_kg"] == "70"
    assert batch(tmp_path, table, *A, "--ignore", heading).row["weight_kg"] == "70"


def test_what_says_the_units_of_all_figures_contradicts_a_heading_with_a_unit(tmp_path: Path) -> None:
    table = "MRN,Weight (kg),Dx,Locale\nA1,154,gbs,imperial\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.says("write into each the unit that its figures have")) == (65, True)
    assert batch(tmp_path, table, *A, "--ignore", "Locale").answer.code == 65


@pytest.mark.parametrize(
    "line",
    ["All measures imperial", "Units: imperial", "List in imperial units", "Sistema inglés", "US customary units"],
)
def test_a_line_that_says_that_figures_are_not_metric_ends_the_run(tmp_path: Path, line: str) -> None:
    """70 lb are 31.7515 kg."""
    table = f"{line}\nMRN,Weight,Dx\nA1,70,gbs\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.says("--column weight_lb=Weight or --column weight_kg=Weight says which")) == (65, True)
    assert batch(tmp_path, table.replace("Weight", "Weight (lb)"), *A).row["weight_kg"] == "31.7515"


@pytest.mark.parametrize("line", ["Imperial College Healthcare", "Clinic of metric measures", "US list"])
def test_a_line_with_a_name_or_the_same_units_is_left_out(tmp_path: Path, line: str) -> None:
    assert batch(tmp_path, f"{line}\nMRN,Weight,Dx\nA1,70,gbs\n", *A).row["weight_kg"] == "70"


def test_metric_units_above_pounds_end_the_run(tmp_path: Path) -> None:
    answer = batch(tmp_path, "Metric units\nMRN,Weight (lb),Dx\nA1,70,gbs\n", *A).answer
    assert (answer.code, answer.says("the column 'Weight (lb)' is in lb")) == (65, True)


def test_a_note_that_says_that_figures_are_not_metric_contradicts_kilograms(tmp_path: Path) -> None:
    rows = "A1,70,gbs,seen at Imperial\nA2,154,gbs,all weights imperial (entered)\n"
    found = batch(tmp_path, f"MRN,Weight,Dx,Notes\n{rows}", *A)
    assert found.column("status") == ["ok", "error"]
    assert "is in kg, and Notes names lb" in found.rows[1]["reason"]


@pytest.mark.parametrize(("unit", "code"), [("kg", 0), ("lb", 65)])
def test_units_left_out_of_a_spanish_table_contradict_weights_alone(tmp_path: Path, unit: str, code: int) -> None:
    """A sex in Spanish has a language, and no unit."""
    table = f"id,Peso,Sexo,Indicación,Unidad\n1,70,mujer,cidp,{unit}\n"
    assert batch(tmp_path, table, *A, "--ignore", "Unidad").answer.code == code


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("X", "154 lb", "X names lb: '154 lb'"),
        ("", "154 lb", "column 4, which has no heading, names lb: '154 lb'"),
        ("Comments", "154 lb", "Comments names lb: '154 lb'"),
        ("Notes", "154#", "Notes names lb: '154#'"),
        ("X", "11 stone", "X says 11 stone, which is 154 lb"),
        ("X", "11st", "X says 11 st, which is 154 lb"),
        ("X", "2464 oz", "X says 2464 oz, which is 154 lb"),
        ("Last weight in stone", "11", "Last weight in stone says 11 stone, which is 154 lb"),
        ("Last weight in stone", "11.5", "Last weight in stone says 11.5 stone, which is 161 lb"),
        ("Last weight lb", "154", "Last weight lb says 154 lb"),
        ("Ideal weight (lb)", "155.54", "Ideal weight (lb) says 155.54 lb"),
        *(
            ("Weight Unit", unit, f"Weight Unit says '{unit}'")
            for unit in ("#", "LBR", "lbm", "Pfund", "pd", "hg", "imp", "@", "?", "2.")
        ),
        ("Weight Unit", "lb/oz", "Weight Unit names lb: 'lb/oz'"),
        ("Gew.-Einh.", "LBR", "Gew.-Einh. says 'LBR'"),
        ("Weigth unit", "LBR", "Weigth unit says 'LBR'"),
        ("Units of measure wt", "LBR", "Units of measure wt says 'LBR'"),
    ],
)
def test_what_is_left_out_does_not_contradict_the_unit_of_the_weight(
    tmp_path: Path, heading: str, cell: str, says: str
) -> None:
    """154 lb are 11 stone or 2464 oz; a stone is 14 lb, so 11.5 are 161, which is 154 but for rounding to a stone."""
    table = f"MRN,Weight,Dx,{heading}\n1,154,gbs,{cell}\n2,70,gbs,\n"
    found = batch(tmp_path, table, *A, "--ignore", heading)
    assert found.column("status") == ["error", "ok"]
    assert f"the weight 154 is in kg, and {says}: write the weight in" in found.rows[0]["reason"]
    typed = f"else correct {heading or 'column 4'}, or --column weight_kg=Weight says that all weights are in kg"
    assert typed in found.rows[0]["reason"]
    read = batch(tmp_path, table, *A, "--ignore", heading, "--column", "weight_kg=Weight")
    assert read.column("status") == ["caution", "ok"]


@pytest.mark.parametrize(
    ("weights", "heading", "cell"),
    [
        ("Weight", "X", "154.3 lb"),
        ("Weight", "X", "69 kg"),
        ("Weight", "X", "70"),
        ("Weight", "X", "70 m"),
        ("Weight", "Comments", "lost 5 lb"),
        ("Weight", "Weight in stone", "11"),
        ("Weight", "Last weight in stone", "5.3"),
        ("Weight", "Weight lb", "154"),
        ("Weight", "Ideal weight (lb)", "71.5"),
        ("Weight", "IBW (kg)", "31.8"),
        ("Weight", "Weight Unit", "kg (stated)"),
        ("Weight", "Weight Unit", "KG."),
        ("Weight", "Weight Unit", "metric"),
        ("Weight", "Height Unit", "#"),
        ("Weight (lb)", "Weight Unit", "lbs"),
        ("Weight (lb)", "X", "31.8"),
        ("Weight", "Nurse", "LB"),
        ("Weight", "Patient name", "da Lb"),
        ("Weight", "Hospital", "ward lb"),
    ],
)
def test_what_says_the_same_weight_or_another_one_is_left_out(
    tmp_path: Path, weights: str, heading: str, cell: str
) -> None:
    """70 kg are 154.3 lb and 11.02 stone; 70 lb are 31.75 kg and 5 stone."""
    table = f"MRN,{weights},Dx,{heading}\n1,70,gbs,{cell}\n2,71,gbs,\n"
    status = "caution" if "lb" in weights else "ok"
    assert batch(tmp_path, table, *A, "--ignore", heading).column("status") == [status, status]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Source", '"scale, pounds"'),
        ("Method", "Bed scale (lb)"),
        ("Device", "scale lb"),
        ("Flag", "LB!"),
        ("Scale", "11 stone"),
    ],
)
def test_a_unit_among_other_words_of_an_unread_column_is_an_error_of_its_row(
    tmp_path: Path, heading: str, cell: str
) -> None:
    weight = 11 if "stone" in cell else 154
    found = batch(tmp_path, f"MRN,Weight,Dx,{heading}\n1,{weight},gbs,{cell}\n2,70,gbs,wall\n", *A)
    assert found.column("status") == ["error", "ok"]
    assert f"is in kg, and {heading} names {'stone' if weight == 11 else 'lb'}: " in found.rows[0]["reason"]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Source", "Mrs Stone"),
        ("Source", "scale in kg"),
        ("Source", "Perkins Oz"),
        ("Source", "lost 5 lb"),
        ("Hospital", "the Lb ward"),
        ("Name", "de Lb"),
        ("Source", "in imperial units"),
    ],
)
def test_names_and_the_same_unit_in_an_unread_column_contradict_no_weight(
    tmp_path: Path, heading: str, cell: str
) -> None:
    table = f"MRN,Weight,Dx,{heading}\n1,,gbs,x\n2,70,gbs,{cell}\n"
    assert batch(tmp_path, table, *A).rows[1]["status"] == "ok"


@pytest.mark.parametrize("heading", ["UOM", "Unit of measure", "Unidade"])
def test_units_behind_the_weights_are_theirs_where_they_are_left_out(tmp_path: Path, heading: str) -> None:
    table = "MRN,Weight,{},Dx\n1,154,#,gbs\n2,70,kg,gbs\n"
    found = batch(tmp_path, table.format(heading), *A, "--ignore", heading)
    assert found.column("status") == ["error", "ok"]
    assert f"{heading} says '#': write the weight in kg, g, lb or oz if that is right" in found.rows[0]["reason"]
    typed = ("--ignore", heading, "--column", "weight_kg=Weight")
    assert batch(tmp_path, table.format(heading), *A, *typed).rows[0]["weight_kg"] == "154"


def test_units_elsewhere_and_other_columns_behind_the_weights_may_hold_anything(tmp_path: Path) -> None:
    assert batch(tmp_path, "MRN,Unit,Weight,X,Dx\n1,ICU,70,#,gbs\n", *A, "--ignore", "Unit").row["status"] == "ok"
    assert batch(tmp_path, "MRN,Weight,X,Dx\n1,70,#,gbs\n", *A, "--ignore", "X").row["status"] == "ok"
