"""What a table or a line says and what was passed over: other tables, notes, units, keys, columns and reasons.

1 lb is 0.45359237 kg: 154 lb are 69.853 kg.
"""

from pathlib import Path

import pytest

from tests.batch.making import batch, read_csv
from tests.program import run

A = ("--regimen", "A")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_a_table_above_another_one_are_not_left_out(tmp_path: Path, delimiter: str) -> None:
    """The header with more columns that are known is that of the second table."""
    table = "MRN,Weight,Dx\n1,70,cidp\n\nMRN,Weight,Height,Dx,Product\n2,80,175,cidp,privigen\n".replace(",", delimiter)
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says("above the header stands another one, with rows below it: 'MRN, Weight, Dx'")


@pytest.mark.parametrize(
    "above", ["Patient,,Measurements\n", "Report of the ward\n\n", "Region,EU\nWard,4B\n", '"a"b,c\n']
)
def test_titles_and_groups_of_columns_stand_above_a_header(tmp_path: Path, above: str) -> None:
    found = batch(tmp_path, f"{above}MRN,Weight,Dx\n1,70,cidp\n", *A)
    assert [row["g_per_day"] for row in found.rows] == ["28"]


@pytest.mark.parametrize(
    "table",
    [
        "MRN,Weight,Dx\n# weights in lb\n1,154,cidp\n",
        "MRN,Weight,Dx\n1,154,cidp\n# all weights: pounds\n",
        "Weight,MRN,Dx\n154,1,cidp\n* weights in lb,,\n",
        ",MRN,Weight,Dx\n0,1,154,cidp\n1,Weights are in lb,,\n",
    ],
)
def test_a_comment_or_a_note_below_the_header_that_names_a_unit_ends_the_run(tmp_path: Path, table: str) -> None:
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says("--column weight_lb=Weight or --column weight_kg=Weight says which it is")
    assert batch(tmp_path, table, *A, "--column", "weight_lb=Weight").column("weight_kg")[0] == "69.8532"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Weight,Weight Unit,Height", "70 kg,g,175"),
        ("Weight,Weight Unit,Height", "154 lb,b,175"),
        ("Height,Height Unit,Weight", "180 cm,m,70"),
        ("Weight,Daily dose,Daily dose unit,Days", "70,28000 mg,g,5"),
        ("Weight,Daily dose,Daily dose unit,Days", "70,0.4 g/kg,kg,5"),
    ],
)
def test_a_unit_in_a_cell_that_ends_as_the_one_beside_it_is_not_that(tmp_path: Path, header: str, cells: str) -> None:
    row = batch(tmp_path, f"MRN,Dx,{header}\n1,cidp,{cells}\n", *(() if "dose" in header else A)).row
    assert (row["status"], row["g_per_day"]) == ("error", "")
    assert "not known" in row["reason"] or "in the column of units stands" in row["reason"]


def test_the_same_unit_in_a_cell_and_beside_it_is_read(tmp_path: Path) -> None:
    table = "MRN,Dx,Weight,Weight Unit,IgA,IgA unit\n1,cidp,70 KG,kg,<0.07 g/L,g/L\n"
    row = batch(tmp_path, table, *A).row
    assert (row["status"], row["weight_kg"]) == ("ok", "70")


