"""What would be read wrongly without a word: units without a heading, rows that add up others, letters for words."""

import re
from pathlib import Path
from shlex import quote

import pytest
from xlsxwriter import Workbook

from tests.batch.making import batch
from tests.profiles import members
from tests.program import run

GBS = ("--indication", "gbs", "--regimen", "A")


@pytest.mark.parametrize(
    ("heading", "cell", "called", "typed"),
    [
        ("", "lb", "column 3, which has no heading", "weight_unit"),
        ("", "154 lb", "column 3, which has no heading", "weight_unit"),
        ("Unnamed: 2", "lb", "column 'Unnamed: 2'", "--column weight_unit='Unnamed: 2'"),
        ("Unnamed: 2", "70 kg", "column 'Unnamed: 2'", "--column weight_unit='Unnamed: 2'"),
        ("Measure", "(lb)", "column 'Measure'", "--column weight_unit=Measure"),
        ("X", "[lb_av]", "column 'X'", "--column weight_unit=X"),
        ("X", "G", "column 'X'", "--column weight_unit=X"),
        ("X", "stone", "column 'X'", "--column weight_unit=X"),
        ("X", "cm", "column 'X'", "--column height_unit=X"),
    ],
)
def test_units_under_a_heading_that_is_not_read_end_the_run(
    tmp_path: Path, heading: str, cell: str, called: str, typed: str
) -> None:
    """154 lb are 69.85 kg, and 61.6 g a day would be for 154 kg."""
    table = f"MRN,Weight,{heading},Dx\n0,70,,gbs\n1,154,{cell},gbs\n"
    found = batch(tmp_path, table, *GBS[2:])
    assert (found.answer.code, "61.6" in found.answer.out) == (65, False)
    for words in (called, repr(cell), typed, "--ignore"):
        assert found.answer.says(words), words


