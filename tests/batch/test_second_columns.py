"""A second column of something, or a second value of a cell: neither is taken for the first."""

from pathlib import Path

import pytest

from tests.batch.making import batch, read_csv
from tests.program import run

A = ("--regimen", "A")

SECOND = [
    *(
        "Wt2",
        *("W2", "Day 1", "Day1", "D1", "Día 2"),
        "Wgt2",
        "Peso2",
        "Hgt2",
        "Edad2",
        "Sexo2",
        "Drug2",
        "Weight2",
        "Dose2",
        "Dx2",
        "Wt2kg",
        "Kilo 2",
        "Rx2",
        "Total2",
    ),
    *("Course2", "Tolerated2", "Motivo 2", "Via2", "Unid", "Un", "Unid2", "Rota", "Presc"),
    *("2Wt", "2nd Wt", "3Wt", "1Dx", "2kg", "2Peso", "W3", "H1"),
    *("D3", "D4", "D5", "D10", "Day 6", "Day10", "Day one", "Dia 7", "C1D1", "D1-D5", "Day 1-5", "Day 1 to 5"),
    *("Infusion 1", "Inf2", "1st infusion", "Cycle 2", "Ciclo 1", "Tag 1", "J1", "Giorno 2", "Dag 3", "Day 1 given"),
    *("Sessions", "No of infusions", "Infusoes", "Numero de sesiones", "Infusions per course", "Rx details"),
    *("D1 ml", "1. Gabe", "1er dia", "D-3", "DAY 01", "D1 D2"),
    *("Dose1", "Dose 3", "2Dose", "Day 1 dose", "Dia 1 dose", "D1 dose", "Dose day 2", "1st dose"),
]


@pytest.mark.parametrize("heading", SECOND)
def test_a_second_column_of_what_an_answer_depends_on_ends_the_run(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,{heading},Indication\n1,70,80,cidp\n", *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column '{heading}'")
    assert answer.says(f"{repr(heading) if ' ' in heading else heading} leaves it out")


@pytest.mark.parametrize("heading", ["Weigth Unit", "Wieght UOM", "Unit of wieght"])
def test_a_misspelt_heading_of_units_is_offered_as_those_of_its_column(tmp_path: Path, heading: str) -> None:
    """154 lb are 69.8532 kg, and 69.8532 the weight to four decimals."""
    table = f"MRN,Weight,{heading},Dx,Height\n1,154,lb,cidp,175\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.says(f"--column weight_unit='{heading}' says of which")) == (65, True)
    assert "height_unit" not in answer.text
    row = batch(tmp_path, table, *A, "--column", f"weight_unit={heading}").row
    assert (row["weight_kg"], row["read"]) == ("69.8532", "Weight 154 lb x 0.45359237 = 69.85 kg")


@pytest.mark.parametrize("heading", ["Unid", "Un"])
def test_an_abbreviated_column_of_units_is_offered_as_one(tmp_path: Path, heading: str) -> None:
    """154 lb are 69.8532 kg."""
    table = f"MRN,Weight,{heading},Dx\n1,154,lb,cidp\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.says(f"--column weight_unit={heading} says of which")) == (65, True)
    assert batch(tmp_path, table, *A, "--column", f"weight_unit={heading}").row["weight_kg"] == "69.8532"


@pytest.mark.parametrize("heading", ["Day 1 dose", "Dia 1 dose", "Dose day 2 (g)", "D3", "2Wt"])
def test_the_dose_of_a_numbered_day_is_not_offered_as_that_of_every_day(tmp_path: Path, heading: str) -> None:
    """The first day of a course may be 40 g and the second 30 g."""
    answer = batch(tmp_path, f"MRN,Weight,{heading},Indication\n1,70,40,cidp\n", *A).answer
    assert (answer.code, "--column" in answer.text) == (65, False)


