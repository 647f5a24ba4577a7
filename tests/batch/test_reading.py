"""What a table may look like: delimiters, encodings, headings, units, numbers. It is read as ``dose`` reads."""

import json
from fractions import Fraction
from pathlib import Path
from shlex import quote

import pytest

from ivigcalc.core.names.words import normal_heading
from ivigcalc.core.quantity import plain
from tests.batch.making import GOOD, HEADER, batch, lines, read_csv
from tests.profiles import members
from tests.program import run, shipped

ONE = {"status": "ok", "key": "a", "weight_kg": "70", "g_per_day": "28", "days": "5", "g_course": "140"}


def holds(row: dict[str, str], expected: dict[str, str]) -> None:
    assert expected == {name: row[name] for name in expected}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_end(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    table = lines(GOOD, GOOD).replace(",", delimiter).replace("\n", end).encode(encoding)
    found = batch(tmp_path, table)
    assert found.answer.code == 0
    assert len(found.rows) == 2
    for row in found.rows:
        holds(row, ONE)


def test_the_decimal_comma_of_a_semicolon_export_is_read_and_said(tmp_path: Path) -> None:
    row = batch(tmp_path, "key;weight_kg;indication;regimen\na;72,5;cidp;A\n").row
    holds(row, {"weight_kg": "72.5", "g_per_day": "29", "read": "weight_kg 72,5 read as 72.5"})


def test_a_number_that_can_be_read_in_two_ways_is_an_error(tmp_path: Path) -> None:
    row = batch(tmp_path, "key;weight_kg;indication;regimen\na;1,234;cidp;A\n").row
    assert row["status"] == "error"
    assert "1234 or as 1.234" in row["reason"]


def test_cells_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    table = 'key,note,weight_kg,indication,regimen\n"a, ""b""\nc","x\r\ny",70,cidp,A\nd,,35,cidp,A\n'
    found = batch(tmp_path, table)
    assert found.column("g_per_day") == ["28", "14"]
    assert found.column("key") == ['a, "b" c', "d"]


def test_a_stray_quote_swallows_no_row(tmp_path: Path) -> None:
    """Read as a cell of three lines, the patient b would be gone without a word."""
    rows = ('"a,70,cidp,A,privigen', "b,80,cidp,A,privigen", 'c",90,cidp,A,privigen', "d,60,cidp,A,privigen")
    found = batch(tmp_path, lines(*rows))
    assert found.answer.code == 6
    assert found.column("status") == ["error", "ok", "error", "ok"]
    assert found.column("key") == ["", "b", "", "d"]
    assert "double quotes" in found.rows[0]["reason"]


def test_every_row_with_a_quote_too_many_is_an_error_of_its_own(tmp_path: Path) -> None:
    found = batch(tmp_path, lines(*(f'"k{row},70,cidp,A,privigen' for row in range(300))))
    assert found.column("status") == ["error"] * 300


def test_an_unclosed_quote_at_the_end_costs_one_row(tmp_path: Path) -> None:
    found = batch(tmp_path, lines("a,70,cidp,A,privigen", '"b,80,cidp,A,privigen'))
    assert found.column("status") == ["ok", "error"]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    found = batch(tmp_path, lines('"a,70,cidp,A,privigen', GOOD, GOOD))
    assert found.column("status") == ["error", "ok", "ok"]
    assert "quotes" in found.rows[0]["reason"]


def test_empty_lines_are_no_rows_and_lines_are_still_counted(tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    found = batch(tmp_path, f"\n{HEADER}\n\n{GOOD}\n,,,,\nb,,cidp,A,\n", "--errors", str(errors))
    assert found.column("row") == ["1", "2"]
    assert errors.read_text().splitlines()[1].startswith("2,6,b,error,")


@pytest.mark.parametrize(
    ("heading", "cell", "kg"),
    [
        ("Weight", "70", "70"),
        ("WEIGHT [kg]", "70", "70"),
        ("Weight (kg)", "70 kg", "70"),
        ("wt", "3500 g", "3.5"),
        ("weight_g", "3500", "3.5"),
        ("Body weight (lb)", "154", "69.8532"),
        ("weight_lb", "154 lbs", ""),
    ],
)
def test_headings_have_aliases_and_carry_units(tmp_path: Path, heading: str, cell: str, kg: str) -> None:
    row = batch(tmp_path, f"mrn,{heading},Diagnosis,regimen\n7,{cell},cidp,A\n").row
    assert (row["weight_kg"], row["key"]) == (kg or "69.8532", "7")


def test_a_cell_that_contradicts_the_unit_of_its_heading_is_an_error(tmp_path: Path) -> None:
    row = batch(tmp_path, "key,weight_kg,indication,regimen\na,154 lb,cidp,A\n").row
    assert (row["status"], row["g_per_day"]) == ("error", "")
    assert "the column is in kg, the cell in lb" in row["reason"]


def test_a_patient_in_every_column_is_the_patient_of_dose(tmp_path: Path) -> None:
    cells = {
        "weight (kg)": "82",
        "Height (m)": "1.60",
        "Gender": "F",
        "age_years": "71",
        "ABO": "ab",
        "Serum IgA (mg/dL)": "4",
        "risk factors": "diabetes, renal",
        "pregnancy": "no",
        "icd-10": "G61.81",
        "dose_per_day_g_per_kg": "0.5",
        "infusion_days": "4",
        "policy": "adjusted",
        "start_date": "2026-12-30",
        "brand": "Privigen",
        "region": "EU",
        "rounding": "up",
    }
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (cells, cells.values()))
    row = batch(tmp_path, f"{table}\n").row
    typed = run(
        *("dose", "--weight", "82", "--height", "160", "--sex", "female", "--age", "71", "--blood-group", "AB"),
        *("--iga", "4 mg/dL", "--risk", "diabetes", "--risk", "renal", "--indication", "cidp", "--days", "4"),
        *("--per-day", "0.5 g/kg", "--weight-policy", "adjusted", "--start", "2026-12-30", "--product", "privigen"),
        *("--region", "eu", "--round", "up", "--format", "json"),
    ).json
    plan = typed["products"][0]["plans"][0]
    holds(
        row,
        {
            "status": typed["status"],
            "indication": "cidp",
            "dosing_weight_kg": typed["dosing_weight"]["kg"],
            "g_course": typed["regimens"][0]["g_course"],
            "verdict": typed["products"][0]["verdict"],
            "dispensed_g_course": plan["dispensed_g_course"],
            "volume_ml_course": plan["volume_ml_course"],
            "dates": ";".join(day["date"] for day in plan["days"]),
            "alerts": ";".join(dict.fromkeys(alert["rule"] for alert in typed["alerts"])),
        },
    )


def test_options_stand_for_columns_and_cells_win(tmp_path: Path) -> None:
    table = "key,weight_kg,product\na,70,\nb,70,kiovig\n"
    found = batch(tmp_path, table, "--indication", "cidp", "--regimen", "A", "--product", "privigen", "--region", "eu")
    assert found.column("product") == ["privigen", "kiovig"]
    assert found.column("g_per_day") == ["28", "28"]


def test_headings_that_are_not_read_are_said_once(tmp_path: Path) -> None:
    found = batch(tmp_path, "key,weight_kg,indication,regimen,nurse,ward\na,70,cidp,A,x,3\nb,70,cidp,A,x,3\n")
    assert found.answer.err.count("not read") == 1
    assert "not read: 'nurse', 'ward'" in found.answer.err


@pytest.mark.parametrize(
    "table",
    [
        "ward,weight_kg,indication,regimen\n1,70,cidp,A\n2,70,cidp,A\n",
        '{"weight_kg": 70, "indication": "cidp", "regimen": "A"}\n' * 2,
    ],
)
def test_a_table_without_a_key_says_so_once(tmp_path: Path, table: str) -> None:
    found = batch(tmp_path, table)
    assert found.column("status") == ["ok", "ok"]
    assert found.answer.err.count("no column is a key") == 1
    assert "no column is a key" not in batch(tmp_path, lines(GOOD)).answer.err


@pytest.mark.parametrize(
    "heading", ["Record No", "Record no.", "Hosp No", "Hospital No", "Hospital number", "NHS number"]
)
def test_the_number_of_a_record_is_the_key(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"{heading};Wt;Hgt;Dx;Brand;Regimen\n0042;70;175;cidp;privigen;A\n")
    holds(found.row, {"key": "0042", "status": "ok", "product": "privigen"})
    assert "not read" not in found.answer.err


@pytest.mark.parametrize(("heading", "cell"), [("Hgt", "160"), ("Ht", "160 cm"), ("Hgt (m)", "1.60")])
def test_a_height_by_its_short_names_is_a_height(tmp_path: Path, heading: str, cell: str) -> None:
    """Ideal weight of a woman of 160 cm (Devine): 45.5 + 2.3 x (160 / 2.54 - 60) = 52.38 kg."""
    row = batch(tmp_path, f"id,Wgt,{heading},sex,dx,regimen,policy\n1,82,{cell},F,cidp,A,ideal\n").row
    assert row["dosing_weight_kg"] == "52.38"


@pytest.mark.parametrize(("heading", "cell"), [("Yrs", "70"), ("Years", "70 years"), ("Age (yrs)", "70")])
def test_years_are_an_age(tmp_path: Path, heading: str, cell: str) -> None:
    """A patient of 70 years is at renal risk, one of 40 is not."""
    table = "id,weight_kg,{},dx,regimen,brand\n1,70,{},cidp,A,privigen\n"
    assert "renal risk" in batch(tmp_path, table.format(heading, cell)).row["reason"]
    assert "renal risk" not in batch(tmp_path, table.format(heading, cell.replace("70", "40"))).row["reason"]
    contradicts = batch(tmp_path, table.format(heading, "18 months")).row
    assert (contradicts["status"], "the cell in months" in contradicts["reason"]) == ("error", True)


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Heigth_cm", "--column height_cm=Heigth_cm reads it, --ignore Heigth_cm leaves it out"),
        ("Wieght", "speaks of weight"),
        ("Actual age", "speaks of age"),
        ("IVIG Dose (g)", "could be the dose of a day or of the course"),
        ("Dosage form", "speaks of a dose"),
        ("Grams per day", "speaks of grams"),
        ("g/kg", "could be the dose of a day or of the course"),
        ("Secondary diagnosis", "speaks of an indication"),
        ("Product 2", "speaks of a preparation"),
        ("Route", "speaks of the route"),
        ("Frequency", "speaks of how often a dose is given"),
        ("Intervalo", "speaks of how often a dose is given"),
        ("Order status", "speaks of whether an order still stands"),
        ("BMI", "speaks of the body mass index"),
        ("IMC", "speaks of the body mass index"),
        ("Years old", "speaks of age"),
        ("Comorbidity", "speaks of risks"),
        ("Comorbidities", "speaks of risks"),
        ("Comorbidades", "speaks of risks"),
        ("Comorbilidades", "speaks of risks"),
        ("Risk factors at start", "speaks of risks"),
        ("Allergies", "speaks of risks"),
        ("Diabetes", "speaks of risks"),
        ("Previous thrombosis", "speaks of risks"),
        ("Past medical history", "speaks of risks"),
        ("AntiIgA", "speaks of"),
        ("Creat", "speaks of the kidneys"),
        ("Antibodies", "speaks of IgA"),
        ("IgA result", "speaks of IgA"),
        ("Patient blood group", "speaks of the blood group"),
        ("Renal", "speaks of the kidneys"),
        ("Creatinine", "speaks of the kidneys"),
        ("eGFR", "speaks of the kidneys"),
        ("Kidney disease", "speaks of"),
        ("Regoin", "looks like region. TYPE --column region=Regoin reads it, --ignore Regoin leaves it out"),
        ("Regime", "'Regime' is not read, and speaks of a regimen. TYPE --column regimen=Regime reads it"),
        ("Unit", "speaks of the unit of a figure"),
        ("Dose unit", "speaks of the unit of a figure"),
        ("Dosing weight", "speaks of a dose"),
        ("Ordered dose", "could be the dose of a day or of the course"),
        ("Birth weight (g)", "speaks of weight, and of something else. TYPE --ignore 'Birth weight (g)' leaves it out"),
        ("DOB", "speaks of age, by the day of birth. TYPE add a column age_years; --ignore DOB leaves it out"),
        ("Data de nascimento", "speaks of age"),
        ("Strength", "speaks of a preparation"),
        ("Concentration", "speaks of a preparation"),
        ("Formulation", "speaks of a preparation"),
        ("Manufacturer", "speaks of the maker of a preparation. TYPE add a column product"),
        ("Conditions", "speaks of risks"),
        ("Problem list", "speaks of risks"),
        ("Obesity", "speaks of risks"),
        ("Alt (m)", "--column height_m='Alt (m)'"),
        ("Alt.", "speaks of height, or an enzyme"),
        ("Estat.", "--column height=Estat."),
        ("Length", "speaks of height. TYPE --column height=Length"),
        ("Comprimento", "speaks of height"),
        ("Longitud (cm)", "--column height_cm='Longitud (cm)'"),
        ("Months", "--column age_months=Months"),
        ("Meses", "--column age_months=Meses"),
        ("FN", "speaks of age, by the day of birth"),
        ("DBW", "speaks of a weight that is worked out"),
        ("Libras", "--column weight_lb=Libras"),
        ("Vol. prescrito", "speaks of a dose in mL or vials"),
        ("Rate", "speaks of the rate of an infusion"),
        ("Velocidade", "speaks of the rate of an infusion"),
        ("Qtde", "speaks of a dose"),
        ("Cant.", "speaks of a dose"),
        ("Amount", "speaks of a dose"),
        ("Receita", "speaks of an order in words"),
        ("Item", "--column product=Item"),
        ("Item description", "--column product='Item description'"),
        ("Med", "--column product=Med"),
        ("Access", "speaks of the route"),
        ("Form", "speaks of the route"),
        ("DM", "speaks of risks"),
        ("ICC", "speaks of risks"),
        ("Trombose", "speaks of risks"),
        ("Tipagem", "speaks of the blood group"),
        ("Blood", "--column blood_group=Blood"),
        ("M/F", "--column sex=M/F"),
        ("Dosis", "could be the dose of a day or of the course"),
    ],
)
def test_a_heading_that_a_dose_depends_on_is_never_passed_over(tmp_path: Path, heading: str, says: str) -> None:
    table = f"key,weight_kg,indication,regimen,{heading}\na,70,gbs,A,x\n"
    found = batch(tmp_path, table).answer
    assert (found.code, found.out) == (65, "")
    assert says in found.text
    record = f'{{"weight_kg": 70, "indication": "gbs", "regimen": "A", "{heading}": "x"}}'
    assert batch(tmp_path, record).row["status"] == "error"


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "ward",
            "Consultant",
            "Page",
            "Stage",
            "Schedule",
            "Days to next visit",
            "Premedication",
            "Nurse",
            "Dates",
            "Language",
            "Agent",
            "Blood pressure",
        ),
        *("Cidade", "Year started", "Created by", "Department", "Cama", "Leito", "Case", "Fever"),
        *("Length of stay", "Attrition rate", "Contact form", "Access code", "Item 3 of form", "Duration of stay", "%"),
    ],
)
def test_other_headings_are_only_said(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"key,weight_kg,indication,regimen,{heading}\na,70,gbs,A,x\n")
    assert found.row["status"] == "ok"
    assert f"not read: '{heading}'" in found.answer.err


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("Weight (st)", ""),
        ("Height (ft)", ""),
        ("Dry weight (st)", ""),
        ("Weight date", ""),
        ("Last weight (lb)", "--column weight_lb="),
        ("Last weight", "--column weight="),
        ("Wieght (lb)", "--column weight_lb="),
        ("Age at onset (months)", ""),
        ("Actual age in months", "--column age_months="),
        ("Body mass lbs", "--column weight_lb="),
        ("lbs on the day", ""),
        ("Body mass stone", ""),
        ("IgG g/kg/day", "--column per_day_g_per_kg="),
        ("Dose mg/kg/day", "--column per_day_mg_per_kg="),
        ("Dose (g/kg/day)", "--column per_day_g_per_kg="),
        ("Hb g/dL", ""),
        ("g of IgG per kg", ""),
        ("Dose g/kg max 80 g", ""),
    ],
)
def test_a_heading_is_never_offered_as_a_column_in_another_unit(tmp_path: Path, heading: str, typed: str) -> None:
    text = batch(tmp_path, f"key,weight_kg,indication,{heading}\na,70,gbs,11\n").answer.text
    assert f"--ignore '{heading}' leaves it out" in text
    assert (typed or "--column") in text if typed else "--column" not in text


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("Dose (mg/kg)", "--column per_day_mg_per_kg='Dose (mg/kg)' or course_mg_per_kg="),
        ("Dose (g)", "--column per_day_g="),
        ("Ordered dose", "--column per_day="),
        ("mg/kg", "--column per_day_mg_per_kg=mg/kg or course_mg_per_kg=mg/kg says which"),
        ("IgG grams", "--column per_day_g='IgG grams' or course_g="),
    ],
)
def test_a_dose_that_may_be_either_is_offered_in_its_own_unit(tmp_path: Path, heading: str, typed: str) -> None:
    answer = batch(tmp_path, f"key,weight_kg,indication,{heading}\na,70,gbs,11\n").answer
    assert (answer.code, typed in " ".join(answer.text.split())) == (65, True), answer.text


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("Ordered dose", "(per_day_g, per_day_g_per_kg or course_g, course_g_per_kg where its cells are figures"),
        ("Ordered daily dose", "reads it (per_day_g, per_day_g_per_kg where its cells are figures without a unit)"),
    ],
)
def test_doses_without_a_unit_are_read_as_what_was_said_once(tmp_path: Path, heading: str, typed: str) -> None:
    """32 may be 32 g, and 0.4 as well g/kg: a row does not say."""
    table = f"key,weight_kg,indication,{heading}\na,80,cidp,32\n"
    answer = batch(tmp_path, table).answer
    assert (answer.code, answer.says(typed)) == (65, True), answer.text
    reason = batch(tmp_path, table, "--column", f"per_day={heading}").row["reason"]
    assert f"{heading} '32' has no unit" in reason
    assert f'--column per_day_g="{heading}" or --column per_day_g_per_kg="{heading}"' in reason
    row = batch(
        tmp_path, table.replace("key,", "key,days,").replace("a,80", "a,5,80"), "--column", f"per_day_g={heading}"
    )
    assert (row.row["status"], row.row["g_per_day"]) == ("ok", "32")


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Dosing Weight",
            "Dose weight",
            "Last dose date",
            "Dosing interval",
            "Doses per day",
            "Posologia",
            "Dose number",
        ),
        *("Cumulative dose", "Previous dose", "Dosis anterior", "Peso da dose", "Lifetime dose (g)", "Dose given"),
        *(
            "Ideal weight",
            "IBW",
            "Peso ideal (kg)",
            "Weight loss (kg)",
            "Discharge weight",
            "Age group",
            "Age at onset",
        ),
        *("Diagnosis date", "Dx Date", "Diagnosis 2", "Data do diagnóstico", "Secondary diagnosis", "Previous product"),
        *("Contraindications", "Contraindicações", "Contraindicaciones", "Misdiagnosis", "Comedication", "Nonpregnant"),
        *("Bottles", "Vial size", "Max rate", "mL/h", "Precautions", "Contre-indication"),
        *("Product allergy", "Sex of partner", "Risk score", "Pregnancy test", "ABO date", "IgA date", "Allergies"),
        *(
            "Diabetes",
            "Sig",
            "Order",
            "Instructions",
            "Prescrição",
            "Receta",
            "Order details",
            "Volume (mL)",
            "Total vials",
        ),
    ],
)
def test_a_heading_that_says_more_than_a_column_is_never_offered_as_it(tmp_path: Path, heading: str) -> None:
    """The figures of ``Dosing Weight`` taken as a dose a day, or ``Diabetes: no`` as no risk, would be wrong ones."""
    answer = batch(tmp_path, f"key,weight_kg,indication,regimen,{heading}\na,70,gbs,A,no\n").answer
    assert (answer.code, f"--ignore {quote(heading)} leaves it out" in answer.text) == (65, True)
    assert "--column" not in answer.text