def test_processes_end_a_run_as_one_does(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight,X,Dx\n0,70,,gbs\n1,154,lb,gbs\n", *GBS[2:], "--jobs", "2")
    assert (found.answer.code, found.answer.says("holds units: 'lb'")) == (65, True)


def test_what_is_typed_for_a_column_of_units_helps(tmp_path: Path) -> None:
    table = "MRN,Weight,X,Dx\n1,154,lb,gbs\n"
    assert batch(tmp_path, table, *GBS[2:], "--column", "weight_unit=X").row["weight_kg"] == "69.8532"


@pytest.mark.parametrize(
    ("heading", "advice"),
    [
        ("Wt U", "--column weight_unit='Wt U' reads it, if it holds their units"),
        ("Gew.-Einh.", "--column weight_unit=Gew.-Einh. reads it"),
        ("Wt UM", "--column weight_unit='Wt UM' reads it"),
        ("Units of measure wt", "--column weight_unit='Units of measure wt' says of which"),
    ],
)
def test_pounds_under_a_heading_that_is_half_known_are_never_read_as_kilograms(
    tmp_path: Path, heading: str, advice: str
) -> None:
    """154 lb are 69.8532 kg."""
    table = f"MRN,Weight,{heading},Dx\n1,154,LB,gbs\n2,154,LB,gbs\n"
    answer = batch(tmp_path, table, *GBS[2:]).answer
    assert (answer.code, answer.says(advice)) == (65, True), answer.text
    read = batch(tmp_path, table, *GBS[2:], "--column", f"weight_unit={heading}")
    assert read.column("weight_kg") == ["69.8532", "69.8532"]
    left_out = batch(tmp_path, table, *GBS[2:], "--ignore", heading).answer
    assert (left_out.code, left_out.out) == (65, "")
    assert left_out.says(f"--ignore leaves out column '{heading}', and it holds other units than are read: 'LB'")
    assert left_out.says(f"--column weight_unit={quote(heading)} in place of --ignore says of which figures")


@pytest.mark.parametrize(
    ("heading", "cells", "typed"),
    [
        ("what for", ("MG", "CIDP", "GBS"), "--column indication='what for' reads it"),
        ("what for", ("MG", "MG"), "--column indication='what for' reads it"),
        ("what for", ("CIDP", "guillain barre?", "MG"), "--column indication='what for' reads it"),
        ("X", ("lb", "kg"), "--column weight_unit=X"),
    ],
)
def test_names_of_indications_that_may_be_units_are_offered_as_indications(
    tmp_path: Path, heading: str, cells: tuple[str, ...], typed: str
) -> None:
    """MG is myasthenia gravis beside CIDP, and where no dose is read that could be in milligrams."""
    table = "\n".join([f"MRN,Weight,{heading}", *(f"{number},70,{cell}" for number, cell in enumerate(cells)), ""])
    answer = batch(tmp_path, table, *GBS).answer
    assert (answer.code, answer.says(typed)) == (65, True), answer.text
    missing = batch(tmp_path, table).answer
    assert missing.says("name one indication, or say which it is: --column indication=HEADING, or add --indication")


def test_milligrams_beside_a_dose_are_units(tmp_path: Path) -> None:
    table = "MRN,Weight,Daily dose,X,Dx\n1,70,28000,MG,gbs\n"
    assert batch(tmp_path, table).answer.says("column 'X' is not read, and holds units: 'MG'")


@pytest.mark.parametrize(
    ("columns", "rows", "ignored", "code"),
    [
        ("Weight,X", ["154,[lb_av]"], "X", 65),
        ("Weight,X", ["154,Pounds", "154,Pfund"], "X", 65),
        ("Weight,X", ["70,kg", "154,lb"], "X", 65),
        ("Weight,X", ["70,"] * 300 + ["154,lb"], "X", 65),
        ("Weight,X", ["70,kg"] * 300 + ["154,lb"], "X", 65),
        ("Weight (kg),Height,X", ["154,175,LB"], "X", 65),
        ("Weight,", ["154,lb"], "", 65),
        ("Weight,X", ["70,st"], "X", 65),
        ("X,Weight,Height", ["in,70,70"], "X", 65),
        ("Weight,Age,X", ["7,8,m"], "X", 65),
        ("Weight,X", ["70,kg", "80,KG", "80,n/a"], "X", 0),
        ("Weight (lb),X", ["154,lb"], "X", 0),
        ("Weight,X", ["70,A3", "80,B2", "80,lb"], "X", 6),
        ("Weight,Ward,X", ["70,A3,g"], "X", 0),
        ("Weight,Height,Sex", ["70,175,M"], "Sex", 0),
        ("Weight,Height,Sx", ["70,175,M", "70,175,M", "70,175,F"], "Sx", 0),
        ("Weight,Height,X", ["70,1.75,m", "70,1.75,M"], "X", 65),
    ],
)
def test_a_column_of_other_units_than_are_read_cannot_be_left_out(
    tmp_path: Path, columns: str, rows: list[str], ignored: str, code: int
) -> None:
    table = "\n".join([f"MRN,Dx,{columns}", *(f"{number},gbs,{row}" for number, row in enumerate(rows)), ""])
    answer = batch(tmp_path, table, *GBS[2:], "--ignore", ignored).answer
    assert (answer.code, "--ignore leaves out" in answer.text) == (code, code == 65), answer.text


def test_an_object_whose_other_unit_is_left_out_is_an_error(tmp_path: Path) -> None:
    lines = '{"MRN": 1, "Weight": 154, "X": "LB", "Dx": "gbs"}\n{"MRN": 2, "Weight": 70, "X": "kg", "Dx": "gbs"}\n'
    found = batch(tmp_path, lines, *GBS[2:], "--ignore", "X", "--to", "csv")
    assert found.column("status") == ["error", "ok"]
    assert "other units than are read: 'LB'" in found.rows[0]["reason"]


def test_a_weight_in_a_heading_with_more_words_is_offered_where_no_other_is(tmp_path: Path) -> None:
    table = "MRN,Pt Wt at adm (kg),Dx\n1,70,gbs\n"
    answer = batch(tmp_path, table, *GBS[2:]).answer
    typed = "--column weight_kg='Pt Wt at adm (kg)' reads it, if it holds that of the patient now; else --ignore"
    assert (answer.code, answer.says(typed)) == (65, True), answer.text
    assert batch(tmp_path, table, *GBS[2:], "--column", "weight_kg=Pt Wt at adm (kg)").row["weight_kg"] == "70"
    beside = batch(tmp_path, table.replace("Dx\n1,70,", "Weight,Dx\n1,70,70,"), *GBS[2:]).answer
    assert (beside.code, "--column" in beside.text) == (65, False)


def test_a_letter_is_a_unit_beside_a_figure_of_its_kind_alone(tmp_path: Path) -> None:
    beside = batch(tmp_path, "MRN,Weight,Age,X,Dx\n1,7,8,m,gbs\n", *GBS[2:])
    assert beside.answer.code == 65
    assert beside.answer.says("--column age_unit=X")
    assert batch(tmp_path, "MRN,Ward,Weight,Dx\n1,M,70,gbs\n", *GBS[2:]).row["status"] == "ok"


def test_an_object_with_a_unit_that_is_not_read_is_an_error_and_no_other(tmp_path: Path) -> None:
    lines = '{"MRN": 1, "Weight": 154, "X": "lb", "Dx": "gbs"}\n{"MRN": 2, "Weight": 70, "Dx": "gbs"}\n'
    found = batch(tmp_path, lines, *GBS[2:], "--to", "csv")
    assert found.column("status") == ["error", "ok"]
    assert "holds units: 'lb'" in found.rows[0]["reason"]


def test_a_column_without_a_heading_is_named_where_something_stands_in_it(tmp_path: Path) -> None:
    found = batch(tmp_path, ",MRN,Weight,,Dx\n0,7,54,,gbs\n1,8,60,,gbs\n", *GBS[2:])
    assert found.column("status") == ["ok", "ok"]
    assert found.answer.says("column 1, which has no heading")
    assert "column 4" not in found.answer.err


def test_a_heading_merged_over_a_value_and_its_unit_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", "", "", "Dx"])
    sheet.merge_range(0, 1, 0, 2, "Weight")
    sheet.write_row(1, 0, [1, 154, "lb", "gbs"])
    book.close()
    answer = run("batch", str(path), *GBS[2:])
    assert (answer.code, answer.out) == (65, "")
    assert answer.says("column 3 is merged with the one to its left")


@pytest.mark.parametrize(
    "label",
    [
        "Totales",
        "Totais",
        "Sum of weights",
        "Mean weight",
        "Soma dos pesos",
        "Média geral",
        "Ward total",
        "Peso total",
        "Peso total 2026",
        "Sumatoria",
        "Mean of 2",
        "Average (2)",
        "Promedio de los pesos",
    ],
)
@pytest.mark.parametrize("header", ["Prontuário,Peso (kg)", "Grupo,Peso (kg)"])
def test_a_word_of_sums_anywhere_in_a_key_or_first_cell_is_no_patient(tmp_path: Path, header: str, label: str) -> None:
    """Two patients of 70 and 80 kg at 2 g/kg are 300 g, not 600; 151 is not even their sum."""
    found = batch(tmp_path, f"{header}\n1,70\n2,80\n{label},151\n", *GBS)
    assert found.column("status") == ["ok", "ok", "error"]
    assert "not a patient" in found.rows[2]["reason"]


@pytest.mark.parametrize("figure", ["150", "75"])
def test_a_key_unlike_the_others_with_the_sum_or_the_mean_of_their_weights_is_no_patient(
    tmp_path: Path, figure: str
) -> None:
    found = batch(tmp_path, f"key,weight\nP1,70\nP2,80\nZusammen,{figure}\n", *GBS)
    assert found.column("status") == ["ok", "ok", "error"]
    assert "the sum or the mean" in found.rows[2]["reason"]


@pytest.mark.parametrize(
    "rows",
    [
        "P1,70\nP2,80\nXY,90\n",
        "P1,70\nP2,80\nXY,much\n",
        "AB,70\nP2,80\nXY,75\n",
        "P1,70\nP2,80\nP3,150\n",
        "P1,70\nXY,70\n",
    ],
)
def test_other_keys_without_a_figure_are_patients(tmp_path: Path, rows: str) -> None:
    found = batch(tmp_path, f"key,weight\n{rows}", *GBS)
    assert not [row for row in found.rows if "the sum or the mean" in row["reason"]]


@pytest.mark.parametrize("letter", ["N", "R", "D", "V", "T", "L", "Y"])
def test_a_letter_is_no_risk(tmp_path: Path, letter: str) -> None:
    row = batch(tmp_path, f"MRN,Weight,Risk factors,Dx\n1,70,{letter},gbs\n", *GBS[2:]).row
    assert (row["status"], "is not known" in row["reason"]) == ("error", True)
    assert run("dose", "--weight", "70", "--indication", "gbs", "--risk", letter).code == 2


@pytest.mark.parametrize(
    ("cell", "reads", "status"),
    [
        ("-", "risks not given", "ok"),
        ("unknown", "risks not given", "ok"),
        ("NA", "risks not given", "ok"),
        ("não", "risks none", "ok"),
        ("none", "risks none", "ok"),
        ("Y", "risks 'Y' (cannot be read)", "error"),
        ("none;diabetes", "risks 'none;diabetes' (cannot be read)", "error"),
        ("diabetes", "risks diabetes", "ok"),
        ("x" * 5000, f"risks '{'x' * 60}'... (5000 letters) (cannot be read)", "error"),
    ],
)
def test_a_check_says_of_a_cell_what_the_run_reads(tmp_path: Path, cell: str, reads: str, status: str) -> None:
    table = f"MRN,Weight,Risk factors,Dx\n1,70,{cell},gbs\n"
    assert batch(tmp_path, table, *GBS[2:]).row["status"] == status
    checked = batch(tmp_path, table, *GBS[2:], "--check", "--format", "json").answer.json["checked"][0]
    assert reads in checked["read"].split("; ")
    assert checked["status"] == status


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("SC/IV", "speaks of the route"),
        ("Hyperprolinaemia", "speaks of risks"),
        ("Heart failure", "speaks of risks"),
        ("CHF", "speaks of risks"),
        ("Cr", "speaks of the kidneys"),
        ("Data nasc", "speaks of age, by the day of birth"),
        ("Hold", "whether an order still stands"),
        ("Stop date", "whether an order still stands"),
        ("Order Start Date", "--column start='Order Start Date'"),
        ("Scheduled Date/Time", "--column start='Scheduled Date/Time'"),
        ("Planned Date", "--column start='Planned Date'"),
        ("Admin Date", "--column start='Admin Date'"),
        ("Weight/kg", "both"),
        ("ABO/Rh", "--column blood_group=ABO/Rh"),
    ],
)
def test_headings_that_exports_have_are_not_passed_over(tmp_path: Path, heading: str, says: str) -> None:
    says = "--column weight_kg=Weight/kg" if heading == "Weight/kg" else says
    found = batch(tmp_path, f"MRN,Weight,{heading},Dx\n1,70,A,gbs\n", *GBS[2:])
    assert (found.answer.code, found.answer.says(says)) == (65, True), found.answer.err


