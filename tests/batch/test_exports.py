"""Tables made as real exports are: each is read right, or refused with the one change that helps.

Doses are 0.4 g/kg on each of five days (CIDP and GBS, regimen A); 1 lb is 0.45359237 kg, 1 inch 2.54 cm.
"""

import re
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.batch.making import Batch, read_csv
from tests.program import run

EXPORTS = Path(__file__).parent / "exports"


def export(name: str, *args: str) -> Batch:
    """Answer one of the tables."""
    return Batch(run("batch", str(EXPORTS / name), *args, columns=300))


def grams(found: Batch) -> list[tuple[str, str, str]]:
    """The key of each row, its status, and its grams a day."""
    return [(row["key"], row["status"], row["g_per_day"]) for row in found.rows]


def test_epic_has_two_diagnoses_and_a_dose_that_may_be_either() -> None:
    refused = export("epic.csv").answer
    assert refused.code == 65
    for part in (
        "columns 'Primary Diagnosis' and 'ICD-10 Code' both mean indication",
        "--ignore 'ICD-10 Code'",
        "column 'Ordered Dose' could be the dose of a day or of the course",
        "--column per_day='Ordered Dose' or course='Ordered Dose' says which",
    ):
        assert part in refused.text
    found = export("epic.csv", "--ignore", "ICD-10 Code", "--ignore", "Ordered Dose", "--regimen", "A")
    assert grams(found) == [("00123456", "ok", "27.94"), ("00123457", "ok", "9.72"), ("00123458", "error", "")]
    assert found.rows[0]["read"].endswith("x 0.45359237 = 69.85 kg; Height (in) 64 in x 2.54 = 162.56 cm")
    assert "Weight is missing" in found.rows[2]["reason"]
    assert "not read: 'DOB', 'Dept'" in found.answer.err
    assert "names of patients, neither read nor written: 'Patient Name'" in found.answer.err


def test_sap_writes_days_first_and_a_material_by_its_number() -> None:
    refused = export("sap.txt").answer
    assert (refused.code, "column 'Material' is not read, and speaks of a preparation" in refused.text) == (65, True)
    assert "--dates dmy" in export("sap.txt", "--ignore", "Material").rows[0]["reason"]
    typed = ("--ignore", "Material", "--product", "privigen", "--dates", "dmy", "--indication", "cidp")
    found = export("sap.txt", *typed)
    assert "can be read as 72500 or as 72.500" in found.rows[0]["reason"]
    assert "type 72500 kg, or 72.5 kg; --decimal comma if the whole table has decimal commas" in found.rows[0]["reason"]
    assert "'G70.01' fits 4 entries" in found.rows[1]["reason"]
    assert [row["status"] for row in found.rows] == ["error", "error"]
    assert "above the header, left out: 'List output', 'Plant 1000 Neurology'" in found.answer.err
    row = export("sap.txt", *typed, "--decimal", "comma").rows[0]
    assert (row["status"], row["weight_kg"], "Weight 72,500 read as 72.5" in row["read"]) == ("ok", "72.5", True)


def test_a_pharmacy_in_brazil_writes_windows_and_days_first() -> None:
    first = export("farmacia.csv", "--regimen", "A")
    assert "(the day first: --dates dmy)" in first.rows[0]["reason"]
    found = export("farmacia.csv", "--regimen", "A", "--dates", "dmy")
    expected = [("1001", "ok", "28.2"), ("1002", "ok", "23.2"), ("1003", "ok", "32.52"), ("Total", "error", "")]
    assert grams(found) == expected
    assert found.column("indication")[:3] == ["cidp", "gbs", "cidp"]
    assert found.rows[0]["dates"].startswith("2026-12-01")
    assert "Idade 'Não informado' read as not given; Data de início 'N/D' read as not given" in found.rows[2]["read"]
    assert "read as Windows-1252" in found.answer.err