@pytest.mark.parametrize(
    ("header", "typed"),
    [
        ("per_day,Dose unit", "--column per_day_unit='Dose unit' says of which, --ignore"),
        ("ward,Dose unit", "--column per_day_unit='Dose unit' or course_unit='Dose unit' says of which"),
        ("IVIG daily dose,UOM,unit", "column 'unit' is not read, and speaks of the unit of a figure"),
        ("Ordered dose,Unit", "--column per_day_unit=Unit or course_unit=Unit says of which"),
        ("ward,unit", "--column weight_unit=unit or height_unit=unit says of which"),
    ],
)
def test_a_unit_is_offered_to_the_figures_that_it_may_be_of(tmp_path: Path, header: str, typed: str) -> None:
    answer = batch(
        tmp_path, f"key,weight,height,indication,{header}\na,70,170,gbs,1,g{',g' * header.count(',u')}\n"
    ).answer
    assert (answer.code, typed in answer.text) == (65, True), answer.text


def test_many_headings_that_are_refused_are_few_lines(tmp_path: Path) -> None:
    headings = [f"Dose {number} given" for number in range(50)]
    found = batch(tmp_path, f"weight_kg,indication,{','.join(headings)}\n").answer
    assert (found.code, found.err.count("is not read")) == (65, 8)
    assert "and 42 more columns like these" in found.text
    others = [f"Ward {number}" for number in range(50)]
    said = batch(tmp_path, f"key,weight_kg,indication,regimen,{','.join(others)}\na,70,gbs,A{',x' * 50}\n").answer.err
    assert "'Ward 11' and 38 more" in said