@pytest.mark.parametrize("heading", ["IVIG dose g.kg-1 daily", "Prescribed daily dose (g.kg-1)"])
def test_a_unit_with_a_figure_in_it_is_still_offered(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,{heading},Days,Indication\n1,70,0.4,5,cidp\n").answer
    assert (answer.code, answer.says(f"--column per_day_g_per_kg='{heading}' reads it")) == (65, True)


def test_a_date_of_the_first_day_is_not_passed_over_where_no_start_is_read(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,Day 1 date,Indication\n1,70,2027-01-02,cidp\n", *A).answer
    assert (answer.code, answer.says("--column start='Day 1 date' reads it")) == (65, True)


def test_a_second_column_is_not_offered_in_the_place_of_the_first(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,Course2,Wt2 lb,Indication\n1,70,140,154,cidp\n", *A).answer
    assert (answer.code, "--column" in answer.text) == (65, False)
    assert answer.says("column 'Course2' is not read, and looks like another course")


@pytest.mark.parametrize(
    "heading",
    [
        "B12",
        "IgA2",
        "SpO2",
        "Line1",
        "Address2",
        "MRN2",
        "T4",
        "FT4",
        "CD4",
        "HbA1c",
        "GM1",
        "Anti-GM1 IgM",
        "DN4",
        "GD1a",
        *("Infusion nurse", "Infusion centre", "Session type", "Infusion chair"),
        *(
            "Vitamin D3",
            "25-OH D3",
            "D-dimer",
            "Day 1 Hb",
            "D1 lot",
            "Week 12",
            "Visit 1",
            "C3",
            "H1N1",
            "6MWT",
            "24h urine",
        ),
    ],
)
def test_a_name_that_ends_with_a_number_is_passed_over(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"MRN,Weight,{heading},Indication\n1,70,80,cidp\n", *A)
    assert (found.answer.code, found.row["g_per_day"]) == (0, "28")
    assert found.answer.says(f"not read: '{heading}'")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ('"weight": {"value": 70}', 'weight \'70\' has no unit: write "unit" into the object, beside "value"'),
        ('"weight": [70]', "weight is a list, and takes one value: write the value without a list around it"),
        ('"weight": ["70 kg"]', "weight is a list, and takes one value"),
        ('"weight": ["70", "80"]', "weight is a list, and takes one value"),
        ('"weight_kg": 70, "height": {"value": 175}', "height '175' has no unit: write \"unit\" into the object"),
        ('"weight_kg": 70, "product": ["privigen"]', "product is a list, and takes one value"),
        ('"weight": 70, "weight_unit": ["kg"]', "weight_unit is a list, and takes one value"),
    ],
)
def test_a_cell_of_an_object_without_a_unit_or_of_a_list_is_refused_by_its_name(
    tmp_path: Path, cells: str, says: str
) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(f'{{"mrn": "1", "indication": "cidp", "regimen": "A", {cells}}}\n', encoding="utf-8")
    (row,) = read_csv(run("batch", str(path)).out)
    assert (row["status"], row["g_per_day"], says in row["reason"]) == ("error", "", True), row["reason"]
    assert "column of units" not in row["reason"]


def test_lists_are_read_of_risks_and_passed_over_where_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    record = '{{"indication": "cidp", "regimen": "A", "weight_kg": 70, "risks": ["renal", "{}"], "seen": ["a"]}}\n'
    path.write_text("".join(map(record.format, ("diabetes", "parrots"))), encoding="utf-8")
    read, unknown = read_csv(run("batch", str(path)).out)
    assert (read["g_per_day"], unknown["status"]) == ("28", "error")
    assert "parrots" in unknown["reason"]


@pytest.mark.parametrize(
    ("columns", "cells", "ignored", "says"),
    [
        ("Weight,Weight lb", "154,154", "Weight lb", ("Weight says 154 kg, and Weight lb says 154 lb", "")),
        ("Weight,Weight (kg)", "154,69.85", "Weight (kg)", ("Weight says 154 kg, and Weight (kg) says 69.85 kg", "")),
        ("Weight,Weight in stone", "154,11", "Weight in stone", ("Weight in stone says 11 stone", "")),
        ("Weight,Weight lb", "154 kg,154 lbs", "Weight lb", ("Weight says 154 kg, and Weight lb says 154 lb", "")),
        ("Weight (st),Weight (lb)", "11,13", "Weight (st)", ("Weight (st) says 11 st", "11 st 13 lb is 167 lb")),
        ("Weight (lb),Weight (oz)", "7,9", "Weight (oz)", ("Weight (oz) says 9 oz", "7 lb 9 oz is 121 oz")),
        ("Weight (lb),Weight (oz)", "1,9", "Weight (oz)", ("Weight (oz) says 9 oz", "1 lb 9 oz is 25 oz")),
        (
            "Weight,Age (years),Age (months)",
            "12,2,3",
            "Age (months)",
            ("says 3 months", "2 years 3 months is 27 months"),
        ),
        ("Weight,Age (years),Age (months)", "12,2,38", "Age (months)", ("Age (months) says 38 months", "")),
        ("Weight,Idade (anos),Idade (meses)", "12,2,11", "Idade (anos)", ("says 2 years", "is 35 months")),
        ("Weight,Height (ft),Height (in)", "70,5,9", "Height (ft)", ("Height (ft) says 5 ft", "5 ft 9 in is 69 in")),
        ("Weight,Height (m),Height (cm)", "70,1,75", "Height (m)", ("Height (m) says 1 m", "1 m 75 cm is 175 cm")),
    ],
)
def test_a_second_figure_that_is_left_out_is_the_same(
    tmp_path: Path, columns: str, cells: str, ignored: str, says: tuple[str, str]
) -> None:
    """154 lb are 69.85 kg or 11 stone of 14 lb; a pound is 16 oz, a foot 12 in: one alone is a part, or in doubt.

    What is typed of the column that is read changes nothing: 13 lb are no 11 st 13 lb.
    """
    table = f"MRN,Dx,{columns}\n1,gbs,{cells}\n"
    row = batch(tmp_path, table, *A, "--ignore", ignored).row
    (contradicts, together), is_refused = says, row["status"] == "error"
    assert (is_refused, contradicts in row["reason"]) == (True, True), row["reason"]
    assert f"take {ignored} out of the table" in row["reason"]
    assert ("if they are parts of one figure" in row["reason"], together in row["reason"]) == (bool(together), True)


def test_what_is_typed_of_a_weight_makes_no_whole_of_a_part(tmp_path: Path) -> None:
    table = "MRN,Dx,Weight (st),Weight (lb)\n1,gbs,11,13\n"
    typed = ("--ignore", "Weight (st)", "--column", "weight_lb=Weight (lb)")
    assert batch(tmp_path, table, *A, *typed).row["status"] == "error"


@pytest.mark.parametrize(
    ("columns", "cells", "ignored"),
    [
        ("Weight,Weight lb", "70,154", "Weight lb"),
        ("Weight,Weight lb", "70,140", "Weight lb"),
        ("Weight,Weight in stone", "70,11", "Weight in stone"),
        ("Weight (kg),Weight (lb)", "70,154.3", "Weight (lb)"),
        ("Weight,Weight lb", "70,", "Weight lb"),
        ("Weight,Weight lb", "70,n/a", "Weight lb"),
        ("Weight,Weight (kg)", "70,70.4", "Weight (kg)"),
        ("Weight lb,Weight", "154,70", "Weight"),
        ("Weight,Birth weight (lb)", "70,7", "Birth weight (lb)"),
        ("Weight,Wt lb oz", "70,7", "Wt lb oz"),
        ("Weight,Age (years),Age (months)", "70,21,263", "Age (months)"),
        ("Weight,Age (years),Age (months)", "70,21,252", "Age (months)"),
        ("Weight,Height (cm),Height (ft)", "70,175,5", "Height (ft)"),
        ("Weight,Height (cm),Height (ft)", "70,175,5.74", "Height (ft)"),
        ("Weight,Dose (g),Sex,Gender", "70,28,M,7", "Dose (g)"),
    ],
)
def test_a_second_figure_that_says_the_same_or_another_thing_is_left_out(
    tmp_path: Path, columns: str, cells: str, ignored: str
) -> None:
    """70 kg are 154.3 lb; 21 years are 252 to 263 months; 175 cm are 5.74 ft."""
    gender = ("--ignore", "Gender") if "Gender" in columns else ()
    table = f"MRN,Dx,{columns}\n1,gbs,{cells}\n"
    assert batch(tmp_path, table, *A, "--ignore", ignored, *gender).answer.code == 0


@pytest.mark.parametrize(
    ("columns", "typed"),
    [
        ("Weight,Weight lb", "keep the one that names its unit: --ignore Weight leaves the other out"),
        ("Weight lb,Weight", "keep one: --ignore Weight leaves it out"),
        ("Weight lb,Wt lb", "keep one: --ignore 'Wt lb' leaves it out"),
        ("Weight,Wt", "keep one: --ignore Wt leaves it out"),
        ("Weight (lb),Weight (oz)", "write it into one column in one unit; if they say the same twice, --ignore 'We"),
        (
            "Weight (st),Weight (lb)",
            "if it is a part of that under Weight (lb), write both into one column in one unit",
        ),
    ],
)
def test_of_two_columns_of_one_figure_that_with_a_unit_is_kept(tmp_path: Path, columns: str, typed: str) -> None:
    answer = batch(tmp_path, f"MRN,Dx,{columns}\n1,gbs,11,13\n", *A).answer
    assert (answer.code, answer.says(typed)) == (65, True), answer.text


def test_a_second_weight_of_an_object_is_compared_too(tmp_path: Path) -> None:
    table = '{"mrn": "1", "dx": "gbs", "weight": 154, "weight_lb": 154}\n'
    row = batch(tmp_path, table, *A, "--ignore", "weight_lb").row
    assert (row["status"], "weight says 154 kg, and weight_lb says 154 lb" in row["reason"]) == ("error", True)


@pytest.mark.parametrize(
    ("columns", "cells", "says"),
    [
        ("Weight,Height,BMI", "154,175,22.9", "BMI is 22.9, and 154 kg and 175 cm give 50.3"),
        ("Weight,Height,BMI", "70,69,22.8", "BMI is 22.8, and 70 kg and 69 cm give 147"),
        ("Weight (lb),Height,imc", "70,175,22.9 kg/m2", "imc is 22.9, and 70 lb and 175 cm give 10.4"),
        ("Weight,Height (m),BMI", '154,1.75,"22,9"', "BMI is 22.9, and 154 kg and 1.75 m give 50.3"),
        ("Weight,Height,BMI", "70,175,15.2", "BMI is 15.2, and 70 kg and 175 cm give 22.9"),
        ("Weight,Height,BMI", "70,175,34.3", "BMI is 34.3, and 70 kg and 175 cm give 22.9"),
    ],
)
@pytest.mark.parametrize("left_out", [True, False])
def test_a_body_mass_index_that_weight_and_height_do_not_give_is_an_error(
    tmp_path: Path, columns: str, cells: str, says: str, *, left_out: bool
) -> None:
    """154 / 1.75^2 is 50.3 and 70 / 1.75^2 is 22.86: 154 lb, or 69 in, give it. 22.86 times 1.5 is 34.29."""
    typed = ("--ignore", columns.rpartition(",")[2]) if left_out else ()
    row = batch(tmp_path, f"MRN,Dx,{columns}\n1,gbs,{cells}\n", *A, *typed).row
    assert (row["status"], says in row["reason"]) == ("error", True), row["reason"]


@pytest.mark.parametrize(
    ("columns", "cells", "left_out"),
    [
        ("Weight,Height,BMI", "70,175,22.9", ""),
        ("Weight,Height,BMI", "70,175,15.3", ""),
        ("Weight,Height,BMI", "70,175,34.2", ""),
        ("Weight,Height,BMI", "70,175,", ""),
        ("Weight,Height,BMI", "70,175,0", ""),
        ("Weight,Height,BMI", "70,175,obese", ""),
        ("Weight,Height,BMI percentile", "70,175,95", ""),
        ("Weight,Height,BMI %", "70,175,95", ""),
        ("Weight,Height,IMC (kg/m²)", "70,175,22.9", "IMC (kg/m²)"),
        ("Weight,Height,BMI", "70,,50", ""),
        ("Weight,BMI", "70,50", "BMI"),
    ],
)
def test_a_body_mass_index_that_may_be_right_is_passed_over(
    tmp_path: Path, columns: str, cells: str, left_out: str
) -> None:
    typed = ("--ignore", left_out) if left_out else ()
    assert batch(tmp_path, f"MRN,Dx,{columns}\n1,gbs,{cells}\n", *A, *typed).row["status"] == "ok"


@pytest.mark.parametrize(("cells", "says"), [("70,1.75", "all of them are in m"), ("seventy,175", "seventy")])
def test_a_figure_that_is_not_read_is_told_before_its_body_mass_index(tmp_path: Path, cells: str, says: str) -> None:
    row = batch(tmp_path, f"MRN,Dx,Weight,Height,BMI\n1,gbs,{cells},22.9\n", *A).row
    assert (row["status"] == "ok", says in row["reason"], "BMI" in row["reason"]) == (False, True, False)
