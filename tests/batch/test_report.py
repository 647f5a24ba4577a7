"""``--report``: the sums of the rows as a page for an audit, whose charts and tables say the same."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.batch.making import read_csv
from tests.profiles import examples, together
from tests.program import Answer, project, run, shipped
from tests.report.test_html import ATTRIBUTES, ELEMENTS, Read

EXAMPLE = str(project() / "docs" / "formulary-example.yaml")
HEADER = "key,weight,height,sex,age,indication,regimen,product,start,round"
SVG = {"svg", "rect", "path", "text", "tspan", "title", "h1", "h3"}
DRAWN = {"width", "height", "viewbox", "role", "x", "y", "d"}
BROWSER, PDFINFO = shutil.which("chromium") or shutil.which("chromium-browser") or "", shutil.which("pdfinfo") or ""


def report(folder: Path, rows: Iterable[str], *args: str) -> tuple[Answer, str, list[dict[str, str]]]:
    """The answer to a table, its page and its rows."""
    (folder / "year.csv").write_text("".join(f"{row}\n" for row in (HEADER, *rows)))
    page, out = folder / "year.html", folder / "plans.csv"
    answer = run("batch", str(folder / "year.csv"), "-o", str(out), "--report", str(page), *args)
    return answer, page.read_text(), read_csv(out.read_text())


def tables(page: str) -> dict[str, list[dict[str, str]]]:
    """The tables of a page by the heading in front of them, row by row; the first column is ``name`` if it has none."""
    found: dict[str, list[dict[str, str]]] = {}
    heading = ""
    for part in re.findall(r"<h[23]>.*?</h[23]>|<table.*?</table>", page, flags=re.DOTALL):
        if part.startswith("<h"):
            heading = text(part)
            continue
        headers = [text(cell) or "name" for cell in re.findall(r"<th\b.*?</th>", part)]
        rows = [[text(cell) for cell in re.findall(r"<td\b.*?</td>", row)] for row in part.split("<tr>")[2:]]
        found[heading] = [dict(zip(headers, row, strict=True)) for row in rows]
    return found


def text(element: str) -> str:
    return unescape(re.sub("<[^>]*>", "", element))


def number(cell: str) -> Decimal:
    """A figure of the page, without the spaces between its thousands."""
    return Decimal(cell.replace("\N{NO-BREAK SPACE}", "").removesuffix("*")) if cell != "-" else Decimal(0)


def total(rows: Iterable[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ROWS = st.builds(
    lambda *cells: ",".join(map(str, cells)),
    st.sampled_from(("a", "<b>", "=1")),
    st.sampled_from(("x", "", *range(3, 140, 7))),
    st.integers(140, 195),
    st.sampled_from(("male", "female")),
    st.sampled_from(("", 7, 40, 80)),
    st.sampled_from(("cidp", "gbs", "mmn", "adem", "le-surface", "als", "lems")),
    st.just("A"),
    st.sampled_from(("privigen", "gamunex-c", "octagam-10", "kiovig", "")),
    st.sampled_from(("", "2026-01-31", "2026-02-28", "2026-11-05", "2027-01-01")),
    st.sampled_from(("", "up", "exact")),
)


@examples(60, fewest=5)
@given(rows=st.lists(ROWS, max_size=12), priced=st.booleans(), region=st.sampled_from(("us", "eu", "")))
def test_every_sum_of_the_page_is_that_of_the_rows(
    *, rows: list[str], priced: bool, region: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    args = ("--formulary", EXAMPLE) if priced else ()
    folder = tmp_path_factory.mktemp("report")
    _, page, answers = report(folder, rows, "--versus", "ideal", "--region", region, *args)
    found = tables(page)
    dosed = [row for row in answers if row["g_course"]]
    check_parts(found, dosed)
    check_sums(found, priced=priced)
    for row in listed(found, "Preparations and vials opened"):
        own = [one for one in dosed if one["vials_course"] and shown(one["product"]) == row["name"]]
        assert int(row["courses"]) == len(own) > 0
        for header, column in (
            ("dispensed g", "dispensed_g"),
            ("opened g", "opened_g"),
            ("not given g", "discarded_g"),
        ):
            assert number(row[header]) == total(own, f"{column}_course")
        assert number(row.get("EUR", "-")) == total(own, "cost")
        vials = [part.split(" x ") for part in row["vials"].removesuffix(" g").split(" g, ")]
        assert sum(number(count) * number(size) for count, size in vials) == number(row["opened g"])
    assert sum(int(row["rows"]) for row in found.get("Not answered", ())) == sum(
        row["status"] not in {"ok", "caution"} for row in answers
    )
    first, *_ = re.findall("<p><b>([^<]*) g</b>", page) or [""]
    if dosed:
        opened = total(dosed, "dispensed_g_course") or total(dosed, "g_course")
        assert number(unescape(first)) == opened
    else:
        assert "nothing adds up" in page


def listed(found: dict[str, list[dict[str, str]]], heading: str) -> list[dict[str, str]]:
    """The rows of a table but for that in which it is added up."""
    return [row for row in found.get(heading, ()) if row["name"] != "in all"]


def check_sums(found: dict[str, list[dict[str, str]]], *, priced: bool) -> None:
    """The last row of each table of all rows is the sum of those above it, in each of its columns of figures."""
    columns = {"courses", "prescribed g", "dispensed g", "opened g", "not given g", *(["EUR"] if priced else [])}
    for heading in (
        "Indications",
        "Preparations and vials opened",
        "Months of the first day",
        "Years of the first day",
    ):
        for last in found.get(heading, ())[-1:]:
            added = {
                column: sum(number(row[column]) for row in listed(found, heading))
                for column in last
                if column in columns
            }
            assert (last["name"], len(added) >= 4) == ("in all", True)
            assert {column: number(last[column]) for column in added} == added


def shown(product: str) -> str:
    return shipped().product(product).shown


def check_parts(found: dict[str, list[dict[str, str]]], dosed: list[dict[str, str]]) -> None:
    """What is added up by indication, month and weight policy, in all columns; each dosed row counts once."""
    short = {one.id: one.short for one in shipped().indications}
    names: dict[str, Callable[[dict[str, str]], str]] = {
        "Indications": lambda row: short[row["indication"]],
        "Months of the first day": lambda row: month(row["dates"]),
        "Weight policy": lambda row: row["weight_policy"],
    }
    for heading, name in names.items():
        rows = listed(found, heading)
        for row in rows:
            own = [one for one in dosed if name(one) == row["name"]]
            assert int(row["courses"]) == len(own)
            for header, column in (
                ("prescribed g", "g_course"),
                ("dispensed g", "dispensed_g_course"),
                ("not given g", "discarded_g_course"),
                ("EUR", "cost"),
            ):
                assert header not in row or number(row[header]) == total(own, column)
        if rows:
            assert sum(int(row["courses"]) for row in rows) == len(dosed)
    for heading in ("How well the use is supported", "Is the use on the preparation's label?"):
        assert sum(int(row["courses"]) for row in found.get(heading, ())) == len(dosed)


def month(dates: str) -> str:
    return f"{MONTHS[int(dates[5:7]) - 1]} {dates[:4]}" if dates else "no first day"


def test_a_sum_of_some_of_the_courses_beside_it_is_marked_and_said(tmp_path: Path) -> None:
    """60 kg at 0.4 g/kg a day for 5 days is 24 g a day, 25 g in vials of 20 and 5 g: 5 x (990 + 251) EUR.

    Of the three courses one has no price (Kiovig) and one no vials (no preparation).
    """
    rows = [f"k,60,,,,{one},A,{product},2026-12-01," for one, product in (("gbs", "privigen"), ("gbs", "kiovig"))]
    answer, page, _ = report(
        tmp_path, [*rows, "k,60,,,,mmn,A,,2026-12-01,"], "--region", "eu", "--formulary", EXAMPLE, "--summary"
    )
    found = {heading: {row.get("name", ""): row for row in listed} for heading, listed in tables(page).items()}
    assert found["Indications"]["GBS"]["EUR"] == found["Indications"]["in all"]["EUR"] == "6205*"
    assert (
        found["Preparations and vials opened"]["in all"]["EUR"] == found["Months of the first day"]["Dec 2026"]["EUR"]
    )
    assert [found["Indications"][name]["dispensed g"][-1] == "*" for name in ("GBS", "MMN", "in all")] == [
        False,
        True,
        True,
    ]
    assert found["Preparations and vials opened"]["Privigen 10 %"]["EUR"] == "6205"
    assert "* not of every course of its line: some have no vials, or no price" in text(page)
    whole = report(tmp_path, rows[:1], "--region", "eu", "--formulary", EXAMPLE)[1]
    assert ("*" in text(whole.split("</style>")[1]), "6205" in text(whole)) == (False, True)
    assert "COST 6205 EUR for 1 course" in answer.text


def test_the_cost_of_a_preparation_of_which_some_courses_have_no_price_is_marked(tmp_path: Path) -> None:
    """The formulary prices vials of 10 g alone: 30 g a day has a price, 25 g (20 g and 5 g) has none."""
    site = tmp_path / "site.yaml"
    sizes = "".join(
        f"    - {{g: {g}, ml: {10 * g}{price}}}\n" for g, price in ((5, ""), (20, ""), (10, ", price: 500"))
    )
    site.write_text(f"site: G\ncurrency: EUR\nvials:\n  privigen:\n{sizes}", encoding="utf-8")
    rows = [f"k,{kg},,,,gbs,A,privigen,2026-12-01," for kg in ("25", "62.5")]
    answer, page, _ = report(tmp_path, rows, "--region", "eu", "--formulary", str(site), "--summary")
    (first, last) = tables(page)["Preparations and vials opened"]
    assert first["EUR"] == last["EUR"] == "2500*"
    assert "2500*" in answer.text
    assert "* of the courses whose vials all have a price" in answer.text


YEAR = [
    f"k{n},{45 + n * 7 % 80},{150 + n % 45},{'male' if n % 2 else 'female'},{20 + n % 60},"
    f"{('cidp', 'mmn', 'gbs')[n % 3]},A,{('privigen', 'kiovig')[n % 2]},2026-{1 + n * 5 % 12:02d}-03,"
    for n in range(1300)
]


def test_processes_and_an_earlier_run_change_no_byte(tmp_path: Path) -> None:
    rows = (*YEAR, "x,x,,,,cidp,A,privigen,,", "y,y,,,,cidp,A,privigen,,")
    _, page, _ = report(tmp_path, rows, "--versus", "adjusted")
    for more in (("--jobs", "2", "--resume"), ("--resume",), ("--jobs", "2"))[:: together(3)]:
        answer, again, _ = report(tmp_path, rows, "--versus", "adjusted", *more)
        assert again == page
        assert answer.code == 6


def test_each_bar_has_the_figure_of_the_table(tmp_path: Path) -> None:
    _, page, _ = report(tmp_path, YEAR[:200], "--region", "eu")
    found = tables(page)
    by_month = re.findall(r'<text class="figure middle"[^>]*>([^<]*)<', page)
    assert [unescape(figure) for figure in by_month] == [
        row["dispensed g"] for row in listed(found, "Months of the first day")
    ]
    bars = [unescape(figure) for figure in re.findall(r'<text class="figure end"[^>]*>([^<]*)<', page)]
    for heading in ("Indications", "Preparations and vials opened"):
        for row in listed(found, heading):
            assert f"{row['dispensed g']} g, {row['courses']} courses" in bars
    assert len(re.findall("<rect ", page)) == 3 + 2 + 12 + 12


def test_the_page_runs_nothing_and_loads_nothing(tmp_path: Path) -> None:
    rows = ('"<i>&""",x,,,,cidp,A,privigen,,', *YEAR[:5])
    _, page, _ = report(tmp_path, rows, "--title", "<script>&\"' \u202e", "--report-keys")
    read = Read(page)
    assert (read.wrong, read.open) == ([], [])
    assert read.elements <= ELEMENTS | SVG
    assert read.attributes <= ATTRIBUTES | DRAWN
    assert "<h1>&lt;script&gt;&amp;&quot;&#x27; \\u202e</h1>" in page
    assert "&lt;i&gt;&amp;&quot;" in page
    assert "http" not in page
    assert page.isascii()


