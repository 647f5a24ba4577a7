"""``--cycles`` and ``--until``: dates, grams and vials of every cycle, in the table, JSON and the worksheet."""

from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest

from tests.program import CIDP, STOCK, run

EU = ("--region", "eu", "--product", "privigen")
SATURDAY = ("--start", "2026-12-05")
MAINTENANCE = (*CIDP, "--regimen", "C", *SATURDAY)


def test_dates_grams_and_vials_stand_in_the_table() -> None:
    """35 g on 2 days every 3 weeks; 35 g are 20 + 10 + 5."""
    answer = run(*MAINTENANCE, *EU, "--cycles", "3", columns=120)
    assert answer.code == 0
    assert "CYCLES 3 of C, every 3 weeks" in answer.text
    assert "1 2026-12-05 Sat to 2026-12-06 Sun 35 g each day 20+10+5 350 mL 19 days" in answer.text
    assert "2 2026-12-26 Sat to 2026-12-27 Sun" in answer.text
    assert "3 2027-01-16 Sat to 2027-01-17 Sun" in answer.text
    assert "IN ALL 210 g prescribed in 3 cycles, 6 infusion days, 2026-12-05 to 2027-01-17." in answer.text
    assert "VIALS Privigen 10 %: 210 g dispensed, 2100 mL; 6 x 20 g + 6 x 10 g + 6 x 5 g." in answer.text
    assert "begins on a weekend, not moved: 2026-12-05 Sat, 2026-12-26 Sat, 2027-01-16 Sat." in answer.text


def test_grams_beside_several_days_are_said_to_be_those_of_each() -> None:
    """35 g on each of 2 days are half of the 70 g of a cycle; 70 g on one day are the whole of it."""
    two = run(*MAINTENANCE, "--cycles", "2", columns=120).text
    assert "1 2026-12-05 Sat to 2026-12-06 Sun 35 g each day 19 days" in two
    assert "2 2026-12-26 Sat to 2026-12-27 Sun 35 g each day" in two
    one = run(*CIDP, "--regimen", "D", *SATURDAY, *EU, "--cycles", "2", columns=120).text
    assert "1 2026-12-05 Sat 70 g 40+20+10 700 mL 20 days" in one
    for lang, said in (("en", "35 g each day"), ("pt-BR", "35 g por dia"), ("es", "35 g por día")):
        sheet = run("worksheet", *MAINTENANCE[1:], *EU, "--cycles", "2", "--lang", lang, "--pages", "course")
        assert unescape(sheet.out).count(f">{said}<") == 2


@pytest.mark.parametrize("regimen", ["C", "D", "E"])
@pytest.mark.parametrize("product", [(), EU, ("--product", "octagam-10", "--product", "kiovig")])
def test_json_has_every_day_and_adds_up(regimen: str, product: tuple[str, ...]) -> None:
    dose = ("--course", "1 g/kg") if regimen == "E" else ()
    words = ("dose", "--weight", "71.3", "--indication", "cidp")
    answer = run(*words, "--regimen", regimen, *dose, *SATURDAY, *product, "--cycles", "5", "--format", "json").json
    repeat = answer["repeat"]
    first = date(2026, 12, 5)
    for number, cycle in enumerate(repeat["cycles"]):
        assert cycle["days"][0]["date"] == (first + timedelta(weeks=3 * number)).isoformat()
        for day in cycle["days"]:
            on = date.fromisoformat(day["date"])
            assert day["weekday"] == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[on.weekday()]
            assert day["weekend"] == (on.isoweekday() > 5)
        assert Fraction(cycle["prescribed_g"]) == sum(Fraction(day["prescribed_g"]) for day in cycle["days"])
    assert Fraction(repeat["prescribed_g"]) == sum(Fraction(cycle["prescribed_g"]) for cycle in repeat["cycles"])
    assert len(repeat["products"]) == len([word for word in product if word == "--product"])
    for one in repeat["products"]:
        days = [day for cycle in one["cycles"] for day in cycle["days"]]
        for name in ("dispensed_g", "opened_g", "volume_ml"):
            assert Fraction(one[name]) == sum(Fraction(day[name]) for day in days)
        sizes = {vial["size_g"] for day in days for vial in day["vials"]}
        for size in sizes:
            count = sum(vial["count"] for day in days for vial in day["vials"] if vial["size_g"] == size)
            assert count == next(vial["count"] for vial in one["vials"] if vial["size_g"] == size)
        assert one["short"] is None
        assert one["short_missing"] == "nothing runs short"