def test_a_registry_has_comments_and_na() -> None:
    refused = export("registry.csv").answer
    assert (refused.code, "--column risks=comorbidities reads it" in refused.text) == (65, True)
    found = export("registry.csv", "--column", "risks=comorbidities")
    assert grams(found) == [("S-0001", "ok", "28.16"), ("S-0002", "ok", "35.24")]
    assert found.rows[0]["read"] == "weight_kg 70.39999999999999 read as 70.4"
    assert found.rows[1]["read"] == "height_cm 'NA' read as not given; comorbidities 'NA' read as not given"


def test_pandas_writes_its_own_index_and_the_noise_of_floats() -> None:
    found = export("pandas.csv")
    assert grams(found) == [("1001", "ok", "28.04"), ("1002", "ok", "25.32"), ("1003", "error", "")]
    assert found.rows[1]["dates"].startswith("2026-12-02")
    assert found.rows[1]["read"] == "weight_kg 63.300000000000004 read as 63.3"


def test_r_quotes_its_headings_and_writes_na() -> None:
    found = export("r.csv")
    assert grams(found) == [("P1", "ok", "28.2"), ("P2", "error", ""), ("P3", "ok", "36")]
    assert found.column("product") == ["privigen", "", "kiovig"]


def test_a_sql_client_draws_a_ruler_and_counts_rows() -> None:
    found = export("psql.txt")
    assert grams(found) == [("900001", "ok", "28"), ("900002", "ok", "27.94"), ("900003", "error", "")]
    assert "unit '(null)' is not known" in found.rows[2]["reason"]


def test_libreoffice_names_its_delimiter() -> None:
    found = export("libreoffice.csv")
    assert grams(found) == [("H-17", "ok", "29"), ("H-18", "caution", "40.52")]
    assert found.rows[0]["dates"].startswith("2026-12-01")
    assert "haemolysis-group-not-given" not in "".join(found.column("alerts"))


def test_json_lines_carry_their_units() -> None:
    found = export("fhir.jsonl")
    assert grams(found) == [("J1", "ok", "27.94"), ("J2", "ok", "2.48"), ("J3", "error", ""), ("J4", "error", "")]
    assert "has no unit" in found.rows[2]["reason"]
    assert "weight is missing" in found.rows[3]["reason"]


def lots_of_30_g(start: str) -> tuple[list[str], list[str]]:
    """How the wholesaler's file was read, and the lots of 30 g of Privigen on a day."""
    stock = ("--stock", str(EXPORTS / "wholesaler.csv"), "--start", start)
    found = run("vials", "30", "--product", "privigen", *stock, "--format", "json").json
    return found["request"]["read"], [
        f"{lot['count']}x{lot['size_g']} {lot['lot']}" for lot in found["plan"]["days"][0]["lots"]
    ]


def test_a_wholesaler_counts_what_is_on_hand() -> None:
    """A month of expiry is good until its last day."""
    read, lots = lots_of_30_g("2027-03-31")
    assert read == [
        "--stock: not read: 'Item no', 'Unit price'",
        "--stock: above the header, left out: 'Stock on hand report', 'Depot 4'",
        "expiry 2027-03 read as 2027-03-31",
        "expiry 03/2028 read as 2028-03-31",
        "expiry Feb-2027 read as 2027-02-28",
    ]
    assert lots == ["1x20 P4471", "1x10 P4890"]
    assert lots_of_30_g("2027-04-01")[1] == ["3x10 P4890"]


def test_a_mess_made_by_hand_is_refused_until_it_says_what_it_means() -> None:
    refused = export("mess.csv").answer
    assert (refused.code, "'IVIG Dose (g)' could be the dose of a day or of the course" in refused.text) == (65, True)
    found = export("mess.csv", "--column", "per_day_g=IVIG Dose (g)", "--column", "indication=Diagn", "--regimen", "A")
    assert [row["status"] for row in found.rows] == ["error", "ok", "error", "error"]
    assert "height 1.75 cm is below" in found.rows[0]["reason"]
    assert found.rows[1]["weight_kg"] == "69.8532"
    assert "not a patient" in found.rows[3]["reason"]