def test_rows_are_named_only_where_that_is_asked_for(tmp_path: Path) -> None:
    rows = [f"SECRET-{n},Smith{n},,,,cidp,A,privigen,," for n in range(210)]
    answer, page, _ = report(tmp_path, rows)
    assert answer.code == 6
    assert "SECRET" not in page
    assert "Smith" not in page
    assert tables(page)["Not answered"][0]["rows"] == "210"
    _, page, _ = report(tmp_path, rows, "--report-keys")
    named = tables(page)["Row by row: the first 200; --errors FILE lists every one"]
    assert [row["key"] for row in named] == [f"SECRET-{n}" for n in range(200)]
    assert "Smith7" in named[7]["reason"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ["0 rows.", "nothing adds up"]),
        (
            ["a,70,,,,cidp,A,privigen,,"],
            ["1 row: 1 ok", "137.5 g", "No chart by month: no row", "No cost: no formulary"],
        ),
        (["a,70,,,,cidp,A,,2026-05-01,"], ["grams prescribed", "140 g", "no preparation named", ">May<"]),
        (["a,70,,,,cidp,A,privigen,2024-01-01,", "b,70,,,,cidp,A,privigen,2026-05-01,"], ["By year", "Years of"]),
        (["a,70,,,,cidp,A,privigen,2026-01-01,", "b,70,,,,cidp,A,privigen,,"], ["1 course without a first day"]),
    ],
)
def test_what_there_is_little_of(tmp_path: Path, rows: list[str], said: list[str]) -> None:
    answer, page, _ = report(tmp_path, rows)
    assert answer.code == 0
    for part in said:
        assert part in unescape(page), part