def test_free_text_and_names_of_patients_are_said_apart(tmp_path: Path) -> None:
    header = "key,weight_kg,indication,regimen,Pt Name,Ward,Notes,Status,Observações,Comments (ward)"
    found = batch(tmp_path, f"{header}\na,70,gbs,A,Doe,3,stop the IVIG,urgent,,\n")
    assert found.row["status"] == "ok"
    assert found.answer.err.splitlines()[:3] == [
        "not read: 'Ward'",
        "not read, though an order or a warning may stand there: 'Notes', 'Status', 'Observações', 'Comments (ward)'",
        "with names of patients, neither read nor written: 'Pt Name'",
    ]


@pytest.mark.parametrize("asked", ["--summary", "--check"])
def test_a_summary_names_the_columns_that_were_not_read(tmp_path: Path, asked: str) -> None:
    """It may be kept without what was said on stderr; a note may say to stop."""
    header = "key,weight_kg,indication,regimen,Pt Name,Ward,Notes,Observações"
    out = batch(tmp_path, f"{header}\na,70,gbs,A,Doe,3,stop the IVIG,\n", asked).answer.out
    words = " ".join(out.split())
    assert "Columns not read: 'Ward'. Columns not read, though an order or a warning may stand there: 'Notes'," in words
    assert "Columns with names of patients, neither read nor written: 'Pt Name'." in words
    assert "stop the IVIG" not in words


def test_an_auditor_sees_which_columns_were_not_read(tmp_path: Path) -> None:
    """In the summary as JSON and on the page: the lines of the program itself are gone by then."""
    header = "key,weight_kg,indication,regimen,Pt Name,Ward,Notes,Observações"
    table = tmp_path / "t.csv"
    table.write_text(f"{header}\na,70,gbs,A,Doe,3,stop the IVIG,\n", encoding="utf-8")
    page = tmp_path / "page.html"
    found = run("batch", str(table), "-o", str(tmp_path / "out.csv"), "--report", str(page), "--format", "json").json
    assert found["unread_headings"] == ["Pt Name", "Ward", "Notes", "Observações"]
    assert found["free_text_headings"] == ["Notes", "Observações"]
    text = page.read_text(encoding="utf-8")
    assert "Columns not read: &#x27;Ward&#x27;." in text
    assert "Columns not read, though an order or a warning may stand there: &#x27;Notes&#x27;, " in text
    assert "stop the IVIG" not in text


@pytest.mark.parametrize(("heading", "beside"), [("DOB", "age"), ("BMI", "height"), ("Manufacturer", "product")])
def test_a_heading_may_be_passed_over_beside_the_column_that_says_more(
    tmp_path: Path, heading: str, beside: str
) -> None:
    table = f"key,weight_kg,indication,regimen,{beside},{heading}\na,70,gbs,A,{{}},x\n"
    cell = {"age": "50", "height": "175", "product": "privigen"}[beside]
    found = batch(tmp_path, table.format(cell))
    assert (found.row["status"], f"not read: '{heading}'" in found.answer.err) == ("ok", True)


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Diagnose", "indication=Diagnose"), ("Dose g/day", "per_day_g='Dose g/day'"), ("Gendre", "sex=Gendre")],
)
def test_a_column_is_offered_by_the_name_that_documents_have(tmp_path: Path, heading: str, column: str) -> None:
    table = f"key,weight_kg,{heading},regimen\na,70,gbs,A\n"
    assert f"--column {column} reads it" in batch(tmp_path, table, "--indication", "gbs").answer.text


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Schedule", "add a column regimen or days"),
        ("Number of days", "--column days='Number of days' reads it"),
        ("Nº de días", "--column days='Nº de días' reads it"),
    ],
)
def test_what_a_regimen_says_may_be_passed_over_beside_it_alone(tmp_path: Path, heading: str, says: str) -> None:
    found = batch(tmp_path, f"key,weight_kg,indication,{heading}\na,70,gbs,x\n").answer
    assert (found.code, says in found.text) == (65, True)


@pytest.mark.parametrize(
    ("weight", "cell"),
    [("WeightLb", "154"), ("WTLB", "154"), ("wtlb", "154"), ("PtWt", "154 lb"), ("BodyWeightLbs", "154")],
)
def test_words_of_a_heading_may_stand_together(tmp_path: Path, weight: str, cell: str) -> None:
    """154 lb are 69.8532 kg."""
    row = batch(tmp_path, f"PatientID,{weight},dxcode,regimen\na,{cell},G61.81,A\n").row
    assert (row["key"], row["weight_kg"], row["indication"]) == ("a", "69.8532", "cidp")


