"""The summary is the sum of the rows, and the comparison of two policies is arithmetic that can be done by hand."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.batch.making import batch, read_csv
from tests.program import project, run

EXAMPLE = str(project() / "docs" / "formulary-example.yaml")
HEADER = "key,weight,height,sex,indication,regimen,product,round\n"
ROWS = (
    *(f"a{kg},{kg},{150 + kg % 40},{'female' if kg % 2 else 'male'},cidp,A,privigen,\n" for kg in range(40, 140, 3)),
    *(f"b{kg},{kg}.5,175,male,gbs,A,gamunex-c,exact\n" for kg in range(50, 120, 9)),
    "c,70,170,male,le-surface,B,kiovig,\nd,70,,,cidp,A,privigen,\ne,x,170,male,cidp,A,privigen,\n",
    "f,70,170,male,cidp,A,,\ng,2,50,male,gbs,A,privigen,\n",
)
TABLE = HEADER + "".join(ROWS)


def summed(folder: Path, *args: str) -> tuple[list[dict[str, str]], Any]:
    """The rows, and the summary in JSON."""
    (folder / "p.csv").write_text(TABLE)
    out = folder / "out.csv"
    answer = run("batch", str(folder / "p.csv"), "-o", str(out), *args, "--format", "json")
    return read_csv(out.read_text()), answer.json


def total(rows: list[dict[str, str]], column: str) -> str:
    """The sum of a column, as JSON prints it."""
    found = sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))
    return f"{found:f}".rstrip("0").rstrip(".") if "." in f"{found:f}" else f"{found:f}"


def test_sums_are_the_sums_of_the_rows(tmp_path: Path) -> None:
    rows, found = summed(tmp_path, "--formulary", EXAMPLE)
    sums = found["sums"]
    assert (found["rows"], found["failed_rows"]) == (len(rows), sum(r["status"] not in {"ok", "caution"} for r in rows))
    assert {one["status"]: one["rows"] for one in found["statuses"] if one["rows"]} == Counter(
        r["status"] for r in rows
    )
    assert sums["prescribed_g"] == total(rows, "g_course")
    for name in ("dispensed_g", "opened_g", "discarded_g", "volume_ml"):
        assert sums[name] == total(rows, f"{name}_course"), name
    assert (sums["cost"], sums["currency"]) == (total(rows, "cost"), "EUR")
    assert Decimal(sums["opened_g"]) - Decimal(sums["dispensed_g"]) == Decimal(sums["discarded_g"]) > 0
    fired = Counter(
        rule for row in rows for rule in {*row["alerts"].split(";"), *row["verdict_rules"].split(";")} if rule
    )
    assert {one["rule"]: one["rows"] for one in found["alerts"]} == fired
    vials: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for part in filter(None, row["vials_course"].split(" + ")):
            count, size = part.split("x")
            vials[row["product"], size] += int(count)
    assert {
        (one["product"], vial["size_g"]): vial["count"] for one in found["products"] for vial in one["vials"]
    } == vials
    opened = sum((Decimal(size) * count for (_, size), count in vials.items()), Decimal(0))
    assert Decimal(sums["opened_g"]) == opened
    for one in found["products"]:
        own = [row for row in rows if row["product"] == one["product"] and row["vials_course"]]
        assert (one["rows"], one["dispensed_g"]) == (len(own), total(own, "dispensed_g_course"))


def adjusted(kg: Fraction, height: Fraction, sex: str) -> Fraction:
    """Devine's ideal weight, adjusted with a factor of 0.4."""
    ideal = (50 if sex == "male" else Fraction("45.5")) + Fraction("2.3") * (height / Fraction("2.54") - 60)
    return ideal + Fraction("0.4") * (kg - ideal)


def test_the_other_policy_is_the_one_worked_out_by_hand(tmp_path: Path) -> None:
    rows, found = summed(tmp_path, "--versus", "adjusted")
    cells = [line.split(",") for line in TABLE.splitlines()[1:]]
    compared = 0
    for row, (_, kg, height, sex, indication, *_) in zip(rows, cells, strict=True):
        if not row["versus_g_course"] or indication != "cidp":
            continue
        other = adjusted(Fraction(kg), Fraction(height), sex)
        own = Fraction(kg) * 2
        assert abs(Fraction(row["versus_dosing_weight_kg"]) - other) <= Fraction(1, 200)
        assert abs(Fraction(row["versus_g_course"]) - other * 2) <= Fraction(1, 200)
        assert abs(Fraction(row["versus_difference_g"]) - (other * 2 - own)) <= Fraction(1, 200)
        assert abs(Fraction(row["versus_difference_percent"]) - (other * 2 - own) / own * 100) <= Fraction(1, 200)
        compared += 1
    assert compared > 30
    both = [row for row in rows if row["versus_g_course"]]
    versus = found["versus"]
    assert (versus["policy"], versus["rows"]) == ("adjusted", len(both))
    assert (versus["own_g"], versus["other_g"]) == (total(both, "g_course"), total(both, "versus_g_course"))
    assert Decimal(versus["difference_g"]) == Decimal(versus["other_g"]) - Decimal(versus["own_g"])
    assert versus["dispensed_difference_g"] == total(rows, "versus_dispensed_difference_g")
    without_height = next(row for row in rows if row["key"] == "d")
    assert (without_height["status"], without_height["versus_g_course"]) == ("ok", "")
    assert "height" in without_height["versus_reason"]
    assert versus["not_compared_rows"] == sum(bool(row["versus_policy"] and not row["versus_g_course"]) for row in rows)


def test_the_other_side_is_the_row_under_that_policy(tmp_path: Path) -> None:
    own, _ = summed(tmp_path, "--versus", "ontario", "--formulary", EXAMPLE)
    under, _ = summed(tmp_path, "--weight-policy", "ontario", "--formulary", EXAMPLE)
    pairs = {"g_course": "versus_g_course", "dosing_weight_kg": "versus_dosing_weight_kg", "cost": "versus_cost"}
    pairs["dispensed_g_course"] = "versus_dispensed_g_course"
    for left, right in zip(own, under, strict=True):
        if right["status"] in {"ok", "caution"}:
            assert [left[name] for name in pairs.values()] == [right[name] for name in pairs], left["key"]


@pytest.mark.parametrize("form", ["table", "text"])
def test_people_see_the_sums(tmp_path: Path, form: str) -> None:
    (tmp_path / "p.csv").write_text(
        f"{HEADER}a,70,170,male,cidp,A,privigen,\nb,70,170,male,cidp,A,privigen,\nc,,,,cidp,,,\n"
    )
    answer = run("batch", str(tmp_path / "p.csv"), "--summary", "--versus", "ideal", "--format", form)
    assert answer.code == 6
    for part in (
        "3 rows",
        "2 ok, 1 error",
        "280 g in 2 courses",
        "275 g in 2 courses",
        "2750 mL",
        "row 3 (line 4, key c)",
    ):
        assert part in answer.text, part
    assert "10x20, 10x5, 10x2.5" in answer.text
    assert "ideal: 263.7 g instead of 280 g in 2 courses: -16.3 g, -5.8 %" in answer.text


def test_no_more_than_twenty_failures_are_listed_and_the_rest_is_counted(tmp_path: Path) -> None:
    table = HEADER + "a,,,,cidp,A,,\n" * 33
    answer = batch(tmp_path, table, "--summary").answer
    assert answer.text.count("weight is missing") == 20
    assert "13 more failed: --errors FILE lists every one." in answer.text