def test_months_without_a_course_stand_as_nothing(tmp_path: Path) -> None:
    _, page, _ = report(tmp_path, ["a,70,,,,cidp,A,privigen,2025-11-01,", "b,70,,,,cidp,A,privigen,2026-02-01,"])
    found = [(row["name"], row["courses"]) for row in listed(tables(page), "Months of the first day")]
    assert found == [("Nov 2025", "1"), ("Dec 2025", "0"), ("Jan 2026", "0"), ("Feb 2026", "1")]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--report", "year.csv"), "--report is the same file as FILE"),
        (("-o", "a", "--to", "csv", "--report", "a"), "--report is the same file as --output"),
        (("-o", "a.csv", "--report", "a.csv.part"), "--report is the same file as the part of --output"),
        (("--errors", "e", "--report", "e"), "--report is the same file as --errors"),
        (("--report", "-"), "--report year.html"),
        (("--report", ""), "--report '' is no name of a file"),
        (("--errors", ""), "--errors '' is no name of a file"),
        (("--report", "new.pdf"), "--report 'new.pdf' does not end with .html, .htm"),
        (("-o", "a.csv", "--errors", "e.xlsx"), "--errors 'e.xlsx' does not end with .csv"),
        (("--report", "r.html", "--check"), "--check answers nothing"),
        (("--title", "T"), "--title is for --report"),
        (("--report-keys",), "--report-keys is for --report"),
    ],
)
def test_what_cannot_be_asked_for(
    args: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("year.csv").write_text(f"{HEADER}\n{YEAR[0]}\n")
    answer = run("batch", "year.csv", *args)
    assert (answer.code, said in answer.text) == (2, True), answer.text
    assert answer.text.count(" is the same file as ") == said.count(" is the same file as ")
    assert [path.name for path in tmp_path.iterdir()] == ["year.csv"]


@pytest.mark.parametrize("there", ["mine", "worksheet", "folder", "nowhere"])
def test_a_page_that_cannot_be_written_leaves_the_rows_and_what_stood_there(tmp_path: Path, there: str) -> None:
    (tmp_path / "year.csv").write_text(f"{HEADER}\n{YEAR[0]}\n")
    page, out = tmp_path / "page.html", tmp_path / "plans.csv"
    if there == "mine":
        page.write_text("mine")
    elif there == "worksheet":
        order = ("--weight", "70", "--indication", "cidp", "--product", "privigen", "--regimen", "A")
        run("worksheet", *order, "-o", str(page))
    elif there == "folder":
        page.mkdir()
    else:
        page = tmp_path / "none" / "page.html"
    before = page.read_bytes() if page.is_file() else b""
    answer = run("batch", str(tmp_path / "year.csv"), "-o", str(out), "--report", str(page))
    assert answer.code == 73
    said = {
        "mine": "ivigcalc did not write it",
        "worksheet": "holds another answer of ivigcalc",
        "folder": "is a folder",
        "nowhere": "cannot write",
    }
    assert answer.says(said[there])
    assert answer.says(f"every row is in {out}")
    assert len(read_csv(out.read_text())) == 1
    assert (page.read_bytes() if page.is_file() else b"") == before


def test_a_page_takes_the_place_of_an_earlier_one_and_stdout_stays_free(tmp_path: Path) -> None:
    (tmp_path / "year.csv").write_text(f"{HEADER}\n{YEAR[0]}\n")
    call = ("batch", str(tmp_path / "year.csv"), "--report", str(tmp_path / "page.html"))
    for _ in range(2):
        answer = run(*call)
        assert (answer.code, answer.out) == (0, "")
        assert answer.says("page.html written")
    rows = run(*call, "-o", "-").out
    assert len(read_csv(rows)) == 1
    found = run(*call, "--format", "json").json
    assert found["request"]["report"] == str(tmp_path / "page.html")
    Draft202012Validator(run("schema", "batch").json).validate(found)


# fmt: off
USES = (
    "cidp", "gbs", "gbs-variants", "mmn", "mg-crisis", "mg-exacerbation", "mg-generalised",
    "mg-maintenance", "mg-preop", "aag", "adem", "sca", "lems", "dm", "jdm", "pm", "sporadic-ataxia", "dlrpn", "hibm",
)
BRANDS = (
    "privigen", "kiovig", "octagam-10", "octagam-5", "flebogamma-dif-10", "flebogamma-dif-5", "gamunex-c",
    "ig-vena",
)
# fmt: on
WRONG = (
    "w1,x,170,male,40,cidp,A,privigen,,",
    "w2,70,170,male,40,nonsense,A,privigen,,",
    "w3,70,170,male,40,cidp,Q,privigen,,",
    "w4,9000,170,male,40,cidp,A,privigen,,",
    "w5,70,170,male,40,als,A,privigen,,",
    "w6,70,170,male,40,norse,A,privigen,,",
    "w7,70,170,male,40,cidp,A,nobrand,,",
    "w8,70,170,male,40,cidp,A,privigen,20x6-01-01,",
)
MIXED = [
    f"m{n},{40 + n * 7 % 80},{150 + n % 45},{'male' if n % 2 else 'female'},{20 + n % 65},"
    f"{USES[n % len(USES)]},A,{BRANDS[n % len(BRANDS)]},2026-{1 + n * 5 % 12:02d}-{1 + n % 28:02d},"
    for n in range(592)
]


def test_one_course_is_a_course(tmp_path: Path) -> None:
    _, page, _ = report(tmp_path, YEAR[:1], "--region", "eu")
    assert "<b>1</b> <span>course</span>" in page


def test_the_remark_of_a_weight_policy_stands_with_its_text(tmp_path: Path) -> None:
    _, page, _ = report(tmp_path, YEAR[60:61], "--region", "eu", "--weight-policy", "ontario")
    (said,) = [row["says"] for row in tables(page)["Rules that fired"] if row["rule"] == "ontario-factor-not-read"]
    assert said.startswith("the factor 0.4 was not visible in the copy of Ontario's calculator")


def pages_on_paper(folder: Path, page: Path) -> int:
    """How many pages of A4 a browser prints."""
    paper = folder / "page.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/u")
    call = [BROWSER, *options, f"--print-to-pdf={paper}", page.as_uri()]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    said = subprocess.run([PDFINFO, str(paper)], check=True, capture_output=True, text=True).stdout
    pages = re.search(r"^Pages:\s+(\d+)$", said, flags=re.MULTILINE)
    assert pages is not None
    assert "A4" in said
    return int(pages[1])


