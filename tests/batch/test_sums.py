"""The summary is the sum of the rows, and the comparison of two policies is arithmetic that can be done by hand."""

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.batch.making import batch, read_csv
from tests.profiles import members
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


MORE = (
    "key,weight,height,sex,indication,regimen,product,start\n"
    + "".join(
        f"{n},{50 + n % 40},{160 + n % 20},{'female' if n % 3 else 'male'},{('cidp', 'gbs', 'mmn', 'adem')[n % 4]},A,"
        f"{('privigen', 'gamunex-c', 'octagam-10', '')[n % 5 % 4]},{f'2026-{1 + n % 12:02d}-15' if n % 7 else ''}\n"
        for n in range(120)
    )
    + "x,x,,,cidp,A,privigen,\ny,y,,,cidp,A,privigen,\nz,,,,cidp,A,privigen,\n"
)
COLUMNS = {
    "by_indication": "indication",
    "by_support": "support",
    "by_label": "labelled",
    "by_policy": "weight_policy",
    "by_month": "dates",
}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_parts_add_up_to_the_rows_that_have_it_in_common(tmp_path: Path, form: str) -> None:
    (tmp_path / "p.csv").write_text(MORE)
    call = ("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.csv"), "--region", "us", "--formulary", EXAMPLE)
    found = run(*call, "--format", "json").json
    rows = read_csv((tmp_path / "out.csv").read_text())
    for name, column in COLUMNS.items():
        for part in found[name]:
            own = [
                row
                for row in rows
                if row["g_course"] and row[column][: 7 if name == "by_month" else None] == (part["id"] or "")
            ]
            assert part["dosed_rows"] == len(own) > 0
            assert part["dispensed_rows"] == sum(bool(row["vials_course"]) for row in own)
            assert part["prescribed_g"] == total(own, "g_course")
            for sum_of in ("dispensed_g", "opened_g", "discarded_g"):
                assert part[sum_of] == total(own, f"{sum_of}_course"), (name, part["id"], sum_of)
            assert (part["cost"] or "0") == total(own, "cost")
            assert ("id_missing" in part) is (part["id"] is None)
        assert sum(part["dosed_rows"] for part in found[name]) == found["sums"]["dosed_rows"]
    assert [part["id"] for part in found["by_month"]] == [*(f"2026-{month:02d}" for month in range(1, 13)), None]
    assert {part["id"] for part in found["by_label"]} == {"yes", "no", None}
    assert {part["id"] for part in found["by_policy"]} == {"actual", "ontario"}
    again = tmp_path / f"again.{form}"
    for more in ((), ("--resume",), ("--resume", "--jobs", "2")):
        resumed = run(*call[:3], str(again), *call[4:], "--format", "json", *more).json
        assert {name: resumed[name] for name in (*COLUMNS, "by_reason")} == {
            name: found[name] for name in (*COLUMNS, "by_reason")
        }


def test_a_dose_alone_has_its_dates_and_counts_in_its_month(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("weight_kg,indication,regimen,start\n70,cidp,A,2026-11-29\n")
    call = ("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.csv"), "--format", "json")
    (part,) = run(*call).json["by_month"]
    (row,) = read_csv((tmp_path / "out.csv").read_text())
    assert (part["id"], part["prescribed_g"], part["dispensed_rows"]) == ("2026-11", "140", 0)
    assert row["dates"] == "2026-11-29;2026-11-30;2026-12-01;2026-12-02;2026-12-03"
    assert row["labelled"] == ""


def test_reasons_are_counted_by_kind_and_quote_nothing_that_was_typed(tmp_path: Path) -> None:
    rows = ("a,Ann,gbs,A", 'b,"O\'Neil ""x""",gbs,A', "c,,gbs,A", "d,2,gbs,A", "e,7000,gbs,A", "f,8000,gbs,A")
    (tmp_path / "p.csv").write_text("".join(f"{row}\n" for row in ("key,weight_kg,indication,regimen", *rows)))
    answer = run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.csv"), "--format", "json")
    found = [(one["rows"], one["status"], one["reason"]) for one in answer.json["by_reason"]]
    assert [(rows, status) for rows, status, _ in found] == [(2, "error"), (2, "refused"), (1, "error")]
    assert found[0][2] == "weight_kg '...' is not a number: type for example 70 or \"70 kg\""
    assert found[1][2].startswith("weight 7000 kg is above 500 kg")
    assert "missing" in found[2][2]
    assert "Ann" not in str(found)
    assert "Neil" not in str(found)


