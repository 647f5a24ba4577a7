"""Headings of an order in several words, of amounts and days: who, when and which number alone are passed over."""

from pathlib import Path

import pytest

from tests.batch.making import batch, read_csv
from tests.program import run

OF_AN_ORDER = (
    *(
        "Orden médica",
        "Ordem médica",
        "Orden de tratamiento",
        "Plan terapéutico",
        "Prescripción médica",
        "Receta médica",
    ),
    *(
        "Solicitação",
        "Solicitação médica",
        "Solicitud",
        "Evolución",
        "Evolução médica",
        "Tratamiento indicado",
        "Conducta",
    ),
    *(
        "Tratamento proposto",
        "Terapia prescrita",
        "Plano de infusão",
        "Manejo médico",
        "Instrucciones",
        "Instruções de uso",
    ),
    *("Physician order", "Medication order", "Order name", "Order comments", "Order (free text)", "Doctor's orders"),
    *(
        "Treatment given",
        "Treatment notes",
        "Care plan",
        "Rx Notes",
        "Special instructions",
        "Request text",
        "MedicationOrder",
    ),
    *(
        "Order text by physician",
        "Date and text of order",
        "Ärztliche Verordnung",
        "Ordonnance médicale",
        "Therapieplan",
    ),
    *("Prescrption text", "Recommendations", "Indicações médicas", "Patient instructions", "Rx sig", "PlanMedico"),
)

OF_AMOUNTS_AND_OTHERS = (
    ("Pedido médico", "speaks of an order in words"),
    ("Amount given to patient", "speaks of a dose or how it is given"),
    ("Qtde/dia", "speaks of a dose or how it is given"),
    ("Quantidade solicitada pelo médico", "speaks of a dose or how it is given"),
    ("Forma de uso", "speaks of a dose or how it is given"),
    ("Días pautados", "speaks of the number of days"),
    ("Days requested by physician", "speaks of the number of days"),
    ("Current size", "speaks of a dose in mL or vials"),
    ("Max infusion rate", "speaks of the rate of an infusion"),
    ("Justificativa médica", "speaks of an indication, or another reason"),
    ("Periodicidad", "speaks of how often a dose is given"),
    ("Repeats", "speaks of how often a dose is given"),
    ("Order status", "speaks of whether an order still stands"),
    ("Course start", "speaks of the day of the first infusion"),
    ("Current order start dttm", "speaks of the day of the first infusion"),
    ("Order unit", "speaks of the unit of a figure"),
    ("Drug order", "speaks of a preparation"),
)

OF_NO_ORDER = (
    *(
        "Order date",
        "OrderDate",
        "Order dt",
        "Order number",
        "Orden nº",
        "Order no 2",
        "Order entered by",
        "Requested by",
    ),
    *("Fecha de la orden médica", "Data da solicitação", "Data do tratamento"),
    *(
        "Prescription date",
        "Número da prescrição",
        "Treatment centre",
        "Rx provider",
        "Date and time of order",
        "Request ID",
    ),
    *("Health plan", "Plano de saúde", "Plan de salud", "Amount paid (USD)", "Qty paid by"),
    *("Border", "Disorder group", "Physiotherapy", "Planta baja", "Médico", "Heart rate"),
    *("Duration of symptoms", "ICU days", "Motivo de consulta", "Patient unit", "Explanation"),
)


@pytest.mark.parametrize("heading", OF_AN_ORDER)
def test_a_heading_of_an_order_in_several_words_ends_the_run(tmp_path: Path, heading: str) -> None:
    """Under it may stand that the treatment is to be stopped."""
    answer = batch(tmp_path, f"MRN,Weight_kg,Dx,Days,{heading}\nA1,70,gbs,5,suspender\n").answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column {heading!r} is not read, and speaks of ")
    assert answer.says("leaves it out")


@pytest.mark.parametrize(("heading", "says"), OF_AMOUNTS_AND_OTHERS)
def test_a_word_beside_what_a_heading_speaks_of_changes_nothing(tmp_path: Path, heading: str, says: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight_kg,Dx,Regimen,{heading}\nA1,70,gbs,A,30\n").answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column {heading!r} is not read, and {says}")


