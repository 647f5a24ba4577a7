"""The arithmetic of a row, where it is asked for: every figure of the row follows from it."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.batch.making import lines, read_csv, read_jsonl
from tests.evaluator import checked, near
from tests.profiles import examples, members
from tests.program import project, run, shipped
from tests.report.test_every_figure import walk

MONTHS = "2026-12:2027-02"
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


@examples(60, fewest=5)
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


OF_ROWS = {
    r".*rows|.*\.row": "rows are counted again in tests/batch/test_report.py",
    r"by_\w+\[\d+\]\..*": "parts, which add up to the sums, as is shown below",
    r"(schema|data)_version|exit_code|working.*": "of the contract, or the working itself",
    r"sums.prescribed_of_dispensed_g|versus.*": "of the rows: tests/batch/test_same_figures.py adds them up",
    r"products.*\.vials.*|forecast\.\w+\[\d+\]\.(vials.*)": "vials, of which grams and costs are made",
    r"forecast.beyond_source": "rows",
}
"""Figures of a summary that no step is about, and why."""


def of_sums(answer: dict[str, Any], again: dict[str, Fraction], formulas: dict[str, str]) -> dict[str, Fraction]:
    """The sums in all and of each preparation, which stand in the formula of that in all."""
    steps = {"prescribed_g": "prescribed", "dispensed_g": "dispensed", "opened_g": "opened", "volume_ml": "volume"}
    steps |= {"discarded_g": "opened and not given", "cost": "cost"}
    found = {f"sums.{name}": again[f"in all: {step}"] for name, step in steps.items()}
    found["versus.difference_g"] = again["adjusted: difference"]
    found["versus.difference_percent"] = again["adjusted: the same in percent"]
    for name in ("dispensed_g", "volume_ml", "discarded_g", "cost"):
        parts = re.findall(r"[\d.]+", formulas[f"in all: {steps[name]}"])
        places = [place for place, product in enumerate(answer["products"]) if product[name] is not None]
        found |= {f"products[{at}].{name}": Fraction(part) for at, part in zip(places, parts, strict=True)}
    for place, product in enumerate(answer["products"]):
        assert near(again[f"{product['product']}: opened and not given"], str(found[f"products[{place}].discarded_g"]))
    return found


def of_forecast(forecast: dict[str, Any], again: dict[str, Fraction], formulas: dict[str, str]) -> dict[str, Fraction]:
    """Each preparation in all months, and in each month, which stands in the formula of that in all."""
    found = {}
    for place, total in enumerate(forecast["totals"]):
        about = f"forecast, {total['product']}"
        months = [number for number, one in enumerate(forecast["months"]) if one["product"] == total["product"]]
        for name in ("infusions", "prescribed_g", "dispensed_g", "volume_ml"):
            step = f"{about}: {name.partition('_')[0]}"
            found[f"forecast.totals[{place}].{name}"] = again[step]
            parts = re.findall(r"[\d.]+", formulas[step])
            for number, part in zip(months, parts, strict=True):
                found[f"forecast.months[{number}].{name}"] = Fraction(part)
        if total["cost"] is not None:
            found[f"forecast.totals[{place}].cost"] = again[f"{about}, in all: cost"]
        for number in (number for number in months if forecast["months"][number]["cost"] is not None):
            when = forecast["months"][number]["month"]
            found[f"forecast.months[{number}].cost"] = again[f"{about}, {when}: cost"]
    return found


def test_every_sum_of_a_table_and_of_its_forecast_follows_from_its_working(tmp_path: Path) -> None:
    """The sums worked out again from the steps; preparations, months and costs by the prices of the formulary."""
    table = lines(
        "a,70,175,male,40,cidp,,2 g/kg,5,privigen,,2026-12-01",
        "b,81.5,175,male,40,cidp,A,,,privigen,,2026-12-08",
        "c,55,170,female,40,cidp,A,,,octagam-10,,2026-12-15",
        header=f"{HEADER},start",
    )
    (tmp_path / "patients.csv").write_text(table, encoding="utf-8")
    settings = ("--versus", "adjusted", "--formulary", FORMULARY, "--round", "exact", "--forecast", MONTHS, "--summary")
    asked = ("batch", str(tmp_path / "patients.csv"), *settings)
    answer = run(*asked, "--explain", "--format", "json").json
    again = checked(answer["working"], [])
    formulas = {step["step"]: step["formula"] for step in answer["working"]}
    found = {**of_sums(answer, again, formulas), **of_forecast(answer["forecast"], again, formulas)}
    figures = dict(walk(answer))
    for path, figure in members(found.items()):
        assert near(figure, figures.pop(path)), path
    assert {path for path in figures if not any(re.fullmatch(known, path) for known in OF_ROWS)} == set()
    for group in members(name for name in answer if name.startswith("by_") and name != "by_reason"):
        for name in ("prescribed_g", "dispensed_g", "opened_g", "discarded_g", "cost", "dosed_rows"):
            parts = sum((Fraction(part[name] or 0) for part in answer[group]), Fraction(0))
            assert near(parts, str(answer["sums"][name])), (group, name)
    assert "WORKING of the sums" in run(*asked, "--explain").text
    plain = run(*asked, "--format", "json").json
    assert plain["working"] == answer["working"]
    assert "WORKING" not in run(*asked).text


def test_a_table_without_sums_has_arithmetic_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text(lines("b,,,,,cidp,A,,,privigen,", header=HEADER), encoding="utf-8")
    asked = ("batch", str(tmp_path / "patients.csv"), "--summary", "--explain", "--versus", "adjusted")
    steps = run(*asked, "--format", "json").json["working"]
    assert {Fraction(step["value"]) for step in steps} == {Fraction(0)}