@pytest.mark.parametrize("key", ["N/A", "-", "?", "unknown", " "])
def test_a_key_that_says_that_nothing_is_known_is_none(tmp_path: Path, key: str) -> None:
    """An option fills the indication of a row that has a key, and of no other."""
    found = batch(tmp_path, f"MRN,Weight,Dx\n1,70,\n{key},81,\n{key},81,gbs\n", *A, "--indication", "cidp")
    assert found.column("status") == ["ok", "error", "ok"]
    assert "no key and no indication" in found.rows[1]["reason"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--column", "weight_kg=X", "--column", "weight_lb=x"), "names a heading that is another column already"),
        (("--column", "weight_kg=X", "--column", "height_cm=X"), "names a heading that is another column already"),
        (("--column", "weight_kg=X", "--ignore", "X"), "names a heading that --ignore leaves out"),
    ],
)
def test_a_heading_is_typed_for_one_column(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    answer = batch(tmp_path, "MRN,X,Dx\n1,70,cidp\n", *A, *options).answer
    assert (answer.code, answer.out, answer.says(says)) == (2, "", True)


def test_a_heading_that_is_typed_twice_for_the_same_is_read(tmp_path: Path) -> None:
    options = ("--column", "weight_kg=X", "--column", "weight_kg=X (kg)", "--column", "Weight kg=x")
    refused = batch(tmp_path, "MRN,X,Dx\n1,70,cidp\n", *A, *options).answer
    assert (refused.code, "no column is called 'X (kg)'" in refused.text) == (65, True)
    assert batch(tmp_path, "MRN,X,Dx\n1,70,cidp\n", *A, *options[:2], *options[4:]).row["weight_kg"] == "70"


def test_headings_in_other_scripts_are_told_apart(tmp_path: Path) -> None:
    """Height and weight in Chinese: neither has a letter of the Latin script."""
    table = "ID,身高,体重,Dx\n1,175,70,cidp\n"
    found = batch(tmp_path, table, *A, "--column", "weight_kg=体重", "--column", "height_cm=身高")
    assert (found.row["weight_kg"], found.row["status"]) == ("70", "ok")
    answer = batch(tmp_path, table.replace("体重", "质量"), *A, "--column", "weight_kg=体重").answer
    assert (answer.code, "no column is called '体重'" in answer.text) == (65, True)
    ignored = batch(tmp_path, table, *A, "--column", "weight_kg=体重", "--ignore", "身高").answer
    assert "not read" not in ignored.err


@pytest.mark.parametrize("reason", ["No", "yes", "N", "0", "false", "não", "Sí"])
def test_yes_or_no_is_no_reason_for_an_off_label_use(tmp_path: Path, reason: str) -> None:
    table = f"MRN,Weight,Dx,Off label,Days,Per day\n1,70,pps,{reason},5,0.4 g/kg\n2,70,pps,trial,5,0.4 g/kg\n"
    found = batch(tmp_path, table)
    assert found.column("status") == ["error", "caution"]
    assert f"Off label '{reason}' is no reason" in found.rows[0]["reason"]


def test_years_and_months_in_a_heading_are_two_units(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,Dx,Years (months)\n1,70,cidp,54\n", *A).answer
    assert (answer.code, answer.says("speaks of age")) == (65, True)


def test_a_row_becomes_a_total_by_a_cell_that_is_not_read(tmp_path: Path) -> None:
    """So it does below the answers of an earlier run, and the other way round."""
    table, out = tmp_path / "p.csv", tmp_path / "out.csv"
    for name, statuses in (("Bob", ["ok", "ok"]), ("Total", ["ok", "error"]), ("Eve", ["ok", "ok"])):
        table.write_text(f"MRN,Weight,Dx,Nurse\n1,70,cidp,Ann\n2,80,cidp,{name}\n")
        run("batch", str(table), *A, "-o", str(out), "--resume")
        assert [row["status"] for row in read_csv(out.read_text())] == statuses


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,70,cidp,", "end the header with as many delimiters as the rows"),
        ("x,1,70,cidp", "where every row has one more, write a heading for it"),
        ("1,70", "add the missing cells"),
    ],
)
def test_rows_of_another_width_say_what_to_do(tmp_path: Path, row: str, says: str) -> None:
    assert says in batch(tmp_path, f"MRN,Weight,Dx\n{row}\n", *A).row["reason"]


def test_utf_16_without_its_mark_is_refused_with_its_name(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx\n1,70,cidp\n".encode("utf-16-le")
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, "--encoding utf-16-le" in answer.text) == (65, True)
    assert batch(tmp_path, table, *A, "--encoding", "utf-16-le").row["g_per_day"] == "28"