@pytest.mark.parametrize("heading", ["IVIGDOSE", "dosegkg", "gkg", "DoseG", "WeightG", "HeightM", "IVIGMG", "ptdx"])
def test_words_that_stand_together_are_not_passed_over(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"key,weight_kg,indication,regimen,{heading}\na,70,gbs,A,x\n").answer
    assert (answer.code, f"column '{heading}'" in answer.text) == (65, True)
    assert f"--column weight={heading}" not in answer.text


EXPORTS = [
    ("Prontuário", "Peso (kg)", "Diagnóstico", "Esquema"),
    ("Nº processo", "Peso atual", "CID-10", "Esquema"),
    ("NHC", "Peso", "Diagnóstico", "Pauta"),
    ("Patient ID", "Pt Weight", "Primary Diagnosis", "Regimen"),
    ("Nº do paciente", "Peso do paciente (kg)", "Código CID-10", "Esquema"),
    ("Registro hospitalar", "Peso corporal", "Indicação clínica", "Regimen"),
    ("Nº de paciente", "Peso actual (kg)", "Código CIE-10", "Pauta"),
    ("Número de paciente", "Peso del paciente", "Indicación clínica", "Esquema"),
]


@pytest.mark.parametrize("names", EXPORTS)
def test_headings_are_read_in_three_languages(tmp_path: Path, names: tuple[str, ...]) -> None:
    found = batch(tmp_path, f"{';'.join(names)}\n7;70;G61.81;A\n")
    holds(found.row, {"key": "7", "status": "ok", "indication": "cidp", "g_per_day": "28"})


def test_a_name_means_one_column() -> None:
    """A heading that two columns have as a name would be read as the first."""
    tables = shipped().tables
    for group in (tables.columns, tables.stock):
        names = [name for entry in group for name in {*map(normal_heading, (*entry.en, *entry.pt, *entry.es))}]
        assert len(names) == len({*names})


@pytest.mark.parametrize(
    ("header", "cells", "kg"),
    [
        ("Weight,Weight Unit", "154,lb", "69.8532"),
        ("Weight,WeightUnits", "154,LBS", "69.8532"),
        ("Weight,UOM", "154,[lb_av]", "69.8532"),
        ("Unit of weight,Weight", "kg,70", "70"),
        ("Weight,Unidade de peso", "3500,g", "3.5"),
        ("Weight,wt_uom", "154 lb,lb", "69.8532"),
        ("Weight (kg),wt unit", "70,kg", "70"),
    ],
)
def test_a_unit_in_a_column_of_its_own_counts(tmp_path: Path, header: str, cells: str, kg: str) -> None:
    """1 lb is 0.45359237 kg by definition: 154 lb are 69.8532 kg."""
    row = batch(tmp_path, f"key,{header},indication,regimen\na,{cells},gbs,A\n").row
    assert (row["weight_kg"], row["g_per_day"]) == (kg, batch_grams(kg))


def batch_grams(kg: str) -> str:
    """0.4 g/kg, rounded half up to 0.01 g."""
    return plain(Fraction(kg) * Fraction(4, 10), 2)


@pytest.mark.parametrize(
    ("header", "cells", "why"),
    [
        ("Weight,Weight Unit", "154,", "has no unit"),
        ("Weight,Weight Unit", "154,stone", "unit 'stone' is not known"),
        ("Weight (kg),Weight Unit", "154,lb", "the column is in kg, the cell in lb"),
        ("Weight,Weight Unit", "154 kg,lb", "'154 kg' says kg, and in the column of units stands lb"),
    ],
)
def test_a_figure_without_its_unit_is_an_error(tmp_path: Path, header: str, cells: str, why: str) -> None:
    row = batch(tmp_path, f"key,{header},indication,regimen\na,{cells},gbs,A\n").row
    assert (row["status"], why in row["reason"], row["g_per_day"]) == ("error", True, "")


@pytest.mark.parametrize(("age", "unit", "verdict"), [("8", "months", "contraindicated"), ("8", "y", "suitable")])
def test_the_unit_of_an_age_counts(tmp_path: Path, age: str, unit: str, verdict: str) -> None:
    """Flebogamma DIF 5 %, with sorbitol, is not for children under 2 years (EU label)."""
    header = "key,weight_kg,age,age unit,indication,regimen,product"
    row = batch(tmp_path, f"{header}\na,6,{age},{unit},gbs,A,flebogamma-dif-5\n").row
    assert row["verdict"] == verdict


@pytest.mark.parametrize(
    ("heading", "cell", "verdict"),
    [("Age (weeks)", "100", "contraindicated"), ("age_days", "700", "contraindicated"), ("Age", "120 wk", "suitable")],
)
def test_an_age_may_be_in_weeks_or_days(tmp_path: Path, heading: str, cell: str, verdict: str) -> None:
    """Flebogamma DIF 5 %, with sorbitol, is not for children under 2 years (EU label): 104.4 weeks, 730.5 days."""
    row = batch(
        tmp_path, f"key,weight_kg,{heading},indication,regimen,product\na,9,{cell},gbs,A,flebogamma-dif-5\n"
    ).row
    assert row["verdict"] == verdict


def test_a_height_in_inches_is_converted_and_said(tmp_path: Path) -> None:
    """63 in x 2.54 = 160.02 cm; ideal weight of a woman (Devine): 45.5 + 2.3 x 3 = 52.4 kg."""
    row = batch(tmp_path, "id,wt,Height (in),sex,dx,regimen,policy\n1,82,63,F,cidp,A,ideal\n").row
    holds(row, {"dosing_weight_kg": "52.4", "read": "Height (in) 63 in x 2.54 = 160.02 cm"})


def test_a_heading_is_mapped_and_another_left_out(tmp_path: Path) -> None:
    table = "mrn,Last weighed,UOM of it,dx,regimen,Ordered dose\np,154,lb,gbs,A,60\n"
    typed = ("--column", "weight=Last weighed", "--column", "weight_unit=uom of it", "--ignore", "ordered dose")
    found = batch(tmp_path, table, *typed)
    holds(found.row, {"weight_kg": "69.8532", "g_per_day": "27.94"})
    assert "not read" not in found.answer.err
    record = '{"mrn": 1, "Last weighed": 154, "UOM of it": "lb", "dx": "gbs", "regimen": "A", "Ordered dose": 60}\n'
    assert batch(tmp_path, record * 2, *typed, "--jobs", "2").column("g_per_day") == ["27.94", "27.94"]


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        (("--column", "mass=x"), 2, "--column 'mass=x' is no column"),
        (("--column", "weight"), 2, "names no heading"),
        (("--column", "sex_unit=x"), 2, "is no column"),
        (("--column", "weight_kg=Wt (lb)"), 2, "says kg, the heading lb"),
        (("--column", "per_day_g=Amount mg/kg"), 2, "says g, the heading mg/kg"),
        (("--column", "weight_kg=Body mass lbs"), 2, "TYPE --column weight_lb='Body mass lbs'"),
        (("--column", "weight_kg=lb (on the day)"), 2, "says kg, the heading lb"),
        (("--column", "weight_kg=Body mass (stone)"), 2, "a unit that is not read there: stone"),
        (("--column", "weight=Mass in lb (kg)"), 2, "--column weight_lb='Mass in lb (kg)' or --column weight_kg="),
        (("--column", "age_years=age in months"), 2, "TYPE --column age_months='age in months'"),
        (("--column", "height_cm=Height feet"), 2, "a unit that is not read there: feet"),
        (("--column", "per_day_g=g/kg/day"), 2, "says g, the heading g/kg"),
        (("--column", "per_day_g_per_kg=mg/kg"), 2, "says g/kg, the heading mg/kg"),
        (("--column", "per_day=Hb g/dL"), 2, "a unit that is not read there: g per dl"),
        (("--column", "iga=Level mg/mL"), 2, "a unit that is not read there: mg per ml"),
        (("--column", "weight=Gewicht"), 65, "--column: no column is called 'Gewicht'"),
        (("--ignore", "Gewicht"), 65, "--ignore: no column is called 'Gewicht'"),
        (("--column", "weight=note"), 65, "'weight_kg' and 'note' both mean weight_kg"),
        (("--ignore", "weight_kg"), 65, "there is no column weight_kg"),
    ],
)
def test_headings_that_cannot_be_mapped_are_refused(
    tmp_path: Path, typed: tuple[str, ...], code: int, why: str
) -> None:
    found = batch(tmp_path, "key,weight_kg,indication,note\na,70,gbs,x\n", *typed).answer
    assert (found.code, found.out, why in found.text) == (code, "", True), found.text