@pytest.mark.parametrize("heading", OF_NO_ORDER)
def test_who_when_and_which_number_say_nothing_of_an_order(tmp_path: Path, heading: str) -> None:
    """0.4 g/kg of 70 kg are 28 g."""
    found = batch(tmp_path, f"MRN,Weight_kg,Dx,Regimen,Start,{heading}\nA1,70,gbs,A,2026-12-01,x\n")
    assert (found.row["status"], found.row["g_per_day"]) == ("ok", "28"), found.answer.err
    assert found.answer.says(f"not read: {heading!r}")


def test_what_was_ordered_is_left_out_once_somebody_says_so(tmp_path: Path) -> None:
    found = batch(tmp_path, "MRN,Weight_kg,Dx,Days,Orden médica\nA1,70,gbs,5,ok\n", "--ignore", "Orden médica")
    assert (found.answer.code, found.row["g_per_day"]) == (0, "28")


HARMLESS = (
    *("Order #", "Rx #", "Order placed by", "Order entry date", "Rx written date", "Order priority", "Treatment team"),
    *("Autorizado por", "Dispensado por", "Prescrito por", "Solicitado por", "Pedido por", "Liberado por"),
    *("Piso", "Planta", "Religião", "Año", "Factura", "Enfermera", "Source", "Seq", "IgM", "IgG", "IgE", "Project"),
    *("Insurance plan name", "Registrar", "Programme", "Education", "Cultura"),
    *(
        "Infusion no",
        "Infusion nurse",
        "Infusions to date",
        "Previous infusions",
        "Session no",
        "Placer order no",
        "DRG",
    ),
)


@pytest.mark.parametrize("heading", HARMLESS)
def test_headings_that_say_who_when_or_where_are_passed_over(tmp_path: Path, heading: str) -> None:
    """Piso is a floor, and no Peso; IgM is not IgA."""
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,3\n", "--regimen", "A").answer
    assert answer.code == 0, answer.text


@pytest.mark.parametrize(
    "heading",
    [
        *("Dose #", "Order entry", "Order written", "Order placed", "Quantidade por pedido", "Administrado por EV"),
        *("Administrado por vial", "Total dispensado", "Vital status", "Treatment class"),
        *("N infusions", "Total infusions", "Infusions planned", "Nº infusões", "Nº sesiones", "Number of treatments"),
        *("No of bags", "Infusão por hora"),
    ],
)
def test_headings_with_those_words_that_may_say_an_order_end_the_run(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,3\n", "--regimen", "A").answer
    assert (answer.code, answer.says(f"--ignore '{heading}'")) == (65, True), answer.text


@pytest.mark.parametrize("heading", ["Day", "Dia"])
def test_the_day_of_a_row_is_not_offered_as_a_number_of_days(tmp_path: Path, heading: str) -> None:
    """Day 3 is no course of 3 days; where no column is the first day, it may be that."""
    rows = f"MRN,Weight,Dx,Start,{heading}\nA1,70,gbs,2026-12-01,3\n"
    answer = batch(tmp_path, rows, "--regimen", "A").answer
    assert (answer.code, answer.says("days="), answer.says("which day a row is of")) == (65, False, True), answer.text
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,3\n", "--regimen", "A").answer
    assert (answer.code, answer.says("days=")) == (65, False), answer.text


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *(("Course type", "maintenance"), ("Load/maint", "Induction"), ("Type", "Loading dose"), ("Stage", "maint.")),
        *(
            ("Etapa", "Manutenção"),
            ("Tipo", "indução"),
            ("Clase", "Mantenimiento"),
            ("Grupo", "inducción"),
            ("", "load"),
        ),
    ],
)
def test_cells_that_say_a_phase_of_a_treatment_end_the_run(tmp_path: Path, heading: str, cell: str) -> None:
    """A course that goes on is not answered as one that begins: 0.4 g/kg of 70 kg are 28 g, of 80 kg 32 g."""
    table = f"MRN,Weight_kg,Dx,{heading}\nA1,70,cidp,{cell}\nA2,80,cidp,\n"
    answer = batch(tmp_path, table, "--regimen", "A").answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"holds phases of a treatment: {cell!r}")
    ignored = batch(tmp_path, table, "--regimen", "A", "--ignore", heading)
    assert ignored.column("g_per_day") == ["28", "32"]


