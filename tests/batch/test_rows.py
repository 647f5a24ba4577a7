"""One row out for each row in, in order, whatever stands in it; what is text can be no formula."""

import csv
import json
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from ivigcalc.batch.columns import BY_ID, FIELDS, PATIENT_FIELDS
from ivigcalc.batch.row.as_read import SAID_OF_ORDER, SAID_OF_PATIENT, regimens_filled
from tests.batch.making import GOOD, HEADER, batch, lines, read_csv, read_jsonl
from tests.profiles import examples, members
from tests.program import project, run, shipped

TOTAL = (
    "the row is a total, another sum or the foot of a page, not a patient: "
    "take it out (a patient of that key needs a longer one)"
)


def test_a_bad_row_stops_no_other(tmp_path: Path) -> None:
    found = batch(
        tmp_path,
        lines(
            GOOD,
            "b,seventy,cidp,A,privigen",
            "c,70,no such disease,A,privigen",
            "d,70,cidp,A",
            "e,700,cidp,A,privigen",
            "f,70,als,,privigen",
            "g,70,cidp,,privigen",
            "h,35,gbs,A,privigen",
            "i,3,gbs,A,privigen",
            "j,70,mmn,,",
            GOOD,
        ),
        "--region",
        "us",
    )
    assert found.answer.code == 6
    assert found.column("row") == [str(number) for number in range(1, 12)]
    assert found.column("key") == ["a", "b", "c", "", "e", "f", "g", "h", "i", "j", "a"]
    assert found.column("status") == [
        *("ok", "error", "error", "error", "refused", "refused", "error", "caution", "no-vials", "error", "ok")
    ]
    for row in found.rows:
        assert bool(row["reason"]) == (row["status"] != "ok")
        assert bool(row["g_course"]) == (row["status"] in {"ok", "caution", "no-vials"})


def test_a_choice_that_was_not_made_names_the_letters(tmp_path: Path) -> None:
    reason = batch(tmp_path, lines("a,70,cidp,,privigen")).row["reason"]
    regimens = run("dose", "--weight", "70", "--indication", "cidp", "--format", "json").json["regimens"]
    assert len(regimens) > 1
    for one in regimens:
        assert f"{one['letter']} ({one['id']})" in reason
    assert reason.endswith("put one in the column regimen")


def test_a_reason_speaks_of_columns(tmp_path: Path) -> None:
    row = batch(tmp_path, "Patient,Body weight,dx\n1,,cidp\n").row
    assert "Body weight" in row["reason"]
    assert "--" not in row["reason"]


def test_everything_that_is_wrong_with_a_row_stands_in_it(tmp_path: Path) -> None:
    table = "weight,height,sex,risks,indication\n70 stone,x,male?,renal;bad,cidp\n"
    reason = batch(tmp_path, table).row["reason"]
    for part in ("70 stone", "'x'", "male?", "'bad'"):
        assert part in reason


cells = st.one_of(
    st.sampled_from(
        ["70", "72,5", "cidp", "gbs", "A", "privigen", "", " ", "=1+1", "-1", "\x00", "1e999", "nan", "\ud800"]
    ),
    st.text(max_size=12),
)


@examples(60, HealthCheck.function_scoped_fixture)
@given(st.lists(st.lists(cells, min_size=1, max_size=7), max_size=12), st.sampled_from([",", ";", "\t"]))
def test_whatever_stands_in_a_table_each_row_has_an_answer_in_its_place(
    tmp_path: Path, rows: list[list[str]], delimiter: str
) -> None:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["key", "weight_kg", "indication", "regimen", "product"])
    kept = []
    for place, row in enumerate(rows):
        writer.writerow([f"k{place}", *row])
        kept.append(f"k{place}")
    found = batch(tmp_path, text.getvalue().encode("utf-8", "surrogatepass"))
    assume("holds units and no figures" not in found.answer.err)  # G below a weight ends the run
    assert found.answer.code in {0, 6}
    assert found.column("row") == [str(place + 1) for place in range(len(kept))]
    for one, key in zip(found.rows, kept, strict=True):
        assert one["key"] in {key, ""}
        assert one["status"] in {"ok", "caution", "refused", "no-vials", "error"}
        assert one["key"] == key or one["status"] == "error"