def refusals(name: str, *args: str) -> list[str]:
    """The columns for which one of the tables is refused."""
    answer = export(name, *args).answer
    assert (answer.code, answer.out) == (65, "")
    return re.findall(r"column '([^']+)' (?:is not read|could be)", answer.text)


def ignoring(*headings: str) -> list[str]:
    """The options that leave columns out."""
    return [word for heading in headings for word in ("--ignore", heading)]


def test_cerner_has_a_second_weight_an_order_in_words_and_a_mnemonic() -> None:
    """176.4 lb are 80.0137 kg (lb of 0.45359237 kg)."""
    left_out = ("Dosing Weight", "Order Details", "Order Status")
    assert refusals("cerner.csv") == ["Dosing Weight", "Order Mnemonic", "Order Details", "Order Status"]
    typed = (*ignoring(*left_out), "--column", "product=Order Mnemonic", "--regimen", "A")
    assert "(the month first: --dates mdy)" in export("cerner.csv", *typed).rows[0]["reason"]
    found = export("cerner.csv", *typed, "--dates", "mdy")
    assert grams(found) == [("770001", "ok", "28"), ("770002", "caution", "32.01")]
    assert found.column("product") == ["privigen", "gamunex-c"]
    assert [row["dates"][:10] for row in found.rows] == ["2026-12-01", "2026-12-02"]


def test_meditech_weighs_in_ounces() -> None:
    """2469.2 oz are 154.325 lb, 70.0006 kg; 2822.4 oz are 176.4 lb."""
    assert refusals("meditech.txt") == ["AGE/SX", "ALLERGIES"]
    found = export("meditech.txt", *ignoring("AGE/SX", "ALLERGIES"))
    assert grams(found) == [("M0001", "ok", "28"), ("M0002", "ok", "32.01")]
    assert found.column("weight_kg") == ["70.0006", "80.0137"]
    assert "DRUG 'PRIVIGEN 10 % IV SOLN' read as privigen" in found.rows[0]["read"]
    assert "pounds" in found.rows[0]["alerts"]
    assert "names of patients, neither read nor written: 'NAME'" in found.answer.err


def test_a_clinic_in_brazil_has_codes_of_several_diseases_and_doses_in_words() -> None:
    assert refusals("clinicas.csv") == ["Imunoglobulina", "Posologia"]
    typed = ("--ignore", "Posologia", "--column", "product=Imunoglobulina", "--regimen", "A")
    first = export("clinicas.csv", *typed)
    assert [row["status"] for row in first.rows] == ["error", "error"]
    assert "--means G61.8=mmn or --means G61.8=cidp" in first.rows[0]["reason"]
    found = export("clinicas.csv", *typed, "--means", "G61.8=cidp", "--means", "G70.0=mg-exacerbation")
    assert grams(found) == [("100", "ok", "28.2"), ("101", "ok", "32")]
    assert found.column("indication") == ["cidp", "mg-exacerbation"]


def test_a_hospital_in_spain_says_how_many_days() -> None:
    assert refusals("hospital-es.csv") == ["Nº de días"]
    found = export("hospital-es.csv", "--column", "days=Nº de días", "--dates", "dmy")
    assert grams(found) == [("1", "ok", "28"), ("2", "ok", "32.2")]
    assert found.column("days") == ["5", "5"]
    assert "an order or a warning may stand there: 'Observaciones'" in found.answer.err


def test_a_panel_of_the_nhs_approves_courses_without_days() -> None:
    refused = export("nhs.csv").answer
    assert (refused.code, "'NHS Number' and 'Hospital Number' both mean key" in refused.text) == (65, True)
    assert refusals("nhs.csv") == ["Date of birth", "Dose (g/kg)", "Frequency"]
    typed = (*ignoring("NHS Number", "Date of birth", "Frequency"), "--column", "course_g_per_kg=Dose (g/kg)")
    found = export("nhs.csv", *typed)
    assert grams(found) == [("X100", "error", ""), ("X101", "error", "")]
    assert ["days is missing" in row["reason"] for row in found.rows] == [True, True]
    assert "Weight(kg) is missing" in found.rows[1]["reason"]