@pytest.mark.parametrize("heading", ["CR Number", "Household"])
def test_other_words_that_hold_them_are_passed_over(tmp_path: Path, heading: str) -> None:
    assert batch(tmp_path, f"MRN,Weight,{heading},Dx\n1,70,A,gbs\n", *GBS[2:]).row["status"] == "ok"


def test_two_columns_of_one_name_are_not_both_left_out_unsaid(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight,Weight,Dx\n1,70,80,gbs\n", *GBS[2:]).answer
    assert (found.code, found.says("--ignore would leave out both")) == (65, True)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("Privigen SC", "names another route (sc)"),
        ("Privigen s.c.", "names another route (s.c.)"),
        ("Privigen 5 %", "names another strength than 100 mg/mL"),
        ("Privigen 50 mg/mL", "names another strength than 100 mg/mL"),
        ("privigen / kiovig", "names another preparation (Kiovig)"),
        ("Privigen or Hizentra", "names another preparation (Hizentra)"),
        ("Privigen allergy", "says that it is not to be given (allergy)"),
        ("Privigen (failed)", "says that it is not to be given (failed)"),
        ("Privigen not tolerated", "says that it is not to be given (not)"),
        ("Privigen discontinued 12/1", "says that it is not to be given (discontinued)"),
        ("Privigen - on hold", "says that it is not to be given (hold)"),
        ("Privigen suspenso", "says that it is not to be given (suspenso)"),
    ],
)
def test_a_text_of_another_preparation_is_neither_offered_nor_taken(tmp_path: Path, cell: str, why: str) -> None:
    table = f"MRN,Weight,Drug,Dx\n1,70,{cell},gbs\n"
    row = batch(tmp_path, table, *GBS[2:]).row
    assert (row["status"], "--means" in row["reason"]) == ("error", False)
    refused = batch(tmp_path, table, *GBS[2:], "--means", f"{cell}=privigen").answer
    assert (refused.code, refused.says(why)) == (2, True), refused.text


def test_a_text_of_a_preparation_with_words_that_only_begin_like_a_refusal_is_offered(tmp_path: Path) -> None:
    row = batch(tmp_path, "MRN,Weight,Drug,Dx\n1,70,Privigen or notable equivalent,gbs\n", *GBS[2:]).row
    assert "--means 'Privigen or notable equivalent=privigen'" in row["reason"]