@pytest.mark.parametrize(
    ("row", "region", "label"),
    [
        ("70,,mmn,A,gamunex-c", "us", "no"),
        ("70,,mmn,A,gamunex-c", "eu", "yes"),
        ("70,,mmn,A,gamunex-c", "", "yes"),
        ("20,,cidp,A,privigen", "us", "from-an-age"),
        ("20,6,cidp,A,privigen", "us", "no"),
        ("20,6,cidp,A,privigen", "eu", "yes"),
        ("70,,cidp,A,", "eu", ""),
    ],
)
def test_whether_the_label_of_the_region_has_the_use(tmp_path: Path, row: str, region: str, label: str) -> None:
    """As ``products NAME`` says it: Gamunex-C has MMN in the EU alone; Privigen CIDP, in the US from 18 years on."""
    args = ("--region", region) if region else ()
    made = batch(tmp_path, f"weight_kg,age_years,indication,regimen,product\n{row}\n", *args).row
    assert (made["labelled"], made["support"]) == (label, "label")


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
    both = zip(own, under, strict=True)
    for left, right in members(two for two in both if two[1]["status"] in {"ok", "caution"}):
        assert [left[name] for name in pairs.values()] == [right[name] for name in pairs], left["key"]


def test_a_row_whom_the_other_policy_does_not_fit_is_not_compared_and_says_why(tmp_path: Path) -> None:
    """Devine's formula is for adults from 152.4 cm: 170 cm, male, is 50 + 2.3 * 17.6 / 2.54 kg, here 65.94 kg."""
    rows = (
        "adult,100,170,40,male,gbs,A",
        "child,24,124,8,male,gbs,A",
        "tall-child,70,170,16,male,gbs,A",
        "short,60,150,40,female,gbs,A",
    )
    path = tmp_path / "p.csv"
    path.write_text("key,weight_kg,height_cm,age,sex,indication,regimen\n" + "\n".join(rows) + "\n", "utf-8")
    asked = ("batch", str(path), "--versus", "adjusted")
    found = {row["key"]: row for row in map(json.loads, run(*asked, "--to", "jsonl").out.splitlines())}
    assert found["adult"]["versus_difference_g"] == "-40.88"
    for key, why in (("child", "124 cm"), ("child", "for adults"), ("tall-child", "for adults"), ("short", "150 cm")):
        assert why in found[key]["versus_reason"]
        assert found[key]["versus_g_course"] is None
        assert found[key]["versus_difference_g"] is None
        assert why in found[key]["versus_difference_g_missing"]
    versus = run(*asked, "--summary", "--format", "json").json["versus"]
    assert (versus["rows"], versus["not_compared_rows"], versus["difference_g"]) == (1, 3, "-40.88")
    assert "3 rows not compared: why stands in them" in run(*asked, "--summary").text
    page = tmp_path / "page.html"
    assert run(*asked, "-o", str(tmp_path / "o.csv"), "--report", str(page)).code == 0
    assert "3 rows not compared" in page.read_text("utf-8")


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


def test_what_a_row_gives_and_what_is_left_over_are_what_it_opens(tmp_path: Path) -> None:
    """0.4 g/kg on five days for 69.85125 kg are 139.7025 g, printed as 139.703: of 200 g 60.297 are left."""
    (tmp_path / "one.csv").write_text("key,weight_kg,indication,product\nA,69.85125,cidp,kiovig\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert run("batch", str(tmp_path / "one.csv"), "--regimen", "A", "--round", "exact", "-o", str(out)).code == 0
    (row,) = read_csv(out.read_text())
    assert row["dispensed_g_course"] == "139.703"
    assert Decimal(row["opened_g_course"]) == Decimal("139.703") + Decimal(row["discarded_g_course"])
