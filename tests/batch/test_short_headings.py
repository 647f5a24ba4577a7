"""Headings in one word or a short one that say a dose, a unit, a route or a first day, and are not read."""

from pathlib import Path
from shlex import quote

import pytest

from tests.batch.making import batch, read_csv
from tests.program import run

A = ("--regimen", "A")

OF_WHAT_MATTERS = (
    *("Grms", "Grm", "GRS", "Total IG", "IVIG total", "Ordered", "Requested", "Approved", "Approved qty", "Given"),
    *("Dispensed", "Order qty", "Qty ordered", "Amt", "Prescribed", "Infused?", "Auth qty", "Aprovado", "Autorizado"),
    *("Qtd aprovada", "Cantidad aprobada", "Genehmigt", "Metric", "Imperial", "Metric/Imperial", "Rte", "Med Rte"),
    *("Admin Rte", "SC", "Mode", "Start Dttm", "Begin date", "Begin Dt", "Sched date", "Scheduled", "Appt date"),
    *("Appt", "Appt Dttm", "Appt time", "Next appt", "Start time", "Rx start dt", "Fecha de la cita", "Data agend."),
    *("Auth'd", "Ord qty", "Final", "Daily", "Each", "Tot", "Max", "Recommended", "Calculated", "Billed qty", "Ig qty"),
    *("qtyordered", "startdttm", "apptdate", "Approved (Y/N)", "Ordered [IV]", "Approved mL", "Imperial (Y/N)"),
    *("Metric units", "Begin date (dd/mm/yyyy)", "Start Dttm (local)", "Ordered2", "Ordered.1"),
    *("US/metric", "SI", "DOS", "Service date", "Beg dt", "Dt aplic.", "Planned", "Given on", "Due date", "Next due"),
    *("Data marcada", "Agendado para", "Fecha ini", "Termin"),
    *("Current wt", "Actual weight", "Current", "Actual", "Ideal", "Effective date", "Eff dt", "Effective"),
    *("C1", "C2", "T1", "T2"),
    *("Reweigh", "Lean", "Corrected", "Corrigido", "in"),
    *("Estrogen", "Hx", "History", "Past history", "Background", "Tabagista", "Smoking", "HAS", "Concomitant"),
)

OF_OTHERS = (
    *("Approved by", "Approved on", "Given name", "Given by", "Ordered by", "Requested by", "Prescriber", "Visit date"),
    *("Ordering provider", "Date ordered", "Order date", "Admission date", "Discharge date", "Report date", "Ward"),
    *("Total IgG", "Time"),
    *("Next visit", "Cycles", "G1", "C3", "C4", "T3", "T4", "Current ward", "Actual stay", "Week", "Week 1"),
    *("New patient", "History number", "Family history", "Has insurance", "Corrected IgG", "Background colour"),
)


@pytest.mark.parametrize("heading", OF_WHAT_MATTERS)
def test_a_short_heading_of_what_matters_ends_the_run(tmp_path: Path, heading: str) -> None:
    """A dose is never worked out beside one that somebody approved, nor a figure read in a unit that may be another."""
    answer = batch(tmp_path, f"MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,60\n").answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(repr(heading))