def test_without_cycles_there_is_no_repeat() -> None:
    assert "repeat" not in run(*MAINTENANCE, *EU, "--format", "json").json


def test_a_stock_says_what_runs_short_and_when() -> None:
    """The vials of the example do for two cycles: 4 x 20, 4 x 10 and 4 x 5 g of what has not expired."""
    words = (*CIDP, "--regimen", "C", "--product", "privigen", *STOCK, "--cycles", "5")
    answer = run(*words, columns=200)
    text = answer.text
    assert answer.code == 5
    assert "3 2027-01-12 Tue to 2027-01-13 Wed 35 g each day SHORT" in text
    assert "VIALS Privigen 10 % in 2 of 5 cycles: 140 g dispensed, 1400 mL; 4 x 20 g + 4 x 10 g + 4 x 5 g." in text
    assert "RUNS SHORT Privigen 10 %: cycles 3 to 5, from 2027-01-12 (day 1: more than is left in stock" in text
    json = run(*words, "--format", "json").json
    assert (json["status"], json["exit_code"]) == ("no-vials", 5)
    short = json["repeat"]["products"][0]["short"]
    assert (short["from_cycle"], short["from_date"]) == (3, "2027-01-12")
    assert [(vial["size_g"], vial["count"]) for vial in short["needed"]] == [("20", 6), ("10", 6), ("5", 6)]