@examples(40, HealthCheck.function_scoped_fixture)
@given(st.binary(max_size=300))
def test_no_bytes_behind_a_header_end_with_anything_but_rows(tmp_path: Path, garbage: bytes) -> None:
    found = batch(tmp_path, f"{HEADER}\n{GOOD}\n".encode() + garbage)
    assert found.answer.code in {0, 6}
    assert found.rows[0]["status"] == "ok"
    assert found.column("row") == [str(place + 1) for place in range(len(found.rows))]


FORMULAS = [
    "=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =cmd|' /C calc'!A0",
    '=HYPERLINK("x")',
    "-5",
]


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_spreadsheet(tmp_path: Path, text: str, delimiter: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    form = {",": "csv", "\t": "tsv"}[delimiter]
    path = tmp_path / "p.csv"
    path.write_text(f"key,weight_kg,indication,regimen,off_label_reason\n{quoted},70,{quoted},A,x\n", newline="")
    out = run("batch", str(path), "--to", form).out
    (row,) = csv.DictReader(StringIO(out, newline=""), delimiter=delimiter)
    assert row["key"] == f"'{text.strip()}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_a_text_with_a_semicolon_stays_in_its_cell_where_spreadsheets_split_at_one(tmp_path: Path) -> None:
    assert '1,"a;=1+1",' in batch(tmp_path, lines("a;=1+1,70,cidp,A,privigen")).answer.out


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    row = batch(tmp_path, lines(GOOD)).row
    assert row["deviation_percent"] == "-1.79"


def test_json_lines_hold_values_and_a_reason_beside_each_null(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(lines(GOOD, "b,70,le-surface,B,privigen", "=c,x,cidp,A,privigen", "d,70,cidp,A,"))
    found = run("batch", str(path), "--to", "jsonl")
    even, by_day, wrong, bare = read_jsonl(found.out)
    assert even["vials_per_day"] == [
        {"size_g": "20", "count": 1},
        {"size_g": "5", "count": 1},
        {"size_g": "2.5", "count": 1},
    ]
    assert (even["days"], even["g_course"], even["deviation_percent"]) == (5, "140", "-1.79")
    assert [day["day"] for day in by_day["day_grams"]] == [1, 2]
    assert (wrong["key"], wrong["g_course"], wrong["g_course_missing"]) == ("=c", None, "no dose: see reason")
    assert bare["vials_course_missing"] == "no product: the dose alone"
    for row in (even, by_day, wrong, bare):
        for name, value in row.items():
            assert (value is None) == (f"{name}_missing" in row), name


def test_csv_and_json_lines_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(lines(GOOD, "b,70,le-surface,B,privigen", "c,70,gbs,A,kiovig"))
    from_csv, from_json = (
        read_csv(run("batch", str(path)).out),
        read_jsonl(run("batch", str(path), "--to", "jsonl").out),
    )
    assert len(from_csv) == 3
    for left, right in zip(from_csv, from_json, strict=True):
        said = (name for name, value in right.items() if isinstance(value, str) and not name.endswith("_missing"))
        for name in members(said):
            assert left[name] == right[name] or name == "row_sha256"


def test_the_rows_that_failed_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    found = batch(tmp_path, lines(GOOD, "b,x,cidp,A,privigen", '"=c",70,als,,'), "--errors", str(errors))
    listed = read_csv(errors.read_text())
    assert [(one["row"], one["line"], one["key"], one["status"]) for one in listed] == [
        ("2", "3", "b", "error"),
        ("3", "4", "'=c", "refused"),
    ]
    assert [one["reason"] for one in listed] == [row["reason"] for row in found.rows[1:]]


def test_stdin_and_stdout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.csv"
    path.write_text(lines(GOOD))
    with path.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        piped = run("batch", "-", "-o", "-")
    assert piped.out == run("batch", str(path)).out
    assert piped.err == "1 row: 1 ok\n"


def test_check_writes_no_rows_and_says_of_each_what_is_read(tmp_path: Path) -> None:
    table = lines(GOOD, "b,154 lb,,A,", "c,x,cidp,A,privigen", header="MRN,Wt,Dx,Regimen,Brand")
    typed = ("--check", "--indication", "gbs", "--product", "kiovig")
    answer = batch(tmp_path, table, *typed).answer
    assert (answer.code, "PRESCRIBED" in answer.text) == (6, False)
    text = " ".join(answer.text.split())
    assert "row 1 (line 2, key a): reads weight_kg 70 kg; indication cidp; regimen A; product privigen" in text
    assert "reads weight_kg 69.8532 kg (154 lb); indication gbs (option); regimen A; product kiovig (option)" in text
    assert "row 3 (line 4, key c): reads weight_kg 'x' (cannot be read); indication cidp" in text
    assert "Wt 'x' is not a number" in text
    listed = batch(tmp_path, table, *typed, "--format", "json").answer
    assert [row["key"] for row in json.loads(listed.out)["failed"]] == ["c"]
    assert [row["key"] for row in json.loads(listed.out)["checked"]] == ["a", "b", "c"]
    assert json.loads(batch(tmp_path, table, *typed, "--summary", "--format", "json").answer.out)["checked"] == []


def test_check_says_what_is_read_of_every_column(tmp_path: Path) -> None:
    cells = {
        "weight_g": "3500",
        "Height (in)": "20",
        "sex": "menina",
        "age": "2 months",
        "abo": "O+",
        "iga_mg_per_dl": "4",
        "iga_deficient": "no",
        "risks": "renal, diabetes",
        "pregnant": "no",
        "pre_pregnancy_weight": "",
        "dx": "gbs",
        "per_day_g_per_kg": "0.4",
        "days": "5",
        "policy": "actual",
        "start": "1-Dec-2026",
        "every": "4 Weeks",
        "off_label_reason": "",
        "product": "Privigen",
        "tolerated": "Sim",
        "region": "EU",
        "round": "up",
    }
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (cells, cells.values()))
    text = " ".join(batch(tmp_path, f"{table}\n", "--check").answer.text.split())
    assert (
        "weight_kg 3.5 kg (3500 g); height_cm 50.8 cm (20 in); sex 'menina' (cannot be read); "
        "age_years 0.1667 years (2 months); blood_group O; iga 0.04 g/L (4 mg/dL); iga_deficient no; "
        "risks diabetes, renal; pregnant no; pre_pregnancy_weight_kg not given; indication gbs; days 5; "
        "per_day 0.4 g/kg; weight_policy actual; start 2026-12-01 (1-Dec-2026); every 4 weeks; "
        "off_label_reason not given; "
        "product privigen; tolerated yes; region eu; round up"
    ) in text


@pytest.mark.parametrize(
    ("column", "cell", "reads"),
    [
        ("weight", "70.39999999999999", "weight_kg 70.4 kg (70.39999999999999)"),
        ("weight_lb", "154.30000000000001", "(154.30000000000001 lb)"),
        ("weight", "70.12345", "weight_kg 70.1235 kg (70.12345)"),
        ("weight", "70", "weight_kg 70 kg;"),
        ("weight", "70.50", "weight_kg 70.5 kg;"),
        ("weight", "70,5 kg", "weight_kg 70.5 kg;"),
        ("start", "01/12/2026", "start 2026-12-01 (01/12/2026)"),
        ("start", "46357", "start 2026-12-01 (46357)"),
        ("start", "20261201 0800", "start 2026-12-01 (20261201 0800)"),
        ("start", "2026-12-01", "start 2026-12-01;"),
        ("start", "2026-12-01 08:00", "start 2026-12-01;"),
    ],
)
def test_a_check_shows_a_figure_and_a_date_as_they_stood(tmp_path: Path, column: str, cell: str, reads: str) -> None:
    cells = {"weight": "70", "start": "2026-12-01", column: cell, "regimen": "A"}
    if column == "weight_lb":
        del cells["weight"]
    table = "\n".join(",".join(f'"{one}"' for one in row) for row in (cells, cells.values()))
    answer = batch(tmp_path, f"{table}\n", "--indication", "gbs", "--dates", "dmy", "--check").answer
    assert reads in f"{' '.join(answer.text.split())};"


def test_a_check_can_say_what_is_read_of_each_column_there_is(tmp_path: Path) -> None:
    """Where each cell holds a word that only an indication and a reason can be."""
    assert {*BY_ID} == {"key", "every", *SAID_OF_PATIENT, *SAID_OF_ORDER}
    assert {*SAID_OF_PATIENT} == PATIENT_FIELDS
    row = ",".join("cidp" for _ in FIELDS)
    table = f"{','.join(field.name for field in FIELDS)}\n{row}\n"
    (checked,) = batch(tmp_path, table, "--check", "--format", "json").answer.json["checked"]
    said = [one.partition(" ") for one in checked["read"].split("; ")]
    assert [name for name, _, _ in said] == [field.name for field in FIELDS[1:]]
    read = {name for name, _, text in said if "(cannot be read)" not in text}
    assert read == {"indication", "regimen", "off_label_reason"}


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        (
            "round",
            "round 'kursus' is not known (allowed: nearest, down, up, exact): put one of these in the column round",
        ),
        ("tolerated", "tolerated 'kursus' is neither yes nor no: write yes or no"),
        ("region", "region 'kursus' is not known"),
        ("weight_policy", "weight_policy 'kursus' is not known"),
        ("risks", "): put one of these in the column risks"),
    ],
)
def test_a_check_says_no_default_in_place_of_what_cannot_be_read(tmp_path: Path, column: str, wrong: str) -> None:
    (row,) = batch(
        tmp_path, f"key,weight_kg,indication,regimen,{column}\na,70,cidp,A,kursus\n", "--check", "--format", "json"
    ).answer.json["checked"]
    assert f"{column} 'kursus' (cannot be read)" in row["read"]
    assert wrong in row["reason"]