def test_a_heading_that_is_mapped_keeps_its_unit(tmp_path: Path) -> None:
    """Read as 154 kg it would be 61.6 g a day."""
    table = "key,Last weighed (lb),indication,regimen\na,154,gbs,A\n"
    assert batch(tmp_path, table, "--column", "weight=Last weighed (lb)").row["g_per_day"] == "27.94"


@pytest.mark.parametrize(
    ("heading", "typed", "cell"),
    [
        ("mg/kg/day", "per_day", "400"),
        ("g/kg/day", "per_day_g_per_kg", "0.4"),
        ("Amount g a day", "per_day", "28"),
        ("Dose g/kg, at most 80 g", "per_day_g_per_kg", "0.4"),
    ],
)
def test_a_unit_counts_wherever_it_stands_in_a_heading(tmp_path: Path, heading: str, typed: str, cell: str) -> None:
    """0.4 g/kg of 70 kg are 28 g, as 400 mg/kg."""
    table = f'key,weight_kg,indication,days,"{heading}"\na,70,gbs,5,{cell}\n'
    assert batch(tmp_path, table, "--column", f"{typed}={heading}").row["g_per_day"] == "28"


def test_m_is_a_man_in_portuguese_and_may_be_a_woman_in_spanish(tmp_path: Path) -> None:
    spanish = batch(tmp_path, "NHC;Peso;Sexo;Diagnóstico;Pauta\n1;70;M;gbs;A\n2;70;H;gbs;A\n3;70;mujer;gbs;A\n")
    assert spanish.column("status") == ["error", "ok", "ok"]
    assert "may be mujer or masculino" in spanish.rows[0]["reason"]
    table = "{};Peso;Altura;Sexo;Diagnóstico;Esquema;policy\n1;82;160;{};gbs;A;ideal\n"
    assert batch(tmp_path, table.format("Prontuário", "M")).row["dosing_weight_kg"] == "56.88"
    assert batch(tmp_path, table.format("NHC", "Mujer")).row["dosing_weight_kg"] == "52.38"
    assert batch(tmp_path, table.format("Prontuário", "H")).row["status"] == "error"


def test_v_is_a_man_in_spanish_alone(tmp_path: Path) -> None:
    """The ideal weight of a man of 160 cm is 56.88 kg (Devine), that of a woman 52.38 kg."""
    table = "{};Peso;Altura;Sexo;Diagnóstico;Esquema;policy\n1;82;160;{};gbs;A;ideal\n"
    assert batch(tmp_path, table.format("NHC", "V")).row["dosing_weight_kg"] == "56.88"
    assert batch(tmp_path, table.format("NHC", "h")).row["dosing_weight_kg"] == "56.88"
    assert batch(tmp_path, table.format("Prontuário", "V")).row["status"] == "error"
    assert batch(tmp_path, "MRN,Weight,Sex,Dx\n1,82,V,gbs\n", "--regimen", "A").row["status"] == "error"


@pytest.mark.parametrize("cell", ["U", "u", "Ign", "Indeterminate"])
def test_a_sex_that_records_do_not_know_is_not_given(tmp_path: Path, cell: str) -> None:
    table = f"MRN,Weight,Height,Sex,Dx,policy\n1,82,160,{cell},gbs,{{}}\n"
    holds(
        batch(tmp_path, table.format("actual"), "--regimen", "A").row,
        {"status": "ok", "read": f"Sex {cell!r} read as not given", "g_per_day": "32.8"},
    )
    assert batch(tmp_path, table.format("ideal"), "--regimen", "A").row["status"] == "error"
    assert batch(tmp_path, f"MRN,Weight,Dx,Pregnant\n1,82,gbs,{cell}\n", "--regimen", "A").row["status"] == "error"


@pytest.mark.parametrize("cell", ["", "N/A", "NA", "-", "?", "unknown", "Não informado", "NULL", "#N/A"])
def test_what_is_not_given_is_said_in_those_words(tmp_path: Path, cell: str) -> None:
    found = batch(tmp_path, f"key,weight_kg,indication,regimen,risks\na,70,gbs,A,{cell}\n").row
    words = f"risks {cell!r} read as not given" if cell else "risks not given"
    holds(found, {"status": "ok", "read": words})


@pytest.mark.parametrize("cell", ["none", "No", "nil", "nenhum", "Ninguno"])
def test_no_risk_is_no_gap(tmp_path: Path, cell: str) -> None:
    row = batch(tmp_path, f"key,weight_kg,indication,regimen,risks\na,70,gbs,A,{cell}\n").row
    holds(row, {"status": "ok", "read": ""})


def test_a_cell_that_says_unknown_is_not_filled_by_an_option(tmp_path: Path) -> None:
    table = "key,weight_kg,indication,regimen\na,70,unknown,A\nb,70,,A\n"
    found = batch(tmp_path, table, "--indication", "gbs")
    assert found.column("status") == ["error", "ok"]
    assert "says that it is not given" in found.rows[0]["reason"]
    assert "indication is missing" in batch(tmp_path, table).rows[0]["reason"]


@pytest.mark.parametrize(
    "heading", ["Date", "DATA", "Fecha", "Datum", "Infusion date", "Date of infusion", "infusion_date"]
)
def test_a_date_that_could_be_the_first_day_is_not_passed_over(tmp_path: Path, heading: str) -> None:
    """A schedule would be lost without a word; beside a first day it may be any other."""
    table = f"key,weight_kg,indication,regimen,product,{heading}\na,70,gbs,A,privigen,2026-12-30\n"
    refused = batch(tmp_path, table)
    assert (refused.answer.code, refused.answer.out) == (65, "")
    assert "could be the day of the first infusion" in " ".join(refused.answer.err.split())
    written = f"'{heading}'" if " " in heading else heading
    assert f"--column start={written}" in " ".join(refused.answer.err.split())
    days = "2026-12-30;2026-12-31;2027-01-01;2027-01-02;2027-01-03"
    assert batch(tmp_path, table, "--column", f"start={heading}").row["dates"] == days
    assert batch(tmp_path, table, "--ignore", heading).row["dates"] == ""
    both = table.replace("product,", "product,start,").replace("privigen,", "privigen,2027-02-01,")
    assert batch(tmp_path, both).row["dates"].startswith("2027-02-01;")


def test_a_row_without_key_and_indication_is_nobody(tmp_path: Path) -> None:
    """The last row of each is the sum of the others, with no word that says so."""
    found = batch(tmp_path, "key,weight_kg\na,70\nb,80\n,150\n", "--indication", "cidp", "--regimen", "A")
    assert found.column("status") == ["ok", "ok", "error"]
    table = "weight_kg,indication\n70,cidp\n80,cidp\n150,\n"
    found = batch(tmp_path, table, "--indication", "cidp", "--regimen", "A")
    assert (found.column("status"), "no key and no indication" in found.rows[2]["reason"]) == (
        ["ok", "ok", "error"],
        True,
    )


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "TOTAL:",
        "Soma",
        "Promedio",
        "Total geral",
        "Grand total",
        "Subtotal",
        "Total (2 patients)",
        "Sum",
        "Média",
    ],
)
@pytest.mark.parametrize("header", ["key,weight_kg", "name,weight_kg"])
def test_a_row_of_totals_is_no_patient(tmp_path: Path, header: str, label: str) -> None:
    """Two patients of 70 and 80 kg at 2 g/kg are 300 g in all, not 600."""
    table = f"{header}\na,70\nb,80\n{label},150\n"
    found = batch(tmp_path, table, "--indication", "cidp", "--regimen", "A")
    assert found.column("status") == ["ok", "ok", "error"]
    assert sum(float(grams or 0) for grams in found.column("g_course")) == 300
    assert "not a patient" in found.rows[2]["reason"]


@pytest.mark.parametrize("key", ["Totaler", "Sumner", "Mean Street 5", "Averages-R-Us", "Subotal"])
def test_a_key_that_only_looks_like_a_total_is_a_patient(tmp_path: Path, key: str) -> None:
    assert batch(tmp_path, f"key,weight_kg,indication,regimen\n{key},70,gbs,A\n").row["status"] == "ok"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("blood_group", "A+", "A+"),
        ("blood_group", "AB Rh-", "AB"),
        ("blood_group", "O pos", "O"),
        ("risk", "none", ""),
        ("risk", "-", ""),
        ("start", "2026-12-01 00:00:00", "2026-12-01"),
        ("start", "2026-12-01T08:30", "2026-12-01"),
    ],
)
def test_what_other_programs_write_is_read(tmp_path: Path, column: str, cell: str, expected: str) -> None:
    table = f"key,weight_kg,indication,regimen,product,{column}\na,70,gbs,A,privigen,{cell}\n"
    row = batch(tmp_path, table).row
    assert row["status"] == "ok"
    if column == "start":
        assert row["dates"].startswith(expected)
    if column == "blood_group":
        group = run("dose", "--weight", "70", "--indication", "gbs", "--regimen", "A", "--blood-group", cell).text
        assert ("haemolysis-group-not-given" in row["alerts"]) is ("blood group not given" in group) is False


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("risk", "none; renal"),
        ("blood_group", "C+"),
        ("start", "2026-12-01 25:99"),
        ("start", "2026-12-01T00:00+25:00"),
    ],
)
def test_what_cannot_be_right_is_still_an_error(tmp_path: Path, column: str, cell: str) -> None:
    assert batch(tmp_path, f"key,weight_kg,indication,regimen,{column}\na,70,gbs,A,{cell}\n").row["status"] == "error"