def test_a_text_of_a_preparation_with_its_own_strength_is_taken(tmp_path: Path) -> None:
    table = "MRN,Weight,Drug,Dx\n1,70,Privigen 10 % 100 mg/mL 20 g,gbs\n"
    typed = "Privigen 10 % 100 mg/mL 20 g=privigen"
    assert typed in batch(tmp_path, table, *GBS[2:]).row["reason"]
    assert batch(tmp_path, table, *GBS[2:], "--means", typed).row["product"] == "privigen"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("G610 - SINDROME DE GUILLAIN-BARRE", "gbs"),
        ("G6181 CIDP", "cidp"),
        ("Chronic inflammatory demyelinating polyneuritis", "cidp"),
        ("G61.81 - Chronic inflammatory demyelinating polyneuritis", "cidp"),
    ],
)
def test_a_diagnosis_as_records_print_it_is_read(tmp_path: Path, text: str, meant: str) -> None:
    row = batch(tmp_path, f"MRN,Weight,Dx\n1,70,{text}\n", *GBS[2:]).row
    assert (row["status"], row["indication"]) == ("ok", meant), row["reason"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Guillain-Barre syndrome [G61.0]", ["gbs"]),
        ("[G610] Guillain-Barre syndrome", ["gbs"]),
        ("GBS (Guillain-Barre syndrome)", ["gbs"]),
        ("Chronic inflammatory demyelinating polyneuritis (HCC)", ["cidp"]),
        ("Myasthenia gravis with (acute) exacerbation", ["mg-crisis", "mg-exacerbation"]),
        ("G70.01 - Myasthenia gravis with (acute) exacerbation", ["mg-crisis"]),
        ("G610 - CIDP", []),
        ("[G61.0] CIDP", []),
        ("not Guillain-Barre syndrome [G61.0]", []),
        ("Myasthenia gravis without (acute) exacerbation", []),
    ],
)
def test_a_diagnosis_as_records_print_it_is_offered_where_it_means_one_or_a_few(
    tmp_path: Path, text: str, meant: list[str]
) -> None:
    """G70.01 holds the crisis, too: which of both is meant the table does not say."""
    table = f'MRN,Weight,Dx\n1,70,"{text}"\n'
    row = batch(tmp_path, table, *GBS[2:]).row
    assert (row["status"], re.findall(r"--means '[^']*=([a-z-]+)'", row["reason"])) == ("error", meant), row["reason"]


def test_what_shows_more_of_what_a_code_with_a_name_may_mean_shows_it(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx\n1,70,G70.01 - Myasthenia gravis with (acute) exacerbation\n"
    reason = batch(tmp_path, table, *GBS[2:]).row["reason"]
    assert reason.endswith("; 1 more: ivigcalc indications 'Myasthenia gravis with (acute) exacerbation'")
    answer = run("indications", "Myasthenia gravis with (acute) exacerbation")
    assert (answer.code, "mg-crisis" in answer.out, "mg-exacerbation" in answer.out) == (0, True, True)


def test_a_diagnosis_with_its_code_is_offered_once_for_the_table(tmp_path: Path) -> None:
    text = "Chronic polyneuritis (Lewis) [G61.81]"
    table = "MRN,Weight,Dx\n1,70,{}\n"
    assert f"--means '{text}=cidp'" in batch(tmp_path, table.format(text), *GBS[2:]).row["reason"]
    assert batch(tmp_path, table.format(text), *GBS[2:], "--means", f"{text}=cidp").row["indication"] == "cidp"
    two = batch(tmp_path, table.format("G61.81 or G35"), *GBS[2:]).row
    assert (two["status"], "--means" in two["reason"]) == ("error", False)


@pytest.mark.parametrize(
    ("quantity", "kg"),
    [
        ('{"value": 154, "unit": "lbs", "system": "http://unitsofmeasure.org", "code": "[lb_av]"}', "69.8532"),
        ('{"value": 70, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}', "70"),
        ('{"value": 154, "system": "http://unitsofmeasure.org", "code": "[lb_av]"}', "69.8532"),
        ('{"value": 154, "unit": "kg", "code": "[lb_av]"}', ""),
        ('{"value": 154, "unit": "parrots", "code": "[lb_av]"}', ""),
        ('{"value": 154, "comparator": "<", "unit": "lb"}', ""),
        ('{"value": 154, "unit": 1}', ""),
    ],
)
def test_a_quantity_of_fhir_is_read_or_refused(tmp_path: Path, quantity: str, kg: str) -> None:
    line = f'{{"key": "a", "weight": {quantity}, "indication": "gbs", "regimen": "A"}}\n'
    row = batch(tmp_path, line, "--to", "csv").row
    assert (row["status"], row["weight_kg"]) == ("ok" if kg else "error", kg), row["reason"]


def test_what_pandas_and_fhir_write_is_read(tmp_path: Path) -> None:
    """Days as a float, a first day with its zone, a blood group with its Rhesus factor in words."""
    table = "key,weight,dx,course,days,start,abo\na,70.0,gbs,2 g/kg,2.0,2026-12-01T23:30:00+01:00,AB Rh(D) pos\n"
    row = batch(tmp_path, table).row
    assert (row["days"], row["dates"]) == ("2", "2026-12-01;2026-12-02"), row["reason"]


@pytest.mark.parametrize(
    ("header", "cells", "says"),
    [
        ("wt_lb", "", "wt_lb is missing: write it in this row under 'wt_lb'"),
        ("weight_g", "", "write it in this row under 'weight_g'"),
        ("weight_kg", "", "write it in this row under 'weight_kg'"),
        ("Peso,Altura (m)", "70,175", "the column is in m: Altura (m) M"),
        ("Weight,Height (in)", "70,175", "the column is in inches: Height (in) IN"),
    ],
)
def test_what_is_offered_is_in_the_unit_of_the_column(tmp_path: Path, header: str, cells: str, says: str) -> None:
    reason = batch(tmp_path, f"MRN,{header},Dx\n1,{cells},gbs\n", *GBS[2:]).row["reason"]
    assert says in reason


def test_a_cover_sheet_before_the_table_offers_the_other_sheets(tmp_path: Path) -> None:
    path = tmp_path / "cover.xlsx"
    book = Workbook(path)
    book.add_worksheet("Cover").write_row(0, 0, ["Immunoglobulin", "2026"])
    sheet = book.add_worksheet("My  patients")
    sheet.write_row(0, 0, ["MRN", "Weight", "Dx"])
    sheet.write_row(1, 0, [1, 70, "gbs"])
    book.close()
    refused = run("batch", str(path), *GBS[2:])
    assert (refused.code, refused.says("--sheet 'My patients'")) == (65, True)
    assert run("batch", str(path), *GBS[2:], "--sheet", "My patients").code == 0
    absent = run("batch", str(path), *GBS[2:], "--sheet", "3")
    assert (absent.code, absent.says("its sheets are 'Cover', 'My patients'")) == (65, True), absent.err
    assert absent.says("--sheet Cover or --sheet 'My patients'"), absent.err
    cover = run("batch", str(path), *GBS[2:], "--sheet", "Cover")
    assert (cover.code, "may be on another" in cover.err) == (65, False)


def test_a_stock_with_two_names_for_one_column_names_both(tmp_path: Path) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text("Item,Description,Size (g),On hand,Reserved\n1,Privigen,10,4,1\n")
    refused = run("dose", "--weight", "70", "--indication", "gbs", "--stock", str(stock))
    assert refused.code == 65
    assert refused.says(
        "columns 'Item' and 'Description' both mean product. "
        "TYPE keep one: --stock-ignore Item or --stock-ignore Description leaves one out"
    )
    assert refused.says("column 'Reserved' is not read, and speaks of vials that are not to be had")


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("80 kg", "--ignore X leaves it out"),
        ("176 lb", "--ignore X leaves it out"),
        ("0.4 g/kg", "--column per_day=X or --column course=X reads it, --ignore X leaves it out"),
        ("0,4 g/kg/dia", "--ignore X leaves it out"),
        ("30g", "--column per_day=X or --column course=X reads it"),
        ("30 g daily", "--ignore X leaves it out"),
        ("400 mg/kg", "--column per_day=X or --column course=X reads it"),
        ("30 g/dia por 5 dias", "--ignore X leaves it out"),
        ("0.4 g/kg x 5 d", "--ignore X leaves it out"),
        ("0,4 g/kg/día durante 5 días", "--ignore X leaves it out"),
        ("IVIG 30 g IV q4w", "--ignore X leaves it out"),
        ("Privigen 30 g daily x5", "--ignore X leaves it out"),
        ("30 g/Tag über 5 Tage", "--ignore X leaves it out"),
        ("30g OD 5/7", "--ignore X leaves it out"),
        ("as neurology says 0.4 g per kg", "--ignore X leaves it out"),
    ],
)
def test_a_column_of_weights_or_doses_is_not_passed_over(tmp_path: Path, cell: str, typed: str) -> None:
    """Beside 70 kg a cell of 80 kg says another patient; 30 g is an order, whatever stands above it."""
    answer = batch(tmp_path, f'MRN,Weight,X,Dx\n1,70,,gbs\n2,70,"{cell}",gbs\n', *GBS[2:]).answer
    assert answer.code == 65
    assert answer.says(f"column 'X' is not read, and holds a weight or a dose: '{cell}'. TYPE {typed}")
    assert batch(tmp_path, f'MRN,Weight,X,Dx\n1,70,"{cell}",gbs\n', *GBS[2:], "--ignore", "X").row["status"] == "ok"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("X", "500 mg"),
        ("X", "3 West"),
        ("X", "12 kgs ago"),
        ("X", "12 g/dL"),
        ("X", "Hb 12.1 g/dL"),
        ("X", "1 g methylprednisolone"),
        ("X", "3 g protein daily"),
        ("X", "20G cannula"),
        ("X", "1.2 mg/dL"),
        ("X", "30 g is what I remember but ask the ward whether it is daily and whether for five days or for three"),
        ("Notes", "30 g/dia por 5 dias"),
        ("X", "30"),
        ("Notes", "30 g"),
        ("X", "2 h"),
    ],
)
def test_other_cells_say_nothing_of_a_dose(tmp_path: Path, heading: str, cell: str) -> None:
    assert batch(tmp_path, f"MRN,Weight,{heading},Dx\n1,70,{cell},gbs\n", *GBS[2:]).row["status"] == "ok"