SITE = "site: General Hospital\nhide: [privigen]\n"


def test_a_terminal_shows_a_table_and_what_it_adds_up_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = lines(GOOD, "b,x,cidp,A,privigen", *(f"c{row},100,cidp,A,privigen" for row in range(120)))
    piped = batch(tmp_path, table).answer
    monkeypatch.setattr("ivigcalc.cli.commands.batch._is_terminal", lambda: True)
    shown = batch(tmp_path, table).answer
    assert piped.out.startswith("row,key,")
    assert max(map(len, shown.out.splitlines())) <= 80
    for part in ("122 rows", "1 error", "PRESCRIBED", "row 2 (line 3, key b)"):
        assert part in shown.out
    assert "22 more rows: -o plans.csv writes every one." in shown.out
    assert ["1", "a", "ok"] in [line.split()[:3] for line in shown.out.splitlines()]
    assert batch(tmp_path, table, "--to", "csv").answer.out == piped.out


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_a_terminal_shows_the_vials_of_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """28 g are 20, 5 and 2.5 g of Privigen within 5 %; 20 and 5 g are 11 % less."""
    monkeypatch.setattr("ivigcalc.cli.commands.batch._is_terminal", lambda: True)
    shown = batch(tmp_path, lines(GOOD.replace("cidp", "gbs")), env={"COLUMNS": columns}).answer.out
    table = " ".join(shown.partition("PRESCRIBED")[0].split())
    assert "vials a day" in table
    assert table.count("1x20 + 1x5 + 1x2.5") == 1