@pytest.mark.skipif(not (BROWSER and PDFINFO), reason="no chromium and pdfinfo here")
@pytest.mark.parametrize(
    ("rows", "most"), [([*MIXED, *WRONG], 3), (YEAR, 2)][:: together(2)], ids=["many uses", "few uses"][:: together(2)]
)
def test_a_year_is_three_pages_of_a4_at_most(rows: list[str], most: int, tmp_path: Path) -> None:
    report(tmp_path, rows, "--region", "eu", "--versus", "adjusted")
    assert 1 <= pages_on_paper(tmp_path, tmp_path / "year.html") <= most


@pytest.mark.skipif(not (BROWSER and PDFINFO), reason="no chromium and pdfinfo here")
def test_the_example_is_one_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run("batch", str(project() / "docs" / "patients-example.csv"), "--report", str(page))
    assert pages_on_paper(tmp_path, page) == 1


def test_why_rows_are_not_compared_is_said_and_blanks_of_rules_are_named(tmp_path: Path) -> None:
    rows = ["a,70,,,,cidp,A,privigen,,", "b,70,,,75,cidp,A,privigen,,"]
    _, page, _ = report(tmp_path, rows, "--region", "eu", "--versus", "adjusted")
    assert "2 rows not compared: column versus_reason of the rows says why" in text(page)
    says = {row["rule"]: row["says"] for row in tables(page)["Rules that fired"]}
    assert says["rate-without-figure"].startswith("[preparation]: for [risks] risk labels ask for")
