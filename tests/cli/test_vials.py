"""``vials``, and what ``dose`` does with a stock, with prices and with a course that is rounded as a whole."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.core.answers.plan import course_plan
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.request.order import Order
from ivigcalc.report.json.parts.plan import plan_json
from tests.program import COURSE, STOCK, Answer, run, shipped

ONE = ("vials", "28", "--product", "privigen")
GBS = ("dose", "--weight", "70", "--indication", "gbs", "--regimen", "A", "--product", "privigen")
PRICES = """site: A
currency: EUR
vials:
  privigen: [{g: 5, ml: 50, price: 260}, {g: 10, ml: 100, price: 500}, {g: 20, ml: 200, price: 1100}]
"""


def plan_of(*args: str) -> Any:
    return run(*args, "--format", "json").json["plan"]


def written(folder: Path, text: str) -> str:
    path = folder / "stock.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def stocked(folder: Path, text: str, *more: str) -> Answer:
    return run(*ONE, "--stock", written(folder, text), *more, columns=200)


def test_the_vials_and_why_no_others() -> None:
    text = run(*ONE).text
    assert "27.5 g 1 x 20 g + 1 x 5 g + 1 x 2.5 g 275 mL" in text
    assert "BELOW 27.5 g: taken. ABOVE 30 g: 7.1 % away, and 27.5 g is within 5 %." in text


def test_more_in_one_day_than_a_sites_limit_stops_at_has_no_vials(tmp_path: Path) -> None:
    """A limit of 60 g that stops; 60 g itself does not pass it."""
    site = tmp_path / "site.yaml"
    site.write_text("site: A\nlimits: [{id: day-above-100-g, above: 60, level: stop}]\n", encoding="utf-8")
    held = run("vials", "70", *ONE[2:], "--formulary", str(site))
    assert held.code == 4
    assert "70 g in one day is above 60, the limit of A (shipped: above 100)" in held.text
    assert "VOLUME" not in held.text
    assert run("vials", "60", *ONE[2:], "--formulary", str(site)).code == 0


@pytest.mark.parametrize(("grams", "code"), [("5.5", 0), ("5.6", 5), ("9.0", 5), ("9.1", 0)])
def test_beyond_10_percent_of_the_dose_no_vials_are_given_and_the_nearest_named(grams: str, code: int) -> None:
    """Of 5, 10 and 20 g: 5 is 9.1 % below 5.5 and 10.7 % below 5.6; 10 is 11.1 % above 9 and 9.9 % above 9.1."""
    answer = run("vials", grams, "--product", "gammaplex-10", "--region", "eu")
    assert answer.code == code
    assert ("nearest 5 g or 10 g" in answer.text) == bool(code)


def test_without_a_region_those_of_each_size_are_named() -> None:
    """Privigen 2.5 g: EU leaflet and Brazilian bula; 20 g and 40 g: US and EU."""
    text = run("vials", "28", "--product", "privigen").text
    assert (
        "Vial sizes of any region: 2.5 g (EU BR), 5 g (US EU BR), 10 g (US EU BR), 20 g (US EU), 40 g (US EU)." in text
    )


@pytest.mark.parametrize("grams", ["28", "28 g", "28,0", "28.0g"])
def test_grams_are_read_as_everywhere(grams: str) -> None:
    assert plan_of("vials", grams, "--product", "privigen")["dispensed_g_course"] == "27.5"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("vials",), "GRAMS is missing"),
        (("vials", "28"), "--product is missing"),
        (("vials", "28", "--product", "privgen"), "did you mean privigen"),
        (("vials", "0", "--product", "privigen"), "GRAMS '0' is not above zero. TYPE 28"),
        (("vials", "-5", "--product", "privigen"), "no amount is below zero"),
        (("vials", "28 ml", "--product", "privigen"), "unit 'ml' is not known"),
        (("vials", "28000", "--product", "privigen"), "grams, not mg: 28"),
        ((*ONE, "--days", "0"), "--days 0 is outside 1 to 31"),
        ((*ONE, "--objective", "price"), "vials, grams, cost"),
        ((*ONE, "--round-scope", "week"), "day, course"),
        ((*ONE, "--round", "exact", *COURSE), "exclude each other"),
        ((*ONE, "--objective", "cost"), "no formulary is in force"),
        ((*GBS, "--objective", "cost"), "no formulary is in force"),
        ((*ONE, *STOCK[:2]), "--start is needed: stock has expiry dates"),
    ],
)
def test_what_cannot_be_read_says_what_to_type(args: tuple[str, ...], said: str) -> None:
    answer = run(*args)
    assert said in answer.text
    assert answer.code == 2
    assert answer.out == ""


def test_a_course_is_spread_over_days_that_differ() -> None:
    answer = run(*ONE, "--days", "5", *COURSE)
    assert "UNEVEN 30 g on day 1, 27.5 g on days 2 to 5. Give --start" in answer.text
    assert "Give --start" not in run(*ONE, "--days", "5", *COURSE, "--start", "2026-12-01").text
    assert plan_of(*ONE, "--days", "5", *COURSE)["deviation_percent"] == "0"


def test_a_dose_of_uneven_days_is_never_shown_as_even() -> None:
    answer = run(*GBS, *COURSE)
    assert "140 g in all (ordered 140 g, 0 %)" in answer.text
    assert "daily for 5 days (ordered" not in answer.text
    assert "day 1: human normal immunoglobulin, Privigen 10 % (100 mg/mL), intravenous, DOSE 30 g" in answer.text
    assert "vials on days 2 to 5" in run(*GBS, *COURSE, "--explain", columns=200).text
    listed = run(*GBS[:-2], *COURSE, "--all").text
    assert "day 1: 20+10" in listed
    assert "Days differ: give --start" in listed


def test_a_stock_names_the_lots_of_each_day() -> None:
    days = plan_of(*ONE, "--days", "5", *COURSE, *STOCK)["days"]
    assert [sum(lot["count"] for lot in day["lots"]) for day in days] == [2, 2, 2, 2, 4]
    assert days[0]["lots"][0] == {"size_g": "20", "count": 1, "lot": "P4471", "expiry": "2026-12-02"}
    assert "P4471" not in str(days[2:])
    assert "1 x 20 g lot P4471 (to 2026-12-02)" in run(*GBS, *STOCK, *COURSE, columns=200).text


def test_a_stock_that_does_not_do_is_no_vials() -> None:
    answer = run(*ONE, "--days", "9", *STOCK)
    assert answer.code == 5
    assert "NO VIALS 28 g: day 5: more than is left in stock; nearest 25 g" in answer.text
    assert "the stock does not do for days 5 to 9. TYPE" in answer.text
    assert "--round" not in answer.text, "162.5 g in all are not 252 g, however they are rounded"
    none = run(*GBS, *STOCK, "--product", "kiovig").text
    assert "none in stock" in none
    course = run(*ONE, "--days", "9", *STOCK, *COURSE)
    assert course.code == 5
    assert "252 g in the course: no fit; nearest 162.5 g (beyond stock)" in course.text
    assert plan_of(*ONE, "--days", "9", *STOCK, *COURSE)["no_fit_course"]["nearest_below_g"] == "162.5"


def test_rounding_otherwise_is_advised_only_where_it_helps(tmp_path: Path) -> None:
    """28 g on 2 days: 30 and 25 g are within 10 % of 56 g, and 25 g is not within 10 % of 28 g."""
    stock, words = tmp_path / "stock.csv", ("vials", "28", "--product", "privigen", "--days", "2")
    for count, helps in ((2, True), (1, False)):
        rows = f"privigen,20,{count}\nprivigen,10,1\nprivigen,5,1\n"
        stock.write_text(f"product,size_g,count\n{rows}", encoding="utf-8")
        text = run(*words, "--stock", str(stock)).text
        assert "STOCK the stock does not do for day 2" in text
        assert ("--round-scope course" in text) is helps
        assert (run(*words, "--stock", str(stock), *COURSE).code == 0) is helps
        assert ("--round exact" in text) is (run(*words, "--stock", str(stock), "--round", "exact").code == 0)
    assert "--round-scope course" in run(*words).text, "27.5 g on 2 days are 55 g; 56 g are nearer"
    assert "--round-scope course" not in run("vials", "30", *words[2:]).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: no column product, size_g, count"),
        ("product,size_g\n", ":1: no column count"),
        (
            "product,size_g,count,reserved\n",
            ":1: column 'reserved' is not read, and speaks of vials that are not to be had",
        ),
        ("product,size,count\nprivigen,10,1\n", ":2: size '10' has no unit"),
        ("product,size_g,count\nprivgen,10,1\n", ":2: product 'privgen' is not known"),
        ("product,size_g,count\n\nprivigen,7,1\n", ":3: Privigen 10 % has no vial of 7 g"),
        ("product,size_g,count\nprivigen,ten,1\n", ":2: size_g 'ten' is not a number"),
        ("product,size_g,count\nprivigen,10,-1\n", ":2: count '-1' is not a whole number of vials"),
        ("product,size_g,count\nprivigen,10,1000000\n", ":2: count '1000000' is more than 100000 vials"),
        ("product,size_g,count\nprivigen,10\n", ":2: 2 cells under 3 headings"),
        ("product,size_g,count,expiry\nprivigen,10,1,13/2026\n", ":2: expiry '13/2026' names no month that there is"),
        (
            "product,size_g,count,Status\nprivigen,10,1,OK\n",
            ":1: column 'Status' is not read, and speaks of whether vials are to be had",
        ),
        ("product,size_g,count,expiry\nprivigen,10,1,2026-02-30\n", ":2: expiry '2026-02-30' is no day that there is"),
        ("product,size_g,count\nprivigen,10,1\nPrivigen,10.0,2\n", ":3: the same preparation, size, expiry and lot"),
    ],
)
def test_a_stock_file_is_read_or_its_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    answer = stocked(tmp_path, text)
    assert answer.says(f"stock.csv{said}")
    assert answer.code == 65


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    answer = stocked(tmp_path, "product,size_g,count\nprivgen,10,1\nprivigen,7,1\n", "--format", "json")
    assert [one["message"].rpartition(".csv:")[2][:2] for one in answer.json["errors"]] == ["2:", "3:"]


def test_semicolons_a_byte_order_mark_and_decimal_commas_are_read(tmp_path: Path) -> None:
    answer = stocked(tmp_path, "\ufeffProduct;Size_g;Count\nPrivigen;2,5;1\n;;\nprivigen;20;1\nprivigen;5;1\n")
    assert "27.5 g" in answer.text
    assert answer.code == 0


def test_a_stock_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    assert run(*ONE, "--stock", str(tmp_path / "none.csv")).code == 66
    assert run(*ONE, "--stock", str(tmp_path)).code == 66
    assert run(*ONE, "--stock", "a\0b").code == 66
    (tmp_path / "latin.csv").write_bytes(b"product,size_g,count\n\xc3\xa9,10,1\nprivig\xe9n,10,1\n")
    assert run(*ONE, "--stock", str(tmp_path / "latin.csv")).code == 65


def test_the_cheapest_vials(tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text(PRICES, encoding="utf-8")
    answer = run("vials", "30", "--product", "privigen", "--objective", "cost", "--formulary", str(path))
    assert "3 x 10 g" in answer.text
    assert "Costs 1500 EUR" in answer.text


def test_a_certificate_stands_in_json_only_for_a_preparation_asked_for_by_name() -> None:
    named = run(*GBS, "--format", "json").json["products"][0]["plans"][0]
    assert named["certificate"][0]["chosen_g"] == "27.5"
    listed = run(*GBS[:-2], "--format", "json").json["products"][0]["plans"][0]
    assert listed["certificate"] is None
    assert "ivigcalc vials" in listed["certificate_missing"]
    assert "CERTIFICATE" in run(*GBS, "--explain").text
    assert "CERTIFICATE" not in run(*GBS).text


def test_a_large_day_is_a_caution() -> None:
    answer = run("vials", "140", "--product", "privigen", "--format", "json")
    assert answer.json["status"] == "caution"
    assert answer.json["alerts"][0]["rule"] == "day-above-100-g"


def test_days_of_other_grams_with_the_same_vials_keep_their_own_grams() -> None:
    catalogue = shipped()
    days = (CourseDay(day=1, grams=Fraction(28)), CourseDay(day=2, grams=Fraction("27.6")))
    course = Course(letter="A", id="made-up", basis="", days=days)
    product = catalogue.product("privigen")
    made = course_plan(product, course, Order(indication="gbs"), catalogue)
    found = plan_json(made, product, None)["days"]
    assert [(day["prescribed_g"], day["dispensed_g"]) for day in found] == [("28", "27.5"), ("27.6", "27.5")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "within 5 % of the day the fewest vials, then the nearest; else the nearest within 10 %."),
        (("--round", "down"), "as nearest (5 %, else 10 %), never above the prescribed grams."),
        (("--objective", "grams", "--round", "up"), "the nearest within 10 %, never below the prescribed grams, then"),
        (("--round", "exact"), "the prescribed grams are given; the fewest vials that cover them are opened."),
        (("--round", "exact", "--objective", "grams"), "the fewest grams that cover them are opened."),
        (COURSE, "the nearest course total within 10 %, then the most even days, none more than 10 % above its own"),
    ],
)
def test_the_rule_that_is_explained_is_the_rule_that_was_asked_for(asked: tuple[str, ...], said: str) -> None:
    assert said in run(*GBS, *asked, "--explain").text
