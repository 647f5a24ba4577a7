"""``data`` and ``config``: one entry in full, the audit's totals, the check, and the origin of what is in force."""

import html
import re
from pathlib import Path
from shutil import copytree

import pytest

from ivigcalc.catalogue import load
from ivigcalc.cli.app import COMMANDS
from ivigcalc.core.facts.catalogue import Catalogue
from tests.profiles import members
from tests.program import project, run

TOTALS = {"agrees": 32, "superseded": 4, "partial": 5, "unit-wrong": 5, "wrong": 11, "label-not-found": 6}
"""The published audit of the review's 63 cells."""

MEANT = {"superseded": "dated", "partial": "incomplete", "unit-wrong": "unit error", "label-not-found": "unconfirmed"}

EXAMPLE = str(project() / "docs" / "formulary-example.yaml")


def test_the_audit_counts_63_cells_by_verdict() -> None:
    found = run("data", "audit", "--format", "json").json
    assert {one["verdict"]: one["count"] for one in found["totals"]} == TOTALS
    assert {one["verdict"]: one["meaning"] for one in found["totals"] if one["meaning"]} == MEANT
    assert len({(cell["row"], cell["column"]) for cell in found["cells"]}) == 63
    for verdict, count in TOTALS.items():
        assert sum(cell["verdict"] == verdict for cell in found["cells"]) == count


def test_the_audit_shows_every_cell_whole_in_a_narrow_terminal(catalogue: Catalogue) -> None:
    said = "".join(run("data", "audit", columns=40).out.split())
    for cell in members(catalogue.table2.cells):
        assert "".join(cell.printed.split()) in said


def test_the_audit_in_text_has_a_line_for_each_cell(catalogue: Catalogue) -> None:
    lines = run("data", "audit", "--format", "text").lines
    for cell in members(catalogue.table2.cells):
        assert [line for line in lines if cell.label in line and f"audit: {cell.verdict}" in line]


@pytest.mark.parametrize(
    "entry", ["privigen", "cidp", "day-above-100-g", "rounding-tolerance", "bivigam", "ontario", "vital-signs"]
)
def test_every_source_of_an_entry_is_shown_with_its_document(entry: str, catalogue: Catalogue) -> None:
    found = run("data", "show", entry, "--format", "json").json
    cited = {source for one in found["entries"] for part in one["stated"] for source in part["sources"]}
    assert cited == {source["id"] for source in found["sources"]}
    said = run("data", "show", entry, "--format", "text").out
    for source in cited:
        assert catalogue.source(source).title in said