def test_what_is_offered_of_a_column_of_doses_reads_it(tmp_path: Path) -> None:
    table = "MRN,Weight,X,Dx,days\n1,70,0.4 g/kg,gbs,5\n"
    row = batch(tmp_path, table, "--column", "per_day=X").row
    assert (row["g_per_day"], row["days"]) == ("28", "5"), row["reason"]


@pytest.mark.parametrize(
    "cell",
    [
        "Subcutaneous",
        "subcut",
        "SUBCUTÂNEA",
        "vía subcutánea",
        "SCIg",
        "subkutan",
        "sous-cutanée",
        "SC infusion",
        "intramuscular",
        "SCIg 20%",
        "home SCIg",
        "scig20",
        "SC Ig",
        "Subcutaneous Ig",
        "SC (subcutaneous)",
        "subcutaneous immune globulin 20 %",
        "Imunoglobulina subcutânea humana",
    ],
)
def test_a_route_in_words_is_not_passed_over(tmp_path: Path, cell: str) -> None:
    """Grams of a subcutaneous preparation are no intravenous course."""
    table = f"MRN,Weight,X,Dx\n1,70,,gbs\n2,70,{cell},gbs\n"
    answer = batch(tmp_path, table, *GBS[2:]).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column 'X' is not read, and holds a route that is not intravenous: '{cell}'")
    assert answer.says("--ignore X leaves it out")
    record = f'{{"MRN": 1, "Weight": 70, "X": "{cell}", "Dx": "gbs"}}'
    assert "a route that is not intravenous" in batch(tmp_path, record, *GBS[2:], "--to", "csv").row["reason"]


