"""``data diff``: two sets of data compared value by value, what decides first, whatever stands on either side."""

import os
from pathlib import Path
from shutil import copytree
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ivigcalc.catalogue.compiled import FILES
from tests.program import project, run

DATA = project() / "data"
EXAMPLE = str(project() / "docs" / "formulary-example.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped data, in which a limit, a ladder, a vial, a contraindication, a regimen and a name changed.

    A limit is gone, and a source is cited in place of another.
    """
    copy = copytree(DATA, tmp_path / "data")
    put(copy, "rules", "day-above-100-g", "above: 100", "above: 80")
    put(copy, "rules", "weight-below-2", "", None)
    put(copy, "products", "privigen", "maximum: 0.08", "maximum: 0.06")
    put(copy, "products", "privigen", "- {g: 40, ml: 400, regions: [us, eu]", "- {g: 40, ml: 400, regions: [us]")
    put(copy, "products", "privigen", "says: hyperprolinaemia type I or II, sources", "says: hyperprolinaemia, sources")
    put(copy, "products", "privigen", "brand: Privigen", "brand: Privigen (IgPro10)")
    return copy


def put(folder: Path, file: str, entry: str, find: str, replace: str | None) -> None:
    """Change an entry of a data file; without a replacement the entry goes."""
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f"  - id: {entry}\n")
    end = text.index("\n  - id: ", start) + 1
    part = "" if replace is None else text[start:end].replace(find, replace, 1)
    assert part != text[start:end]
    path.write_text(text[:start] + part + text[end:], encoding="utf-8")


def wheel_of(folder: Path) -> str:
    name = folder.parent / "ivigcalc-9.9-py3-none-any.whl"
    with ZipFile(name, "w", ZIP_DEFLATED) as archive:
        for file in FILES:
            archive.write(folder / f"{file}.yaml", f"ivigcalc/data/{file}.yaml")
        archive.writestr("ivigcalc/data/catalogue.bin", b"ivigcalc 9.9 2030.01 0 1\n\x80\x04.")
        archive.writestr("ivigcalc/__init__.py", "raise SystemExit('this ran')")
    return str(name)


def test_data_that_say_the_same_are_0(tmp_path: Path) -> None:
    for words in ((str(DATA),), (str(project()), str(DATA)), (wheel_of(copytree(DATA, tmp_path / "data")),)):
        answer = run("data", "diff", *words)
        assert (answer.code, answer.err) == (0, "")
        assert "They say the same." in answer.text


@pytest.mark.parametrize("what", ["folder", "wheel"])
def test_each_value_stands_under_what_it_decides(what: str, folder: Path) -> None:
    packed = what == "wheel"
    name = wheel_of(folder) if packed else str(folder)
    answer = run("data", "diff", name, columns=160)
    assert (answer.code, answer.err) == (3, "")
    said = answer.out
    assert said.splitlines()[0].startswith("OLD  the data in force: ivigcalc ")
    assert answer.says(f"NEW  {name}: {'ivigcalc 9.9, data 2030.01, ' if packed else ''}sha256 ")
    order = [
        "ENTRIES",
        "weight-below-2",
        "LIMITS",
        "day-above-100-g > above",
        "RATES",
        "Privigen 10 % > ladders > US, pi cidp > maximum",
        "VIALS",
        "Privigen 10 % > vials > 40 g > regions",
        "VERDICTS",
        "Privigen 10 % > contraindications > proline, EU > says",
        "TEXTS",
        "Privigen 10 % > brand",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    text = " ".join(said.split())
    assert "day-above-100-g > above 100 g 80 g tool-policy (2026-11), ismp-2015 (2015-05)" in text
    assert (
        "removed limit weight-below-2 measure: weight_kg; below: 2 kg; level: caution [tool-policy (2026-11)]" in text
    )
    assert "> maximum 0.08 mL/kg/min 0.06 mL/kg/min priv-us (2022), priv-site" in text


def test_json_has_every_value_with_the_sources_of_both_sides(folder: Path) -> None:
    put(folder, "rules", "day-above-100-g", "sources: [tool-policy, ismp-2015]", "sources: [ismp-2015]")
    answer = run("data", "diff", str(folder), "--format", "json")
    assert (answer.code, answer.json["exit_code"], answer.json["status"]) == (3, 3, "differs")
    (limit,) = [one for one in answer.json["entries"] if one["id"] == "day-above-100-g"]
    assert [(one["field"], one["old"], one["new"]) for one in limit["values"]] == [
        ("sources", "tool-policy", None),
        ("above", "100 g", "80 g"),
    ]
    assert {(*one["old_sources"], "|", *one["new_sources"]) for one in limit["values"]} == {
        ("tool-policy", "ismp-2015", "|", "ismp-2015")
    }
    assert limit["values"][0]["new_missing"] == "not stated"
    assert {"tool-policy", "ismp-2015"} <= {one["id"] for one in answer.json["old_sources"]}
    assert "ismp-2015" in {one["id"] for one in answer.json["new_sources"]}


def test_a_value_that_has_lost_its_source_does_not_stand_beside_the_old_one(tmp_path: Path) -> None:
    """Of Gamunex-C an EU rate is on record that no document prints: cited on one side, both sides are told."""
    copy = copytree(DATA, tmp_path / "data")
    put(copy, "products", "gamunex-c", "maximum: 4.8,", "maximum: 4.7,")
    put(copy, "products", "gamunex-c", "sources: [], standing: unsourced}", "sources: [gamunexc-rate]}")
    rate = "ladders > EU, any > maximum: old: {}; new: {}; source: {}"
    for pair, told in (
        ((DATA, copy), rate.format("4.8 mL/kg/h", "4.7 mL/kg/h", "no source -> gamunexc-rate")),
        ((copy, DATA), rate.format("4.7 mL/kg/h", "4.8 mL/kg/h", "gamunexc-rate -> no source")),
    ):
        assert told in run("data", "diff", *map(str, pair), "--format", "text").text


def test_a_changed_value_that_no_document_prints_is_called_unsourced(tmp_path: Path) -> None:
    copy = copytree(DATA, tmp_path / "data")
    put(copy, "products", "gamunex-c", "maximum: 4.8,", "maximum: 4.7,")
    told = "ladders > EU, any > maximum: old: 4.8 mL/kg/h; new: 4.7 mL/kg/h; source: unsourced"
    assert told in run("data", "diff", str(DATA), str(copy), "--format", "text").text


def test_the_values_of_what_is_new_are_folded_and_named(folder: Path) -> None:
    """Seen from the other side the limit is new."""
    folded = run("data", "diff", str(folder), str(DATA))
    assert "added limit weight-below-2 measure: weight_kg; below: 2 kg; level: caution" in folded.text
    assert "(6): --all" in folded.text
    everything = run("data", "diff", str(folder), str(DATA), "--all").text
    assert "weight {value} kg is below {limit} kg" in everything
    assert "--all" not in everything


def test_one_data_file_is_compared_with_its_like_alone(folder: Path) -> None:
    answer = run("data", "diff", str(DATA / "rules.yaml"), str(folder / "rules.yaml"), "--format", "json").json
    assert [one["id"] for one in answer["entries"]] == ["day-above-100-g", "weight-below-2"]
    with_force = run("data", "diff", str(folder / "rules.yaml"), "--format", "json").json
    assert [one["id"] for one in with_force["entries"]] == ["day-above-100-g", "weight-below-2"]
    alone = folder.parent / "elsewhere" / "rules.yaml"
    alone.parent.mkdir()
    alone.write_bytes((folder / "rules.yaml").read_bytes())
    by_itself = run("data", "diff", str(alone), "--format", "json").json
    assert by_itself["entries"] == with_force["entries"]


def test_two_formularies_are_compared() -> None:
    changed = str(project() / "tests" / "vectors" / "formulary_changed.yaml")
    text = run("data", "diff", EXAMPLE, changed, columns=160).text
    for words in (
        "day-above-100-g > above 80 90",
        "formulary > vials > privigen > 5 g > price 251 260",
        "formulary > vials > privigen > 40 g not stated g: 40 g; volume: 400 mL",
    ):
        assert words in text


def test_more_than_two_are_not_compared() -> None:
    answer = run("data", "diff", str(DATA), str(DATA), str(DATA))
    assert (answer.code, answer.out) == (2, "")
    assert "3 are named, and two can be compared" in answer.text


@pytest.mark.parametrize(
    "pair", [(EXAMPLE,), (EXAMPLE, str(DATA)), (str(DATA / "rules.yaml"), str(DATA / "weights.yaml"))]
)
def test_what_says_nothing_of_the_same_is_not_compared(pair: tuple[str, ...]) -> None:
    answer = run("data", "diff", *pair)
    assert (answer.code, answer.out) == (2, "")
    assert "say nothing of the same things" in answer.text


def test_what_is_wrong_on_both_sides_is_told_at_once(folder: Path, tmp_path: Path) -> None:
    put(folder, "rules", "day-above-100-g", "level: caution", "level: loud")
    other = copytree(DATA, tmp_path / "other")
    (other / "weights.yaml").unlink()
    answer = run("data", "diff", str(folder), str(other))
    assert (answer.code, answer.out) == (65, "")
    assert answer.says("rules.yaml:")
    assert answer.says("limits.day-above-100-g.level: should be 'stop'")
    assert answer.says("other/weights.yaml:1: the file is missing")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none", "there is no such file or folder"),
        ("empty", "is missing"),
        ("zeros", "is larger than 8 MB"),
        ("pipe", "is a pipe that nobody writes into"),
        ("text.whl", "needs at least a site"),
        ("broken.whl", "the wheel cannot be read"),
        ("other.whl", "the file is missing"),
        ("bomb.whl", "is larger than 8 MB"),
        ("\0", "is not the name of a file"),
    ],
)
def test_what_cannot_be_read_is_65(name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivigcalc.intake.files.PATIENCE_S", 0)
    (tmp_path / "empty").mkdir()
    (tmp_path / "zeros").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text.whl").write_text("no archive", encoding="utf-8")
    (tmp_path / "broken.whl").write_bytes(b"PK\x03\x04 and no more")
    with ZipFile(tmp_path / "other.whl", "w") as archive:
        archive.writestr("other/__init__.py", "")
    if name == "bomb.whl":
        with ZipFile(tmp_path / name, "w", ZIP_DEFLATED) as archive:
            for file in FILES:
                archive.writestr(f"ivigcalc/data/{file}.yaml", bytes(20_000_000))
    answer = run("data", "diff", str(tmp_path / name) if name != "\0" else name, "--format", "text")
    assert (answer.code, answer.out) == (65, "")
    assert why in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("columns", [40, 80])
def test_the_screen_fits_its_terminal(columns: int, folder: Path) -> None:
    lines = run("data", "diff", str(folder), columns=columns).out.replace(str(folder), "new").splitlines()
    assert [line for line in lines if len(line) > columns] == []