def test_an_option_of_workbooks_is_not_passed_over_for_a_text(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,Dx\n1,70,cidp\n", *A, "--sheet", "2").answer
    assert (answer.code, "--sheet is for a workbook" in answer.text) == (2, True)


@pytest.mark.parametrize(
    ("cell", "status"), [("CIDP", "ok"), ("非CIDP", "error"), ("≠ CIDP", "error"), ("CIDP ✗", "error"), ("CIDP®", "ok")]
)
def test_a_word_in_another_script_is_not_passed_over_in_a_name(tmp_path: Path, cell: str, status: str) -> None:
    """It may say no, or under the skin."""
    found = batch(tmp_path, f"MRN,Weight,Dx\n1,70,{cell}\n", *A)
    assert found.column("status") == [status]
    assert "part of a name" not in found.row["reason"]


def test_what_a_text_in_another_script_means_is_said_of_it_alone(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx\n1,70,CIDP\n2,70,非CIDP\n3,70,非 cidp\n4,70,吉兰\n"
    found = batch(tmp_path, table, *A, "--means", "非CIDP=mmn", "--means", "吉兰=gbs")
    assert found.column("indication") == ["cidp", "mmn", "mmn", "gbs"]


@pytest.mark.parametrize("heading", ["Weight (磅)", "磅 weight", "体重 Weight kg"])
def test_a_heading_with_words_in_another_script_is_not_read(tmp_path: Path, heading: str) -> None:
    """They may say pounds."""
    answer = batch(tmp_path, f"MRN,{heading},Dx\n1,154,cidp\n", *A).answer
    assert (answer.code, answer.says("speaks of weight, and of something else")) == (65, True)
    assert "--column" not in answer.text.replace("--column weight_kg=HEADING", "")
    assert (
        batch(tmp_path, f"MRN,{heading},Dx\n1,154,cidp\n", *A, "--column", f"weight_kg={heading}").row["weight_kg"]
        == "154"
    )


@pytest.mark.parametrize(
    ("heading", "cells", "typed"),
    [
        ("Code", ("G70.00", "G61.81"), "--ignore Code"),
        ("Type", ("Octagam 10%", "N/A"), "--column product=Type"),
        ("Type", ("Gamunex", "Hizentra"), "--column product=Type"),
        ("", ("MMN", "GBS"), "--ignore ''"),
    ],
)
def test_a_column_of_names_is_not_passed_over(tmp_path: Path, heading: str, cells: tuple[str, str], typed: str) -> None:
    table = f"MRN,Weight,{heading},Dx\n1,70,{cells[0]},cidp\n2,80,{cells[1]},cidp\n3,80,,cidp\n"
    answer = batch(tmp_path, table, *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(typed)


@pytest.mark.parametrize("cells", [("PM", "MS"), ("CIDP", "4B"), ("-", "")])
def test_initials_and_columns_of_other_texts_are_passed_over(tmp_path: Path, cells: tuple[str, str]) -> None:
    table = f"MRN,Weight,Team,Dx\n1,70,{cells[0]},cidp\n2,80,{cells[1]},cidp\n"
    assert batch(tmp_path, table, *A).column("status") == ["ok", "ok"]


def test_columns_with_blanks_between_them_are_called_so(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN   WT(KG)  DX\n1     70      CIDP\n", *A).answer
    assert (answer.code, "nothing but blanks between them" in answer.text) == (65, True)
    one = batch(tmp_path, "Patient weight\n70\n", *A, "--indication", "cidp")
    assert one.column("g_per_day") == ["28"]


@pytest.mark.parametrize(
    "heading",
    [
        *("Bdwt", "Gew.", "Pds", "Kilo", "TBW", "DW"),
        *("Diag", "DIAG_COD", "diag___1", "HD", "Treated for", "Neuropathy type"),
        *("Prod.", "NDC", "IG name", "Conc."),
        *("Subcut", "SCIg", "Switch to SC", "Admin method"),
        *("YOB", "D.O.B.", "Y.O.", "Genre", "Preg", "Dur", "Deceased"),
        *("Anaphylaxis", "Previous reaction", "ADR", "HFI"),
    ],
)
def test_short_and_shortened_headings_of_what_an_answer_depends_on_are_not_passed_over(
    tmp_path: Path, heading: str
) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\n1,70,cidp,x\n", *A).answer
    assert (answer.code, answer.says(f"column '{heading}' is not read")) == (65, True)


def test_what_looks_like_a_column_that_is_read_says_how_to_take_it_instead(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx,Indicaton\n1,70,cidp,gbs\n"
    answer = batch(tmp_path, table, *A).answer
    assert answer.says("--column indication=Indicaton reads it (with --ignore Dx)")
    assert batch(tmp_path, table, *A, "--column", "indication=Indicaton", "--ignore", "Dx").row["indication"] == "gbs"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850"])
def test_an_encoding_that_the_file_does_not_have_is_refused(tmp_path: Path, encoding: str) -> None:
    """Its headings would be others, and an option would stand for the column of indications."""
    table = "MRN,Peso,Indicação\n1,70,mmn\n"
    options = ("--encoding", encoding, "--indication", "cidp")
    answer = batch(tmp_path, table, *A, *options).answer
    assert (answer.code, answer.out) == (65, "")
    assert (answer.says(f"--encoding {encoding}: "), answer.says("patients.csv is UTF-8")) == (True, True)
    assert batch(tmp_path, table.encode(encoding), *A, *options).row["indication"] == "mmn"
    assert batch(tmp_path, "MRN,Peso,Dx\n1,70,mmn\n", *A, *options).row["indication"] == "mmn"
    assert batch(tmp_path, table, *A, "--encoding", "utf8").row["indication"] == "mmn"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Convênio", "SUS"),
        ("Financiador", "SUS"),
        ("Serviço", "GBS"),
        ("Initials", "MG"),
        ("Prescriber", "KG"),
        ("UF", "MG"),
    ],
)
def test_initials_and_short_names_of_payers_are_passed_over(tmp_path: Path, heading: str, cell: str) -> None:
    """SUS pays in Brazil, and no patient of this table has the syndrome of Susac."""
    found = batch(tmp_path, f"MRN,Weight,Dx,{heading}\n1,70,cidp,{cell}\n", *A)
    assert (found.answer.code, found.column("indication")) == (0, ["cidp"])


@pytest.mark.parametrize("cell", ["Octagam 10%", "Guillain-Barré syndrome"])
def test_names_in_full_are_not_passed_over_under_a_heading_of_payers(tmp_path: Path, cell: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,Convênio\n1,70,cidp,{cell}\n", *A).answer
    assert (answer.code, answer.says(f"holds {'preparations' if '%' in cell else 'indications'}: {cell!r}")) == (
        65,
        True,
    )


ENDS, ROUTE = "that an order does not stand", "another route than the intravenous one"
SAYING = [
    ("Cancelled orders", ENDS),
    ("DISCONTINUED PATIENTS", ENDS),
    ("Patients who died in 2026", ENDS),
    ("On hold", ENDS),
    ("Obitos 2026", ENDS),
    ("Pacientes com infusão suspensa", ENDS),
    ("Fallecidos", ENDS),
    ("Verstorbene", ENDS),
    ("Subcutaneous (SCIg)", ROUTE),
    ("Subcutaneous immunoglobulin (Hizentra)", ROUTE),
    ("IVIG/SCIG list", ROUTE),
    ("Via subcutânea", ROUTE),
    ("Dose: 0.4 g/kg/day x 5 days", "a dose"),
    ("IVIg 2 g/kg", "a dose"),
    ("Indication: CIDP", "what belongs under indication"),
    ("Ward 3 (diagnosis = see list)", "what belongs under indication"),
    ("Regimen: B", "what belongs under regimen"),
    ("Infusion days: 3", "what belongs under days"),
    ("GBS", "an indication"),
    ("CIDP patients", "an indication"),
    ("Neurology - Guillain-Barre syndrome", "an indication"),
    ("Neurology (G61.0)", "an indication"),
]
SAYING_NOTHING = [
    "IVIg patients, November 2026",
    "Hospital das Clínicas",
    "Week ended 28 Nov 2026",
    "End of the month list",
    "Indication: All",
    "Indication: (all)",
    "Diagnosis: n/a",
    "Ward: 4B",
    "Region: EU",
    "GBS, CIDP and MMN clinic",
    "Neurology: GBS, CIDP",
    "Belo Horizonte - MG",
    "Household survey",
    "Florianópolis - SC",
]


@pytest.mark.parametrize(("line", "says"), [*SAYING, ("0.4 g/kg/day for 5 days", "a dose")])
def test_a_title_that_says_what_rows_do_not_say_ends_the_run(tmp_path: Path, line: str, says: str) -> None:
    for quoted in (f'"{line}",,', f'# "{line}"' if "," in line else f"# {line}"):
        answer = batch(tmp_path, f"{quoted}\nMRN,Weight,Dx\nA2,80,gbs\n", *A).answer
        assert (answer.code, answer.out) == (65, "")
        assert answer.says(f"which says {says}. TYPE")


@pytest.mark.parametrize(("line", "says"), SAYING)
@pytest.mark.parametrize("more", ["", ",,", ",(merged with the cell to its left),(merged with the cell to its left)"])
def test_a_line_between_rows_that_says_what_they_do_not_say_ends_the_run(
    tmp_path: Path, line: str, says: str, more: str
) -> None:
    answer = batch(tmp_path, f'MRN,Weight,Dx\nA1,70,gbs\n"{line}"{more}\nA2,80,\n', *A, "--indication", "cidp").answer
    assert (answer.code, answer.says(says)) == (65, True), answer
    assert answer.says("below the header stands")


@pytest.mark.parametrize("line", SAYING_NOTHING)
def test_a_title_or_a_line_that_says_nothing_of_orders_is_left_out(tmp_path: Path, line: str) -> None:
    found = batch(tmp_path, f'"{line}",,\nMRN,Weight,Dx\nA2,80,gbs\n"{line}",,\n', *A)
    assert [row["status"] for row in found.rows] == ["ok", "error"]
    assert "above the header, left out" in found.answer.err


def test_a_dose_alone_in_a_row_is_no_line_about_others(tmp_path: Path) -> None:
    """It may add up those above it."""
    found = batch(tmp_path, "MRN,Weight,Dx,Per day\nA1,70,gbs,28 g\n,,,28 g\n", "--days", "5")
    assert found.answer.code in {2, 6}