@pytest.mark.parametrize(
    "columns", [("IV", "SC"), ("EV", "S.C."), ("i.v.", "IM"), ("Intravenosa", "PO"), ("SC", "", "IV")]
)
def test_a_short_word_of_another_route_counts_in_a_column_of_routes(tmp_path: Path, columns: tuple[str, ...]) -> None:
    rows = "".join(f"P{number},70,{cell},gbs\n" for number, cell in enumerate(columns))
    answer = batch(tmp_path, f"MRN,Weight,X,Dx\n{rows}", *GBS[2:]).answer
    other = columns[0] if columns[0] == "SC" else columns[1]
    assert (answer.code, answer.says(f"holds a route that is not intravenous: '{other}'")) == (65, True), answer


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("State", "SC SC"),
        ("State", "SC NC GA"),
        ("UF", "SC SP"),
        ("Entered by", "SC IV JD"),
        ("Team", "IM PO"),
        ("X", "IV IV"),
        ("Notes", "IV SC"),
        ("Notes", "subcutaneous"),
        ("X", "Subcutaneous nodule"),
        ("X", "Subcutaneous nodule 2"),
        ("X", "Sub Scigliano"),
    ],
)
def test_states_initials_and_notes_are_no_routes(tmp_path: Path, heading: str, cells: str) -> None:
    of = [cells] if cells.startswith("Sub") else cells.split()
    rows = "".join(f"P{number},70,{cell},gbs\n" for number, cell in enumerate(of))
    found = batch(tmp_path, f"MRN,Weight,{heading},Dx\n{rows}", *GBS[2:])
    assert found.column("status") == ["ok"] * len(of), found.answer.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_another_route_far_below_intravenous_ones_ends_the_run(tmp_path: Path, jobs: str) -> None:
    """Of the first rows all are intravenous; the line with half a quote is no row of routes."""
    rows = [f"P{number},70,IV,gbs" for number in range(1500)]
    rows[3], rows[1200] = 'P3,70,"IV"x,gbs', "P1200,70,SC,gbs"
    table = "MRN,Weight,X,Dx\n" + "".join(f"{row}\n" for row in rows)
    answer = batch(tmp_path, table, *GBS[2:], "--jobs", jobs).answer
    assert (answer.code, answer.says("holds a route that is not intravenous: 'SC'")) == (65, True)
    left_out = batch(tmp_path, table, *GBS[2:], "--jobs", jobs, "--ignore", "X")
    assert left_out.column("status").count("ok") == 1499


def test_a_column_of_routes_in_a_sheet_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "routes.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    for place, row in enumerate((["MRN", "Weight", "X", "Dx"], [1, 70, "IV", "gbs"], [2, 70, "SC", "gbs"])):
        sheet.write_row(place, 0, row)
    book.close()
    answer = run("batch", str(path), *GBS[2:])
    assert (answer.code, answer.says("holds a route that is not intravenous: 'SC'")) == (65, True)


def test_a_unit_beside_a_heading_with_a_unit_is_held_against_it(tmp_path: Path) -> None:
    """154 lb under ``weight_kg`` are not 154 kg; left out, they would be."""
    found = batch(tmp_path, "key,weight_kg,unit,Dx\n1,154,lb,gbs\n2,70,kg,gbs\n3,70,,gbs\n", *GBS[2:])
    assert found.column("status") == ["error", "ok", "error"]
    why = "'154 lb': the column is in kg, the cell in lb: write the figure in kg, or rename the column"
    assert why in found.rows[0]["reason"]


def test_a_figure_in_two_units_says_what_to_write(tmp_path: Path) -> None:
    found = batch(tmp_path, "key,Weight,Height,Age,Dx\n1,11 st 2 lb,5 ft 10 in,18m,gbs\n", *GBS[2:]).row
    for hint in members(["a stone is 14 lb", "a foot is 12 in", "if m is for months, write mo or months"]):
        assert hint in found["reason"]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("MRN,Weight,Dx\n,lb,\n1,154,gbs\n", "line 2 holds units and no figures: 'lb' below 'Weight'"),
        ("MRN,Weight,Dx\n,(lbs),\n1,154,gbs\n", "write the unit into the heading: Weight (lb)"),
        ("MRN,Weight,Dx\n,[lb_av],\n1,154,gbs\n", "write the unit into the heading: Weight (lb)"),
        ("MRN,Weight (kg),Dx\n,lb,\n1,154,gbs\n", "are in lb, write that into the heading in place of kg"),
        ("MRN,Weight,Dx\n,st,\n1,11,gbs\n", "take the row out; if the figures are in st, write them in kg"),
        ("MRN,Weight (lb),Dx\n,st,\n1,11,gbs\n", "if the figures are in st, write them in lb"),
        ("MRN,Weight,Daily dose,Dx\n,,ml,\n1,70,300,gbs\n", "in ml, write them in a unit that is read"),
        ("MRN,Weight,Height,Dx\n,kg,m,\n1,70,175,gbs\n", "line 2 holds units and no figures: 'm' below 'Height'"),
        ("MRN,Weight (kg),Dx\n,lb,\n1,154,gbs\n", "'lb' below 'Weight (kg)'"),
        ("Weights in lbs\nMRN,Weight,Dx\n1,154,gbs\n", "--column weight_lb=Weight or --column weight_kg=Weight"),
    ],
)
def test_units_in_a_row_of_their_own_end_the_run(tmp_path: Path, table: str, says: str) -> None:
    """154 lb are no 154 kg: what says so stands above the figures."""
    answer = batch(tmp_path, table, *GBS[2:]).answer
    assert (answer.code, answer.out, answer.says(says)) == (65, "", True), answer.err


def test_a_row_of_units_that_contradicts_what_is_typed_is_named_with_what_to_type(tmp_path: Path) -> None:
    """154 lb are 69.8532 kg."""
    table = "MRN,Weight,Dx\n,Pounds,\n1,154,gbs\n"
    answer = batch(tmp_path, table, *GBS[2:], "--column", "weight_kg=Weight").answer
    assert (answer.code, answer.says("if the figures are in lb, type --column weight_lb=Weight")) == (65, True)
    found = batch(tmp_path, table, *GBS[2:], "--column", "weight_lb=Weight")
    assert (found.column("status"), found.rows[1]["weight_kg"]) == (["error", "ok"], "69.8532")