def test_phases_beside_regimens_and_among_other_texts_say_nothing_more(tmp_path: Path) -> None:
    beside = batch(tmp_path, "MRN,Weight_kg,Dx,Regimen,Stage\nA1,70,cidp,A,induction\n")
    among = batch(tmp_path, "MRN,Weight_kg,Dx,Stage\nA1,70,cidp,load\nA2,70,cidp,4B\n", "--regimen", "A")
    assert (beside.column("g_per_day"), among.column("g_per_day")) == (["28"], ["28", "28"])


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *(
            ("Ano", "2026"),
            ("Source", "EHR"),
            ("Turno", "M"),
            ("Seq", "1"),
            ("MRC", "50"),
            ("DRG", "094"),
            ("HCT", "35"),
        ),
        *(("DXA", "1"), ("WTC", "2"), ("IDX", "3")),
        *(("Order class", "Inpatient"), ("Order mode", "CPOE"), ("Unit/Room/Bed", "4W"), ("Sez", "3"), ("Rx #", "7")),
    ],
)
def test_short_headings_are_taken_for_no_column_with_another_letter(tmp_path: Path, heading: str, cell: str) -> None:
    """MRC is a score of strength, and no MRN."""
    found = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,{cell}\n", "--regimen", "A")
    assert (found.answer.code, found.column("g_per_day")) == (0, ["28"]), found.answer.text


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Sxe", "sex"),
        ("Sexx", "sex"),
        ("Agee", "age"),
        ("Htt", "height"),
        ("HHt", "height"),
        ("Hts", "height"),
        ("Regon", "region"),
        ("Coures", "course"),
        ("Indcaton", "indication"),
    ],
)
def test_a_heading_with_letters_left_out_twice_or_exchanged_is_near(tmp_path: Path, heading: str, column: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,3\n", "--regimen", "A").answer
    assert (answer.code, answer.says(f"looks like {column}")) == (65, True), answer.text


@pytest.mark.parametrize(
    ("heading", "what"), [("HTN", "risks"), ("HIT", "risks"), ("IgAN", "the kidneys"), ("HAS", "risks")]
)
def test_an_abbreviation_of_a_disease_is_offered_as_no_column(tmp_path: Path, heading: str, what: str) -> None:
    """Under HTN a pressure of 150 may stand: it is no height of 150 cm."""
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,150\n", "--regimen", "A").answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column '{heading}' is not read, and speaks of {what}")
    assert "--column" not in answer.text


@pytest.mark.parametrize("heading", ["ivig_start_date", "IVIG start", "Date of IVIG", "Início da IVIG", "Fecha IVIG"])
def test_the_start_of_ivig_is_offered_as_the_first_day(tmp_path: Path, heading: str) -> None:
    table = f"MRN,Weight,Dx,{heading}\nA1,70,gbs,2026-12-01\n"
    answer = batch(tmp_path, table, "--regimen", "A").answer
    assert (answer.code, answer.says("the day of the first infusion"), answer.says("--column start=")) == (
        65,
        True,
        True,
    )
    found = batch(tmp_path, table, "--regimen", "A", "--column", f"start={heading}")
    assert found.row["dates"].startswith("2026-12-01")


@pytest.mark.parametrize("heading", ["Last IVIG date", "IVIG stop date", "Previous IVIG date"])
def test_another_day_of_ivig_is_not_offered_as_the_first(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\nA1,70,gbs,2026-12-01\n", "--regimen", "A").answer
    assert (answer.code, answer.says("--column start=")) == (65, False)


def test_an_object_that_says_a_phase_and_no_regimen_is_an_error_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    one = '{"id": "A1", "weight": 70, "dx": "cidp", "stage": "maintenance"}'
    with_days = one.replace("}", ', "days": 5}')
    path.write_text(f"{one}\n{with_days}\n", encoding="utf-8")
    answer = run("batch", str(path), "--regimen", "A", "--to", "csv")
    rows = read_csv(answer.out)
    assert [row["status"] for row in rows] == ["error", "ok"], answer.text
    assert "holds phases of a treatment: 'maintenance'" in rows[0]["reason"]