@pytest.fixture
def november_2026(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    """The shipped data as a version of that month, whatever their own is: what is old is counted to it."""
    data = catalogue.replaced(version="2026.11")
    monkeypatch.setattr("tests.program.shipped", lambda: data)


@pytest.mark.usefixtures("november_2026")
def test_old_documents_are_listed_by_the_month_of_the_data_or_of_a_day(catalogue: Catalogue) -> None:
    """The review is of December 2014: 143 months old in November 2026."""
    found = run("data", "audit", "--age", "--format", "json").json
    review = next(one for one in found["old"] if one["id"] == "de-souza-2014")
    assert (found["month"], review["date"], review["months"]) == ("2026-11", "2014-12", 143)
    assert [one["months"] for one in found["old"]] == sorted((one["months"] for one in found["old"]), reverse=True)
    later = run("data", "audit", "--on", "2030-01-15", "--format", "json").json
    assert later["month"] == "2030-01"
    assert {one["id"] for one in found["old"]} < {one["id"] for one in later["old"]}
    said = run("data", "audit", "--age").text
    assert "de-souza-2014: de Souza PVS" in said
    assert f"Every one was read by {max(one.read_by for one in catalogue.sources)}." in said


def test_a_day_that_cannot_be_read_is_refused() -> None:
    answer = run("data", "audit", "--age", "--on", "soon")
    assert answer.code == 2
    assert "--on 'soon' is not a date" in answer.err


@pytest.mark.usefixtures("november_2026")
@pytest.mark.parametrize("command", [("infusion", "--grams", "28"), ("dose", "--indication", "cidp", "--regimen", "A")])
def test_an_answer_that_rests_on_an_old_label_says_so_once(command: tuple[str, ...]) -> None:
    asked = (*command, "--weight", "70", "--product", "privigen", "--region", "us")
    said = "Old: 47 months."
    assert run(*asked).text.count(said) == 1
    (label,) = run(*asked, "--format", "json").json["old_labels"]
    assert label == {"product": "Privigen 10 %", "region": "us", "date": "2022", "months": 47}


@pytest.mark.usefixtures("november_2026")
def test_a_check_a_comparison_and_a_worksheet_say_it_too() -> None:
    """Privigen, US, is of 2022; without a rate a check rests on no label's rates; each record is a paper of its own."""
    patient = ("--weight", "70", "--indication", "cidp", "--product", "privigen", "--region", "us")
    ordered = ("verify", *patient, "--order", "28 g daily for 5 days")
    assert run(*ordered, "--rate", "100 mL/h").text.count("LABEL US, Privigen 10 %, 2022. Old: 47 months.") == 1
    (label,) = run(*ordered, "--rate", "100 mL/h", "--format", "json").json["old_labels"]
    assert label == {"product": "Privigen 10 %", "region": "us", "date": "2022", "months": 47}
    assert run(*ordered, "--format", "json").json["old_labels"] == []
    body = ("--height", "170", "--sex", "male")
    assert run("compare", *patient, *body, "--format", "json").json["old_labels"] == [label]
    sheet = ("worksheet", *patient, "--regimen", "A", "--start", "2026-12-01", "-o", "-")
    assert run(*sheet, "--pages", "days").text.count("Old: 47 months.") == 5
    assert "Old:" not in run(*sheet, "--pages", "course").text
    assert "Antiga: 47 meses." in run(*sheet, "--pages", "days", "--lang", "pt-BR").text


PATIENT = ("--weight", "70", "--indication", "cidp")
LEAFLET = ("--product", "flebogamma-dif-5", "--region", "us")
RESTING: dict[str, list[tuple[str, ...]]] = {
    "dose": [(*PATIENT, "--product", "flebogamma-dif-5", "--regimen", "A"), PATIENT],
    "infusion": [("--weight", "70", "--grams", "28", *LEAFLET)],
    "vials": [("28", "--product", "flebogamma-dif-5", "--days", "5")],
    "verify": [
        (*PATIENT, "--order", "28 g daily for 5 days at 100 mL/h", "--product", "flebogamma-dif-5", "--region", "us")
    ],
    "compare": [(*PATIENT, "--product", "flebogamma-dif-5", "--height", "170", "--sex", "male")],
    "products": [("flebogamma-dif-5",), ("flebogamma-dif-5", "privigen"), ("--risk", "fructose")],
    "indications": [("mg-crisis",)],
}
"""Of each command, questions whose answers rest on labels of 2023 and before: by their dates in ``sources.yaml``."""
TABLE = "weight_kg,indication,regimen,product\n70,cidp,A,flebogamma-dif-5\n70,cidp,A,gammaplex-10\n"
NO_LABEL = {
    "worksheet": "test_a_check_a_comparison_and_a_worksheet_say_it_too",
    "batch": "test_a_table_of_patients_says_it_in_every_format",
    "data": "shows documents themselves, each with its date: data audit --age",
    "config": "what is in force, not what labels print",
    "schema": "the shape of answers",
    "selftest": "answers that are published, with their documents",
}
"""Commands that are asked elsewhere, or whose answers are not of labels, and why."""


def named_once(label: dict[str, str | int], said: str) -> bool:
    """Whether a label is said to be old in the words of every answer, once."""
    return said.count(f"{label['product']}, {label['date']}. Old: {label['months']} months.") == 1


def test_every_command_is_asked_for_old_labels_or_has_a_reason() -> None:
    assert RESTING.keys() | NO_LABEL.keys() == COMMANDS.keys()
    assert not RESTING.keys() & NO_LABEL.keys()


@pytest.mark.usefixtures("november_2026")
@pytest.mark.parametrize(
    ("command", "question"), [(command, question) for command, asked in RESTING.items() for question in asked]
)
def test_every_command_says_once_which_labels_it_rests_on_are_old(command: str, question: tuple[str, ...]) -> None:
    """The months are counted again from the date of the document, to November 2026: 24 are not old."""
    labels = run(command, *question, "--format", "json").json["old_labels"]
    for label in members(labels):
        year, month = re.findall(r"(\d{4})(?:-(\d\d))?(?!\d)", label["date"])[-1]
        assert label["months"] == (2026 - int(year)) * 12 + 11 - int(month or 12) > 24
    assert len({(label["product"], label["region"], label["date"]) for label in labels}) == len(labels)
    said = run(command, *question, columns=200).text
    if folded := re.findall(r"Old: up to (\d+) months\. (\d+) labels?: --all\.", said):
        assert folded == [(str(max(label["months"] for label in labels)), str(len(labels)))]
        said = run(command, *question, "--all", columns=200).text
    else:
        assert said.count("Old: ") == len(labels)
    of_rates = {label["months"] for label in labels if not named_once(label, said)}
    assert len(of_rates) <= 1  # said on the line of the label whose rates they are
    assert all(said.count(f"Old: {months} months.") >= 1 for months in of_rates)


@pytest.mark.usefixtures("november_2026")
def test_a_table_of_patients_says_it_in_every_format(tmp_path: Path) -> None:
    """Flebogamma DIF 5 %: its leaflet of June 2023; Gammaplex 10 %: its text of April 2023 (sources.yaml)."""
    table, page = tmp_path / "patients.csv", tmp_path / "page.html"
    table.write_text(TABLE, encoding="utf-8")
    labels = run("batch", str(table), "--summary", "--format", "json").json["old_labels"]
    assert {("Flebogamma DIF 5 %", 41), ("Gammaplex 10 %", 43)} <= {(one["product"], one["months"]) for one in labels}
    screens = [run("batch", str(table), "--summary", "--format", form, columns=200).text for form in ("table", "text")]
    run("batch", str(table), "--report", str(page), "-o", str(tmp_path / "out.csv"))
    paper = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    for label in members(labels):
        for said in members([*screens, paper]):
            assert named_once(label, said)


def test_a_source_is_shown_with_what_cites_it() -> None:
    (found,) = run("data", "show", "ismp-2015", "--format", "json").json["entries"]
    assert "limit day-above-100-g" in found["cited_by"]
    assert "cited by limit day-above-100-g: the entry" in run("data", "show", "ismp-2015").text


def test_a_source_is_shown_with_every_fact_that_rests_on_it() -> None:
    """The Czech text of Gammagard S/D, as data/products.yaml cites it."""
    (found,) = run("data", "show", "gammagard-s-d-smpc", "--format", "json").json["entries"]
    places = [(fact["entry"], fact["path"]) for fact in found["resting"]]
    assert places == [(name, place) for name, listed in found["cited_by"].items() for place in listed]
    assert ("product gammagard-sd-5", "ladders[1]") in places
    said = run("data", "show", "gammagard-s-d-smpc").text
    assert "says: start at 0.5 mL/kg/h, raise gradually to at most 4" in said
    assert "the rate paragraph of the US label was not read; date: n/d [derived]" in said
    assert "cited by cell of Table 2 iga, gammagard" in said


def test_what_is_not_in_the_data_is_refused_with_what_is_near() -> None:
    answer = run("data", "show", "privigem", "--format", "json")
    assert (answer.code, answer.json["error"]["next"]) == (2, "ivigcalc data show privigen")


def test_a_value_of_the_site_is_shown_with_the_shipped_one() -> None:
    said = run("data", "show", "day-above-100-g", "--formulary", EXAMPLE).text
    assert "HERE limit above 80 (caution); shipped above 100 (caution)" in said
    assert (
        "prices 5 g: 251 EUR; 10 g: 498.5 EUR; 20 g: 990 EUR [site]"
        in run("data", "show", "privigen", "--formulary", EXAMPLE).text
    )


def test_the_shipped_data_are_checked_in_full(catalogue: Catalogue) -> None:
    answer = run("data", "check", "--format", "json")
    assert (answer.code, answer.json["status"]) == (0, "ok")
    counts = {one["what"]: one["count"] for one in answer.json["counts"]}
    assert (counts["products"], counts["Table 2 cells"]) == (len(catalogue.products), 63)


def test_shipped_data_with_a_mistake_are_65(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the calculation goes on with what was compiled before."""
    folder = copytree(load.data_folder(), tmp_path / "data")
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("value: 28\n", "value: 0\n"), encoding="utf-8")
    monkeypatch.setattr("ivigcalc.catalogue.load.data_folder", lambda: folder)
    answer = run("data", "check")
    assert (answer.code, answer.out) == (65, "")
    assert "constants.stated-day.value: 0 is not above zero" in answer.text


def test_a_check_says_what_is_tighter_and_what_is_looser(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        "site: A\napproved_by: B\nreview_by: 2099-01-01\nlimits:\n  - {id: day-above-100-g, above: 90}\n"
        "  - {id: weight-above-200, above: 250}\n  - {id: weight-below-2, below: 2}\n",
        encoding="utf-8",
    )
    said = run("data", "check", str(path)).text
    assert "TIGHTER limit day-above-100-g: above 90 (caution), shipped above 100 (caution)." in said
    assert "LOOSER limit weight-above-200: above 250 (caution), shipped above 200 (caution)." in said
    assert "AS SHIPPED limit weight-below-2" in said


def test_a_check_says_where_a_tighter_limit_is_not_judged(tmp_path: Path) -> None:
    """A regimen that a source prints for the indication passes the stop of so much in one day, and is a caution."""
    path = tmp_path / "f.yaml"
    path.write_text("site: A\nlimits:\n  - {id: day-above-1-g-per-kg, above: 0.8}\n", encoding="utf-8")
    assert (
        "TIGHTER limit day-above-1-g-per-kg: above 0.8 (stop), shipped above 1 (stop); "
        "where a source prints the dose: above 0.8 (caution); not judged where: above-cap."
    ) in run("data", "check", str(path)).text
    path.write_text("site: A\nlimits:\n  - {id: day-above-1-g-per-kg, text: '{day_g} g is much'}\n", encoding="utf-8")
    assert "not judged where: printed-for-indication, above-cap." in run("data", "check", str(path)).text
    path.write_text("site: A\nlimits:\n  - {id: course-above-2-g-per-kg, above: 1}\n", encoding="utf-8")
    assert "where a source prints the dose: above 1 (caution). " in f"{run('data', 'check', str(path)).text} "


LADDERS = """\
site: A
approved_by: B
review_by: 2099-01-01
ladders:
  privigen:
    - {contexts: [cidp], regions: [eu], unit: mL/kg/h, steps: [{rate: 0.3}], maximum: 1, says: a, date: b}
    - {contexts: [mmn], regions: [eu], unit: mL/kg/h, steps: [{rate: 0.3}], maximum: 19, says: a, date: b}
"""


@pytest.mark.parametrize(("year", "head"), [("2099", "loosened"), ("2020", "lapsed")])
def test_each_ladder_of_a_site_is_judged_by_itself(year: str, head: str, tmp_path: Path) -> None:
    """Both answers name the line of the faster one; the slower is in force either way."""
    path = tmp_path / "f.yaml"
    path.write_text(LADDERS.replace("2099", year), encoding="utf-8")
    answer = run("data", "check", str(path), "--format", "json").json
    assert [(one["at"], one["looser"], one["in_force"]) for one in answer["changes"]] == [
        (f"{path}:6", False, True),
        (f"{path}:7", True, year == "2099"),
    ]
    assert [(one["id"], one["at"]) for one in answer["formulary"][head]] == [("privigen", f"{path}:7")]
    shown = origins("--formulary", str(path))
    assert shown["privigen[0]"] == ("up to 1 mL/kg/h (cidp; EU)", f"{path}:6")
    assert shown["privigen[1]"][1] == (f"{path}:7" if year == "2099" else f"shipped data (lapsed: {path}:7)")
    assert run("data", "show", "privigen", "--formulary", str(path)).says(f"{path}:6")


def origins(*args: str, env: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    found = run("config", "show", *args, "--format", "json", env=env).json
    return {one["name"]: (one["here"], one["origin"]) for one in found["settings"]}


def test_every_default_is_named() -> None:
    found = origins()
    assert found["formulary"] == ("none", "default")
    assert found["region"] == ("any", "default")
    assert found["stocked"] == ("every product", "default")
    assert found["rounding-tolerance"] == ("5 percent", "shipped data")
    assert found["day-above-1-g-per-kg"] == ("above 1 (stop)", "shipped data")


def test_every_setting_names_its_variable_or_line() -> None:
    env = {"IVIGCALC_REGION": "eu", "IVIGCALC_PRODUCTS": "privigen, kiovig", "IVIGCALC_FORMULARY": EXAMPLE}
    found = origins(env=env)
    assert found["formulary"] == (EXAMPLE, "environment variable IVIGCALC_FORMULARY")
    assert found["region"] == ("eu", "environment variable IVIGCALC_REGION")
    assert found["stocked"] == ("privigen, kiovig", "environment variable IVIGCALC_PRODUCTS")
    text = Path(EXAMPLE).read_text(encoding="utf-8").splitlines()
    for name, begins in (("day-above-100-g", "  - {id: day-above-100-g"), ("privigen", "  privigen:")):
        line = next(number for number, one in enumerate(text, 1) if one.startswith(begins))
        assert found[name][1] == f"{EXAMPLE}:{line}"
    assert origins("--formulary", EXAMPLE)["formulary"] == (EXAMPLE, "option --formulary")
    hidden = next(number for number, one in enumerate(text, 1) if one.startswith("hide:"))
    assert origins("--formulary", EXAMPLE)["stocked"][1] == f"{EXAMPLE}:{hidden}"


def test_what_was_shipped_stands_beside_what_is_in_force() -> None:
    said = run("config", "show", "--formulary", EXAMPLE, columns=160).text
    assert "above 80 (caution) (shipped: above 100 (caution))" in said


def test_a_wrong_setting_is_named() -> None:
    answer = run("config", "show", env={"IVIGCALC_REGION": "mars", "IVIGCALC_PRODUCTS": "octagam"})
    assert answer.code == 2
    assert "IVIGCALC_REGION" in answer.text
    assert "octagam-5" in answer.text


@pytest.mark.parametrize("group", ["data", "config"])
def test_a_group_alone_shows_its_commands(group: str) -> None:
    answer = run(group)
    assert answer.code == 2
    assert "show" in answer.text
    assert "ERROR" not in answer.text
    wrong = run(group, "nothing")
    assert (wrong.code, f"see: ivigcalc {group} --help" in wrong.text) == (2, True)