@pytest.mark.parametrize("heading", OF_OTHERS)
def test_a_heading_of_the_same_words_that_says_who_or_when_is_passed_over(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,x\n")
    assert (found.row["g_per_day"], found.answer.says(heading)) == ("32", True)


def test_a_column_of_imperial_units_says_to_write_the_unit_first(tmp_path: Path) -> None:
    """154 lb are 69.8532 kg."""
    table = "MRN,{},Imperial,Dx,Regimen\np1,154,Yes,GBS,A\n"
    assert batch(tmp_path, table.format("Weight")).answer.says("write the unit into each heading (Weight (lb)); then")
    found = batch(tmp_path, table.format("Weight (lb)"), "--ignore", "Imperial")
    assert found.row["weight_kg"] == "69.8532"


def test_the_column_that_is_offered_as_the_first_day_is_read(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx,Regimen,Start Dttm\np1,80,GBS,A,2026-12-01 08:00\n"
    assert batch(tmp_path, table).answer.says("--column start='Start Dttm' reads it")
    assert batch(tmp_path, table, "--column", "start=Start Dttm").row["dates"].startswith("2026-12-01;")


def test_another_date_beside_the_first_day_is_passed_over(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx,Regimen,Start,Appt date\np1,80,GBS,A,2026-12-01,2026-11-20\n"
    assert batch(tmp_path, table).row["dates"].startswith("2026-12-01;")


STOPPED = (
    *(
        "Discharged",
        "Discharge",
        "Transferred",
        "Refused",
        "Refused on",
        "Declined",
        "Withdrawn",
        "Consent",
        "Rejected",
    ),
    *("Consent signed", "Informed consent (Y/N)", "Consent withdrawn", "Denied", "Postponed"),
    *("Deferred", "Paused"),
    *("Dead", "Alive", "Death date", "Date of death", "DOD", "Completed", "Excluded", "Eligible", "No show", "DNA"),
    *("record_status", "Proceed", "OK to infuse"),
    *("Alta", "Alta hospitalar", "Transferido", "Recusado", "Recusa", "Negado", "Desistência", "Consentimento", "TCLE"),
    *("Adiado", "Data do falecimento", "Concluído", "Vivo"),
    *("Rechazado", "Rehúsa", "Trasladado", "Consentimiento", "Aplazado", "Exitus", "Egreso", "Baja", "Defunción"),
)

AROUND_A_STAY = (
    *("Discharge date", "Discharge ward", "Discharge disposition", "Transferred from", "Transfer date", "Consent date"),
    *("Data da alta", "Fecha de alta", "Alta em", "Alta complexidade", "Blood transfer", "Date completed"),
    *("Withdrawal symptoms", "Consent taken by", "Admission/discharge"),
)


@pytest.mark.parametrize("heading", STOPPED)
def test_a_column_that_says_who_is_no_longer_treated_ends_the_run(tmp_path: Path, heading: str) -> None:
    """A dose for somebody who refused it, or has died, is none."""
    answer = batch(tmp_path, f"MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,\n").answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column '{heading}' is not read, and speaks of whether ")
    assert not answer.says("--column")


@pytest.mark.parametrize("heading", ["Rh", "RhD", "Rhesus", "Rh factor", "Fator RH"])
def test_a_rhesus_factor_is_no_blood_group_and_says_nothing_beside_one(tmp_path: Path, heading: str) -> None:
    table = f"MRN,Weight,Dx,Regimen,ABO,{heading}\np1,80,GBS,A,A,pos\n"
    assert batch(tmp_path, table).row["g_per_day"] == "32"
    alone = batch(tmp_path, table.replace(",ABO", "").replace(",A,A,", ",A,")).answer
    assert (alone.code, alone.out, "--column" in alone.text) == (65, "", False)
    assert alone.says(f"add a column blood_group; --ignore {quote(heading)} leaves it out")


ENDED = (
    *("Discontinued", "discontinued by Dr Lee", "D/C'd 12/1", "Cancelled", "Stopped", "On hold", "Void", "Expired"),
    *("Deceased", "dead", "Completed", "entered-in-error", "Suspenso", "Óbito", "Suspendido", "Fallecida", "Abgesetzt"),
)
STANDING = ("Active", "", "TX", "Not stopped", "Signed", "Holden", "new", "ok to continue", "São Paulo", "pending")


@pytest.mark.parametrize("cell", ENDED)
@pytest.mark.parametrize("heading", ["Status", "State", "Situação", "Patient status", "status_code"])
def test_a_status_that_says_that_an_order_has_ended_is_an_error_of_its_row(
    tmp_path: Path, heading: str, cell: str
) -> None:
    table = f'MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,Active\np2,80,GBS,A,"{cell}"\n'
    found = batch(tmp_path, table)
    assert found.column("status") == ["ok", "error"]
    assert found.rows[1]["reason"] == (
        f"{heading} says that the order no longer stands: {cell!r}: take the row out; "
        f"where it is to be answered all the same, --ignore {quote(heading)}"
    )
    assert batch(tmp_path, table, "--ignore", heading).column("g_per_day") == ["32", "32"]


@pytest.mark.parametrize("cell", STANDING)
@pytest.mark.parametrize("heading", ["Status", "State"])
def test_any_other_status_is_passed_over(tmp_path: Path, heading: str, cell: str) -> None:
    assert batch(tmp_path, f"MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,{cell}\n").row["g_per_day"] == "32"


@pytest.mark.parametrize("heading", ["Marital status", "Team", "Notes", "Insurance"])
def test_what_has_ended_under_another_heading_is_passed_over(tmp_path: Path, heading: str) -> None:
    table = f"MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,cancelled\n"
    assert batch(tmp_path, table).row["g_per_day"] == "32"


def test_a_status_in_json_lines_is_that_of_its_object(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    one = '{"mrn": "p1", "weight": 80, "dx": "gbs", "regimen": "A", "status": "cancelled"}'
    path.write_text(f"{one}\n{one.replace('cancelled', 'active')}\n", encoding="utf-8")
    rows = read_csv(run("batch", str(path), "--to", "csv").out)
    assert [(row["status"], row["g_per_day"]) for row in rows] == [("error", ""), ("ok", "32")]


@pytest.mark.parametrize("heading", AROUND_A_STAY)
def test_a_day_or_a_place_of_a_stay_is_passed_over(tmp_path: Path, heading: str) -> None:
    assert batch(tmp_path, f"MRN,Weight,Dx,Regimen,{heading}\np1,80,GBS,A,x\n").row["g_per_day"] == "32"


TYPED = "--column weight={0} reads it if it is that in every row; --ignore {0} leaves it out"
POUNDS = "--column weight_lb={0} reads it if # is for pounds, weight_kg={0} if in kg; --ignore {0} leaves it out"


@pytest.mark.parametrize(
    ("heading", "sign", "typed"),
    [
        ("Weight #", "#", POUNDS),
        ("Weight (#)", "#", POUNDS),
        ("Weight (lb) #", "#", TYPED),
        ("Weight %", "%", "--ignore {0} leaves it out"),
        ("Weight (%)", "%", "--ignore {0} leaves it out"),
        ("~Weight", "~", TYPED),
        ("≈Weight", "≈", TYPED),
        ("Weight <", "<", TYPED),
        ("Weight ±", "±", TYPED),
        ("Weight ↓", "↓", TYPED),
        ("?Weight", "?", TYPED),
        ("Weight (?)", "?", TYPED),
    ],
)
def test_a_sign_in_a_heading_says_something_else(tmp_path: Path, heading: str, sign: str, typed: str) -> None:
    """12 % may be a percentile, and # is written for pounds: 154 lb are 69.8532 kg."""
    table = f"MRN,{heading},Dx\n1,154,gbs\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column {heading!r} is not read: {sign!r} may say something else than weight_kg")
    assert answer.says(f"TYPE {typed.format(quote(heading))}")
    if "--column" in typed:
        unit = "weight_lb" if sign == "#" else "weight"
        pounds = sign == "#"
        read = batch(tmp_path, table, *A, "--column", f"{unit}={heading}")
        assert read.row["weight_kg"] == ("69.8532" if pounds else "154")


def test_a_sign_tells_two_headings_apart(tmp_path: Path) -> None:
    """``Weight`` is read, and what has a sign is left out by itself."""
    table = "MRN,Weight,Weight %,?Dx,Dx\n1,70,12,cidp,gbs\n"
    answer = batch(tmp_path, table, *A).answer
    assert answer.says("--column indication='?Dx' reads it (with --ignore Dx) if it is that in every row")
    row = batch(tmp_path, table, *A, "--ignore", "Weight %", "--ignore", "?Dx").row
    assert (row["weight_kg"], row["indication"]) == ("70", "gbs")


def test_pounds_under_a_sign_that_is_left_out_contradict_kilograms(tmp_path: Path) -> None:
    table = "MRN,Weight,Weight #,Dx\n1,154,154,gbs\n"
    row = batch(tmp_path, table, *A, "--ignore", "Weight #").row
    assert (row["status"], "Weight # says 154 lb" in row["reason"]) == ("error", True)


def test_a_date_with_a_sign_is_left_out(tmp_path: Path) -> None:
    assert batch(tmp_path, "MRN,Weight,Date #,Dx\n1,70,3,gbs\n", *A, "--ignore", "Date #").row["weight_kg"] == "70"


@pytest.mark.parametrize("header", ["#MRN,Weight,Pregnant?,Dx", "MRN #,<Weight>,¿Embarazada?,Dx*"])
def test_signs_of_numbers_questions_and_forms_say_nothing_else(tmp_path: Path, header: str) -> None:
    row = batch(tmp_path, f"{header}\n7,70,no,gbs\n", *A).row
    assert (row["key"], row["weight_kg"], row["status"]) == ("7", "70", "ok")