@pytest.mark.parametrize(
    ("cell", "kg"), [("70.39999999999999", "70.4"), ("70.40000000000001", "70.4"), ("0.30000000000000004", "0.3")]
)
def test_the_noise_of_binary_arithmetic_is_taken_off_and_said(tmp_path: Path, cell: str, kg: str) -> None:
    row = batch(tmp_path, f"key,weight_kg,indication,regimen\na,{cell},gbs,A\n").row
    holds(row, {"weight_kg": kg, "read": f"weight_kg {cell} read as {kg}"})


@pytest.mark.parametrize("cell", ["70.3141592653589", "70.39999999999999999999", "1234567890123.5"])
def test_other_figures_with_many_digits_are_refused(tmp_path: Path, cell: str) -> None:
    row = batch(tmp_path, f"key,weight_kg,indication,regimen\na,{cell},gbs,A\n").row
    assert "more than 12 digits" in row["reason"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_first_line_that_names_the_delimiter_is_read(tmp_path: Path, delimiter: str) -> None:
    table = lines(GOOD).replace(",", delimiter)
    found = batch(tmp_path, f"sep={delimiter}\n{table}")
    holds(found.row, ONE)
    assert batch(tmp_path, f"sep={delimiter}\n").answer.code == 65


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("weight,wt,indication", "'weight' and 'wt' both mean weight_kg"),
        ("weight,indication,dose", "'dose' could be the dose of a day or of the course"),
        ("key,height,indication", "there is no column weight_kg"),
        ("key,weight", "there is no column indication"),
        ("foo,bar", "no column name that is known"),
    ],
)
def test_a_header_that_cannot_be_used_is_65(tmp_path: Path, header: str, says: str) -> None:
    found = batch(tmp_path, f"{header}\n1,2,3\n").answer
    assert (found.code, found.out) == (65, "")
    assert says in found.text


def test_json_lines_are_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    table = (
        '{"mrn": 17, "weight_kg": 70.0, "indication": "cidp", "regimen": "A", "risks": ["renal", "diabetes"]}\n'
        '{"mrn": 18, "weight_kg": "70,5", "indication": "cidp", "regimen": "A", "pregnant": true}\n'
        '{"mrn": 19, "weight_kg": null, "indication": "cidp"}\n'
        "not json\n"
        '{"weight_kg": 70, "weight_kg": 80}\n'
        "[1]\n"
    )
    found = batch(tmp_path, table)
    assert found.column("status") == ["ok", "ok", "error", "error", "error", "error"]
    assert found.column("key") == ["17", "18", "19", "", "", ""]
    assert found.column("weight_kg")[:2] == ["70", "70.5"]


def test_json_that_is_no_lines_is_65_and_says_how(tmp_path: Path) -> None:
    found = batch(tmp_path, '[{"weight_kg": 70}]').answer
    assert found.code == 65
    assert "jq -c" in found.text


def test_a_figure_of_json_may_carry_its_unit(tmp_path: Path) -> None:
    record = '{{"mrn": 1, "weight": {}, "dx": "gbs", "regimen": "A"}}\n'
    cells = ('{"value": 154, "unit": "[lb_av]"}', '{"value": 154}', '{"value": null, "unit": "kg"}', '{"unit": "kg"}')
    found = batch(tmp_path, "".join(map(record.format, cells)))
    assert found.column("weight_kg") == ["69.8532", "", "", ""]
    for row, why in zip(found.rows[1:], ("has no unit", "weight is missing", "holds an object"), strict=True):
        assert why in row["reason"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_older_windows_file_is_recognised_and_said(tmp_path: Path, encoding: str) -> None:
    table = "Prontuário;Peso;Diagnóstico;Esquema\nJosé;70;Síndrome de Guillain-Barré;A\n"
    found = batch(tmp_path, table.encode(encoding))
    holds(found.row, {"key": "José", "indication": "gbs", "g_per_day": "28"})
    assert "read as Windows-1252" in found.answer.err
    assert "Windows" not in batch(tmp_path, table).answer.err


def test_a_broken_byte_in_a_utf_8_file_makes_no_windows_file_of_it(tmp_path: Path) -> None:
    table = lines("José,70,gbs,A,", "b\udcff,70,gbs,A,").encode("utf-8", "surrogateescape")
    found = batch(tmp_path, table)
    assert (found.column("status"), found.rows[0]["key"]) == (["ok", "error"], "José")
    assert "--encoding" in found.rows[1]["reason"]


@pytest.mark.parametrize("encoding", ["cp850", "utf-16-le", "mac-roman", "utf-32"])
def test_an_encoding_can_be_said(tmp_path: Path, encoding: str) -> None:
    table = "prontuário;peso;diagnóstico;esquema\nJosé;70;gbs;A\n".encode(encoding)
    holds(batch(tmp_path, table, "--encoding", encoding).row, {"key": "José", "status": "ok"})


def test_an_encoding_that_is_not_known_is_refused(tmp_path: Path) -> None:
    found = batch(tmp_path, lines(GOOD), "--encoding", "hex").answer
    assert (found.code, "--encoding 'hex' is not known" in found.text) == (2, True)


def test_titles_and_comments_above_the_header_are_left_out_and_said(tmp_path: Path) -> None:
    table = "# weights of 2026\nIVIG list; November\n\nMRN;Weight;Dx;Regimen\n# a remark\n#a;70;gbs;A\n#7;70;gbs;A\n"
    found = batch(tmp_path, table)
    assert found.column("key") == ["#a", "#7"]
    assert "above the header, left out: '# weights of 2026', 'IVIG list; November'" in found.answer.err


@pytest.mark.parametrize(
    "table",
    [
        " mrn | weight | dx  | regimen\n-----+--------+-----+---------\n a   | 70     | gbs | A\n(1 row)\n",
        "+---+\n| mrn | weight | dx | regimen |\n+---+\n| a | 70 | gbs | A |\n+---+\n1 row in set (0.00 sec)\n",
        "| mrn | weight | dx | regimen |\n|-----|:--:|---|---|\n| a | 70 | gbs | A |\n",
        "mrn|weight|dx|regimen\na|70|gbs|A\n",
    ],
)
def test_what_clients_of_databases_draw_is_no_row(tmp_path: Path, table: str) -> None:
    holds(batch(tmp_path, table).row, {"key": "a", "g_per_day": "28"})


@pytest.mark.parametrize(
    ("weights", "last"),
    [
        (("70", "80", "150"), "error"),
        (("70", "80", "75"), "error"),
        (("70.5", "81", "75.75"), "error"),
        (("70,5", "80", "150,5"), "error"),
        (("70", "81", "76"), "error"),
        (("70", "80", "99"), "ok"),
        (("70", "70", "70"), "ok"),
        (("70", "70"), "ok"),
    ],
)
def test_where_rows_have_no_names_a_sum_or_a_mean_is_found_by_its_figure(
    tmp_path: Path, weights: tuple[str, ...], last: str
) -> None:
    """The mean of 70 and 81 is 75.5, in whole kg 76."""
    table = "weight;ward\n" + "".join(f"{weight};3\n" for weight in weights)
    found = batch(tmp_path, table, "--indication", "gbs", "--regimen", "A")
    assert found.column("status") == [*["ok"] * (len(weights) - 1), last]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("objects", "last"),
    [
        (({"weight_kg": 70}, {"weight_kg": "80"}, {"weight_kg": 150}), "sum or the mean"),
        (({"weight_kg": 70}, {"weight_kg": 81}, {"weight_kg": "75.5", "note": ""}), "sum or the mean"),
        (({"Prontuário": "a", "weight_kg": 70}, {"weight_kg": 82}), "no key and no indication"),
        (({"weight_kg": 70}, {"weight_kg": 80, "indication": "cidp"}, {"weight_kg": 61}), "no key and no indication"),
        (
            ({"mrn": "a", "weight_kg": 70}, {"mrn": "b", "weight_kg": 80}, {"mrn": "", "weight_kg": 150}),
            "no key and no",
        ),
        (({"mrn": "a", "weight_kg": 70}, {"mrn": "b", "weight_kg": 80}, {"mrn": "c", "weight_kg": 150}), ""),
        (({"weight_kg": 70}, {"weight_kg": 80}, {"weight_kg": 151}), ""),
        (({"weight_kg": 70}, {"weight_kg": 80}, {"weight_kg": 150}, {"weight_kg": 90}), ""),
    ],
)
@pytest.mark.parametrize("written", ["ascii", "utf-8"])
def test_a_sum_without_a_name_is_found_in_json_lines_as_in_tables(
    tmp_path: Path, objects: tuple[dict[str, object], ...], last: str, jobs: str, written: str
) -> None:
    path = tmp_path / "p.jsonl"
    text = "".join(json.dumps(one, ensure_ascii=written == "ascii") + "\n" for one in objects)
    path.write_text(text, encoding="utf-8")
    rows = read_csv(run("batch", str(path), "--indication", "cidp", "--regimen", "A", "--jobs", jobs).out)
    assert (rows[-1]["status"] == "error") == bool(last)
    assert last in rows[-1]["reason"]
    expected = [any(one["weight_kg"] == 150 for one in objects[:-1]) and row == "3" for row in "123"[: len(rows) - 1]]
    assert [row["status"] == "error" for row in rows[:-1]] == expected


