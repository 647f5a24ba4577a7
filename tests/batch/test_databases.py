"""What databases write into tables: short headings of their own, marks of nothing, rulers between the pages."""

from pathlib import Path

import pytest

from tests.batch.making import GOOD, batch, lines


@pytest.mark.parametrize("letter", ["W", "H", "A", "S", "(w)"])
def test_a_heading_of_one_letter_is_not_passed_over(tmp_path: Path, letter: str) -> None:
    """It may be a second weight, a height, an age or a sex."""
    found = batch(tmp_path, f"mrn,weight_kg,dx,regimen,{letter}\na,70,cidp,A,80\n")
    assert found.answer.code == 65
    said = " ".join(found.answer.err.split())
    assert f"column {letter!r} is not read, and speaks of something in one letter" in said


@pytest.mark.parametrize("heading", ["X", "N", "#", "Admin_user", "Admission"])
def test_numbers_of_rows_and_who_entered_them_are_passed_over(tmp_path: Path, heading: str) -> None:
    assert batch(tmp_path, f"mrn,weight_kg,dx,regimen,{heading}\na,70,cidp,A,2\n").row["g_course"] == "140"


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("QT_PESO", "weight"),
        ("QT_ALTURA", "height"),
        ("IE_SEXO", "sex"),
        ("CD_CID", "indication"),
        ("DS_MATERIAL", "product"),
    ],
)
def test_columns_of_a_brazilian_database_are_offered(tmp_path: Path, heading: str, typed: str) -> None:
    found = batch(tmp_path, f"prontuario,esquema,{heading}\na,A,70\n")
    assert found.answer.code == 65
    assert f"--column {typed}" in " ".join(found.answer.err.split())
    assert f"={heading} reads it" in " ".join(found.answer.err.split())


def test_dt_inicio_is_the_day_of_the_first_infusion(tmp_path: Path) -> None:
    found = batch(tmp_path, "prontuario,peso,cid,esquema,DT_INICIO\na,70,G61.81,A,2026-12-01\n")
    assert found.row["dates"].startswith("2026-12-01;2026-12-02")


@pytest.mark.parametrize("heading", ["DT_INFUSAO", "Dt", "Data de aplicação"])
def test_other_days_that_may_be_the_first_are_not_passed_over(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"prontuario,peso,cid,esquema,{heading}\na,70,G61.81,A,2026-12-01\n")
    assert found.answer.code == 65
    assert f"{heading!r} is not read, and could be the day of the first infusion" in " ".join(found.answer.err.split())


@pytest.mark.parametrize("nothing", ["\\N", "[NULL]", "<NULL>", "NaT", "n.d.", "s/d", "missing", "não consta"])
def test_marks_of_nothing_are_not_given_and_said(tmp_path: Path, nothing: str) -> None:
    found = batch(tmp_path, f"mrn,weight_kg,height_cm,dx,regimen\na,70,{nothing},cidp,A\n")
    assert found.row["g_course"] == "140"
    assert found.row["read"] == f"height_cm {nothing!r} read as not given"


@pytest.mark.parametrize("nothing", ["\\N", "missing"])
def test_no_option_fills_a_mark_of_nothing(tmp_path: Path, nothing: str) -> None:
    found = batch(tmp_path, f"mrn,weight_kg,dx,regimen\na,70,{nothing},A\n", "--indication", "cidp")
    assert found.row["status"] == "error"


@pytest.mark.parametrize(
    "table",
    [
        "mrn,weight,dx,regimen\n---,------,--,-------\na,70,cidp,A\n\n(1 rows affected)\n",
        "mrn|weight|dx|regimen\n---|------|----|---\na|70|cidp|A\n---|------|----|---\n",
        "|mrn|weight|dx|regimen|\n|-|-|-|-|\n|a|70|cidp|A|\n",
    ],
)
def test_rulers_with_delimiters_are_no_rows(tmp_path: Path, table: str) -> None:
    found = batch(tmp_path, table)
    assert (found.answer.code, found.row["key"], found.row["g_course"]) == (0, "a", "140")


def test_dashes_in_some_cells_are_no_ruler(tmp_path: Path) -> None:
    """A row of a patient, whose weight was not given, stays in the table; so does one whose key begins with a dash."""
    found = batch(tmp_path, lines(GOOD, "b,---,cidp,A,privigen", "-c,70,cidp,A,privigen"))
    assert found.column("status") == ["ok", "error", "ok"]


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Admin", "the route, or who gives it"),
        ("Size", "a dose in mL or vials"),
        ("Factor", "a dose or how it is given"),
        ("Ajuste", "a dose or how it is given"),
        ("QT_DIAS", "the number of days"),
        ("Qtde dias", "the number of days"),
        ("Male", "the sex"),
        ("Adult/Child", "age"),
        ("Dias trat", "the number of days"),
        ("SubQ", "the route"),
        ("Switched to", "a preparation"),
        ("Directions", "an order in words"),
        ("Dispense", "a dose in mL or vials"),
        ("Qtde autorizada", "a dose in mL or vials"),
        ("Void", "whether an order still stands"),
        ("Active", "whether an order still stands"),
        ("Dx1", "an indication"),
        ("SNOMED", "an indication"),
        ("NYHA", "risks"),
        ("M protein", "risks"),
        ("Urea", "the kidneys"),
        ("Postpartum", "pregnancy"),
        ("Bld type", "the blood group"),
        ("Weeks", "how often a dose is given"),
    ],
)
def test_short_headings_of_what_an_answer_depends_on_are_not_passed_over(
    tmp_path: Path, heading: str, says: str
) -> None:
    found = batch(tmp_path, f"mrn,weight_kg,dx,regimen,product,{heading}\na,70,cidp,A,privigen,2\n")
    assert found.answer.code == 65
    assert f"is not read, and speaks of {says}" in " ".join(found.answer.err.split())


@pytest.mark.parametrize(
    ("header", "heading", "says"),
    [
        ("mrn,weight_kg,dx", "End date", "the schedule"),
        ("mrn,weight_kg,dx", "Phase", "the schedule"),
        ("mrn,weight_kg,dx,regimen", "Generic name", "an item, which may be a preparation"),
        ("mrn,weight_kg,dx,regimen", "Procedimento", "an item, which may be a preparation"),
    ],
)
def test_what_says_no_more_beside_a_regimen_or_a_product_is_refused_without_it(
    tmp_path: Path, header: str, heading: str, says: str
) -> None:
    cells = ",".join({"mrn": "a", "weight_kg": "70", "dx": "cidp", "regimen": "A"}[name] for name in header.split(","))
    found = batch(tmp_path, f"{header},{heading}\n{cells},x\n", "--regimen", "A")
    assert found.answer.code == 65
    assert f"is not read, and speaks of {says}" in " ".join(found.answer.err.split())
    whole = f"mrn,weight_kg,dx,regimen,product,{heading}\na,70,cidp,A,privigen,x\n"
    assert batch(tmp_path, whole).row["status"] == "ok"


@pytest.mark.parametrize("heading", ["Vendor", "Ethnic", "Visit", "Cohort", "Convênio", "Leito"])
def test_headings_that_say_nothing_of_a_dose_are_passed_over(tmp_path: Path, heading: str) -> None:
    """Vendor was taken for a slip of gender."""
    found = batch(tmp_path, f"mrn,weight_kg,dx,regimen,{heading}\na,70,cidp,A,x\n")
    assert (found.row["status"], f"not read: {heading!r}" in found.answer.err) == ("ok", True)