def test_what_is_short_of_one_preparation_is_no_exit_5_where_another_does() -> None:
    """The stock of the example has 12 vials of 10 g of Octagam 10 %, enough for a cycle of 70 g, not for two."""
    words = (*CIDP, "--regimen", "D", "--region", "eu", *STOCK, "--product", "privigen", "--product", "octagam-10")
    for cycles, code in (("1", 0), ("2", 0), ("9", 5)):
        answer = run(*words, "--cycles", cycles, "--format", "json")
        short = [one["short"] for one in answer.json["repeat"]["products"]]
        assert answer.code == (5 if all(short) else 0) == code


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--regimen", "C", "--cycles", "3", "--until", "2027-01-01", *SATURDAY), "exclude each other"),
        (("--regimen", "C", "--cycles", "3"), "--start is needed"),
        (("--regimen", "C", "--until", "2027-01-01"), "--start is needed"),
        (
            ("--regimen", "C", "--until", "2026-12-04", *SATURDAY),
            "--until 2026-12-04 is before the first day, 2026-12-05",
        ),
        (("--regimen", "C", "--cycles", "0", *SATURDAY), "--cycles 0 is outside 1 to 60"),
        (("--regimen", "C", "--cycles", "61", *SATURDAY), "--cycles 61 is outside 1 to 60"),
        (("--regimen", "C", "--cycles", "x", *SATURDAY), "--cycles 'x' is not a whole number of cycles"),
        (
            ("--regimen", "C", "--until", "31/12/2026", *SATURDAY),
            "did you mean --until 2026-12-31 (the day first: --dates dmy)?",
        ),
        (("--regimen", "C", "--cycles", "3", "--every", "4 weeks", *SATURDAY), "is not what the source prints"),
        (("--regimen", "C", "--every", "often", *SATURDAY), "is no number of days, weeks or months"),
        (("--regimen", "A", "--cycles", "3", *SATURDAY), "no interval is printed for induction-5d"),
        (("--cycles", "3", *SATURDAY), "cycles are of one course; 7 are printed"),
    ],
)
@pytest.mark.parametrize("command", ["dose", "worksheet"])
def test_what_gives_no_dates_is_exit_2_and_says_what_to_type(
    command: str, more: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    output = ("-o", str(tmp_path / "sheet.html")) if command == "worksheet" else ()
    answer = run(command, *CIDP[1:], *EU, *more, *output)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.text
    assert "TYPE" in answer.err
    assert not (tmp_path / "sheet.html").exists()


def test_a_range_asks_which_interval_and_takes_one_inside_it() -> None:
    """Maintenance in multifocal motor neuropathy is given every 2 to 4 weeks."""
    words = ("dose", "--weight", "70", "--indication", "mmn", "--regimen", "E")
    asks = run(*words, *SATURDAY, "--cycles", "3")
    assert asks.code == 2
    assert 'TYPE --every "2 weeks"' in asks.text
    taken = run(*words, *SATURDAY, "--cycles", "3", "--every", "21 days")
    assert "CYCLES 3 of E, every 21 days (source: every 2 to 4 weeks)" in taken.text
    assert "2026-12-26 Sat" in taken.out


def test_a_month_without_the_day_is_said() -> None:
    words = (
        "dose",
        "--weight",
        "70",
        "--indication",
        "mmn",
        "--regimen",
        "B",
        "--start",
        "2026-12-31",
        "--cycles",
        "3",
    )
    answer = run(*words)
    assert "no day 31 in that month, its last day instead: 2027-02-28." in answer.text
    assert "2027-01-31 Sun" in answer.out


def test_cycles_beyond_what_the_source_gives_are_named_everywhere(tmp_path: Path) -> None:
    """The pilot of Lim 2020 in dermatomyositis gives 1 g/kg every 3 weeks, two doses: a third is more."""
    words = (*("--weight", "70", "--indication", "dm", "--regimen", "maintenance-1g"), *EU, *SATURDAY)
    said = "cycles 3 to 4 are more than the source gives (every 3 weeks, two doses)."
    assert said in run("dose", *words, "--cycles", "4").text
    sheet = tmp_path / "sheet.html"
    assert run("worksheet", *words, "--cycles", "4", "-o", str(sheet)).code == 0
    assert said in sheet.read_text("utf-8")
    for cycles, beyond in (("2", []), ("4", [3, 4])):
        repeat = run("dose", *words, "--cycles", cycles, "--format", "json").json["repeat"]
        assert (repeat["source_courses"], repeat["beyond_source"]) == (2, beyond)
    assert "more than the source" not in run("dose", *words, "--cycles", "2").text


def test_the_worksheet_has_every_date_and_a_record_for_each_day_of_each_cycle(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    answer = run("worksheet", *MAINTENANCE[1:], *EU, "--cycles", "40", "-o", str(sheet))
    assert answer.code == 0
    page = sheet.read_text(encoding="utf-8").replace("&#160;", " ")
    for number in range(40):
        first = date(2026, 12, 5) + timedelta(weeks=3 * number)
        assert f"{first} Sat to {first + timedelta(days=1)} Sun" in page
        for day in (0, 1):
            on = first + timedelta(days=day)
            name = f"cycle {number + 1}, day {day + 1} of 2"
            assert page.count(f"<h1>Infusion record: {name}</h1>") == 1
            record = page.partition(f"<h1>Infusion record: {name}</h1>")[2].partition("<h1>")[0]
            assert f"<span>{on} {'Sat' if not day else 'Sun'}</span> <span>DOSE 35 g</span>" in record
            assert "336" in record
    assert page.count("<h1>Infusion record: ") == 80
    assert answer.says("written: course sheet and 80 infusion records, check code")
    assert page.count("2800 g dispensed, 28 000 mL") == 1
    code = run(*MAINTENANCE, *EU, "--cycles", "40", "--format", "json").json["check_code"]
    assert code in page
    assert code != run(*MAINTENANCE, *EU, "--format", "json").json["check_code"]
    days = run("worksheet", *MAINTENANCE[1:], *EU, "--cycles", "40", "-o", "-", "--pages", "days")
    assert "Cycles:" not in days.out


def test_only_the_first_cycle_has_a_first_infusion() -> None:
    """The EU label of Flebogamma DIF says how a first infusion starts."""
    words = (*MAINTENANCE[1:], "--region", "eu", "--product", "flebogamma-dif-5", "--first", "--cycles", "3", "-o", "-")
    records = run("worksheet", *words, "--pages", "days").out.split("<h1>")[1:]
    assert ["<b>FIRST</b>" in record for record in records] == [True, True, False, False, False, False]


def test_a_sheet_of_lots_is_made_of_the_cycles_that_the_stock_does_for() -> None:
    words = (*CIDP[1:], "--regimen", "C", "--product", "privigen", *STOCK)
    short = run("worksheet", *words, "--cycles", "5", "-o", "-")
    assert (short.code, short.out) == (5, "")
    assert "What there is does for --cycles 2." in short.err
    assert "no worksheet was written" in short.err
    made = run("worksheet", *words, "--cycles", "2", "-o", "-")
    assert made.code == 0
    assert "lot P5012" in made.out
    second = made.out.partition("<h1>Infusion record: cycle 2, day 1 of 2</h1>")[2].partition("<h1>")[0]
    assert ("P5012" in second, "P4471" in second) == (True, False)


def stock_of(folder: Path, *vials: str) -> tuple[str, ...]:
    """A stock of Privigen: a size and how many for each."""
    path = folder / "stock.csv"
    path.write_text("product,size_g,count\n" + "".join(f"privigen,{one}\n" for one in vials), encoding="utf-8")
    return ("--stock", str(path))


def test_a_stock_that_is_used_up_to_the_last_vial_is_said(tmp_path: Path) -> None:
    """70 g are two days of 35 g (20 + 10 + 5), and nothing is left; a cycle begins every 21 days."""
    words = (*CIDP, "--regimen", "C", "--product", "privigen", "--start", "2026-12-01", "--cycles", "3")
    stock = stock_of(tmp_path, "20,2", "10,2", "5,2")
    answer = run(*words, *stock, columns=120)
    assert answer.code == 5
    assert "VIALS Privigen 10 % in 1 of 3 cycles: 70 g dispensed, 700 mL; 2 x 20 g + 2 x 10 g + 2 x 5 g." in answer.text
    assert (
        "RUNS SHORT Privigen 10 %: cycles 2 to 3, from 2026-12-22 (none in stock). Without a limit they take "
        "4 x 20 g + 4 x 10 g + 4 x 5 g. What there is does for --cycles 1." in answer.text
    )
    short = run(*words, *stock, "--format", "json").json["repeat"]["products"][0]["short"]
    assert (short["from_cycle"], short["from_date"]) == (2, "2026-12-22")
    assert {one["size_g"]: one["count"] for one in short["needed"]} == {"20": 4, "10": 4, "5": 4}


def test_a_dose_that_no_vials_make_up_is_short_of_nothing_that_could_be_ordered(tmp_path: Path) -> None:
    """4 kg are 2 g a day: no vial of Octagam 10 % in stock is near, and none of those that are made."""
    words = (
        *("dose", "--weight", "4", "--age", "1", "--indication", "cidp", "--regimen", "C", "--product", "octagam-10"),
        *("--start", "2026-12-01", "--cycles", "3", "--region", "eu"),
    )
    stock = tmp_path / "stock.csv"
    stock.write_text("product,size_g,count\noctagam-10,10,6\n", encoding="utf-8")
    answer = run(*words, "--stock", str(stock), "--all", columns=120)
    assert answer.code == 5
    assert "NO VIALS 2 g: no fit; nearest 10 g" in answer.text
    assert "RUNS SHORT Octagam 10 %: cycles 1 to 3, from 2026-12-01 (" in answer.text
    assert "What there is does" not in answer.text


def test_order_lines_say_of_how_many_cycles_they_are_the_first() -> None:
    words = ("--weight", "70", "--indication", "cidp", "--product", "privigen", "--regimen", "D", "--region", "eu")
    dated = ("dose", *words, "--start", "2026-12-01")
    assert "ORDER LINES to paste, the first of 3 cycles 2026-12-01, day 1: " in run(*dated, "--cycles", "3").text
    assert "ORDER LINES to paste 2026-12-01, day 1: " in run(*dated).text