def test_a_row_says_whether_the_preparation_was_tolerated_before(tmp_path: Path) -> None:
    """Blauimuno at 100 kg: 3 mL/kg/h are 300 mL/h, the 7 of regular users 700, above the 600 that is a caution."""
    rows = (f"{key},100,gbs,blauimuno,{said}" for key, said in enumerate(("no", "Yes", "")))
    table = lines(*rows, header="key,weight_kg,indication,product,tolerated")
    high = ["rate-worth" in alerts for alerts in batch(tmp_path, table).column("alerts")]
    assert high == [False, True, False]
    assert ["rate-worth" in alerts for alerts in batch(tmp_path, table, "--tolerated").column("alerts")] == [
        False,
        True,
        True,
    ]
    refused = batch(tmp_path, table.replace("Yes", "often"))
    assert refused.column("status") == ["caution", "error", "caution"]
    assert "tolerated 'often' is neither yes nor no" in " ".join(refused.column("reason"))


@pytest.mark.parametrize(
    "cell", ["54 y.o.", "54 yo", "54y/o", "54 years old", "54 anos", "54a", "54 años", "54 YRS OLD", "648 meses"]
)
def test_an_age_is_read_as_people_write_it(tmp_path: Path, cell: str) -> None:
    found = batch(tmp_path, f"key,weight_kg,age,indication,regimen\na,70,{cell},cidp,A\n", "--check").answer
    assert "age_years 54 years" in found.text


@pytest.mark.parametrize(
    ("cell", "product"),
    [
        ("PRIVIGEN 10 % IV SOLN", "privigen"),
        ("immune globulin (human) (PRIVIGEN) 10 % injection", "privigen"),
        ("Gamunex-C 10% inj.", "gamunex-c"),
        ("OCTAGAM 5 % IV SOLN", "octagam-5"),
        ("Imunoglobulina humana Octagam 10% IV, solução injetável", "octagam-10"),
        ("Kiovig solución para infusión", "kiovig"),
    ],
)
def test_what_stands_around_the_name_of_a_preparation_carries_nothing(tmp_path: Path, cell: str, product: str) -> None:
    row = batch(tmp_path, lines(f'a,70,cidp,A,"{cell}"')).row
    assert (row["product"], f"product '{cell}' read as {product}" in row["read"]) == (product, True), row["reason"]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("PRIVIGEN 5 % IV SOLN", "Privigen 10 % has 100 mg/mL, and 'PRIVIGEN 5 % IV SOLN' says 5 %"),
        ("Privigen 10 % SC", "is not known"),
        ("Privigen IV or Octagam 10 IV", "is not known"),
        ("OCTAGAM IV SOLN", "fits 2 entries"),
        ("Hizentra 20 % SC soln", "is not known"),
        ("Hizentra solution", "Hizentra"),
        ("immune globulin 10 % IV", "is not known"),
        ("Privigen 20 g vial", "--means 'Privigen 20 g vial=privigen'"),
    ],
)
def test_a_preparation_with_another_strength_route_or_name_is_an_error(tmp_path: Path, cell: str, why: str) -> None:
    row = batch(tmp_path, lines(f"a,70,cidp,A,{cell}")).row
    assert (row["status"], row["product"], why in row["reason"]) == ("error", "", True), row["reason"]


def test_a_code_of_two_diseases_is_chosen_once_for_the_table(tmp_path: Path) -> None:
    """G61.0 is the classical syndrome and Miller Fisher's; 0.4 g/kg for 70 kg are 28 g."""
    table = lines("a,70,G61.0,A,privigen", "b,70,cidp,A,Privigen 20 g vial", "c,70,g61.0,A,privigen")
    reason = batch(tmp_path, table).rows[0]["reason"]
    assert reason.endswith("--means G61.0=gbs or --means G61.0=gbs-variants")
    found = batch(tmp_path, table, "--means", "G61.0=gbs", "--means", "Privigen 20 g vial=privigen")
    assert found.column("g_per_day") == ["28", "28", "28"]
    assert found.column("indication") == ["gbs", "cidp", "gbs"]
    assert "indication 'G61.0' read as gbs" in found.rows[0]["read"]
    assert "product 'Privigen 20 g vial' read as privigen" in found.rows[1]["read"]
    digests = [batch(tmp_path, table, *typed).rows[0]["input_sha256"] for typed in ((), ("--means", "G61.0=gbs"))]
    assert digests[0] != digests[1]


def test_of_many_meanings_those_are_offered_that_stand_in_two_lines_and_how_to_list_the_rest(tmp_path: Path) -> None:
    """MG is the name of seven entries."""
    reason = batch(tmp_path, lines("a,70,MG,A,privigen")).rows[0]["reason"]
    offered, _, rest = reason.partition("in every row: ")[2].partition("; ")
    assert offered.split(" or ")[:3] == [
        f"--means MG={name}" for name in ("mg-crisis", "mg-exacerbation", "mg-generalised")
    ]
    assert len(offered) <= 140
    assert rest == f"{7 - offered.count('--means')} more: ivigcalc indications MG"
    assert 3 <= offered.count("--means") < 7


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("G61.0=cidp", "G61.0 fits gbs, gbs-variants alone. TYPE --means G61.0=gbs"),
        ("CIDP=gbs", "CIDP fits cidp alone"),
        ("G61=dm", ": G61 fits "),
        ("Hizentra=privigen", "Hizentra is Hizentra, which is not covered"),
        ("x=nothing", "is no TEXT=ID"),
        ("=gbs", "is no TEXT=ID"),
        ("gbs", "is no TEXT=ID"),
    ],
)
def test_a_text_cannot_mean_what_it_does_not_fit(tmp_path: Path, typed: str, says: str) -> None:
    found = batch(tmp_path, lines(GOOD), "--means", typed).answer
    assert (found.code, says in found.text) == (2, True), found.text


def test_a_text_means_one_thing(tmp_path: Path) -> None:
    found = batch(tmp_path, lines(GOOD), "--means", "G61.0=gbs", "--means", "g610=gbs-variants").answer
    assert (found.code, "g610 means gbs already" in found.text) == (2, True)


@pytest.mark.parametrize(
    "row", [",190,GBS,A,privigen", ",95,GBS,A,privigen", ",190.0 kg,GBS,A,privigen", '"",190,GBS,A,privigen']
)
def test_a_row_without_a_key_that_adds_up_those_above_is_no_patient(tmp_path: Path, row: str) -> None:
    """70 and 120 are 190, and 95 in the mean."""
    header = "MRN,Weight,Indication,Regimen,Product"
    found = batch(tmp_path, lines("1,70,GBS,A,privigen", "2,120,GBS,A,privigen", row, header=header))
    assert (found.rows[2]["status"], found.rows[2]["g_per_day"]) == ("error", "")
    assert "the row has no key, and its weight is the sum or the mean of those above" in found.rows[2]["reason"]


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (("70 kg", "154 lb"), "224"),
        (("154lb", "110 lbs"), "264 lb"),
        (("70", "154 lb"), "112"),
        (("70", "80"), "150 kg"),
    ],
)
def test_numbers_are_added_up_whatever_their_units(tmp_path: Path, rows: tuple[str, str], total: str) -> None:
    """As a spreadsheet does: 70 and 154 are 224, and 112 in the mean."""
    header = "MRN,Weight,Indication,Regimen,Product"
    cells = (*(f"{key},{weight}" for key, weight in enumerate(rows, 1)), f",{total}")
    found = batch(tmp_path, lines(*(f"{cell},GBS,A,privigen" for cell in cells), header=header))
    assert [row["status"] for row in found.rows][2] == "error"
    assert "the sum or the mean of those above" in found.rows[2]["reason"]


