"""``batch --forecast``: the dates are counted anew from the table, and everything is added up a second time."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.batch.making import batch
from tests.profiles import members
from tests.program import Answer, project, run

HEADER = "key,weight_kg,indication,regimen,product,start"
ROWS = (
    "A,70,cidp,D,privigen,2026-12-14",
    "B,58.5,cidp,C,privigen,2026-12-05",
    "C,82,mmn,E,octagam-10,2026-12-21",
    "D,64,gbs,A,privigen,2027-01-04",
    "E,71,cidp,D,privigen,",
    "F,71,cidp,D,,2027-02-27",
    "G,x,cidp,D,privigen,2027-01-01",
    "H,3,cidp,D,privigen,2027-01-01",
)
TABLE = "\n".join((HEADER, *ROWS)) + "\n"
REPEATED = "\n".join((HEADER, *(row for row in ROWS if not row.startswith("D")))) + "\n"
"""Without the row of a single course."""
ASKED = ("--region", "eu", "--forecast", "2027-01:2027-03")


def forecast(folder: Path, *more: str, table: str = TABLE) -> Any:
    path = folder / "patients.csv"
    path.write_text(table, encoding="utf-8")
    return run("batch", str(path), *ASKED, *more, "--format", "json").json["forecast"]


def counted(start: date, days: int, step: int) -> list[date]:
    """The infusion days within the months, counted on from the first day."""
    found, day = [], start
    while day <= date(2027, 3, 31):
        if (day - start).days % step < days and day >= date(2027, 1, 1):
            found.append(day)
        day += timedelta(days=1)
    return found


def test_grams_and_vials_of_each_month_are_those_of_dose_on_each_of_its_days(tmp_path: Path) -> None:
    """Every 3 weeks: A 70 g on a day, B 29.25 g on two days, each made up as ``dose`` makes it up."""
    months: dict[tuple[str, str], Counter[str]] = {}
    for weight, regimen, start, days in (("70", "D", date(2026, 12, 14), 1), ("58.5", "C", date(2026, 12, 5), 2)):
        words = ("--weight", weight, "--indication", "cidp", "--regimen", regimen, "--product", "privigen")
        made = run("dose", *words, "--region", "eu", "--format", "json").json["products"][0]["plans"][0]["days"][0]
        for day in counted(start, days, 21):
            month = months.setdefault((f"{day:%Y-%m}", "privigen"), Counter())
            month["infusions"] += 1
            month["mg"] += int(Decimal(made["dispensed_g"]) * 1000)
            for vial in made["vials"]:
                month[vial["size_g"]] += vial["count"]
    found = {(total["month"], total["product"]): total for total in forecast(tmp_path, table=REPEATED)["months"]}
    for place, expected in members(months.items()):
        total = found[place]
        assert total["infusions"] == expected["infusions"]
        assert int(Decimal(total["dispensed_g"]) * 1000) == expected["mg"]
        assert {vial["size_g"]: vial["count"] for vial in total["vials"]} == {
            size: count for size, count in expected.items() if size not in {"infusions", "mg"}
        }


def test_months_add_up_to_the_totals(tmp_path: Path) -> None:
    found = forecast(tmp_path, "--every", "3 weeks")
    for total in members(found["totals"]):
        months = [month for month in found["months"] if month["product"] == total["product"]]
        for name in ("prescribed_g", "dispensed_g", "volume_ml"):
            if total[name] is not None:
                assert Decimal(total[name]) == sum(Decimal(month[name]) for month in months)
        assert total["infusions"] == sum(month["infusions"] for month in months)


def test_rows_without_dates_are_counted_apart_and_named(tmp_path: Path) -> None:
    found = forecast(tmp_path)
    assert found["rows"] == 4
    named = {row["key"]: row["reason"] for row in found["apart_named"]}
    assert named.pop("H").startswith("no vials: no whole-vial total within the tolerance of 3 g")
    assert named == {"C": "an interval that is a range", "E": "no date", "G": "not answered"}
    assert sum(one["rows"] for one in found["apart"]) == 4
    ranged = forecast(tmp_path, "--every", "4 weeks")
    assert ranged["rows"] == 5, "4 weeks are inside 2 to 4 of C; A, B and F have their own 3, D has its dated course"
    assert {row["key"] for row in ranged["apart_named"]} == {"E", "G", "H"}
    outside = {row["key"]: row["reason"] for row in forecast(tmp_path, "--every", "5 weeks")["apart_named"]}
    assert outside["C"] == "an interval that gives no dates"


def test_each_row_may_have_its_own_interval_and_the_option_fills_empty_cells(tmp_path: Path) -> None:
    """MMN by E is given every 2 to 4 weeks, CIDP by D every 3."""
    began, ranged, exact = date(2027, 1, 4), "82,mmn,E,octagam-10", "70,cidp,D,privigen"

    def found(rows: tuple[str, ...], *more: str) -> Any:
        table = f"{HEADER},every\n" + "".join(f"{row}\n" for row in rows)
        return forecast(tmp_path, *more, table=table)

    (alone,) = found((f"a,{ranged},{began},2 weeks",))["totals"]
    days = int(batch(tmp_path, f"{HEADER}\na,{ranged},{began}\n").row["days"])
    per_course = {step: len(counted(began, days, step)) for step in (14, 28)}
    assert alone["infusions"] == per_course[14]
    both = (f"a,{ranged},{began},2 weeks", f"b,{ranged},{began},every 4 weeks")
    assert found(both)["totals"][0]["infusions"] == per_course[14] + per_course[28]
    filled = found((both[0], f"b,{ranged},{began},"), "--every", "4 weeks")
    assert filled["totals"] == found(both)["totals"]
    rows = (
        f"a,{exact},{began},4 weeks",
        f"b,{ranged},{began},5 weeks",
        f"c,{ranged},{began},q4",
        f"d,{ranged},{began},N/A",
    )
    last = found(rows, "--every", "3 weeks")
    other = "an interval that its source does not print"
    assert {row["key"]: row["reason"] for row in last["once_named"]} == {"a": other, "b": other}
    assert {row["key"]: row["reason"] for row in last["apart_named"]} == {"c": "not answered", "d": "not answered"}
    assert sum(total["infusions"] for total in last["totals"]) == 1 + days


def test_a_dated_course_without_an_interval_is_counted_once_and_named(tmp_path: Path) -> None:
    """GBS at 64 kg: 0.4 g/kg is 25.6 g, made up as 25 g of Privigen (20 + 5), on 30 December to 3 January."""
    table = (
        f"{HEADER}\nD,64,gbs,A,privigen,2026-12-30\nL,64,gbs,A,privigen,2027-05-01\nP,64,gbs,A,privigen,2026-05-01\n"
    )
    found = forecast(tmp_path, table=table)
    (month,) = found["months"]
    assert (month["month"], month["infusions"], month["prescribed_g"], month["dispensed_g"]) == (
        "2027-01",
        3,
        "76.8",
        "75",
    )
    assert {vial["size_g"]: vial["count"] for vial in month["vials"]} == {"20": 3, "5": 3}
    assert (found["rows"], found["once"]) == (1, [{"reason": "no interval", "rows": 1}])
    assert found["once_named"] == [{"row": 1, "key": "D", "reason": "no interval"}]
    apart = {row["key"]: row["reason"] for row in found["apart_named"]}
    assert apart == {"L": "a start after these months", "P": "no infusion day in these months"}
    path = tmp_path / "patients.csv"
    text = " ".join(run("batch", str(path), *ASKED).text.split())
    assert "ONCE 1 row is counted with the dated course alone: row 1 (D): no interval." in text
    assert "No infusion day" not in text
    path.write_text(f"{HEADER}\nD,64,gbs,A,privigen,2027-01-04\nE,64,gbs,A,privigen,2027-01-04\n", "utf-8")
    assert "ONCE 2 rows are counted" in run("batch", str(path), *ASKED).text


def test_a_row_of_a_range_that_began_earlier_stays_apart_under_that_reason(tmp_path: Path) -> None:
    """MMN by E every 2 to 4 weeks, on 2026-12-21 or on 2027-01-04: of the second the first course is known."""
    table = f"{HEADER}\na,82,mmn,E,octagam-10,2026-12-21\nb,82,mmn,E,octagam-10,2027-01-04\n"
    found = forecast(tmp_path, table=table)
    assert [(row["key"], row["reason"]) for row in found["apart_named"]] == [("a", "an interval that is a range")]
    assert [(row["key"], row["reason"]) for row in found["once_named"]] == [("b", "an interval that is a range")]


def test_a_row_without_a_preparation_has_its_prescribed_grams_alone(tmp_path: Path) -> None:
    found = forecast(tmp_path)
    (none,) = [month for month in found["months"] if month["product"] is None and month["month"] == "2027-02"]
    assert (none["prescribed_g"], none["infusions"], none["dispensed_g"], none["vials"]) == ("71", 1, None, [])
    assert none["cost_missing"] == "no preparation is named"


def test_a_price_gives_the_cost_and_a_missing_one_none_with_its_reason(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    text = (
        "site: S\ncurrency: EUR\nvials:\n  privigen:\n    - {g: 10, ml: 100, price: 500}\n"
        "    - {g: 20, ml: 200, price: 990.5}\n"
    )
    site.write_text(text, encoding="utf-8")
    found = forecast(tmp_path, "--formulary", str(site))
    for total in (*found["months"], *found["totals"]):
        if total["product"] == "privigen":
            vials = {vial["size_g"]: vial["count"] for vial in total["vials"]}
            cost = Decimal("990.5") * vials.get("20", 0) + 500 * vials.get("10", 0)
            assert Decimal(total["cost"]) == cost
    site.write_text(text.replace(", price: 500", ""), encoding="utf-8")
    priced = {total["product"]: total for total in forecast(tmp_path, "--formulary", str(site))["totals"]}
    assert priced["privigen"]["cost"] is None
    assert priced["privigen"]["cost_missing"] == "no price for vials of 10 g"


def test_a_stock_says_what_runs_short_and_when(tmp_path: Path) -> None:
    """A takes 40 + 20 + 10 g on 4 and 25 January, 15 February, 8 and 29 March; B 20 + 10 g on 20 and 21 March.

    One vial of 40 g does for the first; the vials of 10 g expire in February.
    """
    stock = tmp_path / "stock.csv"
    stock.write_text(
        "product,size_g,count,expiry\nprivigen,40,1,\nprivigen,20,99,\nprivigen,10,99,2027-02-28\n", "utf-8"
    )
    short = forecast(tmp_path, "--stock", str(stock), table=REPEATED)["short"]
    assert short == [
        {"product": "privigen", "size_g": "40", "from_date": "2027-01-25", "count": 4},
        {"product": "privigen", "size_g": "10", "from_date": "2027-03-08", "count": 4},
    ]
    stock.write_text("product,size_g,count\nprivigen,40,9\nprivigen,20,99\nprivigen,10,99\n", "utf-8")
    assert forecast(tmp_path, "--stock", str(stock), table=REPEATED)["short"] == []
    assert forecast(tmp_path, table=REPEATED)["short"] is None
    text = run("batch", str(tmp_path / "patients.csv"), *ASKED, "--stock", str(stock)).text
    assert "is taken as what is there when 2027-01 begins; it does for all vials above." in text


@pytest.mark.parametrize("row", ["A,70,cidp,D,,2027-01-01", "A,70,cidp,D,privigen,"])
def test_a_stock_never_does_for_what_has_no_vials(tmp_path: Path, row: str) -> None:
    """Every 3 weeks from the 1st of January: five infusions until the end of March, of no preparation; or no dates."""
    path = tmp_path / "patients.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    text = run("batch", str(path), *ASKED, "--stock", str(project() / "docs" / "stock-example.csv")).text
    assert "does for all" not in text
    assert ("is not compared with 5 infusions that name no preparation" in text) is ("privigen" not in row)


@pytest.mark.parametrize("row", ["A,70,cidp,D,,2027-01-01", "A,70,cidp,D,privigen,"])
def test_no_list_of_what_runs_short_without_vials_to_compare(tmp_path: Path, row: str) -> None:
    stock = str(project() / "docs" / "stock-example.csv")
    found = forecast(tmp_path, "--stock", stock, table=f"{HEADER}\n{row}\n")
    assert found["short"] is None
    why = "no infusion day is known in these months" if "privigen" in row else "the rows name no preparation"
    assert found["short_missing"] == why


def test_rows_that_go_on_past_the_courses_of_their_source_are_named(tmp_path: Path) -> None:
    """Two doses, 3 weeks apart: the third is on 25 January from 14 December on, in April from 1 March on."""
    rows = "A,70,dm,maintenance-1g,octagam-10,2026-12-14\nB,70,dm,maintenance-1g,octagam-10,2027-03-01\n"
    table = f"{HEADER}\n{rows}"
    found = forecast(tmp_path, table=table)
    assert found["beyond_source"] == 1
    assert found["beyond_source_named"] == [{"row": 1, "key": "A", "says": "every 3 weeks, two doses"}]
    text = " ".join(run("batch", str(tmp_path / "patients.csv"), *ASKED).text.split())
    said = (
        "CAUTION 1 row goes on past the number of courses that the source gives: row 1 (A): every 3 weeks, two doses."
    )
    assert said in text
    assert forecast(tmp_path)["beyond_source"] == 0


def test_several_processes_add_up_to_the_same(tmp_path: Path) -> None:
    rows = "\n".join(
        f"{number},{50 + number % 40},cidp,{'CD'[number % 2]},privigen,2026-12-{number % 28 + 1:02d}"
        for number in range(1500)
    )
    table = f"{HEADER}\n{rows}\n"
    assert forecast(tmp_path, table=table) == forecast(tmp_path, "--jobs", "2", table=table)


def screen(folder: Path, *more: str) -> Answer:
    path = folder / "patients.csv"
    path.write_text(TABLE, encoding="utf-8")
    return run("batch", str(path), *ASKED, *more)


def test_the_screen_has_months_totals_and_who_is_apart(tmp_path: Path) -> None:
    answer = screen(tmp_path)
    assert answer.code == 6
    assert "FORECAST 2027-01 to 2027-03, 4 rows; each goes on with its interval" in answer.text
    assert "2027-01 privigen" in answer.text
    assert "in all privigen" in answer.text
    assert "none named" in answer.text
    assert "APART 4 rows not in the forecast" in answer.text
    assert "row 3 (C): an interval that is a range" in answer.text
    assert max(map(len, answer.lines)) <= 80
    one = run("batch", str(tmp_path / "patients.csv"), "--region", "eu", "--forecast", "2026-01")
    assert "FORECAST 2026-01, 0 rows" in one.text
    assert "No infusion day is known in these months." in one.text


def test_a_row_without_an_infusion_day_in_the_months_is_not_counted_in_them(tmp_path: Path) -> None:
    """8 weeks after 2026-12-21 is 15 February; 3 weeks after it 11 January."""
    rows = (
        "a,70,cidp,D,privigen,2026-12-21",
        "b,70,cidp,D,privigen,2027-02-01",
        "c,82,mmn,maintenance-2g-2d,octagam-10,2026-12-21",
    )
    path = tmp_path / "rows.csv"
    path.write_text("".join(f"{row}\n" for row in (HEADER, *rows)), encoding="utf-8")
    asked = ("--forecast", "2027-01", "--every", "8 weeks", "--format", "json")
    found = run("batch", str(path), *asked).json["forecast"]
    assert (found["rows"], found["totals"][0]["infusions"]) == (1, 1)
    apart = [(row["key"], row["reason"]) for row in found["apart_named"]]
    assert apart == [("b", "a start after these months"), ("c", "no infusion day in these months")]


def test_a_cost_that_is_not_known_is_said_on_the_screen(tmp_path: Path) -> None:
    answer = screen(tmp_path, "--formulary", str(project() / "docs" / "formulary-example.yaml"))
    assert "NO COST" in answer.text


def test_rows_can_be_written_beside_it(tmp_path: Path) -> None:
    output = tmp_path / "plans.csv"
    answer = screen(tmp_path, "-o", str(output), "--format", "json")
    assert json.loads(answer.out)["forecast"]["rows"] == 4
    assert len(output.read_text(encoding="utf-8").splitlines()) == 9


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--forecast", "2027"), "is not months as FIRST:LAST"),
        (("--forecast", "2027-13"), "is not months as FIRST:LAST"),
        (("--forecast", "2027-01:2027-02:2027-03"), "is not months as FIRST:LAST"),
        (("--forecast", "2027-03:2027-01"), "TYPE --forecast 2027-01:2027-03"),
        (("--forecast", "2027-01:2033-01"), "is more than 60 months"),
        (("--stock", "s.csv", "--summary"), "--stock is for --forecast"),
        (("--every", "3 weeks", "--summary"), "--every is for --forecast"),
        (("--forecast", "2027-01", "--every", "3"), "is no number of days, weeks or months"),
        (("--forecast", "2027-01", "--resume", "-o", "plans.csv"), "--forecast adds up every row anew"),
        (("--forecast", "2027-01", "-o", "-"), "the rows and --forecast cannot both go to stdout"),
    ],
)
def test_what_cannot_be_asked_for_is_exit_2(tmp_path: Path, more: tuple[str, ...], said: str) -> None:
    answer = batch(tmp_path, TABLE, *more).answer
    assert answer.code == 2
    assert said in answer.text