def test_a_terminal_says_once_what_is_wrong_with_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the 22 that cannot be dispensed 20 are named among those that failed, two among those to be looked at."""
    monkeypatch.setattr("ivigcalc.cli.commands.batch._is_terminal", lambda: True)
    site = tmp_path / "site.yaml"
    site.write_text(SITE, encoding="utf-8")
    header = f"{HEADER},risks"
    rows = (*(f"n{row},70,cidp,A,kiovig,anti-iga" for row in range(22)), "ok,70,cidp,A,privigen,")
    shown = batch(tmp_path, lines(*rows, header=header), env={"IVIGCALC_FORMULARY": str(site)}).answer.out
    named = re.findall(r"^NO-VIALS  row (\d+)[ :]", shown, flags=re.MULTILINE)
    assert sorted(map(int, named)) == [*range(1, 23)]
    assert "NOTE  row 23: not stocked at General Hospital [not-stocked]" in shown


def test_the_columns_that_are_read_are_listed_with_every_name() -> None:
    found = run("batch", "--columns")
    text = " ".join(found.out.split())
    assert found.code == 0
    for part in ("weight_kg weight, wt,", "peso corporal", "Units: kg, g, lb, oz.", "nhc, expediente", "expiry exp"):
        assert part.replace("expiry exp", "expiry, exp") in text, part
    assert "indication" in text
    assert run("batch", "--columns", "x.csv").code == 2
    assert run("batch", "--columns", "--format", "json").code == 2
    missing = run("batch")
    assert (missing.code, "FILE is missing" in missing.text) == (2, True)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("-o", "-", "--summary"), "cannot both go to stdout"),
        (("--format", "json"), "--format json is for the summary"),
        (("--to", "xlsx"), "a workbook cannot go to stdout"),
        (("--check", "-o", "{0}/x.csv"), "--check writes no answers"),
        (("--resume",), "--resume needs the file"),
        (("--resume", "-o", "{0}/x.xlsx"), "a workbook cannot be resumed"),
        (("-o", "{0}/x.doc"), "does not end with .csv"),
        (("-o", "{0}"), "does not end with"),
        (("-o", "{0}", "--to", "csv"), "is a directory"),
        (("-o", "{0}/p.csv"), "--output is the same file as FILE"),
        (("-o", "{0}/x.csv", "--errors", "{0}/x.csv"), "--errors is the same file as --output"),
        (("--jobs", "0"), "--jobs '0'"),
        (("--jobs", "two"), "--jobs 'two'"),
        (("--versus", "mine"), "--versus 'mine' is not known"),
        (("--product", "gammagard"), "fits 4 entries"),
        (("--region", "mars"), "region 'mars' is not known"),
        (("--to", "csv", "-o", "a.csv", "-o", "b.csv"), "given twice"),
        (("-o", "a.csv", "-ob.csv"), "given twice"),
        (("--output", "a.csv", "-o", "b.csv"), "given twice"),
    ],
)
def test_what_cannot_be_asked_for_is_2_and_writes_nothing(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(lines(GOOD))
    found = run("batch", str(path), *(one.format(tmp_path) for one in args))
    assert (found.code, found.says(says)) == (2, True), found.text
    assert [*tmp_path.iterdir()] == [path]


def test_a_misspelt_preparation_is_asked_back_once(tmp_path: Path) -> None:
    reason = batch(tmp_path, lines("a,70,cidp,A,privgen")).row["reason"]
    assert "'privgen' is not known: did you mean privigen?" in reason
    assert "allowed" not in reason


def test_cells_that_contradict_each_other_are_no_patient(tmp_path: Path) -> None:
    """Neither cell is believed, because one of the two is wrong."""
    table = (
        "key,weight_kg,indication,regimen,product,pregnant,pre_pregnancy_weight,iga_deficient,risk\n"
        "a,70,cidp,A,privigen,no,60,,\nb,70,cidp,A,privigen,,,no,iga-deficient\nc,70,cidp,A,privigen,yes,60,no,renal\n"
    )
    found = batch(tmp_path, table)
    assert found.column("status")[:2] == ["error", "error"]
    assert found.column("reason")[:2] == [
        "pregnant says no, pre_pregnancy_weight says yes: keep the one that is right",
        "iga_deficient says no, risk says yes: keep the one that is right",
    ]
    assert found.column("g_per_day") == ["", "", "28"]


def test_a_range_is_no_dose_until_somebody_states_one(tmp_path: Path) -> None:
    """Maintenance in CIDP is 0.4 to 1.2 g/kg (EAN/PNS 2021): nobody but the prescriber knows which."""
    table = "key,weight_kg,indication,regimen,product,course\na,70,cidp,maintenance-range,privigen,\n"
    found = batch(tmp_path, table + "b,70,cidp,maintenance-range,privigen,1 g/kg\n")
    why = "maintenance-range is a range: no single dose follows: state the dose in the column per_day or course"
    assert (found.column("status")[0], found.column("reason")[0]) == ("error", why)
    assert found.column("g_course") == ["", "70"]


def test_a_row_that_says_total_in_another_column_is_no_patient(tmp_path: Path) -> None:
    found = batch(tmp_path, lines(f"{GOOD},1", "b,80,cidp,A,privigen,2", ",81,,,,Total", header=f"{HEADER},ward"))
    assert found.column("reason") == ["", "", TOTAL]


def test_a_cell_of_a_workbook_or_of_json_is_as_long_as_one_of_csv(tmp_path: Path) -> None:
    row = {**dict(zip(HEADER.split(","), GOOD.split(","), strict=True)), "note": "x" * 100_001}
    found = batch(tmp_path, f"{json.dumps(row)}\n{json.dumps(row | {'key': 'b', 'note': 'x' * 100_000})}\n")
    assert found.column("g_per_day") == ["", "28"]
    assert found.column("reason") == ["a cell has more than 100000 letters: look what stands in it", ""]


def test_a_terminal_shows_the_working_of_each_row_that_a_file_would_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = lines(GOOD, "b,80,gbs,A,kiovig")
    piped = batch(tmp_path, table, "--explain")
    monkeypatch.setattr("ivigcalc.cli.commands.batch._is_terminal", lambda: True)
    shown = batch(tmp_path, table, "--explain", env={"COLUMNS": "300"}).answer
    _, *told = re.split(r"^WORKING +row \d+$", shown.out, flags=re.MULTILINE)
    assert len(told) == 2
    for steps, row in zip(told, piped.rows, strict=True):
        assert [*filter(None, (line.strip() for line in steps.splitlines()))][: row["working"].count(" | ") + 1] == row[
            "working"
        ].split(" | ")
    assert "more rows" not in shown.out


def test_the_cost_under_another_policy_is_the_difference_of_both_tables(tmp_path: Path) -> None:
    """165 cm in a man: 61.4 kg ideal; 150 kg are 0.4 (150 - 61.4) = 35.4 kg more, so 96.9 kg and 194 g, not 300 g."""
    header = "key,weight_kg,height_cm,sex,indication,regimen,product"
    table, formulary = f"{header}\na,150,165,male,cidp,A,privigen\n", str(project() / "docs" / "formulary-example.yaml")
    words = ("--summary", "--formulary", formulary, "--format", "json")
    actual, adjusted = (
        batch(tmp_path, table, *words, *more).answer.json for more in ((), ("--weight-policy", "adjusted"))
    )
    found = batch(
        tmp_path, table, "--summary", "--formulary", formulary, "--versus", "adjusted", env={"COLUMNS": "120"}
    )
    less = Decimal(adjusted["sums"]["cost"]) - Decimal(actual["sums"]["cost"])
    assert less < 0
    assert f"VERSUS {less:.0f} EUR in 1 course" in found.answer.text.replace("\N{NO-BREAK SPACE}", "")


def test_of_a_long_check_the_first_rows_are_shown_and_the_rest_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivigcalc.batch.run.MOST_CHECKED", 2)
    found = batch(tmp_path, lines(GOOD, "b,x,cidp,A,privigen", GOOD, GOOD), "--check").answer
    assert "2 more rows. --errors FILE lists every one that fails." in found.text
    assert [row in found.text for row in ("row 2 (line 3, key b)", "row 3 (line 4")] == [True, False]


def test_a_row_whose_rate_a_sites_limit_stops_is_refused(tmp_path: Path) -> None:
    """Privigen runs at up to 480 mL/h at 100 kg, and 1 g/kg gets there; at 60 kg at up to 288 mL/h."""
    site = tmp_path / "site.yaml"
    site.write_text("site: A\nlimits: [{id: rate-worth-a-look, above: 300, level: stop}]\n", encoding="utf-8")
    rows = ("a,100,cidp,D,privigen,40,205", "b,60,cidp,D,privigen,40,205")
    table = lines(*rows, header=f"{HEADER},age_years,height_cm")
    found = batch(tmp_path, table, "--region", "us", "--formulary", str(site), "--versus", "adjusted")
    assert found.column("status") == ["refused", "ok"]
    assert found.column("reason")[0].startswith("a rate of 480 mL/h")
    assert found.column("g_course") == ["", "60"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_letter_that_is_another_course_in_each_indication_is_said(tmp_path: Path, jobs: str) -> None:
    """B is 1 g/kg a day for 2 days in CIDP, and 0.5 for 5 days, monthly, in MMN."""
    table = "key,weight_kg,indication,regimen\na,70,cidp,\nb,70,mmn,\nc,70,gbs,A\n"
    found = batch(tmp_path, table, "--regimen", "B", "--jobs", jobs)
    assert found.column("g_course") == ["140", "175", "140"]
    said = "--regimen B is another course in each indication: cidp 2 g/kg over 2 days; mmn 2.5 g/kg over 5 days monthly"
    assert said in found.answer.err


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_that_are_kept_count_among_those_for_which_a_letter_stands(tmp_path: Path, form: str) -> None:
    """All of them are kept, or one is new: what the letter is in each indication holds for the whole table."""
    table, out = tmp_path / "p.csv", tmp_path / f"o.{form}"
    table.write_text("key,weight_kg,indication,regimen\na,70,cidp,\nb,70,mmn,\nc,70,gbs,A\n", encoding="utf-8")
    typed = ("batch", str(table), "--regimen", "B", "-o", str(out))
    whole = [line for line in run(*typed).err.splitlines() if "another course" in line]
    assert len(whole) == 1
    assert whole[0] in run(*typed, "--resume").err
    table.write_text(table.read_text(encoding="utf-8").replace("b,70", "b,71"), encoding="utf-8")
    assert whole[0] in run(*typed, "--resume").err


def test_rows_that_are_kept_and_name_their_regimen_or_were_not_answered_do_not_count(tmp_path: Path) -> None:
    table, out = tmp_path / "p.csv", tmp_path / "o.csv"
    table.write_text("key,weight_kg,indication,regimen\na,70,cidp,B\nb,x,mmn,\nc,70,mmn,\n", encoding="utf-8")
    typed = ("batch", str(table), "--regimen", "B", "-o", str(out))
    assert "another course" not in run(*typed).err
    assert "another course" not in run(*typed, "--resume").err


@pytest.mark.parametrize("products", ["octagam-10", "privigen"])
def test_the_list_of_what_is_stocked_changes_no_row(tmp_path: Path, products: str) -> None:
    """A row names its preparation, as ``dose --product`` does, for which the list changes nothing either."""
    table = "key,weight_kg,indication,regimen,product\na,70,cidp,A,privigen\nb,70,cidp,A,\n"
    plain = batch(tmp_path, table)
    assert batch(tmp_path, table, env={"IVIGCALC_PRODUCTS": products}).rows == plain.rows


@pytest.mark.parametrize(
    ("rows", "letter"),
    [
        ("a,70,cidp,\nb,70,gbs,\n", "A"),
        ("a,70,cidp,B\nb,70,mmn,B\n", "A"),
        ("a,70,cidp,\nb,70,mmn,A\n", "B"),
        ("a,70,cidp,\nb,x,mmn,\n", "B"),
    ],
)
def test_a_letter_that_stands_for_one_course_needs_no_word(tmp_path: Path, rows: str, letter: str) -> None:
    """Nor does one that a row says itself, or that stood for rows that were not answered."""
    found = batch(tmp_path, f"key,weight_kg,indication,regimen\n{rows}", "--regimen", letter)
    assert "another course" not in found.answer.err


def test_of_many_indications_the_first_are_named() -> None:
    with_regimens = {one.id for one in shipped().indications if one.regimens}
    said = regimens_filled("A", with_regimens, shipped())
    assert said.endswith(f"; and {len(with_regimens) - 8} more")
    assert said.count(" g/kg over ") == 8


def test_a_preparation_that_the_site_does_not_stock_is_said_in_its_rows(tmp_path: Path) -> None:
    """As ``dose`` says it under NOTE: it changes no verdict and no status."""
    site = tmp_path / "site.yaml"
    site.write_text(SITE, encoding="utf-8")
    rows = ("a,70,cidp,A,privigen", "b,70,cidp,A,kiovig", "c,70,cidp,A,", "d,250,cidp,A,privigen")
    found = batch(tmp_path, lines(*rows), "--region", "eu", env={"IVIGCALC_FORMULARY": str(site)})
    assert found.column("status") == ["ok", "ok", "ok", "caution"]
    assert found.rows[0]["reason"] == "not stocked at General Hospital [not-stocked]"
    assert found.rows[3]["reason"].endswith("not stocked at General Hospital [not-stocked]")
    assert [row["verdict_rules"].split(";")[-1] for row in found.rows] == ["not-stocked", "", "", "not-stocked"]
    assert found.rows[0]["verdict"] == "suitable"
    dosed = run(
        "dose",
        "--weight",
        "70",
        "--indication",
        "cidp",
        "--regimen",
        "A",
        "--product",
        "privigen",
        env={"IVIGCALC_FORMULARY": str(site)},
    )
    assert "not stocked at General Hospital" in dosed.out


def test_what_cannot_be_dispensed_is_not_stocked_either(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text(SITE, encoding="utf-8")
    table = "key,weight_kg,indication,regimen,product,risks\na,70,cidp,A,privigen,anti-iga\n"
    found = batch(tmp_path, table, "--region", "eu", env={"IVIGCALC_FORMULARY": str(site)})
    assert found.row["status"] == "no-vials"
    assert found.row["reason"].endswith("not stocked at General Hospital [not-stocked]")


def test_a_page_says_what_not_stocked_means(tmp_path: Path) -> None:
    site, page = tmp_path / "site.yaml", tmp_path / "page.html"
    site.write_text(SITE, encoding="utf-8")
    batch(tmp_path, lines("a,70,cidp,A,privigen"), "--report", str(page), env={"IVIGCALC_FORMULARY": str(site)})
    assert "not stocked at General Hospital" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("cell", ["Daily", "BID", "Every other day", "once"])
def test_how_often_a_dose_is_given_is_no_interval_of_courses(tmp_path: Path, cell: str) -> None:
    table = f"MRN,Weight,Dx,Frequency\n1,70,gbs,{cell}\n"
    reason = batch(tmp_path, table, "--regimen", "A", "--column", "every=Frequency").row["reason"]
    assert reason == (
        f"Frequency '{cell}' is no number of days, weeks or months from one course to the next: Frequency \"3 weeks\"; "
        '--ignore "Frequency" leaves the column out if it says how often a dose is given within a course'
    )
    assert batch(tmp_path, table, "--regimen", "A", "--ignore", "Frequency").row["g_per_day"] == "28"