def test_sums_of_parts_of_a_table_are_no_patients(tmp_path: Path) -> None:
    """Each stands behind its part, and the last adds up everything."""
    header = "MRN,Weight,Indication,Regimen,Product"
    rows = ("1,50,GBS", "2,70,GBS", ",120,GBS", "3,60,GBS", "4,80,GBS", ",140,GBS", ",260,GBS")
    found = batch(tmp_path, lines(*(f"{row},A,privigen" for row in rows), header=header))
    assert [row["row"] for row in found.rows if "sum or the mean" in row["reason"]] == ["3", "6", "7"]


def test_a_row_without_a_key_that_adds_up_nothing_is_answered(tmp_path: Path) -> None:
    header = "MRN,Weight,Indication,Regimen,Product"
    table = lines(",70,GBS,A,privigen", "2,80,GBS,A,privigen", ",65,GBS,A,privigen", header=header)
    assert batch(tmp_path, table).column("g_per_day") == ["28", "32", "26"]


def test_a_sum_is_not_kept_from_an_earlier_run_in_which_it_was_none(tmp_path: Path) -> None:
    header, out = "MRN,Weight,Indication,Regimen,Product", str(tmp_path / "out.csv")
    for second in ("121", "120"):
        rows = ("1,70,GBS,A,privigen", f"2,{second},GBS,A,privigen", ",190,GBS,A,privigen")
        batch(tmp_path, lines(*rows, header=header), "-o", out, "--resume")
    statuses = [row["status"] for row in read_csv(Path(out).read_text(encoding="utf-8"))]
    assert (statuses[0], statuses[2]) == ("ok", "error")


@pytest.mark.parametrize(
    "record",
    [
        '{"mrn": "17", "weight": 70, "indication": "GBS", "regimen": "A", "Dosing weight": 80}',
        '{"mrn": 17, "weight": {"kg": 70}, "indication": "GBS"}',
    ],
)
def test_an_object_that_is_refused_keeps_its_key(tmp_path: Path, record: str) -> None:
    row = batch(tmp_path, record).row
    assert (row["key"], row["status"]) == ("17", "error")


@pytest.mark.parametrize(
    "record", ['{"weight": {"kg": 70}}', '{"mrn": "1", "nhs_no": "2", "weight": 70}', '{"mrn": ["1"], "dose": 3}']
)
def test_an_object_without_one_key_has_none(tmp_path: Path, record: str) -> None:
    row = batch(tmp_path, record).row
    assert (row["key"], row["status"]) == ("", "error")


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("Altura em cm", "--column height_cm='Altura em cm' reads it"),
        ("Idade em anos", "--column age_years='Idade em anos' reads it"),
        ("Edad en meses", "--column age_months='Edad en meses' reads it"),
        ("Dosis pautada", "--column per_day='Dosis pautada' or course='Dosis pautada' says which"),
        ("Início do tratamento", "could be the day of the first infusion"),
        ("Fecha inicio tratamiento", "could be the day of the first infusion"),
        ("Idade gestacional", "TYPE --ignore"),
        ("Intervalo entre doses", "TYPE add a column every"),
    ],
)
def test_headings_in_portuguese_and_spanish_are_offered_as_in_english(tmp_path: Path, heading: str, typed: str) -> None:
    answer = batch(tmp_path, f"key;peso;diagnóstico;esquema;{heading}\na;70;gbs;A;1\n").answer
    assert (answer.code, typed in answer.text) == (65, True), answer.text


@pytest.mark.parametrize("heading", ["Centro", "Setor", "Servicio", "Serviço", "Médico"])
def test_other_headings_in_portuguese_and_spanish_are_only_said(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"key;peso;diagnóstico;esquema;{heading}\na;70;gbs;A;1\n")
    assert (found.row["status"], f"not read: '{heading}'" in found.answer.err) == ("ok", True)


@pytest.mark.parametrize(
    "heading",
    [
        *("Duration", "Dose duration", "Number of days", "IVIG days", "Course length (days)", "Length of treatment"),
        *("Duração", "Tempo de tratamento", "Nº de dias", "Duración", "Días de tratamiento", "Días por ciclo"),
        *("Dauer", "Anzahl Tage", "Therapiedauer", "Durée du traitement", "Nombre de jours", "Numero di giorni"),
        *("Durata", "Aantal dagen", "Duur van de behandeling"),
    ],
)
def test_a_duration_of_the_course_is_refused_beside_any_column(tmp_path: Path, heading: str) -> None:
    """Five days in one column and three in the other are two orders."""
    for header, cells in members([("regimen", "A"), ("regimen,Dias", "A,5"), ("ward", "3")]):
        table = f"key,weight_kg,indication,{header},{heading}\na,70,gbs,{cells},5\n"
        found = batch(tmp_path, table).answer
        assert (found.code, f"--column days={quote(heading)} reads it" in found.text) == (65, True), found.text


@pytest.mark.parametrize(
    "heading",
    [
        *("Reason", "Reason for IVIG", "Clinical reason", "Justification", "Motivo", "Motivo da prescrição", "Razón"),
        *("Motivo de la solicitud", "Justificativa", "Grund", "Grund der Behandlung", "Motif de la prescription"),
        *("Motivo della richiesta", "Reden van voorschrift"),
    ],
)
def test_a_reason_is_refused_beside_an_indication(tmp_path: Path, heading: str) -> None:
    """The reason may be another disease: which of the two is read has to be said."""
    table = f"key,weight_kg,Dx,{heading}\na,70,gbs,cidp\n"
    refused = batch(tmp_path, table, "--regimen", "A").answer
    typed = f"--column indication={quote(heading)} reads it (with --ignore Dx), --ignore {quote(heading)} leaves it out"
    assert (refused.code, typed in refused.text) == (65, True), refused.text
    left_out = batch(tmp_path, table, "--regimen", "A", "--ignore", heading)
    other = batch(tmp_path, table, "--regimen", "A", "--column", f"indication={heading}", "--ignore", "Dx")
    assert (left_out.row["indication"], other.row["indication"]) == ("gbs", "cidp")


@pytest.mark.parametrize(
    "heading",
    [
        *("Days since admission", "LOS (days)", "Days in hospital", "Duration of symptoms", "Days off", "Holidays"),
        *("Reason for visit", "Cancellation reason", "Motivo de alta", "Motivo de internação", "Verweildauer"),
        *("Durée de séjour", "Giorni di degenza", "Ligduur", "Journal", "Care unit", "Nursing unit", "Unité de soins"),
        *("Unidade de internação", "Altersheim", "Krankenkasse", "Abteilung", "Médecin", "Reparto"),
    ],
)
def test_stays_visits_and_wards_are_only_said(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"key,weight_kg,indication,regimen,{heading}\na,70,gbs,A,x\n")
    assert (found.row["status"], f"not read: '{heading}'" in found.answer.err) == ("ok", True), found.answer.err


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        *(("Gewicht (kg)", "weight_kg"), ("Poids", "weight"), ("Lichaamsgewicht", "weight"), ("Größe", "height")),
        *(("Altezza (cm)", "height_cm"), ("Alter", "age"), ("Età", "age"), ("Leeftijd", "age"), ("Geschlecht", "sex")),
        *(("Sesso", "sex"), ("Tagesdosis", ""), ("Dosering", "per_day"), ("Gramm", "per_day"), ("Einheit", "")),
        *(
            ("Präparat", "product"),
            ("Médicament", "product"),
            ("Geneesmiddel", "product"),
            ("Indikation", "indication"),
        ),
        *(("Maladie", "indication"), ("Indicazione", "indication"), ("Applikationsweg", ""), ("Voie", "")),
        *(("Niereninsuffizienz", ""), ("Facteurs de risque", "risks"), ("Schwanger", "pregnant"), ("Verordnung", "")),
        *(("Blutgruppe", "blood_group"), ("Häufigkeit", "every"), ("Geburtsdatum", ""), ("Startdatum", "start")),
    ],
)
def test_what_headings_say_in_german_french_italian_and_dutch_is_not_passed_over(
    tmp_path: Path, heading: str, typed: str
) -> None:
    """No column is read by them: each is mapped once, or left out."""
    found = batch(tmp_path, f"key,weight_kg,indication,regimen,{heading}\na,70,gbs,A,x\n").answer
    assert (found.code, f"--ignore {quote(heading)} leaves it out" in found.text) == (65, True), found.text
    assert ("--column" in found.text, f"--column {typed}" in found.text) == (bool(typed), bool(typed)), found.text


@pytest.mark.parametrize("heading", ["Strength", "Concentração"])
def test_a_strength_is_never_offered_as_a_preparation(tmp_path: Path, heading: str) -> None:
    for name, cell in (("product", "privigen"), ("ward", "north")):
        answer = batch(
            tmp_path, f"weight_kg,indication,{name},{heading}\n70,gbs,{cell},10 %\n", "--regimen", "A"
        ).answer
        assert (answer.code, f"--ignore {quote(heading)} leaves it out" in answer.text) == (65, True)
        assert "--column" not in answer.text