def test_access_writes_words_of_headings_together() -> None:
    assert refusals("access.tsv") == ["SexCode", "IndicationText", "RegimenCode", "eGFR_mL_min"]
    columns = ("sex=SexCode", "indication=IndicationText", "regimen=RegimenCode")
    mapped = [word for column in columns for word in ("--column", column)]
    found = export("access.tsv", *ignoring("ID", "eGFR_mL_min"), *mapped)
    assert grams(found) == [("P-1", "ok", "28"), ("P-2", "ok", "32")]


def test_redcap_writes_codes_for_sexes() -> None:
    assert refusals("redcap.csv") == ["demog_sex", "dx___1", "dx_text", "ivig_dose_gkg", "ivig_days"]
    columns = ("sex=demog_sex", "indication=dx_text", "per_day_g_per_kg=ivig_dose_gkg", "days=ivig_days")
    mapped = [word for column in columns for word in ("--column", column)]
    coded = export("redcap.csv", "--ignore", "dx___1", *mapped)
    assert ["'1' is a code" in row["reason"] for row in coded.rows] == [True, False]
    found = export("redcap.csv", *ignoring("dx___1", "demog_sex"), *mapped[2:])
    assert grams(found) == [("1", "ok", "28.2"), ("2", "ok", "32")]


def test_a_shared_sheet_has_days_between_its_rows_and_a_sum_without_a_word() -> None:
    """70, 70 and 80 kg are 220."""
    found = export("sheets.csv", "--means", "G61.0=gbs")
    assert grams(found) == [
        *(("Mon 1 Dec", "error", ""), ("A-1", "ok", "28"), ("A-2", "ok", "28")),
        *(("Tue 2 Dec", "error", ""), ("A-3", "ok", "32"), ("", "error", "")),
    ]
    assert "sum or the mean of those above" in found.rows[5]["reason"]
    assert "an order or a warning may stand there: 'Notes'" in found.answer.err


@pytest.fixture
def ward_workbook(tmp_path: Path) -> Path:
    """A sheet with a title, merged diagnoses, a hidden row and column, numbers of days, a total without a word."""
    path = tmp_path / "ward.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet("November")
    sheet.merge_range("A1:F1", "Ward 3: immunoglobulin, November 2026")
    sheet.write_row(2, 0, ("Hospital No", "Weight (kg)", "Diagnosis", "Brand", "Start", "Regimen", "Height (cm)"))
    for place, (key, kg, cm) in enumerate((("a", 70, 175), ("b", 80, 160), ("c", 60.5, 158))):
        sheet.write_row(3 + place, 0, (key, kg, "cidp", "Privigen", 46357 + place, "A", cm))
    sheet.merge_range("C4:C5", "cidp")
    sheet.write_formula(6, 1, "=SUM(B4:B6)", None, 210.5)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("G:G", None, None, {"hidden": True})
    book.add_worksheet("Prices")
    book.close()
    return path


def test_a_ward_keeps_a_workbook_with_a_title_merged_cells_totals_and_hidden_rows(ward_workbook: Path) -> None:
    answer = run("batch", str(ward_workbook), "--indication", "gbs", "--product", "kiovig")
    rows = read_csv(answer.out)
    assert [(row["key"], row["status"], row["g_per_day"]) for row in rows] == [
        *(("a", "ok", "28"), ("b", "caution", "32"), ("c", "ok", "24.2"), ("", "error", ""))
    ]
    assert {row["indication"] for row in rows[:3]} == {"cidp"}
    assert [row["dates"][:10] for row in rows[:3]] == ["2026-12-01", "2026-12-02", "2026-12-03"]
    assert "no key and no indication" in rows[3]["reason"]
    for part in (
        "read: the sheet 'November'; not read: 'Prices'",
        "above the header, left out: 'Ward 3: immunoglobulin, November 2026",
        "hidden rows of the sheet are answered, too: 5",
        "hidden columns of the sheet are read, too: Height (cm)",
    ):
        assert part in answer.err
