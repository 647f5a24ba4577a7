"""The arithmetic of a row, where it is asked for: every figure of the row follows from it."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.batch.making import lines, read_csv, read_jsonl
from tests.evaluator import checked, near
from tests.profiles import examples
from tests.program import project, run, shipped

HEADER = "key,weight_kg,height_cm,sex,age,indication,regimen,course,days,product,weight_policy"
FORMULARY = str(project() / "docs" / "formulary-example.yaml")
ROWS = st.builds(
    ",".join,
    st.tuples(
        st.just("k1"),
        st.integers(min_value=300, max_value=1600).map(lambda tenths: f"{tenths / 10:g}"),
        st.integers(min_value=150, max_value=200).map(str),
        st.sampled_from(["male", "female"]),
        st.just("40"),
        st.just("cidp"),
        st.just(""),
        st.sampled_from(["1 g/kg", "2 g/kg", "90 g", "1.5 g/kg"]),
        st.sampled_from(["1", "2", "3", "5"]),
        st.sampled_from(["privigen", "kiovig", "octagam-10", "octagam-5", ""]),
        st.sampled_from(["", "adjusted", "ideal"]),
    ),
)


def rows(table: str, tmp_path: Path, *options: str) -> list[dict[str, Any]]:
    """The rows of a table as JSON Lines, with their arithmetic."""
    file = tmp_path / "patients.csv"
    file.write_text(table, encoding="utf-8")
    return read_jsonl(run("batch", str(file), "--explain", "--to", "jsonl", *options).out)


def follows(row: dict[str, Any], steps: list[dict[str, str]], prefix: str = "") -> dict[str, Fraction]:
    """Every figure of a row, of the steps about it; the documents are those of the data."""
    typed = {"weight as given": Fraction(row["weight_kg"])}
    if "g_per_day" in row and row["g_per_day"] is not None:
        typed["grams as typed"] = Fraction(row["g_per_day"])
    known = [{"id": one.id, "section": one.section, "date": one.date} for one in shipped().sources]
    site = {"id": "site", "section": "", "date": ""}
    again = checked(steps, [*known, site], typed)
    weight = next(figure for name, figure in again.items() if name.startswith("dosing weight"))
    assert near(weight, row[f"{prefix}dosing_weight_kg"])
    per_day = next(figure for name, figure in again.items() if " grams " in name)
    assert near(again.get("A course total, NOT per day", per_day), row[f"{prefix}g_course"])
    return again


def of_vials(row: dict[str, Any], again: dict[str, Fraction]) -> None:
    """What the vials of a row give, and what they cost."""
    found = {name.rpartition(": ")[2]: figure for name, figure in again.items()}
    given = found.get("vials of the course", found.get("vials per infusion day"))
    assert given is not None
    assert near(given, row["dispensed_g_course"])
    assert near(found.get("volume of the course", found.get("volume per infusion day", given)), row["volume_ml_course"])
    assert near(found["deviation of the course"], row["deviation_percent"])
    assert near(found.get("opened in the course", given), row["opened_g_course"])
    assert near(found.get("opened and not given", Fraction(0)), row["discarded_g_course"])
    assert near(found.get("cost of the vials opened", Fraction(-1)), row["cost"] or "-1")
    each = [figure for name, figure in found.items() if name.startswith(("vials per", "vials on"))]
    days = row["day_dispensed_g"] or [{"g": row["dispensed_g_per_day"]}]
    assert all(any(near(one, day["g"]) for one in each) for day in days)


@examples(60)
@given(table=ROWS, rounding=st.sampled_from(["nearest", "up", "exact"]))
def test_every_figure_of_a_row_follows_from_its_working(table: str, rounding: str, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("batch")
    (row,) = rows(lines(table, header=HEADER), folder, "--round", rounding, "--formulary", FORMULARY)
    if row["status"] in {"error", "refused"}:
        assert row["working"] == []
        return
    again = follows(row, row["working"])
    if row["dispensed_g_course"] is not None:
        of_vials(row, again)
    else:
        assert not any(": vials" in name for name in again)


def test_the_other_policy_has_its_own_working(tmp_path: Path) -> None:
    """100 kg, 175 cm, male: adjusted 82.2787 kg; 2 g/kg are 164.56 g and not 200 g: 35.44 g and 17.72 % less."""
    table = lines("k1,100,175,male,40,cidp,,2 g/kg,5,privigen,", header=HEADER)
    (row,) = rows(table, tmp_path, "--versus", "adjusted")
    follows(row, row["working"])
    again = follows(row, row["versus_working"], "versus_")
    for name in ("difference_g", "difference_percent", "dispensed_difference_g"):
        assert near(again[f"versus_{name}"], row[f"versus_{name}"])
    assert row["versus_difference_g"] == "-35.44"
    assert row["versus_difference_percent"] == "-17.72"


def test_a_table_says_the_same_and_only_where_it_is_asked(tmp_path: Path) -> None:
    table = lines("a,70,175,male,40,cidp,A,,,privigen,", "b,,,,,cidp,A,,,privigen,", header=HEADER)
    (row, failed) = rows(table, tmp_path)
    (cells, _) = read_csv(run("batch", str(tmp_path / "patients.csv"), "--explain").out)
    assert failed["working"] == []
    steps = cells["working"].split(" | ")
    assert len(steps) == len(row["working"])
    first = row["working"][0]
    assert steps[0] == f"{first['step']} = {first['formula']} = {first['value']} {first['unit']} [{first['source']}]"
    assert "working" not in run("batch", str(tmp_path / "patients.csv")).out


def test_an_earlier_run_with_its_working_is_kept(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text(
        lines("a,70,175,male,40,cidp,A,,,privigen,", header=HEADER), encoding="utf-8"
    )
    asked = ("batch", str(tmp_path / "patients.csv"), "-o", str(tmp_path / "plans.jsonl"), "--explain")
    run(*asked)
    before = (tmp_path / "plans.jsonl").read_bytes()
    assert run(*asked, "--resume", "--summary", "--format", "json").json["kept_rows"] == 1
    assert (tmp_path / "plans.jsonl").read_bytes() == before