def test_units_in_a_row_of_their_own_that_are_read_anyway_cost_that_row_alone(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight,Dx\n,kg,\n1,70,gbs\n", *GBS[2:])
    assert found.column("status") == ["error", "ok"]
    above = "Weights in lbs\nMRN,Weight{},Dx\n1,154{},gbs\n"
    for heading, cell in members([(" (lb)", ""), (",unit", ",lb")]):
        assert batch(tmp_path, above.format(heading, cell), *GBS[2:]).row["weight_kg"] == "69.8532"
    assert batch(tmp_path, above.format("", ""), *GBS[2:], "--column", "weight_lb=Weight").row["weight_kg"] == "69.8532"
    assert batch(tmp_path, "IVIG, list\nMRN,Weight,Dx\n1,70,gbs\n", *GBS[2:]).row["status"] == "ok"


def test_a_title_of_a_sheet_with_a_unit_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "title.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    for place, row in enumerate((["IVIG list (weights in pounds)"], ["MRN", "Weight", "Dx"], [1, 154, "gbs"])):
        sheet.write_row(place, 0, row)
    book.close()
    answer = run("batch", str(path), *GBS[2:])
    assert (answer.code, answer.says("--column weight_lb=Weight")) == (65, True)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("MRN,Weight (lb),Dx\n2,154,gbs\n", "below 'Weight' stands another heading, 'Weight (lb)'"),
        ("MRN,Dx,Weight\n2,gbs,70\n", "below 'Weight' stands another heading, 'Dx'"),
        ("* weights in lb,,\n", "below the header stands '* weights in lb', and the column 'Weight' names no unit"),
        ("* weights in pounds\n", "--column weight_lb=Weight or --column weight_kg=Weight says which it is"),
        (",in pounds,\n", "below the header stands 'in pounds', and the column 'Weight' names no unit"),
        ("N/A,weight in lb,?\n", "below the header stands 'weight in lb'"),
        (",kg,\n,lbs,\n", "line 3 holds units and no figures: 'lbs' below 'Weight'"),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_row_that_says_how_others_are_to_be_read_ends_the_run(
    tmp_path: Path, rows: str, says: str, jobs: str
) -> None:
    """Below another header 154 are pounds, and a note may say so of all."""
    first = "" if rows.startswith(",kg") else "1,154,gbs\n"
    answer = batch(tmp_path, f"MRN,Weight,Dx\n{first}{rows}3,176,gbs\n", *GBS[2:], "--jobs", jobs).answer
    assert (answer.code, answer.says(says)) == (65, True), answer.err


@pytest.mark.parametrize(
    "rows", ["MRN,Weight,Dx\n", "Ward 3,,\n", "seen,,\n", "x\n", "2,dry,gbs\n", "2,pounds?,gbs\n", ",not weighed,\n"]
)
def test_other_rows_without_a_weight_cost_themselves_alone(tmp_path: Path, rows: str) -> None:
    heading = "Weight (kg)" if "pounds" in rows else "Weight"
    found = batch(tmp_path, f"MRN,{heading},Dx\n1,70,gbs\n{rows}3,80,gbs\n", *GBS[2:])
    assert found.column("status") == ["ok", "error", "ok"]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ('{"units": {"weight": "lb"}}', "'units'"),
        ('{"meta": {"columns": [{"name": "weight", "in": "pounds"}]}}', "'pounds'"),
        ('{"comment": "weights in lb"}', "'weights in lb'"),
        ('{"id": "export", "weightUnit": "kg"}', "'weightUnit'"),
        ('{"ageUnit": "months", "made": 3}', "'ageUnit'"),
    ],
)
def test_an_object_about_the_units_of_others_ends_the_run(tmp_path: Path, record: str, says: str) -> None:
    """154 below it are pounds: they were read as kg, beside an error for that object."""
    table = f'{record}\n{{"mrn": "a", "weight": 154, "dx": "gbs"}}\n'
    answer = batch(tmp_path, table, *GBS[2:]).answer
    assert answer.code == 65
    assert answer.says(f"an object that is no patient speaks of units: {says}")


@pytest.mark.parametrize(
    "record",
    [
        '{"comment": "a list of kg and g"}',
        '{"mrn": "b", "dx": "gbs", "lost": "10 lb"}',
        '{"mrn": "b", "weight": {"value": "x", "unit": "lb"}, "dx": "gbs"}',
        '{"mrn": "b", "seen": [1, null, true]}',
        '{"units": {"weight": "lb"}}',
    ],
)
def test_other_objects_without_a_weight_cost_themselves_alone(tmp_path: Path, record: str) -> None:
    table = f'{record}\n{{"mrn": "a", "weight": 70, "dx": "gbs"}}\n'
    left_out = ("--ignore", "units") if "units" in record else ()
    found = batch(tmp_path, table, *GBS[2:], *left_out)
    assert found.column("status") == ["error", "ok"]


@pytest.mark.parametrize("cell", ["70*", "70 est", "70/154", "70 (154 lb)", "65-70", "1e2", "70 kg (dry)"])
def test_a_weight_with_something_else_in_its_cell_is_called_so(tmp_path: Path, cell: str) -> None:
    """Of ``65-70`` it was said that the cell is in -70."""
    found = batch(tmp_path, f"mrn,weight_kg,dx\n1,{cell},gbs\n", *GBS[2:])
    assert found.row["reason"] == f"weight_kg {cell!r} is no figure in kg alone: write the figure, and nothing else"


def test_a_question_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    """What it stands for may be said once, for the whole table."""
    table = "mrn,weight,dx,product\n1,70,?GBS,privigen\n2,70,gbs,Privigen?\n"
    found = batch(tmp_path, table, *GBS[2:])
    assert found.column("status") == ["error", "error"]
    assert "indication '?GBS' has a question mark" in found.rows[0]["reason"]
    assert "product 'Privigen?' has a question mark" in found.rows[1]["reason"]
    meant = batch(tmp_path, table, *GBS[2:], "--means", "?GBS=gbs", "--means", "Privigen?=privigen")
    assert meant.column("status") == ["ok", "ok"]
    assert "dx '?GBS' read as gbs" in meant.rows[0]["read"]


