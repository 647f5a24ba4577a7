"""A row with a sign of comments before its key is an error: whoever commented it out does not want a dose of it."""

import json
from pathlib import Path

import pytest

from tests.batch.making import batch, read_csv
from tests.batch.test_sheet import workbook
from tests.program import run

HEADER = "MRN,Weight,Dx,Regimen"
SIGNS = ["#", "//", "--", "-- ", ";", "%", "/*", "<!-- ", "REM ", "rem ", "'", " #"]
ALWAYS = ["//", "--", "/*"]


def rows_of(*keys: str, header: str = HEADER) -> str:
    return "".join(f"{line}\n" for line in (header, *(f"{key},70,cidp,A" for key in keys)))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_key_behind_a_sign_of_comments_is_an_error_of_its_row(tmp_path: Path, sign: str, place: int) -> None:
    keys = ["1", "2", "3"]
    keys[place] = f"{sign}4"
    found = batch(tmp_path, rows_of(*keys))
    assert found.column("status") == ["error" if at == place else "ok" for at in range(3)]
    row = found.rows[place]
    assert (row["key"].lstrip("'"), row["g_per_day"]) == (keys[place].strip().lstrip("'"), "")
    assert f"begins with {sign.strip().upper()}, as a comment does: take the row out" in row["reason"]


def test_a_key_that_is_no_number_may_be_commented_out_too(tmp_path: Path) -> None:
    assert batch(tmp_path, rows_of("Doe", "#Roe", "Poe")).column("status") == ["ok", "error", "ok"]


def test_far_below_the_first_rows_a_sign_is_seen_too(tmp_path: Path) -> None:
    keys = [str(number) for number in range(1, 300)]
    found = batch(tmp_path, rows_of(*keys, "#300", "301"), "--jobs", "2")
    assert found.column("status")[-3:] == ["ok", "error", "ok"]


@pytest.mark.parametrize("sign", ["#", "'", "%"])
def test_a_sign_before_every_key_is_a_part_of_the_keys(tmp_path: Path, sign: str) -> None:
    found = batch(tmp_path, rows_of(f"{sign}1", f"{sign}2", f"{sign}3"))
    assert found.column("status") == ["ok", "ok", "ok"]


@pytest.mark.parametrize("sign", ALWAYS)
def test_some_signs_begin_no_key(tmp_path: Path, sign: str) -> None:
    assert batch(tmp_path, rows_of(f"{sign}1", f"{sign}2")).column("status") == ["error", "error"]


@pytest.mark.parametrize("key", ["-", "--", "#N/A", "1#", "4-4", "REMY", "P#7", "-3", "rem4"])
def test_other_keys_are_read_as_before(tmp_path: Path, key: str) -> None:
    assert "comment" not in batch(tmp_path, rows_of("1", key, "3")).rows[1]["reason"]


def test_the_first_cell_counts_where_the_key_stands_behind_it(tmp_path: Path) -> None:
    table = "Ward,MRN,Weight,Dx,Regimen\n5,1,70,cidp,A\n#5,2,80,cidp,A\n5,3,80,cidp,A\n"
    assert batch(tmp_path, table).column("status") == ["ok", "error", "ok"]


def test_the_first_cell_counts_where_there_is_no_key(tmp_path: Path) -> None:
    found = batch(tmp_path, "Dx,Weight,Regimen\ncidp,70,A\n//cidp,80,A\n# cidp,81,A\ncidp,82,A\n")
    assert found.column("status") == ["ok", "error", "error", "ok"]


def test_a_number_of_beds_before_each_key_is_no_comment(tmp_path: Path) -> None:
    table = "Bed,MRN,Weight,Dx,Regimen\n#5,1,70,cidp,A\n#6,2,80,cidp,A\n"
    assert batch(tmp_path, table).column("status") == ["ok", "ok"]


def test_keys_of_objects(tmp_path: Path) -> None:
    keys = ("1", "#4", "2")
    objects = [{"mrn": key, "weight_kg": 70, "dx": "cidp", "regimen": "A"} for key in keys]
    table = "".join(f"{json.dumps(one)}\n" for one in objects)
    found = batch(tmp_path, table)
    assert found.column("status") == ["ok", "error", "ok"]
    assert found.column("key") == ["1", "#4", "2"]


def test_keys_of_a_workbook(tmp_path: Path) -> None:
    rows = [("MRN", "Weight", "Dx", "Regimen"), (1, 70, "cidp", "A"), ("#4", 80, "cidp", "A"), (2, 70, "cidp", "A")]
    found = read_csv(run("batch", str(workbook(tmp_path / "a.xlsx", *rows))).out)
    assert [row["status"] for row in found] == ["ok", "error", "ok"]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("Doe (deceased)", "that an order does not stand"),
        ("Jones - DO NOT GIVE", "that an order does not stand"),
        ("void", "that an order does not stand"),
        ("P4 hold", "that an order does not stand"),
        ("Silva (óbito)", "that an order does not stand"),
        ("Silva (OBITO)", "that an order does not stand"),
        ("X (SC)", "another route than the intravenous one"),
        ("X - sc", "another route than the intravenous one"),
        ("X [s.c.]", "another route than the intravenous one"),
        ("Roe, by subcut", "another route than the intravenous one"),
    ],
)
def test_a_key_or_a_name_that_says_that_a_row_does_not_stand_is_an_error(tmp_path: Path, key: str, says: str) -> None:
    todo = "take the row out, or write it without that word if the order stands and is intravenous"
    for header, row in (("MRN", f'"{key}"'), ("MRN,Patient name", f'2,"{key}"')):
        first = "1,Roe" if "," in header else "1"
        table = f"{header},Weight,Dx,Regimen\n{first},70,cidp,A\n{row},70,cidp,A\n"
        found = batch(tmp_path, table)
        assert found.column("status") == ["ok", "error"]
        heading = header.rpartition(",")[2]
        assert found.rows[1]["reason"] == f"{heading} says {says}: {todo}"


@pytest.mark.parametrize(
    "key", ["Holden", "Deadman", "Doe, SC", "SC 12", "SC-12", "Scigliano", "Doe (IV)", "Stopford", "12 (IV)", "8"]
)
def test_a_key_that_only_looks_like_such_a_word_is_answered(tmp_path: Path, key: str) -> None:
    assert batch(tmp_path, rows_of(f'"{key}"', "3")).column("status") == ["ok", "ok"]


def test_an_object_whose_key_says_that_it_does_not_stand_is_an_error(tmp_path: Path) -> None:
    record = json.dumps({"MRN": "Doe (deceased)", "Weight": 70, "Dx": "cidp", "Regimen": "A"})
    assert "MRN says that an order does not stand" in batch(tmp_path, record, "--to", "csv").row["reason"]