@pytest.mark.parametrize("cell", ["GBS*", "~GBS", "-GBS", "GBS\u2020", "[ ] GBS", "GBS..."])
def test_a_sign_at_a_name_is_an_error_that_says_how_to_go_on(tmp_path: Path, cell: str) -> None:
    """What an asterisk refers to stands below the table, if anywhere."""
    table = f"mrn,weight,dx,product\n1,70,{cell},privigen\n2,70,gbs,Privigen*\n3,70,gbs,Privigen IV*\n"
    found = batch(tmp_path, table, *GBS[2:])
    assert found.column("status") == ["error", "error", "error"]
    assert f"--means {quote(f'{cell}=gbs')}" in found.rows[0]["reason"]
    assert "product 'Privigen*' has a sign" in found.rows[1]["reason"]
    meant = batch(tmp_path, table, *GBS[2:], "--means", f"{cell}=gbs", "--means", "Privigen*=privigen")
    assert meant.column("status") == ["ok", "ok", "error"]


@pytest.mark.parametrize("cell", ["0", "1", "2", "9", "-1"])
def test_a_sex_in_codes_is_an_error_that_says_what_to_write(tmp_path: Path, cell: str) -> None:
    """1 is male in ISO 5218, and female where 0 is male."""
    row = batch(tmp_path, f"mrn,weight,dx,sex\n1,70,gbs,{cell}\n", *GBS[2:]).row
    assert (row["status"], row["g_per_day"]) == ("error", "")
    assert row["reason"] == f"sex {cell!r} is a code, and whose sex it says is not known here: write male or female"


MISSING = [("age", cell) for cell in ("999", "-1", "-9", "9999", "888")]
MISSING += [("weight", cell) for cell in ("999", "0", "-1", "9999", "-99", "999.9", "888", "0.0")]
MISSING += [("height", cell) for cell in ("999", "0", "-1", "9999", "9", "999.9")]


@pytest.mark.parametrize(("heading", "cell"), MISSING)
def test_a_code_of_registries_for_what_is_missing_is_never_answered(tmp_path: Path, heading: str, cell: str) -> None:
    cells = {"weight": "70", "age": "54", "height": "175"} | {heading: cell}
    row = batch(tmp_path, f"mrn,{','.join(cells)},dx\n1,{','.join(cells.values())},gbs\n", *GBS[2:]).row
    assert (row["status"] in {"error", "refused"}, row["g_per_day"]) == (True, "")
    assert heading in row["reason"]


def test_what_a_name_means_does_not_hold_for_one_in_doubt(tmp_path: Path) -> None:
    """G61.0 is a code of several entries; G61.0 with a question mark is nobody's."""
    table = "mrn,weight,dx\n1,70,G61.0\n2,70,?G61.0\n3,70,-G61.0\n"
    found = batch(tmp_path, table, *GBS[2:], "--means", "G61.0=gbs")
    assert found.column("status") == ["ok", "error", "error"]


def test_a_name_in_doubt_can_mean_only_what_bears_it(tmp_path: Path) -> None:
    answer = batch(tmp_path, "mrn,weight,dx\n1,70,CIDP*\n", *GBS[2:], "--means", "CIDP*=gbs").answer
    assert (answer.code, answer.says("CIDP* fits cidp alone")) == (2, True)


@pytest.mark.parametrize(
    "cell", ["Privigen\u00ae", "Privigen\u2122", "PRIVIGEN(R) 10%", "Privigen (TM)", "(Privigen)", "Privigen."]
)
def test_a_trademark_says_nothing_of_a_preparation(tmp_path: Path, cell: str) -> None:
    row = batch(tmp_path, f"mrn,weight,dx,product\n1,70,gbs,{cell}\n", *GBS[2:]).row
    assert (row["status"], row["product"]) == ("ok", "privigen")


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Infants, ages in months", "--column age_months=Age or --column age_years=Age"),
        ("Idade em meses", "--column age_months=Age or --column age_years=Age"),
        ("Heights in inches", "--column height_in=Height or --column height_cm=Height"),
        ("Height measured in feet", "--column height_cm=Height"),
        ("Weights in stones", "--column weight_kg=Weight"),
    ],
)
def test_a_title_with_a_unit_of_other_figures_ends_the_run(tmp_path: Path, title: str, typed: str) -> None:
    """18 months were read as 18 years."""
    found = batch(tmp_path, f"{title}\nMRN,Weight,Height,Age,Dx\na,30,120,18,gbs\n", *GBS[2:])
    assert (found.answer.code, found.answer.says(f"{typed} says which it is")) == (65, True), found.answer.err


@pytest.mark.parametrize(
    "title",
    [
        "Report of 12 months",
        "St Mary's Hospital, 6 weeks",
        "Height in cm, age in years, weight in kg",
        "Average of 3 months",
    ],
)
def test_a_title_with_other_units_is_left_out(tmp_path: Path, title: str) -> None:
    found = batch(tmp_path, f'"{title}"\nMRN,Weight,Height,Age,Dx\na,70,170,18,gbs\n', *GBS[2:])
    assert found.row["g_course"] == "140"


def test_a_title_says_nothing_of_figures_with_units_of_their_own(tmp_path: Path) -> None:
    table = "Ages in months\nMRN,Weight (kg),Age (months),Height,Height unit,Dx\na,11,18,80,cm,gbs\n"
    assert batch(tmp_path, table, *GBS[2:]).row["g_course"] == "22"


@pytest.mark.parametrize("unit", ["lb.", "(lb)", "pound(s)", "LB(S)", "lbs."])
def test_a_unit_with_a_dot_or_brackets_is_that_unit(tmp_path: Path, unit: str) -> None:
    """154 lb are 69.8532 kg."""
    beside = batch(tmp_path, f"MRN,Weight,Weight Unit,Dx\na,154,{unit},gbs\n", *GBS[2:])
    within = batch(tmp_path, f"MRN,Weight,Dx\na,154 {unit},gbs\n", *GBS[2:])
    assert [found.row["weight_kg"] for found in (beside, within)] == ["69.8532", "69.8532"]


@pytest.mark.parametrize("stroke", ["\u0335", "\u0336", "\u0337", "\u0338"])
def test_letters_that_are_struck_out_are_no_name(tmp_path: Path, stroke: str) -> None:
    struck = "".join(f"{letter}{stroke}" for letter in "GBS")
    found = batch(tmp_path, f"MRN,Weight,Dx\na,70,{struck}\nb,70,gbs\n", *GBS[2:])
    assert found.column("status") == ["error", "ok"]
